"""What stands in a package beside its parts, and in XML beside its elements: no program writes it, no reader shows it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL, _CENTRAL, _END = 30, 46, 22
"""Bytes of the heading of a part, of its entry in the directory, of the end of the directory."""
_DESCRIPTORS: Final = frozenset({12, 16, 20, 24})
"""Bytes in which the sizes of a part may be told once more behind it."""
_ZIP64_END: Final = 76
_BEHIND: Final = 8
"""The flag of a part whose sizes stand behind it."""
_XML: Final = re.compile(rb"<\?xml[\s?]")


def beside_parts(data: bytes) -> list[bytes]:
    """The bytes of a zip before, between and behind its parts, and its comments; empty ones are left out.

    Args:
        data: a whole zip.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = sorted(package.infolist(), key=lambda entry: entry.header_offset)
        found = [package.comment, *(entry.comment for entry in entries)]
        directory: int = package.start_dir
        at = 0
        for entry in entries:
            found.append(data[at : entry.header_offset])
            name, extra = (
                int.from_bytes(data[entry.header_offset + place :][:2], "little") for place in (_LOCAL - 4, _LOCAL - 2)
            )
            at = entry.header_offset + _LOCAL + name + extra + entry.compress_size
            end = min((other.header_offset for other in entries if other.header_offset >= at), default=directory)
            if entry.flag_bits & _BEHIND and end - at in _DESCRIPTORS:
                at = end
        found.append(data[at:directory])
        length = sum(_CENTRAL + len(_raw(entry)) + len(entry.extra) + len(entry.comment) for entry in entries)
        rest = data[directory + length : len(data) - _END - len(package.comment)]
        found.append(b"" if len(rest) == _ZIP64_END and rest.startswith(b"PK\x06\x06") else rest)

    return [one for one in found if one]


def _raw(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")


def extras(data: bytes) -> Iterator[bytes]:
    """Further fields in the headings of a zip's parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for entry in package.infolist():
            start = entry.header_offset + _LOCAL
            name, extra = (
                int.from_bytes(data[entry.header_offset + place :][:2], "little") for place in (_LOCAL - 4, _LOCAL - 2)
            )
            yield from (one for one in (entry.extra, data[start + name : start + name + extra]) if one.strip(b"\0"))


def beside_elements(part: bytes) -> Iterator[str]:
    """Comments, instructions and declarations of an XML part, its first line apart."""
    for mark, end in ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<!DOCTYPE", b">"), (b"<!ENTITY", b">")):
        at = part.find(mark)
        while at >= 0:
            stop = part.find(end, at + len(mark))
            stop = len(part) if stop < 0 else stop
            if not _XML.match(part, at):
                yield part[at + len(mark) : stop].decode("utf-8", errors="replace")
            at = part.find(mark, stop)
