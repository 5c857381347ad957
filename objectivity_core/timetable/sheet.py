"""The sheet «Расписание»: what stands on it, which of its rows became no procedure yet, and opening that waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.codes import opening
from objectivity_core.codes.opening import Awaited
from objectivity_core.procedures.school_lists import Lists
from objectivity_core.russian.fold import folded_class
from objectivity_core.russian.wording import day
from objectivity_core.tables import TABLES
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.parse import records_of
from objectivity_core.timetable import rules
from objectivity_core.timetable.cells import read_day
from objectivity_core.timetable.layouts import read_rows
from objectivity_core.timetable.works import kind_of, subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from objectivity_core.codes.key import KeyChange, KeyPairs
    from objectivity_core.school_year.year import SchoolYear
    from objectivity_core.state import Outcome, State
    from objectivity_core.timetable.layouts import Record

_SHEET = TABLES["timetable"]
_TO_BE_DRAWN = (rules.SUBJECT_NOT_DRAWN, rules.AMBIGUOUS_SUBJECT)
"""What is said of a subject that is one of several."""


def sheet_records(frame: pd.DataFrame, lists: Lists, school_year: SchoolYear) -> tuple[list[Record], int]:
    """What was pasted on the sheet as records, and how many rows stand above the sheet's own: the table's headings where it has none of its own.

    Args:
        frame: table «Расписание».
        lists: the school's classes, subjects and kinds.
        school_year: its days.
    """
    names = [column.name for column in _SHEET.columns if column.name in frame]
    rows = [[cell or None for cell in row] for row in frame[names].itertuples(index=False, name=None)]
    records, headed = read_rows(rows, lists, school_year)
    if headed or not rows:
        return records, 0

    return read_rows([[_SHEET[name].heading for name in names[:8]], *rows], lists, school_year)[0], 1


def open_codes(state: State, key: KeyPairs) -> Outcome[KeyChange]:
    """«Открыть коды»: what :func:`objectivity_core.codes.opening.open_codes` does, which waits also for works that only the timetable knows.

    Args:
        state: what that reads, and ``timetable``, ``classes``, ``subjects``.
        key: the key as it was opened.
    """
    return opening.open_codes(state, key, awaited(state))


def awaited(state: State) -> list[Awaited]:
    """The works on the sheet of which there is no procedure yet: their subject is to be drawn, or the timetable was not loaded.

    Args:
        state: ``timetable``, ``procedures``, ``classes``, ``subjects``, ``kinds``.
    """
    frame = state["timetable"]
    lists = Lists(state["classes"], state["subjects"], state["kinds"])
    records, first = sheet_records(frame, lists, state.school_year)
    named = [one for record in records for one in _named(record, int(frame.index[record.row - first]), lists, state)]
    rows = [(row["kind"], folded_class(row["class"]), row) for row in records_of(state["procedures"])]
    subjects = {(kind, class_, row["subject"]) for kind, class_, row in rows}
    own = {(one.kind, folded_class(one.class_), one.subject) for one, drawn in named if not drawn}
    # Whichever subject was drawn, it is written on that day; a procedure that has a row of its own is not that subject.
    days = {
        (kind, class_, day(row["date"]))
        for kind, class_, row in rows
        if row["date"] == row["date"] and (kind, class_, row["subject"]) not in own
    }

    return [
        one
        for one, drawn in named
        if (one.kind, folded_class(one.class_), one.day if drawn else one.subject) not in (days if drawn else subjects)
    ]


def _named(record: Record, row: int, lists: Lists, state: State) -> Iterator[tuple[Awaited, bool]]:
    """The works of a record, each with whether its subject is to be drawn; ``row`` is its row of the sheet."""
    kind, _ = kind_of(record, lists)
    lines, problems = subjects_of(record, lists, "")
    read = read_day(record.cells.get("date"), state.school_year)
    when = day(read.date) if read and read.date else as_text(record.cells.get("date"))
    texts = [(line.subject, False) for line in lines]
    texts += [(problem.value, True) for problem in problems if problem.rule in _TO_BE_DRAWN]
    for class_ in lists.classes(record.cells.get("class"))[0]:
        yield from ((Awaited(kind, class_, text, when, row), drawn) for text, drawn in texts)
