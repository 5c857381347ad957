"""Procedures that date a measure: of which kinds, one by one or together, and how far from them the measure lies."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.deadlines import names_only_plan, procedures_named
from objectivity_core.procedures.view import title
from objectivity_core.procedures.waves import wave_of
from objectivity_core.russian.fold import folded_kind
from objectivity_core.tables import states
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    import pandas as pd

    from objectivity_core.deadlines import Deadline
    from objectivity_core.school_year.year import SchoolYear

ALL: Final = "*"

# What a measure says of itself, and when it usually happens: training observers before the procedure, being present in its day,
# checking after it. A proposal that stands in a cell, where people see and change it.
_USUAL: Final = (
    (re.compile(r"инструктаж", re.IGNORECASE), "−1 рабочий день"),
    (
        re.compile(
            r"(?:обучен|подготовк|формирован|подбор|привлечен|назначен)\w*.*наблюдател", re.IGNORECASE | re.DOTALL
        ),
        "−3 рабочих дня",
    ),
    (re.compile(r"провер\w*\s.*(?:работ|комисси)", re.IGNORECASE | re.DOTALL), "+3 рабочих дня"),
)
IN_THE_DAY: Final = "0"


@dataclasses.dataclass(frozen=True)
class Group:
    """Procedures that one term of a measure serves, in the order of their dates.

    Attributes:
        ids: keys of the procedures.
        first: date of the first one, or None while it has no date.
        last: date of the last one, or None.
        title: what they are, as people say it.
        wave: the wave they lie in, ``""`` without date.
    """

    ids: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None
    title: str
    wave: str


def kinds_of(measure: dict[str, Any], deadline: Deadline) -> tuple[str, ...]:
    """The kinds of procedures that date a measure; ``("*",)`` for all, ``()`` for none.

    What people linked («Процедуры») decides. Else the kinds that the phrase and the measure's text name, together; a general word
    («оценочных процедур») counts only where nothing particular is named. A bare «по плану» names none.
    """
    linked = split_list(measure["procedures"])
    if linked:
        return (ALL,) if {kind.lower() for kind in linked} & {states.ALL_KINDS, ALL} else tuple(linked)
    if names_only_plan(deadline.phrase):
        return ()
    phrase, text = set(deadline.procedures), set(procedures_named(measure["measure"]))
    named = (phrase | text) - {ALL}
    if ALL in phrase and ALL in text:
        return (ALL,)

    return tuple(sorted(named)) or tuple((phrase | text) & {ALL})


def unknown_kinds(measure: dict[str, Any], known: Iterable[str]) -> tuple[str, ...]:
    """Kinds that people linked to a measure and that the lists do not know."""
    words = {folded_kind(kind) for kind in known} | {states.ALL_KINDS, ALL}

    return tuple(kind for kind in split_list(measure["procedures"]) if folded_kind(kind) not in words)


def linked(measure: dict[str, Any], deadline: Deadline, procedures: pd.DataFrame) -> pd.DataFrame:
    """The procedures that date a measure: none for a measure with dates of its own."""
    return of_kinds(measure, deadline, procedures) if deadline.kind in {"schedule", "event"} else procedures.iloc[:0]


def of_kinds(measure: dict[str, Any], deadline: Deadline, procedures: pd.DataFrame) -> pd.DataFrame:
    """The procedures that a measure is about, whether they date it or not."""
    wanted = {folded_kind(kind) for kind in kinds_of(measure, deadline)}
    if ALL in wanted:
        return procedures

    return procedures[procedures["kind"].map(folded_kind).isin(wanted)]


def usual_relative(text: str) -> str:
    """What is proposed for «Когда относительно процедуры» of a measure dated by a schedule.

    >>> usual_relative("Обучение независимых наблюдателей"), usual_relative("Присутствие директора")
    ('−3 рабочих дня', '0')
    """
    return next((relative for pattern, relative in _USUAL if pattern.search(text)), IN_THE_DAY)


def groups(procedures: pd.DataFrame, per: str, school_year: SchoolYear) -> list[Group]:
    """The procedures as a measure takes them.

    Args:
        procedures: ``procedure_id``, ``kind``, ``subject``, ``class``, ``date``.
        per: ``states.PER_DAY``, ``states.PER_WAVE``, or ``""`` for each procedure. Procedures without date always stand alone.
        school_year: for the week of a wave.
    """
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in records_of(procedures.sort_values("date", kind="stable")):
        day = None if row["date"] is None or row["date"] != row["date"] else row["date"].date()
        row["date"] = day
        row["wave"] = wave_of(row["kind"], day, school_year) if day else ""
        alone = day is None or not per
        key = (row["procedure_id"],) if alone else (row["kind"], str(day) if per == states.PER_DAY else row["wave"])
        found.setdefault(key, []).append(row)

    return [_group(rows, per) for rows in found.values()]


def _group(rows: list[dict[str, Any]], per: str) -> Group:
    one = rows[0]
    if len(rows) == 1:
        name = title(one)
    else:
        works = ", ".join(dict.fromkeys(f"{row['class']} {row['subject'].lower()}" for row in rows))
        together = one["wave"] if per == states.PER_WAVE else f"{one['kind']} {one['date']:%d.%m}"
        name = f"{together} ({works})"

    return Group(tuple(row["procedure_id"] for row in rows), one["date"], rows[-1]["date"], name, one["wave"])
