"""The visual language of every sheet: fonts, colours, formats. No sheet is styled by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from objectivity_core.tables import Column, states
from objectivity_core.tables.materials import EXPIRED, LACKING, RECORDED
from xl_macros.look.measure import WRAPPED_FROM

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format

DARK_BLUE, GREY, HINT_GREY, LINE, COMPUTED_FILL = "#1F3864", "#595959", "#7F7F7F", "#D9D9D9", "#F2F2F2"
TABS = {"fill": "#2F5597", "computed": "#A6A6A6", "overview": "#70AD47", "settings": "#ED7D31"}


class Colours(NamedTuple):
    """Fill and text colour of a word; ``struck`` for what no longer counts."""

    fill: str
    text: str
    struck: bool = False


RED, YELLOW, BLUE, GREEN = (
    Colours("#F8CBAD", "#9C0006"),
    Colours("#FFE699", "#7F6000"),
    Colours("#DDEBF7", "#1F4E79"),
    Colours("#C6E0B4", "#375623"),
)
PALE_GREEN, PALE_YELLOW, PALE_GREY = (
    Colours("#E2EFDA", "#7F6000"),
    Colours("#FFF2CC", "#7F6000"),
    Colours("#EDEDED", "#595959"),
)
STRUCK = Colours("#EDEDED", "#7F7F7F", struck=True)


class CHART:
    """Colours of charts (Okabe-Ito), told apart by everybody."""

    orange, green, vermilion, sky = "#E69F00", "#009E73", "#D55E00", "#56B4E9"


WORDS: dict[str, Colours] = {
    states.OVERDUE: RED,
    states.DUE_SOON: YELLOW,
    states.SUM_UP: YELLOW,
    states.NO_RECORDS: PALE_YELLOW,
    states.RUNNING: BLUE,
    states.DONE: GREEN,
    states.DONE_LATE: PALE_GREEN,
    states.DONE_WITHOUT_PROOF: PALE_YELLOW,
    states.NO_DATE: PALE_GREY,
    states.UNCLEAR: PALE_YELLOW,
    states.NOT_REQUIRED: PALE_GREY,
    states.CANCELLED: STRUCK,
    LACKING: RED,
    EXPIRED: RED,
    RECORDED: GREEN,
    states.SETTLED: GREEN,
    states.DIVERGED: YELLOW,
    states.INCOMPLETE: BLUE,
    states.NO_SCALE: RED,
    states.ABSENT: PALE_GREY,
    states.NOT_HANDED_IN: PALE_GREY,
    states.CODED: BLUE,
    states.MARKING: YELLOW,
    states.OPENED: PALE_GREEN,
    states.NONE: RED,
    states.PARTIAL: PALE_YELLOW,
    "ошибка": RED,
    "внимание": YELLOW,
    "выбыл": STRUCK,
    "праздник": RED,
    "выходной": PALE_GREY,
    "перенесённый выходной": PALE_YELLOW,
    "рабочая суббота": BLUE,
}
"""The colour of each word that has one; the word itself always stands in the cell."""

COLOURED_BESIDE = {"occurrences": {"status": ("days_left", "overdue_days", "start", "due")}}
"""Columns that take the colour of a word beside them."""

NUMBER_FORMATS = {
    "date": "dd.mm.yyyy",
    "integer": "0",
    "mark": "0",
    "number": "0.00",
    "share": "0 %",
    "score": "General",
}
TEXT_FORMAT = "@"


def number_format(column: Column) -> str:
    """The number format of a column's cells; texts are texts, whatever they look like."""
    if column.kind in NUMBER_FORMATS:
        return NUMBER_FORMATS[column.kind]

    return "General" if column.filling == "formula" or column.kind == "any" else TEXT_FORMAT


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        """Formats belong to a workbook."""
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """A format with these XlsxWriter properties over the house font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(
                {"font_name": "Calibri", "font_size": 11, "valign": "top"} | properties
            )

        return self._made[key]

    @property
    def title(self) -> Format:
        """Row 1."""
        return self.format(font_size=16, bold=True, font_color=DARK_BLUE, valign="vcenter")

    @property
    def hint(self) -> Format:
        """Row 2 and other hints."""
        return self.format(font_size=10, font_color=HINT_GREY)

    @property
    def figures(self) -> Format:
        """Row 3: the figures that matter."""
        return self.format(bold=True, font_color=DARK_BLUE)

    @property
    def link(self) -> Format:
        """Links to other sheets."""
        return self.format(font_color="#0563C1", underline=1, valign="vcenter")

    def heading(self, *, typed: bool) -> Format:
        """Headings: dark blue where people type, grey where the product does."""
        return self.format(
            bold=True,
            font_color="#FFFFFF",
            bg_color=DARK_BLUE if typed else GREY,
            text_wrap=True,
            valign="vcenter",
            border=1,
            border_color=LINE,
        )

    def cell(self, column: Column) -> Format:
        """Cells of a column."""
        code = number_format(column)
        more: dict[str, Any] = {"align": "left"} if code == "General" else {"num_format": code, "align": "left"}
        if column.kind in NUMBER_FORMATS:
            more = {"num_format": code, "align": "right", "indent": 1}
        if column.kind == "code":
            more["font_name"] = "Consolas"
        if column.width >= WRAPPED_FROM:
            more["text_wrap"] = True

        return self.format(**more)

    def word(self, colours: Colours) -> Format:
        """Conditional format of a word: only what it changes."""
        return self._conditional(
            bg_color=colours.fill, font_color=colours.text, **({"font_strikeout": True} if colours.struck else {})
        )

    @property
    def computed(self) -> Format:
        """Conditional format of computed cells in filled rows."""
        return self._conditional(bg_color=COMPUTED_FILL)

    @property
    def row(self) -> Format:
        """Conditional format of filled rows: a thin line under each."""
        return self._conditional(bottom=1, bottom_color=LINE)

    def _conditional(self, **properties: Any) -> Format:
        key = (("conditional", True), *sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)

        return self._made[key]
