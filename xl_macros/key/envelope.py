"""The sealed envelope of a second custodian: the key's password in a small workbook under the custodian's own password."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from xl_macros.book.extent import ensure_readable
from xl_macros.disk.encrypted import WrongPasswordError, decrypt, encrypt, read
from xl_macros.disk.in_memory import new_workbook
from xl_macros.disk.locks import sole_writer
from xl_macros.disk.safe_files import write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.key.passwords import check_new_password

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SHEET: Final = "Конверт"


def envelope_path(vault: Path) -> Path:
    """Where the second custodian's envelope lies: beside the key."""
    return vault.with_name(vault.name.replace("Ключ кодов", "Конверт второго хранителя"))


def check_custodian(custodian: str, password: str, names: Iterable[str] = ()) -> None:
    """Refuse a custodian's password that guards nothing.

    Args:
        custodian: the custodian's own.
        password: the key's.
        names: see :func:`~xl_macros.key.passwords.check_new_password`.

    Raises:
        ObjectivityError: it is weak, or the key's own but for blanks and capitals.
    """
    check_new_password(custodian, names)
    if same(custodian, password):
        raise ObjectivityError(
            "У второго хранителя должен быть свой пароль, не пароль ключа: иначе конверт ничего не бережёт."
        )


def same(one: str, other: str) -> bool:
    """Whether two passwords differ only by blanks and capitals.

    >>> same("Кот и лампа", "кот  и лампа "), same("кот и лампа", "кот и лампы")
    (True, False)
    """
    return one.casefold().split() == other.casefold().split()


def seal(vault: Path, password: str, custodian: str, text: str) -> Path:
    """Put the key's password into the envelope, under the custodian's own password.

    Args:
        vault: the key.
        password: its password.
        custodian: the custodian's own.
        text: what stands above the password.

    Raises:
        ObjectivityError: the custodian's password is weak or the key's own; the envelope is open elsewhere or cannot be written.
    """
    check_custodian(custodian, password)
    out = io.BytesIO()
    workbook = new_workbook(out)
    sheet = workbook.add_worksheet(_SHEET)
    sheet.set_column(0, 0, 90)
    sheet.write_string(0, 0, text)
    sheet.write_string(1, 0, password)
    workbook.close()
    path = envelope_path(vault)
    with sole_writer(path):
        write_atomically(path, encrypt(out.getvalue(), custodian))

    return path


def password_in_envelope(vault: Path, custodian: str) -> str:
    """The key's password from the envelope; ``""`` where there is no envelope or the custodian's password does not open it.

    Raises:
        ObjectivityError: the envelope is damaged or holds something else.
    """
    import python_calamine

    path = envelope_path(vault)
    damaged = ObjectivityError(f"«{path.name}» повреждён. Пусть директор сделает конверт заново.")
    if not path.exists():
        return ""
    try:
        plain = decrypt(read(path), path.name, custodian, damaged=lambda: damaged)
    except WrongPasswordError:
        return ""
    try:
        ensure_readable(path.name, plain)
        cells = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(plain)).get_sheet_by_name(_SHEET).to_python()
        return str(cells[1][0])  # as it was typed: blanks at its ends belong to it
    except (python_calamine.CalamineError, zipfile.BadZipFile, IndexError) as error:
        raise damaged from error
