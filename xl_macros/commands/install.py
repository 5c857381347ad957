"""``objectivity install``: set up this computer and put a new book on it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from objectivity_core.findings import errors
from xl_macros.commands.findings import show_findings
from xl_macros.commands.output import yes_or_no


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Куда положить книгу (по умолчанию — Objectivity в папке пользователя).",
)
@click.option("--no-book", is_flag=True, help="Новую книгу не класть, настроить только компьютер.")
@click.option("--yes", is_flag=True, help="Не спрашивать: добавить папку в надёжные расположения Excel.")
def install(folder: Path | None, no_book: bool, yes: bool) -> None:
    """Настроить этот компьютер: книга, Python для кнопок, доверие Excel."""
    from xl_macros.setup.doctor import Surroundings, facts
    from xl_macros.setup.install import default_folder, next_step
    from xl_macros.setup.install import install as set_up

    seen = Surroundings()
    click.echo(facts(seen))
    done = set_up(
        seen,
        (folder or default_folder(seen)).absolute(),
        with_book=not no_book,
        confirm=lambda question: yes or _ask(question),
        say=click.echo,
    )
    show_findings(done.findings)
    click.echo(next_step(done))
    if errors(done.findings):
        sys.exit(1)


def _ask(question: str) -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        return False  # nobody is there to answer: Excel will ask at the first opening

    return yes_or_no(question)
