"""Inside the package: values stand behind formulas; what would be lost is named."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import python_calamine

from xl_macros.book import package_parts
from xl_macros.book.package_parts import lost_parts, store_values
from xl_macros.book.package_tidy import leave_automatic, rows_set_by_hand

if TYPE_CHECKING:
    from pathlib import Path


def _package(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)

    return out.getvalue()


def _stored(
    formulas: dict[str, str], values: dict[str, Any], *, formats: dict[str, str] | None = None
) -> dict[str, Any]:
    """Cells by address after the values of formulas were stored, as calamine reads them."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Свой & лист"
    for cell, formula in formulas.items():
        sheet[cell] = formula
        sheet[cell].number_format = (formats or {}).get(cell, "General")
    out = io.BytesIO()
    workbook.save(out)
    data = store_values(
        out.getvalue(), out.getvalue(), {}, {}, lambda title, cell: values[cell] if title == "Свой & лист" else None
    )
    rows = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    again = openpyxl.load_workbook(io.BytesIO(data)).active

    assert formulas == {cell: again[cell].value for cell in formulas}

    return {cell: rows[again[cell].row - 1][again[cell].column - 1] for cell in formulas}


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (5, "General"),
        (2.5, "General"),
        (-0.1, "General"),
        (1e-12, "General"),
        (True, "General"),
        ('текст <&> "кавычки"', "General"),
        ("=не формула", "General"),
        (dt.date(2025, 4, 15), "dd.mm.yyyy"),
        (dt.datetime(2025, 4, 15, 18, 30), "dd.mm.yyyy hh:mm"),
        (dt.time(9, 15), "hh:mm"),
        (dt.timedelta(hours=30), "[h]:mm"),
    ],
    ids=str,
)
def test_the_value_behind_a_formula_keeps_its_kind(value: Any, number_format: str) -> None:
    found = _stored({"B2": "=1+1"}, {"B2": value}, formats={"B2": number_format})["B2"]

    assert (value, isinstance(value, bool)) == (found, isinstance(found, bool))


@pytest.mark.parametrize("value", [None, ""])
def test_an_empty_value_is_stored_as_an_empty_text(value: Any) -> None:
    assert "" == _stored({"A1": '=""'}, {"A1": value})["A1"]


def test_a_character_that_xml_cannot_hold_does_not_break_the_file() -> None:
    assert "Иван\x0bов" == _stored({"A1": "=B1"}, {"A1": "Иван\x0bов"})["A1"]


def test_every_formula_of_a_sheet_gets_its_value_whatever_its_text() -> None:
    formulas = {"A1": '=IF(B1<>"а&б","<да>","нет")', "A2": "=SUM(B1:B3)", "C7": "=Сроки[[#This Row],[Срок]]-1"}

    assert {"A1": "x", "A2": 3.0, "C7": "y"} == _stored(formulas, {"A1": "x", "A2": 3, "C7": "y"})


def test_our_value_by_cell_goes_before_the_one_by_text_and_that_before_the_one_that_stood_there() -> None:
    workbook = openpyxl.Workbook()
    for cell, formula in (("A1", "=1+1"), ("A2", "=1+1"), ("A3", "=2+2")):
        workbook.active[cell] = formula
    out = io.BytesIO()
    workbook.save(out)
    data = store_values(
        out.getvalue(), out.getvalue(), {("Sheet", "A1"): "клетка"}, {"=1+1": "текст"}, lambda *_: "прежнее"
    )

    assert [["клетка"], ["текст"], ["прежнее"]] == (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    )


def test_texts_are_shared_and_counted_as_excel_does() -> None:
    workbook = openpyxl.Workbook()
    for row, text in enumerate(["раз", " раз", "раз", "=раз", "два & три"], start=1):
        workbook.active.cell(row, 1).value = text
        workbook.active.cell(row, 1).data_type = "s"
    out = io.BytesIO()
    workbook.save(out)
    data = store_values(out.getvalue(), out.getvalue(), {}, {}, lambda *_: None)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names, strings = package.namelist(), package.read("xl/sharedStrings.xml").decode()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()

    assert len(names) == len(set(names))
    assert 'count="5" uniqueCount="4"' in strings
    assert "inlineStr" not in sheet
    assert ["раз", " раз", "раз", "=раз", "два & три"] == [
        row[0].value for row in openpyxl.load_workbook(io.BytesIO(data)).active.rows
    ]


def test_the_products_own_book_loses_nothing(school_bytes: bytes) -> None:
    assert [] == lost_parts(school_bytes)


@pytest.mark.parametrize(
    ("part", "text", "word"),
    [
        ("xl/slicers/slicer1.xml", "", "срезы"),
        ("xl/embeddings/oleObject1.bin", "", "вложенные объекты"),
        ("xl/threadedComments/threadedComment1.xml", "", "цепочки примечаний"),
        ("xl/worksheets/sheet1.xml", "<x14:sparklineGroup>", "спарклайны"),
        ("xl/worksheets/sheet1.xml", '<x14:conditionalFormatting xmlns:xm="m">', "новые виды условного формата"),
        ("xl/worksheets/sheet1.xml", '<x14:dataValidation type="list">', "проверка ввода по другому листу"),
        ("xl/drawings/drawing1.xml", '<xdr:sp macro="">', "фигуры и надписи"),
        ("xl/drawings/drawing1.xml", "<xdr:grpSp>", "сгруппированные фигуры"),
    ],
)
def test_what_would_be_lost_is_named(part: str, text: str, word: str) -> None:
    assert [word] == lost_parts(_package({part: text}))


def test_pictures_are_named_as_lost_where_nothing_can_carry_them(monkeypatch: pytest.MonkeyPatch) -> None:
    package = _package({"xl/media/image1.png": ""})
    with_pillow = lost_parts(package)
    monkeypatch.setattr(package_parts.util, "find_spec", lambda _: None)

    assert ["рисунки"] == lost_parts(package)
    assert with_pillow in ([], ["рисунки"])


def test_heights_set_by_hand_stay_and_others_go_on_fitting(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["A2"] = "один", "два"
    workbook.active.row_dimensions[1].height = workbook.active.row_dimensions[2].height = 40
    path = tmp_path / "Высоты.xlsx"
    workbook.save(path)
    saved = path.read_bytes()
    before = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as source, zipfile.ZipFile(before, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode("utf-8") if name.endswith(".xml") else source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace('<row r="2" ht="40" customHeight="1"', '<row r="2" ht="40"')
            target.writestr(name, data)
    data = store_values(saved, before.getvalue(), {}, {}, lambda *_: None)
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()

    assert '<row r="1" ht="40" customHeight="1">' in sheet
    assert '<row r="2" ht="40">' in sheet


@pytest.mark.parametrize("mark", ["1", "true"])
def test_only_rows_set_by_hand_keep_their_mark(mark: str) -> None:
    sheet = f'<row r="5" ht="20" customHeight="{mark}"/><row r="6" ht="30" customHeight="{mark}"/>'

    assert frozenset({5, 6}) == rows_set_by_hand(sheet)
    assert f'<row r="5" ht="20"/><row r="6" ht="30" customHeight="{mark}"/>' == leave_automatic(
        sheet, kept=frozenset({6})
    )
