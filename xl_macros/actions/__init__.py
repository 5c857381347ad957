"""The list of actions: what ribbon buttons, the command line and the help sheet show and run.

Importing this list imports nothing heavy: core functions are named, not imported.
"""

from __future__ import annotations

from xl_macros.actions.control import CONTROL_ACTIONS
from xl_macros.actions.marking import MARKING_ACTIONS
from xl_macros.actions.model import Action
from xl_macros.actions.plan import PLAN_ACTIONS

__all__ = ["ACTIONS", "Action", "action"]

ACTIONS: tuple[Action, ...] = (*PLAN_ACTIONS, *MARKING_ACTIONS, *CONTROL_ACTIONS)
"""All actions in the order of the ribbon."""


def action(name: str) -> Action:
    """The action of that name."""
    return next(one for one in ACTIONS if one.name == name)
