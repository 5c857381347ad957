"""The actions «Проверить книгу» and «Диагностика»: they change nothing and say what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.checks import check, school
from objectivity_core.checks import rules as across
from objectivity_core.deadlines import rules as deadlines
from objectivity_core.log import rules as log_rules
from objectivity_core.plan import rules as plan_rules
from objectivity_core.plan.measures import read_plan
from objectivity_core.plan.offers import offer_findings, offers
from objectivity_core.plan.refresh import dated
from objectivity_core.plan.stale import stale_terms
from objectivity_core.plan.term_rows import term_rows
from objectivity_core.procedures import rules as procedures
from objectivity_core.state import Outcome, State
from objectivity_core.tables import rules as cells

if TYPE_CHECKING:
    from objectivity_core.findings import Finding


COVERED = tuple(
    rule for room in (cells, across, school, deadlines, plan_rules, procedures, log_rules) for rule in room.RULES
)
"""Rules of the rooms that the check runs over the whole book."""


def check_book(state: State, log: list[Finding]) -> Outcome[None]:
    """Check all tables of the book.

    Args:
        state: reads every table that people fill.
        log: what is wrong with the log.
    """
    plan = read_plan(state.tables, state.school_year)
    rows = term_rows(plan, state)
    findings = [*log, *check(state.tables, state.today, state.school_year, plan)]
    findings += stale_terms(dated(state, rows), state["occurrences"])
    findings += offer_findings(offers(rows, state.tables, state.today))

    return Outcome("Книга проверена.", {}, findings, covers=COVERED)


def diagnose(_: State, seen: list[Finding]) -> Outcome[None]:
    """Pass on what was seen of the computer and the book's surroundings."""
    return Outcome("Компьютер и книга осмотрены.", {}, seen)
