"""What is wrong with a command line, in Russian: click says it in English."""

from __future__ import annotations

import contextlib
import re
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED = re.compile(r"'[^']*'|«[^»]*»|\"[^\"]*\"")
_RUSSIAN = re.compile("[а-яё]{2}", re.IGNORECASE)
_COMMAND = re.compile(r"No such command '([^']*)'")
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)", re.DOTALL)
_PLACES = (("[OPTIONS]", "[ПАРАМЕТРЫ]"), ("COMMAND [ARGS]...", "КОМАНДА …"), ("...", "…"))


class WrongUsage(click.UsageError):
    """A command line that cannot be run: how it is written, where its help is, what is wrong with it."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it on standard error."""
        lines = []
        if self.ctx is not None:
            pieces = " ".join(self.ctx.command.collect_usage_pieces(self.ctx))
            for english, russian in _PLACES:
                pieces = pieces.replace(english, russian)
            lines = [
                f"Использование: {self.ctx.command_path} {pieces}".rstrip(),
                f"Подсказка: {self.ctx.command_path} --help",
                "",
            ]
        click.echo("\n".join([*lines, f"Ошибка: {self.format_message()}"]), file=file, err=file is None)


@contextlib.contextmanager
def in_russian() -> Iterator[None]:
    """Turn click's own complaints into Russian ones."""
    try:
        yield
    except (WrongUsage, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        raise WrongUsage(_sentence(error), error.ctx) from error


def _sentence(error: click.UsageError) -> str:
    """What is wrong and what to do; a sentence that is Russian already stays."""
    if isinstance(error, click.MissingParameter):
        return f"не хватает: {_name(error)}.{_choices(error)}"
    russian = _RUSSIAN.search(_QUOTED.sub("", error.message))
    if isinstance(error, click.BadParameter):
        return f"{_name(error)}: {error.message if russian else _wanted(error)}"

    return error.message if russian else _of_words(error)


def _of_words(error: click.UsageError) -> str:
    """What is wrong with the words of a command line: one too many, an unknown one, one without its value."""
    near = getattr(error, "possibilities", None)
    hint = f" Может быть, {' или '.join(f'«{one}»' for one in sorted(near))}?" if near else ""
    command = getattr(error, "command_name", "") or "".join(
        _COMMAND.findall(error.message)
    )  # click before 8.4 has the message only
    extra = _EXTRA.search(error.message)
    if isinstance(error, click.NoSuchOption):
        text = f"параметра «{error.option_name}» нет.{hint}"
    elif isinstance(error, click.BadOptionUsage):
        needs = "requires" in error.message
        text = (
            f"после «{error.option_name}» нужно значение."
            if needs
            else f"параметру «{error.option_name}» значение не нужно."
        )
    elif command:
        text = f"команды «{command}» нет.{hint}"
    elif extra:
        text = f"лишнее: {extra[1]}. Имя с пробелами возьмите в кавычки."
    else:
        text = "команда написана неверно."

    return text


def _name(error: click.BadParameter) -> str:
    """The parameter as it is typed."""
    if error.param is not None:
        return (
            " / ".join(error.param.opts) if isinstance(error.param, click.Option) else (error.param.name or "").upper()
        )
    hint = error.param_hint

    return (hint if isinstance(hint, str) else " / ".join(hint)) if hint else "значение"


def _choices(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None

    return f" Одно из: {', '.join(map(str, kind.choices))}." if isinstance(kind, click.Choice) else ""


def _wanted(error: click.BadParameter) -> str:
    """What should stand there instead of what was typed."""
    kind = error.param.type if error.param is not None else None
    quoted = _QUOTED.search(error.message)
    typed = f"«{quoted[0][1:-1]}»" if quoted else "это значение"
    if isinstance(kind, click.DateTime):
        text = f"{typed} не подходит, нужна дата, например 2025-04-15 или 15.04.2025."
    elif isinstance(kind, click.Choice):
        text = f"{typed} не подходит.{_choices(error)}"
    elif isinstance(kind, (click.IntRange, click.FloatRange)):
        limits = [f" {word} {limit}" for word, limit in (("от", kind.min), ("до", kind.max)) if limit is not None]
        text = f"нужно число{''.join(limits)}."
    elif isinstance(kind, (click.Path, click.File)):
        text = f"{typed} не открывается: проверьте имя и папку."
    else:
        text = f"{typed} не подходит."

    return text
