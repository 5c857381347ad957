"""The real implementation asks winreg and the file system in the right way; winreg itself is played here."""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING, Any, Self

import pytest

from xl_macros import windows as seam
from xl_macros.windows.system import System

if TYPE_CHECKING:
    from pathlib import Path


class Key:
    """A handle that tells whether it was closed."""

    def __init__(self, where: tuple[Any, ...]) -> None:
        self.where, self.open = where, True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.open = False


class Winreg(types.ModuleType):
    """winreg as its documentation has it: order of arguments, an OSError at each end."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_CLASSES_ROOT = "CU", "LM", "CR"
    KEY_READ, KEY_WRITE, KEY_WOW64_64KEY, KEY_WOW64_32KEY = 0x20019, 0x20006, 0x100, 0x200
    REG_SZ, REG_DWORD = 1, 4

    def __init__(self, content: dict[tuple[str, str, int], dict[str, Any]]) -> None:
        super().__init__("winreg")
        self.content, self.handles, self.written = content, [], []

    def OpenKey(self, key: str, sub_key: str, reserved: int, access: int) -> Key:  # noqa: N802
        assert reserved == 0
        place = (key, sub_key, access & 0x300)
        if place not in self.content:
            raise FileNotFoundError(2, "no such key")

        return self._handle(place)

    def CreateKeyEx(self, key: str, sub_key: str, reserved: int, access: int) -> Key:  # noqa: N802
        assert (0, 0x20006) == (reserved, access & ~0x300)

        return self._handle((key, sub_key, access & 0x300))

    def _handle(self, place: tuple[Any, ...]) -> Key:
        self.handles.append(Key(place))

        return self.handles[-1]

    def QueryValueEx(self, handle: Key, name: str) -> tuple[Any, int]:  # noqa: N802
        values = self.content[handle.where]
        if name not in values:
            raise FileNotFoundError(2, "no such value")

        return values[name], self.REG_SZ

    def EnumKey(self, handle: Key, index: int) -> str:  # noqa: N802
        root, path, view = handle.where
        names = [
            key.removeprefix(path + "\\")
            for r, key, v in self.content
            if (r, v) == (root, view) and key.startswith(path + "\\")
        ]
        if index >= len(names):
            raise OSError(259, "no more data")

        return names[index]

    def SetValueEx(self, handle: Key, name: str, reserved: int, kind: int, value: Any) -> None:  # noqa: N802
        assert reserved == 0
        self.written.append((*handle.where, name, kind, value))


@pytest.fixture
def winreg(monkeypatch: pytest.MonkeyPatch) -> Winreg:
    module = Winreg(
        {
            ("CU", r"Software\A", 0x100): {"": "default", "Number": 3, "Bytes": b"x"},
            ("CU", r"Software\A\One", 0x100): {},
            ("CU", r"Software\A\Two", 0x100): {},
            ("LM", r"SOFTWARE\Old", 0x200): {"Path": "in the 32-bit view"},
        }
    )
    monkeypatch.setitem(sys.modules, "winreg", module)

    return module


def test_values_are_read_and_handles_closed(winreg: Winreg) -> None:
    system = System()

    assert ("default", 3) == (system.value(r"HKCU\Software\A", ""), system.value(r"HKCU\Software\A", "Number"))
    assert not [handle for handle in winreg.handles if handle.open]


def test_what_is_missing_or_of_another_kind_is_none(winreg: Winreg) -> None:
    system = System()

    assert [None] * 3 == [
        system.value(r"HKCU\Software\A", "Bytes"),
        system.value(r"HKCU\Software\A", "No"),
        system.value(r"HKLM\No", ""),
    ]
    assert winreg.handles


@pytest.mark.usefixtures("winreg")
def test_a_32_bit_program_in_the_registry_is_found_too() -> None:
    assert "in the 32-bit view" == System().value(r"HKLM\SOFTWARE\Old", "Path")


@pytest.mark.usefixtures("winreg")
def test_subkeys_are_listed_to_the_end() -> None:
    assert ["One", "Two"] == System().subkeys(r"HKCU\Software\A")
    assert [] == System().subkeys(r"HKCU\Software\No")


def test_texts_and_numbers_are_written_as_such(winreg: Winreg) -> None:
    System().write(r"HKCU\Software\B", {"Path": "C:\\", "AllowSubfolders": 1})
    place = ("CU", r"Software\B", 0x100)

    assert [(*place, "Path", 1, "C:\\"), (*place, "AllowSubfolders", 4, 1)] == winreg.written


@pytest.mark.usefixtures("winreg")
def test_the_mark_of_the_web_is_a_stream_beside_the_file(tmp_path: Path) -> None:
    book = tmp_path / "Книга.xlsm"
    stream = tmp_path / "Книга.xlsm:Zone.Identifier"
    book.write_bytes(b"x")
    stream.write_text("[ZoneTransfer]\nZoneId=3\n", encoding="ascii")
    system = System()

    assert "ZoneId=3" in system.mark_of_the_web(book)
    system.unmark(book)
    system.unmark(book)
    assert "" == system.mark_of_the_web(book)
    assert b"x" == book.read_bytes()


@pytest.mark.usefixtures("winreg")
def test_the_profile_is_the_one_that_vba_asks_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    assert tmp_path == System().profile()


@pytest.mark.usefixtures("winreg")
def test_only_windows_has_a_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert seam.here() is None
    monkeypatch.setattr(sys, "platform", "win32")
    assert isinstance(seam.here(), System)


def test_a_shortcut_is_put_on_the_desktop_by_the_shells_own_objects(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[tuple[str, Any]] = []
    link = types.SimpleNamespace(
        SetPath=lambda path: told.append(("path", path)),
        SetArguments=lambda text: told.append(("arguments", text)),
        SetDescription=lambda text: told.append(("note", text)),
        QueryInterface=lambda _: types.SimpleNamespace(Save=lambda path, _: told.append(("saved", path))),
    )
    com = types.SimpleNamespace(
        CoCreateInstance=lambda *_: link, CLSCTX_INPROC_SERVER=1, IID_IPersistFile="persist", com_error=ValueError
    )
    shell = types.SimpleNamespace(
        SHGetFolderPath=lambda _, folder, *__: str(tmp_path) if folder == 0x10 else "",
        CLSID_ShellLink=1,
        IID_IShellLink=2,
    )
    monkeypatch.setitem(sys.modules, "winreg", Winreg({}))
    monkeypatch.setitem(sys.modules, "pythoncom", com)  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "win32com.shell.shell", shell)  # type: ignore[arg-type]
    path = System().shortcut("Кнопки", tmp_path / "python.exe", "-m x", "Зачем")
    link.SetPath = lambda _: (_ for _ in ()).throw(ValueError("no"))

    assert tmp_path / "Кнопки.lnk" == path
    assert [
        ("path", str(tmp_path / "python.exe")),
        ("arguments", "-m x"),
        ("note", "Зачем"),
        ("saved", str(path)),
    ] == told
    with pytest.raises(OSError, match="no"):
        System().shortcut("Кнопки", tmp_path / "python.exe", "-m x", "Зачем")
