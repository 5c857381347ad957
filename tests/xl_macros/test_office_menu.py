"""LibreOffice's own menu runs the same actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.tables import TABLES
from xl_macros.actions import ACTIONS
from xl_macros.book.live import LiveBook
from xl_macros.office_menu import MENU_BAR, Menu

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import xlwings as xw

pytestmark = pytest.mark.libreoffice


@pytest.fixture(scope="module")
def book(office_app: xw.App, example_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.Book]:
    """The example school, opened once: each test takes its menu away again."""
    path = tmp_path_factory.mktemp("меню") / "Меню.xlsm"
    path.write_bytes(example_bytes)
    with office_app.books.open(path) as opened:
        yield opened


def _choose(book: xw.Book, command: str) -> None:
    """What a click on a menu entry does: its command is dispatched to the window."""
    context = book.app.impl.office.context
    helper = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    helper.executeDispatch(book.api.CurrentController.Frame, command, "", 0, ())


def _entries(container: Any) -> list[dict[str, Any]]:
    return [{item.Name: item.Value for item in container.getByIndex(at)} for at in range(container.Count)]


def test_the_menu_lists_every_action_in_its_groups(book: xw.Book) -> None:
    menu = Menu(book)
    bar = _entries(book.api.getUIConfigurationManager().getSettings(MENU_BAR, False))
    ours = _entries(bar[-1]["ItemDescriptorContainer"])
    menu.remove()

    assert "Объективность" == bar[-1]["Label"]
    assert len(bar) > 5  # the program's own menus are still there
    assert [action.title for action in ACTIONS] == [entry["Label"] for entry in ours if entry.get("Label")]
    assert len({action.group for action in ACTIONS}) - 1 == sum(not entry.get("Label") for entry in ours)


def test_an_entry_runs_its_action_on_the_open_book(book: xw.Book) -> None:
    menu = Menu(book)
    _choose(book, "objectivity:plan")

    assert menu.run_next(5)
    assert len(LiveBook(book).grid(TABLES["occurrences"]).rows) > 50
    assert book.app.impl.office.said[-1].startswith("Сроки обновлены: мер 16")
    assert not menu.run_next(0.1)
    menu.remove()


def test_an_action_that_cannot_run_says_so_in_one_sentence(opened_in_office: xw.Book) -> None:
    book = opened_in_office
    menu = Menu(book)
    book.api.Sheets.removeByName("Сроки")
    _choose(book, "objectivity:plan")

    assert menu.run_next(5)
    assert book.app.impl.office.said[-1].startswith(
        "В книге «Пример.xlsm» не найдена таблица"
    )  # LibreOffice takes the table of the sheet before with it
    menu.remove()


def test_the_programs_own_commands_still_work(book: xw.Book) -> None:
    menu = Menu(book)
    book.sheets["План"].range("A1").select()
    _choose(book, ".uno:SelectAll")

    assert not menu.run_next(0.1)
    assert book.selection.count > 1000
    menu.remove()


def test_the_menu_notices_that_the_book_was_closed(example: Path, office_app: xw.App) -> None:
    opened = office_app.books.open(example)
    menu = Menu(opened)

    assert menu.open
    opened.close()
    assert not menu.open
