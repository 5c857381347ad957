"""What is doubtful about one deadline phrase, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.deadlines import rules
from objectivity_core.deadlines.describe import describe
from objectivity_core.deadlines.lexer import cut
from objectivity_core.findings import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from objectivity_core.deadlines.model import Deadline
    from objectivity_core.findings import Finding
    from objectivity_core.school_year.year import SchoolYear


def deadline_findings(deadline: Deadline, school_year: SchoolYear, events: Sequence[date] = ()) -> list[Finding]:
    """What to tell the author of a phrase about its reading.

    Args:
        deadline: The phrase as it was read.
        school_year: The academic year it was read for.
        events: The dates of the events or procedures that date it, if any are known.

    Returns:
        ``unread-phrase`` (error), ``ambiguous-phrase`` (warning), ``no-event-date`` (info: the dates come from events and
        none is given), ``days-beyond-calendar`` (warning: working days were counted where no published production
        calendar is known). ``table``, ``key`` and ``where`` are left to the caller.
    """
    quoted = shown(" ".join(deadline.phrase.split()))
    if deadline.kind == "unknown":
        return [rules.UNREAD.at(value=deadline.phrase, phrase=quoted, question=deadline.question)]

    return list(_doubts(deadline, quoted, school_year, events))


def _doubts(deadline: Deadline, quoted: str, school_year: SchoolYear, events: Sequence[date]) -> Iterator[Finding]:
    if deadline.ambiguous:
        reading = describe(deadline, school_year)
        yield rules.AMBIGUOUS.at(value=deadline.phrase, phrase=quoted, reading=reading, question=deadline.question)
    if deadline.kind in ("event", "schedule") and not events:
        yield rules.NO_EVENT_DATE.at(value=deadline.phrase)
    beyond = [day for day in _counted_days(deadline, school_year, events) if not school_year.is_known(day)]
    if beyond:
        first, last = school_year.known_from, school_year.known_until
        yield rules.NOT_PUBLISHED.at(value=deadline.phrase, day=beyond[0], first=first, last=last)


def _counted_days(deadline: Deadline, school_year: SchoolYear, events: Sequence[date]) -> list[date]:
    """The days between which working days were counted; none where the terms do not depend on working days."""
    if deadline.offset is not None:
        working = deadline.offset.unit == "working day"
    else:
        working = deadline.kind == "fixed" and any(piece.terminal == "WORKING" for piece in cut(deadline.phrase))
    if not working:
        return []
    ends = [term.due or term.start for term in deadline.for_events(events, school_year)]

    return [day for day in (*ends, *events) if day]
