"""The Book without a spreadsheet program: read by calamine, written by openpyxl, nothing lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from copy import copy
from typing import TYPE_CHECKING, Any

from objectivity_core.formulas.figures import is_counted, known_formulas, school_formula, school_text
from objectivity_core.formulas.panel_figures import panel_formulas
from objectivity_core.formulas.values import FORMULAS, Values
from objectivity_core.tables import TABLES, Table
from objectivity_core.tables.grid import NOT_IN_XML, Formula, Grid, column_letter, differs
from objectivity_core.tables.merge import merge
from objectivity_core.tables.panel import CHARTED_TABLES
from xl_macros.book.chart_parts import chart_columns, kept_charts
from xl_macros.book.package_parts import lost_parts, store_values
from xl_macros.book.reader import TableReader
from xl_macros.disk.safe_files import write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.look.measure import table_row_height

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from objectivity_core.settings import Settings
    from xl_macros.dialogs.question import Question


class FileBook:
    """A workbook file. Reading and writing happen in memory; nothing reaches the disk before :meth:`save`."""

    def __init__(
        self,
        path: Path,
        answers: Mapping[str, str] | None = None,
        *,
        secret: Callable[[Question], str] | None = None,
        confirm: Callable[[str], bool] | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        """Open a workbook.

        Args:
            path: the file.
            answers: answers to the questions of actions, by name.
            secret: how a secret is asked for.
            confirm: shows what was understood and asks whether to write it; without it the answer is yes.
            say: where messages go.

        Raises:
            ObjectivityError: the file cannot be read as a workbook.
        """
        self.path = path
        self._answers = dict(answers or {})
        self._secret, self._confirm, self._say = secret, confirm, say
        self._reader = TableReader(path)
        self._grids: dict[str, Grid] = {}
        self._loaded: tuple[bytes, Workbook, list[str]] | None = None
        self._changed: set[str] = set()

    @property
    def aftermath(self) -> str:
        """Nothing reaches the disk before :meth:`save`."""
        return "Книга не изменена."

    def grid(self, table: Table) -> Grid:
        """The cells of a table as they stand, with what was written since opening."""
        if table.name not in self._grids:
            self._grids[table.name] = self._reader.grid(table)

        return self._grids[table.name]

    def has(self, table: Table) -> bool:
        """Whether the workbook has the table."""
        return self._reader.has(table)

    def writable(self, table: Table) -> None:
        """A file's sheet can always be written: protection binds people, not files."""

    def write(self, table: Table, frame: pd.DataFrame) -> None:
        """Write a frame into a table by the table's rules."""
        grid = self.grid(table)
        self._grids[table.name] = dataclasses.replace(grid, rows=merge(table, grid, frame))
        self._changed.add(table.name)

    def typed(self, table: Table) -> None:
        """Take over what was typed straight into the rows of :meth:`grid`."""
        self._changed.add(table.name)

    def ask(self, question: Question) -> str:
        """The answer given when the book was opened; a secret is asked for.

        Raises:
            ObjectivityError: an answer is needed and there is none, or it was no.
        """
        if question.kind == "confirm":
            if self._confirm and not self._confirm(question.prompt):
                raise ObjectivityError("Действие отменено, книга не изменена.")
            return "да"
        answer = self._answers.get(question.name, "")
        if not answer and question.kind == "secret" and self._secret:
            answer = self._secret(question)
        if answer and question.choices and answer not in question.choices:
            raise ObjectivityError(f"«{answer}» — такого нет. {question.prompt}: {', '.join(question.choices)}.")
        if not answer and not question.optional:
            raise ObjectivityError(f"Нужен ответ: {question.prompt}. Укажите параметр --{question.name}.")

        return answer

    def progress(self, message: str) -> None:
        """A file has no status bar."""

    def say(self, message: str) -> None:
        """Pass a message on."""
        if self._say:
            self._say(message)

    def answer(self, **answers: str) -> None:
        """Change the answers, for several actions on one open book."""
        self._answers = answers

    def prepare(self, out: Path) -> tuple[bytes, Workbook, list[str]]:
        """Make sure, before anything is written anywhere, that :meth:`save` can write to that file.

        Args:
            out: the file.

        Returns:
            The file's bytes, the loaded workbook, and what could not be kept.

        Raises:
            ObjectivityError: saving in place would lose something, or the workbook cannot be loaded for writing.
        """
        if self._loaded is None:
            source = self.path.read_bytes()
            self._loaded = source, _load(source, self.path), lost_parts(source)
        lost = self._loaded[2]
        if lost and out == self.path:
            raise ObjectivityError(
                f"В книге «{self.path.name}» есть то, что пропало бы при записи: {', '.join(lost)}. Запишите результат в новый файл (без --in-place)."
            )

        return self._loaded

    def save(self, out: Path, settings: Settings, today: dt.date) -> list[str]:
        """Write the workbook to a file, atomically; values stand behind the formulas.

        Args:
            out: the file; the workbook's own path saves in place.
            settings: for the values of formulas.
            today: for the values of formulas.

        Returns:
            What could not be kept (Russian, one per kind); always empty when saving in place.

        Raises:
            ObjectivityError: the file cannot be written, or saving in place would lose something.
        """
        from xl_macros.book.memory_writer import saved

        source, workbook, lost = self.prepare(out)
        self._loaded = None  # saving changes the loaded workbook
        values: dict[tuple[str, str], Any] = {}
        computed = Values(
            lambda name: self.grid(TABLES[name]) if self.has(TABLES[name]) else None, today, settings.due_soon
        )
        touched = list(dict.fromkeys([*self._changed, *(name for name in FORMULAS if self.has(TABLES[name]))]))
        for name in touched:
            table, grid = TABLES[name], self.grid(TABLES[name])
            computed.fill(name)
            values |= _put(workbook[grid.sheet], table, grid, self._reader.grid(table))
        _recalculate_on_load(workbook)
        plain = saved(workbook)
        counted = {name: computed.frame(name) for name in touched if is_counted(TABLES[name])}
        texts = known_formulas(TABLES, counted) | panel_formulas(computed)
        texts[school_formula()] = school_text(settings.school, settings.year)
        summary = [
            (TABLES[name], self.grid(TABLES[name]), computed.frame(name))
            for name in CHARTED_TABLES
            if self.has(TABLES[name])
        ]
        charts = kept_charts(source, plain, chart_columns(summary))
        write_atomically(out, store_values(plain, source, values, texts, self._reader.value, charts))

        return lost


def _load(source: bytes, path: Path) -> Workbook:
    import openpyxl

    try:
        workbook = openpyxl.load_workbook(io.BytesIO(source), keep_vba=path.suffix.lower() == ".xlsm")
    except Exception as error:
        raise ObjectivityError(
            f"Файл «{path.name}» открывается, но записать его заново нельзя: внутри есть повреждение. Откройте его в Excel и сохраните, затем повторите."
        ) from error
    if archive := workbook.vba_archive:
        # openpyxl leaves it open for appending; closed only by the garbage collector, it may write into a buffer that is gone.
        buffer = archive.fp
        archive.close()
        workbook.vba_archive = zipfile.ZipFile(buffer)

    return workbook


def _recalculate_on_load(workbook: Workbook) -> None:
    workbook.calculation.fullCalcOnLoad = True


def _put(sheet: Worksheet, table: Table, grid: Grid, before: Grid) -> dict[tuple[str, str], Any]:
    """Put a grid onto its sheet: only cells that changed; the table's range follows. Values of formulas are returned by (sheet, cell)."""
    values: dict[tuple[str, str], Any] = {}
    old = before.rows
    for number in range(max(len(grid.rows), len(old))):
        new_row = grid.rows[number] if number < len(grid.rows) else [None] * len(grid.headings)
        old_row = old[number] if number < len(old) else None
        gone = number >= len(grid.rows)  # a formula may stand there whose value is blank
        for at, value in enumerate(new_row):
            if isinstance(value, Formula):
                values[grid.sheet, f"{column_letter(grid.left + at)}{grid.top + 1 + number}"] = value.value
            if old_row is not None and not gone and not differs(old_row[at], value):
                continue
            cell = sheet.cell(grid.top + 1 + number, grid.left + at)
            if number and not cell.has_style:
                model = sheet.cell(grid.top + 1, grid.left + at)
                if model.has_style:
                    cell._style = copy(model._style)  # noqa: SLF001 - openpyxl's own way to copy a style whole
            _set(cell, value)
        if [getattr(value, "value", value) for value in new_row] != old_row:  # else a height set by hand stays
            sheet.row_dimensions[grid.top + 1 + number].height = table_row_height(table, grid.headings, new_row)
    last = grid.top + max(len(grid.rows), 1)
    ref = f"{column_letter(grid.left)}{grid.top}:{column_letter(grid.left + len(grid.headings) - 1)}{last}"
    excel_table = sheet.tables[table.excel]
    if excel_table.ref != ref:
        excel_table.ref = ref
        excel_table.sortState = None  # how it was sorted: its range would reach beyond the table
    if excel_table.autoFilter is not None:
        excel_table.autoFilter.ref = ref
        excel_table.autoFilter.sortState = None

    return values


def _set(cell: Any, value: Any) -> None:
    if isinstance(value, Formula):
        cell.value = value.text
    elif isinstance(value, str):
        cell.value = NOT_IN_XML.sub(" ", value)
        cell.data_type = "s"  # a text that begins with = + - @ stays text
    elif isinstance(value, dt.date):
        number_format = cell.number_format
        cell.value = value
        cell.number_format = number_format if "y" in number_format.lower() else "dd.mm.yyyy"
    else:
        cell.value = value
