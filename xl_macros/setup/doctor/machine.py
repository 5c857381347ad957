"""Checks of the computer: Python, packages, xlwings' config and its DLL."""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from objectivity_core.findings import Finding
from xl_macros.windows import conf, office

if TYPE_CHECKING:
    from xl_macros.setup.doctor import Surroundings

OLDEST = (3, 11)
AGAIN = "Выполните «objectivity install»."
_UPGRADE = "Выполните «python -m pip install --upgrade objectivity» тем же Python."


def python_version(seen: Surroundings) -> Finding | None:
    """The interpreter is at least the oldest one that the product knows."""
    if seen.version >= OLDEST:
        return None

    return Finding(
        "python-too-old",
        "error",
        f"Python {seen.version[0]}.{seen.version[1]} слишком старый: нужен {OLDEST[0]}.{OLDEST[1]} или новее.",
        "Установите новый Python с python.org или возьмите готовый архив «Объективность» с Python внутри.",
    )


def python_bits(seen: Surroundings) -> Finding | None:
    """The interpreter has 64 bits: pandas is not published for others."""
    if seen.bits == 64:
        return None

    return Finding(
        "python-32-bit",
        "error",
        f"Python {seen.bits}-разрядный: библиотеки для него больше не выпускаются.",
        "Установите 64-разрядный Python; с 32-разрядным Excel он работает.",
    )


def python_from_store(seen: Surroundings) -> Finding | None:
    """The interpreter is not the one of the Microsoft Store, which other programs may not start by its path."""
    if "WindowsApps" not in PureWindowsPath(seen.executable).parts:
        return None

    return Finding(
        "python-from-store",
        "warning",
        "Python установлен из Microsoft Store: Excel не всегда может его запустить.",
        f"Установите Python с python.org, затем: {AGAIN}",
    )


def python_in_passing(seen: Surroundings) -> Finding | None:
    """The interpreter does not lie where people and Windows clean up."""
    folders = {part.lower() for part in PureWindowsPath(seen.executable).parts}
    if not seen.windows or not folders & {"temp", "downloads", "загрузки"}:
        return None

    return Finding(
        "python-in-passing",
        "warning",
        f"Python лежит во временной папке: «{seen.executable}». Когда её очистят, кнопки перестанут работать.",
        "Перенесите распакованную папку в постоянное место, например «C:\\Objectivity», и запустите установку оттуда.",
    )


def packages(seen: Surroundings) -> Finding | None:
    """Every package that the product needs is installed in a version that it knows; all that are not, in one finding."""
    if not seen.requirements:
        return Finding(
            "not-installed",
            "error",
            "Пакет objectivity не установлен в этот Python.",
            "Выполните «python -m pip install objectivity» или возьмите готовый архив «Объективность» с Python внутри.",
        )
    if seen.installed("packaging") is None:  # the doctor must stand up even where hardly anything is installed
        return Finding("packages", "error", "Нет библиотеки Python packaging: остальные проверить нечем.", _UPGRADE)
    wrong = [text for requirement in seen.requirements if (text := _wrong_package(requirement, seen))]
    if not wrong:
        return None

    return Finding(
        "packages",
        "error",
        f"Не те библиотеки Python: {'; '.join(wrong)}.",
        _UPGRADE,
    )


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
        return Finding(
            "no-interpreter",
            "error",
            "Excel не знает, где Python: в настройке xlwings он не назван.",
            AGAIN,
            where=where,
        )
    real = _expanded(named, seen)
    if not Path(real).is_file():
        return Finding(
            "interpreter-missing",
            "error",
            f"В настройке xlwings назван Python «{named}», но его нет.",
            AGAIN,
            where=where,
        )
    if not Path(real).samefile(seen.executable):
        return Finding(
            "other-interpreter",
            "warning",
            f"Кнопки запускают другой Python: «{named}», а проверен «{seen.executable}».",
            f"Если кнопки не работают: {AGAIN}",
            where=where,
        )

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

    return Finding(
        "conda-in-config",
        "warning",
        "В настройке xlwings названа среда conda: она включается раньше Python этой программы и может ему помешать.",
        "Если кнопки не работают, удалите из файла строки «CONDA PATH» и «CONDA ENV».",
        where=str(path),
    )


def dll(seen: Surroundings) -> Finding | None:
    """The DLL of xlwings, of Excel's bitness, lies where the VBA module looks for it: beside python.exe or one folder up."""
    version = seen.installed("xlwings")
    if not seen.windows or version is None:
        return None
    name = f"xlwings{office.excel_bits(seen.windows) or 64}-{version}.dll"
    if dll_path(seen.executable, name):
        return None

    return Finding(
        "no-dll",
        "warning",
        f"Нет файла {name} рядом с Python: функции OBJ_… в ячейках не заработают (кнопкам он не нужен).",
        f"Выполните «python -m pip install --force-reinstall xlwings=={version}» тем же Python.",
        where=str(seen.executable.parent),
    )


def dll_path(executable: Path, name: str) -> Path | None:
    """The DLL where the VBA module would load it from, or None."""
    return next((path for path in (executable.parent / name, executable.parent.parent / name) if path.is_file()), None)


def code_page(seen: Surroundings) -> Finding | None:
    """The language of programs without Unicode is Russian, or all of Windows speaks UTF-8."""
    page = conf.code_page(seen.windows) if seen.windows else ""
    if page in ("", "1251", "65001"):
        return None

    return Finding(
        "code-page",
        "warning",
        f"Язык программ без Юникода — не русский (кодировка {page}): сообщения об ошибках могут прийти нечитаемыми.",
        "Панель управления → «Региональные стандарты» → «Дополнительно» → «Изменить язык системы» → «Русский (Россия)».",
    )


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
