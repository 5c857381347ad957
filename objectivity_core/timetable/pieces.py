"""A cell with a subject and what stands beside it: «Русский язык (каб. 12)», «МА, 2 урок», several works on lines of their own."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Final

from objectivity_core.tables.cells import as_text
from objectivity_core.timetable.cells import BRACKETS, LESSON, NOTHING, folded, read_people, read_rooms, read_time

_TIME: Final = re.compile(r"\d{1,2}[:.]\d{2}(?:\s*[-–—]\s*\d{1,2}[:.]\d{2})?(?:\s*ч\.?)?")
_ROOM_WORD: Final = r"(?:каб(?:инеты?|\.|)|ауд(?:итори[яи]|\.|)|помещени[ея]|№)\s*:?\s*(?:№\s*)?"
_ROOM: Final = re.compile(rf"{_ROOM_WORD}(\d\S*|[^\W\d]\S*(?:\s+зал)?)|(\d\S*)\s*(?:каб(?:инет|\.|)|ауд(?:итория|\.|))")
_PERSON: Final = re.compile(
    r"(орг(?:анизаторы?|\.)|наб(?:людатели?|л?\.)|общ(?:\.|ественный)\s*наб(?:людатель|л?\.))\s*:?\s*(.+)", re.DOTALL
)
_BESIDE: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<subject>.*?\S)\s+(?P<detail>(?:каб|ауд|№).*)",
        rf"(?P<subject>.*?\S)\s+(?P<detail>{LESSON.pattern}|{_TIME.pattern})",
        rf"(?P<detail>{LESSON.pattern}|{_TIME.pattern}|{_ROOM_WORD}\d\S*)\s+(?P<subject>.+)",
    )
)
_LENGTH: Final = re.compile(r"\d+\s*(?:мин(?:ут[аы]?|\.)?|ч(?:ас(?:а|ов)?|\.)?)")
_HARMLESS: Final = re.compile(r"(?:\d+\s*[-–—]?\s*я?\s*часть|часть\s*\d+|\d+\s*чел(?:овек|\.)?|вариант\s*\d+)")


@dataclasses.dataclass(frozen=True)
class Piece:
    """A subject as a cell names it, and what stands beside it."""

    subject: str
    room: str = ""
    time: str = ""
    organiser: str = ""
    observer: str = ""


def pieces(cell: Any) -> list[list[Piece]]:
    r"""The works that a cell names: one list per line, with the subjects of that line.

    What stands beside a subject (room, time, people, in brackets or after commas, on lines of its own) goes with it. A line with several
    subjects names a choice or a shared day: the caller asks.

    >>> pieces("РЯ (каб. 12)\nМА, 2 урок")
    [[Piece(subject='РЯ', room='12', time='', organiser='', observer='')], [Piece(subject='МА', room='', time='2 урок', organiser='', observer='')]]
    """
    lines: list[list[Piece]] = []
    for line in re.split(r"\n", as_text(cell)):
        subjects, details = _line(line)
        if subjects:
            lines.append([Piece(subject) for subject in subjects])
        if details and lines:
            lines[-1] = [dataclasses.replace(piece, **_joined(piece, details)) for piece in lines[-1]]

    return lines


def _line(line: str) -> tuple[list[str], dict[str, str]]:
    """The subjects of a line, and what else it says."""
    details: dict[str, str] = {}
    subjects = []
    inner = [part for found in BRACKETS.findall(line) for part in re.split(r"[,;]", found)]
    for part in inner:
        details |= _detail(part) or {}
    for part in re.split(r"[,;]", BRACKETS.sub(" ", line)):
        text = " ".join(part.split()).lstrip(" .:–—-").rstrip(" :–—-")
        if not text.strip(".") or text.lower() in NOTHING:
            continue
        detail = _detail(text)
        if detail is None:
            subject, more = _with_trailing_detail(text)
            subjects.append(subject)
            details |= more
        else:
            details |= detail

    return subjects, details


def _detail(part: str) -> dict[str, str] | None:
    """A room, time or person, ``{}`` for what says nothing here, None for what is no such thing."""
    text = " ".join(part.split()).lstrip(" .:").rstrip(" :")
    low = folded(text)
    if found := _PERSON.fullmatch(low):
        return {"organiser" if low.startswith("орг") else "observer": read_people(text[-len(found[2]) :])}
    low = low.rstrip(". ")
    text = text.rstrip(". ")
    if _TIME.fullmatch(low) or LESSON.fullmatch(low):
        return {"time": read_time(low)}
    if found := _ROOM.fullmatch(low):
        return {"room": read_rooms(text[-len(found[1]) :] if found[1] else text[: len(found[2])])}
    if not low or _LENGTH.fullmatch(low) or _HARMLESS.fullmatch(low) or low in NOTHING:
        return {}

    return None


def _with_trailing_detail(text: str) -> tuple[str, dict[str, str]]:
    """«Русский язык каб. 12», «Математика 2 урок», «10:00 Физика»: the subject, and what stands before or after it without a comma."""
    for pattern in _BESIDE:
        if found := pattern.fullmatch(text):
            detail = _detail(found["detail"])
            if detail:
                return found["subject"].strip(" –—-"), detail

    return text, {}


def _joined(piece: Piece, details: dict[str, str]) -> dict[str, str]:
    return {name: "; ".join(filter(None, (getattr(piece, name), value))) for name, value in details.items()}
