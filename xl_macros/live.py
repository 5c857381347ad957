"""The Book over xlwings: the workbook that is open in the spreadsheet program, read and written in blocks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from objectivity_core.tables.grid import Formula, Grid, is_blank
from objectivity_core.tables.merge import merge
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    import pandas as pd
    import xlwings as xw

    from objectivity_core.tables import Table
    from xl_macros.book import Question


class LiveBook:
    """An open workbook. Nothing is saved: that stays the user's decision."""

    def __init__(self, workbook: xw.Book) -> None:
        """Take an open workbook."""
        self._workbook = workbook
        self._grids: dict[str, Grid] = {}

    @classmethod
    def caller(cls) -> LiveBook:
        """The workbook whose button was clicked."""
        import xlwings as xw

        return cls(xw.Book.caller())

    @property
    def path(self) -> Path:
        """Where the workbook lies.

        Raises:
            ObjectivityError: it was never saved, or lies in a cloud under an address.
        """
        name = self._workbook.fullname
        if "://" in name or not Path(name).is_absolute():
            raise ObjectivityError(
                f"Сохраните книгу «{self._workbook.name}» на диск этого компьютера: рядом с ней лягут ключ и листы проверки."
            )

        return Path(name)

    def grid(self, table: Table) -> Grid:
        """The cells of a table and the contiguous filled rows right under it, in one block."""
        if table.name not in self._grids:
            self._grids[table.name] = self._read(table)

        return self._grids[table.name]

    def write(self, table: Table, frame: pd.DataFrame) -> None:
        """Write a frame into a table by the table's rules: a block per run of columns, people's columns only in new rows."""
        before = self.grid(table)
        grid = Grid(before.sheet, before.top, before.left, before.headings, merge(table, before, frame))
        sheet = self._workbook.sheets[grid.sheet]
        rows = max(len(grid.rows), 1)
        width = len(grid.headings)
        self._table(table).resize(sheet.range((grid.top, grid.left), (grid.top + rows, grid.left + width - 1)))
        blank: list[list[Any]] = [[None] * width] * (len(before.rows) - len(grid.rows))
        cells = [*grid.rows, *blank]
        for first, last in _runs(table, grid, rows_are_new=len(grid.rows) != len(before.rows)):
            block = [[None if isinstance(cell, Formula) else cell for cell in row[first : last + 1]] for row in cells]
            if block:
                sheet.range((grid.top + 1, grid.left + first)).value = block
        self._formulas(table, grid, sheet)
        self._grids[table.name] = grid

    def ask(self, question: Question) -> str:
        """Ask by the program's own box; Cancel ends the action.

        Raises:
            ObjectivityError: the user cancelled, or an answer is needed and there is none.
        """
        answer = self._workbook.app.api.InputBox(question.prompt, "Объективность")
        if answer is False or (not answer and not question.optional):
            raise ObjectivityError("Действие отменено, книга не изменена.")

        return str(answer)

    def progress(self, message: str) -> None:
        """Show what is being done in the status bar; ``""`` gives the bar back."""
        self._workbook.app.status_bar = message or False

    def say(self, message: str) -> None:
        """Tell the user how it went."""
        self._workbook.app.alert(message, "Объективность")

    def _read(self, table: Table) -> Grid:
        found = self._table(table)
        heading = found.header_row_range
        sheet = found.range.sheet
        top, left, width = heading.row, heading.column, heading.columns.count
        bottom = max(found.range.last_cell.row, sheet.used_range.last_cell.row)
        block = sheet.range((top, left), (max(bottom, top + 1), left + width - 1)).options(ndim=2).value
        inside = found.range.last_cell.row - top
        rows = [[_plain(cell) for cell in row] for row in block[1:]]
        end = next((at for at, row in enumerate(rows) if at >= inside and all(is_blank(cell) for cell in row)), len(rows))

        return Grid(sheet.name, top, left, [str(cell) for cell in block[0]], rows[:end])

    def _table(self, table: Table) -> Any:
        for sheet in self._workbook.sheets:
            for found in sheet.tables:
                if found.name == table.excel:
                    return found
        raise ObjectivityError(
            f"В книге не найдена таблица «{table.excel}» (лист «{table.sheet}»). Её удалили или переименовали: верните лист из копии или создайте новую книгу."
        )

    @staticmethod
    def _formulas(table: Table, grid: Grid, sheet: Any) -> None:
        positions = grid.positions()
        for column in table.columns:
            if column.filling == "formula" and column.heading in positions:
                at = grid.left + positions[column.heading]
                sheet.range((grid.top + 1, at), (grid.top + max(len(grid.rows), 1), at)).formula = table.formula(column)
        for at in range(len(grid.headings)):
            for number, row in enumerate(grid.rows):
                if isinstance(row[at], Formula):
                    sheet.range((grid.top + 1 + number, grid.left + at)).formula = row[at].text


def _runs(table: Table, grid: Grid, *, rows_are_new: bool) -> list[tuple[int, int]]:
    """Runs of neighbouring columns to write: all of them when rows came or went, else only those that the product fills."""
    formulas = {column.heading for column in table.columns if column.filling == "formula"}
    people = {column.heading for column in table.columns if column.filling == "people"}
    known = {column.heading for column in table.columns}
    skipped = formulas if rows_are_new else formulas | people | (set(grid.headings) - known)
    runs: list[tuple[int, int]] = []
    for at, heading in enumerate(grid.headings):
        if heading in skipped:
            continue
        if runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))

    return runs


def _plain(cell: Any) -> Any:
    """A cell as the core takes it: dates without a time of day are dates."""
    if isinstance(cell, dt.datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date()

    return None if cell == "" else cell
