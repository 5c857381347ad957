"""What is wrong with a plan as it was read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from objectivity_core.deadlines import describe
from objectivity_core.plan import rules
from objectivity_core.plan.labels import measure_labels
from objectivity_core.plan.schedule import kinds_of, usual_relative
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from objectivity_core.findings import Finding, Rule
    from objectivity_core.plan.measures import ReadMeasure
    from objectivity_core.school_year.year import SchoolYear


def plan_findings(
    read: Sequence[ReadMeasure], tables: dict[str, pd.DataFrame], school_year: SchoolYear
) -> list[Finding]:
    """What is wrong with a plan.

    Args:
        read: its measures as read (:func:`objectivity_core.plan.measures.read_plan`).
        tables: ``procedures``, ``staff``.
        school_year: the school year of the book.

    Returns:
        A phrase that cannot be read, an ambiguous one, a measure without procedures to date it, a «Когда относительно процедуры» that
        cannot be read, a responsible one who is not in «Люди», a procedure without date, an empty plan, days beyond the last published
        calendar.
    """
    findings = _undated(tables["procedures"])
    for one, label in zip(read, measure_labels([one.record for one in read]), strict=True):
        findings += _about(one, label, school_year)
    if not read:
        findings.append(rules.EMPTY_PLAN.at())
    elif tables["staff"].empty:
        findings.append(rules.NO_PEOPLE.at())

    return findings + _beyond_calendar(school_year)


def _about(one: ReadMeasure, label: str, school_year: SchoolYear) -> list[Finding]:
    measure, deadline = one.record, one.deadline

    def finding(rule: Rule, column: str, **words: Any) -> Finding:
        return rule.at(measure["measure_id"], value=str(measure[column]), label=label, **words)

    findings = []
    if one.unknown_kinds:
        names = ", ".join(f"«{name}»" for name in one.unknown_kinds)
        findings.append(finding(rules.UNKNOWN_KIND, "procedures", names=names))
    if one.unmatched:
        names = ", ".join(f"«{name}»" for name in one.unmatched)
        findings.append(finding(rules.RESPONSIBLE_UNKNOWN, "responsible", names=names))
    if measure["relative"] and one.offset is None:
        findings.append(finding(rules.BAD_RELATIVE, "relative"))
    if not measure["phrase"]:
        return findings  # the empty cell is a finding already
    if deadline.kind == "unknown":
        question = deadline.question or "Запишите срок датой, месяцем или периодом."
        findings.append(finding(rules.UNREAD_DEADLINE, "phrase", question=question))
    elif deadline.kind in {"schedule", "event"} and one.procedures.empty:
        named = kinds_of(measure, deadline)
        findings.append(finding(rules.NO_PROCEDURES if named else rules.NO_PROCEDURES_NAMED, "procedures"))
    elif deadline.ambiguous:
        reading = describe(deadline, school_year)
        findings.append(finding(rules.AMBIGUOUS_DEADLINE, "phrase", reading=reading, question=deadline.question))
    if _asks_about_exam(one):
        findings.append(finding(rules.EXAM_CHECKED_ELSEWHERE, "procedures"))

    return findings


def _asks_about_exam(one: ReadMeasure) -> bool:
    """Whether a measure speaks of the school's checking of exam works, which the school does not check."""
    checks = usual_relative(one.record["measure"]).startswith("+")

    return checks and not one.record["procedures"] and "ОГЭ" in kinds_of(one.record, one.deadline)


def _undated(procedures: pd.DataFrame) -> list[Finding]:
    return [
        rules.UNDATED.at(row["procedure_id"], procedure=row["procedure_id"] or row["kind"])
        for row in records_of(procedures[procedures["date"].isna()])
    ]


def _beyond_calendar(school_year: SchoolYear) -> list[Finding]:
    if school_year.starts < school_year.known_from:
        return [rules.BEFORE_CALENDAR.at(first=school_year.known_from)]
    beyond = school_year.known_until < dt.date(school_year.year + 1, 8, 31)

    return [rules.NOT_PUBLISHED.at(last=school_year.known_until)] if beyond else []
