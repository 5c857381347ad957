"""What a heading says of the time of the measures below it, and whether a file is the plan of another school year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from objectivity_core.deadlines import read_deadline
from objectivity_core.plan import rules
from objectivity_core.plan.importing.words import split_number
from objectivity_core.russian.wording import first_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from objectivity_core.findings import Finding
    from objectivity_core.plan.importing.model import Measure
    from objectivity_core.school_year.year import SchoolYear

_MOST: Final = 5
_FOR: Final = re.compile(r"\b(?:на|за|в)\s+(?P<period>[^,;:]{3,40})$", re.IGNORECASE)
_YEARS: Final = re.compile(r"(?<!\d)(20\d\d)\s*[-/–—]\s*(?:20)?(\d\d)(?!\d)")
_PERIODS: Final = frozenset({"fixed", "recurring", "continuous"})


def heading_deadline(lines: Sequence[str], school_year: SchoolYear) -> str:
    """The period that the lowest line above a table names («СЕНТЯБРЬ», «Мероприятия на октябрь»), or ``""``; a day there dates a paper, no measures.

    >>> from objectivity_core.school_year.year import SchoolYear
    >>> heading_deadline(["План работы", "1. СЕНТЯБРЬ"], SchoolYear(2024)), heading_deadline(["30.08.2024"], SchoolYear(2024))
    ('СЕНТЯБРЬ', '')
    """
    for line in reversed([" ".join(line.split()).strip(" .:") for line in lines if line.strip()]):
        text = split_number(line)[1] or line
        found = _FOR.search(text)
        for phrase in (text, found["period"] if found else ""):
            if phrase and _is_period(phrase, school_year):
                return phrase

    return ""


def _is_period(phrase: str, school_year: SchoolYear) -> bool:
    deadline = read_deadline(phrase, school_year)
    whole_year = deadline.kind == "continuous" and any(
        map(str.isdigit, phrase)
    )  # «2024/2025 учебный год» dates nothing

    return (
        deadline.kind in _PERIODS
        and not whole_year
        and bool(deadline.terms)
        and all(term.start and term.due for term in deadline.terms)
    )


def other_year(
    name: str, lines: Sequence[str], measures: Sequence[Measure], school_year: SchoolYear
) -> Iterator[Finding]:
    """That a file's heading names another school year, or that the deadlines with a year lie outside the book's.

    Args:
        name: name of the file.
        lines: its headings and first paragraphs.
        measures: what was understood of it.
        school_year: the year of the book.
    """
    ours = f"{school_year.year}/{school_year.year + 1}"
    named = [
        int(first) for line in lines for first, second in _YEARS.findall(line) if int(second) == int(first) % 100 + 1
    ]
    stated = f"{named[0]}/{named[0] + 1}" if named and school_year.year not in named else ""
    outside = [one.phrase for one in measures if _is_outside(one.phrase, school_year)]
    dated = [one.phrase for one in measures if re.search(r"20\d\d|\d[./-]\d\d(?!\d)", one.phrase)]
    if stated:
        yield rules.PLAN_OF_OTHER_YEAR.at(where=name, value=stated, ours=ours)
    if outside:
        rule = rules.DEADLINES_OF_OTHER_YEAR if len(outside) == len(dated) else rules.DEADLINES_OUTSIDE_YEAR
        shown = first_of([f"«{phrase}»" for phrase in dict.fromkeys(outside)], _MOST)
        yield rule.at(where=name, value=outside[0], phrases=shown, ours=ours, count=len(outside))


def _is_outside(phrase: str, school_year: SchoolYear) -> bool:
    """Whether every day that a phrase names lies outside the school year."""
    deadline = read_deadline(phrase, school_year)
    days = [day for term in deadline.terms for day in (term.start, term.due) if day]

    return (
        deadline.kind == "fixed"
        and bool(days)
        and not any(school_year.starts <= day <= school_year.ends for day in days)
    )
