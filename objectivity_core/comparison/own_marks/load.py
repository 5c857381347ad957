"""The action «Загрузить отметки»: a journal, from files of any layout or pasted onto «Отметки», becomes rows of «Отметки»."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.comparison import rules
from objectivity_core.comparison.own_marks.changes import Change, appended, changes_of, mark_text
from objectivity_core.comparison.own_marks.preview import counts, preview
from objectivity_core.comparison.own_marks.pupils import Pupils
from objectivity_core.comparison.own_marks.reading import Problem, Reading, read_marks
from objectivity_core.procedures.school_lists import Lists
from objectivity_core.school_year.quarters import quarter_in
from objectivity_core.state import Outcome, State
from objectivity_core.tables.grid import Grid, column_letter, is_blank
from objectivity_core.tables.results import OWN_MARKS
from objectivity_core.tables.wide_marks import wide_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.russian.document import Document

_NOT_LOADED: Final = "Отметки не загружены."


@dataclasses.dataclass(frozen=True)
class Journal:
    """Where marks are loaded from.

    Attributes:
        typed: «Отметки» as they were typed, with the pupils' keys.
        document: the file; None: what was pasted onto the sheet.
        grid: the cells of «Отметки».
    """

    typed: pd.DataFrame
    document: Document | None
    grid: Grid


@dataclasses.dataclass
class _Table:
    """One table of the journal: what was understood of it, and how its cells are called."""

    reading: Reading
    place: str

    def where(self, row: int, column: int) -> str:
        """The cell in the file."""
        return f"{self.place}!{column_letter(column + 1)}{row + 1}"


def load(state: State, journal: Journal) -> Outcome[None]:
    """Marks of a journal → rows of «Отметки».

    Args:
        state: reads ``own_marks``, ``pupils``, ``classes``, ``subjects``, ``kinds``; answer ``period``: what the marks are for where the journal does not say.
        journal: where they come from.

    Returns:
        ``own_marks``: new rows behind the old ones, a mark of the same pupil, subject and period corrected; nothing is erased. A journal's table on the sheet goes: its marks
        stand in rows, those too whose pupil, subject or mark is in doubt, as they were typed; of a file these are left out. A preview; findings with the cells of the file, or of
        the new rows. Refused without a table that is a journal's, or where nothing says which period the marks are for. Equal marks again change nothing.
    """
    lists = Lists(state["classes"], state["subjects"], state["kinds"])
    pasted = range(0) if journal.document else wide_rows(journal.grid)
    if not (journal.document or pasted):
        return _refused(
            f"На листе «{OWN_MARKS.sheet}» таблицы журнала нет, а файл не указан. Вставьте её под заголовки или укажите файл."
        )
    tables = _tables(state, journal, lists, pasted)
    findings: list[Finding] = list(journal.document.findings) if journal.document else []
    entries = [entry for table in tables for entry in table.reading.entries]
    if not entries:
        name = journal.document.name if journal.document else f"лист «{OWN_MARKS.sheet}»"
        nothing = rules.NO_JOURNAL.at(where=name)
        return _refused(f"{nothing.message} {nothing.remedy}")
    if any(not entry.period for entry in entries):
        return _refused(
            'В журнале не сказано, за какой период отметки. Повторите и впишите период в вопрос программы, например «III четверть» (в командной строке: --period "III четверть").'
        )
    changes = changes_of(entries, state["own_marks"], everything=bool(pasted))
    told = _problems(tables, changes, _Places(journal.grid, pasted, changes) if pasted else None)
    findings += told
    source = f"Файл «{journal.document.name}»" if journal.document else f"Таблица журнала на листе «{OWN_MARKS.sheet}»"
    summary = counts(changes)
    if not pasted and not any(change.written for change in changes):
        return Outcome(f"{source}: изменений нет. {summary}", findings=findings)
    lines = preview(source, changes, [table.reading for table in tables], told, pasted=bool(pasted))

    return Outcome(
        f"Отметки загружены. {summary}" + (" Таблица журнала разложена по строкам." if pasted else ""),
        {OWN_MARKS.name: appended(journal.typed, changes)},
        findings,
        preview=tuple(lines),
        corrects={OWN_MARKS.name: ("mark", "average")},
        gone={OWN_MARKS.name: frozenset(pasted)},
    )


def _refused(why: str) -> Outcome[None]:
    return Outcome(f"{_NOT_LOADED} {why}", refused=True)


def _tables(state: State, journal: Journal, lists: Lists, pasted: range) -> list[_Table]:
    pupils = Pupils(state["pupils"])
    answer = state.answers.get("period", "").strip()
    period = quarter_in(answer) or answer
    read = (
        (read_marks(rows, titles, lists, pupils, period), place)
        for rows, titles, place in _sources(journal, [journal.grid.rows[row] for row in pasted])
    )

    return [_Table(reading, place) for reading, place in read if reading]


def _sources(journal: Journal, pasted: list[list[Any]]) -> Iterator[tuple[list[list[Any]], tuple[str, ...], str]]:
    """Each table's cells, what is said of it elsewhere, and how its place is called."""
    if (document := journal.document) is None:
        yield pasted, (), journal.grid.sheet
        return
    name = document.name.rpartition(".")[0] or document.name
    for number, table in enumerate(document.tables, start=1):
        titles = (name, *document.paragraphs[:5], *table.title.split("\n"))
        yield table.rows, titles, f"{document.name}: {table.title or f'таблица {number}'}"


class _Places:
    """Where the marks of a pasted table stand once they are rows of «Отметки»."""

    def __init__(self, grid: Grid, pasted: range, changes: Sequence[Change]) -> None:
        self._grid = grid
        left = [row for number, row in enumerate(grid.rows) if number not in pasted]
        while left and all(is_blank(cell) for cell in left[-1]):
            left.pop()
        free = iter(range(len(left), len(left) + len(changes)))
        self._rows: list[int] = []
        for change in changes:
            row = (
                self._rows[change.first]
                if change.what == "repeated"
                else change.at - sum(gone < change.at for gone in pasted)
            )
            self._rows.append(next(free) if change.what == "new" else row)

    def where(self, entry: int, heading: str) -> str:
        """The cell of a mark, by its number in the journal."""
        return self._grid.address(self._rows[entry], self._grid.positions()[heading])


def _problems(tables: Sequence[_Table], changes: Sequence[Change], places: _Places | None) -> list[Finding]:
    """What was not clear, at its cell in the file or, where that became a row of «Отметки», in the row."""
    findings: list[Finding] = []
    before = 0
    for table in tables:
        problems = [dataclasses.replace(one, entry=before + one.entry) for one in table.reading.problems]
        problems += _clashes(changes, before, before + len(table.reading.entries))
        for one in problems:
            where = places.where(one.entry, one.rule.column) if places else table.where(one.row, one.column)
            findings.append(one.rule.at(value=one.value, where=where, **one.words))
        before += len(table.reading.entries)

    return findings


def _clashes(changes: Sequence[Change], first: int, end: int) -> Iterator[Problem]:
    """Marks of one pupil, subject and period that contradict one of the journal above them."""
    for number in range(first, end):
        if changes[number].clashes >= 0:
            one, other = changes[number].entry, changes[changes[number].clashes].entry
            words = {"name": one.name, "class_": one.class_, "subject": one.subject, "period": one.period}
            values = mark_text(one.mark, one.average), mark_text(other.mark, other.average)
            yield Problem(rules.TWO_MARKS, values[0], one.row, one.column, words | {"first": values[1]}, number)
