"""The meaning of the live formulas of «Сводка», in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.russian.wording import first_of
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.day_numbers import day_number
from objectivity_core.tables.parse import records_of, series
from objectivity_core.tables.steps import HIDDEN_DAYS, SOON_CODED, STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from objectivity_core.formulas.values import Values


def with_responsible(values: Values, frame: pd.DataFrame) -> pd.DataFrame:
    """«ПоОтветственным» with its numbers: a term of several counts for each; whole names only."""
    terms = values.frame("occurrences")
    listed = "; " + terms["responsible"].str.lower() + "; "
    chosen = [
        terms["status"][listed.str.contains(f"; {name}; ", regex=False)] for name in frame["responsible"].str.lower()
    ]

    return _filled("by_responsible", frame, [_all_counts(status) for status in chosen])


def with_sections(values: Values, frame: pd.DataFrame) -> pd.DataFrame:
    """«ПоРазделам» with its numbers."""
    terms = values.frame("occurrences")
    sections = terms["section"].str.lower()

    return _filled(
        "by_section", frame, [_all_counts(terms["status"][sections == name]) for name in frame["section"].str.lower()]
    )


def with_months(values: Values, frame: pd.DataFrame) -> pd.DataFrame:
    """«ПоМесяцам» with its first days and numbers."""
    terms = values.frame("occurrences")
    year = setting(values, "Учебный год начинается в")
    records: list[dict[str, Any]] = []
    for number in frame["number"]:
        if not year.isdecimal() or pd.isna(number):
            records.append({})
            continue
        first = pd.Timestamp(int(year), 9, 1) + pd.DateOffset(months=int(number) - 1)
        status = terms["status"][(terms["until"] >= first) & (terms["until"] < first + pd.DateOffset(months=1))]
        counts = {
            "done": _number(status.str.startswith(states.FINISHED)),
            "overdue": _number(status == states.OVERDUE),
            "no_records": _number(status.str.startswith(states.NO_RECORDS)),
            "ahead": _number(status.isin([states.UPCOMING, states.RUNNING, states.DUE_SOON, states.SUM_UP])),
        }
        records.append(counts | {"first": first, "total": sum(counts.values())})

    return _filled("by_month", frame, records)


def with_readiness(values: Values, frame: pd.DataFrame) -> pd.DataFrame:
    """«Волны» with numbers, words and turns."""
    terms = values.frame("occurrences")
    now = pd.Timestamp(values.today)
    waves = terms["wave"].str.lower()
    records = []
    for at, row in zip(frame.index, records_of(frame), strict=True):
        whole = pd.isna(row["day"])
        counts = _counts(
            terms["status"][(waves == row["wave"].lower()) & (whole | (terms["event_date"] == row["day"]))]
        )
        name = row["wave"] if whole else f"   {row['day']:%d.%m}"
        overdue = f"; просрочено {counts['overdue']}" if counts["overdue"] else ""
        place = at + 1
        if row["last"] >= now:
            turn = place if counts["total"] and (whole or row["first"] <= now + pd.Timedelta(days=7)) else None
        else:
            turn = 1000 + place if whole and counts["done"] < counts["total"] else None
        coming = "идёт" if row["first"] <= now else f"через {(row['first'] - now).days} дн."
        when = ("прошла" if row["last"] < now else coming) + overdue
        ready = f"{name}: {counts['done']} из {counts['total']} готово"
        records.append(counts | {"ready": ready, "when": when, "turn": turn})

    return _filled("waves", frame, records)


def with_nearest(values: Values, frame: pd.DataFrame) -> pd.DataFrame:
    """«Ближайшие» with the open terms of today and later, the earliest first."""
    terms = values.frame("occurrences")

    return _with_terms(
        "nearest", values, frame, terms["queue"][terms["queue"] >= day_number(values.today)], "days_left"
    )


def with_passed(values: Values, frame: pd.DataFrame) -> pd.DataFrame:
    """«Прошедшие» with the open terms before today, the earliest first."""
    terms = values.frame("occurrences")

    return _with_terms(
        "passed", values, frame, terms["queue"][terms["queue"] < day_number(values.today)], "overdue_days"
    )


def with_steps(values: Values, frame: pd.DataFrame) -> pd.DataFrame:
    """«Шаги» with how much waits for each, its sentence and its turn."""
    records = []
    for row in records_of(frame):
        known = not pd.isna(row["step"]) and 1 <= row["step"] <= len(STEPS)
        needed = _NEEDED[STEPS[int(row["step"]) - 1].name](values) if known else 0
        age = (pd.Timestamp(values.today) - row["marked"]).days if not pd.isna(row["marked"]) else HIDDEN_DAYS
        records.append(
            {
                "needed": needed,
                "said": row["text"].replace("#", str(needed)),
                "turn": row["step"] if needed and age >= HIDDEN_DAYS else None,
            }
        )

    return _filled("steps", frame, records)


def setting(values: Values, heading: str) -> str:
    """The value of «Настройки» as text; ``""`` where there is none."""
    frame = values.frame("settings")
    found = frame["value"][frame["setting"] == heading].to_list()

    return str(found[0]) if found else ""


def _number(chosen: pd.Series[Any]) -> int:
    return int(chosen.sum())


def _counts(status: pd.Series[Any]) -> dict[str, int]:
    return {
        "total": _number((status != "") & ~status.isin(states.DECISIONS)),
        "done": _number(status.str.startswith(states.FINISHED)),
        "overdue": _number(status == states.OVERDUE),
    }


def _all_counts(status: pd.Series[Any]) -> dict[str, int]:
    counts = _counts(status)

    return counts | {
        "due_soon": _number(status == states.DUE_SOON),
        "unproven": _number(status == states.DONE_WITHOUT_PROOF),
        "rest": counts["total"] - counts["done"] - counts["overdue"],
    }


def _with_terms(name: str, values: Values, frame: pd.DataFrame, queue: pd.Series[Any], days: str) -> pd.DataFrame:
    terms = values.frame("occurrences")
    order = queue.sort_values().index.to_list()
    records: list[dict[str, Any]] = []
    for number in frame["number"]:
        if pd.isna(number) or not 1 <= number <= len(order):
            records.append({})
            continue
        at = order[int(number) - 1]
        term = terms.loc[at]
        records.append(
            {
                "position": at + 1,
                "due": term["until"],
                "measure": term["measure"],
                "who": first_of((term["people"] or term["responsible"]).split(";"), 1),
                "status": term["status"],
                "days": term[days],
            }
        )

    return _filled(name, frame, records)


def _filled(name: str, frame: pd.DataFrame, records: list[dict[str, Any]]) -> pd.DataFrame:
    """A frame with its formula columns; what a record lacks is empty."""
    table = TABLES[name]
    columns = {
        column.name: series(column, [record.get(column.name) for record in records]).set_axis(frame.index)
        for column in table.columns
        if column.filling == "formula"
    }

    return frame.assign(**columns)


def _none(table: str, column: str) -> Callable[[Values], int]:
    return lambda values: int(not (values.frame(table)[column] != "").any())


def _words(table: str, column: str, word: str) -> Callable[[Values], int]:
    return lambda values: _number(
        values.frame(table)[column].str.startswith(word)
        if word == states.NO_RECORDS
        else values.frame(table)[column] == word
    )


def _without_terms(values: Values) -> int:
    measures = values.frame("measures")
    known = set(values.frame("occurrences")["measure_id"])

    return _number((measures["measure"] != "") & ~(measures["measure_id"].isin(known - {""})))


def _kinds(values: Values, column: str) -> pd.Series[Any]:
    """Whether the kind of each procedure has «да» in a column of «Виды»."""
    kinds = values.frame("kinds")

    return (
        values.frame("procedures")["kind"].str.lower().isin(set(kinds["kind"][kinds[column] == states.YES].str.lower()))
    )


def _waiting_for_codes(values: Values) -> int:
    procedures, now = values.frame("procedures"), pd.Timestamp(values.today)
    soon = (procedures["date"] >= now) & (procedures["date"] <= now + pd.Timedelta(days=SOON_CODED))

    return _number(soon & procedures["state"].isin(["", states.PLANNED]) & _kinds(values, "coded"))


def _held(state: str) -> Callable[[Values], int]:
    def count(values: Values) -> int:
        procedures = values.frame("procedures")

        return _number((procedures["state"] == state) & (procedures["date"] <= pd.Timestamp(values.today)))

    return count


def _not_compared(values: Values) -> int:
    procedures, gaps = values.frame("procedures"), values.frame("gaps")
    compared = set(gaps["value"][gaps["by"] == "процедура"])

    return _number(
        (procedures["state"] == states.OPENED) & _kinds(values, "compared") & ~procedures["procedure_id"].isin(compared)
    )


_NEEDED: dict[str, Callable[[Values], int]] = {
    "school": lambda values: int(not setting(values, "Школа")),
    "import": _none("measures", "measure"),
    "staff": _none("staff", "name"),
    "refresh": _without_terms,
    "codes": _waiting_for_codes,
    "overdue": _words("occurrences", "status", states.OVERDUE),
    "commission": _held(states.CODED),
    "collect": _held(states.MARKING),
    "third": _words("results", "state", states.DIVERGED),
    "open": _words("procedures", "state", states.MARKED),
    "gaps": _not_compared,
    "findings": _words("findings", "severity", "ошибка"),
    "unclear": _words("occurrences", "status", states.UNCLEAR),
    "summary": _words("occurrences", "status", states.SUM_UP),
    "proof": _words("occurrences", "status", states.DONE_WITHOUT_PROOF),
    "records": _words("occurrences", "status", states.NO_RECORDS),
    "pupils": _none("pupils", "name"),
    "timetable": lambda values: _none("procedures", "kind")(values) * (1 - _none("measures", "measure")(values)),
}
"""What each step counts."""
