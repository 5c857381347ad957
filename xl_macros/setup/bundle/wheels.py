"""Wheels: which are needed, are they the right ones, and where their files go."""

from __future__ import annotations

import dataclasses
import email
import functools
from importlib import metadata
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from xl_macros.errors import ObjectivityError
from xl_macros.setup.bundle.lock import environment
from xl_macros.setup.bundle.python_zip import SITE_PACKAGES, read_zip

if TYPE_CHECKING:
    from email.message import Message
    from pathlib import Path

    from packaging.tags import Tag

PRODUCT = "objectivity"
PLATFORM = "win_amd64"
WITHOUT = {"xlwings": ("xlwings/pro/",)}
"""Not passed on: xlwings' licence covers "all files except the pro folder", which the product never uses."""


@dataclasses.dataclass(frozen=True)
class Wheel:
    """A wheel of the folder.

    Attributes:
        name: the package's canonical name.
        version: its version.
        path: the file.
    """

    name: str
    version: str
    path: Path

    @property
    def title(self) -> str:
        """Name and version."""
        return f"{self.name}-{self.version}"

    @functools.cached_property
    def files(self) -> dict[str, bytes]:
        """What is inside, without what may not be passed on.

        Raises:
            ObjectivityError: the file is damaged.
        """
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise ObjectivityError(
                f"Не удалось прочитать «{self.path}»: {error.strerror}. Проверьте права на файл."
            ) from error

        return {
            name: content
            for name, content in read_zip(data, self.path.name).items()
            if not name.startswith(WITHOUT.get(self.name, ("\0",)))
        }

    @property
    def metadata_folder(self) -> str:
        """The wheel's folder ``….dist-info``."""
        for name in self.files:
            folder, _, rest = name.partition("/")
            if rest == "METADATA" and folder.endswith(".dist-info"):
                return folder
        raise ObjectivityError(f"В «{self.path.name}» нет файла METADATA: это не пакет Python. Скачайте его ещё раз.")

    def about(self) -> Message:
        """The wheel's METADATA."""
        return email.message_from_bytes(self.files[f"{self.metadata_folder}/METADATA"])

    @property
    def licence(self) -> str:
        """The licence in the package's own words, one line."""
        about = self.about()
        classifiers = [
            text.rpartition(" :: ")[2] for text in about.get_all("Classifier") or [] if text.startswith("License ::")
        ]
        text = (
            str(about.get("License-Expression") or "")
            or "; ".join(classifiers)
            or str(about.get("License") or "").split("\n")[0]
        )

        return text.strip() or "see the licence file"


def read_wheels(folder: Path, lock: dict[str, str], version: tuple[int, int]) -> dict[str, Wheel]:
    """The wheels of a folder by name, each checked.

    Args:
        folder: where they lie.
        lock: the version of each package.
        version: major and minor of the archive's Python.

    Raises:
        ObjectivityError: there is none, one is for another system or Python, or of another version than the lock's.
    """
    paths = sorted(folder.glob("*.whl"))
    if not paths:
        raise ObjectivityError(
            f"В папке «{folder}» нет файлов .whl. Соберите их: «pip download --platform {PLATFORM} …» (см. docs/windows.md)."
        )
    tags = _tags(version)
    wheels: dict[str, Wheel] = {}
    for path in paths:
        wheel, fits = _wheel(path, tags)
        if not fits:
            raise ObjectivityError(
                f"«{path.name}» — не для 64-разрядной Windows с Python {version[0]}.{version[1]}. Скачайте другой: «pip download --platform {PLATFORM} --python-version {version[0]}.{version[1]} …»."
            )
        if wheel.name in wheels:
            raise ObjectivityError(
                f"Пакет {wheel.name} лежит дважды: «{wheels[wheel.name].path.name}» и «{path.name}». Оставьте один."
            )
        _check_version(wheel, lock)
        wheels[wheel.name] = wheel

    return wheels


def choose(wheels: dict[str, Wheel], version: tuple[int, int]) -> tuple[list[Wheel], list[Wheel]]:
    """The wheels that the product needs on Windows, and those that it does not.

    Args:
        wheels: what there is, by name.
        version: major and minor of the archive's Python.

    Raises:
        ObjectivityError: some that are needed are missing; all of them are named.
    """
    needed: dict[str, Wheel] = {}
    missing: dict[str, str] = {}
    waiting: list[tuple[Requirement, str]] = [(Requirement(PRODUCT), "")]
    seen: set[str] = set()
    while waiting:
        requirement, asked_by = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name not in wheels:
            missing.setdefault(name, asked_by)
            continue
        wheel = wheels[name]
        if not requirement.specifier.contains(wheel.version, prereleases=True):
            raise ObjectivityError(
                f"{asked_by} нужен {requirement}, а в папке {wheel.title}. Обновите requirements.lock: «make lock»."
            )
        needed[name] = wheel
        for extra in ("", *requirement.extras):
            if (key := f"{name}[{extra}]") not in seen:
                seen.add(key)
                waiting += [(one, wheel.title) for one in _requirements(wheel, version, extra)]
    if missing:
        listed = ", ".join(f"{name} (нужен {asked_by or 'сам продукт'})" for name, asked_by in sorted(missing.items()))
        raise ObjectivityError(
            f"Не хватает пакетов: {listed}. Добавьте их .whl в папку: «pip download --no-deps --platform {PLATFORM} …»."
        )

    return [needed[name] for name in sorted(needed)], [
        wheel for name, wheel in sorted(wheels.items()) if name not in needed
    ]


def unpack(wheel: Wheel) -> dict[str, bytes]:
    """Where a wheel's files go, seen from the folder of python.exe.

    The scheme is that of pip on Windows: ``….data/data`` beside python.exe (there the VBA module looks for xlwings' DLL),
    ``….data/scripts`` into Scripts, all else into the packages.

    Args:
        wheel: the wheel.

    Raises:
        ObjectivityError: the wheel is damaged.
    """
    places = {"data": "", "scripts": "Scripts/", "purelib": f"{SITE_PACKAGES}/", "platlib": f"{SITE_PACKAGES}/"}
    placed: dict[str, bytes] = {}
    for name, data in wheel.files.items():
        folder, _, rest = name.partition("/")
        if not folder.endswith(".data"):
            placed[f"{SITE_PACKAGES}/{name}"] = data
            continue
        kind, _, inner = rest.partition("/")
        if kind in places:  # C headers have no use here
            placed[f"{places[kind]}{inner}"] = data

    return placed


def _wheel(path: Path, tags: frozenset[Tag]) -> tuple[Wheel, bool]:
    try:
        name, version, _, of_file = parse_wheel_filename(path.name)
    except InvalidWheelFilename as error:
        raise ObjectivityError(
            f"«{path.name}» — не имя пакета Python. Уберите этот файл из папки или скачайте его заново."
        ) from error

    return Wheel(name, str(version), path), bool(of_file & tags)


def _tags(version: tuple[int, int]) -> frozenset[Tag]:
    short = f"cp{version[0]}{version[1]}"

    return frozenset([*cpython_tags(version, [short], [PLATFORM]), *compatible_tags(version, short, [PLATFORM])])


def _check_version(wheel: Wheel, lock: dict[str, str]) -> None:
    wanted = metadata.version(PRODUCT) if wheel.name == PRODUCT else lock.get(wheel.name)
    if wanted is None:
        raise ObjectivityError(
            f"Пакета {wheel.name} нет в requirements.lock для Windows. Уберите «{wheel.path.name}» или обновите список."
        )
    if wheel.version != wanted:
        raise ObjectivityError(
            f"«{wheel.path.name}»: версия {wheel.version}, а проверена {wanted}. Скачайте {wheel.name}=={wanted}."
        )


def _requirements(wheel: Wheel, version: tuple[int, int], extra: str) -> list[Requirement]:
    asked = environment(version) | {"extra": extra}
    try:
        listed = [Requirement(text) for text in wheel.about().get_all("Requires-Dist") or []]
    except InvalidRequirement as error:
        raise ObjectivityError(
            f"«{wheel.path.name}»: список нужных ему пакетов не читается. Скачайте его ещё раз."
        ) from error

    return [one for one in listed if one.marker is None or one.marker.evaluate(asked)]
