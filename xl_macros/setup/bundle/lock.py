"""The versions that were tested, as ``requirements.lock`` tells them for the Windows of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from pathlib import Path


def environment(version: tuple[int, int]) -> dict[str, str]:
    """What the markers of packages ask about, for a 64-bit Windows with CPython of a version.

    Args:
        version: major and minor.
    """
    short = f"{version[0]}.{version[1]}"

    return {
        "extra": "",
        "implementation_name": "cpython",
        "implementation_version": f"{short}.0",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_release": "10",
        "platform_system": "Windows",
        "platform_version": "10.0.0",
        "python_full_version": f"{short}.0",
        "python_version": short,
        "sys_platform": "win32",
    }


def read_lock(path: Path, version: tuple[int, int]) -> dict[str, str]:
    """The one version of each package by its canonical name.

    Args:
        path: ``requirements.lock``.
        version: major and minor of the archive's Python.

    Raises:
        ObjectivityError: the file is missing or has a line that is no ``name==version``.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ObjectivityError(
            f"Не удалось прочитать список версий «{path}». Укажите его: --lock requirements.lock."
        ) from error
    versions: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.split("#", maxsplit=1)[0].strip()
        if not text:
            continue
        try:
            requirement = Requirement(text)
            (pin,) = requirement.specifier
        except (InvalidRequirement, ValueError) as error:
            raise ObjectivityError(
                f"«{path}», строка {number}: «{text}» не читается. Обновите список: «make lock»."
            ) from error
        if pin.operator == "==" and (requirement.marker is None or requirement.marker.evaluate(environment(version))):
            versions[canonicalize_name(requirement.name)] = pin.version

    return versions
