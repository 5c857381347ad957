"""The version of xlwings' VBA module inside a book, read from vbaProject.bin after [MS-OVBA]."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from xl_macros.errors import ObjectivityError
from xl_macros.vba.saved_project import module_source

if TYPE_CHECKING:
    from pathlib import Path

_MODULE = "xlwings"
_VERSION = re.compile(r"^'Version: (\S+)", re.MULTILINE)


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
    try:
        return module_source(project, _MODULE)
    except (OSError, ValueError) as error:
        raise ObjectivityError(
            "Модули VBA в книге повреждены. Возьмите копию книги или новую: «objectivity new»."
        ) from error
