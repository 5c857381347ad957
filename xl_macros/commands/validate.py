"""``objectivity validate BOOK…``: read-only, through calamine, one finding per bad cell."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xl_macros.commands.findings import show_findings

if TYPE_CHECKING:
    import datetime as dt

    from objectivity_core.findings import Finding


@click.command()
@click.argument("books", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Напечатать один объект JSON.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), help="Считать сегодняшним этот день.")
def validate(books: tuple[Path, ...], as_json: bool, today: dt.datetime | None) -> None:
    """Проверить книги BOOKS, ничего в них не меняя."""
    from xl_macros.errors import ObjectivityError
    from xl_macros.headless.rules import CANNOT_OPEN
    from xl_macros.headless.validation import validate_book

    files: list[dict[str, Any]] = []
    counts = {"error": 0, "warning": 0, "info": 0}
    worst = 0
    for path in books:
        findings: list[Finding] = []
        try:
            findings = validate_book(path, today.date() if today else None)
        except ObjectivityError as error:
            worst, findings = 2, [CANNOT_OPEN.at(where=path.name, why=error)]
        for finding in findings:
            counts[finding.severity] += 1
        files.append({"path": str(path), "findings": [finding.as_json() for finding in findings]})
        if not as_json:
            click.echo(f"{path}: " + (f"замечаний {len(findings)}" if findings else "замечаний нет"))
            show_findings(findings)
    if as_json:
        click.echo(
            json.dumps({"files": files, "errors": counts["error"], "warnings": counts["warning"]}, ensure_ascii=False)
        )
    sys.exit(worst or (1 if counts["error"] else 0))
