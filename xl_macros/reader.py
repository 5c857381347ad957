"""Fast reading of workbooks (python-calamine): tables with the addresses of their cells, or raw cells of any file."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

from objectivity_core.tables.grid import Grid, is_blank
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from pathlib import Path

    from python_calamine import CalamineWorkbook

    from objectivity_core.tables import Table

_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
        raise ObjectivityError(
            f"Файл «{path.name}» повреждён или это не книга Excel. Откройте его в Excel и сохраните заново, или возьмите резервную копию."
        ) from error


def read_sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Raw cells of every sheet by title, each from A1.

    Raises:
        ObjectivityError: see :func:`open_workbook`.
    """
    workbook = open_workbook(path, tables=False)

    return {title: workbook.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in workbook.sheet_names}


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
            self._cells[title] = self._workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)

        return self._cells[title]

    def grid(self, table: Table) -> Grid:
        """The cells of a table and the contiguous filled rows right under it.

        Raises:
            ObjectivityError: the workbook has no such table.
        """
        if not self.has(table):
            raise ObjectivityError(
                f"В книге «{self.path.name}» не найдена таблица «{table.excel}» (лист «{table.sheet}»). Её удалили или переименовали: верните лист из резервной копии или создайте новую книгу."
            )
        found = self._workbook.get_table_by_name(table.excel)
        (top, left), (bottom, _) = found.start or (0, 0), found.end or (0, 0)
        cells = self._sheet(found.sheet)
        width = len(found.columns)
        rows = [_slice(row, left, width) for row in cells[top : bottom + 1]]
        for row in cells[bottom + 1 :]:
            below = _slice(row, left, width)
            if all(is_blank(cell) for cell in below):
                break
            rows.append(below)

        return Grid(found.sheet, top, left + 1, list(found.columns), rows)


def _slice(row: list[Any], left: int, width: int) -> list[Any]:
    part = row[left : left + width]

    return [None if cell == "" else cell for cell in part] + [None] * (width - len(part))
