"""Works of a timetable and the procedures of the book: which are the same, what of them changes, what is new."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from objectivity_core.people.names import People, people_in
from objectivity_core.russian.fold import folded_class, folded_kind, folded_name
from objectivity_core.russian.wording import first_of
from objectivity_core.tables import TABLES
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import frame_of, records_of
from objectivity_core.timetable import rules

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from objectivity_core.findings import Finding
    from objectivity_core.school_year.year import SchoolYear
    from objectivity_core.timetable.works import Work

_TABLE: Final = TABLES["procedures"]
_FIELDS: Final = ("time", "room", "organiser", "observer")


@dataclasses.dataclass(frozen=True)
class Change:
    """What a timetable does to one procedure.

    Attributes:
        what: ``new``, ``moved`` (another day than before), ``changed`` (its first day, or its time, rooms, people) or ``same``.
        label: the work and, where it moved, its days.
        key: key of the procedure, ``""`` for a new one.
        before: the day that it had.
        after: the day that it has now.
    """

    what: Literal["new", "moved", "changed", "same"]
    label: str
    key: str = ""
    before: dt.date | None = None
    after: dt.date | None = None

    @property
    def moved(self) -> bool:
        """Whether the procedure had another day."""
        return self.what == "moved"

    def finding(self) -> Finding:
        """Told to the people who had planned for the day before."""
        after = f"{self.after:%d.%m.%Y}"

        return rules.PROCEDURE_MOVED.at(self.key, value=after, procedure=self.key or self.label, before=self.before)


def merged(
    procedures: pd.DataFrame, works: Iterable[Work], school_year: SchoolYear
) -> tuple[pd.DataFrame, list[Change], list[Finding]]:
    """The procedures with a timetable written into them.

    Args:
        procedures: table «Процедуры» as read.
        works: works of the timetable, each class and subject once.
        school_year: procedures with a day of another year are others.

    Returns:
        The table: known rows in their places, new ones behind them without key; one change per work; and findings for works of which the book has
        several procedures on other days: these stay as they are.
    """
    records = records_of(procedures)
    known: dict[tuple[str, str, str], list[int]] = {}
    for number, row in enumerate(records):
        if pd.isna(row["date"]) or school_year.starts <= row["date"].date() <= school_year.ends:
            known.setdefault(_identity(row["kind"], row["subject"], row["class"]), []).append(number)
    people = People(name for row in records for column in ("organiser", "observer") for name in people_in(row[column]))
    new: list[dict[str, Any]] = []
    changes: list[Change] = []
    findings: list[Finding] = []
    for work in works:
        same = known.get(_identity(work.kind, work.subject, work.class_), [])
        at = _meant(work, same, records)
        if at is not None:
            changes.append(_update(records[at], work, people))
        elif same:
            findings.append(_several(work, [records[one] for one in same]))
        else:
            new.append(_row(work))
            changes.append(Change("new", work.label))

    return _frame(procedures, records, new), changes, findings


def left_out(procedures: pd.DataFrame, works: Sequence[Work]) -> list[Finding]:
    """Procedures that a timetable should have named and does not: of its kinds and classes, between its first and last day; one finding."""
    named = {_identity(work.kind, work.subject, work.class_) for work in works}
    around = {(kind, class_) for kind, _, class_ in named}
    first, last = min(work.date for work in works), max(work.date for work in works)
    missing = []
    for row in records_of(procedures[procedures["date"].notna()]):
        kind, subject, class_ = _identity(row["kind"], row["subject"], row["class"])
        if (kind, class_) in around and (kind, subject, class_) not in named and first <= row["date"].date() <= last:
            missing.append(row)
    if not missing:
        return []
    names = first_of([f"{row['class']} {row['subject'].lower()} {row['date']:%d.%m}" for row in missing], 8)

    return [rules.NOT_IN_TIMETABLE.at(missing[0]["procedure_id"], names=names)]


def _identity(kind: str, subject: str, class_: str) -> tuple[str, str, str]:
    return folded_kind(kind), folded_name(subject), folded_class(class_)


def _meant(work: Work, same: list[int], records: list[dict[str, Any]]) -> int | None:
    """Which of the procedures of that class and subject a work is: the only one, the one of that day, the only one without a day."""
    if len(same) < 2:
        return same[0] if same else None
    that_day = [at for at in same if not pd.isna(records[at]["date"]) and records[at]["date"].date() == work.date]
    undated = [at for at in same if pd.isna(records[at]["date"])]

    return that_day[0] if that_day else undated[0] if len(undated) == 1 else None


def _update(row: dict[str, Any], work: Work, people: People) -> Change:
    """Write into a procedure what the timetable says; where it says nothing, what stands there stays."""
    before = None if pd.isna(row["date"]) else row["date"].date()
    changed = False
    for name in _FIELDS:
        said = getattr(work, name)
        if said and _meaning(name, said, people) != _meaning(name, row[name], people):
            row[name], changed = said, True
    row["date"] = pd.Timestamp(work.date)
    if before and before != work.date:
        label = f"{work.class_} {work.subject.lower()}: {before:%d.%m} → {work.date:%d.%m}"
        return Change("moved", label, row["procedure_id"], before, work.date)

    return Change(
        "changed" if changed or before is None else "same", work.label, row["procedure_id"], before, work.date
    )


def _meaning(name: str, text: str, people: People) -> Any:
    """What a cell says, however it is written: the same people with initials, the same rooms in another order."""
    if name in {"organiser", "observer"}:
        return {people.who(one) for one in people_in(text)} or text.strip().lower()

    return {part.lower() for part in split_list(text)}


def _row(work: Work) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(work, name) for name in _FIELDS}

    return row | {"kind": work.kind, "subject": work.subject, "class": work.class_, "date": work.date}


def _frame(procedures: pd.DataFrame, records: list[dict[str, Any]], new: list[dict[str, Any]]) -> pd.DataFrame:
    """Known rows keep their place on the sheet; new ones get places that no row of the sheet has, so that they are appended."""
    columns = [column for column in _TABLE.columns if column.name in procedures]
    frame = frame_of(_TABLE, [*records, *new])[[column.name for column in columns]]
    places = [*procedures.index, *range(-1, -1 - len(new), -1)]
    frame.index = pd.Index(places, name=procedures.index.name, dtype="int64")

    return frame


def _several(work: Work, same: list[dict[str, Any]]) -> Finding:
    days = ", ".join(f"{row['date']:%d.%m}" if not pd.isna(row["date"]) else "без даты" for row in same)

    return rules.AMBIGUOUS_PROCEDURE.at(same[0]["procedure_id"], label=work.label, days=days)
