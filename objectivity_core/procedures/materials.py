"""The movement of materials: a line per procedure and step, and what in it cannot be right."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from objectivity_core.formulas.materials import with_material_states
from objectivity_core.people.names import is_named
from objectivity_core.procedures import rules
from objectivity_core.procedures.view import codes_works
from objectivity_core.procedures.waves import wave_of
from objectivity_core.russian.wording import counted, first_of
from objectivity_core.tables import TABLES
from objectivity_core.tables.materials import (
    DESTROYED,
    HANDED_IN,
    HANDED_OUT,
    MATERIAL_STATES,
    STEPS,
    STORED,
    TO_EXPERT,
)
from objectivity_core.tables.parse import frame_of, records_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from objectivity_core.findings import Finding, Rule
    from objectivity_core.school_year.year import SchoolYear

_CLOCK: Final = re.compile(r"(\d{1,2})[:.\-](\d{2})(?::\d{2})?")
_BETWEEN_PEOPLE: Final = (HANDED_OUT, HANDED_IN, TO_EXPERT, STORED)
_COUNTED: Final = (HANDED_OUT, HANDED_IN)
_MOST: Final = 8

Steps = dict[str, dict[str, Any]]
"""The lines of one procedure by step."""


def movement(procedures: pd.DataFrame, kinds: pd.DataFrame, old: pd.DataFrame, keep_days: int) -> pd.DataFrame:
    """The lines of «Движение материалов» for the procedures as they are now.

    Args:
        procedures: table «Процедуры».
        kinds: table «Виды»: materials of kinds whose works the school codes are its own to move.
        old: the table as read.
        keep_days: the setting «Хранить материалы», days after the day of storing.

    Returns:
        ``procedure_id``, ``step``, ``keep_until`` (what people wrote; else, once the day of storing is known, that day and ``keep_days``), by
        date of the procedure. What people entered elsewhere in a line stays, as the table is written by key.
    """
    coded = {row["kind"] for row in records_of(kinds) if codes_works(row)}
    ours = procedures[procedures["kind"].isin(coded) & (procedures["procedure_id"] != "")].drop_duplicates(
        "procedure_id"
    )
    known = {(row["procedure_id"], row["step"]): row for row in records_of(old)}
    records = []
    for key in ours.sort_values("date", kind="stable")["procedure_id"]:
        for step in STEPS:
            row = known.get((key, step), {"keep_until": pd.NaT, "date": pd.NaT})
            until = row["keep_until"]
            if step == STORED and pd.isna(until) and not pd.isna(row["date"]):
                until = row["date"] + pd.Timedelta(days=keep_days)
            records.append({"procedure_id": key, "step": step, "keep_until": until})

    return frame_of(TABLES["materials"], records)[["procedure_id", "step", "keep_until"]]


def material_findings(
    materials: pd.DataFrame, procedures: pd.DataFrame, kinds: pd.DataFrame, today: dt.date, school_year: SchoolYear
) -> list[Finding]:
    """What in the movement of materials cannot be right.

    Args:
        materials: the table as read.
        procedures: table «Процедуры».
        kinds: table «Виды».
        today: the day to look from.
        school_year: for the week of a wave.

    Returns:
        ``missing-link`` (a step is recorded while an earlier one is neither recorded nor explained in the note), ``wrong-order``, ``bad-time``,
        ``no-step-date``, ``missing-person``, ``missing-count``, ``more-handed-in``, ``missing-materials`` (fewer came back than were handed out),
        ``no-keep-until``, ``keep-until-passed``, ``destroyed-early``: warnings. ``nothing-recorded`` (info, one per wave): procedures that are over.
    """
    by_procedure: dict[str, Steps] = {}
    for row in records_of(materials[materials["step"].isin(STEPS)]):
        by_procedure.setdefault(row["procedure_id"], {}).setdefault(row["step"], row)
    findings: list[Finding] = []
    for steps in by_procedure.values():
        ordered: Steps = {step: steps[step] for step in STEPS if step in steps}
        for rule in (_links, _order, _entries, _counts):
            findings += rule(ordered)
        findings += _storage(ordered, today)

    return [*findings, *_silent(by_procedure, procedures, kinds, today, school_year)]


def _about(rule: Rule, row: dict[str, Any], **words: Any) -> Finding:
    procedure, step = row["procedure_id"], row["step"]

    return rule.at(f"{procedure} | {step}", procedure=procedure, step=_name(step), **words)


def _name(step: str) -> str:
    """A step without its number.

    >>> _name("3. выданы организатору")
    'выданы организатору'
    """
    return step.split(" ", 1)[1]


def _recorded(row: dict[str, Any]) -> bool:
    return not pd.isna(row["date"])


def _links(steps: Steps) -> Iterator[Finding]:
    recorded = [step for step, row in steps.items() if _recorded(row)]
    for step, row in steps.items():
        later = next((other for other in recorded if other > step), None)
        if later and not _recorded(row) and not row["note"]:
            yield _about(rules.MISSING_LINK, row, later=_name(later))


def _order(steps: Steps) -> Iterator[Finding]:
    recorded = [row for row in steps.values() if _recorded(row)]
    for earlier, later in itertools.pairwise(recorded):
        times = _minutes(earlier["time"]), _minutes(later["time"])
        same_day = earlier["date"] == later["date"] and None not in times
        if later["date"] < earlier["date"] or (same_day and times[1] < times[0]):  # type: ignore[operator]  # neither is None
            moments = [" ".join(filter(None, (f"{row['date']:%d.%m.%Y}", row["time"]))) for row in (earlier, later)]
            about = {"moment": moments[1], "earlier": _name(earlier["step"]), "before": moments[0]}
            yield _about(rules.WRONG_ORDER, later, **about)


def _minutes(text: str) -> int | None:
    """Minutes from midnight, or None for what is no time.

    >>> _minutes("08:10"), _minutes("8.10"), _minutes("24:10"), _minutes("утром")
    (490, 490, None, None)
    """
    found = _CLOCK.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None

    return int(found[1]) * 60 + int(found[2])


def _entries(steps: Steps) -> Iterator[Finding]:
    for step, row in steps.items():
        entered = is_named(row["took"]) or is_named(row["gave"]) or not pd.isna(row["count"]) or row["time"]
        if entered and not _recorded(row):
            yield _about(rules.NO_STEP_DATE, row)
        if row["time"] and _minutes(row["time"]) is None:
            yield _about(rules.BAD_TIME, row, time=row["time"])
        wanted = ("gave", "took") if step in _BETWEEN_PEOPLE else ("took",)
        missing = [name for name in wanted if not is_named(row[name])]
        if _recorded(row) and missing:
            headings = [TABLES["materials"][name].heading for name in missing]
            yield _about(rules.MISSING_PERSON, row, column=headings[0], who=" и ".join(headings).lower())


def _counts(steps: Steps) -> Iterator[Finding]:
    for step in _COUNTED:
        if step in steps and _recorded(steps[step]) and pd.isna(steps[step]["count"]):
            yield _about(rules.MISSING_COUNT, steps[step])
    out, back = (steps[step]["count"] if step in steps else float("nan") for step in _COUNTED)
    if back > out:
        yield _about(rules.MORE_HANDED_IN, steps[HANDED_IN], back=back, out=out)
    elif back < out and not steps[HANDED_IN]["note"]:
        yield _about(rules.MISSING_MATERIALS, steps[HANDED_IN], back=back, out=out, lack=out - back)


def _storage(steps: Steps, today: dt.date) -> Iterator[Finding]:
    stored, destroyed = steps.get(STORED), steps.get(DESTROYED)
    if not stored or not _recorded(stored):
        return
    until = stored["keep_until"]
    gone = destroyed is not None and _recorded(destroyed)
    if pd.isna(until):
        yield _about(rules.NO_KEEP_UNTIL, stored)
    elif gone and destroyed["date"] < until:
        yield _about(rules.DESTROYED_EARLY, stored, day=destroyed["date"], until=until)
    elif not gone and until < pd.Timestamp(today):
        yield _about(rules.KEEP_UNTIL_PASSED, stored, until=until, last=_name(DESTROYED))


def _silent(
    by_procedure: dict[str, Steps],
    procedures: pd.DataFrame,
    kinds: pd.DataFrame,
    today: dt.date,
    school_year: SchoolYear,
) -> Iterator[Finding]:
    """Procedures that are over and have lines in which nothing is recorded: one finding per wave."""
    coded = {row["kind"] for row in records_of(kinds) if codes_works(row)}
    over = procedures[
        procedures["kind"].isin(coded) & (procedures["date"] < pd.Timestamp(today)) & (procedures["procedure_id"] != "")
    ]
    waves: dict[str, list[dict[str, Any]]] = {}
    for row in records_of(over.drop_duplicates("procedure_id").sort_values("date", kind="stable")):
        steps = by_procedure.get(row["procedure_id"])
        if steps and not any(_recorded(step) or step["note"] for step in steps.values()):
            waves.setdefault(wave_of(row["kind"], row["date"].date(), school_year), []).append(row)
    for wave, same in waves.items():
        keys = first_of([row["procedure_id"] for row in same], _MOST)
        count = counted(len(same), "процедуры", "процедур", "процедур")
        yield rules.NOTHING_RECORDED.at(f"{same[0]['procedure_id']} | {STEPS[0]}", wave=wave, count=count, keys=keys)


__all__ = ["MATERIAL_STATES", "material_findings", "movement", "with_material_states"]
