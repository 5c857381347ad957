"""Cell addresses as Excel writes them."""

from __future__ import annotations

import re
from typing import NamedTuple

_CELLS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")


class Area(NamedTuple):
    """A rectangle of cells: 1-based first row and column, and its size."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def bottom(self) -> int:
        """Its last row."""
        return self.row + self.rows - 1

    @property
    def right(self) -> int:
        """Its last column."""
        return self.column + self.columns - 1

    def overlaps(self, other: Area) -> bool:
        """Whether the two share a cell."""
        return (
            self.row <= other.bottom
            and other.row <= self.bottom
            and self.column <= other.right
            and other.column <= self.right
        )


def letters(number: int) -> str:
    """The letters of a 1-based column number.

    >>> letters(1), letters(28), letters(16384)
    ('A', 'AB', 'XFD')
    """
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text

    return text


def number(text: str) -> int:
    """The 1-based number of a column.

    >>> number("xfd")
    16384
    """
    result = 0
    for letter in text.upper():
        result = result * 26 + ord(letter) - 64

    return result


def area(text: str) -> Area | None:
    """The cells that an address means, or None where the text is no address of cells.

    >>> area("$B$2:A1"), area("Сроки")
    (Area(row=1, column=1, rows=2, columns=2), None)
    """
    if not (found := _CELLS.fullmatch(text)):
        return None
    left, top, right, bottom = found.groups()
    rows, columns = sorted((int(top), int(bottom or top))), sorted((number(left), number(right or left)))

    return Area(rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1)


def shown(cells: Area) -> str:
    """The address of an area.

    >>> shown(Area(1, 1, 3, 2)), shown(Area(1, 1, 1, 1))
    ('$A$1:$B$3', '$A$1')
    """
    first = f"${letters(cells.column)}${cells.row}"
    if cells.rows == cells.columns == 1:
        return first

    return f"{first}:${letters(cells.right)}${cells.bottom}"
