"""The journal's own table (pupils down, subjects across) that was pasted where one row is one mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.tables.cells import BadCell, as_text, read_cell
from objectivity_core.tables.grid import is_blank
from objectivity_core.tables.results import OWN_MARKS

if TYPE_CHECKING:
    from objectivity_core.tables.grid import Grid


def wide_rows(grid: Grid) -> range:
    """The rows of «Отметки» that are a journal's table, its headings too; an empty range for none.

    Args:
        grid: cells of «Отметки».

    A row is one of the journal's where marks stand in place of subject and period. Rows between two such rows belong to it, and those right
    above the first and below the last that are no whole rows of the long form: its headings, totals and signatures.
    """
    at = [grid.positions().get(OWN_MARKS[name].heading) for name in ("subject", "period", "mark", "class")]
    if None in at:
        return range(0)
    rows = [([row[place] for place in at if place is not None], row) for row in grid.rows]
    wide = [number for number, (cells, row) in enumerate(rows) if _is_wide(cells, row[at[0] or 0 :])]
    if not wide:
        return range(0)
    first, end = wide[0], wide[-1] + 1
    while first and _belongs(*rows[first - 1]):
        first -= 1
    while end < len(rows) and _belongs(*rows[end]):
        end += 1

    return range(first, end)


def _belongs(cells: list[Any], row: list[Any]) -> bool:
    """Whether a row beside one of the journal's is of its table too."""
    return not all(is_blank(cell) for cell in row) and not _is_long(cells)


def _is_wide(cells: list[Any], rest: list[Any]) -> bool:
    subject, period, *_ = cells
    marks = sum(map(_is_mark, rest))

    return all(is_blank(cell) or _is_mark(cell) for cell in (subject, period)) and (
        marks > 2 or (_is_mark(subject) and (marks > 1 or is_blank(period)))
    )


def _is_long(cells: list[Any]) -> bool:
    subject, period, mark, class_ = cells
    named = any(map(str.isalpha, as_text(subject))) and not _is_mark(subject)
    marked = _is_mark(mark) or any(map(str.isdigit, as_text(mark)))  # a wrong mark too, but no heading
    of_a_class = any(map(str.isdigit, as_text(class_)))  # a row that is not filled in yet

    return named and (of_a_class or (marked and not is_blank(period)))


def _is_mark(cell: Any) -> bool:
    try:
        return not is_blank(cell) and (read_cell(OWN_MARKS["mark"], cell), True)[1]
    except BadCell:
        return False
