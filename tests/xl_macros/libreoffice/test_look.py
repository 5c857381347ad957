"""Formats, fonts and measures are said in Excel's terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.libreoffice.addresses import Area, area, letters, number, shown
from xl_macros.libreoffice.formats import native_width, width_in_digits

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
def test_cells_that_differ_have_no_common_look(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "0.00"
    sheet["A1"].font.bold = True
    sheet["A1"].color = "#ff0000"
    sheet["A1"].column_width = 20

    assert [None] * 4 == [
        sheet["A1:B1"].number_format,
        sheet["A1:B1"].font.bold,
        sheet["A1:B1"].color,
        sheet["A1:B1"].column_width,
    ]


@libreoffice
def test_font_colour_and_measures(sheet: xw.Sheet) -> None:
    cell = sheet["A1"]
    font = cell.font
    font.bold, font.italic, font.size, font.color, font.name = True, True, 13, (255, 0, 0), "Calibri"
    cell.color, cell.column_width, cell.row_height, cell.wrap_text = (1, 2, 3), 20, 30, True
    cell.horizontal_alignment, cell.vertical_alignment = "center", "top"

    assert (True, True, 13, (255, 0, 0), "Calibri") == (font.bold, font.italic, font.size, font.color, font.name)
    assert ((1, 2, 3), 20, 30, True, "center", "top") == (
        cell.color,
        cell.column_width,
        cell.row_height,
        cell.wrap_text,
        cell.horizontal_alignment,
        cell.vertical_alignment,
    )
    cell.color = None
    assert cell.color is None
    with pytest.raises(ValueError, match="digits"):
        cell.column_width = 256


@libreoffice
def test_clearing_takes_contents_or_formats_or_both(sheet: xw.Sheet) -> None:
    for address in ("A1", "A2", "A3"):
        sheet[address].value = 1
        sheet[address].number_format = "0.00"
    sheet["A1"].clear_contents()
    sheet["A2"].clear_formats()
    sheet["A3"].clear()

    assert [None, 1.0, None] == sheet["A1:A3"].value
    assert ["0.00", "General", "General"] == [sheet[address].number_format for address in ("A1", "A2", "A3")]


@libreoffice
def test_a_range_knows_where_it_is(sheet: xw.Sheet) -> None:
    sheet["B2"].value = [[1, 2, 3], [4, 5, 6], [7, None, 9]]
    cells = sheet["B2:D4"]

    assert ("$B$2:$D$4", 2, 2, (3, 3), 9) == (cells.address, cells.row, cells.column, cells.shape, len(cells))
    assert ("$B$2:$D$4", "$D$4", "$B$2:$D$4") == (
        sheet.used_range.address,
        sheet.used_range.last_cell.address,
        sheet["C3"].current_region.address,
    )
    assert ("$B$4", "$D$2", "$D$3", "$B$1048576") == (
        sheet["B2"].end("down").address,
        sheet["B2"].end("right").address,
        sheet["B3"].end("right").address,
        sheet["B4"].end("down").address,
    )
    assert "$B$2:$D$4" == sheet["B2"].expand().address
    assert (3, 3) == (cells.rows.count, cells.columns.count)
    assert [1.0, 2.0, 3.0] == cells.rows[0].value


@libreoffice
def test_rows_and_columns_are_hidden_and_cells_merged(sheet: xw.Sheet) -> None:
    sheet["A2"].rows.hidden = True
    sheet["C1:D1"].merge()

    assert (True, False) == (sheet["A2"].impl.row_hidden, sheet["A1"].impl.row_hidden)
    assert ("$C$1:$D$1", True) == (sheet["C1"].merge_area.address, sheet["C1"].merge_cells)


@given(st.integers(1, 1000), st.integers(1, 16000), st.integers(1, 100), st.integers(1, 100))
def test_an_address_is_read_as_it_is_shown(row: int, column: int, rows: int, columns: int) -> None:
    cells = Area(row, column, rows, columns)

    assert cells == area(shown(cells)) == area(shown(cells, row_absolute=False, column_absolute=False))


@given(st.integers(1, 16_384))
def test_letters_of_a_column_are_its_number(column: int) -> None:
    assert column == number(letters(column))


@given(st.integers(1, 255))
def test_a_width_survives_the_other_unit(digits: int) -> None:
    assert digits == width_in_digits(native_width(digits))
