"""Sheets of the key that are not the product's: read and written again, so that nothing people keep there is lost."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter import Workbook


@dataclasses.dataclass(frozen=True)
class KeptCell:
    """A cell: its value (of a formula, the last one), its formula, its number format, whether it is bold."""

    row: int
    column: int
    value: Any
    formula: str
    number_format: str
    bold: bool


@dataclasses.dataclass(frozen=True)
class KeptSheet:
    """A sheet: its title, its cells that are not empty, whether it is hidden."""

    title: str
    cells: tuple[KeptCell, ...]
    hidden: bool


def read_kept(plain: bytes, titles: list[str]) -> tuple[KeptSheet, ...]:
    """Read further sheets of a workbook in memory; openpyxl writes no temporary files when it only reads.

    Args:
        plain: the workbook.
        titles: its sheets to read; sheets without cells (charts) are left out.
    """
    if not titles:
        return ()
    with _opened(plain, values=False) as formulas, _opened(plain, values=True) as values:
        sheets = {sheet.title: sheet for sheet in formulas.worksheets}
        return tuple(_read(sheets[title], values[title]) for title in titles if title in sheets)


@contextlib.contextmanager
def _opened(plain: bytes, *, values: bool) -> Iterator[Any]:
    import openpyxl

    workbook = openpyxl.load_workbook(
        io.BytesIO(plain), read_only=True, data_only=values
    )  # so it parses only the sheets asked for
    try:
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # rows are padded to the width that the file declares
        yield workbook
    finally:
        workbook.close()


def _read(sheet: Any, values: Any) -> KeptSheet:
    last = {(cell.row, cell.column): cell.value for row in values.iter_rows() for cell in row if cell.value is not None}
    cells = tuple(
        KeptCell(
            cell.row - 1,
            cell.column - 1,
            last.get((cell.row, cell.column)),
            str(cell.value) if cell.data_type == "f" else "",
            cell.number_format,
            bool(cell.font.b),
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )

    return KeptSheet(sheet.title, cells, sheet.sheet_state != "visible")


def write_kept(workbook: Workbook, kept: KeptSheet) -> None:
    """Write a sheet that was read before; columns as wide as their texts."""
    sheet = workbook.add_worksheet(kept.title)
    formats: dict[tuple[str, bool], Any] = {}
    widths: dict[int, int] = {}
    for cell in kept.cells:
        look = cell.number_format, cell.bold
        if look not in formats:
            formats[look] = workbook.add_format({"num_format": cell.number_format, "bold": cell.bold})
        _write_cell(sheet, cell, formats[look])
        widths[cell.column] = max(widths.get(cell.column, 10), min(60, len(str(cell.value)) + 2))
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    if kept.hidden:
        sheet.hide()


def _write_cell(sheet: Any, cell: KeptCell, look: Any) -> None:
    if cell.formula:
        sheet.write_formula(cell.row, cell.column, cell.formula, look, "" if cell.value is None else cell.value)
    elif isinstance(cell.value, dt.datetime | dt.date | dt.time | dt.timedelta):
        sheet.write_datetime(cell.row, cell.column, cell.value, look)
    elif isinstance(cell.value, str):
        sheet.write_string(cell.row, cell.column, cell.value, look)
    else:
        sheet.write(cell.row, cell.column, cell.value, look)
