"""Checking a book from outside: every table read through calamine, every rule applied, nothing written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from objectivity_core.checks import check
from objectivity_core.procedures.spelling import keyed_as_typed
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import parse
from objectivity_core.tables.rules import MISSING_COLUMN
from xl_macros.book.files import FileBook
from xl_macros.book.tables import in_cells, read_book_settings
from xl_macros.headless.rules import MISSING_TABLE

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from objectivity_core.findings import Finding

_NOT_CHECKED = frozenset({"findings", "log", "settings"})


def validate_book(path: Path, today: dt.date | None = None) -> list[Finding]:
    """Findings of a workbook of the product, in the order of its sheets.

    Args:
        path: the workbook.
        today: the day to look from; else the settings', else the computer's.

    Raises:
        ObjectivityError: it cannot be read, or holds none of the product's tables.
    """
    book = FileBook(path)
    findings: list[Finding] = []
    tables: dict[str, pd.DataFrame] = {}
    for name, table in TABLES.items():
        if not book.has(table):
            findings.append(MISSING_TABLE.at(where=table.sheet, excel=table.excel))
        elif name not in _NOT_CHECKED:
            frame, wrong = parse(table, book.grid(table))
            findings += wrong
            if not any(finding.code == MISSING_COLUMN.code for finding in wrong):
                tables[name] = frame  # rules over a table with a hole would find what is not there
    if not tables:
        raise book.without_tables()
    settings = Settings()
    if book.has(TABLES["settings"]):
        settings, wrong = read_book_settings(book)
        findings += wrong
    day = today or settings.today or dt.datetime.now().astimezone().date()

    keyed, settings, wrong = keyed_as_typed(tables, settings)
    tables |= keyed
    findings += [*wrong, *check(tables, day, settings.school_year)]

    return in_cells(findings, book, tables)
