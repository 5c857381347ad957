"""A table as it lies on a sheet: headings, rows of raw cells, and where they stand."""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any, NamedTuple

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that a workbook cannot hold; a line break copied from Word is one of them."""


class Formula(NamedTuple):
    """A cell that holds a worksheet formula, with the value that Excel would compute."""

    text: str
    value: Any


def column_letter(number: int) -> str:
    """The letters of a 1-based column number.

    >>> column_letter(1), column_letter(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters

    return letters


@functools.lru_cache(maxsize=65536)
def cell_position(address: str) -> tuple[int, int]:
    """The 1-based row and column of a cell.

    >>> cell_position("A1"), cell_position("$AB$7")
    ((1, 1), (7, 28))
    """
    plain = address.replace("$", "")
    letters = plain.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64

    return int(plain[len(letters) :]), column


@dataclasses.dataclass(frozen=True)
class Grid:
    """Cells of one table, headings apart.

    Attributes:
        sheet: title of the sheet.
        top: 1-based row of the headings.
        left: 1-based column of the first heading.
        headings: headings as they stand, unknown ones too.
        below: 0-based row, counted like ``rows``, of the first filled cell that lies under the table behind a gap; -1 for none.
        beside: how many of the last columns touch the table at its right and are none of its own; their headings are empty.
        rows: raw cells: ``None``, ``str``, ``int``, ``float``, ``bool``, ``date``, ``datetime`` or :class:`Formula`.
    """

    sheet: str
    top: int
    left: int
    headings: list[str]
    rows: list[list[Any]]
    below: int = -1
    beside: int = 0

    def address(self, row: int, column: int) -> str:
        """Address of a cell by 0-based position below the headings, as people write it: ``План!D7``."""
        return f"{self.sheet}!{column_letter(self.left + column)}{self.top + 1 + row}"

    def positions(self) -> dict[str, int]:
        """0-based position of each heading."""
        return {heading: position for position, heading in reversed(list(enumerate(self.headings)))}


def split_at_gap(rows: list[list[Any]], least: int) -> tuple[list[list[Any]], int]:
    """The rows of a table, and where something lies behind a gap under it.

    Args:
        rows: cells from the first row of the table to the end of the sheet.
        least: rows that the table has; blank ones among them are part of it.

    Returns:
        The table's rows with the filled ones right under it, and the number of the first filled row behind the gap, or -1.
    """
    end = next((at for at in range(least, len(rows)) if all(is_blank(cell) for cell in rows[at])), len(rows))
    below = next((at for at in range(end, len(rows)) if not all(is_blank(cell) for cell in rows[at])), -1)

    return rows[:end], below


def with_beside(grid: Grid, beside: list[list[Any]]) -> Grid:
    """The table with what was pasted wider than it: the columns that touch it at its right.

    Args:
        grid: the table.
        beside: the cells right of its rows, as many as there are; the first column that is blank in all of them ends it.
    """
    width = max(map(len, beside), default=0)
    filled = [any(at < len(row) and not is_blank(row[at]) for row in beside) for at in range(width)]
    count = filled.index(False) if False in filled else width
    parts = (beside[number] if number < len(beside) else [] for number in range(len(grid.rows)))
    rows = [[*row, *part[:count], *[None] * (count - len(part))] for row, part in zip(grid.rows, parts, strict=True)]

    return (
        dataclasses.replace(grid, headings=[*grid.headings, *[""] * count], rows=rows, beside=count) if count else grid
    )


def differs(old: Any, new: Any) -> bool:
    """Whether a cell has to be written; 2.0 on the sheet is the 2 of a frame, but True is not 1."""
    return isinstance(new, Formula) or old != new or isinstance(old, bool) is not isinstance(new, bool)


def is_blank(cell: Any) -> bool:
    """Whether a cell is empty as people see it (blanks and non-breaking blanks are nothing)."""
    if isinstance(cell, Formula):
        cell = cell.value

    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\xa0"))
