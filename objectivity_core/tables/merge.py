"""From a frame back to the rows of a table: in place by key, people's cells untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.tables.cells import BadCell, as_date, write_cell
from objectivity_core.tables.grid import Formula, Grid, is_blank
from objectivity_core.tables.model import KEY_SEPARATOR, Column, Table
from objectivity_core.tables.parse import ROW, as_text_safe, key_of

if TYPE_CHECKING:
    from collections.abc import Container

    import pandas as pd


def merge(table: Table, grid: Grid, frame: pd.DataFrame, gone: Container[int] = ()) -> list[list[Any]]:
    """The rows of the sheet's table after writing a frame into it.

    Rows found again by key (or, where the sheet has no key yet, by the frame's ``row`` index) keep their place,
    people's columns and unknown columns; only ``shared``, ``issued`` and ``computed`` columns named in the frame are written.
    An ``offered`` column of people's takes the frame's value into an empty cell. New keys are appended with all their columns. What happens to keys that are gone is said by ``table.rows``. A date that people
    typed as text becomes a date, so that formulas and colours see it; what is no date stays as it is.
    Formula columns are left to the Book.

    Args:
        table: the table's definition.
        grid: the cells as they stand now.
        frame: the columns to write by English name; it must hold the key's columns.
        gone: rows of the grid that go, whatever the table says: what they held stands in others.

    Returns:
        All rows, each as wide as ``grid.headings``.
    """
    positions = grid.positions()
    columns = [
        column
        for column in table.columns
        if column.name in frame.columns and column.heading in positions and column.filling != "formula"
    ]
    cells = {column.name: [write_cell(column, value) for value in frame[column.name]] for column in columns}
    target = _targets(table, grid, frame, positions)
    updates = {row: at for at, row in enumerate(target) if row is not None}
    written = [
        (positions[column.heading], cells[column.name], column)
        for column in columns
        if column.filling in {"shared", "issued", "computed"} or column.offered
    ]
    dates = [
        positions[column.heading]
        for column in table.columns
        if column.kind == "date" and column.typed and column.heading in positions
    ]
    rows = []
    for number, old in enumerate(grid.rows):
        row = list(old)
        at = updates.get(number)
        if at is not None:
            _revive(table, row, positions)
            for position, values, column in written:
                if not _is_peoples(column, row[position], values[at]):
                    row[position] = values[at]
        elif number in gone or not _stays(table, row, positions):
            continue
        for position in dates:
            row[position] = _real_date(row[position])
        rows.append(row)
    while rows and all(is_blank(cell) or isinstance(cell, Formula) for cell in rows[-1]):
        rows.pop()  # the blank row that an empty Excel table must have
    rows += _new_rows(
        len(grid.headings), [(positions[column.heading], cells[column.name]) for column in columns], target
    )

    return _in_frame_order(table, rows, positions, frame) if table.rows == "replaced" else rows


def _targets(table: Table, grid: Grid, frame: pd.DataFrame, positions: dict[str, int]) -> list[int | None]:
    """For each record of the frame: the row of the grid that it updates, or None for a new one."""
    known: dict[str, int] = {}
    keys = []
    unkeyed = set()
    key_positions = [positions.get(table[name].heading) for name in table.key]
    for number, row in enumerate(grid.rows):
        parts = ["" if at is None else as_text_safe(row[at]) for at in key_positions]
        key = KEY_SEPARATOR.join(parts)
        keys.append(key)
        if any(parts) and key not in known:
            known[key] = number
        issued = [
            part for part, name in zip(parts, table.key, strict=True) if table[name].filling in {"issued", "shared"}
        ]
        if issued and not all(issued):
            unkeyed.add(number)
    came_from = list(frame.index) if frame.index.name == ROW else [None] * len(frame)
    taken: set[int] = set()
    target: list[int | None] = []
    for key, origin in zip(key_of(table, frame), came_from, strict=True):
        row_number = known.get(key)
        copied = row_number in taken and origin is not None and origin < len(keys) and keys[origin] == key
        if copied or (row_number is None and origin in unkeyed):
            row_number = origin
        target.append(None if row_number in taken else row_number)
        if row_number is not None:
            taken.add(row_number)

    return target


def _is_peoples(column: Column, cell: Any, value: Any) -> bool:
    """Whether a cell stays as it is: an entry where the product may only fill gaps; what people typed and the program could not read."""
    return not is_blank(cell) if column.offered else column.filling == "shared" and value is None


def _stays(table: Table, row: list[Any], positions: dict[str, int]) -> bool:
    """Whether a row whose key is gone stays; marks it as cancelled where the table says so."""
    if table.rows == "kept":
        return True
    entries = [
        positions[column.heading]
        for column in table.columns
        if column.filling == "people" and column.heading in positions
    ]
    if table.rows == "replaced" or all(is_blank(row[at]) for at in entries):
        return False
    keys = [positions.get(table[name].heading) for name in table.key]
    if table.cancel and not all(
        at is None or is_blank(row[at]) for at in keys
    ):  # a row that people began themselves is theirs
        at = positions.get(table[table.cancel[0]].heading)
        if at is not None and is_blank(row[at]):
            _withdraw(table, row, positions, at)

    return True


def _withdraw(table: Table, row: list[Any], positions: dict[str, int], decision: int) -> None:
    """Cancel a row that is wanted no more, unless its work is done; note that the program did it, not a person."""
    done = positions.get(table[table.finished].heading) if table.finished else None
    if done is None or is_blank(row[done]):
        row[decision] = table.cancel[1] if table.cancel else None
    if table.withdrawn and (at := positions.get(table[table.withdrawn[0]].heading)) is not None:
        row[at] = table.withdrawn[1]


def _revive(table: Table, row: list[Any], positions: dict[str, int]) -> None:
    """Take back what the program cancelled: the row is wanted again."""
    if not (table.cancel and table.withdrawn):
        return
    mark, decision = (positions.get(table[name].heading) for name in (table.withdrawn[0], table.cancel[0]))
    if (
        mark is not None
        and decision is not None
        and row[mark] == table.withdrawn[1]
        and row[decision] == table.cancel[1]
    ):
        row[decision] = None


def _real_date(cell: Any) -> Any:
    """A date typed as text as a date; anything else as it is."""
    if not isinstance(cell, str) or is_blank(cell):
        return cell
    try:
        return as_date(cell.strip(" \t\r\n\xa0"))
    except BadCell:
        return cell


def _new_rows(width: int, columns: list[tuple[int, list[Any]]], target: list[int | None]) -> list[list[Any]]:
    rows = []
    for at, row_number in enumerate(target):
        if row_number is None:
            row: list[Any] = [None] * width
            for position, values in columns:
                row[position] = values[at]
            rows.append(row)

    return rows


def _in_frame_order(
    table: Table, rows: list[list[Any]], positions: dict[str, int], frame: pd.DataFrame
) -> list[list[Any]]:
    order = {key: at for at, key in enumerate(key_of(table, frame))}
    at = [positions[table[name].heading] for name in table.key]

    return sorted(
        rows, key=lambda row: order.get(KEY_SEPARATOR.join(as_text_safe(row[position]) for position in at), len(order))
    )
