"""Periods of a school year: terms as settings state them, and the stretches that reports are made for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from objectivity_core.russian.fold import folded_name
from objectivity_core.russian.wording import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What the periods of a year are called when it has so many of them.
NAMES: Final = {2: "полугодие", 3: "триместр", 4: "четверть"}
ROMAN: Final = ("I", "II", "III", "IV")
YEAR: Final = "год"
"""What the mark of the whole year is for."""
_ORDINALS: Final = ("перв", "втор", "трет", "четверт")
_ONE_TO_FOUR: Final = r"[1-4]|iv|i{1,3}"
_NUMBERED: Final = re.compile(
    rf"(?<![\w.,/№])({_ONE_TO_FOUR}|(?:{'|'.join(_ORDINALS)})[а-я]+)(?:\s*-?\s*(?:ая|я|ое|е|ой|ый|ий|й))?\s*(?:учебн[а-я]+\s+)?"
    r"(четв[а-я]*|чет(?![а-я])|ч(?![а-я])|трим[а-я]*|тр(?![а-я])|полуг[а-я]*|п\s?/\s?г)"
)
_NUMBER_BEHIND: Final = re.compile(rf"(четверть|триместр|полугодие)\s*[:№.-]?\s*({_ONE_TO_FOUR})(?!\w)")
_YEAR: Final = re.compile(r"\bгодов(?:ая|ой|ые|ых|ую|ое)\b|\bгод\.\s*(?:отметк|оценк)|\bза\s+(?:учебный\s+)?год\b")
_PERIOD: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\s*[-–—−]\s*(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True)
class Period:
    """A named stretch of days, both ends included: a term (четверть), a break (каникулы), a month."""

    name: str
    start: date
    due: date


def parse_quarters(text: str) -> tuple[Period, ...]:
    """Read the terms of a school year from a cell of the settings.

    Args:
        text: Two (полугодия), three (триместры) or four (четверти) stretches «02.09.2024-25.10.2024», in order, separated
            by semicolons or line breaks.

    Raises:
        ValueError: With a Russian sentence that says what is wrong and what to write.

    >>> [term.name for term in parse_quarters("02.09.2024-28.12.2024; 09.01.2025-26.05.2025")]
    ['I полугодие', 'II полугодие']
    """
    stretches = [_stretch(part) for line in text.splitlines() for part in line.split(";") if part.strip()]
    if len(stretches) not in NAMES:
        raise ValueError(
            f"Учебных периодов {len(stretches)}, а бывает 2 (полугодия), 3 (триместры) или 4 (четверти): через «;»."
        )
    for (_, due), (start, _) in pairwise(stretches):
        if start <= due:
            raise ValueError(
                f"Учебный период с {start:%d.%m.%Y} начинается раньше, чем кончился предыдущий ({due:%d.%m.%Y})."
            )

    return named(stretches)


def named(stretches: Sequence[tuple[date, date]]) -> tuple[Period, ...]:
    """The stretches as terms, called by their number: «I четверть»; two are «полугодия», three «триместры»."""
    return tuple(
        Period(f"{number} {NAMES[len(stretches)]}", start, due)
        for number, (start, due) in zip(ROMAN, stretches, strict=False)
    )


def months(first: date, last: date) -> Iterator[Period]:
    """The calendar months between two days, the first and the last one cut to them: «сентябрь 2024»."""
    start = first
    while start <= last:
        following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        yield Period(f"{MONTHS[start.month - 1]} {start.year}", start, min(following - timedelta(days=1), last))
        start = following


def halves(quarters: Sequence[Period]) -> tuple[Period, ...]:
    """The halves of a year that has two terms or four.

    Raises:
        ValueError: Its terms do not add up to halves.
    """
    if len(quarters) not in (2, 4):
        raise ValueError(f"Полугодия не складываются из учебных периодов: их {len(quarters)}, а нужно 2 или 4.")
    middle = len(quarters) // 2

    return named([(quarters[0].start, quarters[middle - 1].due), (quarters[middle].start, quarters[-1].due)])


def _stretch(part: str) -> tuple[date, date]:
    found = _PERIOD.fullmatch(part.strip())
    if not found:
        raise ValueError(f"Учебный период «{part.strip()}» не прочитан: запишите его как 02.09.2024-25.10.2024.")
    numbers = [int(number) for number in found.groups()]
    try:
        start, due = date(*reversed(numbers[:3])), date(*reversed(numbers[3:]))
    except ValueError:
        raise ValueError(f"В учебном периоде «{part.strip()}» есть дата, которой нет в календаре.") from None
    if due <= start:
        raise ValueError(f"Учебный период «{part.strip()}» кончается раньше, чем начинается.")

    return start, due


def quarter_in(text: str) -> str:
    """The period of marks that a heading or a title names, as this module calls it; ``""`` for none.

    >>> quarter_in("Отметки за 3 четв."), quarter_in("II полугодие"), quarter_in("вторая четверть 2025/2026 учебного года")
    ('III четверть', 'II полугодие', 'II четверть')
    >>> quarter_in("Четверть: IV"), quarter_in("годовая"), quarter_in("2025/2026 учебный год")
    ('IV четверть', 'год', '')
    """
    folded = folded_name(text)
    for pattern, number, unit in ((_NUMBERED, 1, 2), (_NUMBER_BEHIND, 2, 1)):
        if found := pattern.search(folded):
            name = next(name for name in NAMES.values() if name[0] == found[unit][0])
            return f"{ROMAN[_number(found[number])]} {name}"

    return YEAR if _YEAR.search(folded) or folded in {YEAR, f"учебный {YEAR}"} else ""


def _number(text: str) -> int:
    """The number, from 0, that a digit, a Roman number or an ordinal means."""
    if text.isdigit():
        return int(text) - 1
    if text.upper() in ROMAN:
        return ROMAN.index(text.upper())

    return next(at for at, start in enumerate(_ORDINALS) if text.startswith(start))
