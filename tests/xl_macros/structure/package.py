"""A workbook as a zip of parts, and what is wrong with the zip itself: types, links, parts that nobody reaches."""

from __future__ import annotations

import dataclasses
import io
import posixpath
import re
import zipfile
from functools import cached_property
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES: Final = "[Content_Types].xml"
VBA: Final = "xl/vbaProject.bin"
_VBA_TYPE: Final = "application/vnd.ms-office.vbaProject"
_CELLS: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


@dataclasses.dataclass(frozen=True)
class Link:
    """What a part points to: the last word of the relation's type, and the part or outside address."""

    kind: str
    target: str
    outside: bool


class Package:
    """The parts of a workbook, their XML and their links."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.names = package.namelist()
            self.parts = {name: package.read(name) for name in self.names}
        self.xml: dict[str, ET.Element] = {}
        self.damaged: list[str] = []
        for name, part in self.parts.items():
            if name.endswith((".xml", ".rels")):
                try:
                    self.xml[name] = ET.fromstring(part)
                except ET.ParseError as error:
                    self.damaged.append(f"{name}: no XML: {error}")

    def relations(self, part: str) -> list[tuple[str, Link]]:
        """Ids and links of a part (the package's own: ``""``) in their order."""
        name = posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")
        if name not in self.xml:
            return []
        found = []
        for relation in self.xml[name]:
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            if not outside:
                inside = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(part), target)
                target = posixpath.normpath(inside).lstrip("/")
            kind = relation.get("Type", "").rpartition("/")[2]
            found.append((relation.get("Id", ""), Link(kind, target, outside)))

        return found

    def links(self, part: str) -> dict[str, Link]:
        """Links of a part by their ids."""
        return dict(self.relations(part))

    def of_kind(self, part: str, kind: str) -> list[str]:
        """Parts of one kind that a part points to."""
        return [link.target for _, link in self.relations(part) if link.kind == kind]

    @cached_property
    def workbook(self) -> str:
        """The name of the workbook's own part."""
        return self.of_kind("", "officeDocument")[0]

    @cached_property
    def types(self) -> tuple[dict[str, str], dict[str, str]]:
        """Content types by part and by the ending of its name."""
        entries = list(self.xml[TYPES])
        by_part = {one.get("PartName", "").lstrip("/"): one.get("ContentType", "") for one in entries}
        by_ending = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in entries}

        return {k: v for k, v in by_part.items() if k}, {k: v for k, v in by_ending.items() if k}

    @cached_property
    def sheets(self) -> list[tuple[ET.Element, str]]:
        """Entries of the workbook's list of sheets with the parts of these sheets."""
        links = self.links(self.workbook)

        return [
            (entry, links[entry.get(f"{RELATION}id", "")].target)
            for entry in self.xml[self.workbook].iterfind(f"{MAIN}sheets/{MAIN}sheet")
        ]

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings."""
        root = self.xml.get("xl/sharedStrings.xml", ())

        return ["".join(text.text or "" for text in entry.iter(f"{MAIN}t")) for entry in root]


def span(address: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row, last column of a range; None for what is no range."""
    found = _CELLS.fullmatch(address)
    if not found:
        return None
    row, column = int(found[2]), column_number(found[1])

    return (row, column, int(found[4]), column_number(found[3])) if found[3] else (row, column, row, column)


def column_number(letters: str) -> int:
    """The number of a column from 1: ``column_number("AA")`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64

    return number


def overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two ranges share a cell."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def package_faults(package: Package) -> Iterator[str]:
    """What is wrong with the zip: where something is, the sheets are not looked at."""
    yield from package.damaged
    if package.damaged:
        return
    if len({name.lower() for name in package.names}) != len(package.names):
        yield "two parts of one name"
    by_part, by_ending = package.types
    yield from (f"a content type for {name}, which is not there" for name in by_part.keys() - package.parts.keys())
    for name in package.parts.keys() - by_part.keys() - {TYPES}:
        if name.rpartition(".")[2].lower() not in by_ending:
            yield f"{name} has no content type"
    if VBA in package.parts:
        if _VBA_TYPE != by_part.get(VBA, by_ending.get("bin")):
            yield f"{VBA} has another content type than macros have"
        if "macroEnabled" not in by_part.get(package.workbook, ""):
            yield "a workbook with macros that is not called so"
    yield from _link_faults(package)


def _link_faults(package: Package) -> Iterator[str]:
    reached, waiting = {TYPES}, [""]
    while waiting:
        part = waiting.pop()
        relations = package.relations(part)
        if len({one for one, _ in relations}) != len(relations):
            yield f"{part}: two links of one id"
        for _, link in relations:
            if link.outside or link.target in reached:
                continue
            if link.target not in package.parts:
                yield f"{part} points to {link.target}, which is not there"
                continue
            reached.add(link.target)
            waiting.append(link.target)
    yield from (f"nothing leads to {name}" for name in package.parts.keys() - reached if not name.endswith(".rels"))
