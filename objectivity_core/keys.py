"""Keys: drawn once, never reused, kept when everything else about a row changes.

People may ignore them: every action first gives a key to the rows that have none.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.findings import Finding, Rule, rules_in
from objectivity_core.people.pupils import ids_by_person, person
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    from objectivity_core.settings import Settings

UNKNOWN_PUPIL = Rule("unknown-pupil", "error", "own_marks", TABLES["own_marks"]["name"].heading).says(
    "Ученика «{value}» в классе {class_} нет в листе «Ученики».", "Исправьте ФИО и класс или впишите код ученика."
)
AMBIGUOUS_PUPIL = Rule("ambiguous-pupil", "error", "own_marks", TABLES["own_marks"]["name"].heading).says(
    "В классе {class_} несколько учеников «{value}»: чья это отметка, неясно.",
    "Допишите в скобках отличие из листа «Ученики», например «(старший)», или впишите код ученика.",
)
RULES = rules_in(globals())

_COUNTED = {
    "measures": ("measure_id", "M", 3, "last_measure"),
    "staff": ("staff_id", "S", 3, "last_staff"),
    "pupils": ("pupil_id", "P", 5, "last_pupil"),
}
"""Tables whose keys are numbered: column, letter, digits, the setting that remembers the last number given."""


def assign_keys(
    tables: dict[str, pd.DataFrame], settings: Settings
) -> tuple[dict[str, pd.DataFrame], Settings, list[Finding]]:
    """Give a key to every row that has none.

    Args:
        tables: any of ``measures``, ``staff``, ``pupils`` (numbered keys), ``procedures`` (built from kind, subject,
            class and date; needs ``kinds`` and ``subjects`` beside it) and ``own_marks`` (pupil found by name and class; needs
            ``pupils`` beside it), as parsed.
        settings: they remember the last numbers given, so that a deleted row's key does not return.

    Returns:
        The tables in which a key was given (others are left out), the settings, and findings for marks whose pupil is unknown.
    """
    changed = {}
    for name, (column, letter, digits, counter) in _COUNTED.items():
        if name in tables:
            frame, last = _numbered(tables[name], column, letter, digits, getattr(settings, counter))
            if frame is not None:
                changed[name] = frame
            settings = dataclasses.replace(settings, **{counter: last})  # type: ignore[arg-type]  # counters are whole numbers
    if {"procedures", "kinds", "subjects"} <= tables.keys():
        procedures = _procedure_ids(tables["procedures"], tables["kinds"], tables["subjects"])
        if procedures is not None:
            changed["procedures"] = procedures
    findings: list[Finding] = []
    if {"own_marks", "pupils"} <= tables.keys():
        marks, findings = _pupils_of_marks(tables["own_marks"], changed.get("pupils", tables["pupils"]))
        if marks is not None:
            changed["own_marks"] = marks

    return changed, settings, findings


def procedure_id(kind: str, subject: str, class_: str, date: Any, taken: set[str]) -> str:
    """The key of a new procedure, fixed from then on.

    Args:
        kind: short form of the kind.
        subject: short form of the subject.
        class_: the class.
        date: day of the procedure or NaT: then the key has no date.
        taken: keys in use; a second procedure of the same day gets ``-2``.

    >>> procedure_id("ВПР", "РУ", "4А", pd.Timestamp("2025-04-15"), set())
    'ВПР-РУ-4А-2025-04-15'
    """
    day = "" if pd.isna(date) else f"-{date:%Y-%m-%d}"
    base = re.sub(r"[^\w-]", "", f"{kind}-{subject}-{class_}{day}".replace(" ", "_"))
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1

    return key


def _numbered(frame: pd.DataFrame, column: str, letter: str, digits: int, last: int) -> tuple[pd.DataFrame | None, int]:
    pattern = re.compile(rf"{letter}(\d+)")
    numbers = [int(found[1]) for key in frame[column] if (found := pattern.fullmatch(key))]
    last = max([last, *numbers])
    missing = frame[column] == ""
    if not missing.any():
        return None, last
    frame = frame.copy()
    count = int(missing.sum())
    frame.loc[missing, column] = [f"{letter}{number:0{digits}d}" for number in range(last + 1, last + 1 + count)]

    return frame, last + count


def _procedure_ids(procedures: pd.DataFrame, kinds: pd.DataFrame, subjects: pd.DataFrame) -> pd.DataFrame | None:
    missing = (
        (procedures["procedure_id"] == "")
        & (procedures["kind"] != "")
        & (procedures["subject"] != "")
        & (procedures["class"] != "")
    )
    if not missing.any():
        return None
    short_kind = dict(zip(kinds["kind"], kinds["short"], strict=True))
    short_subject = dict(zip(subjects["subject"], subjects["short"], strict=True))
    taken = set(procedures["procedure_id"])
    procedures = procedures.copy()
    for at in procedures.index[missing]:
        row = procedures.loc[at]
        key = procedure_id(
            short_kind.get(row["kind"]) or row["kind"],
            short_subject.get(row["subject"]) or row["subject"],
            row["class"],
            row["date"],
            taken,
        )
        taken.add(key)
        procedures.loc[at, "procedure_id"] = key

    return procedures


def _pupils_of_marks(marks: pd.DataFrame, pupils: pd.DataFrame) -> tuple[pd.DataFrame | None, list[Finding]]:
    """The pupil of each mark by name and class; a name that fits nobody or two pupils is a finding."""
    missing = marks["pupil_id"] == ""
    if not missing.any():
        return None, []
    found = ids_by_person(pupils)
    wanted = person(marks)[missing]
    ids = {at: found.get(who, []) for at, who in zip(wanted.index.to_list(), wanted, strict=True)}
    marks = marks.copy()
    marks.loc[missing, "pupil_id"] = [one[0] if len(one) == 1 else "" for one in ids.values()]
    findings = []
    for at, fits in ids.items():
        if len(fits) != 1:
            rule, (name, class_) = AMBIGUOUS_PUPIL if fits else UNKNOWN_PUPIL, marks.loc[at, ["name", "class"]]
            findings.append(rule.at(value=name, row=at, class_=class_ or "—"))

    return (None if len(findings) == len(ids) else marks), findings
