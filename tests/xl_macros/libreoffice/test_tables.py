"""Tables keep Excel's rules where LibreOffice is laxer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    import xlwings as xw

    AddTable = Callable[[xw.Range, str], xw.Table]

pytestmark = pytest.mark.libreoffice


def test_a_table_is_found_and_takes_the_rows_that_it_is_given(sheet: xw.Sheet, add_table: AddTable) -> None:
    sheet["B2:D5"].value = [["Имя", "Класс", "Балл"], ["а", 1, 2], ["б", 3, 4], ["в", 5, 6]]
    table = add_table(sheet["B2:D4"], "Люди")
    before = table.range.address
    table.resize(sheet["B2:D5"])

    assert ("$B$2:$D$4", "$B$2:$D$5", "Люди", False) == (before, table.range.address, table.name, table.show_totals)
    assert [["в", 5.0, 6.0]] == table.range[3, :].options(ndim=2).value
    assert ("Люди" in sheet.tables, "люди" in sheet.tables, "Нет" in sheet.tables) == (True, True, False)
    assert ["Люди"] == [one.name for one in sheet.tables]


@pytest.mark.parametrize("address", ["B3:D5", "B2:D2", "B1:D5", "F2:H5", "B2:E3"])
def test_a_table_is_not_moved_widened_or_emptied_by_resizing(
    address: str, sheet: xw.Sheet, add_table: AddTable
) -> None:
    sheet["B2:D3"].value = [["a", "b", "c"], [1, 2, 3]]
    table = add_table(sheet["B2:D3"], "Т")

    with pytest.raises(ValueError, match=r"headings"):
        table.resize(sheet[address])


def test_tables_do_not_overlap(sheet: xw.Sheet, add_table: AddTable) -> None:
    sheet["A1:A5"].value = [["a"], [1], [None], ["c"], [1]]
    first = add_table(sheet["A1:A2"], "Первая")
    add_table(sheet["A4:A5"], "Вторая")

    with pytest.raises(ValueError, match="overlap"):
        first.resize(sheet["A1:A4"])


def test_sheets_are_found_by_name_and_number_and_one_that_is_not_there_is_a_key_error(
    book: xw.Book, sheet: xw.Sheet
) -> None:
    book.api.Sheets.insertNewByName("План", 1)
    book.sheets["план"]["B2"].select()
    with pytest.raises(KeyError):
        book.sheets["Нет"]
    with pytest.raises(KeyError):
        sheet.tables["Нет"]

    assert (["Sheet1", "План"], "План", 2) == (book.sheet_names, book.sheets.active.name, len(book.sheets))
