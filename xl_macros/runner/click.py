"""A click: an action on a workbook that is open, from wherever it was asked for; whatever happens ends in one Russian sentence."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from objectivity_core.findings import errors
from xl_macros.disk.leftovers import clear_leftovers
from xl_macros.errors import ObjectivityError, explain
from xl_macros.runner.run import run

if TYPE_CHECKING:
    from xl_macros.actions import Action
    from xl_macros.book.live import LiveBook


def click(action: Action, book: LiveBook) -> tuple[int, str]:
    """Run an action and tell in the program how it went.

    Args:
        action: what to do.
        book: where.

    Returns:
        The exit code of the command line (0 fine, 1 errors were found, 2 it could not be done) and the sentence.
    """
    with contextlib.suppress(ObjectivityError, OSError):  # a book that was never saved has no folder
        clear_leftovers(book.path.parent)  # the program itself holds the book
    try:
        report = run(action, book)
    except Exception as error:  # noqa: BLE001 - the one place where errors become sentences
        message = explain(error, book.aftermath)
        with contextlib.suppress(Exception):  # a program that is busy hears nothing either
            book.progress("")
            book.say(message)
        return 2, message

    return int(bool(errors(report.findings))), report.message
