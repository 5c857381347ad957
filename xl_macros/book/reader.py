"""Fast reading of workbooks (python-calamine): tables with the addresses of their cells, or raw cells of any file."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from objectivity_core.tables.grid import Grid, split_at_gap
from xl_macros.errors import ObjectivityError, no_table, totals_row

if TYPE_CHECKING:
    from pathlib import Path

    from python_calamine import CalamineTable, CalamineWorkbook

    from objectivity_core.tables import Table

_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLE_WITH_TOTALS = re.compile(rb'<table (?=[^>]* totalsRowCount="[1-9])[^>]* displayName="([^"]*)"')


def open_workbook(path: Path, *, tables: bool) -> CalamineWorkbook:
    """Open a workbook for reading.

    Raises:
        ObjectivityError: it is missing, a folder, encrypted, damaged, locked against reading or no workbook.
    """
    import python_calamine as calamine

    if not path.exists():
        raise ObjectivityError(f"Файл не найден: «{path}». Проверьте имя и папку.")
    if path.is_dir():
        raise ObjectivityError(f"«{path}» — папка, а нужна книга Excel. Укажите файл .xlsm или .xlsx.")
    try:
        with path.open("rb") as file:
            start = file.read(8)
        if start == _ENCRYPTED and path.suffix.lower() in {".xlsx", ".xlsm"}:
            raise ObjectivityError(f"Файл «{path.name}» защищён паролем. Откройте его в Excel и сохраните без пароля.")
        return calamine.CalamineWorkbook.from_path(str(path), load_tables=tables)
    except PermissionError:
        raise ObjectivityError(
            f"Нет доступа к файлу «{path.name}». Закройте его в других программах или проверьте права на папку."
        ) from None
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> ObjectivityError:
    return ObjectivityError(
        f"Файл «{path.name}» повреждён или это не книга Excel. Откройте его в Excel и сохраните заново, или возьмите резервную копию."
    )


def _cells(workbook: CalamineWorkbook, title: str, path: Path) -> list[list[Any]]:
    """The cells of a sheet from A1; calamine unpacks a sheet only now, so damage inside shows here."""
    import python_calamine as calamine

    try:
        return workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
    except calamine.CalamineError as error:
        raise _damaged(path) from error


def read_sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Raw cells of every sheet by title, each from A1.

    Raises:
        ObjectivityError: see :func:`open_workbook`.
    """
    workbook = open_workbook(path, tables=False)

    return {title: _cells(workbook, title, path) for title in workbook.sheet_names}


class TableReader:
    """The tables of one workbook, each read in one block when it is first asked for."""

    def __init__(self, path: Path) -> None:
        """Open the workbook.

        Raises:
            ObjectivityError: see :func:`open_workbook`.
        """
        self.path = path
        self._workbook = open_workbook(path, tables=True)
        self._cells: dict[str, list[list[Any]]] = {}
        self._totals: frozenset[str] | None = None

    def has(self, table: Table) -> bool:
        """Whether the workbook has the table."""
        return table.excel in (self._workbook.table_names or ())

    def value(self, sheet: str, address: str) -> Any:
        """The value that stands in a cell, e.g. ``("План", "D7")``; None beyond the filled area."""
        letters = address.rstrip("0123456789")
        row, column = int(address[len(letters) :]) - 1, 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        cells = self._sheet(sheet)

        return cells[row][column - 1] if row < len(cells) and column <= len(cells[row]) else None

    def _sheet(self, title: str) -> list[list[Any]]:
        if title not in self._cells:
            self._cells[title] = _cells(self._workbook, title, self.path)

        return self._cells[title]

    def _with_totals(self) -> frozenset[str]:
        """Names of the Excel tables with a totals row; calamine does not tell."""
        if self._totals is None:
            try:
                with zipfile.ZipFile(self.path) as package:
                    parts = [package.read(name) for name in package.namelist() if name.startswith("xl/tables/")]
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                raise _damaged(self.path) from error
            self._totals = frozenset(found[1].decode() for part in parts if (found := _TABLE_WITH_TOTALS.search(part)))

        return self._totals

    def _table(self, name: str) -> CalamineTable:
        import python_calamine as calamine

        try:
            return self._workbook.get_table_by_name(name)
        except calamine.CalamineError as error:
            raise _damaged(self.path) from error

    def grid(self, table: Table) -> Grid:
        """The cells of a table and the contiguous filled rows right under it.

        Raises:
            ObjectivityError: the workbook has no such table.
        """
        if not self.has(table):
            raise no_table(table, self.path.name)
        if table.excel in self._with_totals():
            raise totals_row(table)
        found = self._table(table.excel)
        (top, left), (bottom, _) = found.start or (0, 0), found.end or (0, 0)
        cells = self._sheet(found.sheet)
        width = len(found.columns)
        rows, below = split_at_gap([_slice(row, left, width) for row in cells[top:]], bottom + 1 - top)

        return Grid(found.sheet, top, left + 1, list(found.columns), rows, below)


def _slice(row: list[Any], left: int, width: int) -> list[Any]:
    part = row[left : left + width]

    return [None if cell == "" else cell for cell in part] + [None] * (width - len(part))
