"""How an action is told: one sentence for the user, one line for the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.findings import errors
from xl_macros.errors import ObjectivityError
from xl_macros.log.rules import NOT_WRITTEN

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.log.chain import Record
    from objectivity_core.state import Outcome
    from xl_macros.log.journal import Attempt


def tell(outcome: Outcome[Any], findings: list[Finding], attempt: Attempt, log: pd.DataFrame) -> tuple[str, Record]:
    """Write the line of the log file.

    Args:
        outcome: what the action decided.
        findings: what was noticed; a log file that could not be written is added.
        attempt: the action on its way into the log.
        log: the table «Журнал» as read.

    Returns:
        The sentence for the user, and the line.
    """
    numbered = log[log["number"].notna()]  # lines of an older version have no number
    last = numbered.sort_values("number", kind="stable").iloc[-1:]
    about: dict[str, Any] = {"line": int(last["number"].sum()) + 1, "previous": "".join(last["fingerprint"])}
    message = _sentence(outcome, findings)
    try:
        return message, attempt.finish(message, findings=len(findings), **about)
    except ObjectivityError as error:
        findings.append(NOT_WRITTEN.at(why=error))
    message = _sentence(outcome, findings)

    return message, attempt.unwritten(message, findings=len(findings), **about)


def _sentence(outcome: Outcome[Any], findings: list[Finding]) -> str:
    if not findings:
        return f"{outcome.message} Замечаний нет."

    return f"{outcome.message} Замечаний: {len(findings)}, из них ошибок: {len(errors(findings))} — лист «Замечания»."
