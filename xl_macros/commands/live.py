"""``objectivity live [ACTION]``: an action on the book that is open, started from outside: where macros are forbidden."""

from __future__ import annotations

import sys

import click

from xl_macros.actions import ACTIONS


@click.command()
@click.argument("name", metavar="[ACTION]", required=False, type=click.Choice([one.name for one in ACTIONS]))
@click.option("--book", default="", help="Имя файла книги, если их открыто несколько (иначе программа спросит).")
def live(name: str | None, book: str) -> None:
    """Выполнить действие ACTION над книгой, открытой в Excel или LibreOffice; без ACTION — окно «Объективность: кнопки».

    Макросы для этого не нужны: программа обращается к открытой книге сама. Вопросы задаёт окно Excel, книгу сохраняете вы.
    Коды выхода: 0 — сделано, 1 — есть ошибки в данных, 2 — не сделано.
    """
    from xl_macros.actions import Action, action
    from xl_macros.book.live import LiveBook
    from xl_macros.book.open_books import in_front, one_of, open_books
    from xl_macros.runner.click import click as run_action

    def run(wanted: Action) -> tuple[int, str]:
        found = one_of(open_books(), book)
        in_front(found)

        return run_action(wanted, LiveBook(found))

    if name is None:
        from xl_macros.dialogs.buttons import show

        show(run)
        return
    code, message = run(action(name))
    click.echo(message, err=code == 2)
    sys.exit(code)
