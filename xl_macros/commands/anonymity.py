"""``objectivity anonymity PATH…``: proof that files name no pupil, or the places where they do. Nothing is changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xl_macros.commands.findings import show_findings

if TYPE_CHECKING:
    from objectivity_core.anonymity import Roster


@click.command()
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--roster",
    "book",
    type=click.Path(path_type=Path),
    help="Книга с учениками (по умолчанию — единственная рядом или выше).",
)
@click.option("--json", "as_json", is_flag=True, help="Напечатать один объект JSON.")
def anonymity(paths: tuple[Path, ...], book: Path | None, as_json: bool) -> None:
    """Проверить файлы и папки PATHS: не названы ли в них ученики книги."""
    from xl_macros.anonymity.rules import UNREAD
    from xl_macros.anonymity.scan import roster_of_book, scan

    rosters: dict[Path, Roster] = {}
    files: list[dict[str, Any]] = []
    counts = {"error": 0, "warning": 0, "info": 0}
    unread = False
    for path in paths:
        source = book or _beside(path)
        if source not in rosters:
            rosters[source] = roster_of_book(source)
        for file, findings in scan(path, rosters[source], source):
            shown = path if path.is_file() else path / file.relative_to(path.absolute())
            files.append({"path": str(shown), "findings": [finding.as_json() for finding in findings]})
            unread = unread or any(finding.code in UNREAD for finding in findings)
            for finding in findings:
                counts[finding.severity] += 1
            if findings and not as_json:
                click.echo(f"{shown}: замечаний {len(findings)}")
                show_findings(findings)
    if as_json:
        click.echo(
            json.dumps({"files": files, "errors": counts["error"], "warnings": counts["warning"]}, ensure_ascii=False)
        )
    else:
        click.echo(_summary(files, counts))
    sys.exit(2 if unread else 1 if counts["error"] else 0)


def _beside(path: Path) -> Path:
    """The book near a path.

    Raises:
        click.UsageError: none, or several.
    """
    from xl_macros.anonymity.scan import book_beside
    from xl_macros.errors import ObjectivityError

    try:
        found = book_beside(path)
    except ObjectivityError as error:
        raise click.UsageError(str(error)) from error
    if found is None:
        raise click.UsageError(f"Рядом с «{path}» и выше нет книги с учениками. Укажите её: --roster КНИГА.")

    return found


def _summary(files: list[dict[str, Any]], counts: dict[str, int]) -> str:
    if not counts["error"]:
        doubts = f" Стоит посмотреть самим: {counts['warning']}." if counts["warning"] else ""
        return f"Проверено файлов: {len(files)}. Имён учеников не найдено.{doubts}"

    return f"Проверено файлов: {len(files)}. Найдено: {counts['error']}. Такие файлы из школы не выпускайте."
