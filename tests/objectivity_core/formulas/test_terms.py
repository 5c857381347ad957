"""The status of a term means what the formula on the sheet means."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pandas as pd
import pytest

from objectivity_core.formulas.terms import days_left, overdue_days, queue, status
from objectivity_core.formulas.values import FORMULAS, Values
from objectivity_core.plan.calendar_sheet import calendar
from objectivity_core.school_year.year import SchoolYear
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.grid import Formula, Grid
from objectivity_core.tables.parse import frame_of

TABLE = TABLES["occurrences"]
TODAY = dt.date(2025, 4, 20)
DAYS = (None, -30, -8, -1, 0, 1, 6, 7, 8, 30)
RECORD, SUMMARY = "весь год", "итог года"


def day(offset: int | None) -> dt.date | None:
    return None if offset is None else TODAY + dt.timedelta(offset)


def oracle(record: dict[str, Any], due_soon: int) -> str:  # noqa: PLR0911 - one answer per line
    """The worksheet formula told as a teacher would tell it."""
    start, done, kind = (
        record["start"],
        record["done"],
        record["kind"] if record["start"] or record["kind"] != RECORD else "даты",
    )
    due = record["moved_due"] or record["due"]
    if record["decision"]:
        return str(record["decision"])
    if done is not None:
        if not record["proof"]:
            return "выполнено, нет подтверждения"
        return "выполнено с опозданием" if kind != RECORD and due is not None and done > due else "выполнено"
    if kind == "не понят":
        return "требует уточнения"
    if due is not None and TODAY > due:
        return "просрочено" if kind != RECORD else f"нет записей с {start:%d.%m.%Y}"
    if kind == SUMMARY and due is not None and start is not None and start <= TODAY:
        return "пора подвести итог"
    if due is not None and (due - TODAY).days <= due_soon:
        return "срок близко"
    if start is not None and start <= TODAY:
        return "выполняется"

    return "нет даты" if start is None and due is None else "предстоит"


def matrix() -> list[dict[str, Any]]:
    return [
        {"measure_id": "M001", "start": day(start), "due": day(due), "moved_due": day(moved), "done": day(done)}
        | {"proof": proof, "decision": decision, "kind": kind}
        for start, due, moved, done, proof, decision, kind in itertools.product(
            DAYS,
            DAYS,
            (None, -2, 20),
            (None, -30, -8, 7),
            ("", "Протокол"),
            ("", *states.DECISIONS),
            ("даты", "не понят", RECORD, SUMMARY),
        )
    ]


@pytest.mark.parametrize("due_soon", [0, 7])
def test_status_equals_the_meaning_of_the_formula_over_a_matrix_of_dates(due_soon: int) -> None:
    records = matrix()

    actual = status(frame_of(TABLE, records), TODAY, due_soon)

    assert [oracle(record, due_soon) for record in records] == actual.to_list()


def waits(record: dict[str, Any]) -> dt.date | None:
    """The due day of what is still to be done; a period that ended without record waits no more."""
    due = record["moved_due"] or record["due"]
    if (
        record["decision"]
        or record["done"]
        or due is None
        or (record["kind"] == RECORD and record["start"] and due < TODAY)
    ):
        return None

    return due


def test_days_left_count_to_the_due_day_of_what_is_still_to_do_and_not_yet_late() -> None:
    records = matrix()
    expected = [(due - TODAY).days if (due := waits(record)) and due >= TODAY else None for record in records]

    actual = days_left(frame_of(TABLE, records), TODAY)

    assert expected == [None if pd.isna(left) else int(left) for left in actual]


def test_what_is_overdue_is_counted_in_working_days_of_the_school() -> None:
    records = matrix()
    year = SchoolYear(2024)
    expected = [
        sum(year.is_working(due + dt.timedelta(days=i)) for i in range(1, (TODAY - due).days + 1))
        if (due := waits(record)) and due < TODAY
        else None
        for record in records
    ]

    actual = overdue_days(frame_of(TABLE, records), TODAY, calendar(year))

    assert expected == [None if pd.isna(days) else int(days) for days in actual]


def test_a_working_saturday_counts_as_a_day_overdue() -> None:
    frame = frame_of(TABLE, [{"measure_id": "M001", "kind": "даты", "due": dt.date(2024, 11, 1)}])

    assert [1.0] == overdue_days(frame, dt.date(2024, 11, 2), calendar(SchoolYear(2024))).to_list()
    assert [1.0] == overdue_days(frame, dt.date(2024, 11, 4), calendar(SchoolYear(2024))).to_list()


def test_the_queue_sorts_what_waits_by_its_day_and_then_by_its_row() -> None:
    frame = frame_of(TABLE, matrix())
    order = queue(frame, TODAY).dropna().sort_values().index.to_list()
    expected = sorted((due, at) for at, record in enumerate(matrix()) if (due := waits(record)))

    assert [at for _, at in expected] == order


def test_every_status_is_one_of_the_closed_set() -> None:
    found = {
        word if not word.startswith(states.NO_RECORDS) else states.NO_RECORDS
        for word in status(frame_of(TABLE, matrix()), TODAY, 7)
    }

    assert set(states.STATUSES) == found


def test_no_occurrences_have_no_status() -> None:
    frame = frame_of(TABLE, [])

    assert status(frame, TODAY, 7).empty
    assert days_left(frame, TODAY).empty


def values_of(*grids: Grid) -> Values:
    by_sheet = {grid.sheet: grid for grid in grids}

    return Values(lambda name: by_sheet.get(TABLES[name].sheet), TODAY, 7)


def row(**cells: Any) -> list[Any]:
    return [cells.get(name) for name in TABLE.names]


def test_a_row_without_measure_has_no_status_as_in_the_formula() -> None:
    grid = Grid("Сроки", 6, 1, TABLE.headings, [row(proof="Протокол"), row(measure_id="M001")])

    assert ["", "нет даты"] == values_of(grid).frame("occurrences")["status"].to_list()


@pytest.mark.parametrize("name", [name for name in TABLES if name not in FORMULAS])
def test_other_tables_have_no_formulas(name: str) -> None:
    table = TABLES[name]
    grid = Grid(table.sheet, 6, 1, table.headings, [["x"] * len(table.columns)])

    Values({name: grid}.get, TODAY, 7).fill(name)

    assert [] == [column.heading for column in table.columns if column.filling == "formula"]
    assert [["x"] * len(table.columns)] == grid.rows


def test_formulas_are_put_into_every_row_with_the_value_that_excel_will_compute() -> None:
    rows = [row(measure_id="M001", due=day(3)), row(), row(measure_id="M002", due=day(-2), done=TODAY, proof="Акт")]
    grid = Grid("Сроки", 6, 1, TABLE.headings, rows)

    values_of(grid).fill("occurrences")
    at_status, at_left, at_until = (TABLE.names.index(name) for name in ("status", "days_left", "until"))

    assert ["срок близко", None, "выполнено с опозданием"] == [cells[at_status].value for cells in grid.rows]
    assert [3, None, None] == [cells[at_left].value for cells in grid.rows]
    assert [day(3), None, day(-2)] == [cells[at_until].value for cells in grid.rows]
    assert {TABLE.formula(TABLE["status"])} == {cells[at_status].text for cells in grid.rows}


def test_a_sheet_that_lost_a_formula_column_keeps_the_others() -> None:
    grid = Grid("Сроки", 6, 1, ["Код меры", "Статус"], [["M001", None]])

    values_of(grid).fill("occurrences")

    assert [["M001", Formula(TABLE.formula(TABLE["status"]), "нет даты")]] == grid.rows


def test_an_empty_sheet_gets_no_formulas() -> None:
    grid = Grid("Сроки", 6, 1, TABLE.headings, [])

    values_of(grid).fill("occurrences")

    assert [] == grid.rows
