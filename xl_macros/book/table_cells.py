"""A table's cells put onto its sheet: only what changed, each cell in the format of its column."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from objectivity_core.tables.grid import Formula, differs
from xl_macros.book.cell_text import constant, formula_of, spellings, stored, with_value, written_formula
from xl_macros.book.styles_part import DATE
from xl_macros.book.xml_text import with_attribute
from xl_macros.look.palette import number_format

if TYPE_CHECKING:
    from collections.abc import Callable

    from objectivity_core.tables import Column, Table
    from objectivity_core.tables.grid import Grid
    from xl_macros.book.sheet_part import Cell, SheetPart
    from xl_macros.book.styles_part import StylesPart

_LOOKED_AT = 50
"""Rows of a table by which the usual format of a column is told."""
_GENERAL = "General"
_PLAIN = "0"


class Surroundings(NamedTuple):
    """What cells of a workbook need beside their sheet: its formats, the numbers of shared texts (None: it shares none), its day 0."""

    styles: StylesPart
    number: Callable[[str], int] | None
    epoch: dt.datetime


class TableCells:
    """The cells of one table on its sheet."""

    def __init__(self, sheet: SheetPart, table: Table, before: Grid, around: Surroundings) -> None:
        """Take a table.

        Args:
            sheet: its sheet.
            table: its definition.
            before: its cells as they stand there.
            around: what else they need.
        """
        self._sheet, self._before, self._around = sheet, before, around
        self._columns = {column.heading: column for column in table.columns}
        self._usual_styles: dict[int, str] = {}
        self.changed: set[int] = set()
        """Rows of the sheet that show something else now."""
        self.moved = False
        """Whether anything but values of formulas changed."""

    def put(self, grid: Grid) -> None:
        """Put a grid in place of the one before; cells that say the same keep all they have."""
        old = self._before.rows
        mended = self._without_format(grid) if old else set()
        nothing = [None] * len(grid.headings)
        own = len(grid.headings) - grid.beside
        for number in range(max(len(grid.rows), len(old))):
            row = grid.rows[number] if number < len(grid.rows) else nothing
            was = old[number] if number < len(old) else nothing
            shown = False
            for at, value in enumerate(row):
                other = _value(value) != _value(was[at])
                shown |= other
                # Under a table that shrank a formula may stand whose value is blank.
                if number < len(old) and number < len(grid.rows) and not differs(was[at], value) and at not in mended:
                    continue
                if number >= len(old) and at >= own and value is None:
                    continue  # beside the rows that were not the table's before may stand what is not its own
                self._cell(grid.top + 1 + number, grid.left + at, value)
                self.moved |= other and not isinstance(value, Formula)
            if shown:
                self.changed.add(grid.top + 1 + number)
        self.moved |= len(grid.rows) != len(old)

    def _cell(self, number: int, column: int, value: Any) -> None:
        cell = self._sheet.row(number).get(column)
        if isinstance(value, Formula):
            self._formula(number, column, cell, value)
        elif value is None:
            style = self._style(column, cell)
            if cell is not None or style != _PLAIN:  # what is typed there later looks like its column
                self._sheet.put(number, column, self._attributes(style, None), None)
        else:
            kind, content = constant(value, self._sheet.prefix, self._around.epoch, self._around.number)
            style = self._dated(self._style(column, cell), value)
            self._sheet.put(number, column, self._attributes(style, kind), content)

    def _formula(self, number: int, column: int, cell: Cell | None, value: Formula) -> None:
        prefix = self._sheet.prefix
        behind = stored(value.value, self._around.epoch)
        if cell and formula_of(cell, prefix) in spellings(value.text):
            if (new := with_value(cell, prefix, behind)) is not cell:
                self._sheet.put(number, column, with_attribute(new.attributes, "r", None), new.content)
            return
        style = self._dated(self._style(column, cell), value.value)
        content = f"<{prefix}f>{written_formula(value.text)}</{prefix}f><{prefix}v>{behind.text}</{prefix}v>"
        self._sheet.put(number, column, self._attributes(style, behind.type), content)

    def _attributes(self, style: str, kind: str | None) -> str:
        return (f' s="{style}"' if style != _PLAIN else "") + (f' t="{kind}"' if kind else "")

    def _dated(self, style: str, value: Any) -> str:
        """A format in which a day is seen as one."""
        styles = self._around.styles
        if not isinstance(value, dt.date) or styles.shows_days(style):
            return style

        return styles.with_number_format(style, DATE)

    def _style(self, column: int, cell: Cell | None) -> str:
        own = cell.style if cell else _PLAIN

        return own if own != _PLAIN else self._usual(column)

    def _usual(self, column: int) -> str:
        if column not in self._usual_styles:
            self._usual_styles[column] = self._usual_now(column)

        return self._usual_styles[column]

    def _usual_now(self, column: int) -> str:
        """The format that a column's cells have: most of the last ones of the table, else the sheet's column, else what is declared."""
        top, end = self._before.top, self._before.top + len(self._before.rows)
        cells = (self._sheet.row(row).get(column) for row in range(max(top, end - _LOOKED_AT) + 1, end + 1))
        found = Counter(cell.style for cell in cells if cell and cell.style != _PLAIN).most_common(1)
        if found:
            return found[0][0]
        if (style := self._sheet.column_style(column)) != _PLAIN:
            return style
        declared = self._declared(column - self._before.left)
        code = number_format(declared) if declared else _GENERAL

        return _PLAIN if code == _GENERAL else self._around.styles.with_number_format(_PLAIN, code)

    def _declared(self, at: int) -> Column | None:
        return self._columns.get(self._before.headings[at])

    def _without_format(self, grid: Grid) -> set[int]:
        """Columns of the program whose cells lost their format, by the first row: earlier versions wrote such cells."""
        cells = self._sheet.row(grid.top + 1)

        return {
            at
            for at in range(len(grid.headings))
            if (cell := cells.get(grid.left + at))
            and cell.style == _PLAIN
            and cell.content is not None
            and (column := self._declared(at))
            and not column.typed
            and self._usual(grid.left + at) != _PLAIN
        }


def _value(cell: Any) -> Any:
    """What a cell shows; an empty text is nothing."""
    shown = cell.value if isinstance(cell, Formula) else cell

    return None if shown == "" else shown
