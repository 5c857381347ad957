"""How many guesses a password takes somebody who begins with the likely ones: Russian words, phrases, names, keys beside each other, dates.

A password is cut into likely pieces in the way that makes their product smallest (as zxcvbn does, whose patterns are used beside our own), typed
as it is, on the other keyboard layout, by its sounds in Latin letters, with digits for letters, backwards.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from xl_macros.key.likely_words import folded, in_sounds, likely, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_JUDGED: Final = 64
"""Characters that are looked at: whatever follows only helps."""
_LONGEST: Final = 24
"""Letters of a word."""
_INSIDE: Final = {2: 100.0, 3: 300.0}
"""Least guesses for a short word among letters: there such a one is found in every word."""
_RUSSIAN_KEYS: Final = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_TO_LATIN: Final = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)
_TO_RUSSIAN: Final = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_RUSSIAN_SIGNS: Final = str.maketrans("03461@$", "озчбиас")
_LATIN_SIGNS: Final = str.maketrans("03415@$!", "oeaisasi")
_VOWELS: Final = frozenset("аеёиоуыэюяaeiouy")
_DIVIDERS: Final = frozenset(" -_.,")
_SPECIAL: Final = (
    (re.compile(r"(?:19[3-9]|20[0-4])\d"), 50.0),
    (re.compile(r"[0-3]\d[.\-/ ]?[01]\d(?:[.\-/ ]?(?:19|20)?\d\d)?"), 20_000.0),
    (re.compile(r"(?:\+?[78][ (-]*)?9\d{2}[ )-]*\d{3}[ -]?\d{2}[ -]?\d{2}"), 1e6),
    (re.compile(r"[авекмнорстухabekmhopctyx]\d{3}[авекмнорстухabekmhopctyx]{2}(?:\d{2,3})?"), 1e6),
)
"""Years, dates, mobile telephones, number plates, and guesses for each."""
_WALKS: Final = (
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "qazwsxedcrfvtgbyhnujmikolp",
    "zaq12wsxcde34rfv",
    "q1w2e3r4t5y6",
)


class _Piece(NamedTuple):
    start: int
    end: int
    guesses: float
    alone: int = 0
    linked: int = 0


def guesses(password: str, names: Mapping[str, float]) -> float:
    """How many passwords are likelier than this one.

    Args:
        password: as it is typed.
        names: what stands for nothing (:func:`~xl_macros.key.likely_words.forms_of`).
    """
    text = folded(" ".join(password.split()))[:_JUDGED]
    best = min(factor * _fewest(view, names) for view, factor in _views(text))

    return best * _capitals(password)


def _capitals(password: str) -> float:
    """How much capitals help: one at the beginning of a word, or nothing but capitals, hardly at all."""
    if not re.search("[A-ZА-ЯЁ]", password):
        return 1
    inside = 0 if password.upper() == password else len(re.findall("(?<=[^\\W\\d_])[A-ZА-ЯЁ]", password))

    return 2.0 * 4.0 ** min(inside, 8)


def _views(text: str) -> Iterator[tuple[str, float]]:
    """The text in every way in which it may have been thought of, and how many more guesses that way costs."""
    russian = re.search("[а-я]", text) is not None
    ways = {text: 1.0, text[::-1]: 4.0}
    ways.setdefault(text.translate(_TO_LATIN) if russian else text.translate(_TO_RUSSIAN), 3.0)
    ways.setdefault(text.translate(_RUSSIAN_SIGNS if russian else _LATIN_SIGNS), 8.0)
    seen: set[str] = set()
    for way, factor in ways.items():
        for view, more in ((way, 1.0), (in_sounds(way), 1.5)):
            if view not in seen:
                seen.add(view)
                yield view, factor * more


def _fewest(text: str, names: Mapping[str, float]) -> float:
    """The smallest product over all ways to cut the text, a sentence (half of its words follow from others) or unrelated words."""
    ends: list[list[_Piece]] = [[] for _ in range(len(text) + 1)]
    for piece in (*_words(text, names), *_phrases(text), *_patterns(text), *_repeats(text)):
        ends[piece.end].append(piece)
    best: list[tuple[float, int, int]] = [(1.0, 0, 0)]
    for end in range(1, len(text) + 1):
        product, alone, linked = best[end - 1]
        found = (product * _single(text, end - 1), alone, linked)
        for piece in ends[end]:
            product, alone, linked = best[piece.start]
            found = min(found, (product * max(piece.guesses, 1.0), alone + piece.alone, linked + piece.linked))
        best.append(found)
    product, alone, linked = best[-1]

    return product * (_orders(product, alone) if alone > linked else 1.0)


def _orders(product: float, words: int) -> float:
    """How many more combinations of so many unrelated words have a product of ranks that is not greater: they are all tried first."""
    return max(1.0, math.log(max(product, 2.0)) ** (words - 1) / math.factorial(words - 1)) if words > 1 else 1.0


def _words(text: str, names: Mapping[str, float]) -> Iterator[_Piece]:
    sounds = re.search("[а-я]", text) is None
    for start in range(len(text)):
        for end in range(start + 2, min(len(text), start + _LONGEST) + 1):
            if not text[end - 1].isalpha():
                break
            found = likely(text[start:end], sounds=sounds, known=names)
            if found and found.guesses > 40 and not _stands_alone(text, start, end):
                found = found._replace(guesses=max(found.guesses, _INSIDE.get(end - start, 0.0)))
            if found:
                yield _Piece(start, end, found.guesses, int(found.alone), int(not found.alone and found.guesses > 1))


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha())


def _phrases(text: str) -> Iterator[_Piece]:
    """Lines that people know by heart, whatever divides their words."""
    at = [place for place, one in enumerate(text) if one.isalpha()]
    letters = "".join(text[place] for place in at)
    sounds = re.search("[а-я]", text) is None
    for start in range(len(letters)):
        for end in range(start + 4, len(letters) + 1):
            if tries := phrase(letters[start:end], sounds=sounds):
                yield _Piece(at[start], at[end - 1] + 1, tries)


def _patterns(text: str) -> Iterator[_Piece]:
    """English words, keys beside each other, alphabets, dates by zxcvbn; years, telephones, plates, walks over the keyboard by ourselves."""
    from zxcvbn import matching, scoring

    for match in matching.omnimatch(text, matching.RANKED_DICTIONARIES):
        if len(match["token"]) < (4 if match["pattern"] == "dictionary" else 3):
            continue  # two letters are always some word or row
        tries = float(scoring.estimate_guesses(match, text))
        yield _Piece(match["i"], match["j"] + 1, tries, int(match["pattern"] == "dictionary" and tries > 100))
    for pattern, tries in _SPECIAL:
        for start in range(len(text)):
            if found := pattern.match(text, start):
                yield _Piece(start, found.end(), tries)
    keys = text.translate(_TO_LATIN)
    for start in range(len(keys)):
        for end in range(start + 4, len(keys) + 1):
            if any(keys[start:end] in walk for walk in _WALKS):
                yield _Piece(start, end, 200.0)


def _repeats(text: str) -> Iterator[_Piece]:
    """Pieces that stood right before already, with or without a divider between."""
    for start in range(1, len(text)):
        for size in range(1, min(start, len(text) - start) + 1):
            for gap in (0, 1):
                before = start - gap
                if before >= size and text[before - size : before] == text[start : start + size]:
                    yield _Piece(start, start + size, 3.0)


def _single(text: str, at: int) -> float:
    """Guesses for a character that belongs to nothing."""
    one, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if one.isdigit():
        return 26.0 if before.isalpha() and after.isalpha() else 10.0
    if one.isalpha():
        in_word = text[max(at - 2, 0) : at].isalpha() and at > 1
        return 9.0 if in_word and (one in _VOWELS) != (before in _VOWELS) else 26.0
    if one in _DIVIDERS and (before.isalnum() or not before):
        return 2.0

    return 5.0 if not after and one in "!.?" else 30.0
