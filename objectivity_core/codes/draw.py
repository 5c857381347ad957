"""Giving codes to works: by chance, never reused; names stay in the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.codes import rules
from objectivity_core.codes.key import VAULT_COLUMNS, KeyChange, KeyPairs
from objectivity_core.codes.protocol import SLIPS, key_sheets
from objectivity_core.codes.source import WITHOUT_CODE, CodeSource, Latecomers
from objectivity_core.people.pupils import at_school, doubled_pupils, full_names
from objectivity_core.procedures.view import chosen, codes_works, given_works, with_states
from objectivity_core.russian.fold import folded_class
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of, records_of

if TYPE_CHECKING:
    from objectivity_core.findings import Finding


def draw(state: State, key: KeyPairs) -> Outcome[KeyChange]:
    """Give a code to every pupil of the chosen procedures who has none yet.

    Kinds with codes of the school's own get a new random code per work. Kinds with official codes get one of their class's codes per
    pupil, by chance, the same one for all procedures of the kind. With «Ключ на бумаге» codes are given to nobody: as many as there are
    pupils and some to spare; who drew which is written into the key before opening.

    Args:
        state: reads ``procedures``, ``pupils``, ``kinds``, ``classes``, ``official``, ``works``, ``commission``, ``results``; answer
            ``procedure``.
        key: the key as it was opened, or a new one without pairs.

    Returns:
        ``works`` (codes alone, in the order of the codes), ``procedures`` (states), the key with all pairs. Running again changes
        nothing: pairs once drawn stay, also for pupils who left. Whoever came after the day of a procedure that has codes already gets one
        only when that procedure is named and its preview confirmed (who wrote on another day); never after opening.
    """
    vault = key.pairs
    procedures, findings = chosen(state, codes_works)
    pupils = state["pupils"]
    doubled = doubled_pupils(pupils)
    findings += [
        rules.DOUBLED_PUPIL_WITHOUT_CODE.at(row["pupil_id"], name=row["name"], class_=row["class"])
        for row in records_of(pupils[doubled])
    ]
    pupils = at_school(pupils[pupils["pupil_id"] != ""])
    findings += _unknown_classes(pupils, state["classes"])
    if lost := _without_key(state["works"], vault):  # writing now would bury the key in which they are
        return Outcome("Коды не выданы: ключ не знает кодов, которые есть в книге.", {}, [*findings, *lost])
    pupils = pupils.assign(name=full_names(pupils))
    source = CodeSource(state, vault)
    drawn, told, preview = _given(state, procedures, pupils, source)
    findings += [*source.findings, *told]
    vault = pd.concat(
        [vault, pd.DataFrame(drawn, columns=list(VAULT_COLUMNS), dtype="object")], ignore_index=True
    ).fillna("")
    works = works_of(vault, state["works"])
    after = with_states(state["procedures"], works, state["commission"], state["results"])
    change = (
        KeyChange(vault, key_sheets(vault, state["procedures"], state["works"], state["pupils"])) if drawn else None
    )

    # In the order of the codes as a whole: a late code at the end would tell who came late.
    return Outcome(
        _told(drawn, works, told),
        {"works": works, "procedures": after},
        findings,
        change,
        preview=preview,
        replaces=frozenset({"works"}),
    )


def _given(
    state: State, procedures: pd.DataFrame, pupils: pd.DataFrame, source: CodeSource
) -> tuple[list[dict[str, Any]], list[Finding], tuple[str, ...]]:
    """New rows of the key, what is told of the procedures, and what is to be asked before they are written."""
    late = Latecomers(state, source)
    drawn: list[dict[str, Any]] = []
    findings: list[Finding] = []
    preview: list[str] = []
    by_class = dict(list(pupils.groupby(pupils["class"].map(folded_class))))
    for procedure in records_of(procedures):
        procedure_id, class_ = procedure["procedure_id"], procedure["class"]
        group = records_of(by_class.get(folded_class(class_), pupils.iloc[:0]).drop_duplicates("pupil_id"))
        if pd.isna(procedure["date"]):
            findings.append(rules.NO_DATE.at(procedure_id))
            continue
        findings += _size_findings(procedure, len(group), state.settings.small_class)
        refused, more, asked = late.judge(procedure, group)
        findings += more
        preview += asked
        if refused:
            continue
        given, wanting = source.give(procedure, group)
        drawn += given
        findings += [rules.TOO_FEW_CODES.at(procedure_id, class_=class_, wanting=wanting)] if wanting else []

    return drawn, findings, tuple(preview)


def _told(drawn: list[dict[str, Any]], works: pd.DataFrame, findings: list[Finding]) -> str:
    if drawn:
        procedures = len({row["procedure_id"] for row in drawn})
        slips = (
            f" Полоски ученикам печатайте из файла ключа: лист «{SLIPS}»." if any(row["name"] for row in drawn) else ""
        )
        return f"Выдано кодов: {len(drawn)} (процедур: {procedures}). Коды — в листе «Работы», имена — только в ключе.{slips}"
    if any(one.code in WITHOUT_CODE for one in findings):
        return "Новые коды не выданы: кому и почему — в замечаниях."
    if len(works):
        return "Новых кодов не понадобилось: у всех учеников выбранных процедур они уже есть."

    return "Кодировать нечего: нет процедур с датой и учениками, которые кодирует школа."


def _without_key(works: pd.DataFrame, vault: pd.DataFrame) -> list[Finding]:
    """Works whose code the key does not know: the key of another moment or another book."""
    known = set(zip(vault["procedure_id"], vault["code"], strict=True))
    lost = [
        code
        for pair in zip(works["procedure_id"], works["code"], strict=True)
        if (code := pair[1]) and pair not in known
    ]
    if not lost:
        return []

    return [rules.WORKS_NOT_IN_KEY.at(value=lost[0], codes=", ".join(lost[:5]) + ("…" if len(lost) > 5 else ""))]


def works_of(vault: pd.DataFrame, works: pd.DataFrame) -> pd.DataFrame:
    """The table «Работы» for the codes of the key, in the order of the codes, which says nothing of names.

    Args:
        vault: the key.
        works: the works as read; codes of a procedure already there stay.
    """
    pairs = pd.concat([works[["procedure_id", "code"]], vault[["procedure_id", "code"]]], ignore_index=True)
    pairs = given_works(pairs).sort_values(["procedure_id", "code"])

    return frame_of(TABLES["works"], records_of(pairs))[["procedure_id", "code"]]


def _unknown_classes(pupils: pd.DataFrame, classes: pd.DataFrame) -> list[Finding]:
    """Pupils whose class is not in the lists: no procedure will ever find them."""
    known = {folded_class(name) for name in ["", *classes["class"]]}
    lost = pupils[~pupils["class"].map(folded_class).isin(known)]

    return [
        rules.CLASS_WITHOUT_CODES.at(str(group["pupil_id"].iloc[0]), value=str(name), count=len(group))
        for name, group in lost.groupby("class")
    ]


def _size_findings(procedure: dict[str, Any], size: int, small: int) -> list[Finding]:
    if size == 0:
        return [rules.NO_PUPILS.at(procedure["procedure_id"], class_=procedure["class"])]

    return [rules.SMALL_CLASS.at(procedure["procedure_id"], size=size)] if size < small else []
