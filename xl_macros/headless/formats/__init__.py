"""How a report of many books is printed: for people, and for the pipelines that read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from xl_macros.headless.report import Report

NAMES = ("text", "json", "junit", "github", "sarif")


def printer(name: str) -> Callable[[Report], str]:
    """The function that prints a report in a format of :data:`NAMES`; only its module is loaded."""
    from importlib import import_module

    found: Callable[[Report], str] = import_module(f"{__name__}.{name}_format").printed

    return found
