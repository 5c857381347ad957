"""The status of an occurrence means what the formula on the sheet means."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pandas as pd
import pytest

from objectivity_core.status import days_left, fill_formulas, formula_values, status
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.grid import Formula, Grid
from objectivity_core.tables.parse import frame_of

TABLE = TABLES["occurrences"]
TODAY = dt.date(2025, 4, 20)
DAYS = (None, -30, -8, -1, 0, 1, 6, 7, 8, 30)


def day(offset: int | None) -> dt.date | None:
    return None if offset is None else TODAY + dt.timedelta(offset)


def oracle(record: dict[str, Any], due_soon: int) -> str:  # noqa: PLR0911 - one answer per line
    """The worksheet formula told as a teacher would tell it."""
    start, due, done = record["start"], record["due"], record["done"]
    if record["decision"]:
        return str(record["decision"])
    if done is not None:
        if not record["proof"]:
            return "выполнено, нет подтверждения"
        return "выполнено с опозданием" if due is not None and done > due else "выполнено"
    if record["kind"] == "не понят":
        return "требует уточнения"
    if due is not None and TODAY > due:
        return "просрочено"
    if due is not None and (due - TODAY).days <= due_soon:
        return "срок близко"
    if start is not None and start <= TODAY:
        return "выполняется"

    return "нет даты" if start is None and due is None else "предстоит"


def matrix() -> list[dict[str, Any]]:
    return [
        {"measure_id": "M001", "start": day(start), "due": day(due), "done": day(done), "proof": proof, "decision": decision, "kind": kind}
        for start, due, done, proof, decision, kind in itertools.product(
            DAYS, DAYS, (None, -30, -8, 0, 7), ("", "Протокол"), ("", *states.DECISIONS), ("даты", "не понят")
        )
    ]


@pytest.mark.parametrize("due_soon", [0, 7])
def test_status_equals_the_meaning_of_the_formula_over_a_matrix_of_dates(due_soon: int) -> None:
    records = matrix()

    actual = status(frame_of(TABLE, records), TODAY, due_soon)

    assert [oracle(record, due_soon) for record in records] == actual.to_list()


def test_days_left_count_to_the_due_day_of_what_is_still_to_do() -> None:
    records = matrix()
    expected = [
        None if record["decision"] or record["done"] or record["due"] is None else (record["due"] - TODAY).days for record in records
    ]

    actual = days_left(frame_of(TABLE, records), TODAY)

    assert expected == [None if pd.isna(left) else int(left) for left in actual]


def test_every_status_is_one_of_the_closed_set() -> None:
    assert set(status(frame_of(TABLE, matrix()), TODAY, 7)) == set(states.STATUSES)


def test_no_occurrences_have_no_status() -> None:
    frame = frame_of(TABLE, [])

    assert status(frame, TODAY, 7).empty
    assert days_left(frame, TODAY).empty


def test_a_row_without_measure_has_no_status_as_in_the_formula() -> None:
    values = formula_values(TABLE, frame_of(TABLE, [{"measure_id": "", "proof": "Протокол"}, {"measure_id": "M001"}]), TODAY, 7)

    assert ["", "нет даты"] == values["status"].to_list()


@pytest.mark.parametrize("name", [name for name in TABLES if name != "occurrences"])
def test_other_tables_have_no_formulas(name: str) -> None:
    table = TABLES[name]
    grid = Grid(table.sheet, 6, 1, table.headings, [["x"] * len(table.columns)])

    fill_formulas(table, grid, TODAY, 7)

    assert {} == formula_values(table, frame_of(table, []), TODAY, 7)
    assert [["x"] * len(table.columns)] == grid.rows


def row(**cells: Any) -> list[Any]:
    return [cells.get(name) for name in TABLE.names]


def test_formulas_are_put_into_every_row_with_the_value_that_excel_will_compute() -> None:
    grid = Grid(
        "Сроки",
        6,
        1,
        TABLE.headings,
        [row(measure_id="M001", due=day(3)), row(), row(measure_id="M002", due=day(-2), done=TODAY, proof="Акт")],
    )

    fill_formulas(TABLE, grid, TODAY, 7)
    at_status, at_left = TABLE.names.index("status"), TABLE.names.index("days_left")

    assert ["срок близко", None, "выполнено с опозданием"] == [cells[at_status].value for cells in grid.rows]
    assert [3, None, None] == [cells[at_left].value for cells in grid.rows]
    assert {TABLE.formula(TABLE["status"])} == {cells[at_status].text for cells in grid.rows}


def test_a_sheet_that_lost_a_formula_column_keeps_the_others() -> None:
    headings = ["Код меры", "Статус"]
    grid = Grid("Сроки", 6, 1, headings, [["M001", None]])

    fill_formulas(TABLE, grid, TODAY, 7)

    assert [["M001", Formula(TABLE.formula(TABLE["status"]), "нет даты")]] == grid.rows


def test_an_empty_sheet_gets_no_formulas() -> None:
    grid = Grid("Сроки", 6, 1, TABLE.headings, [])

    fill_formulas(TABLE, grid, TODAY, 7)

    assert [] == grid.rows
