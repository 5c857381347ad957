"""The Book without a spreadsheet program: read by calamine, written part by part, nothing lost."""

from __future__ import annotations

import dataclasses
import zipfile
import zlib
from typing import TYPE_CHECKING

from objectivity_core.formulas.figures import is_counted, known_formulas, school_formula, school_text
from objectivity_core.formulas.panel_figures import panel_formulas
from objectivity_core.formulas.values import FORMULAS, Values
from objectivity_core.tables import TABLES, Table
from objectivity_core.tables.merge import merge
from objectivity_core.tables.panel import CHARTED_TABLES
from xl_macros.book.book_writer import BookWriter
from xl_macros.book.chart_parts import chart_columns
from xl_macros.book.reader import TableReader
from xl_macros.disk.safe_files import fingerprint, write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.look.measure import table_row_height

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Container, Mapping
    from pathlib import Path

    import pandas as pd

    from objectivity_core.settings import Settings
    from objectivity_core.tables.grid import Grid
    from xl_macros.dialogs.question import Question


class FileBook:
    """A workbook file. Reading and writing happen in memory; nothing reaches the disk before :meth:`save`."""

    def __init__(
        self,
        path: Path,
        answers: Mapping[str, str] | None = None,
        *,
        secret: Callable[[Question], str] | None = None,
        confirm: Callable[[Question], bool | None] | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        """Open a workbook.

        Args:
            path: the file.
            answers: answers to the questions of actions, by name.
            secret: how a secret is asked for.
            confirm: shows what was understood and asks whether to write it; without it the answer is yes. Of an offer it may return None: nobody is
                there to ask; without it nobody is.
            say: where messages go.

        Raises:
            ObjectivityError: the file cannot be read as a workbook.
        """
        self.path = path
        self._seen = self._fingerprint()
        self._answers = dict(answers or {})
        self._secret, self._confirm, self._say = secret, confirm, say
        self._reader = TableReader(path)
        self._grids: dict[str, Grid] = {}
        self._writer: BookWriter | None = None
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

    def writable(self, table: Table) -> None:  # noqa: ARG002 - a sheet of a file is as good as another
        """A file's sheet can always be written: protection binds people, not files. The file must be the one that was read.

        Raises:
            ObjectivityError: somebody has changed it meanwhile.
        """
        self._ensure_unchanged()

    def _ensure_unchanged(self) -> None:
        if self._fingerprint() != self._seen:
            raise ObjectivityError(
                f"Книгу «{self.path.name}» изменили или убрали, пока работала программа: другая программа или другой компьютер. Чужое не затёрто, в книгу ничего не записано; запустите действие ещё раз."
            )

    def _fingerprint(self) -> str:
        """Of the file as it is now; "" where it cannot be read: opening it says why."""
        try:
            return fingerprint(self.path.read_bytes()) if self.path.is_file() else ""
        except OSError:
            return ""

    def without_tables(self) -> ObjectivityError:
        """What to say of a workbook that has none of the product's tables."""
        return self._reader.without_tables()

    def write(self, table: Table, frame: pd.DataFrame, gone: Container[int] = ()) -> None:
        """Write a frame into a table by the table's rules, without the rows that are gone."""
        grid = self.grid(table)
        self._grids[table.name] = dataclasses.replace(grid, rows=merge(table, grid, frame, gone))
        self._changed.add(table.name)

    def typed(self, table: Table) -> None:
        """Take over what was typed straight into the rows of :meth:`grid`."""
        self._changed.add(table.name)

    def ask(self, question: Question) -> str:
        """The answer given when the book was opened; a secret is asked for.

        Raises:
            ObjectivityError: an answer is needed and there is none, or it was no.
        """
        if question.kind == "offer":
            answered = self._confirm(question) if self._confirm else None
            return {True: "да", False: "нет", None: ""}[answered]
        if question.kind == "confirm":
            if self._confirm and not self._confirm(question):
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

    def prepare(self) -> BookWriter:
        """Make sure, before anything is written anywhere, that :meth:`save` can write the workbook anew.

        Raises:
            ObjectivityError: something inside it is damaged.
        """
        if self._writer is None:
            try:
                data = self.path.read_bytes()
                self._ensure_unchanged()
                self._writer = BookWriter(data)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError) as error:
                raise ObjectivityError(
                    f"Файл «{self.path.name}» открывается, но записать его заново нельзя: внутри есть повреждение. Откройте его в Excel и сохраните, затем повторите."
                ) from error

        return self._writer

    def save(self, out: Path, settings: Settings, today: dt.date) -> list[str]:
        """Write the workbook to a file, atomically; values stand behind the formulas.

        Args:
            out: the file; the workbook's own path saves in place.
            settings: for the values of formulas.
            today: for the values of formulas.

        Returns:
            What was changed beside the cells (Russian sentences): filters that would hide wrong rows.

        Raises:
            ObjectivityError: the file cannot be written, something inside it is damaged, or somebody has changed the workbook since it was read.
        """
        writer = self.prepare()
        self._writer = None  # it holds the workbook as it is being changed
        computed = Values(
            lambda name: self.grid(TABLES[name]) if self.has(TABLES[name]) else None, today, settings.due_soon
        )
        touched = list(dict.fromkeys([*self._changed, *(name for name in FORMULAS if self.has(TABLES[name]))]))
        changed: dict[str, set[int]] = {}
        for name in touched:
            table, grid = TABLES[name], self.grid(TABLES[name])
            computed.fill(name)
            changed.setdefault(grid.sheet, set()).update(writer.put(table, grid, self._reader.grid(table)))
        for sheet, rows in changed.items():
            self._fit(writer, sheet, rows)
        counted = {name: computed.frame(name) for name in touched if is_counted(TABLES[name])}
        texts = known_formulas(TABLES, counted) | panel_formulas(computed)
        texts[school_formula()] = school_text(settings.school, settings.year)
        writer.store(texts)
        summary = [
            (TABLES[name], self.grid(TABLES[name]), computed.frame(name))
            for name in CHARTED_TABLES
            if self.has(TABLES[name])
        ]
        writer.draw(chart_columns(summary))
        data = writer.packed()
        self._ensure_unchanged()
        write_atomically(out, data, like=self.path)
        if out == self.path:
            self._seen = fingerprint(data)

        return writer.remarks

    def _fit(self, writer: BookWriter, sheet: str, rows: set[int]) -> None:
        """Let rows of a sheet be as high as what the tables that share it say there; a row that says the same keeps its height."""
        grids = [
            (table, grid) for table in TABLES.values() if self.has(table) and (grid := self.grid(table)).sheet == sheet
        ]
        for row in rows:
            heights = [
                table_row_height(table, grid.headings, grid.rows[row - grid.top - 1])
                for table, grid in grids
                if 0 <= row - grid.top - 1 < len(grid.rows)
            ]
            writer.height(sheet, row, max((height for height in heights if height), default=None))
