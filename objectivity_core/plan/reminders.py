"""What reminds a person outside the book: a message for a chat and entries of a calendar."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import TYPE_CHECKING

from objectivity_core.plan.tasks import NO_RECORDS, NOBODY, OVERDUE, UNPROVEN, left_words, section_of
from objectivity_core.russian.wording import addressed, day, first_of, span
from objectivity_core.tables import states

if TYPE_CHECKING:
    from collections.abc import Iterable

    from objectivity_core.plan.tasks import PersonTasks, Task

MESSAGE_DAYS = 14
MOST_LINES, MOST_DATES = 8, 4
"""Lines of a part of a message, and dates of a line: a longer one is not read in a chat."""

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "objectivity/plan-terms")


@dataclasses.dataclass(frozen=True)
class Entry:
    """An all-day entry of a calendar.

    Attributes:
        uid: the same for a term each time it is exported, so that a calendar renews its entry instead of adding another.
        day: the last day of the term.
        summary: what to do.
        description: from when, who, which document, the plan's words.
        remind: days before on whose mornings to remind, the earliest first.
    """

    uid: str
    day: dt.date
    summary: str
    description: str
    remind: tuple[int, ...]


def entries(tasks: Iterable[Task], book: str, remind: Iterable[int]) -> list[Entry]:
    """Entries of a person's calendar: one per term with a day; what is done but unproven is no longer an appointment.

    Args:
        tasks: the person's tasks.
        book: what tells the terms of this school and year from those of others.
        remind: days before on whose mornings to remind.
    """
    mornings = tuple(sorted(set(remind), reverse=True))

    return [
        Entry(entry_uid(book, task.key), task.until, task.text, _description(task), mornings)
        for task in tasks
        if task.until is not None and task.status != states.DONE_WITHOUT_PROOF
    ]


def entry_uid(book: str, key: str) -> str:
    """The identifier of a term in calendars.

    >>> entry_uid("Школа|2024/2025", "M001 |  | 1") == entry_uid("Школа|2024/2025", "M001 |  | 1")
    True
    >>> entry_uid("Школа|2024/2025", "M001 |  | 1") == entry_uid("Школа|2025/2026", "M001 |  | 1")
    False
    """
    return str(uuid.uuid5(_NAMESPACE, f"{book}|{key}"))


def _description(task: Task) -> str:
    lines = [
        f"Срок: {span(task.start, task.until)}" + (f" ({task.moved})" if task.moved else ""),
        f"Ответственный: {task.responsible or NOBODY.lower()}",
        f"Чем подтверждается: {task.proof}" if task.proof else "",
        f"В плане: «{task.phrase}»" if task.phrase else "",
        f"Мера {task.number or task.measure_id} плана",
    ]

    return "\n".join(line for line in lines if line)


def message(person: PersonTasks, today: dt.date) -> str:
    """The text for a chat: greeting, what is overdue, which periods lack a record, what is due within two weeks, which document still lacks.

    Terms of one measure share a line, so that the text stays short.
    """
    until = today + dt.timedelta(MESSAGE_DAYS)
    late, silent, near, unproven = _pressing(person.tasks, today, until)
    parts = [
        _greeting(person),
        _part("Просрочено:", [f"{_what(group)} — {_were_due(group)}{_proof(group)}" for group in _by_measure(late)]),
        _part(
            f"{NO_RECORDS}:", [f"{_what(group)} — {_periods(group)}{_proof(group)}" for group in _by_measure(silent)]
        ),
        _part(
            f"До {day(until)} нужно сделать:",
            [f"{_what(group)} — до {_when(group, today)}{_proof(group)}" for group in _by_measure(near)],
        ),
        _part(
            "Сделано, осталось приложить документ:",
            [f"{_what(group)}{_proof(group)}" for group in _by_measure(unproven)],
        ),
        "" if late or silent or near else _next(person, until),
        "Когда будет готово, напишите, пожалуйста, дату и название документа. Спасибо!"
        if late or silent or near or unproven
        else "",
    ]

    return "\n\n".join(part for part in parts if part)


def _pressing(
    tasks: Iterable[Task], today: dt.date, until: dt.date
) -> tuple[list[Task], list[Task], list[Task], list[Task]]:
    """What is overdue, what lacks a record, what is due up to that day, what lacks a document."""
    by_section: dict[str, list[Task]] = {OVERDUE: [], NO_RECORDS: [], UNPROVEN: []}
    near = []
    for task in tasks:
        section = section_of(task, today)
        if section in by_section:
            by_section[section].append(task)
        elif task.until and today <= task.until <= until:
            near.append(task)

    return by_section[OVERDUE], by_section[NO_RECORDS], near, by_section[UNPROVEN]


def _by_measure(tasks: list[Task]) -> list[list[Task]]:
    groups: dict[str, list[Task]] = {}
    for task in tasks:
        groups.setdefault(task.measure_id, []).append(task)

    return list(groups.values())


def _were_due(group: list[Task]) -> str:
    return f"{'срок был' if len(group) == 1 else 'сроки были'} {first_of(_days(group), MOST_DATES)}"


def _periods(group: list[Task]) -> str:
    return first_of(list(dict.fromkeys(span(task.start, task.until) for task in group)), MOST_DATES)


def _when(group: list[Task], today: dt.date) -> str:
    if len(group) == 1:
        return f"{_days(group)[0]} ({left_words(group[0], today)})"

    return first_of(_days(group), MOST_DATES)


def _days(group: list[Task]) -> list[str]:
    return list(dict.fromkeys(day(task.until) for task in group if task.until))


def _greeting(person: PersonTasks) -> str:
    name = addressed(person.name) if person.known else ""
    if name:
        return f"{name}, добрый день!"

    return "Добрый день!" if person.name == NOBODY else f"Добрый день! Это напоминание для: {person.name}."


def _part(title: str, lines: list[str]) -> str:
    shown = [f"• {line}" for line in lines[:MOST_LINES]]
    rest = (
        [f"…и ещё {len(lines) - MOST_LINES}: весь список — на странице «Мои дела»."] if len(lines) > MOST_LINES else []
    )

    return "\n".join([title, *shown, *rest]) if lines else ""


def _what(group: list[Task]) -> str:
    """A term by its own words, several of one measure by the measure's."""
    task = group[0]

    return f"{task.number} {task.text if len(group) == 1 else task.measure}".strip()


def _proof(group: list[Task]) -> str:
    return f". Документ: {group[0].proof}" if group[0].proof else ""


def _next(person: PersonTasks, until: dt.date) -> str:
    """What to say when nothing presses."""
    nothing = "На ближайшие две недели срочных дел по плану нет."
    for task in person.tasks:
        if task.until and task.until > until and task.status != states.DONE_WITHOUT_PROOF:
            return f"{nothing} Следующее: {_what([task])} — до {day(task.until)}."

    return nothing
