"""An action on the open book, started from another process or from the window of buttons: no macro, one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import xlwings
from click.testing import CliRunner

from xl_macros.actions import ACTIONS
from xl_macros.book import open_books as found
from xl_macros.book.open_books import one_of
from xl_macros.commands import main
from xl_macros.dialogs import buttons
from xl_macros.errors import ObjectivityError
from xl_macros.libreoffice import start_office, use

if TYPE_CHECKING:
    from pathlib import Path

    from xl_macros.actions import Action


@pytest.mark.libreoffice
def test_another_process_runs_an_action_on_the_open_book(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))  # the name of the pipe comes from it
    command = [sys.executable, "-m", "xl_macros.commands", "live", "plan"]
    before = CliRunner().invoke(main, ["live", "plan"])
    with start_office(shared=True), start_office(shared=True) as office:
        book = use(office).books.open(str(school))
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
        dates = book.sheets["Сроки"].tables["Сроки"].range.value
        other = CliRunner().invoke(main, ["live", "plan", "--book", "Другая"])

    assert (2, True) == (before.exit_code, "Открытой книги «Объективность» не видно." in before.stderr)
    assert (0, "") == (done.returncode, done.stderr)
    assert "Сроки обновлены: мер 3" in done.stdout
    assert len(dates) > 3
    assert (2, "Книга «Другая» не открыта. Открыты: «Книга 1.xlsm».\n") == (other.exit_code, other.stderr)


def test_where_several_books_are_open_the_program_asks_which_in_front_of_all_windows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    happened: list[Any] = []

    def book(name: str, folder: str) -> Any:
        return SimpleNamespace(
            name=name,
            fullname=f"{folder}/{name}",
            impl=SimpleNamespace(activate=lambda: happened.append(f"{folder} in front")),
            app=SimpleNamespace(impl=SimpleNamespace(activate=lambda _: happened.append("program in front"))),
        )

    def last(question: Any) -> Any:
        happened.append(question.choices)

        return question.choices[-1]

    monkeypatch.setattr(found, "LiveBook", lambda _: SimpleNamespace(ask=last))
    one, two, other = book("Первая.xlsm", "а"), book("Вторая.xlsm", "б"), book("Вторая.xlsm", "в")

    assert two is one_of([one, two], "вторая")
    assert one is one_of([one])
    assert [] == happened
    assert two is one_of([one, two])
    assert ["а in front", "program in front", ("Первая.xlsm", "Вторая.xlsm")] == happened
    assert other is one_of([one, two, other]), "two of one name are told apart by their folders"
    with pytest.raises(ObjectivityError, match="Открытой книги «Объективность» не видно"):
        one_of([])


def test_an_excel_in_which_a_cell_is_edited_is_told_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings asks a busy Excel again ``N_COM_ATTEMPTS`` times, for ever while that is 0."""

    class ExcelBusyError(Exception):
        pass

    com = SimpleNamespace(N_COM_ATTEMPTS=0)

    class RejectedError(Exception):
        hresult, excepinfo = -2147352567, (0, None, None, None, 0, -2146777998)

    class Excel:
        def __setattr__(self, name: str, value: object) -> None:
            assert com.N_COM_ATTEMPTS
            raise RejectedError

    def busy() -> Any:
        assert com.N_COM_ATTEMPTS
        raise ExcelBusyError

    def reading_only() -> Any:
        yield SimpleNamespace(sheets=[SimpleNamespace(tables=["Настройки"])], app=Excel())

    monkeypatch.setattr(xlwings, "_xlwindows", com, raising=False)
    for excel in (busy, reading_only):
        monkeypatch.setattr(found, "_in_excel", excel)
        result = CliRunner().invoke(main, ["live", "plan"])

        assert 2 == result.exit_code
        assert result.stderr.startswith("Excel занят: в ячейке идёт ввод")
    assert 0 == com.N_COM_ATTEMPTS, "an action that runs must be waited for"


def test_without_a_screen_there_is_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    tkinter = pytest.importorskip("tkinter")
    monkeypatch.setattr(tkinter, "Tk", lambda: (_ for _ in ()).throw(tkinter.TclError("no display name")))
    with pytest.raises(ImportError, match="no display name"):
        buttons.make_window(_Runs())


def test_only_the_products_books_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def book(*sheets: tuple[str, str]) -> Any:
        return SimpleNamespace(
            sheets=[SimpleNamespace(name=name, tables=[table]) for name, table in sheets], app=SimpleNamespace()
        )

    ours, other = book(("План", "План"), ("Настройки", "Настройки")), book(("Настройки", "Таблица1"))
    monkeypatch.setattr(found, "_in_excel", lambda: iter([other, ours]))
    monkeypatch.setattr(found, "_in_libreoffice", lambda: iter([other]))

    assert [ours] == found.open_books()


class _Runs:
    """What was run, and how each ended."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, action: Action) -> tuple[int, str]:
        self.names.append(action.name)
        if action.name == "codes":
            raise ObjectivityError("Открытой книги нет.")

        return 0, f"{action.title}: готово."


def test_the_list_in_a_terminal_runs_by_number_and_stays_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = _Runs()
    numbers = {one.name: number for number, one in enumerate(ACTIONS, start=1)}
    monkeypatch.setattr(buttons, "make_window", lambda _: (_ for _ in ()).throw(ImportError("tkinter")))
    monkeypatch.setattr("xl_macros.book.open_books.open_books", lambda: [SimpleNamespace(name="Книга.xlsm")])
    monkeypatch.setattr("xl_macros.runner.click.click", lambda action, _book: runs(action))
    result = CliRunner().invoke(main, ["live"], input=f"{numbers['codes']}\n99\n{numbers['plan']}\n\n")

    assert 0 == result.exit_code
    assert ["codes", "plan"] == runs.names
    assert [one.title for one in ACTIONS if one.title not in result.output] == []
    for sentence in ("Открытой книги нет.", "«99» — такого номера нет.", "Обновить сроки: готово."):
        assert sentence in result.output
