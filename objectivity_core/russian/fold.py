"""Spelling folded away: names and classes that differ only in how they were typed are equal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd


_LOOK_ALIKES: Final = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")


def folded_class(name: str) -> str:
    """A class without the differences of typing: case, blanks, hyphen, quotes, Latin letters that look Russian.

    >>> folded_class("4а"), folded_class("4 «A»"), folded_class("10-Б")
    ('4А', '4А', '10Б')
    """
    return re.sub(r"[\s\"«»'-]", "", name).upper().translate(_LOOK_ALIKES)


def folded_name(name: str) -> str:
    """A name or a few words without the differences of typing: case, ё, repeated and no-break blanks.

    >>> folded_name(" Семёнов\u00a0 ПЁТР ")
    'семенов петр'
    """
    return " ".join(name.lower().replace("ё", "е").split())


def folded_names(names: pd.Series[Any]) -> pd.Series[Any]:
    """Each name by :func:`folded_name`."""
    return names.map(folded_name)
