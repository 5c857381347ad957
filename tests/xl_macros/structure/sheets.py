"""What is wrong with a sheet: order, cells, tables over cells, colours, validation, links, page."""

from __future__ import annotations

import dataclasses
import itertools
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tests.xl_macros.structure.package import MAIN, RELATION, Package, overlap, span
from tests.xl_macros.structure.workbook import SheetTable, formula_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from tests.xl_macros.structure.formulas import Names

_ORDER: Final = {
    name: at
    for at, name in enumerate(
        """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
        autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
        hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches
        ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts
        extLst""".split()
    )
}
_VALIDATION: Final = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 225}
"""The specification allows an error text of 255 characters, Excel's own window 225."""
_VALIDATED: Final = {"none", "whole", "decimal", "list", "date", "time", "textLength", "custom"}
_LOCATION: Final = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell: type, value as the file holds it (texts as such), formula."""

    kind: str
    value: str | None
    formula: str | None
    array: bool


class Sheet:
    """A sheet with its cells, read once."""

    def __init__(self, package: Package, title: str, part: str) -> None:
        self.package, self.title, self.part = package, title, part
        self.root = package.xml[part]

    @cached_property
    def cells(self) -> dict[tuple[int, int], Cell]:
        """Cells by row and column, both from 1."""
        found = {}
        for cell in self.root.iter(f"{MAIN}c"):
            area = span(cell.get("r", ""))
            if area:
                found[area[:2]] = self._cell(cell)

        return found

    def _cell(self, cell: ET.Element) -> Cell:
        kind, value, formula = cell.get("t", "n"), cell.findtext(f"{MAIN}v") or None, cell.find(f"{MAIN}f")
        if kind == "s" and value is not None and value.isdigit() and int(value) < len(self.package.strings):
            value = self.package.strings[int(value)]
        elif kind == "s":
            value = None
        elif kind == "inlineStr":
            value = "".join(text.text or "" for text in cell.iter(f"{MAIN}t"))
        array = formula is not None and formula.get("t") == "array"

        return Cell(kind, value, None if formula is None else formula.text or "", array)


def sheet_faults(sheet: Sheet, names: Names, tables: list[SheetTable]) -> Iterator[str]:
    """Everything that is wrong with one sheet."""
    mine = [table for table in tables if table.sheet == sheet.title]
    for fault in itertools.chain(
        _order(sheet.root),
        _rows_and_cells(sheet),
        _formulas(sheet, names, mine),
        _tables(sheet, names, mine),
        _merged(sheet.root, mine),
        _columns(sheet),
        _colours(sheet, names),
        _validation(sheet.root, names),
        _links(sheet, names),
        _page(sheet),
    ):
        yield f"{sheet.title}: {fault}"


def _order(root: ET.Element) -> Iterator[str]:
    tags = [child.tag.rpartition("}")[2] for child in root]
    yield from (f"holds {tag}" for tag in tags if tag not in _ORDER)
    places = [_ORDER.get(tag, 0) for tag in tags]
    if places != sorted(places):
        yield "its elements stand in another order than the schema's"


def _rows_and_cells(sheet: Sheet) -> Iterator[str]:
    formats = len(sheet.package.xml["xl/styles.xml"].find(f"{MAIN}cellXfs") or ())
    last = 0
    for row in sheet.root.iter(f"{MAIN}row"):
        number = int(row.get("r", "0"))
        if number <= last:
            yield f"row {number} stands after row {last}"
        if float(row.get("ht", "0")) > 409.5:
            yield f"row {number} is too high"
        last, column = number, 0
        for cell in row:
            at = span(cell.get("r", "")) or (0, 0, 0, 0)
            if at[0] != number or at[1] <= column:
                yield f"{cell.get('r')} stands in the wrong place of row {number}"
            column = at[1]
            if int(cell.get("s", "0")) >= formats:
                yield f"{cell.get('r')} has a format that is not there"
    yield from (
        f"row {row}, column {column}: {fault}" for (row, column), cell in sheet.cells.items() for fault in _value(cell)
    )


def _value(cell: Cell) -> Iterator[str]:
    if cell.kind not in {"n", "s", "str", "inlineStr", "b", "e", "d"}:
        yield f"type {cell.kind}"
    if cell.kind == "s" and (cell.value is None or cell.formula is not None):
        yield "no such text, or the text of a formula among the shared ones"
    if cell.kind == "b" and cell.value not in {"0", "1"}:
        yield f"{cell.value} is neither true nor false"
    if cell.kind == "n" and cell.value is not None:
        try:
            float(cell.value)
        except ValueError:
            yield f"{cell.value!r} is no number"


def _formulas(sheet: Sheet, names: Names, tables: list[SheetTable]) -> Iterator[str]:
    seen = set()
    for (row, column), cell in sheet.cells.items():
        if cell.formula is None:
            continue
        here = next(
            (
                table.name.lower()
                for first, left, last, right, table in ((*table.area, table) for table in tables)
                if first < row <= last and left <= column <= right
            ),
            "",
        )
        if (cell.formula, here, cell.array) not in seen:
            seen.add((cell.formula, here, cell.array))
            yield from formula_faults(cell.formula, f"row {row}, column {column}", names, here, array=cell.array)


def _tables(sheet: Sheet, names: Names, tables: list[SheetTable]) -> Iterator[str]:
    for one, other in itertools.combinations(tables, 2):
        if overlap(one.area, other.area):
            yield f"{one.name} and {other.name} lie over each other"
    for table in tables:
        first, left, _, _ = table.area
        for at, heading in enumerate(table.headings):
            cell = sheet.cells.get((first, left + at))
            wanted = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), heading)
            if table.root.get("headerRowCount") != "0" and (not cell or cell.value != wanted or cell.kind == "n"):
                yield f"{table.name}: the cell over {heading!r} says {cell and cell.value!r}"
        for column in table.columns:
            formula = column.findtext(f"{MAIN}calculatedColumnFormula")
            if formula is not None:
                yield from formula_faults(formula, f"{table.name}, {column.get('name')}", names, table.name.lower())


def _merged(root: ET.Element, tables: list[SheetTable]) -> Iterator[str]:
    areas = [span(one.get("ref", "")) or (0, 0, 0, 0) for one in root.iter(f"{MAIN}mergeCell")]
    yield from (
        f"merged cells overlap: {one}, {other}"
        for one, other in itertools.combinations(areas, 2)
        if overlap(one, other)
    )
    yield from (f"merged cells in {table.name}" for table in tables for area in areas if overlap(area, table.area))


def _columns(sheet: Sheet) -> Iterator[str]:
    last = 0
    for column in sheet.root.iter(f"{MAIN}col"):
        first, end = int(column.get("min", "0")), int(column.get("max", "0"))
        if not last < first <= end <= 16384:
            yield f"columns {first} to {end} after column {last}"
        last = end
        if float(column.get("width", "9")) > 255 or int(column.get("outlineLevel", "0")) > 7:
            yield f"columns {first} to {end} are too wide or folded too deep"


def _colours(sheet: Sheet, names: Names) -> Iterator[str]:
    formats = len(sheet.package.xml["xl/styles.xml"].find(f"{MAIN}dxfs") or ())
    priorities = []
    for block in sheet.root.iter(f"{MAIN}conditionalFormatting"):
        where = block.get("sqref", "")
        if not all(span(area) for area in where.split()):
            yield f"colours of {where}"
        for rule in block.iter(f"{MAIN}cfRule"):
            priorities.append(rule.get("priority"))
            if int(rule.get("dxfId", "-1")) >= formats:
                yield f"colours of {where} are not there"
            for formula in rule.iter(f"{MAIN}formula"):
                yield from formula_faults(formula.text or "", f"colours of {where}", names, structured=False)
    if len(set(priorities)) != len(priorities):
        yield "two colours of one priority"


def _validation(root: ET.Element, names: Names) -> Iterator[str]:
    areas: list[tuple[int, int, int, int]] = []
    for block in root.iter(f"{MAIN}dataValidations"):
        if block.get("count") not in {None, str(len(block))}:
            yield f"{block.get('count')} rules of typing are announced, {len(block)} are there"
        for rule in block:
            mine = [span(area) for area in rule.get("sqref", "").split()]
            if None in mine or any(overlap(one, other) for one in mine for other in areas if one):
                yield f"typing into {rule.get('sqref')}: no range, or ruled twice"
            areas += [one for one in mine if one]
            yield from (f"typing into {rule.get('sqref')}: {fault}" for fault in _typing(rule, names))


def _typing(rule: ET.Element, names: Names) -> Iterator[str]:
    for attribute, most in _VALIDATION.items():
        if len(rule.get(attribute, "")) > most:
            yield f"{attribute} of more than {most} characters"
    if rule.get("type", "none") not in _VALIDATED:
        yield f"type {rule.get('type')}"
    for formula in rule:
        text = formula.text or ""
        if rule.get("type") == "list" and text.startswith('"'):
            if len(text) - 2 > 255:
                yield "a list of more than 255 characters"
        else:
            yield from formula_faults(text, "allowed", names, structured=False)


def _links(sheet: Sheet, names: Names) -> Iterator[str]:
    cells = [link.get("ref") for link in sheet.root.iter(f"{MAIN}hyperlink")]
    if len(set(cells)) != len(cells):
        yield "two links in one cell"
    for link in sheet.root.iter(f"{MAIN}hyperlink"):
        if max(len(link.get("tooltip", "")), len(link.get("display", ""))) > 255:
            yield f"a link with more than 255 characters in {link.get('ref')}"
        to = link.get("location")
        found = to and _LOCATION.fullmatch(to)
        if found and (found[1] or found[2]).replace("''", "'") not in names.sheets:
            yield f"a link to {to}"
        if to and not found and to.lower() not in names.names:
            yield f"a link to {to}"


def _page(sheet: Sheet) -> Iterator[str]:
    for block in sheet.root.iter(f"{MAIN}headerFooter"):
        yield from (
            f"{one.tag.rpartition('}')[2]} of more than 255 characters" for one in block if len(one.text or "") > 255
        )
    for pane in sheet.root.iter(f"{MAIN}pane"):
        if min(float(pane.get("xSplit", "0")), float(pane.get("ySplit", "0"))) < 0:
            yield "a pane of less than nothing"
    links = sheet.package.links(sheet.part)
    for name in ("tablePart", "drawing", "legacyDrawing", "hyperlink"):
        for one in sheet.root.iter(f"{MAIN}{name}"):
            wanted = one.get(f"{RELATION}id")
            if wanted is not None and wanted not in links:
                yield f"{name} {wanted} leads nowhere"
