"""Cell addresses as Excel writes them."""

from __future__ import annotations

import re
from typing import NamedTuple

ROWS, COLUMNS = 1_048_576, 16_384
"""The size of a sheet."""

_CELLS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")
_WHOLE_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_WHOLE_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")
_PLAIN_NAME = re.compile(r"[^\W\d]\w*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")


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
    """The cells that an address means, or None where the text is no address (a name, perhaps).

    >>> area("$B$2:A1"), area("A:B"), area("Сроки")
    (Area(row=1, column=1, rows=2, columns=2), Area(row=1, column=1, rows=1048576, columns=2), None)
    """
    if found := _CELLS.fullmatch(text):
        left, top, right, bottom = found.groups()
        rows, columns = sorted((int(top), int(bottom or top))), sorted((number(left), number(right or left)))
    elif found := _WHOLE_COLUMNS.fullmatch(text):
        rows, columns = [1, ROWS], sorted(number(part) for part in found.groups())
    elif found := _WHOLE_ROWS.fullmatch(text):
        rows, columns = sorted(int(part) for part in found.groups()), [1, COLUMNS]
    else:
        return None
    if rows[0] < 1 or rows[1] > ROWS or columns[1] > COLUMNS:
        return None

    return Area(rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1)


def shown(cells: Area, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """The address of an area.

    >>> shown(Area(1, 1, 3, 2)), shown(Area(1, 1, 1, 1), row_absolute=False), shown(Area(1, 2, 1048576, 1))
    ('$A$1:$B$3', '$A1', '$B:$B')
    """
    row, column = "$" if row_absolute else "", "$" if column_absolute else ""
    if cells.rows == ROWS:
        return f"{column}{letters(cells.column)}:{column}{letters(cells.right)}"
    if cells.columns == COLUMNS:
        return f"{row}{cells.row}:{row}{cells.bottom}"
    first = f"{column}{letters(cells.column)}{row}{cells.row}"
    if cells.rows == cells.columns == 1:
        return first

    return f"{first}:{column}{letters(cells.right)}{row}{cells.bottom}"


def quoted(sheet: str) -> str:
    """A sheet's name as it stands in a formula.

    >>> quoted("План"), quoted("Журнал действий"), quoted("A1")
    ('План', "'Журнал действий'", "'A1'")
    """
    if _PLAIN_NAME.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet):
        return sheet

    return "'" + sheet.replace("'", "''") + "'"
