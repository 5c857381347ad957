"""Every command as its own help tells it, and the page that lists them: ``python -m xl_macros.commands.reference``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from xl_macros.commands import main

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE: Final = Path(__file__).parents[2] / "docs" / "commands.md"
_HEAD: Final = """# Commands

What `--help` says of each command, printed from the code by `python -m xl_macros.commands.reference`. Exit codes: 0 fine, 1 errors
found, 2 cannot run.
"""


def page() -> str:
    """The page in Markdown: a section per command."""
    return "\n".join(
        [_HEAD, *_sections(click.Context(main, info_name="objectivity", terminal_width=100, **main.context_settings))]
    )


def _sections(parent: click.Context) -> Iterator[str]:
    group = parent.command
    for name, command in sorted(group.commands.items()) if isinstance(group, click.Group) else ():
        context = click.Context(command, parent=parent, info_name=name, terminal_width=100)
        yield f"## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
        yield from _sections(context)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
