"""How many lines a text takes in a column and how high its row is: by the widths of Calibri's letters, wrapped at blanks as spreadsheets do."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from objectivity_core.tables.cells import as_text
from objectivity_core.tables.grid import Formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from objectivity_core.tables import Table

LINE_HEIGHT = 15.0
"""Points of one line of Calibri 11."""
WRAPPED_FROM = 20
"""Columns of the workbook that are this wide wrap their text."""
BODY = 11
"""Size of text in whose digits the widths of columns are counted."""
_DIGIT = 7.0
"""Pixels of a digit, hence of a unit of a column's width."""
_PIXELS = 96 / 72
_CAREFUL = 1.03
"""Programs round the widths of letters each in its own way; a line too many costs less than one cut off."""

_LETTERS = {
    23: " \"'ijl",
    27: ",.:;I",
    31: "()-J[]`f{}",
    35: "!rtг",
    40: "/\\szт",
    44: "LcxГзсхэ",
    48: "?EFSTYZagkvy|ЁЕЗТавкучья",
    52: "#$*+0123456789<=>KPX^_bdehnopqu~ёРУХелопр«»–•",
    54: "BCRБВКСЬЭбийнцъ",
    58: "AVАЧЯд",
    63: "DGHЛНПЦЪф",
    68: "&NOQUДИЙОжмы",
    74: "%wФшщю…",
    80: "mЖЫ",
    91: "@MWМШЩЮ—",
    104: "№",
}
"""Letters by their width in hundredths of the size, rounded up. Source: the metrics of Carlito, which are Calibri's."""
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_UNKNOWN = 91


@functools.lru_cache(maxsize=8192)
def text_width(text: str, size: float = BODY) -> float:
    """Pixels that a text takes in one line."""
    return sum(_WIDTHS.get(letter, _UNKNOWN) for letter in text) / 100 * size * _PIXELS * _CAREFUL


@functools.lru_cache(maxsize=4096)
def lines_of(text: str, width: float, size: float = BODY) -> int:
    r"""Lines that a text takes in a column of that width, its own line breaks kept.

    >>> lines_of("Протокол педсовета", 20), lines_of("Протокол педсовета", 12), lines_of("а\nб", 12), lines_of("", 12)
    (1, 2, 2, 1)
    """
    return sum(_wrapped(part, width * _DIGIT, size) for part in text.split("\n"))


def row_height(texts: Sequence[str], widths: Iterable[float], size: float = BODY) -> float:
    """Points that a row of texts needs."""
    lines = max(lines_of(text, width, size) for text, width in zip(texts, widths, strict=True))

    return lines * LINE_HEIGHT * size / BODY + 1


def table_row_height(table: Table, headings: Sequence[str], row: Sequence[Any]) -> float | None:
    """The height of a row of the workbook in points; None where one line is enough.

    Args:
        table: for the widths of its columns.
        headings: headings of the sheet's table, unknown ones too.
        row: its cells.
    """
    widths = {column.heading: column.width for column in table.columns if column.width >= WRAPPED_FROM}
    lines = 1
    for heading, cell in zip(headings, row, strict=True):
        value = cell.value if isinstance(cell, Formula) else cell
        if heading in widths and isinstance(value, str):
            lines = max(lines, lines_of(as_text(value), widths[heading]))

    return LINE_HEIGHT * lines if lines > 1 else None


def _wrapped(text: str, room: float, size: float) -> int:
    lines, used, blank = 1, 0.0, text_width(" ", size)
    for word in text.split(" "):
        needs = text_width(word, size)
        if used and used + blank + needs > room:
            lines, used = lines + 1, 0.0
        used += needs + (blank if used else 0)
        while used > room:  # a word longer than the line is broken
            lines, used = lines + 1, used - room

    return lines
