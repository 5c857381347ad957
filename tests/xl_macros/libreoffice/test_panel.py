"""LibreOffice computes «Панель» as the core does: on other days, in an empty book, and while somebody types."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from objectivity_core.setting_rows import settings_frame
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.grid import column_letter
from objectivity_core.tables.parse import frame_of
from tests.xl_macros.conftest import store_as
from xl_macros.book.files import FileBook
from xl_macros.book.reader import read_sheets
from xl_macros.book.tables import read_book_settings
from xl_macros.build.panel import PANEL
from xl_macros.build.workbook import build_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import xlwings as xw

    Office = Callable[[Path, str], Path]

pytestmark = pytest.mark.libreoffice
DAYS = [dt.date(2024, 9, 1), dt.date(2024, 12, 31), dt.date(2025, 4, 14), dt.date(2025, 6, 5), dt.date(2025, 9, 30)]
SHEETS = (PANEL, TABLES["steps"].sheet)


def _shown(path: Path) -> dict[tuple[str, int, int], str]:
    sheets = read_sheets(path)

    return {
        (title, row, column): as_text(round(cell, 12) if isinstance(cell, float) else cell)
        for title in SHEETS
        for row, cells in enumerate(sheets[title])
        for column, cell in enumerate(cells)
        if as_text(cell)
    }


def _differences(path: Path, converted: Path) -> dict[tuple[str, int, int], tuple[str | None, str | None]]:
    stored, recalculated = _shown(path), _shown(converted)

    return {
        key: (stored.get(key), recalculated.get(key))
        for key in stored | recalculated
        if stored.get(key) != recalculated.get(key)
    }


def test_the_panel_of_any_day_is_the_cores(played: Path, tmp_path: Path, office_app: xw.App) -> None:
    """One open book whose «Сегодня» is typed anew: to open it for every day would take most of the time of this file."""
    differ = []
    with office_app.books.open(shutil.copy(played, tmp_path)) as opened:
        table = opened.sheets[TABLES["settings"].sheet].tables[TABLES["settings"].excel].range
        row = [cells[0] for cells in table.value].index("Сегодня")
        for today in DAYS:
            book = FileBook(played)
            setting = frame_of(TABLES["settings"], [{"setting": "Сегодня", "value": today}])[["setting", "value"]]
            book.write(TABLES["settings"], setting)
            stored = tmp_path / f"{today}.xlsm"
            book.save(stored, read_book_settings(book)[0], today)
            table[row, 1].value = dt.datetime.combine(today, dt.time())
            recalculated = stored.with_suffix(".xlsx")
            store_as(opened, recalculated)
            differ += [(today, found)] if (found := _differences(stored, recalculated)) else []

    assert [] == differ


def test_the_panel_of_an_empty_book_is_the_cores(tmp_path: Path, office: Office) -> None:
    empty = {
        "measures": frame_of(TABLES["measures"], []),
        "settings": settings_frame(Settings(today=dt.date(2025, 1, 20))),
    }
    path = tmp_path / "Пустая.xlsm"
    path.write_bytes(build_bytes(empty))

    converted = office(path, "xlsx")

    assert {} == _differences(path, converted)
    assert not [cell for cell in _shown(converted).values() if cell.startswith(("#", "Err:"))]


def _column(name: str, column: str) -> str:
    table = TABLES[name]

    return column_letter(table.left + table.names.index(column))


def test_the_panel_follows_a_date_typed_by_hand(opened_in_office: xw.Book) -> None:
    panel, terms = opened_in_office.sheets[PANEL], opened_in_office.sheets[TABLES["occurrences"].sheet]
    statuses = terms.range(f"{_column('occurrences', 'status')}6:{_column('occurrences', 'status')}60").value
    row = 6 + statuses.index("просрочено")
    before = panel.range("B5").value, panel.range("F5").value, panel.range("G5").value
    terms.range(f"{_column('occurrences', 'done')}{row}").value = dt.datetime(2025, 4, 28)

    assert before[0] - 1 == panel.range("B5").value
    assert before[2].startswith("0 из")
    assert panel.range("G5").value.startswith("1 из")
    assert panel.range("E5").value == 1  # done, and no document named


def test_a_step_marked_by_hand_gives_way_to_the_next(opened_in_office: xw.Book) -> None:
    panel, summary = opened_in_office.sheets[PANEL], opened_in_office.sheets[TABLES["steps"].sheet]
    shown = panel.range("B9:B11").value
    said = summary.range(f"{_column('steps', 'said')}6:{_column('steps', 'said')}30").value
    row = 6 + said.index(shown[0])
    summary.range(f"{_column('steps', 'marked')}{row}").value = dt.datetime(2025, 4, 28)

    assert shown[1:] == panel.range("B9:B10").value
