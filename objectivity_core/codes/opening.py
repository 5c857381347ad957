"""Opening the codes: results meet pupils, through the key, once every work has its final score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from objectivity_core.codes import rules
from objectivity_core.codes.key import KeyChange, KeyPairs
from objectivity_core.codes.numbers import is_official
from objectivity_core.codes.protocol import key_sheets
from objectivity_core.people.pupils import full_names, ids_by_person, person
from objectivity_core.procedures.view import chosen, codes_works, unscored_works, with_states
from objectivity_core.russian.fold import folded_class
from objectivity_core.state import Outcome, State
from objectivity_core.tables import states
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.findings import Finding, Rule

UNSETTLED = (states.INCOMPLETE, states.DIVERGED, states.NO_SCALE)
"""What keeps a procedure closed: after opening neither scores nor marks change any more."""


SHORTEST_REASON = 5
"""Letters that a reason for an early opening needs: blanks and dots are none."""


class Awaited(NamedTuple):
    """A work that the timetable holds for a class and that is no procedure yet: its subject as written, its day in words, its row of the sheet, -1 for one of a file."""

    kind: str
    class_: str
    subject: str
    day: str
    row: int


def open_codes(state: State, key: KeyPairs, awaited: Sequence[Awaited] = ()) -> Outcome[KeyChange]:
    """Join results with pupils through the key; the code is then gone from «Результаты» and «Баллы».

    Args:
        state: reads ``procedures``, ``kinds``, ``pupils``, ``works``, ``commission``, ``scores``, ``results``; answers ``procedure`` (empty:
            every procedure that is ready) and ``reason`` (why one is opened before its time).
        key: the key as it was opened.
        awaited: works of the timetable that are no procedures yet.

    Returns:
        ``results`` (of the opened procedures with ``pupil_id`` and name, without code, in the order of names), ``scores`` (the pupil's key
        in place of the code) and ``procedures``; the key when names written into it by hand were matched. Nothing is opened of a
        procedure in which a work has no final score yet, be it that it has no result at all, nor of one whose pupils have further works under the same official codes that are
        not yet checked, or have no procedure yet: findings. A reason overcomes the second, never the first.
    """
    procedures, findings = chosen(state, codes_works)
    results = state["results"]
    vault, more = with_pupils(key.pairs, state["pupils"])
    findings += more
    wanted, reason = state.answers.get("procedure", ""), state.answers.get("reason", "").strip()
    reason = reason if sum(letter.isalpha() for letter in reason) >= SHORTEST_REASON else ""
    checked = _Marked(state, awaited)
    mine, pairs = dict(list(results.groupby("procedure_id"))), dict(list(vault.groupby("procedure_id")))
    opened_now: list[str] = []
    for procedure in records_of(procedures):
        procedure_id = procedure["procedure_id"]
        rows, known = mine.get(procedure_id, results.iloc[:0]), pairs.get(procedure_id, vault.iloc[:0])
        refusal = _refusal(procedure_id, rows, known, checked.unscored(procedure_id), asked=bool(wanted))
        early = checked.waits_for(procedure) if refusal is None else _Early()
        if early.names and not (reason and wanted):
            findings += early.findings(procedure_id, asked=bool(wanted))
        elif refusal is None:
            opened_now.append(procedure_id)
            if early.names:
                findings.append(rules.OPENED_EARLY.at(procedure_id, reason=reason, early=early.names))
        elif wanted or refusal.code not in {rules.NOTHING_TO_OPEN.code, rules.OPENED_ALREADY.code}:
            findings.append(refusal)
    changed = None
    if opened_now or not vault.equals(key.pairs):  # by now it is known who came
        sheets = key_sheets(vault, state["procedures"], state["works"], state["pupils"], set(results["procedure_id"]))
        changed = KeyChange(vault, sheets)
    if not opened_now:
        message = "Ничего не открыто: нет процедур, в которых у каждой работы есть окончательный балл и отметка."
        return Outcome(message, {}, findings, changed)
    results = _in_order(_joined(results, vault, opened_now), state["procedures"])
    tables = {
        "results": results,
        "scores": without_codes(state["scores"], vault, opened_now),
        "procedures": with_states(state["procedures"], state["works"], state["commission"], results),
    }
    count = int(results["procedure_id"].isin(opened_now).sum())
    told_early = any(finding.code == rules.OPENED_EARLY.code for finding in findings)

    return Outcome(_told(opened_now, count, reason if told_early else ""), tables, findings, changed)


def _told(opened: list[str], works: int, reason: str) -> str:
    """What was opened, and why before its time: the log keeps the message, not the findings."""
    early = f" Раньше времени, причина: {reason}." if reason else ""

    return f"Открыто процедур: {len(opened)}, работ: {works} ({', '.join(opened)}).{early} Смотрите «Результаты», затем нажмите «Сопоставить»."


class _Early(NamedTuple):
    """What a procedure must wait for: procedures not checked yet, and works that are no procedures yet."""

    procedures: tuple[str, ...] = ()
    awaited: tuple[Awaited, ...] = ()

    @property
    def names(self) -> str:
        """All of it in one line."""
        return ", ".join([*self.procedures[:5], *(f"«{one.subject}» {one.day}".strip() for one in self.awaited[:5])])

    def findings(self, key: str, *, asked: bool) -> list[Finding]:
        """Why the procedure stays closed; graver when it was asked for."""
        codes = rules.CODES_STILL_USED if asked else rules.WAITS_FOR_CODES
        found = [codes.at(key, early=", ".join(self.procedures[:5]))] if self.procedures else []

        return found + [
            _awaiting(one, asked=asked).at(
                value=one.subject, row=one.row, procedure=key, class_=one.class_, day=one.day
            )
            for one in self.awaited
        ]


def _awaiting(one: Awaited, *, asked: bool) -> Rule:
    if one.row < 0:
        return rules.WORK_OF_FILE_AWAITED if asked else rules.WAITS_FOR_WORK_OF_FILE

    return rules.WORK_AWAITED if asked else rules.WAITS_FOR_WORK


class _Marked:
    """Which works have no result, and which of those under official codes are not checked yet: a pupil's code is the same in all procedures of a kind."""

    def __init__(self, state: State, awaited: Sequence[Awaited]) -> None:
        official = {row["kind"] for row in records_of(state["kinds"]) if row["coded"] == states.OFFICIAL}
        works = state["works"][state["works"]["code"] != ""]
        self._codes = {key: set(codes) for key, codes in works.groupby("procedure_id")["code"]}
        results = state["results"]
        self._unscored = dict(list(unscored_works(works, results).groupby("procedure_id")["code"]))
        waiting = {*results.loc[results["state"].isin(UNSETTLED), "procedure_id"], *self._unscored}
        finished = set(results["procedure_id"]) - waiting
        self._official = [row for row in records_of(state["procedures"]) if row["kind"] in official]
        ours = [row for row in self._official if row["procedure_id"] not in finished]
        self._awaited = [one for one in awaited if one.kind in official]
        self._open = {
            row["procedure_id"] for row in ours if row["procedure_id"] in self._codes or row["date"] == row["date"]
        }

    def unscored(self, procedure_id: str) -> list[str]:
        """Codes of the procedure's works that have no result."""
        return list(self._unscored.get(procedure_id, ()))

    def waits_for(self, procedure: dict[str, Any]) -> _Early:
        """Works not checked yet that have codes of this one, or will: those of its class and of pupils who changed theirs."""
        codes, mine = self._codes.get(procedure["procedure_id"], set()), folded_class(procedure["class"])
        alike = [
            row
            for row in self._official
            if row["kind"] == procedure["kind"]
            and (folded_class(row["class"]) == mine or codes & self._codes.get(row["procedure_id"], set()))
        ]
        classes = {folded_class(row["class"]) for row in alike}
        still = [
            row["procedure_id"]
            for row in alike
            if row["procedure_id"] in self._open and row["procedure_id"] != procedure["procedure_id"]
        ]
        drawn = [one for one in self._awaited if one.kind == procedure["kind"] and folded_class(one.class_) in classes]

        return _Early(tuple(still), tuple(drawn))


def with_pupils(vault: pd.DataFrame, pupils: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """The key with the pupils whose names people wrote beside a code («Ключ на бумаге»); a name that fits nobody or two is a finding.

    Args:
        vault: the key.
        pupils: ``pupil_id``, ``name``, ``class``, ``differs``.
    """
    vault = _same_code_same_name(vault)
    blank = (vault["pupil_id"] == "") & (vault["name"] != "")
    if not blank.any():
        return vault, []
    names = dict(zip(pupils["pupil_id"], full_names(pupils), strict=True))
    found = ids_by_person(pupils)
    vault = vault.copy()
    taken = set(zip(vault["procedure_id"], vault["pupil_id"], strict=True))
    findings = []
    for at, who in zip(vault.index[blank].to_list(), person(vault)[blank], strict=True):
        ids = found.get(who, [])
        procedure_id, name = (str(vault.loc[at, column]) for column in ("procedure_id", "name"))
        if len(ids) == 1 and (procedure_id, ids[0]) not in taken:
            vault.loc[at, ["pupil_id", "name"]] = ids[0], names[ids[0]]
            taken.add((procedure_id, ids[0]))
            continue
        why = (
            "нет в листе «Ученики»"
            if not ids
            else "записан у двух кодов"
            if len(ids) == 1
            else "подходит двум ученикам"
        )
        findings.append(rules.NAME_IN_KEY.at(value=name, procedure=procedure_id, why=why))

    return vault, findings


def _same_code_same_name(vault: pd.DataFrame) -> pd.DataFrame:
    """A name written beside an official code counts for the code's other works too: the code is one for all of them."""
    official = vault["code"].map(is_official)
    named = vault[official & (vault["name"] != "")].drop_duplicates("code").set_index("code")
    empty = official & (vault["name"] == "") & vault["code"].isin(named.index)
    if not empty.any():
        return vault
    vault = vault.copy()
    for column in ("pupil_id", "name"):
        vault.loc[empty, column] = vault.loc[empty, "code"].map(named[column])

    return vault


def without_codes(scores: pd.DataFrame, vault: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """«Баллы» with the pupil's key in place of the code in the opened procedures.

    Whoever knows a pupil's unusual total would else find the code by it, and with it, under official codes, the pupil's other works.
    """
    pairs = vault.drop_duplicates(["procedure_id", "code"]).set_index(["procedure_id", "code"])["pupil_id"]
    scores = scores.copy()
    ours = scores["procedure_id"].isin(keys)
    found = pairs.reindex(pd.MultiIndex.from_frame(scores.loc[ours, ["procedure_id", "code"]]))
    scores.loc[ours, "code"] = found.fillna("").to_numpy()
    scores = scores[scores["code"] != ""]

    # The order of the experts' sheets is the order of the codes: it must not outlive them.
    return pd.concat(
        [scores[~ours], scores[ours].sort_values(["procedure_id", "code", "task", "staff_id"], kind="stable")]
    )


def _in_order(results: pd.DataFrame, procedures: pd.DataFrame) -> pd.DataFrame:
    order = {key: at for at, key in enumerate(procedures["procedure_id"])}

    return results.sort_values(
        ["procedure_id", "name", "code"],
        key=lambda values: values.map(order) if values.name == "procedure_id" else values,
        kind="stable",
    )


def _joined(results: pd.DataFrame, vault: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    pairs = vault.drop_duplicates(["procedure_id", "code"]).set_index(["procedure_id", "code"])
    results = results.copy()
    ours = results["procedure_id"].isin(keys)
    found = pairs.reindex(pd.MultiIndex.from_frame(results.loc[ours, ["procedure_id", "code"]]))
    results.loc[ours, "pupil_id"] = found["pupil_id"].fillna("").to_numpy()
    results.loc[ours, "name"] = found["name"].fillna("").to_numpy()
    results.loc[ours, "code"] = ""

    return results[~(ours & (results["pupil_id"] == ""))]  # codes that nobody drew


def _refusal(key: str, mine: pd.DataFrame, pairs: pd.DataFrame, unscored: list[str], *, asked: bool) -> Finding | None:
    """Why a procedure cannot be opened, from its results, its pairs of the key and its works without result; or None. Whether it was asked for makes it more or less grave."""
    rows = mine[mine["pupil_id"] == ""]
    waiting = rows[rows["state"].isin(UNSETTLED)]
    if rows.empty and not mine.empty:
        return rules.OPENED_ALREADY.at(key)
    if rows.empty:
        return rules.NOTHING_TO_OPEN.at(key)
    if not waiting.empty:
        reasons = "; ".join(f"«{word}» — {count}" for word, count in waiting["state"].value_counts().items())
        return (rules.NOT_SETTLED if asked else rules.NOT_SETTLED_YET).at(key, reasons=reasons, count=len(rows))
    if unscored:
        return (rules.UNSCORED if asked else rules.UNSCORED_YET).at(key, codes=", ".join(unscored))

    return _key_refusal(key, rows, pairs)


def _key_refusal(key: str, rows: pd.DataFrame, pairs: pd.DataFrame) -> Finding | None:
    """Why the key does not tell whose each work is, or None."""
    twice = pairs.loc[pairs["code"].isin(rows["code"]) & pairs["code"].duplicated(), "code"]
    if not twice.empty:  # whose of the two pupils the work is, nobody can tell
        return rules.CODE_OF_TWO.at(key, codes=", ".join(twice))
    nameless = rows[rows["code"].isin(pairs.loc[pairs["pupil_id"] == "", "code"]) & (rows["state"] != states.ABSENT)]
    if not nameless.empty:
        return rules.NO_NAME_IN_KEY.at(key, codes=", ".join(nameless["code"]))
    unknown = rows[~rows["code"].isin(pairs["code"])]

    return None if unknown.empty else rules.CODE_NOT_IN_VAULT.at(key, codes=", ".join(unknown["code"]))
