"""Scoring workbooks on disk: one per expert and procedure, codes only; never written over."""

from __future__ import annotations

import dataclasses
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from objectivity_core.commission.exchange_text import INSTRUCTION, SCANS
from objectivity_core.commission.scoring_sheet import HEADING_ROW, SERVICE, SHEET, Returned, ScoringSheet, recognise
from objectivity_core.findings import errors
from objectivity_core.russian.wording import first_of
from objectivity_core.tables.grid import column_letter, is_blank
from xl_macros.book.reader import read_sheets
from xl_macros.disk.apart import Apart
from xl_macros.disk.foreign import local_folder
from xl_macros.disk.in_memory import new_workbook
from xl_macros.disk.safe_files import file_name, free_path, make_folder, write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.folders.rules import NOT_READ, UNREADABLE_SHEET
from xl_macros.look.page import in_header
from xl_macros.look.palette import COMPUTED_FILL, DARK_BLUE, GREEN, GREY, HINT_GREY, LINE, YELLOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from objectivity_core.anonymity import Roster
    from objectivity_core.findings import Finding
    from xl_macros.runner.call import Call

FOLDER = "Листы проверки"
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
"""What calamine reads, however the extension is written."""
_OUR_OWN = frozenset({SCANS, INSTRUCTION})
_MOST = 8


def scoring_folder(book: Path) -> Path:
    """Where scoring workbooks lie unless told otherwise: a folder beside the book."""
    return book.parent / FOLDER


def returned(call: Call) -> list[Returned | Finding]:
    """What came back from the experts.

    Raises:
        ObjectivityError: the folder that was named is not there.
    """
    given = call.answers["folder"] or local_folder(call.settings.scoring_folder)

    return read_returned(Path(given) if given else scoring_folder(call.path))


def give_sheets(call: Call, sheets: list[ScoringSheet]) -> None:
    """Write the experts' workbooks, once they are proven to name no pupil.

    Raises:
        ObjectivityError: see :func:`write_sheets`.
    """
    from xl_macros.anonymity.scan import roster_of_call

    write_sheets(scoring_folder(call.path), sheets, roster_of_call(call))


def write_sheets(folder: Path, sheets: list[ScoringSheet], roster: Roster | None = None) -> list[Path]:
    """Write the scoring workbooks that are not there yet.

    A workbook in which anything is filled is never touched: codes that it lacks go into the expert's empty one, made anew with all of them
    (a sheet with a late code alone would tell its author), or into a further one. All of them are looked
    through for pupils' names before the first is written.

    Args:
        folder: where; one folder per procedure is made in it.
        sheets: what the experts get.
        roster: the pupils who must not be named.

    Raises:
        ObjectivityError: a pupil is named (nothing is written); the folder cannot be made or written.
    """
    due: list[tuple[Path, bytes]] = []
    standing = _standing(folder, sheets)
    for sheet, (given, empty) in zip(sheets, standing, strict=True):
        place = folder / file_name(sheet.procedure_id)
        codes = tuple(code for code in sheet.codes if code not in given)
        if codes and not (empty and set(codes) <= empty[1]):
            kind = ", третья проверка" if sheet.third else ""
            path = place / file_name(f"{sheet.procedure_id} {sheet.expert}{kind}.xlsx")
            path = empty[0] if empty else free_path(path, {path for path, _ in due})  # two experts may share a name
            name = str(path.relative_to(folder.parent))
            due.append((path, clean_workbook(name, dataclasses.replace(sheet, codes=codes), roster)))
    for path, data in due:
        make_folder(path.parent, "Проверьте права.", new=False)
        write_atomically(path, data)

    return [path for path, _ in due]


def clean_workbook(name: str, sheet: ScoringSheet, roster: Roster | None) -> bytes:
    """The workbook of one expert, proven to name no pupil and no computer.

    Args:
        name: how the file will be called, with its folder.
        sheet: what the expert gets.
        roster: the pupils; None where the book has none.

    Raises:
        ObjectivityError: a pupil is named in it.
    """
    from xl_macros.anonymity import check_clean, strip_properties

    data = strip_properties(scoring_workbook(sheet))
    leaks = errors(check_clean(name, data, roster, [sheet.expert, file_name(sheet.expert)])) if roster else []
    if leaks:
        more = f" (и ещё мест: {len(leaks) - 1})" if len(leaks) > 1 else ""
        raise ObjectivityError(
            f"Лист проверки не выдан: в нём имя ученика «{leaks[0].value}» — {leaks[0].where}{more}. Уберите имя из процедуры или заданий и назначьте комиссию снова."
        )

    return data


def read_returned(folder: Path) -> list[Returned | Finding]:
    """Every scoring workbook of a folder and the folders in it; a file that cannot be read is a finding.

    Raises:
        ObjectivityError: there is no such folder.
    """
    if not folder.is_dir():
        raise ObjectivityError(
            f"Папка с листами проверки не найдена: «{folder}». Назначьте комиссию или укажите папку."
        )

    others = [path.name for path in _files(folder) if path.suffix.lower() not in _WORKBOOKS]
    passed = [NOT_READ.at(where=folder.name, files=first_of(others, _MOST))] if others else []

    with Apart() as apart:
        return [*(one for one, _ in _workbooks(folder, apart)), *passed]


def _files(folder: Path) -> list[Path]:
    """The files of a folder and the folders in it, but for those of programs and the product's own; whatever else is called like a workbook, too."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if (path.is_file() or (path.suffix.lower() in _WORKBOOKS and path.exists()))
        and not path.name.startswith(("~$", "."))
        and path.name not in _OUR_OWN
    ]


def _workbooks(folder: Path, apart: Apart) -> Iterator[tuple[Returned | Finding, Path]]:
    """What each workbook of a folder is, with its path; the product's own lists beside the scoring workbooks are none."""
    paths = [path for path in _files(folder) if path.suffix.lower() in _WORKBOOKS]
    times = Counter(path.name for path in paths)
    for path in paths:
        name = path.name if times[path.name] == 1 else str(path.relative_to(folder))
        try:
            yield recognise(name, apart.read(path, read_sheets)), path
        except ObjectivityError as error:
            yield UNREADABLE_SHEET.at(where=name, why=error), path


def _standing(folder: Path, sheets: list[ScoringSheet]) -> list[tuple[set[str], tuple[Path, set[str]] | None]]:
    """Per sheet: codes in the expert's workbooks that stay as they are, and the first empty one of ours with its codes."""
    places = {file_name(sheet.procedure_id): folder / file_name(sheet.procedure_id) for sheet in sheets}
    with Apart() as apart:
        there = {name: list(_workbooks(place, apart)) if place.is_dir() else [] for name, place in places.items()}

    return [_given(there[file_name(sheet.procedure_id)], sheet) for sheet in sheets]


def _given(
    there: list[tuple[Returned | Finding, Path]], sheet: ScoringSheet
) -> tuple[set[str], tuple[Path, set[str]] | None]:
    given: set[str] = set()
    empty: tuple[Path, set[str]] | None = None
    for one, path in there:
        if isinstance(one, Returned) and (one.procedure_id, one.staff_id, one.third) == (
            sheet.procedure_id,
            sheet.staff_id,
            sheet.third,
        ):
            if _has_scores(one) or empty or path.suffix.lower() != ".xlsx":
                given |= set(one.codes)
            else:
                empty = path, set(one.codes)

    return given, empty


def _has_scores(one: Returned) -> bool:
    return any(not is_blank(cell) for _, _, cells in one.rows for cell in cells.values())


def is_filled(path: Path) -> bool:
    """Whether a file is anything but a scoring workbook in which nobody has written yet."""
    try:
        one = recognise(path.name, read_sheets(path))
    except ObjectivityError:
        return True

    return not isinstance(one, Returned) or _has_scores(one)


def scoring_workbook(sheet: ScoringSheet) -> bytes:
    """The workbook of one expert: validated cells, live totals, protected against slips of the hand (no password)."""
    out = io.BytesIO()
    workbook = new_workbook(out, title=f"Лист проверки {sheet.procedure_id}")
    page = workbook.add_worksheet(SHEET)
    _head(workbook, page, sheet)
    _table(workbook, page, sheet)
    page.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
    service = workbook.add_worksheet(SERVICE)
    for number, row in enumerate(sheet.service()):
        service.write_row(number, 0, row)
    service.hide()
    workbook.close()

    return out.getvalue()


def _head(workbook: Any, page: Any, sheet: ScoringSheet) -> None:
    title = workbook.add_format({"font_name": "Calibri", "font_size": 16, "bold": True, "font_color": DARK_BLUE})
    hint = workbook.add_format({"font_name": "Calibri", "font_size": 10, "font_color": HINT_GREY})
    bold = workbook.add_format({"font_name": "Calibri", "bold": True})
    plain = workbook.add_format({"font_name": "Calibri"})
    page.set_column(0, 0, 14)
    page.write_string(0, 0, f"Лист проверки: {sheet.title}" + (" (третья проверка)" if sheet.third else ""), title)
    page.write_string(
        1,
        0,
        "В каждую белую ячейку — балл или X, если ученик не приступал. Пустых ячеек остаться не должно. Файл сохраните под тем же именем.",
        hint,
    )
    page.write_string(2, 0, "Процедура", bold)
    page.write_string(2, 1, sheet.procedure_id, plain)
    page.write_string(3, 0, "Эксперт", bold)
    page.write_string(3, 1, sheet.expert, plain)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADING_ROW - 1)
    page.set_footer(
        f"&L&9 {in_header(sheet.procedure_id)}, страница &P из &N&R&10Подпись эксперта ______________  Дата __________"
    )
    page.freeze_panes(HEADING_ROW, 1)
    page.hide_gridlines(2)


def _table(workbook: Any, page: Any, sheet: ScoringSheet) -> None:
    def style(**more: Any) -> Any:
        return workbook.add_format(
            {"font_name": "Calibri", "border": 1, "border_color": LINE, "align": "center", "valign": "vcenter"} | more
        )

    heading, grey_heading = (
        style(bold=True, font_color="#FFFFFF", bg_color=colour, text_wrap=True) for colour in (DARK_BLUE, GREY)
    )
    code, score = style(font_name="Consolas", num_format="@", bg_color=COMPUTED_FILL), style(locked=False)
    total = style(bold=True, bg_color=COMPUTED_FILL)
    last_task = len(sheet.tasks)
    for at, text in enumerate(sheet.headings()):
        page.write_string(HEADING_ROW - 1, at, text, heading if 1 <= at <= last_task else grey_heading)
    page.set_row(HEADING_ROW - 1, 32)
    page.set_column(1, last_task, 8)
    page.set_column(last_task + 1, last_task + 2, 10)
    for row, number in enumerate(sheet.codes, start=HEADING_ROW):
        span = f"B{row + 1}:{column_letter(last_task + 1)}{row + 1}"
        page.write_string(row, 0, number, code)
        for at in range(1, last_task + 1):
            page.write_blank(row, at, None, score)
        page.write_formula(row, last_task + 1, f"=SUM({span})", total, 0)
        page.write_formula(row, last_task + 2, f"=COUNTBLANK({span})", total, last_task)
    _rules(workbook, page, sheet)


def _rules(workbook: Any, page: Any, sheet: ScoringSheet) -> None:
    """What may be typed, and the colour of what is left."""
    first, end = HEADING_ROW, HEADING_ROW + len(sheet.codes) - 1
    for at, (task, maximum) in enumerate(sheet.tasks, start=1):
        cell = f"{column_letter(at + 1)}{first + 1}"
        number = f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<={maximum},{cell}=INT(N({cell})))"
        rule = {
            "validate": "custom",
            "value": f'=OR({cell}="X",{cell}="Х",{number})',
            "input_title": f"Задание {task}"[:32],
            "input_message": f"Целый балл от 0 до {maximum} или X — не приступал.",
            "error_title": "Такого балла нет",
            "error_message": f"Задание {task}: целый балл от 0 до {maximum} или X, если ученик не приступал.",
        }
        page.data_validation(first, at, end, at, rule)
    left = len(sheet.tasks) + 2
    for sign, colours in (("=0", GREEN), (">0", YELLOW)):
        style = workbook.add_format({"bg_color": colours.fill, "font_color": colours.text})
        rule = {"type": "formula", "criteria": f"=${column_letter(left + 1)}{first + 1}{sign}", "format": style}
        page.conditional_format(first, left, end, left, rule)
