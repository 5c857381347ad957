"""The Book: what an action needs of a workbook, wherever it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    import pandas as pd

    from objectivity_core.tables import Table
    from objectivity_core.tables.grid import Grid
    from xl_macros.dialogs.question import Question


class Book(Protocol):
    """A workbook of the product. Implementations: ``files.FileBook`` (headless), ``live.LiveBook`` (open in Excel)."""

    @property
    def path(self) -> Path:
        """Where the book lies; the key and the scoring sheets lie beside it."""
        ...

    @property
    def aftermath(self) -> str:
        """What became of the book if an action fails now: one Russian sentence."""
        ...

    def grid(self, table: Table) -> Grid:
        """The cells of a table as they stand, people's rows pasted right under it included.

        Raises:
            ObjectivityError: the table is not in the book.
        """
        ...

    def writable(self, table: Table) -> None:
        """Make sure that a table can be written, before anything is.

        Raises:
            ObjectivityError: its sheet is protected, or the workbook is open for reading only or shared.
        """
        ...

    def write(self, table: Table, frame: pd.DataFrame, gone: Container[int] = ()) -> None:
        """Write a frame into a table by the table's rules, without the rows that are gone (``objectivity_core.tables.merge``)."""
        ...

    def ask(self, question: Question) -> str:
        """The user's answer, ``""`` for none."""
        ...

    def progress(self, message: str) -> None:
        """Show what is being done, while it is being done; ``""`` when it is over."""
        ...

    def say(self, message: str) -> None:
        """Tell the user how it went."""
        ...
