"""The credential prompt gets its arguments in Microsoft's order, and no password stays in memory of ours."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace
from typing import Any

import pytest

from xl_macros.errors import ObjectivityError
from xl_macros.windows import credentials
from xl_macros.windows.credentials import CANCELLED, CredUiInfo, ask_secret


class CredUi:
    """credui.dll: types into the password buffer, keeps what it was called with."""

    def __init__(self, *typed: str, result: int = 0) -> None:
        self.typed, self.result = list(typed), result
        self.calls: list[tuple[Any, ...]] = []
        self.seen: list[tuple[int, int | None, str, str]] = []

    def CredUIPromptForCredentialsW(self, *arguments: Any) -> int:  # noqa: N802
        self.calls.append(arguments)
        info = ctypes.cast(arguments[0], ctypes.POINTER(CredUiInfo)).contents
        self.seen.append((info.cbSize, info.hwndParent, info.pszMessageText, info.pszCaptionText))
        arguments[6].value = self.typed.pop(0) if self.typed else ""

        return self.result


def test_what_was_typed_is_returned() -> None:
    assert "тайна 1" == ask_secret("Пароль ключа", library=CredUi("тайна 1"))


def test_cancel_is_none_even_when_something_was_typed() -> None:
    assert ask_secret("Пароль ключа", library=CredUi("half", result=CANCELLED)) is None


def test_the_arguments_stand_in_the_order_of_the_documentation() -> None:
    library = CredUi("x")
    ask_secret("Пароль ключа", parent=4242, library=library)
    info, target, reserved, error, name, name_size, password, password_size, save, flags = library.calls[0]

    assert [(ctypes.sizeof(CredUiInfo), 4242, "Пароль ключа", "Объективность")] == library.seen
    assert ("Объективность", None, 0) == (target, reserved, error)
    assert ("Объективность", len(name)) == (name.value, name_size)
    assert (257, 257) == (len(password), password_size)
    assert 0 == ctypes.cast(save, ctypes.POINTER(ctypes.c_int)).contents.value
    assert info
    assert flags & 0x2, "nothing may be stored"
    assert not flags & (0x1000 | 0x40), "neither persisted nor offered to be"


def test_the_buffer_is_wiped_whatever_happened() -> None:
    for library in (CredUi("тайна"), CredUi("тайна", result=CANCELLED)):
        ask_secret("Пароль", library=library)

        assert bytes(ctypes.sizeof(library.calls[0][6])) == bytes(library.calls[0][6])


def test_the_buffer_is_wiped_when_windows_refuses() -> None:
    library = CredUi("тайна", result=1312)
    with pytest.raises(ObjectivityError, match="1312"):
        ask_secret("Пароль", library=library)

    assert "" == library.calls[0][6].value


def test_an_empty_password_is_asked_for_again_but_not_for_ever() -> None:
    assert "x" == ask_secret("Пароль", library=CredUi("", "x"))
    library = CredUi()

    assert ask_secret("Пароль", library=library) is None
    assert credentials.TRIES == len(library.calls)


def test_a_long_prompt_is_cut_rather_than_refused() -> None:
    library = CredUi("x")
    ask_secret("п" * 5000, library=library)

    assert credentials.LONGEST_MESSAGE == len(library.seen[0][2])


def test_elsewhere_the_command_line_is_advised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(ctypes, "WinDLL", raising=False)
    with pytest.raises(ObjectivityError, match="objectivity run"):
        ask_secret("Пароль")


def test_the_call_is_marshalled_to_a_foreign_function(monkeypatch: pytest.MonkeyPatch) -> None:
    """A C function of the same shape, called through ctypes with the types that the module declares."""
    pointer, text, number = ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_uint32
    shape = ctypes.CFUNCTYPE(number, pointer, text, pointer, number, pointer, number, pointer, number, pointer, number)
    got: list[Any] = []

    def prompt(*arguments: Any) -> int:
        got.extend(arguments)
        info = ctypes.cast(arguments[0], ctypes.POINTER(CredUiInfo)).contents
        got.append((info.pszMessageText, ctypes.wstring_at(arguments[4])))
        ctypes.memmove(arguments[6], ctypes.create_unicode_buffer("из Windows"), 11 * ctypes.sizeof(ctypes.c_wchar))

        return 0

    function = shape(prompt)
    libraries: list[str] = []

    def load(name: str) -> SimpleNamespace:
        libraries.append(name)

        return SimpleNamespace(CredUIPromptForCredentialsW=function)

    monkeypatch.setattr(ctypes, "WinDLL", load, raising=False)

    assert "из Windows" == ask_secret("Пароль ключа")
    assert ["credui.dll"] == libraries
    assert ("Пароль ключа", "Объективность") == got[-1]
    assert ("Объективность", None, 0, 514, 257, credentials.FLAGS) == (got[1], got[2], got[3], got[5], got[7], got[9])
