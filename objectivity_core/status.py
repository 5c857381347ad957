"""The values behind the live formulas of the workbook: the same meaning as the formula, in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from objectivity_core.tables import Table, states
from objectivity_core.tables.cells import write_cell
from objectivity_core.tables.grid import Formula, Grid
from objectivity_core.tables.parse import parse

if TYPE_CHECKING:
    import datetime as dt

UNREAD = states.DEADLINE_KINDS["unknown"]


def status(frame: pd.DataFrame, today: dt.date, due_soon: int) -> pd.Series[Any]:
    """Status of each occurrence of a measure (table «Сроки»).

    Args:
        frame: ``decision``, ``done``, ``proof``, ``kind``, ``start``, ``due`` (dates ``datetime64``).
        today: the day to look from.
        due_soon: days before the due date from which it is «срок близко».

    Returns:
        One of :data:`objectivity_core.tables.states.STATUSES` per row. A decision outweighs everything; then comes what is
        done (without proof, late, in time), then an unread phrase, then dates. A measure is never overdue on its due
        day; an open-ended one (start, no due) never at all.
    """
    now = pd.Timestamp(today)
    done, due, start = frame["done"], frame["due"], frame["start"]
    begun = start.notna() & (start <= now)
    conditions = [
        frame["decision"] != "",
        done.notna() & (frame["proof"] == ""),
        done.notna() & due.notna() & (done > due),
        done.notna(),
        frame["kind"] == UNREAD,
        due.notna() & (now > due),
        due.notna() & ((due - now).dt.days <= due_soon),
        begun,
        due.notna() | start.notna(),
    ]
    words: Any = [
        frame["decision"],
        states.DONE_WITHOUT_PROOF,
        states.DONE_LATE,
        states.DONE,
        states.UNCLEAR,
        states.OVERDUE,
        states.DUE_SOON,
        states.RUNNING,
        states.UPCOMING,
    ]

    chosen: Any = np.select(conditions, words, default=states.NO_DATE)

    return pd.Series(chosen, index=frame.index, dtype="object")


def days_left(frame: pd.DataFrame, today: dt.date) -> pd.Series[Any]:
    """Calendar days from today to the due date, negative when past; NaN when done, decided or without a due date."""
    open_ = (frame["decision"] == "") & frame["done"].isna() & frame["due"].notna()

    return (frame["due"] - pd.Timestamp(today)).dt.days.astype("float64").where(open_)


def formula_values(table: Table, frame: pd.DataFrame, today: dt.date, due_soon: int) -> dict[str, pd.Series[Any]]:
    """Values of the formula columns of a table by column name (empty for tables without formulas).

    Args:
        table: the table.
        frame: all its columns (``parse(..., everything=True)``).
        today: the day to look from.
        due_soon: the setting «Предупреждать за», days.
    """
    if table.name != "occurrences":
        return {}

    named = frame["measure_id"] != ""  # as in the formula: a row without measure has no status

    return {"status": status(frame, today, due_soon).where(named, ""), "days_left": days_left(frame, today)}


def fill_formulas(table: Table, grid: Grid, today: dt.date, due_soon: int) -> None:
    """Put every formula of a table, with its value, into the rows of its grid (changed in place).

    Args:
        table: the table; without formula columns nothing happens.
        grid: its cells, computed columns included.
        today: the day to look from.
        due_soon: the setting «Предупреждать за», days.
    """
    columns = [column for column in table.columns if column.filling == "formula"]
    if not columns or not grid.rows:
        return
    frame, _ = parse(table, grid, everything=True)
    values = formula_values(table, frame, today, due_soon)
    positions = grid.positions()
    for column in columns:
        if column.heading in positions:
            cells = dict(zip(frame.index, (write_cell(column, value) for value in values[column.name]), strict=True))
            for number, row in enumerate(grid.rows):
                row[positions[column.heading]] = Formula(table.formula(column), cells.get(number))
