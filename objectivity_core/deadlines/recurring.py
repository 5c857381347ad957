"""The terms of a recurring deadline: one per week, month, calendar quarter, school term, half or year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from objectivity_core.deadlines.dates import Span, half_year, month_end, nth_weekday
from objectivity_core.deadlines.model import Recurrence, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from objectivity_core.school_year.year import SchoolYear


def expand(rule: Recurrence, school_year: SchoolYear) -> tuple[Term, ...]:
    """The terms that follow from the rule, in the order of time.

    Without a window these are the units that lie wholly inside the academic year (1 September to 31 August): twelve
    months, three calendar quarters (the third one is cut by the academic year), the terms of the settings. With a
    window every unit that touches it, cut to it; of terms on single days those inside it.
    """
    window = _window(rule, school_year)
    if rule.weekday is not None and rule.unit == "week":
        first = window.start + timedelta(days=(rule.weekday - window.start.weekday()) % 7)
        return tuple(Term(None, first + timedelta(days=i)) for i in range(0, (window.due - first).days + 1, 7))
    units = [
        unit for unit in _units(rule, window, school_year) if unit.start <= window.due and window.start <= unit.due
    ]
    if rule.window is None:
        units = [unit for unit in units if window.start <= unit.start and unit.due <= window.due]
    if rule.day is not None or rule.weekday is not None:
        days = [_day(rule, unit) for unit in units]
        inside = [day for day in days if rule.following or window.start <= day <= window.due]
        return tuple(Term(None, day) for day in inside)

    return tuple(Term(max(unit.start, window.start), min(unit.due, window.due)) for unit in units)


def _window(rule: Recurrence, school_year: SchoolYear) -> Span:
    if rule.window is None or rule.window.start is None or rule.window.due is None:
        return Span(school_year.starts, school_year.ends)

    return Span(rule.window.start, rule.window.due)


def _units(rule: Recurrence, window: Span, school_year: SchoolYear) -> Iterator[Span]:
    """The units around the window; those outside it are left to the caller."""
    if rule.unit == "term":
        yield from (Span(term.start, term.due) for term in school_year.quarters)
    elif rule.unit == "half":
        yield from (half_year(number, None, school_year) for number in (1, 2))
    elif rule.unit == "year":
        yield Span(school_year.starts, school_year.ends)
    elif rule.unit == "week":
        monday = window.start - timedelta(days=window.start.weekday())
        for i in range(0, (window.due - monday).days + 1, 7):
            yield Span(monday + timedelta(days=i), monday + timedelta(days=i + 6))
    else:
        yield from _months(window, 1 if rule.unit == "month" else 3)


def _months(window: Span, length: int) -> Iterator[Span]:
    """Months, or quarters for a length of three, from the one of the window's start to the one of its end."""
    month = (window.start.year * 12 + window.start.month - 1) // length * length
    while month <= window.due.year * 12 + window.due.month - 1:
        last = month + length - 1
        yield Span(date(month // 12, month % 12 + 1, 1), month_end(last // 12, last % 12 + 1))
        month += length


def _day(rule: Recurrence, unit: Span) -> date:
    """The single day on which the unit's term falls due."""
    if rule.weekday is not None:
        return nth_weekday(rule.nth or 1, rule.weekday, unit.start)
    base = unit.due + timedelta(days=1) if rule.following else unit.due
    last = month_end(base.year, base.month)

    return last.replace(day=min(rule.day or last.day, last.day))
