"""The plan: measures and procedures become dated terms; people's entries stay with them."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any

from objectivity_core.deadlines import describe, describe_relative
from objectivity_core.formulas.terms import with_status
from objectivity_core.plan import rules
from objectivity_core.plan.calendar_sheet import calendar
from objectivity_core.plan.entries import entry_findings
from objectivity_core.plan.made_once import once_note
from objectivity_core.plan.measure_findings import plan_findings
from objectivity_core.plan.measures import read_plan
from objectivity_core.plan.offers import NEEDED, Declined, marked, offer_findings, offers, question_lines
from objectivity_core.plan.schedule import ALL, kinds_of
from objectivity_core.plan.summary import summary_tables
from objectivity_core.plan.term_rows import occurrences, term_rows
from objectivity_core.plan.terms import has_entries
from objectivity_core.procedures.materials import movement
from objectivity_core.russian.wording import counted
from objectivity_core.state import Offer, Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import frame_of, key_of, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.plan.measures import ReadMeasure
    from objectivity_core.plan.term_rows import TermRow
    from objectivity_core.school_year.year import SchoolYear


def refresh(state: State) -> Outcome[None]:
    """Plan, procedures and settings → terms («Сроки»), readings («План») and the calendar.

    Args:
        state: reads ``measures``, ``procedures``, ``kinds``, ``staff``, ``occurrences``, ``materials``; and, to offer what the book can prove,
            ``works``, ``results``, ``gaps``, ``log``.

    Returns:
        ``occurrences`` (all but formulas and people's columns; what people entered stays by key), ``measures`` (columns ``reading``
        and ``relative``), ``calendar``, ``materials``, the rows of «Сводка». Findings: see :func:`plan_findings`, those of what people entered,
        and what is done by the book and not marked; the offer marks it (``done``, ``proof``).
    """
    read = read_plan(state.tables, state.school_year)
    rows = term_rows(read, state)
    terms = occurrences(rows)
    relative = [one.record["relative"] for one in read]
    tables = {
        "occurrences": terms,
        "measures": state["measures"].assign(reading=_readings(read, rows, state), relative=relative),
        "calendar": calendar(state.school_year),
        "materials": movement(state["procedures"], state["kinds"], state["materials"], state.settings.keep_materials),
        **summary_tables(terms),
    }
    message = f"Сроки обновлены: мер {len(read)}, сроков {len(terms)}. Смотрите лист «Сроки»."
    findings = [
        *plan_findings(read, state.tables, state.school_year),
        *entry_findings(state["occurrences"], state.today),
    ]
    findings += _left_behind(state["occurrences"], terms)

    return _offering(Outcome(message, tables, findings), rows, state)


def _offering(outcome: Outcome[None], rows: Sequence[TermRow], state: State) -> Outcome[None]:
    """The outcome with the offer to mark what the book can prove, where there is anything that was not declined before; as it is where the tables for it were not read."""
    if not state.tables.keys() >= set(NEEDED):
        return outcome
    found = offers(rows, state.tables, state.today)
    whole = [one for one in found if not one.missing]
    declined = Declined.read(state.settings.declined).fewer(whole)
    asked = declined.asked(whole)

    def remembering(outcome: Outcome[None], said: Declined) -> Outcome[None]:
        same = said.text == state.settings.declined

        return (
            outcome
            if same
            else dataclasses.replace(outcome, settings=dataclasses.replace(state.settings, declined=said.text))
        )

    told = dataclasses.replace(outcome, findings=[*outcome.findings, *offer_findings(found)])
    if not asked:
        return remembering(told, declined)
    rest = [one for one in found if one not in asked]
    taken = dataclasses.replace(
        outcome,
        message=f"{outcome.message} Отмечено по данным книги: {counted(len(asked), 'срок', 'срока', 'сроков')}.",
        tables=outcome.tables | {"occurrences": marked(outcome.tables["occurrences"], asked, state.today)},
        findings=[*outcome.findings, *offer_findings(rest)],
    )
    offer = Offer(
        question_lines(asked),
        remembering(taken, declined.fewer(rest)),
        remembering(told, declined.with_(asked)),
    )

    return dataclasses.replace(remembering(told, declined), offer=offer)


def dated(state: State, rows: Sequence[TermRow] | None = None) -> pd.DataFrame:
    """Every term of the plan with what people entered and its state on the day.

    Args:
        state: as for :func:`refresh`.
        rows: the terms of the plan, where they are known already.

    Returns:
        Every column of «Сроки», formulas evaluated; terms of the plan as it is now, and behind them those that the plan no longer has
        but people made entries for, as «отменено».
    """
    terms = occurrences(term_rows(read_plan(state.tables, state.school_year), state) if rows is None else rows)
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


def _left_behind(typed: pd.DataFrame, occurrences: pd.DataFrame) -> Iterator[Finding]:
    """Rows with entries whose term the plan no longer has, one finding per measure."""
    kept = set(key_of(TABLES["occurrences"], occurrences))
    lost: dict[str, list[str]] = {}
    for key, row in zip(key_of(TABLES["occurrences"], typed), records_of(typed), strict=True):
        if key not in kept and row["measure_id"] and has_entries(row):
            lost.setdefault(row["measure_id"], []).append(key)
    for measure_id, keys in lost.items():
        yield rules.ENTRIES_LEFT_BEHIND.at(keys[0], measure=measure_id, count=len(keys), mark=states.WITHDRAWN_KIND)


def _readings(read: Sequence[ReadMeasure], rows: Sequence[TermRow], state: State) -> list[str]:
    """How each measure's deadline was understood, in words."""
    typed: dict[str, list[dict[str, Any]]] = {}
    for row in records_of(state["occurrences"]):
        typed.setdefault(row["measure_id"], []).append(row)
    terms = Counter(row.measure.record["measure_id"] for row in rows)

    return [
        _reading(one, state.school_year, once_note(one, typed.get(key, []), terms[key]))
        for one in read
        for key in [one.record["measure_id"]]
    ]


def _reading(one: ReadMeasure, school_year: SchoolYear, note: str) -> str:
    if not one.record["phrase"]:
        return ""
    text = describe(one.deadline, school_year)
    if one.deadline.kind in {"schedule", "event"} and (kinds := kinds_of(one.record, one.deadline)):
        text += f"; процедуры: {'все' if ALL in kinds else ', '.join(kinds)}"
        if one.offset:
            text += f"; {describe_relative(one.offset)}"
    text += note

    return f"{text}. {one.deadline.question}" if one.deadline.question else text
