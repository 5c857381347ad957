"""What a journal's marks change in «Отметки»: new rows, corrected marks, and what stands there already."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from objectivity_core.russian.fold import folded_name
from objectivity_core.school_year.quarters import quarter_in
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.parse import ROW, frame_of, records_of
from objectivity_core.tables.results import OWN_MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.comparison.own_marks.reading import Entry

What = Literal["new", "changed", "same", "repeated", "clash", "left out"]


@dataclasses.dataclass(frozen=True)
class Change:
    """What becomes of one mark of a journal.

    Attributes:
        entry: the mark.
        what: a new row, a corrected one, one that is there already, one that the journal has twice, one of two that contradict each other, one that is in doubt and not taken.
        at: number of the row of «Отметки» as read, -1 for none.
        old: what stood there, as text.
        first: number of the mark that says the same and stands for it, -1 for none.
        clashes: number of the mark above that it contradicts, -1 for none.
    """

    entry: Entry
    what: What
    at: int = -1
    old: str = ""
    first: int = -1
    clashes: int = -1

    @property
    def written(self) -> bool:
        """Whether the table changes by it."""
        return self.what in {"new", "changed"}


def changes_of(entries: Sequence[Entry], marks: pd.DataFrame, *, everything: bool) -> list[Change]:
    """What becomes of each mark, in their order.

    Args:
        entries: the marks of a journal.
        marks: «Отметки» with subjects as «Списки» have them.
        everything: whether marks in doubt become rows too: they were pasted onto the sheet and stand nowhere else.
    """
    standing = {
        _key(row["pupil_id"], row["subject"], row["period"]): (int(at), row)
        for at, row in zip(reversed(marks.index), reversed(records_of(marks)), strict=True)
        if row["pupil_id"]
    }
    seen: dict[tuple[str, ...], int] = {}
    changes: list[Change] = []
    for number, entry in enumerate(entries):
        if not (entry.sound or everything):
            changes.append(Change(entry, "left out"))
        elif entry.pupil is None:
            changes.append(Change(entry, "new"))
        elif (key := _key(entry.pupil["pupil_id"], entry.subject, entry.period)) in seen:
            first = seen[key]
            if _same(entry, entries[first].mark, entries[first].average):
                changes.append(Change(entry, "repeated", changes[first].at, first=first))
            else:
                changes[first] = changes[first] if everything else dataclasses.replace(changes[first], what="clash")
                changes.append(Change(entry, "new" if everything else "clash", clashes=first))
        else:
            seen[key] = number
            changes.append(_against(entry, *standing.get(key, (-1, {}))))

    return changes


def _against(entry: Entry, at: int, row: dict[str, Any]) -> Change:
    if at < 0:
        return Change(entry, "new")
    mark = None if row["mark"] != row["mark"] else row["mark"]
    average = None if row["average"] != row["average"] else row["average"]
    if not entry.sound:
        return Change(entry, "left out", at)
    if _same(entry, mark, average):
        return Change(entry, "same", at)

    return Change(entry, "changed", at, mark_text(mark, average))


def _same(entry: Entry, mark: float | str | None, average: float | None) -> bool:
    """Whether a mark and an average say the same; an average that one of them has not says nothing else."""
    own, other = (None if isinstance(one, str) else one for one in (entry.mark, mark))

    return own == other and (entry.average is None or (average is not None and abs(entry.average - average) < 0.005))


def mark_text(mark: float | str | None, average: float | None) -> str:
    """A mark with its average as people write it: «4 (3,67)», «нет»."""
    text = mark if isinstance(mark, str) else "нет" if mark is None else f"{mark:g}"

    return text if average is None else f"{text} ({as_text(float(average))})"


def _key(pupil_id: str, subject: str, period: str) -> tuple[str, str, str]:
    return pupil_id, folded_name(subject), quarter_in(period) or folded_name(period)


def appended(typed: pd.DataFrame, changes: Sequence[Change]) -> pd.DataFrame:
    """«Отметки» with the corrections and, behind, the new rows; a mark that nobody corrects is empty here and stays as it was typed.

    Args:
        typed: «Отметки» as they were typed, with keys.
        changes: what becomes of each mark.
    """
    corrected = {change.at: change.entry for change in changes if change.what == "changed"}
    old = typed.assign(
        **{
            name: pd.Series(
                [getattr(corrected.get(row), name, None) for row in typed.index], typed.index, dtype="object"
            )
            for name in ("mark", "average")
        }
    )
    new = [change.entry for change in changes if change.what == "new"]
    records = [
        {"pupil_id": one.pupil["pupil_id"] if one.pupil else "", "name": one.name, "class": one.class_}
        | {"subject": one.subject, "period": one.period, "average": one.average}
        for one in new
    ]
    rows = frame_of(OWN_MARKS, records).assign(mark=pd.Series([one.mark for one in new], dtype="object"))
    rows.index = pd.Index(range(-1, -len(new) - 1, -1), name=ROW)

    return pd.concat([old, rows[old.columns].astype({"average": "object"})]).rename_axis(index=ROW)
