"""Reads the sheets of a workbook as people see them: nothing hidden or crossed out, days as far as they are shown."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.russian.document import Document, SourceTable
from objectivity_core.russian.wording import first_of
from objectivity_core.tables.grid import column_letter
from objectivity_core.tables.number_formats import shown
from xl_macros.book.extent import ensure_near
from xl_macros.documents import rules
from xl_macros.documents.looks import Looks, looks_of
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import python_calamine as calamine

    from objectivity_core.findings import Finding, Rule

_ROW_LIMIT: Final = 20_000
_MOST: Final = 8
_MOST_TABLES: Final = 300


def read_workbook(name: str, data: bytes, *, hidden_columns: bool = False) -> Document:
    """Visible sheets of a workbook; what is hidden or crossed out in them, and hidden sheets, is named, not read. Every cell stays where it is.

    Args:
        name: name of the file, for messages.
        data: .xlsx, .xlsm, .xlsb, .xls or .ods; of .xlsb only the values are known, which is told.
        hidden_columns: read them as well: who hides columns of a list of results wants it narrow, not other.

    Raises:
        calamine.CalamineError: the workbook is damaged or has a password.
    """
    import python_calamine as calamine

    tables: list[SourceTable] = []
    findings: list[Finding] = []
    workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    looks = looks_of(data, [one.name for one in workbook.sheets_metadata if _is_seen(one)])
    if looks is None:
        findings.append(rules.LOOKS_UNKNOWN.at(where=name))
    for about in workbook.sheets_metadata:
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if not _is_seen(about):
            findings.append(rules.HIDDEN_SHEET.at(where=name, title=about.name))
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        ensure_near(name, sheet)
        if sheet.total_height > _ROW_LIMIT:
            findings.append(rules.LONG_SHEET.at(where=name, title=about.name, limit=_ROW_LIMIT))
        rows = [
            [None if cell == "" else cell for cell in row]
            for row in sheet.to_python(skip_empty_area=False, nrows=_ROW_LIMIT)
        ]
        seen = looks[about.name] if looks else Looks()
        if hidden_columns:
            seen.columns = set()
        findings += [
            rule.at(where=f"{name}: {about.name}", what=what)
            for rule, what in _as_seen(rows, sheet.merged_cell_ranges or [], seen)
        ]
        if any(cell is not None for row in rows for cell in row):
            tables.append(SourceTable(about.name, rows))
            ensure_few(name, len(tables))

    return Document(name, tuple(tables), (), tuple(findings))


def ensure_few(name: str, tables: int) -> None:
    """Refuse a document of so many tables that nobody wrote them by hand: each is looked at closely.

    Raises:
        ObjectivityError: it has more than :data:`_MOST_TABLES`.
    """
    if tables > _MOST_TABLES:
        raise ObjectivityError(
            f"Файл «{name}»: в нём больше {_MOST_TABLES} таблиц, столько программа не разбирает. Оставьте в файле только нужные и повторите."
        )


def _is_seen(about: calamine.SheetMetadata) -> bool:
    import python_calamine as calamine

    return about.typ == calamine.SheetTypeEnum.WorkSheet and about.visible == calamine.SheetVisibleEnum.Visible


def _as_seen(
    rows: list[list[Any]], merged: list[tuple[tuple[int, int], tuple[int, int]]], looks: Looks
) -> Iterator[tuple[Rule, str]]:
    """Change the rows to what is seen of them; what is out of sight, by rule."""
    struck = _change_cells(rows, looks)
    filled = {at for at, row in enumerate(rows) if any(cell is not None for cell in row)}
    columns = {at for row in rows for at, cell in enumerate(row) if cell is not None} & looks.columns
    _fill_merged(rows, merged)
    for at, row in enumerate(rows):
        for column in range(len(row)) if at in looks.hidden else columns:
            row[column] = None
    if hidden := filled & looks.hidden:
        yield rules.HIDDEN_ROWS, _spans(hidden)
    if columns:
        yield rules.HIDDEN_COLUMNS, first_of([column_letter(at + 1) for at in sorted(columns)], _MOST, ", ")
    if places := [place for row, place in struck.items() if row not in looks.hidden]:
        yield rules.CROSSED_OUT, first_of(places, _MOST, ", ")
    if folded := filled & looks.folded:
        yield rules.FOLDED_ROWS, _spans(folded)


def _change_cells(rows: list[list[Any]], looks: Looks) -> dict[int, str]:
    """Show values as their formats do, and take out what is crossed out; where that was, by row: «A4:D4»."""
    for (row, column), code in looks.formats.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = shown(rows[row][column], code)
    struck: dict[int, list[str]] = {}
    for (row, column), left in sorted(looks.left.items()):
        if row < len(rows) and column < len(rows[row]) and rows[row][column] is not None:
            rows[row][column] = left.strip() or None
            struck.setdefault(row, []).append(f"{column_letter(column + 1)}{row + 1}")

    return {row: ":".join(dict.fromkeys((places[0], places[-1]))) for row, places in struck.items()}


def _spans(rows: set[int]) -> str:
    """Numbers of rows counted from 1, neighbours as «7–9»."""
    ordered = sorted(rows)
    breaks = [0, *(at for at, (one, other) in enumerate(pairwise(ordered), start=1) if other - one > 1), len(ordered)]
    spans = [(ordered[first] + 1, ordered[end - 1] + 1) for first, end in pairwise(breaks)]

    return first_of([str(one) if one == other else f"{one}–{other}" for one, other in spans], _MOST, ", ")


def _fill_merged(rows: list[list[Any]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Put the text of each merged cell into every cell that it covers.

    Raises:
        ValueError: they cover each other many times over, which no program writes.
    """
    left = 4 * sum(map(len, rows))
    for (top, first), (bottom, right) in ranges:
        if top >= len(rows) or first >= len(rows[top]):
            continue
        value = rows[top][first]
        if left < 0:
            raise ValueError("merged cells that overlap")
        for row in rows[top : bottom + 1]:
            end = min(right + 1, len(row))
            left -= max(end - first, 0)
            row[first:end] = [value] * max(end - first, 0)
