"""Sheets of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.addresses import Area, area
from xl_macros.libreoffice.bridge import border
from xl_macros.libreoffice.ranges import Range
from xl_macros.libreoffice.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xl_macros.libreoffice.books import Book


@border
class Sheets(base_classes.Sheets):
    """The sheets of one workbook."""

    def __init__(self, book: Book) -> None:
        """Belong to a workbook."""
        self.book = book

    @property
    def api(self) -> Any:
        """The UNO collection."""
        return self.book.api.Sheets

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self.book, self.book.controller.ActiveSheet)

    def __call__(self, name_or_index: str | int) -> Sheet:
        """By name, whatever the case, or 1-based number."""
        if isinstance(name_or_index, int):
            return Sheet(self.book, self.api.getByIndex(name_or_index - 1))
        sheets = self.api
        for name in (name_or_index, *sheets.ElementNames):
            if name.lower() == name_or_index.lower() and sheets.hasByName(name):
                return Sheet(self.book, sheets.getByName(name))
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        """How many."""
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        """From left to right."""
        sheets = self.api

        return iter([Sheet(self.book, sheets.getByIndex(at)) for at in range(sheets.Count)])


@border
class Sheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: Book, sheet: Any) -> None:
        """Take a sheet of a workbook."""
        self._book, self._sheet = book, sheet

    @property
    def api(self) -> Any:
        """The UNO sheet."""
        return self._sheet

    @property
    def book(self) -> Book:
        """Its workbook."""
        return self._book

    @property  # type: ignore[misc]  # xlwings lets it be set
    def name(self) -> str:
        """Its title."""
        return str(self._sheet.Name)

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Cells by address, (row, column) or (row, column, rows, columns), or the rectangle between two of these."""
        if isinstance(arg1, int) and isinstance(arg2, int):
            arg1, arg2 = (arg1, arg2), None
        first = self._range(arg1)
        if arg2 is None:
            return first
        second = self._range(arg2)
        row, column = min(first.row, second.row), min(first.column, second.column)
        bottom, right = max(first.area.bottom, second.area.bottom), max(first.area.right, second.area.right)

        return Range(self, Area(row, column, bottom - row + 1, right - column + 1))

    def _range(self, where: Any) -> Range:
        if isinstance(where, Range):
            return where
        if isinstance(where, tuple):
            if 0 in where[:2]:
                raise IndexError("Rows and columns are counted from 1.")
            row, column, rows, columns = where if len(where) == 4 else (*where, 1, 1)
            return Range(self, Area(row, column, rows, columns))
        if found := area(where):
            return Range(self, found)
        raise ValueError(f"{where!r} is no address.")

    def at(self, address: Any) -> Range:
        """The range at a UNO address on this sheet."""
        rows, columns = address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1

        return Range(self, Area(address.StartRow + 1, address.StartColumn + 1, rows, columns))

    @property
    def used_range(self) -> Range:
        """From the first to the last cell that holds anything."""
        cursor = self._sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)

        return self.at(cursor.RangeAddress)
