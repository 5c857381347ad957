"""Marks of a list before its entries («1. октябрь», «б) апрель», «• до 5 мая») are no part of a deadline."""

from __future__ import annotations

import re
from typing import Final

from objectivity_core.deadlines.words import look_up
from objectivity_core.russian.wording import MONTHS

_BULLETS: Final = "-‐‑–—−•·▪▫●○◦*✓✔+‣⁃■□"
_MARK: Final = re.compile(
    rf"(?P<lead>(?:^|[;,\n])[ \t\xa0]*)(?P<mark>[{_BULLETS}]|(?P<number>\(?\d{{1,2}}(?:\.\d{{1,2}})*)(?P<end>[.)]+|(?=\t))|[а-яёa-z]\)|(?P<roman>[ivx]{{1,4}})[.)])"
    r"(?P<gap>\s*)(?P<next>[^\s,;]+)",
    re.IGNORECASE,
)
_DAY_BEHIND: Final = re.compile(r"\d{1,2}[./]\d{1,2}(?!\d)(?:[./]\d{2,4})?|\d{1,2}[ \xa0]+[а-яё]{3}|\d{1,2}(?=[-–—])")
_UNITS: Final = "WORKING CALENDAR DAYWORD WEEKWORD MONTHWORD QUARTER SCHOOLTERM HALFYEAR DECADE NUMBERED ONCE YEARWORD HALF WEEKDAY SCHOOL BREAK"
"""What a number with a stray dot may count: «3. рабочих дня» is no third entry of a list."""
DAY_OR_MARK: Final = "Это {day} число или пункт списка под номером {day}? Уберите номер или точку после него."


def without_marks(phrase: str) -> tuple[str, str]:
    """The phrase with blanks for the marks of its list, as long as it was; and a question where a mark may be a day.

    >>> without_marks("1. октябрь; 2. апрель")
    ('   октябрь;    апрель', '')
    >>> without_marks("15. октября")[1]
    'Это 15 число или пункт списка под номером 15? Уберите номер или точку после него.'
    """
    found = list(_MARK.finditer(phrase))
    numbers = [int(one["number"].strip("(")) for one in found if (one["number"] or "").strip("(").isdigit()]
    is_list = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    bulleted = phrase.lstrip()[:1] in _BULLETS
    plain, question = list(phrase), ""
    for one in found:
        if one["mark"] in _BULLETS and not bulleted:
            continue  # «октябрь⏎– апрель» is a stretch
        kind = _kind(one, phrase[one.start("next") :], is_list=is_list)
        if kind == "mark":
            plain[one.start("mark") : one.end("mark")] = " " * len(one["mark"])
        elif kind == "doubt":
            question = question or DAY_OR_MARK.format(day=one["number"])
    text = "".join(plain)

    return (_divided(text) if numbers[:1] == [1] and len(numbers) == 1 and text != phrase else text), question


def _kind(mark: re.Match[str], behind: str, *, is_list: bool) -> str:
    """Whether it is a mark, a doubt, or (``""``) part of the deadline."""
    word = re.match(r"[а-яё]*", behind.lower().replace("ё", "е"))
    month = look_up(word[0])[0] == "MONTH" if word else False
    if mark["roman"] or not mark["number"]:
        return "mark" if not mark["roman"] or month or _DAY_BEHIND.match(behind) else ""
    if "." in mark["number"]:
        return "mark" if word and word[0] in MONTHS else ""
    if not (word and word[0]):
        return "mark" if _DAY_BEHIND.match(behind) and (mark["gap"] or ")" in mark["end"]) and _is_day(behind) else ""
    named = word[0] in MONTHS or (month and is_list)
    if month and not named and mark["end"] == ".":
        return "" if re.match(r"[а-яё]+\.?[-./]\d", behind, re.IGNORECASE) else "doubt"  # «15.сен.2024»

    return "" if mark["end"] == "." and not named and look_up(word[0])[0] in _UNITS.split() else "mark"


def _is_day(behind: str) -> bool:
    """«1. 05.10» is the fifth of October under a mark, «15. 09.25» a day with a blank in it."""
    dotted = re.match(r"\d{1,2}[./](\d{1,2})(?!\d)", behind)

    return dotted is None or 1 <= int(dotted[1]) <= 12


def _divided(text: str) -> str:
    """A list that stands in one line, «1. октябрь 2. апрель»: a separator in place of each further mark."""
    number = 2
    while (found := re.search(rf"\s{number}[.)]\s*(?=([а-яё]+))", text, re.IGNORECASE)) and look_up(
        found[1].lower().replace("ё", "е")
    )[0] not in _UNITS.split():
        text = f"{text[: found.start()]};{' ' * (len(found[0]) - 1)}{text[found.end() :]}"
        number += 1

    return text
