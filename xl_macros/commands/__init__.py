"""The command line: it parses and calls. Exit codes: 0 fine, 1 findings of severity error, 2 cannot run."""

from __future__ import annotations

import sys
from typing import Any

import click

from xl_macros.commands.anonymity import anonymity
from xl_macros.commands.books import build, demo, new
from xl_macros.commands.bundle import bundle
from xl_macros.commands.deadline import deadline
from xl_macros.commands.doctor import doctor
from xl_macros.commands.install import install
from xl_macros.commands.libreoffice import libreoffice
from xl_macros.commands.live import live
from xl_macros.commands.log import log
from xl_macros.commands.output import reading_optional
from xl_macros.commands.plan import plan
from xl_macros.commands.run import run
from xl_macros.commands.usage import in_russian
from xl_macros.commands.validate import validate
from xl_macros.errors import explain


class OneSentence(click.Group):
    """A group whose commands answer every failure with one Russian sentence and exit code 2, never with a traceback."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line; a reader of its output that goes away (``| head -1``) does not change what is done nor how it ends."""
        with reading_optional():
            return super().main(*args, **extra)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the options of the program itself."""
        with in_russian():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it could not do is said on standard error."""
        try:
            with in_russian():
                return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (click.Abort, EOFError, KeyboardInterrupt):
            click.echo("\nПрервано.", err=True)
            ctx.exit(1)
        except Exception as error:  # noqa: BLE001 - the one place where errors become sentences
            click.echo(explain(error), err=True)
            ctx.exit(2)


@click.group(cls=OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="objectivity", prog_name="objectivity")
def main() -> None:
    """Objectivity: объективная оценка в одной книге Excel."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that cannot show a letter must not stop the work


for command in (
    anonymity,
    build,
    new,
    demo,
    run,
    live,
    validate,
    libreoffice,
    install,
    doctor,
    bundle,
    plan,
    deadline,
    log,
):
    main.add_command(command)
