"""Procedures: which of them an action is about, and how far each has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.procedures import rules
from objectivity_core.tables import states
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.state import State


def codes_works(kind: dict[str, Any]) -> bool:
    """Whether the school gives codes to the works of a kind (record of ``kinds``): its own or official ones."""
    return kind["coded"] in {states.YES, states.OFFICIAL}


def experts_due(kind: dict[str, Any]) -> int:
    """How many experts mark a work of a kind (record of ``kinds``): one unless it says otherwise."""
    return int(kind["experts"]) if kind["experts"] == kind["experts"] else 1


def title(procedure: dict[str, Any], *, dated: bool = False) -> str:
    """A procedure in words: kind, subject, class, and the date where it is wanted and known."""
    when = f", {procedure['date']:%d.%m.%Y}" if dated and procedure["date"] == procedure["date"] else ""

    return f"{procedure['kind']}, {procedure['subject']}, {procedure['class']}{when}"


def opened_procedures(results: pd.DataFrame) -> set[str]:
    """Keys of the procedures whose codes are opened: their results (``procedure_id``, ``pupil_id``) name pupils."""
    return set(results[results["pupil_id"] != ""]["procedure_id"])


def chosen(state: State, fits: Callable[[dict[str, Any]], bool]) -> tuple[pd.DataFrame, list[Finding]]:
    """The procedures that an action is about.

    Args:
        state: tables ``procedures``, ``kinds``; answer ``procedure``: a key, or empty for every procedure whose kind fits.
        fits: whether a kind (record of ``kinds``) takes part in the action.

    Returns:
        The procedures with a key; findings when the answer names none, when its kind does not fit, or when a kind is not in the lists.
    """
    procedures = state["procedures"]
    procedures = procedures[procedures["procedure_id"] != ""].drop_duplicates("procedure_id")
    kinds = {row["kind"]: row for row in records_of(state["kinds"])}
    wanted = state.answers.get("procedure", "")
    findings = []
    if wanted:
        procedures = procedures[procedures["procedure_id"] == wanted]
        if procedures.empty:
            findings.append(rules.UNKNOWN_PROCEDURE.at(wanted))
    unknown = procedures[~procedures["kind"].isin(["", *kinds])]
    findings += [rules.UNKNOWN_KIND.at(row["procedure_id"], value=row["kind"]) for row in records_of(unknown)]
    fit = procedures["kind"].map(lambda kind: kind in kinds and fits(kinds[kind]))
    if wanted and unknown.empty and not fit.all():
        findings.append(rules.KIND_DOES_NOT_FIT.at(wanted))

    return procedures[fit.astype(bool)], findings


def given_works(works: pd.DataFrame) -> pd.DataFrame:
    """The rows of «Работы» that are works: with procedure and code, each once."""
    found: pd.DataFrame = works[(works["procedure_id"] != "") & (works["code"] != "")]

    return found.drop_duplicates(["procedure_id", "code"])


def unscored_works(works: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """The works of procedures not yet opened that were handed in and have no result: codes given after the scores were collected.

    Args:
        works: ``procedure_id``, ``code``, ``handed_in``.
        results: ``procedure_id``, ``pupil_id``, ``code``, ``state``.
    """
    given = given_works(works)
    due = given[(given["handed_in"] != states.NOT_HANDED_IN) & ~given["procedure_id"].isin(opened_procedures(results))]
    known = results[results["state"] != states.ABSENT]  # «не сдана» may have been taken back since
    scored = set(zip(known["procedure_id"], known["code"], strict=True))
    pairs = zip(due["procedure_id"], due["code"], strict=True)

    return due.iloc[[at for at, pair in enumerate(pairs) if pair not in scored]]


def checked_procedures(works: pd.DataFrame, results: pd.DataFrame) -> set[str]:
    """Keys of the procedures of which every given code has a final result, and of those that are opened.

    Args:
        works: ``procedure_id``, ``code``, ``handed_in``.
        results: ``procedure_id``, ``pupil_id``, ``code``, ``state``.
    """
    unsettled = results[~results["state"].isin([states.SETTLED, states.ABSENT])]
    open_ = {*unsettled["procedure_id"], *unscored_works(works, results)["procedure_id"]}
    given = set(given_works(works)["procedure_id"]) & set(results["procedure_id"])

    return (given - open_) | opened_procedures(results)


def with_states(
    procedures: pd.DataFrame, works: pd.DataFrame, commission: pd.DataFrame, results: pd.DataFrame
) -> pd.DataFrame:
    """Procedures with ``state``, ``works`` (codes given) and ``settled`` (works with a final score) filled in.

    Args:
        procedures: ``procedure_id``.
        works: ``procedure_id``, ``code``.
        commission: ``procedure_id``, one row per assignment.
        results: ``procedure_id``, ``pupil_id``, ``state``.
    """
    given = given_works(works)["procedure_id"].value_counts()
    assigned = set(commission["procedure_id"])
    final = results[results["state"].isin([states.SETTLED, states.ABSENT])]
    settled = final["procedure_id"].value_counts()
    marks = final[final["state"] != states.ABSENT]["procedure_id"].value_counts()
    opened = opened_procedures(results)

    def word(key: str) -> str:
        if key in opened:
            return states.OPENED
        if given.get(key, 0) == 0:
            return states.PLANNED
        if settled.get(key, 0) >= given[key]:
            return states.MARKED

        return states.MARKING if key in assigned else states.CODED

    keys = procedures["procedure_id"]

    return procedures.assign(
        state=[word(key) for key in keys],
        works=[float(given.get(key, 0)) or float("nan") for key in keys],
        settled=[float(marks.get(key, 0)) or float("nan") for key in keys],
    )
