"""The book of the next school year beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.plan.next_year import CARRIED, NextBook, Surroundings
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import is_blank
from xl_macros.book.reader import TableReader
from xl_macros.disk.safe_files import free_path, write_atomically

if TYPE_CHECKING:
    from pathlib import Path


def load_surroundings(book: Path) -> Surroundings:
    """What the core must know beyond the tables: columns that the school added, names beside the book.

    Args:
        book: the workbook as it was last saved.
    """
    reader = TableReader(book)
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

    return Surroundings(own, frozenset(path.name for path in book.absolute().parent.iterdir()))


def write_book(book: Path, new: NextBook) -> Path:
    """Build the new book beside this one; nothing that exists is written over.

    Returns:
        The new file.

    Raises:
        ObjectivityError: it cannot be written.
    """
    from xl_macros.build.workbook import build_bytes

    path = free_path(book.absolute().parent / new.name)
    write_atomically(path, build_bytes(new.contents))

    return path
