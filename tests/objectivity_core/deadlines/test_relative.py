"""When something is due relative to a procedure: what is read, and that saying it again means the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectivity_core.deadlines import Offset, Term, describe_relative, read_relative
from objectivity_core.school_year.year import SchoolYear

YEAR = SchoolYear(2024)
TIMES = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))
OFFSETS = st.builds(
    Offset, st.integers(-366, 366), st.sampled_from(["working day", "day", "week", "month"]), st.just(False), TIMES
).map(lambda offset: replace(offset, unit="day") if offset.count == 0 else offset) | st.builds(
    Offset, st.just(1), st.just("day"), st.just(True), TIMES
)


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("-3", -3, "working day"),
        ("−3", -3, "working day"),
        ("– 3", -3, "working day"),
        ("+3", 3, "working day"),
        ("3", 3, "working day"),
        ("3.0", 3, "working day"),
        ("0", 0, "day"),
        ("−3 рабочих дня", -3, "working day"),
        ("-3 рабочих дня до процедуры", -3, "working day"),
        ("+5 раб. дн.", 5, "working day"),
        ("-10 календарных дней", -10, "day"),
        ("-1 день", -1, "day"),
        ("+1 неделя", 1, "week"),
        ("−1 месяц", -1, "month"),
        ("3 рабочих дня до", -3, "working day"),
        ("3 рабочих дня до процедуры", -3, "working day"),
        ("за 3 рабочих дня", -3, "working day"),
        ("за 3 рабочих дня до", -3, "working day"),
        ("не позднее 3 рабочих дней до", -3, "working day"),
        ("за три рабочих дня до ВПР", -3, "working day"),
        ("3 рабочих дня после", 3, "working day"),
        ("через 3 рабочих дня", 3, "working day"),
        ("через 3 рабочих дня после", 3, "working day"),
        ("не позднее 2 рабочих дней после процедуры", 2, "working day"),
        ("в течение 5 рабочих дней", 5, "working day"),
        ("на следующий рабочий день", 1, "working day"),
        ("в день", 0, "day"),
        ("в день процедуры", 0, "day"),
        ("В день проведения", 0, "day"),
        ("накануне", -1, "day"),
        ("за день", -1, "day"),
        ("за неделю", -1, "week"),
        ("неделя до", -1, "week"),
        ("через 2 недели", 2, "week"),
    ],
)
def test_what_people_write_in_the_column_is_read(text: str, count: int, unit: str) -> None:
    assert Offset(count, unit) == read_relative(text, YEAR)  # type: ignore[arg-type]


def test_a_time_and_an_open_end_are_kept() -> None:
    assert Offset(-1, "day", time=time(14)) == read_relative("накануне до 14:00", YEAR)
    assert Offset(1, "day", opens=True) == read_relative("после", YEAR)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "+",
        "3 дня",
        "3 рабочих дня",
        "3-й день",
        "+3 до",
        "-3 после",
        "400",
        "-1000",
        "2,5",
        "до 5 мая",
        "по графику",
        "скоро",
    ],
)
def test_what_has_no_meaning_or_two_is_not_understood(text: str) -> None:
    assert read_relative(text, YEAR) is None


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (Offset(-3, "working day"), "за 3 рабочих дня до процедуры"),
        (Offset(-1, "working day"), "за 1 рабочий день до процедуры"),
        (Offset(-1, "week"), "за неделю до процедуры"),
        (Offset(0, "day"), "в день процедуры"),
        (Offset(3, "working day"), "через 3 рабочих дня после процедуры"),
        (Offset(5, "day", time=time(12)), "через 5 дней после процедуры, до 12:00"),
        (Offset(1, "day", opens=True), "после процедуры"),
    ],
)
def test_an_offset_is_said_in_russian(offset: Offset, expected: str) -> None:
    assert expected == describe_relative(offset)


@given(OFFSETS)
def test_what_is_said_is_read_as_the_same(offset: Offset) -> None:
    assert offset == read_relative(describe_relative(offset), YEAR)


@given(st.text(max_size=30) | st.text(alphabet="+-−0123 днярабочихзадопослевчерез", max_size=25))
def test_no_text_makes_reading_fail(text: str) -> None:
    found = read_relative(text, YEAR)

    assert found is None or found == read_relative(describe_relative(found), YEAR)


def test_working_days_are_counted_by_the_calendar() -> None:
    offset = read_relative("-3", YEAR)

    assert offset
    assert Term(None, date(2025, 5, 5)) == offset.term(date(2025, 5, 12), YEAR)
