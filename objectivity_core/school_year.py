"""The academic year: its first and last school day, its terms and its working days.

Working days follow the production calendar of the Russian Federation as the package `holidays` knows it: transferred
days off and working Saturdays, each with the government's resolution named in that package. School breaks (каникулы) are
working days of the staff, so a break never makes a day non-working here.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from holidays import HolidayBase

DayKind = Literal["рабочий", "выходной", "праздник", "перенесённый выходной", "рабочая суббота"]

# The published production calendars which the package `holidays` 0.109 holds. The last one: 2027, resolution listed at
# consultant.ru LAW_544706 and consultant.ru/law/ref/calendar/proizvodstvennye/2027 (checked 2026-09-28). Of 2020 and
# 2021 the package lacks the non-working days of the President's decrees, so that knowledge begins with 2022.
KNOWN_FROM: Final = date(2022, 1, 1)
KNOWN_UNTIL: Final = date(2027, 12, 31)

SATURDAY, SUNDAY = 5, 6
DAY: Final = timedelta(days=1)

# «Выходной (перенесено с 28.12.2024)» and «День Победы (выходной)» are the package's two labels of a moved day off.
_TRANSFERRED = re.compile(r"Выходной \(перенесено с (\d\d\.\d\d\.\d{4})\)")
_OBSERVED = re.compile(r"(.+) \(выходной\)")


@dataclass(frozen=True)
class Period:
    """A named stretch of days, both ends included: a term (четверть) or a break (каникулы)."""

    name: str
    start: date
    due: date


@dataclass(frozen=True)
class CalendarDay:
    """One day of the academic year: what kind of day it is for the staff, and the holiday's name or ""."""

    day: date
    kind: DayKind
    name: str

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

    Examples:
        >>> SchoolYear(2024).first_day
        datetime.date(2024, 9, 2)
        >>> SchoolYear(2024).add_working_days(date(2025, 5, 12), -1)
        datetime.date(2025, 5, 7)
        >>> [f"{term.start:%d.%m}-{term.due:%d.%m}" for term in SchoolYear(2024).terms]
        ['02.09-25.10', '05.11-30.12', '13.01-21.03', '01.04-26.05']
    """

    year: int
    first_day: date = None  # type: ignore[assignment]  # filled from `year` below
    last_day: date = None  # type: ignore[assignment]  # filled from `year` below
    six_day: bool = False
    extra_days_off: Collection[date] = field(default=frozenset())
    extra_working_days: Collection[date] = field(default=frozenset())
    terms: tuple[Period, ...] = ()

    def __post_init__(self) -> None:
        """Fill what was left out, and freeze the collections so that a year can be hashed."""
        put = functools.partial(object.__setattr__, self)
        put("extra_days_off", frozenset(self.extra_days_off))
        put("extra_working_days", frozenset(self.extra_working_days))
        put("first_day", self.first_day or self._working_day_from(self.starts))
        put("last_day", self.last_day or date(self.year + 1, 5, 26))
        put("terms", tuple(self.terms) or self._default_terms())

    @property
    def starts(self) -> date:
        """1 September, the first day of the academic year."""
        return date(self.year, 9, 1)

    @property
    def ends(self) -> date:
        """31 August, the last day of the academic year."""
        return date(self.year + 1, 8, 31)

    @property
    def known_until(self) -> date:
        """The last day of the last published production calendar that is known here."""
        return KNOWN_UNTIL

    @property
    def breaks(self) -> tuple[Period, ...]:
        """The breaks between the terms, each named after the term that it follows."""
        return tuple(
            Period(f"каникулы после: {before.name}", before.due + DAY, after.start - DAY)
            for before, after in zip(self.terms, self.terms[1:], strict=False)
        )

    def is_known(self, day: date) -> bool:
        """Whether a published production calendar covers the day; where not, callers report a finding."""
        return KNOWN_FROM <= day <= KNOWN_UNTIL

    def is_working(self, day: date) -> bool:
        """Whether the staff works on the day.

        Examples:
            >>> SchoolYear(2025).is_working(date(2025, 11, 1))  # a Saturday worked for Monday, 3 November
            True
        """
        return self.describe(day).is_working

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after the day (before it where n is negative); the day itself is not counted.

        Args:
            day: Where counting begins; it need not be a working day.
            n: The number of working days; 0 gives the day itself.

        Examples:
            >>> SchoolYear(2024).add_working_days(date(2025, 1, 9), -1)
            datetime.date(2024, 12, 28)
        """
        step = DAY if n > 0 else -DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """The number of working days after `a` up to and including `b`; negative where `b` is before `a`.

        It undoes `add_working_days`: from a day to the n-th working day after it there are n.

        Examples:
            >>> SchoolYear(2024).working_days_between(date(2025, 4, 29), date(2025, 5, 6))
            3
        """
        if b < a:
            return -sum(self.is_working(b + DAY * i) for i in range((a - b).days))
        return sum(self.is_working(a + DAY * i) for i in range(1, (b - a).days + 1))

    def days(self) -> Iterator[CalendarDay]:
        """Every day of the academic year, 1 September to 31 August, for the sheet «Календарь»."""
        for i in range((self.ends - self.starts).days + 1):
            yield self.describe(self.starts + DAY * i)

    def describe(self, day: date) -> CalendarDay:
        """What kind of day it is for the staff, and why.

        In a six-day week Saturday is no day off (Labour Code, article 111), so nothing is transferred from a Saturday
        (article 112): Friday 2025-05-02, free in exchange for Saturday 2025-01-04, is worked, as is Saturday
        2025-05-10; Thursday 2025-05-08, free in exchange for a Sunday, is free. A school that does otherwise enters
        extra days off.

        Examples:
            >>> SchoolYear(2024).describe(date(2025, 5, 9)).name
            'День Победы'
            >>> SchoolYear(2024, six_day=True).add_working_days(date(2025, 5, 12), -1)
            datetime.date(2025, 5, 10)
        """
        if day in self.extra_working_days:
            return CalendarDay(day, "рабочая суббота" if day.weekday() == SATURDAY else "рабочий", "")
        if day in self.extra_days_off:
            return CalendarDay(day, "выходной", "")
        holiday, worked_weekend = _official(day)
        source = _transferred_from(day, holiday)
        if source and not (self.six_day and source.weekday() == SATURDAY):
            return CalendarDay(day, "перенесённый выходной", holiday)
        if holiday and not source:
            return CalendarDay(day, "праздник", holiday)
        if worked_weekend and not self.six_day:
            return CalendarDay(day, "рабочая суббота" if day.weekday() == SATURDAY else "рабочий", "")
        free = (SUNDAY,) if self.six_day else (SATURDAY, SUNDAY)
        return CalendarDay(day, "выходной" if day.weekday() in free and not worked_weekend else "рабочий", "")

    def _working_day_from(self, day: date) -> date:
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def _default_terms(self) -> tuple[Period, ...]:
        """The terms of 2024/25 between the recommended breaks, moved to the nearest same weekday."""
        autumn = self._near(date(2024, 10, 26))
        spring = self._near(date(2025, 3, 22))
        return (
            Period("I четверть", self.first_day, autumn - DAY),
            Period("II четверть", self._working_day_from(autumn + 10 * DAY), date(self.year, 12, 30)),
            Period("III четверть", self._near(date(2025, 1, 13)), spring - DAY),
            Period("IV четверть", self._working_day_from(spring + 10 * DAY), self.last_day),
        )

    def _near(self, model: date) -> date:
        """The day nearest to a day of 2024/25 that has its weekday in this academic year."""
        day = model.replace(year=model.year + self.year - 2024)
        return day + DAY * ((model.weekday() - day.weekday() + 3) % 7 - 3)


def _transferred_from(day: date, holiday: str) -> date | None:
    """The day off for which the day is free, or None where the day is no transferred day off."""
    if found := _TRANSFERRED.fullmatch(holiday):
        return datetime.strptime(found[1], "%d.%m.%Y").date()  # noqa: DTZ007  # a date, not a moment
    if found := _OBSERVED.fullmatch(holiday):
        source = day - DAY
        while _official(source)[0] != found[1]:
            source -= DAY
        return source
    return None


@functools.cache
def _calendar() -> HolidayBase:
    # Imported on first use: listing the commands must not pay for it.
    import holidays

    return holidays.country_holidays("RU", language="ru")


@functools.cache
def _official(day: date) -> tuple[str, bool]:
    """The holiday's name ("" where it is none), and whether the day is a weekend worked by resolution."""
    # Asking for the name first is what fills the package's set of worked weekends for that year.
    name = _calendar().get(day) or ""
    return name, day in _calendar().weekend_workdays
