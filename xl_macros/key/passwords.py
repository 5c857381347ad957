"""Whether a new password guards names: judged by guesses (zxcvbn), on Russian keys too, and by what a Russian password often is."""

from __future__ import annotations

import re
from typing import Final

from objectivity_core.russian.dictionary import morphology
from xl_macros.disk.encrypted import can_be_password
from xl_macros.errors import ObjectivityError

SHORTEST: Final = 8
LEAST_GUESSES: Final = 10**8
"""Of a machine that tries the likely ones first; the encryption makes each try slow."""
BESIDE_A_WORD: Final = 6
"""Digits and signs that make one word a password: a year and a mark are not enough."""
_JUDGED: Final = 72
"""Characters that the estimate looks at: longer ones are strong enough, unless they repeat themselves."""
_USUAL: Final = (
    *(
        "пароль",
        "директор",
        "завуч",
        "учитель",
        "школа",
        "гимназия",
        "лицей",
        "класс",
        "ученик",
        "ключ",
        "ключа",
        "коды",
        "кодов",
        "код",
        "экзамен",
    ),
    *(
        "объективность",
        "objectivity",
        "админ",
        "привет",
        "любовь",
        "секрет",
        "россия",
        "москва",
        "солнышко",
        "впр",
        "егэ",
        "огэ",
        "мцко",
    ),
)
"""Words that everybody at a school tries first."""
_KEYS: Final = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`")
"""Russian letters and what stands on the same keys: «йцукен» is «qwerty»."""
_NAMES: Final = frozenset({"Name", "Surn", "Patr"})


def check_new_password(password: str) -> None:
    """Refuse a password that does not guard names.

    It needs eight characters, and more than a usual word, one word with a year, somebody's name, a row of keys or of the alphabet, a repetition.

    Raises:
        ObjectivityError: it is too short, too long for Excel or too easily guessed.
    """
    text = " ".join(password.split()).lower()
    if len(text) < SHORTEST:
        raise ObjectivityError(
            f"Пароль слишком короткий: нужно не меньше {SHORTEST} знаков. Запишите его и храните отдельно от книги."
        )
    if not can_be_password(password):
        raise ObjectivityError(
            "Такой пароль Excel не примет: он длиннее 255 знаков или в нём есть Tab, перевод строки. Возьмите другой."
        )
    if _repeats(text) or _guesses(text) < LEAST_GUESSES or _one_word(text) or _somebody(text):
        raise ObjectivityError(
            "Пароль слишком простой: его подберут с первых попыток. Возьмите три-четыре несвязанных слова, например «туча лыжи сосед»: только не эти."
        )


def _guesses(text: str) -> int:
    """How many tries somebody needs who begins with likely passwords, typed with Russian keys or with Latin ones."""
    from zxcvbn import zxcvbn

    by_keys = text.translate(_KEYS)

    return min(int(zxcvbn(judged[:_JUDGED], user_inputs=list(_USUAL))["guesses"]) for judged in (text, by_keys))


def _repeats(text: str) -> bool:
    """Whether it is one short piece over and over, or made of very few characters.

    >>> _repeats("абвабвабв"), _repeats("кот лампа забор")
    (True, False)
    """
    return len(set(text)) < 5 or re.fullmatch(r"(.{1,7}?)\1+.{0,3}", text) is not None


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 2]


def _one_word(text: str) -> bool:
    """Whether it is digits alone, usual words alone, or one word that stands in a dictionary, each with little beside it."""
    words = _words(text)
    rest = len(text) - sum(map(len, words))
    if not words:
        return not any(character.isalpha() for character in text)
    if all(word in _USUAL for word in words):
        return rest < SHORTEST

    return len(words) == 1 and rest < BESIDE_A_WORD and bool(morphology().word_is_known(words[0]))


def _somebody(text: str) -> bool:
    """Whether all its words are somebody's name that a dictionary knows: «Мария Петровна»."""
    analyzer, words = morphology(), _words(text)

    return bool(words) and all(
        analyzer.word_is_known(word) and not _NAMES.isdisjoint(analyzer.parse(word)[0].tag.grammemes) for word in words
    )
