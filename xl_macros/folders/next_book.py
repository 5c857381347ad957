"""The book of the next school year beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.plan.next_year import CARRIED, NextBook, Surroundings
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import is_blank
from xl_macros.book.reader import TableReader
from xl_macros.disk.safe_files import free_path, names_beside, write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from xl_macros.runner.call import Call


def load_surroundings(call: Call) -> Surroundings:
    """What the core must know beyond the tables: columns that the school added, names beside the book as it was last saved."""
    reader = TableReader(call.path)
    own = {}
    for name in CARRIED:
        grid, known = reader.grid(TABLES[name]), TABLES[name].headings
        headings = [
            heading
            for at, heading in enumerate(grid.headings)
            if heading and heading not in known and not all(is_blank(row[at]) for row in grid.rows)
        ]
        if headings:
            own[name] = tuple(headings)

    return Surroundings(
        own, frozenset(names_beside(call.path)), {name: call.tables[name] for name in CARRIED if name in call.tables}
    )


def write_book(call: Call, new: NextBook) -> Path:
    """Build the new book beside this one; nothing that exists is written over.

    Returns:
        The new file.

    Raises:
        ObjectivityError: it cannot be written.
    """
    from xl_macros.build.workbook import build_bytes

    path = free_path(call.path.absolute().parent / new.name)
    write_atomically(path, build_bytes(new.contents))

    return path
