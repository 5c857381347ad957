"""One promise, two Books: the file on the disk and the workbook open in a spreadsheet program give and take the same tables."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Protocol

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.table import TableColumn

from objectivity_core.tables import TABLES, Column, Table
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.grid import Formula, column_letter
from objectivity_core.tables.parse import frame_of, parse
from xl_macros.book.files import FileBook
from xl_macros.book.live import LiveBook
from xl_macros.book.tables import read_book_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import xlwings as xw

NASTY = (
    "00123",
    "=1+1",
    "+7 999",
    "-нет",
    "@кто",
    "'так",
    "4-5",
    "15.04.2025",
    "1,5",
    "2,5 %",
    "ИСТИНА",
    "1E5",
    "май 2025",
    "Класс 4А; 4Б",
)
"""Texts that a spreadsheet program likes to take for something else."""


class Opened(Protocol):
    """A book of either kind."""

    book: Any

    def again(self) -> Any:
        """The same workbook after saving, read anew."""
        ...


class _File:
    def __init__(self, path: Path) -> None:
        self.book = FileBook(path)

    def again(self) -> FileBook:
        path = self.book.path
        self.book.save(path, read_book_settings(self.book)[0], dt.datetime.now().astimezone().date())

        return FileBook(path)


class _Live:
    def __init__(self, path: Path, app: xw.App) -> None:
        self.workbook = app.books.open(str(path))
        self.book = LiveBook(self.workbook)

    def again(self) -> LiveBook:
        return LiveBook(self.workbook)


@pytest.fixture(params=["file", pytest.param("live", marks=pytest.mark.libreoffice)])
def opened(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], Opened]]:
    """Open a workbook as a Book: from the file, and in LibreOffice."""
    live: list[_Live] = []

    def open_book(path: Path) -> Opened:
        if request.param == "file":
            return _File(path)
        live.append(_Live(path, request.getfixturevalue("office_app")))

        return live[-1]

    yield open_book
    for one in live:
        one.workbook.close()


def _frame(book: Any, name: str, *, everything: bool = True) -> pd.DataFrame:
    return parse(TABLES[name], book.grid(TABLES[name]), everything=everything)[0].reset_index(drop=True)


def _value(column: Column, number: int) -> Any:
    low = int(column.minimum or 0)
    within = low + number % int((column.maximum if column.maximum is not None else 10**6) - low + 1)
    fraction = 0.25 if within + 1 < (column.maximum or 10**6) else 0
    by_kind: dict[str, Any] = {
        "date": dt.date(2025, 1, 1) + dt.timedelta(days=number),
        "integer": within,
        "number": within + fraction,
        "share": 0.25,
        "mark": 2 + number % 4,
        "score": "X" if number % 3 == 0 else str(number),
        "any": [*NASTY, dt.date(2025, 4, 15), 5.0, 0.5][number % (len(NASTY) + 3)],
        "list": "Физика; Химия",
    }
    if column.choices:
        return column.choices[number % len(column.choices)]

    return by_kind.get(column.kind, f"{NASTY[number % len(NASTY)]} {number}" if number >= len(NASTY) else NASTY[number])


def _records(table: Table, count: int) -> list[dict[str, Any]]:
    records = []
    for number in range(count):
        record = {column.name: _value(column, number) for column in table.columns if column.filling != "formula"}
        key = table.key[-1] if table[table.key[-1]].kind not in {"choice", "mark"} else table.key[0]
        if table[key].kind not in {"date", "integer", "number"}:
            record[key] = f"{number:05d}"
        records.append(record)

    return records


def _written(table: Table, records: list[dict[str, Any]]) -> pd.DataFrame:
    return frame_of(table, records, everything=True).drop(
        columns=[column.name for column in table.columns if column.filling == "formula"]
    )


@pytest.mark.libreoffice
def test_both_books_read_every_table_alike(office_app: xw.App, played: Path, tmp_path: Path) -> None:
    path = tmp_path / "Книга в папке с пробелами.xlsm"
    path.write_bytes(played.read_bytes())
    file, live = FileBook(path), _Live(path, office_app)
    dated = {"days_left", "status", "state"}  # depend on the day on which they are computed
    try:
        for name in TABLES:
            from_file, from_live = (
                _frame(one, name).drop(columns=[*dated], errors="ignore") for one in (file, live.book)
            )

            pd.testing.assert_frame_equal(from_file, from_live, obj=name)
    finally:
        live.workbook.close()


def test_what_was_written_into_a_table_is_read_again(opened: Callable[[Path], Opened], product: Path) -> None:
    """All tables of one book: opening and saving a book for each would take most of the time of all tests of Books."""
    one = opened(product)
    written = {name: _written(table, _records(table, 20)) for name, table in TABLES.items()}
    for name, frame in written.items():
        one.book.write(TABLES[name], frame)
    again = one.again()
    for name, expected in written.items():
        found = _frame(again, name)[expected.columns].tail(20).reset_index(drop=True)
        for column in TABLES[name].columns:
            if column.kind == "any":  # read as text
                expected[column.name] = pd.Series([as_text(cell) for cell in expected[column.name]], dtype="object")

        pd.testing.assert_frame_equal(expected, found, obj=name)


def test_a_computed_table_grows_and_shrinks(opened: Callable[[Path], Opened], product: Path) -> None:
    one, tables = opened(product), [table for table in TABLES.values() if table.rows == "replaced"]
    for count in (40, 3):
        for table in tables:
            one.book.write(table, _written(table, _records(table, count)))
    again = one.again()

    assert {table.name: 3 for table in tables} == {table.name: len(again.grid(table).rows) for table in tables}
    assert {table.name: 3 for table in tables} == {table.name: len(_frame(again, table.name)) for table in tables}


def test_a_table_may_be_empty(opened: Callable[[Path], Opened], product: Path) -> None:
    one, names = opened(product), ["occurrences", "results", "findings", "pupils", "log"]
    counts = []
    for rows in (0, 2):
        for name in names:
            one.book.write(TABLES[name], _written(TABLES[name], _records(TABLES[name], rows)))
        again = one.again()
        counts.append({name: len(_frame(again, name, everything=False)) for name in names})

    assert [dict.fromkeys(names, 0), dict.fromkeys(names, 2)] == counts


def test_rows_are_updated_in_place_by_key_and_peoples_columns_stay(
    opened: Callable[[Path], Opened], example: Path
) -> None:
    table, one = TABLES["occurrences"], opened(example)
    before = _frame(one.book, "occurrences", everything=False)
    people = [column.name for column in table.columns if column.filling == "people"]
    changed = before.assign(due=pd.Timestamp("2025-05-05"), **dict.fromkeys(people, ""))[::-1]
    changed = changed.reset_index(drop=True).assign(
        done=pd.Series(pd.NaT, index=range(len(changed)), dtype="datetime64[s]")
    )
    one.book.write(table, changed)
    after = _frame(one.again(), "occurrences")

    pd.testing.assert_frame_equal(before[[*table.key, *people]], after[[*table.key, *people]])
    assert {pd.Timestamp("2025-05-05")} == set(after["due"])


def _edit(path: Path, name: str, change: Callable[[Any, Any, int, int], None]) -> None:
    """Change a table in the file as a person would: ``change(sheet, excel table, first row, last row)``."""
    workbook = openpyxl.load_workbook(path, keep_vba=True)
    sheet = workbook[TABLES[name].sheet]
    excel = sheet.tables[TABLES[name].excel]
    first, last = (int("".join(sign for sign in part if sign.isdigit())) for part in excel.ref.split(":"))
    change(sheet, excel, first + 1, last)
    workbook.save(path)


def test_columns_that_people_added_are_kept(opened: Callable[[Path], Opened], example: Path) -> None:
    width = len(TABLES["results"].columns)

    def add(sheet: Any, excel: Any, first: int, last: int) -> None:
        sheet.cell(first - 1, width + 1).value = "Моё"
        for row in range(first, last + 1):
            sheet.cell(row, width + 1).value = f"00{row}"
            sheet.cell(row, width + 1).number_format = "@"
        excel.tableColumns.append(TableColumn(id=width + 1, name="Моё"))
        excel.ref = excel.autoFilter.ref = f"A{first - 1}:{column_letter(width + 1)}{last}"

    table = TABLES["results"]
    filled = _File(example)
    filled.book.write(table, _written(table, _records(table, 5)))
    filled.again()
    _edit(example, "results", add)
    one = opened(example)
    one.book.write(table, _written(table, _records(table, 8)))
    grid = one.again().grid(table)

    assert "Моё" == grid.headings[-1]
    assert [*(f"00{row}" for row in range(grid.top + 1, grid.top + 6)), None, None, None] == [
        row[-1] for row in grid.rows
    ]


def test_rows_pasted_below_belong_to_the_table(opened: Callable[[Path], Opened], example: Path) -> None:
    table = TABLES["pupils"]
    before = len(_frame(FileBook(example), "pupils"))

    def paste(sheet: Any, _: Any, __: int, last: int) -> None:
        for down in (1, 2):
            sheet.cell(last + down, 1 + table.names.index("name")).value = f"Вставлен Пётр {down}"
        sheet.cell(last + 4, 1 + table.names.index("name")).value = "Заметка под таблицей"

    _edit(example, "pupils", paste)
    one = opened(example)
    frame = parse(table, one.book.grid(table))[0]
    frame["pupil_id"] = [key or f"P9000{at}" for at, key in enumerate(frame["pupil_id"])]
    one.book.write(table, frame)
    after = _frame(one.again(), "pupils")

    assert before + 2 == len(after)
    assert ["Вставлен Пётр 1", "Вставлен Пётр 2"] == after["name"].tolist()[-2:]
    assert all(after["pupil_id"])


def test_what_is_pasted_wider_than_a_table_is_read_with_it_and_goes_with_its_rows(
    opened: Callable[[Path], Opened], product: Path
) -> None:
    table = TABLES["own_marks"]
    width = len(table.names)

    def paste(sheet: Any, _: Any, first: int, __: int) -> None:
        for down in range(3):
            for at in range(1, width + 3):
                sheet.cell(first + down, at).value = f"{at} {down}"
        sheet.cell(first + 5, width + 1).value = "Заметка рядом"

    _edit(product, "own_marks", paste)
    one = opened(product)
    grid = one.book.grid(table)
    records = [{"pupil_id": f"P{number}", "subject": "Физика", "period": "год"} for number in range(8)]
    one.book.write(table, frame_of(table, records), frozenset(range(3)))
    after = one.again().grid(table)

    assert (2, [f"{width + 2} {down}" for down in range(3)]) == (grid.beside, [row[-1] for row in grid.rows])
    assert [f"P{number}" for number in range(8)] == [row[0] for row in after.rows]
    assert ["Заметка рядом"] == [cell for row in after.rows for cell in row[width:] if cell is not None]
    assert table.headings == after.headings[:width]


def test_a_table_that_people_sorted_is_written_by_key(opened: Callable[[Path], Opened], example: Path) -> None:
    table = TABLES["pupils"]

    def turn(sheet: Any, _: Any, first: int, last: int) -> None:
        rows = [
            [sheet.cell(row, column).value for column in range(1, len(table.columns) + 1)]
            for row in range(first, last + 1)
        ]
        for row, cells in enumerate(reversed(rows), start=first):
            for column, cell in enumerate(cells, start=1):
                sheet.cell(row, column).value = cell

    keys = _frame(FileBook(example), "pupils")
    _edit(example, "pupils", turn)
    one = opened(example)
    one.book.write(table, keys)
    after = _frame(one.again(), "pupils")

    pd.testing.assert_frame_equal(keys[::-1].reset_index(drop=True), after)


def test_live_formulas_are_filled_down_every_row(opened: Callable[[Path], Opened], product: Path) -> None:
    table, one = TABLES["occurrences"], opened(product)
    records = [
        {"measure_id": f"М{number:04d}", "ordinal": 1, "due": dt.date(2020, 1, 1), "kind": "точная дата"}
        for number in range(30)
    ]
    one.book.write(table, frame_of(table, records).drop(columns=["status", "days_left"]))
    after = _frame(one.again(), "occurrences").set_index("measure_id")

    assert {"просрочено"} == set(after.loc[[record["measure_id"] for record in records], "status"])


def test_links_are_formulas_and_show_their_place(opened: Callable[[Path], Opened], product: Path) -> None:
    table, one = TABLES["findings"], opened(product)
    link = Formula('=HYPERLINK("#\'Ученики\'!A6","Ученики!A6")', "Ученики!A6")
    records = [
        {"action": "Проверка", "number": number, "severity": "ошибка", "message": "x", "link": link}
        for number in range(1, 4)
    ]
    one.book.write(
        table,
        frame_of(
            table,
            [
                *records,
                {"action": "Проверка", "number": 4, "severity": "ошибка", "message": "y", "link": "файл 5.xlsx"},
            ],
        ),
    )

    assert ["Ученики!A6"] * 3 + ["файл 5.xlsx"] == _frame(one.again(), "findings")["link"].tolist()


def test_five_thousand_rows_are_no_trouble(opened: Callable[[Path], Opened], product: Path) -> None:
    table, one = TABLES["commission"], opened(product)
    expected = _written(table, _records(table, 5000))
    one.book.write(table, expected)

    pd.testing.assert_frame_equal(expected, _frame(one.again(), "commission")[expected.columns])
