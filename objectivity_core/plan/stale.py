"""Whether the sheet «Сроки» is older than the plan: papers follow the plan, «Панель» follows the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.plan import rules
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import key_of, records_of

if TYPE_CHECKING:
    from objectivity_core.findings import Finding


def stale_terms(terms: pd.DataFrame, sheet: pd.DataFrame) -> list[Finding]:
    """What «Обновить сроки» would change in «Сроки», in one finding.

    Args:
        terms: the terms as the plan gives them now (:func:`objectivity_core.plan.refresh.dated`).
        sheet: the sheet «Сроки»: ``measure_id``, ``procedure_id``, ``ordinal``, ``start``, ``due``, ``decision``, ``done``.
    """
    now = {key: row for key, row in _rows(terms).items() if row["kind"] != states.WITHDRAWN_KIND}
    there = _rows(sheet[sheet["measure_id"] != ""])
    if not there:  # a plan that was never dated is not older than anything; «Панель» says what to do
        return []
    new = len(now.keys() - there.keys())
    moved = sum(_dates(row) != _dates(there[key]) for key, row in now.items() if key in there)
    # What people decided or did stays in the sheet when its term goes.
    gone = sum(not row["decision"] and pd.isna(row["done"]) for key, row in there.items() if key not in now)

    return [rules.STALE.at(new=new, moved=moved, gone=gone)] if new or moved or gone else []


def _rows(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return dict(zip(key_of(TABLES["occurrences"], frame), records_of(frame), strict=True))


def _dates(row: dict[str, Any]) -> list[Any]:
    return [None if pd.isna(row[name]) else row[name] for name in ("start", "due")]
