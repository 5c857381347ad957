"""A phrase with dates of its own, and the words that say when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from objectivity_core.deadlines.model import Term

NUMBERS: Final = ("NUMBER", "ORDINAL", "ROMAN", "MONTH", "WEEKDAY", "SEASON", "YEAR", "YEARS")


QUARTERED: Final = 4


UNIT_WORDS: Final = ("DAYWORD", "WEEKWORD", "MONTHWORD", "QUARTER", "SCHOOLTERM", "HALFYEAR", "YEARWORD")


MEANINGFUL: Final = (
    *UNIT_WORDS,
    "DATE",
    "DAYMONTH",
    "TIME",
    "LONG",
    "UNIT",
    "FOLLOWING",
    "WORKING",
    "ALWAYS",
    "YEARLY",
)


@dataclass(frozen=True)
class Dated:
    """A term of the phrase's own; `doubtful` = its year was only supposed."""

    term: Term
    doubtful: bool = False
