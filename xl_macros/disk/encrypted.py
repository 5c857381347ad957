"""Workbooks under a password, from memory to memory: what is plain never touches the disk."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from xl_macros.disk.foreign import regular_bytes
from xl_macros.disk.safe_files import reason
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


_MOST_ROUNDS: Final = 200_000
"""Times that a password is hashed: Excel writes 100,000; a file that asks for millions holds the computer up."""


class WrongPasswordError(ObjectivityError):
    """The password does not open the file."""


def encrypt(plain: bytes, password: str) -> bytes:
    """A workbook under a password, as Excel itself encrypts it."""
    import msoffcrypto.format.ooxml

    encrypted = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(plain)).encrypt(password, encrypted)

    return encrypted.getvalue()


def read(path: Path) -> bytes:
    """The bytes of an encrypted file.

    Raises:
        ObjectivityError: it cannot be read.
    """
    try:
        return regular_bytes(path)
    except PermissionError:
        raise ObjectivityError(f"Нет доступа к «{path.name}». Закройте файл в Excel и повторите.") from None
    except OSError as error:
        raise ObjectivityError(f"«{path.name}» не прочитать: {reason(error)}. Проверьте диск и повторите.") from error


def decrypt(data: bytes, name: str, password: str, *, damaged: Callable[[], ObjectivityError]) -> bytes:
    """The workbook inside an encrypted file. A single changed byte inside is noticed: the file carries a checksum.

    Args:
        data: the file.
        name: how the file is called.
        password: its password.
        damaged: makes the error for a file that is cut or broken.

    Raises:
        WrongPasswordError: the password does not fit.
        ObjectivityError: not encrypted, damaged, or hashed so often that opening it would hold the computer up.
    """
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError

    wrong = WrongPasswordError(f"Пароль к «{name}» не подошёл. Ничего не изменено; попробуйте ещё раз.")
    if not can_be_password(password):
        raise wrong
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        encrypted = office.is_encrypted()
        rounds = int(getattr(office, "info", {}).get("spinValue", 0))
        if encrypted and rounds <= _MOST_ROUNDS:
            office.load_key(password=password, verify_password=True)
    except InvalidKeyError:
        raise wrong from None
    except Exception as error:
        raise damaged() from error
    if rounds > _MOST_ROUNDS:
        raise _slow(name, rounds)
    if not encrypted:
        raise ObjectivityError(f"«{name}» не зашифрован: так его хранить нельзя. Верните зашифрованный файл из копии.")
    plain = io.BytesIO()
    try:
        office.decrypt(plain, verify_integrity=True)
    except Exception as error:
        raise damaged() from error

    return plain.getvalue()


def _slow(name: str, rounds: int) -> ObjectivityError:
    return ObjectivityError(
        f"«{name}» записан не этой программой и не Excel: он велит пересчитать пароль {rounds} раз вместо 100000 и остановил бы компьютер. Верните файл из копии."
    )


def can_be_password(text: str) -> bool:
    r"""Whether Excel could take a text as a password: something, at most 255 characters, none of them half a character or a key like Tab.

    >>> can_be_password("верный пароль"), can_be_password(""), can_be_password("пароль\t"), can_be_password("\udcd0")
    (True, False, False, False)
    """
    return 0 < len(text) <= 255 and not any(
        ord(character) < 32 or "\ud800" <= character <= "\udfff" for character in text
    )
