"""«План.xlsx» and «Просроченное.xlsx»: to print on A4, to sign and to put into the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.plan.duties import NO_RECORDS
from objectivity_core.russian.wording import counted, day
from objectivity_core.tables import TABLES
from xl_macros.look.measure import row_height
from xl_macros.look.palette import COMPUTED_FILL, DARK_BLUE, Colours
from xl_macros.papers.layout import BAND, Page, colours_of, signatures_height, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook

    from objectivity_core.plan.printed_plan import MeasureBlock, PassedLine, PrintedPlan, TermLine
    from xl_macros.look.palette import Look

_SIZE = 10
_MEASURES, _TERMS = TABLES["measures"], TABLES["occurrences"]
_PLAN = (
    (_MEASURES["number"].heading, 6),
    (_MEASURES["measure"].heading, 34),
    ("По плану", 17),
    (_MEASURES["responsible"].heading, 21),
    (_MEASURES["proof_kind"].heading, 20),
    ("Срок", 22),
    (_TERMS["status"].heading, 15),
    ("Когда и чем подтверждено", 23),
)
_OF_MEASURE = 5
"""Columns that say the measure; the others say its terms."""
_OVERDUE = (
    (_MEASURES["number"].heading, 6),
    (_MEASURES["measure"].heading, 50),
    (_MEASURES["responsible"].heading, 29),
    ("Срок", 22),
    ("Просрочка", 17),
    (_MEASURES["proof_kind"].heading, 22),
    ("Объяснение, новый срок", 23),
)
_NO_RECORDS = (
    (_MEASURES["number"].heading, 6),
    (_MEASURES["measure"].heading, 50),
    (_MEASURES["responsible"].heading, 29),
    ("За какой период", 22),
    (_TERMS["status"].heading, 17),
    (_MEASURES["proof_kind"].heading, 22),
    ("Что сделано, документ", 23),
)
_LATE = 4
_SILENT = TABLES["by_month"]["no_records"].heading
_DOCUMENT, _SECTION = Colours("#D9E1F2", DARK_BLUE), Colours(COMPUTED_FILL, DARK_BLUE)


def overdue_workbook(papers: PrintedPlan) -> bytes:
    """The overdue terms on a page, or a sentence that there are none; on another the periods without record, where there are any."""

    def fill(workbook: Workbook, look: Look) -> None:
        late, silent = len(papers.overdue), len(papers.no_records)
        page = Page(workbook, look, "Просроченное", [width for _, width in _OVERDUE], landscape=True, size=_SIZE)
        figures = [f"Просрочено: {counted(late, 'срок', 'срока', 'сроков')}"] if late else []
        figures += [f"нет записей: {silent} — на листе «{_SILENT}»"] if silent else []
        page.head(f"Просроченное на {day(papers.today)}", _where(papers), "   ·   ".join(figures))
        if not late:
            page.next(15)
            page.line(
                "Просроченного нет."
                if silent
                else "Просроченного нет: всё, что должно быть сделано к этому дню, сделано.",
                look.format(),
            )
        _passed(page, papers.overdue, [heading for heading, _ in _OVERDUE], signatures_height(_signed(papers)))
        _end(page, papers, "Просроченное")
        if silent:
            page = Page(workbook, look, _SILENT, [width for _, width in _NO_RECORDS], landscape=True, size=_SIZE)
            page.head(f"{NO_RECORDS}. На {day(papers.today)}", _where(papers), f"Периодов без записи: {silent}")
            _passed(
                page, papers.no_records, [heading for heading, _ in _NO_RECORDS], signatures_height(_signed(papers))
            )
            _end(page, papers, _SILENT)

    return workbook_bytes(f"Просроченное на {day(papers.today)}", fill)


def _passed(page: Page, lines: Sequence[PassedLine], headings: list[str], keep: float) -> None:
    """A table of terms whose day has passed; so many points of what stands under it stay with its last row."""
    if lines:
        page.headings(headings)
    for one in lines:
        texts = [one.number, one.text, one.who, one.when, one.late, one.proof, ""]
        page.cells(texts, {_LATE: colours_of(one.status)}, keep if one is lines[-1] else 0)


def plan_workbook(papers: PrintedPlan) -> bytes:
    """The whole plan: documents, sections, measures, their terms and states; signature lines at the end."""

    def fill(workbook: Workbook, look: Look) -> None:
        page = Page(workbook, look, _MEASURES.sheet, [width for _, width in _PLAN], landscape=True, size=_SIZE)
        figures = "   ·   ".join(f"{status.removesuffix(' с')}: {number}" for status, number in papers.counts)
        terms = sum(number for _, number in papers.counts)
        hint = f"{counted(len(papers.blocks), 'мера', 'меры', 'мер')}, {counted(terms, 'срок', 'срока', 'сроков')}. {_where(papers)}."
        page.head(f"План и его выполнение на {day(papers.today)}", hint, figures)
        page.headings([heading for heading, _ in _PLAN])
        place = ("", "")
        for block in papers.blocks:
            bands = []
            if block.document and block.document != place[0]:
                bands.append((block.document, _DOCUMENT))
            if block.section and (block.document, block.section) != place:
                bands.append((block.section, _SECTION))
            place = (block.document, block.section)
            _measure(page, block, bands, signatures_height(_signed(papers)) if block is papers.blocks[-1] else 0)
        _end(page, papers, _MEASURES.sheet)

    return workbook_bytes(f"План на {day(papers.today)}", fill)


def _measure(page: Page, block: MeasureBlock, bands: list[tuple[str, Colours]], keep: float) -> None:
    """A measure beside its terms; where its terms go on over the page, it stands there again.

    Args:
        page: where.
        block: the measure.
        bands: document and section that begin with it.
        keep: points of what must stand under its last term on the same page.
    """
    about = [block.number, block.measure, block.phrase, block.who, block.proof]
    terms = [_term(term) for term in block.terms] or [["", "", ""]]
    own = [row_height(texts, page.widths[_OF_MEASURE:], page.size) for texts in terms]
    needed = row_height(about, page.widths[:_OF_MEASURE], page.size)
    page.need(BAND * len(bands) + max(needed, own[0]) + (keep if len(own) == 1 else 0))
    for text, colours in bands:
        page.band(text, colours)
    start = 0
    while start < len(terms):
        if start:
            page.break_page()
            about[1] = f"{block.measure} (продолжение)"
        end = _that_fit(own, start, page.left, keep)
        _piece(page, about, terms[start:end], own[start:end], needed)
        start = end


def _that_fit(heights: list[float], start: int, room: float, keep: float) -> int:
    """The end of the rows that fit on the page, one at least; the last one goes over when what belongs under it does not fit."""
    end, used = start + 1, heights[start]
    while end < len(heights) and used + heights[end] <= room:
        used += heights[end]
        end += 1

    return end - 1 if end == len(heights) and used + keep > room and end - start > 1 else end


def _piece(page: Page, about: list[str], terms: list[list[str]], heights: list[float], needed: float) -> None:
    """Terms that stand on one page, with the measure's own cells over all of their rows."""
    first = page.row
    extra = max(needed - sum(heights), 0) / len(heights)
    for at, text in enumerate(about):
        if len(terms) > 1:
            page.sheet.merge_range(first, at, first + len(terms) - 1, at, text, page.cell())
        else:
            page.sheet.write_string(first, at, text, page.cell())
    for texts, points in zip(terms, heights, strict=True):
        for at, text in enumerate(texts, start=_OF_MEASURE):
            page.sheet.write_string(
                page.row, at, text, page.cell(colours_of(texts[1]) if at == _OF_MEASURE + 1 else None)
            )
        page.next(points + extra)


def _term(term: TermLine) -> list[str]:
    return ["\n".join(part for part in (term.when, term.what) if part), term.status, term.done]


def _where(papers: PrintedPlan) -> str:
    return f"{papers.school}, {papers.year} учебный год" if papers.school else f"{papers.year} учебный год"


def _signed(papers: PrintedPlan) -> tuple[str, str]:
    return (
        f"Директор ____________________ / {papers.director or '______________________________'} /",
        "Ответственный за план ____________________ / ______________________________ /   Дата ____________",
    )


def _end(page: Page, papers: PrintedPlan, title: str) -> None:
    page.signatures(_signed(papers))
    page.finish(_where(papers), f"{title}, {day(papers.today)}")
