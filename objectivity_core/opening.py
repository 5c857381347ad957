"""Opening the codes: results meet pupils, through the key, once every work has its final score."""

from __future__ import annotations

import dataclasses

import pandas as pd

from objectivity_core.findings import Finding
from objectivity_core.procedures import chosen, with_states
from objectivity_core.state import Outcome, State
from objectivity_core.tables import states

UNSETTLED = (states.INCOMPLETE, states.DIVERGED, states.NO_SCALE)
"""What keeps a procedure closed: after opening neither scores nor marks change any more."""


def open_codes(state: State) -> Outcome:
    """Join results with pupils through the key; the code is then gone from «Результаты».

    Args:
        state: reads ``procedures``, ``kinds``, ``pupils``, ``works``, ``commission``, ``results``; answer ``procedure`` (empty: every procedure that is ready);
            outside ``vault``.

    Returns:
        ``results`` (of the opened procedures with ``pupil_id`` and name, without code, in the order of names) and ``procedures``. Nothing is opened of a
        procedure in which a work has no final score yet: a finding.
    """
    procedures, findings = chosen(state, lambda kind: kind["coded"] == states.YES)
    results, vault = state["results"], state.outside["vault"]
    wanted = state.answers.get("procedure", "")
    opened_now: list[str] = []
    for key in procedures["procedure_id"]:
        refusal = _refusal(key, results, vault)
        if refusal is None:
            opened_now.append(key)
        elif refusal.code == "not-settled" and not wanted:
            findings.append(dataclasses.replace(refusal, severity="info"))
        elif refusal.code != "nothing-to-open" or wanted:
            findings.append(refusal)
    results = _joined(results, vault, opened_now)
    order = {key: at for at, key in enumerate(state["procedures"]["procedure_id"])}
    results = results.sort_values(
        ["procedure_id", "name", "code"],
        key=lambda values: values.map(order) if values.name == "procedure_id" else values,
        kind="stable",
    )
    after = with_states(state["procedures"], state["works"], state["commission"], results)
    if not opened_now:
        return Outcome("Ничего не открыто: нет процедур, в которых у каждой работы есть окончательный балл и отметка.", {}, findings)
    message = f"Открыто процедур: {len(opened_now)}, работ: {int(results['procedure_id'].isin(opened_now).sum())}. Смотрите «Результаты», затем нажмите «Сопоставить»."

    return Outcome(message, {"results": results, "procedures": after}, findings)


def _joined(results: pd.DataFrame, vault: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    pairs = vault.drop_duplicates(["procedure_id", "code"]).set_index(["procedure_id", "code"])
    results = results.copy()
    ours = results["procedure_id"].isin(keys)
    found = pairs.reindex(pd.MultiIndex.from_frame(results.loc[ours, ["procedure_id", "code"]]))
    results.loc[ours, "pupil_id"] = found["pupil_id"].to_numpy()
    results.loc[ours, "name"] = found["name"].to_numpy()
    results.loc[ours, "code"] = ""

    return results


def _refusal(key: str, results: pd.DataFrame, vault: pd.DataFrame) -> Finding | None:
    """Why a procedure cannot be opened, or None."""
    mine = results[results["procedure_id"] == key]
    rows = mine[mine["pupil_id"] == ""]
    waiting = rows[rows["state"].isin(UNSETTLED)]
    unknown = rows[~rows["code"].isin(vault[vault["procedure_id"] == key]["code"])]
    if rows.empty and not mine.empty:
        return Finding("nothing-to-open", "info", f"{key}: коды уже открыты.", "", "procedures", key)
    if rows.empty:
        remedy = "Сначала выдайте коды, назначьте комиссию и соберите листы проверки."
        return Finding("nothing-to-open", "error", f"{key}: результатов ещё нет.", remedy, "procedures", key)
    if not waiting.empty:
        reasons = "; ".join(f"«{word}» — {count}" for word, count in waiting["state"].value_counts().items())
        message = f"{key}: открывать рано, не готовы работы ({reasons}) из {len(rows)}."
        remedy = "Соберите листы проверки, при «нет шкалы» впишите шкалу этого года; затем снова «Собрать баллы» и «Открыть коды»."
        return Finding("not-settled", "error", message, remedy, "procedures", key)
    if not unknown.empty:
        message = f"{key}: в ключе нет кодов {', '.join(unknown['code'])}."
        remedy = "Это ключ другой книги или его правили. Найдите нужный файл ключа."
        return Finding("code-not-in-vault", "error", message, remedy, "procedures", key)

    return None
