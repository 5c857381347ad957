"""Whose row of a journal it is: a pupil of «Ученики» by name and class, however the name is written; two that it may be are never guessed between."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from objectivity_core.people.names import fits, ordered, without_difference
from objectivity_core.people.pupils import full_names
from objectivity_core.russian.fold import folded_class, folded_name
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping

    import pandas as pd

Pupil = dict[str, Any]


class Pupils:
    """The pupils of a school."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Take the table «Ученики» (``pupil_id``, ``name``, ``class``, ``differs``)."""
        self._all: list[Pupil] = [
            row | {"full": full} for row, full in zip(records_of(frame), full_names(frame), strict=True) if row["name"]
        ]

    def named(self, name: str, classes: Collection[str]) -> list[Pupil]:
        """The pupils of these classes (of all without any) whom a name may mean: by its difference from a namesake, else in full, else with initials.

        Without a class only a whole name is looked for.
        """
        there = {folded_class(one) for one in classes}
        pupils = [one for one in self._all if not there or folded_class(one["class"]) in there]
        plain = without_difference(name)
        ways = (
            [one for one in pupils if _letters(one["full"]) == _letters(name)] if plain != name else [],
            [one for one in pupils if sorted(_letters(one["name"])) == sorted(_letters(plain))],
            [one for one in pupils if _shortened(plain, one["name"])] if there else [],
        )

        return next((found for found in ways if found), [])

    def elsewhere(self, name: str) -> list[str]:
        """The classes in which a pupil of that whole name is."""
        return list(dict.fromkeys(one["class"] for one in self.named(name, ())))


def told_apart(found: Mapping[Hashable, list[Pupil]]) -> dict[Hashable, Pupil]:
    """Which pupil each row means, where that is clear.

    Args:
        found: by row whom it may mean; two rows never mean one pupil where another is left.

    A name that fits two pupils is the one's whom no other row names by its difference, if only one such row is there.
    """
    clear = {row: pupils[0] for row, pupils in found.items() if len(pupils) == 1}
    taken = {one["pupil_id"] for one in clear.values()}
    for row, pupils in found.items():
        left = [one for one in pupils if one["pupil_id"] not in taken]
        alike = sum(_ids(pupils) == _ids(other) for other in found.values())
        if len(pupils) > 1 and len(left) == 1 and alike == 1:
            clear[row] = left[0]

    return clear


def _shortened(name: str, other: str) -> bool:
    """Whether one name is the other with initials or without patronymic: «Сомов И. П.», «Сомов Иван»."""
    one, two = (ordered(folded_name(text)) for text in (name, other))
    both = len(one) > 1 and len(two) > 1 and one[0] == two[0]

    return both and not any(map(str.isdigit, name + other)) and (fits(one, two) or fits(two, one))


def _ids(pupils: Iterable[Pupil]) -> set[str]:
    return {one["pupil_id"] for one in pupils}


def _letters(name: str) -> list[str]:
    return re.findall(r"\w+", folded_name(name))
