"""How many lines a text takes in a column: by the widths of Calibri's letters, wrapped at blanks as spreadsheets do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_macros.look.row_heights import LINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def text_width(text: str, size: float = BODY) -> float:
    """Pixels that a text takes in one line."""
    return sum(_WIDTHS.get(letter, _UNKNOWN) for letter in text) / 100 * size * _PIXELS * _CAREFUL


def lines_of(text: str, width: float, size: float = BODY) -> int:
    r"""Lines that a text takes in a column of that width, its own line breaks kept.

    >>> lines_of("Протокол педсовета", 20), lines_of("Протокол педсовета", 12), lines_of("а\nб", 12), lines_of("", 12)
    (1, 2, 2, 1)
    """
    return sum(_wrapped(part, width * _DIGIT, size) for part in text.split("\n"))


def row_height(texts: Sequence[str], widths: Iterable[float], size: float = BODY) -> float:
    """Points that a row of texts needs."""
    lines = max(lines_of(text, width, size) for text, width in zip(texts, widths, strict=True))

    return lines * LINE * size / BODY + 1


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
