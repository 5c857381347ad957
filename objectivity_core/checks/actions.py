"""The actions «Проверить книгу» and «Диагностика»: they change nothing and say what they see."""

from __future__ import annotations

from objectivity_core.checks import check
from objectivity_core.state import Outcome, State


def check_book(state: State) -> Outcome:
    """Check all tables of the book; reads every table that people fill and writes none."""
    return Outcome("Книга проверена.", {}, check(state.tables, state.today, state.school_year))


def diagnose(state: State) -> Outcome:
    """Pass on what was seen of the computer and the book's surroundings (outside ``doctor``: findings)."""
    findings = state.outside["doctor"]

    return Outcome("Компьютер и книга осмотрены.", {}, findings)
