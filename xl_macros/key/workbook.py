"""What stands inside the key: the sheet of pairs, sheets to print, what people keep there, and «О ключе». From memory to memory."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from objectivity_core.codes.custody import pairs_fingerprint
from objectivity_core.codes.key import VAULT_COLUMNS
from objectivity_core.codes.numbers import OFFICIAL_DIGITS, mend
from objectivity_core.codes.protocol import ATTENDANCE, PROTOCOL, SLIPS
from objectivity_core.tables.cells import as_text
from xl_macros.book.extent import ensure_readable
from xl_macros.disk.in_memory import new_workbook
from xl_macros.errors import ObjectivityError
from xl_macros.key.kept_sheets import KeptSheet, read_kept, write_kept
from xl_macros.key.slips_sheet import write_slips

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter import Workbook

KEY_SHEET, ABOUT_SHEET = "Ключ", "О ключе"
VERSION: Final = 2
"""Version 1 had no further sheets; it is read all the same."""
_HEADINGS: Final = dict(zip(VAULT_COLUMNS, ("Код процедуры", "Код ученика", "Код работы", "ФИО", "Класс"), strict=True))
_NUMBER, _VERSION, _PAIRS = "Номер книги", "Версия", "Отпечаток пар"
_OURS: Final = frozenset({KEY_SHEET, ABOUT_SHEET, PROTOCOL, ATTENDANCE, SLIPS})
_NOT_KEPT: Final = {
    "xl/comments": "примечания",
    "xl/drawings/drawing": "рисунки и диаграммы",
    "xl/media/": "рисунки и диаграммы",
}
"""Parts of a package that are lost when the key is written, and what people call them."""
_TO_WRITE_IN: Final = 22
"""Width of a column that is empty: for a signature or a mark."""
_PAGE_WIDTH: Final = 128
"""Widths of characters that an A4 sheet across holds at full size."""


@dataclasses.dataclass(frozen=True)
class Contents:
    """What was read from a key.

    Attributes:
        pairs: :data:`~objectivity_core.codes.key.VAULT_COLUMNS` as text, columns that people added behind them.
        book_id: number of the book that the key belongs to.
        kept: sheets that people added.
        lost: what a rewriting would not keep, in people's words.
        edited: whether somebody has changed pairs since the program wrote them.
    """

    pairs: pd.DataFrame
    book_id: str
    kept: tuple[KeptSheet, ...] = ()
    lost: tuple[str, ...] = ()
    edited: bool = False


def build(
    pairs: pd.DataFrame,
    book_id: str,
    academic_year: str,
    sheets: Mapping[str, list[list[str]]],
    kept: tuple[KeptSheet, ...],
) -> bytes:
    """The workbook of a key, not yet encrypted.

    Args:
        pairs: the key; columns beyond the product's own are written behind them.
        book_id: number of the book.
        academic_year: as people write it.
        sheets: sheets to print, rows by title, the first row the headings; an empty row begins a new page.
        kept: sheets that people added.
    """
    out = io.BytesIO()
    workbook = new_workbook(out)
    more = [column for column in pairs.columns if column not in VAULT_COLUMNS]
    columns = [pairs[column].tolist() for column in (*VAULT_COLUMNS, *more)]
    rows = [[*_HEADINGS.values(), *more], *([*row] for row in zip(*columns, strict=True))]
    _sheet(workbook, KEY_SHEET, rows).autofilter(0, 0, max(len(pairs), 1), len(rows[0]) - 1)
    for title, cells in sheets.items():
        (write_slips if title == SLIPS else _sheet)(workbook, title, cells)
    for sheet in kept:
        write_kept(workbook, sheet)
    _about(workbook, book_id, academic_year, pairs_fingerprint(pairs))
    workbook.close()

    return out.getvalue()


def _about(workbook: Workbook, book_id: str, academic_year: str, fingerprint: str) -> None:
    about = workbook.add_worksheet(ABOUT_SHEET)
    about.set_paper(9)
    about.fit_to_pages(1, 0)
    about.set_column(0, 0, 20)
    about.set_column(1, 1, 100, workbook.add_format({"text_wrap": True, "valign": "top"}))
    facts = (
        ("Что это", "Ключ кодов: соединяет имена и коды работ. Хранить отдельно, не пересылать."),
        (_NUMBER, book_id),
        ("Учебный год", academic_year),
        (_VERSION, str(VERSION)),
        (
            "Как раздать коды",
            f"Напечатайте лист «{SLIPS}», разрежьте и передайте организатору в запечатанном конверте: каждый ученик получает свою полоску по фамилии, код остаётся на работе, половина с фамилией отрывается и возвращается в конверт.",
        ),
        (
            "Ваши записи",
            "Свои столбцы на листе «Ключ» и свои листы сохраняются: значения, а на своих листах и формулы. Цвета — нет.",
        ),
        (
            "Не вписывайте",
            f"Листы «{SLIPS}», «{PROTOCOL}» и «{ATTENDANCE}» программа составляет заново при каждой выдаче и открытии кодов.",
        ),
        (_PAIRS, fingerprint),
    )
    for number, row in enumerate(facts):
        about.write_row(number, 0, row)


def _sheet(workbook: Workbook, title: str, rows: list[list[str]]) -> Any:
    """A sheet of texts, print-ready: A4 across, one page wide, the headings on every page, a new page after each empty row.

    Excel ignores page breaks on a sheet that is fitted to pages, so the scale is reckoned here.
    """
    text, below = (
        workbook.add_format({"num_format": "@", "border": 1, "border_color": "#D9D9D9"}),
        workbook.add_format({"num_format": "@"}),
    )
    head = workbook.add_format(
        {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
    )
    sheet = workbook.add_worksheet(title)
    sheet.write_row(0, 0, rows[0], head)
    for number, row in enumerate(rows[1:], start=1):
        for at, cell in enumerate(row):  # not write(): it takes a text like {=1+1} for a formula
            (sheet.write_string if cell else sheet.write_blank)(number, at, cell, text)
    longest = [max((len(str(row[at])) for row in rows[1:] if at < len(row)), default=0) for at in range(len(rows[0]))]
    widths = [
        min(44, max(10, 2 + len(heading), 2 + most) if most else _TO_WRITE_IN)
        for heading, most in zip(rows[0], longest, strict=True)
    ]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width, below)  # what people type below stays text
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.set_h_pagebreaks([number + 1 for number, row in enumerate(rows) if not row])
    sheet.set_print_scale(min(100, max(10, _PAGE_WIDTH * 100 // sum(widths))))
    sheet.set_header("&L&A&RХранить в запечатанном конверте")
    sheet.set_footer("&RСтраница &P из &N")

    return sheet


def parse(plain: bytes, name: str, damaged: ObjectivityError, previous: str) -> Contents:
    """Read the workbook of a key.

    Args:
        plain: the decrypted workbook.
        name: how the file is called.
        damaged: the error for a workbook that cannot be read.
        previous: how the version before is called.

    Raises:
        ObjectivityError: damaged, not a key, of a newer program, or without the product's own columns.
    """
    import python_calamine

    try:
        ensure_readable(name, plain)
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(plain))
        titles = workbook.sheet_names
        ours = {KEY_SHEET, ABOUT_SHEET} <= set(titles)
        sheets = [
            workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
            for title in (KEY_SHEET, ABOUT_SHEET)
            if ours
        ]
        kept = read_kept(plain, [title for title in titles if title not in _OURS]) if ours else ()
    except (python_calamine.CalamineError, zipfile.BadZipFile) as error:
        raise damaged from error
    if not ours:
        raise ObjectivityError(f"«{name}» открылся, но это не ключ кодов. Найдите нужный файл.")
    about = {as_text(row[0]): as_text(row[1]) for row in sheets[1] if len(row) > 1}
    if about.get(_VERSION, "").isdigit() and int(about[_VERSION]) > VERSION:
        raise ObjectivityError(
            f"«{name}» записан более новой программой. Обновите «Объективность» на этом компьютере и повторите."
        )
    pairs = _pairs(sheets[0], name, previous)
    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        parts = package.namelist()
    lost = {what for start, what in _NOT_KEPT.items() if any(part.startswith(start) for part in parts)}
    edited = about.get(_PAIRS, "") not in {"", pairs_fingerprint(pairs)}

    return Contents(pairs, about.get(_NUMBER, ""), kept, tuple(sorted(lost)), edited)


def _pairs(cells: list[list[Any]], name: str, previous: str) -> pd.DataFrame:
    """The sheet «Ключ» as a frame, whatever the order of its columns; nothing that people added is left out, headings or not."""
    headings = [as_text(cell) for cell in (cells or [[]])[0]]
    lacking = [heading for heading in _HEADINGS.values() if heading not in headings]
    if lacking:
        raise ObjectivityError(
            f"В «{name}» изменены заголовки: нет «{'», «'.join(lacking)}». Верните их в первую строку листа «{KEY_SHEET}» или возьмите прежнюю версию ключа: «{previous}»."
        )
    ours = {column: headings.index(heading) for column, heading in _HEADINGS.items()}
    rows = [texts for row in cells[1:] if any(texts := [as_text(cell) for cell in row])]
    columns = {column: [row[at] for row in rows] for column, at in ours.items()}
    for at, heading in enumerate(headings):
        values = [row[at] for row in rows]
        if at not in ours.values() and (heading or any(values)):
            columns[_free(heading or f"Столбец {at + 1}", columns)] = values
    columns["code"] = [_code(text) for text in columns["code"]]

    return pd.DataFrame(columns, dtype="object")


def _free(heading: str, columns: Mapping[str, Any]) -> str:
    """The heading, with a number behind it where it is taken: by another column of this sheet, or by the product's own."""
    number, free = 2, heading
    while free in columns or free in _HEADINGS.values():
        free, number = f"{heading} ({number})", number + 1

    return free


def _code(text: str) -> str:
    """A code that people may have typed into the key: letters for digits put right, zeros before an official one put back."""
    code = mend(text)

    return code.zfill(OFFICIAL_DIGITS) if code.isdigit() else text
