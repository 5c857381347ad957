"""What is missing on this computer and how to mend it: small checks, each a function from what was seen to one finding.

A check takes :class:`Surroundings` and returns a Finding or None. Those of ``machine`` and ``excel`` look at the computer,
those of ``book`` at the book that was named.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import struct
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from xl_macros.windows import here

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from objectivity_core.findings import Finding
    from xl_macros.runner.call import Call
    from xl_macros.windows import Windows

DISTRIBUTION = "objectivity"


def installed_version(name: str) -> str | None:
    """The version of an installed package, or None."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def program(name: str) -> str | None:
    """Where a program lies that can be started by name, or None."""
    return shutil.which(name)


def _requirements() -> tuple[str, ...]:
    try:
        return tuple(metadata.requires(DISTRIBUTION) or ())
    except metadata.PackageNotFoundError:
        return ()


@dataclasses.dataclass(frozen=True)
class Surroundings:
    """What the checks look at.

    Attributes:
        windows: the system, None where it is another one.
        book: the book to look at, or None.
        executable: the interpreter.
        version: its version.
        bits: 32 or 64.
        requirements: the product's packages with their bounds, as its metadata has them.
        installed: the version of a package by name.
        program: the path of a program by name.
        environment: the environment variables.
    """

    windows: Windows | None = dataclasses.field(default_factory=here)
    book: Path | None = None
    executable: Path = dataclasses.field(default_factory=lambda: Path(sys.executable))
    version: tuple[int, int] = (sys.version_info.major, sys.version_info.minor)
    bits: int = struct.calcsize("P") * 8
    requirements: tuple[str, ...] = dataclasses.field(default_factory=_requirements)
    installed: Callable[[str], str | None] = installed_version
    program: Callable[[str], str | None] = program
    environment: Mapping[str, str] = dataclasses.field(default_factory=lambda: os.environ)


def seen_from(call: Call) -> list[Finding]:
    """What is wrong with the book of a call and with the computer."""
    seen = Surroundings(book=call.path)

    return [*examine_book(seen), *examine_machine(seen)]


def examine_machine(seen: Surroundings) -> list[Finding]:
    """Findings about the computer.

    Args:
        seen: what the checks look at.
    """
    from xl_macros.setup.doctor import excel, machine

    return _findings((*machine.CHECKS, *excel.CHECKS), seen)


def examine_book(seen: Surroundings) -> list[Finding]:
    """Findings about the book and the folder that it lies in.

    Args:
        seen: what the checks look at; its book must be given.

    Raises:
        ObjectivityError: the file is missing or is no workbook.
    """
    from xl_macros.setup.doctor import book

    return _findings(book.CHECKS, seen)


def _findings(checks: tuple[Callable[[Surroundings], Finding | None], ...], seen: Surroundings) -> list[Finding]:
    return [finding for check in checks if (finding := check(seen))]


def facts(seen: Surroundings) -> str:
    """One line about what was found, for the person who reads the answer."""
    from xl_macros.windows import office

    parts = [f"Python {seen.version[0]}.{seen.version[1]}, {seen.bits}-разрядный: {seen.executable}"]
    if seen.windows:
        version, bits = office.excel_version(seen.windows), office.excel_bits(seen.windows)
        parts.append(
            f"Excel {version}, {f'{bits}-разрядный' if bits else 'разрядность неизвестна'}"
            if version
            else "Excel не найден"
        )
    parts.append(f"LibreOffice: {'есть' if has_libreoffice(seen) else 'нет'}")

    return "; ".join(parts)


def has_libreoffice(seen: Surroundings) -> bool:
    """Whether LibreOffice is installed."""
    from xl_macros.windows import office

    return bool(
        seen.program("soffice") or seen.program("libreoffice") or (seen.windows and office.libreoffice(seen.windows))
    )
