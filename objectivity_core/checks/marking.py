"""Rules about coded works: rows without their procedure, and what «Выдать коды» and «Собрать баллы» would say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.procedures.rules import ORPHANS
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.findings import Finding

_OF_PROCEDURES = ("works", "commission", "scores", "results")


def marking_rules(tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """Findings of these rules; a rule whose tables are absent is passed over.

    Args:
        tables: tables as parsed.
    """
    findings: list[Finding] = []
    if "procedures" in tables:
        findings += _orphans(tables)

    return findings


def _orphans(tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """Procedures that are gone though works, assignments, scores or results of theirs are left: one finding each, at the first row."""
    known = {"", *tables["procedures"]["procedure_id"]}
    left: dict[str, list[tuple[str, int, int]]] = {}
    for name in _OF_PROCEDURES:
        frame = tables.get(name)
        if frame is not None:
            lost = frame[~frame["procedure_id"].isin(known)]
            for key, rows in lost.groupby("procedure_id"):
                left.setdefault(str(key), []).append((name, int(rows.index[0]), len(rows)))

    return [
        ORPHANS.at(
            key,
            row=places[0][1],
            table=places[0][0],
            where_left=", ".join(f"«{TABLES[name].sheet}» — {count}" for name, _, count in places),
        )
        for key, places in sorted(left.items())
    ]
