"""Numbers of measures: as the plan has them, with the section's number before them where they restart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from objectivity_core.plan.importing.words import split_number

if TYPE_CHECKING:
    from objectivity_core.plan.importing.rows import Row

_AS_DATE: Final = re.compile(r"(\d\d)\.(\d\d)(?:\.\d{4})?")


def numbered(rows: list[Row], *, has_column: bool) -> list[tuple[str, str]]:
    """The number and the text of each measure.

    Numbers that begin anew in each section become «section.number»; others stay. Where the column of numbers is empty throughout
    (Word's own numbering is no text), measures are counted within their section.

    Args:
        rows: the measures of one document in order.
        has_column: whether the plan has a column of numbers; without one a number that begins the text is taken off it.
    """
    found = [split_number(_typed(row.number)) if has_column else split_number(row.measure) for row in rows]
    numbers = [number or (rest if has_column else "") for number, rest in found]
    texts = [row.measure if has_column else rest for row, (_, rest) in zip(rows, found, strict=True)]
    if not has_column and not _counts(numbers):
        return [("", row.measure) for row in rows]
    if has_column and not any(numbers):
        numbers = _counted(rows)
    restarts = _restarts(rows, numbers)
    shown = [
        f"{row.section_number}.{number}" if restarts and number and "." not in number and row.section_number else number
        for row, number in zip(rows, numbers, strict=True)
    ]

    return list(zip(shown, texts, strict=True))


def _typed(number: str) -> str:
    """A number as it was typed: Excel takes «1.2» for a fraction or for the first of February.

    >>> _typed("01.02.2025"), _typed("1,2")
    ('1.2', '1.2')
    """
    if found := _AS_DATE.fullmatch(number):
        return f"{int(found[1])}.{int(found[2])}"

    return number.replace(",", ".")


def _counts(numbers: list[str]) -> bool:
    """Whether most texts begin with a number, and not with the same one."""
    filled = [number for number in numbers if number]

    return len(filled) * 2 > len(numbers) and len(set(filled)) * 2 > len(filled)


def _counted(rows: list[Row]) -> list[str]:
    counts: Counter[str] = Counter()
    numbers = []
    for row in rows:
        counts[row.section] += 1
        numbers.append(str(counts[row.section]))

    return numbers


def _restarts(rows: list[Row], numbers: list[str]) -> bool:
    """Whether a number comes in two sections."""
    sections: defaultdict[str, set[str]] = defaultdict(set)
    for row, number in zip(rows, numbers, strict=True):
        if number:
            sections[number].add(row.section_number)

    return any(len(found) > 1 for found in sections.values())
