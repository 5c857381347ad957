"""What the ribbon's buttons run: a function ``click_…`` per action, called by the VBA Sub of the same button.

Books in the field call them by these names, in this module.
"""

from __future__ import annotations

import functools
import sys

from xl_macros.actions import ACTIONS, Action


def _click(action: Action) -> None:
    """Run an action on the workbook whose button was clicked; whatever happens ends in one Russian sentence."""
    from xl_macros.book.live import LiveBook
    from xl_macros.errors import explain
    from xl_macros.runner.run import run

    book = None
    try:
        book = LiveBook.caller()
        run(action, book)
    except Exception as error:  # noqa: BLE001 - the one place where errors become sentences
        if book is None:
            sys.exit(explain(error))  # RunPython shows what a failed run printed
        book.progress("")
        book.say(explain(error, book.aftermath))


globals().update({action.callback: functools.partial(_click, action) for action in ACTIONS})
