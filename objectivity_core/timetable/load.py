"""The action «Загрузить расписание»: a timetable pasted once becomes procedures with their rooms and people, terms and clashes."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from objectivity_core.keys import assign_keys
from objectivity_core.plan.refresh import refresh
from objectivity_core.procedures.clashes import clashes
from objectivity_core.procedures.school_lists import Lists
from objectivity_core.russian.wording import counted, day, first_of
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES
from objectivity_core.timetable import rules
from objectivity_core.timetable.layouts import read_rows
from objectivity_core.timetable.procedures import Change, left_out, merged
from objectivity_core.timetable.sheet import sheet_records
from objectivity_core.timetable.undrawn import named, noted
from objectivity_core.timetable.works import Problem, Work, Works, works_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from objectivity_core.findings import Finding
    from objectivity_core.russian.document import Document
    from objectivity_core.timetable.layouts import Record

_MOST: Final = 8
_SHEET: Final = TABLES["timetable"]


@dataclasses.dataclass(frozen=True)
class _Read:
    """The records of one table, what of it could not be taken, and how its rows are called: in the book by row and column, in a file by words."""

    records: list[Record]
    problems: list[Problem]
    rows: tuple[int, ...] = ()
    file: str = ""
    first: int = 0

    def finding(self, problems: Sequence[Problem]) -> Finding:
        """One finding for problems that say the same, with the works that they are about."""
        one = problems[0]
        places = list(dict.fromkeys(problem.place for problem in problems if problem.place))
        words = one.words | {"works": f" Работы: {first_of(places, _MOST)}." if places else ""}
        if self.file:
            return one.rule.at(value=one.value, where=f"{self.file}, строка {one.row + 1}", **words)
        row = one.row - self.first  # the table's own headings may stand before the first row
        heading = _SHEET.columns[one.column].heading if one.column < len(_SHEET.columns) else ""
        at = self.rows[row] if 0 <= row < len(self.rows) else -1

        return one.rule.at(value=one.value, row=at, table=_SHEET.name, column=heading, **words)

    def findings(self) -> list[Finding]:
        """What could not be taken, each once."""
        alike: dict[tuple[Any, ...], list[Problem]] = {}
        for problem in self.problems:
            alike.setdefault((problem.rule, *problem.words.values()), []).append(problem)

        return [self.finding(problems) for problems in alike.values()]


def load(state: State, document: Document | None = None) -> Outcome[None]:
    """A timetable → procedures, their terms, and what clashes.

    Args:
        state: reads ``timetable`` (any cells), ``procedures``, ``kinds``, ``subjects``, ``classes``, ``staff`` and what
            :func:`~objectivity_core.plan.refresh.refresh` reads.
        document: a file in place of the sheet.

    Returns:
        ``procedures`` (known ones get the day, time, rooms and people that the timetable names, a blank erases nothing; new ones get a key)
        and the tables of the plan's refreshing; a preview: what was understood and what not. Findings: what could not be read, moved
        procedures, those that the timetable should have named, days that are no working days, clashes, and those of the plan. A timetable without a single work changes nothing.
    """
    lists = Lists(state["classes"], state["subjects"], state["kinds"])
    known: Works = {}
    read = _of_document(document, lists, state, known) if document else [_of_sheet(state, lists, known)]
    seen = [work for one in read for record in one.records for work in named(record, -1, lists, state.school_year)]
    undrawn = noted(state.settings.undrawn, seen, of_file=document is not None)
    changed = undrawn != state.settings.undrawn
    state = dataclasses.replace(state, settings=dataclasses.replace(state.settings, undrawn=undrawn))
    works = list(known.values())
    findings = [*(document.findings if document else ()), *(finding for one in read for finding in one.findings())]
    if not works:
        nothing = rules.NO_TIMETABLE.at(sheet=_SHEET.sheet)
        if document:
            nothing = rules.NO_TIMETABLE_IN_FILE.at(where=document.name)
        message = "В расписании не найдено ни одной работы, процедуры не изменены."
        return Outcome(message, {}, [*findings, nothing], settings=state.settings if changed else None)
    procedures, changes, doubtful = merged(state["procedures"], works, state.school_year)
    keyed, settings, _ = assign_keys(
        {"procedures": procedures, "kinds": state["kinds"], "subjects": state["subjects"]}, state.settings
    )
    procedures = keyed.get("procedures", procedures)
    plan = refresh(dataclasses.replace(state, tables=state.tables | {"procedures": procedures}, settings=settings))
    found = clashes(procedures, state["kinds"], state["staff"], state.today, state.school_year)
    own = [
        *findings,
        *doubtful,
        *_not_working(works, state),
        *left_out(state["procedures"], works),
        *(change.finding() for change in changes if change.moved),
    ]
    preview = _preview(document.name if document else f"лист «{_SHEET.sheet}»", works, changes, own, found)
    message = f"Расписание загружено: {_counts(works, changes)}. {plan.message}"

    return Outcome(
        message,
        {"procedures": procedures} | plan.tables,
        list(dict.fromkeys([*own, *found, *plan.findings])),
        settings=plan.settings or settings,
        preview=tuple(preview),
    )


def _of_sheet(state: State, lists: Lists, works: Works) -> _Read:
    """What was pasted on the sheet; where it has no headings of its own, those of the table count."""
    records, first = sheet_records(state["timetable"], lists, state.school_year)
    at = tuple(int(row) for row in state["timetable"].index)

    return _Read(records, works_of(records, lists, state.school_year, works), at, first=first)


def _of_document(document: Document, lists: Lists, state: State, works: Works) -> list[_Read]:
    above = (document.name.rsplit(".", 1)[0], *reversed(document.paragraphs[:5]))
    read = []
    for number, table in enumerate(document.tables, start=1):
        records, _ = read_rows(table.rows, lists, state.school_year, (*above, *table.title.split("\n")))
        which = f", таблица {number}" if len(document.tables) > 1 else ""
        read.append(_Read(records, works_of(records, lists, state.school_year, works), file=f"{document.name}{which}"))

    return read


def _not_working(works: Iterable[Work], state: State) -> list[Finding]:
    """Days of the timetable that are no working days, each once."""
    found: dict[Any, list[str]] = {}
    for work in works:
        if not state.school_year.is_working(work.date):
            found.setdefault(work.date, []).append(f"{work.class_} {work.subject.lower()}")

    return [
        rules.NOT_WORKING.at(value=day(date), names=first_of(names, _MOST)) for date, names in sorted(found.items())
    ]


def _counts(works: Sequence[Work], changes: Sequence[Change]) -> str:
    what = {name: sum(change.what == name for change in changes) for name in ("new", "moved", "changed", "same")}
    words = {"new": "новых процедур", "moved": "перенесено", "changed": "дополнено", "same": "без изменений"}

    return f"{counted(len(works), 'работа', 'работы', 'работ')} ({', '.join(f'{words[name]}: {number}' for name, number in what.items() if number)})"


def _preview(
    source: str, works: Sequence[Work], changes: Sequence[Change], own: list[Finding], found: list[Finding]
) -> list[str]:
    """What was understood, what not, and what clashes, as lines to read before anything is written."""
    dates = sorted(work.date for work in works)
    classes = list(dict.fromkeys(pd.Series([work.class_ for work in works]).sort_values()))
    kinds = list(dict.fromkeys(work.kind for work in works))
    when = f"с {day(dates[0])} по {day(dates[-1])}" if dates[0] != dates[-1] else day(dates[0])
    lines = [
        f"Расписание ({source}): {_counts(works, changes)}.",
        f"{', '.join(kinds)}, {when}; классы: {', '.join(classes)}.",
    ]
    for title, names in (
        ("Новые", [change.label for change in changes if change.what == "new"]),
        ("Перенесены", [change.label for change in changes if change.moved]),
    ):
        lines += [f"{title}: {first_of(names, _MOST)}."] if names else []
    doubts = [finding.message for finding in own if finding.code != rules.PROCEDURE_MOVED.code]
    for title, messages in (
        ("Нужно уточнить", doubts),
        ("Накладки", [one.message for one in found if one.severity != "info"]),
    ):
        if messages:
            lines += [f"{title}: {len(messages)}.", *(f"— {message}" for message in messages[:_MOST])]
            lines += (
                [f"… и ещё {len(messages) - _MOST}: все — на листе «{TABLES['findings'].sheet}»."]
                if len(messages) > _MOST
                else []
            )

    return lines
