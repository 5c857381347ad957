"""«Опись.xlsx» of the folder for an inspection: what lies in it, what is missing; ready to print and sign."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from objectivity_core.proofs.folder import (
    ABSENT,
    ALIKE,
    EMPTY,
    GAPS,
    IN_BOOK,
    LINK,
    NO_FILE,
    NOT_NAMED,
    NOTHING,
    PRESENT,
    SIMILAR,
    UNCLEAR,
    UNUSED,
)
from objectivity_core.tables import TABLES
from xl_macros.disk.in_memory import new_workbook
from xl_macros.look.measure import LINE_HEIGHT, lines_of
from xl_macros.look.page import set_print
from xl_macros.look.palette import BLUE, GREEN, LINE, PALE_GREY, PALE_YELLOW, RED, YELLOW, Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.settings import Settings

CONTENTS, MISSING = "Опись", "Чего не хватает"
HEADING_ROW = 4
COLOURS = {
    PRESENT: GREEN,
    LINK: BLUE,
    IN_BOOK: GREEN,
    ABSENT: RED,
    SIMILAR: YELLOW,
    ALIKE: YELLOW,
    NOT_NAMED: PALE_YELLOW,
    NO_FILE: RED,
    UNCLEAR: YELLOW,
    EMPTY: YELLOW,
    NOTHING: RED,
    UNUSED: PALE_GREY,
}
_LONGEST_LINK = 2000
"""Excel takes 2079 characters; a longer link stays text."""


class _Heading(NamedTuple):
    name: str
    text: str
    width: int
    typed: bool = False


_CONTENTS = (
    _Heading("number", "№", 7),
    _Heading("measure", "Мера", 42),
    _Heading("until", "Срок", 12),
    _Heading("done", TABLES["occurrences"]["done"].heading, 13),
    _Heading("document", "Документ", 34),
    _Heading("file", "Файл", 40),
    _Heading("state", TABLES["procedures"]["state"].heading, 14),
    _Heading("where", "Где лежит", 18, typed=True),
)
_MISSING = (
    _Heading("gap", "Чего не хватает", 22),
    _Heading("number", "№", 7),
    _Heading("measure", "Мера", 48),
    _Heading("until", "Срок", 12),
    _Heading("document", "Документ или файл", 40),
    _Heading("note", TABLES["findings"]["remedy"].heading, 44),
)


def inventory_workbook(
    title: str, settings: Settings, inventory: Sequence[dict[str, Any]], gaps: Sequence[dict[str, Any]]
) -> bytes:
    """The inventory as a workbook of two sheets.

    Args:
        title: name of the folder.
        settings: school and year for the header.
        inventory: rows of :class:`objectivity_core.proofs.folder.ProofFolder` with ``file``, the copy's path in the folder, or "".
        gaps: its rows of what is missing.
    """
    out = io.BytesIO()
    workbook = new_workbook(out, title=title, subject=settings.academic_year)
    look = Look(workbook)
    page = workbook.add_worksheet(CONTENTS)
    hint = (
        "Какой документ подтверждает каждую меру и где он лежит. Бумажный документ: впишите от руки, где он хранится."
    )
    _head(page, look, title, hint, _counts(inventory, "state", (PRESENT, LINK, IN_BOOK, SIMILAR, ALIKE, ABSENT)))
    end = _rows(page, look, _CONTENTS, inventory, "Ни одна мера пока не называет документ.")
    _signatures(page, look, end + 2)
    lacking = workbook.add_worksheet(MISSING)
    rows = sorted(gaps, key=lambda row: GAPS.index(row["gap"]))
    _head(
        lacking,
        look,
        MISSING,
        "Что дописать в «Подтверждение» и что положить в папку с документами.",
        _counts(rows, "gap", GAPS),
    )
    _rows(lacking, look, _MISSING, rows, "Всё на месте.")
    for sheet in (page, lacking):
        set_print(sheet, settings.school, settings.academic_year)
        sheet.repeat_rows(HEADING_ROW)
        sheet.freeze_panes(HEADING_ROW + 1, 0)
    workbook.close()

    return out.getvalue()


def _counts(rows: Sequence[dict[str, Any]], name: str, words: Sequence[str]) -> str:
    counted = [(word, sum(row[name] == word for row in rows)) for word in words]

    return "   ·   ".join(f"{word}: {count}" for word, count in counted if count)


def _head(page: Any, look: Look, title: str, hint: str, counts: str) -> None:
    page.set_row(0, 26)
    page.write_string(0, 0, title, look.title)
    page.write_string(1, 0, hint, look.hint)
    page.write_string(2, 0, counts, look.figures)


def _rows(page: Any, look: Look, headings: Sequence[_Heading], rows: Sequence[dict[str, Any]], nothing: str) -> int:
    """The table; a measure is said once, on the first of its rows. Returns the first free row."""
    for at, heading in enumerate(headings):
        page.set_column(at, at, heading.width)
        page.write_string(HEADING_ROW, at, heading.text, look.heading(typed=heading.typed))
    page.set_row(HEADING_ROW, 22)
    if not rows:
        page.write_string(HEADING_ROW + 1, 0, nothing, look.format())
    before = None
    for number, row in enumerate(rows, start=HEADING_ROW + 1):
        said = (row.get("key"), row["number"], row["measure"], row["until"])
        shown = {**row, "measure": "", "until": None, "done": None} if row.get("key") and said == before else row
        before = said
        lines = max(lines_of(_text(shown, one.name), one.width - 1) for one in headings)
        page.set_row(number, LINE_HEIGHT * max(lines, 1) + 2)
        for at, heading in enumerate(headings):
            _cell(page, look, number, at, heading.name, shown)
    if rows:
        page.autofilter(HEADING_ROW, 0, HEADING_ROW + len(rows), len(headings) - 1)

    return HEADING_ROW + 1 + max(len(rows), 1)


def _text(record: dict[str, Any], name: str) -> str:
    """What a cell shows: a file by its own name, a date in one line."""
    if name in {"until", "done"}:
        return ""
    if name == "file" and record["state"] == LINK:
        return str(record["source"])

    return str(record.get(name) or "").rpartition("/" if name == "file" else "\0")[2]


def _cell(page: Any, look: Look, row: int, at: int, name: str, record: dict[str, Any]) -> None:
    border = {"border": 1, "border_color": LINE, "text_wrap": True}
    text, value = _text(record, name), record.get(name)
    linked = look.format(font_color="#0563C1", underline=1, align="left", indent=1, **border)
    if name in {"until", "done"} and value is not None and value == value:  # noqa: PLR0124 - NaT differs from itself
        page.write_datetime(row, at, value, look.format(num_format="dd.mm.yyyy", align="center", **border))
    elif name == "file" and value:
        page.write_url(row, at, f"external:{value}", linked, string=text)
    elif name == "file" and text and len(text) <= _LONGEST_LINK:
        page.write_url(row, at, text, linked, string=text)
    elif name in {"state", "gap"}:
        colours = COLOURS[text]
        page.write_string(
            row, at, text, look.format(bg_color=colours.fill, font_color=colours.text, align="left", indent=1, **border)
        )
    elif not text:
        page.write_blank(row, at, None, look.format(align="left", indent=1, **border))
    else:
        page.write_string(row, at, text, look.format(align="left", indent=1, **border))


def _signatures(page: Any, look: Look, row: int) -> None:
    for number, who in enumerate(("Папку собрал(а)", "Проверил(а)")):
        page.set_row(row + number, 30)
        page.write_string(
            row + number,
            1,
            f"{who} ____________________ / ____________________________ /",
            look.format(valign="bottom"),
        )
        page.write_string(row + number, 4, "Дата _______________", look.format(valign="bottom"))
