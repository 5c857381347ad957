"""Keeping the key: what hands have done to it, a new password, the envelope of a second custodian. Passwords themselves never come here."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from objectivity_core.codes import rules
from objectivity_core.codes.key import KeyChange, KeyPairs
from objectivity_core.codes.numbers import is_code, is_official
from objectivity_core.russian.fold import folded_names, without_difference
from objectivity_core.state import Outcome, State

IN_THE_ENVELOPE: Final = (
    "Пароль ключа кодов. Открывать, только если директор не может; каждое открытие кодов попадает в журнал."
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from objectivity_core.findings import Finding


def change_password(_: State, key: KeyPairs) -> Outcome[KeyChange]:
    """Encrypt the key anew under another password; the pairs stay.

    Args:
        key: the key as it was opened.

    Returns:
        The same pairs; a finding where an envelope still holds the old password.
    """
    findings = [rules.ENVELOPE_OUTDATED.at()] if key.envelope else []
    message = f"Пароль ключа сменён, пар в ключе: {len(key.pairs)}. Запишите пароль и храните отдельно от книги."

    return Outcome(message, {}, findings, KeyChange(key.pairs))


def seal(_: State, key: KeyPairs) -> Outcome[str]:
    """Make the second custodian's envelope.

    Args:
        key: the key as it was opened, so its password is right.

    Returns:
        What stands in the envelope above the password that opened the key.
    """
    message = "Конверт второго хранителя готов, он лежит рядом с ключом. Его пароль знает только хранитель; «Открыть коды» примет и этот пароль."

    return Outcome(f"{message} Пар в ключе: {len(key.pairs)}.", product=IN_THE_ENVELOPE)


def pairs_fingerprint(pairs: pd.DataFrame) -> str:
    """What shows that pairs were changed: equal for the same pupils and codes in whatever order of rows.

    Names do not count: with «Ключ на бумаге» people write them in, which is no change of a pair.

    Args:
        pairs: ``procedure_id``, ``pupil_id``, ``code``.
    """
    lines = sorted(zip(pairs["procedure_id"], pairs["pupil_id"], pairs["code"], strict=True))

    return hashlib.sha256("\n".join(map("\t".join, lines)).encode()).hexdigest()[:16]


def key_faults(pairs: pd.DataFrame, pupils: pd.DataFrame, *, edited: bool) -> list[Finding]:
    """What is wrong in a key that people have worked in. A finding tells codes or pupils, never both: it stands in the book.

    Args:
        pairs: the key.
        pupils: ``pupil_id``, ``name``.
        edited: whether its pairs are no longer those that the program wrote.
    """
    blank = pairs[pairs["code"] == ""]
    codes = pairs.loc[pairs["code"] != "", ["procedure_id", "code"]]
    wrong = codes[~codes["code"].map(lambda code: is_code(code) or is_official(code))]
    named = pairs.loc[pairs["pupil_id"] != "", ["procedure_id", "pupil_id"]]
    faults = (
        (rules.NO_CODE_IN_KEY, blank["procedure_id"]),
        (rules.BAD_CODE_IN_KEY, wrong["code"]),
        (rules.CODE_TWICE_IN_KEY, codes[codes.duplicated()]["code"]),
        (rules.PUPIL_TWICE_IN_KEY, named[named.duplicated()]["pupil_id"]),
    )
    findings = [rules.KEY_EDITED.at()] if edited else []
    findings += [rule.at(some=_some(found)) for rule, found in faults if len(found)]

    return [*findings, *_renamed(pairs, pupils)]


def _renamed(pairs: pd.DataFrame, pupils: pd.DataFrame) -> list[Finding]:
    """Pupils whom the key calls otherwise than the book does."""
    names = dict(zip(pupils["pupil_id"], folded_names(pupils["name"].map(without_difference)), strict=True))
    known = pairs[pairs["pupil_id"].isin(set(names) - {""}) & (pairs["name"] != "")].drop_duplicates(
        ["pupil_id", "name"]
    )
    other = known[folded_names(known["name"].map(without_difference)) != known["pupil_id"].map(names).astype("object")]
    keys = other["pupil_id"]

    return [] if other.empty else [rules.NAME_DIFFERS_IN_KEY.at(keys.iloc[0], some=_some(keys))]


def _some(values: Iterable[str]) -> str:
    found = list(dict.fromkeys(values))

    return f"{', '.join(found[:5])}{'…' if len(found) > 5 else ''}"
