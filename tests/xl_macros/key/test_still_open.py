"""After a change of password every file beside the book that the old one still opens is named."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import pypdf
import pytest

from xl_macros.disk.encrypted import encrypt
from xl_macros.disk.in_memory import new_workbook
from xl_macros.key import still_open
from xl_macros.key.still_open import opened_by

if TYPE_CHECKING:
    from pathlib import Path

OLD, OTHER = "туча лыжи сосед", "кот лампа забор"


def _workbook(password: str) -> bytes:
    out = io.BytesIO()
    workbook = new_workbook(out)
    workbook.add_worksheet()
    workbook.close()

    return encrypt(out.getvalue(), password) if password else out.getvalue()


def _pdf(password: str) -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(out)

    return out.getvalue()


def _zip(password: str, text: bytes = b"names and codes") -> bytes:
    """An archive under the old encryption of ZIP (APPNOTE 6.1), which the standard library reads and does not write."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("ключ.txt", b"\0" * 12 + text)
    data = bytearray(out.getvalue())
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(one: int) -> None:
        keys[0] = zlib.crc32(bytes([one]), keys[0] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = zlib.crc32(bytes([keys[1] >> 24]), keys[2] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    for one in password.encode():
        step(one)
    body, crc = 30 + int.from_bytes(data[26:28], "little"), zlib.crc32(text)
    for at, one in enumerate(b"\0" * 11 + bytes([crc >> 24]) + text):
        mixed = keys[2] | 2
        data[body + at] = one ^ ((mixed * (mixed ^ 1)) >> 8) & 255
        step(one)
    for place, crc_at, size_at, flags in ((0, 14, 22, 6), (data.index(b"PK\x01\x02"), 16, 24, 8)):
        data[place + crc_at : place + crc_at + 4] = crc.to_bytes(4, "little")
        data[place + size_at : place + size_at + 4] = len(text).to_bytes(4, "little")
        data[place + flags] |= 1

    return bytes(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for place in ("Копии", "Обмен ВПР/старое", "a/b/c/d"):
        (tmp_path / place).mkdir(parents=True)

    return tmp_path


def test_every_file_that_the_old_password_opens_is_named_wherever_it_lies(folder: Path) -> None:
    old = {
        "Ключ кодов 2024-2025 – копия.xlsx": _workbook(OLD),
        "Копии/Ключ.bak": _workbook(OLD),  # whatever it is called
        "Обмен ВПР/старое/ключ.xlsx": _workbook(OLD),
        ".objectivity-0badcafe-1-00000000-x.tmp": _workbook(OLD),
        "Ведомость.pdf": _pdf(OLD),
        "Архив ключа.zip": _zip(OLD),
    }
    others = {
        "Ключ кодов 2024-2025.xlsx": _workbook(OLD),
        "Чужой.xlsx": _workbook(OTHER),
        "Чужой.pdf": _pdf(OTHER),
        "Чужой.zip": _zip(OTHER),
        "Открытый.xlsx": _workbook(""),
        "Открытый.pdf": _pdf(""),
        "Сломан.xlsx": _workbook(OLD)[:3000],
        "Текст.txt": OLD.encode(),
        "Пустой.xlsx": b"",
    }
    for name, data in (old | others).items():
        (folder / name).write_bytes(data)

    assert (sorted(old), 0) == opened_by(folder, OLD, {folder / "Ключ кодов 2024-2025.xlsx"})


def test_what_was_not_tried_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        (folder / f"{number}.xlsx").write_bytes(_workbook(OLD))
    monkeypatch.setattr(still_open, "_SECONDS", -1.0)

    assert ([], 3) == opened_by(folder, OLD, ())
