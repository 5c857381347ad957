"""What a school gives to an action as a file: a plan, a timetable, a journal, tasks of a work, external results."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from objectivity_core.comparison.external import External
    from objectivity_core.comparison.own_marks.load import Journal
    from objectivity_core.comparison.work_tasks import TaskFile
    from objectivity_core.findings import Finding
    from objectivity_core.plan.importing.load import PlanFiles
    from objectivity_core.russian.document import Document
    from xl_macros.book.protocol import Book
    from xl_macros.runner.call import Call


def plan_files(call: Call) -> PlanFiles:
    """The files of the answer ``file``, and the measures that may give way to theirs.

    Raises:
        ObjectivityError: a file cannot be read.
    """
    from objectivity_core.plan.importing.load import PlanFiles
    from xl_macros.documents.read import named_files

    return PlanFiles(read_apart(named_files(call.answers["file"])), ready_made(call.book))


def read_apart(paths: Sequence[Path]) -> tuple[Document, ...]:
    """Documents that somebody else may have made, read by a second process.

    Raises:
        ObjectivityError: one cannot be read, or not within its bounds.
    """
    from xl_macros.disk.apart import Apart
    from xl_macros.documents.read import read_document

    with Apart() as apart:
        return tuple(apart.read(path, read_document) for path in paths)


def ready_made(book: Book) -> pd.DataFrame | None:
    """The measures of a new book; None where people keep something of their own beside them: it is in no frame, and would go with its row."""
    from xl_macros.build.content import product_content

    table = TABLES["measures"]
    grid = book.grid(table)
    own = [at for at, heading in enumerate(grid.headings) if heading not in table.headings]
    if any(not is_blank(row[at]) for row in grid.rows for at in own):
        return None

    return product_content()["measures"]


def timetable(call: Call) -> Document | None:
    """The file of the answer ``file``; None: what was pasted onto the sheet.

    Raises:
        ObjectivityError: it cannot be read.
    """
    return read_apart([Path(call.answers["file"])])[0] if call.answers["file"] else None


def journal(call: Call) -> Journal:
    """The journal of the answer ``file``, or what was pasted onto «Отметки».

    Raises:
        ObjectivityError: the file cannot be read.
    """
    from objectivity_core.comparison.own_marks.load import Journal
    from xl_macros.documents.read import read_cells

    table = TABLES["own_marks"]
    document = read_cells(Path(call.answers["file"])) if call.answers["file"] else None

    return Journal(call.tables[table.name], document, call.book.grid(table))


def task_file(call: Call) -> TaskFile:
    """The official form or Ф1 of the answer ``file``, and «Задания» as they were typed.

    Raises:
        ObjectivityError: the file cannot be read.
    """
    from objectivity_core.comparison.work_tasks import TaskFile
    from xl_macros.documents.read import read_cells

    return TaskFile(call.tables["tasks"], read_cells(Path(call.answers["file"])))


def external(call: Call) -> External | Finding | None:
    """External results from the file of the answer ``file``; a finding where its layout is unknown, None: the results of the book.

    Raises:
        ObjectivityError: it cannot be read.
    """
    if not call.answers["file"]:
        return None
    from objectivity_core.comparison.external import read_individual
    from objectivity_core.comparison.rules import UNKNOWN_LAYOUT
    from xl_macros.disk.apart import Apart
    from xl_macros.documents.read import read_cells

    with Apart() as apart:
        document = apart.read(Path(call.answers["file"]), read_cells)
    tables = {table.title or f"таблица {number}": table.rows for number, table in enumerate(document.tables, start=1)}
    found = read_individual(document.name, tables)
    if found is None:
        return UNKNOWN_LAYOUT.at(where=document.name)

    return dataclasses.replace(found, findings=(*document.findings, *found.findings))
