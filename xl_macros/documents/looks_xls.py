"""The looks of the sheets of .xls, from its records ([MS-XLS], Excel 97 to 2003)."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Final

from objectivity_core.tables.number_formats import BUILT_IN, says_other
from xl_macros.documents.looks import Looks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FONT, _FORMAT, _XF, _SHEET, _END = 0x31, 0x41E, 0xE0, 0x85, 0x0A
_ROW, _COLUMN, _FILTERED = 0x208, 0x7D, 0x9B
_CELLS: Final = frozenset({0x06, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0xD6})
"""Records of one cell: formula, shared text, number, text, truth, packed number, text with fonts."""
_MANY: Final = 0xBD
"""Packed numbers side by side: row, first column, then (format, number) of each, last column."""
_NO_FONT: Final = 4
"""Fonts are counted without that number."""


def looks_of_xls(data: bytes) -> Callable[[str], Looks] | None:
    """The looks of a workbook's sheets by title; None for versions before Excel 97.

    Raises:
        ValueError: the workbook is damaged.
        OSError: as before.
    """
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if not ole.exists("Workbook"):
            return None
        stream = ole.openstream("Workbook").read()
    fonts: list[bool] = []
    codes = dict(BUILT_IN)
    styles: list[tuple[int, int]] = []
    sheets: dict[str, int] = {}
    for kind, body in _records(stream, 0):
        if kind == _FONT:
            fonts += [bool(body[2] & 8)] * (2 if len(fonts) == _NO_FONT else 1)
        elif kind == _FORMAT:
            codes[int.from_bytes(body[:2], "little")] = _text(body[2:], 2)
        elif kind == _XF:
            styles.append(struct.unpack_from("<HH", body))
        elif kind == _SHEET:
            sheets[_text(body[6:], 1)] = int.from_bytes(body[:4], "little")
    formats = [codes.get(code, "") for _, code in styles]
    struck = [font < len(fonts) and fonts[font] for font, _ in styles]

    return lambda title: _looks(stream, sheets[title], formats, struck)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of a part of the stream to its end."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _END:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _text(body: bytes, size: int) -> str:
    """A text with its length before it in one or two bytes."""
    length = int.from_bytes(body[:size], "little")
    wide = body[size] & 1
    raw = body[size + 1 : size + 1 + length * (2 if wide else 1)]

    return raw.decode("utf-16-le" if wide else "latin-1", errors="replace")


def _looks(stream: bytes, start: int, formats: list[str], struck: list[bool]) -> Looks:
    looks, filtered = Looks(), False
    for kind, body in _records(stream, start):
        if kind == _FILTERED:
            filtered = True
        elif kind == _ROW and body[12] & 0x20:
            (looks.folded if filtered or body[12] & 7 else looks.hidden).add(int.from_bytes(body[:2], "little"))
        elif kind == _COLUMN and body[8] & 1 and not body[9] & 7:
            first, last = struct.unpack_from("<HH", body)
            looks.columns |= set(range(first, last + 1))
        for row, column, style in _cells(kind, body):
            if style < len(formats) and says_other(formats[style]):
                looks.formats[row, column] = formats[style]
            if style < len(struck) and struck[style]:
                looks.left[row, column] = ""

    return looks


def _cells(kind: int, body: bytes) -> Iterator[tuple[int, int, int]]:
    """Row, column and format of the cells of a record."""
    if kind in _CELLS:
        row, column, style = struct.unpack_from("<HHH", body)
        yield row, column, style
    elif kind == _MANY:
        row, first = struct.unpack_from("<HH", body)
        for number in range((len(body) - 6) // 6):
            yield row, first + number, int.from_bytes(body[4 + number * 6 : 6 + number * 6], "little")
