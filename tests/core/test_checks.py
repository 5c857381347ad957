"""Rules across rows and tables: each mistake is one finding at its row, and a right book has none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.checking import check_book, diagnose
from objectivity_core.checks import check, doubled_keys
from objectivity_core.findings import Finding
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    from tests.core.conftest import MakeFrame, MakeState, Records

TODAY = dt.date(2025, 4, 20)
LISTS = {
    "classes": [{"class": "4А", "grade": 4}, {"class": "5А", "grade": 5}],
    "subjects": [{"subject": "Русский язык", "short": "РУ", "neighbours": "Математика"}, {"subject": "Математика", "short": "МА"}],
    "kinds": [{"kind": "ВПР", "short": "ВПР", "coded": "да", "compared": "да"}],
}


def checked(make_frame: MakeFrame, **tables: Records) -> list[Finding]:
    return check({name: make_frame(name, rows) for name, rows in (LISTS | tables).items()}, TODAY)


def brief(findings: list[Finding]) -> list[tuple[str, str, str, int]]:
    return [(one.code, one.table, one.column, one.row) for one in findings]


def test_a_right_book_has_no_findings(make_state: MakeState) -> None:
    outcome = check_book(make_state())

    assert [] == outcome.findings
    assert {} == outcome.tables
    assert "ошибок 0, прочих замечаний 0" in outcome.message


@pytest.mark.parametrize(
    ("seen", "says"), [([], "всё в порядке"), ([Finding("old-office", "warning", "…")] * 2, "замечаний 2. Смотрите лист «Замечания»")]
)
def test_a_diagnosis_passes_on_what_was_seen_and_changes_nothing(make_state: MakeState, seen: list[Finding], says: str) -> None:
    outcome = diagnose(make_state(outside={"doctor": seen}))

    assert ({}, seen) == (outcome.tables, outcome.findings)
    assert says in outcome.message


def test_an_empty_book_has_no_findings(make_frame: MakeFrame) -> None:
    assert [] == check({name: make_frame(name, []) for name in TABLES}, TODAY)


def test_a_class_that_does_not_exist_is_named_with_row_and_remedy(make_frame: MakeFrame) -> None:
    findings = checked(make_frame, pupils=[{"pupil_id": "P1", "name": "А", "class": "4А"}, {"pupil_id": "P2", "name": "Б", "class": "9Я"}])

    assert [("unknown-value", "pupils", "Класс", 1)] == brief(findings)
    (finding,) = findings
    assert "Класса «9Я» нет" in finding.message
    assert ("P2", "9Я", "error") == (finding.key, finding.value, finding.severity)
    assert finding.remedy


@pytest.mark.parametrize("typed", ["4а", "4A"])
def test_a_class_typed_in_other_letters_is_found_out(make_frame: MakeFrame, typed: str) -> None:
    assert ["unknown-value"] == [one.code for one in checked(make_frame, pupils=[{"pupil_id": "P1", "name": "А", "class": typed}])]


def test_every_part_of_a_list_is_looked_up(make_frame: MakeFrame) -> None:
    findings = checked(make_frame, staff=[{"staff_id": "S1", "name": "А", "can_check": "Русский язык; Химия, Физика", "classes": ""}])

    assert ["Химия", "Физика"] == [one.value for one in findings]
    assert {"Может проверять"} == {one.column for one in findings}


def test_values_are_not_looked_up_in_a_table_that_was_not_read(make_frame: MakeFrame) -> None:
    pupils = make_frame("pupils", [{"pupil_id": "P1", "name": "А", "class": "9Я"}])

    assert [] == check({"pupils": pupils}, TODAY)


def test_values_are_looked_up_even_where_the_key_was_not_read(make_frame: MakeFrame) -> None:
    pupils = make_frame("pupils", [{"name": "А", "class": "9Я"}]).drop(columns="pupil_id")
    findings = check({"staff": make_frame("staff", []), "classes": make_frame("classes", []), "own_marks": pupils[["class"]]}, TODAY)

    assert [("unknown-value", "")] == [(one.code, one.key) for one in findings]


def test_two_pupils_of_one_name_are_fine_and_one_pupil_twice_is_a_finding(make_frame: MakeFrame) -> None:
    common = {"name": "Озерцов Лев Ильич", "class": "4А"}
    pupils = [
        {"pupil_id": "P1"} | common,
        {"pupil_id": "P2", "differs": "младший"} | common,
        {"pupil_id": "P3"} | common | {"class": "5А"},
        {"pupil_id": "P4"} | common | {"name": "озерцов  лев ильич"},
    ]
    findings = checked(make_frame, pupils=pupils)

    assert [("doubled-pupil", "pupils", "ФИО", 3)] == brief(findings)
    assert "P4" == findings[0].key


KEYED: dict[str, dict[str, Any]] = {
    "pupils": {"pupil_id": "P00001"},
    "procedures": {"procedure_id": "ВПР-1"},
    "tasks": {"kind": "ВПР", "subject": "Математика", "grade": 4, "task": "1"},
    "scales": {"kind": "ВПР", "subject": "Математика", "grade": 4, "year": "2024/2025"},
    "works": {"procedure_id": "ВПР-1", "code": "1000002"},
    "own_marks": {"pupil_id": "P1", "subject": "Математика", "period": "I четверть"},
    "occurrences": {"measure_id": "M001", "procedure_id": "", "ordinal": 1},
    "settings": {"setting": "Школа"},
    "classes": {"class": "4А"},
}


@pytest.mark.parametrize("name", KEYED)
def test_a_copied_row_is_found_by_its_key(make_frame: MakeFrame, name: str) -> None:
    table = TABLES[name]
    findings = list(doubled_keys(table, make_frame(name, [KEYED[name], {}, KEYED[name]])))

    assert [("doubled-key", 2)] == [(one.code, one.row) for one in findings]
    assert table.excel in findings[0].message


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("pupils", {"name": "без кода"}),
        ("own_marks", {"subject": "Математика", "period": "I четверть"}),
        ("tasks", {"kind": "ВПР", "subject": "Математика", "task": "1"}),
        ("works", {"note": "заметка"}),
        ("findings", {"action": "Выдать коды"}),
    ],
)
def test_rows_whose_key_is_not_complete_are_not_called_doubled(make_frame: MakeFrame, name: str, row: dict[str, Any]) -> None:
    assert [] == list(doubled_keys(TABLES[name], make_frame(name, [row, row])))


def test_a_table_read_without_its_key_is_passed_over(make_frame: MakeFrame) -> None:
    assert [] == list(doubled_keys(TABLES["tasks"], make_frame("tasks", [KEYED["tasks"]] * 2).drop(columns="task")))


def scale(*bounds: int | None, maximum: int | None = 24) -> dict[str, Any]:
    names = ("mark3_from", "mark4_from", "mark5_from")

    return KEYED["scales"] | {"max": maximum} | dict(zip(names, bounds, strict=True))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (scale(10, 16, 21), []),
        (scale(10, 16, 24), []),
        (scale(10, 10, 21), ["scale-order"]),
        (scale(16, 10, 21), ["scale-order"]),
        (scale(10, 21, 21), ["scale-order"]),
        (scale(10, 16, 25), ["scale-order"]),
        (scale(None, 16, 21), []),
        (scale(10, 16, 21, maximum=None), []),
    ],
)
def test_bounds_of_marks_rise_and_stay_within_the_maximum(make_frame: MakeFrame, row: dict[str, Any], expected: list[str]) -> None:
    assert expected == [one.code for one in checked(make_frame, scales=[row])]


def test_a_code_that_somebody_edited_is_told_by_its_check_digit(make_frame: MakeFrame) -> None:
    works = [{"procedure_id": "ВПР-1", "code": code} for code in ("1000002", "1000003", "")]

    assert [("bad-code", "works", "Код работы", 1)] == brief(checked(make_frame, works=works))


def test_done_in_the_future_is_a_warning(make_frame: MakeFrame) -> None:
    done = [{"measure_id": f"M{at}", "done": TODAY + dt.timedelta(at), "ordinal": 1} for at in (-1, 0, 1)]
    (finding,) = checked(make_frame, occurrences=[*done, {"measure_id": "M9", "ordinal": 1}])

    assert ("done-in-future", "warning", "21.04.2025", 2) == (finding.code, finding.severity, finding.value, finding.row)


def scores(make_frame: MakeFrame, *rows: dict[str, Any], **more: Records) -> list[tuple[str, int]]:
    tables: dict[str, Any] = {
        "procedures": [{"procedure_id": "ВПР-1", "kind": "ВПР", "subject": "Математика", "class": "4А"}],
        "tasks": [{"kind": "ВПР", "subject": "Математика", "grade": 4, "task": "1", "max": 2}],
        "scores": [{"procedure_id": "ВПР-1", "code": "1000002", "staff_id": "S1", "task": "1"} | row for row in rows],
    }

    return [(one.code, one.row) for one in checked(make_frame, **(tables | more))]


@pytest.mark.parametrize(
    "row", [{"score": "2"}, {"score": "X"}, {"score": ""}, {"score": "9", "task": "2"}, {"score": "9", "procedure_id": "?"}]
)
def test_scores_within_the_maximum_or_of_unknown_tasks_are_passed_over(make_frame: MakeFrame, row: dict[str, Any]) -> None:
    assert [] == scores(make_frame, row)


def test_a_score_over_its_maximum_is_found_in_the_book_too(make_frame: MakeFrame) -> None:
    assert [("over-maximum", 1)] == scores(make_frame, {"score": "1"}, {"score": "3", "staff_id": "S2"})


def test_scores_of_a_class_that_left_the_lists_raise_nothing(make_frame: MakeFrame) -> None:
    assert [("unknown-value", 0)] == scores(make_frame, {"score": "3"}, classes=[])


def test_doubled_tasks_and_procedures_raise_nothing_here(make_frame: MakeFrame) -> None:
    task = {"kind": "ВПР", "subject": "Математика", "grade": 4, "task": "1", "max": 2}

    assert {("doubled-key", 1), ("over-maximum", 0)} == set(scores(make_frame, {"score": "3"}, tasks=[task, task]))
