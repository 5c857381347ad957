"""School commissions: who checks which work.

Competence first: a person checks only subjects in «Может проверять», and never a class in «Не проверяет классы» (a
relative, another interest). Among those, the more independent first; among equals, the one with fewer works. Nobody is given fewer works than
a small class, as long as others can take them: a sheet of one or two works tells whose they are.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from objectivity_core.codes.rules import NO_CODES, NO_CODES_YET
from objectivity_core.commission import rules
from objectivity_core.commission.scoring_sheet import ScoringSheet
from objectivity_core.commission.sharing import Sharing
from objectivity_core.procedures.rules import NO_TASKS
from objectivity_core.procedures.spelling import UNREAD
from objectivity_core.procedures.tasks_and_scales import tasks_of
from objectivity_core.procedures.view import (
    chosen,
    codes_works,
    experts_due,
    given_works,
    opened_procedures,
    title,
    with_states,
)
from objectivity_core.russian.fold import folded_class, grade_in
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import frame_of, records_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from objectivity_core.findings import Finding

INDEPENDENCE = (states.FULL, states.PARTIAL, states.PARTIAL, states.NONE)
"""By distance: knows the class not at all; teaches it another subject; is its class teacher; teaches it this subject.
Where people are few the rule is relaxed in this order: own pupils, then the class teacher; the teacher whose own marks are being compared
comes last."""
GUEST = "Эксперт соседней школы"
"""How the position of another school's expert begins: that one checks what «Пакет обмена» gave, and is never assigned to anything else."""

PRIMARY: Final = 4
"""The last primary grade."""
_PRIMARY_SUBJECTS: Final = frozenset({"окружающий мир", "литературное чтение"})
"""Subjects that there are in primary grades alone (федеральный план начального общего образования)."""


class Candidate(NamedTuple):
    """A person who may check works of one subject and class; ``primary`` teachers only where there is nobody else to name."""

    staff_id: str
    name: str
    distance: int
    guest: bool = False
    primary: bool = False


def candidates(staff: pd.DataFrame, subject: str, class_: str, *, any_stage: bool = False) -> list[Candidate]:
    """People competent in the subject and without a conflict, the most independent first; nobody of whom too little could be read to tell.

    «Математика» of a primary teacher is not that of class 8: who teaches primary classes alone is competent in those alone.

    Args:
        staff: table «Люди»: ``staff_id``, ``name``, ``subjects``, ``classes``, ``class_teacher``, ``can_mark``, ``excluded_classes``.
        subject: the subject of the works.
        class_: the class of the works.
        any_stage: whether primary teachers count for further classes too: for assignments that people made.
    """
    found = []
    subject, class_ = subject.casefold(), folded_class(class_)
    for person in records_of(staff[staff["staff_id"] != ""].drop_duplicates("staff_id")):
        if (
            person.get(UNREAD)
            or subject not in _subjects(person["can_mark"])
            or class_ in _classes(person["excluded_classes"])
        ):
            continue
        primary = _primary(person) and grade_in(class_) > PRIMARY
        if primary and not any_stage:
            continue
        teaches_class = class_ in _classes(person["classes"])
        if teaches_class and subject in _subjects(person["subjects"]):
            distance = 3
        elif class_ == folded_class(person["class_teacher"]):
            distance = 2
        else:
            distance = 1 if teaches_class else 0
        guest = person["position"].startswith(GUEST)
        found.append(Candidate(person["staff_id"], person["name"], distance, guest, primary))

    return sorted(found, key=lambda one: (one.distance, one.staff_id))


def _primary(person: dict[str, Any]) -> bool:
    """Whether somebody teaches primary classes and no others."""
    taught = [grade_in(name) for name in _classes(person["classes"]) | _classes(person["class_teacher"])]
    says = "начальн" in person["position"].casefold() or not _PRIMARY_SUBJECTS.isdisjoint(_subjects(person["subjects"]))

    return says and all(grade <= PRIMARY for grade in taught)


def _subjects(text: str) -> set[str]:
    return {part.casefold() for part in split_list(text)}


def _classes(text: str) -> set[str]:
    return {folded_class(part) for part in split_list(text)}


def assign(state: State) -> Outcome[list[ScoringSheet]]:
    """Assign experts to the works of the chosen procedures and lay out their scoring sheets.

    Args:
        state: reads ``procedures``, ``kinds``, ``staff``, ``works``, ``tasks``, ``commission``, ``results``; answer ``procedure``.

    Returns:
        ``commission`` (assignments made before stay; works that diverged get a third expert), ``procedures`` (states), and the
        sheets of the experts. Findings: nobody competent, fewer experts than due, independence not
        ensured, no tasks.
    """
    procedures, findings = chosen(state, codes_works)
    opened = opened_procedures(state["results"])
    given = given_works(state["works"])
    works = given[given["handed_in"] != states.NOT_HANDED_IN]
    kept = _kept(state["commission"], works, opened)
    load = Counter(row["staff_id"] for row in kept)
    diverged = state["results"][state["results"]["state"] == states.DIVERGED]
    third = set(zip(diverged["procedure_id"], diverged["code"], strict=True))
    due = {row["kind"]: experts_due(row) for row in records_of(state["kinds"])}
    rows, sheets = list(kept), []
    procedures = procedures[~procedures["procedure_id"].isin(opened)]
    findings += _uncoded(procedures, given, state)
    for procedure in records_of(procedures):
        codes = list(works[works["procedure_id"] == procedure["procedure_id"]]["code"])
        if not codes:
            continue
        people = candidates(state["staff"], procedure["subject"], procedure["class"], any_stage=True)
        mine = [row for row in kept if row["procedure_id"] == procedure["procedure_id"]]
        able = [one for one in people if not (one.primary or one.guest)]
        sharing = Sharing(able, mine, load, due[procedure["kind"]], state.settings.small_class)
        new, short = sharing.assign(procedure["procedure_id"], codes, third)
        rows += new
        findings += _people_findings(procedure, people, short, mine + new)
        if mine and 0 < len({row["code"] for row in new if row["role"] == states.FIRST}) < state.settings.small_class:
            findings.append(rules.LATE_WORKS.at(procedure["procedure_id"]))
        tasks = tasks_of(state["tasks"], procedure, state["classes"])
        if tasks.empty:
            findings.append(NO_TASKS.at(procedure["procedure_id"]))
        else:
            sheets += _sheets(procedure, mine + new, tasks, people, state)
    frame = with_independence(rows, state["staff"], state["procedures"])
    after = with_states(state["procedures"], state["works"], frame, state["results"])
    message = f"Назначено проверок: {len(rows) - len(kept)}. Смотрите лист «Комиссия»; листы проверки — в папке «Листы проверки»."
    if not procedures["procedure_id"].isin(given["procedure_id"]).any():
        message = "Назначать нечего: сначала выдайте коды."

    return Outcome(message, {"commission": frame, "procedures": after}, findings, sheets)


def _kept(commission: pd.DataFrame, works: pd.DataFrame, opened: set[str]) -> list[dict[str, Any]]:
    """Assignments made before, to works that are still there or opened by now."""
    known = set(zip(works["procedure_id"], works["code"], strict=True))

    return [
        row
        for row in records_of(commission[commission["staff_id"] != ""].drop_duplicates(list(TABLES["commission"].key)))
        if (row["procedure_id"], row["code"]) in known or row["procedure_id"] in opened
    ]


def with_independence(rows: list[dict[str, Any]], staff: pd.DataFrame, procedures: pd.DataFrame) -> pd.DataFrame:
    """Assignments as «Комиссия» shows them: with names, how independent each is, in order."""
    where = {row["procedure_id"]: row for row in records_of(procedures)}
    name = dict(zip(staff["staff_id"], staff["name"], strict=True))
    distances: dict[str, dict[str, int]] = {}
    for row in rows:
        key = row["procedure_id"]
        if key not in distances and key in where:
            distances[key] = {
                one.staff_id: one.distance
                for one in candidates(staff, where[key]["subject"], where[key]["class"], any_stage=True)
            }
        distance = distances.get(key, {}).get(row["staff_id"])
        row["expert"] = name.get(row["staff_id"], "")
        row["independence"] = states.NONE if distance is None else INDEPENDENCE[distance]
    rows.sort(
        key=lambda row: (
            row["procedure_id"],
            row["code"],
            ("", states.FIRST, states.SECOND, states.THIRD).index(
                row["role"]
            ),  # empty where the cell could not be read
        )
    )
    frame = frame_of(TABLES["commission"], rows)

    return frame[["procedure_id", "code", "staff_id", "expert", "role", "independence"]]


def _sheets(
    procedure: dict[str, Any],
    rows: Iterable[dict[str, Any]],
    tasks: pd.DataFrame,
    people: list[Candidate],
    state: State,
) -> list[ScoringSheet]:
    """One sheet per expert and round; third checks lie on a sheet of their own. Another school's expert has hers in the package."""
    guests = {one.staff_id for one in people if one.guest}
    name = dict(zip(state["staff"]["staff_id"], state["staff"]["name"], strict=True)) | {
        one.staff_id: one.name for one in people
    }
    groups: dict[tuple[str, bool], list[str]] = {}
    for row in rows:
        if row["staff_id"] not in guests:
            groups.setdefault((row["staff_id"], row["role"] == states.THIRD), []).append(row["code"])

    return [
        ScoringSheet(
            procedure_id=procedure["procedure_id"],
            title=title(procedure, dated=True),
            staff_id=staff_id,
            expert=name.get(staff_id, staff_id),
            third=third,
            codes=tuple(sorted(codes)),
            tasks=tuple(zip(tasks["task"], tasks["max"].astype(int), strict=True)),
        )
        for (staff_id, third), codes in sorted(groups.items())
    ]


def _uncoded(procedures: pd.DataFrame, given: pd.DataFrame, state: State) -> list[Finding]:
    """Procedures that have no codes though one was asked for, or its day has come."""
    without = procedures[~procedures["procedure_id"].isin(given["procedure_id"])]
    if state.answers.get("procedure", ""):
        return [NO_CODES.at(key) for key in without["procedure_id"]]

    return [
        NO_CODES_YET.at(row["procedure_id"])
        for row in records_of(without[without["date"].notna()])
        if row["date"].date() <= state.today
    ]


def _people_findings(
    procedure: dict[str, Any], people: list[Candidate], short: int, rows: list[dict[str, Any]]
) -> list[Finding]:
    key, marking = procedure["procedure_id"], {row["staff_id"] for row in rows}
    findings = [rules.TOO_FEW_EXPERTS.at(key, short=short)] if short else []
    primary = [one for one in people if one.primary]
    if all(one.primary for one in people):
        findings = [rules.NO_EXPERT.at(key, subject=procedure["subject"])]
    if names := ", ".join(one.name for one in primary if one.staff_id in marking):
        findings.append(rules.PRIMARY_TEACHERS.at(key, names=names, class_=procedure["class"]))
    if not people:
        return findings
    distance = {one.staff_id: one.distance for one in people}
    not_ensured = {row["staff_id"] for row in rows if INDEPENDENCE[distance.get(row["staff_id"], 3)] == states.NONE}
    names = ", ".join(one.name for one in people if one.staff_id in not_ensured)
    if names:
        findings.append(rules.NOT_INDEPENDENT.at(key, names=names))

    return findings
