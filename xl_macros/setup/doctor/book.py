"""Checks of a book and of the folder that it lies in."""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from xl_macros.book.code_names import lack_code_names
from xl_macros.book.package_parts import Package
from xl_macros.errors import ObjectivityError
from xl_macros.setup.doctor import rules
from xl_macros.windows import conf, office
from xl_macros.windows.vba_version import vba_version

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from xl_macros.setup.doctor import Surroundings

EXCELS_LONGEST = 218
"""Characters in the full name of a workbook that Excel opens (Microsoft, "Excel specifications and limits", read 2026-11)."""
ROOM = 60
"""What the longest name of a copy, a key or a folder of scoring sheets adds to the book's own."""
_CLOUDS = re.compile(
    r"onedrive\b.*|yandex\.?disk.*|яндекс\.?диск.*|google drive.*|mail\.ru cloud.*|облако mail.*", re.IGNORECASE
)

_WITHOUT_BOOK_FOLDER = tuple(word.upper() for word in conf.WITHOUT_BOOK_FOLDER)


def _book(seen: Surroundings) -> Path:
    if seen.book is None:
        raise TypeError("a check of the book without a book")

    return seen.book


def module_version(seen: Surroundings) -> Finding | None:
    """The book's VBA module is of the version of the installed package."""
    book = _book(seen)
    if seen.installed("olefile") is None:
        return None  # the check of the packages tells that it is missing; the other checks go on without it
    inside, installed = vba_version(book), seen.installed("xlwings")
    if inside is None:
        return rules.NO_VBA_MODULE.at(where=book.name)
    if inside == installed:
        return None

    return rules.VBA_MODULE_VERSION.at(where=book.name, inside=inside, installed=installed or "не установлен")


def code_names(seen: Surroundings) -> Finding | None:
    """The workbook and its sheets have the code names that their VBA modules go by."""
    book = _book(seen)
    try:
        if not lack_code_names(Package(book.read_bytes())):
            return None
    except (OSError, zipfile.BadZipFile, LookupError, ValueError):
        return None  # what is wrong with the file is told by the check of the module

    return rules.NO_CODE_NAMES.at(where=book.name)


def web_mark(seen: Surroundings) -> Finding | None:
    """The book does not carry the mark of the web, unless its folder is trusted."""
    book = _book(seen)
    if not seen.windows or not re.search(r"ZoneId\s*=\s*[34]", seen.windows.mark_of_the_web(book)):
        return None
    if office.trusted(seen.windows, str(book.parent)):
        return None

    return rules.MARK_OF_THE_WEB.at(where=book.name)


def trusted_folder(seen: Surroundings) -> Finding | None:
    """The book's folder is one of Excel's trusted locations."""
    folder = _book(seen).parent
    if not seen.windows or not office.excel_version(seen.windows) or office.trusted(seen.windows, str(folder)):
        return None

    return rules.NOT_TRUSTED.at(folder=folder)


def writable(seen: Surroundings) -> Finding | None:
    """Results, copies and the key can be written beside the book."""
    folder = _book(seen).parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError:
        return rules.FOLDER_CLOSED.at(folder=folder)


def cloud(seen: Surroundings) -> Finding | None:
    """The book does not lie in a folder that a cloud keeps: Excel would tell an address instead of a path."""
    folder = PureWindowsPath(_book(seen).parent)
    roots = [value for name, value in seen.environment.items() if name.lower().startswith("onedrive") and value]
    if not any(_CLOUDS.fullmatch(part) for part in folder.parts) and not any(
        folder.is_relative_to(root) for root in roots
    ):
        return None

    return rules.CLOUD_FOLDER.at(folder=folder)


def long_path(seen: Surroundings) -> Finding | None:
    """The names of copies and results will stay within what Excel opens."""
    length = len(str(_book(seen)))
    if length + ROOM <= EXCELS_LONGEST:
        return None

    rule = rules.TOO_LONG_PATH if length > EXCELS_LONGEST else rules.LONG_PATH

    return rule.at(length=length, longest=EXCELS_LONGEST, room=ROOM)


def own_config(seen: Surroundings) -> Finding | None:
    """No ``xlwings.conf`` beside the book overrides the user's one."""
    path = _book(seen).parent / "xlwings.conf"
    if not seen.windows or not path.is_file():
        return None
    if not conf.read_conf(path, conf.encoding(seen.windows)).get(conf.INTERPRETER):
        return None

    return rules.CONFIG_BESIDE_BOOK.at(where=str(path))


def own_paths(seen: Surroundings) -> Finding | None:
    """No ``xlwings.conf`` beside the book names a folder whose files a click would run: that needs no setting of the user's."""
    path = _book(seen).parent / "xlwings.conf"
    if not seen.windows:
        return None
    values = conf.read_conf(path, conf.encoding(seen.windows))
    named = [f"«{key} = {values[key]}»" for key in conf.RUN_FROM if values.get(key)]

    return rules.FOLDER_BESIDE_BOOK.at(where=str(path), named=", ".join(named)) if named else None


def book_folder(seen: Surroundings) -> Finding | None:
    """A click does not run modules of Python that lie beside the book."""
    book = _book(seen)
    if not seen.windows or seen.installed("python-calamine") is None:
        return None
    from xl_macros.book.reader import open_workbook

    try:
        workbook = open_workbook(book)
    except ObjectivityError:
        return None  # the check of the module tells of it
    rows = workbook.get_sheet_by_name(conf.CONF_SHEET).to_python() if conf.CONF_SHEET in workbook.sheet_names else []
    if any(tuple(str(cell).upper() for cell in row[:2]) == _WITHOUT_BOOK_FOLDER for row in rows):
        return None

    return rules.BOOK_FOLDER_FIRST.at(where=book.name)


CHECKS = (
    module_version,
    code_names,
    web_mark,
    trusted_folder,
    writable,
    cloud,
    long_path,
    own_config,
    own_paths,
    book_folder,
)
