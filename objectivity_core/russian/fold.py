"""Spelling folded away: names and classes that differ only in how they were typed are equal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.russian.unseen import in_one_alphabet, russian_letters, visible

if TYPE_CHECKING:
    import pandas as pd


_RUSSIAN_FOR: Final = str.maketrans("ёәғқңөұүһіӑӗҫҡҙҳҷӣӯїєґў", "еагкноуухиаескзхчиуиегу")
"""Kazakh, Tatar, Bashkir, Chuvash, Tajik, Ukrainian and Belarusian letters, as Russian papers write them."""
_BETWEEN: Final = re.compile(r"((?<=\d)[\W_]+(?=\d))|[\W_]+")
"""What stands between the parts of a class: between two digits it tells «5-1» from «51», elsewhere it says nothing."""


def folded_word(word: str) -> str:
    """A word without case and ё, letters of the country's other languages as Russian ones stand for them.

    >>> folded_word("Дёмин"), folded_word("Қайратұлы")
    ('демин', 'кайратулы')
    """
    return word.lower().translate(_RUSSIAN_FOR)


def folded_class(name: str) -> str:
    """A class without the differences of typing: case, blanks, hyphen, quotes, Latin letters that look Russian.

    >>> folded_class("4а"), folded_class("4 «A»"), folded_class("10–Б"), folded_class("5.1")
    ('4А', '4А', '10Б', '5-1')
    """
    return russian_letters(_BETWEEN.sub(lambda found: "-" if found[1] else "", visible(name).strip()).upper())


def grade_in(class_: str) -> int:
    """The grade that a folded class begins with, 0 where it begins with none.

    >>> grade_in("10Б"), grade_in("4"), grade_in("КОРР")
    (10, 4, 0)
    """
    found = re.match(r"\d{1,2}", class_)

    return int(found[0]) if found else 0


def folded_name(name: str) -> str:
    """A name or a few words without the differences of typing: case, ё, repeated and no-break blanks, what nobody sees.

    >>> folded_name(" Семёнов\u00a0 ПЁТР ")
    'семенов петр'
    """
    return " ".join(folded_word(in_one_alphabet(visible(name))).split())


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
