"""The actions «Проверить книгу» and «Диагностика»: they change nothing and say what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.checks import check
from objectivity_core.state import Outcome, State

if TYPE_CHECKING:
    from objectivity_core.findings import Finding


def check_book(state: State, log: list[Finding]) -> Outcome[None]:
    """Check all tables of the book.

    Args:
        state: reads every table that people fill.
        log: what is wrong with the log.
    """
    return Outcome("Книга проверена.", {}, [*log, *check(state.tables, state.today, state.school_year)])


def diagnose(_: State, seen: list[Finding]) -> Outcome[None]:
    """Pass on what was seen of the computer and the book's surroundings."""
    return Outcome("Компьютер и книга осмотрены.", {}, seen)
