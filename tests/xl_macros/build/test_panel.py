"""«Панель» opens on one screen, prints on one page, and its charts outlive every action."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from objectivity_core.tables import TABLES, states
from objectivity_core.tables.panel import CHARTED, LEGEND
from objectivity_core.tables.parse import frame_of
from xl_macros.actions import action
from xl_macros.book.files import FileBook
from xl_macros.book.reader import read_sheets
from xl_macros.build.panel import PANEL, WIDTHS
from xl_macros.build.workbook import build_bytes
from xl_macros.look.measure import text_width
from xl_macros.runner.run import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

CHART = re.compile(r"xl/charts/chart\d+\.xml")


@pytest.fixture(scope="module")
def panel(example_bytes: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(example_bytes), keep_vba=True)[PANEL]


def _charts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        return [package.read(name).decode() for name in sorted(package.namelist()) if CHART.fullmatch(name)]


def _without_values(chart: str) -> str:
    return re.sub(r"<c:f>[^<]*</c:f>|<c:(str|num)Cache>.*?</c:\1Cache>", "", chart, flags=re.DOTALL)


def test_the_first_screen_of_a_school_with_a_plan_is_the_panel(example_bytes: bytes, product_bytes: bytes) -> None:
    books = [openpyxl.load_workbook(io.BytesIO(data), keep_vba=True) for data in (example_bytes, product_bytes)]

    assert [PANEL, "Начало"] == [book.active.title for book in books if book.active]
    assert [[PANEL], ["Начало"]] == [[sheet.title for sheet in book if sheet.sheet_view.tabSelected] for book in books]


def test_the_panel_fits_one_screen_in_width_and_one_page(panel: Worksheet) -> None:
    width = sum(panel.column_dimensions[letter].width for letter in "ABCDEFGHIJ")

    assert width <= 180  # characters of 7 pixels: 1366 pixels less the edges of the window
    assert not panel.sheet_view.showGridLines
    assert (1, 1, "landscape", "9") == (
        panel.page_setup.fitToWidth or 1,
        panel.page_setup.fitToHeight or 1,
        panel.page_setup.orientation,
        str(panel.page_setup.paperSize),
    )


def test_no_text_of_the_panel_is_cut_and_no_chart_touches_the_next_block(panel: Worksheet) -> None:
    heights = {row: panel.row_dimensions[row].height or 15.0 for row in range(1, panel.max_row + 1)}
    texts = [cell for row in panel for cell in row if isinstance(cell.value, str) and not cell.value.startswith("=")]
    ends = {
        (chart.anchor._from.row, chart.anchor._from.col): (chart.anchor.to.row, chart.anchor.to.col)
        for chart in panel._charts
    }

    assert len(texts) > 40
    assert [] == [cell.value for cell in texts if heights[cell.row] < 1.5 * cell.font.size]
    assert [] == [
        cell.value for cell in texts if cell.column == 3 and text_width(cell.value, cell.font.size) > 7 * WIDTHS[2]
    ]
    titles = [cell for row in panel for cell in row if cell.border.bottom.style == "medium"]
    assert 3 == len(ends)
    for (top, left), (bottom, right) in ends.items():
        assert bottom < min(one.row - 1 for one in titles if one.column == left + 1 and one.row - 1 > top)
        assert right < min([column for _, column in ends if column > left], default=len(WIDTHS))


def test_every_formula_of_the_panel_has_its_value(example_bytes: bytes) -> None:
    formulas = openpyxl.load_workbook(io.BytesIO(example_bytes), keep_vba=True)[PANEL]
    values = openpyxl.load_workbook(io.BytesIO(example_bytes), data_only=True)[PANEL]
    shown = {
        cell.coordinate: values[cell.coordinate].value for row in formulas for cell in row if cell.data_type == "f"
    }

    assert len(shown) > 100
    assert {"F5", "B5", "D15", "J1"} <= {cell for cell, value in shown.items() if value is not None}
    assert not [value for value in shown.values() if str(value).startswith("#")]


def test_no_formula_needs_a_newer_excel_or_a_language(example_bytes: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(example_bytes)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = [formula for part in parts for formula in re.findall(r"<f[^>]*>([^<]+)</f>", part)]

    assert len(formulas) > 300
    assert not [
        formula
        for formula in formulas
        if re.search(r"_xlfn|_xlws|\b(LET|FILTER|SORT|XLOOKUP|MAXIFS|MINIFS|AGGREGATE)\(", formula)
    ]
    assert not [
        formula for formula in formulas if re.search(r'\bTEXT\([^"]*"[^0"]', formula)
    ]  # letters of date formats differ by language
    assert not [formula for formula in formulas if len(formula) > 8192]


def test_charts_show_the_columns_that_they_name(example: Path, table: Callable[[Path, str], pd.DataFrame]) -> None:
    charts = _charts(example)
    expected = {
        name: min(len(table(example, name)), CHARTED) if name != "by_month" else 12
        for name in ("by_responsible", "by_section", "by_month")
    }

    assert 3 == len(charts)
    for chart, (name, rows) in zip(charts, expected.items(), strict=True):
        ends = {
            int(last) - int(first) + 1
            for first, last in re.findall(r"<c:f>Сводка!\$[A-Z]+\$(\d+):\$[A-Z]+\$(\d+)</c:f>", chart)
        }
        assert {rows} == ends, name
        assert "Calibri" in chart
    assert all(colour in charts[0] for colour in ("009E73", "D55E00", "56B4E9"))


def test_charts_outlive_a_headless_action_and_show_its_numbers(
    example: Path, table: Callable[[Path, str], pd.DataFrame]
) -> None:
    before = _charts(example)
    book = FileBook(example)
    occurrences = TABLES["occurrences"]
    grid = book.grid(occurrences)
    at = grid.positions()
    due, done = at[occurrences["due"].heading], at[occurrences["done"].heading]
    overdue = next(row for row in grid.rows if row[at[occurrences["status"].heading]] == states.OVERDUE)
    overdue[done] = overdue[due]
    book.typed(occurrences)
    report = run(action("check"), book)
    book.save(example, report.settings, report.today)
    after = _charts(example)
    people = table(example, "by_responsible")

    assert [_without_values(chart) for chart in before] == [_without_values(chart) for chart in after]
    assert 1 == people["done"].max()
    cached = re.findall(r"<c:numCache>.*?</c:numCache>", after[0], re.DOTALL)[0]
    assert [f"{number:g}" for number in people["done"]][:CHARTED] == re.findall(r"<c:v>([^<]*)</c:v>", cached)
    with zipfile.ZipFile(example) as package:
        assert {"xl/vbaProject.bin", "customUI/customUI.xml"} <= set(package.namelist())


def test_a_chart_grows_with_the_names_that_it_shows(product: Path, table: Callable[[Path, str], pd.DataFrame]) -> None:
    book = FileBook(product)
    measures = TABLES["measures"]
    grid = book.grid(measures)
    at = grid.positions()[measures["responsible"].heading]
    for number, row in enumerate(grid.rows):
        row[at] = f"Завуч {number % 5}"
    book.typed(measures)
    report = run(action("plan"), book)
    book.save(product, report.settings, report.today)
    names = re.findall(r"<c:strCache>.*?</c:strCache>", _charts(product)[0], re.DOTALL)[0]

    assert table(product, "by_responsible")["responsible"].to_list() == re.findall(r"<c:v>([^<]*)</c:v>", names)
    assert 5 == len(table(product, "by_responsible"))


def test_names_appear_in_the_charts_of_a_book_that_began_empty(
    tmp_path: Path, table: Callable[[Path, str], pd.DataFrame]
) -> None:
    path = tmp_path / "Пустая.xlsm"
    path.write_bytes(build_bytes({"measures": frame_of(TABLES["measures"], [])}))
    book = FileBook(path)
    record = {"measure": "Педсовет", "phrase": "10.10.2024", "responsible": "Директор", "section": "Раздел"}
    book.write(TABLES["measures"], frame_of(TABLES["measures"], [record | {"measure_id": "M001"}]))
    report = run(action("plan"), book)
    book.save(path, report.settings, report.today)

    assert ["Директор"] == table(path, "by_responsible")["responsible"].to_list()
    assert ["Директор", "Раздел"] == [
        re.findall(r"<c:strCache>.*?<c:v>([^<]*)</c:v>", chart, re.DOTALL)[0] for chart in _charts(path)[:2]
    ]


def test_steps_lead_to_names_and_sheets_that_exist(example: Path, table: Callable[[Path, str], pd.DataFrame]) -> None:
    workbook = openpyxl.load_workbook(example, keep_vba=True)
    targets = table(example, "steps")["target"].to_list()
    sheets = {target.split("'")[1] for target in targets if "!" in target}

    assert targets
    assert {target for target in targets if "!" not in target} <= set(workbook.defined_names)
    assert sheets <= set(workbook.sheetnames)


def test_states_are_explained_on_the_panel_and_in_help(example: Path) -> None:
    sheets = read_sheets(example)

    for title in (PANEL, "Справка"):
        words = {str(cell) for row in sheets[title] for cell in row}
        assert set(LEGEND.values()) <= words, title
        assert {word for word in LEGEND if word != states.NO_RECORDS} <= words, title


def test_a_book_without_a_plan_shows_no_error() -> None:
    sheets = openpyxl.load_workbook(
        io.BytesIO(build_bytes({"measures": frame_of(TABLES["measures"], [])})), data_only=True
    )
    shown = [str(cell.value) for row in sheets[PANEL] for cell in row if cell.value is not None]

    assert "Сроков ещё нет. Начните с первого шага ниже, остальное появится само." in shown
    assert "«Загрузить план»" in shown
    assert not [text for text in shown if text.startswith("#")]
