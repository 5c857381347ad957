"""Working days, terms and kinds of days of an academic year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectivity_core.school_year import KNOWN_UNTIL, Period, SchoolYear

DAYS = st.dates(date(2022, 1, 10), date(2027, 12, 1))


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2025, 5, 12), -1, date(2025, 5, 7)),
        (date(2025, 11, 5), -1, date(2025, 11, 1)),
        (date(2025, 1, 9), -1, date(2024, 12, 28)),
        (date(2024, 12, 28), 1, date(2025, 1, 9)),
        (date(2025, 4, 29), 3, date(2025, 5, 6)),
        (date(2025, 6, 10), 4, date(2025, 6, 18)),
        (date(2026, 5, 12), -1, date(2026, 5, 8)),
        (date(2027, 2, 24), -1, date(2027, 2, 20)),
        (date(2025, 1, 1), 0, date(2025, 1, 1)),
    ],
)
def test_working_days_follow_the_published_production_calendar(day: date, n: int, expected: date) -> None:
    actual = SchoolYear(2024).add_working_days(day, n)

    assert expected == actual


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2025, 5, 12), -1, date(2025, 5, 10)),  # an ordinary Saturday
        (date(2025, 5, 12), -2, date(2025, 5, 7)),  # Thursday 8 May is free for a Sunday
        (date(2025, 4, 30), 1, date(2025, 5, 2)),  # free for a Saturday: only where Saturdays are days off
        (date(2025, 11, 5), -1, date(2025, 11, 3)),  # the same
        (date(2025, 3, 7), 1, date(2025, 3, 10)),  # Saturday 8 March is a holiday
        (date(2026, 5, 8), 1, date(2026, 5, 11)),  # 9 May is a Saturday: nothing to move
        (date(2026, 3, 7), 1, date(2026, 3, 10)),  # 8 March is a Sunday: moved to Monday
    ],
)
def test_a_six_day_week_works_on_saturdays_and_on_days_that_are_free_for_saturdays(day: date, n: int, expected: date) -> None:
    actual = SchoolYear(2024, six_day=True).add_working_days(day, n)

    assert expected == actual


@pytest.mark.parametrize("six_day", [False, True])
def test_every_weekend_worked_by_resolution_is_worked_in_either_week(six_day: bool) -> None:
    worked = [date(2022, 3, 5), date(2024, 4, 27), date(2024, 11, 2), date(2024, 12, 28), date(2025, 11, 1)]

    assert [True] * len(worked) == [SchoolYear(2024, six_day=six_day).is_working(day) for day in worked]


@given(DAYS, st.integers(-40, 40))
def test_counting_working_days_undoes_adding_them(day: date, n: int) -> None:
    year = SchoolYear(2024)
    start = year.add_working_days(day, 1)
    actual = year.working_days_between(start, year.add_working_days(start, n))

    assert n == actual


@given(DAYS, st.integers(1, 20), st.booleans())
def test_a_step_in_working_days_ends_on_a_working_day(day: date, n: int, six_day: bool) -> None:
    year = SchoolYear(2024, six_day=six_day)

    assert year.is_working(year.add_working_days(day, n))
    assert year.is_working(year.add_working_days(day, -n))


def test_the_first_school_day_is_the_first_working_day_of_september() -> None:
    actual = [SchoolYear(year).first_day for year in (2023, 2024, 2025)]

    assert [date(2023, 9, 1), date(2024, 9, 2), date(2025, 9, 1)] == actual


def test_the_terms_of_2024_lie_between_the_recommended_breaks() -> None:
    breaks = [(found.start, found.due) for found in SchoolYear(2024).breaks]

    assert [
        (date(2024, 10, 26), date(2024, 11, 4)),
        (date(2024, 12, 31), date(2025, 1, 12)),
        (date(2025, 3, 22), date(2025, 3, 31)),
    ] == breaks


@pytest.mark.parametrize("year", range(2021, 2030))
def test_the_terms_of_any_year_are_in_order_and_begin_after_a_break(year: int) -> None:
    terms = SchoolYear(year).terms
    edges = [edge for term in terms for edge in (term.start, term.due)]

    assert sorted(set(edges)) == edges
    assert terms[1].start > terms[0].due + timedelta(days=7)


def test_a_school_may_state_its_own_days_and_terms() -> None:
    terms = (Period("I триместр", date(2024, 9, 2), date(2024, 11, 30)),)
    year = SchoolYear(
        2024,
        first_day=date(2024, 9, 1),
        last_day=date(2025, 5, 30),
        extra_days_off=[date(2025, 4, 15)],
        extra_working_days={date(2025, 5, 2), date(2025, 4, 19)},
        terms=terms,
    )

    assert (date(2024, 9, 1), date(2025, 5, 30), terms) == (year.first_day, year.last_day, year.terms)
    assert ("выходной", "рабочий", "рабочая суббота") == tuple(
        year.describe(day).kind for day in (date(2025, 4, 15), date(2025, 5, 2), date(2025, 4, 19))
    )


def test_a_break_does_not_free_the_staff() -> None:
    assert SchoolYear(2024).is_working(date(2024, 10, 28))


def test_the_calendar_sheet_gets_every_day_with_its_kind_and_the_russian_name() -> None:
    days = {found.day: found for found in SchoolYear(2024).days()}
    shown = [
        (days[day].kind, days[day].name)
        for day in (date(2024, 9, 2), date(2024, 9, 1), date(2024, 12, 28), date(2024, 12, 30), date(2025, 5, 9))
    ]

    assert (365, date(2024, 9, 1), date(2025, 8, 31)) == (len(days), min(days), max(days))
    assert [
        ("рабочий", ""),
        ("выходной", ""),
        ("рабочая суббота", ""),
        ("перенесённый выходной", "Выходной (перенесено с 28.12.2024)"),
        ("праздник", "День Победы"),
    ] == shown


def test_a_day_beyond_the_last_published_calendar_is_said_to_be_unknown() -> None:
    year = SchoolYear(2027)

    assert KNOWN_UNTIL == year.known_until
    assert (True, False, False) == tuple(year.is_known(day) for day in (KNOWN_UNTIL, KNOWN_UNTIL + timedelta(days=1), date(2021, 12, 31)))


def test_the_package_still_knows_the_last_year_that_is_called_known() -> None:
    transferred = [found.day for found in SchoolYear(2027).days() if found.kind == "перенесённый выходной"]

    assert [date(2027, 11, 5), date(2027, 12, 31)] == [day for day in transferred if day <= KNOWN_UNTIL]


def test_a_year_can_be_hashed_so_that_readings_can_be_remembered() -> None:
    assert hash(SchoolYear(2024, extra_days_off=[date(2025, 4, 15)])) == hash(SchoolYear(2024, extra_days_off={date(2025, 4, 15)}))
