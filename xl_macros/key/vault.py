"""The code vault («ключ»): the encrypted workbook in which alone names and code numbers meet.

It is built in memory and encrypted from memory: no plain copy of it ever touches the disk. It opens in Excel with its password; the
sealed protocol and the attendance with codes are sheets of it, printed from there.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from objectivity_core.codes.key import no_pairs
from objectivity_core.russian.fold import folded_names, without_difference
from xl_macros.disk.encrypted import WrongPasswordError, decrypt, encrypt, read
from xl_macros.disk.locks import ensure_not_open, sole_writer
from xl_macros.disk.safe_files import fingerprint, write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.key import workbook as key_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd


@dataclasses.dataclass(frozen=True)
class Key:
    """A key that was opened.

    Attributes:
        contents: what stands in it.
        fingerprint: of the file as it was read: whoever writes it sees whether somebody else has meanwhile; ``""`` of a key to come.
    """

    contents: key_workbook.Contents
    fingerprint: str = ""


def vault_path(book: Path, year: int) -> Path:
    """Where the key of a book lies: beside it, one per school year, whatever the book's copies are called."""
    return book.parent / f"Ключ кодов {year}-{year + 1}.xlsx"


def previous_version(path: Path) -> Path:
    """Where the version before the last change of a key stays."""
    return path.with_name(f"{path.stem} (прежний){path.suffix}")


def other_vaults(path: Path) -> list[str]:
    """Names of further keys of the same school year beside a key, its own previous version apart."""
    mine = {path.name, previous_version(path).name}
    found = (other.name for other in path.parent.glob(f"*{path.stem}*.xlsx"))

    return sorted(name for name in found if name not in mine and not name.startswith(("~$", ".")))


def new_key(path: Path) -> Key:
    """A key to come.

    Raises:
        ObjectivityError: a key lies there under another name, as a copy or a previous version.
    """
    previous = previous_version(path)
    there = [previous.name] * previous.exists() + other_vaults(path)
    if there:
        raise ObjectivityError(
            f"Ключа «{path.name}» нет, но рядом лежит «{there[0]}»: новый ключ раздал бы другие коды. Верните файлу имя «{path.name}» или уберите его в другую папку."
        )

    return Key(key_workbook.Contents(no_pairs(), ""))


def open_vault(path: Path, password: str, book_id: str, names: dict[str, str]) -> Key:
    """Read the key.

    Args:
        path: the file.
        password: its password.
        book_id: the book's number from «Настройки»; empty when the book has none yet.
        names: the book's pupils, name by key: a book without number takes the key over only when the names agree.

    Raises:
        ObjectivityError: missing, open elsewhere, wrong password, damaged, of a newer program, or the key of another book.
    """
    if not path.exists():
        raise ObjectivityError(f"Ключ кодов не найден: «{path}». {_way_back(path, 'Положите его рядом с книгой.')}")
    ensure_not_open(path)
    data = read(path)
    previous = previous_version(path).name
    plain = decrypt(data, path.name, password, damaged=lambda: _damaged(path))
    contents = key_workbook.parse(plain, path.name, _damaged(path), previous)
    if book_id and contents.book_id != book_id:
        raise ObjectivityError(f"«{path.name}» — ключ другой книги. Найдите ключ этой книги или верните её из копии.")
    if not book_id and (stranger := _stranger(contents.pairs, names)):
        raise ObjectivityError(
            f"«{path.name}» — ключ другой школы: имена учеников не совпадают (например, {stranger}). Держите книги разных школ в разных папках; если ученика переименовали, верните в книгу прежнее имя, откройте ключ и переименуйте снова."
        )

    return Key(contents, fingerprint(data))


def save_vault(
    path: Path,
    pairs: pd.DataFrame,
    password: str,
    book_id: str,
    academic_year: str,
    sheets: Mapping[str, list[list[str]]] | None = None,
    before: Key | None = None,
) -> None:
    """Write the key atomically; the version before it stays beside it («… (прежний)»), and what people keep in it stays in it.

    Args:
        path: the file.
        pairs: the key; columns beyond the product's own are written behind them.
        password: its password.
        book_id: number of the book.
        academic_year: as people write it.
        sheets: further sheets to print from the key, rows by title, the first row the headings; an empty row begins a new page.
        before: the key as it was opened; None writes a new one, whatever lies there.

    Raises:
        ObjectivityError: it cannot be written, is open elsewhere, or somebody has changed it since it was read.
    """
    kept = before.contents.kept if before else ()
    encrypted = encrypt(key_workbook.build(pairs, book_id, academic_year, sheets or {}, kept), password)
    with sole_writer(path):
        if before:
            ensure_unchanged(path, before)
        if path.exists():
            write_atomically(previous_version(path), read(path), like=path)
        write_atomically(path, encrypted)


def change_password(path: Path, before: Key, old: str, new: str) -> None:
    """Encrypt the key anew: the same workbook to the last byte, under another password.

    The version before is encrypted anew too: a password is often changed because somebody has seen it, and then nothing may open with it any
    more. It goes first, so that a failure between the two leaves the key as it was; one that opens with neither password stays as it is
    (:func:`locked_previous`).

    Args:
        path: the key.
        before: the key as it was opened.
        old: its password.
        new: the password to come.

    Raises:
        ObjectivityError: a file cannot be written, is open elsewhere, or somebody has changed the key since it was read.
    """
    previous = previous_version(path)
    with sole_writer(path):
        ensure_unchanged(path, before)
        plain = decrypt(read(path), path.name, old, damaged=lambda: _damaged(path))
        earlier = _opened(previous, old, new)
        if earlier is not None:
            ensure_not_open(previous)
            write_atomically(previous, encrypt(earlier, new))
        write_atomically(path, encrypt(plain, new))


def locked_previous(path: Path, *passwords: str) -> str:
    """The name of the version before the last change where it opens with none of the passwords; ``""`` where it does or there is none."""
    previous = previous_version(path)

    return previous.name if previous.exists() and _opened(previous, *passwords) is None else ""


def ensure_unchanged(path: Path, before: Key) -> None:
    """Refuse to write over what somebody else has written since the key was read.

    Raises:
        ObjectivityError: the file is another one, gone, or there where none was.
    """
    if before.fingerprint != (fingerprint(read(path)) if path.exists() else ""):
        raise ObjectivityError(
            f"«{path.name}» изменили, пока работала программа. Ничего не записано; запустите действие ещё раз."
        )


def _opened(path: Path, *passwords: str) -> bytes | None:
    """The workbook inside a file by the first password that fits; None where none does, or the file is damaged or missing."""
    if not path.exists():
        return None
    data = read(path)
    for password in passwords:
        try:
            return decrypt(data, path.name, password, damaged=lambda: _damaged(path))
        except WrongPasswordError:
            continue
        except ObjectivityError:
            return None

    return None


def _stranger(pairs: pd.DataFrame, names: dict[str, str]) -> str:
    """Key of the first pupil whom the book calls otherwise, differences of typing apart; ``""`` for none."""
    known = pairs[pairs["pupil_id"].isin(list(names)) & (pairs["name"] != "")].drop_duplicates("pupil_id")
    here, there = (
        folded_names(one.map(without_difference))
        for one in (known["name"], known["pupil_id"].map(names).astype("object"))
    )
    other = known[here != there]

    return "" if other.empty else str(other["pupil_id"].iloc[0])


def _damaged(path: Path) -> ObjectivityError:
    return ObjectivityError(f"«{path.name}» повреждён. {_way_back(path, 'Верните его из резервной копии.')}")


def _way_back(path: Path, otherwise: str) -> str:
    previous = previous_version(path)

    return f"Рядом есть прежняя версия ключа: «{previous.name}»." if previous.exists() else otherwise
