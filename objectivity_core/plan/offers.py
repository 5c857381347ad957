"""Terms whose work the book itself can prove: they offer to be marked as done, and nothing is marked without a yes.

What was declined is remembered in «Настройки» by measure and number of terms, so that «Обновить сроки» does not ask the same every time; it stays a
remark, and is asked again when more terms of the measure can be proven.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from objectivity_core.formulas.panel_figures import shortened
from objectivity_core.plan import rules
from objectivity_core.plan.facts import fact_of
from objectivity_core.plan.labels import measure_labels
from objectivity_core.plan.schedule import of_kinds
from objectivity_core.russian.wording import first_of
from objectivity_core.tables import KEY_SEPARATOR, states

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from objectivity_core.findings import Finding
    from objectivity_core.plan.facts import Days, Fact, Frames
    from objectivity_core.plan.measures import ReadMeasure
    from objectivity_core.plan.term_rows import TermRow

NEEDED: Final = ("works", "results", "gaps", "materials", "kinds", "procedures")
"""Tables without which nothing is looked for; with the log the days are known too."""
_EACH, _LINES, _NAMES, _TITLE = 3, 5, 5, 80
"""Terms of a measure that are told one by one, lines of a question, procedures in a sentence, letters of a measure."""


class Offer(NamedTuple):
    """An open term and how much of its work the book knows to be done.

    Attributes:
        row: the term.
        fact: what is known.
        done: the procedures of which it is known, with the days.
        missing: the procedures of which it is not.
    """

    row: TermRow
    fact: Fact
    done: Days
    missing: tuple[str, ...]

    def day(self, today: dt.date) -> dt.date:
        """The day on which the work was done: the last one known, else today."""
        return max(filter(None, self.done.values()), default=today)

    def told(self) -> str:
        """What the book knows, in words."""
        days = [day for day in self.done.values() if day]
        count = len(self.done) + len(self.missing)
        last = f"{max(days):%d.%m.%Y}" if days else ""
        if count == 1:
            return f"{self.fact.told} {last}".strip()

        return f"{self.fact.told} (процедур {len(self.done)} из {count}{f', последняя {last}' if last else ''})"


def offers(rows: Sequence[TermRow], tables: Frames, today: dt.date) -> list[Offer]:
    """Open terms of whose work the book knows anything to be done, those with all of it and those with a part.

    Args:
        rows: the terms of the plan.
        tables: :data:`NEEDED`, and ``log``.
        today: later days are not known yet, as when «Сегодня» shows the book on a past day.
    """
    days_of = functools.cache(lambda fact: fact.days(tables))
    found = []
    for row, fact, keys in _provable(rows, tables):
        days = {key: day if day and day <= today else None for key, day in days_of(fact).items()}
        missing = tuple(key for key in keys if key not in days)
        if keys and len(missing) < len(keys):
            found.append(Offer(row, fact, {key: days[key] for key in keys if key in days}, missing))

    return [one for one in found if one.row.term.start is None or one.row.term.start <= today]


def _provable(rows: Sequence[TermRow], tables: Frames) -> Iterator[tuple[TermRow, Fact, list[str]]]:
    """Open terms with the fact that would do them and the procedures of which it must be known."""
    procedures = tables["procedures"]
    known = procedures[procedures["procedure_id"] != ""].drop_duplicates("procedure_id")
    by_measure: dict[int, list[TermRow]] = {}
    for row in rows:
        by_measure.setdefault(id(row.measure), []).append(row)
    for mine in by_measure.values():
        measure = mine[0].measure
        fact = fact_of(measure.record["measure"])
        if fact is None:
            continue
        kinds = fact.concerns(tables["kinds"])
        about = _about(measure, known)
        about = about[about["kind"].isin(list(kinds))]
        before = None
        for row in mine:
            keys = set(about["procedure_id"]) & (set(row.term.procedures) or _between(about, before, row))
            before = row.term.due or before
            if row.term.kind != states.SUMMARY_KIND and _is_open(row.typed):
                yield row, fact, [key for key in about["procedure_id"] if key in keys]


def _about(measure: ReadMeasure, procedures: pd.DataFrame) -> pd.DataFrame:
    """The procedures that a measure is about, also where its phrase has dates of its own."""
    return of_kinds(measure.record, measure.deadline, procedures) if measure.procedures.empty else measure.procedures


def _between(procedures: pd.DataFrame, before: dt.date | None, row: TermRow) -> set[str]:
    """Procedures that a term with dates of its own must have done: those up to its last day that no earlier term had, and those without date."""
    days, due = procedures["date"], row.term.due
    if due is None:
        return set()
    inside = days <= pd.Timestamp(due)
    if row.term.start and row.term.kind == states.DEADLINE_KINDS["continuous"]:
        inside &= days >= pd.Timestamp(row.term.start)
    elif before:
        inside &= days > pd.Timestamp(before)

    return set(procedures.loc[days.isna() | inside, "procedure_id"])


def _is_open(typed: dict[str, Any]) -> bool:
    return not typed or (pd.isna(typed["done"]) and not typed["decision"])


def marked(frame: pd.DataFrame, found: Iterable[Offer], today: dt.date) -> pd.DataFrame:
    """The rows of «Сроки» with «Выполнено» and «Подтверждение» of these terms; both are written into empty cells only.

    Args:
        frame: the rows: ``measure_id``, ``procedure_id``, ``ordinal``.
        found: the terms that are done.
        today: the day where the data have none.
    """
    by_key = {(one.row.measure.record["measure_id"], one.row.procedure_id, one.row.ordinal): one for one in found}
    keys = zip(frame["measure_id"], frame["procedure_id"], frame["ordinal"], strict=True)
    ours = [by_key.get((measure, procedure, int(ordinal))) for measure, procedure, ordinal in keys]

    return frame.assign(
        done=pd.array([np.datetime64(one.day(today) if one else "NaT", "s") for one in ours], dtype="datetime64[s]"),
        proof=[f"{states.BY_BOOK}: {one.told()}" if one else "" for one in ours],
    )


def question_lines(found: Sequence[Offer]) -> tuple[str, ...]:
    """The terms that are done by the book, as lines to read before answering."""
    lines = []
    for mine in _by_measure(found):
        number = mine[0].row.measure.record["number"]
        if len(mine) <= _EACH:
            lines += [
                f"{number} {shortened(one.row.about, _TITLE)}{_until(one)}: {one.told()}.".strip() for one in mine
            ]
            continue
        days = [day for one in mine for day in one.done.values() if day]
        last = f", последняя {max(days):%d.%m.%Y}" if days else ""
        text = shortened(mine[0].row.measure.record["measure"], _TITLE)
        lines.append(f"{number} {text}: сроков {len(mine)}, {mine[0].fact.told}{last}.".strip())
    more = [f"… и ещё строк: {len(lines) - _LINES}."] if len(lines) > _LINES else []

    return ("Сделано по данным книги, но не отмечено:", *(f"— {line}" for line in lines[:_LINES]), *more)


def _until(one: Offer) -> str:
    return f", до {one.row.term.due:%d.%m.%Y}" if one.row.term.due else ""


def offer_findings(found: Sequence[Offer]) -> list[Finding]:
    """What of the plan is done by the book and not marked, and what is done in part: one finding per measure each."""
    whole = [one for one in found if not one.missing]
    findings = [
        rules.DONE_BY_BOOK.at(_key(mine[0]), label=_label(mine[0]), count=len(mine), what=mine[0].told())
        for mine in _by_measure(whole)
    ]
    for mine in _by_measure([one for one in found if one.missing]):
        one = mine[0]
        findings.append(
            rules.DONE_IN_PART.at(
                _key(one), label=_label(one), what=one.told(), missing=first_of(list(one.missing), _NAMES)
            )
        )

    return findings


def _by_measure(found: Iterable[Offer]) -> list[list[Offer]]:
    groups: dict[str, list[Offer]] = {}
    for one in found:
        groups.setdefault(one.row.measure.record["measure_id"], []).append(one)

    return list(groups.values())


def _label(one: Offer) -> str:
    return measure_labels([one.row.measure.record])[0]


def _key(one: Offer) -> str:
    return KEY_SEPARATOR.join((one.row.measure.record["measure_id"], one.row.procedure_id, str(one.row.ordinal)))


@dataclasses.dataclass(frozen=True)
class Declined:
    """How many terms of each measure people did not want to mark.

    >>> Declined.read("M011: 4; M004: 2").text
    'M004: 2; M011: 4'
    """

    counts: dict[str, int]

    @classmethod
    def read(cls, text: str) -> Declined:
        """From the setting, however it is written."""
        return cls({measure: int(count) for measure, count in re.findall(r"(\w+)\s*[:—–-]\s*(\d+)", text)})

    @property
    def text(self) -> str:
        """As it stands in the setting."""
        return "; ".join(f"{measure}: {count}" for measure, count in sorted(self.counts.items()) if count)

    def fewer(self, found: Iterable[Offer]) -> Declined:
        """What of it still stands: terms that were marked meanwhile need no answer any more."""
        now = {mine[0].row.measure.record["measure_id"]: len(mine) for mine in _by_measure(found)}

        return Declined({key: min(count, now[key]) for key, count in self.counts.items() if key in now})

    def asked(self, found: Iterable[Offer]) -> list[Offer]:
        """The terms to ask about: of measures with more of them than were declined."""
        groups = _by_measure(found)

        return [
            one
            for mine in groups
            for one in mine
            if len(mine) > self.counts.get(one.row.measure.record["measure_id"], 0)
        ]

    def with_(self, found: Iterable[Offer]) -> Declined:
        """These terms declined too."""
        now = {mine[0].row.measure.record["measure_id"]: len(mine) for mine in _by_measure(found)}

        return Declined(self.counts | now)
