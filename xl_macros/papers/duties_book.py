"""«Мои дела.xlsx»: a page per responsible person, to hand out and to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.plan.duties import LATER, NO_RECORDS, OVERDUE, SOON, THIS_WEEK, UNPROVEN
from objectivity_core.russian.wording import day
from xl_macros.look.palette import BLUE, PALE_GREY, PALE_YELLOW, RED, YELLOW
from xl_macros.papers.layout import BAND, Page, colours_of, sheet_names, signatures_height, workbook_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from objectivity_core.plan.duty_papers import DutyPapers, PersonPage
    from xl_macros.look.palette import Look

_COLUMNS = (
    ("№", 5),
    ("Что нужно сделать", 47),
    ("Срок", 14),
    ("Осталось / просрочено", 15),
    ("Чем подтвердить", 21),
    ("Отметка: дата, документ, подпись", 18),
)
_LEFT = 3
_SIGNED = ("Ознакомлен(а) ____________________   Дата ____________",)
_BANDS = {OVERDUE: RED, NO_RECORDS: PALE_YELLOW, THIS_WEEK: YELLOW, SOON: BLUE, UNPROVEN: PALE_YELLOW, LATER: PALE_GREY}


def duties_workbook(papers: DutyPapers) -> bytes:
    """A workbook with one sheet per person, each an A4 page that goes on where there is much to do."""

    def fill(workbook: Workbook, look: Look) -> None:
        for page, name in zip(papers.pages, sheet_names([page.label for page in papers.pages]), strict=True):
            _person(Page(workbook, look, name, [width for _, width in _COLUMNS], landscape=False), page, papers)

    return workbook_bytes(f"Мои дела на {day(papers.today)}", fill)


def _person(sheet: Page, page: PersonPage, papers: DutyPapers) -> None:
    school = f"{papers.school}, " if papers.school else ""
    figures = "   ·   ".join(f"{title.partition(':')[0]}: {len(lines)}" for title, lines in page.sections)
    sheet.head(f"Мои дела: {page.name}", f"{school}{papers.year} учебный год. На {day(papers.today)}.", figures)
    sheet.headings([heading for heading, _ in _COLUMNS])
    last = page.sections[-1][1][-1]
    for title, lines in page.sections:
        rows = [[line.number, line.text, line.when, line.left, line.proof, ""] for line in lines]
        sheet.need(BAND + sheet.height(rows[0]))
        sheet.band(title, _BANDS[title])
        for line, row in zip(lines, rows, strict=True):
            if sheet.need(sheet.height(row) + (signatures_height(_SIGNED) if line is last else 0)):
                sheet.band(f"{title} (продолжение)", _BANDS[title])
            sheet.cells(row, {_LEFT: colours_of(line.status)})
    sheet.signatures(_SIGNED)
    sheet.sheet.set_start_page(1)  # every person's pages count for themselves; &N would count those of all
    sheet.finish("", f"Мои дела: {page.label}, {day(papers.today)}", "стр. &P")
