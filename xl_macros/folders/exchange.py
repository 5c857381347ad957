"""The folder for a neighbouring school's expert, beside the book: codes only, each file proven to name no pupil before it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from objectivity_core.commission.exchange import partner_of
from objectivity_core.commission.exchange_text import INSTRUCTION, SCANS, SCORING, scan_name
from objectivity_core.commission.scoring_sheet import CODE_HEADING
from objectivity_core.log.chain import read_line
from objectivity_core.russian.wording import counted, free_name
from objectivity_core.tables import TABLES
from xl_macros.disk.safe_files import file_name, names_beside, put_aside, whole_folder, windows_text, write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.log.journal import journal_path, read_journal

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter import Workbook

    from objectivity_core.commission.exchange import Package
    from objectivity_core.log.chain import Record
    from xl_macros.look.palette import Look
    from xl_macros.runner.call import Call

_LONGEST_SCHOOL = 60
"""Letters of a school's name in the folder's: Windows takes about 250 for the whole path."""
_COLUMNS = (
    (CODE_HEADING, 14),
    ("Файл скана", 16),
    ("Страниц", 11),
    ("Отправлено", 14),
    ("Получено", 14),
    ("Удалено", 14),
)


def folder_name(call: Call) -> str:
    """The name of the new folder: of the procedure and the school (answers ``procedure``, ``partner``), free beside the book.

    A folder that a run made and died before it could record it gets its name again: its package is made anew in its place.

    Raises:
        ObjectivityError: such a folder was touched, or the log knows it and the book does not: whether it was given away only people know.
    """
    who = partner_of(call.answers["partner"])
    school = f" ({who.school[:_LONGEST_SCHOOL].strip()})" if who else ""
    name, there = file_name(f"Обмен {call.answers['procedure']}{school}"), names_beside(call.path)
    for one in sorted(one for one in there if who and re.fullmatch(rf"{re.escape(name)}(?: \d+)?", one)):
        said, folder = f"папка «{one}»", call.path.absolute().parent / one
        if call.read("log")["message"].str.contains(said, regex=False).any():
            continue
        if not any(said in line["message"] for line in _told(call)) and _untouched(folder):
            return one
        raise ObjectivityError(
            f"Рядом лежит «{one}», а в листе «{TABLES['log'].sheet}» этой книги о нём ничего нет: работу прервали или книгу закрыли без сохранения. Если пакет ещё не передавали, удалите эту папку; если передали, дайте ей другое имя. Затем повторите."
        )

    return free_name(name, there)


def _told(call: Call) -> list[Record]:
    """The lines of the log file."""
    path = journal_path(call.path, call.settings.year)
    if not path.exists():
        return []

    return [record for line in read_journal(path) if (record := read_line(line))]


def _untouched(folder: Path) -> bool:
    """Whether a folder holds nothing but what the program wrote into it, no score filled in."""
    from xl_macros.folders.scoring import is_filled

    names = {path.name for path in folder.iterdir()} if folder.is_dir() and not folder.is_symlink() else {""}
    sheets = names - {SCANS, INSTRUCTION}

    return all(name.startswith(f"{SCORING} ") and not is_filled(folder / name) for name in sheets)


def write_package(call: Call, package: Package) -> Path:
    """Write the folder; everything is made and looked through before the first file is written. See :func:`folder_name` for one that is there.

    Returns:
        The folder.

    Raises:
        ObjectivityError: a file would name a pupil; the folder cannot be made or written.
    """
    from xl_macros.folders.scoring import scoring_workbook

    files = {
        file_name(f"{SCORING} {package.sheet.procedure_id}.xlsx"): scoring_workbook(package.sheet),
        SCANS: scans_workbook(package),
        INSTRUCTION: windows_text(package.instruction),
    }
    _refuse_names(package, files)
    folder = call.path.absolute().parent / package.folder
    with put_aside(folder), whole_folder(folder) as work:
        for name, data in files.items():
            write_atomically(work / name, data)

    return folder


def scans_workbook(package: Package) -> bytes:
    """The list of scans: the file that each code must have, and room to tick off what was sent, received and deleted."""
    from xl_macros.papers.layout import Page, workbook_bytes

    title = SCANS.removesuffix(".xlsx")
    number = counted(len(package.scans), "работа", "работы", "работ")

    def fill(workbook: Workbook, look: Look) -> None:
        page = Page(workbook, look, title, [width for _, width in _COLUMNS], landscape=False)
        page.head(
            f"{title}: {package.sheet.title}", "Имя файла — только код. Титульный лист и фамилию не сканируйте.", number
        )
        page.headings([heading for heading, _ in _COLUMNS])
        for code in package.scans:
            page.cells([code, scan_name(code), "", "", "", ""], {})
        page.finish("", package.sheet.procedure_id)

    return workbook_bytes(title, fill)


def _refuse_names(package: Package, files: dict[str, bytes]) -> None:
    """Raise when a file says who wrote a work.

    Raises:
        ObjectivityError: it does; nothing was written.
    """
    from objectivity_core.anonymity import roster_of
    from objectivity_core.findings import errors
    from xl_macros.anonymity import check_clean

    roster = roster_of(package.pupils, package.staff, package.words)
    for name, data in files.items():
        if leaks := errors(check_clean(f"{package.folder}/{name}", data, roster, [package.sheet.expert])):
            raise ObjectivityError(
                f"Пакет обмена не записан, проверка на имена не пройдена: {leaks[0].message} {leaks[0].remedy}".strip()
            )
