"""A click on a button: the action runs on the caller's book; whatever goes wrong is one Russian sentence."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import xlwings

from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import parse
from xl_macros import ribbon
from xl_macros.book import live
from xl_macros.book.files import FileBook
from xl_macros.errors import ObjectivityError


@pytest.fixture
def said(example: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the clicked book says; the book itself is ``said.book``."""
    messages: list[str] = []
    book = FileBook(example, {"password": "туча рельс сосед 1"}, say=messages.append)
    monkeypatch.setattr(live.LiveBook, "caller", classmethod(lambda _: book))

    return messages


def test_a_click_runs_its_action_and_says_how_it_went(said: list[str]) -> None:
    ribbon.click_plan()

    assert 1 == len(said)
    assert said[0].startswith("Сроки обновлены: мер 16")


def test_clicks_in_their_order_lead_to_codes_and_commission(said: list[str], example: Path) -> None:
    ribbon.click_codes()
    ribbon.click_commission()
    book = live.LiveBook.caller()
    works = parse(TABLES["works"], book.grid(TABLES["works"]))[0]

    assert len(works) > 50
    assert "Назначено проверок" in said[1]
    assert (example.parent / "Листы проверки").is_dir()


def test_what_the_user_cannot_mend_is_one_sentence(said: list[str]) -> None:
    ribbon.click_open()

    assert 1 == len(said)
    assert "Ключ кодов не найден" in said[0]


def test_a_fault_of_the_program_is_a_sentence_and_a_log_not_a_traceback(
    said: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OBJECTIVITY_LOG", str(tmp_path / "журнал.log"))
    monkeypatch.setattr("objectivity_core.plan.refresh.refresh", lambda _: 1 / 0)
    ribbon.click_plan()

    assert [
        "Программа споткнулась (ZeroDivisionError). Книга не изменена. Подробности для администратора: «"
        + str(tmp_path / "журнал.log")
        + "»."
    ] == said
    assert "division by zero" in (tmp_path / "журнал.log").read_text(encoding="utf-8")


def test_without_a_book_the_sentence_goes_to_the_box_of_runpython(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: object) -> live.LiveBook:
        raise RuntimeError("no caller")

    monkeypatch.setattr(live.LiveBook, "caller", classmethod(nobody))
    with pytest.raises(SystemExit) as stop:
        ribbon.click_check()

    assert str(stop.value).startswith("Программа споткнулась (RuntimeError)")


def test_after_writing_began_the_sentence_names_the_copy_instead_of_saying_that_nothing_changed() -> None:
    book = live.LiveBook(None)  # type: ignore[arg-type]  # what became of the book does not need the program

    assert "Книга не изменена." == book.aftermath
    book.copy = Path("Книга (копия 2026-11-24 10-46-00).xlsm")
    assert "Копии/Книга (копия 2026-11-24 10-46-00).xlsm" in book.aftermath
    assert "не изменена" not in book.aftermath


def test_a_book_whose_name_has_an_equals_sign_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given as RunPython gives it: xlwings itself would look for a book called «План»."""
    name = "План = сроки & 100%.xlsm"
    there = SimpleNamespace(name=name, api=None, fullname=f"/Школа/{name}")
    apps = [SimpleNamespace(hwnd=7, books={}), SimpleNamespace(hwnd=1001, books={name: there})]
    monkeypatch.setattr("xlwings.apps", apps)
    given = {"--wb": name, "--from_xl": "1", "--app": "C:\\Office\\Excel", "--hwnd": "1001"}
    monkeypatch.setattr("sys.argv", ["-c", *(f"{switch}={value}" for switch, value in given.items())])
    module = (Path(xlwings.__file__).parent / "xlwings.bas").read_text(encoding="utf-8")
    command = module[module.index('" --wb="') : module.index('" 2> """')]

    assert Path(f"/Школа/{name}") == live.LiveBook.caller().path
    assert list(given) == re.findall(r"(--\w+)=", command), "what the installed xlwings passes on"


def test_a_book_at_an_address_is_to_be_saved_on_this_computer() -> None:
    """xlwings looks for a folder that SharePoint's address stands for; what it says where there is none is English."""
    from xlwings.utils import fullname_url_to_local_path

    class AtAddress:
        name = "Book.xlsm"
        api = SimpleNamespace(FullName="https://school.sharepoint.com/sites/plan/Documents/Book.xlsm")
        fullname = property(lambda self: fullname_url_to_local_path(self.api.FullName))

    with pytest.raises(ObjectivityError, match=r"Сохраните книгу «Book\.xlsm» на диск этого компьютера"):
        live.LiveBook(cast("Any", AtAddress())).path  # noqa: B018
