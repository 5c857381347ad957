"""How a timetable is laid out: as a list, or as a table of days, classes and subjects; its rows become one record per work."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.tables.cells import as_text
from objectivity_core.tables.grid import is_blank
from objectivity_core.timetable.cells import folded, is_nothing, read_day, read_people, read_rooms, weekday_of
from objectivity_core.timetable.headings import SKIP, field_of, is_numbering

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from objectivity_core.procedures.school_lists import Lists
    from objectivity_core.school_year.year import SchoolYear

_CARRIED: Final = ("date", "class")
"""Blank or merged cells of these take what stands above; of others a blank is nothing."""
_PEOPLE: Final = ("organiser", "observer")
_BESIDE: Final = (SKIP, *_PEOPLE, "room", "time")
"""What may stand in columns between or behind those of the classes or days."""


@dataclasses.dataclass(frozen=True)
class Record:
    """One work as a timetable names it.

    Attributes:
        row: 0-based row of the cells.
        column: 0-based column of the cell with the subject.
        cells: what is said by field: ``date``, ``weekday``, ``class``, ``subject``, ``kind``, ``time``, ``room``, ``organiser``, ``observer``.
        columns: in which column each stands.
        lesson: whether the column of the time holds numbers of lessons.
        titles: headings that stand above: they may name the kind of the works.
    """

    row: int
    column: int
    cells: dict[str, Any]
    columns: dict[str, int]
    lesson: bool
    titles: tuple[str, ...]


class _Rows:
    """Goes through the rows of one table and remembers what stands above: headings, days, classes, titles."""

    def __init__(self, lists: Lists, school_year: SchoolYear, titles: Sequence[str]) -> None:
        self._lists, self._school_year = lists, school_year
        self._titles = [title for title in titles if title]
        self._list: dict[int, str] = {}
        self._across: dict[int, Any] = {}
        self._across_field = ""
        self._lesson = False
        self._above: dict[str, Any] = {}
        self._above_column: dict[str, int] = {}
        self._just_headed = False
        for title in list(self._titles):  # a sheet per class or per day
            self._group({0: title})
        self._titles = [title for title in titles if title]

    @property
    def has_headings(self) -> bool:
        """Whether any row was found to be headings."""
        return bool(self._list or self._across)

    def read(self, number: int, row: Sequence[Any]) -> list[Record]:
        """The works of one row; none for headings, titles and group rows."""
        cells = {at: cell for at, cell in enumerate(row) if not is_blank(cell)}
        headed, self._just_headed = self._just_headed, False
        if not cells or self._headings(cells, again=headed) or self._group(cells):
            return []
        if self._across:
            return self._matrix_row(number, cells)
        if self._list:
            return self._list_row(number, cells)
        self._titles += dict.fromkeys(as_text(cell) for cell in cells.values())

        return []

    def _headings(self, cells: dict[int, Any], *, again: bool) -> bool:
        fields = {at: field_of(cell) for at, cell in cells.items()}
        across = self._read_across(cells, fields)
        named = set(fields.values()) - {"", SKIP}
        if not across and not self._is_list(cells, fields, named):
            below = again and (
                all(weekday_of(cell) >= 0 or fields[at] for at, cell in cells.items()) or is_numbering(cells)
            )
            if below and self._list:  # «Организаторы» over two columns
                wide = {
                    at: self._list[max((left for left in self._list if left < at), default=at)]
                    for at in cells
                    if at > min(self._list)
                }
                self._list = {at: name for at, name in wide.items() if name in _PEOPLE} | self._list
            return below
        before = self._list if again and not across else {}
        self._list = before | {at: name for at, name in fields.items() if name and at not in across}
        self._across = across
        self._lesson = any("урок" in folded(cell) for at, cell in cells.items() if fields[at] == "time")
        for name in _CARRIED:  # what a column says now is not said from above; a day over the headings stays
            if name in self._list.values() and not before:
                self._above.pop(name, None)
        self._just_headed = True

        return True

    def _is_list(self, cells: dict[int, Any], fields: dict[int, str], named: set[str]) -> bool:
        if any(self._is_day(cell) or self._lists.is_class(cell) for cell in cells.values()):
            return False
        others = named - {"subject", "weekday"}

        return ("subject" in named and bool(others)) or ({"date", "class"} <= named and len(fields) > 2)

    def _read_across(self, cells: dict[int, Any], fields: dict[int, str]) -> dict[int, Any]:
        """Columns of a table with classes or days across, each with its class or day; empty for any other row."""
        for name, fits in (("date", self._is_day), ("class", self._lists.is_class), ("class", self._lists.is_grade)):
            at = [column for column, cell in cells.items() if fits(cell)]
            if not at:
                continue
            leading = [column for column in cells if column < at[0]]
            beside = [column for column in cells if column > at[0] and column not in at]
            if any(fields[column] == "" for column in leading) or any(
                fields[column] not in _BESIDE for column in beside
            ):
                continue
            promised = any(fields[column] in {"date", "class", "subject"} for column in leading)
            if not promised and (fits == self._lists.is_grade or len({folded(cells[column]) for column in at}) < 2):
                continue
            self._across_field = name
            return {column: cells[column] for column in at}

        return {}

    def _is_day(self, cell: Any) -> bool:
        return read_day(cell, self._school_year) is not None and not as_text(cell).replace(".", "").isalpha()

    def _group(self, cells: dict[int, Any]) -> bool:
        """A row of one text: a day or a class that the rows below belong to, or a title; a signature at the end is a title too."""
        if len({folded(cell) for cell in cells.values()}) > 1:
            return False
        at, cell = next(iter(cells.items()))
        if self._across and at in self._across:
            return False
        for name, fits in (("date", self._is_day), ("class", self._lists.is_class)):
            if fits(cell):
                self._above[name], self._above_column[name] = cell, at
                for other in _CARRIED:
                    if other != name and other in self._list.values():
                        self._above.pop(other, None)
                return True
        if self._list.get(at) == "subject" and "date" in self._above and "class" in self._above:
            return False
        self._titles.append(as_text(cell))

        return True

    def _carry(self, cells: dict[str, Any], columns: dict[str, int]) -> None:
        """Remember this row's day and class for blank cells below, and fill them from above."""
        for name in _CARRIED:
            if name in cells:
                self._above[name], self._above_column[name] = cells[name], columns[name]
            elif name in self._above:
                cells[name], columns[name] = self._above[name], self._above_column[name]

    def _list_row(self, number: int, cells: dict[int, Any]) -> list[Record]:
        found: dict[str, Any] = {}
        columns: dict[str, int] = {}
        for at, cell in cells.items():
            name = self._list.get(at, SKIP)
            if name == SKIP or (name == "subject" and is_nothing(cell)):
                continue
            if name == "date" and weekday_of(cell) >= 0:
                name = "weekday"
            found[name] = _together(name, found[name], cell) if name in found else cell
            columns.setdefault(name, at)
        own = set(found)
        if "subject" not in own and not ("date" in own and self._is_day(found["date"])) and not self._is_class(found):
            return []  # a signature or a note under the table
        self._carry(found, columns)
        if "subject" not in own and not {"date", "class"} <= own:
            return []  # a day or a class for the rows below

        return [
            Record(
                number,
                columns.get("subject", columns.get("class", 0)),
                found,
                columns,
                self._lesson,
                tuple(self._titles),
            )
        ]

    def _is_class(self, found: dict[str, Any]) -> bool:
        return "class" in found and bool(self._lists.classes(found["class"])[0])

    def _matrix_row(self, number: int, cells: dict[int, Any]) -> list[Record]:
        label: dict[str, Any] = {}
        columns: dict[str, int] = {}
        first = min(self._across)
        for at, cell in cells.items():
            if at >= first or (name := self._label(at, cell)) == SKIP:
                continue
            label[name], columns[name] = cell, at
        other = "class" if self._across_field == "date" else "date"
        if "subject" not in label:  # else the cells hold days or classes
            if other in label:
                self._above[other], self._above_column[other] = label[other], columns[other]
            elif other in self._above:
                label[other], columns[other] = self._above[other], self._above_column[other]
        inner = other if "subject" in label else "subject"
        beside = self._beside(cells)

        return [
            Record(
                number,
                at,
                label | beside.get(owner, {}) | {self._across_field: self._across[owner], inner: cell},
                columns | {self._across_field: owner, inner: at},
                self._lesson,
                tuple(self._titles),
            )
            for at, cell in cells.items()
            if at >= first and at not in self._list and not is_nothing(cell)
            for owner in [
                max(column for column in self._across if column <= at)
            ]  # a heading over two columns stands in the first
        ]

    def _beside(self, cells: dict[int, Any]) -> dict[int, dict[str, Any]]:
        """Rooms, times and people in columns of their own: of the class or day before them, or of all where there is one such column at the end."""
        last = max(self._across)
        found: dict[int, dict[str, Any]] = {column: {} for column in self._across}
        for at, name in self._list.items():
            if at not in cells or at < min(self._across) or name == SKIP:
                continue
            alone = at > last and list(self._list.values()).count(name) == 1
            for owner in self._across if alone else [max(column for column in self._across if column < at)]:
                found[owner][name] = cells[at]

        return found

    def _label(self, at: int, cell: Any) -> str:
        """What a cell left of the days or classes says: by its own heading, or by what it looks like."""
        other = "class" if self._across_field == "date" else "date"
        name = self._list.get(at, "")
        if name in {SKIP, "time", "subject", "kind", "room"}:
            return name
        if weekday_of(cell) >= 0:
            return "weekday"
        if (other == "date" and self._is_day(cell)) or (other == "class" and self._lists.classes(cell)[0]):
            return other
        if name or as_text(cell).isdigit():
            return other if name in {"date", "class"} else SKIP

        return "subject" if self._lists.subjects(as_text(cell)) else SKIP


def _together(name: str, one: Any, other: Any) -> Any:
    """Two cells of one field, as of «Организатор 1» and «Организатор 2»."""
    if name in {"organiser", "observer"}:
        return "; ".join(filter(None, (read_people(one), read_people(other))))
    if name == "room":
        return "; ".join(filter(None, (read_rooms(one), read_rooms(other))))

    return one


def read_rows(
    rows: Sequence[Sequence[Any]], lists: Lists, school_year: SchoolYear, titles: Sequence[str] = ()
) -> tuple[list[Record], bool]:
    """The works that a table names, and whether it has any headings.

    Args:
        rows: cells of the table from its first row; titles may stand above the headings, several tables below one another.
        lists: the school's classes and subjects.
        school_year: for dates without year.
        titles: what stands above the table.
    """
    reader = _Rows(lists, school_year, titles)
    records = list(_all(reader, rows))

    return records, reader.has_headings


def _all(reader: _Rows, rows: Sequence[Sequence[Any]]) -> Iterator[Record]:
    for number, row in enumerate(rows):
        yield from reader.read(number, row)
