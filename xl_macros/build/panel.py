"""«Панель»: what is overdue, what comes next, who answers for it and what to do, on one screen; every number is a live formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.formulas.figures import school_formula, school_text
from objectivity_core.formulas.panel_figures import Cell, panel_cells
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.panel import LEGEND, NEAREST, PASSED, SHOWN_WAVES
from objectivity_core.tables.steps import SHOWN_STEPS
from xl_macros.build.panel_charts import write_charts
from xl_macros.build.table_sheet import START, formula_value
from xl_macros.look.page import set_print
from xl_macros.look.palette import GREEN, HINT_GREY, LINE, PALE_YELLOW, RED, TABS, WORDS, YELLOW, Colours, Look

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

    from objectivity_core.formulas.values import Values
    from objectivity_core.settings import Settings

PANEL = "Панель"
PANEL_HINT = "Что просрочено, что впереди, кто отвечает и что делать дальше."
WIDTHS = (1.5, 13, 17, 20, 20, 20, 20, 1.5, 37, 25)
LAST = len(WIDTHS) - 1

_TILES = (
    ("overdue", "by_responsible", 1, RED),
    ("due_soon", "by_responsible", 3, YELLOW),
    ("unproven", "by_responsible", 4, PALE_YELLOW),
    ("no_records", "by_month", 5, PALE_YELLOW),
    ("done", "by_responsible", 6, None),
)
"""The figures: name, the table whose column is called so, column of the sheet, colour when there is any."""
_GAP, _LINE, _WAVE = 6, 18, 28
"""Heights in points: between blocks, of a line (the thick line of a title lies half upon the next row), of a wave's two lines."""
_TILE_ROW, _STEPS_ROW, _NEAREST_ROW = 3, 7, 12
_CHARTS_ROW = _NEAREST_ROW + NEAREST + 3
_PASSED_ROW = _CHARTS_ROW + SHOWN_WAVES + 2
_LEGEND_ROW = _PASSED_ROW + PASSED + 3
_LEGEND_LEFT = 8
"""So many states stand in the left part of the legend, where there is room for the long words."""
_LISTED = [word for word in WORDS if word in states.OPEN_STATUSES]


def write_panel(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, look: Look, values: Values, settings: Settings
) -> None:
    """Write the sheet.

    Args:
        workbook: for the charts.
        sheet: where.
        look: the formats.
        values: the workbook's tables with the values behind formulas.
        settings: for the headings.
    """
    cells = panel_cells(values)
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    sheet.set_tab_color(TABS["overview"])
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width, look.format())
    _head(sheet, look, cells, settings)
    for name, table, column, colours in _TILES:
        _tile(sheet, look, cells, name, TABLES[table][name].heading, column, colours)
    _steps(sheet, look, cells)
    _terms(sheet, look, cells, "nearest", "Ближайшие десять", NEAREST, _NEAREST_ROW)
    _waves(sheet, look, cells)
    _terms(sheet, look, cells, "passed", "Просрочено дольше всего", PASSED, _PASSED_ROW)
    _legend(sheet, look)
    write_charts(workbook, sheet, values, _CHARTS_ROW)
    set_print(sheet, settings.school, settings.academic_year)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.print_area(0, 0, _LEGEND_ROW + _LEGEND_LEFT, LAST)


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, style: Any) -> None:
    sheet.write_formula(row, column, cell.formula, style, formula_value(cell.value))


def _head(sheet: Worksheet, look: Look, cells: dict[str, Cell], settings: Settings) -> None:
    sheet.set_row(0, 24)
    sheet.write_string(0, 1, PANEL, look.title)
    school = look.format(bold=True, valign="vcenter")
    sheet.write_formula(0, 3, school_formula(), school, school_text(settings.school, settings.year))
    sheet.write_url(0, 8, f"internal:'{START}'!A1", look.link, "⌂ Начало")
    _put(
        sheet,
        0,
        LAST,
        cells["today"],
        look.format(bold=True, num_format='"Сегодня" dd.mm.yyyy', align="right", valign="vcenter"),
    )
    sheet.set_row(1, _LINE)
    _put(sheet, 1, 1, cells["how"], look.hint)
    for row in (2, 6, 11, _NEAREST_ROW + NEAREST + 2, _PASSED_ROW - 1, _LEGEND_ROW - 1):
        sheet.set_row(row, _GAP)


def _tile(
    sheet: Worksheet, look: Look, cells: dict[str, Cell], name: str, label: str, column: int, colours: Colours | None
) -> None:
    """A label, a number and a note in words, one under the other; coloured where there is something to look at."""
    edge = {"left": 1, "right": 1, "border_color": LINE, "align": "left", "indent": 1}
    styles = (
        look.format(bold=True, top=1, valign="vcenter", **edge),
        look.format(
            bold=True, font_size=16, valign="vcenter", **edge | ({"font_color": GREEN.text} if not colours else {})
        ),
        look.format(font_size=10, text_wrap=True, bottom=1, **edge),
    )
    for row, height in enumerate((_LINE, 22, 28), start=_TILE_ROW):
        sheet.set_row(row, height)
    if column == 1:  # the only tile over two columns
        for row, style in enumerate(styles, start=_TILE_ROW):
            sheet.merge_range(row, 1, row, 2, "", style)
    sheet.write_string(_TILE_ROW, column, label, styles[0])
    _put(sheet, _TILE_ROW + 1, column, cells[name], styles[1])
    _put(sheet, _TILE_ROW + 2, column, cells[f"{name}_note"], styles[2])
    if colours:
        number = f"${'ABCDEFG'[column]}${_TILE_ROW + 2}"
        rule = {"type": "formula", "criteria": f"={number}>0", "format": look.word(colours)}
        sheet.conditional_format(_TILE_ROW, column, _TILE_ROW + 2, 2 if column == 1 else column, rule)


def _section(sheet: Worksheet, look: Look, row: int, first: int, last: int, title: str) -> None:
    style = look.format(bold=True, font_color="#1F3864", bottom=2, bottom_color="#1F3864")
    sheet.set_row(row, _LINE)
    sheet.write_string(row, first, title, style)
    for column in range(first + 1, last + 1):
        sheet.write_blank(row, column, None, style)


def _steps(sheet: Worksheet, look: Look, cells: dict[str, Cell]) -> None:
    _section(sheet, look, _STEPS_ROW, 1, 6, "Что делать дальше")
    for number in range(1, SHOWN_STEPS + 1):
        row = _STEPS_ROW + number
        sheet.set_row(row, _LINE)
        _put(sheet, row, 1, cells[f"step{number}_text"], look.format(valign="vcenter"))
        _put(sheet, row, 5, cells[f"step{number}_link"], look.link)
        _put(
            sheet,
            row,
            6,
            cells[f"step{number}_mark"],
            look.format(font_color="#0563C1", underline=1, valign="vcenter", indent=1),
        )


def _terms(sheet: Worksheet, look: Look, cells: dict[str, Cell], name: str, title: str, rows: int, top: int) -> None:
    """A list of terms: the deed leads to its row, date and state take the colour of the state."""
    _section(sheet, look, top, 1, LAST, title)
    heads = (
        (1, "Срок"),
        (2, "Через, дней" if name == "nearest" else "Прошло, раб. дней"),
        (3, "Дело (щёлкните — откроется строка, куда вписать «Выполнено»)"),
        (8, TABLES[name]["who"].heading),
        (9, TABLES[name]["status"].heading),
    )
    sheet.set_row(top + 1, _LINE)
    for column, text in heads:
        sheet.write_string(top + 1, column, text, look.format(font_size=10, font_color=HINT_GREY, valign="vcenter"))
    under = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    for number in range(1, rows + 1):
        row = top + 1 + number
        sheet.set_row(row, _LINE)
        for column in range(1, LAST + 1):
            sheet.write_blank(row, column, None, look.format(**under))
        _put(sheet, row, 1, cells[f"{name}{number}_due"], look.format(num_format="dd.mm.yyyy", align="left", **under))
        _put(sheet, row, 2, cells[f"{name}{number}_days"], look.format(num_format="0", align="left", **under))
        _put(sheet, row, 3, cells[f"{name}{number}_measure"], look.format(font_color="#0563C1", underline=1, **under))
        _put(sheet, row, 8, cells[f"{name}{number}_who"], look.format(**under))
        _put(sheet, row, 9, cells[f"{name}{number}_status"], look.format(**under))
    first, last = top + 2, top + 1 + rows
    for word in _LISTED:
        cell = f"$J{first + 1}"
        criteria = f'=LEFT({cell},{len(word)})="{word}"' if word == states.NO_RECORDS else f'={cell}="{word}"'
        for columns in ((1, 2), (9, 9)):
            sheet.conditional_format(
                first,
                columns[0],
                last,
                columns[1],
                {"type": "formula", "criteria": criteria, "format": look.word(WORDS[word])},
            )


def _waves(sheet: Worksheet, look: Look, cells: dict[str, Cell]) -> None:
    _section(sheet, look, _CHARTS_ROW, 8, LAST, "Недели работ: сколько дел готово")
    for number in range(1, SHOWN_WAVES + 1):
        row = _CHARTS_ROW + number
        sheet.set_row(row, _WAVE)
        under = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
        _put(sheet, row, 8, cells[f"wave{number}_ready"], look.format(text_wrap=True, **under))
        _put(sheet, row, 9, cells[f"wave{number}_when"], look.format(**under))


def _legend(sheet: Worksheet, look: Look) -> None:
    _section(sheet, look, _LEGEND_ROW, 1, LAST, "Что значат состояния")
    for at, (word, sentence) in enumerate(LEGEND.items()):
        column, number = (1, at) if at < _LEGEND_LEFT else (6, at - _LEGEND_LEFT)
        row = _LEGEND_ROW + 1 + number
        sheet.set_row(row, _LINE)
        colours = WORDS.get(word)
        style = look.format(
            valign="vcenter",
            **(
                {"bg_color": colours.fill, "font_color": colours.text, "font_strikeout": colours.struck}
                if colours
                else {}
            ),
        )
        sheet.write_string(row, column, f"{word} …" if word == states.NO_RECORDS else word, style)
        if column == 1:
            sheet.write_blank(row, 2, None, style)
        sheet.write_string(
            row, 3 if column == 1 else 8, sentence, look.format(align="left", indent=1, valign="vcenter")
        )
