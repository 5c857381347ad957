"""What stands in one cell of a timetable: a day, a time, rooms, people, or a subject with all of these beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.deadlines.words import lexicon, look_up
from objectivity_core.russian.fold import folded_name
from objectivity_core.russian.wording import SHORT_WEEKDAYS, WEEKDAYS
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.day_numbers import moment_of

if TYPE_CHECKING:
    from objectivity_core.school_year.year import SchoolYear

BRACKETS: Final = re.compile(r"[(\[]([^)\]]*)[)\]]")
_CLOCK: Final = re.compile(r"(?<![\d.])(?:[вс]\s+)?(\d{1,2})[:](\d{2})(?::\d{2})?(?!\d)")
_WEEKDAY_WORD: Final = re.compile(rf"\b({'|'.join(SHORT_WEEKDAYS)})\b\.?")
_WORD: Final = re.compile(r"[а-я]+")
_NUMERIC: Final = re.compile(r"(\d{1,2})(?:[./](?=\d{1,2})|,(?=\d\d$))(\d{1,2})(?:[./](\d{4}|\d{2}))?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDED: Final = re.compile(r"(\d{1,2})(?:-?(?:го|е|ое))?\s*([а-я]+)\.?\s*(\d{4})?")
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,](\d+))?")
_SEVERAL: Final = re.compile(
    r"(?:с\s*)?\d{1,2}(?:[./]\d{1,2}(?:[./]\d{2,4})?|\s*[а-я]{3,8})?\s*(?:-|–|—|,|;|/|\bи\b|\bпо\b|\bили\b)\s*\d{1,2}\b.*"
)

LESSON: Final = re.compile(
    r"(?:(\d{1,2}(?:\s*[-–—,и]\s*\d{1,2})*)(?:-?(?:й|ый|ой|ий))?\s*ур(?:оки?|ока|\.)?|ур(?:оки?|\.)?\s*№?\s*(\d{1,2}(?:\s*[-–—,и]\s*\d{1,2})*))"
)
NOTHING: Final = frozenset({"", "-", "–", "—", "нет", "x", "х", "0"})


@dataclasses.dataclass(frozen=True)
class Day:
    """A day as a cell names it.

    Attributes:
        date: the day, or None where the cell names none or several.
        problem: Russian: why there is no date; ``""`` when there is.
        weekday: the weekday that stands beside it, Monday = 0, or -1.
        time: the time that stands beside it.
    """

    date: dt.date | None
    problem: str = ""
    weekday: int = -1
    time: str = ""


def folded(cell: Any) -> str:
    """A cell as text without the differences of typing: case, ё, blanks."""
    return folded_name(as_text(cell))


def is_nothing(cell: Any) -> bool:
    """Whether a cell is empty as people mean it: blank, a dash, «нет».

    >>> is_nothing(" — "), is_nothing("12")
    (True, False)
    """
    return folded(cell) in NOTHING


def weekday_of(cell: Any) -> int:
    """The weekday that a cell names and nothing else, Monday = 0; -1 for anything else.

    >>> weekday_of("вторник"), weekday_of("Чт."), weekday_of("15 апреля")
    (1, 3, -1)
    """
    rest, weekday = _without_weekday(folded(cell))

    return weekday if not rest else -1


def read_day(cell: Any, school_year: SchoolYear) -> Day | None:
    """A cell as a day; a date without year belongs to the academic year.

    Returns:
        None for a cell that does not look like a day at all.

    >>> from objectivity_core.school_year.year import SchoolYear
    >>> str(read_day("15 апреля (вторник)", SchoolYear(2024)).date), read_day("15-16 апреля", SchoolYear(2024)).problem
    ('2025-04-15', 'названо несколько дней')
    """
    if isinstance(cell, dt.datetime):
        return Day(cell.date(), time=_clock(cell) if cell.time() != dt.time() else "")
    if isinstance(cell, dt.date):
        return Day(cell)
    text = folded(cell)
    if found := _SERIAL.fullmatch(text):
        moment = moment_of(float(f"{found[1]}.{found[2] or 0}"))
        return Day(moment.date(), time=_clock(moment) if found[2] else "") if 2000 <= moment.year <= 2100 else None
    text, time = _without_time(BRACKETS.sub(r" \1 ", text))
    text, weekday = _without_weekday(text)
    text = re.sub(r"(?<=\d)\s*\.\s*(?=\d)", ".", text)
    text = re.sub(r"(?<=\d)\s*(?:г\.|г\b|года?\b)", " ", text).strip(" ,.;:-–—")
    parts = _parts(text, school_year)
    if parts is None:
        return Day(None, "названо несколько дней", weekday, time) if _names_several(text) else None
    try:
        return Day(dt.date(*parts), "", weekday, time)
    except ValueError:
        return Day(None, "такой даты нет", weekday, time)


def _parts(text: str, school_year: SchoolYear) -> tuple[int, int, int] | None:
    """Year, month and day; the year may be left out."""
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMERIC.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), found[3]
    elif (found := _WORDED.fullmatch(text)) and lexicon().get(found[2], ("", None))[0] == "MONTH":
        day, month, year = int(found[1]), int(look_up(found[2])[1] or 0), found[3]
    else:
        return None
    if year:
        return int(year) + (2000 if len(year) == 2 else 0), month, day

    return school_year.year + (month < 9), month, day


def _names_several(text: str) -> bool:
    """«15-16 апреля», «с 15 по 17.04», «15, 16 апреля»: more than one day of a month that is named."""
    found = _SEVERAL.fullmatch(text)

    return bool(found) and (
        bool(re.search(r"\d[./]\d{1,2}\b", text)) or any(look_up(word)[0] == "MONTH" for word in _WORD.findall(text))
    )


def _without_time(text: str) -> tuple[str, str]:
    """The text without a clock time or lesson, and that."""
    if found := _CLOCK.search(text):
        return text[: found.start()] + " " + text[found.end() :], f"{int(found[1])}:{found[2]}"
    if found := LESSON.search(text):
        return text[: found.start()] + " " + text[found.end() :], read_time(found[0])

    return text, ""


def _without_weekday(text: str) -> tuple[str, int]:
    for word in _WORD.findall(text):
        if word in SHORT_WEEKDAYS:
            return _WEEKDAY_WORD.sub(" ", text).strip(" ,.;()"), SHORT_WEEKDAYS.index(word)
        kind, number = look_up(word)
        if kind == "WEEKDAY" and word[:3] in {name[:3] for name in WEEKDAYS}:
            return text.replace(word, " ").strip(" ,.;()"), int(number or 0)

    return text, -1


def _clock(moment: dt.datetime | dt.time) -> str:
    return f"{moment.hour}:{moment.minute:02d}"


def read_time(cell: Any, *, lesson: bool = False) -> str:
    """When a work begins, as it stands in «Процедуры».

    Args:
        cell: «10.00», «10:00-11:30», «2 урок», a time or a share of the day.
        lesson: the column holds numbers of lessons: a bare number is one.

    >>> read_time("10.00"), read_time("0,4375"), read_time("урок 2"), read_time("2", lesson=True)
    ('10:00', '10:30', '2 урок', '2 урок')
    """
    if isinstance(cell, dt.datetime | dt.time):
        return _clock(cell)
    text = folded(cell)
    if is_nothing(text):
        return ""
    if re.fullmatch(r"0[.,]\d+", text):
        minutes = round(float(text.replace(",", ".")) * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if found := LESSON.search(text):
        numbers = re.sub(r"\s*(?:[-–—])\s*", "-", found[1] or found[2])
        return f"{numbers} урок"
    if lesson and re.fullmatch(r"\d{1,2}(?:\s*[-–—,]\s*\d{1,2})?", text):
        return f"{text} урок"
    text = re.sub(r"(?<!\d)(\d{1,2})[.:-](\d{2})(?::\d{2})?(?!\d)", lambda found: f"{int(found[1])}:{found[2]}", text)

    return re.sub(r"\s*[-–—]\s*(?=\d{1,2}:)", "-", text)


def read_rooms(cell: Any) -> str:
    """Rooms through «;», without the word «кабинет».

    >>> read_rooms("каб. 12, 13"), read_rooms(12.0), read_rooms("Спортзал")
    ('12; 13', '12', 'Спортзал')
    """
    parts = [
        re.sub(r"^(?:каб(?:инеты?|\.)?|ауд(?:итори[яи]|\.)?|№)[\s:]*(?:№\s*)?", "", part.strip(), flags=re.IGNORECASE)
        for part in _listed(cell)
    ]

    return "; ".join(dict.fromkeys(part for part in parts if not is_nothing(part)))


def read_people(cell: Any) -> str:
    """People through «;»; a comma inside brackets parts nobody.

    >>> read_people("Сомов И. П., Орлова А. И. (родитель, 5А)")
    'Сомов И. П.; Орлова А. И. (родитель, 5А)'
    """
    parts = [" ".join(part.split()) for part in _listed(cell)]

    return "; ".join(dict.fromkeys(part for part in parts if not is_nothing(part)))


def _listed(cell: Any) -> list[str]:
    return re.split(r"[;,\n](?![^(]*\))", as_text(cell))
