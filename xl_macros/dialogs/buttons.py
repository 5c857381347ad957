"""The window «Объективность: кнопки»: the ribbon's buttons outside of Excel, for computers on which macros are forbidden.

It is drawn by tkinter. The Python of our archive has none (python.org's embeddable package leaves it out): there the same list stands in the
terminal, with numbers.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from xl_macros.actions import ACTIONS
from xl_macros.errors import explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from xl_macros.actions import Action

    Run = Callable[[Action], tuple[int, str]]

TITLE = "Объективность: кнопки"
_READY = "Откройте книгу в Excel и нажмите кнопку. Вопросы задаст Excel; книгу сохраняете вы."


def show(run: Run) -> None:
    """Show the buttons until the window is closed.

    Args:
        run: runs an action on the open book.
    """
    try:
        window = make_window(run)
    except ImportError:
        _in_terminal(run)
    else:
        window.mainloop()


def told(run: Run, action: Action) -> str:
    """Run an action; whatever happens is one sentence."""
    try:
        return run(action)[1]
    except Exception as error:  # noqa: BLE001 - the window stays open, whatever happens
        return explain(error)


def make_window(run: Run) -> Any:
    """The window, not yet shown.

    Raises:
        ImportError: this Python has no tkinter, or there is no screen to draw on.
    """
    import tkinter as tk

    try:
        window = tk.Tk()
    except tk.TclError as error:
        raise ImportError(str(error)) from error
    window.title(TITLE)
    said, hint = tk.StringVar(window, _READY), tk.StringVar(window)
    buttons: list[Any] = []

    def click(one: Action) -> None:
        said.set(f"{one.title}: выполняю…")
        for button in buttons:
            button.configure(state="disabled")  # a second click would wait and then come unexpected
        window.update()
        said.set(told(run, one))
        window.update()
        for button in buttons:
            button.configure(state="normal")

    grid = tk.Frame(window, padx=8, pady=4)
    grid.pack(anchor="w")
    for row, (group, actions) in enumerate(groupby(ACTIONS, key=lambda one: one.group)):
        tk.Label(grid, text=group).grid(row=row, column=0, sticky="w", padx=4)
        for column, one in enumerate(actions, start=1):
            button = tk.Button(grid, text=one.title, width=20, command=lambda one=one: click(one))  # type: ignore[misc]
            button.grid(row=row, column=column, padx=3, pady=3)
            button.bind("<Enter>", lambda _event, one=one: hint.set(one.help))  # type: ignore[misc]
            buttons.append(button)
    for text, height in ((hint, 2), (said, 5)):
        tk.Label(window, textvariable=text, anchor="nw", justify="left", wraplength=800, height=height).pack(
            fill="x", padx=12, pady=2
        )

    return window


def _in_terminal(run: Run) -> None:
    import click

    while True:
        click.echo(f"\n{TITLE}\n{_READY}")
        for number, one in enumerate(ACTIONS, start=1):
            click.echo(f"{number:>3}  {one.title:<22}{one.help}")
        answer = click.prompt("Номер (пусто — закрыть)", default="", show_default=False).strip()
        if not answer:
            return
        if answer.isdecimal() and 1 <= int(answer) <= len(ACTIONS):
            click.echo(told(run, ACTIONS[int(answer) - 1]))
        else:
            click.echo(f"«{answer}» — такого номера нет.")
