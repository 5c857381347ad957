"""Who is meant by «Директор, руководители МО»: roles and names of a plan matched to «Люди»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.people.names import without_difference
from objectivity_core.russian.fold import folded_name
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

_ABBREVIATIONS: Final = (
    (r"\bзам(?:еститель|естителя|естители)?\.?\s*(?:дир(?:ектор[а-я]*)?\b\.?)", "заместитель директора"),
    (r"\bзавуч[а-я]*", "заместитель директора"),
    (r"\bзам\.", "заместитель "),
    (r"\bрук(?:-л[а-я]+|\.)", "руководитель "),
    (r"\bкл\.?\s*(?=рук)", "классный "),
    (r"\b(?:ш?мо|методобъединени[а-я]*)\b", "методическое объединение"),
    (r"\bувр\b", "учебно воспитательной"),
    (r"\bур\b", "учебной"),
    (r"\bвр\b", "воспитательной"),
    (r"\bнмр\b", "научно методической"),
    (r"\bнач(?:\.|альн[а-я]*)\s*кл(?:\.|асс[а-я]*)", "начальных классов"),
    (r"\bпед\.?\s*(?=работник|коллектив)", "педагогический "),
    (r"\bпедколлектив", "педагогический коллектив"),
)
_IDLE: Final = frozenset(
    {"по", "и", "в", "на", "за", "все", "школы", "школа", "оо", "оу", "моу", "мбоу", "работе", "работа", "работы"}
)
"""Words that tell no two roles apart."""
_NAME: Final = re.compile(
    r"(?=\b(?:(?P<surname>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)\s+(?P<first>[А-ЯЁ])(?:[а-яё]+|\.)\s*(?P<middle>[А-ЯЁ])?(?:[а-яё]+|\.)?"
    r"|(?P<first_>[А-ЯЁ])\.\s*(?P<middle_>[А-ЯЁ])?\.?\s*(?P<surname_>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)))"
)
"""A surname with a name or initials, at every place where one may begin: «Директор Липатова В. О.» holds two."""
_BRACKET: Final = re.compile(r"\(([^)]*)")
"""What tells namesakes apart: «Семёнова Вера Павловна (нач. классы)»."""
_STEM: Final = 5
"""Letters by which longer words of roles are compared: «руководители» and «руководитель», «русского» and «русский» are one."""


_LONGEST: Final = 2000
"""Letters that are read: a longer text is no list of names, and each part is compared with everybody."""


def people_of(text: str, staff: pd.DataFrame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The people whom «Ответственный» names.

    Args:
        text: roles and names, several separated by «;», commas, line breaks or «и».
        staff: ``name``, ``position``, ``subjects``, ``classes``, ``class_teacher``.

    Returns:
        Their full names, each once; and the parts that fit nobody. Both empty while «Люди» is empty.
    """
    staff = staff[staff["name"] != ""]
    if staff.empty:
        return (), ()
    people = records_of(staff)
    names: dict[str, None] = {}
    unmatched = [text[_LONGEST:]] if len(text) > _LONGEST else []
    for part in dict.fromkeys(_parts(text[:_LONGEST])):
        found = _matches(part, people)
        pieces = [part]
        if not found and len(pieces := re.split(r"\s+и\s+", part)) > 1:
            found = [name for piece in pieces for name in _matches(piece, people)]
        missing = [piece for piece in pieces if not _matches(piece, people)] if found and len(pieces) > 1 else []
        unmatched += missing if found else [part]
        names |= dict.fromkeys(found)

    return tuple(names), tuple(unmatched)


def same_person(written: str, full: str) -> bool:
    """Whether a name as written in a plan («Липатова В. О.», «В.О. Липатовой») is this full name.

    >>> same_person("В.О. Липатовой", "Липатова Вера Олеговна"), same_person("Липатов П.", "Липатова Вера Олеговна")
    (True, False)
    """
    difference, said = _BRACKET.search(full), _BRACKET.search(written)
    if difference and said and folded_name(difference[1]) != folded_name(said[1]):
        return False
    parts = folded_name(without_difference(full)).split()
    initials = [part[0] for part in parts[1:]]
    for found in _NAME.finditer(written):
        surname, first, middle = (
            folded_name(found[name] or found[f"{name}_"] or "") for name in ("surname", "first", "middle")
        )
        asked = [letter for letter in (first, middle) if letter]
        if parts and _alike(surname, parts[0]) and asked == initials[: len(asked)]:
            return True

    return False


def _parts(text: str) -> Iterator[str]:
    """The parts of a cell; what follows «по» after a comma belongs to the part before («зам. директора по УВР, ВР»)."""
    kept: list[str] = []
    for part in re.split(r"[;,\n]", text):
        piece = part.strip(" .\xa0")
        if piece and kept and re.fullmatch(r"[А-ЯЁ]{1,3}Р", piece):
            kept[-1] += f" и {piece}"
        elif piece:
            kept.append(piece)
    yield from kept


def _matches(part: str, people: list[dict[str, Any]]) -> list[str]:
    """Names of the people whom one part means."""
    if named := [one for one in people if same_person(part, one["name"])]:
        exact = [one for one in named if _BRACKET.search(part) and _BRACKET.search(one["name"])]
        named = exact or named
        if len(named) > 1:  # namesakes: the post beside the name may tell them apart, else nobody is meant for certain
            words = _words(part)
            named = [one for one in named if words and (_has_role(words, set(), one) or _has_wider_role(words, one))]
        return [one["name"] for one in named] if len(named) == 1 else []
    words = _words(part)
    if not words:
        return []
    by_surname = [
        one["name"] for one in people if len(words) == 1 and folded_name(part) == folded_name(one["name"]).split()[0]
    ]
    if by_surname:
        return by_surname
    grades = set(re.findall(r"\d+", part))
    fits = [one["name"] for one in people if _has_role(words, grades, one)]

    return fits or [one["name"] for one in people if _has_wider_role(words, one)]


def _has_role(words: list[str], grades: set[str], person: dict[str, Any]) -> bool:
    """Whether one of a person's roles is the one asked for, with everything that is said of it."""
    head, rest = words[0], set(words[1:])
    roles = [_words(role) for role in re.split(r"[;,/]", person["position"])]
    heads = {role[0] for role in roles if role}
    teaches = bool(person["subjects"]) or "учите" in heads
    match head:
        case "админ":
            return bool(heads & {"дирек", "замес"})
        case "класс" if "руков" in rest:
            return bool(person["class_teacher"]) and _in_grades(person["class_teacher"], grades)
        case "педаг" if rest <= {"колле", "работ"}:
            return teaches or bool(heads & {"педаг", "воспи", "метод"})
        case "учите" if "предм" in rest:
            return teaches and "начал" not in {word for role in roles for word in role}
        case "учите" if not rest:
            return teaches and _in_grades(person["classes"], grades)

    return any(role and role[0] == head and rest <= set(role) for role in roles)


def _has_wider_role(words: list[str], person: dict[str, Any]) -> bool:
    """Whether the role asked for is a person's by what she teaches, or hers is said more shortly: the only deputy is deputy for all."""
    if words[0] == "учите" and set(words[1:]) <= set(_words(person["subjects"].replace(";", " "))):
        return True
    roles = [_words(role) for role in re.split(r"[;,/]", person["position"])]

    return any(len(role) > 1 and role[0] == words[0] and set(role) <= set(words) for role in roles)


def _in_grades(classes: str, grades: set[str]) -> bool:
    return not grades or bool(grades & set(re.findall(r"\d+", classes)))


def _words(text: str) -> list[str]:
    """The words of a role by their stems, abbreviations written out, idle words and numbers left out."""
    text = folded_name(text)
    for pattern, full in _ABBREVIATIONS:
        text = re.sub(pattern, full, text)
    stems = (
        word[:_STEM] if len(word) > _STEM else word.rstrip("аеиоуыэюяйь") or word
        for word in re.findall(r"[а-я]+", text)
        if word not in _IDLE
    )
    words = list(dict.fromkeys(stems))

    return [word for word in words if word != "класс" or word == words[0]]


def _alike(one: str, other: str) -> bool:
    """Whether a surname as written, in whatever case, is the other: «Липатовой» is «Липатова», «Сидоров» is not «Сидорова»."""
    if one == other:
        return True
    if other in {f"{one}а", f"{one}ая"}:
        return False
    short = max(3, min(len(one), len(other)) - 1)

    return one[:short] == other[:short] and abs(len(one) - len(other)) <= 2
