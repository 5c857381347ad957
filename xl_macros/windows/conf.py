r"""xlwings' user config ``%USERPROFILE%\.xlwings\xlwings.conf``, as xlwings 0.37.8 reads it in VBA and in Python.

One line per key, ``"KEY","VALUE"``, in the code page of the computer (VBA's ``Input #`` knows no other), keys in any case,
environment variables expanded. Lines of others are kept as they are, byte for byte.
"""

from __future__ import annotations

import codecs
import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from xl_macros.disk.safe_files import make_folder, write_atomically
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from xl_macros.windows import Windows

INTERPRETER = "INTERPRETER_WIN"
RUN_FROM = ("PYTHONPATH", "CONDA PATH")
"""Keys that name folders from which a click runs files."""
CONF_SHEET = "xlwings.conf"
WITHOUT_BOOK_FOLDER = ("ADD_WORKBOOK_TO_PYTHONPATH", "False")
"""The first row of that sheet of our workbook: its values come before those of any file."""
_LINE = re.compile(r'\s*"([^"]*)"\s*,\s*"?([^"\r\n]*)"?')
_CODE_PAGE = r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage"


def conf_path(windows: Windows) -> Path:
    """Where xlwings looks for the user's config."""
    return windows.profile() / ".xlwings" / "xlwings.conf"


def code_page(windows: Windows) -> str:
    """The number of the code page of programs without Unicode, e.g. ``"1251"``; empty when unknown."""
    return str(windows.value(_CODE_PAGE, "ACP") or "")


def encoding(windows: Windows) -> str:
    """Python's name of that code page."""
    page = code_page(windows)
    name = "utf-8" if page == "65001" else f"cp{page or '1251'}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "ascii"  # paths outside it are then written by environment variables, or refused

    return name


def read_conf(path: Path, encoding: str) -> dict[str, str]:
    """The config's values by key in upper case; the first of two equal keys counts, as in VBA. Empty when there is no file."""
    values: dict[str, str] = {}
    for line in _lines(path, encoding):
        if found := _LINE.match(line):
            values.setdefault(found[1].upper(), found[2])

    return values


def write_conf(path: Path, values: Mapping[str, str], encoding: str) -> None:
    """Set keys and keep everything else.

    Raises:
        ObjectivityError: a value cannot be written in the code page, or the file cannot be written.
    """
    ours = {key.upper() for key in values}
    kept = [
        line
        for line in _lines(path, encoding)
        if line.strip() and not ((found := _LINE.match(line)) and found[1].upper() in ours)
    ]
    added = [f'"{key}","{value}"' for key, value in values.items()]
    text = "".join(f"{line}\r\n" for line in [*kept, *added])
    make_folder(path.parent, "Проверьте права на неё.", new=False)
    write_atomically(path, text.encode(encoding, "surrogateescape"))


def writable_path(path: str, encoding: str, environment: Mapping[str, str]) -> str:
    r"""A path as the config can hold it: as it is, or, with letters outside the code page, behind an environment variable.

    VBA and Python both expand ``%USERPROFILE%\…``, so a foreign letter in the user's name does no harm.

    Raises:
        ObjectivityError: neither works.
    """
    if _fits(path, encoding):
        return path
    for name in ("LOCALAPPDATA", "APPDATA", "USERPROFILE", "ProgramFiles"):
        root = environment.get(name)
        if root and PureWindowsPath(path).is_relative_to(root):
            short = f"%{name}%\\{PureWindowsPath(path).relative_to(root)}"
            if _fits(short, encoding):
                return short
    raise ObjectivityError(
        f"Путь «{path}» содержит буквы, которых нет в кодировке этого компьютера ({encoding}), и Excel его не прочтёт. Перенесите Python в папку с латинским именем, например «C:\\Objectivity»."
    )


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False

    return True


def _lines(path: Path, encoding: str) -> list[str]:
    try:
        return re.split(r"\r\n|\r|\n", path.read_bytes().decode(encoding, "surrogateescape"))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ObjectivityError(f"Не удалось прочитать «{path}»: {error.strerror}. Проверьте права на файл.") from error
