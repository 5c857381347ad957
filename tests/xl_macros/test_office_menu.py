"""LibreOffice's own menu runs the same actions."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.tables import TABLES
from xl_macros.actions import ACTIONS, action
from xl_macros.book.live import LiveBook
from xl_macros.libreoffice.bridge import load_uno
from xl_macros.office_menu import MENU_BAR, Menu
from xl_macros.runner.run import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd
    import xlwings as xw

_CHART = re.compile(r"xl/charts/chart(\d+)\.xml")
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


def _click(book: xw.Book, row: int) -> None:
    """Press and release the mouse over column B of that row of «Начало», which is brought to the top of the window."""
    uno = load_uno()
    controller, context = book.api.CurrentController, book.app.impl.office.context
    controller.setActiveSheet(book.api.Sheets.getByName("Начало"))
    controller.setFirstVisibleRow(row - 1)
    panes = controller.Frame.ComponentWindow.getWindows()[0].getWindows()
    robot = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    event = uno.createUnoStruct("com.sun.star.awt.MouseEvent")
    event.Source = max(panes, key=lambda pane: pane.getPosSize().Width * pane.getPosSize().Height)
    event.X, event.Y, event.Buttons, event.ClickCount = 80, 8, 1, 1
    robot.mousePress(event)
    robot.mouseRelease(event)


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


def test_a_click_on_a_link_of_the_first_sheet_runs_its_action(book: xw.Book) -> None:
    menu = Menu(book)
    link = book.sheets["Начало"].range("B1:B80").value.index("Обновить сроки") + 1
    _click(book, link)

    assert menu.run_next(5)
    assert book.app.impl.office.said[-1].startswith("Сроки обновлены")
    _click(book, link - 1)  # the title above the links
    assert not menu.run_next(0.5)
    menu.remove()


def test_charts_follow_the_names_of_another_plan_and_keep_them_in_the_file(
    opened_in_office: xw.Book, example: Path, table: Callable[[Path, str], pd.DataFrame]
) -> None:
    book = opened_in_office
    sheet = book.sheets["План"]
    sheet.range("G6:G10").value = [[f"Завуч {number}"] for number in range(5)]
    sheet.range("C6:C21").value = [["Один раздел"]] * 16
    run(action("plan"), LiveBook(book))
    book.save()
    with zipfile.ZipFile(example) as package:
        # LibreOffice goes on counting its charts from file to file.
        parts = sorted(int(found[1]) for name in package.namelist() if (found := _CHART.fullmatch(name)))
        charts = [package.read(f"xl/charts/chart{number}.xml").decode() for number in parts[:2]]

    lengths = [len(table(example, name)) for name in ("by_responsible", "by_section")]
    assert [7, 1] == lengths
    for chart, length in zip(charts, lengths, strict=True):
        ranges = re.findall(r"<c:f>Сводка!\$[A-Z]+\$6(?::\$[A-Z]+\$(\d+))?</c:f>", chart)
        assert ranges
        assert {5 + length} == {int(last or 6) for last in ranges}


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
