"""Says, before anything is written, what was understood of a file and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from objectivity_core.deadlines import describe, read_deadline
from objectivity_core.russian.wording import first_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from objectivity_core.plan.importing.model import Measure, PlanReading, PlanTable
    from objectivity_core.school_year.year import SchoolYear

_MOST: Final = 6
"""So many examples are named; a dialog has no room for more."""


def preview(readings: Sequence[PlanReading], school_year: SchoolYear) -> list[str]:
    """Short Russian lines about files that hold plans.

    Args:
        readings: what was understood, file by file.
        school_year: for reading the deadlines.
    """
    lines = []
    for reading in readings:
        lines.append(f"Файл «{reading.name}»")
        lines += [f"  {line}" for line in _about_file(reading, school_year)]

    return lines


def measure_lines(measures: Iterable[Measure], school_year: SchoolYear) -> Iterator[str]:
    """Each measure with its deadline as it was understood."""
    section = None
    for one in measures:
        if (one.document, one.section) != section:
            section = (one.document, one.section)
            yield f"{one.document}. {one.section}".rstrip(". ")
        yield f"  {one.number or '—'}  {_short(one.measure, 90)}"
        yield f"       срок: {_short(one.phrase) or '— нет'} → {_understood(one, school_year)}; ответственный: {one.responsible or '— нет'}"


def _understood(measure: Measure, school_year: SchoolYear) -> str:
    deadline = read_deadline(measure.phrase, school_year)
    if deadline.kind == "unknown":
        return f"не понят. {deadline.question}".strip()

    return describe(deadline, school_year) + (f" ({deadline.question})" if deadline.question else "")


def _about_file(reading: PlanReading, school_year: SchoolYear) -> Iterator[str]:
    for document in dict.fromkeys(table.document for table in reading.tables):
        tables = [table for table in reading.tables if table.document == document]
        yield from _about_document(document, tables, school_year)
    if not reading.measures:
        yield "План в нём не найден"
    if reading.skipped:
        yield tables_that_are_no_plan(reading)
    yield from (finding.message for finding in reading.findings)


def tables_that_are_no_plan(reading: PlanReading) -> str:
    """The tables of a file that hold no plan, each with the reason."""
    listed = [f"«{title}»: {why}" if title else why for title, why in reading.skipped]

    return f"Таблицы, которые не план ({len(listed)}): {first_of(listed, _MOST)}"


def _about_document(document: str, tables: Sequence[PlanTable], school_year: SchoolYear) -> Iterator[str]:
    measures = [measure for table in tables for measure in table.measures]
    sections = dict.fromkeys(measure.section for measure in measures if measure.section)
    yield f"Документ «{document}»: мер {len(measures)}, разделов {len(sections)}"
    for columns in dict.fromkeys(table.columns for table in tables):
        yield "Столбцы: " + "; ".join(f"{name} — «{heading}»" for name, heading in columns)
    if aside := list(dict.fromkeys(heading for table in tables for heading in table.aside)):
        yield f"Не взяты столбцы: {first_of([f'«{heading}»' for heading in aside], _MOST)}"
    yield from dict.fromkeys(note for table in tables for note in table.notes)
    unread = [one for one in measures if one.phrase and read_deadline(one.phrase, school_year).kind == "unknown"]
    for what, which in (
        ("Не понят срок", [f"{_label(one)} «{_short(one.phrase)}»" for one in unread]),
        ("Срок пуст", [_label(one) for one in measures if not one.phrase]),
        ("Ответственный пуст", [_label(one) for one in measures if not one.responsible]),
        ("Пропущены строки", [f"«{_short(text)}» — {why}" for table in tables for text, why in table.left_out]),
    ):
        if which:
            yield f"{what} ({len(which)}): {first_of(which, _MOST)}"


def _label(measure: Measure) -> str:
    return measure.number or f"«{_short(measure.measure, 30)}»"


def _short(text: str, most: int = 50) -> str:
    text = " ".join(text.split())

    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
