"""Rules across rows and tables: each mistake is one finding at its row, and a right book has none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.checks import check, doubled_keys
from objectivity_core.checks.actions import check_book, diagnose
from objectivity_core.codes.draw import draw
from objectivity_core.codes.key import KeyPairs
from objectivity_core.commission.collecting import collect
from objectivity_core.findings import Finding
from objectivity_core.school_year.year import SchoolYear
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeFrame, MakeState, Records

TODAY = dt.date(2025, 4, 20)
YEAR = SchoolYear(2024)
MEASURE = {"measure_id": "M001", "number": "1", "measure": "Педсовет", "phrase": "октябрь", "responsible": "Директор"}
LISTS = {
    "classes": [{"class": "4А", "grade": 4}, {"class": "5А", "grade": 5}],
    "subjects": [
        {"subject": "Русский язык", "short": "РУ", "neighbours": "Математика"},
        {"subject": "Математика", "short": "МА"},
    ],
    "kinds": [{"kind": "ВПР", "short": "ВПР", "coded": "да", "compared": "да"}],
}


def checked(make_frame: MakeFrame, **tables: Records) -> list[Finding]:
    return check({name: make_frame(name, rows) for name, rows in (LISTS | tables).items()}, TODAY, YEAR)


def brief(findings: list[Finding]) -> list[tuple[str, str, str, int]]:
    return [(one.code, one.table, one.column, one.row) for one in findings]


def test_a_right_book_has_no_findings(make_state: MakeState) -> None:
    """All procedures of the small school but the one on a Sunday; how many findings there are is told by the run, not here."""
    right = make_state(measures=[MEASURE])
    procedures = right["procedures"]
    outcome = check_book(make_state(measures=[MEASURE], procedures=procedures[procedures["kind"] != "ОГЭ"]), [])

    assert 2 == len(procedures[procedures["kind"] != "ОГЭ"])
    assert ("Книга проверена.", {}, []) == (outcome.message, outcome.tables, outcome.findings)


def test_a_book_is_checked_against_its_own_school_year(make_state: MakeState) -> None:
    outcome = check_book(make_state(measures=[MEASURE], settings=Settings(year=2023)), [])

    assert {"date-outside-year"} == {one.code for one in outcome.findings}
    assert 3 == len(outcome.findings)


@pytest.mark.parametrize("seen", [[], [Finding("old-office", "warning", "…")] * 2])
def test_a_diagnosis_passes_on_what_was_seen_and_changes_nothing(make_state: MakeState, seen: list[Finding]) -> None:
    outcome = diagnose(make_state(), seen)

    assert ("Компьютер и книга осмотрены.", {}, seen) == (outcome.message, outcome.tables, outcome.findings)


def test_of_an_empty_book_the_empty_plan_alone_is_said(make_frame: MakeFrame) -> None:
    assert [("empty-plan", "measures", "", -1)] == brief(
        check({name: make_frame(name, []) for name in TABLES}, TODAY, YEAR)
    )


def test_a_class_that_does_not_exist_is_named_with_row_and_remedy(make_frame: MakeFrame) -> None:
    findings = checked(
        make_frame,
        pupils=[{"pupil_id": "P1", "name": "А", "class": "4А"}, {"pupil_id": "P2", "name": "Б", "class": "9Я"}],
    )

    assert [("unknown-value", "pupils", "Класс", 1)] == brief(findings)
    (finding,) = findings
    assert "Класса «9Я» нет" in finding.message
    assert ("P2", "9Я", "error") == (finding.key, finding.value, finding.severity)
    assert finding.remedy


@pytest.mark.parametrize("typed", ["4а", "4A", "4 А", "4 «а»"])
def test_a_class_typed_in_other_letters_is_found_out_and_the_right_spelling_is_told(
    make_frame: MakeFrame, typed: str
) -> None:
    (finding,) = checked(make_frame, pupils=[{"pupil_id": "P1", "name": "А", "class": typed}])

    assert ("spelt-otherwise", "warning", typed) == (finding.code, finding.severity, finding.value)
    assert finding.remedy.startswith("Верно: «4А»")


@pytest.mark.parametrize(("typed", "right"), [("русский  ЯЗЫК", "Русский язык"), ("математика", "Математика")])
def test_the_right_spelling_of_a_subject_is_told_too(make_frame: MakeFrame, typed: str, right: str) -> None:
    (finding,) = checked(make_frame, staff=[{"staff_id": "S1", "name": "А", "can_mark": typed}])

    assert finding.remedy.startswith(f"Верно: «{right}»")


def test_of_a_value_that_is_like_no_other_no_spelling_is_made_up(make_frame: MakeFrame) -> None:
    (finding,) = checked(make_frame, pupils=[{"pupil_id": "P1", "name": "А", "class": "4Б"}])

    assert "Исправьте значение или дополните список." == finding.remedy


def test_every_part_of_a_list_is_looked_up(make_frame: MakeFrame) -> None:
    findings = checked(
        make_frame, staff=[{"staff_id": "S1", "name": "А", "can_mark": "Русский язык; Химия, Физика", "classes": ""}]
    )

    assert ["Химия", "Физика"] == [one.value for one in findings]
    assert {"Может проверять"} == {one.column for one in findings}


def test_values_are_not_looked_up_in_a_table_that_was_not_read(make_frame: MakeFrame) -> None:
    pupils = make_frame("pupils", [{"pupil_id": "P1", "name": "А", "class": "9Я"}])

    assert [] == check({"pupils": pupils}, TODAY, YEAR)


def test_values_are_looked_up_even_where_the_key_was_not_read(make_frame: MakeFrame) -> None:
    pupils = make_frame("pupils", [{"name": "А", "class": "9Я"}]).drop(columns="pupil_id")
    findings = check(
        {"staff": make_frame("staff", []), "classes": make_frame("classes", []), "own_marks": pupils[["class"]]},
        TODAY,
        YEAR,
    )

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
def test_rows_whose_key_is_not_complete_are_not_called_doubled(
    make_frame: MakeFrame, name: str, row: dict[str, Any]
) -> None:
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
def test_bounds_of_marks_rise_and_stay_within_the_maximum(
    make_frame: MakeFrame, row: dict[str, Any], expected: list[str]
) -> None:
    assert expected == [one.code for one in checked(make_frame, scales=[row])]


def test_a_code_that_somebody_edited_is_told_by_its_check_digit(make_frame: MakeFrame) -> None:
    works = [{"procedure_id": "ВПР-1", "code": code} for code in ("1000002", "1000003", "")]

    assert [("bad-code-in-works", "works", "Код работы", 1)] == brief(checked(make_frame, works=works))


def test_done_in_the_future_is_a_warning(make_frame: MakeFrame) -> None:
    done = [{"measure_id": f"M{at}", "done": TODAY + dt.timedelta(at), "ordinal": 1} for at in (-1, 0, 1)]
    (finding,) = checked(make_frame, occurrences=[*done, {"measure_id": "M9", "ordinal": 1}])

    assert ("done-in-future", "warning", "21.04.2025", 2) == (
        finding.code,
        finding.severity,
        finding.value,
        finding.row,
    )


def scores(make_frame: MakeFrame, *rows: dict[str, Any], **more: Records) -> list[tuple[str, int]]:
    tables: dict[str, Any] = {
        "procedures": [{"procedure_id": "ВПР-1", "kind": "ВПР", "subject": "Математика", "class": "4А"}],
        "tasks": [{"kind": "ВПР", "subject": "Математика", "grade": 4, "task": "1", "max": 2}],
        "scores": [{"procedure_id": "ВПР-1", "code": "1000002", "staff_id": "S1", "task": "1"} | row for row in rows],
    }

    return [(one.code, one.row) for one in checked(make_frame, **(tables | more))]


@pytest.mark.parametrize(
    "row",
    [{"score": "2"}, {"score": "X"}, {"score": ""}, {"score": "9", "task": "2"}, {"score": "9", "procedure_id": "?"}],
)
def test_scores_within_the_maximum_or_of_unknown_tasks_are_passed_over(
    make_frame: MakeFrame, row: dict[str, Any]
) -> None:
    assert "collected-over-maximum" not in dict(scores(make_frame, row))


def test_a_score_over_its_maximum_is_found_in_the_book_too(make_frame: MakeFrame) -> None:
    assert [("collected-over-maximum", 1)] == scores(make_frame, {"score": "1"}, {"score": "3", "staff_id": "S2"})


def test_scores_of_a_class_that_left_the_lists_raise_nothing(make_frame: MakeFrame) -> None:
    assert [("unknown-value", 0)] == scores(make_frame, {"score": "3"}, classes=[])


def test_doubled_tasks_and_procedures_raise_nothing_here(make_frame: MakeFrame) -> None:
    task = {"kind": "ВПР", "subject": "Математика", "grade": 4, "task": "1", "max": 2}

    assert {("doubled-key", 1), ("collected-over-maximum", 0)} == set(
        scores(make_frame, {"score": "3"}, tasks=[task, task])
    )


# The school's year


def procedure(date: dt.date | None, **more: Any) -> dict[str, Any]:
    return {"procedure_id": "ВПР-1", "kind": "ВПР", "subject": "Математика", "class": "4А", "date": date} | more


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (dt.date(2024, 9, 2), []),
        (dt.date(2025, 4, 15), []),
        (dt.date(2024, 8, 30), [("date-outside-year", "error")]),
        (dt.date(2025, 9, 1), [("date-outside-year", "error")]),
        (dt.date(2025, 4, 20), [("date-not-working", "warning")]),  # a Sunday
        (dt.date(2025, 1, 3), [("date-not-working", "warning")]),
        (None, []),
    ],
)
def test_a_procedure_lies_on_a_working_day_of_the_school_year(
    make_frame: MakeFrame, date: dt.date | None, expected: list[tuple[str, str]]
) -> None:
    findings = checked(make_frame, procedures=[procedure(date)])

    assert expected == [(one.code, one.severity) for one in findings]
    assert {("procedures", "ВПР-1", "Дата")} >= {(one.table, one.key, one.column) for one in findings}
    assert all(f"{date:%d.%m.%Y}" in one.message and one.remedy for one in findings)


def test_a_date_outside_the_year_names_the_year(make_frame: MakeFrame) -> None:
    (finding,) = checked(make_frame, procedures=[procedure(dt.date(2026, 4, 15))])

    assert "не из 2024/2025 учебного года" in finding.message


def test_a_working_day_of_the_schools_own_is_a_working_day(make_frame: MakeFrame) -> None:
    day = dt.date(2025, 4, 20)
    tables = {"procedures": make_frame("procedures", [procedure(day)])}

    assert ["date-not-working"] == [one.code for one in check(tables, TODAY, YEAR)]
    assert [] == check(tables, TODAY, SchoolYear(2024, extra_working_days=frozenset({day})))


def test_a_procedure_entered_twice_is_a_warning_at_the_second(make_frame: MakeFrame) -> None:
    day, other = dt.date(2025, 4, 15), dt.date(2025, 4, 16)
    rows = [
        procedure(day),
        procedure(day, procedure_id="ВПР-2"),
        procedure(other, procedure_id="ВПР-3"),
        procedure(day, procedure_id="ВПР-4", subject="Русский язык"),
        procedure(day, procedure_id="ВПР-5", subject=""),
        procedure(day, procedure_id="ВПР-6", subject=""),
    ]
    findings = checked(make_frame, procedures=rows)

    assert [("procedure-twice", "warning", "ВПР-2")] == [(one.code, one.severity, one.key) for one in findings]


def test_a_person_entered_twice_is_an_error_however_the_name_is_typed(make_frame: MakeFrame) -> None:
    """One person would be first and second expert of one work."""
    names = {"S1": "Щёголева Анна Ильинична", "S2": "Сомов Иван", "S3": "щеголева  анна ильинична", "S4": "", "S5": ""}
    findings = checked(make_frame, staff=[{"staff_id": key, "name": name} for key, name in names.items()])

    assert [("person-twice", "error", "staff", "S3")] == [
        (one.code, one.severity, one.table, one.key) for one in findings
    ]


def test_a_coded_procedure_that_nobody_can_check_is_a_warning(make_frame: MakeFrame) -> None:
    kinds = [*LISTS["kinds"], {"kind": "ОГЭ", "coded": "нет"}]
    day = dt.date(2025, 4, 15)
    procedures = [procedure(day), procedure(day + dt.timedelta(days=1), procedure_id="ОГЭ-1", kind="ОГЭ")]
    nobody = [{"staff_id": "S1", "name": "А", "can_mark": "Русский язык"}]
    excluded = [{"staff_id": "S1", "name": "А", "can_mark": "Математика", "excluded_classes": "4А"}]
    somebody = [*nobody, {"staff_id": "S2", "name": "Б", "can_mark": "Математика"}]
    found = [
        [
            (one.code, one.severity, one.key)
            for one in checked(make_frame, staff=staff, procedures=procedures, kinds=kinds)
        ]
        for staff in (nobody, excluded, somebody)
    ]

    assert [[("nobody-to-check", "warning", "ВПР-1")]] * 2 + [[]] == found


@pytest.mark.parametrize(
    ("year", "verified", "expected"),
    [("2024/2025", "нет", [("scale-not-verified", "info")]), ("2024/2025", "да", []), ("2023/2024", "нет", [])],
)
def test_a_scale_of_this_year_that_nobody_verified_is_mentioned(
    make_frame: MakeFrame, year: str, verified: str, expected: list[tuple[str, str]]
) -> None:
    findings = checked(make_frame, scales=[scale(10, 16, 21) | {"year": year, "verified": verified}])

    assert expected == [(one.code, one.severity) for one in findings]
    assert {f"ВПР | Математика | 4 | {year}"} >= {one.key for one in findings}


def test_the_plan_is_checked_with_the_book(make_frame: MakeFrame) -> None:
    measures = [MEASURE, MEASURE | {"measure_id": "M002", "phrase": "когда рак свистнет"}]
    staff = [{"staff_id": "S001", "name": "Первая", "position": "Директор", "can_mark": "Русский язык; Математика"}]
    findings = checked(make_frame, measures=measures, procedures=[procedure(None)], staff=staff)

    assert [("no-date", "ВПР-1"), ("unread-deadline", "M002")] == [(one.code, one.key) for one in findings]


def test_a_procedure_that_was_deleted_is_named_once_with_what_is_left_of_it(make_frame: MakeFrame) -> None:
    gone = "ВПР-МА-5А-2025-04-23"
    work = {"procedure_id": gone, "code": "1000002"}
    findings = checked(
        make_frame,
        procedures=[{"procedure_id": "ВПР-РУ-4А", "kind": "ВПР", "subject": "Русский язык", "class": "4А"}],
        works=[{"procedure_id": "ВПР-РУ-4А", "code": "1000002"}, work],
        scores=[work | {"staff_id": "S001", "task": task, "score": "1"} for task in ("1", "2")],
        results=[{"procedure_id": gone, "pupil_id": "P00001", "state": "проверена"}],
    )

    (finding,) = [one for one in findings if one.code == "orphan-procedure"]
    assert ("error", gone, "works", 1) == (finding.severity, finding.key, finding.table, finding.row)
    assert "«Работы» — 1, «Баллы» — 2, «Результаты» — 1" in finding.message


OFFICIAL = {
    "kinds": [{"kind": "ВПР", "short": "ВПР", "coded": "официальные", "experts": 1, "compared": "да"}],
    "official": [{"class": "4А", "codes": "40001-40020"}],
}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"official": [{"class": "4А", "codes": "с 40001 двадцать штук"}, *OFFICIAL["official"]]}, "bad-official-code"),
        ({"official": [*OFFICIAL["official"], {"class": "5А", "codes": "40020-40040"}]}, "official-code-twice"),
        ({"official": []}, "too-few-codes"),
        ({"official": [{"class": "4А", "codes": "40001-40006"}]}, "too-few-codes"),
    ],
)
def test_what_the_drawing_of_codes_says_of_official_codes_the_check_of_the_book_says_before(
    make_state: MakeState, vpr: str, change: Records, code: str
) -> None:
    state = make_state(**(OFFICIAL | change), answers={"procedure": vpr})
    drawn = [one for one in draw(state, KeyPairs()).findings if one.code == code]

    assert 1 == len(drawn)
    assert drawn == [one for one in check_book(state, []).findings if one.code == code]


def test_codes_that_are_not_needed_yet_are_no_error(make_state: MakeState) -> None:
    procedures = [
        {"procedure_id": f"ВПР-{at}", "kind": "ВПР", "subject": "Русский язык", "class": "4А", "date": f"2025-05-{at}"}
        for at in (14, 15)
    ]
    state = make_state(kinds=OFFICIAL["kinds"], procedures=procedures)

    assert [("too-few-codes-yet", "info", "ВПР-14")] == [
        (one.code, one.severity, one.key) for one in check_book(state, []).findings if "codes" in one.code
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"scales": [{"max": 6, "mark3_from": 2, "mark4_from": 3, "mark5_from": 5}]}, "scale-maximum"),
        ({"scales": []}, "no-scale"),
    ],
)
def test_what_collecting_says_of_tasks_and_scales_the_check_of_the_book_says_before(
    make_state: MakeState, vpr: str, change: Records, code: str
) -> None:
    about = {"kind": "ВПР", "subject": "Русский язык", "grade": 4, "year": "2024/2025"}
    tables = {name: [about | row for row in rows] for name, rows in change.items()}
    state = make_state(works=[{"procedure_id": vpr, "code": "1000002"}], **tables)
    collected = [one for one in collect(state, []).findings if one.code == code]

    assert 1 == len(collected)
    assert collected == [one for one in check_book(state, []).findings if one.code == code]


def test_a_work_without_tasks_and_a_code_without_result_are_said(make_state: MakeState, vpr: str) -> None:
    works = [{"procedure_id": vpr, "code": code} for code in ("1000002", "1000010")]
    results = [works[0] | {"state": "проверена", "primary": 3}]
    found = {one.code: one for one in check_book(make_state(works=works, results=results, tasks=[]), []).findings}

    assert "no-tasks" in found
    assert "1000010" in found["unscored-works-yet"].message
