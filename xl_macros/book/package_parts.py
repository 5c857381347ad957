"""The parts inside a saved workbook: values behind formulas, and what openpyxl would lose."""

from __future__ import annotations

import datetime as dt
import functools
import html
import io
import posixpath
import re
import zipfile
from importlib import util
from typing import TYPE_CHECKING, Any

from objectivity_core.tables.day_numbers import EPOCH, day_number
from objectivity_core.tables.grid import NOT_IN_XML
from xl_macros.book import package_tidy as tidy
from xl_macros.book.package_tidy import SharedStrings, leave_automatic, rows_set_by_hand

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

_FORMULA_CELL = re.compile(r'<c r="([A-Z]+\d+)"((?: [a-z]+="[^"]*")*)><f([^>]*)>([^<]*)</f><v ?/?>(?:</v>)?</c>')
_TYPE = re.compile(r' t="[^"]*"')
_SHEET = re.compile(r'<(?:\w+:)?sheet [^>]*?name="([^"]*)"[^>]*?\w+:id="([^"]*)"')
_FROM_1904 = re.compile(rb'date1904="(?:1|true)"')
_RELATION = re.compile(r"<(?:\w+:)?Relationship [^>]*>")
_EPOCHS = {False: EPOCH, True: dt.datetime(1904, 1, 1)}  # noqa: DTZ001 - cells know no time zones
"""Day 0 of a workbook, by whether it counts from 1904, as books from old Macs do."""

_LOST_PARTS = {
    "xl/slicers/": "срезы",
    "xl/timelines/": "временные шкалы",
    "xl/embeddings/": "вложенные объекты",
    "xl/ctrlProps/": "элементы управления",
    "xl/diagrams/": "схемы SmartArt",
    "xl/threadedComments/": "цепочки примечаний",
    "xl/charts/chartEx": "диаграммы новых видов",
}
_LOST_MARKS = {
    b"sparklineGroup": "спарклайны",
    b"x14:conditionalFormatting ": "новые виды условного формата",
    b"x14:dataValidation ": "проверка ввода по другому листу",
    b"<xdr:sp ": "фигуры и надписи",
    b"<xdr:sp>": "фигуры и надписи",
    b"<xdr:grpSp>": "сгруппированные фигуры",
    b"<xdr:cxnSp": "соединительные линии",
}


def lost_parts(workbook: bytes) -> list[str]:
    """What openpyxl would not keep of a workbook, in Russian words; empty for the product's own."""
    lost = []
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        names = package.namelist()
        lost += [word for part, word in _LOST_PARTS.items() if any(name.startswith(part) for name in names)]
        marked = [name for name in names if name.startswith(("xl/worksheets/sheet", "xl/drawings/drawing"))]
        contents = [package.read(name) for name in marked]
        lost += [word for mark, word in _LOST_MARKS.items() if any(mark in content for content in contents)]
    if any(name.startswith("xl/media/") for name in names) and not util.find_spec("PIL"):
        lost.append("рисунки")  # openpyxl keeps them where Pillow is installed

    return list(dict.fromkeys(lost))


def store_values(
    workbook: bytes,
    before: bytes,
    by_cell: Mapping[tuple[str, str], Any],
    by_text: Mapping[str, Any],
    known: Callable[[str, str], Any],
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """Store the value of each formula behind it, where Excel would have cached it.

    Previews, Protected View and calamine show these values; Excel computes them anew when the book is opened for editing.

    Args:
        workbook: as openpyxl saved it: formulas without values, every row height marked as set by hand.
        before: as it was before: where heights were really set by hand.
        by_cell: values by (sheet title, cell).
        by_text: values by the formula's text, with the equals sign.
        known: the value that stood in a cell (sheet title, cell) before, for all other formulas.
        parts: contents of parts that replace what openpyxl wrote, by name.
    """
    with zipfile.ZipFile(io.BytesIO(before)) as package:
        by_hand = {
            title: rows_set_by_hand(package.read(part).decode("utf-8")) for part, title in sheet_titles(package).items()
        }
    out = io.BytesIO()
    strings = SharedStrings()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        titles = sheet_titles(source)
        epoch = _EPOCHS[bool(_FROM_1904.search(source.read("xl/workbook.xml")))]
        for entry in source.infolist():
            data = (parts or {}).get(entry.filename) or source.read(entry.filename)
            if entry.filename in titles:
                title = titles[entry.filename]
                sheet = leave_automatic(data.decode("utf-8"), kept=by_hand.get(title, frozenset()))
                sheet = _FORMULA_CELL.sub(functools.partial(_filled, title, by_cell, by_text, known, epoch), sheet)
                data = strings.share(sheet).encode("utf-8")
            elif change := _TIDIED.get(entry.filename):
                data = change(data.decode("utf-8")).encode("utf-8")
            target.writestr(entry, data)
        target.writestr(tidy.PART, strings.part())

    return out.getvalue()


_TIDIED = {
    "[Content_Types].xml": tidy.with_shared_strings,
    "xl/_rels/workbook.xml.rels": tidy.with_relation,
    "xl/styles.xml": tidy.in_schema_order,
}


def _filled(
    title: str,
    by_cell: Mapping[tuple[str, str], Any],
    by_text: Mapping[str, Any],
    known: Callable[[str, str], Any],
    epoch: dt.datetime,
    found: re.Match[str],
) -> str:
    """A formula's cell with its value: ours by cell or by the formula's text, else the one that stood there."""
    cell, attributes, kind, text = found.groups()
    if (title, cell) in by_cell:  # most of them; unescaping every long formula would take longer than all the rest
        value = by_cell[title, cell]
    elif (formula := "=" + html.unescape(text)) in by_text:
        value = by_text[formula]
    else:
        value = known(title, cell)

    return _cell(cell, _TYPE.sub("", attributes), kind, text, value, epoch)


def _cell(cell: str, attributes: str, kind: str, formula: str, value: Any, epoch: dt.datetime) -> str:
    text = f"<f{kind}>{formula}</f>"
    if value is None or value == "":
        return f'<c r="{cell}"{attributes} t="str">{text}<v></v></c>'
    if isinstance(value, bool):
        return f'<c r="{cell}"{attributes} t="b">{text}<v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{cell}"{attributes}>{text}<v>{value!r}</v></c>'
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return f'<c r="{cell}"{attributes}>{text}<v>{_number(value, epoch)}</v></c>'

    return f'<c r="{cell}"{attributes} t="str">{text}<v>{_escaped(str(value))}</v></c>'


def _number(value: dt.date | dt.time | dt.timedelta, epoch: dt.datetime) -> str:
    """Days since the epoch of the workbook, the time of day and durations as fractions of a day."""
    if isinstance(value, dt.timedelta):
        days = value / dt.timedelta(days=1)
    else:
        days = day_number(dt.datetime.combine(epoch, value) if isinstance(value, dt.time) else value, epoch)

    return f"{days:.15g}"


def _escaped(text: str) -> str:
    """A text as XML; what XML cannot hold is written as workbooks do."""
    return NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", html.escape(text, quote=False))


def sheet_titles(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet titles by part name."""
    targets = {}
    for relation in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels").decode("utf-8")):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', relation))
        targets[attributes["Id"]] = attributes["Target"].lstrip("/")
    sheets = _SHEET.findall(package.read("xl/workbook.xml").decode("utf-8"))

    return {
        target if (target := targets[link]).startswith("xl/") else f"xl/{target}": html.unescape(title)
        for title, link in sheets
    }


def related(package: zipfile.ZipFile, names: Container[str], part: str, kind: str) -> dict[str, str]:
    """Parts to which a part is related in some way, by the relation's id."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    found = {}
    for relation in _RELATION.findall(package.read(relations).decode("utf-8")) if relations in names else ():
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', relation))
        if attributes["Type"].endswith(f"/{kind}"):
            found[attributes["Id"]] = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")

    return found
