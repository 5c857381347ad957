"""Rules about the school's year: the plan can be read, procedures lie on school days, works can be checked and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.commission.assigning import candidates
from objectivity_core.findings import Rule, rules_in
from objectivity_core.plan.measure_findings import plan_findings
from objectivity_core.plan.measures import read_plan
from objectivity_core.procedures.materials import material_findings
from objectivity_core.procedures.view import codes_works, title
from objectivity_core.russian.fold import folded_names
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import key_of, records_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from objectivity_core.findings import Finding
    from objectivity_core.plan.measures import ReadMeasure
    from objectivity_core.school_year.year import SchoolYear

_HEADING = {column.name: column.heading for column in TABLES["procedures"].columns}

OUTSIDE_YEAR = Rule("date-outside-year", "error", "procedures", _HEADING["date"]).says(
    "{procedure}: дата {day:%d.%m.%Y} — не из {year} учебного года.", "Исправьте дату или учебный год в «Настройках»."
)
NOT_WORKING = Rule("date-not-working", "warning", "procedures", _HEADING["date"]).says(
    "{procedure}: {day:%d.%m.%Y} — нерабочий день.", "Проверьте дату; свой рабочий день впишите в «Настройки»."
)
PROCEDURE_TWICE = Rule("procedure-twice", "warning", "procedures", _HEADING["kind"]).says(
    "{procedure}: такая процедура уже записана выше.", "Удалите лишнюю строку, пока для неё не выданы коды."
)
PERSON_TWICE = Rule("person-twice", "error", "staff", TABLES["staff"]["name"].heading).says(
    "«{name}» записан в листе «Люди» дважды.",
    "Удалите лишнюю строку: иначе один человек окажется и первым, и вторым экспертом. Если это тёзки, допишите к ФИО отличие в скобках, например «Семёнова Вера Павловна (нач. классы)».",
)
NOBODY_TO_CHECK = Rule("nobody-to-check", "warning", "procedures", _HEADING["subject"]).says(
    "{procedure}: некому проверять предмет «{subject}».", "Дополните «Может проверять» в листе «Люди»."
)
NOT_VERIFIED = Rule("scale-not-verified", "info", "scales", TABLES["scales"]["verified"].heading).says(
    "Шкал этого учебного года, не сверенных с источником: {count}.",
    "Сверьте с критериями и отметьте «да» в столбце «Сверено».",
)
RULES = rules_in(globals())

Frames = dict[str, pd.DataFrame]


def school_rules(
    tables: Frames, today: dt.date, school_year: SchoolYear, plan: Sequence[ReadMeasure] | None = None
) -> list[Finding]:
    """Findings of these rules; a rule whose tables are absent is passed over.

    Args:
        tables: tables as parsed.
        today: the day to look from.
        school_year: the school year of the book.
        plan: the measures as read, where they were already.
    """
    findings: list[Finding] = []
    if {"measures", "procedures", "staff"} <= tables.keys():
        findings += plan_findings(read_plan(tables, school_year) if plan is None else plan, tables, school_year)
    if "procedures" in tables:
        findings += _dates(tables["procedures"], school_year)
        findings += _entered_twice(tables["procedures"])
    if "staff" in tables:
        findings += _people_twice(tables["staff"])
    if {"staff", "procedures", "kinds"} <= tables.keys():
        findings += _nobody_to_check(tables["staff"], tables["procedures"], tables["kinds"])
    if "scales" in tables:
        findings += _unverified(tables["scales"], f"{school_year.year}/{school_year.year + 1}")
    if {"materials", "procedures", "kinds"} <= tables.keys():
        procedures = tables["procedures"]
        coded = (
            procedures[procedures["procedure_id"].isin(tables["works"]["procedure_id"])]
            if "works" in tables
            else procedures
        )
        findings += material_findings(tables["materials"], coded, tables["kinds"], today, school_year)

    return findings


def _about(rule: Rule, procedure: dict[str, Any], **words: Any) -> Finding:
    key = procedure["procedure_id"]

    return rule.at(key, procedure=key or title(procedure), **words)


def _dates(procedures: pd.DataFrame, school_year: SchoolYear) -> Iterator[Finding]:
    for procedure in records_of(procedures[procedures["date"].notna()]):
        day = procedure["date"].date()
        if not school_year.starts <= day <= school_year.ends:
            yield _about(OUTSIDE_YEAR, procedure, day=day, year=f"{school_year.year}/{school_year.year + 1}")
        elif not school_year.is_working(day):
            yield _about(NOT_WORKING, procedure, day=day)


def _entered_twice(procedures: pd.DataFrame) -> Iterator[Finding]:
    what = ["kind", "subject", "class", "date"]
    full = procedures[(procedures[what[:3]] != "").all(axis=1)]
    for procedure in records_of(full[full.duplicated(what)]):
        yield _about(PROCEDURE_TWICE, procedure)


def _people_twice(staff: pd.DataFrame) -> Iterator[Finding]:
    named = staff[staff["name"] != ""]
    for person in records_of(named[folded_names(named["name"]).duplicated()]):
        yield PERSON_TWICE.at(person["staff_id"], name=person["name"])


def _nobody_to_check(staff: pd.DataFrame, procedures: pd.DataFrame, kinds: pd.DataFrame) -> Iterator[Finding]:
    coded = {row["kind"] for row in records_of(kinds) if codes_works(row)}
    for procedure in records_of(procedures[procedures["kind"].isin(coded)]):
        if not candidates(staff, procedure["subject"], procedure["class"]):
            yield _about(NOBODY_TO_CHECK, procedure, subject=procedure["subject"])


def _unverified(scales: pd.DataFrame, year: str) -> Iterator[Finding]:
    found = scales[(scales["year"] == year) & (scales["verified"] == states.NO)]
    if len(found):
        yield NOT_VERIFIED.at(key_of(TABLES["scales"], found).iloc[0], count=len(found))
