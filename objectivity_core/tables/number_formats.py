"""What a cell shows under its number format, where that says less or more than the number or the day behind it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from objectivity_core.russian.wording import MONTHS
from objectivity_core.tables.day_numbers import moment_of

BUILT_IN: Final = {14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "dd.mm.yyyy h:mm"}
"""Codes of the formats of days that a workbook names by number alone."""
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]|AM/PM', re.IGNORECASE)
_RUSSIAN: Final = str.maketrans("дмгчс", "dmyhs")
"""Letters of formats as Russian programs show them, and some write them."""
_DAYS: Final = re.compile(r"[dmyhs\s.,:/@-]*[dmy][dmyhs\s.,:/@-]*")
_WEEKDAY: Final = re.compile("d{3,}")
_ZEROS: Final = re.compile("0{2,}")


def shown(cell: Any, code: str) -> Any:
    """A day of which less is seen as what is seen of it, a number with zeros before it as text; any other cell as it is.

    Who types «10.2025» or «окт.25» gets the first day of the month, and sees the month.

    Args:
        cell: a cell as it is stored.
        code: its number format, as workbooks write it.

    >>> october = dt.date(2025, 10, 1)
    >>> shown(october, "mmm.yy"), shown(october, "[$-419]mmmm;@"), shown(october, 'yyyy" г."'), shown(october, "dd/mmm")
    ('октябрь 2025', 'октябрь', '2025 год', '01.10')
    >>> shown(october, "dd.mm.yyyy"), shown(412.0, "00000"), shown(45931.0, "ММ.ГГГГ"), shown(4.5, "0.0")
    (datetime.date(2025, 10, 1), '00412', 'октябрь 2025', 4.5)
    """
    section = pattern(code)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if _ZEROS.fullmatch(section) and cell >= 0 and float(cell).is_integer():
            return str(int(cell)).zfill(len(section))
        if not _DAYS.fullmatch(section) or not 1 <= cell < 2_958_466:
            return cell
        return _day(moment_of(cell), cell, section)

    return _day(cell, cell, section) if isinstance(cell, dt.date) else cell


def pattern(code: str) -> str:
    """The part of a format that counts: its first section without literals, in small Latin letters."""
    return _LITERAL.sub("", code).split(";")[0].strip().lower().translate(_RUSSIAN)


def says_other(code: str) -> bool:
    """Whether a cell of that format may show other than it holds."""
    section = pattern(code)
    whole = all(letter in _WEEKDAY.sub("", section) for letter in "dmy")

    return bool(_ZEROS.fullmatch(section)) or (bool(_DAYS.fullmatch(section)) and not whole)


def _day(when: dt.date, stored: Any, section: str) -> Any:
    """What is seen of a day; all of it where the format shows a day without its month, or a time."""
    seen = {letter for letter in _WEEKDAY.sub("", section) if letter.isalpha()}
    month = MONTHS[when.month - 1]
    if seen == {"d", "m"}:
        return f"{when:%d.%m}"
    if seen == {"m", "y"}:
        return f"{month} {when.year}"

    return {"m": month, "y": f"{when.year} год"}.get("".join(seen), stored)
