"""Code numbers of works: drawn by chance, guarded by a check digit, never reused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from stdnum import damm

from objectivity_core.findings import Finding
from objectivity_core.people import doubled_pupils, folded_class
from objectivity_core.procedures import chosen, given_works, with_states
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import frame_of, records_of

if TYPE_CHECKING:
    import random

VAULT_COLUMNS = ("procedure_id", "pupil_id", "code", "name", "class")
"""The key («ключ»): the only place where names and code numbers meet."""

FREE_CODES = 900_000
"""Six random digits of which the first is not 0."""


def new_code(source: random.Random, taken: set[str]) -> str:
    """One code that is not taken: six random digits (first not 0) and a Damm check digit.

    The check digit (H. Michael Damm, 2004) shows every single wrong digit and every swap of neighbours.

    Args:
        source: where chance comes from.
        taken: every code ever given in this book; the new one is added.
    """
    while True:
        digits = str(source.randrange(100_000, 1_000_000))
        code = digits + str(damm.calc_check_digit(digits))
        if code not in taken:
            taken.add(code)
            return code


def is_code(text: str) -> bool:
    """Whether a text is a code with a right check digit.

    >>> is_code("1000002"), is_code("1000003"), is_code("12")
    (True, False, False)
    """
    return len(text) == 7 and text.isascii() and text.isdigit() and text[0] != "0" and damm.is_valid(text)


def draw(state: State) -> Outcome:
    """Draw codes for every pupil of the chosen procedures who has none yet.

    Args:
        state: reads ``procedures``, ``pupils``, ``kinds``, ``classes``, ``works``, ``commission``, ``results``; answer ``procedure``; outside ``vault``
            (frame with :data:`VAULT_COLUMNS`).

    Returns:
        ``works`` (codes alone, in the order of the codes), ``procedures`` (states), outside ``vault`` (all pairs). Running again changes
        nothing: pairs once drawn stay, also for pupils who left.
    """
    vault: pd.DataFrame = state.outside["vault"]
    procedures, findings = chosen(state, lambda kind: kind["coded"] == states.YES)
    pupils = state["pupils"]
    doubled = doubled_pupils(pupils)
    findings += [_doubled(row) for row in records_of(pupils[doubled])]
    pupils = pupils[(pupils["state"] != "выбыл") & (pupils["pupil_id"] != "") & ~doubled]
    findings += _unknown_classes(pupils, state["classes"])
    taken = set(vault["code"]) | set(state["works"]["code"])
    have = set(zip(vault["procedure_id"], vault["pupil_id"], strict=True))
    drawn: list[dict[str, Any]] = []
    for procedure in records_of(procedures):
        group = pupils[pupils["class"].map(folded_class) == folded_class(procedure["class"])].drop_duplicates("pupil_id")
        if pd.isna(procedure["date"]):
            findings.append(_no_date(procedure))
            continue
        findings += _size_findings(procedure, len(group), state.settings.small_class)
        drawn += [
            {
                "procedure_id": procedure["procedure_id"],
                "pupil_id": row["pupil_id"],
                "code": new_code(state.random, taken),
                "name": row["name"],
                "class": row["class"],
            }
            for row in records_of(group)
            if (procedure["procedure_id"], row["pupil_id"]) not in have
        ]
    vault = pd.concat([vault, pd.DataFrame(drawn, columns=list(VAULT_COLUMNS), dtype="object")], ignore_index=True)
    works = works_of(vault, state["works"])
    after = with_states(state["procedures"], works, state["commission"], state["results"])
    message = (
        f"Выдано кодов: {len(drawn)} (процедур: {len({row['procedure_id'] for row in drawn})}). Коды — в листе «Работы», имена — только в ключе."
        if drawn
        else "Новых кодов не понадобилось: у всех учеников выбранных процедур они уже есть."
        if len(works)
        else "Кодировать нечего: нет процедур с датой и учениками, которые кодирует школа."
    )
    outside = {"vault": vault} if drawn else {}

    return Outcome(message, {"works": works, "procedures": after}, findings, outside)


def works_of(vault: pd.DataFrame, works: pd.DataFrame) -> pd.DataFrame:
    """The table «Работы» for the codes of the key, in the order of the codes, which says nothing of names.

    Args:
        vault: the key.
        works: the works as read; codes of a procedure already there stay.
    """
    pairs = pd.concat([works[["procedure_id", "code"]], vault[["procedure_id", "code"]]], ignore_index=True)
    pairs = given_works(pairs).sort_values(["procedure_id", "code"])

    return frame_of(TABLES["works"], records_of(pairs))[["procedure_id", "code"]]


def _doubled(pupil: dict[str, Any]) -> Finding:
    return Finding(
        "doubled-pupil",
        "error",
        f"«{pupil['name']}», {pupil['class']}: похоже, ученик записан дважды; второй строке код не выдан.",
        "Удалите лишнюю строку; если это тёзки — заполните «Отличие от тёзки» и запустите ещё раз.",
        "pupils",
        pupil["pupil_id"],
        TABLES["pupils"]["name"].heading,
    )


def _unknown_classes(pupils: pd.DataFrame, classes: pd.DataFrame) -> list[Finding]:
    """Pupils whose class is not in the lists: no procedure will ever find them."""
    known = {folded_class(name) for name in ["", *classes["class"]]}
    lost = pupils[~pupils["class"].map(folded_class).isin(known)]
    heading = TABLES["pupils"]["class"].heading

    return [
        Finding(
            "unknown-class",
            "error",
            f"Класса «{name}» нет в листе «Списки»: учеников {len(group)}, коды им не выданы.",
            "Исправьте класс в листе «Ученики» или допишите его в «Списки».",
            "pupils",
            str(group["pupil_id"].iloc[0]),
            heading,
            str(name),
        )
        for name, group in lost.groupby("class")
    ]


def _no_date(procedure: dict[str, Any]) -> Finding:
    return Finding(
        "no-date",
        "error",
        f"У процедуры {procedure['procedure_id']} нет даты: коды не выданы.",
        "Впишите дату в лист «Процедуры» и запустите ещё раз.",
        "procedures",
        procedure["procedure_id"],
        TABLES["procedures"]["date"].heading,
    )


def _size_findings(procedure: dict[str, Any], size: int, small: int) -> list[Finding]:
    key = procedure["procedure_id"]
    if size == 0:
        remedy = "Проверьте класс в листах «Процедуры» и «Ученики»."
        return [
            Finding(
                "no-pupils",
                "error",
                f"В классе {procedure['class']} нет учеников: коды для {key} не выданы.",
                remedy,
                "procedures",
                key,
                "Класс",
            )
        ]
    if size < small:
        message = f"{key}: работ всего {size}, автора можно узнать по почерку и обстоятельствам."
        return [
            Finding(
                "small-class",
                "warning",
                message,
                "Обменяйтесь работами с соседней школой или назначьте двух экспертов.",
                "procedures",
                key,
                "Класс",
            )
        ]

    return []
