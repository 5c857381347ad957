"""Number formats between Excel's terms and LibreOffice's."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from xl_macros.libreoffice.bridge import load_uno

Kind = Literal["general", "number", "date", "text", "logical"]
"""What a number format makes of a cell's number."""

DATE, MOMENT = "a date", "a date and time"
"""Not codes but the formats that the document's own language has for them."""
_DATE, _TIME, _TEXT, _LOGICAL = 2, 4, 256, 1024
_PIECES = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General|AM/PM|A/P|[EGee][+-]|.', re.DOTALL)
_COLOURS = {"BLACK", "BLUE", "CYAN", "GREEN", "MAGENTA", "RED", "WHITE", "YELLOW"}


class Format(NamedTuple):
    """A number format: its code as Excel writes it, and what it makes of a number."""

    code: str
    kind: Kind


class Formats:
    """The number formats of one document; each is looked up once."""

    def __init__(self, document: Any) -> None:
        """Take the document's formats."""
        self._formats = document.NumberFormats
        self._by_key: dict[int, Format] = {}
        self._keys: dict[str, int] = {}
        self._own = document.CharLocale
        self._english = load_uno().createUnoStruct("com.sun.star.lang.Locale")
        self._english.Language, self._english.Country = "en", "US"

    def of(self, key: int) -> Format:
        """The format behind a key of the document."""
        if key not in self._by_key:
            found = self._formats.getByKey(key)
            self._by_key[key] = _format(found.FormatString, found.Type)

        return self._by_key[key]

    def key(self, code: str) -> int:
        """The key of a format code in Excel's grammar, made where it is new.

        Raises:
            ValueError: the code means nothing.
        """
        if code == "General":
            return 0  # that of another language would only change the language of the cells' formats
        if code in {DATE, MOMENT}:
            return int(self._formats.getStandardFormat(_DATE if code == DATE else _DATE | _TIME, self._own))
        if code not in self._keys:
            key = self._formats.queryKey(code, self._english, False)
            self._keys[code] = key if key != -1 else self._formats.addNew(code, self._english)

        return self._keys[code]


def _format(code: str, kinds: int) -> Format:
    if kinds & _LOGICAL:
        return Format("General", "logical")  # Excel has no such format: there a truth value is a type
    if kinds & _TEXT:
        return Format("@", "text")
    if kinds & (_DATE | _TIME):
        return Format("".join(_lowered(piece) for piece in _PIECES.findall(code)), "date")
    if code == "General":
        return Format(code, "general")

    return Format("".join(_coloured(piece) for piece in _PIECES.findall(code)), "number")


def _lowered(piece: str) -> str:
    """Letters of days, months, hours in small, as Excel shows them."""
    if piece.startswith(('"', "\\")) or piece in {"AM/PM", "A/P", "General"}:
        return piece

    return _coloured(piece) if piece.startswith("[") and len(piece) > 4 else piece.lower()


def _coloured(piece: str) -> str:
    return piece.title() if piece[1:-1] in _COLOURS else piece


def common(cells: Any, name: str) -> Any:
    """A property that all cells of a UNO range share, or None."""
    return None if cells.getPropertyState(name).value == "AMBIGUOUS_VALUE" else getattr(cells, name)
