"""Collecting the commission's work: returned scoring workbooks → «Баллы» → «Результаты»."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.commission import rules
from objectivity_core.commission.adjudication import decide
from objectivity_core.commission.scales import scale_of
from objectivity_core.commission.scoring_sheet import Returned, read_scores
from objectivity_core.findings import Finding
from objectivity_core.procedures.rules import NO_TASKS
from objectivity_core.procedures.tasks_and_scales import Scale, tasks_of
from objectivity_core.procedures.view import (
    checked_procedures,
    chosen,
    codes_works,
    experts_due,
    given_works,
    opened_procedures,
    with_states,
)
from objectivity_core.russian.wording import first_of
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.grid import is_blank
from objectivity_core.tables.parse import frame_of, records_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMED = 30
"""Procedures that a message names: a line of the log is cut at a thousand characters."""
_SCORE_COLUMNS = ["procedure_id", "code", "staff_id", "task", "score", "file"]


def collect(state: State, came: list[Returned | Finding]) -> Outcome[None]:
    """Read returned scoring workbooks, check them, and fix primary scores and marks.

    Args:
        state: reads ``procedures``, ``kinds``, ``classes``, ``tasks``, ``scales``, ``works``, ``commission``, ``staff``, ``scores``, ``results``; answer ``procedure``.
        came: workbooks that were recognised, and findings about those that were not.

    Returns:
        ``scores`` (new and corrected ones), ``results`` (opened procedures stay as they are), ``procedures`` (states). Findings: see
        :func:`objectivity_core.commission.scoring_sheet.read_scores`; besides, a workbook of another or an opened procedure, of an expert who was not assigned, or
        returned twice with different scores (then neither counts), also of one work in two workbooks; no tasks; no scale for the year;
        and the experts of whom no workbook came.
    """
    procedures, findings = chosen(state, codes_works)
    by_id = {row["procedure_id"]: row for row in records_of(procedures)}
    findings += [one for one in came if isinstance(one, Finding)]
    usable, refused = _usable([one for one in came if isinstance(one, Returned)], by_id, state)
    findings += refused
    records: list[dict[str, str]] = []
    again: set[tuple[str, str, str]] = set()
    works = state["works"]
    absent = frozenset(works[works["handed_in"] == states.NOT_HANDED_IN]["code"])
    for returned in usable:
        tasks = tasks_of(state["tasks"], by_id[returned.procedure_id], state["classes"])
        if tasks.empty:
            findings.append(NO_TASKS.at(returned.procedure_id))
            continue
        scores = read_scores(returned, dict(zip(tasks["task"], tasks["max"].astype(int), strict=True)), absent)
        records += scores.records
        if scores.records:
            again |= {(returned.procedure_id, code, returned.staff_id) for code in returned.codes}
        findings += scores.findings
    records, clashes = _without_clashes(records)
    findings += clashes
    scores_frame = _updated_scores(state["scores"], records, again)
    findings += _owed(state, by_id, scores_frame, [one for one in came if isinstance(one, Returned)])
    results, more = settle(state, scores_frame)
    findings += more
    after = with_states(state["procedures"], state["works"], state["commission"], results)
    fresh = results[results["procedure_id"].isin(by_id) & (results["pupil_id"] == "")]
    filled = len({record["file"] for record in records})
    # The log keeps the message, and «Обновить сроки» reads there since when a procedure is checked.
    checked = checked_procedures(works, results) - checked_procedures(works, state["results"])
    whole = f" Проверены целиком: {first_of(sorted(checked), _NAMED, ', ')}." if checked else ""
    message = f"Листов проверки принято: {filled}, баллов: {len(records)}; работ проверено: {int((fresh['state'] == states.SETTLED).sum())} из {len(fresh)}.{whole} Смотрите «Результаты»."

    return Outcome(message, {"scores": scores_frame, "results": results, "procedures": after}, findings)


def _owed(state: State, by_id: dict[str, dict[str, Any]], scores: pd.DataFrame, came: list[Returned]) -> list[Finding]:
    """Experts with works of which neither a score nor a workbook came, one finding per procedure that is not opened."""
    works = given_works(state["works"])
    absent = works[works["handed_in"] == states.NOT_HANDED_IN]
    nothing_due = set(zip(absent["procedure_id"], absent["code"], strict=True))
    there = set(zip(scores["procedure_id"], scores["code"], scores["staff_id"], strict=True))
    there |= {(one.procedure_id, code, one.staff_id) for one in came for code in one.codes}
    name = dict(zip(state["staff"]["staff_id"], state["staff"]["name"], strict=True))
    opened = opened_procedures(state["results"])
    owed: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for row in records_of(state["commission"].drop_duplicates(list(TABLES["commission"].key))):
        key, code, staff_id = row["procedure_id"], row["code"], row["staff_id"]
        due = key in by_id and key not in opened and (key, code) not in nothing_due
        if due and staff_id and (key, code, staff_id) not in there:
            owed[key][name.get(staff_id, "") or staff_id] += 1

    return [
        rules.SHEETS_OWED.at(key, who="; ".join(f"{who} (работ: {count})" for who, count in people.items()))
        for key, people in owed.items()
    ]


def settle(state: State, scores: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """The table «Результаты» from all scores: final primary scores and marks; opened procedures and those no longer in the book stay as they are.

    Args:
        state: ``procedures``, ``kinds``, ``classes``, ``tasks``, ``scales``, ``works``, ``commission``, ``results``, ``settings``.
        scores: ``procedure_id``, ``code``, ``staff_id``, ``task``, ``score``.
    """
    old, year = state["results"], state.settings.academic_year
    opened = opened_procedures(old)
    done: dict[tuple[str, str, str], dict[str, int]] = collections.defaultdict(dict)
    for row in records_of(scores[scores["score"] != ""]):
        done[row["procedure_id"], row["code"], row["staff_id"]][row["task"]] = (
            0 if row["score"] == states.NOT_ATTEMPTED else int(row["score"])
        )
    roles: dict[tuple[str, str], list[tuple[str, str]]] = collections.defaultdict(list)
    for row in records_of(state["commission"]):
        roles[row["procedure_id"], row["code"]].append((row["role"], row["staff_id"]))
    kinds = {row["kind"]: row for row in records_of(state["kinds"])}
    works = {key: records_of(group) for key, group in given_works(state["works"]).groupby("procedure_id")}
    records: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for procedure in records_of(state["procedures"].drop_duplicates("procedure_id")):
        key = procedure["procedure_id"]
        if key not in works or key in opened or procedure["kind"] not in kinds:
            continue
        kind, tasks = kinds[procedure["kind"]], tasks_of(state["tasks"], procedure, state["classes"])
        scale, more = scale_of(procedure, tasks, state.tables, year, needed=kind["compared"] == states.YES)
        findings += more
        for work in works[key]:
            totals = {
                role: _total(done[key, work["code"], staff_id], tasks["task"])
                for role, staff_id in roles[key, work["code"]]
            }
            records.append(_result(procedure, work, totals, kind, tasks, scale))
    there = state["procedures"].loc[state["procedures"]["kind"].isin(list(kinds)), "procedure_id"]
    kept = records_of(old[(old["pupil_id"] != "") | ~old["procedure_id"].isin(there)])  # opened, or its row is gone
    order = {key: at for at, key in enumerate(state["procedures"]["procedure_id"])}
    records = sorted(
        [*kept, *records], key=lambda row: (order.get(row["procedure_id"], len(order)), row["name"] or "", row["code"])
    )
    frame = frame_of(TABLES["results"], records)

    return frame.drop(columns=["own_mark", "difference"]), findings


def _result(
    procedure: dict[str, Any],
    work: dict[str, Any],
    totals: dict[str, int | None],
    kind: dict[str, Any],
    tasks: pd.DataFrame,
    scale: Scale | None,
) -> dict[str, Any]:
    record = {
        "procedure_id": procedure["procedure_id"],
        "code": work["code"],
        "pupil_id": "",
        "name": "",
        "class": procedure["class"],
        "subject": procedure["subject"],
        "variant": work["variant"],
        "max": float(tasks["max"].sum()) or None,
    }
    if work["handed_in"] == states.NOT_HANDED_IN:
        return record | {"state": states.ABSENT}
    decision = decide(totals, experts_due(kind), kind["divergence"])
    if decision.primary is None:
        return record | {"state": decision.state}
    if scale is None and kind["compared"] == states.NO:
        return record | {"state": decision.state, "primary": decision.primary}
    if scale is None:
        return record | {"state": states.NO_SCALE, "primary": decision.primary}

    return record | {"state": decision.state, "primary": decision.primary, "mark": scale.mark(decision.primary)}


def _total(done: dict[str, int], tasks: Iterable[str]) -> int | None:
    """A total counts once every task has a score; scores of tasks that the work no longer has do not."""
    points = [done.get(task) for task in tasks]

    return sum(number for number in points if number is not None) if points and None not in points else None


def _usable(
    came: list[Returned], by_id: dict[str, dict[str, Any]], state: State
) -> tuple[list[Returned], list[Finding]]:
    """The workbooks whose scores count, each once."""
    known = set(state["procedures"]["procedure_id"])
    opened = opened_procedures(state["results"])
    assigned = {(row["procedure_id"], row["staff_id"]) for row in records_of(state["commission"])}
    findings = []
    accepted: dict[tuple[str, str, bool, tuple[str, ...]], list[Returned]] = collections.defaultdict(list)
    for one in came:
        if refusal := _refusal(one, by_id, known, opened, assigned):
            findings.append(refusal)
        else:
            accepted[one.procedure_id, one.staff_id, one.third, one.codes].append(one)
    usable = []
    for came_back in accepted.values():
        group = [one for one in came_back if _is_filled(one)] or came_back[:1]  # the empty original may lie beside
        same = len({_content(one) for one in group}) == 1
        if same:
            usable.append(group[0])
        if len(group) > 1:
            rule = rules.RETURNED_TWICE if same else rules.RETURNED_TWICE_DIFFERS
            findings.append(rule.at(where=group[0].file, files=_listed(one.file for one in group)))

    return usable, findings


def _refusal(
    one: Returned, by_id: dict[str, dict[str, Any]], known: set[str], opened: set[str], assigned: set[tuple[str, str]]
) -> Finding | None:
    """Why a workbook is not for this collection, or None."""
    if one.procedure_id not in by_id:
        rule = rules.OTHER_PROCEDURE if one.procedure_id in known else rules.UNKNOWN_PROCEDURE
        return rule.at(where=one.file, procedure=one.procedure_id)
    if one.procedure_id in opened:
        return rules.ALREADY_OPENED.at(where=one.file, procedure=one.procedure_id)
    if (one.procedure_id, one.staff_id) not in assigned:
        rule = rules.NOT_ASSIGNED if _is_filled(one) else rules.EMPTY_NOT_ASSIGNED
        return rule.at(where=one.file, procedure=one.procedure_id, expert=one.staff_id)

    return None


def _listed(files: Iterable[str]) -> str:
    return ", ".join(f"«{file}»" for file in files)


def _is_filled(returned: Returned) -> bool:
    return any(not is_blank(cell) for _, _, cells in returned.rows for cell in cells.values())


def _content(returned: Returned) -> tuple[Any, ...]:
    """What a workbook says, without its name and the order of its rows."""
    return tuple(
        sorted((code, *(as_text(cell).upper() for cell in cells.values())) for _, code, cells in returned.rows)
    )


def _without_clashes(records: list[dict[str, str]]) -> tuple[list[dict[str, str]], list[Finding]]:
    """Records without the works of one expert that two workbooks score differently: neither counts."""
    said: dict[tuple[str, ...], set[str]] = collections.defaultdict(set)
    for row in records:
        said[row["procedure_id"], row["code"], row["staff_id"], row["task"]].add(row["score"])
    clashing = {key[:3] for key, scores in said.items() if len(scores) > 1}
    findings = []
    for key in sorted(clashing):
        files = sorted({row["file"] for row in records if (row["procedure_id"], row["code"], row["staff_id"]) == key})
        findings.append(rules.SCORED_TWICE_DIFFERS.at(where=files[0], work=key[1], files=_listed(files)))

    return [row for row in records if (row["procedure_id"], row["code"], row["staff_id"]) not in clashing], findings


def _updated_scores(
    old: pd.DataFrame, records: Iterable[dict[str, str]], again: set[tuple[str, str, str]]
) -> pd.DataFrame:
    """All scores: works read again (procedure, code, expert) have their new scores only, so that a withdrawn score does not stay."""
    new = frame_of(TABLES["scores"], list(records))[_SCORE_COLUMNS]
    stays = [key not in again for key in zip(old["procedure_id"], old["code"], old["staff_id"], strict=True)]
    both = pd.concat([old.loc[stays, _SCORE_COLUMNS], new], ignore_index=True)

    return both.drop_duplicates(["procedure_id", "code", "staff_id", "task"], keep="last", ignore_index=True)
