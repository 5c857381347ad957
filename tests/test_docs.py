"""The pages name what there is."""

from __future__ import annotations

from pathlib import Path

import click

from docs import pages
from xl_macros.actions import ACTIONS
from xl_macros.commands import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_every_action_by_its_button_and_its_word() -> None:
    assert [] == [action.name for action in ACTIONS if f"`{action.name}`" not in README or action.title not in README]


def test_the_readme_names_every_command() -> None:
    commands = {
        f"objectivity {name} {sub}".rstrip()
        for name, command in main.commands.items()
        for sub in (command.commands if isinstance(command, click.Group) and name != "run" else [""])
    }

    assert [] == sorted(command for command in commands if command not in README)


def test_the_command_reference_is_what_the_commands_say() -> None:
    assert pages.commands_page() == (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [] == [action.name for action in ACTIONS if f"objectivity run {action.name}" not in pages.commands_page()]


def test_pages_point_at_pages_that_are_there() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]:
        targets = [one.split(")")[0].split("#")[0] for one in page.read_text(encoding="utf-8").split("](")[1:]]

        assert [] == [target for target in targets if "://" not in target and not (page.parent / target).exists()], page
