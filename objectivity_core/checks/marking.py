"""Rules about coded works: rows without their procedure, and what «Выдать коды» and «Собрать баллы» would say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.codes.official import official_codes, uncoded_findings
from objectivity_core.codes.rules import UNSCORED_YET
from objectivity_core.commission.scales import marking_findings
from objectivity_core.procedures.rules import ORPHANS
from objectivity_core.procedures.view import unscored_works
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from objectivity_core.findings import Finding

_OF_PROCEDURES = ("works", "commission", "scores", "results")


def marking_rules(tables: dict[str, pd.DataFrame], today: dt.date, year: str) -> list[Finding]:
    """Findings of these rules; a rule whose tables are absent is passed over.

    Args:
        tables: tables as parsed.
        today: the day to look from.
        year: academic year as «2024/2025».
    """
    findings: list[Finding] = []
    known = tables.keys()
    if "procedures" in known:
        findings += _orphans(tables)
    if "official" in known:
        findings += official_codes(tables["official"])[1]
    if {"procedures", "kinds", "pupils", "works", "official"} <= known:
        findings += uncoded_findings(tables, today)
    if {"procedures", "kinds", "classes", "tasks", "scales", "works", "results"} <= known:
        findings += [*marking_findings(tables, year), *_unscored(tables["works"], tables["results"])]

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


def _unscored(works: pd.DataFrame, results: pd.DataFrame) -> list[Finding]:
    """Works that were given a code after the scores of their procedure were collected."""
    late = unscored_works(works, results)
    late = late[late["procedure_id"].isin(results["procedure_id"])]

    return [UNSCORED_YET.at(str(key), codes=", ".join(codes)) for key, codes in late.groupby("procedure_id")["code"]]
