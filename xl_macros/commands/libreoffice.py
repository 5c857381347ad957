"""``objectivity libreoffice BOOK``: the book in LibreOffice, with the menu «Объективность»."""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.command()
@click.argument("book", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--profile",
    type=click.Path(path_type=Path, file_okay=False),
    help="Папка профиля LibreOffice (по умолчанию — своя, не ваша обычная).",
)
def libreoffice(book: Path, profile: Path | None) -> None:
    """Открыть книгу BOOK в LibreOffice; меню «Объективность» выполняет те же действия, что и лента Excel."""
    from xl_macros.commands.run import without_secrets
    from xl_macros.disk.locks import ensure_not_open
    from xl_macros.errors import ObjectivityError
    from xl_macros.libreoffice import OfficeError, start_office, use
    from xl_macros.office_menu import Menu

    if not book.exists():
        raise ObjectivityError(f"Файл не найден: «{book}». Проверьте имя и папку.")
    ensure_not_open(book)
    try:
        with start_office(profile, visible=True, shared=True, environment=without_secrets(os.environ)) as office:
            menu = Menu(use(office).books.open(book.absolute()))
            click.echo("Книга открыта. Меню «Объективность» — в строке меню; закройте LibreOffice, когда закончите.")
            while office.alive and menu.open:
                menu.run_next(1.0)
    except OfficeError as error:
        raise ObjectivityError(
            f"LibreOffice не запустился: {error} Установите LibreOffice Calc и python3-uno."
        ) from error
