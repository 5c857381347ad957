"""The roster, and the dictionary of everything by which its pupils can be named: built once, looked up per word."""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import TYPE_CHECKING, Final

from objectivity_core.anonymity.fold import keys_of, russian_key
from objectivity_core.anonymity.forms import first_forms, patronymic_forms, surname_forms
from objectivity_core.commission.scoring_sheet import (
    CODE_HEADING,
    LEFT_HEADING,
    SERVICE,
    SHEET,
    TOTAL_HEADING,
    ScoringSheet,
)
from objectivity_core.russian.fold import folded_class, folded_word
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

_OURS: Final = (
    "Лист проверки",
    "Листы проверки",
    "третья проверка",
    "Подпись эксперта",
    "Дата",
    "Задание",
    "Такого балла нет",
)


_WRITTEN_ALIKE: Final = {
    "ъ": "ие",
    "сх": "ш",
    "зх": "ж",
    "кх": "х",
    "цх": "ч",
    "тч": "ч",
    "тз": "ц",
    "цз": "ц",
    "шч": "щ",
    "сч": "щ",
}
"""What some scheme writes in Latin letters as another sound: «ie» in passports, «sh» where х is h."""


@dataclasses.dataclass(frozen=True)
class Pupil:
    """A pupil: key, surname, first name, patronymic (folded; ``""`` where the list has none), folded class."""

    pupil_id: str
    surname: str
    first: str = ""
    patronymic: str = ""
    class_: str = ""


@dataclasses.dataclass(frozen=True)
class Roster:
    """Who must not be named, and what is no name.

    Attributes:
        pupils: the pupils.
        staff: (key, full name) of the staff.
        phrases: the school's own vocabulary: subjects, headings of the product's papers.
    """

    pupils: tuple[Pupil, ...]
    staff: tuple[tuple[str, str], ...] = ()
    phrases: frozenset[str] = frozenset()


def roster_of(pupils: pd.DataFrame, staff: pd.DataFrame | None = None, words: Iterable[str] = ()) -> Roster:
    """The roster of a book.

    Args:
        pupils: «Ученики»: ``pupil_id``, ``name``, ``class``; rows without name are left out, a pupil without key is called by row.
        staff: «Люди»: ``staff_id``, ``name``.
        words: names of subjects and kinds of procedures.
    """
    people = tuple(
        person(key or f"строка {row}", name, class_)
        for row, (key, name, class_) in enumerate(
            zip(pupils["pupil_id"], pupils["name"], pupils["class"], strict=True), start=1
        )
        if any(map(str.isalpha, name))
    )
    others = () if staff is None else tuple(zip(staff["staff_id"], staff["name"], strict=True))
    service = [label for label, _ in ScoringSheet("", "", "", "", False, (), (("1", 1),)).service()]
    tables = {
        text
        for table in TABLES.values()
        for text in (table.excel, table.sheet, *(column.heading for column in table.columns))
    }
    ours = (*tables, SHEET, SERVICE, CODE_HEADING, TOTAL_HEADING, LEFT_HEADING, *service, *_OURS)

    return Roster(people, others, frozenset(word for word in (*words, *ours) if word))


def person(key: str, name: str, class_: str = "") -> Pupil:
    """A person from a full name: surname, first name, patronymic in this order, or their initials."""
    parts = [
        part for part in re.split(r"[\s\u00a0.]+", re.sub(r"\(.*?\)", " ", name).strip()) if any(map(str.isalpha, part))
    ]
    surname, first, patronymic = (folded_word(part) for part in (*parts[:3], "", "", "")[:3])

    return Pupil(key, surname, first.split("-")[0], patronymic, folded_class(class_))


class Index:
    """The dictionary of a roster.

    Attributes:
        surnames: key of a form → (the Russian forms it may be, numbers of pupils).
        firsts: key → first names (folded nominative), those of the staff too.
        patronymics: the same of patronymics.
        pairs: (first name, patronymic) → numbers of pupils.
        known: every key.
    """

    def __init__(self, roster: Roster) -> None:
        """Build it: each surname, first name and patronymic is inflected once."""
        self.pupils = roster.pupils
        self.staff = [person(key, name) for key, name in roster.staff]
        self.phrases = _phrases(roster.phrases)
        self.surnames: dict[str, tuple[set[str], set[int]]] = {}
        self.firsts: dict[str, set[str]] = {}
        self.patronymics: dict[str, set[str]] = {}
        self.pairs: dict[tuple[str, str], set[int]] = {}
        bearers: dict[str, set[int]] = {}
        for number, pupil in enumerate(self.pupils):
            for part in pupil.surname.split("-"):
                bearers.setdefault(part, set()).add(number)
            if pupil.patronymic:
                self.pairs.setdefault((pupil.first, pupil.patronymic), set()).add(number)
        for surname, numbers in bearers.items():
            for form in surname_forms(surname):
                for key in _keys(form):
                    forms, known = self.surnames.setdefault(key, (set(), set()))
                    forms.add(form)
                    known |= numbers
        everyone = [*self.pupils, *self.staff]
        _enter(self.firsts, {one.first for one in everyone}, first_forms)
        _enter(self.patronymics, {one.patronymic for one in everyone}, patronymic_forms)
        self.staff_pairs = {(one.first, one.patronymic) for one in self.staff}
        self.known = frozenset({*self.surnames, *self.firsts, *self.patronymics})


def _enter(into: dict[str, set[str]], names: set[str], forms_of: Callable[[str], set[str]]) -> None:
    for name in names - {""}:
        for form in forms_of(name):
            for key in _keys(form):
                into.setdefault(key, set()).add(name)


def _keys(form: str) -> tuple[str, ...]:
    """Keys of a Russian form: itself and its Latin spellings; a roster may itself be in Latin letters."""
    if not re.fullmatch("[а-я]+", form):
        return keys_of(form)
    others = {form.replace(pair, same) for pair, same in _WRITTEN_ALIKE.items() if pair in form}

    return form, russian_key(form), *map(russian_key, others)


def _phrases(phrases: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(phrases, key=len, reverse=True)

    return (
        re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)", re.IGNORECASE) if ordered else None
    )


@functools.lru_cache(maxsize=4)
def index_of(roster: Roster) -> Index:
    """The dictionary of a roster, built once."""
    return Index(roster)


@functools.lru_cache(maxsize=1000)
def forms_keys(surname: str) -> frozenset[str]:
    """Keys of all forms of a surname."""
    return frozenset(key for part in surname.split("-") for form in surname_forms(part) for key in _keys(form))
