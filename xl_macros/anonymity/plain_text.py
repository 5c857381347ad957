"""Texts of a file that is text: in every encoding and reading that it may have, line by line."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from objectivity_core.anonymity import Text
from objectivity_core.anonymity.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

SINGLE_BYTE: Final = ("cp1251", "cp866", "koi8-r", "mac-cyrillic", "iso8859-5")
_FIELDS: Final = re.compile(r'[;,\t]|(?<=")\s*$')
_EDGE: Final = re.compile(r"[^\W\d_]+[-\u00ad‐]?$")
_SHORTEST, _LONGEST_WORD = 4, 60
_RTF: Final = re.compile(r"\\u(-?\d{1,6}) ?\??|((?:\\'[0-9a-fA-F]{2})+)|\\[a-z]{1,32}-?\d{0,10} ?|[{}]")


def is_wide(data: bytes) -> bool:
    """Whether the bytes are UTF-16 without a mark: of every two, one is that of the Latin or the Russian page."""
    head = data[: min(len(data), 2000) // 2 * 2]
    pages = ((half.count(0) + half.count(4)) * 10 for half in (head[::2], head[1::2]))

    return max(pages) > len(head) // 2 * 8


def plain_texts(name: str, data: bytes) -> Iterator[Text]:
    """The lines of a text file; of readings that may be, all are given."""
    given: set[tuple[str, str]] = set()
    for text in _decoded(data):
        for one in (text, *readings(text)):
            for piece in lines(name, one):
                if (piece.text, piece.kind) not in given:
                    given.add((piece.text, piece.kind))
                    yield piece


def lines(name: str, text: str) -> Iterator[Text]:
    """Lines, the fields of lines that are rows, words that go on in the next line, and letters that stand one below the other."""
    before, letters = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        where = f"{name}, строка {number}"
        yield Text(where, line)
        fields = [field.strip(' "') for field in _FIELDS.split(line)]
        if len(fields) > 1 and all(field.count(" ") < 3 for field in fields):
            yield from (Text(where, field) for field in fields if field)
        if (end := _EDGE.search(before)) and line[:1].isalpha():
            yield Text(where, f"{end[0]}\n{line.split(maxsplit=1)[0]}", "prose")
        before = line.rstrip()[-_LONGEST_WORD:]
        letters = letters + before.strip() if len(before.strip()) == 1 else ""
        if len(letters) >= _SHORTEST:
            yield Text(where, " ".join(letters[-_LONGEST_WORD:]), "prose")


def _decoded(data: bytes) -> list[str]:
    """The text of a file in every encoding that it may be in; of two that may be, both are looked through."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return [data.decode("utf-32", errors="replace")]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [data.decode("utf-16", errors="replace")]
    if b"\x00" in data[:4000]:
        return [data.decode(encoding, errors="replace") for encoding in ("utf-16-le", "utf-16-be")]
    if data.startswith(b"{\\rtf"):
        text = data.decode("latin-1")
        return [_without_rtf(text, encoding, gap) for encoding in SINGLE_BYTE for gap in (" ", "")]
    try:
        return [data.decode("utf-8-sig")]
    except UnicodeDecodeError:
        return [data.decode(encoding, errors="replace") for encoding in ("utf-8-sig", *SINGLE_BYTE)]


def _without_rtf(text: str, encoding: str, gap: str) -> str:
    """A document of RTF as text; groups, which formats make in the middle of a word too, parted by ``gap``."""

    def letter(found: re.Match[str]) -> str:
        if found[1]:
            return chr(int(found[1]) % 65536)
        if found[2]:
            return bytes.fromhex(found[2].replace("\\'", "")).decode(encoding, errors="replace")
        if found[0].startswith(("\\par", "\\line", "\\cell", "\\row", "\\tab")):
            return "\n" if found[0].startswith(("\\par", "\\row")) and not found[0].startswith("\\pard") else " "

        return gap if found[0] in "{}" else ""

    return _RTF.sub(letter, text)
