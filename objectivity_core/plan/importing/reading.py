"""From a document to what was understood of it: its plan tables, their measures, and what is no plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from objectivity_core.deadlines import read_deadline
from objectivity_core.plan.importing.dating import heading_deadline, other_year
from objectivity_core.plan.importing.layout import (
    Layout,
    by_content,
    by_headings,
    column_names,
    continuation,
    is_timetable,
    texts,
)
from objectivity_core.plan.importing.model import Measure, PlanReading, PlanTable
from objectivity_core.plan.importing.naming import plan_name, section_above, stem
from objectivity_core.plan.importing.numbering import numbered
from objectivity_core.plan.importing.prose import prose_table
from objectivity_core.plan.importing.responsible import people_of
from objectivity_core.plan.importing.rows import Body, Row, read_rows, tidy
from objectivity_core.plan.importing.words import split_number
from objectivity_core.russian.text_tables import text_document
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from objectivity_core.plan.importing.layout import Rows
    from objectivity_core.plan.importing.words import Role
    from objectivity_core.russian.document import Document, SourceTable
    from objectivity_core.school_year.year import SchoolYear

_ROLES: Final[tuple[Role, ...]] = ("section", "number", "measure", "phrase", "responsible", "proof_kind", "note")
APPROVAL: Final = "это гриф утверждения или подписи"
_HEAD: Final = 15
"""So many paragraphs of a document are its head: what they say of the year is said of the plan."""
OGE_QUESTION: Final = "Работы ОГЭ проверяет региональная комиссия. Речь о пробном ОГЭ?"


class _Part(NamedTuple):
    """A table that is a plan: its document, its columns, its rows."""

    document: str
    layout: Layout
    body: Body


def read_plan(document: Document, school_year: SchoolYear, name: str = "") -> PlanReading:
    """What is understood of a document that holds a plan.

    Args:
        document: its tables and paragraphs; without tables its paragraphs are tried as text with tabs, then as prose.
        school_year: for recognising deadlines where there are no headings.
        name: what to call the plan; else its heading, else the file's name.
    """
    sources = (
        _own_sheet(document.tables)
        or document.tables
        or text_document(document.name, "\n".join(document.paragraphs)).tables
    )
    title = plan_name(document.paragraphs) or stem(document.name)
    found, skipped = _sorted_out(sources, school_year, title)
    if not found and (prose := prose_table(document.paragraphs, school_year)):
        found, _ = _sorted_out((prose,), school_year, title)
    if name:
        found = [part._replace(document=name) for part in found]

    tables = tuple(_tables(found))
    measures = [measure for table in tables for measure in table.measures]
    lines = [*document.paragraphs[:_HEAD], *(line for source in sources for line in source.title.split("\n"))]
    lines += [line for part in found for line in part.layout.above]
    doubts = other_year(document.name, lines, measures, school_year) if measures else ()

    return PlanReading(document.name, tables, tuple(skipped), (*document.findings, *doubts))


def _own_sheet(sources: Sequence[SourceTable]) -> tuple[SourceTable, ...]:
    """The sheet «План» of a workbook of this product: its other sheets repeat the measures."""
    ours = TABLES["measures"]

    return tuple(
        one
        for one in sources
        if one.title == ours.sheet and any(ours["measure_id"].heading in row for row in one.rows[:10])
    )


def _sorted_out(
    sources: Sequence[SourceTable], school_year: SchoolYear, title: str
) -> tuple[list[_Part], list[tuple[str, str]]]:
    """The tables that are plans, and the others with the reason why they are none."""
    found: list[_Part] = []
    skipped = []
    period = ""
    for source in sources:
        rows = texts(source.rows)
        layout = by_headings(rows, school_year) or (
            continuation(found[-1].layout, rows, school_year) if found else None
        )
        layout = layout or by_content(rows, school_year)
        if layout is None:
            skipped.append((_label(source, rows), _why_not(rows)))
            continue
        lines = [*source.title.split("\n"), *layout.above]
        title = plan_name(lines) or title
        body = read_rows(rows, layout, section_above([line for line in lines if line]))
        period = heading_deadline(lines, school_year) or ("" if any(lines) else period)
        _date_by_headings(layout, body, school_year, period)
        if body.rows:
            found.append(_Part(title, layout, body))
        else:
            skipped.append((_label(source, rows), "под заголовками нет ни одной меры"))

    return found, skipped


def _tables(found: list[_Part]) -> Iterator[PlanTable]:
    """The tables with their measures, numbered through each document."""
    numbers: dict[str, Iterator[tuple[str, str]]] = {}
    for document in dict.fromkeys(one.document for one in found):
        own = [(layout, body) for name, layout, body in found if name == document]
        _renumber_sections(own)
        rows = [row for _, body in own for row in body.rows]
        numbers[document] = iter(numbered(rows, has_column=any("number" in layout.roles for layout, _ in own)))
    for document, layout, body in found:
        measures = tuple(_measure(document, row, *next(numbers[document])) for row in body.rows)
        aside = tuple(" ".join(layout.headings[at].split()) for at in _aside(layout))
        yield PlanTable(
            document,
            tuple(column_names(layout, _names())),
            aside,
            measures,
            tuple(body.left_out),
            tuple(_notes(layout, body)),
        )


def _date_by_headings(layout: Layout, body: Body, school_year: SchoolYear, period: str) -> None:
    """Where a plan has no column of deadlines, its sections or the heading above are the months; a heading dates a blank cell too."""
    for row in body.rows:
        section = split_number(row.section)[1] or row.section
        if "phrase" not in layout.roles and section and read_deadline(section, school_year).kind != "unknown":
            row.phrase = section
        row.phrase = row.phrase or period


def _renumber_sections(parts: list[tuple[Layout, Body]]) -> None:
    """A table that names no section goes on with the last one of the table before."""
    last: Row | None = None
    for _, body in parts:
        for row in body.rows:
            if not row.section and last is not None:
                row.section, row.section_number = last.section, last.section_number
        last = body.rows[-1] if body.rows else last


def _measure(document: str, row: Row, number: str, text: str) -> Measure:
    measure = tidy(text)
    phrase = row.phrase
    note = " ".join(row.note.split())
    if _asks_about_oge(measure):
        note = f"{note} {OGE_QUESTION}".strip()
    proof = "; ".join(line.strip(" -–•·;") for line in tidy(row.proof_kind).split("\n") if line.strip(" -–•·;"))

    return Measure(document, row.section, number, measure, phrase, "; ".join(people_of(row.responsible)), proof, note)


def _asks_about_oge(measure: str) -> bool:
    """Whether a measure has works of the ОГЭ checked at school, where a regional commission checks them."""
    text = measure.lower()

    return "огэ" in text and "пробн" not in text and "провер" in text and "комисси" in text and "школьн" in text


def _names() -> dict[Role, str]:
    return {role: TABLES["measures"][role].heading for role in _ROLES}


def _aside(layout: Layout) -> Iterator[int]:
    """Columns with a heading that were not taken."""
    taken = {column for role, columns in layout.roles.items() if role != "aside" for column in columns}
    taken_texts = {layout.headings[column] for column in taken}

    return (
        at for at, heading in enumerate(layout.headings) if heading and at not in taken and heading not in taken_texts
    )


def _notes(layout: Layout, body: Body) -> Iterator[str]:
    if layout.by_content:
        yield "Заголовков у таблицы нет: столбцы узнаны по содержанию, проверьте их."
    if "phrase" not in layout.roles:
        by_section = any(row.phrase for row in body.rows)
        yield "Столбца со сроками нет" + (": срок взят из названия раздела или заголовка." if by_section else ".")
    if not any(row.responsible for row in body.rows):
        yield "Ответственных в таблице нет."
    if "number" in layout.roles and not any(row.number for row in body.rows):
        yield "Номера в файле ставит сам Word: меры пронумерованы заново внутри разделов."


def _label(source: SourceTable, rows: Rows) -> str:
    words = next((cell for row in rows for cell in row if cell), "")
    text = " ".join((words or source.title).split())

    return text if len(text) <= 60 else text[:57] + "…"


def _why_not(rows: Rows) -> str:
    text = " ".join(cell for row in rows for cell in row).lower()
    if not text.strip():
        return "таблица пуста"
    if is_timetable(rows):
        return "похоже на расписание работ: для него есть «Загрузить расписание»"
    if re.search(r"утвержд|согласов|рассмотрен|принят", text) and len(text) < 600:
        return APPROVAL

    return "нет столбцов с мероприятиями и сроками или ответственными"
