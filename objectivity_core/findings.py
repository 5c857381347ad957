"""Findings: what is wrong in the data, said to the person who can mend it."""

from __future__ import annotations

import dataclasses
import re
import string
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATTER = string.Formatter()
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
        rule: what made it.
        words: what fills the places of the rule's sentences.
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
    rule: Rule | None = dataclasses.field(default=None, compare=False, repr=False)
    words: Mapping[str, Any] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    def as_json(self) -> dict[str, str]:
        """The finding as the contract of ``--json`` prints it."""
        return {name: getattr(self, name) for name in ("code", "severity", "where", "message", "remedy")}


@dataclasses.dataclass(frozen=True)
class Rule:
    """What can be wrong: the one home of a code and its words.

    Attributes:
        code: see :class:`Finding`; no two rules bear the same.
        severity: see :class:`Finding`.
        table: name of the table, or ``""`` where it is told with each finding or there is none.
        column: Russian heading of the column, or ``""`` likewise.
        message: Russian sentence with places in braces, as ``str.format`` fills them.
        remedy: Russian sentence with places, or ``""``.

    >>> Rule("no-code", "error").says("{key}: кода «{code}» нет.").at("ВПР-1", code="{7}").message
    'ВПР-1: кода «{7}» нет.'
    """

    code: str
    severity: Severity
    table: str = ""
    column: str = ""
    message: str = ""
    remedy: str = ""

    def says(self, message: str, remedy: str = "") -> Rule:
        """The rule with its words."""
        return dataclasses.replace(self, message=message, remedy=remedy)

    def at(self, key: str = "", *, value: str = "", where: str = "", row: Any = -1, **words: Any) -> Finding:
        """The finding that this is wrong there.

        ``words`` fill the places of the templates, as do the other arguments; ``table`` and ``column`` among them stand in place of the rule's own.
        """
        words |= {"key": key, "value": value, "where": where}
        message, remedy = self.message.format_map(words), self.remedy.format_map(words)
        table, column = words.get("table", self.table), words.get("column", self.column)

        return Finding(
            self.code, self.severity, message, remedy, table, key, column, value, where, int(row), self, words
        )

    def told(self, message: str) -> bool:
        """Whether a sentence is one of this rule's.

        >>> Rule("no-code", "error").says("{key}: кода «{code}» нет.").told("ВПР-1: кода «7» нет.")
        True
        """
        parts = [
            re.escape(text) + (".*" if place is not None else "") for text, place, *_ in FORMATTER.parse(self.message)
        ]

        return re.fullmatch("".join(parts), message, re.DOTALL) is not None


def rules_in(names: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules among the names of a module, in their order: the module's ``RULES``."""
    return tuple(one for one in names.values() if isinstance(one, Rule))


def errors(findings: list[Finding]) -> list[Finding]:
    """The findings that make data unusable."""
    return [finding for finding in findings if finding.severity == "error"]


def shown(value: Any) -> str:
    """A cell's value as it is quoted in a message, at most 60 characters."""
    text = "" if value is None else str(value)

    return text if len(text) <= 60 else text[:57] + "…"
