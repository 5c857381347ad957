"""Import of a plan that a school has as a file: tables of any layout become measures of «План»."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.findings import shown
from objectivity_core.keys import assign_keys
from objectivity_core.plan import rules
from objectivity_core.plan.importing.preview import preview, tables_that_are_no_plan
from objectivity_core.plan.importing.reading import APPROVAL, read_plan
from objectivity_core.plan.importing.ready_made import untouched
from objectivity_core.plan.importing.rows import NO_TEXT, REPEATED
from objectivity_core.plan.importing.words import folded
from objectivity_core.plan.labels import measure_labels
from objectivity_core.plan.refresh import refresh
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import ROW, frame_of, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from objectivity_core.findings import Finding
    from objectivity_core.plan.importing.model import Measure, PlanReading
    from objectivity_core.russian.document import Document

__all__ = ["about_book", "load", "preview", "read_plan", "why_nothing"]

_COMPARED = ("phrase", "responsible")
"""What of a measure that is there already may differ in the file; people's version stays."""


@dataclasses.dataclass(frozen=True)
class PlanFiles:
    """What a plan is loaded from.

    Attributes:
        documents: the files.
        ready_made: the measures of a new book, which give way when nobody touched them; None: they stay whatever they are.
    """

    documents: tuple[Document, ...]
    ready_made: pd.DataFrame | None = None


def load(state: State, files: PlanFiles) -> Outcome[None]:
    """Append the measures of a file to «План» and date them; ready-made ones that nobody touched give way to them.

    Args:
        state: reads the tables of :func:`objectivity_core.plan.refresh.refresh`;
            answer ``document`` (optional): what to call the plan.
        files: the documents.

    Returns:
        The tables of :func:`objectivity_core.plan.refresh.refresh` with the new measures behind the old ones. A measure that «План» has already (same document, same
        wording but for case, blanks and ё) is not doubled: what people have stays, a difference is a finding. Settings remember the last key.
        Without a single measure understood: refused, with the reason as the message.
    """
    named = state.answers.get("document", "")
    readings = [read_plan(document, state.school_year, named) for document in files.documents]
    findings = [finding for reading in readings for finding in _findings(reading)]
    if reason := why_nothing(readings):
        return Outcome(reason, findings=findings, refused=True)
    old, settings = state["measures"], state.settings
    standing = old, state["occurrences"], files.ready_made
    if replaced := untouched(*standing):
        settings = assign_keys({"measures": old}, settings)[1]  # the counter goes on: no key comes twice
        old = old.iloc[:0]
    new, same = _told_apart(_measures(readings), old)
    keyed, settings, _ = assign_keys({"measures": _appended(old, new)}, settings)
    measures = keyed.get("measures", old)
    labels = dict(zip(measures["measure_id"], measure_labels(records_of(measures)), strict=True))
    findings += [finding for measure, row in same for finding in _differences(measure, row, labels)]
    findings += list(_gaps(new, measures.iloc[len(old) :], labels))
    refreshed = refresh(dataclasses.replace(state, settings=settings, tables=state.tables | {"measures": measures}))
    message = f"Готовых мер образца заменено: {len(state['measures'])}. " if replaced else ""
    lines = (*preview(readings, state.school_year), *about_book(readings, *standing))

    return dataclasses.replace(
        refreshed,
        message=f"{message}Мер дописано в план: {len(new)}, уже были: {len(same)}. {refreshed.message}",
        findings=[*findings, *refreshed.findings],
        settings=refreshed.settings or settings,
        preview=lines,
        replaces=frozenset({"measures"}) if replaced else frozenset(),
    )


def why_nothing(readings: Sequence[PlanReading]) -> str:
    """Why not a single measure can be loaded, and what to do; ``""`` where one can."""
    if _measures(readings):
        return ""
    parts = []
    for reading in readings:
        parts.append(rules.NO_PLAN.at(where=reading.name).message)
        if reading.skipped:
            parts.append(f"{tables_that_are_no_plan(reading)}.")

    return (
        " ".join(["План не загружен.", *parts, rules.NO_PLAN.remedy])
        if readings
        else "План не загружен: файл не назван."
    )


def about_book(
    readings: Sequence[PlanReading], old: pd.DataFrame, occurrences: pd.DataFrame, ready_made: pd.DataFrame | None
) -> Iterator[str]:
    """What becomes of the measures that stand in «План», and how many come.

    Args:
        readings: what was understood of the files.
        old: «План» as read.
        occurrences: «Сроки» as read.
        ready_made: the measures of a new book, None where they must stay.
    """
    if untouched(old, occurrences, ready_made):
        yield f"Готовые {len(old)} мер образца заменяются: в них ничего не вписано"
        old = old.iloc[:0]
    elif len(old):
        yield f"В листе «План» уже есть мер: {len(old)}. Они остаются как есть; лишние уберите сами"
    new, same = _told_apart(_measures(readings), old)
    if same:
        yield f"Из файла уже есть в плане мер: {len(same)}, второй раз не дописываются"
    yield f"Будет дописано мер: {len(new)}"


def _measures(readings: Sequence[PlanReading]) -> list[Measure]:
    return [measure for reading in readings for measure in reading.measures]


def _told_apart(
    measures: list[Measure], old: pd.DataFrame
) -> tuple[list[Measure], list[tuple[Measure, dict[str, Any]]]]:
    """New measures, and those that the plan has with its row; the second of two equal measures is matched with the second row."""
    known: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in records_of(old):
        known[folded(row["document"]), folded(row["measure"])].append(row)
    new, same = [], []
    for measure in measures:
        rows = known[folded(measure.document), folded(measure.measure)]
        if rows:
            same.append((measure, rows.pop(0)))
        else:
            new.append(measure)

    return new, same


def _appended(old: pd.DataFrame, new: list[Measure]) -> pd.DataFrame:
    """The plan with further rows; they come from no row of the sheet, so their index is below zero."""
    if not new:
        return old
    rows = frame_of(TABLES["measures"], [dataclasses.asdict(measure) for measure in new], everything=False)
    rows.index = pd.Index(range(-1, -len(new) - 1, -1), name=ROW)

    return pd.concat([old, rows.reindex(columns=old.columns, fill_value="")]).rename_axis(index=ROW)


def _differences(measure: Measure, row: dict[str, Any], labels: dict[str, str]) -> Iterator[Finding]:
    for name in _COMPARED:
        theirs, ours = getattr(measure, name), row[name]
        if theirs and folded(theirs) != folded(ours):
            heading = TABLES["measures"][name].heading
            key, label = row["measure_id"], labels[row["measure_id"]]
            yield rules.MEASURE_DIFFERS.at(key, value=shown(ours), column=heading, label=label, theirs=shown(theirs))


def _gaps(new: list[Measure], rows: pd.DataFrame, labels: dict[str, str]) -> Iterator[Finding]:
    """Measures that came without deadline or responsible."""
    for measure, key in zip(new, rows["measure_id"], strict=True):
        if not measure.phrase:
            yield rules.NO_PHRASE_IN_FILE.at(key, label=labels[key])
        if not measure.responsible:
            yield rules.NO_RESPONSIBLE_IN_FILE.at(key, label=labels[key])


def _findings(reading: PlanReading) -> Iterator[Finding]:
    """What was noticed in a file."""
    yield from reading.findings
    for title, why in reading.skipped:
        if why != APPROVAL:
            yield rules.NOT_A_PLAN.at(where=reading.name, title=title, why=why)
    for table in reading.tables:
        for text, why in table.left_out:
            if why != REPEATED:
                rule = rules.ROW_WITHOUT_MEASURE if why == NO_TEXT else rules.ROW_LEFT_OUT
                yield rule.at(where=reading.name, text=text, why=why)
    if not reading.measures:
        yield rules.NO_PLAN.at(where=reading.name)
