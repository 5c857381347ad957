"""A sheet with its tables: headings, validation, colours, print set-up."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any

from objectivity_core.formulas.figures import line_formula, line_text
from objectivity_core.tables import TABLES, Column, Table, states
from objectivity_core.tables.day_numbers import day_number
from objectivity_core.tables.grid import Formula, column_letter
from xl_macros.look.measure import table_row_height
from xl_macros.look.palette import COLOURED_BESIDE, TEXT_FORMAT, WORDS, Look, number_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

HEADING_ROW = 4
"""0-based row of the headings: title, hint, figures and an empty row stand above."""
START = "Начало"
LAST_ROW = 1048576
_DATE_FROM, _DATE_TO = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


def list_name(source: str) -> str:
    """Name of the range that offers the values of ``table.column``.

    >>> list_name("kinds.kind")
    'Список_Виды_Вид'
    """
    table, column = source.split(".")

    return f"Список_{TABLES[table].excel}_{TABLES[table][column].heading}".replace(" ", "_")


def text_ranges(tables: Iterable[Table]) -> str:
    """Where the tables of a sheet hold texts, to the last row: codes and classes look like numbers, and Excel would mark each of them.

    >>> text_ranges([TABLES["classes"]])
    'A6:A1048576'
    """
    columns = [
        table.left + at
        for table in tables
        for at, column in enumerate(table.columns)
        if number_format(column) == TEXT_FORMAT
    ]

    return " ".join(
        f"{column_letter(first)}{HEADING_ROW + 2}:{column_letter(last)}{LAST_ROW}" for first, last in _runs(columns)
    )


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last one of numbers that follow each other."""
    for _, group in itertools.groupby(enumerate(numbers), lambda one: one[1] - one[0]):
        run = [number for _, number in group]
        yield run[0], run[-1]


def write_head(sheet: Worksheet, look: Look, title: str, hint: str, *, link_column: int) -> None:
    """Title, way back and hint: the first two rows of every sheet."""
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, look.title)
    sheet.write_url(0, link_column, f"internal:'{START}'!A1", look.link, "⌂ Начало")
    sheet.write_string(1, 0, hint, look.hint)


def write_table(sheet: Worksheet, look: Look, table: Table, frame: pd.DataFrame, rows: list[list[Any]]) -> None:
    """One table at its place: data, formats, validation, conditional formats.

    Args:
        sheet: where.
        look: the formats.
        table: its definition.
        frame: every column with values behind formulas, for the figures of row 3.
        rows: cells as they are written, one list per row; formula cells as :class:`Formula`.
    """
    left = table.left - 1
    last = HEADING_ROW + max(len(rows), 1)
    sheet.add_table(
        HEADING_ROW,
        left,
        last,
        left + len(table.columns) - 1,
        {
            "name": table.excel,
            "style": None,
            "columns": [
                {
                    "header": column.heading,
                    "header_format": look.heading(typed=column.typed),
                    "format": look.cell(column),
                }
                | ({"formula": table.formula(column)} if column.filling == "formula" else {})
                for column in table.columns
            ],
        },
    )
    for at, column in enumerate(table.columns):
        tucked = {"level": 1, "hidden": True} if column.tucked else {}
        sheet.set_column(left + at, left + at, column.width, look.cell(column), tucked)
        _validate(sheet, table, column, left + at)
        for number, row in enumerate(rows):
            _write_cell(sheet, look, HEADING_ROW + 1 + number, left + at, row[at], column)
    for number, row in enumerate(rows):
        if height := table_row_height(table, table.headings, row):
            sheet.set_row(HEADING_ROW + 1 + number, height)
    if not rows:
        for at, column in enumerate(table.columns):
            if column.filling == "formula":
                sheet.write_formula(HEADING_ROW + 1, left + at, table.formula(column), look.cell(column), "")
    if any(column.tucked for column in table.columns):
        sheet.set_column(left + len(table.columns), left + len(table.columns), 3, None, {"collapsed": True})
    if table.figures:
        sheet.write_formula(2, left, line_formula(table), look.figures, line_text(table, frame))
    _colour(sheet, look, table, left)


def _write_cell(sheet: Worksheet, look: Look, row: int, at: int, value: Any, column: Column) -> None:
    cell = look.cell(column)
    if isinstance(value, Formula):
        sheet.write_formula(row, at, value.text, cell, formula_value(value.value))
    elif value is None:
        sheet.write_blank(row, at, None, cell)
    elif isinstance(value, str):
        sheet.write_string(row, at, value, cell)
    elif isinstance(value, int | float):
        sheet.write_number(row, at, value, cell)
    else:
        sheet.write_datetime(
            row, at, value, look.format(num_format="dd.mm.yyyy", align="right") if column.kind == "any" else cell
        )


def formula_value(value: Any) -> Any:
    """The value behind a formula as XlsxWriter stores it: a day as its number, nothing as an empty text."""
    if isinstance(value, dt.date):
        return int(day_number(value))

    return "" if value is None else value


def _validate(sheet: Worksheet, table: Table, column: Column, at: int) -> None:
    rule = _rule(column)
    if not column.typed:
        rule |= {
            "error_title": "Заполняет программа",
            "error_message": f"Столбец «{column.heading}» заполняет программа. Нажмите «Отмена».",
        }
    else:
        example = f" Например: {column.example}" if column.example else ""
        rule |= {"input_title": column.heading[:32], "input_message": (column.help + example)[:255] or column.heading}
    sheet.data_validation(HEADING_ROW + 1, at, HEADING_ROW + table.capacity, at, rule)


def _rule(column: Column) -> dict[str, Any]:
    """What may be typed into a column, with a stop message in plain Russian."""
    if not column.typed:
        return {"validate": "custom", "value": "=1=0"}
    match column.kind:
        case "choice" if column.source:
            where = TABLES[column.source.split(".")[0]].sheet
            rule: dict[str, Any] = {"validate": "list", "source": f"={list_name(column.source)}"}
            stop = "Нет в списке", f"Выберите из списка. Новое значение сначала допишите в лист «{where}»."
        case "choice":
            rule = {"validate": "list", "source": list(column.choices)}
            stop = "Нет в списке", f"Выберите: {', '.join(column.choices)}."
        case "mark":
            rule = {"validate": "list", "source": ["2", "3", "4", "5"]}
            stop = "Нужна отметка", "Отметка — 2, 3, 4 или 5."
        case "date":
            rule = {"validate": "date", "criteria": "between", "minimum": _DATE_FROM, "maximum": _DATE_TO}
            stop = "Нужна дата", "Впишите дату: день.месяц.год, например 15.04.2025."
        case "integer" | "number":
            low = 0 if column.minimum is None else column.minimum
            high = 100000 if column.maximum is None else column.maximum
            kind = "integer" if column.kind == "integer" else "decimal"
            rule = {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
            stop = "Нужно число", f"Впишите число, например {column.example or 1}."
        case _:
            return {"validate": "any"}

    return rule | {"error_title": stop[0], "error_message": stop[1]}


def _colour(sheet: Worksheet, look: Look, table: Table, left: int) -> None:
    """Blank-safe conditional formats over the table's capacity, states first."""
    first, last = HEADING_ROW + 1, HEADING_ROW + table.capacity
    for at, column in enumerate(table.columns):
        words = [word for word in column.choices if word in WORDS]
        reach = [
            left + at,
            *(left + table.names.index(name) for name in COLOURED_BESIDE.get(table.name, {}).get(column.name, ())),
        ]
        for word in words:
            cell = f"${column_letter(left + at + 1)}{first + 1}"
            # A date follows this word: only the beginning is compared.
            criteria = f'=LEFT({cell},{len(word)})="{word}"' if word == states.NO_RECORDS else f'={cell}="{word}"'
            rule = {"type": "formula", "criteria": criteria, "format": look.word(WORDS[word])}
            sheet.conditional_format(first, min(reach), last, max(reach), rule)
    ends = column_letter(left + 1), column_letter(left + len(table.columns))
    filled = f"=COUNTA(${ends[0]}{first + 1}:${ends[1]}{first + 1})>{sum(column.filling == 'formula' for column in table.columns)}"
    for at, column in enumerate(table.columns):
        if not column.typed:
            sheet.conditional_format(
                first, left + at, last, left + at, {"type": "formula", "criteria": filled, "format": look.computed}
            )
    sheet.conditional_format(
        first, left, last, left + len(table.columns) - 1, {"type": "formula", "criteria": filled, "format": look.row}
    )
