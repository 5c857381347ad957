"""What of a table has to be written into an open workbook: as few blocks as possible, and nothing that did not change."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Literal

from objectivity_core.tables.cells import as_text
from objectivity_core.tables.day_numbers import day_number
from objectivity_core.tables.grid import NOT_IN_XML, Formula, differs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from objectivity_core.tables import Column, Table
    from objectivity_core.tables.grid import Grid

    Standing = Callable[[], Sequence[Sequence[str]]]

Kind = Literal["text", "date", "plain", "formula", "live"]
"""How a column is written: into cells formatted as text or as dates; into cells as they are; formulas of the frame; the table's own
live formula, which stands in every row."""

FORMATS: dict[Kind, str] = {"text": "@", "date": "dd.mm.yyyy", "formula": "General"}
"""The number format that cells need first."""

_TEXTS = frozenset({"text", "list", "code", "choice"})
_STAYS_TEXT = re.compile(r"[^\W\d_][^\d]*")
_LOGICAL = frozenset({"TRUE", "FALSE", "ИСТИНА", "ЛОЖЬ"})


@dataclasses.dataclass(frozen=True)
class Block:
    """Neighbouring columns with the rows in which anything changed; all positions 0-based below the headings."""

    first: int
    top: int
    bottom: int
    kinds: tuple[Kind, ...]

    @property
    def last(self) -> int:
        """Its last column."""
        return self.first + len(self.kinds) - 1

    def runs(self) -> Iterator[tuple[Kind, int, int]]:
        """Neighbouring columns of one kind: kind, first and last column."""
        start = 0
        for at in range(1, len(self.kinds) + 1):
            if at == len(self.kinds) or self.kinds[at] != self.kinds[start]:
                yield self.kinds[start], self.first + start, self.first + at - 1
                start = at


def plan(table: Table, before: Grid, after: Grid) -> list[Block]:
    """The blocks that turn one state of a table into the other, rows that came or went being cleared already.

    A column without a change is not touched: people may have formulas or formats of their own in it.
    """
    columns = {column.heading: column for column in table.columns}
    blocks: list[Block] = []
    for at, heading in enumerate(after.headings):
        column = columns.get(heading)
        rows = _changed(column, before, after, at)
        if not rows:
            continue
        kind = _kind(column, [after.rows[row][at] for row in rows if row < len(after.rows)])
        last = blocks[-1] if blocks and blocks[-1].last == at - 1 else None
        if last and (
            (last.top, last.bottom) == (rows[0], rows[-1]) or last.kinds == (kind,) * len(last.kinds) != ("live",)
        ):
            blocks[-1] = Block(last.first, min(last.top, rows[0]), max(last.bottom, rows[-1]), (*last.kinds, kind))
        else:
            blocks.append(Block(at, rows[0], rows[-1], (kind,)))

    return blocks


def _changed(column: Column | None, before: Grid, after: Grid, at: int) -> Sequence[int]:
    """Rows in which a column has to be written."""
    if column and column.filling == "formula":
        return range(max(len(after.rows), 1))
    old = before.rows

    return [
        row
        for row, cells in enumerate(after.rows)
        if (differs(old[row][at], cells[at]) if row < len(old) else cells[at] is not None)
    ]


def _kind(column: Column | None, cells: list[Any]) -> Kind:
    if column and column.filling == "formula":
        return "live"
    if any(isinstance(cell, Formula) for cell in cells):
        return "formula"
    if column is None:
        return "plain"

    return "text" if column.kind in _TEXTS else "date" if column.kind == "date" else "plain"


def contents(
    table: Table, block: Block, before: Grid, after: Grid, standing: Standing
) -> tuple[Block, list[list[Any]]]:
    """The values of a block, such that the program keeps each as it is, and the block with the kinds they are written by.

    Args:
        table: the table.
        block: where.
        before: the table as it stands.
        after: the table as it shall be.
        standing: the formulas that stand in the table's old rows, asked for only where cells between changed ones stay.
    """
    formulas = {column.heading: table.formula(column) for column in table.columns if column.filling == "formula"}
    kept = dict(_kept(block, before, after, standing))
    computing = {at for _, at in kept}  # a cell formatted as text computes no formula
    kinds = tuple(
        "formula" if kind == "text" and block.first + at in computing else kind for at, kind in enumerate(block.kinds)
    )
    data = [
        [
            formulas[after.headings[at]] if kind == "live" else kept.get((row, at)) or _value(after.rows[row][at], kind)
            for at, kind in enumerate(kinds, start=block.first)
        ]
        for row in range(block.top, block.bottom + 1)
    ]

    return dataclasses.replace(block, kinds=kinds), data


def dates(block: Block, after: Grid) -> list[tuple[int, int, int]]:
    """Runs of dates in cells that are not formatted as dates: column, first and last row."""
    runs: list[tuple[int, int, int]] = []
    for at in (block.first + number for number, kind in enumerate(block.kinds) if kind == "plain"):
        for row in range(block.top, block.bottom + 1):
            if isinstance(after.rows[row][at], dt.date):
                if runs and runs[-1][0] == at and runs[-1][2] == row - 1:
                    runs[-1] = at, runs[-1][1], row
                else:
                    runs.append((at, row, row))

    return runs


def _kept(block: Block, before: Grid, after: Grid, standing: Standing) -> Iterator[tuple[tuple[int, int], str]]:
    """Formulas of people in cells of the block that do not change."""
    rows = range(block.top, min(block.bottom, len(before.rows) - 1, len(after.rows) - 1) + 1)
    columns = [at for at, kind in enumerate(block.kinds, start=block.first) if kind not in {"live", "formula"}]
    same = [
        (row, at)
        for row in rows
        for at in columns
        if before.rows[row][at] is not None and not differs(before.rows[row][at], after.rows[row][at])
    ]
    if same:
        formulas = standing()
        for row, at in same:
            formula = formulas[row][at]
            if isinstance(formula, str) and formula.startswith("=") and before.rows[row][at] != formula:
                yield (row, at), formula


def _value(cell: Any, kind: Kind) -> Any:
    """A cell as it is handed over: texts are kept from becoming numbers, dates or formulas, dates are day numbers.

    A cell formatted as text keeps every text, but turns numbers into texts of its own; elsewhere an apostrophe keeps a text.
    A day number means the same in every time zone and language.
    """
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, str):
        cell = NOT_IN_XML.sub(" ", cell)
    if kind == "text":
        return cell if cell is None or isinstance(cell, str) else as_text(cell)
    if isinstance(cell, str) and (not _STAYS_TEXT.fullmatch(cell) or cell.upper() in _LOGICAL):
        return f"'{cell}"
    if isinstance(cell, dt.date):
        return day_number(cell)

    return cell
