"""Compound files: what is put in comes out of olefile, and the directory is the tree that Excel expects."""

from __future__ import annotations

import io
import random
from typing import Any

import olefile
import pytest

from xl_macros.vba.compound_file import compound_file

NO_ENTRY = 0xFFFFFFFF
RED = 0


def opened(file: bytes) -> Any:
    """Open with the reader that raises on everything it finds odd."""
    return olefile.OleFileIO(io.BytesIO(file), raise_defects=olefile.DEFECT_UNSURE)


def read_back(file: bytes) -> dict[str, bytes]:
    with opened(file) as container:
        return {"/".join(path): container.openstream(path).read() for path in container.listdir()}


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 4608, 70_000])
def test_a_stream_of_any_size_comes_back_beside_others(size: int) -> None:
    content = random.Random(size).randbytes(size)
    streams = {"small": b"s" * 100, "VBA/dir": content, "VBA/large": b"l" * 10_000}

    assert streams == read_back(compound_file(streams))


def test_hundreds_of_streams_and_several_allocation_sectors_come_back() -> None:
    noise = random.Random(1)
    streams = {f"VBA/Module{number}": noise.randbytes(number * 20) for number in range(400)}

    assert streams == read_back(compound_file(streams))


@pytest.mark.parametrize("sectors", range(120, 131))
def test_the_allocation_table_covers_its_own_sectors_too(sectors: int) -> None:
    file = compound_file({"VBA/dir": bytes(sectors * 512)})
    tables = int.from_bytes(file[44:48], "little")

    assert len(file) // 512 - 1 <= tables * 128


def test_storages_nest() -> None:
    streams = {"a/b/c": b"deep", "a/b/d": b"deep too", "a/e": b"", "f": b"flat"}

    assert streams == read_back(compound_file(streams))


def test_a_file_without_streams_opens() -> None:
    assert {} == read_back(compound_file({}))


def black_height(entries: list[Any], number: int, names: list[str], *, parent_is_red: bool) -> int:
    """Walk a sibling tree in order, collect its names, and check the colours on the way."""
    if number == NO_ENTRY:
        return 1
    entry = entries[number]
    is_red = entry.color == RED
    left = black_height(entries, entry.sid_left, names, parent_is_red=is_red)
    names.append(entry.name)
    right = black_height(entries, entry.sid_right, names, parent_is_red=is_red)

    assert not (is_red and parent_is_red)
    assert left == right

    return left + (not is_red)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7, 8, 12, 15, 16, 31, 100])
def test_the_directory_is_a_balanced_red_black_tree_ordered_by_length_then_upper_case(count: int) -> None:
    words = ["dir", "_VBA_PROJECT", "xlwings", "Dictionary", "ThisWorkbook", "Ribbon"]
    names = [*words, *(f"{'sS'[number % 2]}heet{number}" for number in range(count))][:count]
    with opened(compound_file({f"VBA/{name}": b"x" for name in names})) as container:
        entries = container.direntries
    found: list[str] = []
    storage = entries[entries[0].sid_child]

    black_height(entries, storage.sid_child, found, parent_is_red=False)

    assert sorted(names, key=lambda name: (len(name), name.upper())) == found
    assert entries[storage.sid_child].color != RED


def test_the_bytes_depend_on_the_streams_only() -> None:
    streams = {"PROJECT": b"p" * 300, "VBA/dir": b"d" * 5000, "VBA/A": b"a"}
    backwards = dict(reversed(streams.items()))

    assert compound_file(streams) == compound_file(backwards)


def test_no_entry_carries_a_time() -> None:
    with opened(compound_file({"VBA/dir": b"d"})) as container:
        times = {time for entry in container.direntries if entry for time in (entry.createTime, entry.modifyTime)}

    assert {0} == times


@pytest.mark.parametrize(
    ("streams", "reason"),
    [
        ({"VBA/" + "a" * 32: b""}, "not a legal name"),
        ({"": b""}, "not a legal name"),
        ({"VBA//dir": b""}, "not a legal name"),
        ({"a:b": b""}, "not a legal name"),
        ({"Лист": b""}, "not a legal name"),
        ({"dir": b"", "DIR": b""}, "differ only in case"),
        ({"VBA": b"", "VBA/dir": b""}, "is a stream, not a storage"),
        ({"VBA/dir": b"", "VBA": b""}, "already taken"),
        ({"huge": bytes(7_200_000)}, "too large"),
    ],
)
def test_what_the_format_cannot_hold_is_refused(streams: dict[str, bytes], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        compound_file(streams)
