"""Asking the user in LibreOffice: dialogs made through UNO."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from xl_macros.dialogs.excel import TITLE, ask_date, ask_path, ask_secret

if TYPE_CHECKING:
    from xl_macros.dialogs.question import Question

OK = 1
"""What ``XDialog.execute`` and the pickers return."""
STAR = ord("*")
WIDTH, LINE, EDGE = 260, 10, 8
"""Of a dialog, in its own units (about half a point)."""


class OfficeDialogs:
    """LibreOffice's dialogs for the questions of actions."""

    def __init__(self, context: Any) -> None:
        """Take LibreOffice.

        Args:
            context: its UNO component context.
        """
        self._context = context

    def ask(self, question: Question) -> str | None:
        """Ask by the dialog that fits the question's kind; None is Cancel."""
        match question.kind:
            case "file" | "folder":
                pick = self._file if question.kind == "file" else self._folder
                return ask_path(lambda: pick(question), self.ask, question)
            case "secret":
                return ask_secret(lambda prompt: self._box(prompt, secret=True), question)
            case "date":
                return ask_date(lambda prompt, default: self._box(prompt, default=default), question)
            case "choice":
                return self._box(
                    question.prompt, choices=("", *question.choices) if question.optional else question.choices
                )
            case "text":
                return self._box(question.prompt, default=question.default)
            case _:
                offer = question.kind == "offer"
                buttons = ("Да", "Нет") if offer else ("OK", "Отмена")
                agreed = self._box(question.prompt, field=False, buttons=buttons) is not None
                return "да" if agreed else "нет" if offer else None

    def say(self, message: str) -> None:
        """Show a message and wait until it is read."""
        self._box(message, field=False, cancel=False)

    def _file(self, question: Question) -> str | None:
        picker = self._service("com.sun.star.ui.dialogs.FilePicker")
        picker.setTitle(question.prompt)
        if question.default:
            picker.setDisplayDirectory(Path(question.default).parent.as_uri())
        if picker.execute() == OK:
            return _path(picker.getSelectedFiles()[0])

        return None

    def _folder(self, question: Question) -> str | None:
        picker = self._service("com.sun.star.ui.dialogs.FolderPicker")
        picker.setTitle(question.prompt)
        if question.default:
            picker.setDisplayDirectory(Path(question.default).as_uri())
        if picker.execute() == OK:
            return _path(picker.getDirectory())

        return None

    def _box(
        self,
        prompt: str,
        *,
        default: str = "",
        secret: bool = False,
        choices: tuple[str, ...] = (),
        field: bool = True,
        cancel: bool = True,
        buttons: tuple[str, str] = ("OK", "Отмена"),
    ) -> str | None:
        """A small dialog: the prompt, a field or a list, buttons. What stands in the field, None for Cancel."""
        model = self._service("com.sun.star.awt.UnoControlDialogModel")
        lines = sum(len(line) // 60 + 1 for line in prompt.split("\n"))
        model.Title, model.Width = TITLE, WIDTH
        model.PositionX, model.PositionY = 120, 60  # not in the corner of the screen
        _add(model, "FixedText", "prompt", EDGE, LINE * lines, Label=prompt, MultiLine=True)
        top = EDGE + LINE * lines + 4
        if choices:
            _add(
                model,
                "ListBox",
                "answer",
                top,
                14,
                Dropdown=True,
                StringItemList=choices,
                SelectedItems=(0,),
                LineCount=12,
            )
        elif field:
            _add(model, "Edit", "answer", top, 14, Text=default, **({"EchoChar": STAR} if secret else {}))
        bottom = top + (20 if field else 4)
        _button(model, "ok", buttons[0], bottom, WIDTH - 2 * (EDGE + 56), kind=1, default=True)
        if cancel:
            _button(model, "cancel", buttons[1], bottom, WIDTH - EDGE - 56, kind=2)
        model.Height = bottom + 22
        dialog = self._service("com.sun.star.awt.UnoControlDialog")
        dialog.setModel(model)
        try:
            if self._execute(dialog) != OK:
                return None
            answer = dialog.getControl("answer") if field else None
            return "" if answer is None else str(answer.getSelectedItem() if choices else answer.getText()).strip()
        finally:
            dialog.dispose()

    def _execute(self, dialog: Any) -> int:
        dialog.createPeer(self._service("com.sun.star.awt.Toolkit"), None)

        return int(dialog.execute())

    def _service(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)


def _add(model: Any, kind: str, name: str, top: int, height: int, **properties: Any) -> None:
    control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    place = {"PositionX": EDGE, "PositionY": top, "Width": WIDTH - 2 * EDGE, "Height": height}
    for key, value in (place | properties).items():
        setattr(control, key, value)
    model.insertByName(name, control)


def _button(model: Any, name: str, label: str, top: int, left: int, *, kind: int, default: bool = False) -> None:
    _add(model, "Button", name, top, 14, Label=label, PushButtonType=kind, DefaultButton=default)
    model.getByName(name).PositionX, model.getByName(name).Width = left, 56


def _path(url: str) -> str:
    return unquote(urlsplit(url).path)
