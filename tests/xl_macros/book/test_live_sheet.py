"""Nothing is written past the user's eyes: filters, hidden rows, protection, a book for reading only."""

from __future__ import annotations

import datetime as dt
import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import parse
from xl_macros.actions import action
from xl_macros.book.live import LiveBook
from xl_macros.book.live_sheet import PROTECTED, READ_ONLY, SHARED, ExcelSheet
from xl_macros.book.office_sheet import OfficeSheet
from xl_macros.errors import ObjectivityError, explain
from xl_macros.libreoffice import ranges
from xl_macros.libreoffice.bridge import load_uno
from xl_macros.runner.run import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import xlwings as xw

TODAY = dt.date(2025, 4, 28)


@pytest.fixture
def workbook(office_app: xw.App, played: Path, tmp_path: Path) -> Iterator[xw.Book]:
    """The played year, open in LibreOffice."""
    workbook = office_app.books.open(str(shutil.copy(played, tmp_path)))
    office_app.impl.office.said.clear()
    yield workbook
    workbook.app.status_bar = False  # a click takes away what a refused action left there; these tests are none
    workbook.close()


def _move(workbook: xw.Book, phrase: str) -> None:
    """Give the second measure other months."""
    cells = workbook.sheets["План"].tables["План"].range
    heading = next(at for at, text in enumerate(cells[0, :].value) if text.startswith("Срок"))
    cells[2, heading].value = phrase


def _filter(workbook: xw.Book, status: str) -> Any:
    """«Сроки» filtered to one status, as a user does it."""
    uno = load_uno()
    table = workbook.sheets["Сроки"].tables["Сроки"]
    field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField2")
    field.Field, field.StringValue = table.range[0, :].value.index("Статус"), status
    field.Operator = uno.getConstantByName("com.sun.star.sheet.FilterOperator2.EQUAL")
    table.api.getFilterDescriptor().setFilterFields2((field,))
    table.api.refresh()

    return table.range


def _visible(cells: Any) -> set[int]:
    return {at for at in range(cells.shape[0]) if cells.api.Rows.getByIndex(at).IsVisible}


def _rows(workbook: xw.Book) -> list[str]:
    """What stands on «Сроки», row by row."""
    frame = parse(TABLES["occurrences"], LiveBook(workbook).grid(TABLES["occurrences"]))[0]

    return [str(row) for row in frame[["measure_id", "due", "done", "proof"]].to_numpy().tolist()]


@pytest.mark.libreoffice
def test_a_click_on_a_filtered_sheet_writes_every_row_and_puts_the_filter_back(
    workbook: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = "выполнено, нет подтверждения"
    cells = _filter(workbook, status)
    seen = _visible(cells)
    _move(workbook, "сентябрь, ноябрь, январь, март")
    run(action("plan"), LiveBook(workbook), today=TODAY)
    after = workbook.sheets["Сроки"].tables["Сроки"].range
    statuses = {after[at, after[0, :].value.index("Статус")].value for at in _visible(after) - {0}}
    filtered = _rows(workbook)
    _filter(workbook, "")
    after.api.Rows.IsVisible = True
    run(action("plan"), LiveBook(workbook), today=TODAY)

    assert 1 < len(seen) < cells.shape[0]
    assert {status} == statuses
    assert "Показаны все строки" not in "".join(workbook.app.impl.office.said)
    assert filtered == _rows(workbook)
    # Without the guard LibreOffice does here as Excel does, and this test sees it.
    monkeypatch.setattr(OfficeSheet, "show", lambda *_: None)
    _filter(workbook, status)
    _move(workbook, "октябрь, май")
    run(action("plan"), LiveBook(workbook), today=TODAY)
    broken = _rows(workbook)
    monkeypatch.undo()
    run(action("plan"), LiveBook(workbook), today=TODAY)

    assert len(_visible(workbook.sheets["Сроки"].tables["Сроки"].range)) < cells.shape[0]
    assert broken != _rows(workbook)


@pytest.mark.libreoffice
def test_rows_hidden_by_hand_are_shown_and_named(workbook: xw.Book) -> None:
    run(action("plan"), LiveBook(workbook), today=TODAY)  # what the book proves is marked
    whole = _rows(workbook)
    cells = workbook.sheets["Сроки"].tables["Сроки"].range
    for at in (2, 3, 7):
        cells.api.Rows.getByIndex(at).IsVisible = False
    run(action("plan"), LiveBook(workbook), today=TODAY)
    after = workbook.sheets["Сроки"].tables["Сроки"].range

    assert len(_visible(after)) == after.shape[0]
    assert "Показаны все строки (фильтр или скрытые строки): «Сроки»." in workbook.app.impl.office.said[-1]
    assert whole == _rows(workbook)


@pytest.mark.libreoffice
def test_a_protected_sheet_is_refused_before_anything_is_written(workbook: xw.Book) -> None:
    before = _rows(workbook)
    workbook.sheets["Журнал действий"].api.protect("")
    with pytest.raises(ObjectivityError, match="Лист «Журнал действий» защищён"):
        run(action("plan"), LiveBook(workbook), today=TODAY)

    assert before == _rows(workbook)


@pytest.mark.libreoffice
def test_one_blank_far_below_costs_nothing(workbook: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[int] = []
    read = ranges.Range.raw_value
    sheet = workbook.sheets["Сроки"]
    sheet.api.getCellByPosition(2, 199_999).HoriJustify = load_uno().Enum("com.sun.star.table.CellHoriJustify", "LEFT")
    sheet.api.getCellByPosition(60, 199_999).setString("не таблица")

    def counted(cells: Any) -> Any:
        rows.append(cells.shape[0])
        return read.fget(cells)  # type: ignore[attr-defined]

    monkeypatch.setattr(ranges.Range, "raw_value", property(counted, read.fset))  # type: ignore[attr-defined]
    grid = LiveBook(workbook).grid(TABLES["occurrences"])

    assert max(rows) <= len(grid.rows) + 3


def _criterion(first: Any = None, operator: int = 0, second: Any = None) -> Any:
    return SimpleNamespace(On=first is not None, Operator=operator, Criteria1=first, Criteria2=second)


class _Collection(list[Any]):
    """A collection of COM: counted from 1, called by number."""

    Count = property(len)

    def __call__(self, number: int) -> Any:
        return self[number - 1]


class _Filter:
    """An ``AutoFilter`` that hides its rows until all are shown."""

    def __init__(self, sheet: _Sheet, *criteria: Any) -> None:
        self.Filters, self.FilterMode, self.sheet = _Collection(criteria), True, sheet
        self.Range = SimpleNamespace(AutoFilter=lambda *asked: sheet.asked.append(asked))

    def ShowAllData(self) -> None:  # noqa: N802 - COM
        self.FilterMode = False
        self.sheet.rows.Hidden = None if self.sheet.by_hand else False
        self.sheet.FilterMode = False


class _Sheet:
    """A ``Worksheet`` with a filtered table, and perhaps a row hidden by hand."""

    def __init__(self, *criteria: Any, by_hand: bool = False) -> None:
        self.by_hand, self.asked = by_hand, list[Any]()
        self.rows = SimpleNamespace(Hidden=None if criteria or by_hand else False)
        self.FilterMode, self.AutoFilterMode, self.ProtectContents = bool(criteria), False, False
        self.ListObjects = _Collection(
            [
                SimpleNamespace(AutoFilter=_Filter(self, *criteria) if criteria else None),
                SimpleNamespace(AutoFilter=None),
            ]
        )

    def Range(self, *_: Any) -> Any:  # noqa: N802 - COM
        return SimpleNamespace(EntireRow=self.rows)


@pytest.mark.parametrize(
    ("criteria", "asked"),
    [
        pytest.param([_criterion(), _criterion("=просрочено")], [(2, "=просрочено")], id="one word"),
        pytest.param([_criterion(("=1", "=4А"), 7)], [(1, ("=1", "=4А"), 7)], id="ticked values"),
        pytest.param([_criterion("=а*", 2, "=б*")], [(1, "=а*", 2, "=б*")], id="two words"),
        pytest.param([_criterion("10", 3)], [(1, "10", 3)], id="the ten greatest"),
        pytest.param([_criterion(">=01.04.2026", 1, "<=30.04.2026")], None, id="dates are read in another language"),
        pytest.param([_criterion(12345, 8)], None, id="a colour"),
    ],
)
def test_excels_filter_is_put_back_where_it_comes_back_the_same(criteria: list[Any], asked: list[Any] | None) -> None:
    sheet = _Sheet(*criteria)
    again = ExcelSheet(SimpleNamespace(), sheet).show(6, 90)

    assert sheet.rows.Hidden is False
    assert again
    assert (asked is not None) is again()
    assert (asked or []) == sheet.asked


def test_excels_hidden_rows_are_shown_and_a_whole_sheet_is_left_alone() -> None:
    sheet, whole = _Sheet(by_hand=True), _Sheet()
    again = ExcelSheet(SimpleNamespace(), sheet).show(6, 90)

    assert sheet.rows.Hidden is False
    assert again
    assert not again()
    assert ExcelSheet(SimpleNamespace(), whole).show(6, 90) is None


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({}, ""),
        ({"ReadOnly": True}, READ_ONLY),
        ({"MultiUserEditing": True}, SHARED),
        ({"ProtectContents": True}, PROTECTED),
    ],
)
def test_what_keeps_excel_from_writing_is_told(changes: dict[str, bool], obstacle: str) -> None:
    state = SimpleNamespace(**{"ReadOnly": False, "MultiUserEditing": False, "ProtectContents": False} | changes)

    assert obstacle == ExcelSheet(state, state).obstacle()


def test_a_cell_being_edited_is_a_sentence() -> None:
    error = type("com_error", (Exception,), {"hresult": -2147418111})()

    assert "Excel занят: в ячейке идёт ввод" in explain(error)
