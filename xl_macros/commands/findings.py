"""Findings on the console, file by file or as one JSON object."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from objectivity_core.findings import SEVERITIES
from xl_macros.headless.rules import CANNOT_OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from objectivity_core.findings import Finding


def show_findings(findings: Iterable[Finding]) -> None:
    """One line per finding: severity, place, what is wrong, what to do."""
    for one in findings:
        click.echo(
            f"  {SEVERITIES[one.severity]}: {one.where + ': ' if one.where else ''}{one.message} {one.remedy}".rstrip()
        )


def unreadable(path: Path, error: Exception) -> list[Finding]:
    """The finding of a file that cannot be read."""
    return [CANNOT_OPEN.at(where=path.name, why=error)]


class Reporter:
    """What a command finds: said at once, or with ``--json`` at the end."""

    def __init__(self, *, as_json: bool) -> None:
        """Nothing is found yet."""
        self._as_json = as_json
        self.files: list[tuple[str, Sequence[Finding]]] = []

    def add(self, path: Path, findings: Sequence[Finding], verdict: str) -> None:
        """The findings of a file, under a line with the verdict; without a verdict nothing is said."""
        self.files.append((str(path), findings))
        if verdict and not self._as_json:
            click.echo(f"{path}: {verdict}")
            show_findings(findings)

    def count(self, severity: str) -> int:
        """How many findings of a severity there are."""
        return sum(one.severity == severity for _, findings in self.files for one in findings)

    def finish(self, summary: str = "") -> NoReturn:
        """Say the rest and end: 2 where a file cannot be read, 1 where something is wrong, else 0."""
        from xl_macros.anonymity.rules import UNREAD

        errors = self.count("error")
        if self._as_json:
            files = [{"path": path, "findings": [one.as_json() for one in found]} for path, found in self.files]
            click.echo(
                json.dumps({"files": files, "errors": errors, "warnings": self.count("warning")}, ensure_ascii=False)
            )
        elif summary:
            click.echo(summary)
        broken = any(one.code in {CANNOT_OPEN.code, *UNREAD} for _, findings in self.files for one in findings)
        sys.exit(2 if broken else 1 if errors else 0)
