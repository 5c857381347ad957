"""The archive for schools without Python: an embeddable Python, the packages, the book and a file to click.

Everything in it comes from files that the caller names; nothing is fetched, nothing is run. The same files give the
same bytes. Modules are compiled on the school's computer by ``objectivity install``.
"""

from __future__ import annotations

import dataclasses
import io
import zipfile
from typing import TYPE_CHECKING

from xl_macros.setup.bundle.lock import read_lock
from xl_macros.setup.bundle.python_zip import read_python
from xl_macros.setup.bundle.wheels import choose, read_wheels, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from xl_macros.setup.bundle.wheels import Wheel

ROOT = "Objectivity"
PYTHON = "python"
BOOK = "Objectivity2025.xlsm"
SETUP, COMMAND = "Установить.cmd", "objectivity.cmd"
_STAMP = (1980, 1, 1, 0, 0, 0)

# The code page is set before the first Russian letter: cmd reads a file line by line, each in the page that is in force.
_SETUP = """\
@echo off
chcp 866 >nul
if not exist "%~dp0python\\python.exe" goto inside
"%~dp0python\\python.exe" -m xl_macros.commands install %*
pause
exit /b
:inside
echo Сначала распакуйте весь архив: правый щелчок по нему, "Извлечь все".
echo Затем запустите этот файл из распакованной папки.
pause
"""
_COMMAND = '@"%~dp0python\\python.exe" -m xl_macros.commands %*\n'


@dataclasses.dataclass(frozen=True)
class Bundle:
    """What was made.

    Attributes:
        data: the archive.
        files: how many files are in it.
        packages: how many packages of Python.
        left_out: wheels that the product does not need.
    """

    data: bytes
    files: int
    packages: int
    left_out: list[str]


def make_bundle(python_zip: Path, sha256: str, wheels: Path, lock: Path, book: Callable[[], bytes]) -> Bundle:
    """Put the archive together.

    Args:
        python_zip: the embeddable Python for 64-bit Windows.
        sha256: its checksum in hexadecimal digits, from a place that can be trusted.
        wheels: a folder of wheels, the product's own among them.
        lock: the list of versions that were tested.
        book: makes the product's book; called once everything else is known to be right.

    Raises:
        ObjectivityError: a checksum, a version or a platform is not the one that is wanted, a wheel is missing or damaged.
    """
    python = read_python(python_zip, sha256)
    found = read_wheels(wheels, read_lock(lock, python.version), python.version)
    needed, left_out = choose(found, python.version)
    files = {f"{PYTHON}/{name}": data for name, data in python.files.items()}
    for wheel in needed:
        _add(files, {f"{PYTHON}/{name}": data for name, data in unpack(wheel).items()})
        _add(files, {f"licenses/{name}": data for name, data in _licences(wheel).items()})
    if "LICENSE.txt" in python.files:
        files["licenses/python/LICENSE.txt"] = python.files["LICENSE.txt"]
    files["licenses/README.txt"] = _list(needed).encode()
    files[BOOK] = book()
    files[SETUP] = _SETUP.replace("\n", "\r\n").encode("cp866")
    files[COMMAND] = _COMMAND.replace("\n", "\r\n").encode("ascii")

    return Bundle(_archive(files), len(files), len(needed), [wheel.title for wheel in left_out])


def _add(files: dict[str, bytes], more: Mapping[str, bytes]) -> None:
    from xl_macros.errors import ObjectivityError

    for name, data in more.items():
        if files.setdefault(name, data) != data:
            raise ObjectivityError(f"Два пакета кладут разное в один файл «{name}». Соберите папку с .whl заново.")


def _licences(wheel: Wheel) -> dict[str, bytes]:
    """The texts of a package's licences by the name of their file."""
    folder = wheel.metadata_folder
    texts = {
        name.removeprefix(f"{folder}/"): data for name, data in wheel.files.items() if name.startswith(f"{folder}/")
    }

    return {
        f"{wheel.title}/{name.removeprefix('licenses/')}": data
        for name, data in texts.items()
        if name.startswith("licenses/") or name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS"))
    }


def _list(wheels: list[Wheel]) -> str:
    """What is in the archive and under which terms, as the packages say it themselves."""
    lines = [f"{wheel.name} {wheel.version}: {wheel.licence}" for wheel in wheels]

    return "\r\n".join(["Packages in this archive and their licences", "", *lines, ""])


def _archive(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{ROOT}/{name}", _STAMP)
            entry.create_system = 0  # as on Windows, wherever it is made
            entry.external_attr = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])

    return out.getvalue()
