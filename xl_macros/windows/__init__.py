"""What exists only on Windows, behind one small protocol: registry, alternate streams, the user's profile.

Everything else about a teacher's computer is plain code over this protocol, so that it runs and is tested anywhere.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Value = str | int
"""What the registry holds for us: a text (REG_SZ) or a number (REG_DWORD)."""


class Windows(Protocol):
    r"""The few things asked of Windows. Keys of the registry are written ``HKCU\Software\…``."""

    def profile(self) -> Path:
        """The user's folder, ``%USERPROFILE%``."""
        ...

    def value(self, key: str, name: str) -> Value | None:
        """A value of the registry, the default one under the name ``""``; None when the key or the value is missing."""
        ...

    def subkeys(self, key: str) -> list[str]:
        """The names of the keys under a key; none when it is missing."""
        ...

    def write(self, key: str, values: Mapping[str, Value]) -> None:
        """Write values, making the key where it is missing.

        Raises:
            OSError: the registry is closed to writing.
        """
        ...

    def mark_of_the_web(self, path: Path) -> str:
        """The text of a file's ``Zone.Identifier`` stream; empty when the file is not marked."""
        ...

    def shortcut(self, name: str, target: Path, arguments: str, note: str) -> Path:
        """Put a shortcut on the user's desktop, over one of that name, and return where it lies.

        Raises:
            OSError: it cannot be written.
        """
        ...

    def unmark(self, path: Path) -> None:
        """Remove the mark of the web.

        Raises:
            OSError: the file is open or closed to writing.
        """
        ...


def here() -> Windows | None:
    """The Windows that the program runs on, or None elsewhere."""
    if sys.platform != "win32":
        return None
    from xl_macros.windows.system import System

    return System()
