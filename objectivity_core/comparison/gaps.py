"""Gaps between external results and the school's own marks, in the official three groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.comparison import rules
from objectivity_core.findings import Finding
from objectivity_core.russian.fold import folded_name
from objectivity_core.setting_values import joined_subjects
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import frame_of, records_of

if TYPE_CHECKING:
    from objectivity_core.comparison.external import External

THIS_BOOK = "эта книга"


def compare(state: State, external: External | Finding | None = None) -> Outcome[None]:
    """Compare external marks with the school's own: by procedure, subject and class.

    Args:
        state: reads ``procedures``, ``kinds``, ``own_marks``, ``results``, ``gaps``.
        external: an external file that was read, a finding when its layout is unknown, or None. With a file its marks are
            compared with the journal marks in it, else the opened results of the book with «Отметки».

    Returns:
        ``gaps`` (rows of other sources stay) and, without a file, ``results`` with ``own_mark`` and ``difference``. Shares are of the pairs.
    """
    settings = state.settings
    if isinstance(external, Finding):
        return Outcome("Внешний файл не понят, сопоставление не изменено.", {}, [external])
    if external is not None:
        pairs, findings, source = external.pairs(), list(external.findings), external.file
        tables: dict[str, pd.DataFrame] = {}
    else:
        results = with_own_marks(state)
        pairs = results[(results["pupil_id"] != "") & results["procedure_id"].isin(_compared(state))]
        pairs = pairs.assign(absent=pairs["state"] == states.ABSENT)
        findings, source, tables = _book_findings(pairs, state), THIS_BOOK, {"results": results}
    new = gap_rows(pairs, source, settings.large_gap, settings.small_sample)
    old = state["gaps"]
    gaps = pd.concat([old[old["source"] != source], new], ignore_index=True) if len(old) else new
    total = new.iloc[0] if len(new) else None
    if total is None or not total["pairs"]:
        message = "Сравнивать пока нечего: нет пар «отметка за работу — отметка школы»."
    else:
        message = f"Пар отметок {total['pairs']:g}: понизили {total['lowered']:g}, подтвердили {total['confirmed']:g}, повысили {total['raised']:g}. Смотрите «Сопоставление»."

    return Outcome(message, tables | {"gaps": gaps}, findings)


def with_own_marks(state: State) -> pd.DataFrame:
    """Results with ``own_mark`` (of the period set for the procedure, else in «Настройки») and ``difference`` = mark − own mark.

    Where the journal has no mark in the work's subject, the subjects that «Настройки» name for it stand in its place, their mean with halves up.

    Both stay empty for kinds that are not compared: participation in an olympiad is voluntary, an interview is passed or not.
    """
    results, marks = state["results"], state["own_marks"]
    period_of = {
        row["procedure_id"]: row["own_period"] or state.settings.own_period for row in records_of(state["procedures"])
    }
    marks = marks[(marks["pupil_id"] != "") & marks["mark"].notna()].drop_duplicates(["pupil_id", "subject", "period"])
    known = marks.set_index(["pupil_id", "subject", "period"])["mark"]
    wanted = pd.MultiIndex.from_arrays(
        [results["pupil_id"], results["subject"], results["procedure_id"].map(period_of)]
    )
    own: Any = known.reindex(wanted).to_numpy() if len(results) else []
    own_marks = pd.Series(own, index=results.index, dtype="float64").where(
        results["procedure_id"].isin(_compared(state))
    )
    missing = own_marks.isna() & results["procedure_id"].isin(_compared(state)) & (results["pupil_id"] != "")
    joined = _joined_marks(marks, state.settings.joined_subjects)
    places = zip(
        results["pupil_id"], results["subject"].map(folded_name), results["procedure_id"].map(period_of), strict=True
    )
    own_marks = own_marks.where(~missing, [joined.get(place) for place in places])
    results = results.assign(own_mark=own_marks.astype("float64"))

    return results.assign(difference=results["mark"] - results["own_mark"])


def _joined_marks(marks: pd.DataFrame, text: str) -> dict[tuple[str, str, str], float]:
    """By pupil, folded subject of a work and period the mean of the journal's subjects that stand for it."""
    subjects = marks["subject"].map(folded_name)
    found: dict[tuple[str, str, str], float] = {}
    for subject, parts in joined_subjects(text).items():
        means = marks[subjects.isin(parts)].groupby(["pupil_id", "period"], as_index=False).agg(mark=("mark", "mean"))
        for row in records_of(means):
            found[row["pupil_id"], subject, row["period"]] = math.floor(row["mark"] + 0.5)

    return found


def _compared(state: State) -> set[str]:
    """Procedures whose kind is compared with the school's marks."""
    kinds, procedures = state["kinds"], state["procedures"]
    compared = set(kinds[kinds["compared"] == states.YES]["kind"])

    return set(procedures[procedures["kind"].isin(compared)]["procedure_id"])


def gap_rows(pairs: pd.DataFrame, source: str, large: int, small: int) -> pd.DataFrame:
    """The table «Сопоставление» for one source.

    Args:
        pairs: one row per pupil and work: ``mark`` and ``own_mark`` (2-5 or NaN), ``absent`` (bool), ``procedure_id``, ``subject``, ``class``.
        source: what the rows are called.
        large: difference from which a case is counted as large, marks.
        small: fewer pairs than this are called a small sample.

    Returns:
        Rows «всего», then by procedure, subject and class; counts of pupils, shares 0-1 of the pairs, NaN where there is no pair.
    """
    if pairs.empty:
        return frame_of(TABLES["gaps"], [])
    records = [_row(pairs, source, "всего", "", large, small)]
    for by, column in (("процедура", "procedure_id"), ("предмет", "subject"), ("класс", "class")):
        records += [
            _row(group, source, by, str(value), large, small)
            for value, group in pairs.groupby(column, sort=True)
            if value != ""
        ]

    return frame_of(TABLES["gaps"], records)


def _row(pairs: pd.DataFrame, source: str, by: str, value: str, large: int, small: int) -> dict[str, Any]:
    wrote = pairs[~pairs["absent"]]
    marked = wrote[wrote["mark"].notna()]
    both = marked[marked["own_mark"].notna()]
    difference = both["mark"] - both["own_mark"]
    count = len(both)
    groups = {
        "lowered": int((difference < 0).sum()),
        "confirmed": int((difference == 0).sum()),
        "raised": int((difference > 0).sum()),
    }
    shares = {f"{name}_share": number / count if count else None for name, number in groups.items()}
    caution = (
        "нет пар"
        if count == 0
        else f"выборка мала: 1 человек — {math.floor(100 / count + 0.5)} %"
        if count < small
        else ""
    )

    return (
        groups
        | shares
        | {
            "source": source,
            "by": by,
            "value": value,
            "due": len(pairs),
            "wrote": len(wrote),
            "absent": int(pairs["absent"].sum()),
            "without_mark": len(wrote) - len(marked),
            "without_own": len(marked) - count,
            "pairs": count,
            "large": int((difference.abs() >= large).sum()),
            "mean_difference": round(float(difference.mean()), 2) if count else None,
            "caution": caution,
        }
    )


def _book_findings(pairs: pd.DataFrame, state: State) -> list[Finding]:
    """Works without an own mark, one finding per procedure; and of which subjects the marks were taken where the journal has none of the work's own."""
    lacking = pairs[~pairs["absent"] & pairs["mark"].notna() & pairs["own_mark"].isna()]
    findings = [
        rules.NO_OWN_MARK.at(str(key), count=len(group), subject=group["subject"].iloc[0])
        for key, group in lacking.groupby("procedure_id")
    ]
    has_own = set(zip(state["own_marks"]["pupil_id"], state["own_marks"]["subject"].map(folded_name), strict=True))
    joined = joined_subjects(state.settings.joined_subjects)
    marked = pairs[pairs["own_mark"].notna()]
    for subject, group in marked.groupby("subject"):
        name = folded_name(str(subject))
        count = sum((pupil_id, name) not in has_own for pupil_id in group["pupil_id"])
        if name in joined and count:
            findings.append(rules.MARKS_OF_OTHERS.at(value=str(subject), parts=", ".join(joined[name]), count=count))

    return findings
