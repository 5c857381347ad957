"""What printed workbooks share: A4 pages one page wide, rows as high as their text, the house's fonts and colours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from objectivity_core.tables import states
from xl_macros.disk.in_memory import new_workbook
from xl_macros.look.measure import BODY, LINE_HEIGHT, row_height
from xl_macros.look.page import in_header
from xl_macros.look.palette import DARK_BLUE, HINT_GREY, LINE, WORDS, Colours, Look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

A4 = 9
_MARGIN, _TOP, _BOTTOM = 0.4, 0.6, 0.6
_LONG, _SHORT = 11.69, 8.27
_CAREFUL = 0.97
"""Share of a page that is filled: programs round heights each in its own way, and a page must never overflow by a line."""
_DIGIT = 0.081
"""Inches of a unit of a column's width: Calibri's digit and a share of the padding, as LibreOffice has it; Excel's is narrower."""
BAND, SIGNATURE = 18.0, 24.0
"""Points of a section's line and of a line to sign."""
_NOT_IN_SHEET_NAMES = str.maketrans("[]:*?/\\", "_______")


def workbook_bytes(title: str, fill: Callable[[Workbook, Look], None]) -> bytes:
    """A workbook made in memory.

    Args:
        title: its title in the file's properties.
        fill: writes its sheets.
    """
    out = io.BytesIO()
    workbook = new_workbook(out, title=title)
    fill(workbook, Look(workbook))
    workbook.close()

    return out.getvalue()


def sheet_names(labels: Sequence[str]) -> list[str]:
    """Labels as names of sheets: allowed letters, at most 31, no two alike.

    >>> sheet_names(["Липатова В. О.", "МО: 5/6", "мо_ 5_6"])
    ['Липатова В. О.', 'МО_ 5_6', 'мо_ 5_6 2']
    """
    names: list[str] = []
    taken: set[str] = set()
    for label in labels:
        base = label.translate(_NOT_IN_SHEET_NAMES).strip("' ") or "_"
        name, number = base[:31], 2
        while name.casefold() in taken:
            name, number = f"{base[: 30 - len(str(number))]} {number}", number + 1
        taken.add(name.casefold())
        names.append(name)

    return names


def colours_of(status: str) -> Colours | None:
    """The colour of a state; «нет записей с …» has that of its first words."""
    return WORDS.get(states.NO_RECORDS if status.startswith(states.NO_RECORDS) else status)


def signatures_height(lines: Sequence[str]) -> float:
    """Points that lines to sign need, with the blank one above them."""
    return LINE_HEIGHT + SIGNATURE * len(lines)


class Page:
    """One sheet being written from the top: it knows its next row, and how much of the printed page is used."""

    def __init__(
        self, workbook: Workbook, look: Look, name: str, widths: Sequence[float], *, landscape: bool, size: int = BODY
    ) -> None:
        """Begin a sheet.

        Args:
            workbook: where.
            look: its formats.
            name: of the sheet.
            widths: of its columns.
            landscape: or portrait.
            size: size of its text.
        """
        self.sheet: Worksheet = workbook.add_worksheet(name)
        self.look, self.widths, self.size = look, list(widths), size
        self.row, self.used, self._repeated = 0, 0.0, 0.0
        self._breaks: list[int] = []
        for at, width in enumerate(widths):
            self.sheet.set_column(at, at, width)
        across, down = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
        scale = min(int(100 * (across - 2 * _MARGIN) / sum(width * _DIGIT for width in widths)), 100)
        self.capacity = (down - _TOP - _BOTTOM) * 72 / scale * 100 * _CAREFUL
        self.sheet.set_paper(A4)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_margins(left=_MARGIN, right=_MARGIN, top=_TOP, bottom=_BOTTOM)
        self.sheet.set_print_scale(scale)  # «fit to one page wide» would make Excel pass over the page breaks set here
        self.sheet.hide_gridlines(2)

    @property
    def left(self) -> float:
        """Points left on the printed page."""
        return self.capacity - self.used

    def break_page(self) -> None:
        """Go on with a new page; the heading comes again."""
        self._breaks.append(self.row)
        self.used = self._repeated

    def need(self, points: float) -> bool:
        """Go on with a new page unless so much is left on this one; whether that was done."""
        if points <= self.left or self.used <= self._repeated:
            return False
        self.break_page()

        return True

    def line(self, text: str, style: Format, points: float | None = None) -> None:
        """A line of text over the whole width, in one cell."""
        self.sheet.write_string(self.row, 0, text, style)
        self.next(points or LINE_HEIGHT)

    def head(self, title: str, hint: str, figures: str = "") -> None:
        """Title, where and when, what matters."""
        self.line(title, self.look.title, 24)
        self.line(hint, self.look.hint)
        if figures:
            self.line(figures, self.look.figures, 20)

    def headings(self, headings: Sequence[str], *, repeated: bool = True) -> None:
        """The heading of the table, repeated on every page unless the sheet holds several tables."""
        style = self.look.heading(typed=True)
        for at, text in enumerate(headings):
            self.sheet.write_string(self.row, at, text, style)
        height = row_height(headings, [width * 0.9 for width in self.widths]) + 3  # the heading is bold
        if repeated:
            self.sheet.repeat_rows(self.row)
            self.sheet.freeze_panes(self.row + 1, 0)
            self._repeated = height
        self.next(height)

    def band(self, text: str, colours: Colours) -> None:
        """A line of colour across the table: a section. The caller keeps it with what follows by :meth:`need`."""
        style = self.look.format(bold=True, bg_color=colours.fill, font_color=colours.text, valign="vcenter")
        for at in range(1, len(self.widths)):
            self.sheet.write_blank(self.row, at, None, style)
        self.line(text, style, BAND)

    def height(self, texts: Sequence[str]) -> float:
        """Points that a row of the table needs."""
        return row_height(texts, self.widths, self.size)

    def cells(self, texts: Sequence[str], coloured: dict[int, Colours | None], keep: float = 0.0) -> None:
        """One row of the table, never across two pages.

        Args:
            texts: of its cells.
            coloured: colours of cells by their number.
            keep: points of what must stand on the same page under it.
        """
        self.need(self.height(texts) + keep)
        for at, text in enumerate(texts):
            self.sheet.write_string(self.row, at, text, self.cell(coloured.get(at)))
        self.next(self.height(texts))

    def cell(self, colours: Colours | None = None, **own: Any) -> Format:
        """The format of a cell of the table, with these XlsxWriter properties of its own."""
        more: dict[str, Any] = {"bg_color": colours.fill, "font_color": colours.text} if colours else {}
        if colours and colours.struck:
            more["font_strikeout"] = True

        return self.look.format(
            font_size=self.size, text_wrap=True, border=1, border_color=LINE, num_format="@", **(more | own)
        )

    def signatures(self, lines: Sequence[str]) -> None:
        """Lines to sign at the end, all on one page."""
        self.need(signatures_height(lines))
        self.next(LINE_HEIGHT)
        for text in lines:
            self.line(text, self.look.format(font_color=DARK_BLUE, valign="bottom"), SIGNATURE)

    def next(self, points: float) -> None:
        """End the row with its height."""
        self.sheet.set_row(self.row, points)
        self.used += points
        self.row += 1

    def finish(self, header: str, footer: str, number: str = "стр. &P из &N") -> None:
        """Header, footer, print area, page breaks.

        Args:
            header: text at the top left.
            footer: text at the bottom left.
            number: how pages are numbered, at the bottom right.
        """
        size = f'&"Calibri"&9&K{HINT_GREY.lstrip("#")}'
        if header:
            self.sheet.set_header(f"&L{size}{in_header(header)}")
        self.sheet.set_footer(f"&L{size}{in_header(footer)}&R{size}{number}")
        self.sheet.print_area(0, 0, self.row - 1, len(self.widths) - 1)
        self.sheet.set_h_pagebreaks(self._breaks)
