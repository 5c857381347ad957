"""Who is who: pupils are told apart by name and class, and by «Отличие от тёзки» where two share both."""

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


def person(frame: pd.DataFrame) -> pd.Series[Any]:
    """Name and class as one text that is equal for one person, however it was typed.

    Args:
        frame: ``name``, ``class``.
    """
    return folded_names(frame["name"]) + "|" + frame["class"].map(folded_class)


def full_person(pupils: pd.DataFrame) -> pd.Series[Any]:
    """Like :func:`person`, with the difference from a namesake in brackets after the name: «Озерцов Лев Ильич (старший)».

    Args:
        pupils: ``name``, ``class``, ``differs``.
    """
    differs = pupils["differs"].where(pupils["differs"] == "", " (" + pupils["differs"] + ")")

    return person(pupils.assign(name=pupils["name"] + differs))


def doubled_pupils(pupils: pd.DataFrame) -> pd.Series[Any]:
    """Whether each row repeats a pupil of a row above: same name and class, and nothing that tells them apart."""
    return full_person(pupils).duplicated() & (pupils["name"] != "")
