"""Checks of the computer: Python, packages, xlwings' config and its DLL."""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from xl_macros.setup.doctor import rules
from xl_macros.windows import conf, office

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from xl_macros.setup.doctor import Surroundings

OLDEST = (3, 11)


def python_version(seen: Surroundings) -> Finding | None:
    """The interpreter is at least the oldest one that the product knows."""
    if seen.version >= OLDEST:
        return None

    return rules.PYTHON_TOO_OLD.at(version="{}.{}".format(*seen.version), oldest="{}.{}".format(*OLDEST))


def python_bits(seen: Surroundings) -> Finding | None:
    """The interpreter has 64 bits: pandas is not published for others."""
    if seen.bits == 64:
        return None

    return rules.PYTHON_32_BIT.at(bits=seen.bits)


def python_from_store(seen: Surroundings) -> Finding | None:
    """The interpreter is not the one of the Microsoft Store, which other programs may not start by its path."""
    if "WindowsApps" not in PureWindowsPath(seen.executable).parts:
        return None

    return rules.PYTHON_FROM_STORE.at()


def python_in_passing(seen: Surroundings) -> Finding | None:
    """The interpreter does not lie where people and Windows clean up."""
    folders = {part.lower() for part in PureWindowsPath(seen.executable).parts}
    if not seen.windows or not folders & {"temp", "downloads", "загрузки"}:
        return None

    return rules.PYTHON_IN_PASSING.at(python=seen.executable)


def packages(seen: Surroundings) -> Finding | None:
    """Every package that the product needs is installed in a version that it knows; all that are not, in one finding."""
    if not seen.requirements:
        return rules.NOT_INSTALLED.at()
    if seen.installed("packaging") is None:  # the doctor must stand up even where hardly anything is installed
        return rules.NO_PACKAGING.at()
    wrong = [text for requirement in seen.requirements if (text := _wrong_package(requirement, seen))]
    if not wrong:
        return None

    return rules.PACKAGES.at(packages="; ".join(wrong))


def _wrong_package(requirement: str, seen: Surroundings) -> str:
    from packaging.requirements import Requirement

    needed = Requirement(requirement)
    if needed.marker and not needed.marker.evaluate({"extra": ""}):
        return ""
    found = seen.installed(needed.name)
    if found is None:
        return f"нет {needed.name} (нужно {needed.specifier or 'любой версии'})"

    return (
        ""
        if needed.specifier.contains(found, prereleases=True)
        else f"{needed.name} {found} (нужно {needed.specifier})"
    )


def interpreter(seen: Surroundings) -> Finding | None:
    """The config of xlwings names an interpreter, it exists, and it is this one."""
    if not seen.windows:
        return None
    path = conf.conf_path(seen.windows)
    values = conf.read_conf(path, conf.encoding(seen.windows))
    named = values.get(conf.INTERPRETER) or values.get("INTERPRETER", "")
    where = str(path)
    if not named:
        return rules.NO_INTERPRETER.at(where=where)
    real = _expanded(named, seen)
    if not Path(real).is_file():
        return rules.INTERPRETER_MISSING.at(where=where, named=named)
    if not Path(real).samefile(seen.executable):
        return rules.OTHER_INTERPRETER.at(where=where, named=named, python=seen.executable)

    return None


def _expanded(path: str, seen: Surroundings) -> str:
    values = {name.upper(): value for name, value in seen.environment.items()}

    return re.sub("%([^%]+)%", lambda found: values.get(found[1].upper(), found[0]), path)


def conda_in_config(seen: Surroundings) -> Finding | None:
    """The config of xlwings does not switch to a conda environment before our interpreter is started."""
    if not seen.windows:
        return None
    path = conf.conf_path(seen.windows)
    values = conf.read_conf(path, conf.encoding(seen.windows))
    if not (values.get("CONDA PATH") and values.get("CONDA ENV")):
        return None

    return rules.CONDA_IN_CONFIG.at(where=str(path))


def dll(seen: Surroundings) -> Finding | None:
    """The DLL of xlwings, of Excel's bitness, lies where the VBA module looks for it: beside python.exe or one folder up."""
    version = seen.installed("xlwings")
    if not seen.windows or version is None:
        return None
    name = f"xlwings{office.excel_bits(seen.windows) or 64}-{version}.dll"
    if dll_path(seen.executable, name):
        return None

    return rules.NO_DLL.at(where=str(seen.executable.parent), name=name, version=version)


def dll_path(executable: Path, name: str) -> Path | None:
    """The DLL where the VBA module would load it from, or None."""
    return next((path for path in (executable.parent / name, executable.parent.parent / name) if path.is_file()), None)


def code_page(seen: Surroundings) -> Finding | None:
    """The language of programs without Unicode is Russian, or all of Windows speaks UTF-8."""
    page = conf.code_page(seen.windows) if seen.windows else ""
    if page in ("", "1251", "65001"):
        return None

    return rules.CODE_PAGE.at(page=page)


CHECKS = (
    python_version,
    python_bits,
    python_from_store,
    python_in_passing,
    packages,
    interpreter,
    conda_in_config,
    dll,
    code_page,
)
