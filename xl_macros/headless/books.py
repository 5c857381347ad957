"""Which books a command line means: files, folders and patterns; what else lies there is counted and left alone."""

from __future__ import annotations

import dataclasses
import glob
import os
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BOOKS = frozenset({".xlsx", ".xlsm"})
_PROPERTY = b'name="ObjectivityLayout"'
_SHEET = 'name="Журнал действий"'.encode()
"""What tells a book of ours: a property of the document; a program that loses it keeps the sheet."""
_ENCRYPTED = bytes.fromhex("D0CF11E0A1B11AE1")
_COPY = re.compile(r"\(копия \d{4}-\d\d-\d\d[\d -]*\)|^~\$")


@dataclasses.dataclass
class Found:
    """Books in the order in which they were named or stand in their folders, each once.

    Attributes:
        books: files to look at.
        faults: what cannot be looked at, with a Russian sentence.
        skipped: how many other files, dated copies and temporary files were left out.
    """

    books: list[Path] = dataclasses.field(default_factory=list)
    faults: list[tuple[Path, ObjectivityError]] = dataclasses.field(default_factory=list)
    skipped: int = 0


def books_at(paths: Iterable[Path]) -> Found:
    """The books that paths mean.

    Args:
        paths: a file is taken as it is, whatever it is; of folders (with all below, but for hidden ones) and patterns (``*.xlsm``, ``**``)
            the books of the product are.
    """
    found = Found()
    for path in paths:
        if path.is_dir() and path.suffix.lower() not in _BOOKS:
            _look_through(_below(path, found), found)
        elif glob.has_magic(str(path)) and not path.exists():
            matching = sorted(Path(one) for one in glob.glob(str(path), recursive=True))  # noqa: PTH207 - also absolute patterns
            _look_through((one for one in matching if not _is_folder(one)), found)
            if not matching:
                found.faults.append((path, ObjectivityError(f"По шаблону «{path}» ничего нет. Проверьте путь.")))
        else:
            _take(path, found)
    found.books = list(dict.fromkeys(found.books))

    return found


def _below(folder: Path, found: Found) -> Iterator[Path]:
    """Every file below a folder, in the order of names; a folder that may not be read is a fault."""

    def refused(error: OSError) -> None:
        name = Path(error.filename or folder)
        found.faults.append((name, ObjectivityError(f"Папку «{name}» прочитать нельзя: нет прав.")))

    for place, folders, names in os.walk(folder, onerror=refused):
        names += [name for name in folders if Path(name).suffix.lower() in _BOOKS]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in names)
        yield from (Path(place) / name for name in sorted(names) if not name.startswith("."))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and path.suffix.lower() not in _BOOKS


def _look_through(files: Iterable[Path], found: Found) -> None:
    for path in files:
        if path.suffix.lower() in _BOOKS and not _COPY.search(path.name) and _is_ours(path):
            _take(path, found)
        else:
            found.skipped += 1


def _take(path: Path, found: Found) -> None:
    """A file; what is none is said."""
    if path.is_symlink() and not path.exists():
        found.faults.append((path, ObjectivityError(f"«{path.name}» — ссылка на файл, которого нет.")))
    elif path.is_dir():
        found.faults.append(
            (path, ObjectivityError(f"«{path.name}» — папка с именем книги, а не файл. Переименуйте её."))
        )
    else:
        found.books.append(path)


def _is_ours(path: Path) -> bool:
    """Whether a file in a folder is to be looked at: a book of the product, or one that cannot be opened and would be one.

    An encrypted .xlsx is the key or another's; an encrypted .xlsm is a book that somebody closed with a password.
    """
    if not path.is_file():
        return True
    try:
        with path.open("rb") as file:
            begin = file.read(8)
        if begin.startswith(_ENCRYPTED):
            return path.suffix.lower() == ".xlsm"
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            properties = package.read("docProps/custom.xml") if "docProps/custom.xml" in names else b""
            return _PROPERTY in properties or ("xl/workbook.xml" in names and _SHEET in package.read("xl/workbook.xml"))
    except (OSError, zipfile.BadZipFile, ValueError, EOFError):
        return True
