"""Surnames that are no word of their own: broken into pieces, or written together with initials."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from objectivity_core.anonymity.beside import initials_around
from objectivity_core.anonymity.fold import Token, keys_of, russian_key
from objectivity_core.anonymity.forms import Level, is_word, level_of
from objectivity_core.russian.fold import folded_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.anonymity.roster import Index

_BROKEN: Final = re.compile(
    r"[-‐‑]?\s{0,9}[\n\r]\s{0,9}|[-‐‑]?_x000[AaDd]_\s{0,9}|[^\S ]|(?P<blanks>\s{2,4})|[-‐‑.·•*]"
)
"""What may break a word."""
_MOST_PIECES: Final = 5


def in_pieces(
    text: str, tokens: Sequence[Token], at: int, index: Index
) -> tuple[tuple[int, ...], frozenset[int]] | None:
    """A surname in two pieces or more that begins with a word: which words they are, whose it may be."""
    word, places = tokens[at].text, [at]
    for here in range(at + 1, min(at + _MOST_PIECES, len(tokens))):
        gap = _BROKEN.fullmatch(text, tokens[here - 1].end, tokens[here].start)
        if not gap or (gap["blanks"] and _are_words(tokens[at : here + 1])):
            return None
        if tokens[here].text.istitle() and any(key in index.known for key in tokens[here].keys):
            return None
        word += tokens[here].text
        places.append(here)
        for key in keys_of(word):
            if len(key) > 3 and key in index.surnames and (level_of(key) < Level.WORD or word[0].isupper()):
                return tuple(places), frozenset(index.surnames[key][1])

    return None


def _are_words(pieces: Sequence[Token]) -> bool:
    """Whether pieces are words that stand beside each other: one of them a conjunction, a preposition."""
    return any(len(piece.text) == 1 for piece in pieces) and all(is_word(folded_word(piece.text)) for piece in pieces)


def written_together(token: Token, index: Index) -> frozenset[int]:
    """Whose surname with initials one word is: the name of a user or a mailbox."""
    pupils = set()
    for word in token.keys:
        for key, initials in initials_around(word, index):
            for number in index.surnames[key][1]:
                one = index.pupils[number]
                if _are_initials(initials, one.first, one.patronymic):
                    pupils.add(number)

    return frozenset(pupils)


def _are_initials(letters: str, first: str, patronymic: str) -> bool:
    """Whether one or two letters begin a first name and a patronymic, in Russian or in Latin letters («y» may be the beginning of «yu»)."""
    choices = [
        {name[:1], russian_key(name)[1:2], "i" if name[:1] in set("юяеёй") else ""} if name else set[str]()
        for name in (first, patronymic)
    ]
    own, second = choices

    return letters[0] in own and (len(letters) == 1 or letters[1] in second or russian_key(first)[1:3] == letters)
