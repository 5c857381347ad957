"""From a journal's blocks to marks: whose, of which subject and period; whatever is not clear is a problem with its cell."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.comparison import rules
from objectivity_core.comparison.own_marks.headings import CLASS, PERIOD, SUBJECT, Said
from objectivity_core.comparison.own_marks.layout import aside, averages_of, blocks_of
from objectivity_core.comparison.own_marks.pupils import told_apart
from objectivity_core.findings import shown
from objectivity_core.procedures.class_names import folded
from objectivity_core.procedures.school_lists import named
from objectivity_core.school_year.quarters import quarter_in
from objectivity_core.tables.cells import BadCell, as_mark, as_number, as_text, average_beside
from objectivity_core.tables.grid import is_blank
from objectivity_core.tables.results import OWN_MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.comparison.own_marks.layout import Block, Line
    from objectivity_core.comparison.own_marks.pupils import Pupil, Pupils
    from objectivity_core.findings import Rule
    from objectivity_core.procedures.school_lists import Lists

_TOTALS: Final = re.compile(
    r"\W*(?:итог|всего|средн|ср\W|качеств|успев|обучен|соу\b|процент|%|кол-?во|количеств|число|на\s*\W?[2-5]|отличник|хорошист|троечник|неуспев|не\s*аттест|аттест"
    r"|[2-5]\W*(?:$|[-–—])|медиана|сумма|мин\b|макс\b|классн|учител|директор|завуч|зам\b|дата|подпись|получили|выполн|справил|по\s+(?:классу|школе))"
)
"""How rows begin that are nobody's: totals and signatures."""

_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclasses.dataclass(frozen=True)
class Entry:
    """One mark of a journal.

    Attributes:
        pupil: the pupil, None for one who was not found or is not clear.
        name: the name as it stands there.
        class_: the class as it stands there, or the pupil's.
        subject: the subject of the school, or the heading where it is none.
        period: as «Отметки» have it: «III четверть»; ``""`` where nothing names it.
        mark: 2-5, or the text of the cell: what a journal says in place of a mark, or what is no mark.
        average: the average that stands beside it.
        sound: whether nothing of it is in doubt.
        row: 0-based row of its table.
        column: 0-based column.
    """

    pupil: Pupil | None
    name: str
    class_: str
    subject: str
    period: str
    mark: float | str
    average: float | None
    sound: bool
    row: int
    column: int


@dataclasses.dataclass(frozen=True)
class Problem:
    """What could not be taken as it stands.

    Attributes:
        rule: by which rule.
        value: what stands there.
        row: 0-based row of the table.
        column: 0-based column.
        words: what fills the rule's places.
        entry: number of the first mark that it is about, -1 for none.
    """

    rule: Rule
    value: str
    row: int
    column: int
    words: dict[str, Any]
    entry: int = -1


@dataclasses.dataclass
class Reading:
    """What was understood of one table.

    Attributes:
        entries: its marks.
        problems: what was not clear.
        aside: headings of columns that were not taken.
        left_out: first words of rows that are nobody's.
        said: what stands in place of marks, and how often.
        unnamed: whether no class is named, so that pupils were looked for in all.
    """

    entries: list[Entry] = dataclasses.field(default_factory=list)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    aside: list[str] = dataclasses.field(default_factory=list)
    left_out: list[str] = dataclasses.field(default_factory=list)
    said: Counter[str] = dataclasses.field(default_factory=Counter)
    unnamed: bool = False


def read_marks(
    rows: Sequence[Sequence[Any]], titles: Sequence[str], lists: Lists, pupils: Pupils, period: str
) -> Reading | None:
    """The marks of one table; None where it is no journal's.

    Args:
        rows: its cells from its first row.
        titles: what is said of it elsewhere, the widest first: the file's name, the sheet's.
        lists: the school's classes and subjects.
        pupils: the school's pupils.
        period: of what the marks are where the table does not say.
    """
    reading = Reading()
    blocks = blocks_of(rows, lists, titles)
    for block in blocks:
        _Block(block, lists, pupils, period, reading).read()

    return reading if blocks else None


class _Block:
    """Reads the rows under one set of headings."""

    def __init__(self, block: Block, lists: Lists, pupils: Pupils, period: str, into: Reading) -> None:
        self._block, self._lists, self._pupils, self._period, self._into = block, lists, pupils, period, into
        self._fields = block.fields
        self._columns = block.mark_columns()
        self._averages = averages_of(block)
        self._doubted: set[tuple[Rule, str]] = set()

    def read(self) -> None:
        self._leave_columns()
        found = {number: self._whose(line) for number, line in enumerate(self._block.lines)}
        clear = told_apart({line: pupils for line, pupils in found.items() if pupils})
        for number, line in enumerate(self._block.lines):
            name, first = self._block.name(line), len(self._into.entries)
            if not found[number] and self._is_nobody(line, name):
                continue
            pupil = clear.get(number)
            for at, said in self._columns.items():
                self._mark(line, at, said, pupil)
            if pupil is None and len(self._into.entries) > first:
                self._unknown(line, name, found[number], first)

    def _leave_columns(self) -> None:
        """Put aside the columns that are of no subject: neither their heading nor a row nor a title names one."""
        elsewhere = SUBJECT in self._fields or any(line.above.get("subject") for line in self._block.lines)
        for at, said in list(self._columns.items()):
            if not (said.subjects or elsewhere) and (said.field or said.period or not said.text):
                self._into.aside.append(said.text or f"{at + 1}-й, без заголовка")
                del self._columns[at]
        self._into.aside += [text for at, text in aside(self._block) if at not in self._columns]

    def _whose(self, line: Line) -> list[Pupil]:
        name = self._block.name(line)
        classes = self._lists.classes(text)[0] if (text := self._class(line)) else []
        self._into.unnamed |= not text
        if not _LETTER.search(name) or (text and not classes):
            return []

        return self._pupils.named(name, classes)

    def _class(self, line: Line) -> str:
        return line.text(self._fields.get(CLASS)) or line.above.get("class", "")

    def _is_nobody(self, line: Line, name: str) -> bool:
        """Whether a row is a total, a signature, or nothing: it is said, not taken."""
        written = _LETTER.search(name) is not None
        texts = (line.text(at) for at in range(len(line.cells)))
        first = name if written else next((text for text in texts if _LETTER.search(text)), name)
        filled = any(line.text(at) for at in self._columns)
        if filled and written and not _TOTALS.match(folded(first)):
            return False
        if first and (filled or _TOTALS.match(folded(first))):
            self._into.left_out.append(first)

        return True

    def _mark(self, line: Line, at: int, said: Said, pupil: Pupil | None) -> None:
        cell = line.cells[at] if at < len(line.cells) else None
        if is_blank(cell):
            return
        text = " ".join(as_text(cell).split())
        try:
            mark, sound = as_mark(OWN_MARKS["mark"], cell), True
        except BadCell:
            mark, sound = None, False
        if mark is None and not re.search(r"\w", text):
            return  # a dash
        if mark is None and sound:
            self._into.said[re.sub(r"\s*\(.*", "", text)] += 1
        subject, clear = self._subject(line, at, said)
        period = said.period or self._row_period(line) or line.above.get("period", "") or self._period
        beside = line.text(self._averages.get(at))
        average = average_beside(cell) or _average(beside)
        class_ = pupil["class"] if pupil else self._class(line)
        entry = Entry(
            pupil,
            pupil["full"] if pupil else self._block.name(line),
            class_,
            subject,
            period,
            text if mark is None else mark,
            average,
            sound and clear and pupil is not None,
            line.number,
            at,
        )
        self._into.entries.append(entry)
        if not sound:
            why = "похоже на средний балл, а нужна отметка" if re.fullmatch(r"[1-5][.,]\d+", text) else "это не отметка"
            words = {"name": entry.name, "class_": class_ or "—", "subject": subject, "why": why}
            self._problem(rules.NO_JOURNAL_MARK, text, line.number, at, **words)

    def _subject(self, line: Line, at: int, said: Said) -> tuple[str, bool]:
        """The subject of a cell, and whether it is clear; a heading that names none is told once."""
        beside = line.text(self._fields.get(SUBJECT))
        subjects = list(said.subjects) or (self._lists.subjects(beside) if beside else [])
        if not subjects and not beside and (not said.text or said.field or said.period) and line.above.get("subject"):
            subjects = [line.above["subject"]]
        if len(subjects) == 1:
            return subjects[0], True
        text = beside or said.text
        rule = rules.SEVERAL_SUBJECTS if subjects else rules.NO_SUCH_SUBJECT
        if (rule, text) not in self._doubted:
            self._doubted.add((rule, text))
            column = self._fields.get(SUBJECT, at) if beside else at
            self._into.problems.append(
                Problem(rule, text, line.number, column, {"names": named(subjects)}, len(self._into.entries))
            )

        return text, False

    def _row_period(self, line: Line) -> str:
        text = line.text(at := self._fields.get(PERIOD))
        heading = self._block.headings[at].text if at is not None else ""

        return text and (quarter_in(text) or quarter_in(f"{text} {heading}") or text)

    def _unknown(self, line: Line, name: str, may_be: list[Pupil], entry: int) -> None:
        class_ = self._class(line) or "—"
        at = next(column for field, column in self._fields.items() if field in {"name", "family"})
        where = [] if may_be else self._pupils.elsewhere(name)
        hint = f" Ученик с таким именем есть в классе {', '.join(where)}." if where else ""
        rule = rules.WHICH_OF_NAMESAKES if may_be else rules.NO_SUCH_PUPIL
        words = {"class_": class_, "names": named(dict.fromkeys(one["full"] for one in may_be)), "hint": hint}
        self._into.problems.append(Problem(rule, name, line.number, at, words, entry))

    def _problem(self, rule: Rule, value: str, row: int, column: int, **words: Any) -> None:
        self._into.problems.append(Problem(rule, shown(value), row, column, words, len(self._into.entries) - 1))


def _average(text: str) -> float | None:
    """The average in a column of its own; None for what is none."""
    try:
        return as_number(OWN_MARKS["average"], text) if text else None
    except BadCell:
        return None
