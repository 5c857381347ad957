"""How a journal's table is laid out: headings in one row or two, pupils below, classes and periods above or between; a table becomes blocks of pupils' rows."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.comparison.own_marks.headings import (
    AVERAGE,
    CLASS,
    FAMILY,
    MARK,
    NAME,
    NAMES,
    PERIOD,
    SKIP,
    SUBJECT,
    Said,
    beneath,
    distinct,
    heading_of,
    without_period,
)
from objectivity_core.procedures.class_names import folded
from objectivity_core.school_year.quarters import quarter_in
from objectivity_core.tables.cells import BadCell, as_text, read_cell
from objectivity_core.tables.grid import is_blank
from objectivity_core.tables.results import OWN_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from objectivity_core.procedures.school_lists import Lists

_CLASS_NAME: Final = r"\d{1,2}\s*[-–]?\s*[«\"“„']?\s*[а-яa-z]?\s*[»\"”']?(?![а-яa-z])"
_CLASSES_IN: Final = (
    re.compile(rf"класс[а-я]*\s*[:№–—-]?\s*({_CLASS_NAME})"),
    re.compile(rf"(?<!\d)({_CLASS_NAME})\s*(?:-?го\s+)?кл(?:асс[а-я]*)?\b"),
)
_BARE_CLASS: Final = re.compile(r"(?<![\w.])\d{1,2}\s?[-–]?\s?[«\"]?[а-я][»\"]?(?!\w)")
_SUBJECT_IN: Final = re.compile(r"(?:предмет|дисциплина)[а-я]*\s*[:–—-]?\s*(.+)")
_LONGEST_SUBJECT: Final = 5
"""Words of a title that may be a subject's name."""


@dataclasses.dataclass(frozen=True)
class Line:
    """One row under headings.

    Attributes:
        number: 0-based row of the table.
        cells: its cells.
        above: what stands above it, nearest first counted: ``class`` (a text), ``subject`` (of the school), ``period``.
    """

    number: int
    cells: Sequence[Any]
    above: Mapping[str, str]

    def text(self, at: int | None) -> str:
        """A cell as text, ``""`` where there is none."""
        return "" if at is None or at >= len(self.cells) else " ".join(as_text(self.cells[at]).split())


@dataclasses.dataclass
class Block:
    """Rows under the same headings.

    Attributes:
        headings: what each column's heading says.
        lines: the rows.
    """

    headings: dict[int, Said]
    lines: list[Line] = dataclasses.field(default_factory=list)

    @property
    def fields(self) -> dict[str, int]:
        """The first column of each field."""
        return {said.field: at for at, said in reversed(self.headings.items()) if said.field}

    def mark_columns(self) -> dict[int, Said]:
        """Columns of marks: those of a subject or a period, or called so, and those behind the names that hold marks whatever stands above; of averages none."""
        names = max(at for at, said in self.headings.items() if said.field in NAMES)
        width = max((len(line.cells) for line in self.lines), default=0)
        found = {}
        for at in sorted({*self.headings, *range(names + 1, width)}):
            said = self.headings.get(at, Said(""))
            cells = [line.cells[at] for line in self.lines if at < len(line.cells) and not is_blank(line.cells[at])]
            marks = sum(map(is_mark, cells))
            named = said.field == MARK or (not said.field and (said.subjects or said.period))
            if not _are_averages(cells) and (named or (not said.field and at > names and marks * 2 > len(cells))):
                found[at] = said

        return found

    def name(self, line: Line) -> str:
        """The name in a row, from one column or three, with what tells it from a namesake behind it."""
        fields = self.fields
        at = [fields[NAME]] if NAME in fields else [fields[field] for field in NAMES if field in fields]
        name = " ".join(filter(None, (line.text(column) for column in at)))
        differs = line.text(fields.get("differs"))

        return f"{name} ({differs})" if name and differs else name


def is_mark(cell: Any) -> bool:
    """Whether a cell holds a mark or what a journal says in place of one."""
    try:
        return not is_blank(cell) and (read_cell(OWN_MARKS["mark"], cell), True)[1]
    except BadCell:
        return False


def _are_averages(cells: Sequence[Any]) -> bool:
    """Whether half of a column's cells are fractions: averages and no marks."""
    fractions = sum(re.fullmatch(r"[1-5],\d*[1-9]\d*", as_text(cell).replace(".", ",")) is not None for cell in cells)

    return fractions > 1 and fractions * 2 >= len(cells)


class _Reader:
    """Goes through the rows of one table and remembers what stands above."""

    def __init__(self, lists: Lists, titles: Iterable[str]) -> None:
        self._lists = lists
        self._above: dict[str, str] = {}
        self._waiting: dict[int, Said] = {}
        self._headed = False
        self.blocks: list[Block] = []
        for title in titles:
            self._title(title, named=True)

    def read(self, number: int, row: Sequence[Any]) -> None:
        cells = {at: cell for at, cell in enumerate(row) if not is_blank(cell)}
        if not cells:
            return
        waiting, self._waiting = self._waiting, {}
        headed, self._headed = self._headed, False
        said = {at: heading_of(cell, self._lists) for at, cell in cells.items()}
        fields = {one.field for one in said.values()}
        if headed and all(as_text(cell).isdigit() for cell in cells.values()):
            self._headed = True  # the numbers of the columns
        elif fields & {NAME, FAMILY}:
            before = self.blocks.pop().headings if headed else waiting
            self.blocks.append(Block(beneath(before, said) if before else said))
            self._headed = True
        elif headed and self._is_second(said, cells):
            self.blocks[-1].headings = beneath(self.blocks[-1].headings, said)
            self._headed = True
        elif len({folded(cell) for cell in cells.values()}) == 1:
            self._title(as_text(next(iter(cells.values()))))
        elif not any(map(is_mark, cells.values())) and distinct(said.values()) > 1:
            self._waiting = said  # headings whose column of names has none, or subjects over the row of headings
        elif waiting and (at := _names_at(cells)) is not None:
            self.blocks.append(
                Block({at: Said("", NAME)} | {column: one for column, one in waiting.items() if column != at})
            )
            self._line(number, row)
        elif self.blocks and not self._is_titles(cells, said):
            self._line(number, row)
        else:
            self._title(" ".join(dict.fromkeys(as_text(cell) for cell in cells.values())))

    def _line(self, number: int, row: Sequence[Any]) -> None:
        self.blocks[-1].lines.append(Line(number, row, dict(self._above)))

    def _is_second(self, said: Mapping[int, Said], cells: Mapping[int, Any]) -> bool:
        """Whether a row right under headings goes on with them: it says only what headings say, of no pupil."""
        above = self.blocks[-1].headings
        own = {at for at in cells if at not in above or as_text(cells[at]) != above[at].text}

        return bool(own) and all(said[at].known and said[at].field not in NAMES for at in own)

    def _is_titles(self, cells: Mapping[int, Any], said: Mapping[int, Said]) -> bool:
        """Whether a row under a block says something for the rows below: «Класс: | 5А»."""
        return len(cells) == 2 and said[min(cells)].field in {CLASS, SUBJECT, PERIOD}

    def _title(self, text: str, *, named: bool = False) -> None:
        """Take from a title, or from the name of a sheet or a file, what it says of class, period and subject."""
        plain = folded(text.replace("_", " "))
        if period := quarter_in(plain):
            self._above["period"] = period
        patterns = (*_CLASSES_IN, _BARE_CLASS) if named else _CLASSES_IN
        texts = [found[found.re.groups] for pattern in patterns for found in pattern.finditer(plain)]
        whole = [plain] if self._lists.is_class(plain) or (named and self._lists.is_grade(plain)) else []
        if classes := next((found for one in (*whole, *texts) if (found := self._known(one))), []):
            self._above["class"] = ", ".join(classes)
        labelled = _SUBJECT_IN.search(plain)
        rest = labelled[1] if labelled else plain
        for pattern in patterns:
            rest = pattern.sub(" ", rest)
        rest = without_period(rest).strip(" .,:;()–—-") if period else rest.strip()
        subjects = self._lists.subjects(rest) if rest else []
        if len(subjects) == 1 and (labelled or len(rest.split()) <= _LONGEST_SUBJECT):
            self._above["subject"] = subjects[0]

    def _known(self, text: str) -> list[str]:
        found, unknown = self._lists.classes(text)

        return [] if unknown else found


def _names_at(cells: Mapping[int, Any]) -> int | None:
    """The column of a pupil's row that holds the name: two words or more."""
    return next(
        (at for at, cell in cells.items() if re.fullmatch(r"(?:[^\W\d]+[-.\s]*){2,6}(?:\(.*\))?", as_text(cell))), None
    )


def blocks_of(rows: Sequence[Sequence[Any]], lists: Lists, titles: Iterable[str] = ()) -> list[Block]:
    """The pupils' rows of a table under their headings, in order; none for a table that is no journal's.

    Args:
        rows: cells of the table from its first row; titles may stand above the headings and between pupils.
        lists: the school's classes and subjects.
        titles: what is said of the whole table elsewhere, the widest first: the file's name, the sheet's.
    """
    reader = _Reader(lists, titles)
    for number, row in enumerate(rows):
        reader.read(number, row)

    return [block for block in reader.blocks if block.lines and block.mark_columns()]


def averages_of(block: Block) -> dict[int, int]:
    """The column of averages that belongs to each column of marks: of the same subject and period, or the one right behind it."""
    averages = {at: said for at, said in block.headings.items() if said.field == AVERAGE}
    found: dict[int, int] = {}
    for at, said in block.mark_columns().items():
        same = [
            column for column, one in averages.items() if (one.subjects, one.period) == (said.subjects, said.period)
        ]
        if same:
            found[at] = same[0]
    behind = {at: at + 1 for at in block.mark_columns() if at + 1 in averages}
    each = len(behind) == len(block.mark_columns()) == len(averages)

    return found or (behind if each else {})


def aside(block: Block) -> Iterator[tuple[int, str]]:
    """Columns that hold neither marks nor what they are of, but for the numbers of rows: position and heading."""
    taken = {*block.mark_columns(), *averages_of(block).values()}
    for at, said in block.headings.items():
        numbers = re.match(r"№|п\W?п", folded(said.text))
        if at not in taken and said.text and not numbers and said.field in {"", SKIP, AVERAGE}:
            yield at, said.text
