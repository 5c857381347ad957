"""Ranges: values, formulas, number formats, addresses."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice import formulas, values
from xl_macros.libreoffice.addresses import Area, shown
from xl_macros.libreoffice.bridge import border
from xl_macros.libreoffice.formats import common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xl_macros.libreoffice.books import Book
    from xl_macros.libreoffice.sheets import Sheet

CONTENTS = 1 | 2 | 4 | 16
"""``com.sun.star.sheet.CellFlags``: values, dates, texts, formulas."""


def visible_rows(sheet: Any, top: int, bottom: int) -> set[int]:
    """The rows of a span of a UNO sheet that neither a filter nor a hand hides; all numbers 1-based."""
    whole = sheet.getCellRangeByPosition(0, top - 1, sheet.Columns.Count - 1, bottom - 1)
    parts = whole.queryVisibleCells().RangeAddresses

    return {row + 1 for part in parts for row in range(part.StartRow, part.EndRow + 1)}


@border
class Range(base_classes.Range):
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
    def book(self) -> Book:
        """Its workbook."""
        return self._sheet.book

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
        if self.uno is not None:
            block = self._as_excel_does(self._block(data))
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
        self.raw_value = data

    @property
    def number_format(self) -> str | None:
        """The format's code as Excel writes it; None where cells differ."""
        key = common(self.uno, "NumberFormat")

        return None if key is None else self.book.formats.of(key).code

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.uno.NumberFormat = self.book.formats.key(value)

    def _block(self, data: Any) -> Sequence[Sequence[Any]]:
        """Values as rows: one value fills the range, a flat list is a row, or a column where the range is one."""
        rows, columns = self.shape
        if not isinstance(data, list | tuple):
            if isinstance(data, str) and data.startswith("=") and len(self) > 1:
                raise NotImplementedError(
                    "Excel fills a range with a formula that moves; here each cell needs its own."
                )
            return [[data] * columns] * rows
        if data and isinstance(data[0], list | tuple):
            return data

        return [[cell] for cell in data] if columns == 1 and rows > 1 else [data]

    def _as_excel_does(self, block: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        """Over filtered or hidden rows Excel writes the first row of a block into every visible row, and leaves the hidden ones."""
        visible = visible_rows(self._sheet.api, self.area.row, self.area.bottom)
        if len(visible) == self.area.rows or self.area.rows == 1:
            return block
        standing = [[_excel(cell) for cell in line] for line in self.uno.getFormulaArray()]

        return [block[0] if self.area.row + number in visible else standing[number] for number in range(self.area.rows)]

    def _table_name(self) -> str:
        """The table in which it begins."""
        first = self.area._replace(rows=1, columns=1)

        return next((table.name for table in self._sheet.tables if table.area.overlaps(first)), "")

    def clear_contents(self) -> None:
        """Empty the cells; formats stay."""
        if self.uno is not None:
            self.uno.clearContents(CONTENTS)

    def select(self) -> None:
        """Select it; its sheet comes to the front."""
        self.book.controller.setActiveSheet(self._sheet.api)
        self.book.controller.select(self.uno)


def _excel(cell: str) -> str:
    """A cell of ``getFormulaArray``: a formula in Excel's grammar, or a value; an apostrophe marks a text that looks like something else."""
    return formulas.to_excel(cell) if cell.startswith("=") else cell.removeprefix("'")
