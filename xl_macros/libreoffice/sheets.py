"""Sheets of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.addresses import COLUMNS, ROWS, Area, area
from xl_macros.libreoffice.bridge import at_border, border
from xl_macros.libreoffice.limits import check_sheet_name
from xl_macros.libreoffice.names import Names
from xl_macros.libreoffice.ranges import Range
from xl_macros.libreoffice.tables import Tables, table_area

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xl_macros.libreoffice.books import Book

_CONTENTS = 1 | 2 | 4 | 16
"""``com.sun.star.sheet.CellFlags``: values, dates, texts, formulas."""


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

    def __contains__(self, name: str) -> bool:
        """Whether there is a sheet of that name."""
        return name.lower() in {one.lower() for one in self.api.ElementNames}

    def by_address(self, address: Any) -> Range:
        """The range at a UNO address."""
        return Sheet(self.book, self.api.getByIndex(address.Sheet)).at(address)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, by default before the active one; it becomes the active one.

        Raises:
            ValueError: a name that Excel refuses.
        """
        sheets = self.api
        taken = sheets.ElementNames
        number = 1
        while name is None and f"sheet{number}" in {one.lower() for one in taken}:
            number += 1
        name = name or f"Sheet{number}"
        check_sheet_name(name, taken)
        at = before.index - 1 if before else after.index if after else self.active.index - 1
        sheets.insertNewByName(name, at)
        made = Sheet(self.book, sheets.getByName(name))
        made.activate()

        return made


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

    @property
    def name(self) -> str:
        """Its title."""
        return str(self._sheet.Name)

    @name.setter
    def name(self, value: str) -> None:
        check_sheet_name(value, [one for one in self._book.api.Sheets.ElementNames if one != self.name])
        self._sheet.Name = value

    @property
    def names(self) -> Names:
        """The names that belong to it alone."""
        return Names(self._book, self)

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self)

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return int(self._sheet.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self._sheet.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        others = [sheet for sheet in self._book.sheets if sheet.visible and sheet.name != self.name]
        if not value and not others:
            raise ValueError("A workbook keeps at least one visible sheet.")
        self._sheet.IsVisible = bool(value)

    @property
    def protected(self) -> bool:
        """Whether it is protected (xlwings itself has no word for it)."""
        return bool(self._sheet.isProtected())

    def protect(self, password: str = "") -> None:
        """Protect it; locked cells then refuse to be changed."""
        self._sheet.protect(password)

    def unprotect(self, password: str = "") -> None:
        """Take the protection away.

        Raises:
            ValueError: the password is wrong.
        """
        try:
            at_border(self._sheet.unprotect)(password)
        except ValueError as error:
            raise ValueError("The sheet's password is wrong.") from error

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Cells by address, name, (row, column), (row, column, rows, columns), or the rectangle between two of these."""
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
        if "!" in where:
            title, rest = where.rsplit("!", 1)
            return self._book.sheets(title.strip("'").replace("''", "'")).range(rest)
        for names in (self.names, self._book.names):
            if names.contains(where):
                return names(where).refers_to_range
        if found_table := table_area(self._book, where):
            return found_table
        raise ValueError(f"{where!r} is neither an address nor a name.")

    def at(self, address: Any) -> Range:
        """The range at a UNO address on this sheet."""
        rows, columns = address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1

        return Range(self, Area(address.StartRow + 1, address.StartColumn + 1, rows, columns))

    @property
    def cells(self) -> Range:
        """All of it."""
        return Range(self, Area(1, 1, ROWS, COLUMNS))

    @property
    def used_range(self) -> Range:
        """From the first to the last cell that holds anything."""
        cursor = self._sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)

        return self.at(cursor.RangeAddress)

    def activate(self) -> None:
        """Bring it to the front."""
        self._book.controller.setActiveSheet(self._sheet)

    select = activate

    def clear_contents(self) -> None:
        """Empty its cells; formats stay."""
        self._sheet.clearContents(_CONTENTS)

    def clear_formats(self) -> None:
        """Take its formats away."""
        self.cells.clear_formats()

    def clear(self) -> None:
        """Empty its cells and take their formats away."""
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Fit rows and columns to what stands in them."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Remove it.

        Raises:
            ValueError: it is the last visible one.
        """
        if not [sheet for sheet in self._book.sheets if sheet.visible and sheet.name != self.name]:
            raise ValueError("A workbook keeps at least one visible sheet.")
        self._book.api.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it beside another sheet of the same workbook."""
        taken, number = self._book.api.Sheets.ElementNames, 2
        while f"{self.name[:26]} ({number})" in taken:
            number += 1
        self._book.api.Sheets.copyByName(
            self.name, f"{self.name[:26]} ({number})", before.index - 1 if before else after.index if after else 0
        )

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it beside another sheet of the same workbook."""
        self._book.api.Sheets.moveByName(self.name, before.index - 1 if before else after.index if after else 0)
