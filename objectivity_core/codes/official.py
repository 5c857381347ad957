"""Official codes of the classes as people typed them, and what of «Выдать коды» would fail for want of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from objectivity_core.codes import rules
from objectivity_core.codes.numbers import read_official
from objectivity_core.codes.slips import AHEAD
from objectivity_core.people.pupils import at_school
from objectivity_core.procedures.view import codes_works
from objectivity_core.russian.fold import folded_class
from objectivity_core.tables import states
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    import datetime as dt

    from objectivity_core.findings import Finding


def official_codes(official: pd.DataFrame) -> tuple[dict[str, list[str]], list[Finding]]:
    """Official codes by class, each class its own; a part of a cell that is no code, and a code of two classes, are findings."""
    codes: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    findings = []
    for row in records_of(official):
        name = folded_class(row["class"])
        read, bad = read_official(row["codes"])
        twice = [code for code in read if owner.setdefault(code, name) != name]
        codes.setdefault(name, []).extend(code for code in read if owner[code] == name)
        key = f"{row['class']} | {row['codes']}"
        if bad:
            parts = "», «".join(bad[:5])
            findings.append(rules.BAD_OFFICIAL_CODE.at(key, value=row["codes"], class_=row["class"], parts=parts))
        if twice:
            listed = ", ".join(twice[:5])
            findings.append(rules.OFFICIAL_CODE_TWICE.at(key, value=row["codes"], class_=row["class"], codes=listed))

    return codes, findings


def uncoded_findings(tables: dict[str, pd.DataFrame], today: dt.date) -> list[Finding]:
    """What «Выдать коды» will say of procedures that have no codes yet: a class without pupils, too few official codes; each class and kind once.

    Args:
        tables: ``procedures``, ``kinds``, ``pupils``, ``works``, ``official``.
        today: what lies more than :data:`~objectivity_core.codes.slips.AHEAD` days ahead is told, but is no error yet.
    """
    kinds = {row["kind"]: row["coded"] for row in records_of(tables["kinds"]) if codes_works(row)}
    pupils = at_school(tables["pupils"])
    if pupils.empty:
        return []  # a new book: the list of pupils is still to come
    sizes = pupils["class"].map(folded_class).value_counts()
    works, procedures = tables["works"], tables["procedures"]
    coded = set(works.loc[works["code"] != "", "procedure_id"])
    waiting = procedures[
        procedures["kind"].isin(list(kinds))
        & (procedures["procedure_id"] != "")
        & procedures["date"].notna()
        & ~procedures["procedure_id"].isin(list(coded))
    ].sort_values("date", kind="stable")
    have, _ = official_codes(tables["official"])
    soon = pd.Timestamp(today) + pd.Timedelta(days=AHEAD)
    told: set[tuple[str, str]] = set()
    findings = []
    for row in records_of(waiting):
        class_ = folded_class(row["class"])
        if (row["kind"], class_) in told:
            continue
        told.add((row["kind"], class_))
        size = int(sizes.get(class_, 0))
        wanting = size - len(have.get(class_, ())) if kinds[row["kind"]] == states.OFFICIAL else 0
        if not size:
            findings.append(rules.NO_PUPILS_YET.at(row["procedure_id"], class_=row["class"]))
        elif wanting > 0:
            rule = rules.TOO_FEW_CODES if row["date"] <= soon else rules.TOO_FEW_CODES_YET
            findings.append(rule.at(row["procedure_id"], class_=row["class"], wanting=wanting))

    return findings
