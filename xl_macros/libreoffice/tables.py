"""Excel's tables: LibreOffice keeps them as database ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.addresses import Area
from xl_macros.libreoffice.bridge import border, range_address
from xl_macros.libreoffice.limits import check_name, headings
from xl_macros.libreoffice.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xl_macros.libreoffice.books import Book
    from xl_macros.libreoffice.sheets import Sheet

_ANONYMOUS = "__Anonymous_Sheet_DB__"
"""LibreOffice's own name for a filter that no table stands behind."""


def _area(named: Any) -> Area:
    address = named.DataArea

    return Area(
        address.StartRow + 1,
        address.StartColumn + 1,
        address.EndRow - address.StartRow + 1,
        address.EndColumn - address.StartColumn + 1,
    )


def table_area(book: Book, text: str) -> Range | None:
    """The cells of ``Table`` (its rows), ``Table[#All]`` or ``Table[#Headers]``; None where there is no such table."""
    name, _, part = text.partition("[")
    for sheet in book.sheets:
        if name in sheet.tables:
            table = sheet.tables(name)
            whole: dict[str, Range] = {
                "": table.data_body_range,
                "#All]": table.range,
                "#Headers]": table.header_row_range,
            }
            return whole.get(part)

    return None


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

    def __len__(self) -> int:
        """How many."""
        return sum(1 for _ in self)  # list() would ask for the length

    def __contains__(self, name: str) -> bool:
        """Whether the sheet has a table of that name."""
        ranges = self.api
        for one in ranges.ElementNames:
            if one.lower() == name.lower():
                return bool(ranges.getByName(one).DataArea.Sheet == self.parent.api.RangeAddress.Sheet)

        return False

    def __call__(self, key: str | int) -> Table:
        """By name, whatever the case, or 1-based number."""
        if isinstance(key, int):
            return [*iter(self)][key - 1]
        ranges = self.api
        for one in ranges.ElementNames:
            if one.lower() == key.lower() and key in self:
                return Table(self.parent, ranges.getByName(one))
        raise KeyError(key)

    def add(
        self,
        source_type: object = None,  # noqa: ARG002
        source: Any = None,
        link_source: object = None,  # noqa: ARG002
        has_headers: bool | None = None,
        destination: object = None,  # noqa: ARG002
        table_style_name: object = None,  # noqa: ARG002 - LibreOffice draws no table styles
        name: str | None = None,
    ) -> Table:
        """Make a table of cells; headings become what Excel makes of them.

        Raises:
            ValueError: a name that Excel refuses, or cells that belong to a table already.
        """
        ranges, cells = self.api, source.impl
        names = [*ranges.ElementNames, *self.parent.book.api.NamedRanges.ElementNames]
        number = 1
        while name is None and f"table{number}" in {one.lower() for one in names}:
            number += 1
        name = name or f"Table{number}"
        check_name(name, names)
        if any(table.area.overlaps(cells.area) for table in self):
            raise ValueError("A table cannot overlap another table.")
        if has_headers is False:
            raise NotImplementedError("A table without headings is not supported: write headings first.")
        area = cells.area._replace(rows=max(cells.area.rows, 2))
        _write_headings(self.parent, area)
        index = self.parent.api.RangeAddress.Sheet
        ranges.addNewByName(name, range_address(index, area.row - 1, area.column - 1, area.bottom - 1, area.right - 1))
        made = ranges.getByName(name)
        made.ContainsHeader, made.AutoFilter = True, True

        return Table(self.parent, made)


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

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._named.Name)

    @name.setter
    def name(self, value: str) -> None:
        others = [one for one in self._sheet.book.api.DatabaseRanges.ElementNames if one != self.name]
        check_name(value, [*others, *self._sheet.book.api.NamedRanges.ElementNames])
        self._named.Name = value

    display_name = name

    @property
    def area(self) -> Area:
        """Where it lies, headings included."""
        return _area(self._named)

    @property
    def range(self) -> Range:
        """All its cells."""
        return Range(self._sheet, self.area)

    @property
    def header_row_range(self) -> Range:
        """Its headings."""
        return Range(self._sheet, self.area._replace(rows=1))

    @property
    def data_body_range(self) -> Range:
        """Its rows, without headings and totals."""
        area = self.area
        rows = area.rows - 1 - int(self.show_totals)

        return Range(self._sheet, Area(area.row + 1, area.column, rows, area.columns))

    @property
    def totals_row_range(self) -> Range | None:
        """Its totals."""
        area = self.area

        return Range(self._sheet, Area(area.bottom, area.column, 1, area.columns)) if self.show_totals else None

    @property
    def insert_row_range(self) -> None:
        """Excel's empty row for typing; LibreOffice has none."""

    @property
    def show_headers(self) -> bool:
        """Whether it has headings: always."""
        return bool(self._named.ContainsHeader)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        if not value:
            raise NotImplementedError("A table without headings is not supported.")

    @property
    def show_totals(self) -> bool:
        """Whether its last row holds totals."""
        return bool(self._named.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        if bool(value) != self.show_totals:
            raise NotImplementedError("A row of totals is not added or taken away.")

    @property
    def show_autofilter(self) -> bool:
        """Whether its headings have filter buttons."""
        return bool(self._named.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self._named.AutoFilter = bool(value)

    def resize(self, target: Any) -> None:
        """Let it cover other cells; nothing moves.

        Raises:
            ValueError: what Excel refuses: headings in another row, no row left, no cell in common, another table's cells.
        """
        before, after = self.area, target.impl.area
        if after.row != before.row or after.rows < 2 or not after.overlaps(before):
            raise ValueError(
                "A table keeps its row of headings and at least one row under it, and overlaps its old place."
            )
        if any(table.area.overlaps(after) for table in self._sheet.tables if table.name != self.name):
            raise ValueError("A table cannot overlap another table.")
        if after == before:
            return
        if after.columns != before.columns or after.column != before.column:
            _write_headings(self._sheet, after)
        index = self._sheet.api.RangeAddress.Sheet
        self._named.DataArea = range_address(index, after.row - 1, after.column - 1, after.bottom - 1, after.right - 1)


def _write_headings(sheet: Sheet, area: Area) -> None:
    """Headings as Excel would have them; cells that are right already are left alone."""
    row = Range(sheet, area._replace(rows=1)).uno
    before = row.getDataArray()[0]
    after = headings(None if cell == "" else cell for cell in before)
    if list(before) != after:
        row.setDataArray((tuple(after),))
