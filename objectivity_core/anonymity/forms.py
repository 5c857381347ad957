"""Russian names: all their forms, and how much of a word each form is besides (pymorphy3 and the rules of surnames)."""

from __future__ import annotations

import enum
import functools
import re
from typing import TYPE_CHECKING, Final

from objectivity_core.russian.dictionary import morphology
from objectivity_core.russian.fold import folded_word

if TYPE_CHECKING:
    from collections.abc import Iterable

_POSSESSIVE: Final = ["", "а", "у", "ым", "е", "ой", "ою", "ы", "ых", "ыми"]
_ADJECTIVE: Final = [
    "ый",
    "ий",
    "ой",
    "ого",
    "его",
    "ому",
    "ему",
    "ым",
    "им",
    "ом",
    "ем",
    "ая",
    "яя",
    "ей",
    "ую",
    "юю",
    "ою",
    "ею",
    "ые",
    "ие",
    "ых",
    "их",
    "ыми",
    "ими",
]
_CONSONANT: Final = ["", "а", "у", "ом", "ем", "е", "ы", "и", "ов", "ев", "ей", "ам", "ами", "ах"]
_SOFT: Final = ["ь", "й", "я", "ю", "ем", "ём", "е", "и", "ев", "ей", "ям", "ями", "ях"]
_FEMALE_HARD: Final = ["", "а", "ы", "и", "е", "у", "ой", "ою", "ей", "ею", "ам", "ами", "ах"]
_FEMALE_SOFT: Final = ["я", "и", "е", "ю", "ей", "ею", "ёй", "ёю", "ь", "й", "ям", "ями", "ях"]
_UKRAINIAN: Final = ["о", "а", "е", "у", "ой", "ою", "и"]
_PATRONYMICS: Final = {"ич": ["ич", "ича", "ичу", "ичем", "ичом", "иче"], "на": ["на", "ны", "не", "ну", "ной", "ною"]}
_FAMILY: Final = re.compile(r"(?:[ое]в|[иы]н)а?$")


class Level(enum.IntEnum):
    """How much of a word a form of a surname is."""

    PLAIN = 0
    """Known as a surname only, or unknown."""
    OBLIQUE = 1
    """Besides only a plural, a possessive, a place."""
    WORD = 2
    """A word or a first name."""


@functools.cache
def level_of(form: str) -> Level:
    """How much of a word a folded form is by the dictionary.

    >>> level_of("озерцову"), level_of("волков"), level_of("мороз")
    (<Level.PLAIN: 0>, <Level.OBLIQUE: 1>, <Level.WORD: 2>)
    """
    level = Level.PLAIN
    for parse in morphology().parse(form):
        tag = parse.tag
        if not parse.is_known or "Surn" in tag:
            continue
        as_plural = "plur" in tag and ("gent" in tag or "accs" in tag) and tag.POS == "NOUN" and _FAMILY.search(form)
        if not (as_plural or "Poss" in tag or "Geox" in tag or ("Name" in tag and "plur" in tag)):
            return Level.WORD
        level = Level.OBLIQUE

    return level


@functools.cache
def is_first_name(form: str) -> bool:
    """Whether the dictionary knows a folded form as a first name, short ones («Саша») too."""
    return any(parse.is_known and "Name" in parse.tag for parse in morphology().parse(form))


@functools.cache
def is_word(form: str) -> bool:
    """Whether the dictionary knows a folded form."""
    return bool(morphology().word_is_known(form))


@functools.cache
def is_surname(form: str) -> bool:
    """Whether the dictionary takes a folded form for a surname."""
    return any("Surn" in parse.tag for parse in morphology().parse(form)[:2])


def surname_forms(surname: str) -> set[str]:
    """Folded forms of a surname: every case, singular and plural, both genders.

    >>> sorted(surname_forms("Крупская") & {"крупскому", "крупской", "крупских"})
    ['крупских', 'крупской', 'крупскому']
    """
    name = folded_word(surname)
    forms = {name, *_by_rule(name)}
    parses = [parse for parse in morphology().parse(surname.lower()) if "nomn" in parse.tag]
    family = [parse for parse in parses if "Surn" in parse.tag]
    for parse in family or [parse for parse in parses if parse.tag.POS in {"NOUN", "ADJF"} and "sing" in parse.tag]:
        forms |= {folded_word(one.word) for one in parse.lexeme if one.tag.POS in {"NOUN", "ADJF"}}

    return forms


def _by_rule(name: str) -> Iterable[str]:
    """Forms by the ending, for surnames that the dictionary takes for something else («Марин») or does not know."""
    if _FAMILY.search(name):
        return (name.removesuffix("а") + ending for ending in _POSSESSIVE)
    if found := re.search(r"(?<=..)(?:ый|ий|ой|ая|яя)$", name):
        return (name[: found.start()] + ending for ending in _ADJECTIVE)
    if name.endswith(("ых", "их")) or len(name) < 3:
        return ()
    for last, endings in (("ко", _UKRAINIAN), ("а", _FEMALE_HARD), ("я", _FEMALE_SOFT), ("ь", _SOFT), ("й", _SOFT)):
        if name.endswith(last):
            return (name[:-1] + ending for ending in endings)
    if name[-1] in "оеэиуюы":
        return ()
    stems = [name]
    if found := re.search(r"([еиоау]?)(л?)[ое]([цк])$", name):  # Коломиец, Коломийца; Палец, Пальца
        stems.append(name[: found.start()] + found[1] + ("й" if found[1] else "") + (found[2] and "ль") + found[3])

    return (stem + ending for stem in stems for ending in _CONSONANT)


def first_forms(name: str) -> set[str]:
    """Folded forms of a first name in the singular."""
    forms = {folded_word(name), *_by_rule(folded_word(name))} - {folded_word(name)[:-1]}
    for parse in morphology().parse(name.lower()):
        if "Name" in parse.tag and "nomn" in parse.tag and "sing" in parse.tag:
            forms |= {folded_word(one.word) for one in parse.lexeme if "sing" in one.tag}

    return forms


def patronymic_forms(name: str) -> set[str]:
    """Folded forms of a patronymic in the singular."""
    name = folded_word(name)
    for ending, endings in _PATRONYMICS.items():
        if name.endswith(ending):
            return {name.removesuffix(ending) + one for one in endings}

    return {name}
