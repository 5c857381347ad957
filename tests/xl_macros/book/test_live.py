"""The open workbook: few calls whatever the rows, a copy first, and the user's own state as it was."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.tables import TABLES, Table
from objectivity_core.tables.parse import frame_of, parse
from xl_macros.actions import ACTIONS
from xl_macros.book import live
from xl_macros.book.live import LiveBook
from xl_macros.disk.safe_files import COPIES
from xl_macros.errors import ObjectivityError
from xl_macros.libreoffice import apps, books, ranges, sheets, tables
from xl_macros.runner.run import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd
    import xlwings as xw

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def workbook(office_app: xw.App, example: Path) -> Iterator[xw.Book]:
    """The example school, open in LibreOffice."""
    workbook = office_app.books.open(str(example))
    yield workbook
    workbook.close()


@pytest.fixture(scope="module")
def shared(office_app: xw.App, example_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.Book]:
    """The same for tests that only count: opened once."""
    path = tmp_path_factory.mktemp("счёт") / "Счёт.xlsm"
    path.write_bytes(example_bytes)
    workbook = office_app.books.open(str(path))
    yield workbook
    workbook.close()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every use of the engine by xlwings: each would be at least one call to Excel."""
    seen: list[str] = []
    depth = [0]

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if not depth[0]:
                seen.append(name)
            depth[0] += 1
            try:
                return function(*arguments, **named)
            finally:
                depth[0] -= 1

        return call

    for cls in (
        apps.App,
        books.Books,
        books.Book,
        sheets.Sheets,
        sheets.Sheet,
        ranges.Range,
        tables.Tables,
        tables.Table,
    ):
        for name, member in list(vars(cls).items()):
            if isinstance(member, property):
                parts = [part and counted(f"{cls.__name__}.{name}", part) for part in (member.fget, member.fset)]
                monkeypatch.setattr(cls, name, property(*parts))
            elif callable(member) and not name.startswith("__init"):
                monkeypatch.setattr(cls, name, counted(f"{cls.__name__}.{name}", member))

    return seen


def _rows(table: Table, count: int) -> pd.DataFrame:
    """Rows with every column filled, each text one that has to be kept from becoming a number."""
    fixed: dict[str, Any] = {
        "date": dt.date(2025, 4, 15),
        "integer": 3,
        "number": 2,
        "mark": 3,
        "share": 0.5,
        "score": "2",
    }
    columns = [column for column in table.columns if column.filling != "formula"]
    records = [
        {
            column.name: column.choices[0] if column.choices else fixed.get(column.kind, f"{number:05d}")
            for column in columns
        }
        for number in range(count)
    ]

    return frame_of(table, records)[[column.name for column in columns]]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_takes_at_most_thirty_calls_to_read_or_write_whatever_the_rows(
    name: str, shared: xw.Book, calls: list[str]
) -> None:
    table = TABLES[name]
    counts = []
    # Calls are counted, not timed: few rows tell whether they grow; one table shows that nothing changes at many.
    for rows in (20, 1000, 2000) if name == "works" else (20, 100, 200):
        book = LiveBook(shared)
        calls.clear()
        book.grid(table)
        book.copy = book.path
        read = len(calls)
        book.write(table, _rows(table, rows))
        counts.append((read, len(calls) - read))

    assert max(max(pair) for pair in counts) <= 30, counts
    assert counts[1] == counts[2]


def test_the_file_is_copied_beside_itself_before_the_first_write_only(workbook: xw.Book, example: Path) -> None:
    saved, book = example.read_bytes(), LiveBook(workbook)
    book.grid(TABLES["log"])
    untouched = (example.parent / COPIES).exists()
    for _ in range(2):
        book.write(TABLES["log"], _rows(TABLES["log"], 2))
    copies = list((example.parent / COPIES).iterdir())

    assert not untouched
    assert [book.copy] == copies
    assert saved == copies[0].read_bytes()


def test_a_workbook_that_was_never_saved_is_not_written(
    office_app: xw.App, add_table: Callable[[xw.Range, str], xw.Table]
) -> None:
    new = office_app.books.add()
    table = TABLES["log"]
    new.sheets[0].range("A5").value = [table.headings]
    add_table(new.sheets[0].range("A5").resize(2, len(table.columns)), table.excel)
    try:
        with pytest.raises(ObjectivityError, match="Сохраните книгу"):
            LiveBook(new).write(table, _rows(table, 1))

        assert [None] * len(table.columns) == new.sheets[0].range("A6").resize(1, len(table.columns)).value
    finally:
        new.close()


@pytest.mark.parametrize("mode", ["automatic", "manual"])
def test_calculation_is_paused_and_set_back_also_after_an_error(
    mode: str, workbook: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []

    def fail(*_: object) -> None:
        modes.append(workbook.app.calculation)
        raise OSError("the disk is gone")

    workbook.app.calculation = mode
    LiveBook(workbook).write(TABLES["log"], _rows(TABLES["log"], 2))
    after_success = workbook.app.calculation
    monkeypatch.setattr(live, "plan", fail)
    with pytest.raises(OSError, match="the disk is gone"):
        LiveBook(workbook).write(TABLES["log"], _rows(TABLES["log"], 3))

    assert [mode, ["manual"], mode] == [after_success, modes, workbook.app.calculation]
    workbook.app.calculation = "automatic"


def test_the_users_sheet_and_selection_stay(workbook: xw.Book) -> None:
    workbook.sheets["Ученики"].range("B7:C9").select()
    run(ACTIONS[0], LiveBook(workbook), today=dt.date(2025, 4, 28))

    assert "Ученики" == workbook.sheets.active.name
    assert ("Ученики", "$B$7:$C$9") == (workbook.selection.sheet.name, workbook.selection.address)


def test_formulas_that_people_typed_between_changed_cells_stay(workbook: xw.Book) -> None:
    table = TABLES["settings"]
    book = LiveBook(workbook)
    frame = parse(table, book.grid(table))[0]
    column = 1 + table.names.index("value")
    rows = [6 + row for row in frame.index]
    workbook.sheets[table.sheet].range((rows[1], column)).formula = "=1+1"
    changed = frame.assign(value=[f"Школа № {number}" if number != 1 else 2 for number in range(len(frame))])[
        ["setting", "value"]
    ]
    LiveBook(workbook).write(table, changed)
    cells = workbook.sheets[table.sheet].range((rows[0], column), (rows[2], column))

    assert ["Школа № 0", 2.0, "Школа № 2"] == cells.value
    assert "=1+1" == cells[1].formula


def test_what_did_not_change_is_not_written(workbook: xw.Book, calls: list[str]) -> None:
    table, book = TABLES["pupils"], LiveBook(workbook)
    frame = parse(table, book.grid(table))[0]
    book.copy = book.path
    calls.clear()
    book.write(table, frame)

    assert [] == [call for call in calls if call in {"Range.raw_value", "Range.number_format", "Range.clear_contents"}]


def test_codes_stay_texts_although_the_program_would_make_them_numbers(workbook: xw.Book) -> None:
    table = TABLES["works"]
    sheet = workbook.sheets[table.sheet]
    sheet.range("A1:Z200").number_format = "General"  # as after a paste from elsewhere
    LiveBook(workbook).write(table, _rows(table, 3))
    codes = parse(table, LiveBook(workbook).grid(table))[0]["code"]
    sheet.range("AA1").value = "00123"

    assert 123.0 == sheet.range("AA1").value
    assert ["00000", "00001", "00002"] == codes.tolist()[-3:]


def test_a_missing_table_is_one_sentence(workbook: xw.Book) -> None:
    workbook.api.Sheets.removeByName("Баллы")

    with pytest.raises(ObjectivityError, match="не найдена таблица «Баллы»"):
        LiveBook(workbook).grid(TABLES["scores"])


def test_a_table_moved_to_another_sheet_title_is_found(workbook: xw.Book) -> None:
    workbook.sheets["Баллы"].api.Name = "Мои баллы"

    assert "Мои баллы" == LiveBook(workbook).grid(TABLES["scores"]).sheet
