"""Next year's book: this year's plan a year later, its people and lists; nothing of what was done."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from objectivity_core.findings import Finding, shown
from objectivity_core.russian.wording import WEEKDAYS, free_name
from objectivity_core.settings import settings_frame
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of, records_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

    from objectivity_core.deadlines import Deadline
    from objectivity_core.school_year.year import SchoolYear
    from objectivity_core.settings import Settings

YEARS = 1
_LEAP_DAY = re.compile(r"(?<!\d)29(?P<month>\s+февр|\.0?2(?!\d))", re.IGNORECASE)
CARRIED = ("measures", "staff", "classes", "subjects", "kinds", "scales", "tasks")
LEFT_BEHIND = ("procedures", "occurrences", "pupils", "own_marks", "findings", "log")
"""Tables that a new year starts without, although every new book has some of them."""
_OF_ONE_YEAR = (
    *("today", "first_day", "last_day", "terms", "summary_until", "days_off", "working_days"),
    *("scoring_folder", "plan_file", "timetable_file", "proof_folder", "external_file", "book_id"),
)
"""Settings that belong to one year or one book; the counters of keys are none of them: a key never returns."""


@dataclasses.dataclass(frozen=True)
class Surroundings:
    """What the core must know of this book beyond its tables.

    Attributes:
        own_columns: headings that the school added to tables, by table, as far as anything stands under them.
        taken: names of what lies beside the book.
    """

    own_columns: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    taken: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True)
class NextBook:
    """A book to build: its file's name and people's columns by table."""

    name: str
    contents: dict[str, pd.DataFrame]


def next_year(state: State, around: Surroundings) -> Outcome[NextBook]:
    """This year's plan, people and lists → the book of the next school year.

    Args:
        state: reads the tables of :data:`CARRIED`; and the settings.
        around: what lies beside the book, and columns of its own.

    Returns:
        The new book. Keys of measures and people stay, so do the counters of keys. Findings, all
        ``info``: ``moved-date`` (a term on one day: its weekday is another, or it is no working day), ``unmoved-deadline`` (a phrase
        that cannot be read, 29 February of a year without it, dates that miss the new school year), ``left-column`` (a column of the school's own is not carried),
        ``left-classes`` (who teaches whom is as it was), ``left-scales`` (no scale for the new year).
    """
    settings = _next_settings(state.settings)
    moved, findings = _moved_measures(state["measures"], state)
    tables = {name: state[name] for name in CARRIED} | {"measures": moved}
    contents = {name: frame_of(TABLES[name], records_of(frame)) for name, frame in tables.items()}
    contents |= {name: frame_of(TABLES[name], []) for name in LEFT_BEHIND} | {"settings": settings_frame(settings)}
    name = free_name(f"Объективность {settings.year}-{settings.year + 1}", around.taken, ".xlsm")
    message = (
        f"Книга {settings.academic_year} учебного года: «{name}», рядом с этой; мер {len(moved)}, людей {len(state['staff'])}. "
        "Ученики, процедуры, отметки и результаты не перенесены: впишите их в новую книгу. План этой книги прежний."
    )

    return Outcome(
        message,
        findings=[*findings, *_left_behind(around, state, settings)],
        product=NextBook(name, contents),
    )


def _next_settings(settings: Settings) -> Settings:
    defaults = {field.name: field.default for field in dataclasses.fields(settings) if field.name in _OF_ONE_YEAR}

    return dataclasses.replace(settings, **defaults, year=settings.year + YEARS)  # type: ignore[arg-type]  # each its own default


def _moved_measures(measures: pd.DataFrame, state: State) -> tuple[pd.DataFrame, list[Finding]]:
    """Measures whose phrases are a year later, and what to look at in them."""
    from objectivity_core.deadlines import shift_years
    from objectivity_core.school_year.year import SchoolYear

    new_year = SchoolYear(state.settings.year + YEARS, six_day=state.settings.six_day_week)
    phrases = [shift_years(phrase, YEARS) for phrase in measures["phrase"]]
    findings = []
    for measure, phrase in zip(records_of(measures), phrases, strict=True):
        if phrase and (finding := _to_check(measure, phrase, state.school_year, new_year)):
            findings.append(finding)

    return measures.assign(phrase=phrases), findings


def _to_check(measure: dict[str, Any], phrase: str, old_year: SchoolYear, new_year: SchoolYear) -> Finding | None:
    """What a person should look at in a moved phrase, or None."""
    from objectivity_core.deadlines import read_deadline

    before, after = read_deadline(measure["phrase"], old_year), read_deadline(phrase, new_year)
    about = f"Мера {measure['number'] or measure['measure_id']}"
    label = f"{about}: срок «{shown(phrase)}»"
    if after.kind == "unknown":
        return _unread(about, phrase, measure, new_year)
    if _strays(after, new_year) and not _strays(before, old_year):
        return _finding(
            "unmoved-deadline", f"{label} в новой книге не попадает в её учебный год.", "Исправьте год.", measure
        )
    days = []
    for old, new in zip(before.terms, after.terms, strict=False):
        if after.kind == "fixed" and _is_one_day(new.start, new.due) and (day := new.due) and old.due:
            days += _about_day(old.due, day, new_year)
    if days and any(sign.isdigit() for sign in phrase):  # «до конца октября» names no day
        remedy = "Проверьте день и при нужде исправьте срок в новой книге."
        return _finding("moved-date", f"{label} на новый год — {'; '.join(days)}.", remedy, measure)

    return None


def _unread(about: str, phrase: str, measure: dict[str, Any], year: SchoolYear) -> Finding:
    """What to say of a phrase that cannot be read in the new year: whether it was changed, and what to write instead."""
    from objectivity_core.deadlines import read_deadline

    before, after = shown(measure["phrase"]), shown(phrase)
    moved = f"{about}: срок «{before}» в новой книге стал «{after}»" if phrase != measure["phrase"] else ""
    sooner = _LEAP_DAY.sub(lambda found: f"28{found['month']}", phrase)
    if sooner != phrase and read_deadline(sooner, year).kind != "unknown":
        message = f"{moved or f'{about}: срок «{after}» перенесён как есть'}, но 29 февраля в тот год нет."
        return _finding(
            "unmoved-deadline", message, f"Впишите в новой книге «{shown(sooner)}» или другой день.", measure
        )
    message = f"{moved}, он не понят." if moved else f"{about}: срок «{after}» не понят, перенесён как есть."

    return _finding("unmoved-deadline", message, "Впишите срок в новой книге датой, месяцем или периодом.", measure)


def _is_one_day(start: dt.date | None, due: dt.date | None) -> bool:
    """A day, or the end of a term that says no beginning; months and periods have both and move as they are."""
    return due is not None and (start is None or start == due)


def _about_day(old: dt.date, day: dt.date, year: SchoolYear) -> list[str]:
    if not year.is_working(day):
        return [f"{day:%d.%m.%Y}, {WEEKDAYS[day.weekday()]}, нерабочий день"]
    if old.weekday() != day.weekday():
        return [f"{day:%d.%m.%Y}, {WEEKDAYS[day.weekday()]} (в этом году {WEEKDAYS[old.weekday()]})"]

    return []


def _strays(deadline: Deadline, year: SchoolYear) -> bool:
    """Whether a term lies outside the school year."""
    return any(
        (term.due is not None and term.due < year.starts) or (term.start is not None and term.start > year.ends)
        for term in deadline.terms
    )


def _left_behind(around: Surroundings, state: State, settings: Settings) -> list[Finding]:
    """What the new book does not have as this one has it."""
    findings = [
        Finding(
            "left-column",
            "info",
            f"Ваш столбец «{heading}» таблицы «{TABLES[table].excel}» в новую книгу не перенесён.",
            "Если он нужен, скопируйте его в новую книгу.",
            table,
            column=heading,
        )
        for table, headings in around.own_columns.items()
        for heading in headings
    ]
    staff = state["staff"]
    if (staff[["classes", "class_teacher", "excluded_classes"]] != "").any(axis=None):
        message = "Классы у людей в новой книге прежние: кто кого ведёт, программа не меняет."
        findings.append(
            Finding(
                "left-classes", "info", message, "Исправьте столбцы с классами на листе «Люди» новой книги.", "staff"
            )
        )
    scales = state["scales"]
    if len(scales) and not scales["year"].str.contains(settings.academic_year, regex=False).any():
        message = f"Шкал на {settings.academic_year} учебный год пока нет: прежние перенесены, но действуют только для своего года."
        findings.append(Finding("left-scales", "info", message, "Впишите новые шкалы, когда их опубликуют.", "scales"))

    return findings


def _finding(code: str, message: str, remedy: str, measure: dict[str, Any]) -> Finding:
    return Finding(
        code,
        "info",
        message,
        remedy,
        "measures",
        measure["measure_id"],
        TABLES["measures"]["phrase"].heading,
        measure["phrase"],
    )
