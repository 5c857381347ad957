"""Row heights that fit wrapped text, where no spreadsheet program is there to measure it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from objectivity_core.tables.cells import as_text
from objectivity_core.tables.grid import Formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.tables import Table

LINE = 15.0
"""Points of one line of Calibri 11."""
LETTER = 1.0
"""Width of an average Russian letter, in the digits in which Excel measures columns, with what wrapping at blanks loses."""
WRAPPED_FROM = 20
"""Columns this wide wrap their text."""

_ROW = re.compile(r'(<row r="(\d+)"[^>]*?) customHeight="(?:1|true)"')


def row_height(table: Table, headings: Sequence[str], row: Sequence[Any]) -> float | None:
    """The height of a row in points; None where one line is enough.

    Args:
        table: for the widths of its columns.
        headings: headings of the sheet's table, unknown ones too.
        row: its cells.
    """
    widths = {column.heading: column.width for column in table.columns if column.width >= WRAPPED_FROM}
    lines = 1
    for heading, cell in zip(headings, row, strict=True):
        value = cell.value if isinstance(cell, Formula) else cell
        if heading in widths and isinstance(value, str):
            lines = max(lines, lines_of(as_text(value), widths[heading]))

    return LINE * lines if lines > 1 else None


def lines_of(text: str, width: float) -> int:
    r"""Lines that a text takes in a column of that width, its own line breaks kept.

    >>> lines_of("Ученики", 20), lines_of("Ученики\nКлассы", 20)
    (1, 2)
    """
    return sum(math.ceil(max(len(part), 1) * LETTER / width) for part in text.split("\n"))


def leave_automatic(sheet: str, *, kept: frozenset[int] = frozenset()) -> str:
    """A sheet's XML whose rows have their height as a start only, so that Excel goes on fitting them to the text.

    Both writers mark every height as set by hand; that mark stays on the rows in ``kept``.
    """
    return _ROW.sub(lambda found: found[0] if int(found[2]) in kept else found[1], sheet)


def rows_set_by_hand(sheet: str) -> frozenset[int]:
    """Numbers of the rows of a sheet's XML whose height somebody set by hand."""
    return frozenset(int(found[2]) for found in _ROW.finditer(sheet))
