"""The academic year: its first and last school day, its terms and its working days.

Working days follow the production calendar (`production_calendar`): transferred days off and working Saturdays. School
breaks (каникулы) are working days of the staff, so a break never makes a day non-working here.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from objectivity_core.school_year.production_calendar import (
    DAY,
    KNOWN_FROM,
    KNOWN_UNTIL,
    SHORTENED,
    is_public_holiday,
    official,
    transferred_from,
)
from objectivity_core.school_year.quarters import Period, halves, months, named, parse_quarters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["KNOWN_FROM", "KNOWN_UNTIL", "CalendarDay", "DayKind", "Period", "SchoolYear", "parse_quarters"]

DayKind = Literal["рабочий", "выходной", "праздник", "перенесённый выходной", "рабочая суббота"]

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class CalendarDay:
    """One day of the academic year: what kind of day it is for the staff, and the holiday's name or "".

    `shortened` = it is worked, an hour shorter than other days (Labour Code, article 95).
    """

    day: date
    kind: DayKind
    name: str
    shortened: bool = False

    @property
    def is_working(self) -> bool:
        """Whether the staff works on this day."""
        return self.kind in ("рабочий", "рабочая суббота")


@dataclass(frozen=True)
class SchoolYear:
    """The academic year that begins on 1 September of `year`, and its working days.

    Args:
        year: The first calendar year: 2024 stands for 2024/2025.
        first_day: The first school day; by default the first working day from 1 September on.
        last_day: The last school day; by default 26 May (the plan for 2024/25).
        six_day: Whether ordinary Saturdays are working days.
        extra_days_off: Days that are free in this school or region although the calendar says otherwise.
        extra_working_days: Days that are worked although the calendar says otherwise; they win over days off.
        terms: The terms in order; by default those between the breaks recommended for 2024/25 (26.10-04.11,
            31.12-12.01, 22-31.03), in other years moved to the nearest days with the same weekday.

    >>> SchoolYear(2024).first_day
    datetime.date(2024, 9, 2)
    >>> SchoolYear(2024).add_working_days(date(2025, 5, 12), -1)
    datetime.date(2025, 5, 7)
    >>> [f"{term.start:%d.%m}-{term.due:%d.%m}" for term in SchoolYear(2024).quarters]
    ['02.09-25.10', '05.11-30.12', '13.01-21.03', '01.04-26.05']
    """

    year: int
    first_day: date = None  # type: ignore[assignment]  # filled from `year` below
    last_day: date = None  # type: ignore[assignment]  # filled from `year` below
    six_day: bool = False
    extra_days_off: Collection[date] = field(default=frozenset())
    extra_working_days: Collection[date] = field(default=frozenset())
    quarters: tuple[Period, ...] = ()

    def __post_init__(self) -> None:
        """Fill what was left out, and freeze the collections so that a year can be hashed."""
        put = functools.partial(object.__setattr__, self)
        put("extra_days_off", frozenset(self.extra_days_off))
        put("extra_working_days", frozenset(self.extra_working_days))
        put("first_day", self.first_day or self._working_day_from(self.starts))
        put("last_day", self.last_day or date(self.year + 1, 5, 26))
        put("quarters", tuple(self.quarters) or self._default_quarters())

    @property
    def starts(self) -> date:
        """1 September, the first day of the academic year."""
        return date(self.year, 9, 1)

    @property
    def ends(self) -> date:
        """31 August, the last day of the academic year."""
        return date(self.year + 1, 8, 31)

    @property
    def known_from(self) -> date:
        """The first day of the first published production calendar that is known here."""
        return KNOWN_FROM

    @property
    def known_until(self) -> date:
        """The last day of the last published production calendar that is known here."""
        return KNOWN_UNTIL

    @property
    def breaks(self) -> tuple[Period, ...]:
        """The breaks between the terms, each named after the term that it follows."""
        return tuple(
            Period(f"каникулы после: {before.name}", before.due + DAY, after.start - DAY)
            for before, after in pairwise(self.quarters)
        )

    def periods(self, unit: str) -> tuple[Period, ...]:
        """The periods of one kind from the first school day to the last, in order.

        Args:
            unit: «месяц» (calendar months, the first and the last one cut), «четверть» (the terms, whatever their number),
                «полугодие» (of two or four terms) or «год».

        Raises:
            ValueError: With a Russian sentence: the terms do not add up to halves, or there is no such unit.

        >>> [f"{found.name}: {found.start:%d.%m}-{found.due:%d.%m}" for found in SchoolYear(2024).periods("полугодие")]
        ['I полугодие: 02.09-30.12', 'II полугодие: 13.01-26.05']
        >>> SchoolYear(2024).periods("месяц")[-1].name
        'май 2025'
        """
        if unit == "четверть":
            return self.quarters
        if unit == "полугодие":
            return halves(self.quarters)
        if unit == "месяц":
            return tuple(months(self.first_day, self.last_day))
        if unit == "год":
            return (Period(f"{self.year}/{self.year + 1} учебный год", self.first_day, self.last_day),)
        raise ValueError(f"Периода «{unit}» нет: бывают месяц, четверть, полугодие и год.")

    def is_known(self, day: date) -> bool:
        """Whether a published production calendar covers the day; where not, callers report a finding."""
        return KNOWN_FROM <= day <= KNOWN_UNTIL

    def is_working(self, day: date) -> bool:
        """Whether the staff works on the day.

        >>> SchoolYear(2025).is_working(date(2025, 11, 1))  # a Saturday worked for Monday, 3 November
        True
        """
        return self.describe(day).is_working

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after the day (before it where n is negative); the day itself is not counted.

        Args:
            day: Where counting begins; it need not be a working day.
            n: The number of working days; 0 gives the day itself.

        >>> SchoolYear(2024).add_working_days(date(2025, 1, 9), -1)
        datetime.date(2024, 12, 28)
        """
        step = DAY if n > 0 else -DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step

        return day

    def days(self) -> Iterator[CalendarDay]:
        """Every day from 1 September to the end of the next calendar year, for the sheet «Календарь».

        The book is used until the next one is made, and what is overdue goes on being counted.
        """
        for i in range((date(self.year + 1, 12, 31) - self.starts).days + 1):
            yield self.describe(self.starts + DAY * i)

    def describe(self, day: date) -> CalendarDay:
        """What kind of day it is for the staff, and why.

        In a six-day week Saturday is no day off (Labour Code, article 111), so nothing is transferred from a Saturday
        (article 112): Friday 2025-05-02, free in exchange for Saturday 2025-01-04, is worked, as is Saturday
        2025-05-10; Thursday 2025-05-08, free in exchange for a Sunday, is free. A school that does otherwise enters
        extra days off.

        A working day right before a public holiday is shortened, as is a worked weekend that replaces such a day.

        >>> SchoolYear(2024).describe(date(2025, 5, 9)).name
        'День Победы'
        >>> SchoolYear(2024).describe(date(2024, 11, 2)).shortened  # worked for 30 April, the day before 1 May
        True
        >>> SchoolYear(2024, six_day=True).add_working_days(date(2025, 5, 12), -1)
        datetime.date(2025, 5, 10)
        """
        if day in self.extra_working_days:
            return self._worked(day, special=day.weekday() == SATURDAY)
        if day in self.extra_days_off:
            return CalendarDay(day, "выходной", "")
        holiday, worked_weekend = official(day)
        source = transferred_from(day, holiday)
        if source and not (self.six_day and source.weekday() == SATURDAY):
            return CalendarDay(day, "перенесённый выходной", holiday)
        if holiday and not source:
            return CalendarDay(day, "праздник", holiday)
        if worked_weekend and not self.six_day:
            return self._worked(day, special=day.weekday() == SATURDAY)
        free = (SUNDAY,) if self.six_day else (SATURDAY, SUNDAY)

        return CalendarDay(day, "выходной", "") if day.weekday() in free and not worked_weekend else self._worked(day)

    def _worked(self, day: date, *, special: bool = False) -> CalendarDay:
        # In a six-day week nothing is moved from a Saturday, so that no Saturday stands for another day there.
        shortened = is_public_holiday(day + DAY) or (day in SHORTENED and not self.six_day)

        return CalendarDay(day, "рабочая суббота" if special else "рабочий", "", shortened)

    def _working_day_from(self, day: date) -> date:
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def _default_quarters(self) -> tuple[Period, ...]:
        """The terms of 2024/25 between the recommended breaks, moved to the nearest same weekday."""
        autumn = self._near(date(2024, 10, 26))
        spring = self._near(date(2025, 3, 22))

        return named(
            [
                (self.first_day, autumn - DAY),
                (self._working_day_from(autumn + 10 * DAY), date(self.year, 12, 30)),
                (self._near(date(2025, 1, 13)), spring - DAY),
                (self._working_day_from(spring + 10 * DAY), self.last_day),
            ]
        )

    def _near(self, model: date) -> date:
        """The day nearest to a day of 2024/25 that has its weekday in this academic year."""
        day = model.replace(year=model.year + self.year - 2024)

        return day + DAY * ((model.weekday() - day.weekday() + 3) % 7 - 3)
