"""The looks of the sheets of .ods."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET  # its parser reads no outer entities and bounds the inner ones

from objectivity_core.tables.number_formats import says_other
from xl_macros.documents.looks import Looks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NAMES: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _STYLE, _TEXT, _NUMBER = (_NAMES % name for name in ("table", "style", "text", "datastyle"))
_MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 1024
_LETTERS: Final = {
    "day": "d",
    "month": "m",
    "year": "y",
    "day-of-week": "ddd",
    "hours": "h",
    "minutes": "m",
    "seconds": "s",
}


class _Styles:
    """Styles by name: number formats as workbooks write them, and those that cross out."""

    def __init__(self) -> None:
        self._formats: dict[str, str] = {}
        self._own: dict[str, tuple[str, str, bool | None]] = {}

    def add(self, root: Any) -> None:
        for style in [*root.iter(f"{_NUMBER}date-style"), *root.iter(f"{_NUMBER}number-style")]:
            self._formats[style.get(f"{_STYLE}name", "")] = _code(style)
        for style in root.iter(f"{_STYLE}style"):
            lines = [
                any(line not in {None, "none"} for line in marks)
                for text in style.iter(f"{_STYLE}text-properties")
                for marks in [[text.get(f"{_STYLE}text-line-through-{name}") for name in ("style", "type")]]
                if any(marks)
            ]
            parent, data = (style.get(f"{_STYLE}{name}", "") for name in ("parent-style-name", "data-style-name"))
            self._own[style.get(f"{_STYLE}name", "")] = parent, data, lines[0] if lines else None

    def format(self, name: str) -> str:
        return next((self._formats.get(data, "") for _, data, _ in self._line(name) if data), "")

    def crosses(self, name: str) -> bool | None:
        """Whether a style crosses out; None where it says nothing of it."""
        return next((crosses for _, _, crosses in self._line(name) if crosses is not None), None)

    def _line(self, name: str) -> Iterator[tuple[str, str, bool | None]]:
        """A style and those that it comes from."""
        seen: set[str] = set()
        while name in self._own and name not in seen:
            seen.add(name)
            yield self._own[name]
            name = self._own[name][0]


def _code(style: Any) -> str:
    """A number format as workbooks write it."""
    if style.tag.endswith("number-style"):
        number = style.find(f"{_NUMBER}number")
        digits, decimals = (
            int(number.get(f"{_NUMBER}{name}", "0")) if number is not None else 0
            for name in ("min-integer-digits", "decimal-places")
        )
        return "0" * digits if digits > 1 and not decimals else ""

    parts = (part.tag.rpartition("}")[2] for part in style if isinstance(part.tag, str))

    return " ".join(_LETTERS[part] for part in parts if part in _LETTERS)


def looks_of_ods(data: bytes) -> Callable[[str], Looks]:
    """The looks of a document's sheets by title.

    Raises:
        ValueError: the document is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [name for name in ("styles.xml", "content.xml") if name in package.namelist()]
        try:
            roots = [ET.fromstring(package.read(name)) for name in parts]  # noqa: S314 - as above
        except ET.ParseError as error:
            raise ValueError(str(error)) from error
    styles = _Styles()
    for root in roots:
        styles.add(root)
    tables = {table.get(f"{_TABLE}name"): table for table in roots[-1].iter(f"{_TABLE}table")}

    return lambda title: _looks(tables[title], styles)


def _looks(table: Any, styles: _Styles) -> Looks:
    looks = Looks()
    by_column: list[str] = []
    for column, grouped in _lines(table, "column"):
        times = min(_times(column, "columns"), _MOST_COLUMNS - len(by_column))
        if column.get(f"{_TABLE}visibility") in {"collapse", "filter"} and not grouped:
            looks.columns |= set(range(len(by_column), len(by_column) + times))
        by_column += [column.get(f"{_TABLE}default-cell-style-name", "")] * times
    at = 0
    for row, grouped in _lines(table, "row"):
        times = _times(row, "rows")
        here = range(at, min(at + times, _MOST_ROWS))
        at += times
        seen = row.get(f"{_TABLE}visibility", "visible")
        if seen != "visible":
            (looks.folded if grouped or seen == "filter" else looks.hidden).update(here)
        _cells(row, here, looks, styles, by_column)

    return looks


def _lines(parent: Any, kind: str, *, grouped: bool = False) -> Iterator[tuple[Any, bool]]:
    """The rows or columns of a table, and whether they lie in a group."""
    for child in parent:
        if child.tag == f"{_TABLE}table-{kind}":
            yield child, grouped
        elif child.tag in {f"{_TABLE}table-{kind}-group", f"{_TABLE}table-header-{kind}s", f"{_TABLE}table-{kind}s"}:
            yield from _lines(child, kind, grouped=grouped or child.tag.endswith("group"))


def _times(element: Any, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _cells(row: Any, here: range, looks: Looks, styles: _Styles, by_column: list[str]) -> None:
    column = 0
    for cell in row:
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        times = min(_times(cell, "columns"), _MOST_COLUMNS)
        if len(cell):
            usual = row.get(f"{_TABLE}default-cell-style-name", "") or (by_column[column : column + 1] or [""])[0]
            style = cell.get(f"{_TABLE}style-name", "") or usual
            code, left = styles.format(style), _left(cell, styles, crossed=bool(styles.crosses(style)))
            places = [(at, place) for at in here for place in range(column, column + times)]
            if says_other(code):
                looks.formats |= dict.fromkeys(places, code)
            if left is not None:
                looks.left |= dict.fromkeys(places, left)
        column += times


def _left(cell: Any, styles: _Styles, *, crossed: bool) -> str | None:
    """What is left of a cell without what is crossed out; None where nothing is."""
    pieces = [list(_pieces(line, styles, crossed=crossed)) for line in cell.iterfind(f"{_TEXT}p")]
    if not any(gone for line in pieces for _, gone in line):
        return None

    return "\n".join("".join(text for text, gone in line if not gone) for line in pieces)


def _pieces(element: Any, styles: _Styles, *, crossed: bool) -> Iterator[tuple[str, bool]]:
    """The texts of a paragraph, and whether each is crossed out."""
    own = styles.crosses(element.get(f"{_TEXT}style-name", ""))
    crossed = crossed if own is None else own
    if element.tag in {f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"}:
        yield " ", False
    elif element.text:
        yield element.text, crossed
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, styles, crossed=crossed)
        if child.tail:
            yield child.tail, crossed
