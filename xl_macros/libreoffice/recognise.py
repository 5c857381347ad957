"""What Excel makes of a value that is put into a cell by ``Value =``.

A string is treated there as if it had been typed: «00123» becomes the number 123, «4-5» a day of April, «=A1» a formula. LibreOffice's
``setDataArray`` keeps every string as it is, and would hide such a mistake. Only a cell formatted as text («@») and a leading
apostrophe keep a string a string; in a cell formatted as text even a number becomes a string.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Literal, NamedTuple

from xl_macros.libreoffice.limits import check_cell_text

EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zones
Type = Literal["empty", "text", "number", "date", "logical", "formula"]

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?(%)?")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_AMERICAN = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})")


class Content(NamedTuple):
    """What a cell gets: its type, and the number or text of it."""

    type: Type
    value: float | str


EMPTY = Content("empty", "")


def serial(moment: dt.date) -> float:
    """A date, or a date and time, as Excel's day number.

    >>> serial(dt.date(2025, 4, 15)), serial(dt.datetime(2025, 4, 15, 12))
    (45762.0, 45762.5)
    """
    whole = (
        moment.replace(tzinfo=None)
        if isinstance(moment, dt.datetime)
        else dt.datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    )
    passed = whole - EPOCH

    return passed.days + (passed.seconds + passed.microseconds / 1e6) / 86_400


def moment(number: float) -> dt.datetime | float:
    """A day number as date and time, to the millisecond; a number that is no day of Excel's calendar stays one.

    >>> moment(45762.5)
    datetime.datetime(2025, 4, 15, 12, 0)
    """
    if not 0 <= number < 2_958_466:
        return number
    days = int(number)

    return EPOCH + dt.timedelta(days=days, milliseconds=round((number - days) * 86_400_000))


def content(value: Any, *, text_cell: bool, today: dt.date | None = None) -> Content:
    """What a cell gets for a value.

    Args:
        value: None, text, number, truth value, date or date and time.
        text_cell: whether the cell is formatted as text.
        today: whose year a date without one gets.

    Raises:
        ValueError: a text too long for a cell, or one that Excel refuses (it begins with @).
        TypeError: no value for a cell.
    """
    if value is None or value == "":
        return EMPTY
    if isinstance(value, str):
        check_cell_text(value)
        return Content("text", value) if text_cell else _typed(value, today or dt.date.today())  # noqa: DTZ011 - the user's own day
    if isinstance(value, bool):
        return Content("text", str(value).upper()) if text_cell else Content("logical", float(value))
    if isinstance(value, dt.date):
        return (
            Content("text", f"{value.month}/{value.day}/{value.year}") if text_cell else Content("date", serial(value))
        )
    if isinstance(value, int | float):
        return Content("text", general(float(value))) if text_cell else Content("number", float(value))
    raise TypeError(f"A cell cannot hold a value of type {type(value).__name__}.")


def general(number: float) -> str:
    """A number as Excel shows it without a format.

    >>> general(5.0), general(0.1)
    ('5', '0.1')
    """
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


def _typed(text: str, today: dt.date) -> Content:
    plain = text.strip(" ")
    if (found := _NUMBER.fullmatch(plain)) and any(sign.isdigit() for sign in plain):
        number = float(plain.rstrip("%").replace(",", ""))
        return Content("number", number / 100 if found.group(1) else number)
    if plain.upper() in {"TRUE", "FALSE"}:
        return Content("logical", float(plain.upper() == "TRUE"))
    if day := _day(plain, today):
        return Content("date", serial(day))

    return _formula_or_text(text)


def _formula_or_text(text: str) -> Content:
    """A text that begins like a formula, even one of older programs, is one to Excel; an apostrophe says that it is none."""
    if text.startswith("'"):
        return Content("text", text[1:])
    if text.startswith("=") and len(text) > 1:
        return Content("formula", text)
    if text[0] == "@" and len(text) > 1:
        raise ValueError(
            f"Excel takes {text!r} for a formula and refuses it. Format the cell as text first, or begin with an apostrophe."
        )

    return Content("formula", f"={text}") if text[0] in "+-" and len(text) > 1 else Content("text", text)


def _day(text: str, today: dt.date) -> dt.date | None:
    try:
        if found := _ISO.fullmatch(text):
            return dt.date(*(int(part) for part in found.groups()))
        if found := _AMERICAN.fullmatch(text):
            month, day, year = (int(part) for part in found.groups())
            return dt.date(year, month, day)
        if found := _MONTH_AND_DAY.fullmatch(text):
            return dt.date(today.year, int(found.group(1)), int(found.group(2)))
    except ValueError:
        return None

    return None
