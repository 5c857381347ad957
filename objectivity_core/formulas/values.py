"""The values behind the live formulas of the workbook: what Excel would compute, so that a file shows it before it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.formulas import panel
from objectivity_core.formulas.materials import with_material_states
from objectivity_core.formulas.terms import with_status
from objectivity_core.tables import TABLES
from objectivity_core.tables.cells import write_cell
from objectivity_core.tables.grid import Formula
from objectivity_core.tables.parse import frame_of, parse

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import pandas as pd

    from objectivity_core.tables.grid import Grid


class Values:
    """Every table of a workbook with the values of its formula columns, each computed once and only when asked for."""

    def __init__(self, grid: Callable[[str], Grid | None], today: dt.date, due_soon: int) -> None:
        """Take a workbook.

        Args:
            grid: the cells of a table by its English name; None where the workbook has no such table.
            today: the day to look from.
            due_soon: the setting «Предупреждать за», days.
        """
        self.today, self.due_soon = today, due_soon
        self._grid = grid
        self._frames: dict[str, pd.DataFrame] = {}

    def frame(self, name: str) -> pd.DataFrame:
        """All columns of a table; empty where the workbook has no such table."""
        if name not in self._frames:
            grid = self._grid(name)
            frame = frame_of(TABLES[name], []) if grid is None else parse(TABLES[name], grid, everything=True)[0]
            formulas = FORMULAS.get(name)
            self._frames[name] = formulas(self, frame) if formulas else frame

        return self._frames[name]

    def fill(self, name: str) -> None:
        """Put every formula of a table, with its value, into the rows of its grid (changed in place); rows without input stay empty."""
        table, grid = TABLES[name], self._grid(name)
        columns = [column for column in table.columns if column.filling == "formula"]
        if not columns or grid is None or not grid.rows:
            return
        frame = self.frame(name)
        positions = grid.positions()
        for column in columns:
            if column.heading in positions:
                cells = dict(zip(frame.index, (write_cell(column, value) for value in frame[column.name]), strict=True))
                for number, row in enumerate(grid.rows):
                    row[positions[column.heading]] = Formula(table.formula(column), cells.get(number))


def _occurrences(values: Values, frame: pd.DataFrame) -> pd.DataFrame:
    return with_status(frame, values.today, values.due_soon, values.frame("calendar"))


def _materials(values: Values, frame: pd.DataFrame) -> pd.DataFrame:
    return with_material_states(frame, values.today)


FORMULAS: dict[str, Callable[[Values, pd.DataFrame], pd.DataFrame]] = {
    "occurrences": _occurrences,
    "materials": _materials,
    "steps": panel.with_steps,
    "by_responsible": panel.with_responsible,
    "by_section": panel.with_sections,
    "by_month": panel.with_months,
    "waves": panel.with_readiness,
    "nearest": panel.with_nearest,
    "passed": panel.with_passed,
}
"""Tables with formula columns, and the function that fills them in."""
