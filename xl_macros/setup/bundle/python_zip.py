"""The embeddable Python: checked, unpacked, and told where the packages lie."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
import zipfile
from typing import TYPE_CHECKING

from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from pathlib import Path

SITE_PACKAGES = "Lib/site-packages"
_PATHS = re.compile(r"python3(\d+)\._pth")
_AMD64 = 0x8664


@dataclasses.dataclass(frozen=True)
class Python:
    """An embeddable Python.

    Attributes:
        version: major and minor.
        files: content by name, the list of paths already edited.
    """

    version: tuple[int, int]
    files: dict[str, bytes]


def read_python(path: Path, sha256: str) -> Python:
    """Read the archive that python.org publishes as "Windows embeddable package (64-bit)".

    Args:
        path: the archive.
        sha256: its checksum in hexadecimal digits.

    Raises:
        ObjectivityError: it is missing, damaged, another file than the checksum tells, or no such Python.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ObjectivityError(f"Не удалось прочитать «{path}»: {error.strerror}. Проверьте имя файла.") from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256.strip().lower():
        raise ObjectivityError(
            f"Контрольная сумма «{path.name}» не та: у файла {found}, ожидалась {sha256}. Скачайте его с python.org ещё раз и сверьте сумму."
        )
    files = read_zip(data, path.name)
    names = [name for name in files if _PATHS.fullmatch(name)]
    if len(names) != 1 or "python.exe" not in files:
        raise ObjectivityError(
            f"«{path.name}» — не встраиваемый Python: в нём нет python.exe и файла python3…._pth. Нужен «Windows embeddable package (64-bit)»."
        )
    if _machine(files["python.exe"]) != _AMD64:
        raise ObjectivityError(
            f"«{path.name}» — не для 64-разрядной Windows. Нужен «Windows embeddable package (64-bit)»."
        )
    found_version = _PATHS.fullmatch(names[0])
    minor = int(found_version[1]) if found_version else 0

    return Python((3, minor), files | {names[0]: _with_packages(files[names[0]])})


def read_zip(data: bytes, name: str) -> dict[str, bytes]:
    """The files of an archive by name.

    Args:
        data: the archive.
        name: what it is called in messages.

    Raises:
        ObjectivityError: it is damaged, or a name in it leads out of the archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise ObjectivityError(f"Архив «{name}» повреждён. Скачайте его ещё раз.") from error
    for inner in files:
        if inner.startswith("/") or "\\" in inner or ":" in inner or ".." in inner.split("/"):
            raise ObjectivityError(
                f"Архив «{name}» отвергнут: имя «{inner}» ведёт за его пределы. Возьмите его из надёжного места."
            )

    return files


def _machine(program: bytes) -> int:
    """The machine that a Windows program is made for, from its PE header; 0 when it is no such program."""
    start = int.from_bytes(program[0x3C:0x40], "little")
    if program[:2] != b"MZ" or program[start : start + 4] != b"PE\0\0":
        return 0

    return int.from_bytes(program[start + 4 : start + 6], "little")


def _with_packages(paths: bytes) -> bytes:
    r"""The list of paths with ``Lib\site-packages`` and with ``import site``, which reads the packages' own ``.pth`` files (pywin32's)."""
    lines = [line for line in paths.decode("utf-8").splitlines() if not re.fullmatch(r"\s*#?\s*import site\s*", line)]
    folder = SITE_PACKAGES.replace("/", "\\")
    if folder not in lines:
        at = next((number for number, line in enumerate(lines) if line.startswith("#")), len(lines))
        lines.insert(at, folder)

    return "".join(f"{line}\r\n" for line in [*lines, "import site"]).encode()
