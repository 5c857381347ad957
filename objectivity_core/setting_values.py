"""What is said about a setting, and its cell as a value, with what is wrong in it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Literal

from objectivity_core.findings import Rule, rules_in
from objectivity_core.russian.dates import spelt_day
from objectivity_core.russian.fold import folded_name
from objectivity_core.school_year.year import parse_quarters
from objectivity_core.tables import TABLES
from objectivity_core.tables.cells import as_date, split_list
from objectivity_core.tables.states import NO, YES

if TYPE_CHECKING:
    from collections.abc import Callable

    from objectivity_core.russian.dates import SpeltDay

_VALUE = TABLES["settings"]["value"].heading
_NOT_UNDERSTOOD = "Настройка «{key}» не понята: {why}"
_WHICH_YEAR = "Впишите год сентября, например 2025 для 2025/2026."
BAD_SETTING = Rule("bad-setting", "error", "settings", _VALUE).says(
    _NOT_UNDERSTOOD, "Исправьте значение; пока действует значение по умолчанию."
)
BAD_DATE_SETTING = Rule("bad-date-setting", "error", "settings", _VALUE).says(_NOT_UNDERSTOOD, "{remedy}")
BAD_YEAR_SETTING = Rule("bad-year-setting", "error", "settings", _VALUE).says(_NOT_UNDERSTOOD, _WHICH_YEAR)
NO_YEAR = Rule("no-year", "error", "settings", _VALUE).says("Не заполнено «{key}».", _WHICH_YEAR)
TEXT_SETTING = Rule("setting-as-text", "warning", "settings", _VALUE).says(
    "Настройка «{key}» записана текстом («{value}»): кнопки её понимают, а формулы листов — нет.",
    "Впишите значение заново: {right}. Кнопка, которая пишет в книгу («Обновить сроки»), исправит ячейку сама.",
)
NO_ROWS = Rule("no-setting-rows", "info", "settings").says(
    "В листе «Настройки» нет строк: {value}. Действуют значения по умолчанию.",
    "Книга сделана прежней версией программы. Строки допишет кнопка, которая пишет в книгу («Обновить сроки»).",
)
RULES = rules_in(globals())

SettingKind = Literal["text", "integer", "date", "yesno", "dates", "choice", "quarters", "subjects"]

_SEPTEMBER, _LONGEST = 9, 150
_NUMBER = re.compile(
    r"(\d+)(?:\s*(?:рабочи[хй]\s+)?(?:дн[а-я]*|ден[а-я]*|год[а-я]*|г|шт[а-я]*|пар[а-я]*|работ[а-я]*|отмет[а-я]*|мес[а-я]*)?\.?)?"
)
_ONCE_IN = re.compile(r"^(?:1\s+|один\s+)?раз\s+в\s+|^кажд[а-я]+\s+|^в\s+")
_PERIODS = {
    "тримес": "четверть",
    "триме": "четверть",
    "четве": "четверть",
    "полуг": "полугодие",
    "месяц": "месяц",
    "ежеме": "месяц",
    "год": "год",
    "учебн": "год",
}
_YES, _NO = (
    frozenset({YES, "есть", "yes", "+", "истина", "true"}),
    frozenset({NO, "no", "-", "–", "—", "ложь", "false"}),
)
_NAMED = re.compile(
    r"^\s*(?:[ivx]{1,3}|\d|перв[а-я]+|втор[а-я]+|трет[а-я]+|четв[её]рт[а-я]+)?\s*-?[а-я]{0,2}\s*(?:четверть|триместр|полугодие|период|модуль)\s*[:.–—-]?\s*|^\s*\d\)\s*",
    re.IGNORECASE,
)
_STRETCH = re.compile(
    r"(?:с\s+)?(?P<first>\S.*?)\s*(?:\s-\s|[–—−]|\bпо\b|\bдо\b|(?<=[\dа-яё.])-(?=\s*\d))\s*(?P<last>.*\S)",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class About:
    """What the sheet says about a setting."""

    heading: str
    kind: SettingKind
    help: str
    unit: str = ""
    source: str = ""
    checked: dt.date | None = None
    low: int = 0
    high: int = 10**9
    choices: tuple[str, ...] = ()
    on_sheets: bool = False
    """Whether formulas of the sheets read its cell: a number or a date must be one there, not a text."""


def setting_value(text: str, says: About, year: int) -> Any:
    """A setting's value.

    Args:
        text: what stands in the cell.
        says: the setting.
        year: the first calendar year of the school year, for days without a year.

    Raises:
        BadCell: it is no date.
        ValueError: anything else that does not fit.
    """
    read = _READ.get(says.kind)

    return read(text, says, year) if read else text


def _integer(text: str, says: About, _: int) -> int:
    number = _NUMBER.fullmatch(text)
    if number is None or not says.low <= int(number[1]) <= says.high:
        raise ValueError(f"нужно целое число от {says.low} до {says.high}.")

    return int(number[1])


def _choice(text: str, says: About, _: int) -> str:
    word = _ONCE_IN.sub("", folded_name(text).strip(" ."))
    chosen = _PERIODS.get(word[:5], word)
    if chosen not in says.choices:
        raise ValueError(f"нужно одно из: {', '.join(says.choices)}.")

    return chosen


def _yes_no(text: str, _: About, __: int) -> bool:
    word = text.lower().strip(' .!«»"')
    if word not in _YES | _NO:
        raise ValueError("нужно «да» или «нет».")

    return word in _YES


def _quarters(text: str, _: About, year: int) -> str:
    """Stretches as :func:`parse_quarters` takes them; names before them («I четверть: …») say nothing new."""
    parts = [
        _NAMED.sub("", part).strip()
        for part in re.split(r"[;\n]|,(?=\s*(?:\d{1,2}\D{0,3}\s*)?[а-яё])", text)
        if part.strip()
    ]
    stretches = [_stretch(part, year) for part in parts]
    written = "; ".join(f"{start:%d.%m.%Y}-{due:%d.%m.%Y}" for one in stretches if one for start, due in [one])
    if not all(stretches):
        written = text
    parse_quarters(written)

    return written


def joined_subjects(text: str) -> dict[str, tuple[str, ...]]:
    """By subject of a work the subjects of the journal whose marks stand for its own, folded; none for «нет».

    >>> joined_subjects("Математика: Алгебра, Геометрия")
    {'математика': ('алгебра', 'геометрия')}

    Raises:
        ValueError: a part without «:», or without subjects behind it.
    """
    groups: dict[str, tuple[str, ...]] = {}
    for group in re.split(r"[;\n]", "" if text.lower().strip(" .") in _NO else text):
        name, _, listed = re.sub(r"\s*[=→]\s*", ":", group).partition(":")
        parts = tuple(folded_name(part) for part in re.split(r"[,+]", listed) if part.strip())
        if group.strip() and not (name.strip() and parts):
            raise ValueError(f"«{group.strip()}» запишите как «Математика: Алгебра, Геометрия».")
        if group.strip():
            groups[folded_name(name)] = parts

    return groups


def _subjects(text: str, _: About, __: int) -> str:
    joined_subjects(text)

    return text


def _date(text: str, _: About, year: int) -> dt.date:
    return _day(text, year)


def _dates(text: str, _: About, year: int) -> tuple[dt.date, ...]:
    """Days and stretches of days: «04.11.2024; 23 февраля», «с 1 по 8 мая», «23, 24 февраля»."""
    days: list[dt.date] = []
    tail = ""
    for part in reversed([one.strip(" .") for whole in split_list(text) for one in re.split(r"\s+и\s+", whole)]):
        if part.isdigit() and tail:  # «23» of «23, 24 февраля»
            days.insert(0, _day(f"{part} {tail}", year))
        elif (stretch := _stretch(part, year)) is not None:
            days[:0] = _every_day(*stretch, part)
        else:
            days.insert(0, _day(part, year))
        found = re.search(r"\d\s+([а-яё]+.*)$", part, re.IGNORECASE)
        tail = found[1] if found else tail if part.isdigit() else ""

    return tuple(days)


def _every_day(start: dt.date, due: dt.date, part: str) -> list[dt.date]:
    count = (due - start).days + 1
    if not 1 <= count <= _LONGEST:
        raise ValueError(f"отрезок «{part}» кончается раньше, чем начинается, или длиннее {_LONGEST} дней.")

    return [start + dt.timedelta(days=number) for number in range(count)]


def _stretch(text: str, year: int) -> tuple[dt.date, dt.date] | None:
    """First and last day of «01.11-03.11.2024», «с 30 декабря по 8 января», «4-8 ноября»; None for what is no stretch."""
    found = _STRETCH.fullmatch(text.strip())
    if found is None or spelt_day(text):
        return None
    last = spelt_day(found["last"])
    first = spelt_day(found["first"]) or (
        last._replace(day=int(found["first"])) if last and found["first"].isdigit() else None
    )
    if first is None or last is None:
        return None
    due = _dated(last, year)
    start = _dated(first, year) if first.year or not last.year else _dated(first._replace(year=last.year), year)
    if start > due and not first.year:
        start = _dated(first._replace(year=due.year - 1), year)

    return start, due


def _day(text: str, year: int) -> dt.date:
    said = spelt_day(text)

    return as_date(text) if said is None or said.year else _dated(said, year)


def _dated(said: SpeltDay, year: int) -> dt.date:
    """The day in the school year that begins in ``year``, where it says no year itself."""
    return as_date(f"{said.day}.{said.month}.{said.year or year + (said.month < _SEPTEMBER)}")


_READ: dict[SettingKind, Callable[[str, About, int], Any]] = {
    "integer": _integer,
    "date": _date,
    "dates": _dates,
    "yesno": _yes_no,
    "quarters": _quarters,
    "subjects": _subjects,
    "choice": _choice,
}
