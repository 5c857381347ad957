"""Writing a workbook part by part: the sheets of changed tables, their tables, stored values. Every other part keeps its bytes."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from objectivity_core.tables.grid import cell_position, column_letter
from xl_macros.book.cell_text import formula_of, spellings, stored, with_value
from xl_macros.book.chart_parts import with_columns
from xl_macros.book.code_names import restore_code_names
from xl_macros.book.package_parts import WORKBOOK, Package, related, sheet_titles
from xl_macros.book.shared_strings import SharedStrings, uses
from xl_macros.book.sheet_part import SheetPart
from xl_macros.book.styles_part import StylesPart
from xl_macros.book.table_cells import Surroundings, TableCells
from xl_macros.book.table_part import is_filter_unknown, is_filtered, name_of, range_of, resized
from xl_macros.book.workbook_part import computed_anew, epoch_of
from xl_macros.book.xml_text import whole, with_attribute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from objectivity_core.tables import Table
    from objectivity_core.tables.grid import Grid
    from xl_macros.book.cell_text import Stored
    from xl_macros.book.chart_parts import Column

_WORKSHEET = re.compile(r"<(?:[\w.-]+:)?worksheet[\s/>]")
_CHART = re.compile(r"xl/charts/chart\d*\.xml", re.IGNORECASE)
_UNFILTERED = (
    "Фильтр таблицы «{table}» (лист «{sheet}») снят, все её строки показаны: они изменились, и он скрывал бы не те."
)
_UNKNOWN_FILTER = "Фильтр таблицы «{table}» (лист «{sheet}») снят, все её строки показаны: LibreOffice записала его так, что Excel счёл бы книгу повреждённой."
_FORMULAS = ("<f", ":f")
"""Where a sheet has neither, it has no formula."""


class BookWriter:
    """A workbook in memory whose tables are written; what can be wrong with the file shows when it is made, not when it is written."""

    def __init__(self, data: bytes) -> None:
        """Unpack a workbook and take its sheets apart.

        Args:
            data: the file.

        Raises:
            zipfile.BadZipFile, zlib.error, LookupError, ValueError: it is damaged.
        """
        self._package = Package(data)
        self._parts = {title: part for part, title in sheet_titles(self._package).items()}
        self._texts = {part: self._text(part) for part in self._parts.values()}
        self._sheets = {
            title: SheetPart(self._texts[part])
            for title, part in self._parts.items()
            if "sheetData" in self._texts[part]
        }
        self._tables = self._named_tables()
        workbook = self._text(WORKBOOK)
        self._package.put(WORKBOOK, computed_anew(workbook))
        self._styles_at, self._strings_at = self._related("styles"), self._related("sharedStrings")
        self._uses = {part: uses(text) for part, text in self._texts.items()} if self._strings_at else {}
        self._strings = SharedStrings(self._text(self._strings_at), self._shown()) if self._strings_at else None
        number = self._strings.number if self._strings else None
        self._around = Surroundings(StylesPart(self._text(self._styles_at)), number, epoch_of(workbook))
        self.remarks: list[str] = []
        """What was changed beside the cells, for people."""

    def put(self, table: Table, grid: Grid, before: Grid) -> set[int]:
        """Put a table's cells in place of those before; its range, filter and sorting follow.

        Returns:
            The rows of the sheet that show something else now.
        """
        sheet = self._sheets[grid.sheet]
        cells = TableCells(sheet, table, before, self._around)
        cells.put(grid)
        _, part, text = self._tables[table.excel]
        bottom = grid.top + max(len(grid.rows), 1)
        ref = f"{column_letter(grid.left)}{grid.top}:{column_letter(grid.left + len(grid.headings) - grid.beside - 1)}{bottom}"
        filtered = cells.moved and is_filtered(text)
        if filtered:
            self.remarks.append(_UNFILTERED.format(table=table.excel, sheet=grid.sheet))
        first = grid.top + 1 if filtered or table.rows == "replaced" else grid.top + 1 + len(before.rows)
        if cells.moved:
            sheet.show(first, grid.top + max(len(grid.rows), len(before.rows)))
        if (new := resized(text, ref, moved=cells.moved)) != text:
            self._package.put(part, new)

        return cells.changed

    def height(self, title: str, row: int, points: float | None) -> None:
        """Give a row of a sheet a height to begin with; None leaves it to the program."""
        self._sheets[title].height(row, points)

    def store(self, values: Mapping[str, Any]) -> None:
        """Store these values behind the formulas with these texts (with the equals sign), wherever they stand; others keep theirs."""
        epoch = self._around.epoch
        known = {spelling: stored(value, epoch) for formula, value in values.items() for spelling in spellings(formula)}
        for title, part in self._parts.items():
            if title in self._sheets and any(begin in self._texts[part] for begin in _FORMULAS):
                self._store(self._sheets[title], known)

    def _store(self, sheet: SheetPart, known: Mapping[str, Stored]) -> None:
        for row in list(sheet.rows_with_formulas()):
            for column, cell in list(sheet.row(row).items()):
                formula = formula_of(cell, sheet.prefix)
                if not formula or (value := known.get(formula)) is None:
                    continue
                if (new := with_value(cell, sheet.prefix, value)) is not cell:
                    sheet.put(row, column, with_attribute(new.attributes, "r", None), new.content)

    def draw(self, columns: Mapping[Column, Sequence[Any]]) -> None:
        """Store the values of these columns in the charts that show them."""
        for part in self._package:
            if _CHART.fullmatch(part):
                chart = self._package.text(part)
                if (new := with_columns(chart, columns)) != chart:
                    self._package.put(part, new)

    def packed(self) -> bytes:
        """The workbook as a file: Excel computes it anew when it opens it."""
        self._drop_unknown_filters()
        changed = {title: sheet for title, sheet in self._sheets.items() if sheet.changed}
        for title, sheet in changed.items():
            part = self._parts[title]
            text = sheet.xml()
            self._package.put(part, text)
            self._uses[part] = uses(text)
        if changed and self._strings:
            self._package.put(self._strings_at, self._strings.xml(self._shown()))
        if (styles := self._around.styles.xml()) is not None:
            self._package.put(self._styles_at, styles)
        if any(sheet.formulas_moved for sheet in changed.values()):
            self._package.drop("calcChain")
        restore_code_names(self._package)

        return self._package.packed()

    def _text(self, part: str) -> str:
        return whole(self._package.text(part))

    def _shown(self) -> Counter[int]:
        """How often cells show each shared text."""
        return sum(self._uses.values(), Counter())

    def _related(self, kind: str) -> str:
        """The part to which the workbook is related in that way; ``""`` where there is none."""
        parts = related(self._package, self._package, WORKBOOK, kind).values()

        return next((part for part in parts if part in self._package), "")

    def _named_tables(self) -> dict[str, tuple[str, str, str]]:
        """Each table's sheet, part and text, by the table's name."""
        parts = [
            (title, part)
            for title, sheet in self._parts.items()
            for part in related(self._package, self._package, sheet, "table").values()
        ]

        return {name_of(text): (title, part, text) for title, part in parts for text in [self._text(part)]}

    def _drop_unknown_filters(self) -> None:
        """Take away filters for which Excel would call the file damaged, and show what they hid."""
        for name, (title, part, _) in self._tables.items():
            text = self._package.text(part)
            if is_filter_unknown(text):
                ref = range_of(text)
                (top, _), (bottom, _) = (cell_position(corner) for corner in ref.split(":"))
                self._sheets[title].show(top + 1, bottom)
                self._package.put(part, resized(text, ref, moved=True))
                self.remarks.append(_UNKNOWN_FILTER.format(table=name, sheet=title))
