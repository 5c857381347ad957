"""Tables, sheets and names keep Excel's rules where LibreOffice is laxer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xl_macros.libreoffice.limits import check_name, check_sheet_name, headings

if TYPE_CHECKING:
    import xlwings as xw

libreoffice = pytest.mark.libreoffice


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a[b", "a:b", "'a", "a'", "History", "план"])
def test_sheet_names_that_excel_refuses_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"sheet|characters"):
        check_sheet_name(name, ["План"])


@pytest.mark.parametrize("name", ["", "1а", "a b", "a-b", "A1", "XFD1048576", "R1C1", "r", "C", "x" * 256, "сроки"])
def test_table_names_that_excel_refuses_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        check_name(name, ["Сроки"])


@pytest.mark.parametrize("name", ["Сроки", "_a", "a.b", "Т1", "\\x", "ABCD1", "Журнал_действий"])
def test_table_names_that_excel_takes_are_taken(name: str) -> None:
    check_name(name, ["Другая"])

    assert headings([name]) == [name]


@libreoffice
def test_a_table_has_headings_a_body_and_a_size(sheet: xw.Sheet) -> None:
    sheet["B2"].value = [["Имя", None, "Имя"], ["а", 1, 2], ["б", 3, 4]]
    table = sheet.tables.add(sheet["B2:D4"], name="Люди")
    sheet["B5"].value = ["в", 5, 6]
    table.resize(sheet["B2:D5"])

    assert ["Имя", "Column2", "Имя2"] == table.header_row_range.value
    assert ("$B$2:$D$5", "$B$3:$D$5", "Люди") == (table.range.address, table.data_body_range.address, table.name)
    assert [["а", 1.0, 2.0], ["б", 3.0, 4.0], ["в", 5.0, 6.0]] == table.data_body_range.value
    assert ("Люди" in sheet.tables, "люди" in sheet.tables, "Нет" in sheet.tables) == (True, True, False)
    assert ["Люди"] == [one.name for one in sheet.tables]
    assert table == sheet["C3"].table
    assert sheet["A1"].table is None


@libreoffice
@pytest.mark.parametrize("address", ["B3:D5", "B2:D2", "B1:D5", "F2:H5"])
def test_a_table_is_not_moved_or_emptied_by_resizing(address: str, sheet: xw.Sheet) -> None:
    sheet["B2"].value = [["a", "b", "c"], [1, 2, 3]]
    table = sheet.tables.add(sheet["B2:D3"], name="Т")

    with pytest.raises(ValueError, match="headings"):
        table.resize(sheet[address])


@libreoffice
def test_tables_do_not_overlap_and_have_their_names_alone(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["a"], [1]]
    sheet["C1"].value = [["c"], [1]]
    first = sheet.tables.add(sheet["A1:A2"], name="Первая")
    sheet.tables.add(sheet["C1:C2"], name="Вторая")
    for refused in (
        lambda: sheet.tables.add(sheet["A2:B3"], name="Третья"),
        lambda: sheet.tables.add(sheet["E1:E2"], name="первая"),
        lambda: first.resize(sheet["A1:C2"]),
        lambda: setattr(first, "name", "Вторая"),
    ):
        with pytest.raises(ValueError, match=r"overlap|already"):
            refused()

    assert ["Вторая", "Первая"] == sorted(one.name for one in sheet.tables)


@libreoffice
def test_sheets_are_added_renamed_hidden_and_deleted(book: xw.Book, sheet: xw.Sheet) -> None:
    plan = book.sheets.add("План", after=sheet)
    added = [one.name for one in book.sheets], book.sheets.active.name, plan.index
    plan.name = "План года"
    plan.visible = False
    hidden = plan.visible
    with pytest.raises(ValueError, match="visible"):
        sheet.visible = False
    plan.visible = True
    sheet.delete()
    with pytest.raises(ValueError, match="visible"):
        plan.delete()

    assert (["Sheet1", "План"], "План", 2) == added
    assert not hidden
    assert ["План года"] == book.sheet_names


@libreoffice
def test_a_sheet_that_is_not_there_is_a_key_error(book: xw.Book) -> None:
    with pytest.raises(KeyError):
        book.sheets["Нет"]

    assert "sheet1" in book.sheets


@libreoffice
def test_names_mean_cells_of_a_workbook_or_of_a_sheet(book: xw.Book, sheet: xw.Sheet) -> None:
    book.names.add("Сегодня", "=Sheet1!$A$1:$A$2")
    sheet["B1"].name = "Имя"
    sheet.names.add("Своё", "=Sheet1!$C$1")
    with pytest.raises(ValueError, match="address"):
        book.names.add("A1", "=Sheet1!$A$1")
    book.names["Имя"].refers_to = "=Sheet1!$B$2"

    assert {"Сегодня", "Имя", "Sheet1!Своё"} == {name.name for name in book.names}
    assert "=Sheet1!$A$1:$A$2" == book.names["Сегодня"].refers_to
    assert "$B$2" == book.names["Имя"].refers_to_range.address
    assert "$A$1:$A$2" == sheet["Сегодня"].address
    assert "Сегодня" == sheet["A1:A2"].name.name
    book.names["Имя"].delete()
    assert "Имя" not in book.names
