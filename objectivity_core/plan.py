"""The plan: measures and procedures become dated occurrences."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.deadlines import describe, read_deadline
from objectivity_core.findings import Finding
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import frame_of, records_of

WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")

if TYPE_CHECKING:
    from collections.abc import Iterable

    from objectivity_core.deadlines import Deadline, Term
    from objectivity_core.school_year import SchoolYear


def refresh(state: State) -> Outcome:
    """Plan, procedures and settings → occurrences («Сроки»), readings («План») and the calendar.

    Args:
        state: reads ``measures``, ``procedures``.

    Returns:
        ``occurrences`` (computed columns; what people entered stays by key), ``measures`` (column ``reading``), ``calendar``.
        Findings: a phrase that cannot be read, an ambiguous one, a measure without procedures to date it, a
        procedure without date, an empty plan, days beyond the last published calendar.
    """
    measures, procedures, school_year = state["measures"], state["procedures"], state.school_year
    read = _read(measures, procedures, school_year)
    records = [record for one in read for record in _occurrences(*one, school_year)]
    readings = [_reading(deadline, school_year) if measure["phrase"] else "" for measure, deadline, _ in read]
    occurrences = frame_of(TABLES["occurrences"], records)
    tables = {"occurrences": occurrences, "measures": measures.assign(reading=readings), "calendar": calendar(school_year)}
    message = f"Сроки обновлены: мер {len(measures)}, сроков {len(occurrences)}. Смотрите лист «Сроки»."

    return Outcome(message, tables, _findings(read, procedures, school_year))


def plan_findings(measures: pd.DataFrame, procedures: pd.DataFrame, school_year: SchoolYear) -> list[Finding]:
    """What is wrong with a plan: see :func:`refresh`.

    Args:
        measures: table «План».
        procedures: table «Процедуры».
        school_year: the school year of the book.
    """
    return _findings(_read(measures, procedures, school_year), procedures, school_year)


def _read(measures: pd.DataFrame, procedures: pd.DataFrame, school_year: SchoolYear) -> list[tuple[dict[str, Any], Deadline, pd.DataFrame]]:
    """Each measure with its deadline as read and the procedures that date it."""
    known = procedures[procedures["procedure_id"] != ""].drop_duplicates("procedure_id")
    read = []
    for measure in records_of(measures):
        deadline = read_deadline(measure["phrase"], school_year)
        read.append((measure, deadline, _linked(measure, deadline, known)))

    return read


def _findings(
    read: list[tuple[dict[str, Any], Deadline, pd.DataFrame]], procedures: pd.DataFrame, school_year: SchoolYear
) -> list[Finding]:
    findings = _undated(procedures)
    for one in read:
        findings += _about(*one, school_year)
    if not read:
        remedy = "Впишите меры в лист «План»: мероприятие, срок, ответственный."
        findings.append(Finding("empty-plan", "error", "План пуст.", remedy, "measures"))

    return findings + _beyond_calendar(school_year)


def calendar(school_year: SchoolYear) -> pd.DataFrame:
    """The table «Календарь»: every day of the academic year with its kind and the number of the working day."""
    number = 0
    records = []
    for day in school_year.days():
        number += day.is_working
        pause = next((pause.name for pause in school_year.breaks if pause.start <= day.day <= pause.due), "")
        records.append(
            {
                "date": day.day,
                "weekday": WEEKDAYS[day.day.weekday()],
                "kind": day.kind,
                "working": int(day.is_working),
                "number": number if day.is_working else None,
                "note": day.name or pause,
            }
        )

    return frame_of(TABLES["calendar"], records)


def _linked(measure: dict[str, Any], deadline: Deadline, procedures: pd.DataFrame) -> pd.DataFrame:
    """The procedures that date a measure: those of the kinds the user linked, else of the kinds named in the phrase."""
    if deadline.kind not in {"schedule", "event"}:
        return procedures.iloc[:0]
    kinds: Iterable[str] = split_list(measure["procedures"]) or deadline.procedures
    wanted = {_kind_word(kind) for kind in kinds}
    if wanted & {states.ALL_KINDS, "*"}:
        return procedures

    return procedures[procedures["kind"].map(_kind_word).isin(wanted)]


def _kind_word(kind: str) -> str:
    """Kinds are compared without case; ВсОШ and ВОШ are one."""
    return kind.strip().lower().replace("всош", "вош")


def _occurrences(measure: dict[str, Any], deadline: Deadline, linked: pd.DataFrame, school_year: SchoolYear) -> list[dict[str, Any]]:
    base = {
        "measure_id": measure["measure_id"],
        "number": measure["number"],
        "measure": measure["measure"],
        "responsible": measure["responsible"],
        "phrase": measure["phrase"],
        "kind": states.DEADLINE_KINDS[deadline.kind],
        "procedure_id": "",
    }
    if not linked.empty:
        return [
            base
            | _term_of(procedure["date"], deadline, school_year)
            | {
                "measure": f"{measure['measure']} — {procedure['kind']}, {procedure['subject']}, {procedure['class']}",
                "procedure_id": procedure["procedure_id"],
                "ordinal": 1,  # one term per procedure: the key stays when the schedule moves
            }
            for procedure in records_of(linked.sort_values("date", kind="stable"))
        ]
    terms = deadline.terms or (None,)

    return [base | _dates(term) | {"ordinal": ordinal} for ordinal, term in enumerate(terms, start=1)]


def _term_of(date: Any, deadline: Deadline, school_year: SchoolYear) -> dict[str, Any]:
    if pd.isna(date):
        return _dates(None)

    return _dates(deadline.for_events([date.date()], school_year)[0])


def _dates(term: Term | None) -> dict[str, dt.date | None]:
    return {"start": term.start if term else None, "due": term.due if term else None}


def _reading(deadline: Deadline, school_year: SchoolYear) -> str:
    text = describe(deadline, school_year)

    return f"{text}. {deadline.question}" if deadline.question else text


def _about(measure: dict[str, Any], deadline: Deadline, linked: pd.DataFrame, school_year: SchoolYear) -> list[Finding]:
    def finding(code: str, message: str, remedy: str, severity: str = "warning") -> Finding:
        heading = TABLES["measures"]["phrase"].heading
        return Finding(code, severity, message, remedy, "measures", measure["measure_id"], heading, measure["phrase"])  # type: ignore[arg-type]

    label = f"Мера {measure['number'] or measure['measure_id']}"
    if not measure["phrase"]:
        return []  # the empty cell is a finding already
    if deadline.kind == "unknown":
        remedy = deadline.question or "Запишите срок датой, месяцем или периодом."
        return [finding("unread-deadline", f"{label}: срок «{measure['phrase']}» не понят.", remedy, "error")]
    if deadline.kind in {"schedule", "event"} and linked.empty:
        return [
            finding(
                "no-procedures",
                f"{label}: срок зависит от процедур, а подходящих процедур нет.",
                "Впишите процедуры с датами в лист «Процедуры» или виды процедур в столбец «Процедуры» плана.",
                "info" if not deadline.procedures and not measure["procedures"] else "warning",
            )
        ]
    if deadline.ambiguous:
        return [
            finding(
                "ambiguous-deadline",
                f"{label}: срок «{measure['phrase']}» понят как {describe(deadline, school_year)}.",
                deadline.question,
            )
        ]

    return []


def _undated(procedures: pd.DataFrame) -> list[Finding]:
    heading = TABLES["procedures"]["date"].heading

    return [
        Finding(
            "no-date",
            "warning",
            f"У процедуры {row['procedure_id'] or row['kind']} нет даты: её сроки не посчитать.",
            "Впишите дату, когда она будет назначена.",
            "procedures",
            row["procedure_id"],
            heading,
        )
        for row in records_of(procedures[procedures["date"].isna()])
    ]


def _beyond_calendar(school_year: SchoolYear) -> list[Finding]:
    last = school_year.known_until
    if last >= dt.date(school_year.year + 1, 8, 31):
        return []

    return [
        Finding(
            "calendar-not-published",
            "warning",
            f"Производственный календарь известен до {last:%d.%m.%Y}: дальше рабочие дни посчитаны без переносов.",
            "Проверьте сроки после этой даты, когда календарь опубликуют; переносы впишите в «Настройки».",
            "settings",
        )
    ]
