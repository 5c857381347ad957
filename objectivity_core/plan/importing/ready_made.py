"""The ready-made measures of a new book give way to a school's own plan, as long as nobody touched them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.plan.importing.words import folded
from objectivity_core.plan.schedule import usual_relative
from objectivity_core.plan.terms import has_entries
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    import pandas as pd

_TYPED: Final = tuple(column.name for column in TABLES["measures"].columns if column.filling == "people")


def untouched(measures: pd.DataFrame, occurrences: pd.DataFrame, ready_made: pd.DataFrame | None) -> bool:
    """Whether «План» holds ready-made measures and nothing that people typed.

    Some of them may be gone; one that was changed, a further one or an entry in «Сроки» keeps all of them.

    Args:
        measures: «План» as read.
        occurrences: «Сроки» as read.
        ready_made: the measures that every new book starts with; None where they are unknown.
    """
    if measures.empty or ready_made is None:
        return False
    if any(map(has_entries, records_of(occurrences[occurrences["measure_id"].isin(measures["measure_id"])]))):
        return False
    known = Counter(map(_words, records_of(ready_made)))
    rows = records_of(measures)

    return Counter(map(_words, rows)) <= known and all(_is_usual(row) for row in rows)


def _words(row: dict[str, Any]) -> tuple[str, ...]:
    """What people typed into a row, without the differences of typing."""
    return tuple(folded(str(row.get(name, "") or "")) for name in _TYPED)


def _is_usual(row: dict[str, Any]) -> bool:
    """Whether the distance from the procedures is the program's own."""
    return row["relative"] in {"", usual_relative(row["measure"])}
