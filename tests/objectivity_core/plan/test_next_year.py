"""Next year's plan is this year's a year later; keys never return, nothing of what was done comes along, doubts are named."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.plan.next_year import CARRIED, LEFT_BEHIND, Surroundings, next_year
from objectivity_core.settings import Settings, read_settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeState


def roll(
    make_state: MakeState,
    *phrases: str,
    around: Surroundings | None = None,
    settings: Settings | None = None,
    **tables: Any,
) -> Outcome:
    measures = [
        {
            "measure_id": f"M{number:03d}",
            "number": str(number),
            "measure": "Мера",
            "phrase": phrase,
            "responsible": "Директор",
        }
        for number, phrase in enumerate(phrases, start=1)
    ]
    state = make_state(settings=settings, **({"measures": measures} | tables))

    return next_year(state, around or Surroundings())


def phrases(outcome: Outcome) -> list[str]:
    return outcome.product.contents["measures"]["phrase"].to_list()  # type: ignore[no-any-return]


def about_plan(outcome: Outcome) -> list[tuple[str, str]]:
    return [(finding.code, finding.key) for finding in outcome.findings if finding.table == "measures"]


def test_years_that_a_phrase_says_move_by_one_and_other_words_stay(make_state: MakeState) -> None:
    outcome = roll(
        make_state, "октябрь 2024 г., апрель", "в течение учебного года", "не позднее 1 рабочего дня до процедуры"
    )

    assert ["октябрь 2025 г., апрель", "в течение учебного года", "не позднее 1 рабочего дня до процедуры"] == phrases(
        outcome
    )
    assert [] == about_plan(outcome)


def test_a_day_whose_weekday_changes_is_named_with_both_weekdays(make_state: MakeState) -> None:
    outcome = roll(make_state, "10.09.2024")
    (finding,) = [one for one in outcome.findings if one.table == "measures"]

    assert ["10.09.2025"] == phrases(outcome)
    assert ("moved-date", "info", "M001", "Срок исполнения", "10.09.2024") == (
        finding.code,
        finding.severity,
        finding.key,
        finding.column,
        finding.value,
    )
    assert "10.09.2025, среда (в этом году вторник)" in finding.message


def test_a_day_that_becomes_free_is_named(make_state: MakeState) -> None:
    (finding,) = [one for one in roll(make_state, "до 05.09.2024, до 13.09.2024").findings if one.table == "measures"]

    assert "05.09.2025, пятница (в этом году четверг); 13.09.2025, суббота, нерабочий день" in finding.message


def test_a_day_without_year_is_looked_at_too(make_state: MakeState) -> None:
    outcome = roll(make_state, "до 15 сентября")

    assert ["до 15 сентября"] == phrases(outcome)
    assert [("moved-date", "M001")] == about_plan(outcome)


def test_saturday_is_no_free_day_in_a_six_day_week(make_state: MakeState) -> None:
    (finding,) = [
        one
        for one in roll(make_state, "13.09.2024", settings=Settings(six_day_week=True)).findings
        if one.table == "measures"
    ]

    assert "13.09.2025, суббота (в этом году пятница)" in finding.message


def test_a_phrase_nobody_can_read_is_carried_as_it_is_and_named(make_state: MakeState) -> None:
    outcome = roll(make_state, "когда рак свистнет", "")

    assert ["когда рак свистнет", ""] == phrases(outcome)
    assert [("unmoved-deadline", "M001")] == about_plan(outcome)


@pytest.mark.parametrize(
    ("phrase", "moved", "instead", "says"),
    [
        (
            "до 29 февраля 2024 г.",
            "до 29 февраля 2025 г.",
            "до 28 февраля 2025 г.",
            "срок «до 29 февраля 2024 г.» в новой книге стал",
        ),
        ("29.02.2024", "29.02.2025", "28.02.2025", "срок «29.02.2024» в новой книге стал «29.02.2025»"),
    ],
)
def test_29_february_of_a_year_without_it_is_said_truly_and_another_day_proposed(
    phrase: str, moved: str, instead: str, says: str, make_state: MakeState
) -> None:
    outcome = roll(make_state, phrase, settings=Settings(year=2023))
    (finding,) = [one for one in outcome.findings if one.table == "measures"]

    assert [moved] == phrases(outcome)
    assert says in finding.message
    assert "29 февраля в тот год нет" in finding.message
    assert "как есть" not in finding.message
    assert f"«{instead}»" in finding.remedy


def test_the_date_of_an_order_is_no_deadline(make_state: MakeState) -> None:
    outcome = roll(make_state, "до 10.09.2024 (приказ от 13.05.2024 № 1008)")

    assert ["до 10.09.2025 (приказ от 13.05.2024 № 1008)"] == phrases(outcome)
    assert ["M001"] == [key for _, key in about_plan(outcome)]


def test_people_lists_tasks_and_scales_come_along_as_they_are(make_state: MakeState) -> None:
    contents = roll(make_state, "октябрь").product.contents
    before = make_state()

    for name in set(CARRIED) - {"measures"}:
        columns = [column.name for column in TABLES[name].columns if column.read]
        assert records_of(before[name].astype(object).fillna("")) == records_of(
            contents[name][columns].astype(object).fillna("")
        )


def test_everything_else_about_a_measure_stays(make_state: MakeState) -> None:
    row = {name: f"своё {name}" for name in TABLES["measures"].names if TABLES["measures"][name].read} | {
        "measure_id": "M007"
    }
    contents = roll(make_state, measures=[row | {"phrase": "октябрь"}]).product.contents
    (carried,) = records_of(contents["measures"])

    assert row | {"phrase": "октябрь"} == {name: carried[name] for name in row}


def test_nothing_of_what_was_done_comes_along(make_state: MakeState) -> None:
    contents = roll(
        make_state, "октябрь", occurrences=[{"measure_id": "M001", "ordinal": 1, "done": dt.date(2024, 10, 5)}]
    ).product.contents

    assert {"procedures", "occurrences", "pupils", "own_marks"} < set(LEFT_BEHIND)
    assert [] == [name for name in LEFT_BEHIND if len(contents[name])]
    assert not {"works", "scores", "results", "commission"} & set(contents)


def test_settings_of_the_school_stay_and_those_of_the_year_or_the_book_go(make_state: MakeState) -> None:
    settings = Settings(
        school="Школа № 1",
        today=dt.date(2025, 4, 28),
        due_soon=14,
        six_day_week=True,
        first_day=dt.date(2024, 9, 2),
        last_day=dt.date(2025, 5, 25),
        quarters="02.09.2024-25.10.2024",
        record_per="месяц",
        summary_until=dt.date(2025, 6, 20),
        days_off=(dt.date(2024, 10, 1),),
        working_days=(dt.date(2024, 10, 5),),
        scoring_folder="/a",
        plan_file="/b",
        timetable_file="/c",
        proof_folder="/d",
        external_file="/e",
        book_id="12345678",
        last_pupil=70,
        last_staff=9,
        last_measure=16,
    )
    after, findings = read_settings(roll(make_state, "октябрь", settings=settings).product.contents["settings"])
    kept = {"school", "due_soon", "six_day_week", "record_per", "last_pupil", "last_staff", "last_measure"}

    assert [] == findings
    assert Settings(year=2025, **{name: getattr(settings, name) for name in kept}) == after
    assert {field.name for field in dataclasses.fields(Settings)} > kept


def test_columns_of_the_schools_own_are_named(make_state: MakeState) -> None:
    outcome = roll(make_state, "октябрь", around=Surroundings({"measures": ("Куратор",), "staff": ("Телефон", "Стаж")}))
    left = [(finding.table, finding.column) for finding in outcome.findings if finding.code == "left-column"]

    assert [("measures", "Куратор"), ("staff", "Телефон"), ("staff", "Стаж")] == left


def test_classes_of_people_and_missing_scales_are_said(make_state: MakeState) -> None:
    assert {"left-classes", "left-scales"} == {finding.code for finding in roll(make_state, "октябрь").findings}
    assert [] == roll(make_state, "октябрь", staff=[{"staff_id": "S001", "name": "Первая"}], scales=[]).findings


def test_the_book_is_named_by_its_year_and_never_like_one_that_is_there(make_state: MakeState) -> None:
    first = roll(make_state, "октябрь")
    second = roll(make_state, "октябрь", around=Surroundings(taken=frozenset({"объективность 2025-2026.XLSM"})))

    assert "Объективность 2025-2026.xlsm" == first.product.name
    assert "Объективность 2025-2026 2.xlsm" == second.product.name
    assert "«Объективность 2025-2026 2.xlsm»" in second.message


def test_this_book_is_not_changed(make_state: MakeState) -> None:
    outcome = roll(make_state, "10.09.2024")

    assert {} == outcome.tables
    assert outcome.settings is None
    assert {"info"} == {finding.severity for finding in outcome.findings}


def test_a_day_outside_the_school_year_stays_a_year_later_and_is_no_other_doubt(make_state: MakeState) -> None:
    outcome = roll(make_state, "15.08.2024", "сентябрь 2024 - май 2025")

    assert ["15.08.2025", "сентябрь 2025 - май 2026"] == phrases(outcome)
    assert [("moved-date", "M001")] == about_plan(outcome)


def test_a_term_left_in_the_old_year_is_named(make_state: MakeState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("objectivity_core.deadlines.shift_years", lambda phrase, _: phrase)
    outcome = roll(make_state, "май 2025")

    assert [("deadline-outside-new-year", "M001")] == about_plan(outcome)


def test_the_end_of_a_month_without_a_day_is_no_doubt(make_state: MakeState) -> None:
    assert [] == about_plan(roll(make_state, "до конца октября", "октябрь"))


def test_a_scale_of_the_new_year_is_enough(make_state: MakeState) -> None:
    scale = {"kind": "ВПР", "subject": "Русский язык", "grade": 4, "year": "2025/2026", "max": 5}

    assert "left-scales" not in {finding.code for finding in roll(make_state, "октябрь", scales=[scale]).findings}
