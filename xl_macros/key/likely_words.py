"""What passwords are made of: Russian words by how often they are used, phrases that people know by heart, names, words of a school."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from objectivity_core.anonymity.fold import LATIN_KEY, latin_keys, russian_key
from objectivity_core.anonymity.forms import first_forms, patronymic_forms, surname_forms
from objectivity_core.russian.dictionary import morphology

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_RARE: Final = 20_000.0
"""Guesses for a word of the dictionary that is not among the frequent ones."""
_FUNCTION: Final = 30.0
_CONNECTED: Final = 400.0
"""At most, for a function word and for another word inside a sentence: whoever has heard the beginning guesses the rest."""
_PHRASE: Final = 20_000.0
_OURS: Final = 40.0
_KINDS: Final = (("Name", 300.0), ("Patr", 1_000.0), ("Surn", 3_000.0), ("Geox", 4_000.0), ("Abbr", 500.0))
"""Guesses for first names, patronymics, surnames, places, abbreviations, at most."""
_SCHOOL: Final = """
    пароль пароли парол директор завуч учитель учительница школа школы школу школе школьный гимназия гимназии лицей лицея
    интернат класс классы классный ученик ученица ученики ключ ключа ключи коды кодов код кодовый экзамен экзамены
    объективность объективный админ администратор привет секрет любовь солнышко впр егэ огэ мцко воши вош вуз фгос нок
    ноко сош оош нош мбоу мкоу маоу мoу моу гбоу гоу гкоу гаоу муниципальное чоу рцоко роно гороно урок перемена журнал
    дневник отличник отлично хорошо педсовет совещание работа контрольная проверочная результаты баллы отметка оценка
    россия москва математика русский физика химия биология история география литература информатика английский
    qwerty password admin parol shkola objectivity school teacher director
"""
"""What everybody at a school tries first."""
_APART: Final = {"PREP", "CONJ", "PRCL", "NPRO", "INTJ"}


class Likely(NamedTuple):
    """A piece of a password.

    Attributes:
        guesses: how many tries find it.
        alone: whether it stands by itself; else it follows from what is said before.
    """

    guesses: float
    alone: bool = False


def folded(text: str) -> str:
    """Small letters, ё as е."""
    return text.lower().replace("ё", "е")


def in_sounds(text: str) -> str:
    """A Latin text by its sounds, whatever scheme it is spelled by; all else stays.

    >>> in_sounds("shkola12") == in_sounds("schkola12"), in_sounds("privet")
    (True, 'privet')
    """
    return re.sub("[a-z]+", lambda found: latin_keys(found[0])[0].removeprefix(LATIN_KEY), text)


def likely(word: str, *, sounds: bool, known: Mapping[str, float]) -> Likely | None:
    """What a piece of a password is; None where it is no word that anybody knows.

    Args:
        word: the piece, folded, or by its sounds.
        sounds: whether it is Latin, by its sounds.
        known: further words as they are written here, with their guesses.
    """
    if word in known:
        return Likely(known[word])
    if sounds:
        found = _by_sounds().get(word)
        return Likely(*found) if found else None
    if len(word) > 1 and (word in _ranks() or (len(word) > 3 and word.isalpha() and morphology().word_is_known(word))):
        return _word(word)

    return None


def phrase(letters: str, *, sounds: bool) -> float:
    """Guesses for a run of words that people know by heart, written together; 0 for anything else."""
    return (_phrases_by_sounds() if sounds else _phrases()).get(letters, 0.0)


def forms_of(names: Iterable[str]) -> dict[str, float]:
    """Names of the school and of its people as attackers type them: declined, by their sounds in Latin letters; each is the first guess."""
    words = {word for name in names for word in re.findall(r"[^\W\d_]{3,}", name)}
    forms: set[str] = set()
    for word in words:
        forms |= {folded(word), *surname_forms(word), *first_forms(word), *patronymic_forms(word)}
    forms = {form for form in forms if len(form) > 2}

    return dict.fromkeys([*forms, *(russian_key(form).removeprefix(LATIN_KEY) for form in forms)], 1.0)


@functools.cache
def _word(word: str) -> Likely:
    """A word by its frequency and by what it is in a sentence."""
    rank = _ranks().get(word, _RARE)
    parses = [parse for parse in morphology().parse(word) if parse.is_known and parse.score > 0.05]
    for kind, most in _KINDS:
        if any(kind in parse.tag for parse in parses if parse.score > 0.3):
            return Likely(min(rank, most))
    if not parses or parses[0].tag.POS in _APART or "Apro" in parses[0].tag:
        return Likely(min(rank, _FUNCTION if parses else rank))
    as_listed = any(
        ("nomn" in parse.tag and parse.tag.POS == "NOUN") or parse.normal_form == word.replace("ё", "е")
        for parse in parses
    )

    return Likely(rank, alone=True) if as_listed else Likely(min(rank, max(_CONNECTED, rank / 4)))


def _read(name: str) -> list[str]:
    text = (resources.files("xl_macros.key") / "words" / name).read_text(encoding="utf-8")

    return [line for line in text.splitlines() if line and not line.startswith("#")]


@functools.cache
def _ranks() -> dict[str, float]:
    """Frequent forms and how many are more frequent; words of a school before them."""
    frequent = " ".join(_read("common.txt")).split()

    return {word: float(rank) for rank, word in enumerate(frequent, start=1)} | dict.fromkeys(_SCHOOL.split(), _OURS)


@functools.cache
def _phrases() -> dict[str, float]:
    """Runs of two words and more of the known lines, written together; those that begin a line are likelier."""
    runs: dict[str, float] = {}
    for line in map(str.split, _read("phrases.txt")):
        for first in range(len(line)):
            for end in range(first + 2, len(line) + 1):
                run = "".join(line[first:end])
                runs[run] = min(runs.get(run, 1e9), _PHRASE if first == 0 else 3 * _PHRASE)

    return runs


@functools.cache
def _by_sounds() -> dict[str, tuple[float, bool]]:
    """Frequent words by the sounds of their Latin spellings."""
    return {
        russian_key(word).removeprefix(LATIN_KEY): (guesses, guesses > _OURS)
        for word, guesses in reversed(_ranks().items())
    }


@functools.cache
def _phrases_by_sounds() -> dict[str, float]:
    return {russian_key(run).removeprefix(LATIN_KEY): guesses for run, guesses in _phrases().items()}


def pass_phrase_words() -> list[str]:
    """The words of generated pass phrases, each once."""
    return sorted({word for line in _read("pass_phrase.txt") for word in line.split()})
