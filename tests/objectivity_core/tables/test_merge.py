"""Writing a frame into a table: what is read back is what was written, and nothing of people's is touched."""

from __future__ import annotations

import functools
import random
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from objectivity_core.tables import TABLES, Column, Table
from objectivity_core.tables.cells import TEXT_KINDS, as_text, write_cell
from objectivity_core.tables.grid import Formula, Grid
from objectivity_core.tables.merge import merge
from objectivity_core.tables.parse import frame_of, parse, records_of

if TYPE_CHECKING:
    from collections.abc import Iterable

Record = dict[str, Any]

OWN = "Свой столбец"
"""A column that a school has added."""

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
_LETTERS = "абвЯё аZx019=+-@#'\"«»—.:/()"
_TEXTS = st.one_of(
    st.sampled_from(
        ["=1+1", "+7 900 000", "-5", "@имя", "00089", "4.0", "15.04.2025", "1/2", "'кавычка", "=HYPERLINK(1)"]
    ),
    st.text(_LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool),
)


def values(column: Column) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one strategy per kind
    """Values of a column that is not empty."""
    low = -1000 if column.minimum is None else column.minimum
    high = 1000 if column.maximum is None else column.maximum
    match column.kind:
        case "date":
            return st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2100-12-31").date()).map(pd.Timestamp)
        case "integer":
            return st.integers(int(low), int(high)).map(float)
        case "number":
            return st.floats(low, high)
        case "share":
            return st.floats(0, 1)
        case "mark":
            return st.sampled_from([2.0, 3.0, 4.0, 5.0])
        case "score":
            return st.one_of(st.just("X"), st.integers(0, 30).map(str))
        case "choice" if column.choices:
            return st.sampled_from(column.choices)
        case "list":
            return st.lists(_TEXTS, min_size=1, max_size=3).map("; ".join)
        case _:
            return _TEXTS


@functools.cache
def records(table: Table, size: int, least: int = 0) -> st.SearchStrategy[list[Record]]:
    """Records with different keys; what is neither required nor a key may be empty."""
    columns = [column for column in table.columns if column.filling != "formula"]

    def value(column: Column) -> st.SearchStrategy[Any]:
        if table.withdrawn and column.name == table.withdrawn[0]:  # the mark is the program's own and never in a frame
            return values(column).filter(lambda one: one != table.withdrawn[1])  # type: ignore[index]  # checked above

        return values(column)

    one = st.fixed_dictionaries(
        {
            column.name: value(column)
            if column.required or column.name in table.key
            else st.one_of(st.none(), value(column))
            for column in columns
        }
    )

    return st.lists(
        one, min_size=least, max_size=size, unique_by=lambda record: tuple(as_text(record[name]) for name in table.key)
    )


def written(column: Column, record: Record) -> Any:
    return write_cell(column, record.get(column.name))


def shuffled(table: Table, seed: int) -> list[str]:
    headings = [*table.headings, OWN]
    random.Random(seed).shuffle(headings)

    return headings


def key(table: Table, record: Record) -> tuple[str, ...]:
    return tuple(as_text(record[name]) for name in table.key)


def by_heading(headings: list[str], rows: Iterable[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(headings, row, strict=True)) for row in rows]


@every_table
@settings(deadline=None, max_examples=10)
@given(data=st.data())
def test_what_is_written_into_an_empty_table_is_read_back_the_same(table: Table, data: st.DataObject) -> None:
    given_records = data.draw(records(table, 5))
    headings = shuffled(table, data.draw(st.integers(0, 99)))
    frame = frame_of(table, given_records)
    blank: list[list[Any]] = [[None] * len(headings)]

    rows = merge(table, Grid(table.sheet, 6, 1, headings, blank), frame)
    back, findings = parse(table, Grid(table.sheet, 6, 1, headings, rows), everything=True)

    assert [] == findings
    pd.testing.assert_frame_equal(frame, back.reset_index(drop=True))


@every_table
@settings(deadline=None, max_examples=10)
@given(data=st.data())
def test_every_text_arrives_on_the_sheet_as_the_same_text(table: Table, data: st.DataObject) -> None:
    given_records = data.draw(records(table, 3))
    rows = merge(table, Grid(table.sheet, 6, 1, table.headings, []), frame_of(table, given_records))

    for record, row in zip(given_records, rows, strict=True):
        for column, cell in zip(table.columns, row, strict=True):
            if column.kind in TEXT_KINDS - {"score"}:
                assert (record.get(column.name) or None) == cell


@every_table
@settings(deadline=None, max_examples=10)
@given(data=st.data())
def test_a_table_is_updated_in_place_and_nothing_of_peoples_is_touched(table: Table, data: st.DataObject) -> None:
    every = data.draw(records(table, 7))
    cut = data.draw(st.integers(0, len(every)))
    old, fresh = every[:cut], every[cut:]
    again = data.draw(st.lists(st.sampled_from(old), unique_by=lambda one: key(table, one))) if old else []
    other = data.draw(records(table, len(again), len(again)))
    changed = [new | {name: one[name] for name in table.key} for one, new in zip(again, other, strict=True)]
    new = data.draw(st.permutations([*changed, *fresh]))
    headings = shuffled(table, data.draw(st.integers(0, 99)))
    cells = {column.heading: column for column in table.columns}
    before = [
        [written(cells[heading], one) if heading in cells else f"моё {at}" for heading in headings]
        for at, one in enumerate(old)
    ]

    after = by_heading(headings, merge(table, Grid(table.sheet, 6, 1, headings, before), frame_of(table, new)))

    assert expected_rows(table, old, new) == after


def expected_rows(table: Table, old: list[Record], new: list[Record]) -> list[dict[str, Any]]:
    """The rules of writing into a table that people type into, told again, row by row."""
    news = {key(table, record): record for record in new}
    rows: list[tuple[tuple[str, ...], dict[str, Any]]] = []
    for number, record in enumerate(old):
        row = {column.heading: written(column, record) for column in table.columns} | {OWN: f"моё {number}"}
        update = news.get(key(table, record))
        if update is not None:
            row |= {
                column.heading: written(column, update)
                for column in table.columns
                if column.filling in {"issued", "computed"}
                or (column.filling == "shared" and written(column, update) is not None)
                or (column.offered and written(column, record) is None)
            }
        elif table.rows == "replaced":
            continue
        elif table.rows == "generated":
            if all(row[column.heading] is None for column in table.columns if column.filling == "people"):
                continue
            if table.cancel and row[table[table.cancel[0]].heading] is None:
                if not (table.finished and row[table[table.finished].heading] is not None):
                    row[table[table.cancel[0]].heading] = table.cancel[1]
                if table.withdrawn:
                    row[table[table.withdrawn[0]].heading] = table.withdrawn[1]
        rows.append((key(table, record), row))
    had = {key(table, record) for record in old}
    rows += [
        (key(table, record), {column.heading: written(column, record) for column in table.columns} | {OWN: None})
        for record in new
        if key(table, record) not in had
    ]
    if table.rows == "replaced":
        at = {key(table, record): number for number, record in enumerate(new)}
        rows.sort(key=lambda row: at[row[0]])

    return [row for _, row in rows]


@every_table
@settings(deadline=None, max_examples=10)
@given(data=st.data())
def test_a_sorted_table_stays_sorted_and_keeps_every_row(table: Table, data: st.DataObject) -> None:
    given_records = data.draw(records(table, 6))
    frame = frame_of(table, given_records)
    rows = merge(table, Grid(table.sheet, 6, 1, table.headings, []), frame)
    random.Random(data.draw(st.integers(0, 99))).shuffle(rows)

    after = merge(table, Grid(table.sheet, 6, 1, table.headings, rows), frame)

    assert (sorted(rows, key=str) if table.rows == "replaced" else rows) == (
        sorted(after, key=str) if table.rows == "replaced" else after
    )


PUPILS = TABLES["pupils"]


def pupils(*rows: list[Any]) -> Grid:
    return Grid("Ученики", 6, 1, PUPILS.headings, [[*row, None, None, None] for row in rows])


def test_rows_without_key_get_it_where_they_stand() -> None:
    grid = pupils([None, "Озерцов", "4А"], ["P00001", "Котова", "4А"], [None, None, None], [None, "Озерцов", "5А"])
    frame, _ = parse(PUPILS, grid)
    frame["pupil_id"] = ["P00002", "P00001", "P00003"]

    rows = merge(PUPILS, grid, frame)

    assert [["P00002", "Озерцов"], ["P00001", "Котова"], [None, None], ["P00003", "Озерцов"]] == [
        row[:2] for row in rows
    ]


def test_a_copied_row_is_not_copied_again_by_every_click() -> None:
    grid = pupils(["P00001", "Озерцов", "4А"], ["P00001", "Озерцов", "4А"], [None, "Котова", "4А"])
    frame, _ = parse(PUPILS, grid)
    frame["pupil_id"] = ["P00001", "P00001", "P00002"]

    rows = merge(PUPILS, grid, frame)

    assert ["P00001", "P00001", "P00002"] == [row[0] for row in rows]


def test_a_copied_row_gets_the_values_computed_for_itself() -> None:
    table = TABLES["procedures"]
    names = table.names
    grid = Grid(
        "Процедуры",
        6,
        1,
        table.headings,
        [["ВПР-1" if name == "procedure_id" else None for name in names] for _ in range(2)],
    )
    frame, _ = parse(table, grid)

    rows = merge(table, grid, frame.assign(works=[5.0, 7.0]))

    assert [5, 7] == [row[names.index("works")] for row in rows]


def test_a_measure_that_left_the_plan_is_cancelled_where_somebody_has_worked_on_it() -> None:
    table = TABLES["occurrences"]
    keyed = {"procedure_id": "", "ordinal": 1}
    before = frame_of(
        table,
        [
            {"measure_id": "M001", "proof": "Протокол"} | keyed,
            {"measure_id": "M002", "responsible": "Директор"} | keyed,
        ],
    )
    rows = merge(table, Grid("Сроки", 6, 1, table.headings, []), before)

    after = merge(table, Grid("Сроки", 6, 1, table.headings, rows), frame_of(table, []))

    assert [("M001", "отменено")] == [(row[0], row[table.names.index("decision")]) for row in after]


def test_a_decision_that_people_took_is_not_overwritten_by_cancelling() -> None:
    table = TABLES["occurrences"]
    before = frame_of(table, [{"measure_id": "M001", "procedure_id": "", "ordinal": 1, "decision": "не требуется"}])
    rows = merge(table, Grid("Сроки", 6, 1, table.headings, []), before)

    after = merge(table, Grid("Сроки", 6, 1, table.headings, rows), frame_of(table, []))

    assert ["не требуется"] == [row[table.names.index("decision")] for row in after]


def test_a_table_without_the_column_for_decisions_still_keeps_the_entries() -> None:
    table = TABLES["occurrences"]
    headings = [heading for heading in table.headings if heading != "Решение"]
    row = [{"Код меры": "M001", "Подтверждение": "Протокол"}.get(heading) for heading in headings]

    assert [row] == merge(table, Grid("Сроки", 6, 1, headings, [list(row)]), frame_of(table, []))


def test_only_columns_of_the_frame_are_written() -> None:
    table = TABLES["results"]
    grid = Grid("Результаты", 6, 1, table.headings, [["ВПР-1", "1000002", None, None, "4А", *[None] * 6, 4, 1]])
    frame = parse(table, grid)[0][["procedure_id", "code", "pupil_id", "class"]].assign(**{"class": "5А"})

    (row,) = merge(table, grid, frame)

    assert ["5А", 4, 1] == [row[4], row[11], row[12]]


def test_formulas_are_left_to_the_book() -> None:
    table = TABLES["occurrences"]
    old = [Formula("=…", "предстоит") if column.filling == "formula" else None for column in table.columns]
    old[0] = "M001"
    frame = frame_of(table, [{"measure_id": "M001", "procedure_id": "", "status": "выполнено", "days_left": 3}])

    (row,) = merge(table, Grid("Сроки", 6, 1, table.headings, [old]), frame)

    assert Formula("=…", "предстоит") == row[table.names.index("status")]


def test_keys_typed_as_numbers_or_with_blanks_are_the_same_keys() -> None:
    table = TABLES["scores"]
    before: list[list[Any]] = [["ВПР-1 ", 1000002.0, "S001\xa0", 1, 2, None]]
    frame = frame_of(
        table, [{"procedure_id": "ВПР-1", "code": "1000002", "staff_id": "S001", "task": "1", "score": "X"}]
    )

    rows = merge(table, Grid("Баллы", 6, 1, table.headings, before), frame)

    assert ["X"] == [row[4] for row in rows]


def test_the_frame_that_was_read_writes_back_the_same_sheet() -> None:
    grid = pupils(["P00001", "=Озерцов", "4А"], ["P00002", "-Котова", "4А"])
    frame, _ = parse(PUPILS, grid)

    assert grid.rows == merge(PUPILS, grid, frame)
    assert records_of(frame) == records_of(parse(PUPILS, grid)[0])


def test_what_people_typed_into_a_shared_cell_and_nobody_could_read_stays() -> None:
    table = TABLES["procedures"]
    row = [None] * len(table.columns)
    for name, value in (("kind", "ВПР"), ("subject", "Математика"), ("class", "4А"), ("date", "4/20/2026")):
        row[table.names.index(name)] = value
    grid = Grid("Процедуры", 6, 1, table.headings, [row])
    frame, _ = parse(table, grid)
    frame["procedure_id"] = ["ВПР-МА-4А"]

    (after,) = merge(table, grid, frame)

    assert ("ВПР-МА-4А", "4/20/2026") == (after[0], after[table.names.index("date")])
