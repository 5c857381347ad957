"""Rows of a Word table as rows of one width, though their borders are seldom exactly one under the other."""

from __future__ import annotations

import dataclasses
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell as Word stores it.

    Attributes:
        start: the column of the grid where it begins.
        end: the column behind its last one.
        text: its text, None for none.
        below: it goes on with the merged cell above it.
    """

    start: int
    end: int
    text: str | None
    below: bool = False


def aligned(rows: Sequence[Sequence[Cell]], widths: Sequence[int] = ()) -> list[list[Any]]:
    """The texts of a table, every row as long as most rows are.

    A border drawn a millimetre aside gives the grid a further column, in that row only. So the usual number of cells counts, not the grid:
    a row with that many cells is taken cell by cell; in any other row each usual column takes the cell that lies over its middle, so that
    a merged cell's text stands in every column that it covers.

    Args:
        rows: the cells of each row.
        widths: widths of the grid's columns, in any unit.
    """
    counts = Counter(len(row) for row in rows if len(row) > 1)
    usual = max(counts, key=lambda count: (counts[count], count), default=1)
    edges = _edges(rows, widths)
    model = next((row for row in rows if len(row) == usual), rows[0] if rows else [])
    middles = [(edges[cell.start] + edges[cell.end]) / 2 for cell in model]
    texts: list[list[Any]] = []
    for row in rows:
        if len(row) == len(model):
            cells: list[Cell | None] = list(row)
        else:
            cells = [
                next((cell for cell in row if edges[cell.start] <= middle < edges[cell.end]), None)
                for middle in middles
            ]
        above = texts[-1] if texts else [None] * len(model)
        texts.append(
            [None if cell is None else above[at] if cell.below else cell.text for at, cell in enumerate(cells)]
        )

    return texts


def _edges(rows: Sequence[Sequence[Cell]], widths: Sequence[int]) -> list[int]:
    """Where each column of the grid begins; columns without a width are as wide as the others on average."""
    count = max((cell.end for row in rows for cell in row), default=0)
    usual = max(1, sum(widths) // len(widths)) if widths else 1
    known = [max(1, width) for width in widths[:count]]

    return [0, *accumulate([*known, *[usual] * (count - len(known))])]
