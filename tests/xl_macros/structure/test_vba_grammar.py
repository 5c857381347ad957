"""The modules that we generate are VBA by its grammar: a compile error would show only at the first click, in the director's hands."""

from __future__ import annotations

import re
from typing import Any

import pytest
from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser

from xl_macros.actions import ACTIONS
from xl_macros.build.vba_modules import modules
from xl_macros.udfs import FUNCTIONS

NOT_OURS = {"xlwings", "Dictionary"}
"""From the package xlwings, whose modules are compiled by many."""


class Errors(ErrorListener):  # type: ignore[misc]
    """Collects what the grammar refuses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def syntaxError(self, recognizer: Any, offending: Any, line: int, column: int, message: str, error: Any) -> None:  # noqa: ARG002, N802 - antlr's own name and arguments
        self.found.append(f"line {line}: {message[:120]}")


def errors(source: str) -> list[str]:
    """What the grammar of VBA says of a module."""
    listener = Errors()
    lexer = vbaLexer(InputStream(source.replace("\r\n", "\n").replace("\n", "\r\n")))
    parser = vbaParser(CommonTokenStream(lexer))
    parser.buildParseTrees = False
    for one in (lexer, parser):
        one.removeErrorListeners()
        one.addErrorListener(listener)
    parser.startRule()  # type: ignore[no-untyped-call]

    return listener.found


@pytest.fixture(scope="module")
def ours() -> dict[str, str]:
    made = modules(
        ["Start"], [(one.sub, one.callback) for one in ACTIONS], FUNCTIONS, [(one.link, one.sub) for one in ACTIONS]
    )

    return {one.name: f'Attribute VB_Name = "{one.name}"\n{one.source}' for one in made if one.name not in NOT_OURS}


def test_every_module_of_ours_is_vba(ours: dict[str, str]) -> None:
    assert {} == {name: found for name, source in ours.items() if (found := errors(source))}
    assert {"Ribbon", "Functions", "ThisWorkbook", "Start"} <= set(ours)


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        (r"End Sub", ""),
        (r'"\r?\nEnd Sub', "\nEnd Sub"),
        (r"\(control As", "(control As As"),
        (r"Sub (\w+)\(", r"Sub \1 \1("),
        (r"control As IRibbonControl\)", "control As IRibbonControl"),
    ],
    ids=["no end", "an open text", "a word twice", "two names", "an open bracket"],
)
def test_a_slip_in_a_module_is_seen(ours: dict[str, str], pattern: str, new: str) -> None:
    broken = re.sub(pattern, new, ours["Ribbon"], count=1)

    assert broken != ours["Ribbon"]
    assert errors(broken)
