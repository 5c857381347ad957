"""Asking the user in Excel: its own boxes through ``app.api``, the Windows credential prompt for secrets."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Protocol

from objectivity_core.tables.cells import BadCell, as_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from xl_macros.dialogs.question import Question

TITLE = "Объективность"
FILE_PICKER, FOLDER_PICKER = 3, 4
"""``msoFileDialogFilePicker`` and ``msoFileDialogFolderPicker`` of Office."""
TEXT = 2
"""Type of ``Application.InputBox`` that returns text; Cancel returns False."""
LONGEST_LIST = 150
"""Characters of a list in a prompt: Excel cuts the whole prompt at 255."""
LONGEST_MESSAGE = 1000
"""Characters that a message box of Windows shows for certain."""
WITHOUT, PICK = "без выбора", "выбрать"
OK = -1
"""What ``FileDialog.Show`` returns, but for Cancel."""


class Dialogs(Protocol):
    """How a spreadsheet program asks; ``None`` is Cancel."""

    def ask(self, question: Question) -> str | None:
        """The user's answer as text, a date as ``dd.mm.yyyy``, ``"да"`` for a confirmation, ``"нет"`` for an offer declined."""
        ...


class ExcelDialogs:
    """Excel's own dialogs."""

    def __init__(self, api: Any, secret: Callable[[str], str | None], confirm: Callable[[str], bool]) -> None:
        """Take Excel.

        Args:
            api: the ``Application`` object.
            secret: the credential prompt: it shows its argument and returns what was typed, or None.
            confirm: a box with «Да» and «Нет» (an ``InputBox`` cuts its prompt at 255 characters).
        """
        self._api = api
        self._secret, self._confirm = secret, confirm

    def ask(self, question: Question) -> str | None:
        """Ask by the dialog that fits the question's kind."""
        match question.kind:
            case "file" | "folder":
                kind = FILE_PICKER if question.kind == "file" else FOLDER_PICKER
                return ask_path(lambda: self._pick(kind, question), self.ask, question)
            case "secret":
                return ask_secret(self._secret, question)
            case "date":
                return ask_date(self._text, question)
            case "choice":
                return ask_choice(self._text, question)
            case "text":
                return self._text(question.prompt, question.default)
            case _:
                no = "нет" if question.kind == "offer" else None
                return "да" if self._confirm(question.prompt[:LONGEST_MESSAGE]) else no

    def _pick(self, kind: int, question: Question) -> str | None:
        dialog = self._api.FileDialog(kind)
        dialog.Title = question.prompt
        dialog.AllowMultiSelect = False
        if question.default:
            dialog.InitialFileName = question.default
        if dialog.Show() == OK:
            return str(dialog.SelectedItems(1))

        return None

    def _text(self, prompt: str, default: str) -> str | None:
        answer = self._api.InputBox(prompt, TITLE, default, Type=TEXT)

        return None if answer is False else str(answer).strip()


def dialogs_of(app: Any) -> Dialogs:
    """The dialogs of the program in which a workbook is open (an ``xlwings.App``)."""
    if app.engine.name == "libreoffice":
        from xl_macros.dialogs.office import OfficeDialogs

        return OfficeDialogs(app.impl.office.context)
    from xl_macros.windows.credentials import ask_secret as credentials

    return ExcelDialogs(
        app.api,
        lambda prompt: credentials(prompt, parent=app.hwnd),
        lambda prompt: app.alert(prompt, TITLE, buttons="yes_no") == "yes",
    )


def ask_path(pick: Callable[[], str | None], ask: Callable[[Question], str | None], question: Question) -> str | None:
    """A file or folder; where none is needed, first whether one is wanted, so that Cancel always ends the action.

    Args:
        pick: shows the picker; None for Cancel.
        ask: asks another question.
        question: what to ask.
    """
    if question.optional:
        wanted = ask(
            dataclasses.replace(question, kind="choice", choices=(WITHOUT, PICK), default=WITHOUT, optional=False)
        )
        if wanted != PICK:
            return None if wanted is None else ""

    return pick()


def ask_choice(text: Callable[[str, str], str | None], question: Question) -> str | None:
    """A choice by a text box: the answers are numbered, a number or the answer itself is taken; asked again until it fits.

    Args:
        text: shows a prompt and a default, returns what was typed, None for Cancel.
        question: what to ask.
    """
    shown = "\n".join(f"{number}. {choice}" for number, choice in enumerate(question.choices, start=1))
    if len(shown) > LONGEST_LIST:
        shown = f"{shown[:LONGEST_LIST].rsplit(chr(10), 1)[0]}\n… всего {len(question.choices)}: впишите номер или код"
    prompt = f"{question.prompt}\n{shown}"
    while True:
        answer = text(prompt, question.default)
        if answer is None or (answer == "" and question.optional):
            return answer
        if answer.isdigit() and 1 <= int(answer) <= len(question.choices):
            return question.choices[int(answer) - 1]
        if answer in question.choices:
            return answer
        prompt = f"«{answer[:30]}» нет в списке.\n{shown}"


def ask_date(text: Callable[[str, str], str | None], question: Question) -> str | None:
    """A date by a text box, asked again until it is one."""
    prompt = question.prompt
    while True:
        answer = text(prompt, question.default)
        if answer is None or (answer == "" and question.optional):
            return answer
        try:
            return as_date(answer).strftime("%d.%m.%Y")
        except BadCell as error:
            prompt = f"{error.finding.message} {error.finding.remedy}\n{question.prompt}"


def ask_secret(secret: Callable[[str], str | None], question: Question) -> str | None:
    """A secret; a new one twice, until both are the same. What is offered is typed like any other: so it is written down."""
    offer = f" Предлагаем: «{question.default}» — запишите и впишите его или свой." if question.default else ""
    prompt = f"{question.prompt}.{offer}" if offer else question.prompt
    while True:
        first = secret(prompt)
        if first is None or not question.repeated:
            return first
        second = secret("Ещё раз тот же пароль")
        if second is None or second == first:
            return second
        prompt = f"Пароли не совпали. {question.prompt}{offer and '.'}{offer}"
