"""Ranges: values, formulas, addresses, and moving about."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice import formulas, values
from xl_macros.libreoffice.addresses import COLUMNS, ROWS, Area, quoted, shown
from xl_macros.libreoffice.bridge import border, cell_address
from xl_macros.libreoffice.limits import FORMULA_TEXT, check_name
from xl_macros.libreoffice.look import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xl_macros.libreoffice.names import Name
    from xl_macros.libreoffice.sheets import Sheet
    from xl_macros.libreoffice.tables import Table

_CONTENTS, _NOTES, _FORMATS = 1 | 2 | 4 | 16, 8, 32 | 64 | 256 | 512
"""``com.sun.star.sheet.CellFlags``: what a cell holds; its note; attributes, styles, parts of a text."""
_DIRECTIONS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}
_DIRECTIONS |= {"d": (1, 0), "u": (-1, 0), "r": (0, 1), "l": (0, -1)}


@border
class Range(Look, base_classes.Range):
    """A rectangle of cells of one sheet; it may be empty (no rows or no columns)."""

    options: dict[str, Any]

    def __init__(self, sheet: Sheet, area: Area) -> None:
        """Take cells of a sheet."""
        self._sheet, self.area = sheet, area
        self.options = {}

    @property
    def max_cells_per_read(self) -> None:
        """LibreOffice hands over any block at once."""

    @property
    def max_cells_per_write(self) -> None:
        """LibreOffice takes any block at once."""

    @functools.cached_property
    def uno(self) -> Any:
        """The UNO range, None for an empty one."""
        row, column, rows, columns = self.area
        if not (rows and columns):
            return None

        return self._sheet.api.getCellRangeByPosition(column - 1, row - 1, column + columns - 2, row + rows - 2)

    @property
    def api(self) -> Any:
        """The UNO range."""
        return self.uno

    @property
    def sheet(self) -> Sheet:
        """Its sheet."""
        return self._sheet

    @property
    def coords(self) -> tuple[Any, int, int, int, int]:
        """Sheet, first row and column, rows, columns."""
        return self._sheet.api, *self.area

    @property
    def row(self) -> int:
        """First row."""
        return self.area.row

    @property
    def column(self) -> int:
        """First column."""
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.area.rows, self.area.columns

    def __len__(self) -> int:
        """How many cells."""
        return self.area.rows * self.area.columns

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        """A cell by its 1-based row and column, or its number row by row; it may lie outside."""
        row, column = divmod(arg1 - 1, self.area.columns) if arg2 is None else (arg1 - 1, arg2 - 1)

        return Range(self._sheet, Area(self.row + row, self.column + column, 1, 1))

    @property
    def rows(self) -> Range:
        """The range itself: xlwings counts its rows."""
        return self

    @property
    def columns(self) -> Range:
        """The range itself: xlwings counts its columns."""
        return self

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address; with workbook and sheet when ``external``."""
        text = shown(self.area, row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return text
        title = f"[{self.book.name}]{self._sheet.name}"
        where = title if quoted(self._sheet.name) == self._sheet.name and " " not in title else f"'{title}'"

        return f"{where}!{text}"

    @property
    def address(self) -> str:
        """The absolute address."""
        return shown(self.area)

    @property
    def raw_value(self) -> Any:
        """The values: one, or rows of them."""
        if self.uno is None:
            return None
        rows = values.read(self.uno, self.book.formats, errors=bool(self.options.get("err_to_str")))

        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if isinstance(data, str) and data.startswith("="):
            self.formula = data
        elif self.uno is not None:
            block = self._block(data)
            asks = any(isinstance(cell, str) and "[" in cell and cell.startswith("=") for row in block for cell in row)
            values.write(self.book.api, self.uno, self.book.formats, block, self._table_name() if asks else "")

    @property
    def formula(self) -> Any:
        """Formulas in Excel's grammar; where there is none, the value as text."""
        if self.uno is None:
            return None
        rows = tuple(tuple(_excel(cell) for cell in row) for row in self.uno.getFormulaArray())

        return rows[0][0] if self.shape == (1, 1) else rows

    @formula.setter
    def formula(self, data: Any) -> None:
        if self.uno is None:
            return
        if not isinstance(data, str) or not data.startswith("="):
            self.raw_value = data
        elif self._text_cells():
            values.write(self.book.api, self.uno, self.book.formats, self._block(data))
        else:
            if len(data) > FORMULA_TEXT:
                raise ValueError(f"A formula has at most {FORMULA_TEXT} characters; this one has {len(data)}.")
            block = formulas.filled(data, *self.shape, self._table_name() if "[" in data else "")
            values.put(self.uno, "setFormulaArray", tuple(tuple(row) for row in block))

    formula2 = formula

    @property
    def formula_array(self) -> str:
        """The formula that fills the range as a whole."""
        return _excel(self.uno.getArrayFormula().removeprefix("{").removesuffix("}"))

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.uno.setArrayFormula(formulas.to_native(value, self._table_name() if "[" in value else ""))

    @property
    def has_array(self) -> bool:
        """Whether it is part of an array formula."""
        return bool(self.uno is not None and self.uno.getArrayFormula())

    def _text_cells(self) -> bool:
        return self.number_format == "@"

    def _block(self, data: Any) -> Sequence[Sequence[Any]]:
        """Values as rows: one value fills the range, a flat list is a row, or a column where the range is one."""
        rows, columns = self.shape
        if not isinstance(data, list | tuple):
            return [[data] * columns] * rows
        if data and isinstance(data[0], list | tuple):
            return data

        return [[cell] for cell in data] if columns == 1 and rows > 1 else [data]

    def _table_name(self) -> str:
        return table.name if (table := self.table) else ""

    @property
    def table(self) -> Table | None:
        """The table in which it begins."""
        return next(
            (table for table in self._sheet.tables if table.area.overlaps(self.area._replace(rows=1, columns=1))), None
        )

    @property
    def name(self) -> Name | None:
        """The name that means exactly these cells."""
        for name in self.book.names:
            cells = name.api.getReferredCells()
            if cells is not None and cells.AbsoluteName == self.uno.AbsoluteName:
                return name

        return None

    @name.setter
    def name(self, value: str) -> None:
        check_name(value, self.book.api.NamedRanges.ElementNames)
        self.book.api.NamedRanges.addNewByName(value, self.uno.AbsoluteName, cell_address(0, 0, 0), 0)

    def clear_contents(self) -> None:
        """Empty the cells; formats stay."""
        if self.uno is not None:
            self.uno.clearContents(_CONTENTS)

    def clear_formats(self) -> None:
        """Take the formats away."""
        if self.uno is not None:
            self.uno.clearContents(_FORMATS)

    def clear(self) -> None:
        """Empty the cells, take notes and formats away."""
        if self.uno is not None:
            self.uno.clearContents(_CONTENTS | _NOTES | _FORMATS)

    def select(self) -> None:
        """Select it; its sheet comes to the front."""
        self.book.controller.setActiveSheet(self._sheet.api)
        self.book.controller.select(self.uno)

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow key lead from the first cell: the edge of the filled block, else the next filled cell, else the sheet's end."""
        down, right = _DIRECTIONS[direction]
        used = self._sheet.used_range.area
        last = Area(max(used.bottom, self.row), max(used.right, self.column), 1, 1)
        if down:
            line = [row[0] for row in self._sheet.range((1, self.column, last.row, 1)).uno.getDataArray()]
            at = _edge(line, self.row - 1, down, ROWS)
            return Range(self._sheet, Area(at + 1, self.column, 1, 1))
        line = list(self._sheet.range((self.row, 1, 1, last.column)).uno.getDataArray()[0])

        return Range(self._sheet, Area(self.row, _edge(line, self.column - 1, right, COLUMNS) + 1, 1, 1))

    @property
    def current_region(self) -> Range:
        """The filled block around it."""
        cursor = self._sheet.api.createCursorByRange(self.uno)
        cursor.collapseToCurrentRegion()

        return self._sheet.at(cursor.RangeAddress)


def _excel(cell: str) -> str:
    """A cell of ``getFormulaArray``: a formula in Excel's grammar, or a value; an apostrophe marks a text that looks like something else."""
    return formulas.to_excel(cell) if cell.startswith("=") else cell.removeprefix("'")


def _edge(line: list[Any], at: int, step: int, size: int) -> int:
    """Where Ctrl and an arrow lead on a line of cells that is empty beyond its end."""

    def filled(index: int) -> bool:
        return 0 <= index < len(line) and line[index] != ""

    inside = filled(at) and filled(at + step)
    at += step
    while 0 <= at < len(line) and filled(at + step if inside else at) == inside:
        at += step
    if filled(at):
        return at

    return 0 if step < 0 else size - 1
