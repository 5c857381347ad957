"""Rules about the school's year: the plan can be read, procedures lie on school days, works can be checked and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.commission.assigning import candidates
from objectivity_core.findings import Finding
from objectivity_core.plan.refresh import plan_findings
from objectivity_core.procedures.materials import material_findings
from objectivity_core.procedures.view import codes_works, title
from objectivity_core.russian.fold import folded_names
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import key_of, records_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from objectivity_core.school_year.year import SchoolYear

Frames = dict[str, pd.DataFrame]


def school_rules(tables: Frames, today: dt.date, school_year: SchoolYear) -> list[Finding]:
    """Findings of these rules; a rule whose tables are absent is passed over.

    Args:
        tables: tables as parsed.
        today: the day to look from.
        school_year: the school year of the book.
    """
    findings: list[Finding] = []
    if {"measures", "procedures", "staff"} <= tables.keys():
        findings += plan_findings(tables, school_year)
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


def _about(
    procedure: dict[str, Any], code: str, message: str, remedy: str, column: str, severity: str = "warning"
) -> Finding:
    key = procedure["procedure_id"]
    label = key or title(procedure)

    heading = TABLES["procedures"][column].heading

    return Finding(code, severity, f"{label}: {message}", remedy, "procedures", key, heading)  # type: ignore[arg-type]


def _dates(procedures: pd.DataFrame, school_year: SchoolYear) -> Iterator[Finding]:
    for procedure in records_of(procedures[procedures["date"].notna()]):
        day = procedure["date"].date()
        if not school_year.starts <= day <= school_year.ends:
            message = f"дата {day:%d.%m.%Y} — не из {school_year.year}/{school_year.year + 1} учебного года."
            yield _about(
                procedure,
                "date-outside-year",
                message,
                "Исправьте дату или учебный год в «Настройках».",
                "date",
                "error",
            )
        elif not school_year.is_working(day):
            message = f"{day:%d.%m.%Y} — нерабочий день."
            yield _about(
                procedure,
                "date-not-working",
                message,
                "Проверьте дату; свой рабочий день впишите в «Настройки».",
                "date",
            )


def _entered_twice(procedures: pd.DataFrame) -> Iterator[Finding]:
    what = ["kind", "subject", "class", "date"]
    full = procedures[(procedures[what[:3]] != "").all(axis=1)]
    for procedure in records_of(full[full.duplicated(what)]):
        yield _about(
            procedure,
            "procedure-twice",
            "такая процедура уже записана выше.",
            "Удалите лишнюю строку, пока для неё не выданы коды.",
            "kind",
        )


def _people_twice(staff: pd.DataFrame) -> Iterator[Finding]:
    named = staff[staff["name"] != ""]
    for person in records_of(named[folded_names(named["name"]).duplicated()]):
        message = f"«{person['name']}» записан в листе «Люди» дважды."
        remedy = "Удалите лишнюю строку: иначе один человек окажется и первым, и вторым экспертом."
        yield Finding(
            "person-twice", "error", message, remedy, "staff", person["staff_id"], TABLES["staff"]["name"].heading
        )


def _nobody_to_check(staff: pd.DataFrame, procedures: pd.DataFrame, kinds: pd.DataFrame) -> Iterator[Finding]:
    coded = {row["kind"] for row in records_of(kinds) if codes_works(row)}
    for procedure in records_of(procedures[procedures["kind"].isin(coded)]):
        if not candidates(staff, procedure["subject"], procedure["class"]):
            message = f"некому проверять предмет «{procedure['subject']}»."
            yield _about(procedure, "no-expert", message, "Дополните «Может проверять» в листе «Люди».", "subject")


def _unverified(scales: pd.DataFrame, year: str) -> Iterator[Finding]:
    found = scales[(scales["year"] == year) & (scales["verified"] == states.NO)]
    if len(found):
        message = f"Шкал этого учебного года, не сверенных с источником: {len(found)}."
        heading = TABLES["scales"]["verified"].heading
        remedy = "Сверьте с критериями и отметьте «да» в столбце «Сверено»."
        yield Finding(
            "scale-not-verified", "info", message, remedy, "scales", key_of(TABLES["scales"], found).iloc[0], heading
        )
