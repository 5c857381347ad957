"""Secrets on Windows: the system's own credential prompt, by ctypes.

Source: Microsoft Learn, wincred.h, CredUIPromptForCredentialsW and CREDUI_INFOW (read 2026-11). Its newer sister
CredUIPromptForWindowsCredentialsW hands the password over in a buffer of the system's that would have to be unpacked
by two more calls; this one fills a buffer of ours, which we can wipe. Both show the same kind of window and both
write nothing to disk with the flags used here.
"""

from __future__ import annotations

import ctypes
from typing import Any

from xl_macros.errors import ObjectivityError

TITLE = "Объективность"
LONGEST_PASSWORD = 256  # CREDUI_MAX_PASSWORD_LENGTH
LONGEST_NAME = 513  # CREDUI_MAX_USERNAME_LENGTH
LONGEST_MESSAGE = 1024  # well under the system's own bound; a longer one would be refused as a whole
TRIES = 3

NO_ERROR, CANCELLED = 0, 1223
DO_NOT_PERSIST, EXCLUDE_CERTIFICATES, ALWAYS_SHOW_UI = 0x2, 0x8, 0x80
GENERIC_CREDENTIALS, KEEP_USERNAME = 0x40000, 0x100000
FLAGS = DO_NOT_PERSIST | EXCLUDE_CERTIFICATES | ALWAYS_SHOW_UI | GENERIC_CREDENTIALS | KEEP_USERNAME
"""Ask each time, save nothing, show the name (ours, not an account's) without letting it be changed."""


class CredUiInfo(ctypes.Structure):
    """CREDUI_INFOW: where the prompt stands and what it says."""

    _fields_ = (
        ("cbSize", ctypes.c_uint32),
        ("hwndParent", ctypes.c_void_p),
        ("pszMessageText", ctypes.c_wchar_p),
        ("pszCaptionText", ctypes.c_wchar_p),
        ("hbmBanner", ctypes.c_void_p),
    )


def ask_secret(prompt: str, *, parent: int | None = None, library: Any = None) -> str | None:
    """Ask for a password by the system's window; what is typed is not shown and stored nowhere.

    Args:
        prompt: one Russian sentence.
        parent: the window's handle over which it opens, so that it is not hidden behind it.
        library: stands in for ``credui.dll`` in tests.

    Returns:
        What was typed, or None when the user cancelled.

    Raises:
        ObjectivityError: there is no such prompt here, or Windows refused to show it.
    """
    function = (library or _credui()).CredUIPromptForCredentialsW
    for _ in range(TRIES):
        typed = _ask(function, prompt, parent)
        if typed is None or typed:
            return typed

    return None


def _ask(function: Any, prompt: str, parent: int | None) -> str | None:
    info = CredUiInfo(ctypes.sizeof(CredUiInfo), parent, prompt[:LONGEST_MESSAGE], TITLE, None)
    name = ctypes.create_unicode_buffer(TITLE, LONGEST_NAME + 1)
    password = ctypes.create_unicode_buffer(LONGEST_PASSWORD + 1)
    save = ctypes.c_int(0)
    try:
        result = function(
            ctypes.byref(info),
            TITLE,  # the target's name: shown nowhere with these flags, but obligatory
            None,  # reserved
            0,  # no earlier error to explain
            name,
            LONGEST_NAME + 1,
            password,
            LONGEST_PASSWORD + 1,
            ctypes.byref(save),
            FLAGS,
        )
        if result == CANCELLED:
            return None
        if result != NO_ERROR:
            raise ObjectivityError(
                f"Windows не показала окно для пароля (код {result}). Выполните действие командой «objectivity run …»: она спросит пароль в своём окне."
            )
        return password.value
    finally:
        ctypes.memset(password, 0, ctypes.sizeof(password))


def _credui() -> Any:
    loader = getattr(ctypes, "WinDLL", None)
    if loader is None:
        raise ObjectivityError(
            "Окно для пароля есть только в Windows. Выполните действие командой «objectivity run …»."
        )
    library = loader("credui.dll")
    function = library.CredUIPromptForCredentialsW
    pointer, text, number = ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_uint32
    function.argtypes = [pointer, text, pointer, number, pointer, number, pointer, number, pointer, number]
    function.restype = number

    return library
