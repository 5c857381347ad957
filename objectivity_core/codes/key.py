"""The key as the core sees it: pairs of names and codes, and what is known of the file that holds them. Never a password."""

from __future__ import annotations

import dataclasses

import pandas as pd

VAULT_COLUMNS = ("procedure_id", "pupil_id", "code", "name", "class")
"""The key («ключ»): the only place where names and code numbers meet."""


def no_pairs() -> pd.DataFrame:
    """A key without pairs."""
    return pd.DataFrame(columns=list(VAULT_COLUMNS), dtype="object")


@dataclasses.dataclass(frozen=True)
class KeyPairs:
    """A key that was opened.

    Attributes:
        pairs: frame with :data:`VAULT_COLUMNS`; without any for a new key.
        envelope: whether a second custodian has the password in an envelope.
    """

    pairs: pd.DataFrame = dataclasses.field(default_factory=no_pairs)
    envelope: bool = False


@dataclasses.dataclass(frozen=True)
class KeyChange:
    """What the key is to hold from now on.

    Attributes:
        pairs: frame with :data:`VAULT_COLUMNS`.
        sheets: further sheets to print from the key, rows by title (:func:`objectivity_core.codes.protocol.key_sheets`).
    """

    pairs: pd.DataFrame
    sheets: dict[str, list[list[str]]] = dataclasses.field(default_factory=dict)
