"""What is wrong with a workbook as a whole: sheets, formats, names, tables, code names, ribbon."""

from __future__ import annotations

import collections
import dataclasses
import io
import re
from typing import TYPE_CHECKING, Final

import olefile

from tests.xl_macros.structure.formulas import Formula, FormulaError, Names
from tests.xl_macros.structure.package import MAIN, VBA, Package, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree import ElementTree as ET

_INDEXED: Final = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
_COUNTED: Final = ("fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs", "numFmts")
_NAME: Final = re.compile(r"(?:[^\W\d]|[\\_])[\w.\\?]*")
_LIKE_A_CELL: Final = re.compile(r"(?i)r\d*(c\d*)?|c\d*")
_TITLE: Final = r"(?:'(?:[^']|'')+'|[\w.]+)!"
_PRINT_TITLES: Final = re.compile(
    rf"{_TITLE}(?:\$\d+:\$\d+|\$[A-Z]+:\$[A-Z]+)(?:,{_TITLE}(?:\$\d+:\$\d+|\$[A-Z]+:\$[A-Z]+))?"
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TIPS: Final = {"label": 1024, "screentip": 1024, "supertip": 1024}
_RIBBON: Final = {
    "customUI": set(),
    "ribbon": {"startFromScratch"},
    "tabs": set(),
    "tab": {"id", "label"},
    "group": {"id", "label"},
    "button": {"id", "label", "imageMso", "size", "screentip", "supertip", "onAction"},
}
"""Elements and attributes of the ribbon that the builder uses; a slip of the pen is none of them."""


@dataclasses.dataclass(frozen=True)
class SheetTable:
    """A table as its part describes it."""

    name: str
    sheet: str
    part: str
    root: ET.Element
    area: tuple[int, int, int, int]

    @property
    def columns(self) -> list[ET.Element]:
        return list(self.root.iter(f"{MAIN}tableColumn"))

    @property
    def headings(self) -> list[str]:
        return [column.get("name", "") for column in self.columns]


def tables_of(package: Package) -> list[SheetTable]:
    """Every table with the title of its sheet."""
    return [
        SheetTable(
            root.get("displayName", ""), entry.get("name", ""), part, root, span(root.get("ref", "")) or (0, 0, 0, 0)
        )
        for entry, sheet in package.sheets
        for part in package.of_kind(sheet, "table")
        for root in [package.xml[part]]
    ]


def defined_names(package: Package) -> list[ET.Element]:
    return list(package.xml[package.workbook].iterfind(f"{MAIN}definedNames/{MAIN}definedName"))


def names_of(package: Package, tables: list[SheetTable]) -> Names:
    """What formulas of the workbook may name."""
    return Names(
        frozenset(entry.get("name", "") for entry, _ in package.sheets),
        frozenset(name.get("name", "").lower() for name in defined_names(package)),
        {table.name.lower(): frozenset(heading.lower() for heading in table.headings) for table in tables},
    )


def workbook_faults(package: Package) -> Iterator[str]:
    """Sheets, formats, texts, macros, ribbon."""
    yield from _sheet_list(package)
    yield from _formats(package.xml["xl/styles.xml"])
    yield from _texts(package)
    yield from _code_names(package)
    for part in package.of_kind("", "extensibility"):
        yield from _ribbon(package.xml[part])


def _sheet_list(package: Package) -> Iterator[str]:
    entries = [entry for entry, _ in package.sheets]
    titles = [entry.get("name", "") for entry in entries]
    for title in titles:
        wrong = not title or len(title) > 31 or re.search(r"[\\/?*\[\]:]", title) or title != title.strip("'")
        if wrong or title.lower() == "history":
            yield f"no title for a sheet: {title!r}"
    yield from _twice("sheet", [title.lower() for title in titles])
    yield from _twice("sheetId", [entry.get("sheetId") for entry in entries])
    for view in package.xml[package.workbook].iter(f"{MAIN}workbookView"):
        active = int(view.get("activeTab", "0"))
        if active >= len(entries) or entries[active].get("state", "visible") != "visible":
            yield f"sheet {active} is to be shown first, which is hidden or not there"


def _formats(styles: ET.Element) -> Iterator[str]:
    lists = {name: styles.find(f"{MAIN}{name}") for name in _COUNTED}
    sizes = {name: 0 if found is None else len(found) for name, found in lists.items()}
    for name, found in lists.items():
        if found is not None and found.get("count") not in {None, str(len(found))}:
            yield f"styles: {found.get('count')} {name} are announced, {len(found)} are there"
    numbers = list(lists["numFmts"]) if lists["numFmts"] is not None else []
    own = {int(one.get("numFmtId", "0")) for one in numbers}
    yield from _twice("numFmtId", [one.get("numFmtId") for one in numbers])
    yield from (
        "a number format of more than 255 characters" for one in numbers if len(one.get("formatCode", "")) > 255
    )
    for form in styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        if int(form.get("numFmtId", "0")) >= 164 and int(form.get("numFmtId", "0")) not in own:
            yield f"a format of cells has number format {form.get('numFmtId')}, which is not there"
        for attribute, name in _INDEXED.items():
            if int(form.get(attribute, "0")) >= max(1, sizes[name]):
                yield f"a format of cells has {attribute} {form.get(attribute)}, which is not there"
    yield from _dxf_numbers(styles, {one.get("numFmtId"): one.get("formatCode") for one in numbers})


def _dxf_numbers(styles: ET.Element, own: dict[str | None, str | None]) -> Iterator[str]:
    """One id means one number format, in cells and in the formats of conditions and columns."""
    for one in styles.iterfind(f"{MAIN}dxfs/{MAIN}dxf/{MAIN}numFmt"):
        if own.get(one.get("numFmtId"), one.get("formatCode")) != one.get("formatCode"):
            yield f"number format {one.get('numFmtId')} is {own[one.get('numFmtId')]!r} and {one.get('formatCode')!r}"


def _texts(package: Package) -> Iterator[str]:
    root = package.xml.get("xl/sharedStrings.xml")
    if root is not None and root.get("uniqueCount") not in {None, str(len(root))}:
        yield f"{root.get('uniqueCount')} texts are announced, {len(root)} are there"
    yield from (f"a text of {len(text)} characters" for text in package.strings if len(text) > 32767)
    yield from (f"a control character in {text[:40]!r}" for text in package.strings if _CONTROL.search(text))


def _code_names(package: Package) -> Iterator[str]:
    if VBA not in package.parts:
        return
    holders = [package.xml[package.workbook].find(f"{MAIN}workbookPr")]
    holders += [package.xml[part].find(f"{MAIN}sheetPr") for _, part in package.sheets]
    names = ["" if holder is None else holder.get("codeName", "") for holder in holders]
    yield from _twice("code name", names)
    if not olefile.isOleFile(data=package.parts[VBA]):
        yield f"{VBA} holds no macros"
        return
    with olefile.OleFileIO(io.BytesIO(package.parts[VBA])) as project:
        text = project.openstream("PROJECT").read().decode("cp1251")
    documents = set(re.findall(r"^Document=(\w+)/", text, re.MULTILINE))
    if set(names) != documents:
        yield f"code names and modules of documents differ: {sorted(set(names) ^ documents)}"


def _ribbon(root: ET.Element) -> Iterator[str]:
    yield from _twice("id of the ribbon", [one.get("id") for one in root.iter() if one.get("id")])
    for one in root.iter():
        tag = one.tag.rpartition("}")[2]
        for attribute in set(one.keys()) - _RIBBON.get(tag, set()):
            yield f"ribbon: {tag} has {attribute}"
        yield from (
            f"ribbon: a {name} of more than {most}" for name, most in _TIPS.items() if len(one.get(name, "")) > most
        )


def name_faults(package: Package, names: Names, tables: list[SheetTable]) -> Iterator[str]:
    """Names of the workbook and what they stand for."""
    entries = defined_names(package)
    yield from _twice("name", [f"{one.get('name', '').lower()} {one.get('localSheetId', '')}" for one in entries])
    for one in entries:
        name, text = one.get("name", ""), one.text or ""
        if int(one.get("localSheetId", "0")) >= len(package.sheets):
            yield f"the name {name} belongs to a sheet that is not there"
        if name == "_xlnm.Print_Titles" and not _PRINT_TITLES.fullmatch(text):
            yield f"rows to repeat: {text}"
        if name.startswith("_xlnm."):
            continue
        if bad_name(name) or name.lower() in {table.name.lower() for table in tables}:
            yield f"no name: {name}"
        yield from formula_faults(text, f"name {name}", names)


def table_faults(package: Package, tables: list[SheetTable]) -> Iterator[str]:
    """What the parts of tables say of themselves; their cells are looked at with the sheet."""
    yield from _twice("table", [table.name.lower() for table in tables])
    yield from _twice("id of a table", [table.root.get("id") for table in tables])
    formats = package.xml["xl/styles.xml"].find(f"{MAIN}dxfs")
    there = 0 if formats is None else len(formats)
    for table in tables:
        yield from (f"{table.name}: {fault}" for fault in _one_table(table, there))


def _one_table(table: SheetTable, formats: int) -> Iterator[str]:
    first, left, last, right = table.area
    if bad_name(table.name):
        yield "no name for a table"
    yield from _twice("column", [heading.lower() for heading in table.headings])
    yield from _twice("id of a column", [column.get("id") for column in table.columns])
    yield from ("no heading, or too long" for heading in table.headings if not 0 < len(heading) <= 255)
    listed = table.root.find(f"{MAIN}tableColumns")
    if {len(table.columns), right - left + 1} != {int(listed.get("count", "-1")) if listed is not None else -1}:
        yield "as many columns as announced and as its range is wide"
    headings, totals = int(table.root.get("headerRowCount", "1")), int(table.root.get("totalsRowCount", "0"))
    if last - first + 1 - headings - totals < 1:
        yield "no row for data"
    for one in table.root.iterfind(f"{MAIN}autoFilter"):
        if span(one.get("ref", "")) != (first, left, last - totals, right):
            yield f"filters {one.get('ref')} and not its range"
    for column in table.columns:
        for attribute in ("dataDxfId", "headerRowDxfId", "totalsRowDxfId"):
            if int(column.get(attribute, "-1")) >= formats:
                yield f"{attribute} {column.get(attribute)}, which is not there"


def bad_name(name: str) -> bool:
    """Whether Excel would refuse a name of a range or a table."""
    like_a_cell = span(name.upper()) is not None or _LIKE_A_CELL.fullmatch(name)

    return not _NAME.fullmatch(name) or bool(like_a_cell) or len(name) > 255 or name.upper() in {"TRUE", "FALSE"}


def formula_faults(
    text: str, where: str, names: Names, here: str = "", *, structured: bool = True, array: bool = False
) -> Iterator[str]:
    """What is wrong with one formula; for the other arguments see ``Formula``."""
    if len(text) > 8192:
        yield f"{where}: a formula of {len(text)} characters"
    try:
        Formula(text, names, here, structured=structured, array=array).check()
    except FormulaError as error:
        yield f"{where}: the formula {error} | {text[:120]}"


def _twice(what: str, values: Iterable[str | None]) -> Iterator[str]:
    yield from (f"{what} {value} twice" for value, times in collections.Counter(values).items() if times > 1)
