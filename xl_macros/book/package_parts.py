"""A workbook's package: its parts in memory, which sheets they are, what they are related to."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING, Protocol

from xl_macros.book.xml_text import attribute

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

CONTENT_TYPES, WORKBOOK = "[Content_Types].xml", "xl/workbook.xml"
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship [^>]*>")
_OVERRIDE = re.compile(r"<(?:\w+:)?Override [^>]*>(?:</(?:\w+:)?Override>)?")


class _Parts(Protocol):
    def read(self, name: str, /) -> bytes: ...


class Package:
    """The parts of a workbook; what is not changed is written with the bytes that it had."""

    def __init__(self, data: bytes) -> None:
        """Unpack a workbook.

        Raises:
            zipfile.BadZipFile: it is no package, or a part of it is damaged.
        """
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._entries = {entry.filename: entry for entry in archive.infolist()}
            self._parts = {name: archive.read(name) for name in self._entries}
        self._by_lower = {name.lower(): name for name in self._parts}

    def __contains__(self, name: object) -> bool:
        """Whether it has the part; as in Excel, capital letters are no difference."""
        return isinstance(name, str) and name.lower() in self._by_lower

    def __iter__(self) -> Iterator[str]:
        """Names of the parts in their order."""
        return iter(self._parts)

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            KeyError: there is no such part.
        """
        return self._parts[self._by_lower[name.lower()]]

    def text(self, name: str) -> str:
        """The text of a part.

        Raises:
            KeyError: there is no such part.
            ValueError: it is not UTF-8.
        """
        return self.read(name).decode("utf-8")

    def put(self, name: str, text: str) -> None:
        """Replace the content of a part that is there."""
        self._parts[self._by_lower[name.lower()]] = text.encode("utf-8")

    def put_bytes(self, name: str, data: bytes) -> None:
        """Replace the bytes of a part that is there."""
        self._parts[self._by_lower[name.lower()]] = data

    def drop(self, kind: str) -> None:
        """Take out the part to which the workbook is related in that way, with its relation and content type; nothing where there is none."""
        for part in list(related(self, self, WORKBOOK, kind).values()):
            if part not in self:
                continue
            del self._parts[self._by_lower.pop(part.lower())]
            relations = relations_of(WORKBOOK)
            self.put(relations, _RELATION.sub(lambda found: _unless(found[0], "Type", kind), self.text(relations)))
            types = _OVERRIDE.findall(self.text(CONTENT_TYPES))
            for override in types:
                self.put(CONTENT_TYPES, self.text(CONTENT_TYPES).replace(override, _unless(override, "PartName", part)))

    def packed(self) -> bytes:
        """The package as a file."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._parts.items():
                old = self._entries[name]
                entry = zipfile.ZipInfo(name, old.date_time)
                entry.compress_type = zipfile.ZIP_DEFLATED if old.compress_type else zipfile.ZIP_STORED
                entry.external_attr, entry.create_system = old.external_attr, old.create_system
                archive.writestr(entry, data)

        return out.getvalue()


def _unless(tag: str, name: str, end: str) -> str:
    """A tag, or nothing where that attribute of it ends so."""
    return "" if (attribute(tag, name) or "").lower().endswith(f"/{end.lower()}") else tag


def relations_of(part: str) -> str:
    """The part that holds the relations of a part."""
    folder, name = posixpath.split(part)

    return f"{folder}/_rels/{name}.rels"


def sheet_titles(package: _Parts) -> dict[str, str]:
    """Sheet titles by part name, in the order of the sheets."""
    targets = {}
    for relation in _RELATION.findall(package.read(relations_of(WORKBOOK)).decode("utf-8")):
        targets[attribute(relation, "Id")] = (attribute(relation, "Target") or "").lstrip("/")
    titles = {}
    for sheet in _SHEET.findall(package.read(WORKBOOK).decode("utf-8")):
        target = targets[attribute(sheet, r"[\w.-]+:id")]
        titles[target if target.startswith("xl/") else f"xl/{target}"] = attribute(sheet, "name") or ""

    return titles


def related(package: _Parts, names: Container[str], part: str, kind: str) -> dict[str, str]:
    """Parts to which a part is related in some way, by the relation's id."""
    folder, relations = posixpath.dirname(part), relations_of(part)
    found = {}
    for relation in _RELATION.findall(package.read(relations).decode("utf-8")) if relations in names else ():
        if (attribute(relation, "Type") or "").endswith(f"/{kind}"):
            target = posixpath.join("/", folder, attribute(relation, "Target") or "")
            found[attribute(relation, "Id") or ""] = posixpath.normpath(target).lstrip("/")

    return found
