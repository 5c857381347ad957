"""Blocks of cells: read typed, written as Excel would write them, with a handful of calls whatever the number of rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xl_macros.libreoffice.addresses import Area
from xl_macros.libreoffice.bridge import OfficeError, at_border, range_address
from xl_macros.libreoffice.formats import DATE, MOMENT, common
from xl_macros.libreoffice.formulas import to_native
from xl_macros.libreoffice.limits import check_formula
from xl_macros.libreoffice.recognise import Content, content, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xl_macros.libreoffice.formats import Format, Formats

_VALUES, _ERRORS = 1, 4
"""``com.sun.star.sheet.FormulaResult``."""
_ERROR_NAMES = {532: "#DIV/0!", 32767: "#N/A", 524: "#REF!", 503: "#NUM!", 523: "#NUM!", 521: "#NULL!"}
_ERROR_NAMES |= dict.fromkeys((507, 508, 509, 510, 511, 512, 520, 525), "#NAME?")
_DIGITS = re.compile(r"\d+")
GENERAL, BOOLEAN = "General", "BOOLEAN"


class CellError(str):
    """The error that stands in a cell, by its English name: ``#N/A``."""

    __slots__ = ()


def shape_of(cells: Any) -> tuple[int, int]:
    """Rows and columns of a UNO range."""
    address = cells.RangeAddress

    return address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1


def formats_of(cells: Any, formats: Formats) -> list[list[Format]]:
    """The number format of every cell, column by column; one call where all are alike."""
    rows, columns = shape_of(cells)
    key = common(cells, "NumberFormat")
    if key is not None:
        return [[formats.of(key)] * rows] * columns
    result: list[list[Format]] = [[formats.of(0)] * rows for _ in range(columns)]
    address = cells.RangeAddress
    uniform = cells.getUniqueCellFormatRanges()
    for number in range(uniform.Count):
        areas = uniform.getByIndex(number)
        found = formats.of(areas.NumberFormat)
        if found.kind == "general":
            continue
        for part in areas.RangeAddresses:
            top, bottom = part.StartRow - address.StartRow, part.EndRow - address.StartRow + 1
            for column in range(part.StartColumn - address.StartColumn, part.EndColumn - address.StartColumn + 1):
                result[column][top:bottom] = [found] * (bottom - top)

    return result


def read(cells: Any, formats: Formats, *, errors: bool) -> list[list[Any]]:
    """The values of a UNO range: None, text, float, bool, ``datetime``, :class:`CellError`.

    Args:
        cells: the range.
        formats: the document's.
        errors: whether the errors' names are wanted; else an error is None, which saves a call per error.
    """
    rows = [[None if cell == "" else cell for cell in row] for row in cells.getDataArray()]
    if any(isinstance(cell, float) for row in rows for cell in row):
        _type_numbers(cells, formats, rows)
    if errors:
        for row, column in _positions(cells.queryFormulaCells(_ERRORS), cells):
            rows[row][column] = CellError(_ERROR_NAMES.get(cells.getCellByPosition(column, row).getError(), "#VALUE!"))

    return rows


def _type_numbers(cells: Any, formats: Formats, rows: list[list[Any]]) -> None:
    """Turn numbers into dates and truth values where the cell's format says so."""
    make: dict[str, Callable[[float], Any]] = {"date": moment, "logical": bool}
    unsaid = False
    for column, kinds in enumerate(formats_of(cells, formats)):
        for row, found in enumerate(kinds):
            cell = rows[row][column]
            if isinstance(cell, float):
                if found.kind in make:
                    rows[row][column] = make[found.kind](cell)
                unsaid = unsaid or found.kind == "general"
    if unsaid:
        _type_formulas(cells, formats, rows, make)


def _type_formulas(
    cells: Any, formats: Formats, rows: list[list[Any]], make: dict[str, Callable[[float], Any]]
) -> None:
    """A formula without a format has its result's: ``=TODAY()`` is a date. One cell of each shape of formula is asked."""
    known: dict[tuple[int, str], str] = {}
    positions = list(_positions(cells.queryFormulaCells(_VALUES), cells))
    texts = cells.getFormulaArray() if positions else ()
    for row, column in positions:
        cell = rows[row][column]
        if isinstance(cell, float):
            shape = column, _DIGITS.sub("0", texts[row][column])
            if shape not in known:
                known[shape] = formats.of(cells.getCellByPosition(column, row).NumberFormat).kind
            rows[row][column] = make.get(known[shape], float)(cell)


def _positions(found: Any, cells: Any) -> Iterable[tuple[int, int]]:
    """Positions within a range of the cells that a query found."""
    address = cells.RangeAddress
    for part in found.RangeAddresses:
        for row in range(part.StartRow, part.EndRow + 1):
            for column in range(part.StartColumn, part.EndColumn + 1):
                yield row - address.StartRow, column - address.StartColumn


def write(document: Any, cells: Any, formats: Formats, data: Sequence[Sequence[Any]], table: str = "") -> None:
    """Put values into a UNO range of the same shape, as Excel would.

    Args:
        document: the range's document.
        cells: the range.
        formats: the document's.
        data: rows of values.
        table: the table in which the range lies, for formulas with ``[@Column]``.

    Raises:
        ValueError: another shape than the range's, or a value that Excel refuses; nothing was written then.
    """
    rows, columns = shape_of(cells)
    if len(data) != rows or any(len(row) != columns for row in data):
        raise ValueError(f"The values must be {rows} rows of {columns}.")
    before = formats_of(cells, formats)
    block = [
        [content(value, text_cell=before[column][row].kind == "text") for column, value in enumerate(line)]
        for row, line in enumerate(data)
    ]
    formulas = [
        (row, column) for row, line in enumerate(block) for column, cell in enumerate(line) if cell.type == "formula"
    ]
    for row, column in formulas:
        check_formula(str(block[row][column].value))
    native = {(row, column): to_native(str(block[row][column].value), table) for row, column in formulas}
    put(
        cells,
        "setDataArray",
        tuple(tuple("" if cell.type == "formula" else cell.value for cell in line) for line in block),
    )
    for part in rectangles(formulas):
        lines = tuple(
            tuple(native[part.row + down, part.column + right] for right in range(part.columns))
            for down in range(part.rows)
        )
        put(cells.getCellRangeByPosition(part.column, part.row, part.right, part.bottom), "setFormulaArray", lines)
    for code, positions in _new_formats(block, before).items():
        set_format(document, cells, rectangles(positions), formats.key(code))


def put(cells: Any, method: str, block: Any) -> None:
    """Hand a block to a UNO range; LibreOffice itself only says that it did not work.

    Raises:
        OfficeError: the sheet is protected, or part of the range belongs to an array formula or a pivot table.
    """
    try:
        at_border(getattr(cells, method))(block)
    except OfficeError as error:
        reason = "it is protected" if cells.Spreadsheet.isProtected() else "part of the range cannot be changed"
        raise OfficeError(f"The sheet {cells.Spreadsheet.Name!r} was not written: {reason}.") from error


def _new_formats(block: list[list[Content]], before: list[list[Format]]) -> dict[str, list[tuple[int, int]]]:
    """Cells whose format has to be set with their value: a date in a cell without format; truth values, and cells that held one.

    LibreOffice itself formats a cell as text when its text looks like a number; Excel does not.
    """
    changes: dict[str, list[tuple[int, int]]] = {}
    for row, line in enumerate(block):
        for column, cell in enumerate(line):
            code, kind = before[column][row]
            if cell.type == "date" and kind in {"general", "logical"}:
                code = DATE if float(cell.value).is_integer() else MOMENT
            elif cell.type == "logical" and kind != "logical":
                code = BOOLEAN
            elif kind == "logical" and cell.type not in {"logical", "empty"}:
                code = GENERAL
            elif cell.type != "text" or kind == "text" or not _DIGITS.search(str(cell.value)):
                continue
            changes.setdefault(code, []).append((row, column))

    return changes


def set_format(document: Any, cells: Any, parts: Iterable[Area], key: int) -> None:
    """Give a number format to parts of a range (positions 0-based within it), in one go."""
    address = cells.RangeAddress
    areas = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    areas.addRangeAddresses(
        tuple(
            range_address(
                address.Sheet,
                address.StartRow + part.row,
                address.StartColumn + part.column,
                address.StartRow + part.bottom,
                address.StartColumn + part.right,
            )
            for part in parts
        ),
        False,
    )
    areas.NumberFormat = key


def rectangles(positions: Iterable[tuple[int, int]]) -> list[Area]:
    """Cells (row, column) as few rectangles: runs down each column, equal neighbours joined.

    >>> rectangles([(0, 0), (1, 0), (0, 1), (1, 1), (3, 1)])
    [Area(row=0, column=0, rows=2, columns=2), Area(row=3, column=1, rows=1, columns=1)]
    """
    runs: list[Area] = []
    for row, column in sorted(positions, key=lambda position: (position[1], position[0])):
        last = runs[-1] if runs else None
        if last and last.column == column and last.row + last.rows == row:
            runs[-1] = last._replace(rows=last.rows + 1)
        else:
            runs.append(Area(row, column, 1, 1))
    joined: list[Area] = []
    open_at: dict[tuple[int, int, int], int] = {}
    for run in runs:
        at = open_at.pop((run.row, run.rows, run.column), None)
        if at is None:
            at = len(joined)
            joined.append(run)
        else:
            joined[at] = joined[at]._replace(columns=joined[at].columns + 1)
        open_at[run.row, run.rows, run.column + 1] = at

    return joined
