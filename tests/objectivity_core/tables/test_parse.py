"""From cells to a frame: every record keeps its values, every bad cell gets one finding with its address."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Formula, Grid, split_at_gap
from objectivity_core.tables.parse import ROW, frame_of, key_of, parse, records_of

CLASSES, PUPILS, TASKS, OCCURRENCES = (TABLES[name] for name in ("classes", "pupils", "tasks", "occurrences"))


def classes(*rows: list[Any], headings: list[str] | None = None) -> Grid:
    return Grid("Списки", 6, 1, headings or CLASSES.headings, [list(row) for row in rows])


def test_blank_rows_between_records_shift_nothing() -> None:
    frame, findings = parse(CLASSES, classes([None, None], ["4А", 4], ["", "\xa0"], ["5А", 5]))

    assert [{"class": "4А", "grade": 4.0}, {"class": "5А", "grade": 5.0}] == records_of(frame)
    assert [1, 3] == frame.index.to_list()
    assert ROW == frame.index.name
    assert [] == findings


def test_rows_pasted_under_a_table_are_read_like_all_others() -> None:
    frame, findings = parse(CLASSES, classes(["4А", 4], [None, None], ["5А", "5"], ["6А ", 6.0]))

    assert ["4А", "5А", "6А"] == frame["class"].to_list()
    assert [4.0, 5.0, 6.0] == frame["grade"].to_list()
    assert [] == findings


def test_records_behind_a_gap_are_one_warning_with_their_address() -> None:
    grid = Grid("Списки", 6, 1, CLASSES.headings, [["4А", 4]], below=2)
    frame, (finding,) = parse(CLASSES, grid)

    assert ["4А"] == frame["class"].to_list()
    assert ("behind-a-gap", "warning", "classes", "Списки!A9") == (
        finding.code,
        finding.severity,
        finding.table,
        finding.where,
    )
    assert "Под таблицей «Классы»" in finding.message
    assert finding.remedy


@pytest.mark.parametrize(
    ("cells", "least", "expected", "below"),
    [
        ([["а"], ["б"]], 2, 2, -1),
        ([["а"], ["б"], ["в"]], 1, 3, -1),  # pasted right under the table
        ([["а"], [None], ["в"]], 3, 3, -1),  # a blank row inside the table
        ([["а"], [None], ["в"], [None]], 1, 1, 2),
        ([["а"], ["б"], [" "], ["\xa0"], ["в"]], 1, 2, 4),
        ([["а"], [None], [" "]], 1, 1, -1),
        ([["а"]], 3, 1, -1),
        ([], 0, 0, -1),
    ],
)
def test_rows_of_a_table_end_at_the_first_blank_one_under_it(
    cells: list[list[Any]], least: int, expected: int, below: int
) -> None:
    assert (cells[:expected], below) == split_at_gap(cells, least)


def test_columns_are_found_by_heading_in_any_order_and_unknown_ones_are_passed_over() -> None:
    frame, findings = parse(CLASSES, classes([4, "моё", "4А"], headings=["Параллель", "Своё", "Класс"]))

    assert [{"class": "4А", "grade": 4.0}] == records_of(frame)
    assert [] == findings


def test_of_two_equal_headings_the_first_counts() -> None:
    frame, _ = parse(CLASSES, classes(["4А", 4, "5А"], headings=["Класс", "Параллель", "Класс"]))

    assert ["4А"] == frame["class"].to_list()


def test_a_missing_column_is_one_finding_and_its_values_are_empty() -> None:
    frame, findings = parse(CLASSES, classes(["4А"], ["5А"], headings=["Класс"]))

    assert [("missing-column", "Параллель", "Списки")] == [(one.code, one.column, one.where) for one in findings]
    assert frame["grade"].isna().all()


def test_every_bad_cell_is_one_finding_with_its_address_key_and_value() -> None:
    frame, findings = parse(CLASSES, classes(["4А", "четыре"], [None, 5], ["6А", 99]))

    assert [
        ("required", "Списки!A8", "", "", "Класс"),
        ("bad-number", "Списки!B7", "4А", "четыре", "Параллель"),
        ("out-of-bounds", "Списки!B9", "6А", "99", "Параллель"),
    ] == [(one.code, one.where, one.key, one.value, one.column) for one in findings]
    assert ["4А", "", "6А"] == frame["class"].to_list()
    assert ["Не заполнен столбец «Класс»."] == [one.message for one in findings if one.code == "required"]


def test_a_list_of_separators_alone_does_not_fill_a_required_cell() -> None:
    table = TABLES["measures"]
    row = [None if one.name != "responsible" else " ; " for one in table.columns]

    _, findings = parse(table, Grid("План", 6, 1, table.headings, [row]))

    assert "Ответственный" in [one.column for one in findings if one.code == "required"]


def test_text_cells_that_begin_like_formulas_stay_text() -> None:
    names = ["=1+1", "+7 900", "-минус", "@имя"]
    rows = [[None, name, "4А", None, None, name] for name in names]

    frame, findings = parse(PUPILS, Grid("Ученики", 6, 1, PUPILS.headings, rows))

    assert names == frame["name"].to_list()
    assert names == frame["note"].to_list()
    assert [] == findings


def test_a_row_of_formulas_alone_is_no_record() -> None:
    row = [Formula("=1", "предстоит") if one.filling == "formula" else None for one in OCCURRENCES.columns]

    frame, findings = parse(OCCURRENCES, Grid("Сроки", 6, 1, OCCURRENCES.headings, [row]))

    assert frame.empty
    assert [] == findings


def test_computed_columns_are_never_input() -> None:
    row = ["мусор" if one.filling in {"computed", "formula"} else None for one in OCCURRENCES.columns]
    row[0] = "M001"

    frame, findings = parse(OCCURRENCES, Grid("Сроки", 6, 1, OCCURRENCES.headings, [row]))

    assert not {"status", "measure", "people", "days_left", "kind"} & set(frame.columns)
    assert [] == findings


def test_everything_reads_computed_columns_and_the_values_of_formulas() -> None:
    cells: dict[str, Any] = {
        "Код меры": "M001",
        "Статус": Formula("=…", "предстоит"),
        "Срок": dt.date(2025, 4, 15),
        "Осталось дней": Formula("=…", 3),
    }
    row = [cells.get(heading) for heading in OCCURRENCES.headings]

    frame, _ = parse(OCCURRENCES, Grid("Сроки", 6, 1, OCCURRENCES.headings, [row]), everything=True)

    assert ("предстоит", pd.Timestamp("2025-04-15"), 3.0) == tuple(frame.loc[0, ["status", "due", "days_left"]])


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_is_read_as_no_records_with_the_right_types(name: str) -> None:
    table = TABLES[name]
    frame, findings = parse(table, Grid(table.sheet, 6, table.left, table.headings, [[None] * len(table.columns)]))

    assert frame.empty
    assert [column.name for column in table.columns if column.read] == list(frame.columns)
    assert [] == findings
    for column in table.columns:
        if column.read:
            dtypes = {
                "date": "datetime64[s]",
                "integer": "float64",
                "number": "float64",
                "mark": "float64",
                "share": "float64",
            }
            assert dtypes.get(column.kind, "object") == str(frame[column.name].dtype)


def test_addresses_count_from_where_the_table_begins() -> None:
    assert "Списки!J8" == Grid("Списки", 6, 9, ["а", "б"], []).address(1, 1)


def test_a_key_is_one_text_whatever_the_kinds_of_its_parts() -> None:
    frame = frame_of(TASKS, [{"kind": "ВПР", "subject": "Математика", "grade": 4, "task": "1К1"}, {"kind": "ВПР"}])

    assert ["ВПР | Математика | 4 | 1К1", "ВПР |  |  | "] == key_of(TASKS, frame).to_list()


def test_records_of_a_frame_lack_nothing_that_was_left_out() -> None:
    frame = frame_of(CLASSES, [{"class": "4А"}])

    assert ["class", "grade"] == list(frame.columns)
    assert frame["grade"].isna().all()
