"""From a grid of cells to a frame, column by column, with exactly one finding per bad cell."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from objectivity_core.findings import Finding, shown
from objectivity_core.tables import rules
from objectivity_core.tables.cells import TEXT_KINDS, BadCell, as_text, read_cell
from objectivity_core.tables.grid import Grid, is_blank
from objectivity_core.tables.model import KEY_SEPARATOR, Column, Table
from objectivity_core.tables.results import OWN_MARKS
from objectivity_core.tables.wide_marks import wide_rows

ROW = "row"
"""Name of the index of a parsed frame: the 0-based row of the grid each record came from."""


def parse(table: Table, grid: Grid, *, everything: bool = False) -> tuple[pd.DataFrame, list[Finding]]:
    """Read a grid as a table.

    Args:
        table: the table's definition.
        grid: its cells; headings may stand in any order, unknown ones are passed over.
        everything: read computed columns and formulas' values too (for computing the values behind formulas).

    Returns:
        A frame with the table's input columns (all columns when ``everything``), one row per row that holds any input, the
        index named ``row`` = the row of the grid; and the findings: ``missing-column`` per absent heading,
        ``required`` per empty cell that must be filled, and one per cell that does not fit its column (its value
        is then missing in the frame). A journal's own table in «Отметки» is one finding, ``wide-marks``; its rows are no rows of the frame.
    """
    positions = grid.positions()
    columns = [column for column in table.columns if everything or column.read]
    findings = missing_columns(table, grid, everything=everything)
    if grid.below >= 0:
        where = grid.address(grid.below, 0)
        findings.append(rules.BEHIND_A_GAP.at(table=table.name, where=where, excel=table.excel))
    journal = wide_rows(grid) if table.name == OWN_MARKS.name else range(0)
    if journal:
        ends = grid.address(journal[0], 0), grid.address(journal[-1], len(grid.headings) - 1).rpartition("!")[2]
        findings.append(rules.WIDE_MARKS.at(where=":".join(ends), count=len(journal)))
    filled = [row for row in _filled_rows(table, grid, positions) if row not in journal]
    keys = _keys(table, grid, positions, filled)
    data = {}
    for column in columns:
        position = positions.get(column.heading)
        cells = [None] * len(filled) if position is None else [grid.rows[row][position] for row in filled]
        values, bad = _read_column(column, cells)
        data[column.name] = series(column, values)
        if position is not None:
            findings += [
                dataclasses.replace(
                    finding,
                    table=table.name,
                    key=keys[at],
                    column=column.heading,
                    value=shown(as_text_safe(cells[at])),
                    where=grid.address(filled[at], position),
                )
                for at, finding in bad
            ]
    frame = pd.DataFrame(data, columns=[column.name for column in columns])
    # Put on afterwards: given to DataFrame it would align, and rows below a blank one would shift.
    frame.index = pd.Index(filled, name=ROW, dtype="int64")

    return frame, findings


def missing_columns(table: Table, grid: Grid, *, everything: bool = False) -> list[Finding]:
    """One finding ``missing-column`` per heading that a grid lacks, of the columns that :func:`parse` would read."""
    standing = set(grid.headings)

    return [
        rules.MISSING_COLUMN.at(where=grid.sheet, table=table.name, column=column.heading, excel=table.excel)
        for column in table.columns
        if (everything or column.read) and column.heading not in standing
    ]


def series(column: Column, values: list[Any]) -> pd.Series[Any]:
    """Values as a column of a frame, in the dtype of the column's kind."""
    if column.kind in TEXT_KINDS:
        return pd.Series(["" if value is None else value for value in values], dtype="object")
    if column.kind == "date":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[s]"))

    return pd.Series(values, dtype="float64")


def frame_of(table: Table, records: list[dict[str, Any]], *, everything: bool = True) -> pd.DataFrame:
    """A frame of a table from records by English column name; what a record lacks is empty."""
    columns = [column for column in table.columns if everything or column.read]

    return pd.DataFrame(
        {column.name: series(column, [record.get(column.name) for record in records]) for column in columns}
    )


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as records by English column name."""
    return frame.to_dict("records")  # type: ignore[return-value]  # the names of our columns are texts


def key_of(table: Table, frame: pd.DataFrame) -> pd.Series[Any]:
    """Each row's key as text, parts joined by `` | ``; equal keys are equal texts."""
    parts = [_key_part(table[name], frame[name]) for name in table.key]
    key = parts[0]
    for part in parts[1:]:
        key = key + KEY_SEPARATOR + part

    return key.astype("object")


def _key_part(column: Column, values: pd.Series[Any]) -> pd.Series[Any]:
    if column.kind in TEXT_KINDS and column.kind != "any":
        return values.fillna("").astype("object")

    return pd.Series(["" if pd.isna(value) else as_text(value) for value in values], index=values.index, dtype="object")


def as_text_safe(cell: Any) -> str:
    """A raw cell as text, a formula by its value."""
    return as_text(getattr(cell, "value", cell))


def _read_column(column: Column, cells: list[Any]) -> tuple[list[Any], list[tuple[int, Finding]]]:
    values: list[Any] = []
    bad = []
    for at, cell in enumerate(cells):
        value = None
        try:
            value = None if is_blank(cell) else read_cell(column, cell)
        except BadCell as error:
            bad.append((at, error.finding))
        else:
            said = column.kind == "mark" and not is_blank(cell)  # «н/а»: there is no mark, and that is said
            if column.required and value in {None, ""} and not said:
                heading = column.heading.replace("«", "").replace("»", "")
                bad.append((at, rules.REQUIRED.at(heading=heading, help=column.help or "Заполните ячейку.")))
        values.append(value)

    return values, bad


def _filled_rows(table: Table, grid: Grid, positions: dict[str, int]) -> list[int]:
    """Rows in which anything is filled that is input: a row of formulas alone is empty."""
    inputs = [positions[column.heading] for column in table.columns if column.read and column.heading in positions]

    return [at for at, row in enumerate(grid.rows) if any(not is_blank(row[position]) for position in inputs)]


def _keys(table: Table, grid: Grid, positions: dict[str, int], filled: list[int]) -> list[str]:
    at = [positions.get(table[name].heading) for name in table.key]

    return [
        KEY_SEPARATOR.join("" if position is None else as_text_safe(grid.rows[row][position]) for position in at)
        for row in filled
    ]
