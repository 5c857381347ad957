"""What people typed into «Сроки» and what is wrong in it, one finding per cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from objectivity_core.plan import rules
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import key_of, records_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from objectivity_core.findings import Finding, Rule


def entry_findings(occurrences: pd.DataFrame, today: dt.date) -> Iterator[Finding]:
    """Dates that cannot be, a moved term without reason, a document without date.

    Args:
        occurrences: table «Сроки» as parsed.
        today: the day to look from.
    """
    now = pd.Timestamp(today)
    done, moved, start = occurrences["done"], occurrences["moved_due"], occurrences["start"]
    yield from _each(rules.DONE_IN_FUTURE, occurrences[done > now], "done")
    yield from _each(rules.DUE_BEFORE_START, occurrences[moved.notna() & (moved < start)], "moved_due")
    unexplained = moved.notna() & (occurrences["moved_reason"] == "")
    yield from _each(rules.NO_REASON, occurrences[unexplained], "moved_reason")
    undated = (occurrences["proof"] != "") & done.isna() & (occurrences["decision"] == "")
    yield from _each(rules.PROOF_WITHOUT_DATE, occurrences[undated], "done")


def _each(rule: Rule, rows: pd.DataFrame, column: str) -> Iterator[Finding]:
    keys = key_of(TABLES["occurrences"], rows)
    for row, record in zip(rows.index, records_of(rows), strict=True):
        day = record[column]
        value = f"{day:%d.%m.%Y}" if column != "moved_reason" and not pd.isna(day) else ""
        yield rule.at(keys[row], value=value, row=row, **record)
