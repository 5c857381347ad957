"""Letters: the same word however it is typed, and Russian words in Latin letters by their sounds."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from objectivity_core.russian.fold import folded_word
from objectivity_core.russian.unseen import visible

if TYPE_CHECKING:
    from collections.abc import Container

_MARKS: Final = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_ACCENTS: Final = re.compile(
    "(?<=[\u0400-\u04ff])[\u0300-\u0305\u0307\u0309-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
"""Marks of a Russian letter but for those that make й and ё of и and е."""
_NOT_SEEN: Final = re.compile("[\u2800\u3164\uffa0\U000e0000-\U000e01ef]")
"""Further characters that show nothing: empty Braille and Hangul, tags and the long row of variation selectors."""
_APART: Final = r"[\s\u180e.,·•‧∙*_|/\\~-]{1,6}"
"""What may stand between letters that are typed apart."""
_SPACED: Final = re.compile(rf"(?<![^\W\d_])[^\W\d_](?:{_APART}[^\W\d_](?![^\W\d_])){{3,}}")
_LONGEST_RUN, _LONGEST_WORD = 80, 24
_NO_LETTER: Final = re.compile(r"[\W\d_]+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[03'’`ʹʺ]{1,2}[^\W\d_]+)*")
_SIGNS: Final = re.compile("['’`ʹʺ]")
_PIECE: Final = re.compile(r"[A-ZА-ЯЁ]+(?![a-zа-яё])|[A-ZА-ЯЁ]?[a-zа-яё]+|[^\W\d_]")
_TO_CYRILLIC: Final = str.maketrans(
    dict(zip("ABCEHKMOPTXYaceopxykmiіІΑΒΕΗΚΜΟΡΤΥΧορ03", "АВСЕНКМОРТХУасеорхукмииИАВЕНКМОРТУХороз", strict=True))
)
_TO_LATIN: Final = str.maketrans("АВСЕНКМОРТХУасеорхук", "ABCEHKMOPTXYaceopxyk")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LOOK_LATIN: Final = re.compile(r"[ABCEHKMOPTXYaceopxyk]+")
_SOUNDS: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "Z",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "C",
            "Q",
            "S",
            "S",
            "_",
            "i",
            "_",
            "e",
            "iu",
            "ia",
        ],
        strict=True,
    )
)
_RUSSIAN: Final = {ord(letter): sound.replace("_", "") for letter, sound in _SOUNDS.items()}
_DIACRITICS: Final = str.maketrans(
    {"ž": "zh", "č": "ch", "š": "sh", "ŝ": "shch", "û": "yu", "â": "ya", "ë": "e", "è": "e"}
)
_LATIN_SOUNDS: Final = {
    **dict.fromkeys(("shch", "sch", "shh", "sh"), "S"),
    **dict.fromkeys(("tch", "ch"), "Q"),
    **dict.fromkeys(("tsz", "ts", "tz", "tc", "cz", "c"), "C"),
    "zh": "Z",
    "kh": "h",
    "x": "ks",
    "w": "v",
    "y": "i",
    "j": "i",
    "q": "k",
}
_LATIN_SOUND: Final = re.compile("|".join(sorted(_LATIN_SOUNDS, key=len, reverse=True)))
_ALIKE: Final = (
    ("ts", "C"),
    ("dZ", "Z"),
    ("ie", "e"),
    ("io", "e"),
    ("iu", "u"),
    ("Zo", "Ze"),
    ("So", "Se"),
    ("Qo", "Qe"),
)
_DOUBLED: Final = re.compile(r"(.)\1+")
LATIN_KEY: Final = "~"
"""Begins the keys of Latin spellings, which never equal a Russian form."""


class Token(NamedTuple):
    """A word of a text: as written, where it stands, and the keys under which it may be known."""

    text: str
    start: int
    end: int
    keys: tuple[str, ...]


def cleaned(text: str) -> str:
    """A text without what the eye does not see: soft hyphens, zero widths, stress marks."""
    if text.isascii():
        return text
    apart = _ACCENTS.sub("", unicodedata.normalize("NFD", text))

    return _MARKS.sub("", _NOT_SEEN.sub("", visible(apart)))


def closed_up(text: str, known: Container[str]) -> str:
    """A cleaned text in which known words whose letters stand apart, whatever stands between them, are closed up.

    What stands apart beside them in the same run is closed up too.

    >>> closed_up("сдал К о з ы р е в, и а б в г", {"козырев"})
    'сдал Козырев иабвг'
    """

    def close(found: re.Match[str]) -> str:
        letters = _NO_LETTER.sub("", found[0])[:_LONGEST_RUN]
        for size in range(min(len(letters), _LONGEST_WORD), 3, -1):
            for at in range(len(letters) - size + 1):
                word = letters[at : at + size]
                if any(key in known for key in keys_of(word)):
                    return " ".join(filter(None, (letters[:at], word, letters[at + size :])))

        return found[0]

    return _SPACED.sub(close, text)


def _alike(sounds: str) -> str:
    for written, same in _ALIKE:
        sounds = sounds.replace(written, same)

    return _DOUBLED.sub(r"\1", sounds)


def russian_key(form: str) -> str:
    """The key of a Russian form for its Latin spellings.

    >>> russian_key("щукину") == latin_keys("Shchukinu")[0] == latin_keys("Schukinu")[0]
    True
    """
    return LATIN_KEY + _alike(folded_word(form).translate(_RUSSIAN))


def latin_keys(word: str) -> tuple[str, ...]:
    """The keys of a Latin word: x is «кс» or «х», j is «й» or «дж»; the endings -off, -eff are old spellings of -ов, -ев."""
    low = word.lower().translate(_DIACRITICS)
    if not low.isascii():
        low = _MARKS.sub("", unicodedata.normalize("NFD", low))
    low = re.sub(r"[^a-z]", "", low)
    low = re.sub(r"(?<=[oe])ff(?=$|a$|y$)", "v", low)
    spellings = dict.fromkeys(
        [low, low.replace("x", "h") if "x" in low else low, low.replace("j", "zh") if "j" in low else low]
    )

    return tuple(
        dict.fromkeys(
            LATIN_KEY + _alike(_LATIN_SOUND.sub(lambda found: _LATIN_SOUNDS[found[0]], one)) for one in spellings
        )
    )


def keys_of(word: str) -> tuple[str, ...]:
    """Under which keys a word may be known: its folded form, its Latin sounds, its letters taken for those they look like."""
    if not _LATIN.search(word):
        plain = folded_word(word)
        return (
            (plain,)
            if plain.isalpha() and "і" not in plain
            else (re.sub(r"[^а-я]", "", folded_word(word.translate(_TO_CYRILLIC))),)
        )
    if not _CYRILLIC.search(word):
        looks = (folded_word(word.translate(_TO_CYRILLIC)),) if _LOOK_LATIN.fullmatch(word) else ()
        return (*latin_keys(word), *looks)

    return (folded_word(word.translate(_TO_CYRILLIC)), *latin_keys(word.translate(_TO_LATIN)))


def words_of(text: str, known: frozenset[str]) -> list[Token]:
    """The words of a cleaned text. What is written together («ИвановПётр», «Иванов3») is taken apart where a piece is known."""
    tokens = []
    for found in _WORD.finditer(text):
        word = found[0]
        whole = Token(word, found.start(), found.end(), keys_of(word))
        if _SIGNS.sub("", word).istitle() or word.islower() or len(word) == 1:
            tokens.append(whole)
            continue
        pieces = [
            Token(one[0], found.start() + one.start(), found.start() + one.end(), keys_of(one[0]))
            for one in _PIECE.finditer(word)
        ]
        apart = any(len(piece.text) > 2 and key in known for piece in pieces for key in piece.keys)
        tokens += pieces if apart or not any(key in known for key in whole.keys) else [whole]

    return tokens


def is_latin(key: str) -> bool:
    """Whether a key is that of a Latin spelling."""
    return key.startswith(LATIN_KEY)
