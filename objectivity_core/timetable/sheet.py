"""The sheet «Расписание»: what stands on it, which of its rows became no procedure yet, and opening that waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.codes import opening
from objectivity_core.procedures.school_lists import Lists
from objectivity_core.russian.fold import folded_class
from objectivity_core.russian.wording import day
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import records_of
from objectivity_core.timetable.layouts import read_rows
from objectivity_core.timetable.undrawn import from_setting, named

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.codes.key import KeyChange, KeyPairs
    from objectivity_core.codes.opening import Awaited
    from objectivity_core.school_year.year import SchoolYear
    from objectivity_core.state import Outcome, State
    from objectivity_core.timetable.layouts import Record

_SHEET = TABLES["timetable"]


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
    """The works on the sheet, and those of a file that «Настройки» name, of which there is no procedure yet: their subject is to be drawn, or the timetable was not loaded.

    Args:
        state: ``timetable``, ``procedures``, ``classes``, ``subjects``, ``kinds``.
    """
    frame = state["timetable"]
    lists = Lists(state["classes"], state["subjects"], state["kinds"])
    records, first = sheet_records(frame, lists, state.school_year)
    works = [
        one
        for record in records
        for one in named(record, int(frame.index[record.row - first]), lists, state.school_year)
    ]
    works += [(one, True) for one in from_setting(state.settings.undrawn)]
    rows = [(row["kind"], folded_class(row["class"]), row) for row in records_of(state["procedures"])]
    subjects = {(kind, class_, row["subject"]) for kind, class_, row in rows}
    own = {(one.kind, folded_class(one.class_), one.subject) for one, drawn in works if not drawn}
    # Whichever subject was drawn, it is written on that day; a procedure that has a row of its own is not that subject.
    days = {
        (kind, class_, day(row["date"]))
        for kind, class_, row in rows
        if row["date"] == row["date"] and (kind, class_, row["subject"]) not in own
    }

    return [
        one
        for one, drawn in works
        if (one.kind, folded_class(one.class_), one.day if drawn else one.subject) not in (days if drawn else subjects)
    ]
