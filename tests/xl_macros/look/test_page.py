"""What stands in headers and footers fits Excel's 255 characters, whatever the school is called."""

from __future__ import annotations

import io
import re

import openpyxl
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.xl_macros.conftest import LONG_NAME
from tests.xl_macros.structure.linter import faults
from xl_macros.look.page import in_header, set_print


@given(st.text(alphabet="Школа №1 &RL\n9😀", max_size=600))
def test_any_text_fits_and_no_sign_of_it_is_a_command(text: str) -> None:
    made = in_header(text)

    assert len(made.encode("utf-16-le")) // 2 <= 180
    assert "&" not in made.replace("&&", "")
    if len(text) < 90:
        assert re.split(r"\s+", text.strip()) == made.replace("&&", "&").split(" ")


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    made = in_header(LONG_NAME)

    assert made.startswith("Муниципальное бюджетное общеобразовательное учреждение «Средняя ")
    assert " … " in made
    assert made.endswith(" муниципального округа № 25")


def test_the_page_of_a_school_with_a_long_name_has_its_header_and_goes_through_openpyxl() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        set_print(workbook.add_worksheet("План"), LONG_NAME, "2024/2025")
    loaded = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    again = io.BytesIO()
    loaded.save(again)

    assert [] == faults(out.getvalue())
    for data in (out, again):
        header = openpyxl.load_workbook(io.BytesIO(data.getvalue())).worksheets[0].oddHeader
        assert in_header(LONG_NAME) == header.left.text
        assert "2024/2025 учебный год" == header.right.text
