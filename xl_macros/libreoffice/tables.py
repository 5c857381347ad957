"""Excel's tables: LibreOffice keeps them as database ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.addresses import Area
from xl_macros.libreoffice.bridge import border, range_address
from xl_macros.libreoffice.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xl_macros.libreoffice.sheets import Sheet

_ANONYMOUS = "__Anonymous_Sheet_DB__"
"""LibreOffice's own name for a filter that no table stands behind."""


@border
class Tables(base_classes.Tables):
    """The tables of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        """Belong to a sheet."""
        self.parent = sheet

    @property
    def api(self) -> Any:
        """The workbook's UNO database ranges."""
        return self.parent.book.api.DatabaseRanges

    def __iter__(self) -> Iterator[Table]:
        """In the order of their names."""
        ranges, sheet = self.api, self.parent.api.RangeAddress.Sheet
        found = [ranges.getByName(name) for name in ranges.ElementNames if not name.startswith(_ANONYMOUS)]

        return iter([Table(self.parent, one) for one in found if one.DataArea.Sheet == sheet])

    def __contains__(self, name: str) -> bool:
        """Whether the sheet has a table of that name."""
        return self._named(name) is not None

    def __call__(self, key: str) -> Table:
        """By name, whatever the case."""
        if (named := self._named(key)) is None:
            raise KeyError(key)

        return Table(self.parent, named)

    def _named(self, name: str) -> Any:
        """The sheet's database range of that name, or None."""
        ranges = self.api
        for one in ranges.ElementNames:
            if one.lower() == name.lower():
                found = ranges.getByName(one)
                return found if found.DataArea.Sheet == self.parent.api.RangeAddress.Sheet else None

        return None


@border
class Table(base_classes.Table):
    """One table."""

    def __init__(self, sheet: Sheet, named: Any) -> None:
        """Take a database range of a sheet."""
        self._sheet, self._named = sheet, named

    @property
    def api(self) -> Any:
        """The UNO database range."""
        return self._named

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self._sheet

    @property  # type: ignore[misc]  # xlwings lets it be set
    def name(self) -> str:
        """Its name."""
        return str(self._named.Name)

    @property
    def area(self) -> Area:
        """Where it lies, headings included."""
        address = self._named.DataArea
        rows, columns = address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1

        return Area(address.StartRow + 1, address.StartColumn + 1, rows, columns)

    @property
    def range(self) -> Range:
        """All its cells."""
        return Range(self._sheet, self.area)

    @property  # type: ignore[misc]
    def show_totals(self) -> bool:
        """Whether its last row holds totals."""
        return bool(self._named.TotalsRow)

    def resize(self, target: Any) -> None:
        """Let it cover other rows; nothing moves.

        Raises:
            ValueError: what Excel refuses: headings in another row, no row left, another table's cells; or other columns.
        """
        before, after = self.area, target.impl.area
        if after.row != before.row or after.rows < 2:
            raise ValueError("A table keeps its row of headings and at least one row under it.")
        if (after.column, after.columns) != (before.column, before.columns):
            raise ValueError("A table keeps its columns here: new ones would need headings.")
        if any(table.area.overlaps(after) for table in self._sheet.tables if table.name != self.name):
            raise ValueError("A table cannot overlap another table.")
        index = self._sheet.api.RangeAddress.Sheet
        self._named.DataArea = range_address(index, after.row - 1, after.column - 1, after.bottom - 1, after.right - 1)
