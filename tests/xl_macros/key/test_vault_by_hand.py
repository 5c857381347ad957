"""The key in people's hands: sorted, added to, half written, copied, older; what they did is kept or told, nothing is lost silently."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from objectivity_core.codes.key import VAULT_COLUMNS
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of
from tests.xl_macros.by_hand import type_into
from xl_macros.book.files import FileBook
from xl_macros.disk.encrypted import decrypt, encrypt
from xl_macros.disk.safe_files import write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.key import vault
from xl_macros.key import workbook as key_workbook
from xl_macros.key.vault import open_vault, previous_version, save_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import xlwings as xw

    Read = Callable[[Path, str], pd.DataFrame]
    Act = Callable[..., Any]
    Contents = Callable[[Path], dict[str, bytes]]

PASSWORD = "туча рельс сосед 1"
KEY, PREVIOUS = "Ключ кодов 2024-2025.xlsx", "Ключ кодов 2024-2025 (прежний).xlsx"
ROWS = [
    ("МА", "P00001", "00412", "Ёлкин Лев", "4А"),
    ("МА", "P00002", "40001", "Зуева Ия", "4А"),
    ("РУ", "P00001", "1000002", "Ёлкин Лев", "4А"),
    ("РУ", "P00002", "5724017", "Зуева Ия", "4А"),
]
PAIRS = pd.DataFrame(ROWS, columns=list(VAULT_COLUMNS), dtype="object")
NINE_THIRTY = dt.datetime(2025, 4, 15, 9, 30)
SHEETS = {
    "Протокол": [["Процедура", "№"], ["МА", "1"], [], ["РУ", "1"]],
    "Явка с кодами": [["Процедура"], ["МА"], [], ["РУ"]],
}


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / KEY
    save_vault(path, PAIRS, PASSWORD, "abc", "2024/2025", SHEETS)

    return path


def _open(path: Path, book_id: str = "abc", names: dict[str, str] | None = None) -> vault.Key:
    return open_vault(path, PASSWORD, book_id, names or {})


def _workbook(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(decrypt(path.read_bytes(), path.name, PASSWORD, damaged=lambda: ObjectivityError("повреждён")))
    )


def by_hand(path: Path, change: Callable[[openpyxl.Workbook], Any]) -> None:
    """Change the key as somebody would in a spreadsheet program."""
    workbook, out = _workbook(path), io.BytesIO()
    change(workbook)
    workbook.save(out)
    path.write_bytes(encrypt(out.getvalue(), PASSWORD))


def _rows(found: vault.Key) -> list[tuple[str, ...]]:
    return sorted(found.contents.pairs[list(VAULT_COLUMNS)].itertuples(index=False, name=None))


def _rewritten(key: Path) -> openpyxl.Workbook:
    before = _open(key)
    save_vault(key, before.contents.pairs, PASSWORD, "abc", "2024/2025", SHEETS, before)

    return _workbook(key)


def sort_rows(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Ключ"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    random.Random(3).shuffle(rows)
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = value


def move_columns(workbook: openpyxl.Workbook) -> None:
    for row in workbook["Ключ"].iter_rows():
        for cell, value in zip(row, [cell.value for cell in row][::-1], strict=True):
            cell.value = value


def retype_codes(workbook: openpyxl.Workbook) -> None:
    """A number instead of a text, letters that look like digits, blanks, a hyphen."""
    for at, code in enumerate((412, "4ОО О1", 1000002.0, "572-4O17"), start=2):
        workbook["Ключ"].cell(at, 3).value = code


@pytest.mark.parametrize(
    "change",
    [
        sort_rows,
        move_columns,
        retype_codes,
        lambda workbook: workbook["Ключ"].insert_rows(3, 2),
        lambda workbook: workbook["Ключ"].insert_cols(1),
        lambda workbook: workbook.move_sheet("Ключ", 3),
        lambda workbook: workbook.remove(workbook["Протокол"]),
    ],
    ids=[
        "rows sorted",
        "columns moved",
        "codes retyped",
        "blank rows",
        "a blank column",
        "sheets moved",
        "a printed sheet deleted",
    ],
)
def test_what_hands_do_without_changing_a_pair_changes_nothing(
    change: Callable[[openpyxl.Workbook], Any], key: Path
) -> None:
    by_hand(key, change)
    found = _open(key)

    assert sorted(ROWS) == _rows(found)
    assert (False, list(VAULT_COLUMNS)) == (found.contents.edited, list(found.contents.pairs.columns))


@pytest.mark.parametrize("what", ["a code", "a row deleted", "one column sorted"])
def test_a_changed_pair_is_noticed(what: str, key: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Ключ"]
        if what == "a code":
            sheet["C2"] = "00413"
        elif what == "a row deleted":
            sheet.delete_rows(2)
        else:
            sheet["C2"].value, sheet["C3"].value = sheet["C3"].value, sheet["C2"].value

    by_hand(key, change)

    assert _open(key).contents.edited


@pytest.mark.parametrize(
    "name", ["=1+1", "{=1+1}", "+7 Петров", "@Сомов", "https://example.org", "007", "<b>&amp;", "_x0041_", "О'Нил"]
)
def test_whatever_a_name_looks_like_it_stays_a_text(name: str, key: Path) -> None:
    save_vault(key, PAIRS.assign(name=name), PASSWORD, "abc", "2024/2025", SHEETS)

    assert {name} == {row[3] for row in _rows(_open(key))}
    assert "s" == _workbook(key)["Ключ"]["D2"].data_type


def test_names_written_in_by_hand_are_no_change_of_pairs(key: Path) -> None:
    by_hand(key, lambda workbook: workbook["Ключ"].cell(2, 4, "Ёлкин Лев Ильич"))

    assert not _open(key).contents.edited


def test_added_columns_are_kept_headings_or_not_doubled_or_named_like_ours(key: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        for at, heading in enumerate(("code", "ФИО", None, "Болел"), start=6):
            workbook["Ключ"].cell(1, at).value = heading
            workbook["Ключ"].cell(2, at).value = f"запись {at}"
        workbook["Ключ"].cell(3, 9).value = dt.date(2025, 4, 15)

    by_hand(key, change)
    sheet = _rewritten(key)["Ключ"]

    assert ["Код процедуры", "Код ученика", "Код работы", "ФИО", "Класс"] == [cell.value for cell in sheet[1]][:5]
    assert {"code (2)": "запись 6", "ФИО (2)": "запись 7", "Столбец 8": "запись 8", "Болел": "запись 9"} == {
        sheet.cell(1, at).value: sheet.cell(2, at).value for at in range(6, 10)
    }
    assert "15.04.2025" == sheet["I3"].value
    assert sorted(ROWS) == _rows(_open(key))


def test_added_sheets_keep_values_formulas_and_formats_through_a_rewriting(key: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.create_sheet("Заметки")
        sheet["A1"], sheet["B2"], sheet["C3"], sheet["D4"], sheet["A5"] = "не =формула", 1.5, NINE_THIRTY, True, "007"
        sheet["B5"] = "=B2*2"
        sheet["C3"].number_format = "dd.mm.yyyy hh:mm"
        sheet["A1"].font = openpyxl.styles.Font(bold=True)
        workbook.create_sheet("Скрытый").sheet_state = "hidden"

    by_hand(key, change)
    workbook = _rewritten(key)
    sheet = workbook["Заметки"]

    assert ["Ключ", "Протокол", "Явка с кодами", "Заметки", "Скрытый", "О ключе"] == workbook.sheetnames
    assert ("не =формула", 1.5, NINE_THIRTY, True, "007", "=B2*2") == tuple(
        sheet[at].value for at in ("A1", "B2", "C3", "D4", "A5", "B5")
    )
    assert ("dd.mm.yyyy hh:mm", True, "hidden") == (
        sheet["C3"].number_format,
        sheet["A1"].font.b,
        workbook["Скрытый"].sheet_state,
    )


def test_notes_that_a_rewriting_would_lose_are_told_and_stay_in_the_version_before(coded: Path, act: Act) -> None:
    key = coded.with_name(KEY)
    by_hand(key, lambda workbook: setattr(workbook["Ключ"]["A2"], "comment", Comment("важно", "директор")))
    type_into(coded, "Ученики", {"B17": "Поздний Пётр", "C17": "4А"})
    (report,) = act(coded, "codes", procedure="ВПР-РУ-4А-2025-04-15")

    assert ["примечания"] == [
        finding.message.split(" есть ")[1].split(":")[0] for finding in report.findings if finding.code == "key-extras"
    ]
    assert "важно" == _workbook(key.with_name(PREVIOUS))["Ключ"]["A2"].comment.text


def test_a_key_of_the_first_version_is_read_and_rewritten_as_one_of_today(key: Path) -> None:
    """Its bytes as the program before wrote them: five columns, no further sheets, «Версия» 1."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = workbook.add_worksheet("Ключ")
    sheet.write_row(0, 0, ["Код процедуры", "Код ученика", "Код работы", "ФИО", "Класс"])
    for at, row in enumerate(ROWS, start=1):
        sheet.write_row(at, 0, row, workbook.add_format({"num_format": "@"}))
    about = workbook.add_worksheet("О ключе")
    facts = [("Что это", "Ключ кодов: …"), ("Номер книги", "abc"), ("Учебный год", "2024/2025"), ("Версия", "1")]
    for at, row in enumerate(facts):
        about.write_row(at, 0, row)
    workbook.close()
    key.write_bytes(encrypt(out.getvalue(), PASSWORD))
    found = _open(key)

    assert (sorted(ROWS), "abc", False) == (_rows(found), found.contents.book_id, found.contents.edited)
    assert {"Протокол", "Явка с кодами"} < set(_rewritten(key).sheetnames)


def test_a_key_of_a_newer_program_is_refused(key: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        about = workbook["О ключе"]
        (row,) = [row for row in about.iter_rows() if row[0].value == "Версия"]
        row[1].value = str(key_workbook.VERSION + 1)

    by_hand(key, change)
    with pytest.raises(ObjectivityError, match=r"более новой программой\. Обновите"):
        _open(key)


def test_a_half_written_key_is_damaged_at_whatever_length_and_never_a_wrong_password(key: Path) -> None:
    whole = key.read_bytes()
    lengths = {
        0,
        1,
        7,
        8,
        100,
        511,
        512,
        513,
        len(whole) - 1,
        len(whole) - 500,
        *range(600, len(whole), len(whole) // 24),
    }
    said = {}
    for length in sorted(lengths):
        key.write_bytes(whole[:length])
        try:
            said[length] = "pairs" if sorted(ROWS) == _rows(_open(key)) else "other pairs"
        except ObjectivityError as error:
            said[length] = str(error)
    whole_all_the_same = {length for length, sentence in said.items() if sentence == "pairs"}

    assert {"«Ключ кодов 2024-2025.xlsx» повреждён. Верните его из резервной копии."} == {
        sentence for length, sentence in said.items() if length not in whole_all_the_same
    }
    assert all(length >= len(whole) - 500 for length in whole_all_the_same)  # only padding behind the end was cut


def test_a_single_changed_byte_is_never_taken_for_the_key(key: Path) -> None:
    whole = key.read_bytes()
    for at in random.Random(5).sample(range(len(whole)), 40):
        key.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            rows = _rows(_open(key))
        except ObjectivityError:
            continue

        assert sorted(ROWS) == rows, at


def test_a_password_that_cannot_be_typed_is_a_wrong_one(key: Path) -> None:
    with pytest.raises(ObjectivityError, match="не подошёл"):
        open_vault(key, os.fsdecode(b"\xd0abc"), "abc", {})


@pytest.mark.parametrize("name", ["~$Ключ кодов 2024-2025.xlsx", ".~lock.Ключ кодов 2024-2025.xlsx#"])
def test_a_key_that_is_open_in_a_spreadsheet_program_is_neither_read_nor_written(name: str, key: Path) -> None:
    found, before = _open(key), key.read_bytes()
    key.with_name(name).touch()
    with pytest.raises(ObjectivityError, match="открыта в"):
        _open(key)
    with pytest.raises(ObjectivityError, match="открыта в"):
        save_vault(key, PAIRS, PASSWORD, "abc", "2024/2025", SHEETS, found)

    assert before == key.read_bytes()


@pytest.mark.parametrize("what", ["changed", "gone"])
def test_a_key_that_somebody_has_changed_meanwhile_is_not_written_over(what: str, key: Path) -> None:
    found = _open(key)
    save_vault(key, PAIRS.iloc[:1], PASSWORD, "abc", "2024/2025") if what == "changed" else key.unlink()
    before = key.read_bytes() if key.exists() else b""
    with pytest.raises(ObjectivityError, match="изменили, пока работала программа"):
        save_vault(key, PAIRS, PASSWORD, "abc", "2024/2025", SHEETS, found)

    assert before == (key.read_bytes() if key.exists() else b"")


def test_two_first_drawings_at_once_make_one_key(key: Path) -> None:
    to_come = vault.new_key(key.with_name("Ключ кодов 2025-2026.xlsx"))
    with pytest.raises(ObjectivityError, match="изменили, пока работала программа"):
        save_vault(key, PAIRS, PASSWORD, "xyz", "2024/2025", SHEETS, to_come)

    assert sorted(ROWS) == _rows(_open(key))


def test_a_disk_that_fails_while_the_key_is_written_leaves_the_old_one(
    key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, before = _open(key), key.read_bytes()

    def fail(path: Path, data: bytes, **_: object) -> None:
        if path == key:
            raise ObjectivityError("на диске нет места")
        write_atomically(path, data)

    monkeypatch.setattr(vault, "write_atomically", fail)
    with pytest.raises(ObjectivityError, match="нет места"):
        save_vault(key, PAIRS.iloc[:1], PASSWORD, "abc", "2024/2025", SHEETS, found)

    assert before == key.read_bytes()


@pytest.mark.libreoffice
def test_a_key_that_libreoffice_has_saved_under_its_password_still_fits(key: Path, office_app: xw.App) -> None:
    book = office_app.books.open(key, password=PASSWORD)
    book.sheets["Ключ"]["F1"].value, book.sheets["Ключ"]["F2"].value = "Болел", "да"
    with pytest.raises(ObjectivityError, match="открыта в LibreOffice"):
        _open(key)
    book.save(key.with_name("сохранён.xlsx"), password=PASSWORD)
    book.close()
    found = _open(key.with_name("сохранён.xlsx"))

    assert (sorted(ROWS), False) == (_rows(found), found.contents.edited)
    assert ["да", "", "", ""] == found.contents.pairs["Болел"].tolist()


# Through the action


def test_two_keys_of_one_year_are_told(coded: Path, act: Act) -> None:
    copies = ("Ключ кодов 2024-2025 (1).xlsx", "Ключ кодов 2024-2025 — копия.xlsx", "Копия Ключ кодов 2024-2025.xlsx")
    for name in copies:
        coded.with_name(name).write_bytes(coded.with_name(KEY).read_bytes())
    (report,) = act(coded, "codes")
    (message,) = [finding.message for finding in report.findings if finding.code == "two-keys"]

    assert [] == [name for name in copies if name not in message]


@pytest.mark.parametrize("name", [PREVIOUS, "Ключ кодов 2024-2025 (1).xlsx"])
def test_a_key_that_lost_its_name_is_not_replaced_by_a_new_one(
    name: str, coded: Path, school_bytes: bytes, act: Act, contents: Contents
) -> None:
    """The book is an older copy without codes."""
    coded.with_name(KEY).rename(coded.with_name(name))
    coded.write_bytes(school_bytes)
    before = contents(coded.parent)
    with pytest.raises(ObjectivityError, match=r"новый ключ раздал бы другие коды\. Верните файлу имя"):
        act(coded, "codes")

    assert before == contents(coded.parent)


def test_an_older_copy_of_the_book_gets_the_codes_of_the_key_again(
    coded: Path, school_bytes: bytes, table: Read, act: Act
) -> None:
    works, key = table(coded, "works"), coded.with_name(KEY).read_bytes()
    coded.write_bytes(school_bytes)
    act(coded, "codes")

    pd.testing.assert_frame_equal(works, table(coded, "works"))
    assert key == coded.with_name(KEY).read_bytes()


def test_a_roster_in_another_order_changes_nothing(coded: Path, table: Read, act: Act) -> None:
    works, key = table(coded, "works"), coded.with_name(KEY).read_bytes()
    book = FileBook(coded)
    turned = table(coded, "pupils").iloc[::-1].reset_index(drop=True)
    book.write(TABLES["pupils"], frame_of(TABLES["pupils"], turned.to_dict("records")))
    act(coded, "codes")

    pd.testing.assert_frame_equal(works, table(coded, "works"))
    assert key == coded.with_name(KEY).read_bytes()


def test_one_code_for_two_pupils_in_the_key_keeps_the_procedure_closed(settled: Path, act: Act, table: Read) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook["Ключ"]["C3"] = workbook["Ключ"]["C2"].value

    by_hand(settled.with_name(KEY), change)
    (report,) = act(settled, "open")
    codes = [finding.code for finding in report.findings]

    assert {"key-edited", "code-twice-in-key"} <= set(codes)
    assert {""} == set(table(settled, "results").query("procedure_id.str.contains('4А')")["pupil_id"])


def test_after_a_retyped_name_the_codes_open_and_it_is_told(settled: Path, act: Act) -> None:
    by_hand(settled.with_name(KEY), lambda workbook: workbook["Ключ"].cell(2, 4, "Иначе Имя"))
    (report,) = act(settled, "open")

    assert ["name-differs-in-key"] == [finding.code for finding in report.findings]
    assert report.message.startswith("Открыто процедур: 2")


# The sheets to print


def test_protocol_and_attendance_are_sheets_of_the_key_and_begin_a_page_for_each_procedure(opened: Path) -> None:
    workbook = _workbook(opened.with_name(KEY))
    protocol, attendance = workbook["Протокол"], workbook["Явка с кодами"]

    assert ["Ключ", "Протокол", "Явка с кодами", "О ключе"] == workbook.sheetnames
    assert ["Процедура", "№", "ФИО", "Класс", "Код работы", "Подпись"] == [cell.value for cell in protocol[1]]
    assert (
        [8]
        == [at for at in range(2, protocol.max_row + 1) if protocol.cell(at, 1).value is None]
        == [one.id for one in protocol.row_breaks.brk]
    )
    assert sorted(row[2].value for row in protocol.iter_rows(2, 7)) == [
        row[2].value for row in protocol.iter_rows(2, 7)
    ]
    assert {"сдана"} == {row[4].value for row in attendance.iter_rows(2, 7)}
    for sheet in (protocol, attendance):
        assert ("9", "landscape", "$1:$1") == (
            str(sheet.page_setup.paperSize),
            sheet.page_setup.orientation,
            sheet.print_title_rows,
        )


def test_every_pupil_of_a_coded_procedure_has_one_slip_and_each_procedure_pages_of_its_own(coded: Path) -> None:
    workbook = _workbook(coded.with_name(KEY))
    slips = workbook["Полоски с фамилиями"]
    pairs = [(row[3].value, row[2].value) for row in workbook["Ключ"].iter_rows(2)]
    given = [
        (name.value.split(",")[0], code.value)
        for name, code in slips.iter_rows(max_col=2)
        if code.font.name == "Consolas"
    ]

    assert 11 == len(pairs)
    assert sorted(pairs) == sorted(given)
    assert 1 == len(slips.row_breaks.brk)


def test_the_version_before_is_named_when_the_key_is_missing(opened: Path, act: Act) -> None:
    opened.with_name(KEY).unlink()
    with pytest.raises(
        ObjectivityError, match=r"не найден.*Рядом есть прежняя версия ключа: «Ключ кодов 2024-2025 \(прежний\)\.xlsx»"
    ):
        act(opened, "open")

    assert previous_version(opened.with_name(KEY)).exists()
