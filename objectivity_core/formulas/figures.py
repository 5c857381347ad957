"""What sheets count: a worksheet formula and the same count in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from objectivity_core.tables import states
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.grid import is_blank
from objectivity_core.tables.model import column_of

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.tables.model import Table

_BETWEEN = "   ·   "


class Figure(NamedTuple):
    """One number of the first sheet: its label and what it counts; an empty value counts filled cells, ``*`` at its end any ending."""

    label: str
    table: str
    column: str
    value: str


START_FIGURES = (
    Figure("Просрочено", "occurrences", "status", states.OVERDUE),
    Figure("Срок близко", "occurrences", "status", states.DUE_SOON),
    Figure("Пора подвести итог", "occurrences", "status", states.SUM_UP),
    Figure("Нет записей за период", "occurrences", "status", f"{states.NO_RECORDS}*"),
    Figure("Выполняется", "occurrences", "status", states.RUNNING),
    Figure("Выполнено, нет подтверждения", "occurrences", "status", states.DONE_WITHOUT_PROOF),
    Figure("Выполнено", "occurrences", "status", states.DONE),
    Figure("Требует уточнения", "occurrences", "status", states.UNCLEAR),
    Figure("Процедур в плане года", "procedures", "procedure_id", ""),
    Figure("Процедур открыто", "procedures", "state", states.OPENED),
    Figure("Работ с окончательным баллом", "results", "state", states.SETTLED),
    Figure("Работ ждут третьей проверки", "results", "state", states.DIVERGED),
    Figure("Ошибок в «Замечаниях»", "findings", "severity", "ошибка"),
)


def count_formula(table: Table, column: str, value: str) -> str:
    """The formula that counts, without the equals sign."""
    cells = column_of(table.excel, table[column].heading)

    return f'COUNTIF({cells},"{value}")' if value else f"COUNTA({cells})"


def count(frame: pd.DataFrame, column: str, value: str) -> int:
    """The value of :func:`count_formula`."""
    if value.endswith("*"):
        return int(sum(as_text(cell).startswith(value[:-1]) for cell in frame[column]))
    if value:
        return int(sum(as_text(cell) == value for cell in frame[column]))

    return int(sum(not is_blank(cell) for cell in frame[column].dropna()))


def line_formula(table: Table) -> str:
    """Row 3 of a table's sheet: all its counts in one line of text."""
    parts = [f'"{label}: "&{count_formula(table, column, value)}' for label, column, value in table.figures]

    return "=" + f'&"{_BETWEEN}"&'.join(parts)


def line_text(table: Table, frame: pd.DataFrame) -> str:
    """The value of :func:`line_formula`."""
    return _BETWEEN.join(f"{label}: {count(frame, column, value)}" for label, column, value in table.figures)


def is_counted(table: Table) -> bool:
    """Whether :func:`known_formulas` needs the table's frame."""
    return bool(table.figures) or any(figure.table == table.name for figure in START_FIGURES)


def known_formulas(tables: dict[str, Table], frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """Values of every counting formula of the workbook, by the formula's text."""
    values: dict[str, Any] = {
        line_formula(tables[name]): line_text(tables[name], frame)
        for name, frame in frames.items()
        if tables[name].figures
    }
    for figure in START_FIGURES:
        if figure.table in frames:
            values["=" + count_formula(tables[figure.table], figure.column, figure.value)] = count(
                frames[figure.table], figure.column, figure.value
            )

    return values


def school_formula() -> str:
    """The line under the title of «Начало»: school and academic year from «Настройки»."""
    school = 'INDEX(Настройки[Значение],MATCH("Школа",Настройки[Параметр],0))'
    year = 'INDEX(Настройки[Значение],MATCH("Учебный год начинается в",Настройки[Параметр],0))'

    return f'=IF({school}="","Впишите школу в «Настройки»",{school})&"{_BETWEEN}"&{year}&"/"&({year}+1)&" учебный год"'


def school_text(school: str, year: int) -> str:
    """The value of :func:`school_formula`."""
    return f"{school or 'Впишите школу в «Настройки»'}{_BETWEEN}{year}/{year + 1} учебный год"
