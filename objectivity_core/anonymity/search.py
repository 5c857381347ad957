"""Finding pupils' names in texts; the rule stands in the package's docstring."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final, Literal

from objectivity_core.anonymity.beside import (
    after_place,
    begins_sentence,
    class_beside,
    given_beside,
    name_beside,
)
from objectivity_core.anonymity.fold import Token, cleaned, closed_up, is_latin, words_of
from objectivity_core.anonymity.forms import Level, is_surname, level_of
from objectivity_core.anonymity.pieces import in_pieces, written_together
from objectivity_core.anonymity.readings import readings
from objectivity_core.anonymity.roster import Index, Roster, forms_keys, index_of
from objectivity_core.findings import Rule, Severity, rules_in, shown
from objectivity_core.russian.wording import first_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from objectivity_core.findings import Finding

NAME_LEAK: Final = Rule("name-leak", "error").says(
    "«{value}» — имя ученика из списка ({pupils}).", "Уберите имя или не выпускайте файл из школы."
)
POSSIBLE_NAME: Final = Rule("possible-name", "warning").says(
    "«{value}» может быть именем ученика ({pupils}), хотя похоже на другого человека или место.",
    "Посмотрите сами: если это ученик, уберите имя.",
)
RULES: Final = rules_in(globals())

_LETTERS: Final = re.compile(r"[^\W\d_]")
_BREAK: Final = re.compile(r"[-‐‑]?\s*[\n\r]\s*")
_SHORTEST_LATIN: Final = 5
_ABBREVIATION: Final = 3
_LONGEST_LINE: Final = 300


@dataclasses.dataclass(frozen=True)
class Text:
    """A piece of text and its place.

    Attributes:
        where: the place as people call it: «Лист.xlsx: Проверка!B4».
        text: the text.
        kind: ``cell`` (a cell or a line), ``name`` (of a file, a sheet, a property: every word is looked at), ``prose`` (a fragment, code).
    """

    where: str
    text: str
    kind: Literal["cell", "name", "prose"] = "cell"


@dataclasses.dataclass(frozen=True)
class _Hit:
    """A name that was found: words, pupils (numbers), how sure."""

    tokens: tuple[int, ...]
    pupils: frozenset[int]
    severity: Severity = "error"


def find(texts: Iterable[Text], roster: Roster, allowed: Sequence[str] = ()) -> list[Finding]:
    """Every pupil who is named.

    Args:
        texts: what to look through.
        roster: the pupils, the staff, the school's vocabulary.
        allowed: full names of experts that may stand as a whole text, in a name or a property, in full or with initials.

    Returns:
        One finding per name and place: ``name-leak`` (error) or ``possible-name`` (warning); ``key`` holds the pupils' keys, ``value`` the words.
    """
    index = index_of(roster)
    ours = _Allowed(allowed)
    known: dict[tuple[str, str], list[tuple[str, frozenset[int], Severity]]] = {}
    findings = []
    for one in texts:
        key = (one.text, one.kind)
        if key not in known:
            known[key] = list(_in_any_reading(one, ours, index)) if len(one.text) > 1 else []
        findings += [_finding(one.where, words, index, numbers, severity) for words, numbers, severity in known[key]]

    return list(dict.fromkeys(findings))


def _in_any_reading(one: Text, ours: _Allowed, index: Index) -> Iterator[tuple[str, frozenset[int], Severity]]:
    """Names in a text as it stands, and those that only another reading of it shows."""
    told: set[tuple[frozenset[int], Severity]] = set()
    for text in (one.text, *readings(one.text)):
        if not _LETTERS.search(text):
            continue
        hits = list(_names(ours.without(dataclasses.replace(one, text=text)), one.kind, index))
        yield from (hit for hit in hits if hit[1:] not in told)
        told |= {hit[1:] for hit in hits}


class _Allowed:
    """Names of experts, which are no leak where the product writes them."""

    def __init__(self, names: Sequence[str]) -> None:
        spellings = {name for name in names if name}
        for name in list(spellings):
            family, *given = name.split()
            initials = [f"{part[0]}." for part in given]
            spellings |= {family, f"{family} {' '.join(initials)}".strip(), f"{family} {''.join(initials)}".strip()}
        self._whole = spellings
        self._full = sorted(filter(None, names), key=len, reverse=True)

    def without(self, one: Text) -> str:
        text = one.text
        if text.strip() in (self._whole if one.kind == "name" else self._full):
            return ""
        if one.kind == "name":
            for name in self._full:
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " * ", text)

        return text


def _names(text: str, kind: str, index: Index) -> Iterator[tuple[str, frozenset[int], Severity]]:
    """Names in one text: as written, whose they may be, how sure."""
    text = closed_up(cleaned(text), index.surnames)
    tokens = words_of(text, index.known)
    hits = list(_surnames(text, tokens, kind, index))
    taken = {here for hit in hits for here in hit.tokens if len(hit.tokens) > 1}
    pairs = [hit for hit in _pairs(text, tokens, kind, index) if not taken & set(hit.tokens)]
    paired = {here for hit in pairs for here in hit.tokens}
    for hit in [*(hit for hit in hits if not paired & set(hit.tokens)), *pairs]:
        if hit.pupils:
            first, last = tokens[min(hit.tokens)], tokens[max(hit.tokens)]
            yield _BREAK.sub("", " ".join(text[first.start : last.end].split(" "))), hit.pupils, hit.severity


def _surnames(text: str, tokens: list[Token], kind: str, index: Index) -> Iterator[_Hit]:
    """Surnames, also those broken by a line break, a hyphen or a no-break blank."""
    covered = [found.span() for found in index.phrases.finditer(text)] if index.phrases else []
    taken: set[int] = set()
    for at, token in enumerate(tokens):
        if at in taken:
            continue
        found = [key for key in token.keys if key in index.surnames]
        places = in_pieces(text, tokens, at, index)
        hit = _Hit(*places) if places else None
        if not hit and found:
            hit = _judged(text, tokens, at, found, kind, covered, index)
        elif not hit and (kind == "name" or "@" in text) and (pupils := written_together(token, index)):
            hit = _Hit((at,), pupils)
        if hit:
            taken |= set(hit.tokens)
            yield hit


def _judged(
    text: str, tokens: list[Token], at: int, found: list[str], kind: str, covered: list[tuple[int, int]], index: Index
) -> _Hit | None:
    """What a form of a surname is here: a leak, maybe one, or a word."""
    token = tokens[at]
    numbers = frozenset(number for key in found for number in index.surnames[key][1])
    after, before = given_beside(text, tokens, at, index, in_name=kind == "name")
    for given in sorted((after, before), key=lambda one: -len(one.names)):
        named = frozenset(number for number in numbers if given.fits(index.pupils[number]))
        staff = any(given.tells and given.fits(one) and _bears(one.surname, found) for one in index.staff)
        if named:
            full = staff and all(isinstance(name, frozenset) for name in given.names)
            others = frozenset(number for number in named if index.pupils[number].patronymic) if full else named
            return _Hit((at, *given.tokens), others)
        if staff:
            return _Hit((at, *given.tokens), frozenset())
    if any(start <= token.start < end for start, end in covered):
        return None
    classes = class_beside(text, token)
    in_class = frozenset(number for number in numbers if index.pupils[number].class_ in classes)
    if not _is_name(text, tokens, at, found, kind, index, beside_class=bool(in_class)):
        return None
    doubtful = any(given.dotted for given in (after, before)) or after_place(text, token)

    return _Hit((at,), in_class or numbers, "warning" if doubtful and not in_class else "error")


def _bears(surname: str, found: list[str]) -> bool:
    """Whether a form can be that of a person of the staff."""
    return any(key in forms_keys(surname) for key in found)


def _is_name(
    text: str, tokens: list[Token], at: int, found: list[str], kind: str, index: Index, *, beside_class: bool
) -> bool:
    """The rule for surnames that are words too."""
    token = tokens[at]
    capital = token.text[0].isupper()
    level = min(_level(key, index) for key in found)
    if (
        kind == "name"
        or level == Level.PLAIN
        or (level == Level.OBLIQUE and capital)
        or (kind == "cell" and len(tokens) == 1)
    ):
        return True
    if not capital:
        return False
    shouting = token.text.isupper() and len(token.text) > 1
    if beside_class or name_beside(tokens, at, text):
        return True
    if shouting and len(token.text) <= _ABBREVIATION and is_latin(token.keys[0]):
        return False
    if shouting and any(tokens[here].text.isupper() for here in (at - 1, at + 1) if 0 <= here < len(tokens)):
        return False

    return level < Level.WORD or not begins_sentence(text, token) or (kind == "cell" and _alone(text, token))


def _alone(text: str, token: Token) -> bool:
    """Whether nothing else stands in the line."""
    line = text[text.rfind("\n", 0, token.start) + 1 : (text.find("\n", token.end) + 1 or len(text) + 1) - 1]

    return len(line) < _LONGEST_LINE and not re.sub(r"[\W\d_]", "", line.replace(token.text, "", 1))


def _level(key: str, index: Index) -> Level:
    if not is_latin(key):
        return level_of(key)
    if len(key) <= _SHORTEST_LATIN:
        return Level.WORD

    return max(level_of(form) for form in index.surnames[key][0])


def _pairs(text: str, tokens: list[Token], kind: str, index: Index) -> Iterator[_Hit]:
    """First names with patronymics of pupils, without a surname or with one that is nobody's."""
    for at in range(len(tokens) - 1):
        first, second = tokens[at], tokens[at + 1]
        if not (first.text[0].isupper() or kind == "name") or not set(text[first.end : second.start]) <= set(
            " \u00a0_\n."
        ):
            continue
        firsts, others = (
            {name for key in token.keys for name in names.get(key, ())}
            for token, names in ((first, index.firsts), (second, index.patronymics))
        )
        pairs = [(one, other) for one in firsts for other in others]
        numbers = frozenset(number for pair in pairs for number in index.pairs.get(pair, ()))
        if numbers and not _has_other_surname(text, tokens, at, index):
            yield _Hit(
                (at, at + 1), numbers, "warning" if any(pair in index.staff_pairs for pair in pairs) else "error"
            )


def _has_other_surname(text: str, tokens: list[Token], at: int, index: Index) -> bool:
    """Whether somebody else is named: «Александр Сергеевич Пушкин»."""
    for here, left, right in ((at + 2, at + 1, at + 2), (at - 1, at - 1, at)):
        if 0 <= here < len(tokens) and text[tokens[left].end : tokens[right].start].strip(" \u00a0\n_") == "":
            word = tokens[here]
            strange = not any(key in index.surnames for key in word.keys)
            if word.text[0].isupper() and len(word.text) > 2 and strange and is_surname(word.keys[0]):
                return True

    return False


def _finding(where: str, words: str, index: Index, numbers: frozenset[int], severity: Severity) -> Finding:
    keys = sorted(index.pupils[number].pupil_id for number in numbers)
    rule = NAME_LEAK if severity == "error" else POSSIBLE_NAME

    return rule.at(" | ".join(keys), value=shown(words), where=where, pupils=first_of(keys, 5, ", "))
