"""LibreOffice's dialogs ask what Excel's do. A person typing into real ones wants the machine alone (``ALONE`` in the Makefile)."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from xl_macros.dialogs.excel import WITHOUT
from xl_macros.dialogs.office import OfficeDialogs
from xl_macros.dialogs.question import Question
from xl_macros.libreoffice import start_office, use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xl_macros.libreoffice import Office

pytestmark = pytest.mark.libreoffice


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A LibreOffice with windows, on a screen of its own: without one its dialogs close at once."""
    if not shutil.which("Xvfb"):
        pytest.skip("Xvfb is not installed")
    reader, writer = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x900x24"],
        pass_fds=(writer,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as numbers, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", f":{numbers.readline().strip()}")
        try:
            with start_office(tmp_path_factory.mktemp("окно"), visible=True) as office:
                use(office)
                yield office
        finally:
            screen.terminate()
            screen.wait(10)


SURE, PATIENCE = 1.0, 30.0
"""Seconds after which a dialog waits for its user, and after which it never will."""


class Typing(OfficeDialogs):
    """A user who types into the dialog and presses a button."""

    def __init__(self, office: Office, *answers: str | int | None) -> None:
        super().__init__(office.context)
        self.office = office
        self.answers = list(answers)
        self.echo: list[int] = []

    def _execute(self, dialog: Any) -> int:
        answer = self.answers.pop(0)
        over = threading.Event()

        def person() -> None:
            """Type and press when the dialog is sure to wait for it: what is pressed before is lost. One that never ends takes its office along."""
            time.sleep(SURE)
            with contextlib.suppress(Exception):  # the test then says what came
                self._type(dialog, answer)
                dialog.endDialog(0 if answer is None else 1)
            if not over.wait(PATIENCE):
                self.office.kill()

        threading.Thread(target=person, daemon=True).start()
        try:
            return super()._execute(dialog)
        finally:
            over.set()

    def _type(self, dialog: Any, answer: str | int | None) -> None:
        field = dialog.getControl("answer")
        if isinstance(answer, str):
            self.echo.append(field.getModel().EchoChar)
            field.setText(answer)
        elif isinstance(answer, int):
            field.selectItemPos(answer, True)


def test_dialogs_ask_for_secrets_behind_stars_and_a_new_one_twice(window: Office) -> None:
    dialogs = Typing(window, "первый пароль", "другой пароль", "длинный пароль", "длинный пароль")
    answer = dialogs.ask(Question("password", "secret", "Пароль?", repeated=True))

    assert "длинный пароль" == answer
    assert {ord("*")} == set(dialogs.echo)


def test_dialogs_offer_choices_and_take_cancel(window: Office) -> None:
    question = Question("procedure", "choice", "Какая?", choices=("ВПР-РУ-4А", "ВПР-МА-4А"), optional=True)

    assert "ВПР-МА-4А" == Typing(window, 2).ask(question)
    assert "" == Typing(window, 0).ask(question)
    assert None is Typing(window, None).ask(question)


def test_dialogs_ask_for_a_date_until_it_is_one(window: Office) -> None:
    assert "05.04.2025" == Typing(window, "вчера", "5.4.2025").ask(Question("day", "date", "День?"))


class Picker:
    """What LibreOffice's pickers do, without a window."""

    def __init__(self, result: int) -> None:
        self.result, self.title, self.folder = result, "", ""

    def setTitle(self, title: str) -> None:  # noqa: N802 - UNO's own names
        self.title = title

    def setDisplayDirectory(self, folder: str) -> None:  # noqa: N802
        self.folder = folder

    def execute(self) -> int:
        return self.result

    def getSelectedFiles(self) -> tuple[str, ...]:  # noqa: N802
        return ("file:///home/%D1%88%D0%BA%D0%BE%D0%BB%D0%B0/%D0%A4%201.xlsx",)

    def getDirectory(self) -> str:  # noqa: N802
        return "file:///home/%D1%88%D0%BA%D0%BE%D0%BB%D0%B0"


@pytest.mark.parametrize(
    ("kind", "path", "folder"),
    [("file", "/home/школа/Ф 1.xlsx", "file:///tmp"), ("folder", "/home/школа", "file:///tmp/x")],
)
def test_pickers_give_paths_and_begin_where_the_last_one_was(
    kind: Any, path: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    picker = Picker(1)
    monkeypatch.setattr(OfficeDialogs, "_service", lambda *_: picker)
    answer = OfficeDialogs(None).ask(Question("x", kind, "Что?", default="/tmp/x"))

    assert path == answer
    assert ("Что?", folder) == (picker.title, picker.folder)
    picker.result = 0
    assert None is OfficeDialogs(None).ask(Question("x", kind, "Что?"))
    monkeypatch.setattr(OfficeDialogs, "_box", lambda *_, **__: WITHOUT)
    assert "" == OfficeDialogs(None).ask(Question("x", kind, "Что?", optional=True))
    monkeypatch.setattr(OfficeDialogs, "_box", lambda *_, **__: None)
    assert None is OfficeDialogs(None).ask(Question("x", kind, "Что?", optional=True))
