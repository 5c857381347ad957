"""The compression of VBA streams. Source: MS-OVBA 2.4.1."""

from __future__ import annotations

import struct
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


_CHUNK = 4096


def compress(data: bytes) -> bytes:
    r"""Return `data` compressed as in [MS-OVBA] 2.4.1.

    Raises:
        ValueError: if the last chunk can neither be compressed nor, being shorter than 4096 bytes, be stored as it is:
            random bytes may be like that, text is not.

    >>> compress(b"a" * 73).hex()
    '0103b002614500'
    """
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))

    return b"\x01" + b"".join(map(_compressed_chunk, chunks))


def _compressed_chunk(chunk: bytes) -> bytes:
    tokens = _tokens(chunk)
    packed = bytearray()
    while group := list(islice(tokens, 8)):
        # A flag byte tells for eight tokens which of them are copies (two bytes) and which are literals (one byte).
        packed.append(sum(1 << bit for bit, token in enumerate(group) if len(token) == 2))
        packed += b"".join(group)
    if len(packed) <= _CHUNK:
        return struct.pack("<H", 0xB000 | len(packed) - 1) + packed
    if len(chunk) < _CHUNK:
        raise ValueError("the last chunk is too random to be compressed")

    return struct.pack("<H", 0x3000 | _CHUNK - 1) + chunk


def _tokens(chunk: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(chunk):
        # The further into the chunk, the more of the 16 bits are spent on the offset and the fewer on the length.
        length_bits = 16 - max((position - 1).bit_length(), 4)
        start, length = _longest_match(chunk, position, min((1 << length_bits) + 2, len(chunk) - position))
        if length >= 3:
            yield struct.pack("<H", (position - start - 1) << length_bits | length - 3)
            position += length
        else:
            yield chunk[position : position + 1]
            position += 1


def _longest_match(chunk: bytes, position: int, limit: int) -> tuple[int, int]:
    """Return where the longest earlier copy of what stands at `position` starts, and its length (2: there is none)."""
    start, length = 0, 2
    while length < limit:
        found = chunk.rfind(chunk[position : position + length + 1], 0, position + length)
        if found < 0:
            break
        start, length = found, length + 1
        while length < limit and chunk[start + length] == chunk[position + length]:
            length += 1

    return start, length
