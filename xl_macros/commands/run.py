"""``objectivity run ACTION BOOK``: the ribbon's actions without a spreadsheet program."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from objectivity_core.findings import errors
from xl_macros.actions import ACTIONS, Action
from xl_macros.commands.findings import show_findings
from xl_macros.commands.output import yes_or_no

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xl_macros.dialogs.question import Question

_ON_SHEET = " — лист «Замечания»."
_NOTHING_WRITTEN = (
    "Книга не изменена и не переписана. С --in-place или --out действие попало бы и в её «Журнал действий»."
)
OUT_HELP = "Записать результат в новый файл, книгу не менять (без этого пишется сама книга, её копия с датой — в папке «Копии»)."
IN_PLACE_HELP = "Записать в книгу и тогда, когда действие меняет в ней только «Журнал действий»."
PASSWORD_VARIABLE = "OBJECTIVITY_PASSWORD"  # noqa: S105 - the name of a variable, not a password


def _list(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        for one in ACTIONS:
            click.echo(f"{one.name:<12}{one.title:<22}{one.help}")
        ctx.exit()


@click.group()
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="Перечислить действия.")
def run() -> None:
    """Выполнить действие вкладки «Объективность» над книгой. Пароль: вопросом или переменной OBJECTIVITY_PASSWORD."""


def _command(action: Action) -> click.Command:
    def callback(
        book: Path,
        out: Path | None,
        in_place: bool,
        today: dt.datetime | None,
        yes: bool = False,
        **answers: str | None,
    ) -> None:
        given = {name: answer for name, answer in answers.items() if answer}
        run_on_file(action, book, given, out=out, in_place=in_place, today=today.date() if today else None, yes=yes)

    parameters: list[click.Parameter] = [
        click.Argument(["book"], type=click.Path(path_type=Path)),
        click.Option(
            ["--out"],
            type=click.Path(path_type=Path),
            help=OUT_HELP,
        ),
        click.Option(["--in-place"], is_flag=True, help=IN_PLACE_HELP),
        click.Option(["--today"], type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), help="Считать сегодняшним этот день."),
        *(_option(question) for question in action.asks if question.kind != "secret"),
    ]

    return click.Command(action.name, callback=callback, params=parameters, help=f"{action.title}. {action.help}")


def _option(question: Question) -> click.Option:
    if question.late:
        return click.Option(["--yes"], is_flag=True, help="Не спрашивать, записать сразу.")

    return click.Option([f"--{question.name}"], help=question.prompt)


for one in ACTIONS:
    run.add_command(_command(one))


def run_on_file(
    action: Action,
    path: Path,
    answers: dict[str, str],
    *,
    out: Path | None,
    in_place: bool,
    today: dt.date | None,
    yes: bool = False,
) -> None:
    """Run an action on a workbook file, write it, say how it went; exit code 1 where errors were found.

    A school has one book: it is written in place, a dated copy stays in the folder of copies. An action that changes no sheet of the book
    leaves it alone unless told otherwise: its result lies beside the book, its findings are shown.

    Raises:
        ObjectivityError: the action or the file refuses.
    """
    from xl_macros.book.files import FileBook
    from xl_macros.disk.locks import sole_writer
    from xl_macros.disk.safe_files import COPIES, backup, discard
    from xl_macros.errors import ObjectivityError
    from xl_macros.log.journal import note_saved
    from xl_macros.runner.run import run as run_action

    if not path.exists():
        raise ObjectivityError(f"Файл не найден: «{path}». Проверьте имя и папку.")
    if out:
        _check_out(out, path, in_place=in_place)
    written = bool(action.writes) or action.reports or in_place or out is not None
    with sole_writer(path) as hold:
        book = FileBook(
            path, answers, secret=secret(sys.stdin.isatty()), confirm=_confirm(yes=yes, ask=sys.stdin.isatty())
        )
        target = out or path
        if written:
            book.prepare()
        report = run_action(action, book, today=today)
        hold.ensure()
        copy = backup(path, dt.datetime.now().astimezone()) if written and not out else None
        try:
            remarks = book.save(target, report.settings, report.today) if written else []
            if written:
                note_saved(path, report.settings, action.title, target, report.fingerprint)
        except ObjectivityError:
            if copy:
                discard(copy)  # the book is as it was
            raise
    click.echo(report.message if written else report.message.replace(_ON_SHEET, ":"))
    if copy:
        click.echo(f"Копия прежней книги: {COPIES}/{copy.name}")
    show_findings(report.findings)
    for remark in remarks:
        click.echo(remark)
    click.echo(f"Записано: {target}" if written else _NOTHING_WRITTEN)
    if errors(report.findings):
        sys.exit(1)


def _confirm(*, yes: bool, ask: bool) -> Callable[[Question], bool | None]:
    def confirm(question: Question) -> bool | None:
        from xl_macros.errors import ObjectivityError

        lines, _, prompt = question.prompt.rpartition("\n\n")
        if not (yes or ask) and question.kind == "offer":
            return None  # a remark says what is offered, and how to take it
        click.echo(lines)
        if not (yes or ask):
            raise ObjectivityError(f"{prompt} Спросить некого, ничего не сделано: повторите с --yes.")

        return yes or yes_or_no(prompt)

    return confirm


def _check_out(out: Path, book: Path, *, in_place: bool) -> None:
    """Refuse a result that could not be written, before the action writes a key or scoring sheets."""
    from xl_macros.errors import ObjectivityError

    if in_place:
        raise ObjectivityError("Укажите что-то одно: --out или --in-place.")
    if out.exists():
        raise ObjectivityError(f"«{out}» уже есть: укажите новое имя.")
    if not out.parent.is_dir():
        raise ObjectivityError(f"Папки «{out.parent}» нет: создайте её или укажите другую.")
    if out.suffix.lower() != book.suffix.lower():
        raise ObjectivityError(
            f"Результат должен называться с «{book.suffix}» на конце, как книга, а не «{out.name}»: иначе Excel его не откроет."
        )


def _variable(question: Question) -> str:
    return f"OBJECTIVITY_{question.name.upper()}"


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables for another program: those that may hold a password are none of its business."""
    secrets = {_variable(question) for action in ACTIONS for question in action.asks if question.kind == "secret"}

    return {name: value for name, value in environment.items() if name not in secrets}


def secret(interactive: bool) -> Callable[[Question], str]:
    """How a secret is had without a spreadsheet program: from the environment, else by a prompt that does not show it."""

    def ask(question: Question) -> str:
        from xl_macros.dialogs.excel import ask_secret

        variable = _variable(question)
        given: Any = os.environ.get(variable, "")
        if not given and interactive:
            given = ask_secret(
                lambda prompt: click.prompt(prompt, hide_input=True, default="", show_default=False), question
            )
        if not given:
            from xl_macros.errors import ObjectivityError

            raise ObjectivityError(
                f"{question.prompt}: задайте переменную {variable} или запустите в окне, где его можно ввести."
            )

        return str(given)

    return ask
