"""What was understood of a plan that somebody brings."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from objectivity_core.findings import Finding


@dataclasses.dataclass(frozen=True)
class Measure:
    """One measure of the plan, column by column as in the table «План»."""

    document: str
    section: str
    number: str
    measure: str
    phrase: str
    responsible: str
    proof_kind: str = ""
    note: str = ""


@dataclasses.dataclass(frozen=True)
class PlanTable:
    """One table that holds measures.

    Attributes:
        document: the document that it belongs to.
        columns: (Russian name of what was looked for, heading in the file or how it was recognised).
        aside: headings of columns that were not taken.
        measures: its measures in order.
        left_out: (text of the row, why it was left out).
        notes: Russian sentences about how it was read (without headings, deadlines from section rows).
    """

    document: str
    columns: tuple[tuple[str, str], ...]
    aside: tuple[str, ...]
    measures: tuple[Measure, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class PlanReading:
    """What was understood of one file.

    Attributes:
        name: name of the file.
        tables: tables with measures.
        skipped: (title or first words of a table, why it is no plan).
        findings: what was noticed while reading the file.
    """

    name: str
    tables: tuple[PlanTable, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures of the file."""
        return tuple(measure for table in self.tables for measure in table.measures)
