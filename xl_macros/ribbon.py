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
    from xl_macros.runner.click import click

    try:
        book = LiveBook.caller()
    except Exception as error:  # noqa: BLE001 - no book, no window: RunPython shows what a failed run printed
        sys.exit(explain(error))
    click(action, book)


globals().update({action.callback: functools.partial(_click, action) for action in ACTIONS})
