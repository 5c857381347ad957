"""The page on which a sheet is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def set_print(sheet: Worksheet, school: str, year: str) -> None:
    """A4, one page wide, headings repeated, who and when in header and footer."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.4, top=0.75, bottom=0.6)
    sheet.set_header(
        f"&L&9 {school.replace('&', '&&')}&R&9 {year} учебный год"
    )  # the blank parts the size from a digit
    sheet.set_footer("&L&9&A&C&9Страница &P из &N&R&9&D")
