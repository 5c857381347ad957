"""Files that others made, before anything reads them: ordinary files of a bounded size, packages that do not swell."""

from __future__ import annotations

import copy
import io
import os
import stat
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from objectivity_core.proofs.documents import is_network
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_FILE: Final = 64 << 20
"""Bytes of a file; the largest of a school, a Word document full of photographs, has half of that."""
_MOST_PARTS: Final = 10_000
_LARGEST_UNPACKED: Final = 256 << 20
_LARGEST_XML: Final = 32 << 20
"""Bytes of one part that is XML: a reader takes twenty times that in memory."""
_LARGEST_SHEET: Final = 96 << 20
"""The same of sheets and their texts, which are read as they come."""
_CHUNK: Final = 1 << 20
_DAMAGE: Final = (zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def regular_bytes(path: Path) -> bytes:
    """The bytes of an ordinary file. A pipe or a device, which may never end, is not even opened.

    Raises:
        ObjectivityError: it is a pipe, a device, a socket, or larger than :data:`LARGEST_FILE`.
        OSError: it is missing, a folder, or closed to us.
    """
    _refuse_device(path, path.stat().st_mode)
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        about = os.fstat(file.fileno())
        _refuse_device(path, about.st_mode)  # it may have become one meanwhile
        data = file.read(LARGEST_FILE + 1) if about.st_size <= LARGEST_FILE else b""
    if about.st_size > LARGEST_FILE or len(data) > LARGEST_FILE:
        raise ObjectivityError(
            f"Файл «{path.name}» больше {LARGEST_FILE >> 20} МБ, такие программа не читает. Уберите из него картинки и лишние листы, сохраните и повторите."
        )

    return data


def _refuse_device(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(str(path))
    if not stat.S_ISREG(mode):
        raise ObjectivityError(
            f"«{path.name}» — не файл, а канал или устройство: читать его нельзя. Уберите его из папки или укажите обычный файл."
        )


def local_folder(remembered: str) -> str:
    """A folder that a book remembers, ``""`` where it is gone or lies on another computer: who asks for it there logs on there."""
    try:
        return remembered if remembered and not is_network(remembered) and Path(remembered).is_dir() else ""
    except (OSError, ValueError):
        return ""


def ensure_modest(name: str, data: bytes) -> None:
    """Refuse a package that swells when it is unpacked, or whose directory lies about that; what is no package passes.

    Args:
        name: how the file is called.
        data: its bytes.

    Raises:
        ObjectivityError: it has too many parts or too large ones.
        zipfile.BadZipFile: it is damaged, or says something else of a part than the part is.
    """
    for _ in unpacked(name, data) if data.startswith(b"PK") else ():
        pass


def parts_of(name: str, data: bytes) -> dict[str, bytes]:
    """The parts of a package by name.

    Raises:
        ObjectivityError: see :func:`ensure_modest`.
        zipfile.BadZipFile: see :func:`ensure_modest`.
    """
    return dict(unpacked(name, data))


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each part of a package; counted while it is unpacked, for the sizes in the directory are only what its author says.

    Raises:
        ObjectivityError: see :func:`ensure_modest`.
        zipfile.BadZipFile: see :func:`ensure_modest`.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = [entry for entry in package.infolist() if not entry.is_dir()]
        names = {entry.filename.lower() for entry in entries}
        if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
            raise _swells(name)
        if len(names) < len(entries):
            raise zipfile.BadZipFile("two parts of one name")
        left = _LARGEST_UNPACKED
        for entry in entries:
            most = min(left, _most(entry.filename.lower(), left))
            try:
                part = b"".join(_chunks(package, entry, most))
            except _DAMAGE as error:
                raise zipfile.BadZipFile(str(error)) from error
            size = len(part)
            if size > most:
                raise _swells(name)
            if size != entry.file_size:
                raise zipfile.BadZipFile(f"{entry.filename} is not as long as it says")
            left -= size
            yield entry.filename, part


def _most(part: str, left: int) -> int:
    """How many bytes a part may have."""
    if part.startswith(("xl/worksheets/", "xl/sharedstrings")):
        return _LARGEST_SHEET

    return _LARGEST_XML if part.endswith((".xml", ".rels", ".vml")) else left


def _chunks(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """A part as it really is, at most a piece more than so many bytes."""
    whole = copy.copy(entry)
    whole.file_size = most + 2 * _CHUNK  # zipfile would stop where the directory says
    with package.open(whole) as file:
        count = 0
        while count <= most and (chunk := file.read(_CHUNK)):
            count += len(chunk)
            yield chunk


def _swells(name: str) -> ObjectivityError:
    return ObjectivityError(
        f"Файл «{name}» при распаковке больше {_LARGEST_UNPACKED >> 20} МБ (или одна его часть больше {_LARGEST_XML >> 20} МБ, лист — {_LARGEST_SHEET >> 20} МБ): документы школы такими не бывают. Откройте его, оставьте только нужное и сохраните под новым именем."
    )
