"""Tables of a book as frames, and findings with their cells."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from objectivity_core.codes.rules import NO_DATE
from objectivity_core.plan.rules import PROOF_WITHOUT_DATE, UNDATED
from objectivity_core.procedures.rules import NO_STEP_DATE
from objectivity_core.setting_rows import absent_rows
from objectivity_core.settings import Settings, read_settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import key_of, missing_columns, parse
from objectivity_core.tables.results import OWN_MARKS
from objectivity_core.tables.rules import NOT_DATES, WIDE_MARKS
from objectivity_core.tables.wide_marks import wide_rows
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.tables import Table
    from objectivity_core.tables.grid import Grid
    from xl_macros.book.protocol import Book

_WITHOUT_DATE = frozenset(rule.code for rule in (NO_DATE, UNDATED, NO_STEP_DATE, PROOF_WITHOUT_DATE))


def read_table(book: Book, name: str) -> tuple[pd.DataFrame, list[Finding]]:
    """A table of the book as a frame.

    Raises:
        ObjectivityError: the table or one of its columns is missing.
    """
    return parse(TABLES[name], whole_grid(book, TABLES[name]))


def whole_grid(book: Book, table: Table) -> Grid:
    """The cells of a table that has every column that is read.

    Raises:
        ObjectivityError: the table or one of its columns is missing.
    """
    grid = book.grid(table)
    if missing := missing_columns(table, grid):
        raise ObjectivityError(" ".join(f"{finding.message} {finding.remedy}" for finding in missing))

    return grid


def read_book_settings(book: Book) -> tuple[Settings, list[Finding]]:
    """The settings of a book, with the addresses of the cells that could not be read."""
    frame, findings = read_table(book, "settings")
    grid = book.grid(TABLES["settings"])
    at = grid.positions()[TABLES["settings"]["value"].heading]
    addresses = {
        setting: grid.address(row, at) for row, setting in zip(frame.index.to_list(), frame["setting"], strict=True)
    }
    texts = {
        setting
        for row, setting in zip(frame.index.to_list(), frame["setting"], strict=True)
        if isinstance(grid.rows[row][at], str)
    }
    settings, wrong = read_settings(frame, addresses, texts)

    return settings, findings + wrong + absent_rows(frame)


def in_cells(findings: Iterable[Finding], book: Book, tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """The findings with their cells, each once; a cell whose date cannot be read is not called a second time empty, a journal's table that was taken is told no more."""
    found = [located(finding, book, tables) for finding in dict.fromkeys(findings)]
    unread = {finding.where for finding in found if finding.code in NOT_DATES}
    taken = any(finding.code == WIDE_MARKS.code for finding in found) and not wide_rows(book.grid(OWN_MARKS))

    return [
        finding
        for finding in found
        if not (finding.code in _WITHOUT_DATE and finding.where in unread)
        and not (taken and finding.code == WIDE_MARKS.code)
    ]


def located(finding: Finding, book: Book, tables: dict[str, pd.DataFrame]) -> Finding:
    """The finding with the address of its cell, from its row or its key."""
    if finding.where or finding.table not in tables or finding.table not in TABLES:
        return finding
    table = TABLES[finding.table]
    frame = tables[finding.table]
    row = finding.row
    if row < 0 and finding.key:
        found = frame.index[key_of(table, frame) == finding.key]
        row = int(found.to_list()[0]) if len(found) else -1
    grid = book.grid(table)
    where = grid.address(row, grid.positions().get(finding.column, 0)) if row >= 0 else table.sheet

    return dataclasses.replace(finding, where=where)
