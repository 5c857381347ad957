"""Papers made from the plan: each person's page, calendar and message; the plan and what is overdue, to print and sign."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from objectivity_core.plan import rules
from objectivity_core.plan.duties import Line, PersonDuties, duties_of, page
from objectivity_core.plan.printed_plan import PrintedPlan, blocks, counts, director, no_record_lines, overdue_lines
from objectivity_core.plan.refresh import dated
from objectivity_core.plan.reminders import Entry, entries, message
from objectivity_core.plan.stale import stale_terms
from objectivity_core.russian.rules import NO_PDF
from objectivity_core.russian.wording import counted, day, free_name, short_name
from objectivity_core.state import Beside, Outcome, State
from objectivity_core.tables import states

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    import pandas as pd

    from objectivity_core.findings import Finding

TASKS, PRINT = "Мои дела", "Печать плана"
DAY_BEFORE = 1
_TELL_APART: Final = 3
"""So many people tell a school without a name from others; a newcomer at the end of the list changes no identifier."""


@dataclasses.dataclass(frozen=True)
class PersonPage:
    """What one person is given.

    Attributes:
        name: full name, or the plan's words that fit nobody.
        label: short name that no other page has: for sheets and files.
        sections: titles with their lines.
        message: text for a chat.
        entries: entries of the calendar.
    """

    name: str
    label: str
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    message: str
    entries: tuple[Entry, ...]


@dataclasses.dataclass(frozen=True)
class DutyPapers:
    """Everything in the folder «Мои дела».

    Attributes:
        folder: name of the new folder.
        school: the school's name, may be empty.
        year: the academic year, ``2024/2025``.
        today: the day the pages are of.
        now: the moment of the export, as calendars note it.
        pages: one per person.
        pdf: whether a PDF can be made.
    """

    folder: str
    school: str
    year: str
    today: dt.date
    now: dt.datetime
    pages: tuple[PersonPage, ...]
    pdf: bool


def duty_pages(state: State, beside: Beside) -> Outcome[DutyPapers]:
    """The plan → each responsible person's page, calendar and message.

    Args:
        state: reads the plan.
        beside: names in the book's folder, and whether PDFs can be made.

    Returns:
        Nothing when nobody owes anything. Findings: ``stale-terms``, ``no-pdf``.
    """
    occurrences = dated(state)
    persons = duties_of(occurrences, state["measures"], state["staff"])
    if not persons:
        return Outcome(
            "Открытых дел нет: всё сделано или сроков пока нет. Если план впервые в книге, сначала «Обновить сроки»."
        )
    folder = free_name(f"{TASKS} {day(state.today)}", beside.names)
    labels = unique_labels([person.name for person in persons])
    settings = state.settings
    # Not book_id: a book has none until it draws codes. Schools without a name are told apart by their people.
    school = settings.school or "; ".join(sorted(state["staff"]["name"].head(_TELL_APART)))
    book = f"{school}|{settings.academic_year}"
    remind = (settings.due_soon, DAY_BEFORE)
    pages = tuple(
        PersonPage(
            person.name,
            label,
            tuple((title, tuple(lines)) for title, lines in page(person.duties, state.today)),
            message(person, state.today),
            tuple(entries(person.duties, book, remind)),
        )
        for person, label in zip(persons, labels, strict=True)
    )
    papers = DutyPapers(folder, settings.school, settings.academic_year, state.today, state.now, pages, beside.pdf)

    told = _message(folder, persons, counts(occurrences))

    return Outcome(told, findings=_remarks(state, occurrences, papers.pdf), product=papers)


def printed_plan(state: State, beside: Beside) -> Outcome[PrintedPlan]:
    """The plan → two workbooks to print and sign: what is overdue, and every measure with its terms.

    Args:
        state: reads the plan.
        beside: names in the book's folder, and whether PDFs can be made.

    Returns:
        Nothing when the plan is empty. Findings: ``stale-terms``, ``no-pdf``, ``nothing-to-print``.
    """
    measures, occurrences = state["measures"], dated(state)
    plan = tuple(blocks(occurrences, measures))
    if not plan:
        return Outcome("Печатать нечего: план пуст.", findings=[rules.NOTHING_TO_PRINT.at()])
    folder = free_name(f"{PRINT} {day(state.today)}", beside.names)
    settings = state.settings
    papers = PrintedPlan(
        folder,
        settings.school,
        settings.academic_year,
        state.today,
        director(state["staff"]),
        tuple(counts(occurrences)),
        tuple(overdue_lines(occurrences, measures, state.today)),
        tuple(no_record_lines(occurrences, measures, state.today)),
        plan,
        beside.pdf,
    )
    text = f"План готов к печати: мер {len(plan)}, {_passed_words(papers.counts)}. Папка «{folder}» рядом с книгой."

    return Outcome(text, findings=_remarks(state, occurrences, papers.pdf), product=papers)


def _remarks(state: State, terms: pd.DataFrame, pdf: bool) -> list[Finding]:
    return stale_terms(terms, state["occurrences"]) + ([] if pdf else [NO_PDF.at()])


def unique_labels(names: list[str]) -> list[str]:
    """Short names; people whose short names are one keep their full names, so that neither gets the other's page.

    >>> unique_labels(["Липатова Вера Олеговна", "Сомов Иван Петрович", "Сомов Илья Павлович"])
    ['Липатова В. О.', 'Сомов Иван Петрович', 'Сомов Илья Павлович']
    """
    short = [short_name(name) for name in names]
    folded = [one.casefold() for one in short]

    return [full if folded.count(one.casefold()) > 1 else one for full, one in zip(names, short, strict=True)]


def _passed_words(counted_states: Iterable[tuple[str, int]]) -> str:
    """The numbers of «Панель» in words; what is not overdue is never counted with it."""
    found = dict(counted_states)
    others = (
        (states.NO_RECORDS.removesuffix(" с"), found.get(states.NO_RECORDS)),
        (states.SUM_UP, found.get(states.SUM_UP)),
    )

    return ", ".join(
        [
            f"{states.OVERDUE} {found.get(states.OVERDUE, 0)}",
            *(f"{words} {number}" for words, number in others if number),
        ]
    )


def _message(folder: str, persons: list[PersonDuties], counted_states: Iterable[tuple[str, int]]) -> str:
    known = sum(person.known for person in persons)
    text = f"Готово «{TASKS}»: {counted(len(persons), 'страница', 'страницы', 'страниц')}"
    if known < len(persons):
        text += f", из них по словам плана, без имени из листа «Люди»: {len(persons) - known}"

    return f"{text}; сроков: {_passed_words(counted_states)}. Папка «{folder}» рядом с книгой: страницы для печати, календари, сообщения для чата."
