"""The Book over xlwings: the workbook that is open in the spreadsheet program, read and written in blocks."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from objectivity_core.tables.grid import Grid, split_at_gap, with_beside
from objectivity_core.tables.merge import merge
from objectivity_core.tables.panel import CHARTED, CHARTED_NAMES
from xl_macros.book.live_blocks import FORMATS, contents, dates, plan
from xl_macros.book.live_sheet import live_sheet
from xl_macros.dialogs.excel import dialogs_of
from xl_macros.disk.safe_files import COPIES, backup
from xl_macros.errors import ObjectivityError, no_table, totals_row

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    import pandas as pd
    import xlwings as xw

    from objectivity_core.tables import Table
    from xl_macros.book.live_blocks import Kind
    from xl_macros.book.live_sheet import LiveSheet
    from xl_macros.dialogs.excel import Dialogs
    from xl_macros.dialogs.question import Question


class _Found(NamedTuple):
    """Where a table is: its sheet and itself in xlwings, its sheet in the program."""

    sheet: Any
    table: Any
    live: LiveSheet


class LiveBook:
    """An open workbook. Nothing is saved: that stays the user's decision.

    Attributes:
        copy: the dated copy of the file, made before the first write.
    """

    def __init__(self, workbook: xw.Book, dialogs: Dialogs | None = None) -> None:
        """Take an open workbook; ``dialogs`` ask instead of the program's own."""
        self._workbook = workbook
        self._dialogs = dialogs
        self._grids: dict[str, Grid] = {}
        self._found: dict[str, _Found] = {}
        self._unfiltered: list[str] = []
        self.copy: Path | None = None

    @classmethod
    def caller(cls) -> LiveBook:
        """The workbook whose button was clicked."""
        import xlwings as xw

        named = _arguments()
        if "=" not in named.get("wb", ""):
            return cls(xw.Book.caller())
        app = next(app for app in xw.apps if str(app.hwnd) == named["hwnd"])  # xlwings cuts the name at the «=»

        return cls(app.books[named["wb"]])

    @property
    def path(self) -> Path:
        """Where the workbook lies.

        Raises:
            ObjectivityError: it was never saved, or lies in a cloud under an address.
        """
        # Asked of Excel itself: xlwings would look for a folder that an address stands for, and stumble in English.
        name = str(getattr(self._workbook.api, "FullName", "") or self._workbook.fullname)
        if "://" in name or not Path(name).is_absolute():
            raise ObjectivityError(
                f"Сохраните книгу «{self._workbook.name}» на диск этого компьютера: рядом с ней лягут ключ и листы проверки."
            )

        return Path(name)

    @property
    def aftermath(self) -> str:
        """Whether writing had begun, and where the book as it was lies."""
        if self.copy is None:
            return "Книга не изменена."

        return f"Часть листов могла измениться; книга, какой её сохраняли, — «{COPIES}/{self.copy.name}»."

    def grid(self, table: Table) -> Grid:
        """The cells of a table and the contiguous filled rows right under it, in one block."""
        if table.name not in self._grids:
            self._grids[table.name] = self._read(table)

        return self._grids[table.name]

    def writable(self, table: Table) -> None:
        """Make sure that a table can be written.

        Raises:
            ObjectivityError: its sheet is protected, or the workbook is open for reading only or shared.
        """
        found = self._find(table)
        if obstacle := found.live.obstacle():
            raise ObjectivityError(obstacle.format(sheet=found.sheet.name, book=self._workbook.name))

    def write(self, table: Table, frame: pd.DataFrame, gone: Container[int] = ()) -> None:
        """Write a frame into a table by the table's rules, without the rows that are gone, in blocks, and only what changed.

        Before the first write the file as it was last saved is copied beside itself. Rows out of sight are shown first, and filters
        put back. Calculation is paused meanwhile and set back, also after an error.

        Raises:
            ObjectivityError: the workbook was never saved, or the copy cannot be written.
        """
        before = self.grid(table)
        after = dataclasses.replace(before, rows=merge(table, before, frame, gone))
        if self.copy is None:
            self.copy = backup(self.path, dt.datetime.now().astimezone())
        bottom = after.top + max(len(before.rows), len(after.rows), 1)
        with self._all_rows(table, after.top, bottom):
            with self._workbook.app.properties(calculation="manual"):
                self._write(table, before, after)
            self._grids[table.name] = after

    def ask(self, question: Question) -> str:
        """Ask by the program's own dialogs; Cancel ends the action.

        Raises:
            ObjectivityError: the user cancelled, or an answer is needed and there is none.
        """
        answer = (self._dialogs or dialogs_of(self._workbook.app)).ask(question)
        if answer is None or (not answer and not question.optional):
            raise ObjectivityError("Действие отменено, книга не изменена.")

        return answer

    def progress(self, message: str) -> None:
        """Show what is being done in the status bar; ``""`` gives the bar back."""
        self._workbook.app.status_bar = message or False

    def say(self, message: str) -> None:
        """Tell the user how it went, and which rows stay shown that were out of sight."""
        if self._unfiltered:
            titles = ", ".join(f"«{title}»" for title in dict.fromkeys(self._unfiltered))
            message = (
                f"{message} Показаны все строки (фильтр или скрытые строки): {titles}. Если нужно, отберите их снова."
            )
        self._unfiltered.clear()
        self._workbook.app.alert(message, "Объективность")

    @contextlib.contextmanager
    def _all_rows(self, table: Table, top: int, bottom: int) -> Iterator[None]:
        """Let nothing of these rows be out of sight meanwhile."""
        sheet, _, live = self._find(table)
        again = live.show(top, bottom)
        if again is None:
            yield
            return
        whole = False
        try:
            yield
            whole = again()
            self._grids.pop(table.name, None)  # LibreOffice sorts a sorted table anew with its filter
        finally:
            if not whole:
                self._unfiltered.append(sheet.name)

    def _read(self, table: Table) -> Grid:
        sheet, found, live = self._find(table)
        if found.show_totals:
            raise totals_row(table)
        whole = found.range
        top, left, (height, width) = whole.row, whole.column, whole.shape
        bottom = max(top + height - 1, live.last_filled(left, width))
        block = (
            sheet.range((top, left), (bottom, left + width - 1 + table.pasted)).options(ndim=2, err_to_str=True).value
        )
        cells = [[_plain(cell) for cell in row] for row in block[1:]]
        rows, below = split_at_gap([row[:width] for row in cells], height - 1)
        grid = Grid(sheet.name, top, left, [str(cell) for cell in block[0][:width]], rows, below)
        if not any(cell is not None for row in cells[: len(rows)] for cell in row[width:]):
            return grid
        last = sheet.used_range.last_cell.column
        beside = sheet.range((top + 1, left + width), (top + len(rows), last)).options(ndim=2, err_to_str=True).value

        return with_beside(grid, [[_plain(cell) for cell in row] for row in beside])

    def _find(self, table: Table) -> _Found:
        """The table and its sheet, looked up once: where it should be, else anywhere."""
        if table.name not in self._found:
            for sheet in self._sheets(table.sheet):
                if table.excel in sheet.tables:
                    live = live_sheet(sheet, self._program)
                    self._found[table.name] = _Found(sheet, sheet.tables[table.excel], live)
                    break
            else:
                raise no_table(table, self._workbook.name)

        return self._found[table.name]

    @functools.cached_property
    def _program(self) -> str:
        return str(self._workbook.app.engine.name)

    def _sheets(self, title: str) -> Iterator[Any]:
        with contextlib.suppress(Exception):  # each engine has its own error for a sheet that is not there
            yield self._workbook.sheets[title]
        yield from self._workbook.sheets

    def _write(self, table: Table, before: Grid, after: Grid) -> None:
        sheet, found, live = self._find(table)
        width, height = len(after.headings), max(len(after.rows), 1)
        own = width - after.beside

        def cells(top: int, first: int, bottom: int, last: int) -> Any:
            return sheet.range((after.top + 1 + top, after.left + first), (after.top + 1 + bottom, after.left + last))

        @functools.cache
        def standing() -> Any:
            rows = min(len(before.rows), len(after.rows))
            block = cells(0, 0, rows - 1, width - 1).formula

            return block if isinstance(block, tuple | list) else ((block,),)

        fewer, more = sorted((len(before.rows), len(after.rows)))
        if fewer < more:
            cells(fewer, 0, more - 1, (own if len(before.rows) == fewer else width) - 1).clear_contents()
        if found.range.shape[0] != height + 1:
            found.resize(sheet.range((after.top, after.left), (after.top + height, after.left + own - 1)))
        if table.name in CHARTED_NAMES:
            live.charts_follow(after.top + 1, after.left, width, min(height, CHARTED))
        for planned in plan(table, before, after):
            block, data = contents(table, planned, before, after, standing)
            for kind, first, last in block.runs():
                self._format(kind, cells(block.top, first, block.bottom, last))
            cells(block.top, block.first, block.bottom, block.last).raw_value = data
            for at, top, bottom in dates(block, after):
                cells(top, at, bottom, at).number_format = FORMATS["date"]

    @staticmethod
    def _format(kind: Kind, target: Any) -> None:
        """Format cells before they are written; a date format that people chose stays."""
        if kind in FORMATS and not (kind == "date" and "y" in (target.number_format or "").lower()):
            target.number_format = FORMATS[kind]


def _arguments() -> dict[str, str]:
    """What RunPython passes on the command line: ``--wb=NAME``, ``--hwnd=NUMBER`` and more."""
    pairs = (word.removeprefix("--").partition("=") for word in sys.argv if word.startswith("--"))

    return {name: value.strip() for name, _, value in pairs}


def _plain(cell: Any) -> Any:
    """A cell as the core takes it: dates without a time of day are dates."""
    if isinstance(cell, dt.datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date()

    return None if cell == "" else cell
