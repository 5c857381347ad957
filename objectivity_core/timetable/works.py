"""From what a timetable names to works: a subject, a class and a day that the school knows; everything else is a problem to ask about."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Literal

from objectivity_core.findings import shown
from objectivity_core.russian.fold import folded_class
from objectivity_core.russian.wording import WEEKDAYS
from objectivity_core.tables.cells import as_text
from objectivity_core.timetable.cells import read_day, read_people, read_rooms, read_time, weekday_of
from objectivity_core.timetable.lists import USUAL_KIND, is_slot, named
from objectivity_core.timetable.pieces import Piece, pieces

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from objectivity_core.school_year.year import SchoolYear
    from objectivity_core.timetable.cells import Day
    from objectivity_core.timetable.layouts import Record
    from objectivity_core.timetable.lists import Lists


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
        code: identifier of the rule.
        severity: as in a finding.
        message: Russian sentence without the places where it occurs.
        remedy: Russian sentence: what to do.
        value: the cell's text.
        row: 0-based row of the timetable.
        column: 0-based column.
        place: which work it is about, as far as that is known: «4А, 15.04».
    """

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    remedy: str
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
    lines, wrong = _subjects(record, lists, place)
    kind, no_kind = _kind(record, lists)
    problems = [*wrong, *no_kind, *(_unknown_class(record, name) for name in unknown)]
    if not classes and not unknown:
        problems.append(_problem(record, "class", "timetable-no-class", "Не указан класс.", "Впишите класс.", place))
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


def _subjects(record: Record, lists: Lists, place: str) -> tuple[list[Piece], list[Problem]]:
    """The subjects of a record's cell with what stands beside each, and what is not clear about them."""
    cell = record.cells.get("subject")
    lines = pieces(cell)
    whole = pieces(" ".join(as_text(cell).split())) if len(lines) > 1 else []
    if len(whole) == 1 and len(whole[0]) == 1 and len(lists.subjects(whole[0][0].subject)) == 1:
        lines = whole  # a name that the width of the cell had broken
    found: list[Piece] = []
    problems = []
    if not lines:
        problems.append(
            _problem(record, "class", "timetable-no-subject", "Не указан предмет.", "Впишите предмет.", place)
        )
    for line in lines:
        texts = [piece.subject for piece in line]
        names = [name for text in texts for name in lists.subjects(text)]
        if any(map(is_slot, texts)):
            problems.append(_to_be_drawn(record, "; ".join(texts), place))
        elif len(names) > 1:
            message = f"«{'; '.join(texts)}»: подходит несколько предметов: {named(dict.fromkeys(names))}."
            remedy = "Впишите один предмет; если работы две — каждую своей строкой."
            problems.append(_problem(record, "subject", "ambiguous-subject", message, remedy, place, "; ".join(texts)))
        elif len(names) < len(texts):
            text = next(text for text in texts if not lists.subjects(text))
            message, remedy = (
                f"Предмета «{shown(text)}» нет в «Списках».",
                "Исправьте название или допишите предмет в лист «Списки».",
            )
            problems.append(_problem(record, "subject", "unknown-subject", message, remedy, place, text))
        else:
            found.append(dataclasses.replace(line[0], subject=names[0]))

    return found, problems


def _to_be_drawn(record: Record, text: str, place: str) -> Problem:
    message = f"«{shown(text)}»: предмет ещё не известен, процедура не создана."
    remedy = "Когда предмет станет известен, впишите его в расписание и загрузите снова."

    return _problem(record, "subject", "subject-not-drawn", message, remedy, place, text, "info")


def _kind(record: Record, lists: Lists) -> tuple[str, list[Problem]]:
    """The kind of a record: its own cell, else what the nearest heading names, else ВПР."""
    text = as_text(record.cells.get("kind"))
    if text:
        kind = lists.kind(text)
        message = f"Вида «{shown(text)}» нет в «Списках»."
        remedy = "Исправьте вид или допишите его в лист «Списки»."
        return kind, [] if kind else [_problem(record, "kind", "unknown-kind", message, remedy, "", text)]
    above = (lists.kinds(title) for title in reversed(record.titles))
    kind = next((kinds[0] for kinds in above if len(kinds) == 1), "") or lists.kind(USUAL_KIND)
    remedy = "Добавьте столбец «Вид» или допишите вид в лист «Списки»."
    message = f"Вид работы не указан, а вида «{USUAL_KIND}» нет в «Списках»."

    return kind, [] if kind else [_problem(record, "subject", "unknown-kind", message, remedy)]


def _no_day(record: Record, day: Day | None, school_year: SchoolYear) -> Problem:
    text = as_text(record.cells.get("date"))
    year = f"{school_year.year}/{school_year.year + 1}"
    place = as_text(record.cells.get("class"))
    if day and day.date:
        message = f"Дата {day.date:%d.%m.%Y} — не из {year} учебного года."
        remedy = "Исправьте дату или учебный год в «Настройках»."
        return _problem(record, "date", "date-outside-year", message, remedy, place, text, "error")
    if not text:
        message, remedy = "Не указана дата.", "Впишите дату, например 15.04.2025."
    else:
        message = f"Дата «{shown(text)}» не понята{': ' + day.problem if day else ''}."
        remedy = "Впишите один день, например 15.04.2025." if day else "Впишите дату, например 15.04.2025."

    return _problem(record, "date", "timetable-date", message, remedy, place, text)


def _weekday(record: Record, day: Day, date: dt.date) -> Problem | None:
    """A weekday that belongs to another date: most often a timetable of another year."""
    beside = weekday_of(record.cells.get("weekday"))
    said = beside if beside >= 0 else day.weekday
    if said in {-1, date.weekday()}:
        return None
    message = f"{date:%d.%m.%Y} — {WEEKDAYS[date.weekday()]}, а в расписании — {WEEKDAYS[said]}."
    remedy = "Проверьте дату и учебный год: возможно, это расписание другого года."

    return _problem(record, "date", "weekday-mismatch", message, remedy, "", as_text(record.cells.get("date")))


def _unknown_class(record: Record, name: str) -> Problem:
    message, remedy = f"Класса «{shown(name)}» нет в «Списках».", "Исправьте класс или допишите его в лист «Списки»."

    return _problem(record, "class", "unknown-class", message, remedy, "", folded_class(name))


def _on_two_days(before: Work, found: Work) -> Problem:
    message = f"{before.class_}, {before.subject.lower()}: в расписании две даты, {before.date:%d.%m} и {found.date:%d.%m}; взята первая."
    remedy = "Оставьте одну дату. Если частей две, вторую впишите в лист «Процедуры» своей строкой."

    return Problem("work-on-two-days", "warning", message, remedy, before.subject, found.row, found.column)


def _joined(one: Work, other: Work) -> Work:
    """One work in two rows, as of two groups of a class: rooms and people of both, the first time."""
    both: dict[str, Any] = {}
    for name in ("room", "organiser", "observer"):
        parts = [*getattr(one, name).split("; "), *getattr(other, name).split("; ")]
        both[name] = "; ".join(part for part in dict.fromkeys(parts) if part)

    return dataclasses.replace(one, time=one.time or other.time, **both)


def _problem(
    record: Record,
    field: str,
    code: str,
    message: str,
    remedy: str,
    place: str = "",
    value: str = "",
    severity: Literal["error", "warning", "info"] = "warning",
) -> Problem:
    return Problem(
        code, severity, message, remedy, shown(value), record.row, record.columns.get(field, record.column), place
    )
