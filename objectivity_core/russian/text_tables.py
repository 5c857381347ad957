"""Tables inside plain text: cells apart by tabs, one cell per line after a tab (a table saved as text), or comma-separated values."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.russian.document import Document, SourceTable, title_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NUMBER: Final = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5})[.)]?\s*")
_BREAKS: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LEFTOVERS: Final = re.compile(r"\[bookmark: [^\]\n]*\]")
"""What some converters leave of Word's bookmarks."""
_DELIMITERS: Final = ";,|"


def text_document(name: str, text: str) -> Document:
    r"""The tables and paragraphs of a plain text.

    Args:
        name: name of the file.
        text: its text.

    >>> text_document("план.txt", "План\n\n\tМера\n\tСрок\n\n\tПедсовет\n\tоктябрь\nапрель\n").tables[0].rows
    [['Мера', 'Срок'], ['Педсовет', 'октябрь\nапрель']]
    """
    lines = _LEFTOVERS.sub("", _BREAKS.sub("\n", text)).split("\n")
    if any(line.startswith("\t") for line in lines) and not any("\t" in line.strip("\t ") for line in lines):
        return _cell_per_line(name, lines)
    if any("\t" in line.strip() for line in lines):
        return _tabbed(name, lines)
    if delimiter := _delimiter(lines, strict=not name.lower().endswith((".csv", ".tsv"))):
        rows = [
            row for row in csv.reader(lines_with_ends(lines), delimiter=delimiter) if any(cell.strip() for cell in row)
        ]
        return Document(name, (SourceTable("", even(rows)),))

    return Document(name, (), paragraphs_of(lines))


def separated(name: str, text: str) -> Document:
    r"""A text of separated values as one table called like the file; blank rows stay, so that a row's number is that of its line.

    Args:
        name: name of the file.
        text: its text; the separator is what most often stands in any one line (tab, semicolon, comma, bar).

    >>> separated("ф1.csv", "ВПР, 5 класс\n\nКод;Класс;Отметка\n0041;5А;4\n").tables[0].rows[3]
    ['0041', '5А', '4']
    """
    lines = _BREAKS.sub("\n", text).split("\n")
    delimiter = max("\t" + _DELIMITERS, key=lambda one: max(line.count(one) for line in lines))
    rows = csv.reader(lines_with_ends(lines), delimiter=delimiter)

    return Document(name, (SourceTable(name.rpartition(".")[0] or name, even(rows)),))


def lines_with_ends(lines: Iterable[str]) -> Iterator[str]:
    """The lines as :mod:`csv` wants them."""
    return (line + "\n" for line in lines)


def even(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Rows of one length, short ones filled up with nothing."""
    rows = [list(row) for row in rows]
    width = max(map(len, rows), default=0)

    return [[None if cell == "" else cell for cell in row] + [None] * (width - len(row)) for row in rows]


def paragraphs_of(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines that are not blank."""
    return tuple(line.strip() for line in lines if line.strip())


def _delimiter(lines: list[str], *, strict: bool) -> str:
    """What separates values, or ``""``: most lines hold it. Outside a .csv commas are those of sentences, so nearly all lines must agree."""
    filled = [line for line in lines if line.strip()]
    for delimiter in _DELIMITERS:
        counts = [line.count(delimiter) for line in filled]
        first = counts[0] if counts else 0
        agree = sum(count == first if strict else count >= first for count in counts)
        if len(filled) > 1 and first > strict and agree * 5 >= len(counts) * (4 if strict else 2):
            return delimiter

    return ""


def _cell_per_line(name: str, lines: list[str]) -> Document:
    """Each cell begins a line after a tab; its further lines have none. Blank lines stand between rows, and inside cells too."""
    outside: list[str] = []
    tables: list[tuple[str, list[list[str]]]] = []
    between: list[str] = []
    fresh = True
    for line in lines:
        groups = tables[-1][1] if tables and not between else None
        if line.startswith("\t"):
            if groups is None:
                tables.append((title_above(between), groups := []))
                outside, between, fresh = [*outside, *between], [], True
            if fresh:
                groups.append([])
            groups[-1].append(line[1:])
            fresh = False
        elif not line.strip():
            between += [line] if groups is None else []
            fresh = True
        elif groups is None or (fresh and len(groups[-1]) >= max(map(len, groups))):
            between.append(line)  # under a whole row: the table is over
        else:
            groups[-1][-1] += ("\n\n" if fresh else "\n") + line
            fresh = False
    read = tuple(SourceTable(title, even(_closed(row) for row in _rows(groups))) for title, groups in tables)

    return Document(name, read, paragraphs_of([*outside, *between]))


def _rows(groups: list[list[str]]) -> list[list[str]]:
    """Rows of cells; two groups are one row where a blank line inside a cell had cut it."""
    width = max(map(len, groups))
    rows: list[list[str]] = []
    for group in groups:
        if rows and len(rows[-1]) + len(group) <= width and not _NUMBER.fullmatch(group[0]):
            rows[-1] = rows[-1] + group
        else:
            rows.append(group)

    return rows


def _closed(cells: Iterable[str]) -> list[str]:
    return [cell.strip(" \t\n\xa0") for cell in cells]


def _tabbed(name: str, lines: list[str]) -> Document:
    """Cells apart by tabs, rows by lines; a cell in quotes or without may hold line breaks."""
    if any(line.count('"') % 2 for line in lines) and sum(line.count('"') for line in lines) % 2 == 0:
        rows = [row for row in csv.reader(lines_with_ends(lines), delimiter="\t") if any(cell.strip() for cell in row)]
        before = [row[0] for row in rows[: next(at for at, row in enumerate(rows) if len(row) > 1)]]
        table = rows[len(before) :]
        return Document(
            name, (SourceTable(title_above(before), even(_closed(row) for row in table)),), paragraphs_of(before)
        )
    first = next(at for at, line in enumerate(lines) if "\t" in line.strip())
    last = max(at for at, line in enumerate(lines) if "\t" in line.strip())
    width = max(line.count("\t") + 1 for line in lines)
    rows = []
    for line in lines[first : last + 1]:
        cells = line.split("\t")
        if not line.strip():
            continue
        if rows and _continues(rows[-1], cells, width):
            rows[-1] = [*rows[-1][:-1], f"{rows[-1][-1]}\n{cells[0]}", *cells[1:]]
        else:
            rows.append(cells)
    before, after = lines[:first], lines[last + 1 :]
    while after and after[0].strip() and _continues(rows[-1], after[:1], width):
        rows[-1][-1] += f"\n{after.pop(0)}"

    return Document(
        name, (SourceTable(title_above(before), even(_closed(row) for row in rows)),), paragraphs_of([*before, *after])
    )


def _continues(row: list[str], cells: list[str], width: int) -> bool:
    """Whether a line goes on with the last cell of the row above, which a line break inside the cell had cut."""
    if _NUMBER.fullmatch(cells[0]) or len(row) + len(cells) - 1 > width:
        return False
    if len(row) == width:
        return row[-1].rstrip().endswith((",", ";", "-", " и")) or cells[0][:1].islower()

    return len(row) > 1 and (len(cells) > 1 or len(row) < width) and not (len(cells) == 1 and cells[0][:1].isupper())
