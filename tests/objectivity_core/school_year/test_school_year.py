"""Working days, terms and kinds of days of an academic year."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from types import SimpleNamespace

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectivity_core.school_year import production_calendar
from objectivity_core.school_year.year import KNOWN_UNTIL, Period, SchoolYear, parse_quarters

# The working days and the norm of hours of the 40-hour week in the published production calendars; 2027 is derived.
NORMS = [
    (2022, 247, 1973),
    (2023, 247, 1973),
    (2024, 248, 1979),
    (2025, 247, 1972),
    (2026, 247, 1972),
    (2027, 247, 1972),
]
# Article 112 of the Labour Code.
PUBLIC_HOLIDAYS = {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
# Days off given by resolution for a holiday or for one of 1-8 January that fell on a Sunday: a six-day week has them too.
FREE_FOR_SUNDAYS = {
    *(date(2022, 5, 2), date(2022, 5, 10), date(2022, 6, 13), date(2023, 2, 24), date(2023, 5, 8), date(2024, 12, 31)),
    *(
        date(2025, 5, 8),
        date(2025, 12, 31),
        date(2026, 3, 9),
        date(2026, 12, 31),
        date(2027, 5, 10),
        date(2027, 12, 31),
    ),
}
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
def test_a_six_day_week_works_on_saturdays_and_on_days_that_are_free_for_saturdays(
    day: date, n: int, expected: date
) -> None:
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
    first, last = sorted((start, year.add_working_days(start, n)))
    passed = sum(year.is_working(first + timedelta(days=i)) for i in range(1, (last - first).days + 1))

    assert abs(n) == passed
    assert (n > 0) == (start < last)


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
    terms = SchoolYear(year).quarters
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
        quarters=terms,
    )

    assert (date(2024, 9, 1), date(2025, 5, 30), terms) == (year.first_day, year.last_day, year.quarters)
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

    assert (487, date(2024, 9, 1), date(2025, 12, 31)) == (len(days), min(days), max(days))
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
    assert (True, False, False) == tuple(
        year.is_known(day) for day in (KNOWN_UNTIL, KNOWN_UNTIL + timedelta(days=1), date(2021, 12, 31))
    )


def test_the_package_still_knows_the_last_year_that_is_called_known() -> None:
    transferred = [found.day for found in SchoolYear(2027).days() if found.kind == "перенесённый выходной"]

    assert [date(2027, 11, 5), date(2027, 12, 31)] == [day for day in transferred if day <= KNOWN_UNTIL]


def test_a_year_can_be_hashed_so_that_readings_can_be_remembered() -> None:
    assert hash(SchoolYear(2024, extra_days_off=[date(2025, 4, 15)])) == hash(
        SchoolYear(2024, extra_days_off={date(2025, 4, 15)})
    )


def year_of_days(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=i) for i in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


@pytest.mark.parametrize(("year", "days", "hours"), NORMS)
def test_working_days_and_shortened_days_give_the_published_norm_of_hours(year: int, days: int, hours: int) -> None:
    found = [SchoolYear(year).describe(day) for day in year_of_days(year)]
    worked = [day for day in found if day.is_working]

    assert (days, hours) == (len(worked), 8 * len(worked) - sum(day.shortened for day in found))


@pytest.mark.parametrize("year", [norm[0] for norm in NORMS])
def test_every_day_of_a_five_day_week_is_worked_as_the_package_says(year: int) -> None:
    package = holidays.country_holidays("RU", years=year)

    assert [day for day in year_of_days(year) if package.is_working_day(day)] == [
        day for day in year_of_days(year) if SchoolYear(year).is_working(day)
    ]


@pytest.mark.parametrize("year", [norm[0] for norm in NORMS])
def test_every_day_of_a_six_day_week_is_worked_but_sundays_holidays_and_days_free_for_sundays(year: int) -> None:
    expected = [
        day
        for day in year_of_days(year)
        if day.weekday() != 6 and (day.month, day.day) not in PUBLIC_HOLIDAYS and day not in FREE_FOR_SUNDAYS
    ]

    assert expected == [day for day in year_of_days(year) if SchoolYear(year, six_day=True).is_working(day)]


@pytest.mark.parametrize(
    ("day", "six_day", "expected"),
    [
        (date(2025, 3, 7), False, True),
        (date(2024, 11, 2), False, True),  # a Saturday worked for 30 April
        (date(2024, 12, 28), False, False),  # a Saturday worked for 30 December, which no holiday follows
        (date(2024, 4, 27), False, False),  # a Saturday worked for 29 April, the same
        (date(2025, 5, 7), False, False),  # the day before a moved day off
        (date(2025, 2, 21), False, False),  # a Friday before a weekend with a holiday
        (date(2024, 11, 2), True, False),  # an ordinary Saturday: 30 April is worked
        (date(2024, 4, 30), True, True),
        (date(2025, 2, 22), True, True),
        (date(2025, 3, 8), True, False),
    ],
)
def test_a_day_is_shortened_right_before_a_holiday_or_in_place_of_such_a_day(
    day: date, six_day: bool, expected: bool
) -> None:
    assert expected == SchoolYear(day.year, six_day=six_day).describe(day).shortened


def test_a_free_day_is_not_shortened_and_a_day_worked_by_the_school_can_be() -> None:
    free, worked = (
        SchoolYear(2024, extra_days_off=[date(2025, 3, 7)]),
        SchoolYear(2024, extra_working_days=[date(2025, 2, 22)]),
    )

    assert (False, True) == (free.describe(date(2025, 3, 7)).shortened, worked.describe(date(2025, 2, 22)).shortened)


@given(st.dates(date(2021, 9, 1), date(2034, 8, 31)), st.booleans())
def test_only_working_days_are_shortened(day: date, six_day: bool) -> None:
    found = SchoolYear(2024, six_day=six_day).describe(day)

    assert found.is_working or not found.shortened


FOUR = "02.09.2024-25.10.2024; 05.11.2024-30.12.2024; 13.01.2025-21.03.2025; 01.04.2025-26.05.2025"
THREE = "02.09.2024–29.11.2024\n09.12.2024 – 28.02.2025\n10.03.2025—26.05.2025;"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (FOUR, ["I четверть", "II четверть", "III четверть", "IV четверть"]),
        (THREE, ["I триместр", "II триместр", "III триместр"]),
        ("2.9.2024-28.12.2024;9.1.2025-26.5.2025", ["I полугодие", "II полугодие"]),
    ],
)
def test_terms_are_read_from_the_settings_and_named_by_their_number(text: str, names: list[str]) -> None:
    terms = parse_quarters(text)

    assert names == [term.name for term in terms]
    assert (date(2024, 9, 2), date(2025, 5, 26)) == (terms[0].start, terms[-1].due)


def test_the_default_terms_can_be_written_as_a_setting() -> None:
    assert SchoolYear(2024).quarters == parse_quarters(FOUR)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Учебных периодов 0"),
        ("02.09.2024-26.05.2025", "Учебных периодов 1"),
        (f"{FOUR}; 01.06.2025-10.06.2025", "Учебных периодов 5"),
        ("02.09.2024-28.12.2024; 28.12.2024-26.05.2025", "начинается раньше, чем кончился предыдущий"),
        ("09.01.2025-26.05.2025; 02.09.2024-28.12.2024", "начинается раньше, чем кончился предыдущий"),
        ("28.12.2024-02.09.2024; 09.01.2025-26.05.2025", "кончается раньше, чем начинается"),
        ("31.09.2024-28.12.2024; 09.01.2025-26.05.2025", "нет в календаре"),
        ("сентябрь-декабрь; январь-май", "Учебный период «сентябрь-декабрь» не прочитан"),
        ("02.09-28.12; 09.01-26.05", "не прочитан"),
    ],
)
def test_terms_that_cannot_be_are_refused_in_russian(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_quarters(text)


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("четверть", ["I четверть", "II четверть", "III четверть", "IV четверть"]),
        ("полугодие", ["I полугодие", "II полугодие"]),
        ("год", ["2024/2025 учебный год"]),
        (
            "месяц",
            [
                *("сентябрь 2024", "октябрь 2024", "ноябрь 2024", "декабрь 2024", "январь 2025"),
                *("февраль 2025", "март 2025", "апрель 2025", "май 2025"),
            ],
        ),
    ],
)
def test_the_periods_of_a_school_year_have_their_names(unit: str, names: list[str]) -> None:
    assert names == [period.name for period in SchoolYear(2024).periods(unit)]


@pytest.mark.parametrize("terms", ["", THREE, "02.09.2024-28.12.2024; 09.01.2025-26.05.2025"])
@pytest.mark.parametrize("unit", ["месяц", "четверть", "полугодие", "год"])
def test_periods_run_in_order_from_the_first_school_day_to_the_last(unit: str, terms: str) -> None:
    year = SchoolYear(2024, quarters=parse_quarters(terms) if terms else ())
    if unit == "полугодие" and terms == THREE:
        with pytest.raises(ValueError, match="Полугодия не складываются"):
            year.periods(unit)
        return
    periods = year.periods(unit)
    edges = [edge for period in periods for edge in (period.start, period.due)]

    assert (year.first_day, year.last_day) == (edges[0], edges[-1])
    assert sorted(edges) == edges


@given(st.dates(date(2024, 9, 2), date(2025, 5, 26)), st.sampled_from(["месяц", "год"]))
def test_every_day_of_the_school_year_lies_in_one_month_and_in_the_year(day: date, unit: str) -> None:
    assert 1 == sum(period.start <= day <= period.due for period in SchoolYear(2024).periods(unit))


def test_the_months_are_cut_to_the_school_year() -> None:
    months = SchoolYear(2024).periods("месяц")

    assert (date(2024, 9, 2), date(2024, 9, 30)) == (months[0].start, months[0].due)
    assert (date(2025, 5, 1), date(2025, 5, 26)) == (months[-1].start, months[-1].due)


def test_a_unit_that_there_is_not_is_refused_in_russian() -> None:
    with pytest.raises(ValueError, match="Периода «неделя» нет"):
        SchoolYear(2024).periods("неделя")


def test_the_calendar_imports_no_other_country() -> None:
    code = "import datetime, sys; from objectivity_core.school_year.production_calendar import official; print(official(datetime.date(2025, 5, 9))[0], 'holidays.countries' in sys.modules)"

    told = subprocess.run([sys.executable, "-X", "utf8", "-c", code], check=True, capture_output=True, encoding="utf-8")

    assert "День Победы False" == told.stdout.strip()


def test_a_package_that_keeps_russia_elsewhere_is_asked_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(production_calendar, "PathFinder", SimpleNamespace(find_spec=lambda *_: None))

    assert "День Победы" == production_calendar._calendar.__wrapped__().get(date(2025, 5, 9))
