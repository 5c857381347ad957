"""One cell of a plan names several people: where one ends and the next begins."""

from __future__ import annotations

import re
from typing import Final

from objectivity_core.plan.importing.words import NAME, NOMINATIVE, POSITION

_OPEN: Final = re.compile(
    r"(?:^|[\s(])(?:зам\.?|по|и|за|для|при|на|рук\.|кл\.|соц\.|отв\.|классны[йе]|социальны[йе]|педагогическ\w+|рабочая|творческая|"
    r"ответственн\w+|технически[йе]|общественные|независимые|методическ\w+|члены)\s*-?$|-$",
    re.IGNORECASE,
)
"""What cannot end a person: the next line goes on."""
_MAY_END: Final = re.compile(r"(?:^|[\s(])(?:заместител[ьи]|директора|школы)\s*$", re.IGNORECASE)
"""What ends a person or goes on: the next line decides («Директор школы», «Зам. директора» and then «по УВР» or somebody else)."""
_NEW: Final = re.compile(rf"(?:{NOMINATIVE.pattern})(?!\w)", re.IGNORECASE)
"""A position as it begins a new person, at the beginning of a line."""
_GOES_ON: Final = re.compile(
    r"(?:по|и|за|школы|учреждения|организации|оо|ш?мо|цмо|рмо|предметов|предметник\w*|классов|начальных|русского|математики|увр|ур|вр|нмр|умр|мр|ахч|гиа|вср?око|№)(?!\w)|"
    r"директора(?!\w)|\(|[А-ЯЁ]\.\s?[А-ЯЁ]\.|\d",
    re.IGNORECASE,
)
"""What cannot begin a person: it belongs to the line before."""
_BULLET: Final = re.compile(r"^\s*(?:[-–—•·*▪]|\d{1,2}[.)])\s*")
_PARTICIPLE: Final = re.compile(r"[а-яё]+(?:щ|вш)(?:ий|ие|ая|ую|их)\b")
_AND: Final = re.compile(r"\s+и\s+|\s*/\s*")


def people_of(text: str) -> list[str]:
    r"""The responsible of a cell, each as in the plan with a capital first.

    Line breaks, semicolons, commas and «и» separate; a position in several words is never cut. A comma inside one person becomes «и» or brackets, because a comma
    separates people in the workbook.

    >>> people_of("Директор,\nзам. директора по УВР, ВР и классные руководители")
    ['Директор', 'Зам. директора по УВР и ВР', 'Классные руководители']
    """
    parts: list[str] = []
    for piece in re.split(r";", re.sub(r"[\xa0\t]", " ", text)):
        for line in _lines(piece):
            parts += [person for chunk in _by_and(line) for person in _by_comma(chunk)]
    named = [shown for part in _with_positions(parts) if (shown := _shown(part))]

    return list(dict.fromkeys(named))


def _lines(text: str) -> list[str]:
    """Lines that each begin a person or several."""
    lines: list[str] = []
    for raw in text.split("\n"):
        bulleted = bool(_BULLET.match(raw))
        line = " ".join(_BULLET.sub("", raw).split())
        if not line:
            continue
        if lines and not bulleted and lines[-1].endswith(",") and _PARTICIPLE.match(line):
            lines[-1] += f" {line}"
        elif lines and not bulleted and _joins(lines[-1], line):
            lines[-1] += ("" if re.search(r"\w-$", lines[-1]) else " ") + line
        else:
            lines.append(line)

    return lines


def _joins(before: str, line: str) -> bool:
    """Whether a line belongs to the person that the line before began."""
    if _OPEN.search(before) or (_MAY_END.search(before) and not _begins_anew(line)):
        return True

    return not before.endswith(",") and _continues(before, line)


def _begins_anew(line: str) -> bool:
    """Whether a line cannot be the rest of a position: it begins with one, or with a capital that is neither name nor abbreviation."""
    if _NEW.match(line):
        return True

    return line[:1].isupper() and not NAME.match(line) and not _GOES_ON.match(line)


def _continues(before: str, line: str) -> bool:
    if before.count("(") > before.count(")"):
        return True
    if _GOES_ON.match(line) and not (
        line[:1].isupper()
        and re.match(r"ш?мо\b", line, re.IGNORECASE)
        and not re.search(r"(?:ль|ли|дседатель)$", before)
    ):
        return True

    return line[:1].islower() and not POSITION.search(line) and not NOMINATIVE.match(line)


def _by_comma(line: str) -> list[str]:
    """Parts between commas; one that names nobody goes on with the person before it."""
    parts: list[str] = []
    for part in (one.strip() for one in re.split(r",(?![^(]*\))", line)):
        if not part:
            continue
        if parts and not (
            POSITION.search(part)
            or NAME.search(part)
            or (part[:1].isupper() and not part.isupper() and not _GOES_ON.match(part))
        ):
            parts[-1] += (" " if _PARTICIPLE.match(part) else " и ") + part
        else:
            parts.append(part)

    return parts


def _by_and(chunk: str) -> list[str]:
    """Parts of «директор и классные руководители»; «по учебной и воспитательной работе» stays whole."""
    people: list[str] = []
    at = 0
    for found in _AND.finditer(chunk):
        rest = chunk[found.end() :]
        if chunk[: found.start()].count("(") > chunk[: found.start()].count(")"):
            continue
        if NOMINATIVE.fullmatch(rest.split()[0].rstrip(",")) or NAME.match(rest):
            people.append(chunk[at : found.start()])
            at = found.end()

    return [*people, chunk[at:]]


def _with_positions(parts: list[str]) -> list[str]:
    """«Орлова А.И., директор» is one person: the position goes into brackets."""
    people: list[str] = []
    for part in parts:
        if (
            people
            and NAME.fullmatch(people[-1])
            and re.match(r"(?:директор|зам|завуч|учитель|педагог|методист|психолог|секретарь)(?![а-яё]*[ия]\b)", part)
        ):
            people[-1] += f" ({part})"
        else:
            people.append(part)

    return people


def _shown(part: str) -> str:
    part = re.sub(r"\s*,\s*", " и ", part.strip(" ,;"))
    if part.endswith(".") and re.search(r"(?:[а-яё]{4,}|[А-ЯЁ]{2,})\.$", part):
        part = part[:-1]
    part = part.strip()
    if not re.search(r"\w", part):
        return ""

    return part[:1].upper() + part[1:]
