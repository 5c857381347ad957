"""The plan: measures and procedures become dated terms; people's entries stay with them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from typing import TYPE_CHECKING, Any

from objectivity_core.deadlines import describe, describe_relative, read_deadline, read_relative
from objectivity_core.formulas.terms import with_status
from objectivity_core.people.responsible import people_of
from objectivity_core.plan import rules
from objectivity_core.plan.calendar_sheet import calendar
from objectivity_core.plan.entries import entry_findings
from objectivity_core.plan.labels import measure_labels
from objectivity_core.plan.schedule import ALL, kinds_of, linked, unknown_kinds, usual_relative
from objectivity_core.plan.summary import summary_tables
from objectivity_core.plan.terms import has_entries, identified, wanted_terms
from objectivity_core.procedures.materials import movement
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.model import SEVERAL
from objectivity_core.tables.parse import frame_of, key_of, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from objectivity_core.deadlines import Deadline, Offset
    from objectivity_core.findings import Finding, Rule
    from objectivity_core.school_year.year import SchoolYear


@dataclasses.dataclass(frozen=True)
class ReadMeasure:
    """A measure with everything that follows from its words.

    Attributes:
        record: the row of «План», ``relative`` filled in.
        deadline: the phrase as read.
        offset: how far from its procedures it lies, where «Когда относительно процедуры» says so and can be read.
        procedures: the procedures that date it.
        people: names of the people responsible.
        unmatched: responsible ones that «Люди» does not know.
        unknown_kinds: linked kinds of procedures that «Списки» does not know.
    """

    record: dict[str, Any]
    deadline: Deadline
    offset: Offset | None
    procedures: pd.DataFrame
    people: tuple[str, ...]
    unmatched: tuple[str, ...]
    unknown_kinds: tuple[str, ...] = ()


def refresh(state: State) -> Outcome[None]:
    """Plan, procedures and settings → terms («Сроки»), readings («План») and the calendar.

    Args:
        state: reads ``measures``, ``procedures``, ``kinds``, ``staff``, ``occurrences``, ``materials``.

    Returns:
        ``occurrences`` (all but formulas and people's columns; what people entered stays by key), ``measures`` (columns ``reading``
        and ``relative``), ``calendar``, ``materials``, the rows of «Сводка». Findings: see :func:`plan_findings`, and those of what people entered.
    """
    read = read_plan(state.tables, state.school_year)
    occurrences = _terms(read, state)
    readings = [_reading(one, state.school_year) for one in read]
    relative = [one.record["relative"] for one in read]
    tables = {
        "occurrences": occurrences,
        "measures": state["measures"].assign(reading=readings, relative=relative),
        "calendar": calendar(state.school_year),
        "materials": movement(state["procedures"], state["kinds"], state["materials"], state.settings.keep_materials),
        **summary_tables(occurrences),
    }
    message = f"Сроки обновлены: мер {len(read)}, сроков {len(occurrences)}. Смотрите лист «Сроки»."
    findings = [*_findings(read, state.tables, state.school_year), *entry_findings(state["occurrences"], state.today)]
    findings += _left_behind(state["occurrences"], occurrences)

    return Outcome(message, tables, findings)


def dated(state: State) -> pd.DataFrame:
    """Every term of the plan with what people entered and its state on the day.

    Args:
        state: as for :func:`refresh`.

    Returns:
        Every column of «Сроки», formulas evaluated; terms of the plan as it is now, and behind them those that the plan no longer has
        but people made entries for, as «отменено».
    """
    terms = _terms(read_plan(state.tables, state.school_year), state)
    table, typed = TABLES["occurrences"], state["occurrences"]
    entered = {key: row for key, row in zip(key_of(table, typed), records_of(typed), strict=True) if has_entries(row)}
    people = [column.name for column in table.columns if column.typed]
    records = records_of(terms)
    for key, record in zip(key_of(table, terms), records, strict=True):
        record.update({name: value for name, value in entered.pop(key, {}).items() if name in people})
    measures = {row["measure_id"]: row for row in records_of(state["measures"])}
    for row in entered.values():
        measure = measures.get(row["measure_id"], {})
        about = {name: measure.get(name, "") for name in ("measure", "number", "section", "responsible", "phrase")}
        records.append(about | row | {"kind": states.WITHDRAWN_KIND, "decision": row["decision"] or states.CANCELLED})

    return with_status(frame_of(table, records), state.today, state.settings.due_soon, calendar(state.school_year))


def plan_findings(tables: dict[str, pd.DataFrame], school_year: SchoolYear) -> list[Finding]:
    """What is wrong with a plan.

    Args:
        tables: ``measures``, ``procedures``, ``staff``.
        school_year: the school year of the book.

    Returns:
        A phrase that cannot be read, an ambiguous one, a measure without procedures to date it, a «Когда относительно процедуры» that
        cannot be read, a responsible one who is not in «Люди», a procedure without date, an empty plan, days beyond the last published
        calendar.
    """
    return _findings(read_plan(tables, school_year), tables, school_year)


def read_plan(tables: dict[str, pd.DataFrame], school_year: SchoolYear) -> list[ReadMeasure]:
    """Each measure with its deadline as read, the procedures that date it and the people responsible for it.

    Args:
        tables: ``measures``, ``procedures``, ``staff``.
        school_year: the school year of the book.
    """
    procedures = tables["procedures"]
    known = procedures[procedures["procedure_id"] != ""].drop_duplicates("procedure_id")
    # A plan says the same words again and again, and reading them is what takes the time.
    read_phrase = functools.cache(lambda phrase: read_deadline(phrase, school_year))
    read_offset = functools.cache(lambda text: read_relative(text, school_year) if text else None)
    find_people = functools.cache(lambda text: people_of(text, tables["staff"]))
    read = []
    for measure in records_of(tables["measures"]):
        deadline = read_phrase(measure["phrase"])
        if deadline.kind == "schedule" and not measure["relative"]:
            measure["relative"] = usual_relative(measure["measure"]) if kinds_of(measure, deadline) else ""
        people = find_people(measure["responsible"])
        strange = unknown_kinds(measure, tables["kinds"]["kind"]) if "kinds" in tables else ()
        read.append(
            ReadMeasure(
                measure, deadline, read_offset(measure["relative"]), linked(measure, deadline, known), *people, strange
            )
        )

    return read


def _findings(read: list[ReadMeasure], tables: dict[str, pd.DataFrame], school_year: SchoolYear) -> list[Finding]:
    findings = _undated(tables["procedures"])
    for one, label in zip(read, measure_labels([one.record for one in read]), strict=True):
        findings += _about(one, label, school_year)
    if not read:
        findings.append(rules.EMPTY_PLAN.at())
    elif tables["staff"].empty:
        findings.append(rules.NO_PEOPLE.at())

    return findings + _beyond_calendar(school_year)


def _terms(read: list[ReadMeasure], state: State) -> pd.DataFrame:
    """The rows of «Сроки», without formulas and people's columns."""
    typed = state["occurrences"]
    old: dict[str, list[dict[str, Any]]] = {}
    for row in records_of(typed[typed["measure_id"] != ""]):
        old.setdefault(row["measure_id"], []).append(row)
    records = []
    for one in read:
        measure = one.record
        wanted = wanted_terms(measure, one.deadline, one.offset, one.procedures, state.school_year, state.settings)
        for term, (procedure_id, ordinal) in zip(
            wanted, identified(wanted, old.get(measure["measure_id"], [])), strict=True
        ):
            records.append(
                {name: measure[name] for name in ("measure_id", "number", "responsible", "phrase", "section")}
                | {"measure": SEVERAL.join(filter(None, (measure["measure"], term.about)))}
                | {"people": "; ".join(one.people), "procedure_id": procedure_id, "ordinal": ordinal}
                | {name: getattr(term, name) for name in ("start", "due", "kind", "event_date", "wave")}
            )
    frame = frame_of(TABLES["occurrences"], records)

    return frame[
        [column.name for column in TABLES["occurrences"].columns if not column.typed and column.filling != "formula"]
    ]


def _left_behind(typed: pd.DataFrame, occurrences: pd.DataFrame) -> Iterator[Finding]:
    """Rows with entries whose term the plan no longer has, one finding per measure."""
    kept = set(key_of(TABLES["occurrences"], occurrences))
    lost: dict[str, list[str]] = {}
    for key, row in zip(key_of(TABLES["occurrences"], typed), records_of(typed), strict=True):
        if key not in kept and row["measure_id"] and has_entries(row):
            lost.setdefault(row["measure_id"], []).append(key)
    for measure_id, keys in lost.items():
        yield rules.ENTRIES_LEFT_BEHIND.at(keys[0], measure=measure_id, count=len(keys), mark=states.WITHDRAWN_KIND)


def _reading(one: ReadMeasure, school_year: SchoolYear) -> str:
    """How a measure's deadline was understood, in words."""
    if not one.record["phrase"]:
        return ""
    text = describe(one.deadline, school_year)
    if one.deadline.kind in {"schedule", "event"} and (kinds := kinds_of(one.record, one.deadline)):
        text += f"; процедуры: {'все' if ALL in kinds else ', '.join(kinds)}"
        if one.offset:
            text += f"; {describe_relative(one.offset)}"

    return f"{text}. {one.deadline.question}" if one.deadline.question else text


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
