"""Findings: what is wrong in the data, said to the person who can mend it."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]

SEVERITIES: dict[Severity, str] = {"error": "ошибка", "warning": "внимание", "info": "к сведению"}


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing wrong with one cell, row, table or file.

    Attributes:
        code: stable English identifier of the rule, e.g. ``"bad-date"``.
        severity: ``error`` (the data cannot be used), ``warning`` (look at it) or ``info``.
        message: Russian sentence: what is wrong.
        remedy: Russian sentence: what to do.
        table: name of the table (``objectivity_core.tables``), or ``""`` for a file.
        key: key of the row, parts joined by `` | ``; ``""`` when the row has none.
        column: Russian heading of the column, or ``""``.
        value: the offending value as people see it.
        where: address of the cell (``План!D7``) or the name of the file; the Book fills it in from row or key.
        row: 0-based row of the table as it was read, or -1.
    """

    code: str
    severity: Severity
    message: str
    remedy: str = ""
    table: str = ""
    key: str = ""
    column: str = ""
    value: str = ""
    where: str = ""
    row: int = -1

    def as_json(self) -> dict[str, str]:
        """The finding as the contract of ``--json`` prints it."""
        return {name: getattr(self, name) for name in ("code", "severity", "where", "message", "remedy")}


def errors(findings: list[Finding]) -> list[Finding]:
    """The findings that make data unusable."""
    return [finding for finding in findings if finding.severity == "error"]


def shown(value: Any) -> str:
    """A cell's value as it is quoted in a message, at most 60 characters."""
    text = "" if value is None else str(value)

    return text if len(text) <= 60 else text[:57] + "…"
