"""A Windows made of dictionaries, and a teacher's computer seen through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from xl_macros.setup.doctor import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PACKAGES = {"xlwings": "0.37.8", "olefile": "0.47", "python-calamine": "0.8", "packaging": "26.3", "click": "8.5.1"}
CODE_PAGE = r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage"


class FakeWindows:
    """The seam, kept in memory; names of the registry know no case, as on Windows."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self.registry: dict[str, dict[str, Any]] = {}
        self.marks: dict[Path, str] = {}
        self.shortcuts: dict[str, tuple[Path, str, str]] = {}
        self.closed = False

    def profile(self) -> Path:
        return self._profile

    def value(self, key: str, name: str) -> Any:
        return self.registry.get(key.lower(), {}).get(name.lower())

    def subkeys(self, key: str) -> list[str]:
        start = key.lower() + "\\"

        return sorted({found[len(start) :].split("\\")[0] for found in self.registry if found.startswith(start)})

    def write(self, key: str, values: Mapping[str, Any]) -> None:
        if self.closed:
            raise PermissionError("closed")
        self.registry.setdefault(key.lower(), {}).update({name.lower(): value for name, value in values.items()})

    def shortcut(self, name: str, target: Path, arguments: str, note: str) -> Path:
        if self.closed:
            raise PermissionError("closed")
        self.shortcuts[name] = (target, arguments, note)

        return self._profile / "Desktop" / f"{name}.lnk"

    def mark_of_the_web(self, path: Path) -> str:
        return self.marks.get(path, "")

    def unmark(self, path: Path) -> None:
        if self.closed:
            raise PermissionError("closed")
        self.marks.pop(path, None)


@pytest.fixture
def windows(tmp_path: Path) -> FakeWindows:
    """A Russian Windows with a 64-bit Excel; the teacher's name is in the path."""
    profile = tmp_path / "Users" / "Иванова А.Б"
    profile.mkdir(parents=True)
    fake = FakeWindows(profile)
    fake.write(CODE_PAGE, {"ACP": "1251"})
    fake.write(r"HKCR\Excel.Application\CurVer", {"": "Excel.Application.16"})
    fake.write(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", {"Platform": "x64"})

    return fake


@pytest.fixture
def python(windows: FakeWindows) -> Path:
    """An interpreter in the teacher's folder, xlwings' DLL beside it."""
    folder = windows.profile() / "Python 311"
    folder.mkdir()
    for name in ("python.exe", "xlwings64-0.37.8.dll"):
        (folder / name).write_bytes(b"MZ")

    return folder / "python.exe"


@pytest.fixture
def seen(windows: FakeWindows, python: Path) -> Callable[..., Surroundings]:
    """The teacher's computer, with what a test says otherwise."""

    def look(**otherwise: Any) -> Surroundings:
        usual: dict[str, Any] = {
            "windows": windows,
            "executable": python,
            "version": (3, 11),
            "bits": 64,
            "requirements": ("click>=8.1", "xlwings==0.37.8"),
            "installed": PACKAGES.get,
            "program": lambda _: None,
            "environment": {},
        }

        return Surroundings(**(usual | otherwise))

    return look
