"""What an action is."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xl_macros.dialogs.question import Question


@dataclasses.dataclass(frozen=True, kw_only=True)
class Action:
    """One thing the product does.

    Functions are named by dotted names, so that listing actions imports nothing heavy.

    Attributes:
        name: English name: the command line's word, the ribbon's Python function.
        title: Russian label of the button.
        help: screentip: what will happen.
        group: group of the ribbon.
        icon: built-in icon of Office.
        core: the pure function ``State -> Outcome``, or ``(State, what load gave) -> Outcome``.
        reads: tables that the core function reads; what giving keys to rows needs is read besides.
        writes: tables that the core function may write; none where its result lies outside the book.
        reports: whether the sheet «Замечания» is its result, though it writes no other.
        asks: what it asks of the user.
        load: ``Call -> the one input`` from outside the book, or ``""``.
        store: ``(Call, product) -> None``: writes the outcome's product, where there is one, before the book; or ``""``.
        key: whether the key of codes is read or written: nothing is then done that is not recorded first.
    """

    name: str
    title: str
    help: str
    group: str
    icon: str
    core: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    asks: tuple[Question, ...] = ()
    load: str = ""
    store: str = ""
    key: Literal["", "reads", "writes"] = ""
    reports: bool = False

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
