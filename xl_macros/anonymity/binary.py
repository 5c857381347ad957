"""Texts of binary parts: macros unpacked, and whatever reads as words in the rest."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE: Final = re.compile(rb"(?:[\x20-\x7e\xa0\xad\r\n]\x00|[\x00-\xff]\x04){3,}")
_RUSSIAN: Final = re.compile(rb"[\xa8\xb8\xc0-\xff][\xa8\xb8\xc0-\xff\x20-\x7e]{4,}")
_UTF8: Final = re.compile(rb"(?:[\xd0\xd1][\x80-\xbf]|[\x20-\x7e]){4,}")
_SOURCE: Final = b"\x00Attribut"
"""How the packed source of every module begins, after three bytes of headings."""


def fragments(data: bytes) -> Iterator[str]:
    """Runs of bytes that read as text in UTF-16, UTF-8 or Windows-1251; without order and places."""
    for found in _WIDE.finditer(data):
        yield found[0].decode("utf-16-le", errors="replace")
    for found in _UTF8.finditer(data):
        yield found[0].decode("utf-8", errors="replace")
    for found in _RUSSIAN.finditer(data):
        if not _UTF8.fullmatch(found[0]):
            yield found[0].decode("cp1251", errors="replace")


def streams(data: bytes) -> dict[str, bytes]:
    """The streams of a compound file by path.

    Raises:
        OSError: it is none, or damaged.
    """
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        return {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}


def macro_texts(project: bytes) -> Iterator[tuple[str, str]]:
    """Module and source of a vbaProject.bin, its names, and whatever else reads as text in it.

    Raises:
        OSError: it is no compound file.
    """
    for path, data in streams(project).items():
        name = path.rpartition("/")[2]
        if (at := data.find(_SOURCE)) >= 3:
            yield name, unpacked(data[at - 3 :]).decode("cp1251", errors="replace")
        elif name == "dir":
            for text in fragments(unpacked(data)):
                yield name, text
        if not name.startswith("__SRP_"):
            for text in fragments(data):
                yield name, text


def unpacked(packed: bytes) -> bytes:
    """A compressed container of macros (MS-OVBA 2.4.1): chunks of flags, letters and copies of what stood before."""
    out = bytearray()
    at = 1
    while at + 2 <= len(packed):
        header = int.from_bytes(packed[at : at + 2], "little")
        end = min(at + (header & 0x0FFF) + 3, len(packed))
        chunk = packed[at + 2 : end]
        out += _unpacked_chunk(chunk) if header & 0x8000 else chunk
        at = end

    return bytes(out)


def _unpacked_chunk(chunk: bytes) -> bytes:
    out = bytearray()
    at = 0
    while at < len(chunk):
        flags, at = chunk[at], at + 1
        for bit in range(8):
            if at >= len(chunk):
                break
            if not flags >> bit & 1:
                out.append(chunk[at])
                at += 1
                continue
            token, at = int.from_bytes(chunk[at : at + 2], "little"), at + 2
            bits = max(4, (len(out) - 1).bit_length())
            back, length = (token >> (16 - bits)) + 1, (token & (0xFFFF >> bits)) + 3
            if back > len(out):
                return bytes(out)  # damaged: what was read so far is kept
            for _ in range(length):
                out.append(out[-back])

    return bytes(out)
