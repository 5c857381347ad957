"""What reminds a person outside the book: a message for a chat and entries of a calendar."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import TYPE_CHECKING

from objectivity_core.plan.duties import NO_RECORDS, NOBODY, OVERDUE, UNPROVEN, left_words, section_of
from objectivity_core.russian.wording import addressed, day, first_of, span
from objectivity_core.tables import states

if TYPE_CHECKING:
    from collections.abc import Iterable

    from objectivity_core.plan.duties import Duty, PersonDuties

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


def entries(duties: Iterable[Duty], book: str, remind: Iterable[int]) -> list[Entry]:
    """Entries of a person's calendar: one per term with a day; what is done but unproven is no longer an appointment.

    Args:
        duties: the person's duties.
        book: what tells the terms of this school and year from those of others.
        remind: days before on whose mornings to remind.
    """
    mornings = tuple(sorted(set(remind), reverse=True))

    return [
        Entry(entry_uid(book, duty.key), duty.until, duty.text, _description(duty), mornings)
        for duty in duties
        if duty.until is not None and duty.status != states.DONE_WITHOUT_PROOF
    ]


def entry_uid(book: str, key: str) -> str:
    """The identifier of a term in calendars.

    >>> entry_uid("Школа|2024/2025", "M001 |  | 1") == entry_uid("Школа|2024/2025", "M001 |  | 1")
    True
    >>> entry_uid("Школа|2024/2025", "M001 |  | 1") == entry_uid("Школа|2025/2026", "M001 |  | 1")
    False
    """
    return str(uuid.uuid5(_NAMESPACE, f"{book}|{key}"))


def _description(duty: Duty) -> str:
    lines = [
        f"Срок: {span(duty.start, duty.until)}" + (f" ({duty.moved})" if duty.moved else ""),
        f"Ответственный: {duty.responsible or NOBODY.lower()}",
        f"Чем подтверждается: {duty.proof}" if duty.proof else "",
        f"В плане: «{duty.phrase}»" if duty.phrase else "",
        f"Мера {duty.number or duty.measure_id} плана",
    ]

    return "\n".join(line for line in lines if line)


def message(person: PersonDuties, today: dt.date) -> str:
    """The text for a chat: greeting, what is overdue, which periods lack a record, what is due within two weeks, which document still lacks.

    Terms of one measure share a line, so that the text stays short.
    """
    until = today + dt.timedelta(MESSAGE_DAYS)
    late, silent, near, unproven = _pressing(person.duties, today, until)
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
    duties: Iterable[Duty], today: dt.date, until: dt.date
) -> tuple[list[Duty], list[Duty], list[Duty], list[Duty]]:
    """What is overdue, what lacks a record, what is due up to that day, what lacks a document."""
    by_section: dict[str, list[Duty]] = {OVERDUE: [], NO_RECORDS: [], UNPROVEN: []}
    near = []
    for duty in duties:
        section = section_of(duty, today)
        if section in by_section:
            by_section[section].append(duty)
        elif duty.until and today <= duty.until <= until:
            near.append(duty)

    return by_section[OVERDUE], by_section[NO_RECORDS], near, by_section[UNPROVEN]


def _by_measure(duties: list[Duty]) -> list[list[Duty]]:
    groups: dict[str, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(duty.measure_id, []).append(duty)

    return list(groups.values())


def _were_due(group: list[Duty]) -> str:
    return f"{'срок был' if len(group) == 1 else 'сроки были'} {first_of(_days(group), MOST_DATES)}"


def _periods(group: list[Duty]) -> str:
    return first_of(list(dict.fromkeys(span(duty.start, duty.until) for duty in group)), MOST_DATES)


def _when(group: list[Duty], today: dt.date) -> str:
    if len(group) == 1:
        return f"{_days(group)[0]} ({left_words(group[0], today)})"

    return first_of(_days(group), MOST_DATES)


def _days(group: list[Duty]) -> list[str]:
    return list(dict.fromkeys(day(duty.until) for duty in group if duty.until))


def _greeting(person: PersonDuties) -> str:
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


def _what(group: list[Duty]) -> str:
    """A term by its own words, several of one measure by the measure's."""
    duty = group[0]

    return f"{duty.number} {duty.text if len(group) == 1 else duty.measure}".strip()


def _proof(group: list[Duty]) -> str:
    return f". Документ: {group[0].proof}" if group[0].proof else ""


def _next(person: PersonDuties, until: dt.date) -> str:
    """What to say when nothing presses."""
    nothing = "На ближайшие две недели срочных дел по плану нет."
    for duty in person.duties:
        if duty.until and duty.until > until and duty.status != states.DONE_WITHOUT_PROOF:
            return f"{nothing} Следующее: {_what([duty])} — до {day(duty.until)}."

    return nothing
