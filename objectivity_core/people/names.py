"""People as they are written in cells: «Синицына Алла Петровна (родитель)», «Синицына А. П.», «А. П. Синицына» are one person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from objectivity_core.russian.fold import folded_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARTS: Final = re.compile(r"[;,\n](?![^(]*\))")
_BRACKETS: Final = re.compile(r"\([^)]*\)?")
_NO_PERSON: Final = frozenset(
    [
        "нет",
        "да",
        "родитель",
        "родители",
        "наблюдатель",
        "учитель",
        "педагог",
        "представитель",
        "организатор",
        "организаторы",
        "директор",
        "завуч",
        "классный",
        "по",
    ]
)
"""First words of what stands in such a cell in place of a name: it says nothing about who it is."""


def people_in(cell: str) -> list[str]:
    """The names in a cell: separated by «;», a comma or a line break outside brackets; text in brackets, dashes and bare roles left out.

    >>> people_in("Сомов Иван Петрович (родитель, 5А); — ; нет")
    ['Сомов Иван Петрович']
    """
    names = (" ".join(_BRACKETS.sub(" ", part).split()).strip(" -–—") for part in _PARTS.split(cell))

    return [name for name in names if len(name) > 1 and name[0].isupper() and name.split()[0].lower() not in _NO_PERSON]


def without_difference(name: str) -> str:
    """A name without what stands in brackets: what tells namesakes apart is no part of the name.

    >>> without_difference("Семёнова Вера Павловна (нач. классы)")
    'Семёнова Вера Павловна'
    """
    return " ".join(_BRACKETS.sub(" ", name).split())


def is_named(cell: str) -> bool:
    """Whether a cell of people says anything: a role without a name does, a dash or «нет» does not."""
    return any(part.strip(" -–—.?\xa0").lower() not in {"", "нет"} for part in _PARTS.split(cell))


class People:
    """Tells who is who among names that are written in full or with initials."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take every name that is known, in any form."""
        self._identity: dict[str, str] = {}
        self._by_family: dict[str, list[list[str]]] = {}
        written = list(dict.fromkeys(names))
        self._folded = {name: folded_name(name) for name in written}
        for words in dict.fromkeys(map(tuple, map(ordered, self._folded.values()))):
            if len(words) > 1 and all(len(word) > 1 for word in words):
                self._by_family.setdefault(words[0], []).append(list(words))

    def who(self, name: str) -> str:
        """The person behind a name: equal texts are one person; initials that fit two people are nobody's but their own."""
        if name not in self._identity:
            folded = self._folded.get(name) or folded_name(name)
            words = ordered(folded)
            fitting = [full for full in self._by_family.get(words[0] if words else "", []) if fits(words, full)]
            exact = [full for full in fitting if full == words]
            self._identity[name] = " ".join(exact[0] if exact else fitting[0] if len(fitting) == 1 else words)

        return self._identity[name]


def ordered(folded: str) -> list[str]:
    """Family name, then given names or their initials."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", folded)
    initials = [word for word in words if len(word) == 1]

    return [*(word for word in words if len(word) > 1), *initials]


def fits(words: list[str], full: list[str]) -> bool:
    """Whether a name with initials, or without the last of them, can be that full name."""
    given = words[1:]

    return len(given) < len(full) and all(
        own == other or (len(own) == 1 and other.startswith(own)) for own, other in zip(given, full[1:], strict=False)
    )
