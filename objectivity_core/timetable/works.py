"""From what a timetable names to works: a subject, a class and a day that the school knows; everything else is a problem to ask about."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from objectivity_core.findings import shown
from objectivity_core.procedures.school_lists import USUAL_KIND, is_slot, named
from objectivity_core.russian.fold import folded_class
from objectivity_core.russian.wording import WEEKDAYS
from objectivity_core.tables.cells import as_text
from objectivity_core.timetable import rules
from objectivity_core.timetable.cells import read_day, read_people, read_rooms, read_time, weekday_of
from objectivity_core.timetable.pieces import Piece, pieces

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from objectivity_core.findings import Rule
    from objectivity_core.procedures.school_lists import Lists
    from objectivity_core.school_year.year import SchoolYear
    from objectivity_core.timetable.cells import Day
    from objectivity_core.timetable.layouts import Record


@dataclasses.dataclass(frozen=True)
class Work:
    """One work of one class, as a timetable wants it; texts are ``""`` where it says nothing.

    Attributes:
        kind: kind from «Виды».
        subject: subject from «Предметы».
        class_: class from «Классы».
        date: the day.
        time: time or lesson.
        room: rooms through «;».
        organiser: people through «;».
        observer: people through «;».
        row: 0-based row of the timetable.
        column: 0-based column of its subject.
    """

    kind: str
    subject: str
    class_: str
    date: dt.date
    time: str
    room: str
    organiser: str
    observer: str
    row: int
    column: int

    @property
    def label(self) -> str:
        """How the work is called in a list: «4А русский язык 15.04»."""
        return f"{self.class_} {self.subject.lower()} {self.date:%d.%m}"


@dataclasses.dataclass(frozen=True)
class Problem:
    """What of a timetable could not be taken as it stands.

    Attributes:
        rule: by which rule.
        words: what fills its places but ``works``.
        value: the cell's text.
        row: 0-based row of the timetable.
        column: 0-based column.
        place: which work it is about, as far as that is known: «4А, 15.04».
    """

    rule: Rule
    words: dict[str, Any]
    value: str
    row: int
    column: int
    place: str = ""


Works = dict[tuple[str, str, str], Work]
"""Works by kind, subject and class, in the order of the timetable: each is there once in a school year."""


def works_of(records: Iterable[Record], lists: Lists, school_year: SchoolYear, works: Works) -> list[Problem]:
    """Collect the works that the records of a timetable mean.

    Args:
        records: from :func:`~objectivity_core.timetable.layouts.read_rows`.
        lists: the school's classes, subjects and kinds.
        school_year: its days.
        works: the works found so far (of other tables of the same timetable); new ones are added, rows that name the same work
            on the same day are joined.

    Returns:
        A day, class, subject or kind that is not clear, a subject still to be drawn, a weekday that does not fit its day, a work that
        stands on two days (the first one counts).
    """
    problems: list[Problem] = []
    for record in records:
        for found in _read(record, lists, school_year):
            if isinstance(found, Problem):
                problems.append(found)
                continue
            key = (found.kind, found.subject, found.class_)
            before = works.setdefault(key, found)
            if before.date != found.date:
                problems.append(_on_two_days(before, found))
            elif before is not found:
                works[key] = _joined(before, found)

    return problems


def _read(record: Record, lists: Lists, school_year: SchoolYear) -> Iterator[Work | Problem]:
    """The works of one record, or what stands against them; a doubtful weekday is said beside the works."""
    day = read_day(record.cells.get("date"), school_year)
    classes, unknown = lists.classes(record.cells.get("class"))
    place = ", ".join(
        filter(None, (as_text(record.cells.get("class")), f"{day.date:%d.%m}" if day and day.date else ""))
    )
    lines, wrong = subjects_of(record, lists, place)
    kind, no_kind = kind_of(record, lists)
    problems = [*wrong, *no_kind, *(_unknown_class(record, name) for name in unknown)]
    if not classes and not unknown:
        problems.append(_problem(record, "class", rules.NO_CLASS, place))
    if day is None or day.date is None or not school_year.starts <= day.date <= school_year.ends:
        yield from problems
        if lines or wrong:
            yield _no_day(record, day, school_year)
        return
    yield from problems
    if not kind:
        return
    if problem := _weekday(record, day, day.date):
        yield problem
    for line in lines:
        for class_ in classes:
            yield _work(record, kind, class_, day.date, day.time, line)


def _work(record: Record, kind: str, class_: str, date: dt.date, beside: str, piece: Piece) -> Work:
    cells = record.cells
    column = record.columns.get("subject", record.column)

    return Work(
        kind,
        piece.subject,
        class_,
        date,
        read_time(cells.get("time"), lesson=record.lesson) or piece.time or beside,
        read_rooms(cells.get("room")) or piece.room,
        read_people(cells.get("organiser")) or piece.organiser,
        read_people(cells.get("observer")) or piece.observer,
        record.row,
        column,
    )


def subjects_of(record: Record, lists: Lists, place: str) -> tuple[list[Piece], list[Problem]]:
    """The subjects of a record's cell with what stands beside each, and what is not clear about them."""
    cell = record.cells.get("subject")
    lines = pieces(cell)
    whole = pieces(" ".join(as_text(cell).split())) if len(lines) > 1 else []
    if len(whole) == 1 and len(whole[0]) == 1 and len(lists.subjects(whole[0][0].subject)) == 1:
        lines = whole  # a name that the width of the cell had broken
    found: list[Piece] = []
    problems = []
    if not lines:
        problems.append(_problem(record, "class", rules.NO_SUBJECT, place))
    for line in lines:
        texts = [piece.subject for piece in line]
        names = [name for text in texts for name in lists.subjects(text)]
        together = "; ".join(texts)
        if any(map(is_slot, texts)):
            drawn = rules.SUBJECT_NOT_DRAWN
            problems.append(_problem(record, "subject", drawn, place, together, text=shown(together)))
        elif len(names) > 1:
            several, rule = named(dict.fromkeys(names)), rules.AMBIGUOUS_SUBJECT
            problems.append(_problem(record, "subject", rule, place, together, text=together, names=several))
        elif len(names) < len(texts):
            text = next(text for text in texts if not lists.subjects(text))
            problems.append(_problem(record, "subject", rules.UNKNOWN_SUBJECT, place, text, text=shown(text)))
        else:
            found.append(dataclasses.replace(line[0], subject=names[0]))

    return found, problems


def kind_of(record: Record, lists: Lists) -> tuple[str, list[Problem]]:
    """The kind of a record: its own cell, else what the nearest heading names, else ВПР."""
    text = as_text(record.cells.get("kind"))
    if text:
        kind = lists.kind(text)
        return kind, [] if kind else [_problem(record, "kind", rules.UNKNOWN_KIND, "", text, text=shown(text))]
    above = (lists.kinds(title) for title in reversed(record.titles))
    kind = next((kinds[0] for kinds in above if len(kinds) == 1), "") or lists.kind(USUAL_KIND)

    return kind, [] if kind else [_problem(record, "subject", rules.NO_KIND, usual=USUAL_KIND)]


def _no_day(record: Record, day: Day | None, school_year: SchoolYear) -> Problem:
    text = as_text(record.cells.get("date"))
    place = as_text(record.cells.get("class"))
    if day and day.date:
        year = f"{school_year.year}/{school_year.year + 1}"
        return _problem(record, "date", rules.OUTSIDE_YEAR, place, text, day=day.date, year=year)
    if text and day:
        return _problem(record, "date", rules.NOT_ONE_DAY, place, text, text=shown(text), why=day.problem)

    return _problem(record, "date", rules.UNREAD_DATE if text else rules.NO_DATE, place, text, text=shown(text))


def _weekday(record: Record, day: Day, date: dt.date) -> Problem | None:
    """A weekday that belongs to another date: most often a timetable of another year."""
    beside = weekday_of(record.cells.get("weekday"))
    said = beside if beside >= 0 else day.weekday
    if said in {-1, date.weekday()}:
        return None
    text, weekday = as_text(record.cells.get("date")), WEEKDAYS[date.weekday()]

    return _problem(record, "date", rules.WEEKDAY_MISMATCH, "", text, day=date, weekday=weekday, said=WEEKDAYS[said])


def _unknown_class(record: Record, name: str) -> Problem:
    return _problem(record, "class", rules.UNKNOWN_CLASS, "", folded_class(name), text=shown(name))


def _on_two_days(before: Work, found: Work) -> Problem:
    days = {"first": before.date, "second": found.date}
    words = {"class_": before.class_, "subject": before.subject.lower()} | days

    return Problem(rules.ON_TWO_DAYS, words, before.subject, found.row, found.column)


def _joined(one: Work, other: Work) -> Work:
    """One work in two rows, as of two groups of a class: rooms and people of both, the first time."""
    both: dict[str, Any] = {}
    for name in ("room", "organiser", "observer"):
        parts = [*getattr(one, name).split("; "), *getattr(other, name).split("; ")]
        both[name] = "; ".join(part for part in dict.fromkeys(parts) if part)

    return dataclasses.replace(one, time=one.time or other.time, **both)


def _problem(record: Record, field: str, rule: Rule, place: str = "", value: str = "", **words: Any) -> Problem:
    return Problem(rule, words, shown(value), record.row, record.columns.get(field, record.column), place)
