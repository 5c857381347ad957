"""Cells are named and formatted in Excel's terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.libreoffice.addresses import Area, area, letters, number, shown

if TYPE_CHECKING:
    import xlwings as xw

libreoffice = pytest.mark.libreoffice


@libreoffice
@pytest.mark.parametrize(
    "code", ["General", "@", "0.00", "0 %", "dd.mm.yyyy", "d mmm yyyy", "hh:mm", "#,##0.00", "[Red]0;-0", '0" шт"']
)
def test_a_number_format_is_read_as_it_was_set(code: str, sheet: xw.Sheet) -> None:
    for address, before in (("A1", "@"), ("B1", "0.00"), ("A2", "dd.mm.yyyy")):
        sheet[address].number_format = before
    sheet["A1:C3"].number_format = code

    assert code == sheet["A1:C3"].number_format


@libreoffice
def test_cells_that_differ_have_no_common_format(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "0.00"

    assert sheet["A1:B1"].number_format is None


@libreoffice
def test_clearing_takes_contents_and_leaves_formats(sheet: xw.Sheet) -> None:
    sheet["A1"].value = 1
    sheet["A1"].number_format = "0.00"
    sheet["A1"].clear_contents()

    assert (None, "0.00") == (sheet["A1"].value, sheet["A1"].number_format)


@libreoffice
def test_a_range_knows_where_it_is(sheet: xw.Sheet) -> None:
    sheet["B2:D4"].value = [[1, 2, 3], [4, 5, 6], [7, None, 9]]
    cells = sheet["B2:D4"]

    assert ("$B$2:$D$4", 2, 2, (3, 3), 9) == (cells.address, cells.row, cells.column, cells.shape, len(cells))
    assert ("$B$2:$D$4", "$D$4") == (sheet.used_range.address, sheet.used_range.last_cell.address)
    assert cells == sheet.range((2, 2), (4, 4))
    assert [4.0, None] == [cells[3].value, cells[7].value]


@given(st.integers(1, 1000), st.integers(1, 16000), st.integers(1, 100), st.integers(1, 100))
def test_an_address_is_read_as_it_is_shown(row: int, column: int, rows: int, columns: int) -> None:
    cells = Area(row, column, rows, columns)

    assert cells == area(shown(cells)) == area(shown(cells).replace("$", ""))


@given(st.integers(1, 16_384))
def test_letters_of_a_column_are_its_number(column: int) -> None:
    assert column == number(letters(column))
