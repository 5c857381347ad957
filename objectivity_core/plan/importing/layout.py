"""Which column of a table holds what: by its headings, however they are worded, or by what stands in it."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.deadlines import read_deadline
from objectivity_core.deadlines.words import look_up
from objectivity_core.plan.importing.words import (
    HALVES,
    NAME,
    NUMBERING,
    POSITION,
    TIMETABLE_WORDS,
    Role,
    folded,
    heading_scores,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from objectivity_core.school_year.year import SchoolYear

Rows = list[list[str]]

_HEADING_ROWS: Final = 12
"""How far down a heading is looked for: a sheet has its title and approvals above."""
_LONGEST_HEADING: Final = 120
_SAMPLE: Final = 40
_FEWEST_MONTHS: Final = 3
_PARTS: Final = ("начал", "оконч", "заверш", "врем", "месяц")
_SEVERAL: Final[frozenset[Role]] = frozenset({"phrase", "aside"})
"""Roles of which a plan may have several columns («начало» and «окончание»)."""


@dataclasses.dataclass(frozen=True)
class Layout:
    """How a table is laid out.

    Attributes:
        roles: the columns of each role.
        headings: the heading of each column, ``""`` where there is none.
        first: the first row below the headings.
        by_content: the columns were recognised by what stands in them.
        above: texts of the rows above the headings.
    """

    roles: dict[Role, tuple[int, ...]]
    headings: tuple[str, ...]
    first: int
    by_content: bool = False
    above: tuple[str, ...] = ()

    def cell(self, row: Sequence[str], role: Role) -> str:
        """The text of a row in the column of a role, ``""`` where there is none."""
        columns = self.roles.get(role, ())

        return row[columns[0]] if columns and columns[0] < len(row) else ""


def texts(rows: Sequence[Sequence[Any]]) -> Rows:
    """Raw cells as texts."""
    return [[text_of(cell) for cell in row] for row in rows]


def by_headings(rows: Rows, school_year: SchoolYear) -> Layout | None:
    """The layout from a row of headings, or from two rows that make one; None where there are none."""
    best: tuple[int, Layout] | None = None
    for at in range(min(len(rows), _HEADING_ROWS)):
        for end in (at + 1, at + 2):
            headings = _headings(rows, at, end)
            roles = _assigned(headings) if headings else None
            if headings is None or roles is None or _is_data(headings, school_year):
                continue
            worth = len(roles) * 10 + (end - at)
            if best is None or worth > best[0]:
                above = tuple(dict.fromkeys(text for row in rows[:at] for text in row if text))
                best = worth, Layout(roles, headings, end, above=above)

    return best[1] if best else None


def is_timetable(rows: Rows) -> bool:
    """Whether the headings are those of a timetable of works."""
    return any(all(any(word in folded(cell) for cell in row) for word in TIMETABLE_WORDS) for row in rows[:3])


def _headings(rows: Rows, at: int, end: int) -> tuple[str, ...] | None:
    """The headings that rows ``at`` to ``end`` make together, or None where they cannot be headings."""
    if end > len(rows) or any(len(cell) > _LONGEST_HEADING for row in rows[at:end] for cell in row):
        return None
    if len({cell for cell in rows[at] if cell}) < 2:
        return None
    if end - at == 2 and not _is_second(rows[at], rows[at + 1]):
        return None

    return tuple(
        "\n".join(dict.fromkeys(row[column] for row in rows[at:end] if row[column])) for column in range(len(rows[at]))
    )


def _is_data(headings: Sequence[str], school_year: SchoolYear) -> bool:
    """Whether a deadline stands among the headings: then they are a row of the plan."""
    by_month = sum(map(is_month, headings)) >= _FEWEST_MONTHS
    asked = [
        heading
        for heading in headings
        if heading and "phrase" not in heading_scores(heading) and not (by_month and is_month(heading))
    ]

    return any(_reads(heading, school_year) for heading in asked)


def is_month(heading: str) -> bool:
    """Whether a heading is the name of a month, whole or shortened, and nothing else."""
    return bool(month_of(heading))


def month_of(heading: str) -> int:
    """The month that a heading names, 0 for anything else."""
    kind, number = look_up(folded(heading))

    return int(number or 0) if kind == "MONTH" else 0


def _is_second(upper: list[str], lower: list[str]) -> bool:
    """Whether a row is the lower half of the headings: merged with the upper one somewhere, headings elsewhere."""
    filled = [(above, cell) for above, cell in zip(upper, lower, strict=True) if cell]
    others = [cell for above, cell in filled if cell != above]
    spanned = any(above and (above == next_above or not next_above) for above, next_above in itertools.pairwise(upper))

    merged = len(others) < len(filled)
    if merged and others and _lies_under(upper, lower):
        return True

    return bool(others) and all(map(_is_heading, others)) and (merged or (spanned and len(set(others)) > 1))


def _lies_under(upper: list[str], lower: list[str]) -> bool:
    """Whether each cell is merged with the one above, or is one of several that share the heading above: then the wording does not matter."""
    shared = {above for above, next_above in itertools.pairwise(upper) if above and above == next_above}

    return all(cell == above or (cell and above in shared) for above, cell in zip(upper, lower, strict=True))


def _is_heading(cell: str) -> bool:
    return max(heading_scores(cell).values(), default=0) > 1 or folded(cell) in HALVES


def _assigned(headings: Sequence[str]) -> dict[Role, tuple[int, ...]] | None:
    """The columns of each role: the best fit first; None where the headings are no plan's."""
    wanted: list[tuple[int, int, Role]] = []
    for column, heading in enumerate(headings):
        wanted += [(score, column, role) for role, score in heading_scores(heading).items()]
    wanted.sort(key=lambda one: (-one[0], one[1]))
    roles: dict[Role, tuple[int, ...]] = {}
    taken: set[int] = set()
    for _, column, role in wanted:
        if column in taken or (role in roles and role not in _SEVERAL):
            continue
        if role == "phrase" and role in roles and not _completes(headings[column], column, roles[role]):
            continue
        roles[role] = (*roles.get(role, ()), column)
        taken.add(column)
    months = tuple(column for column, heading in enumerate(headings) if is_month(heading))
    if "phrase" not in roles and len(months) >= _FEWEST_MONTHS:
        roles["phrase"] = months
    if "measure" not in roles and "section" in roles:
        roles["measure"] = roles.pop("section")  # «Направления деятельности» alone are the measures
    if "measure" not in roles or not {"phrase", "responsible"} & roles.keys():
        return None

    return {role: tuple(sorted(columns)) for role, columns in roles.items()}


def _completes(heading: str, column: int, others: Sequence[int]) -> bool:
    """Whether a further column is part of the deadline («начало» beside «окончание», «время» beside «дата»), no other date."""
    return any(abs(column - other) == 1 for other in others) and any(word in folded(heading) for word in _PARTS)


def by_content(rows: Rows, school_year: SchoolYear) -> Layout | None:
    """The layout of a table without headings, from what stands in its columns; None where it does not look like a plan."""
    body = [row for row in rows if len({cell for cell in row if cell}) > 1][:_SAMPLE]
    width = max(map(len, rows), default=0)
    if len(body) < 2 or width < 3:
        return None
    columns = {column: [row[column] for row in body if row[column]] for column in range(width)}
    dated = _best(columns, lambda cell: _reads(cell, school_year))
    people = _best({at: cells for at, cells in columns.items() if at != dated}, is_responsible)
    rest = {at: cells for at, cells in columns.items() if at not in {dated, people}}
    longest = max(rest, key=lambda at: sum(map(len, rest[at])) / max(len(rest[at]), 1), default=None)
    if dated is None or people is None or longest is None or sum(map(len, rest[longest])) < 15 * len(rest[longest]):
        return None
    roles: dict[Role, tuple[int, ...]] = {"measure": (longest,), "phrase": (dated,), "responsible": (people,)}
    numbers = _best(
        {at: cells for at, cells in rest.items() if at != longest}, lambda cell: bool(NUMBERING.fullmatch(cell))
    )
    if numbers is None and 0 in rest and longest != 0 and not rest[0]:
        numbers = 0  # numbered by Word itself: the cells hold no text
    if numbers is not None:
        roles["number"] = (numbers,)

    return Layout(roles, ("",) * width, 0, by_content=True)


def _best(columns: dict[int, list[str]], fits: Any) -> int | None:
    """The column of which the largest part fits, at least three cells of five; None for none."""
    shares = {at: sum(map(fits, cells)) / len(cells) for at, cells in columns.items() if cells}
    at = max(shares, key=lambda one: shares[one], default=None)

    return at if at is not None and shares[at] >= 0.6 else None


def _reads(cell: str, school_year: SchoolYear) -> bool:
    if re.fullmatch(r"[\d.)]{1,6}", cell) or len(cell) > 150:
        return False

    return _reading_kind(cell, school_year) != "unknown"


@functools.lru_cache(maxsize=512)
def _reading_kind(cell: str, school_year: SchoolYear) -> str:
    return read_deadline(cell, school_year).kind


def is_responsible(cell: str) -> bool:
    """Whether a cell names people and nothing else."""
    return len(cell) < 150 and bool(
        re.match(r"[-–•\s\d.)]*(?:" + POSITION.pattern + "|" + NAME.pattern + ")", cell, re.IGNORECASE)
    )


def continuation(layout: Layout, rows: Rows, school_year: SchoolYear) -> Layout | None:
    """The layout of the table before, for a table without headings that goes on with it: as wide, with deadlines or people in their places."""
    width = max(map(len, rows), default=0)
    filled = [row for row in rows if layout.cell(row, "measure")]
    if width != len(layout.headings) or not filled:
        return None
    fit = sum(
        _reads(layout.cell(row, "phrase"), school_year) or is_responsible(layout.cell(row, "responsible"))
        for row in filled
    )

    return dataclasses.replace(layout, first=0, above=()) if fit * 2 >= len(filled) else None


def column_names(layout: Layout, names: dict[Role, str]) -> Iterator[tuple[str, str]]:
    """What was looked for, and the heading under which it was found."""
    for role, name in names.items():
        for column in layout.roles.get(role, ()):
            heading = " ".join(layout.headings[column].split())
            yield name, heading or f"столбец {column + 1}"
