"""Collecting: every score is checked, nothing counts by accident, marks come from this year's scale only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from objectivity_core.codes.draw import draw
from objectivity_core.codes.key import KeyPairs
from objectivity_core.commission.assigning import assign
from objectivity_core.commission.collecting import collect
from objectivity_core.commission.scoring_sheet import SHEET, Returned, ScoringSheet, recognise
from objectivity_core.findings import Finding
from objectivity_core.settings import Settings
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from objectivity_core.state import Outcome, State
    from tests.objectivity_core.conftest import MakeState, Records

    Score = Callable[[str, str], Any]

FULL = {"1": 2, "2К1": 3}


class Room:
    """The commission's room: codes are drawn, experts are assigned, sheets lie on the table."""

    def __init__(self, make_state: MakeState, fill: Callable[..., Any], **tables: Any) -> None:
        self.make_state, self.fill, self.tables = make_state, fill, dict(tables)
        self.tables.setdefault("works", records_of(draw(self.state(), KeyPairs()).tables["works"]))
        outcome = assign(self.state())
        self.tables["commission"] = records_of(outcome.tables["commission"])
        self.sheets: list[ScoringSheet] = outcome.product

    def state(self, **more: Any) -> State:
        return self.make_state(**(self.tables | more))

    def sheet(self, procedure_id: str, at: int = 0) -> ScoringSheet:
        return [sheet for sheet in self.sheets if sheet.procedure_id == procedure_id][at]

    def returned(self, sheet: ScoringSheet, score: Score, file: str = "эксперт.xlsx") -> Returned:
        found = recognise(file, self.fill(sheet, score))
        assert isinstance(found, Returned)

        return found

    def collect(self, *returned: Any, **more: Any) -> Outcome:
        outcome = collect(self.state(**more), list(returned))
        self.tables |= {name: records_of(outcome.tables[name]) for name in ("scores", "results")}

        return outcome


@pytest.fixture
def room(make_state: MakeState, fill: Callable[..., Any]) -> Room:
    return Room(make_state, fill)


def results(outcome: Outcome, procedure_id: str) -> Records:
    return [row for row in records_of(outcome.tables["results"]) if row["procedure_id"] == procedure_id]


def told(outcome: Outcome) -> list[Finding]:
    """The findings but that of another procedure's experts no sheet came."""
    return [finding for finding in outcome.findings if finding.code != "sheets-owed"]


def codes(outcome: Outcome) -> list[str]:
    return [finding.code for finding in told(outcome)]


def full(_code: str, task: str) -> int:
    return FULL[task]


def test_a_filled_sheet_becomes_scores_primary_scores_and_marks(room: Room, vpr: str) -> None:
    outcome = room.collect(room.returned(room.sheet(vpr), full))

    assert [] == codes(outcome)
    assert 14 == len(outcome.tables["scores"])
    rows = results(outcome, vpr)
    assert [("проверена", 5.0, 5.0, 5.0, "", "4А", "Русский язык")] * 7 == [
        (row["state"], row["primary"], row["max"], row["mark"], row["pupil_id"], row["class"], row["subject"])
        for row in rows
    ]
    assert sorted(row["code"] for row in rows) == [row["code"] for row in rows]
    assert ["проверена", "проверяется", "назначена"] == outcome.tables["procedures"]["state"].to_list()


def test_not_attempted_counts_nothing_and_is_kept_apart_from_zero(room: Room, vpr: str) -> None:
    outcome = room.collect(room.returned(room.sheet(vpr), lambda _code, task: "X" if task == "1" else 3))

    assert {"X", "3"} == set(outcome.tables["scores"]["score"])
    assert {(3.0, 4.0)} == {(row["primary"], row["mark"]) for row in results(outcome, vpr)}


def test_collecting_again_changes_nothing(room: Room, vpr: str) -> None:
    sheet = room.returned(room.sheet(vpr), full)
    first = room.collect(sheet)
    again = room.collect(sheet)

    for name in ("scores", "results"):
        pd.testing.assert_frame_equal(first.tables[name], again.tables[name])


def test_a_corrected_score_replaces_the_old_one(room: Room, vpr: str) -> None:
    room.collect(room.returned(room.sheet(vpr), full))
    outcome = room.collect(room.returned(room.sheet(vpr), lambda _code, _task: 1))

    assert 14 == len(outcome.tables["scores"])
    assert {(2.0, 3.0)} == {(row["primary"], row["mark"]) for row in results(outcome, vpr)}


def test_a_withdrawn_score_does_not_stay(room: Room, vpr: str) -> None:
    sheet = room.sheet(vpr)
    room.collect(room.returned(sheet, full))
    outcome = room.collect(
        room.returned(sheet, lambda code, task: None if (code, task) == (sheet.codes[0], "1") else full(code, task))
    )

    assert ["empty-score"] == codes(outcome)
    assert 13 == len(outcome.tables["scores"])
    assert {sheet.codes[0]: "не все баллы"}.items() <= {
        row["code"]: row["state"] for row in results(outcome, vpr)
    }.items()
    assert 6 == [row["state"] for row in results(outcome, vpr)].count("проверена")


@pytest.mark.parametrize("came", ["nothing", "an empty sheet", "an unusable sheet", "another procedure's sheet"])
def test_scores_stay_where_their_works_were_not_read_again(room: Room, vpr: str, vosh: str, came: str) -> None:
    first = room.collect(room.returned(room.sheet(vpr), full))
    sheets = {
        "nothing": [],
        "an empty sheet": [room.returned(room.sheet(vpr), lambda _code, _task: None)],
        "an unusable sheet": [Finding("unreadable-file", "error", "…")],
        "another procedure's sheet": [room.returned(room.sheet(vosh), lambda _code, _task: 1)],
    }
    outcome = room.collect(*sheets[came])
    scores = outcome.tables["scores"]

    pd.testing.assert_frame_equal(first.tables["scores"], scores[scores["procedure_id"] == vpr].reset_index(drop=True))
    assert {"проверена"} == {row["state"] for row in results(outcome, vpr)}


def test_rows_of_works_that_were_not_handed_in_may_stay_empty(room: Room, vpr: str) -> None:
    sheet = room.sheet(vpr)
    works = [row | {"handed_in": "не сдана" if row["code"] == sheet.codes[0] else ""} for row in room.tables["works"]]
    outcome = room.collect(
        room.returned(sheet, lambda code, task: None if code == sheet.codes[0] else full(code, task)), works=works
    )

    assert [] == codes(outcome)
    assert ["не писал"] + ["проверена"] * 6 == sorted(row["state"] for row in results(outcome, vpr))


def test_a_work_with_an_empty_cell_has_no_primary_score_yet(room: Room, vpr: str) -> None:
    sheet = room.sheet(vpr)
    outcome = room.collect(
        room.returned(sheet, lambda code, task: None if (code, task) == (sheet.codes[0], "1") else 1)
    )

    assert ["empty-score"] == codes(outcome)
    assert ["не все баллы"] + ["проверена"] * 6 == [row["state"] for row in results(outcome, vpr)]
    assert "работ проверено: 6" in outcome.message


def test_an_empty_cell_in_the_scores_of_the_book_is_not_zero_points(room: Room, vpr: str) -> None:
    room.collect(room.returned(room.sheet(vpr), full))
    scores = [row | {"score": ""} if row["task"] == "1" else row for row in room.tables["scores"]]

    assert {"не все баллы"} == {row["state"] for row in results(room.collect(scores=scores), vpr)}


def test_scores_of_tasks_that_a_work_no_longer_has_do_not_count(room: Room, vpr: str) -> None:
    room.collect(room.returned(room.sheet(vpr), full))
    tasks = [row | ({"task": "3"} if row["task"] == "2К1" else {}) for row in records_of(room.state()["tasks"])]

    assert {"не все баллы"} == {row["state"] for row in results(room.collect(tasks=tasks), vpr)}


def test_a_work_not_handed_in_is_absent_not_zero(room: Room, vpr: str) -> None:
    works = [row | {"handed_in": "не сдана", "variant": "2"} for row in room.tables["works"]]
    outcome = room.collect(works=works)

    assert {("не писал", "2")} == {(row["state"], row["variant"]) for row in results(outcome, vpr)}
    assert all(row["primary"] != row["primary"] for row in results(outcome, vpr))


def test_no_scale_for_the_year_is_said_in_these_words_and_no_other_years_scale_is_taken(room: Room, vpr: str) -> None:
    outcome = room.collect(room.returned(room.sheet(vpr), full), settings=Settings(year=2025))
    (finding,) = [one for one in outcome.findings if one.code == "no-scale"]

    assert "Шкалы нет. Перепишите её из критериев" in f"{finding.message} {finding.remedy}"
    assert ("error", vpr) == (finding.severity, finding.key)
    assert "2025/2026" in finding.message
    assert [("нет шкалы", 5.0, True)] * 7 == [
        (row["state"], row["primary"], row["mark"] != row["mark"]) for row in results(outcome, vpr)
    ]


def test_marks_appear_when_the_scale_does(room: Room, vpr: str) -> None:
    room.collect(room.returned(room.sheet(vpr), full), scales=[])

    assert {5.0} == {row["mark"] for row in results(room.collect(), vpr)}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"max": 6}, "scale-maximum"),
        ({"mark4_from": 2}, "no-marks-by-scale-order"),
        ({"mark3_from": 4, "mark4_from": 3}, "no-marks-by-scale-order"),
        ({"mark5_from": 6}, "no-marks-by-scale-order"),
    ],
)
def test_a_scale_that_cannot_be_right_gives_no_marks(room: Room, vpr: str, change: dict[str, int], code: str) -> None:
    scales = [row | change for row in records_of(room.state()["scales"])]
    outcome = room.collect(room.returned(room.sheet(vpr), full), scales=scales)

    assert [code] == codes(outcome)
    assert {"нет шкалы"} == {row["state"] for row in results(outcome, vpr)}


def test_a_condition_of_a_scale_is_left_to_people_and_said(room: Room, vpr: str) -> None:
    scales = [row | {"condition": "не менее 2 за задание 1"} for row in records_of(room.state()["scales"])]
    outcome = room.collect(room.returned(room.sheet(vpr), full), scales=scales)

    assert [("scale-condition", "warning")] == [(one.code, one.severity) for one in told(outcome)]
    assert {5.0} == {row["mark"] for row in results(outcome, vpr)}


def both(room: Room, vosh: str, first: Score, second: Score) -> Outcome:
    sheets = [sheet for sheet in room.sheets if sheet.procedure_id == vosh]
    roles = {(row["code"], row["staff_id"]): row["role"] for row in room.tables["commission"]}

    def score(staff_id: str) -> Score:
        return lambda code, task: (first if roles[code, staff_id] == "первая" else second)(code, task)

    return room.collect(*(room.returned(sheet, score(sheet.staff_id), f"{sheet.staff_id}.xlsx") for sheet in sheets))


def test_two_experts_meet_in_the_middle_and_an_olympiad_needs_no_scale(room: Room, vosh: str) -> None:
    outcome = both(room, vosh, lambda _code, _task: 4, lambda _code, _task: 5)

    assert [] == codes(outcome)
    assert [("проверена", 9.0, 14.0)] * 6 == [
        (row["state"], row["primary"], row["max"]) for row in results(outcome, vosh)
    ]


def test_experts_who_differ_too_much_wait_for_a_third_whose_total_is_final(room: Room, vosh: str) -> None:
    outcome = both(room, vosh, lambda _code, _task: 2, lambda _code, _task: 5)
    assert {"нужна третья проверка"} == {row["state"] for row in results(outcome, vosh)}

    again = assign(room.state())
    room.tables["commission"] = records_of(again.tables["commission"])
    thirds = [sheet for sheet in again.product if sheet.third]
    outcome = room.collect(
        *(room.returned(sheet, lambda _code, _task: 3, f"{sheet.staff_id} 3.xlsx") for sheet in thirds)
    )

    assert {("проверена", 6.0)} == {(row["state"], row["primary"]) for row in results(outcome, vosh)}


def test_a_sheet_of_a_procedure_that_the_book_does_not_know_is_refused(room: Room, vpr: str) -> None:
    stranger = room.returned(room.sheet(vpr), full)._replace(procedure_id="ВПР-МА-7Б-2023-04-15")
    outcome = room.collect(stranger)

    assert [("sheet-of-unknown-procedure", "error", "эксперт.xlsx")] == [
        (one.code, one.severity, one.where) for one in told(outcome)
    ]
    assert outcome.tables["scores"].empty


def test_a_sheet_of_a_procedure_that_was_not_asked_for_waits_without_alarm(room: Room, vpr: str, vosh: str) -> None:
    outcome = room.collect(room.returned(room.sheet(vpr), full), answers={"procedure": vosh})

    assert [("other-procedure", "info")] == [(one.code, one.severity) for one in told(outcome)]
    assert outcome.tables["scores"].empty


def test_a_sheet_of_an_expert_who_was_not_assigned_is_refused(room: Room, vpr: str) -> None:
    outcome = room.collect(room.returned(room.sheet(vpr), full)._replace(staff_id="S099"))

    assert ["not-assigned"] == codes(outcome)
    assert outcome.tables["scores"].empty


def test_after_opening_scores_change_no_more(room: Room, vpr: str) -> None:
    first = room.collect(room.returned(room.sheet(vpr), full))
    opened = [
        row | {"pupil_id": f"P{at}", "code": "", "name": f"Имя {at}"} for at, row in enumerate(results(first, vpr))
    ]
    outcome = room.collect(room.returned(room.sheet(vpr), lambda _code, _task: 0), results=opened)

    assert ["already-opened"] == codes(outcome)
    assert [(f"P{at}", 5.0) for at in range(7)] == [(row["pupil_id"], row["primary"]) for row in results(outcome, vpr)]


def test_a_sheet_returned_twice_with_the_same_scores_counts_once(room: Room, vpr: str) -> None:
    sheet = room.sheet(vpr)
    copy = room.returned(sheet, lambda code, task: f" {float(full(code, task)):g}", "копия.xlsx")
    copy = copy._replace(rows=tuple(reversed(copy.rows)))
    outcome = room.collect(room.returned(sheet, full), copy)

    assert [("returned-twice", "info")] == [(one.code, one.severity) for one in told(outcome)]
    assert 14 == len(outcome.tables["scores"])


def test_the_same_scores_as_another_program_stores_them_are_the_same_scores(room: Room, vpr: str) -> None:
    sheet = room.sheet(vpr)
    one = room.returned(sheet, lambda _code, task: "Х" if task == "1" else 2)
    other = room.returned(sheet, lambda _code, task: "х" if task == "1" else 2.0, "копия.ods")

    assert [("returned-twice", "info")] == [(found.code, found.severity) for found in told(room.collect(one, other))]


def test_a_sheet_returned_twice_with_different_scores_counts_not_at_all(room: Room, vpr: str) -> None:
    sheet = room.sheet(vpr)
    outcome = room.collect(room.returned(sheet, full), room.returned(sheet, lambda _code, _task: 0, "копия.xlsx"))

    (finding,) = told(outcome)
    assert ("returned-twice-differs", "error") == (finding.code, finding.severity)
    assert "«эксперт.xlsx»" in finding.message
    assert "«копия.xlsx»" in finding.message
    assert outcome.tables["scores"].empty
    assert {"не все баллы"} == {row["state"] for row in results(outcome, vpr)}


def test_a_work_in_two_sheets_of_one_expert_counts_only_when_they_agree(room: Room, vpr: str) -> None:
    sheet = room.sheet(vpr)
    part = ScoringSheet(
        vpr, sheet.title, sheet.staff_id, sheet.expert, third=False, codes=sheet.codes[:2], tasks=sheet.tasks
    )
    second = room.returned(part, lambda code, task: 0 if code == sheet.codes[0] else FULL[task], "ещё.xlsx")
    outcome = room.collect(room.returned(sheet, full), second)

    assert ["scored-twice-differs"] == codes(outcome)
    assert sheet.codes[0] in told(outcome)[0].message
    assert ["не все баллы"] + ["проверена"] * 6 == [row["state"] for row in results(outcome, vpr)]


def test_what_was_wrong_when_a_file_was_read_is_passed_on(room: Room) -> None:
    broken = recognise("чужой.xlsx", {})

    assert ["not-a-scoring-sheet"] == codes(room.collect(broken))


def test_a_row_deleted_leaves_its_work_without_score(room: Room, vpr: str) -> None:
    sheet = room.sheet(vpr)
    cells = room.fill(sheet, full)
    del cells[SHEET][-1]
    outcome = room.collect(recognise("эксперт.xlsx", cells))

    assert ["lost-row"] == codes(outcome)
    assert ["проверена"] * 6 + ["не все баллы"] == [row["state"] for row in results(outcome, vpr)]


def test_a_sheet_whose_tasks_left_the_book_is_said_not_dropped(room: Room, vpr: str) -> None:
    outcome = room.collect(room.returned(room.sheet(vpr), full), tasks=[])

    assert "no-tasks" in codes(outcome)
    assert {"не все баллы"} == {row["state"] for row in results(outcome, vpr)}


def test_rows_without_code_and_copied_rows_are_no_works(room: Room, vpr: str) -> None:
    works = [*room.tables["works"], room.tables["works"][0], {"procedure_id": vpr}, {"note": "x"}]

    assert 13 == len(room.collect(works=works).tables["results"])


def test_a_copied_procedure_does_not_double_its_results(room: Room) -> None:
    rows = records_of(room.state()["procedures"])

    assert 13 == len(room.collect(procedures=[*rows, rows[0]]).tables["results"])


def test_results_of_a_procedure_whose_kind_left_the_lists_wait(room: Room, vpr: str) -> None:
    kinds = [row for row in records_of(room.state()["kinds"]) if row["kind"] != "ВПР"]
    outcome = room.collect(kinds=kinds)

    assert "unknown-kind" in codes(outcome)
    assert [] == results(outcome, vpr)


def test_collecting_before_anything_was_given_out_says_nothing_was_taken(make_state: MakeState) -> None:
    outcome = collect(make_state(), [])

    assert "принято: 0" in outcome.message
    assert outcome.tables["results"].empty
    assert outcome.tables["scores"].empty


def test_results_of_a_procedure_whose_row_is_gone_stay(room: Room, vpr: str) -> None:
    room.collect(room.returned(room.sheet(vpr), lambda _, task: FULL[task]))
    before = [row for row in room.tables["results"] if row["procedure_id"] == vpr]
    without = [row for row in records_of(room.state()["procedures"]) if row["procedure_id"] != vpr]
    outcome = room.collect(procedures=without)
    after = [row for row in records_of(outcome.tables["results"]) if row["procedure_id"] == vpr]

    assert 7 == len(before)
    assert [(row["code"], row["primary"], row["mark"]) for row in before] == [
        (row["code"], row["primary"], row["mark"]) for row in after
    ]
    assert {vpr} <= set(outcome.tables["scores"]["procedure_id"])


def test_every_expert_of_whom_no_sheet_came_is_named(room: Room, vosh: str) -> None:
    one, other = (sheet for sheet in room.sheets if sheet.procedure_id == vosh)
    outcome = room.collect(room.returned(one, lambda *_: 1), answers={"procedure": vosh})
    owed = [found for found in outcome.findings if found.code == "sheets-owed"]

    assert [("warning", vosh)] == [(found.severity, found.key) for found in owed]
    assert f"{other.expert} (работ: {len(other.codes)})" in owed[0].message
    assert one.expert not in owed[0].message


def test_nobody_owes_a_sheet_that_lies_there_empty_or_of_works_not_handed_in_or_collected_before(
    room: Room, vosh: str
) -> None:
    one, other = (sheet for sheet in room.sheets if sheet.procedure_id == vosh)
    empty = [room.returned(one, lambda *_: 1), room.returned(other, lambda *_: None)]
    room.collect(*empty[:1])
    absent = [row | {"handed_in": "не сдана"} for row in room.tables["works"]]

    for outcome in (room.collect(*empty), room.collect(empty[1]), room.collect(works=absent)):
        assert vosh not in [found.key for found in outcome.findings if found.code == "sheets-owed"]
