"""The page on which a sheet is printed, and texts in its header and footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_MOST: Final = 180
"""Characters of a text in a header, as Excel counts them: it takes 255 with all signs of size and place."""


def set_print(sheet: Worksheet, school: str, year: str) -> None:
    """A4, one page wide, headings repeated, who and when in header and footer."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.4, top=0.75, bottom=0.6)
    sheet.set_header(f"&L&9 {in_header(school)}&R&9 {year} учебный год")  # the blank parts the size from a digit
    sheet.set_footer("&L&9&A&C&9Страница &P из &N&R&9&D")


def in_header(text: str) -> str:
    """A text for a header or footer: the sign & begins a command there, and a long text loses words from its middle.

    The middle, because names of schools begin alike and end with a number and a town, or with the year.

    Example:
        >>> in_header("Лицей «Наука & жизнь»")
        'Лицей «Наука && жизнь»'
    """
    whole = " ".join(text.split())
    short, half = whole.replace("&", "&&"), _MOST // 2
    while len(short.encode("utf-16-le")) // 2 > _MOST:
        first, last = whole[:half], whole[-half:]
        short = f"{first.rpartition(' ')[0] or first} … {last.partition(' ')[2] or last}".replace("&", "&&")
        half -= 1

    return short
