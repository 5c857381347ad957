"""Fast reading of workbooks (python-calamine): tables with the addresses of their cells, or raw cells of any file."""

from __future__ import annotations

import contextlib
import functools
import html
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Grid, cell_position, split_at_gap, with_beside
from xl_macros.book.extent import ensure_near, ensure_readable
from xl_macros.book.package_parts import related, sheet_titles
from xl_macros.disk.foreign import regular_bytes
from xl_macros.errors import ObjectivityError, no_table, no_tables, totals_row

if TYPE_CHECKING:
    from pathlib import Path

    from python_calamine import CalamineWorkbook

    from objectivity_core.tables import Table

_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLE = re.compile(r"<(?:\w+:)?table ([^>]*)>")
_COLUMN = re.compile(r'<(?:\w+:)?tableColumn [^>]*?\bname="([^"]*)"')
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


class _Place(NamedTuple):
    """Where a table lies: its sheet, the 1-based row and column of its first heading, its rows, whether the last is of totals."""

    sheet: str
    top: int
    left: int
    rows: int
    headings: list[str]
    totals: bool


def open_workbook(path: Path, *, ours: bool = False) -> CalamineWorkbook:
    """Open a workbook for reading.

    Args:
        path: the file.
        ours: it must be of the kind that books of the product are; of other kinds nobody knows beforehand what memory they take.

    Raises:
        ObjectivityError: it is missing, a folder, encrypted, damaged, locked against reading or no workbook; it would fill the memory.
    """
    import python_calamine as calamine

    if not path.exists():
        raise ObjectivityError(f"Файл не найден: «{path}». Проверьте имя и папку.")
    if path.is_dir():
        raise ObjectivityError(f"«{path}» — папка, а нужна книга Excel. Укажите файл .xlsm или .xlsx.")
    try:
        data = regular_bytes(path)
        if data.startswith(_ENCRYPTED) and path.suffix.lower() in {".xlsx", ".xlsm"}:
            raise ObjectivityError(
                f"Файл «{path.name}» защищён паролем. Ключ кодов так и хранят: пароль с него не снимайте. Книгу откройте в Excel и сохраните без пароля."
            )
        if ours:
            _ensure_kind(path, data)
        ensure_readable(path.name, data)
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PermissionError:
        raise ObjectivityError(
            f"Нет доступа к файлу «{path.name}». Закройте его в других программах или проверьте права на папку."
        ) from None
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged(path) from error


def _ensure_kind(path: Path, data: bytes) -> None:
    """Refuse what is no .xlsx or .xlsm inside.

    Raises:
        ObjectivityError: it is of another kind, or damaged.
    """
    names: set[str] = set()
    with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
    if "content.xml" in names:
        raise ObjectivityError(
            f"«{path.name}» — таблица OpenDocument (.ods), а нужна книга Excel. Откройте её в LibreOffice и сохраните как «Excel 2007–365 (с макросами) (.xlsm)»; лучше возьмите книгу .xlsm, из которой она сделана: в .ods нет кнопок."
        )
    if "xl/workbook.bin" in names or not data.startswith(b"PK"):
        if path.suffix.lower() in {".xlsx", ".xlsm"}:
            raise _damaged(path)
        raise ObjectivityError(
            f"«{path.name}» — не книга .xlsm: в этом формате нет её таблиц и кнопок. Откройте файл и сохраните как «Книга Excel с поддержкой макросов (.xlsm)» или возьмите исходную книгу."
        )


def _damaged(path: Path) -> ObjectivityError:
    return ObjectivityError(
        f"Файл «{path.name}» повреждён или это не книга Excel. Откройте его в Excel и сохраните заново, или возьмите резервную копию."
    )


def _cells(workbook: CalamineWorkbook, title: str, path: Path) -> list[list[Any]]:
    """The cells of a sheet from A1; calamine unpacks a sheet only now, so damage inside shows here."""
    import python_calamine as calamine

    try:
        sheet = workbook.get_sheet_by_name(title)
    except calamine.CalamineError as error:
        raise _damaged(path) from error
    ensure_near(path.name, sheet)

    return sheet.to_python(skip_empty_area=False)


def read_sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Raw cells of every sheet by title, each from A1.

    Raises:
        ObjectivityError: see :func:`open_workbook`.
    """
    workbook = open_workbook(path)

    return {title: _cells(workbook, title, path) for title in workbook.sheet_names}


class TableReader:
    """The tables of one workbook, each read in one block when it is first asked for."""

    def __init__(self, path: Path) -> None:
        """Open the workbook.

        Raises:
            ObjectivityError: see :func:`open_workbook`.
        """
        self.path = path
        self._workbook = open_workbook(path, ours=True)
        self._cells: dict[str, list[list[Any]]] = {}

    def has(self, table: Table) -> bool:
        """Whether the workbook has the table."""
        return table.excel in self._places

    def without_tables(self) -> ObjectivityError:
        """What to say where none of the product's tables is there."""
        ours = {table.sheet for table in TABLES.values()}

        return no_tables(self.path.name, ours=len(ours.intersection(self._workbook.sheet_names)) * 2 > len(ours))

    def _sheet(self, title: str) -> list[list[Any]]:
        if title not in self._cells:
            self._cells[title] = _cells(self._workbook, title, self.path)

        return self._cells[title]

    @functools.cached_property
    def _places(self) -> dict[str, _Place]:
        """Where each table lies, by its name in Excel; asked of calamine, every table would read its whole sheet again."""
        try:
            with zipfile.ZipFile(self.path) as package:
                names = frozenset(package.namelist())
                return {
                    name: place
                    for sheet, title in sheet_titles(package).items()
                    for part in related(package, names, sheet, "table").values()
                    for name, place in [_place(title, package.read(part).decode("utf-8"))]
                }
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError) as error:
            raise _damaged(self.path) from error

    def grid(self, table: Table) -> Grid:
        """The cells of a table and the contiguous filled rows right under it.

        Raises:
            ObjectivityError: the workbook has no such table.
        """
        if not self.has(table):
            raise no_table(table, self.path.name) if self._places else self.without_tables()
        place = self._places[table.excel]
        if place.totals:
            raise totals_row(table)
        width = len(place.headings)
        cells = [_slice(row, place.left - 1, width) for row in self._sheet(place.sheet)[place.top :]]
        rows, below = split_at_gap(cells, place.rows)
        grid = Grid(place.sheet, place.top, place.left, list(place.headings), rows, below)
        if not table.pasted:
            return grid
        right = place.left - 1 + width
        beside = self._sheet(place.sheet)[place.top : place.top + len(rows)]

        return with_beside(grid, [_slice(row, right, len(row) - right) for row in beside])


def _place(sheet: str, part: str) -> tuple[str, _Place]:
    """The name and the place of a table from its part of the package."""
    attributes = dict(_ATTRIBUTE.findall(_TABLE.findall(part)[0]))
    (top, left), (bottom, _) = (cell_position(corner) for corner in attributes["ref"].split(":"))
    headings = [html.unescape(name) for name in _COLUMN.findall(part)]
    totals = int(attributes.get("totalsRowCount", "0"))

    return html.unescape(attributes["displayName"]), _Place(sheet, top, left, bottom - top, headings, totals > 0)


def _slice(row: list[Any], left: int, width: int) -> list[Any]:
    part = row[left : left + width]

    return [None if cell == "" else cell for cell in part] + [None] * (width - len(part))
