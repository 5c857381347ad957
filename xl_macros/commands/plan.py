"""``objectivity plan import PLAN BOOK``: a plan from Word, Excel or text into the workbook."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xl_macros.commands.run import IN_PLACE_HELP, OUT_HELP

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from objectivity_core.plan.importing.model import PlanReading
    from xl_macros.book.files import FileBook


@click.group()
def plan() -> None:
    """План мероприятий: загрузить из файла."""


@plan.command("import")
@click.argument("plans", metavar="PLAN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.argument("book", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help=OUT_HELP)
@click.option("--in-place", is_flag=True, help=IN_PLACE_HELP)
@click.option("--dry-run", is_flag=True, help="Показать, что понято, и каждую меру со сроком; ничего не записывать.")
@click.option("--yes", is_flag=True, help="Не спрашивать, записать сразу.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), help="Считать сегодняшним этот день.")
@click.option("--document", default="", help="Как назвать план в столбце «Документ» (по умолчанию — заголовок плана).")
def import_(
    plans: tuple[Path, ...],
    book: Path,
    *,
    out: Path | None,
    in_place: bool,
    dry_run: bool,
    yes: bool,
    today: dt.datetime | None,
    document: str,
) -> None:
    """Загрузить план из файлов PLAN (Word .docx, Excel, текст) в книгу BOOK: прежние меры остаются, новые дописываются.

    Сначала показывает, что понято: сколько мер, какие столбцы, какие сроки не поняты. Готовые меры новой книги, в которых ничего не вписано, заменяются.
    Коды выхода: 0 — загружено, 1 — есть ошибки (срок не понят, в одном из файлов нет плана), 2 — не понято ничего, книга не изменена.
    """
    if dry_run:
        _show(plans, book, document)
        return
    from xl_macros.actions import action
    from xl_macros.commands.run import run_on_file
    from xl_macros.dialogs.question import Question

    load = action("import")
    # Several files are one answer, a line each; such an answer is nothing to remember. The name is asked only here: a click takes the plan's own.
    asks = tuple(
        dataclasses.replace(one, remembered="") if len(plans) > 1 and one.name == "file" else one for one in load.asks
    )
    load = dataclasses.replace(load, asks=(*asks, Question("document", "file", "Как назвать план", optional=True)))
    answers = {"file": "\n".join(str(path) for path in plans), "document": document}
    run_on_file(load, book, answers, out=out, in_place=in_place, today=today.date() if today else None, yes=yes)


def _show(plans: Sequence[Path], path: Path, document: str) -> None:
    """What would be loaded, measure by measure; exit code 1 where a deadline or one of the plans is not understood.

    Raises:
        ObjectivityError: no plan is understood.
    """
    from objectivity_core.deadlines import read_deadline
    from objectivity_core.plan.importing.load import read_plan, why_nothing
    from objectivity_core.plan.importing.preview import measure_lines, preview
    from xl_macros.book.files import FileBook
    from xl_macros.book.tables import read_book_settings
    from xl_macros.documents.given import read_apart
    from xl_macros.errors import ObjectivityError

    book = FileBook(path)
    year = read_book_settings(book)[0].school_year
    readings = [read_plan(one, year, document) for one in read_apart(plans)]
    if reason := why_nothing(readings):
        raise ObjectivityError(reason)
    for line in (*preview(readings, year), *_about_book(readings, book)):
        click.echo(line)
    measures = [measure for reading in readings for measure in reading.measures]
    for line in measure_lines(measures, year):
        click.echo(line)
    click.echo(f"Мер: {len(measures)}. Ничего не записано.")
    if not all(reading.measures for reading in readings) or any(
        measure.phrase and read_deadline(measure.phrase, year).kind == "unknown" for measure in measures
    ):
        sys.exit(1)


def _about_book(readings: Sequence[PlanReading], book: FileBook) -> list[str]:
    """What would become of the measures that the book has."""
    from objectivity_core.plan.importing.load import about_book
    from xl_macros.book.tables import read_table
    from xl_macros.documents.given import ready_made

    measures, occurrences = (read_table(book, name)[0] for name in ("measures", "occurrences"))

    return list(about_book(readings, measures, occurrences, ready_made(book)))
