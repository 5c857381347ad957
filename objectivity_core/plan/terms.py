"""The terms that a measure should have, and which rows of «Сроки» they are: what people typed stays with its term."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.deadlines import Offset
from objectivity_core.plan.schedule import groups
from objectivity_core.russian.wording import MONTHS, span
from objectivity_core.tables import TABLES, states

if TYPE_CHECKING:
    from objectivity_core.deadlines import Deadline, Term
    from objectivity_core.plan.schedule import Group
    from objectivity_core.school_year.year import Period, SchoolYear
    from objectivity_core.settings import Settings

IN_THE_DAY = Offset(0, "working day")


@dataclasses.dataclass(frozen=True)
class Wanted:
    """One term that a measure should have.

    Attributes:
        start: from when, or None.
        due: up to when, or None.
        kind: one of :data:`states.TERM_KINDS`.
        about: what it belongs to, appended to the measure's text: a procedure, a wave, a period.
        procedures: keys of the procedures that it serves.
        event_date: the day of the procedure that it is counted from.
        wave: the wave it lies in.
        together: ``states.PER_WAVE`` or ``states.PER_DAY`` where it serves all procedures of one, else ``""``.
    """

    start: dt.date | None
    due: dt.date | None
    kind: str
    about: str = ""
    procedures: tuple[str, ...] = ()
    event_date: dt.date | None = None
    wave: str = ""
    together: str = ""


def wanted_terms(
    measure: dict[str, Any],
    deadline: Deadline,
    offset: Offset | None,
    linked: pd.DataFrame,
    school_year: SchoolYear,
    settings: Settings,
) -> list[Wanted]:
    """The terms of a measure, in the order of their dates; one without dates where none are known.

    Args:
        measure: a record of «План».
        deadline: its phrase as read.
        offset: what outweighs the distance from the procedures that the phrase says, or None.
        linked: the procedures that date it.
        school_year: working days and periods.
        settings: how often a continuous measure wants a record, and until when its summary.
    """
    kind = states.DEADLINE_KINDS[deadline.kind]
    if not linked.empty:
        unread = measure["relative"] and offset is None  # said as an error; a date would be a guess
        distance = None if unread else offset or deadline.offset or IN_THE_DAY
        per = measure["per"] if measure["per"] in {states.PER_DAY, states.PER_WAVE} else ""
        return [_of_group(group, distance, kind, per, school_year) for group in groups(linked, per, school_year)]
    if deadline.kind == "continuous":
        return [one for term in deadline.terms for one in _continuous(term, kind, school_year, settings)]
    terms = sorted(deadline.terms, key=lambda term: term.due or term.start or dt.date.max)

    names = _names(terms, school_year) if len(terms) > 1 else [""] * len(terms)

    return [Wanted(term.start, term.due, kind, name) for term, name in zip(terms, names, strict=True)] or [
        Wanted(None, None, kind)
    ]


def _names(terms: list[Term], school_year: SchoolYear) -> list[str]:
    """What tells the terms of one measure apart: the quarter or half, else the month, else the days."""
    known: dict[tuple[dt.date | None, dt.date | None], str] = {
        (one.start, one.due): one.name for unit in ("полугодие", "четверть") for one in _periods(school_year, unit)
    }
    names = [known.get((term.start, term.due), _month(term)) for term in terms]

    return [
        name if name and names.count(name) == 1 else span(term.start, term.due)
        for name, term in zip(names, terms, strict=True)
    ]


def _month(term: Term) -> str:
    """The month of a term that lies in one, ``""`` for another."""
    days = [day for day in (term.start, term.due) if day]
    months = {(day.year, day.month) for day in days}

    return f"{MONTHS[days[0].month - 1]} {days[0].year}" if len(months) == 1 else ""


def _of_group(group: Group, distance: Offset | None, kind: str, per: str, school_year: SchoolYear) -> Wanted:
    """What comes before or on the day is due for the first procedure of the group, what comes after for the last."""
    day = group.last if distance and distance.count > 0 else group.first
    term = distance.term(day, school_year) if day and distance else None
    dates = (term.start, term.due) if term else (None, None)

    return Wanted(*dates, kind, group.title, group.ids, day, group.wave, per if day else "")


def _continuous(term: Term, kind: str, school_year: SchoolYear, settings: Settings) -> list[Wanted]:
    """One term per period, each waiting for a record, and the summary at the end."""
    start, due = term.start or school_year.starts, term.due or school_year.ends
    records = [
        Wanted(max(period.start, start), min(period.due, due), kind, period.name)
        for period in _periods(school_year, settings.record_per)
        if period.start <= due and period.due >= start
    ]
    ends = min(due, school_year.last_day)
    until = max(settings.summary_until or dt.date(school_year.year + 1, 6, 30), due)
    summary = Wanted(ends + dt.timedelta(days=1), until, states.SUMMARY_KIND, states.SUMMARY_KIND)

    return [*records, summary]


def _periods(school_year: SchoolYear, unit: str) -> tuple[Period, ...]:
    """The periods that want a record; a school with trimesters has no halves, its terms count then."""
    try:
        return school_year.periods(unit)
    except ValueError:
        return school_year.quarters


def identified(wanted: list[Wanted], old: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Which row each term is: procedure and ordinal of its key.

    A term of several procedures is the row of the same wave (and day); a term of one procedure the row of that procedure; a whole wave
    that moved is found by its procedures. Terms with dates of their own are found by the same dates, then by the day on which they were
    done, then by the longest common stretch, then in the order of their dates. So entries stay where they belong when a phrase is
    written otherwise, its dates come in another order, one of them goes, or the schedule moves; a term that is new gets a number of its own.

    Args:
        wanted: the terms of one measure.
        old: the rows of «Сроки» of that measure: ``procedure_id``, ``ordinal``, ``start``, ``due``, ``wave``, ``event_date``, and what
            people typed.
    """
    rows = [row for row in old if row["ordinal"] == row["ordinal"]]
    matching = _Matching(wanted, sorted(rows, key=lambda row: not has_entries(row)))
    matching.same()
    matching.moved()

    return _keys(wanted, matching.chosen, rows)


class _Matching:
    """Terms of one measure and the rows that they are, found step by step; a row is taken once."""

    def __init__(self, wanted: list[Wanted], rows: list[dict[str, Any]]) -> None:
        self._wanted, self._free = wanted, rows
        self.chosen: dict[int, dict[str, Any]] = {}

    def same(self) -> None:
        """Rows of the same wave, day or dates; then of the same procedure."""
        for at, one in enumerate(self._wanted):
            if one.together or not one.procedures:
                self._take(at, [row for row in self._free if (_same_group if one.together else _same_dates)(one, row)])
        for at, one in enumerate(self._wanted):
            self._take(at, [row for row in self._free if row["procedure_id"] in one.procedures])

    def moved(self) -> None:
        """Rows whose dates the plan gives otherwise now: by the day they were done, by common days, in their order.

        A decision belongs to its own term, and what was done outside every term stays a row of its own.
        """
        for close in (_done_within, _common):
            for at in self._left():
                best = max(self._movable(), key=functools.partial(close, self._wanted[at]), default=None)
                if best is not None and close(self._wanted[at], best) > 0:
                    self._take(at, [best])
        waiting = sorted(
            (row for row in self._movable() if not _day(row["done"])), key=lambda row: _dates(row)[1] or dt.date.max
        )
        for at, row in zip(self._left(), waiting, strict=False):
            self._take(at, [row])

    def _left(self) -> list[int]:
        return [at for at, one in enumerate(self._wanted) if at not in self.chosen and not one.procedures]

    def _movable(self) -> list[dict[str, Any]]:
        return [row for row in self._free if not row["procedure_id"] and not row["decision"]]

    def _take(self, at: int, rows: list[dict[str, Any]]) -> None:
        if rows and at not in self.chosen:
            self._free.remove(rows[0])
            self.chosen[at] = rows[0]


def _same_dates(one: Wanted, row: dict[str, Any]) -> bool:
    return not row["procedure_id"] and _dates(row) == (one.start, one.due)


def _same_group(one: Wanted, row: dict[str, Any]) -> bool:
    """Whether a row is of the same wave, and where a day was asked for, of the same day."""
    return row["wave"] == one.wave and (one.together != states.PER_DAY or _day(row["event_date"]) == one.event_date)


def _keys(wanted: list[Wanted], chosen: dict[int, dict[str, Any]], rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    used = {(row["procedure_id"], int(row["ordinal"])) for row in rows}
    keys = []
    for at, one in enumerate(wanted):
        if at in chosen:
            keys.append((chosen[at]["procedure_id"], int(chosen[at]["ordinal"])))
            continue
        name = one.procedures[0] if one.procedures else ""
        number = 1
        while (name, number) in used:
            number += 1
        used.add((name, number))
        keys.append((name, number))

    return keys


def has_entries(row: dict[str, Any]) -> bool:
    """Whether people typed anything into a row of «Сроки»."""
    return any(
        row[column.name] not in {"", None} and row[column.name] == row[column.name]
        for column in TABLES["occurrences"].columns
        if column.typed and column.name in row
    )


def _dates(row: dict[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    return _day(row["start"]), _day(row["due"])


def _day(moment: Any) -> dt.date | None:
    return None if pd.isna(moment) else moment.date()


def _done_within(one: Wanted, row: dict[str, Any]) -> int:
    """Whether a row was done within a term, as a number."""
    done = _day(row["done"])

    return int(done is not None and one.due is not None and (one.start or one.due) <= done <= one.due)


def _common(one: Wanted, row: dict[str, Any]) -> int:
    """Days that a term and a row share; 0 where either has no due date."""
    start, due = _dates(row)
    if one.due is None or due is None:
        return 0
    begins = max(one.start or one.due, start or due)

    return max(0, (min(one.due, due) - begins).days + 1)
