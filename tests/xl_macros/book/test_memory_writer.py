"""Saving a book leaves nothing of it in the temporary folder, and writes what openpyxl itself would."""

from __future__ import annotations

import io
import tempfile
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from xl_macros.book.memory_writer import saved

if TYPE_CHECKING:
    from collections.abc import Callable


def with_comment_and_chart() -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append([1, 2, 3])
    sheet["A1"].comment = Comment("важно", "директор")
    sheet["B1"].hyperlink = "https://example.org"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_col=3))
    sheet.add_chart(chart, "E5")

    return workbook


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            name: package.read(name) for name in package.namelist() if name != "docProps/core.xml"
        }  # the moment of saving


@pytest.mark.parametrize("what", ["the example school", "a comment and a chart"])
def test_what_is_saved_in_memory_is_what_openpyxl_writes(what: str, example_bytes: bytes) -> None:
    def load() -> openpyxl.Workbook:
        if what == "the example school":
            return openpyxl.load_workbook(io.BytesIO(example_bytes), keep_vba=True)

        return with_comment_and_chart()

    usual = io.BytesIO()
    load().save(usual)

    assert _parts(usual.getvalue()) == _parts(saved(load()))


def test_no_temporary_file_is_made(example_bytes: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    def save(write: Callable[[openpyxl.Workbook], object]) -> object:
        return write(openpyxl.load_workbook(io.BytesIO(example_bytes)))

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    monkeypatch.setattr(tempfile, "_mkstemp_inner", refuse)

    assert save(saved)
    with pytest.raises(AssertionError):  # the control: openpyxl itself does make one
        save(lambda workbook: workbook.save(io.BytesIO()))
