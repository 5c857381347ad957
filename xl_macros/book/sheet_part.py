"""A worksheet's part: cells and rows put in where they belong; everything else of the sheet keeps its text."""

from __future__ import annotations

import dataclasses
import html
import re
from typing import TYPE_CHECKING, NamedTuple

from objectivity_core.tables.grid import cell_position, column_letter
from xl_macros.book.xml_text import attribute, element, plain, prefix_of, start, with_attribute

if TYPE_CHECKING:
    from collections.abc import Iterator


class Cell(NamedTuple):
    """A cell: the attributes of its tag, and its content (None for ``<c/>``)."""

    attributes: str
    content: str | None

    @property
    def style(self) -> str:
        """The number of its format; ``"0"`` where it has none of its own."""
        return attribute(self.attributes, "s") or "0"


class _Area(NamedTuple):
    """Cells from the first to the last one, 1-based."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclasses.dataclass
class _Row:
    """A row: what stands before it, its tag's attributes, its cells' text as it was and, once they were asked for, its cells by column."""

    before: str
    attributes: str
    text: str
    cells: dict[int, Cell] | None = None
    changed: bool = False


class SheetPart:
    """The XML of a worksheet, whatever program wrote it: with or without a prefix, addresses of cells, dimension."""

    def __init__(self, text: str) -> None:
        """Take a sheet apart.

        Raises:
            ValueError: it is no sheet.
        """
        text = plain(text)
        self.prefix = prefix_of(text, "worksheet")
        data = element(f"{self.prefix}sheetData").search(text)
        if not data:
            raise ValueError("no sheetData")
        self._head, self._tail = text[: data.start()], text[data.end() :]
        self._rows: dict[int, _Row] = {}
        self._end = self._take_rows(data[2] or "")
        self._reached: list[tuple[int, int]] = []
        self._arrays = self._spanning()
        self.changed = self.formulas_moved = False
        """Whether anything changed; whether a formula came or went."""

    def _take_rows(self, body: str) -> str:
        """Read the rows; what stands behind the last one is returned."""
        at = number = 0
        numbered = True
        for found in element(f"{self.prefix}row").finditer(body):
            given = attribute(found[1], "r")
            numbered = numbered and given is not None
            number = int(given) if given else number + 1
            attributes = with_attribute(found[1].rstrip("/"), "r", str(number)) if given is None else found[1]
            self._rows[number] = _Row(body[at : found.start()], attributes.rstrip("/"), found[2] or "")
            at = found.end()
        if list(self._rows) != sorted(self._rows):
            raise ValueError("rows out of order")

        return body[at:]

    def _spanning(self) -> list[_Area]:
        """The cells that are filled by a formula of one of them."""
        kinds = re.compile(rf"<{self.prefix}f\s[^>]*\bt=[\"'](?:array|dataTable)[\"'][^>]*>")
        areas = []
        for row in self._rows.values():
            for tag in kinds.findall(row.text) if "array" in row.text or "dataTable" in row.text else ():
                corners = (attribute(tag, "ref") or "A1").split(":")
                areas.append(_Area(*cell_position(corners[0]), *cell_position(corners[-1])))

        return areas

    def row(self, number: int) -> dict[int, Cell]:
        """The cells of a row by column; to look at."""
        row = self._rows.get(number)
        if row is None:
            return {}
        if row.cells is None:
            row.cells, column = {}, 0
            for found in element(f"{self.prefix}c").finditer(row.text):
                given = attribute(found[1], "r")
                column = cell_position(given)[1] if given else column + 1
                address = f"{column_letter(column)}{number}"
                attributes = found[1].rstrip("/") if given else with_attribute(found[1].rstrip("/"), "r", address)
                row.cells[column] = Cell(attributes, found[2])

        return row.cells

    def rows_with_formulas(self) -> Iterator[int]:
        """Numbers of the rows in which a formula stands."""
        begin = f"<{self.prefix}f"

        return (number for number, row in self._rows.items() if row.changed or begin in row.text)

    def column_style(self, column: int) -> str:
        """The number of the format that a column has beside its cells; ``"0"`` where it has none."""
        for tag in start(f"{self.prefix}col").findall(self._head):
            if int(attribute(tag, "min") or 0) <= column <= int(attribute(tag, "max") or 0):
                return attribute(tag, "style") or "0"

        return "0"

    def put(self, number: int, column: int, attributes: str, content: str | None) -> None:
        """Put a cell; one that stands there goes.

        Args:
            number: 1-based row.
            column: 1-based column.
            attributes: of its tag, without its address.
            content: the elements in it.
        """
        if number not in self._rows:
            self._add_row(number)
        row, cells = self._rows[number], self.row(number)
        old = cells.get(column)
        if old is None:
            row.attributes = with_attribute(row.attributes, "spans", None)
            self._reached.append((number, column))
        had = old is not None and self._formula(old) is not None
        if old and had:
            self._share_out(number, column, old)
        for one in [one for one in self._arrays if one.holds(number, column)]:
            self._arrays.remove(one)
            self._set_formula(one.top, one.left, "")
        cells[column] = Cell(f' r="{column_letter(column)}{number}"{attributes}', content)
        row.changed = self.changed = True
        self.formulas_moved |= had is not (self._formula(cells[column]) is not None)

    def height(self, number: int, points: float | None) -> None:
        """Give a row a height to begin with, which programs go on fitting to its text; None leaves it to them."""
        self._set_row(number, ht=None if points is None else f"{points:.15g}", customHeight=None)

    def show(self, first: int, last: int) -> None:
        """Let no row from the first to the last one be hidden."""
        for number in self._rows:
            if first <= number <= last:
                self._set_row(number, hidden=None)

    def _set_row(self, number: int, **values: str | None) -> None:
        if row := self._rows.get(number):
            old = row.attributes
            for name, value in values.items():
                row.attributes = with_attribute(row.attributes, name, value)
            self.changed |= row.attributes != old

    def xml(self) -> str:
        """The part."""
        tag = f"{self.prefix}row"
        rows = []
        for row in self._rows.values():
            text = self._text(row.cells) if row.changed and row.cells is not None else row.text
            rows.append(
                f"{row.before}<{tag}{row.attributes}>{text}</{tag}>"
                if text
                else f"{row.before}<{tag}{row.attributes}/>"
            )
        data = f"{self.prefix}sheetData"

        return f"{self._reaching()}<{data}>{''.join(rows)}{self._end}</{data}>{self._tail}"

    def _reaching(self) -> str:
        """The head with a dimension that reaches every cell."""

        def wider(found: re.Match[str]) -> str:
            corners = [cell_position(corner) for corner in (attribute(found[1], "ref") or "A1").split(":")]
            reached = [*corners, *self._reached]
            (top, left), (bottom, right) = map(min, zip(*reached, strict=True)), map(max, zip(*reached, strict=True))
            reference = f"{column_letter(left)}{top}:{column_letter(right)}{bottom}"

            return f"<{self.prefix}dimension{with_attribute(found[1], 'ref', reference)}>"

        return start(f"{self.prefix}dimension").sub(wider, self._head, count=1) if self._reached else self._head

    def _text(self, cells: dict[int, Cell]) -> str:
        tag = f"{self.prefix}c"

        return "".join(
            f"<{tag}{cell.attributes}/>" if cell.content is None else f"<{tag}{cell.attributes}>{cell.content}</{tag}>"
            for _, cell in sorted(cells.items())
        )

    def _add_row(self, number: int) -> None:
        later = [(at, self._rows.pop(at)) for at in [at for at in self._rows if at > number]]
        self._rows |= {number: _Row("", f' r="{number}"', "", {}, changed=True), **dict(later)}

    def _formula(self, cell: Cell) -> re.Match[str] | None:
        return element(f"{self.prefix}f").search(cell.content or "")

    def _set_formula(self, number: int, column: int, formula: str) -> None:
        """Change the formula element of a cell; its value stays."""
        cell = self.row(number).get(column)
        if cell and (found := self._formula(cell)):
            content = (cell.content or "").replace(found[0], formula)
            self.row(number)[column] = cell._replace(content=content)
            self._rows[number].changed = self.formulas_moved = True

    def _share_out(self, number: int, column: int, master: Cell) -> None:
        """Before a cell goes whose formula others share: it becomes their own."""
        found = self._formula(master)
        if not found or attribute(found[1], "t") != "shared" or not found[2]:
            return
        from openpyxl.formula.translate import Translator  # seldom: only where formulas are shared inside our tables

        tag, group = f"{self.prefix}f", attribute(found[1], "si")
        formula = Translator(f"={html.unescape(found[2])}", f"{column_letter(column)}{number}")
        for at in [at for at, row in self._rows.items() if row.changed or "shared" in row.text]:
            for letter, cell in list(self.row(at).items()):
                child = self._formula(cell)
                if child and attribute(child[1], "t") == "shared" and attribute(child[1], "si") == group:
                    own = formula.translate_formula(f"{column_letter(letter)}{at}")[1:]
                    self._set_formula(at, letter, f"<{tag}>{html.escape(own, quote=False)}</{tag}>")
