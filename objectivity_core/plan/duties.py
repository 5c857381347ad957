"""Who has what to do: open terms of the plan by responsible person, the pressing ones first."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.people.responsible import people_of
from objectivity_core.russian.fold import folded_name
from objectivity_core.russian.wording import day, days, first_of, span, working_days
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import key_of, records_of

if TYPE_CHECKING:
    from collections.abc import Iterable

OVERDUE, NO_RECORDS, THIS_WEEK, SOON, LATER, UNPROVEN = (
    states.OVERDUE.capitalize(),
    "Нет записей за период: впишите, что сделано",
    "На этой неделе",
    "Скоро: ближайшие 30 дней",
    "Дальше, в течение года",
    "Сделано, осталось приложить документ",
)
SECTIONS = (OVERDUE, NO_RECORDS, THIS_WEEK, SOON, UNPROVEN, LATER)
"""Sections of a person's page in their order."""
SOON_DAYS = 30
NOBODY = "Ответственный не указан"
_DATES_SHOWN = 4


@dataclasses.dataclass(frozen=True)
class Duty:
    """One term of the plan that somebody still owes.

    Attributes:
        key: key of the term, the same as long as the plan has it.
        measure_id: its measure.
        number: number in the school's plan.
        text: what to do, with the procedure, wave or period that the term belongs to.
        measure: what to do, as the plan says.
        phrase: the deadline in the plan's words.
        responsible: who, in the plan's words.
        proof: which document shows that it is done.
        status: its state today.
        start: first day, or None.
        until: last day, a moved one where the term was moved; or None.
        moved: why and whether it was moved: ``""`` when not.
        overdue_days: working days since the last day; None when not overdue.
    """

    key: str
    measure_id: str
    number: str
    text: str
    measure: str
    phrase: str
    responsible: str
    proof: str
    status: str
    start: dt.date | None
    until: dt.date | None
    moved: str
    overdue_days: int | None


@dataclasses.dataclass(frozen=True)
class PersonDuties:
    """What one person owes, the pressing first; ``known`` tells a person of «Люди» from words of the plan that fit nobody."""

    name: str
    known: bool
    duties: tuple[Duty, ...]


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of a person's page."""

    number: str
    text: str
    when: str
    left: str
    proof: str
    status: str


def duties_of(occurrences: pd.DataFrame, measures: pd.DataFrame, staff: pd.DataFrame) -> list[PersonDuties]:
    """Open terms by responsible person.

    A term with several persons appears with each. Responsible ones who are nobody of «Люди» have a page under the words of
    the plan, so that nothing is lost. Terms done (with proof), not required or cancelled are left out.

    Args:
        occurrences: table «Сроки», every column, formula values included.
        measures: table «План» (``measure_id``, ``measure``, ``proof_kind``).
        staff: table «Люди».

    Returns:
        Persons by name, then the words that fit nobody.
    """
    plan = {row["measure_id"]: row for row in records_of(measures)}
    found: dict[tuple[bool, str], list[Duty]] = {}
    names: dict[tuple[bool, str], str] = {}
    responsible: dict[tuple[str, str], list[tuple[tuple[bool, str], str]]] = {}
    keys = key_of(TABLES["occurrences"], occurrences)
    for key, row in zip(keys, records_of(occurrences), strict=True):
        if not row["measure_id"] or (row["status"] not in _OWED and not lacks_records(row["status"])):
            continue
        duty = duty_of(key, row, plan.get(row["measure_id"], {}))
        words = (row["people"], row["responsible"])
        if words not in responsible:  # a plan names the same few people thousands of times
            responsible[words] = [((not known, folded_name(name)), name) for name, known in _responsible(*words, staff)]
        for person, name in responsible[words]:
            names.setdefault(person, name)
            found.setdefault(person, []).append(duty)

    return [
        PersonDuties(names[person], not person[0], tuple(sorted(found[person], key=_pressing)))
        for person in sorted(found)
    ]


def _responsible(people: str, written: str, staff: pd.DataFrame) -> list[tuple[str, bool]]:
    """Who answers for a term, each once, and whether «Люди» know them."""
    known = dict.fromkeys(split_list(people))
    unknown = dict.fromkeys(people_of(written, staff)[1] or (() if known else split_list(written)))

    return [(name, True) for name in known] + [(name, False) for name in unknown] or [(NOBODY, False)]


_OWED = frozenset({*states.OPEN_STATUSES, states.NO_DATE, states.UNCLEAR, states.DONE_WITHOUT_PROOF})


def duty_of(key: str, row: dict[str, Any], measure: dict[str, Any]) -> Duty:
    """One row of «Сроки» as a duty.

    Args:
        key: its key.
        row: the row by English column name.
        measure: its row of «План», or nothing.
    """
    moved = f"перенесено с {day(row['due'])}" if pd.notna(row["moved_due"]) and pd.notna(row["due"]) else ""
    reason = f": {row['moved_reason']}" if moved and row["moved_reason"] else ""

    return Duty(
        key,
        row["measure_id"],
        row["number"] or measure.get("number", ""),
        row["measure"],
        measure.get("measure") or row["measure"],
        row["phrase"],
        row["responsible"],
        measure.get("proof_kind", ""),
        row["status"],
        date_of(row["start"]),
        date_of(row["until"]),
        moved + reason,
        None if pd.isna(row["overdue_days"]) else int(row["overdue_days"]),
    )


def date_of(value: Any) -> dt.date | None:
    """A cell of a date column as a date, or None."""
    return None if pd.isna(value) else pd.Timestamp(value).date()


def lacks_records(status: str) -> bool:
    """Whether a state says that a period of a continuous measure ended without record: not overdue, it can only be written down."""
    return status.startswith(states.NO_RECORDS)


_BY_STATE = {states.OVERDUE: OVERDUE, states.DONE_WITHOUT_PROOF: UNPROVEN}


def section_of(duty: Duty, today: dt.date) -> str:
    """The section of the page that a duty belongs to: by its state, else by its day; the week ends on Sunday."""
    if duty.status in _BY_STATE:
        return _BY_STATE[duty.status]
    if lacks_records(duty.status):
        return NO_RECORDS
    if duty.until is None or duty.until < today:  # a phrase nobody could read may have a day: of a term that was moved
        return LATER
    if duty.until <= today + dt.timedelta(6 - today.weekday()):
        return THIS_WEEK

    return SOON if duty.until <= today + dt.timedelta(SOON_DAYS) else LATER


def left_words(duty: Duty, today: dt.date) -> str:
    """How long is left or since when it is late, in words."""
    if duty.status == states.OVERDUE:
        return f"просрочено на {working_days(duty.overdue_days)}" if duty.overdue_days else "срок прошёл"
    if duty.until is None or duty.until < today or duty.status == states.DONE_WITHOUT_PROOF:
        return duty.status
    left = (duty.until - today).days
    words = {0: "сегодня", 1: "завтра"}.get(left, f"осталось {days(left)}")

    return f"{duty.status}, {words}" if duty.status == states.SUM_UP else words


def page(duties: Iterable[Duty], today: dt.date) -> list[tuple[str, list[Line]]]:
    """The sections of a person's page that have lines.

    In «Дальше» the terms of one measure are one line: its nearest day and the further ones.
    """
    sections: dict[str, list[Duty]] = {}
    for duty in duties:
        sections.setdefault(section_of(duty, today), []).append(duty)

    return [
        (title, _later(sections[title], today) if title == LATER else [_line(duty, today) for duty in sections[title]])
        for title in SECTIONS
        if title in sections
    ]


def _line(duty: Duty, today: dt.date) -> Line:
    text = f"{duty.text} ({duty.moved})" if duty.moved else duty.text

    return Line(
        duty.number,
        text,
        span(duty.start, duty.until) or "срок уточняется",
        left_words(duty, today),
        duty.proof,
        duty.status,
    )


def _later(duties: list[Duty], today: dt.date) -> list[Line]:
    groups: dict[str, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(duty.measure_id, []).append(duty)

    return [_together(group, today) for group in groups.values()]


def _together(duties: list[Duty], today: dt.date) -> Line:
    first = _line(duties[0], today)
    further = [day(duty.until) for duty in duties[1:] if duty.until]
    if not further:
        return first

    return dataclasses.replace(first, text=f"{duties[0].measure}\nЗатем: {first_of(further, _DATES_SHOWN)}")


def _pressing(duty: Duty) -> tuple[Any, ...]:
    return (duty.until or dt.date.max, duty.number, duty.key)
