"""Whether a new password guards names, and one by chance that does."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from xl_macros.disk.encrypted import can_be_password
from xl_macros.errors import ObjectivityError
from xl_macros.key.guesses import guesses
from xl_macros.key.likely_words import forms_of, pass_phrase_words

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

SHORTEST: Final = 8
LEAST_GUESSES: Final = 1e11
"""Of a machine that tries the likely ones first. A try takes 100,000 rounds of SHA-512: a card that makes 100,000 a second needs twelve days."""
PHRASE_WORDS: Final = 4


def check_new_password(password: str, names: Iterable[str] = ()) -> None:
    """Refuse a password that does not guard names.

    Args:
        password: as it was typed.
        names: of the school and of its people: they stand for nothing in a password, however they are declined or typed.

    Raises:
        ObjectivityError: it is too short, too long for Excel or too easily guessed.
    """
    text = " ".join(password.split())
    if len(text) < SHORTEST:
        raise ObjectivityError(
            f"Пароль слишком короткий: нужно не меньше {SHORTEST} знаков. Запишите его и храните отдельно от книги."
        )
    if not can_be_password(password):
        raise ObjectivityError(
            "Такой пароль Excel не примет: он длиннее 255 знаков или в нём есть Tab, перевод строки. Возьмите другой."
        )
    if (
        not re.search(r"[^\W\d_]", text)
        or len(set(text.lower())) < 5
        or guesses(password, forms_of(names)) < LEAST_GUESSES
    ):
        raise ObjectivityError(
            "Пароль слишком простой: слова из песен и книг, имена, школа, годы, телефоны и ряды клавиш подбирают первыми. Возьмите тот, что предложила программа, или четыре несвязанных слова."
        )


def pass_phrase(source: random.Random) -> str:
    """Four words by chance: easy to write down and to type, hard to guess (:func:`pass_phrase_bits`)."""
    return " ".join(source.sample(pass_phrase_words(), PHRASE_WORDS))


def pass_phrase_bits() -> float:
    """How many bits of chance a generated phrase has: its words are drawn from the list, none twice, in any order."""
    return math.log2(math.perm(len(pass_phrase_words()), PHRASE_WORDS))
