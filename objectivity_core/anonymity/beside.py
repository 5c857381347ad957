"""What stands beside a word: first names and initials, a class, the beginning of a sentence, a street."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from objectivity_core.anonymity.fold import LATIN_KEY, Token, is_latin, keys_of, russian_key
from objectivity_core.anonymity.forms import is_first_name
from objectivity_core.russian.fold import folded_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.anonymity.roster import Index, Pupil

_JOIN: Final = re.compile(r"[\s.,;_|/()«»\"'’`ʹʺ–-]{0,4}")
_CLASS: Final = re.compile(r"(?<!\w)(\d{1,2})[\s«\"'-]{0,2}([А-ЯA-Z])[»\"]?(?!\w)")
_START: Final = re.compile(r"(?:^|[.!?…:;\n\r\t|•*]|[-–—]\s)[\s«»\"'“„(\[\d.)#*_>-]*$|[«\"“„(\[]$")
_PLACE: Final = re.compile(
    r"(?:\b(?:ул|им|пр|пер|пл|г|с|д|пос|ст|оз|р|бульв)\.|\b(?:улиц|проспект|переул|площад|город|сел|деревн|посёл|посел|станци|озер|рек|театр|музе)[а-яё]*"
    r"|(?<!\bпо )\bимени|\bпр-т)\s*(?:[А-ЯЁ]\.\s*){0,2}$",
    re.IGNORECASE,
)


class Given(NamedTuple):
    """First name and patronymic beside a surname: per word the names it may be a form of, or how an initial begins; which words they are."""

    names: tuple[frozenset[str] | str, ...] = ()
    tokens: tuple[int, ...] = ()
    dotted: bool = False

    @property
    def tells(self) -> bool:
        """Whether they say enough to tell a person of the staff: a full first name, or two initials."""
        return len(self.names) > 1 or any(isinstance(name, frozenset) for name in self.names)

    def fits(self, person: Pupil) -> bool:
        """Whether they can be this person's."""
        own = (person.first, person.patronymic)

        return bool(self.names) and all(_fits(name, mine) for name, mine in zip(self.names, own, strict=False))


def _fits(given: frozenset[str] | str, own: str) -> bool:
    """Whether a word is the name or its initial; who has no patronymic in the list may have any."""
    if not own:
        return True
    if isinstance(given, frozenset):
        return own in given or (len(own) == 1 and any(name.startswith(own) for name in given))  # listed by initials
    if given.startswith(LATIN_KEY):
        return russian_key(own).startswith(given)

    return own.startswith(given) or given.startswith(own)


def given_beside(text: str, tokens: Sequence[Token], at: int, index: Index, *, in_name: bool) -> tuple[Given, Given]:
    """First names, patronymics and initials right after and right before a surname."""
    last = len(tokens) - 1
    after: list[int] = []
    before: list[int] = []
    while (
        len(after) < 2
        and (here := at + len(after) + 1) <= last
        and _JOIN.fullmatch(text, tokens[here - 1].end, tokens[here].start)
    ):
        after.append(here)
    while (
        len(before) < 2
        and (here := at - len(before) - 1) >= 0
        and _JOIN.fullmatch(text, tokens[here].end, tokens[here + 1].start)
    ):
        before.insert(0, here)
    first = _read(text, tokens, after, index, in_name=in_name)
    second = _read(text, tokens, before, index, in_name=in_name)
    if len(second.tokens) < len(before) and before and (not second.tokens or second.tokens[-1] != at - 1):
        second = _read(text, tokens, before[-1:], index, in_name=in_name)

    return first, second


def _read(text: str, tokens: Sequence[Token], places: Sequence[int], index: Index, *, in_name: bool) -> Given:
    names: list[frozenset[str] | str] = []
    used, dotted = [], False
    for order, here in enumerate(places):
        token = tokens[here]
        if initials := _initials(text, token, in_name=in_name):
            names += initials
            dotted = dotted or text[token.end : token.end + 1] == "."
        elif found := {name for key in token.keys for name in (index.firsts, index.patronymics)[order].get(key, ())}:
            names.append(frozenset(found))
        else:
            break
        used.append(here)

    return Given(tuple(names[:2]), tuple(used), dotted)


def _initials(text: str, token: Token, *, in_name: bool) -> list[str]:
    """One or two initials: «П.», «П», «ПС», «Yu.»; a letter behind a digit is a class."""
    word = token.text
    if token.start and text[token.start - 1].isdigit():
        return []
    if len(word) == 1 and (word.isupper() or in_name):
        return [token.keys[0] if not is_latin(token.keys[0]) or len(token.keys[0]) > 1 else word]
    if is_latin(token.keys[0]) and len(word) <= 4 and text[token.end : token.end + 1] == "." and word.istitle():
        return [token.keys[0]]
    if len(word) == 2 and (word.isupper() or in_name):
        return [keys_of(letter)[0] for letter in word]

    return []


def initials_around(word: str, index: Index) -> list[tuple[str, str]]:
    """How a word may be a surname written together with initials, as in names of users: «pivanov», «ivanovps» → (surname's key, initials).

    Args:
        word: the key of a word.
        index: the dictionary.
    """
    mark, body = (LATIN_KEY, word[1:]) if is_latin(word) else ("", word)
    found = []
    for size in (1, 2):
        for inner, outer in ((body[size:], body[:size]), (body[:-size], body[-size:])):
            if len(inner) > 3 and mark + inner in index.surnames:
                found.append((mark + inner, outer))

    return found


def class_beside(text: str, token: Token) -> set[str]:
    """Classes named within a few characters."""
    near = text[max(0, token.start - 14) : token.start], text[token.end : token.end + 14]

    return {folded_class(found[1] + found[2]) for part in near for found in _CLASS.finditer(part)}


def begins_sentence(text: str, token: Token) -> bool:
    """Whether a capital letter says nothing here: the word begins a text, a line, a sentence, a title in quotes."""
    return bool(_START.search(text[max(0, token.start - 12) : token.start])) or not (
        text[max(0, token.start - 200) : token.start].strip() or text[: token.start].strip()
    )


def after_place(text: str, token: Token) -> bool:
    """Whether the name is that of a street, a town, a school: «улица Гагарина», «имени Ю. А. Гагарина»."""
    return bool(_PLACE.search(text[max(0, token.start - 30) : token.start]))


def name_beside(tokens: Sequence[Token], at: int, text: str) -> bool:
    """Whether a neighbour is anybody's first name, a short form too: «Саша Мороз»."""
    for here, between in ((at - 1, (at - 1, at)), (at + 1, (at, at + 1))):
        if 0 <= here < len(tokens) and text[tokens[between[0]].end : tokens[between[1]].start] in {" ", "\u00a0", "_"}:
            token = tokens[here]
            if (
                token.text[0].isupper()
                and len(token.text) > 2
                and not is_latin(token.keys[0])
                and is_first_name(token.keys[0])
            ):
                return True

    return False
