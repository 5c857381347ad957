"""The looks of the sheets of .xlsx and .xlsm."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from objectivity_core.tables.grid import cell_position
from objectivity_core.tables.number_formats import BUILT_IN, says_other
from xl_macros.book.package_parts import WORKBOOK, related, sheet_titles
from xl_macros.book.xml_text import ATTRIBUTES, attribute, element, plain, start
from xl_macros.documents.looks import Looks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NAME: Final = r"(?:\w+:)?"
_STARTS: Final = re.compile(rf"<{_NAME}(row|c|col){ATTRIBUTES}>")
_LINES: Final = re.compile(rf"<{_NAME}(row|col){ATTRIBUTES}>")
"""The same without cells, which are many."""
_INDEX: Final = re.compile(rf"(?:<{_NAME}f\b.*?(?:/>|</{_NAME}f>))?\s*<{_NAME}v[^>]*>\s*(\d+)\s*<", re.DOTALL)
_INLINE: Final = re.compile(rf"\s*<{_NAME}is>(.*?)</{_NAME}is>", re.DOTALL)
_STRIKE: Final = re.compile(rf"<{_NAME}strike{ATTRIBUTES}>")
_RUN: Final = element(f"{_NAME}r")
_TEXT: Final = element(f"{_NAME}t")
_OWN_FONT: Final = re.compile(rf"<{_NAME}rPr[\s/>]")
_MOST_COLUMNS: Final = 16_384
_NO: Final = frozenset({"0", "false", "none"})


def looks_of_xlsx(data: bytes) -> Callable[[str], Looks]:
    """The looks of a workbook's sheets by title.

    Raises:
        ValueError: the workbook is damaged.
        LookupError: as before.
    """
    package = zipfile.ZipFile(io.BytesIO(data))
    parts = {title: part for part, title in sheet_titles(package).items()}
    codes, struck = _styles(_part(package, "styles"))
    texts = element(f"{_NAME}si").findall(_part(package, "sharedStrings"))

    def looks(title: str) -> Looks:
        return _looks(package, parts[title], codes, struck, [content for _, content in texts])

    return looks


def _part(package: zipfile.ZipFile, kind: str) -> str:
    """The text of a part to which the workbook is related, ``""`` where there is none."""
    names = package.namelist()
    name = next(iter(related(package, names, WORKBOOK, kind).values()), "")

    return _text(package, name) if name in names else ""


def _text(package: zipfile.ZipFile, part: str) -> str:
    return plain(package.read(part).decode("utf-8"))


def _styles(text: str) -> tuple[dict[str, str], set[str]]:
    """By a cell's style: number formats that may show other than the cell holds; and the styles that cross out."""

    def inside(name: str) -> str:
        found = element(f"{_NAME}{name}").search(text)

        return (found[2] or "") if found else ""

    declared = {
        attribute(tag, "numFmtId") or "": attribute(tag, "formatCode") or ""
        for tag in start(f"{_NAME}numFmt").findall(inside("numFmts"))
    }
    codes = {str(number): code for number, code in BUILT_IN.items()} | declared
    fonts = [_strikes(content or "") for _, content in element(f"{_NAME}font").findall(inside("fonts"))]
    formats, struck = {}, set()
    for number, tag in enumerate(start(f"{_NAME}xf").findall(inside("cellXfs"))):
        code, font = codes.get(attribute(tag, "numFmtId") or "", ""), int(attribute(tag, "fontId") or 0)
        if says_other(code):
            formats[str(number)] = code
        if font < len(fonts) and fonts[font]:
            struck.add(str(number))

    return formats, struck


def _strikes(properties: str) -> bool:
    """Whether a font crosses out."""
    return any((attribute(tag, "val") or "1") not in _NO for tag in _STRIKE.findall(properties))


def _looks(
    package: zipfile.ZipFile, part: str, codes: dict[str, str], struck: set[str], texts: list[str | None]
) -> Looks:
    looks, text = Looks(), _text(package, part)
    filtered = _filtered(package, part, text)
    row = column = -1
    by_cell = codes or struck or _STRIKE.search(text) or any(_STRIKE.search(one or "") for one in texts)
    for found in (_STARTS if by_cell else _LINES).finditer(text):
        kind, tag = found[1], found[2]
        if kind == "c":
            row, column = _place(tag, row, column + 1)
            style = attribute(tag, "s") or "0"
            if style in codes:
                looks.formats[row, column] = codes[style]
            left = _left(_content(text, found.end(), tag, texts), crossed=style in struck)
            if left is not None:
                looks.left[row, column] = left
        elif kind == "row":
            row, column = int(attribute(tag, "r") or row + 2) - 1, -1
            if _is_hidden(tag):
                by_view = int(attribute(tag, "outlineLevel") or 0) > 0 or any(row in rows for rows in filtered)
                (looks.folded if by_view else looks.hidden).add(row)
        elif _is_hidden(tag) and not int(attribute(tag, "outlineLevel") or 0):
            looks.columns |= set(
                range(int(attribute(tag, "min") or 1) - 1, min(int(attribute(tag, "max") or 1), _MOST_COLUMNS))
            )

    return looks


def _place(tag: str, row: int, column: int) -> tuple[int, int]:
    """Where a cell stands: as it says, else behind the one before it."""
    if not (address := attribute(tag, "r")):
        return row, column
    at_row, at_column = cell_position(address)

    return at_row - 1, at_column - 1


def _is_hidden(tag: str) -> bool:
    return attribute(tag, "hidden") in {"1", "true"}


def _content(text: str, at: int, tag: str, texts: list[str | None]) -> str | None:
    """The XML of a text in a cell whose first tag ends there; None for a number."""
    if attribute(tag, "t") == "s" and (index := _INDEX.match(text, at)):
        return texts[int(index[1])] if int(index[1]) < len(texts) else None
    inline = _INLINE.match(text, at) if attribute(tag, "t") == "inlineStr" else None

    return inline[1] if inline else None


def _left(content: str | None, *, crossed: bool) -> str | None:
    """What is left of a cell without the runs that are crossed out, by its format or by their own; None where nothing is crossed out."""
    runs = _RUN.findall(content or "")
    if not runs:
        return "" if crossed else None
    kept = [run for _, run in runs if not (_strikes(run) if _OWN_FONT.search(run) else crossed)]
    if len(kept) == len(runs):
        return None

    return "".join(html.unescape(text or "") for run in kept for _, text in _TEXT.findall(run))


def _filtered(package: zipfile.ZipFile, part: str, text: str) -> list[range]:
    """The rows under filters that are set, of the sheet and of its tables."""
    sources = [text, *(_text(package, name) for name in related(package, package.namelist(), part, "table").values())]

    return [rows for source in sources for rows in _filters(source)]


def _filters(text: str) -> Iterator[range]:
    for tag, content in element(f"{_NAME}autoFilter").findall(text):
        reference = attribute(tag, "ref") or ""
        if ":" in reference and "filterColumn" in content:
            (top, _), (bottom, _) = (cell_position(corner) for corner in reference.replace("$", "").split(":"))
            yield range(top, bottom)  # the row of the headings is never filtered
