"""«Полоски с фамилиями»: the sheet of the key from which every pupil gets the own code; cut and torn, no name stays beside it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from xl_macros.look.palette import HINT_GREY, Look
from xl_macros.papers.layout import Page

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_WIDTHS: Final = (54, 37)
"""The half with the name, the half with the code."""
_SLIP: Final = 63.0
"""Points of a slip: ten on a page, a hand can tear it."""
_WHAT_TO_DO: Final = (
    "Директор: разрежьте по строкам и передайте организатору в запечатанном конверте; копий не делайте.",
    "Организатор: каждому его полоску, по фамилии. Код ученик пишет на каждый лист работы.",
    "Левую половину ученик отрывает и отдаёт организатору: на работе остаётся только код.",
    "Половины с фамилиями и целые полоски отсутствующих — назад в конверт.",
)
"""Lines no longer than the page is wide."""
_GAP: Final = 6.0
"""Points between them and the first line to cut along."""
_DASHED: Final = 3


def write_slips(workbook: Workbook, title: str, rows: list[list[str]]) -> None:
    """Write the sheet.

    Args:
        workbook: the key.
        title: of the sheet.
        rows: :data:`objectivity_core.codes.protocol.SLIPS`: headings, then procedure, name, class, code; an empty row stands between procedures.
    """
    look = Look(workbook)
    page = Page(workbook, look, title, _WIDTHS, landscape=False)
    page.sheet.center_horizontally()
    edge: dict[str, Any] = {
        name: value
        for side in ("top", "bottom", "left", "right")
        for name, value in ((side, _DASHED), (f"{side}_color", HINT_GREY))
    }
    left = look.format(font_size=12, text_wrap=True, valign="vcenter", indent=1, num_format="@", **edge)
    right = look.format(
        font_name="Consolas", font_size=28, bold=True, align="center", valign="vcenter", num_format="@", **edge
    )
    for filled, group in itertools.groupby(rows[1:], key=bool):
        if filled:
            _procedure(page, look, list(group), left, right)
    page.finish("Хранить в запечатанном конверте", title)


def _procedure(page: Page, look: Look, rows: list[list[str]], left: Any, right: Any) -> None:
    """The slips of one procedure, on pages of their own that each say what to do."""
    if page.row:
        page.break_page()
    _head(page, look, rows[0][0])
    for procedure, name, class_, code in rows:
        if page.need(_SLIP):
            _head(page, look, procedure)
        page.sheet.write_string(page.row, 0, f"{name}, {class_}\n{procedure}", left)
        page.sheet.write_string(page.row, 1, code, right)
        page.next(_SLIP)


def _head(page: Page, look: Look, procedure: str) -> None:
    page.line(procedure, look.figures, 18)
    for text in _WHAT_TO_DO:
        page.line(text, look.hint)
    page.next(_GAP)
