"""Which files beside a book a password opens: after a change of password nothing of the key may open with the old one any more."""

from __future__ import annotations

import contextlib
import io
import os
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_DEEP: Final = 3
"""Folders below the book's: «Копии», exchange folders, papers, and folders in them."""
_SECONDS: Final = 20.0
"""A try takes a tenth of a second, as whoever guesses shall find."""
_LARGEST: Final = 100 * 2**20
_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF"


def opened_by(folder: Path, password: str, apart: Container[Path]) -> tuple[list[str], int]:
    """Encrypted files of a folder and the folders in it that a password opens.

    Args:
        folder: where.
        password: what is tried.
        apart: files that are left out.

    Returns:
        Paths from the folder on of workbooks, documents, PDFs and ZIP archives that it opens, and how many files were not tried: time was
        over, or they cannot be read.
    """
    found: list[str] = []
    untried, until = 0, time.monotonic() + _SECONDS
    for path in _files(folder, _DEEP):
        if path in apart:
            continue
        try:
            with path.open("rb") as file:
                start = file.read(4)
            if start not in {_OLE, _ZIP, _PDF}:
                continue
            if time.monotonic() > until or path.stat().st_size > _LARGEST:
                untried += 1
            elif _opens(path.read_bytes(), start, password):
                found.append(path.relative_to(folder).as_posix())
        except OSError:
            untried += 1

    return sorted(found), untried


def _files(folder: Path, deep: int) -> Iterator[Path]:
    """Files, hidden ones too: a temporary file of a killed run may be a key. Links are not followed."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_file(follow_symlinks=False):
                yield Path(entry.path)
            elif deep and entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path), deep - 1)


def _opens(data: bytes, start: bytes, password: str) -> bool:
    """Whether a password opens a file; one that is damaged, or needs none, it does not."""
    try:
        return {_OLE: _opens_office, _ZIP: _opens_zip, _PDF: _opens_pdf}[start](data, password)
    except Exception:  # noqa: BLE001 - each reader has its own errors for what is broken, and none of them opens it
        return False


def _opens_office(data: bytes, password: str) -> bool:
    import msoffcrypto

    office = msoffcrypto.OfficeFile(io.BytesIO(data))
    if not office.is_encrypted():
        return False
    if office.format == "ooxml":
        office.load_key(password=password, verify_password=True)
    else:  # an old format, whose reader compares the password itself
        office.load_key(password=password)

    return True


def _opens_zip(data: bytes, password: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        locked = [one for one in package.infolist() if one.flag_bits & 1]
        if not locked:
            return False
        smallest = min(locked, key=lambda one: one.file_size)
        for encoding in ("utf-8", "cp866"):
            with contextlib.suppress(RuntimeError, zipfile.BadZipFile, UnicodeEncodeError):
                package.read(smallest, password.encode(encoding))
                return True

    return False


def _opens_pdf(data: bytes, password: str) -> bool:
    if b"/Encrypt" not in data:
        return False
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(data))

    return (
        reader.is_encrypted
        and reader.decrypt("") == PasswordType.NOT_DECRYPTED
        and reader.decrypt(password) != PasswordType.NOT_DECRYPTED
    )
