"""What a deadline phrase means: terms, or the rule by which terms follow from an event's date."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.school_year.year import SchoolYear

Kind = Literal["fixed", "event", "schedule", "recurring", "continuous", "unknown"]
OffsetUnit = Literal["working day", "day", "week", "month"]
# More days, weeks or months from an event than an academic year has days are a slip of the keyboard.
LONGEST: Final = 366
RecurrenceUnit = Literal["week", "month", "quarter", "term", "half", "year"]


@dataclass(frozen=True)
class Term:
    """When something is to be done: from `start` (None: no matter when) up to and including `due` (None: open)."""

    start: date | None = None
    due: date | None = None
    time: time | None = None


@dataclass(frozen=True)
class Offset:
    """How far a term lies from an event.

    Args:
        count: The number of units; negative before the event, 0 for its day.
        unit: The unit counted; the event's own day is never counted.
        opens: The term begins there and stays open («после проведения») instead of ending there.
        time: The time of day up to which the term runs, where the phrase states one.
    """

    count: int
    unit: OffsetUnit
    opens: bool = False
    time: time | None = None

    def term(self, event: date, school_year: SchoolYear) -> Term:
        """The term that belongs to an event on this day."""
        day = shift(event, self.count, self.unit, school_year)

        return Term(day, None, self.time) if self.opens else Term(None, day, self.time)


@dataclass(frozen=True)
class Recurrence:
    """A term that returns every week, month, calendar quarter, school term, half of the school year, or year.

    Args:
        unit: What it returns in.
        day: Due on this day of the month (the month's last where it has fewer days); None: due at the unit's end.
        weekday: Due on this day of the week, Monday = 0.
        nth: Which such weekday of the month, -1 = the last; None: every one.
        following: `day` belongs to the month that follows the unit («месяца, следующего за отчётным»).
        window: The stretch of days in which it returns; None: the academic year, whole units only.
    """

    unit: RecurrenceUnit
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None
    following: bool = False
    window: Term | None = None


@dataclass(frozen=True)
class Deadline:
    """A deadline phrase as it was understood.

    Args:
        phrase: The phrase, verbatim.
        kind: fixed = its own dates; event = relative to an event; schedule = the dates of linked procedures;
            recurring = one term per unit; continuous = never overdue before its end; unknown = to be clarified.
        terms: The terms in the order of the phrase; none for event, schedule and unknown.
        procedures: The kinds of procedures named; ("*",) = all; () = none named.
        understood: The part of the phrase that was read, as (from, to) offsets in characters; (0, 0) = none.
        ambiguous: Whether the phrase has another meaning too.
        question: What to ask the author, in Russian, or "".
        offset: For event phrases, how to get from the event to the term.
        recurrence: For recurring phrases, the rule that the terms follow.
    """

    phrase: str
    kind: Kind
    terms: tuple[Term, ...] = ()
    procedures: tuple[str, ...] = ()
    understood: tuple[int, int] = (0, 0)
    ambiguous: bool = False
    question: str = ""
    offset: Offset | None = None
    recurrence: Recurrence | None = None

    def for_events(self, events: Sequence[date], school_year: SchoolYear) -> tuple[Term, ...]:
        """The terms for the given dates of events, one per date and in their order.

        A schedule takes the dates themselves as its terms; a phrase of any other kind has terms of its own and
        gives these, whatever the events.
        """
        if self.kind == "schedule":
            return tuple(Term(None, event) for event in events)
        if self.offset is None:
            return self.terms

        return tuple(self.offset.term(event, school_year) for event in events)


def shift(day: date, count: int, unit: OffsetUnit, school_year: SchoolYear) -> date:
    """The day moved by so many working days, days, weeks or months (a month's last day where it is shorter)."""
    if unit == "working day":
        return school_year.add_working_days(day, count)
    if unit == "month":
        years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
        return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))

    return day + timedelta(days=count * (7 if unit == "week" else 1))
