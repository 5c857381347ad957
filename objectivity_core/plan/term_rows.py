"""The terms of the plan with the rows of «Сроки» that they are."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from objectivity_core.plan.made_once import still_asked
from objectivity_core.plan.terms import identified, wanted_terms
from objectivity_core.tables import TABLES
from objectivity_core.tables.model import SEVERAL
from objectivity_core.tables.parse import frame_of, records_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from objectivity_core.plan.measures import ReadMeasure
    from objectivity_core.plan.terms import Wanted
    from objectivity_core.state import State

_OWN = [column.name for column in TABLES["occurrences"].columns if not column.typed and column.filling != "formula"]


@dataclasses.dataclass(frozen=True)
class TermRow:
    """One term and the row that it is.

    Attributes:
        measure: whose term it is.
        term: its dates.
        procedure_id: of the row's key.
        ordinal: of the row's key.
        typed: the row as it stands in «Сроки», ``{}`` where it is new.
    """

    measure: ReadMeasure
    term: Wanted
    procedure_id: str
    ordinal: int
    typed: dict[str, Any]

    @property
    def about(self) -> str:
        """The measure's text and what the term belongs to."""
        return SEVERAL.join(filter(None, (self.measure.record["measure"], self.term.about)))

    def record(self) -> dict[str, Any]:
        """The row as the program writes it, without formulas and people's columns."""
        measure = self.measure.record

        return (
            {name: measure[name] for name in ("measure_id", "number", "responsible", "phrase", "section")}
            | {"measure": self.about, "people": "; ".join(self.measure.people)}
            | {"procedure_id": self.procedure_id, "ordinal": self.ordinal}
            | {name: getattr(self.term, name) for name in ("start", "due", "kind", "event_date", "wave")}
        )


def term_rows(read: Sequence[ReadMeasure], state: State) -> list[TermRow]:
    """Every term that the plan wants, measure by measure, in the order of dates.

    Args:
        read: the measures as read.
        state: ``occurrences``, and the settings.
    """
    typed = state["occurrences"]
    old: dict[str, list[dict[str, Any]]] = {}
    for row in records_of(typed[typed["measure_id"] != ""]):
        old.setdefault(row["measure_id"], []).append(row)
    rows = []
    for one in read:
        mine = old.get(one.record["measure_id"], [])
        wanted = wanted_terms(one.record, one.deadline, one.offset, one.procedures, state.school_year, state.settings)
        by_key = {(row["procedure_id"], row["ordinal"]): row for row in reversed(mine)}
        dated = [
            TermRow(one, term, *key, by_key.get(key, {}))
            for term, key in zip(wanted, identified(wanted, mine), strict=True)
        ]
        rows += still_asked(one, dated, mine)

    return rows


def occurrences(rows: Sequence[TermRow]) -> pd.DataFrame:
    """The rows of «Сроки», without formulas and people's columns."""
    return frame_of(TABLES["occurrences"], [row.record() for row in rows])[_OWN]
