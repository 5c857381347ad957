"""The action «Проверить книгу»: every rule over every table, nothing changed."""

from __future__ import annotations

from objectivity_core.checks import check
from objectivity_core.findings import errors
from objectivity_core.state import Outcome, State


def check_book(state: State) -> Outcome:
    """Check all tables of the book; reads every table that people fill and writes none."""
    findings = check(state.tables, state.today)
    wrong = len(errors(findings))
    message = f"Книга проверена: ошибок {wrong}, прочих замечаний {len(findings) - wrong}. Смотрите лист «Замечания»."

    return Outcome(message, {}, findings)
