"""Next year's book: this year's plan a year later, its people and lists; nothing of what was done."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from objectivity_core.findings import shown
from objectivity_core.plan import rules
from objectivity_core.russian.wording import WEEKDAYS, free_name
from objectivity_core.setting_rows import settings_frame
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of, records_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

    from objectivity_core.deadlines import Deadline
    from objectivity_core.findings import Finding, Rule
    from objectivity_core.school_year.year import SchoolYear
    from objectivity_core.settings import Settings

YEARS = 1
_LEAP_DAY = re.compile(r"(?<!\d)29(?P<month>\s+февр|\.0?2(?!\d))", re.IGNORECASE)
CARRIED = ("measures", "staff", "classes", "subjects", "kinds", "scales", "tasks")
LEFT_BEHIND = ("procedures", "occurrences", "pupils", "own_marks", "findings", "log")
"""Tables that a new year starts without, although every new book has some of them."""
_OF_ONE_YEAR = (
    *("today", "first_day", "last_day", "quarters", "summary_until", "days_off", "working_days"),
    *(
        "scoring_folder",
        "plan_file",
        "timetable_file",
        "proof_folder",
        "external_file",
        "book_id",
        "declined",
        "undrawn",
    ),
)
"""Settings that belong to one year or one book; the counters of keys are none of them: a key never returns."""


@dataclasses.dataclass(frozen=True)
class Surroundings:
    """What the core must know of this book beyond its tables.

    Attributes:
        own_columns: headings that the school added to tables, by table, as far as anything stands under them.
        taken: names of what lies beside the book.
        typed: tables in people's own words, where the state has them as the program reads them.
    """

    own_columns: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    typed: Mapping[str, pd.DataFrame] = dataclasses.field(default_factory=dict)


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
        ``info``: ``moved-date`` (a term on one day: its weekday is another, or it is no working day), ``unmoved-deadline`` and ``moved-deadline-unread`` (a phrase
        that cannot be read), ``no-leap-day`` (29 February of a year without it), ``deadline-outside-new-year``, ``left-column`` (a column of the school's own is not carried),
        ``left-classes`` (who teaches whom is as it was), ``left-scales`` (no scale for the new year).
    """
    settings = _next_settings(state.settings)
    moved, findings = _moved_measures(state["measures"], state)
    tables = {name: around.typed.get(name, state[name]) for name in CARRIED} | {"measures": moved}
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
    if after.kind == "unknown":
        return _unread(phrase, measure, new_year)
    if _strays(after, new_year) and not _strays(before, old_year):
        return _about(rules.OUTSIDE_NEW_YEAR, measure, phrase)
    days = []
    for old, new in zip(before.terms, after.terms, strict=False):
        if after.kind == "fixed" and _is_one_day(new.start, new.due) and (day := new.due) and old.due:
            days += _about_day(old.due, day, new_year)
    if days and any(sign.isdigit() for sign in phrase):  # «до конца октября» names no day
        return _about(rules.MOVED_DATE, measure, phrase, days="; ".join(days))

    return None


def _unread(phrase: str, measure: dict[str, Any], year: SchoolYear) -> Finding:
    """What to say of a phrase that cannot be read in the new year: whether it was changed, and what to write instead."""
    from objectivity_core.deadlines import read_deadline

    changed = phrase != measure["phrase"]
    moved = f"«{shown(measure['phrase'])}» в новой книге стал «{shown(phrase)}»" if changed else ""
    sooner = _LEAP_DAY.sub(lambda found: f"28{found['month']}", phrase)
    if sooner != phrase and read_deadline(sooner, year).kind != "unknown":
        moved = moved or f"«{shown(phrase)}» перенесён как есть"
        return _about(rules.NO_LEAP_DAY, measure, phrase, moved=moved, sooner=shown(sooner))

    return _about(rules.UNREAD_AS_MOVED if changed else rules.UNMOVED_DEADLINE, measure, phrase, moved=moved)


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
        rules.LEFT_COLUMN.at(table=table, column=heading, excel=TABLES[table].excel)
        for table, headings in around.own_columns.items()
        for heading in headings
    ]
    staff = state["staff"]
    if (staff[["classes", "class_teacher", "excluded_classes"]] != "").any(axis=None):
        findings.append(rules.LEFT_CLASSES.at())
    scales = state["scales"]
    if len(scales) and not scales["year"].str.contains(settings.academic_year, regex=False).any():
        findings.append(rules.LEFT_SCALES.at(year=settings.academic_year))

    return findings


def _about(rule: Rule, measure: dict[str, Any], phrase: str, **words: Any) -> Finding:
    key, name = measure["measure_id"], measure["number"] or measure["measure_id"]

    return rule.at(key, value=measure["phrase"], measure=name, phrase=shown(phrase), **words)
