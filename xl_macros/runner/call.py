"""A call of an action: what its functions of the outside, ``load`` and ``store``, know and may say."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from pathlib import Path

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.settings import Settings
    from xl_macros.book.protocol import Book


@dataclasses.dataclass
class Call:
    """An action on its way.

    Attributes:
        book: the book.
        tables: the tables that were read, as they were typed.
        answers: what the user answered, secrets too.
        settings: the book's settings; ``load`` may put changed ones here.
        random: the source of chance.
        findings: what ``load`` noticed besides what it gives.
        remarks: sentences of ``load`` that the message, and with it the log, must bear.
        held: what ``load`` keeps for ``store``; the core never sees it.
    """

    book: Book
    tables: dict[str, pd.DataFrame]
    answers: dict[str, str]
    settings: Settings
    random: random.Random
    findings: list[Finding] = dataclasses.field(default_factory=list)
    remarks: list[str] = dataclasses.field(default_factory=list)
    held: object = None

    @property
    def path(self) -> Path:
        """Where the book lies."""
        return self.book.path

    def read(self, name: str) -> pd.DataFrame:
        """A table of the book, read only now where the action did not ask for it.

        Raises:
            ObjectivityError: the table or one of its columns is missing.
        """
        from xl_macros.book.tables import read_table

        if name not in self.tables:
            self.tables[name] = read_table(self.book, name)[0]

        return self.tables[name]
