"""A second engine of formulas beside LibreOffice: values of a workbook as a file stores them, and as the engine computes them anew."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

import betteroffice_xlsx

from tests.xl_macros.structure.package import Package
from tests.xl_macros.structure.sheets import Sheet

if TYPE_CHECKING:
    import datetime as dt

    from tests.xl_macros.structure.sheets import Cell

    Value = float | str
    Values = dict[tuple[str, int, int], Value]

DAY_ZERO: Final = 693594
"""The ordinal of 30 December 1899, from which a sheet counts its days."""
_STORED: Final = re.compile(rb"(</f>)<v(?:>[^<]*</v>| ?/>)")
_TEXT: Final = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="(?:str|b|e)"(><f>)')


def stored(data: bytes, where: Values | None = None) -> Values:
    """Values behind formulas by sheet, row, column; a blank is an empty text, true is 1.

    Args:
        data: the workbook.
        where: read these cells, whatever stands in them, and not those with a formula.
    """
    package = Package(data)
    found: Values = {}
    for entry, part in package.sheets:
        title = entry.get("name", "")
        for (row, column), cell in Sheet(package, title, part).cells.items():
            key = (title, row, column)
            if cell.formula is not None if where is None else key in where:
                found[key] = _value(cell)

    for key in where or ():
        found.setdefault(key, "")

    return found


def computed(data: bytes, today: dt.date) -> Values:
    """The same cells as the engine computes them, with nothing in the file to copy from."""
    engine = betteroffice_xlsx.Workbook.open_recalculated(
        _emptied(data), now_serial=float(today.toordinal() - DAY_ZERO)
    )
    found: Values = {}
    for title, row, column in stored(data):
        value = engine.value(title, f"{_letters(column)}{row}")
        found[title, row, column] = (
            "" if value is None else float(value) if isinstance(value, (bool, int, float)) else str(value)
        )

    return found


def differences(one: Values, other: Values) -> dict[tuple[str, int, int], tuple[Value | None, Value | None]]:
    """Cells that differ; numbers within a millionth are equal."""
    return {
        key: (one.get(key), other.get(key)) for key in one | other if _rounded(one.get(key)) != _rounded(other.get(key))
    }


def _rounded(value: Value | None) -> Value | None:
    return round(value, 6) + 0.0 if isinstance(value, float) else value


def _value(cell: Cell) -> Value:
    if cell.value is None:
        return ""

    return float(cell.value) if cell.kind in {"n", "b"} else cell.value


def _emptied(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = _TEXT.sub(rb"\1\2", _STORED.sub(rb"\1<v>777777</v>", part))
            target.writestr(name, part)

    return out.getvalue()


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text

    return text
