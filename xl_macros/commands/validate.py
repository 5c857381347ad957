"""``objectivity validate PATH…``: read-only, through calamine, one finding per bad cell, in the format that a pipeline shows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xl_macros.headless.formats import NAMES

if TYPE_CHECKING:
    import datetime as dt

    from xl_macros.headless.report import Report


def _codes(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> frozenset[str]:
    """Codes of findings, also several by commas; one that no rule bears is an error of the command line."""
    import difflib

    from xl_macros.headless.all_rules import codes

    known = codes() if given else frozenset()
    wanted = [code.strip() for text in given for code in text.split(",") if code.strip()]
    for code in wanted:
        if code not in known:
            near = difflib.get_close_matches(code, known, 1)
            hint = f" Может быть, «{near[0]}»?" if near else ""
            raise click.BadParameter(f"замечания «{code}» нет.{hint} Список — docs/findings.md.")

    return frozenset(wanted)


@click.command(
    epilog="Примеры: objectivity validate книги/ --format github --fail-on warning; objectivity validate *.xlsm --format sarif --out objectivity.sarif"
)
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(NAMES), default="text", help="Чем напечатать замечания.")
@click.option("--json", "as_json", is_flag=True, help="То же, что --format json.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Записать в файл, на экран — только итог.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    help="С какой важности замечание — код выхода 1.",
)
@click.option("--ignore", multiple=True, callback=_codes, help="Не считать замечания с этим кодом; можно повторять.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), help="Считать сегодняшним этот день.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Известные замечания из этого файла не показывать.")
@click.option("--write-baseline", is_flag=True, help="Записать найденное как известное (файл — из --baseline).")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Сколько книг проверять одновременно.")
def validate(
    paths: tuple[Path, ...],
    form: str,
    as_json: bool,
    out: Path | None,
    fail_on: str,
    ignore: frozenset[str],
    today: dt.datetime | None,
    baseline: Path | None,
    write_baseline: bool,
    jobs: int,
) -> None:
    """Проверить книги, ничего в них не меняя: файлы, папки или шаблоны PATHS.

    В папке проверяются книги «Объективность», остальное пропускается и считается. Имён и значений ячеек в отчёте нет:
    их знает лист «Замечания» самой книги. Код выхода: 0 — хорошо, 1 — есть замечания, 2 — что-то не прочитано.
    """
    from xl_macros.headless.baseline import NAME, Baseline, read_baseline
    from xl_macros.headless.many_books import Wanted, validated

    known = Baseline(baseline or Path(NAME)) if write_baseline else read_baseline(baseline) if baseline else None
    day = today.date() if today else None
    report = validated(Wanted(paths, day, ignore, jobs), known, write=write_baseline)
    if write_baseline and known is not None:
        known.write()
        number = sum(sum(book.values()) for book in known.books.values())
        click.echo(f"Записано известных замечаний: {number} — «{known.path}».")
    _print(report, "json" if as_json else form, out)
    sys.exit(report.exit_code(fail_on))


def _print(report: Report, form: str, out: Path | None) -> None:
    """Print the report, or write it to a file and print the counts; GitHub's summary of the step gets it all."""
    import os

    from xl_macros.headless.formats import printer

    text = printer(form)(report)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if form == "github" and summary:
        from xl_macros.headless.formats.github_format import step_summary

        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(step_summary(report))
    if out is None:
        click.echo(text)
    else:
        from xl_macros.disk.safe_files import write_atomically

        write_atomically(out, f"{text}\n".encode())
        click.echo(report.summary())
