"""A VBA project as a workbook holds it: its modules read, and what LibreOffice made of it put right."""

from __future__ import annotations

import io
import re
import struct
from typing import Any, NamedTuple

from xl_macros.vba.project import Module, vba_project
from xl_macros.vba.unpack import decompress

_OFFSET = struct.pack("<HI", 0x31, 4)
_MODULE_LINE = re.compile(r"^(Document|Module|Class|BaseClass)=([^/\r\n]+)", re.MULTILINE)
_NAME = re.compile(r'^Name="([^"]*)"', re.MULTILINE)
_CLASS = "Option ClassModule"
"""LibreOffice stores a class as if it belonged to a sheet, and marks it so."""
_WORKBOOK_BASE = "{00020819-"
_WORKBOOK_NAMES = ("ThisWorkbook", "ЭтаКнига")
_NUMBERS = re.compile(r"(\d+)")


class Documents(NamedTuple):
    """The modules behind the workbook (``""`` where it cannot be told) and behind its sheets, those with numbers in the order of their numbers."""

    workbook: str
    sheets: list[str]


def module_source(project: bytes, name: str) -> str | None:
    """The source of a module of ``vbaProject.bin``; None where the project has no such module.

    Raises:
        OSError: it is no compound file.
        ValueError: the project is damaged.
    """
    import olefile

    with olefile.OleFileIO(io.BytesIO(project)) as streams:
        return _source(streams, decompress(streams.openstream("VBA/dir").read()), name)


def documents(project: bytes) -> Documents:
    """The modules behind the workbook and its sheets.

    Raises:
        OSError: it is no compound file.
        ValueError: the project is damaged.
    """
    return _documents(_modules(project)[1])


def repaired(project: bytes) -> bytes:
    """The project as Excel wants it, where LibreOffice stored classes and the workbook's module as if they belonged to sheets; else as it is.

    Only projects of plain ASCII are packed anew, as the product's own is.
    """
    try:
        name, found = _modules(project)
        behind = _documents(found)
        if not any(kind == "Document" and _CLASS in text for kind, _, text in found):
            return project
        return vba_project(name, [_as_excel_wants(*one, behind.workbook) for one in found])
    except (OSError, ValueError):
        return project


def _as_excel_wants(kind: str, name: str, text: str, workbook: str) -> Module:
    lines = [line for line in text.splitlines() if not line.startswith("Attribute VB_")]
    if kind == "Module":
        return Module(name, "\n".join(lines), "standard")
    if name == workbook:
        return Module(name, "\n".join(lines), "workbook")
    if kind != "Document" or _CLASS in text:
        return Module(name, "\n".join(line for line in lines if line.strip() != _CLASS), "class")

    return Module(name, "\n".join(lines), "sheet")


def _documents(modules: list[tuple[str, str, str]]) -> Documents:
    named = {name: text for kind, name, text in modules if kind == "Document" and _CLASS not in text}
    workbook = next((name for name, text in named.items() if _WORKBOOK_BASE in text), "")
    workbook = workbook or next((name for name in _WORKBOOK_NAMES if name in named), "")
    sheets = sorted(named.keys() - {workbook}, key=_by_number)

    return Documents(workbook, sheets)


def _by_number(name: str) -> list[tuple[bool, int, str]]:
    """A key for sorting by which «Sheet10» follows «Sheet9»."""
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in _NUMBERS.split(name)]


def _modules(project: bytes) -> tuple[str, list[tuple[str, str, str]]]:
    """The project's name, and of each module its kind, name and source."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(project)) as streams:
        described = streams.openstream("PROJECT").read().decode("cp1251")
        directory = decompress(streams.openstream("VBA/dir").read())
        found = [
            (kind, name, _source(streams, directory, name) or "") for kind, name in _MODULE_LINE.findall(described)
        ]
    name = _NAME.search(described)

    return name[1] if name else "", found


def _source(streams: Any, directory: bytes, name: str) -> str | None:
    if not streams.exists(f"VBA/{name}"):
        return None
    stream = streams.openstream(f"VBA/{name}").read()

    return decompress(stream[_source_offset(directory, name) :]).decode("cp1251", "replace")


def _source_offset(directory: bytes, module: str) -> int:
    """Where the source starts in the module's stream: once Excel has saved the book, its compiled cache stands before it."""
    name = module.encode("cp1251")
    start = directory.find(struct.pack("<HI", 0x19, len(name)) + name)
    record = directory.find(_OFFSET, start)
    if start < 0 or record < 0 or len(directory) < record + 10:
        raise ValueError("the stream dir does not tell the module's offset")

    return int(struct.unpack_from("<I", directory, record + 6)[0])
