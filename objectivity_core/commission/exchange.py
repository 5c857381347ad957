"""Exchange of works with a neighbouring school: its expert marks them by code, and no name goes along.

The expert takes the first check of a work, the one that every kind has; where two are due, the second stays with the school, where the
paper lies and both marks can be discussed. A check that has scores stays with who gave them: then the expert takes the other one.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.commission import rules
from objectivity_core.commission.assigning import GUEST, candidates, with_independence
from objectivity_core.commission.exchange_text import instruction
from objectivity_core.commission.scoring_sheet import ScoringSheet
from objectivity_core.keys import assign_keys
from objectivity_core.procedures.rules import NO_TASKS
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
from objectivity_core.russian.fold import folded_names
from objectivity_core.russian.wording import counted, first_of, short_name
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import ROW, frame_of, records_of

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from objectivity_core.settings import Settings

WORKING_DAYS = 3
"""Within how many working days the marked works come back."""


@dataclasses.dataclass(frozen=True)
class Partner:
    """Who marks: the neighbouring school and its expert, as the user named them."""

    school: str
    expert: str

    @property
    def position(self) -> str:
        """The expert's position on «Люди»."""
        return f"{GUEST} ({self.school})"


@dataclasses.dataclass(frozen=True)
class Package:
    """The folder that goes to the neighbouring school.

    Attributes:
        folder: its name.
        sheet: the scoring workbook.
        scans: codes of the works in a chance order: the order of a list must say nothing.
        instruction: what the expert reads.
        pupils: «Ученики», «Люди» and the school's own words: who must not be named, and what is no name.
        staff: see ``pupils``.
        words: see ``pupils``.
    """

    folder: str
    sheet: ScoringSheet
    scans: tuple[str, ...]
    instruction: str
    pupils: pd.DataFrame
    staff: pd.DataFrame
    words: tuple[str, ...]


def partner_of(text: str) -> Partner | None:
    """The neighbouring school and its expert, or None where the text does not name both.

    >>> partner_of("Школа № 2, г. Орёл, Перова Ольга Львовна")
    Partner(school='Школа № 2, г. Орёл', expert='Перова Ольга Львовна')
    >>> partner_of("Перова Ольга Львовна; Школа № 2").expert, partner_of("Школа № 2"), partner_of("Школа № 2, Перова О. Л.")
    ('Перова Ольга Львовна', None, None)
    """
    parts = [" ".join(part.split()) for part in re.split("[,;]", text) if part.strip()]
    if len(parts) < 2:
        return None
    for expert, rest in ((parts[-1], parts[:-1]), (parts[0], parts[1:])):
        if short_name(expert) != expert:
            return Partner(", ".join(rest), expert)

    return None


def prepare(state: State, folder: str) -> Outcome[Package]:
    """Assign the works of one procedure to a neighbouring school's expert and lay out what goes there.

    Args:
        state: reads ``procedures``, ``kinds``, ``classes``, ``works``, ``commission``, ``scores``, ``results``, ``staff``, ``tasks``, ``pupils``;
            answers ``procedure``, ``partner``.
        folder: name of the new folder.

    Returns:
        ``staff`` (with the expert), ``commission``, ``procedures`` (states), settings (the last number given), the
        package. Findings: why there is nothing to exchange (then nothing is written), checks taken over from the school's own
        experts, rows with people's entries that stay beside the new ones, second checks that are still to be assigned.
    """
    procedures, findings = chosen(state, codes_works)
    partner = partner_of(state.answers["partner"])
    if partner is None:
        findings.append(rules.BAD_PARTNER.at(value=state.answers["partner"]))
    if len(procedures) != 1 or partner is None:
        return _nothing(findings)
    procedure = records_of(procedures)[0]
    tasks = tasks_of(state["tasks"], procedure, state["classes"])
    staff, settings, staff_id = _with_partner(state, partner, procedure["subject"])
    refusals = [*_procedure_refusals(state, procedure["procedure_id"]), *_partner_refusals(staff, staff_id, procedure)]
    if tasks.empty:
        refusals.append(NO_TASKS.at(procedure["procedure_id"]))
    if refusals:
        return _nothing([*findings, *refusals])
    rows, codes, replaced = _assigned(state, procedure, staff_id)
    if not codes:
        return _nothing([*findings, rules.NOTHING_TO_EXCHANGE.at(procedure["procedure_id"])])
    commission = with_independence(rows, staff, state["procedures"])
    tables = {
        "commission": commission,
        "procedures": with_states(state["procedures"], state["works"], commission, state["results"]),
    }
    if len(staff) > len(state["staff"]):
        tables["staff"] = staff
    package = _package(state, folder, procedure, partner, staff_id, codes, tasks, staff)
    findings += _about_others(state, procedure, rows, codes, replaced)
    message = (
        f"Пакет обмена готов: папка «{package.folder}», {counted(len(codes), 'работа', 'работы', 'работ')}. Положите в неё сканы по перечню "
        "и передайте. Вернувшийся лист положите в папку «Листы проверки» и нажмите «Собрать баллы»."
    )

    return Outcome(message, tables, findings, package, settings)


def _nothing(findings: list[Finding]) -> Outcome[Package]:
    return Outcome("Пакет обмена не подготовлен.", {}, findings)


def _with_partner(state: State, partner: Partner, subject: str) -> tuple[pd.DataFrame, Settings, str]:
    """«Люди» with the partner's expert, the settings with the last number given, and the expert's key; "" for a person of this school."""
    staff = state["staff"]
    named = staff[folded_names(staff["name"]) == folded_names(pd.Series([partner.expert]))[0]]
    guests = named[named["position"].str.startswith(GUEST)]
    there = guests[guests["position"].map(_bare) == _bare(partner.position)]
    if len(there):
        return staff, state.settings, str(there["staff_id"].iloc[0])
    if len(named) > len(guests):
        return staff, state.settings, ""
    record = {"name": partner.expert, "position": partner.position, "can_mark": subject}
    row = frame_of(TABLES["staff"], [record], everything=False).reindex(columns=staff.columns, fill_value="")
    row.index = pd.Index([-1], name=ROW)  # it comes from no row of the sheet
    changed, settings, _ = assign_keys({"staff": pd.concat([staff, row]).rename_axis(index=ROW)}, state.settings)

    return changed["staff"], settings, str(changed["staff"]["staff_id"].iloc[-1])


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _assigned(
    state: State, procedure: dict[str, Any], staff_id: str
) -> tuple[list[dict[str, Any]], list[str], list[dict[str, Any]]]:
    """All assignments with the expert's, the codes that go to the expert, and the assignments that were replaced."""
    commission, scores, works = state["commission"], state["scores"], given_works(state["works"])
    rows = records_of(commission[commission["staff_id"] != ""].drop_duplicates(list(TABLES["commission"].key)))
    scored = scores[(scores["procedure_id"] == procedure["procedure_id"]) & (scores["score"] != "")]
    done = set(zip(scored["code"], scored["staff_id"], strict=True))
    roles = (states.FIRST, states.SECOND)[: _experts_due(state, procedure["kind"])]
    mine = works[(works["procedure_id"] == procedure["procedure_id"]) & (works["handed_in"] != states.NOT_HANDED_IN)]
    codes: list[str] = []
    replaced: list[dict[str, Any]] = []
    for code in mine["code"]:
        have = [row for row in rows if (row["procedure_id"], row["code"]) == (procedure["procedure_id"], code)]
        if any(row["staff_id"] == staff_id for row in have):
            codes += [code] if (code, staff_id) not in done else []
            continue
        marked = {row["role"] for row in have if (code, row["staff_id"]) in done}
        role = next((role for role in roles if role not in marked), "")
        if role:
            replaced += [row for row in have if row["role"] == role]
            rows = [row for row in rows if row not in replaced]
            rows.append({"procedure_id": procedure["procedure_id"], "code": code, "staff_id": staff_id, "role": role})
            codes.append(code)

    return rows, sorted(codes), replaced


def _experts_due(state: State, kind: str) -> int:
    return next(experts_due(row) for row in records_of(state["kinds"]) if row["kind"] == kind)


def _package(
    state: State,
    folder: str,
    procedure: dict[str, Any],
    partner: Partner,
    staff_id: str,
    codes: list[str],
    tasks: pd.DataFrame,
    staff: pd.DataFrame,
) -> Package:
    maxima = tuple(zip(tasks["task"], tasks["max"].astype(int), strict=True))
    about = title(procedure, dated=True)
    sheet = ScoringSheet(
        procedure["procedure_id"], about, staff_id, partner.expert, third=False, codes=tuple(codes), tasks=maxima
    )
    scans = list(codes)
    state.random.shuffle(scans)
    until = state.school_year.add_working_days(state.today, WORKING_DAYS)
    words = (*state["kinds"]["kind"], *state["procedures"]["subject"].unique(), partner.school)
    text = instruction(sheet, partner.school, state.settings.school, until)

    return Package(folder, sheet, tuple(scans), text, state["pupils"], staff, words)


def _procedure_refusals(state: State, key: str) -> list[Finding]:
    works, results = given_works(state["works"]), state["results"]
    if key in opened_procedures(results):
        return [rules.EXCHANGE_OF_OPENED.at(key)]

    return [] if (works["procedure_id"] == key).any() else [rules.EXCHANGE_WITHOUT_CODES.at(key)]


def _partner_refusals(staff: pd.DataFrame, staff_id: str, procedure: dict[str, Any]) -> list[Finding]:
    """Why the expert may not mark these works."""
    if not staff_id:
        return [rules.OWN_EXPERT.at(guest=GUEST)]
    if any(one.staff_id == staff_id for one in candidates(staff, procedure["subject"], procedure["class"])):
        return []

    return [rules.PARTNER_DOES_NOT_FIT.at(staff_id, subject=procedure["subject"], class_=procedure["class"])]


def _about_others(
    state: State,
    procedure: dict[str, Any],
    rows: list[dict[str, Any]],
    codes: list[str],
    replaced: list[dict[str, Any]],
) -> list[Finding]:
    """What the school's own experts should know."""
    key, findings = procedure["procedure_id"], []
    names = dict(zip(state["staff"]["staff_id"], state["staff"]["name"], strict=True))
    if replaced:
        who = first_of(sorted({short_name(names.get(row["staff_id"], row["staff_id"])) for row in replaced}), 3)
        findings.append(rules.CHECKS_TAKEN_OVER.at(key, count=len(replaced), who=who))
    kept = sorted({row["code"] for row in replaced if row["reason"] or row["note"]})
    if kept:
        findings.append(rules.ASSIGNMENT_KEPT.at(key, works=first_of(kept, 5)))
    if _experts_due(state, procedure["kind"]) == 2:
        checks = [row["code"] for row in rows if row["procedure_id"] == key]
        alone = [code for code in codes if checks.count(code) < 2]
        if alone:
            findings.append(rules.SECOND_CHECK_MISSING.at(key, count=len(alone)))

    return findings
