"""What an action is."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xl_macros.dialogs.question import Question


@dataclasses.dataclass(frozen=True)
class Action:
    """One thing the product does.

    Attributes:
        name: English name: the command line's word, the ribbon's Python function.
        title: Russian label of the button.
        help: screentip: what will happen.
        group: group of the ribbon.
        icon: built-in icon of Office.
        core: dotted name of the pure function ``State -> Outcome``.
        reads: tables it reads.
        writes: tables it may write.
        asks: what it asks of the user.
        outside: what it reads and writes outside the book (names of ``actions/outside.py``).
    """

    name: str
    title: str
    help: str
    group: str
    icon: str
    core: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    asks: tuple[Question, ...] = ()
    outside: tuple[str, ...] = ()

    @property
    def sub(self) -> str:
        """Name of the VBA Sub behind the button, ASCII."""
        return f"Click{self.name.capitalize()}"

    @property
    def link(self) -> str:
        """Defined name of the link on «Начало» that runs the action, ASCII: VBA knows it by this name."""
        return f"Run_{self.name}"

    @property
    def callback(self) -> str:
        """Name of the Python function of ``xl_macros.ribbon`` that the Sub runs."""
        return f"click_{self.name}"
