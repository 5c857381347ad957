"""Texts of binary parts: macros unpacked, and whatever reads as words in the rest."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from xl_macros.vba.unpack import decompress

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE: Final = re.compile(rb"(?:[\x20-\x7e\xa0\xad\r\n]\x00|[\x00-\xff]\x04){3,}")
_WIDE_BIG: Final = re.compile(rb"(?:\x00[\x20-\x7e\xa0\xad\r\n]|\x04[\x00-\xff]){4,}")
_RUSSIAN: Final = re.compile(rb"[\x80-\xff][\x80-\xff\x20-\x7e]{4,}")
_OTHERS: Final = ("cp866", "koi8-r", "mac-cyrillic", "iso8859-5")
_UTF8: Final = re.compile(rb"(?:[\xd0\xd1][\x80-\xbf]|[\x20-\x7e]){4,}")
_SOURCE: Final = b"\x00Attribut"
"""How the packed source of every module begins, after three bytes of headings."""


def fragments(data: bytes) -> Iterator[str]:
    """Runs of bytes that read as text in UTF-16, UTF-8 or Windows-1251; without order and places."""
    for found in _WIDE.finditer(data):
        yield found[0].decode("utf-16-le", errors="replace")
    for found in _UTF8.finditer(data):
        yield found[0].decode("utf-8", errors="replace")
    for found in _WIDE_BIG.finditer(data):
        yield found[0].decode("utf-16-be", errors="replace")
    for found in _RUSSIAN.finditer(data):
        if not _UTF8.fullmatch(found[0]):
            for encoding in ("cp1251", *_OTHERS):
                yield found[0].decode(encoding, errors="replace")


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
        ValueError: it has no modules, or the source of one is damaged; what can be read is given before.
    """
    whole = False
    for path, data in streams(project).items():
        name = path.rpartition("/")[2]
        if (at := data.find(_SOURCE)) >= 3:
            yield name, decompress(data[at - 3 :], damaged=True).decode("cp1251", errors="replace")
            decompress(data[at - 3 :])
        elif name == "dir":
            whole = True
            for text in fragments(decompress(data, damaged=True)):
                yield name, text
            decompress(data)
        elif path.startswith("VBA/") and name != "_VBA_PROJECT" and not name.startswith("__SRP_"):
            raise ValueError(f"{path}: no source")
        if not name.startswith("__SRP_"):
            for text in fragments(data):
                yield name, text
    if not whole:
        raise ValueError("no directory of modules")
