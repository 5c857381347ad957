"""Spelling folded away: names and classes that differ only in how they were typed are equal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd


_LOOK_ALIKES: Final = str.maketrans("ABCEHKMOPTXYabcehkmoptxy", "АВСЕНКМОРТХУавсенкмортху")


def russian_letters(text: str) -> str:
    """A text with Latin letters that look Russian as Russian ones."""
    return text.translate(_LOOK_ALIKES)


def folded_word(word: str) -> str:
    """A word without case and ё.

    >>> folded_word("Дёмин")
    'демин'
    """
    return word.lower().replace("ё", "е")


def folded_class(name: str) -> str:
    """A class without the differences of typing: case, blanks, hyphen, quotes, Latin letters that look Russian.

    >>> folded_class("4а"), folded_class("4 «A»"), folded_class("10-Б")
    ('4А', '4А', '10Б')
    """
    return russian_letters(re.sub(r"[\s\"«»'-]", "", name).upper())


def grade_in(class_: str) -> int:
    """The grade that a folded class begins with, 0 where it begins with none.

    >>> grade_in("10Б"), grade_in("4"), grade_in("КОРР")
    (10, 4, 0)
    """
    found = re.match(r"\d{1,2}", class_)

    return int(found[0]) if found else 0


def folded_name(name: str) -> str:
    """A name or a few words without the differences of typing: case, ё, repeated and no-break blanks.

    >>> folded_name(" Семёнов\u00a0 ПЁТР ")
    'семенов петр'
    """
    return " ".join(folded_word(name).split())


def without_difference(name: str) -> str:
    """A name without what tells it from a namesake.

    >>> without_difference("Озерцов Лев Ильич (старший)")
    'Озерцов Лев Ильич'
    """
    return re.sub(r"\s*\([^()]*\)\s*$", "", name)


def folded_kind(kind: str) -> str:
    """A kind of procedures without the differences of typing; ВсОШ and ВОШ are one."""
    return folded_name(kind).replace("всош", "вош")


def folded_names(names: pd.Series[Any]) -> pd.Series[Any]:
    """Each name by :func:`folded_name`."""
    return names.map(folded_name)
