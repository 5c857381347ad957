"""What nobody sees in a text and yet makes it another: joined accents, soft hyphens, blanks of no width, Latin letters among Russian ones."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_OTHER_SIGNS: Final[dict[int, str]] = {
    0x2024: ".",
    0xFF0E: ".",
    0xFF0C: ",",
    0xFF1A: ":",
    0xFF1B: ";",
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    **dict.fromkeys((0xF0FC, 0xF0FE, 0xF0FD, 0xF0FB), "✓"),
    **dict.fromkeys((0xF0A8, 0xF06F), "☐"),
}
"""Signs that look like others, and ticks and boxes as a text in the font Wingdings holds them."""
DASHES: Final = "‐‑‒–—―−"
"""Signs that stand for a hyphen."""
_MIXED: Final = re.compile(r"(?=[а-яёА-ЯЁ]*[A-Za-z])(?=[A-Za-z]*[а-яёА-ЯЁ])[A-Za-zа-яёА-ЯЁ]{2,}")
_LATIN: Final = re.compile("[A-Za-z]")
_LOOK_ALIKES: Final = str.maketrans("ABCEHKMOPTXYabcehkmoptxy", "АВСЕНКМОРТХУавсенкмортху")


def visible(text: str) -> str:
    r"""The text as it is seen: accents joined to their letters, characters without width gone.

    >>> visible("Сомов\u200b Андре\u0438\u0306 пере\u00adнос")
    'Сомов Андрей перенос'
    """
    if text.isascii():
        return text

    return unicodedata.normalize("NFC", _UNSEEN.sub("", text)).translate(_OTHER_SIGNS)


def russian_letters(text: str) -> str:
    """A text with Latin letters that look Russian as Russian ones."""
    return text.translate(_LOOK_ALIKES)


def in_one_alphabet(text: str) -> str:
    """The text with Latin look-alikes as Russian letters in every word that has both.

    >>> in_one_alphabet("Cомов, Excel, IV")
    'Сомов, Excel, IV'
    """
    if text.isascii() or not _LATIN.search(text):
        return text

    return _MIXED.sub(lambda word: russian_letters(word[0]), text)
