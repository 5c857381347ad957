"""Reading: every table in one block with the addresses of its cells; what cannot be read is one sentence."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import msoffcrypto.format.ooxml
import openpyxl
import pytest

from objectivity_core.tables import TABLES
from tests.xl_macros.conftest import sheet_of
from xl_macros.book import reader as reader_module
from xl_macros.book.reader import TableReader, open_workbook, read_sheets
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PUPILS = TABLES["pupils"]


def _edit(path: Path, change: Callable[[openpyxl.Workbook], None]) -> None:
    workbook = openpyxl.load_workbook(path, keep_vba=True)
    change(workbook)
    workbook.save(path)


def _repack(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    path.write_bytes(out.getvalue())


def test_every_table_of_the_product_is_found_with_its_headings(school: Path) -> None:
    reader = TableReader(school)

    assert {name: table.headings for name, table in TABLES.items()} == {
        name: reader.grid(table).headings for name, table in TABLES.items()
    }


def test_addresses_are_those_of_the_sheet(school: Path) -> None:
    grid = TableReader(school).grid(PUPILS)
    sheet = sheet_of(school, PUPILS.sheet)

    assert "Ученики!B8" == grid.address(2, 1)
    assert sheet["B8"].value == grid.rows[2][1] == "Воробьёв Пётр"


def test_tables_beside_each_other_are_not_mixed(school: Path) -> None:
    reader = TableReader(school)

    assert [["4А", 4], ["5А", 5]] == reader.grid(TABLES["classes"]).rows
    assert "Списки!I6" == reader.grid(TABLES["kinds"]).address(0, 0)


def test_rows_pasted_under_a_table_are_read_up_to_the_first_blank_row(school: Path) -> None:
    def paste(workbook: openpyxl.Workbook) -> None:
        sheet = workbook[PUPILS.sheet]
        for row, name in ((17, "Новый Один"), (18, "Новый Два"), (20, "Подпись")):
            sheet.cell(row, 2).value = name

    _edit(school, paste)
    grid = TableReader(school).grid(PUPILS)

    assert ["Новый Один", "Новый Два"] == [row[1] for row in grid.rows][11:]
    assert "Ученики!A20" == grid.address(grid.below, 0)


def test_of_a_table_with_nothing_under_it_nothing_is_said(school: Path) -> None:
    reader = TableReader(school)

    assert {-1} == {reader.grid(table).below for table in TABLES.values()}


def test_a_totals_row_is_never_taken_for_data(school: Path) -> None:
    def totals(workbook: openpyxl.Workbook) -> None:
        sheet = workbook[PUPILS.sheet]
        found = sheet.tables[PUPILS.excel]
        found.ref, found.totalsRowCount = "A5:F17", 1
        found.tableColumns[1].totalsRowLabel = "Итого"
        sheet["B17"] = "Итого"

    _edit(school, totals)
    with pytest.raises(ObjectivityError, match=r"«Ученики».*включена строка итогов.*Выключите"):
        TableReader(school).grid(PUPILS)

    assert TableReader(school).grid(TABLES["staff"]).rows


def test_a_table_on_a_renamed_sheet_is_found(school: Path) -> None:
    def rename(workbook: openpyxl.Workbook) -> None:
        workbook[PUPILS.sheet].title = "Ученики 2024"

    _edit(school, rename)
    grid = TableReader(school).grid(PUPILS)

    assert ("Ученики 2024!B6", 11) == (grid.address(0, 1), len(grid.rows))


def test_a_removed_table_is_one_sentence(school: Path) -> None:
    def remove(workbook: openpyxl.Workbook) -> None:
        del workbook[PUPILS.sheet].tables[PUPILS.excel]

    _edit(school, remove)
    reader = TableReader(school)

    assert not reader.has(PUPILS)
    with pytest.raises(ObjectivityError, match=r"«Книга 1.xlsm» не найдена таблица «Ученики» \(лист «Ученики»\)"):
        reader.grid(PUPILS)


def test_a_book_whose_tables_another_program_lost_and_an_open_document_are_called_so(school: Path) -> None:
    def remove(workbook: openpyxl.Workbook) -> None:
        for sheet in workbook:
            for name in list(sheet.tables):
                del sheet.tables[name]

    _edit(school, remove)
    with pytest.raises(
        ObjectivityError, match=r"«Книга 1\.xlsm» листы «Объективности» есть, а таблиц на них нет: её сохранила другая"
    ):
        TableReader(school).grid(PUPILS)

    office = school.with_name("Книга.ods")
    _open_document(office)
    with pytest.raises(ObjectivityError, match=r"^«Книга\.ods» — таблица OpenDocument.*сохраните как .*\.xlsm"):
        TableReader(office).grid(PUPILS)


def _open_document(path: Path) -> None:
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    content = f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="План"/></office:spreadsheet></office:body></office:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w") as package:
        for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            package.writestr(name, text)


def _missing(_: Path) -> None:
    pass


def _folder(path: Path) -> None:
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("просто текст", encoding="utf-8")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path, source: Path) -> None:
    path.write_bytes(source.read_bytes()[:20000])


def _other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("письмо.txt", "привет")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_missing, "Файл не найден"),
        (_folder, "— папка, а нужна книга Excel"),
        (_text, "повреждён или это не книга Excel"),
        (_empty, "повреждён или это не книга Excel"),
        (_other_zip, "повреждён или это не книга Excel"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_no_workbook_is_one_sentence(make: Callable[[Path], None], says: str, tmp_path: Path) -> None:
    path = tmp_path / "Не книга.xlsm"
    make(path)
    with pytest.raises(ObjectivityError, match=says):
        open_workbook(path)


def test_a_cut_file_is_one_sentence(school: Path, tmp_path: Path) -> None:
    path = tmp_path / "Обрывок.xlsm"
    _cut(path, school)
    with pytest.raises(ObjectivityError, match=r"«Обрывок.xlsm» повреждён"):
        open_workbook(path)


def test_an_encrypted_workbook_is_named_as_such(school: Path) -> None:
    encrypted = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(school.read_bytes())).encrypt("пароль школы", encrypted)
    school.write_bytes(encrypted.getvalue())
    with pytest.raises(
        ObjectivityError, match=r"«Книга 1.xlsm» защищён паролем. Ключ кодов так и хранят.*сохраните без пароля"
    ):
        open_workbook(school)


@pytest.mark.parametrize("damage", ["cut", "flipped", "missing"])
def test_damage_inside_a_sheet_is_one_sentence_too(damage: str, school: Path) -> None:
    part = "xl/worksheets/sheet5.xml"
    if damage == "missing":
        out = io.BytesIO()
        with zipfile.ZipFile(school) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                if name != part:
                    target.writestr(name, source.read(name))
        school.write_bytes(out.getvalue())
    else:
        end = b"" if damage == "cut" else b"<<&\xff"
        _repack(school, lambda name, data: data[:900] + end if name == part else data)
    with pytest.raises(ObjectivityError, match=r"«Книга 1.xlsm» повреждён"):
        read_sheets(school)
    reader = TableReader(school)
    with pytest.raises(ObjectivityError, match=r"«Книга 1.xlsm» повреждён"):
        [reader.grid(table) for table in TABLES.values()]


def test_damage_in_the_headers_of_the_package_is_one_sentence_too(school: Path) -> None:
    school.write_bytes(school.read_bytes().replace(b"xl/tables/table4.xml", b"Xl/tables/table4.xml", 1))
    with pytest.raises(ObjectivityError, match=r"«Книга 1.xlsm» повреждён"):
        TableReader(school)


def test_no_access_is_one_sentence(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(ObjectivityError, match=r"Нет доступа к файлу «Книга 1.xlsm»"):
        open_workbook(school)


def test_raw_cells_begin_at_a1(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Лист"
    workbook.active["C3"] = "здесь"
    workbook.save(tmp_path / "Сырая книга.xlsx")

    assert {"Лист": [["", "", ""], ["", "", ""], ["", "", "здесь"]]} == read_sheets(tmp_path / "Сырая книга.xlsx")


def test_each_sheet_is_read_once(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    cells = reader_module._cells
    monkeypatch.setattr(
        reader_module, "_cells", lambda book, title, path: read.append(title) or cells(book, title, path)
    )
    reader = TableReader(school)
    for table in TABLES.values():
        reader.grid(table)

    assert sorted({table.sheet for table in TABLES.values()}) == sorted(read)
