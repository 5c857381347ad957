"""The ribbon tab «Объективность», generated from the list of actions."""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import quoteattr

from xl_macros.actions import ACTIONS

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
"""The 2006 namespace: other programs that save the book keep its relationship more often than that of 2007."""
RELATIONSHIP = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"


def ribbon_xml() -> str:
    """The text of ``customUI/customUI.xml``."""
    groups = []
    for number, (label, members) in enumerate(groupby(ACTIONS, key=lambda action: action.group), start=1):
        actions = list(members)
        buttons = "".join(
            f"<button id={quoteattr('button_' + one.name)} label={quoteattr(one.title)} imageMso={quoteattr(one.icon)} "
            f'size="{_size(at, len(actions))}" screentip={quoteattr(one.title)} supertip={quoteattr(one.help)} onAction={quoteattr(one.sub)}/>'
            for at, one in enumerate(actions)
        )
        groups.append(f'<group id="group_{number}" label={quoteattr(label)}>{buttons}</group>')
    tab = f'<tab id="tab_objectivity" label="Объективность">{"".join(groups)}</tab>'

    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<customUI xmlns="{NAMESPACE}"><ribbon startFromScratch="false"><tabs>{tab}</tabs></ribbon></customUI>'


def _size(at: int, of: int) -> str:
    """A large button for the main action of a group; three small ones take the place of one, so that the tab fits a laptop's screen."""
    return "large" if at == 0 or of <= 2 else "normal"
