"""The command line: it parses and calls. Exit codes: 0 fine, 1 findings of severity error, 2 cannot run."""

from __future__ import annotations

import sys
from typing import Any

import click

from xl_macros.commands.books import build, demo, new
from xl_macros.commands.bundle import bundle
from xl_macros.commands.doctor import doctor
from xl_macros.commands.install import install
from xl_macros.commands.libreoffice import libreoffice
from xl_macros.commands.run import run
from xl_macros.commands.validate import validate
from xl_macros.errors import explain


class OneSentence(click.Group):
    """A group whose commands answer every failure with one Russian sentence and exit code 2, never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it could not do is said on standard error."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
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


for command in (build, new, demo, run, validate, libreoffice, install, doctor, bundle):
    main.add_command(command)
