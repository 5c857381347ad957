"""``objectivity doctor [BOOK]``: what is missing on this computer, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xl_macros.commands.findings import Reporter, unreadable

if TYPE_CHECKING:
    from objectivity_core.findings import Finding


@click.command()
@click.argument("book", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Напечатать один объект JSON.")
def doctor(book: Path | None, as_json: bool) -> None:
    """Проверить этот компьютер и, если названа, книгу BOOK: чего не хватает и как исправить."""
    from xl_macros.errors import ObjectivityError
    from xl_macros.setup.doctor import Surroundings, examine_book, examine_machine, facts

    seen = Surroundings(book=book.absolute() if book else None)
    report = Reporter(as_json=as_json)
    if not as_json:
        click.echo(facts(seen))
    if book:
        try:
            findings = examine_book(seen)
        except ObjectivityError as error:
            findings = unreadable(book, error)
        report.add(book, findings, _verdict(findings))
    findings = examine_machine(seen)
    report.add(seen.executable, findings, _verdict(findings))
    report.finish()


def _verdict(findings: list[Finding]) -> str:
    return f"замечаний {len(findings)}" if findings else "всё в порядке"
