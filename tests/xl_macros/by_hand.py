"""What people type into a book between two actions, written straight into its sheet: openpyxl would load and save all 25."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FIRST = dt.date(1899, 12, 30)


def type_into(book: Path, sheet: str, cells: Mapping[str, Any]) -> None:
    """Type values into cells of a sheet, by address; None empties a cell. Formats and everything else stay as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        part = _part(source, sheet)
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == part:
                text = data.decode("utf-8")
                for address, value in cells.items():
                    text = _typed(text, address, value)
                data = text.encode("utf-8")
            target.writestr(entry.filename, data)
    book.write_bytes(out.getvalue())


def _part(package: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds a sheet."""
    tags = re.findall(r"<sheet [^>]+>", package.read("xl/workbook.xml").decode("utf-8"))
    tag = next(tag for tag in tags if f'name="{html.escape(sheet)}"' in tag)
    link = _attribute("r:id", tag)
    relations = re.findall(r"<Relationship [^>]+>", package.read("xl/_rels/workbook.xml.rels").decode("utf-8"))
    target = next(_attribute("Target", relation) for relation in relations if _attribute("Id", relation) == link)

    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _attribute(name: str, tag: str) -> str:
    return next(iter(re.findall(rf'\s{name}="([^"]*)"', tag)), "")


def _typed(xml: str, address: str, value: Any) -> str:
    """The sheet with one cell typed; a row and a cell that are not there come into being in their order."""
    number = int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    rows = {int(found[2]): found for found in re.finditer(r'(<row r="(\d+)"[^>]*?)(?:/>|>(.*?)</row>)', xml, re.DOTALL)}
    if number not in rows:
        place = next((rows[at].start() for at in sorted(rows) if at > number), xml.index("</sheetData>"))
        return f'{xml[:place]}<row r="{number}">{_cell(address, "", value)}</row>{xml[place:]}'
    row = rows[number]
    cells = [*re.finditer(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>.*?</c>)', row[3] or "", re.DOTALL)]
    column = _order(address)
    before = "".join(cell[0] for cell in cells if _order(cell[1]) < column)
    after = "".join(cell[0] for cell in cells if _order(cell[1]) > column)
    style = next((_attribute("s", cell[2]) for cell in cells if _order(cell[1]) == column), "")

    return f"{xml[: row.start()]}{row[1]}>{before}{_cell(address, style, value)}{after}</row>{xml[row.end() :]}"


def _order(address: str) -> tuple[int, str]:
    letters = address.rstrip("0123456789")

    return len(letters), letters


def _cell(address: str, style: str, value: Any) -> str:
    attributes = f'r="{address}"' + (f' s="{style}"' if style else "")
    match value:
        case None:
            return f"<c {attributes}/>"
        case dt.date():
            return f"<c {attributes}><v>{(value - _FIRST).days}</v></c>"
        case int() | float():
            return f"<c {attributes}><v>{value!r}</v></c>"
        case _:
            return f'<c {attributes} t="inlineStr"><is><t xml:space="preserve">{html.escape(str(value))}</t></is></c>'
