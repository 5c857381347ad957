"""The plan becomes dated occurrences; what cannot be dated is said, never guessed, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from objectivity_core.plan.calendar_sheet import calendar
from objectivity_core.plan.duty_papers import printed_plan
from objectivity_core.plan.refresh import dated as terms_now
from objectivity_core.plan.refresh import refresh
from objectivity_core.plan.stale import stale_terms
from objectivity_core.school_year.year import SchoolYear
from objectivity_core.settings import Settings
from objectivity_core.state import Beside
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of, key_of, records_of

if TYPE_CHECKING:
    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeState

EVENT = "не позднее 1 рабочего дня до процедуры"


def measure(phrase: str, **more: Any) -> dict[str, Any]:
    return {
        "measure_id": "M001",
        "number": "1.1",
        "measure": "Инструктаж",
        "phrase": phrase,
        "responsible": "Директор",
    } | more


def dated(outcome: Outcome) -> list[tuple[str, str]]:
    """Procedure and due date of each occurrence."""
    return [
        (row["procedure_id"], "" if pd.isna(row["due"]) else f"{row['due']:%d.%m.%Y}")
        for row in records_of(outcome.tables["occurrences"])
    ]


def codes(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


def test_an_empty_plan_is_said_and_the_calendar_is_built_all_the_same(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[], procedures=[]))

    assert ["empty-plan"] == codes(outcome)
    assert outcome.tables["occurrences"].empty
    assert outcome.tables["measures"].empty
    assert 487 == len(outcome.tables["calendar"])  # to the end of the next calendar year


def test_a_phrase_nobody_can_read_is_an_error_and_still_has_its_row(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure("когда рак свистнет")], procedures=[]))

    assert ["unread-deadline"] == codes(outcome)
    (finding,) = outcome.findings
    assert ("error", "measures", "M001", "Срок исполнения", "когда рак свистнет") == (
        finding.severity,
        finding.table,
        finding.key,
        finding.column,
        finding.value,
    )
    assert finding.remedy
    assert [("M001", "не понят")] == [
        (row["measure_id"], row["kind"]) for row in records_of(outcome.tables["occurrences"])
    ]


def test_a_fixed_date_is_one_occurrence_with_all_that_the_plan_says(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure("до 15.10.2024")], procedures=[]))
    (row,) = records_of(outcome.tables["occurrences"])

    assert [] == codes(outcome)
    assert [("", "15.10.2024")] == dated(outcome)
    assert ("M001", "1.1", "Инструктаж", "Директор", "до 15.10.2024", "даты", 1.0) == tuple(
        row[name] for name in ("measure_id", "number", "measure", "responsible", "phrase", "kind", "ordinal")
    )


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("1 раз в четверть", ["I четверть", "II четверть", "III четверть", "IV четверть"]),
        ("октябрь, апрель", ["октябрь 2024", "апрель 2025"]),
        ("до 10.04.2025, до 20.04.2025", ["10.04.2025", "20.04.2025"]),
        ("октябрь", [""]),
    ],
)
def test_terms_of_one_measure_say_which_is_which(make_state: MakeState, phrase: str, told: list[str]) -> None:
    outcome = refresh(make_state(measures=[measure(phrase)], procedures=[]))

    assert [f"Инструктаж — {one}" if one else "Инструктаж" for one in told] == outcome.tables["occurrences"][
        "measure"
    ].to_list()


def test_papers_and_the_check_say_that_the_sheet_is_older_than_the_plan(make_state: MakeState) -> None:
    before = refresh(make_state(measures=[measure("октябрь, апрель")], procedures=[])).tables["occurrences"]
    sheet = frame_of(TABLES["occurrences"], records_of(before))
    same = make_state(measures=[measure("октябрь, апрель")], procedures=[], occurrences=sheet)
    changed = make_state(measures=[measure("октябрь, май, июнь")], procedures=[], occurrences=sheet)

    assert [] == stale_terms(terms_now(same), sheet)
    (finding,) = stale_terms(terms_now(changed), sheet)
    assert "новых сроков 1, с другими датами 1, лишних 0" in finding.message
    assert finding in printed_plan(changed, Beside()).findings


def test_several_dates_are_numbered_so_that_each_has_its_own_key(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure("октябрь, апрель")], procedures=[]))

    assert [("", "31.10.2024"), ("", "30.04.2025")] == dated(outcome)
    assert [1.0, 2.0] == outcome.tables["occurrences"]["ordinal"].to_list()


def test_a_measure_before_each_procedure_is_due_a_working_day_earlier(
    make_state: MakeState, vpr: str, vosh: str, oge: str
) -> None:
    outcome = refresh(make_state(measures=[measure(EVENT, procedures="все")]))

    assert [(vpr, "14.04.2025"), (vosh, "15.04.2025"), (oge, "30.05.2025")] == dated(outcome)
    assert "Инструктаж — ВПР, Русский язык, 4А" == outcome.tables["occurrences"]["measure"].iloc[0]


@pytest.mark.parametrize("kinds", ["ВПР", "впр; ГИА", "ВПР,ВПР"])
def test_a_measure_belongs_to_the_kinds_that_people_linked(make_state: MakeState, vpr: str, kinds: str) -> None:
    assert [(vpr, "14.04.2025")] == dated(refresh(make_state(measures=[measure(EVENT, procedures=kinds)])))


def test_vsosh_and_vosh_are_one_kind(make_state: MakeState, vosh: str) -> None:
    assert [(vosh, "15.04.2025")] == dated(refresh(make_state(measures=[measure(EVENT, procedures="ВсОШ")])))


def test_a_measure_whose_procedures_are_not_there_says_so(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure(EVENT, procedures="НИКО")]))

    assert [("unknown-kind-of-measure", "warning"), ("no-procedures", "warning")] == [
        (one.code, one.severity) for one in outcome.findings
    ]
    assert [("", "")] == dated(outcome)


@pytest.mark.parametrize(("phrase", "severity"), [("по плану", "info"), ("по графику ВПР", "warning")])
def test_a_phrase_that_names_no_kinds_is_only_mentioned(make_state: MakeState, phrase: str, severity: str) -> None:
    outcome = refresh(make_state(measures=[measure(phrase)], procedures=[]))

    assert [severity] == [one.severity for one in outcome.findings]
    assert [("", "")] == dated(outcome)


def test_a_procedure_without_date_is_a_finding_and_an_occurrence_without_date(make_state: MakeState) -> None:
    procedures = [{"procedure_id": "ВПР-РУ-4А", "kind": "ВПР", "subject": "Русский язык", "class": "4А"}]
    outcome = refresh(make_state(measures=[measure(EVENT, procedures="ВПР")], procedures=procedures))

    assert ["no-date"] == codes(outcome)
    assert [("ВПР-РУ-4А", "")] == dated(outcome)


def test_a_procedure_without_key_dates_nothing_yet_but_is_named(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure(EVENT, procedures="ВПР")], procedures=[{"kind": "ВПР"}]))

    assert ["no-date", "no-procedures"] == codes(outcome)
    assert "ВПР" in outcome.findings[0].message


def test_a_copied_procedure_does_not_double_its_deadlines(make_state: MakeState, vpr: str) -> None:
    row = {"procedure_id": vpr, "kind": "ВПР", "subject": "Русский язык", "class": "4А", "date": dt.date(2025, 4, 15)}

    assert [(vpr, "14.04.2025")] == dated(
        refresh(make_state(measures=[measure(EVENT, procedures="все")], procedures=[row, row]))
    )


def test_an_ambiguous_phrase_is_read_and_asked_about(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure("август")], procedures=[]))

    assert ["ambiguous-deadline"] == codes(outcome)
    assert [("", "31.08.2025")] == dated(outcome)
    assert outcome.findings[0].remedy in outcome.tables["measures"]["reading"].iloc[0]


def test_a_measure_without_phrase_is_no_second_finding(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure("")], procedures=[]))

    assert [] == codes(outcome)
    assert [""] == outcome.tables["measures"]["reading"].to_list()
    assert 1 == len(outcome.tables["occurrences"])


def test_the_plan_gets_back_how_each_phrase_was_read(make_state: MakeState) -> None:
    outcome = refresh(
        make_state(measures=[measure("до 15.10.2024"), measure("октябрь", measure_id="M002")], procedures=[])
    )

    assert all(outcome.tables["measures"]["reading"])
    assert ["M001", "M002"] == outcome.tables["measures"]["measure_id"].to_list()


def test_keys_of_occurrences_stay_when_the_schedule_moves(make_state: MakeState, vpr: str) -> None:
    def keys(day: dt.date) -> list[str]:
        procedures = [{"procedure_id": vpr, "kind": "ВПР", "subject": "Русский язык", "class": "4А", "date": day}]
        outcome = refresh(make_state(measures=[measure(EVENT, procedures="ВПР")], procedures=procedures))

        return key_of(TABLES["occurrences"], outcome.tables["occurrences"]).to_list()

    assert keys(dt.date(2025, 4, 15)) == keys(dt.date(2025, 5, 12))


def test_days_beyond_the_published_calendar_are_said(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure("октябрь")], procedures=[], settings=Settings(year=2030)))

    assert ["calendar-not-published"] == codes(outcome)


def test_days_before_the_first_known_calendar_are_said(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure("октябрь")], procedures=[], settings=Settings(year=2020)))

    assert ["year-before-calendar"] == codes(outcome)


def test_the_calendar_numbers_working_days_and_names_holidays_and_breaks() -> None:
    frame = calendar(SchoolYear(2024))
    days = frame.set_index("date")

    assert 487 == len(frame)
    assert frame["working"].sum() == frame["number"].max()
    assert list(range(1, int(frame["working"].sum()) + 1)) == frame["number"].dropna().astype(int).to_list()
    assert ("понедельник", "рабочий", 1.0, 0.0, 1.0, "") == tuple(days.loc["2024-09-02"])
    assert 1.0 == days.loc["2025-03-07", "shortened"]
    assert "День Победы" == days.loc["2025-05-09", "note"]
    assert "каникулы после: I четверть" == days.loc["2024-10-30", "note"]
    assert pd.isna(days.loc["2024-09-01", "number"])
