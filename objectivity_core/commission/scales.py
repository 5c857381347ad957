"""The scale by which a procedure's works get their marks, and whether it fits their tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.commission import rules
from objectivity_core.procedures.rules import NO_TASKS
from objectivity_core.procedures.tasks_and_scales import Scale, find_scale, grade_of, tasks_of
from objectivity_core.procedures.view import codes_works, opened_procedures, title
from objectivity_core.tables import states
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from objectivity_core.findings import Finding

Tables = Mapping[str, pd.DataFrame]


def scale_of(
    procedure: dict[str, Any], tasks: pd.DataFrame, tables: Tables, year: str, *, needed: bool
) -> tuple[Scale | None, list[Finding]]:
    """The scale of a procedure; a kind that is not compared with the school's marks (an olympiad) needs none.

    Args:
        procedure: record of ``procedures``.
        tasks: its tasks.
        tables: ``scales``, ``classes``.
        year: academic year as «2024/2025».
        needed: whether its kind is compared.

    Returns:
        The scale, None where there is none or it cannot be right; and what is to be said of it.
    """
    key = procedure["procedure_id"]
    scale = find_scale(
        tables["scales"], procedure["kind"], procedure["subject"], grade_of(tables["classes"], procedure["class"]), year
    )
    label = f"{key}: {title(procedure)}, {year}"
    if scale is None and not needed:
        return None, []
    if scale is None:
        return None, [rules.NO_SCALE.at(key, label=label)]
    if not 0 <= scale.mark3 < scale.mark4 < scale.mark5 <= scale.maximum:
        return None, [rules.NO_MARKS_BY_ORDER.at(key, label=label)]
    if not tasks.empty and scale.maximum != tasks["max"].sum():
        return None, [rules.SCALE_MAXIMUM.at(key, label=label, maximum=scale.maximum, total=tasks["max"].sum())]

    return scale, [rules.SCALE_CONDITION.at(key, label=label, condition=scale.condition)] if scale.condition else []


def marking_findings(tables: Tables, year: str) -> list[Finding]:
    """What «Назначить комиссию» and «Собрать баллы» will say of tasks and scales of the procedures not yet opened.

    Args:
        tables: ``procedures``, ``kinds``, ``classes``, ``tasks``, ``scales``, ``works``, ``results``.
        year: academic year as «2024/2025».

    Returns:
        A scale that does not fit its tasks; of procedures that have codes also missing tasks and a missing scale: before, there is time.
    """
    kinds = {row["kind"]: row for row in records_of(tables["kinds"]) if codes_works(row)}
    works = tables["works"]
    coded, opened = set(works.loc[works["code"] != "", "procedure_id"]), opened_procedures(tables["results"])
    whole = tables["tasks"].fillna({"max": 0})  # a maximum that is no number is told already
    findings = []
    for row in records_of(tables["procedures"]):
        if row["kind"] not in kinds or row["procedure_id"] in opened:
            continue
        tasks = tasks_of(tables["tasks"], row, tables["classes"])
        needed = kinds[row["kind"]]["compared"] == states.YES
        found = scale_of(row, tasks, tables, year, needed=needed)[1]
        found += [NO_TASKS.at(row["procedure_id"])] if tasks.empty else []
        all_read = len(tasks_of(whole, row, tables["classes"])) == len(tasks)
        told = {rules.SCALE_MAXIMUM.code} if all_read else set()
        if row["procedure_id"] in coded:
            told |= {rules.NO_SCALE.code, NO_TASKS.code}
        findings += [one for one in found if one.code in told]

    return findings
