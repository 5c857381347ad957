"""The plan as it is printed and signed: what is overdue, and every measure with its terms and their states."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.plan.duties import NOBODY, Duty, date_of, duty_of, lacks_records, left_words
from objectivity_core.russian.wording import day, short_name, span
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.model import SEVERAL
from objectivity_core.tables.parse import key_of, records_of

if TYPE_CHECKING:
    import datetime as dt


@dataclasses.dataclass(frozen=True)
class PassedLine:
    """One term whose day has passed, overdue or without record: what, who, since when, how it is proved."""

    number: str
    text: str
    who: str
    when: str
    late: str
    status: str
    proof: str


@dataclasses.dataclass(frozen=True)
class TermLine:
    """One term of a measure: what it belongs to, its dates, its state, what was done and with which document."""

    what: str
    when: str
    status: str
    done: str


@dataclasses.dataclass(frozen=True)
class MeasureBlock:
    """One measure of the plan with its terms."""

    document: str
    section: str
    number: str
    measure: str
    phrase: str
    who: str
    proof: str
    terms: tuple[TermLine, ...]


@dataclasses.dataclass(frozen=True)
class PrintedPlan:
    """Everything on the two printed workbooks.

    Attributes:
        folder: name of the new folder.
        school: the school's name, may be empty.
        year: the academic year, ``2024/2025``.
        today: the day the states are of.
        director: the director's name for the signature, ``""`` where «Люди» do not tell.
        counts: terms by state, the pressing states first.
        overdue: overdue terms, the longest overdue first.
        no_records: periods that ended without record, the oldest first.
        blocks: measures in the order of the plan, those of one document and section together.
        pdf: whether PDFs can be made.
    """

    folder: str
    school: str
    year: str
    today: dt.date
    director: str
    counts: tuple[tuple[str, int], ...]
    overdue: tuple[PassedLine, ...]
    no_records: tuple[PassedLine, ...]
    blocks: tuple[MeasureBlock, ...]
    pdf: bool


def overdue_lines(occurrences: pd.DataFrame, measures: pd.DataFrame, today: dt.date) -> list[PassedLine]:
    """Overdue terms, the longest overdue first.

    Args:
        occurrences: table «Сроки», every column, formula values included.
        measures: table «План».
        today: the day to look from.
    """
    return _passed(occurrences[occurrences["status"] == states.OVERDUE], measures, today)


def no_record_lines(occurrences: pd.DataFrame, measures: pd.DataFrame, today: dt.date) -> list[PassedLine]:
    """Periods of continuous measures that ended without record, the oldest first; arguments as of :func:`overdue_lines`."""
    return _passed(occurrences[occurrences["status"].map(lacks_records).astype(bool)], measures, today)


def _passed(occurrences: pd.DataFrame, measures: pd.DataFrame, today: dt.date) -> list[PassedLine]:
    plan = {row["measure_id"]: row for row in records_of(measures)}
    keys = key_of(TABLES["occurrences"], occurrences)
    passed = [
        (duty_of(key, row, plan.get(row["measure_id"], {})), row)
        for key, row in zip(keys, records_of(occurrences), strict=True)
    ]
    passed.sort(key=lambda one: (one[0].until or today, one[0].number))

    return [_line(task, row, today) for task, row in passed]


def _line(task: Duty, row: dict[str, Any], today: dt.date) -> PassedLine:
    when = span(task.start, task.until) + (f" ({task.moved})" if task.moved else "")

    return PassedLine(task.number, task.text, who(row), when, left_words(task, today), task.status, task.proof)


def who(row: dict[str, Any]) -> str:
    """Who answers for a term: the plan's words, and the people they mean."""
    words, people = row["responsible"], "; ".join(short_name(name) for name in split_list(row["people"]))
    if not people or people == words or row["people"] == words:
        return people or words or NOBODY

    return f"{words} ({people})" if words else people


def blocks(occurrences: pd.DataFrame, measures: pd.DataFrame) -> list[MeasureBlock]:
    """Every measure with its terms; a term whose measure has left the plan stands under its own words.

    Args:
        occurrences: table «Сроки», every column, formula values included.
        measures: table «План».
    """
    terms: dict[str, list[dict[str, Any]]] = {}
    for row in records_of(occurrences):
        if row["measure_id"]:
            terms.setdefault(row["measure_id"], []).append(row)
    known = [
        _block(row, terms.pop(row["measure_id"], []))
        for row in records_of(measures)
        if row["measure"] or row["measure_id"] in terms
    ]
    left = [_block({"document": "", "proof_kind": ""} | rows[0], rows) for rows in terms.values()]
    places = list(dict.fromkeys((one.document, one.section) for one in known))

    return sorted(known, key=lambda one: places.index((one.document, one.section))) + left


def _block(measure: dict[str, Any], rows: list[dict[str, Any]]) -> MeasureBlock:
    people = next((row["people"] for row in rows if row["people"]), "")

    return MeasureBlock(
        measure["document"],
        measure["section"],
        measure["number"],
        measure["measure"],
        measure["phrase"],
        who({"responsible": measure["responsible"], "people": people}),
        measure["proof_kind"],
        tuple(_term(row, measure["measure"]) for row in sorted(rows, key=_in_time)),
    )


def _in_time(row: dict[str, Any]) -> tuple[pd.Timestamp, pd.Timestamp]:
    last = pd.Timestamp.max

    return (last if pd.isna(row["until"]) else row["until"], last if pd.isna(row["start"]) else row["start"])


def _term(row: dict[str, Any], measure: str) -> TermLine:
    what = row["measure"].removeprefix(measure).removeprefix(SEVERAL).strip() or row["wave"]
    moved = f" (перенесено с {day(row['due'])})" if pd.notna(row["moved_due"]) and pd.notna(row["due"]) else ""
    done = date_of(row["done"])
    parts = [day(done) if done else "", row["proof"], row["note"]]

    return TermLine(
        what,
        span(date_of(row["start"]), date_of(row["until"])) + moved,
        row["status"],
        "; ".join(part for part in parts if part),
    )


def counts(occurrences: pd.DataFrame) -> list[tuple[str, int]]:
    """How many terms are in each state, the pressing states first; periods without record count together."""
    found = Counter(
        states.NO_RECORDS if lacks_records(status) else status for status in occurrences["status"] if status
    )

    return [(status, found[status]) for status in states.STATUSES if found[status]]


def director(staff: pd.DataFrame) -> str:
    """The director's name, ``""`` unless exactly one person is director by position."""
    names = [row["name"] for row in records_of(staff) if _first_word(row["position"]) == "директор"]

    return short_name(names[0]) if len(names) == 1 else ""


def _first_word(position: str) -> str:
    return position.replace(",", " ").strip().lower().partition(" ")[0]
