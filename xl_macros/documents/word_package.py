"""The parts of a Word document that are read, found as forgivingly as Word finds them: whatever else is missing or dangling is not asked for."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any, Final
from xml.etree import ElementTree as ET  # its parser reads no outer entities and bounds the inner ones

_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
"""Names of «Strict Open XML» and those of all other documents."""
_USUAL: Final = "word/document.xml"


def word_parts(data: bytes) -> tuple[Any, Any | None]:
    """The root of a document's main part, and that of its numbering, None where there is none.

    Raises:
        KeyError: there is no main part.
        zipfile.BadZipFile: a part is damaged.
        xml.etree.ElementTree.ParseError: as before.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = {name.replace("\\", "/").lstrip("/").lower(): name for name in package.namelist()}

        def part(name: str) -> Any | None:
            return _parsed(package.read(names[name])) if name in names else None

        main = _related(part("_rels/.rels"), "", "officeDocument")
        main = main if main in names else _USUAL
        folder, title = posixpath.split(main)
        numbering = _related(part(f"{folder}/_rels/{title}.rels"), folder, "numbering")
        return _parsed(package.read(names[main])), part(numbering)


def _parsed(part: bytes) -> Any:
    for strict, usual in _STRICT:
        part = part.replace(strict, usual)

    return ET.fromstring(part)  # noqa: S314 - as above


def _related(relations: Any | None, folder: str, kind: str) -> str:
    """The part to which another is related in that way, in small letters; ``""`` where none is."""
    for relation in [] if relations is None else relations:
        if isinstance(relation.tag, str) and relation.get("Type", "").endswith(f"/{kind}"):
            target = posixpath.join("/", folder, relation.get("Target", "").replace("\\", "/"))
            return posixpath.normpath(target).lstrip("/").lower()

    return ""
