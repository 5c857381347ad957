"""What goes into an action and what comes out: the one shape of every function that a button runs."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import datetime as dt
    import random

    import pandas as pd

    from objectivity_core.findings import Finding, Rule
    from objectivity_core.school_year.year import SchoolYear
    from objectivity_core.settings import Settings

Product_co = TypeVar("Product_co", covariant=True)


@dataclasses.dataclass(frozen=True)
class State:
    """Everything an action may know of the book. What else it needs is a second, typed argument of its function.

    Attributes:
        tables: the tables it declared to read, by name.
        settings: the book's settings.
        today: the day it runs on.
        now: the moment it runs at.
        school_year: working days and terms.
        random: the source of chance.
        answers: what the user answered, by the question's name; never a secret.
    """

    tables: dict[str, pd.DataFrame]
    settings: Settings
    today: dt.date
    now: dt.datetime
    school_year: SchoolYear
    random: random.Random
    answers: dict[str, str] = dataclasses.field(default_factory=dict)

    def __getitem__(self, table: str) -> pd.DataFrame:
        """A table that the action declared to read."""
        return self.tables[table]


@dataclasses.dataclass(frozen=True)
class Beside:
    """What papers must know of the place where they will lie.

    Attributes:
        names: of everything in the book's folder.
        pdf: whether this computer can make PDFs.
    """

    names: tuple[str, ...] = ()
    pdf: bool = False


@dataclasses.dataclass(frozen=True)
class Outcome(Generic[Product_co]):
    """Everything an action decided; nothing is written before it is complete.

    Attributes:
        message: one Russian sentence: what was done, how many, where to look.
        tables: tables to write, by name.
        findings: what was noticed.
        product: what to write outside the book (papers, a key, a folder), None for nothing.
        settings: changed settings, or None.
        preview: Russian lines: what was understood of a file and what not; shown, and confirmed, before anything is written.
        replaces: names of tables whose rows go when the frame does not have them, though they are people's.
        corrects: names of people's columns, by table, that are written over where the frame has a value: the preview showed old and new.
        gone: rows of a table, as it was read, that go: what they held stands in other rows of the frame, or the preview named them.
        covers: rules that were run over the whole book: what «Замечания» told of them before holds no more, or is told anew.
        refused: nothing can be made of what was given: the message says why and what to do, and nothing at all is written.
        offer: what may be done besides, if the user says so; None for nothing.
    """

    message: str
    tables: dict[str, pd.DataFrame] = dataclasses.field(default_factory=dict)
    findings: list[Finding] = dataclasses.field(default_factory=list)
    product: Product_co | None = None
    settings: Settings | None = None
    preview: tuple[str, ...] = ()
    replaces: frozenset[str] = frozenset()
    corrects: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    gone: dict[str, frozenset[int]] = dataclasses.field(default_factory=dict)
    covers: tuple[Rule, ...] = ()
    refused: bool = False
    offer: Offer | None = None


@dataclasses.dataclass(frozen=True)
class Offer:
    """What an action may do besides, and never does unasked. Where nobody can be asked, the outcome that bears it counts.

    Attributes:
        lines: Russian lines: what it is about.
        taken: the outcome when the answer is yes.
        left: the outcome when it is no: what is remembered of that.
    """

    lines: tuple[str, ...]
    taken: Outcome[None]
    left: Outcome[None]
