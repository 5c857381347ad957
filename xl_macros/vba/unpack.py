"""The packed source of VBA modules, as a workbook holds it."""

from __future__ import annotations


def decompress(data: bytes, *, damaged: bool = False) -> bytes:
    """Undo the compression of [MS-OVBA] 2.4.1.

    Args:
        data: the packed text.
        damaged: whether to give what can be read of damaged data instead of refusing it.

    Raises:
        ValueError: it is not such data.

    >>> decompress(bytes.fromhex("0103b002614500")) == b"a" * 73
    True
    """
    if data[:1] != b"\x01" and not damaged:
        raise ValueError("no signature of a compressed container")
    out, at = bytearray(), 1
    while at + 2 <= len(data):
        header = int.from_bytes(data[at : at + 2], "little")
        end = at + 3 + (header & 0xFFF)
        chunk = data[at + 2 : end]
        out += _expanded(chunk, damaged=damaged) if header & 0x8000 else chunk
        at = end

    return bytes(out)


def _expanded(chunk: bytes, *, damaged: bool) -> bytes:
    """A chunk's tokens as text: eight tokens behind each byte of flags, a set bit tells a copy of what stands before."""
    out, at = bytearray(), 0
    while at < len(chunk):
        flags, at = chunk[at], at + 1
        for bit in range(8):
            if at >= len(chunk):
                break
            if not flags >> bit & 1:
                out.append(chunk[at])
                at += 1
                continue
            token = int.from_bytes(chunk[at : at + 2], "little")
            length_bits = 16 - max((len(out) - 1).bit_length(), 4)
            start = len(out) - (token >> length_bits) - 1
            if start < 0 and damaged:
                return bytes(out)
            if start < 0:
                raise ValueError("a copy from before the start")
            for _ in range((token & (1 << length_bits) - 1) + 3):  # byte by byte: a copy may overlap itself
                out.append(out[start])
                start += 1
            at += 2

    return bytes(out)
