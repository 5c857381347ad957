"""Papers in a new folder beside the book: people's pages, calendars, messages, the plan to print, codes to cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.russian.wording import free_name
from objectivity_core.state import Beside
from xl_macros.disk.safe_files import (
    file_name,
    free_folder,
    free_path,
    make_folder,
    names_beside,
    whole_folder,
    windows_text,
    write_atomically,
)
from xl_macros.errors import ObjectivityError
from xl_macros.papers.pdf import find_office, to_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from objectivity_core.codes.slips import SlipPapers
    from objectivity_core.plan.duty_papers import DutyPapers
    from objectivity_core.plan.printed_plan import PrintedPlan
    from xl_macros.runner.call import Call

TASKS_BOOK, PLAN_BOOK, OVERDUE_BOOK = "Мои дела", "План", "Просроченное"
CALENDARS, MESSAGES, NO_PDF = "Календари", "Сообщения для чата.txt", "PDF не получился.txt"
_LONGEST = 80
"""Letters of a file's name: Windows takes about 250 for the whole path."""


def beside(call: Call) -> Beside:
    """What lies beside the book, and whether this computer can make PDFs."""
    return Beside(names_beside(call.path), find_office() is not None)


def write_duties(call: Call, papers: DutyPapers) -> Path:
    """Write the folder «Мои дела».

    Returns:
        The folder.

    Raises:
        ObjectivityError: it cannot be made or written.
    """
    from xl_macros.papers.calendars import calendar_file
    from xl_macros.papers.duties_book import duties_workbook

    books = {TASKS_BOOK: duties_workbook(papers)}
    messages = "\n\n\n".join(f"=== {page.name} ===\n\n{page.message}" for page in papers.pages)
    folder = free_folder(call.path.parent / papers.folder)
    with whole_folder(folder) as work:
        write_atomically(work / MESSAGES, windows_text(messages))
        calendars = make_folder(work / CALENDARS)
        for page in papers.pages:
            if page.entries:
                path = free_path(calendars / f"{file_name(page.label[:_LONGEST])}.ics")
                write_atomically(path, calendar_file(page, f"{papers.school}|{papers.year}", papers.now))
        _write_books(work, books, pdf=papers.pdf)

    return folder


def write_plan(call: Call, papers: PrintedPlan) -> Path:
    """Write the folder «Печать плана».

    Returns:
        The folder.

    Raises:
        ObjectivityError: it cannot be made or written.
    """
    from xl_macros.papers.plan_books import overdue_workbook, plan_workbook

    books = {OVERDUE_BOOK: overdue_workbook(papers), PLAN_BOOK: plan_workbook(papers)}

    return _write_folder(call, papers.folder, books, pdf=papers.pdf)


def write_slips(call: Call, papers: SlipPapers) -> Path:
    """Write the folder «Печать кодов»: a workbook per procedure.

    Returns:
        The folder.

    Raises:
        ObjectivityError: it cannot be made or written.
    """
    from xl_macros.papers.slips_book import slips_workbook

    books: dict[str, bytes] = {}
    for one in papers.procedures:
        books[free_name(file_name(one.procedure_id), books)] = slips_workbook(one, papers)

    return _write_folder(call, papers.folder, books, pdf=papers.pdf)


def _write_folder(call: Call, name: str, books: dict[str, bytes], *, pdf: bool) -> Path:
    folder = free_folder(call.path.parent / name)
    with whole_folder(folder) as work:
        _write_books(work, books, pdf=pdf)

    return folder


def _write_books(folder: Path, books: dict[str, bytes], *, pdf: bool) -> None:
    for name, data in books.items():
        write_atomically(folder / f"{name}.xlsx", data)
    _add_pdfs(folder, books, wanted=pdf)


def _add_pdfs(folder: Path, books: dict[str, bytes], *, wanted: bool) -> None:
    """Put the PDFs beside the workbooks; when they fail, a note instead: the workbooks are there already."""
    program = find_office() if wanted else None
    if program is None:
        return
    try:
        made = to_pdf(program, list(books.values()))
    except ObjectivityError as error:
        write_atomically(folder / NO_PDF, windows_text(f"{error} Откройте файл .xlsx и выберите «Сохранить как PDF»."))
        return
    for name, data in zip(books, made, strict=True):
        write_atomically(folder / f"{name}.pdf", data)
