"""``objectivity doctor [BOOK]``: what is missing on this computer, and how to mend it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xl_macros.commands.findings import show_findings

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from xl_macros.setup.doctor import Surroundings


@click.command()
@click.argument("book", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Напечатать один объект JSON.")
def doctor(book: Path | None, as_json: bool) -> None:
    """Проверить этот компьютер и, если названа, книгу BOOK: чего не хватает и как исправить."""
    from xl_macros.setup.doctor import Surroundings, examine_machine, facts

    seen = Surroundings(book=book.absolute() if book else None)
    files: dict[str, list[Finding]] = {}
    unreadable = False
    if book:
        files[str(book)], unreadable = _book(seen)
    files[str(seen.executable)] = examine_machine(seen)
    everything = [finding for findings in files.values() for finding in findings]
    counts = {
        severity: sum(finding.severity == severity for finding in everything) for severity in ("error", "warning")
    }
    if as_json:
        listed = [
            {"path": path, "findings": [finding.as_json() for finding in findings]} for path, findings in files.items()
        ]
        click.echo(
            json.dumps({"files": listed, "errors": counts["error"], "warnings": counts["warning"]}, ensure_ascii=False)
        )
    else:
        click.echo(facts(seen))
        for path, findings in files.items():
            click.echo(f"{path}: " + (f"замечаний {len(findings)}" if findings else "всё в порядке"))
            show_findings(findings)
    sys.exit(2 if unreadable else 1 if counts["error"] else 0)


def _book(seen: Surroundings) -> tuple[list[Finding], bool]:
    from xl_macros.errors import ObjectivityError
    from xl_macros.headless.rules import CANNOT_OPEN
    from xl_macros.setup.doctor import examine_book

    try:
        return examine_book(seen), False
    except ObjectivityError as error:
        return [CANNOT_OPEN.at(where=seen.book.name if seen.book else "", why=error)], True
