"""The builder of the workbook: contents → .xlsm, every sheet, name and module from text sources."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import random
from typing import TYPE_CHECKING, Any, BinaryIO

import xlsxwriter

from objectivity_core.formulas.values import Values
from objectivity_core.keys import assign_keys
from objectivity_core.plan.refresh import refresh
from objectivity_core.setting_rows import settings_frame
from objectivity_core.settings import Settings, read_settings
from objectivity_core.state import State
from objectivity_core.tables import LAYOUT_VERSION, TABLES, Table
from objectivity_core.tables.grid import Grid, column_letter
from objectivity_core.tables.merge import merge
from objectivity_core.tables.parse import frame_of
from xl_macros.actions import ACTIONS
from xl_macros.build.content import product_content
from xl_macros.build.package import with_ribbon
from xl_macros.build.panel import LAST, PANEL, write_panel
from xl_macros.build.sheets import write_help, write_start
from xl_macros.build.table_sheet import HEADING_ROW, LAST_ROW, START, list_name, text_ranges, write_head, write_table
from xl_macros.build.vba_modules import modules
from xl_macros.build.vba_texts import VBA_TEXTS
from xl_macros.look.page import set_print
from xl_macros.look.palette import TABS, Look
from xl_macros.vba.project import vba_project
from xl_macros.windows.conf import CONF_SHEET, WITHOUT_BOOK_FOLDER

if TYPE_CHECKING:
    import pandas as pd

CREATED = dt.datetime(2025, 9, 1)  # noqa: DTZ001 - a fixed stamp: the same sources give the same bytes
PROJECT = "Objectivity"
_TAB = {
    "occurrences": "overview",
    "steps": "computed",
    "gaps": "overview",
    "results": "overview",
    "settings": "settings",
    "classes": "settings",
    "findings": "overview",
}


def build(out: BinaryIO, contents: dict[str, pd.DataFrame] | None = None) -> None:
    """Write a workbook of the product.

    Args:
        out: where the .xlsm is written.
        contents: frames of people's columns by table, instead of the product's own (``content/*.csv``).

    Raises:
        ValueError: a source of the VBA project that VBA would not read.
    """
    frames, settings = _frames(product_content() | (contents or {}))
    today = settings.today or dt.date(settings.year, 9, 1)
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd.mm.yyyy"})
    workbook.set_properties(
        {"title": "Объективность оценивания", "subject": settings.academic_year, "created": CREATED}
    )
    workbook.set_custom_property("ObjectivityLayout", LAYOUT_VERSION, "number_int")
    workbook.set_calc_mode("auto")
    workbook.set_size(2400, 1600)
    look = Look(workbook)
    grids = {name: _grid(TABLES[name], frame) for name, frame in frames.items()}
    values = Values(grids.get, today, settings.due_soon)
    for name in grids:
        values.fill(name)
    sheets = [workbook.add_worksheet(START), workbook.add_worksheet(PANEL)]
    sheets += [workbook.add_worksheet(title) for title in dict.fromkeys(table.sheet for table in TABLES.values())]
    sheets += [workbook.add_worksheet("Справка"), _xlwings_settings(workbook)]
    by_title = {sheet.get_name(): sheet for sheet in sheets}
    for title in dict.fromkeys(table.sheet for table in TABLES.values()):
        _table_sheet(by_title[title], look, title, grids, values, settings)
    for name, cell in write_start(
        by_title[START], look, {name: values.frame(name) for name in grids}, settings
    ).items():
        workbook.define_name(name, f"='{START}'!{cell}")
    write_panel(workbook, by_title[PANEL], look, values, settings)
    ready = settings.school and len(values.frame("occurrences"))
    by_title[PANEL if ready else START].activate()
    write_help(by_title["Справка"], look, settings)
    _names(workbook)
    code_names = _code_names(workbook, sheets)
    callbacks = [(action.sub, action.callback) for action in ACTIONS]
    links = [(action.link, action.sub) for action in ACTIONS]
    project = vba_project(PROJECT, modules(code_names, callbacks, links=links))
    workbook.add_vba_project(io.BytesIO(project), is_stream=True)
    workbook.close()
    drawn = frozenset({f"xl/worksheets/sheet{sheets.index(by_title[PANEL]) + 1}.xml"})
    out.write(with_ribbon(buffer.getvalue(), drawn))


def _frames(contents: dict[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], Settings]:
    """Every table's frame: keys given, plan read, calendar filled."""
    settings, _ = read_settings(contents["settings"]) if "settings" in contents else (Settings(), [])
    frames = {name: contents.get(name, frame_of(table, [])) for name, table in TABLES.items()}
    changed, settings, _ = assign_keys(frames, settings)
    frames |= changed
    today = settings.today or dt.date(settings.year, 9, 1)
    state = State(
        frames,
        settings,
        today,
        dt.datetime.combine(today, dt.time()),
        settings.school_year,
        random.Random(0),  # noqa: S311 - nothing is drawn
    )
    frames |= refresh(state).tables
    frames["settings"] = settings_frame(settings)

    return frames, settings


def _grid(table: Table, frame: pd.DataFrame) -> Grid:
    """A frame as the cells of its table."""
    empty = Grid(table.sheet, HEADING_ROW + 1, table.left, table.headings, [])

    return dataclasses.replace(empty, rows=merge(table, empty, frame.reset_index(drop=True)))


def _table_sheet(
    sheet: Any, look: Look, title: str, grids: dict[str, Grid], values: Values, settings: Settings
) -> None:
    tables = [table for table in TABLES.values() if table.sheet == title]
    main = tables[0]
    write_head(sheet, look, title, main.hint, link_column=_link_column(main))
    for table in tables:
        write_table(sheet, look, table, values.frame(table.name), grids[table.name].rows)
    if texts := text_ranges(tables):
        sheet.ignore_errors({"number_stored_as_text": texts})
    sheet.set_row(HEADING_ROW, 34)
    sheet.freeze_panes(HEADING_ROW + 1, main.freeze if len(tables) == 1 else 0)
    sheet.repeat_rows(HEADING_ROW)
    sheet.set_tab_color(
        TABS[_TAB.get(main.name, "fill" if any(column.typed for column in main.columns) else "computed")]
    )
    set_print(sheet, settings.school, settings.academic_year)


def _link_column(table: Table) -> int:
    """The column that ends about one screen (120 characters) to the right, the sheet's title left of it."""
    title = 1.6 * len(table.sheet)
    left = 0
    for at, column in enumerate(table.columns):
        if left > title and left + column.width > 110:
            return at
        left += column.width

    return next((at for at in range(1, 20) if sum(one.width for one in table.columns[:at]) > title), len(table.columns))


def _names(workbook: xlsxwriter.Workbook) -> None:
    """Defined names: today, the days of warning, what VBA says, and a range behind every drop-down that people may extend."""
    table = TABLES["settings"]
    first, last = HEADING_ROW + 2, HEADING_ROW + 1 + table.capacity

    def value(heading: str) -> str:
        return (
            f"INDEX('{table.sheet}'!$B${first}:$B${last},MATCH(\"{heading}\",'{table.sheet}'!$A${first}:$A${last},0))"
        )

    workbook.define_name("Сегодня", f"='{PANEL}'!${column_letter(LAST + 1)}$1")
    soon = value("Предупреждать за")
    workbook.define_name("ДнейДоСрока", f"=IF(ISNUMBER({soon}),{soon},{Settings().due_soon})")
    for one in TABLES.values():
        if one.printed:  # whole columns, which print as far as they are filled; openpyxl would not read «$A:$L»
            last_column = column_letter(one.left + one.names.index(one.printed))
            workbook.define_name(f"'{one.sheet}'!_xlnm.Print_Area", f"='{one.sheet}'!$A$1:${last_column}${LAST_ROW}")
    for name, text in VBA_TEXTS.items():
        workbook.define_name(name, f'="{text}"')
    sources = sorted({column.source for one in TABLES.values() for column in one.columns if column.source})
    for source in sources:
        owner, name = source.split(".")
        one = TABLES[owner]
        letter = column_letter(one.left + one.names.index(name))
        cells = f"'{one.sheet}'!${letter}${HEADING_ROW + 2}"
        span = f"{cells}:${letter}${HEADING_ROW + 1 + one.capacity}"
        workbook.define_name(list_name(source), f"=OFFSET({cells},0,0,MAX(1,COUNTA({span})),1)")


def _xlwings_settings(workbook: xlsxwriter.Workbook) -> Any:
    """The sheet that xlwings looks for: a module of Python that lies in the workbook's folder must not run in place of ours."""
    sheet = workbook.add_worksheet(CONF_SHEET)
    sheet.write_row(
        0, 0, WITHOUT_BOOK_FOLDER
    )  # as text: a logical value would become a word of the language of Windows
    sheet.very_hidden()

    return sheet


def _code_names(workbook: xlsxwriter.Workbook, sheets: list[Any]) -> list[str]:
    """ASCII code names, equal to the names of the VBA document modules."""
    workbook.set_vba_name("ThisWorkbook")
    names = [f"Sheet{number}" for number in range(1, len(sheets) + 1)]
    for sheet, name in zip(sheets, names, strict=True):
        sheet.set_vba_name(name)

    return names


def build_bytes(contents: dict[str, pd.DataFrame] | None = None) -> bytes:
    """The workbook as bytes."""
    out = io.BytesIO()
    build(out, contents)

    return out.getvalue()
