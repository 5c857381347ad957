"""The real Windows: the registry by winreg, alternate streams as files with a colon in their name."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xl_macros.windows import Value

_ROOTS = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE", "HKCR": "HKEY_CLASSES_ROOT"}
_DESKTOP = 0x10
"""``CSIDL_DESKTOPDIRECTORY``: the folder itself, wherever OneDrive has moved it."""
_STREAM = ":Zone.Identifier"


class System:
    """The implementation of :class:`xl_macros.windows.Windows` on Windows itself."""

    def __init__(self) -> None:
        """Load winreg, which no other system has."""
        self._winreg: Any = importlib.import_module("winreg")

    def profile(self) -> Path:
        """The user's folder, found the way xlwings' VBA module finds it."""
        return Path(os.environ.get("USERPROFILE") or Path.home())

    def value(self, key: str, name: str) -> Value | None:
        """A value of the registry, in the view of 64-bit programs first, then in that of 32-bit ones."""
        for view in (self._winreg.KEY_WOW64_64KEY, self._winreg.KEY_WOW64_32KEY):
            try:
                with self._open(key, view) as handle:
                    found, _ = self._winreg.QueryValueEx(handle, name)
            except OSError:
                continue
            if isinstance(found, str | int):
                return found

        return None

    def subkeys(self, key: str) -> list[str]:
        """The names of the keys under a key."""
        names: list[str] = []
        try:
            with self._open(key, self._winreg.KEY_WOW64_64KEY) as handle:
                while True:  # winreg tells the end of the list by an OSError
                    names.append(self._winreg.EnumKey(handle, len(names)))
        except OSError:
            return names

    def write(self, key: str, values: Mapping[str, Value]) -> None:
        """Write texts as REG_SZ and numbers as REG_DWORD."""
        root, path = self._split(key)
        with self._winreg.CreateKeyEx(root, path, 0, self._winreg.KEY_WRITE | self._winreg.KEY_WOW64_64KEY) as handle:
            for name, value in values.items():
                kind = self._winreg.REG_SZ if isinstance(value, str) else self._winreg.REG_DWORD
                self._winreg.SetValueEx(handle, name, 0, kind, value)

    def mark_of_the_web(self, path: Path) -> str:
        """The text of the stream, which NTFS keeps beside the file's content."""
        try:
            return Path(f"{path}{_STREAM}").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def shortcut(self, name: str, target: Path, arguments: str, note: str) -> Path:
        """By the shell's own objects, which take letters of any language (WScript.Shell takes those of the code page only)."""
        com: Any = importlib.import_module("pythoncom")
        shell: Any = importlib.import_module("win32com.shell.shell")
        try:
            path = Path(shell.SHGetFolderPath(0, _DESKTOP, None, 0)) / f"{name}.lnk"
            link = com.CoCreateInstance(shell.CLSID_ShellLink, None, com.CLSCTX_INPROC_SERVER, shell.IID_IShellLink)
            link.SetPath(str(target))
            link.SetArguments(arguments)
            link.SetDescription(note)
            link.QueryInterface(com.IID_IPersistFile).Save(str(path), 0)
        except com.com_error as error:
            raise OSError(str(error)) from error

        return path

    def unmark(self, path: Path) -> None:
        """Delete the stream; the file itself stays as it is."""
        Path(f"{path}{_STREAM}").unlink(missing_ok=True)

    def _open(self, key: str, view: int) -> Any:
        root, path = self._split(key)

        return self._winreg.OpenKey(root, path, 0, self._winreg.KEY_READ | view)

    def _split(self, key: str) -> tuple[Any, str]:
        root, _, path = key.partition("\\")

        return getattr(self._winreg, _ROOTS[root]), path
