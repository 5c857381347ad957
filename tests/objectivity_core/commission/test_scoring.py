"""A scoring workbook comes back: what it says is read cell by cell, what is wrong is named with its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.commission.scoring_sheet import (
    HEADING_ROW,
    SERVICE,
    SHEET,
    Returned,
    Scores,
    ScoringSheet,
    read_scores,
    recognise,
)
from objectivity_core.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    Fill = Callable[[ScoringSheet, Callable[[str, str], Any]], dict[str, list[list[Any]]]]

CODES = ("1000002", "1000015", "1000028")
TASKS = (("1", 2), ("2К1", 3))
MAXIMA = dict(TASKS)
PAPER = ScoringSheet("ВПР-1", "ВПР, Русский язык, 4А", "S001", "Первая", third=False, codes=CODES, tasks=TASKS)
FIRST = HEADING_ROW
"""0-based row of the first work."""


@pytest.fixture
def cells(fill: Fill) -> dict[str, list[list[Any]]]:
    return fill(PAPER, lambda _code, _task: 1)


def read(cells: dict[str, list[list[Any]]], maxima: dict[str, int] | None = None) -> Scores:
    returned = recognise("эксперт.xlsx", cells)
    assert isinstance(returned, Returned)

    return read_scores(returned, MAXIMA if maxima is None else maxima)


def codes(scores: Scores) -> list[str]:
    return [finding.code for finding in scores.findings]


def test_a_filled_workbook_is_recognised_and_read_whole(cells: dict[str, list[list[Any]]]) -> None:
    returned = recognise("эксперт.xlsx", cells)

    assert isinstance(returned, Returned)
    assert ("ВПР-1", "S001", False, CODES) == (returned.procedure_id, returned.staff_id, returned.third, returned.codes)
    scores = read(cells)
    assert [] == scores.findings
    assert [(code, task, "1") for code in CODES for task in MAXIMA] == [
        (row["code"], row["task"], row["score"]) for row in scores.records
    ]
    assert {("ВПР-1", "S001", "эксперт.xlsx")} == {
        (row["procedure_id"], row["staff_id"], row["file"]) for row in scores.records
    }


def test_a_third_check_is_recognised_as_one(fill: Fill) -> None:
    paper = ScoringSheet("ВПР-1", "", "S001", "", third=True, codes=CODES, tasks=TASKS)
    returned = recognise("x.xlsx", fill(paper, lambda _code, _task: None))

    assert isinstance(returned, Returned)
    assert returned.third


@pytest.mark.parametrize("lost", [SHEET, SERVICE])
def test_a_file_that_is_no_scoring_workbook_is_a_finding(cells: dict[str, list[list[Any]]], lost: str) -> None:
    del cells[lost]
    finding = recognise("чужой.xlsx", cells)

    assert isinstance(finding, Finding)
    assert ("not-a-scoring-sheet", "чужой.xlsx") == (finding.code, finding.where)


@pytest.mark.parametrize("sheets", [{}, {SERVICE: [["Процедура"]], SHEET: [[]] * 9}, {SHEET: []}])
def test_empty_and_broken_files_raise_nothing(sheets: dict[str, list[list[Any]]]) -> None:
    assert isinstance(recognise("x.xlsx", sheets), Finding)


def test_a_code_that_a_program_turned_into_a_number_is_the_same_code(cells: dict[str, list[list[Any]]]) -> None:
    cells[SHEET][FIRST][0] = 1000002.0

    assert [] == read(cells).findings


def test_rows_in_another_order_are_the_same_scores(cells: dict[str, list[list[Any]]]) -> None:
    expected = read(cells)
    cells[SHEET][FIRST:] = reversed(cells[SHEET][FIRST:])

    assert sorted(map(str, expected.records)) == sorted(map(str, read(cells).records))


@pytest.mark.parametrize("cell", ["X", "x", "Х", "х"])
def test_not_attempted_is_read_in_both_alphabets(cells: dict[str, list[list[Any]]], cell: str) -> None:
    cells[SHEET][FIRST][1] = cell

    assert "X" == read(cells).records[0]["score"]


def test_a_score_over_its_maximum_is_named_with_its_cell_and_the_rest_is_read(
    cells: dict[str, list[list[Any]]],
) -> None:
    cells[SHEET][FIRST][2] = 4
    scores = read(cells)

    (finding,) = scores.findings
    assert ("over-maximum", "error", f"эксперт.xlsx: {SHEET}!C{FIRST + 1}", "4") == (
        finding.code,
        finding.severity,
        finding.where,
        finding.value,
    )
    assert "больше максимума 3" in finding.message
    assert 5 == len(scores.records)


@pytest.mark.parametrize("cell", ["два", -1, 1.5, "=1+1", "+1", "-", "@"])
def test_text_for_a_score_is_named_with_its_cell_and_the_rest_is_read(
    cells: dict[str, list[list[Any]]], cell: Any
) -> None:
    cells[SHEET][FIRST + 1][1] = cell
    scores = read(cells)

    (finding,) = scores.findings
    assert ("bad-score", f"эксперт.xlsx: {SHEET}!B{FIRST + 2}") == (finding.code, finding.where)
    assert 5 == len(scores.records)


def test_a_code_mistyped_is_told_by_its_check_digit_and_the_lost_work_is_named(
    cells: dict[str, list[list[Any]]],
) -> None:
    cells[SHEET][FIRST][0] = "1000003"
    scores = read(cells)

    assert ["bad-code", "lost-row"] == codes(scores)
    assert "контрольная цифра" in scores.findings[0].message
    assert "1000002" in scores.findings[1].message
    assert {"1000015", "1000028"} == {row["code"] for row in scores.records}


def test_a_right_code_of_another_expert_is_not_taken(cells: dict[str, list[list[Any]]]) -> None:
    paper = ScoringSheet("ВПР-1", "", "S001", "", third=False, codes=CODES[:2], tasks=TASKS)
    cells[SERVICE] = [list(pair) for pair in paper.service()]
    cells[SHEET][FIRST + 2][0] = "5724343"
    scores = read(cells)

    assert ["code-not-given"] == codes(scores)
    assert "не выдавался" in scores.findings[0].message
    assert CODES[:2] == tuple(dict.fromkeys(row["code"] for row in scores.records))


def test_a_row_deleted_is_an_error_that_names_the_work(cells: dict[str, list[list[Any]]]) -> None:
    del cells[SHEET][FIRST + 1]
    scores = read(cells)

    assert ["lost-row"] == codes(scores)
    assert "1000015" in scores.findings[0].message
    assert 4 == len(scores.records)


def test_all_rows_deleted_is_an_error_too(cells: dict[str, list[list[Any]]]) -> None:
    del cells[SHEET][FIRST:]
    scores = read(cells)

    assert ["lost-row"] == codes(scores)
    assert all(code in scores.findings[0].message for code in CODES)


def test_a_row_copied_is_an_error_and_counts_once(cells: dict[str, list[list[Any]]]) -> None:
    cells[SHEET].append([CODES[0], 2, 2, None, None])
    scores = read(cells)

    assert ["code-twice-in-sheet"] == codes(scores)
    assert "дважды" in scores.findings[0].message
    assert 6 == len(scores.records)


def test_scores_without_code_are_an_error_and_blank_rows_are_nothing(cells: dict[str, list[list[Any]]]) -> None:
    cells[SHEET] += [[None, None, None, None, None], [], [None, 1, None, None, None]]
    scores = read(cells)

    assert ["scores-without-code"] == codes(scores)
    assert "кода нет" in scores.findings[0].message


def test_empty_cells_are_one_warning_per_work(cells: dict[str, list[list[Any]]]) -> None:
    cells[SHEET][FIRST][1:3] = [None, " "]
    scores = read(cells)

    assert [("empty-score", "warning")] == [(one.code, one.severity) for one in scores.findings]
    assert f"Работа {CODES[0]}: нет баллов, задания: 1, 2К1." == scores.findings[0].message
    assert 4 == len(scores.records)


def test_the_row_of_a_work_that_was_not_handed_in_may_stay_empty(cells: dict[str, list[list[Any]]]) -> None:
    cells[SHEET][FIRST][1:3] = [None, None]
    cells[SHEET][FIRST + 1][1] = None
    returned = recognise("ф.xlsx", cells)
    assert isinstance(returned, Returned)
    scores = read_scores(returned, MAXIMA, frozenset({CODES[0]}))

    assert ["empty-score"] == codes(scores)
    assert f"Работа {CODES[1]}: нет баллов" in scores.findings[0].message


def test_a_row_cut_short_by_the_file_format_is_a_row_with_empty_cells(cells: dict[str, list[list[Any]]]) -> None:
    cells[SHEET][FIRST] = [CODES[0], 1]
    scores = read(cells)

    assert ["empty-score"] == codes(scores)
    assert 5 == len(scores.records)


def test_a_workbook_that_nobody_has_filled_yet_is_no_error(fill: Fill) -> None:
    scores = read(fill(PAPER, lambda _code, _task: None))

    assert [("not-filled", "info")] == [(one.code, one.severity) for one in scores.findings]
    assert [] == scores.records


def test_a_column_of_a_task_deleted_is_an_error_and_nothing_is_read(cells: dict[str, list[list[Any]]]) -> None:
    cells[SHEET][HEADING_ROW - 1][2] = "что-то своё"
    scores = read(cells)

    assert (["missing-task"], []) == (codes(scores), scores.records)
    assert "2К1" in scores.findings[0].message


def test_columns_that_an_expert_added_are_passed_over(cells: dict[str, list[list[Any]]]) -> None:
    cells[SHEET][HEADING_ROW - 1].append("99 (5б)")
    for row in cells[SHEET][HEADING_ROW:]:
        row.append(5)

    assert {"1", "2К1"} == {row["task"] for row in read(cells).records}


def test_addresses_are_those_of_the_sheet_after_columns_and_rows_were_inserted(
    cells: dict[str, list[list[Any]]],
) -> None:
    cells[SHEET] = [["Сдать до пятницы"], *([None, "заметка", *row] for row in cells[SHEET])]
    row = cells[SHEET][FIRST + 1]
    row.insert(4, "трудная")
    for other in (*cells[SHEET][1 : FIRST + 1], *cells[SHEET][FIRST + 2 :]):
        other.insert(4, None)
    row[3], cells[SHEET][FIRST + 2][2] = 7, "1000016"
    scores = read(cells)

    assert [("over-maximum", "эксперт.xlsx: Проверка!D8"), ("bad-code", "эксперт.xlsx: Проверка!C9")] == [
        (finding.code, finding.where) for finding in scores.findings[:2]
    ]
    assert {"1": 1, "2К1": 2} == {task: sum(record["task"] == task for record in scores.records) for task in MAXIMA}


@pytest.mark.parametrize("typed", ["412", 412.0, "0412", "О412"])
def test_zeros_that_a_program_took_from_a_code_are_put_back(fill: Fill, typed: Any) -> None:
    paper = ScoringSheet("ВПР-1", "", "S001", "", third=False, codes=("00412", "00413", "41200"), tasks=TASKS)
    sheets = fill(paper, lambda _code, _task: 1)
    sheets[SHEET][FIRST][0] = typed
    scores = read(sheets)

    assert [] == scores.findings
    assert set(paper.codes) == {record["code"] for record in scores.records}


def test_a_single_code_of_the_hidden_sheet_may_lose_its_zeros_too(fill: Fill) -> None:
    paper = ScoringSheet("ВПР-1", "", "S001", "", third=False, codes=("00412",), tasks=TASKS)
    sheets = fill(paper, lambda _code, _task: 1)
    sheets[SHEET][FIRST][0] = 412.0
    for row in sheets[SERVICE]:
        row[1] = 412.0 if row[0] == "Коды" else row[1]

    assert {"00412"} == {record["code"] for record in read(sheets).records}


def test_a_scoring_sheet_says_codes_and_no_names() -> None:
    assert ["Код работы", "1 (2б)", "2К1 (3б)", "Итого", "Осталось"] == PAPER.headings()
    assert ["1", "ВПР-1", "S001", "нет", " ".join(CODES), "1;2К1", "2;3"] == [value for _, value in PAPER.service()]
