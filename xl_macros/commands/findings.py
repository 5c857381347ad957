"""Findings on the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from objectivity_core.findings import SEVERITIES, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable


def show_findings(findings: Iterable[Finding]) -> None:
    """One line per finding: severity, place, what is wrong, what to do."""
    for one in findings:
        click.echo(
            f"  {SEVERITIES[one.severity]}: {one.where + ': ' if one.where else ''}{one.message} {one.remedy}".rstrip()
        )
