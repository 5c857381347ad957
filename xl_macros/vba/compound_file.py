"""A writer of OLE compound files, the container that Excel keeps a VBA project in.

Source: [MS-CFB] "Compound File Binary File Format", version 3 (512-byte sectors). Time stamps and class ids are zero,
so the same streams give the same bytes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SECTOR = 512
_MINI_SECTOR = 64
_MINI_STREAM_CUTOFF = 4096
_ENTRIES_PER_SECTOR = _SECTOR // 4
_FAT_SECTORS_IN_HEADER = 109

_FAT_SECTOR = 0xFFFFFFFD
_END_OF_CHAIN = 0xFFFFFFFE
_FREE_SECTOR = 0xFFFFFFFF
_NO_ENTRY = 0xFFFFFFFF

_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1


@dataclass
class _Entry:
    """One directory entry: the root, a storage (a folder) or a stream (a file)."""

    name: str
    kind: int
    data: bytes = b""
    members: dict[str, _Entry] = field(default_factory=dict)
    number: int = 0
    colour: int = _BLACK
    left: int = _NO_ENTRY
    right: int = _NO_ENTRY
    child: int = _NO_ENTRY
    start: int = 0
    size: int = 0

    def to_bytes(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"

        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            name,
            len(name),
            self.kind,
            self.colour,
            self.left,
            self.right,
            self.child,
            b"",  # class id
            0,  # state bits
            0,  # created
            0,  # modified
            self.start,
            self.size,
        )


class _Chains:
    """Sectors of one size, and the allocation table that chains them."""

    def __init__(self, sector_size: int) -> None:
        self.sector_size = sector_size
        self.table: list[int] = []
        self.content = bytearray()

    def add(self, data: bytes) -> int:
        """Append `data` as one chain and return its first sector."""
        if not data:
            return _END_OF_CHAIN
        first = len(self.table)
        count = _sectors(len(data), self.sector_size)
        self.table += [*range(first + 1, first + count), _END_OF_CHAIN]
        self.content += data.ljust(count * self.sector_size, b"\0")

        return first


def compound_file(streams: dict[str, bytes]) -> bytes:
    r"""Return the bytes of a compound file that holds `streams`.

    Args:
        streams: the content of each stream by its path; storages are separated by "/", as in "VBA/dir".

    Raises:
        ValueError: if a name is not 1 to 31 ASCII characters, holds one of ``\ : !``, differs from another of its
            storage only in case, or is both a storage and a stream; or if the file would be larger than about 7 MB.

    >>> compound_file({"VBA/dir": b"content"})[:8].hex()
    'd0cf11e0a1b11ae1'
    """
    entries = list(_walk(_tree(streams)))
    for number, entry in enumerate(entries):
        entry.number = number
    for entry in entries:
        _link_members(entry)
    sectors, mini = _Chains(_SECTOR), _Chains(_MINI_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.size = len(entry.data)
            entry.start = (mini if entry.size < _MINI_STREAM_CUTOFF else sectors).add(entry.data)
    root = entries[0]
    root.size = len(mini.content)
    root.start = sectors.add(bytes(mini.content))
    first_mini_table = sectors.add(_table_bytes(mini.table))
    first_directory = sectors.add(_directory(entries))

    return _assembled(sectors, first_directory, first_mini_table, _sectors(len(mini.table), _ENTRIES_PER_SECTOR))


def _sectors(length: int, sector_size: int) -> int:
    return -(-length // sector_size)


def _tree(streams: dict[str, bytes]) -> _Entry:
    root = _Entry("Root Entry", _ROOT)
    for path, data in streams.items():
        *folders, name = path.split("/")
        parent = root
        for folder in folders:
            parent = _member(parent, folder, path)
            if parent.kind != _STORAGE:
                raise ValueError(f"{path}: {folder} is a stream, not a storage")
        entry = _member(parent, name, path)
        if entry.kind == _STREAM or entry.members:
            raise ValueError(f"{path}: the name is already taken")
        entry.kind, entry.data = _STREAM, data

    return root


def _member(parent: _Entry, name: str, path: str) -> _Entry:
    """Return the member called `name`, adding an empty storage where there is none."""
    if not (1 <= len(name) <= 31 and name.isascii()) or any(character in name for character in "\\:!\0"):
        raise ValueError(f"{path}: {name!r} is not a legal name")
    entry = parent.members.setdefault(name.upper(), _Entry(name, _STORAGE))
    if entry.name != name:
        raise ValueError(f"{path}: {name} and {entry.name} differ only in case")

    return entry


def _in_order(entry: _Entry) -> list[_Entry]:
    """Return the members in the order [MS-CFB] 2.6.4 compares them: shorter names first, then by upper case."""
    return sorted(entry.members.values(), key=lambda member: (len(member.name), member.name.upper()))


def _walk(entry: _Entry) -> Iterator[_Entry]:
    yield entry
    for member in _in_order(entry):
        yield from _walk(member)


def _link_members(entry: _Entry) -> None:
    members = _in_order(entry)
    # Halving leaves gaps only on the deepest level: with that level red and the rest black, every path has as many
    # black entries as any other and no red entry has a red child.
    deepest = len(members).bit_length() - 1
    entry.child = _link_siblings(members, 0, deepest)


def _link_siblings(members: Sequence[_Entry], level: int, deepest: int) -> int:
    if not members:
        return _NO_ENTRY
    middle = len(members) // 2
    top = members[middle]
    top.colour = _RED if level == deepest > 0 else _BLACK
    top.left = _link_siblings(members[:middle], level + 1, deepest)
    top.right = _link_siblings(members[middle + 1 :], level + 1, deepest)

    return top.number


def _directory(entries: Sequence[_Entry]) -> bytes:
    unused = struct.pack("<68sIII48s", b"", _NO_ENTRY, _NO_ENTRY, _NO_ENTRY, b"")

    return b"".join(entry.to_bytes() for entry in entries) + unused * (-len(entries) % 4)


def _table_bytes(table: list[int]) -> bytes:
    padded = table + [_FREE_SECTOR] * (-len(table) % _ENTRIES_PER_SECTOR)

    return struct.pack(f"<{len(padded)}I", *padded)


def _assembled(sectors: _Chains, first_directory: int, first_mini_table: int, mini_tables: int) -> bytes:
    used = len(sectors.table)
    # The table lists its own sectors too: n sectors of 128 entries leave room for 127 n others.
    count = _sectors(used, _ENTRIES_PER_SECTOR - 1)
    if count > _FAT_SECTORS_IN_HEADER:
        raise ValueError("the streams are too large for a compound file without extra allocation sectors")
    own = list(range(used, used + count))
    header = struct.pack(
        "<8s16sHHHHH6s9I",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        b"",  # class id
        0x003E,  # minor version
        3,  # major version
        0xFFFE,  # little endian
        9,  # sectors of 2**9 bytes
        6,  # mini sectors of 2**6 bytes
        b"",
        0,  # directory sectors: not counted in version 3
        count,
        first_directory,
        0,  # transactions
        _MINI_STREAM_CUTOFF,
        first_mini_table,
        mini_tables,
        _END_OF_CHAIN,  # no allocation sectors beyond those listed in the header
        0,
    )
    in_header = own + [_FREE_SECTOR] * (_FAT_SECTORS_IN_HEADER - count)
    table = _table_bytes(sectors.table + [_FAT_SECTOR] * count)

    return header + struct.pack("<109I", *in_header) + bytes(sectors.content) + table
