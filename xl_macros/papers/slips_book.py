"""«<procedure>.xlsx»: attendance without codes, the list of codes without names, with «Ключ на бумаге» slips to cut and draw.

Each sheet's writer is given only what may stand on it.
"""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

from objectivity_core.russian.wording import counted
from objectivity_core.tables import TABLES
from xl_macros.look.measure import row_height
from xl_macros.look.palette import HINT_GREY
from xl_macros.papers.layout import Page, signatures_height, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook

    from objectivity_core.codes.slips import ProcedurePapers, Room, SlipPapers
    from xl_macros.look.palette import Look

SLIPS, ATTENDANCE, CODES = "Полоски", "Явка", "Перечень кодов"
_QUIET = 4
"""Modules of white around a QR code, as ISO/IEC 18004 wants it."""
_PIXELS_PER_MODULE = 10
_LARGEST_QR = 82.0
"""Points: 1 mm a module of a code of digits, which any telephone reads from paper."""
_BIG, _READABLE = 36, 20
"""Largest and smallest size of a code's figures; seven of the largest fill a slip's width."""
_SMALL = (10, 9, 8, 7)
"""Sizes of the words over them: the first that leaves them room."""
_LINE_OF_FIGURES = 1.25
"""Height of a line in sizes of its font."""
_COLUMNS = 2
_TEXT, _PICTURE = 30, 16
"""Widths of a slip's two cells: words and code, the picture."""
_DASHED = 3
_CUT = "Разрежьте, тяните вслепую: одна полоска — одна работа. Кто какую вытянул — на бумажный протокол."
_HOW = {
    False: "Коды — на полосках с фамилиями из ключа, каждому своя; половины с фамилиями — назад в конверт.",
    True: "Полоски тянут вслепую; кто какую вытянул, пишут на бумажный протокол, не сюда.",
}
"""How a code reaches its pupil: whether slips are drawn blind."""

_COMFORTABLE, _TIGHT = 24.0, 18.0
"""Points of a row to sign in; a large class gets lower ones, so that it stays on one page."""
_PUPILS, _WORKS = TABLES["pupils"], TABLES["works"]
_ATTENDANCE = (
    ("№", 5),
    (_PUPILS["name"].heading, 40),
    ("Присутствует", 14),
    ("Подпись", 17),
    (_PUPILS["note"].heading, 14),
)
_CODES = (
    ("№", 5),
    (_WORKS["code"].heading, 18),
    ("Сдана", 9),
    ("Не сдана", 10),
    (_WORKS["variant"].heading, 11),
    ("Кол-во листов", 10),
    ("Принял (подпись)", 24),
)
_BLANK = "____________________"
_NOBODY = "/ ______________________________ /"
_DELIVERED = (
    f"Сдал работы {_BLANK} {_NOBODY}   Дата ____________",
    f"Принял работы {_BLANK} {_NOBODY}   Дата ____________",
)


def slips_workbook(one: ProcedurePapers, papers: SlipPapers) -> bytes:
    """The workbook of one procedure.

    Args:
        one: the procedure.
        papers: what all share.
    """
    school = f"{papers.school}, {papers.year} учебный год" if papers.school else f"{papers.year} учебный год"

    def fill(workbook: Workbook, look: Look) -> None:
        if one.slips:
            page = Page(workbook, look, SLIPS, [_TEXT, _PICTURE] * _COLUMNS, landscape=False)
            _slips(page, one.title, one.slips, papers.per_page)
            _end(page, school, f"{SLIPS}, {one.procedure_id}")
        page = Page(workbook, look, ATTENDANCE, [width for _, width in _ATTENDANCE], landscape=False)
        title = one.title + (f" · начало: {one.start}" if one.start else "")
        _attendance(page, title, one.rooms, _HOW[bool(one.slips)])
        _end(page, school, f"{ATTENDANCE}, {one.procedure_id}")
        page = Page(workbook, look, CODES, [width for _, width in _CODES], landscape=False)
        _codes(page, one.title, one.codes)
        _end(page, school, f"{CODES}, {one.procedure_id}")

    return workbook_bytes(f"Печать кодов {one.procedure_id}", fill)


def qr_code(code: str) -> tuple[bytes, int]:
    """The QR code of a code and nothing else: a PNG with its quiet zone.

    Args:
        code: the code; error correction is M or, where the picture grows no larger by it, better.

    Returns:
        The picture and its side in pixels.
    """
    import segno

    out, made = io.BytesIO(), segno.make_qr(code, error="m")
    made.save(out, kind="png", scale=_PIXELS_PER_MODULE, border=_QUIET)

    return out.getvalue(), int(made.symbol_size(_PIXELS_PER_MODULE, _QUIET)[0])


def _slips(page: Page, title: str, codes: Sequence[str], per_page: int) -> None:
    """Slips row by row, so many on a page and no more; a slip is never cut by the end of a page."""
    page.sheet.center_horizontally()
    for start in range(0, len(codes), per_page):
        if start:
            page.break_page()
        page.line(f"Полоски с кодами: {title}", page.look.figures, 18)
        page.line(_CUT, page.look.hint, 20)
        slip = _Slip(title, math.floor((page.capacity - 38) / math.ceil(per_page / _COLUMNS)))
        here = codes[start : start + per_page]
        for first in range(0, len(here), _COLUMNS):
            for at, code in enumerate(here[first : first + _COLUMNS]):
                slip.write(page, code, 2 * at)
            page.next(slip.upper)
            page.next(slip.height - slip.upper)


class _Slip:
    """What the slips of a procedure look like: its words over a code in large figures, the QR code beside them."""

    def __init__(self, title: str, height: int) -> None:
        self.title, self.height = title, height
        room = height - _READABLE * _LINE_OF_FIGURES
        self.small = next((size for size in _SMALL if row_height([title], [_TEXT], size) <= room), _SMALL[-1])
        words = min(row_height([title], [_TEXT], self.small), room)
        self.size = min(_BIG, int((height - words) / _LINE_OF_FIGURES))
        self.upper = words + (height - words - self.size * _LINE_OF_FIGURES) / 2

    def write(self, page: Page, code: str, left: int) -> None:
        """Write a slip into the page's next two rows.

        Args:
            page: where.
            code: its code.
            left: its first column.
        """
        look, sheet, row = page.look, page.sheet, page.row
        words = {"font_size": self.small, "text_wrap": True, "align": "center", "valign": "bottom"}
        figures = {
            "font_name": "Consolas",
            "font_size": self.size,
            "bold": True,
            "align": "center",
            "shrink": True,
            "num_format": "@",
        }
        sheet.write_string(row, left, self.title, look.format(**words, **_cut("top", "left")))
        sheet.write_string(row + 1, left, code, look.format(**figures, **_cut("bottom", "left")))
        sheet.write_blank(row, left + 1, None, look.format(**_cut("top", "right")))
        sheet.write_blank(row + 1, left + 1, None, look.format(**_cut("bottom", "right")))
        picture, pixels = qr_code(code)
        side = min(self.height - 6, _LARGEST_QR) * 96 / 72
        place = {"x_offset": (_PICTURE * 7 + 5 - side) / 2, "y_offset": (self.height * 96 / 72 - side) / 2}
        scale = {"x_scale": side / pixels, "y_scale": side / pixels}
        sheet.insert_image(row, left + 1, io.BytesIO(picture), place | scale | {"decorative": True})


def _cut(*sides: str) -> dict[str, Any]:
    """Dashed lines to cut along."""
    return {name: value for side in sides for name, value in ((side, _DASHED), (f"{side}_color", HINT_GREY))}


def _attendance(page: Page, title: str, rooms: Sequence[Room], how: str) -> None:
    """Each room on a page of its own; no code stands here."""
    headings = [heading for heading, _ in _ATTENDANCE]
    for room in rooms:
        if room is not rooms[0]:
            page.break_page()
        where = f"{ATTENDANCE}: кабинет {room.name}" if room.name else ATTENDANCE
        listed = sum(1 for name in room.pupils if name)
        page.head(where, title, f"По списку: {listed or '____'}   ·   Присутствует: ____   ·   Отсутствует: ____")
        page.line(how, page.look.hint)
        page.headings(headings, repeated=False)
        signed = _signed(room)
        below = signatures_height(signed)
        points = max(min(math.floor((page.left - below) / max(len(room.pupils), 1)), _COMFORTABLE), _TIGHT)
        for number, name in enumerate(room.pupils, start=1):
            texts = [str(number), name, "", "", ""]
            height = max(points, page.height(texts))
            if page.need(height + (below if number == len(room.pupils) else 0)):
                page.line(f"{where} (продолжение)", page.look.figures, 20)
                page.headings(headings, repeated=False)
            _row(page, texts, height)
        page.signatures(signed)


def _row(page: Page, texts: Sequence[str], height: float, code_at: int = -1) -> None:
    for at, text in enumerate(texts):
        own: dict[str, Any] = {"font_name": "Consolas", "align": "center"} if at == code_at else {}
        page.sheet.write_string(page.row, at, text, page.cell(valign="vcenter", **own))
    page.next(height)


def _signed(room: Room) -> list[str]:
    roles = (("organiser", room.organisers), ("observer", room.observers))
    people = [(TABLES["procedures"][column].heading, name) for column, names in roles for name in names or ("",)]
    lines = [f"{role} {_BLANK} {f'/ {name} /' if name else _NOBODY}" for role, name in people]

    return [*lines, "Начало ____________   Окончание ____________"]


def _codes(page: Page, title: str, codes: Sequence[str]) -> None:
    """Codes by their figures with places for what came back; no name stands here."""
    page.head(CODES, title, f"Работ: {len(codes)}   ·   Сдано: ____   ·   Не сдано: ____")
    page.headings([heading for heading, _ in _CODES])
    first = page.row
    signed = [
        f"Проверка: {counted(len(codes), 'код', 'кода', 'кодов')}, первый {codes[0]}, последний {codes[-1]}.",
        *_DELIVERED,
    ]
    for number, code in enumerate(codes, start=1):
        page.need(_COMFORTABLE + (signatures_height(signed) if number == len(codes) else 0))
        _row(page, [str(number), code, *[""] * (len(_CODES) - 2)], _COMFORTABLE, code_at=1)
    page.sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:B{page.row}"})
    page.signatures(signed)


def _end(page: Page, header: str, footer: str) -> None:
    page.sheet.set_start_page(1)  # each sheet counts its own pages
    page.finish(header, footer, "стр. &P")
