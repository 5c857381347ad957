"""The version of xlwings' VBA module inside a book, read from vbaProject.bin after [MS-OVBA]."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING

from xl_macros.errors import ObjectivityError
from xl_macros.vba.unpack import decompress

if TYPE_CHECKING:
    from pathlib import Path

_MODULE = "xlwings"
_VERSION = re.compile(r"^'Version: (\S+)", re.MULTILINE)
_OFFSET = struct.pack("<HI", 0x31, 4)


def vba_version(book: Path) -> str | None:
    """The version written in the book's module ``xlwings``; None when the book has no such module.

    Raises:
        ObjectivityError: the file is missing, or is no workbook.
    """
    try:
        with zipfile.ZipFile(book) as package:
            project = package.read("xl/vbaProject.bin") if "xl/vbaProject.bin" in package.namelist() else b""
    except FileNotFoundError as error:
        raise ObjectivityError(f"Файл не найден: «{book}». Проверьте имя и папку.") from error
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:
        raise ObjectivityError(
            f"Файл «{book.name}» не читается: это не книга .xlsm или он повреждён. Возьмите копию или сохраните его в Excel заново."
        ) from error
    text = _module_text(project) if project else None
    found = _VERSION.search(text) if text else None

    return found[1] if found else None


def _module_text(project: bytes) -> str | None:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(project)) as streams:
            if not streams.exists(f"VBA/{_MODULE}"):
                return None
            directory = decompress(streams.openstream("VBA/dir").read())
            module = streams.openstream(f"VBA/{_MODULE}").read()
            return decompress(module[_source_offset(directory) :]).decode("cp1251", "replace")
    except (OSError, ValueError) as error:
        raise ObjectivityError(
            "Модули VBA в книге повреждены. Возьмите копию книги или новую: «objectivity new»."
        ) from error


def _source_offset(directory: bytes) -> int:
    """Where the source starts in the module's stream: once Excel has saved the book, its compiled cache stands before it."""
    name = _MODULE.encode()
    module = directory.find(struct.pack("<HI", 0x19, len(name)) + name)
    record = directory.find(_OFFSET, module)
    if module < 0 or record < 0 or len(directory) < record + 10:
        raise ValueError("the stream dir does not tell the module's offset")

    return int(struct.unpack_from("<I", directory, record + 6)[0])
