"""When something is due relative to a procedure: what people write in a cell of that column, and how it is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from objectivity_core.deadlines.describe import distance
from objectivity_core.deadlines.lexer import fold
from objectivity_core.deadlines.model import LONGEST, Offset
from objectivity_core.deadlines.reading import read_deadline

if TYPE_CHECKING:
    from objectivity_core.school_year.year import SchoolYear

# Excel turns «+3» into the number 3, and a number may arrive as 3.0.
_NUMBER: Final = re.compile(r"([+-]?) ?(\d{1,3})(?:[.,]0)?")
_SIGNED: Final = re.compile(r"([+-]) ?(.+)")
# What may be left unsaid in a column whose heading says it: «до процедуры», «за», «через».
_AHEAD: Final = ("за {} процедуры", "за {}")
_BEHIND: Final = ("через {} процедуры", "через {}")
_SIGNED_WAYS: Final = {"-": ("за {} до процедуры", *_AHEAD), "+": ("через {} после процедуры", *_BEHIND)}
_WAYS: Final = ("{}", "{} процедуры", "{} до процедуры", "{} после процедуры")


def read_relative(text: str, school_year: SchoolYear) -> Offset | None:
    """Read a cell of a column «Когда относительно процедуры».

    Args:
        text: «-3» and «+3» (working days), «0», «−1 неделя», «3 рабочих дня до», «накануне», «в день процедуры», and
            every deadline phrase relative to an event.
        school_year: The academic year of the procedures.

    Returns:
        How far from the procedure it is; None where the text is not understood. A number with its unit but without
        sign or «до», «после» («3 дня») has two meanings and is not understood.

    >>> from objectivity_core.school_year.year import SchoolYear
    >>> year = SchoolYear(2024)
    >>> [describe_relative(found) for cell in ("−3", "+1 неделя", "0") if (found := read_relative(cell, year))]
    ['за 3 рабочих дня до процедуры', 'через неделю после процедуры', 'в день процедуры']
    >>> read_relative("3 дня", year) is None
    True
    """
    said = " ".join(fold(text).split()).rstrip(".")
    if number := _NUMBER.fullmatch(said):
        count = int(number[1] + number[2])
        if abs(count) > LONGEST:
            return None
        return Offset(count, "working day") if count else Offset(0, "day")
    if signed := _SIGNED.fullmatch(said):
        return _first_read(_SIGNED_WAYS[signed[1]], signed[2], school_year)
    # «3 дня» alone has no direction, and «за 3 дня» would be given one.
    directed = "до" in said.split() or "после" in said.split()

    return _first_read((*_WAYS, *_AHEAD, *_BEHIND) if directed else _WAYS, said, school_year)


def describe_relative(offset: Offset) -> str:
    """An offset in Russian; reading that text gives the offset again.

    >>> describe_relative(Offset(3, "working day"))
    'через 3 рабочих дня после процедуры'
    >>> describe_relative(Offset(-1, "week"))
    'за неделю до процедуры'
    """
    if offset.opens:
        text = "после процедуры"
    elif offset.count == 0:
        text = "в день процедуры"
    elif offset.count < 0:
        text = f"за {distance(offset)} до процедуры"
    else:
        text = f"через {distance(offset)} после процедуры"

    return f"{text}, до {offset.time:%H:%M}" if offset.time else text


def _first_read(ways: tuple[str, ...], said: str, school_year: SchoolYear) -> Offset | None:
    """The offset of the first of these ways to complete the text that is a deadline relative to an event."""
    readings = (read_deadline(way.format(said), school_year) for way in ways)

    return next((reading.offset for reading in readings if reading.offset), None) if said.strip(" -+") else None
