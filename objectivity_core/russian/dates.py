"""One day in figures or words, as people and other programs write it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from objectivity_core.russian.unseen import DASHES, in_one_alphabet, visible
from objectivity_core.russian.wording import MONTHS, MONTHS_OF_DATES, SHORT_WEEKDAYS, WEEKDAYS


class SpeltDay(NamedTuple):
    """A day of a month; ``year`` is 0 where none is said."""

    year: int
    month: int
    day: int


_WEEKDAY: Final = re.compile(rf"[\s,(]*\b(?:{'|'.join((*WEEKDAYS, *SHORT_WEEKDAYS))})\b[.)\s,]*")
_NUMERIC: Final = re.compile(
    r"(\d{1,2})\s?(?P<bar>[./\\_,·-])\s?(\d{1,2})\s?(?P=bar)\s?(\d{4}|\d{2})\.?|(\d{1,2})\s?[./]\s?(\d{1,2})\.?"
)
"""With a year all three parts stand alike apart: «9-10.05» is a stretch. Without one a dash is one too."""
_SPACED: Final = re.compile(r"(\d{1,2}) (\d{2}) (\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[t ]00:00:00)?")
_WORDED: Final = re.compile(
    r"[«\"]?(\d{1,2})[»\"]?(?:-?(?:го|ого|е|ое|й))?[\s.,/-]*([а-я]{3,8}|[ivxх]{1,4})\.?(?:[\s.,/-]*'?(\d{4}|\d{2}))?"
)
ROMAN_NUMBERS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_DASHES: Final = str.maketrans(f"{DASHES}\u00a0", "-" * len(DASHES) + " ")
_YEAR_WORD: Final = re.compile(r"(?<=\d)\s*г(?:\.|ода?)?$")


def spelt_day(text: str) -> SpeltDay | None:
    """The day that a text names and nothing else; it may be one that no calendar has.

    >>> spelt_day("15-сен-24"), spelt_day("1 сентября"), spelt_day("15 / 09 / 2024 г."), spelt_day("вт, 15.10.2024")
    (SpeltDay(year=2024, month=9, day=15), SpeltDay(year=0, month=9, day=1), SpeltDay(year=2024, month=9, day=15), SpeltDay(year=2024, month=10, day=15))
    >>> spelt_day("сентябрь") is None
    True
    """
    text = " ".join(in_one_alphabet(visible(text)).lower().replace("ё", "е").translate(_DASHES).split())
    text = _YEAR_WORD.sub("", _WEEKDAY.sub(" ", text).strip(" ;"))
    if found := _YEAR_FIRST.fullmatch(text):
        return SpeltDay(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        day, month = found[1] or found[5], found[3] or found[6]
        return SpeltDay(_year(found[4]), int(month), int(day))
    if found := _SPACED.fullmatch(text):
        return SpeltDay(int(found[3]), int(found[2]), int(found[1]))
    found = _WORDED.fullmatch(text)
    month = month_named(found[2]) if found else 0

    return SpeltDay(_year(found[3]), month, int(found[1])) if found and month else None


def month_named(word: str) -> int:
    """The month of a name in any form, shortened too, or of a Roman number; 0 for another word.

    >>> month_named("мая"), month_named("сент"), month_named("ix"), month_named("педсовет")
    (5, 9, 9, 0)
    """
    roman = word.replace("х", "x")
    if roman in ROMAN_NUMBERS:
        return ROMAN_NUMBERS.index(roman) + 1
    if len(word) < 3:
        return 0
    names = enumerate(zip(MONTHS, MONTHS_OF_DATES, strict=True), start=1)

    return next((number for number, forms in names if any(form.startswith(word) for form in forms)), 0)


def _year(text: str | None) -> int:
    return 0 if not text else int(text) + (2000 if len(text) == 2 else 0)
