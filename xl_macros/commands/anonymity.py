"""``objectivity anonymity PATH…``: proof that files name no pupil, or the places where they do. Nothing is changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xl_macros.commands.findings import Reporter

if TYPE_CHECKING:
    from objectivity_core.anonymity import Roster


@click.command()
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--roster",
    "book",
    type=click.Path(path_type=Path),
    help="Книга с учениками (по умолчанию — те, что лежат рядом или выше).",
)
@click.option("--json", "as_json", is_flag=True, help="Напечатать один объект JSON.")
def anonymity(paths: tuple[Path, ...], book: Path | None, as_json: bool) -> None:
    """Проверить файлы и папки PATHS: не названы ли в них ученики книги."""
    from xl_macros.anonymity.scan import roster_of_book, scan

    rosters: dict[tuple[Path, ...], Roster] = {}
    report = Reporter(as_json=as_json)
    for path in paths:
        sources = (book,) if book else _beside(path)
        if sources not in rosters:
            rosters[sources] = roster_of_book(*sources)
        for file, findings in scan(path, rosters[sources], sources):
            shown = path if path.is_file() else path / file.relative_to(path.absolute())
            report.add(shown, findings, f"замечаний {len(findings)}" if findings else "")
    report.finish(_summary(len(report.files), report.count("error"), report.count("warning")))


def _beside(path: Path) -> tuple[Path, ...]:
    """The books near a path.

    Raises:
        click.UsageError: there is none.
    """
    from xl_macros.anonymity.scan import books_beside

    if not (found := books_beside(path)):
        raise click.UsageError(f"Рядом с «{path}» и выше нет книги с учениками. Укажите её: --roster КНИГА.")

    return found


def _summary(files: int, errors: int, warnings: int) -> str:
    if not errors:
        doubts = f" Стоит посмотреть самим: {warnings}." if warnings else ""
        return f"Проверено файлов: {files}. Имён учеников не найдено.{doubts}"

    return f"Проверено файлов: {files}. Найдено: {errors}. Такие файлы из школы не выпускайте."
