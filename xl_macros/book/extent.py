"""How far the cells of a workbook reach, looked up in its XML: a reader makes room for a whole rectangle, be there one value in it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

from objectivity_core.tables.grid import cell_position, column_letter
from xl_macros.book.package_parts import sheet_titles
from xl_macros.disk.foreign import unpacked
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MOST_CELLS: Final = 3_000_000
"""Cells of all sheets from A1 to the last filled row and column: 100,000 rows of 30 columns."""
_PROPORTION: Final = 64
"""Rows of a sheet to its columns."""
_VALUES: Final = frozenset({"v", "is"})


class _Extent:
    """The last row and column in which a value stands, and where; found as calamine finds them."""

    def __init__(self, sheet: bytes) -> None:
        self.rows = self.columns = 0
        self.lowest = self.rightmost = ""
        self._row = self._column = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.Parse(sheet, True)

    @property
    def farthest(self) -> str:
        """The cell that is the farthest from A1, as far as a sheet is high and wide."""
        return self.lowest if self.rows > self.columns * _PROPORTION else self.rightmost

    def _element(self, name: str, attributes: dict[str, Any]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            if "r" in attributes:
                self._row, self._column = cell_position(attributes["r"].replace("$", ""))
            else:
                self._column += 1
        elif tag == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif tag in _VALUES:
            if self._row > self.rows:
                self.rows, self.lowest = self._row, f"{column_letter(self._column)}{self._row}"
            if self._column > self.columns:
                self.columns, self.rightmost = self._column, f"{column_letter(self._column)}{self._row}"


def ensure_readable(name: str, data: bytes) -> None:
    """Refuse a workbook that would fill the memory: one that swells, one with a value far away from all others.

    Args:
        name: how the file is called.
        data: its bytes; of other kinds than .xlsx and .xlsm only the sizes are known here.

    Raises:
        ObjectivityError: it would; the sheet and the cell are named.
        zipfile.BadZipFile: it is damaged.
    """
    cells = 0
    for part, content in unpacked(name, data) if data.startswith(b"PK") else ():
        if b"sheetData" not in content:
            continue
        try:
            extent = _Extent(content)
        except (expat.ExpatError, ValueError) as error:
            raise zipfile.BadZipFile(f"{part}: {error}") from error
        cells += extent.rows * extent.columns
        if cells > MOST_CELLS:
            raise too_far(name, _title(data, part), extent.farthest)


def ensure_near(name: str, sheet: CalamineSheet) -> None:
    """The same for a sheet that was opened, of any kind: what its rows from A1 would hold.

    Raises:
        ObjectivityError: it reaches too far.
    """
    if sheet.end and (sheet.end[0] + 1) * (sheet.end[1] + 1) > MOST_CELLS:
        raise too_far(name, sheet.name, f"{column_letter(sheet.end[1] + 1)}{sheet.end[0] + 1}")


def too_far(name: str, sheet: str, cell: str) -> ObjectivityError:
    """What to say of a sheet that reaches too far, with its last cell."""
    return ObjectivityError(
        f"Файл «{name}»: на листе «{sheet}» заполнена ячейка {cell} — это далеко за таблицей, столько пустых ячеек не прочитать. Удалите лишние строки и столбцы (Ctrl+End покажет последнюю ячейку), сохраните и повторите."
    )


def _title(data: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        try:
            return sheet_titles(package).get(part, part)
        except (KeyError, ValueError):
            return part
