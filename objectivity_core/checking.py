"""The actions «Проверить книгу» and «Диагностика»: they change nothing and say what they see."""

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


def diagnose(state: State) -> Outcome:
    """Pass on what was seen of the computer and the book's surroundings (outside ``doctor``: findings)."""
    findings = state.outside["doctor"]
    message = "Диагностика: всё в порядке." if not findings else f"Диагностика: замечаний {len(findings)}. Смотрите лист «Замечания»."

    return Outcome(message, {}, findings)
