"""The pages that are printed from the code: every finding, every command. ``python docs/pages.py`` prints them anew."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from xl_macros.commands import main
from xl_macros.headless.all_rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

_FINDINGS: Final = """# Findings

Every rule by which something is found wrong, printed from the code by `python docs/pages.py`.
`{…}` stands for what is filled in. The code is what `--json` gives and never changes its meaning.
"""
_COMMANDS: Final = """# Commands

What `--help` says of each command, printed from the code by `python docs/pages.py`. Exit codes: 0 fine, 1 errors
found, 2 cannot run.
"""


def findings_page() -> str:
    """Every rule: a table per home."""
    lines = [_FINDINGS]
    for home, found in rules().items():
        title = home.removesuffix(".rules").replace(".", "/")
        lines += [f"## {title}\n", "| code | severity | message | remedy |", "|---|---|---|---|"]
        rows = (f"| `{one.code}` | {one.severity} | {one.message} | {one.remedy} |" for one in found)
        lines += [*(re.sub(r"{[^}]*}", "{…}", row) for row in rows), ""]

    return "\n".join(lines)


def commands_page() -> str:
    """Every command as its own help tells it."""
    root = click.Context(main, info_name="objectivity", terminal_width=100, **main.context_settings)

    return "\n".join([_COMMANDS, *_sections(root)])


def _sections(parent: click.Context) -> Iterator[str]:
    group = parent.command
    for name, command in sorted(group.commands.items()) if isinstance(group, click.Group) else ():
        context = click.Context(command, parent=parent, info_name=name, terminal_width=100)
        yield f"## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
        yield from _sections(context)


PAGES: Final = {"findings.md": findings_page, "commands.md": commands_page}


if __name__ == "__main__":
    for name, page in PAGES.items():
        Path(__file__).with_name(name).write_text(page(), encoding="utf-8", newline="\n")
