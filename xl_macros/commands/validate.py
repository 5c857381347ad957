"""``objectivity validate BOOK…``: read-only, through calamine, one finding per bad cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xl_macros.commands.findings import Reporter, unreadable

if TYPE_CHECKING:
    import datetime as dt


@click.command()
@click.argument("books", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Напечатать один объект JSON.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), help="Считать сегодняшним этот день.")
def validate(books: tuple[Path, ...], as_json: bool, today: dt.datetime | None) -> None:
    """Проверить книги BOOKS, ничего в них не меняя."""
    from xl_macros.errors import ObjectivityError
    from xl_macros.headless.validation import validate_book

    report = Reporter(as_json=as_json)
    for path in books:
        try:
            findings = validate_book(path, today.date() if today else None)
        except ObjectivityError as error:
            findings = unreadable(path, error)
        report.add(path, findings, f"замечаний {len(findings)}" if findings else "замечаний нет")
    report.finish()
