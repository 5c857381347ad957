"""The key as actions use it: opened with the director's password or the second custodian's, written with a new one where asked."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from objectivity_core.codes.custody import OPENED_BY_CUSTODIAN, key_faults
from objectivity_core.findings import Finding
from xl_macros.disk.encrypted import WrongPasswordError
from xl_macros.errors import ObjectivityError
from xl_macros.key.envelope import check_custodian, envelope_path, password_in_envelope, same, seal
from xl_macros.key.passwords import check_new_password
from xl_macros.key.vault import (
    Key,
    change_password,
    locked_previous,
    new_key,
    open_vault,
    other_vaults,
    save_vault,
    vault_path,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from objectivity_core.settings import Settings
    from objectivity_core.state import Outcome
    from xl_macros.actions import Action


def load_key(
    action: Action, book: Path, settings: Settings, tables: dict[str, pd.DataFrame], answers: dict[str, str]
) -> dict[str, Any]:
    """The pairs, the number of the book they belong to, the password that opens them, whether there is an envelope, what was noticed.

    Raises:
        ObjectivityError: no key, a wrong password, a damaged file, the key of another book; a new password that is weak.
    """
    path = vault_path(book, settings.year)
    found: dict[str, Any] = {"envelope": envelope_path(path).exists(), "key_findings": _other_keys(path)}
    if "changed" in answers:
        check_new_password(answers["changed"])
    if action.name == "codes" and not path.exists():
        if (tables["works"]["code"] != "").any():
            raise ObjectivityError(
                f"В книге уже есть коды, а их ключа рядом нет: «{path}». Положите его рядом с книгой: без него имена и коды не соединить."
            )
        check_new_password(answers["password"])
        key = new_key(path)
        return found | {
            "vault": key.contents.pairs,
            "book_id": settings.book_id,
            "key_password": answers["password"],
            "key": key,
        }
    names = dict(zip(tables["pupils"]["pupil_id"], tables["pupils"]["name"], strict=True))
    key, password = _opened(path, answers["password"], settings.book_id, names)
    if password != answers["password"]:
        found["key_findings"].append(
            Finding(OPENED_BY_CUSTODIAN, "info", "Ключ открыт паролем второго хранителя, через конверт.")
        )
    _check_answers(path, password, answers)
    found["key_findings"] += [*_noticed(action, key, tables), *_locked(path, password, answers)]

    return found | {"vault": key.contents.pairs, "book_id": key.contents.book_id, "key_password": password, "key": key}


def store_key(
    book: Path, settings: Settings, outcome: Outcome, answers: dict[str, str], outside: dict[str, Any]
) -> None:
    """Write the key that an action changed, under the password that opened it; or the same key under the new one.

    Raises:
        ObjectivityError: it cannot be written, or somebody has changed it meanwhile.
    """
    path, key, password = vault_path(book, settings.year), outside["key"], outside["key_password"]
    if "changed" in answers:
        change_password(path, key, password, answers["changed"])
        return
    save_vault(
        path,
        outcome.outside["vault"],
        password,
        settings.book_id,
        settings.academic_year,
        outcome.outside.get("key_sheets"),
        key,
    )


def store_envelope(book: Path, settings: Settings, answers: dict[str, str], outside: dict[str, Any]) -> None:
    """Write the second custodian's envelope.

    Raises:
        ObjectivityError: the custodian's password is weak, or the envelope cannot be written.
    """
    seal(vault_path(book, settings.year), outside["key_password"], answers["custodian"])


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


def _check_answers(path: Path, password: str, answers: dict[str, str]) -> None:
    """Refuse new passwords that change nothing or guard nothing, before anything is written."""
    if "custodian" in answers:
        check_custodian(answers["custodian"], password)
    if "changed" not in answers:
        return
    if same(answers["changed"], password):
        raise ObjectivityError("Новый пароль тот же, что прежний. Придумайте другой; ничего не изменено.")
    inside = ""
    with contextlib.suppress(ObjectivityError):  # a damaged envelope is told when it is needed
        inside = password_in_envelope(path, answers["changed"])
    if inside:
        raise ObjectivityError(
            "Это пароль второго хранителя: у ключа должен быть свой. Придумайте другой; ничего не изменено."
        )


def _noticed(action: Action, key: Key, tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """What hands have done to the key, and what would not survive its rewriting."""
    findings = key_faults(key.contents.pairs, tables["pupils"], edited=key.contents.edited)
    if key.contents.lost and action.name in {"codes", "open"}:
        message = (
            f"В файле ключа есть {', '.join(key.contents.lost)}: когда программа его переписывает, они не сохраняются."
        )
        remedy = "Держите их в другом зашифрованном файле; сейчас они ещё есть в прежней версии ключа."
        findings.append(Finding("key-extras", "warning", message, remedy))

    return findings


def _locked(path: Path, password: str, answers: dict[str, str]) -> list[Finding]:
    """A version before that a change of password cannot take along."""
    if "changed" not in answers or not (name := locked_previous(path, password, answers["changed"])):
        return []
    message = f"«{name}» не открылся ни прежним, ни новым паролем и остался как был."
    remedy = "Если его старый пароль могли узнать, удалите этот файл: ключ цел и без него."

    return [Finding("previous-key-locked", "warning", message, remedy, where=name)]


def _other_keys(path: Path) -> list[Finding]:
    others = other_vaults(path)
    if not others:
        return []
    message = f"Рядом лежат ещё ключи этого года: {', '.join(others)}. Прочитан «{path.name}»."
    remedy = "Оставьте один: тот, в котором есть все коды листа «Работы»; прочие уберите в другую папку."

    return [Finding("two-keys", "warning", message, remedy, where=path.name)]
