"""The key as actions use it: opened with the director's password or the second custodian's, written with a new one where asked."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING

from objectivity_core.codes.custody import key_faults
from objectivity_core.codes.key import KeyPairs
from objectivity_core.codes.rules import OPENED_BY_CUSTODIAN
from objectivity_core.russian.wording import first_of
from xl_macros.disk.encrypted import WrongPasswordError
from xl_macros.errors import ObjectivityError
from xl_macros.key import rules
from xl_macros.key.envelope import check_custodian, envelope_path, password_in_envelope, same, seal
from xl_macros.key.passwords import check_new_password
from xl_macros.key.still_open import opened_by
from xl_macros.key.vault import (
    Key,
    change_password,
    locked_previous,
    new_key,
    open_vault,
    other_vaults,
    previous_version,
    save_vault,
    vault_path,
)
from xl_macros.log.journal import user
from xl_macros.log.proof import noticed

if TYPE_CHECKING:
    from pathlib import Path

    from objectivity_core.codes.key import KeyChange
    from objectivity_core.findings import Finding
    from xl_macros.runner.call import Call


_MOST = 20
"""Files that a finding names."""


@dataclasses.dataclass(frozen=True)
class _Session:
    """The key of a call: where it lies, what was opened, and by which password of its own."""

    path: Path
    key: Key
    password: str


def to_rewrite(call: Call) -> KeyPairs:
    """The key for an action that writes it anew.

    Raises:
        ObjectivityError: no key, a wrong password, a damaged file, the key of another book.
    """
    session = _open(call)
    if lost := session.key.contents.lost:
        call.findings.append(rules.KEY_EXTRAS.at(extras=", ".join(lost)))

    return _pairs(session)


def new_or_opened(call: Call) -> KeyPairs:
    """The key for drawing codes: a new one, where none lies beside the book.

    Raises:
        ObjectivityError: as :func:`to_rewrite`; there are codes in the book but no key; a new password is weak.
    """
    path = vault_path(call.path, call.settings.year)
    if path.exists():
        return to_rewrite(call)
    _begin(call, path)
    if (call.tables["works"]["code"] != "").any():
        raise ObjectivityError(
            f"В книге уже есть коды, а их ключа рядом нет: «{path}». Положите его рядом с книгой: без него имена и коды не соединить."
        )
    check_new_password(call.answers["password"], _names(call))
    session = _Session(path, new_key(path), call.answers["password"])
    _hold(call, session)

    return _pairs(session)


def to_encrypt_anew(call: Call) -> KeyPairs:
    """The key for a change of password.

    Raises:
        ObjectivityError: as :func:`to_rewrite`; the new password is weak, the old one or the second custodian's.
    """
    changed = call.answers["changed"]
    check_new_password(changed, _names(call))
    session = _open(call)
    if same(changed, session.password):
        raise ObjectivityError("Новый пароль тот же, что прежний. Придумайте другой; ничего не изменено.")
    inside = ""
    with contextlib.suppress(ObjectivityError):  # a damaged envelope is told when it is needed
        inside = password_in_envelope(session.path, changed)
    if inside:
        raise ObjectivityError(
            "Это пароль второго хранителя: у ключа должен быть свой. Придумайте другой; ничего не изменено."
        )
    if name := locked_previous(session.path, session.password, changed):
        call.findings.append(rules.PREVIOUS_KEY_LOCKED.at(where=name))
    ours = {session.path, previous_version(session.path)}  # they get the new password
    still, untried = opened_by(session.path.parent, session.password, ours)
    if still:
        call.findings.append(rules.OLD_PASSWORD_OPENS.at(files=first_of([f"«{name}»" for name in still], _MOST)))
    if untried:
        call.findings.append(rules.NOT_TRIED.at(count=untried))

    return _pairs(session)


def to_seal(call: Call) -> KeyPairs:
    """The key for the second custodian's envelope.

    Raises:
        ObjectivityError: as :func:`to_rewrite`; the custodian's password is weak or the key's own.
    """
    session = _open(call)
    check_custodian(call.answers["custodian"], session.password, _names(call))

    return _pairs(session)


def keep(call: Call, change: KeyChange) -> None:
    """Write the key that an action changed, under the password that opened it.

    It is written before the book: codes that exist only in the key are found again by the next run, codes without key would be lost.

    Raises:
        ObjectivityError: it cannot be written, or somebody has changed it meanwhile.
    """
    session, settings = _held(call), call.settings
    save_vault(
        session.path,
        change.pairs,
        session.password,
        settings.book_id,
        settings.academic_year,
        change.sheets,
        session.key,
    )


def encrypt_anew(call: Call, _: KeyChange) -> None:
    """Write the same key under the new password.

    Raises:
        ObjectivityError: it cannot be written, or somebody has changed it meanwhile.
    """
    session = _held(call)
    change_password(session.path, session.key, session.password, call.answers["changed"])


def seal_envelope(call: Call, text: str) -> None:
    """Write the second custodian's envelope.

    Raises:
        ObjectivityError: it is open elsewhere or cannot be written.
    """
    session = _held(call)
    seal(session.path, session.password, call.answers["custodian"], text)


def _open(call: Call) -> _Session:
    """The key beside the book, opened, and what was noticed in it."""
    path = vault_path(call.path, call.settings.year)
    _begin(call, path)
    pupils = call.tables["pupils"]
    names = dict(zip(pupils["pupil_id"], pupils["name"], strict=True))
    key, password = _opened(path, call.answers["password"], call.settings.book_id, names)
    if password != call.answers["password"]:
        call.findings.append(OPENED_BY_CUSTODIAN.at())
        call.remarks.append("Ключ открыл второй хранитель.")  # the log must know
    call.findings += key_faults(key.contents.pairs, pupils, edited=key.contents.edited)
    session = _Session(path, key, password)
    _hold(call, session)

    return session


def _names(call: Call) -> list[str]:
    """Names that whoever guesses a password of this school knows."""
    return [call.settings.school, user(), *call.read("staff")["name"]]


def _begin(call: Call, path: Path) -> None:
    """What is told before a key is used: faults of the log, further keys beside it."""
    call.findings += [*noticed(call), *_other_keys(path)]


def _hold(call: Call, session: _Session) -> None:
    """Keep the key for the writing; a book gets its number from its key, or its first key from it."""
    call.held = session
    if not call.settings.book_id:
        number = session.key.contents.book_id or f"{call.random.randrange(16**8):08x}"
        call.settings = dataclasses.replace(call.settings, book_id=number)


def _held(call: Call) -> _Session:
    if not isinstance(call.held, _Session):
        raise TypeError("a key is written by an action that has opened it")

    return call.held


def _pairs(session: _Session) -> KeyPairs:
    return KeyPairs(session.key.contents.pairs, envelope=envelope_path(session.path).exists())


def _opened(path: Path, given: str, book_id: str, names: dict[str, str]) -> tuple[Key, str]:
    """The key and its password: the one that was given, or the one in the envelope that the given one opens."""
    try:
        return open_vault(path, given, book_id, names), given
    except WrongPasswordError as wrong:
        try:
            password = password_in_envelope(path, given)
        except ObjectivityError as error:
            raise ObjectivityError(f"{wrong} Если это пароль второго хранителя: {error}") from None
        if not password:
            raise
    try:
        return open_vault(path, password, book_id, names), password
    except WrongPasswordError:
        raise ObjectivityError(
            f"«{envelope_path(path).name}» устарел: пароль ключа с тех пор сменили. Пусть директор нажмёт «Конверт хранителю» ещё раз."
        ) from None


def _other_keys(path: Path) -> list[Finding]:
    others = other_vaults(path)

    return [rules.TWO_KEYS.at(where=path.name, others=", ".join(others))] if others else []
