"""Giving codes to works: by chance, never reused; names stay in the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.codes import rules
from objectivity_core.codes.key import VAULT_COLUMNS, KeyChange, KeyPairs
from objectivity_core.codes.numbers import is_official, new_code, read_official
from objectivity_core.codes.protocol import key_sheets
from objectivity_core.people.pupils import doubled_pupils
from objectivity_core.procedures.view import chosen, codes_works, given_works, with_states
from objectivity_core.russian.fold import folded_class
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES, states
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
        nothing: pairs once drawn stay, also for pupils who left.
    """
    vault = key.pairs
    procedures, findings = chosen(state, codes_works)
    pupils = state["pupils"]
    doubled = doubled_pupils(pupils)
    findings += [
        rules.DOUBLED_PUPIL_WITHOUT_CODE.at(row["pupil_id"], name=row["name"], class_=row["class"])
        for row in records_of(pupils[doubled])
    ]
    pupils = pupils[(pupils["state"] != "выбыл") & (pupils["pupil_id"] != "") & ~doubled]
    findings += _unknown_classes(pupils, state["classes"])
    if lost := _without_key(state["works"], vault):  # writing now would bury the key in which they are
        return Outcome("Коды не выданы: ключ не знает кодов, которые есть в книге.", {}, [*findings, *lost])
    source = CodeSource(state, vault)
    findings += source.findings
    drawn: list[dict[str, Any]] = []
    by_class = dict(list(pupils.groupby(pupils["class"].map(folded_class))))
    for procedure in records_of(procedures):
        procedure_id, class_ = procedure["procedure_id"], procedure["class"]
        group = by_class.get(folded_class(class_), pupils.iloc[:0]).drop_duplicates("pupil_id")
        if pd.isna(procedure["date"]):
            findings.append(rules.NO_DATE.at(procedure_id))
            continue
        findings += _size_findings(procedure, len(group), state.settings.small_class)
        given, wanting = source.give(procedure, records_of(group))
        drawn += given
        findings += [rules.TOO_FEW_CODES.at(procedure_id, class_=class_, wanting=wanting)] if wanting else []
    vault = pd.concat(
        [vault, pd.DataFrame(drawn, columns=list(VAULT_COLUMNS), dtype="object")], ignore_index=True
    ).fillna("")
    works = works_of(vault, state["works"])
    after = with_states(state["procedures"], works, state["commission"], state["results"])
    change = KeyChange(vault, key_sheets(vault, state["procedures"], state["works"])) if drawn else None

    # In the order of the codes as a whole: a late code at the end would tell who came late.
    return Outcome(
        _told(drawn, works), {"works": works, "procedures": after}, findings, change, replaces=frozenset({"works"})
    )


def _told(drawn: list[dict[str, Any]], works: pd.DataFrame) -> str:
    if drawn:
        procedures = len({row["procedure_id"] for row in drawn})
        return f"Выдано кодов: {len(drawn)} (процедур: {procedures}). Коды — в листе «Работы», имена — только в ключе."
    if len(works):
        return "Новых кодов не понадобилось: у всех учеников выбранных процедур они уже есть."

    return "Кодировать нечего: нет процедур с датой и учениками, которые кодирует школа."


class CodeSource:
    """Codes not yet given, and how the works of a procedure get theirs."""

    def __init__(self, state: State, vault: pd.DataFrame) -> None:
        """Take stock of what was given.

        Args:
            state: ``kinds``, ``official``, ``procedures``, ``works``, settings, chance.
            vault: the key.
        """
        self._random, self._paper = state.random, state.settings.paper_key
        self._own_taken = set(vault["code"]) | set(state["works"]["code"])
        self._kinds = {row["kind"]: row["coded"] for row in records_of(state["kinds"])}
        kind_of = dict(zip(state["procedures"]["procedure_id"], state["procedures"]["kind"], strict=True))
        self._have: dict[str, set[str]] = {}
        self._official: dict[tuple[str, str], str] = {}
        self._used: dict[str, set[str]] = {}
        self._of_class: dict[tuple[str, str], dict[str, None]] = {}
        columns = (vault[name] for name in ("procedure_id", "pupil_id", "code", "class"))
        for procedure_id, pupil_id, code, class_ in zip(*columns, strict=True):
            kind = kind_of.get(procedure_id, "")
            self._have.setdefault(procedure_id, set()).add(code if self._paper else pupil_id or code)
            if is_official(code):
                self._of_class.setdefault((kind, folded_class(class_)), {})[code] = None
            self._used.setdefault(kind, set()).add(code)
            if pupil_id and is_official(code):
                self._official[kind, pupil_id] = code
        self._free, self.findings = _official_codes(state["official"])

    def give(self, procedure: dict[str, Any], pupils: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
        """New rows of the key for a procedure, and how many pupils are left without code."""
        have = self._have.get(procedure["procedure_id"], set())
        official = self._kinds[procedure["kind"]] == states.OFFICIAL
        if self._paper:
            return self._on_paper(procedure, len(pupils), have, official=official)
        given, wanting = [], 0
        for pupil in (one for one in pupils if one["pupil_id"] not in have):
            code = (
                self._official_code(procedure, pupil["pupil_id"])
                if official
                else new_code(self._random, self._own_taken)
            )
            wanting += not code
            if code:
                row = {"procedure_id": procedure["procedure_id"], "code": code}
                given.append(row | {name: pupil[name] for name in ("pupil_id", "name", "class")})

        return given, wanting

    def _on_paper(
        self, procedure: dict[str, Any], pupils: int, have: set[str], *, official: bool
    ) -> tuple[list[dict[str, Any]], int]:
        """Rows without names: as many as there are pupils and some to spare; official ones are the same in all works of the class."""
        needed = pupils + max(2, pupils // 10) if pupils else 0
        mine = self._of_class.setdefault((procedure["kind"], folded_class(procedure["class"])), {})
        codes = [code for code in mine if code not in have] if official else []
        while len(have) + len(codes) < needed:
            code = self._official_code(procedure, "") if official else new_code(self._random, self._own_taken)
            if not code:
                break
            codes.append(code)
            if official:
                mine[code] = None
        nobody = {"pupil_id": "", "name": "", "class": procedure["class"]}
        rows = [{"procedure_id": procedure["procedure_id"], "code": code} | nobody for code in codes]

        return rows, max(0, pupils - len(have) - len(codes))

    def _official_code(self, procedure: dict[str, Any], pupil_id: str) -> str:
        """The pupil's official code of this kind: the one that she has already, else one of the class's by chance; "" for none left."""
        kind = procedure["kind"]
        if pupil_id and (kind, pupil_id) in self._official:
            return self._official[kind, pupil_id]
        used = self._used.setdefault(kind, set())
        free = [code for code in self._free.get(folded_class(procedure["class"]), ()) if code not in used]
        if not free:
            return ""
        code = self._random.choice(free)
        used.add(code)
        if pupil_id:
            self._official[kind, pupil_id] = code

        return code


def _official_codes(official: pd.DataFrame) -> tuple[dict[str, list[str]], list[Finding]]:
    """Official codes by class, each class its own; a part of a cell that is no code, and a code of two classes, are findings."""
    codes: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    findings = []
    for row in records_of(official):
        name = folded_class(row["class"])
        read, bad = read_official(row["codes"])
        twice = [code for code in read if owner.setdefault(code, name) != name]
        codes.setdefault(name, []).extend(code for code in read if owner[code] == name)
        key = f"{row['class']} | {row['codes']}"
        if bad:
            parts = "», «".join(bad[:5])
            findings.append(rules.BAD_OFFICIAL_CODE.at(key, value=row["codes"], class_=row["class"], parts=parts))
        if twice:
            listed = ", ".join(twice[:5])
            findings.append(rules.OFFICIAL_CODE_TWICE.at(key, value=row["codes"], class_=row["class"], codes=listed))

    return codes, findings


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
