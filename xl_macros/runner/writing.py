"""Writing what an action decided: tables by their rules, and those that are replaced whole."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import is_blank

if TYPE_CHECKING:
    from collections.abc import Container

    import pandas as pd

    from objectivity_core.tables import Table
    from xl_macros.book.protocol import Book


def write_tables(book: Book, frames: dict[str, pd.DataFrame], replaces: Container[str]) -> None:
    """Write tables; those in ``replaces`` lose the rows that their frame does not have, though they are people's."""
    for name, frame in frames.items():
        table = TABLES[name]
        book.write(dataclasses.replace(table, rows="replaced") if name in replaces else table, frame)


def has_own_columns(book: Book, table: Table) -> bool:
    """Whether people filled columns of their own: what they hold is in no frame, and would go with its row."""
    grid = book.grid(table)
    own = [at for at, heading in enumerate(grid.headings) if heading not in table.headings]

    return any(not is_blank(row[at]) for row in grid.rows for at in own)
