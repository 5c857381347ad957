"""A writer of vbaProject.bin, the VBA project inside an .xlsm, from module sources kept as text.

Source: [MS-OVBA] "Office VBA File Format Structure". No compiled cache is written: Excel compiles the sources when it
opens the book. The same sources give the same bytes.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xl_macros.vba.compound_file import compound_file
from xl_macros.vba.compression import compress

if TYPE_CHECKING:
    from collections.abc import Sequence

_CODE_PAGE = 1251
_LONGEST_LINE = 1023
_MOST_CONTINUATIONS = 24

# Excel only compares it with the keys CMG, DPB and GC below; every copy of a workbook has the same one anyway.
_PROJECT_ID = "{0B1EC711-7117-4A57-8B1E-0B1EC7117E57}"
_HOST = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
# Version 0xFFFF matches no Excel, which therefore reads the sources instead of a compiled cache.
_VBA_PROJECT_STREAM = bytes.fromhex("CC61FFFF000100")
_REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    # For IRibbonControl.
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}

_CLASS = {
    "VB_Base": '"0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"',
    **dict.fromkeys(("VB_GlobalNameSpace", "VB_Creatable", "VB_PredeclaredId", "VB_Exposed"), "False"),
    **dict.fromkeys(("VB_TemplateDerived", "VB_Customizable"), "False"),
}
_DOCUMENT = _CLASS | {"VB_PredeclaredId": "True", "VB_Exposed": "True", "VB_Customizable": "True"}
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "standard": {},
    "class": _CLASS,
    "workbook": _DOCUMENT | {"VB_Base": '"0{00020819-0000-0000-C000-000000000046}"'},
    "sheet": _DOCUMENT | {"VB_Base": '"0{00020820-0000-0000-C000-000000000046}"'},
}
_PROJECT_LINE = {"standard": "Module={}", "class": "Class={}"}
_DOCUMENT_LINE = "Document={}/&H00000000"


@dataclass(frozen=True)
class Module:
    """A VBA module.

    Attributes:
        name: its name; for a workbook or a sheet its code name.
        source: the text of the .bas or .cls file, with or without the header that the VBA editor exports.
        kind: what it belongs to.
    """

    name: str
    source: str
    kind: Literal["standard", "class", "workbook", "sheet"]


class VbaSourceError(ValueError):
    """A module cannot be stored as written: "module:line: reason"."""

    def __init__(self, module: str, line: int, reason: str) -> None:
        """Say where it stands and why."""
        super().__init__(f"{module}:{line}: {reason}")


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """Return vbaProject.bin for the project `name`.

    Args:
        name: the project's name; no module may bear it.
        modules: the modules, in the order in which the VBA editor lists them.

    Raises:
        VbaSourceError: if a name is illegal or taken, an attribute is illegal at its place, a character is not
            printable ASCII, a line is over 1023 characters, or a statement has more than 24 line continuations.
    """
    _check_names(name, modules)
    texts = [_normalised(module) for module in modules]
    streams = {
        f"VBA/{module.name}": compress(text.encode("ascii")) for module, text in zip(modules, texts, strict=True)
    }
    wide_names = b"".join(module.name.encode() + b"\0" + _wide(module.name) + b"\0\0" for module in modules)

    return compound_file(
        streams
        | {
            "VBA/dir": compress(_dir(name, modules, texts)),
            "VBA/_VBA_PROJECT": _VBA_PROJECT_STREAM,
            "PROJECT": _project(name, modules).encode("ascii"),
            "PROJECTwm": wide_names + b"\0\0",
        }
    )


def _check_names(project: str, modules: Sequence[Module]) -> None:
    taken = {project.upper(), "DIR"}  # "dir" is a stream beside the modules
    for module in modules:
        if not re.fullmatch(r"[A-Za-z]\w{0,30}", module.name, re.ASCII):
            raise VbaSourceError(
                module.name, 1, "a module's name is a letter and up to 30 letters, digits or underscores"
            )
        if module.name.upper() in taken:
            raise VbaSourceError(module.name, 1, "the name is already taken")
        taken.add(module.name.upper())


def _normalised(module: Module) -> str:
    """Return the text as the file holds it: all attributes of the kind, CRLF, one line end at the end."""
    lines = re.split(r"\r\n|\r|\n", module.source)
    while lines and not lines[-1]:
        lines.pop()
    _check_lines(module.name, lines)
    first = 0
    if module.source.startswith("VERSION "):  # the block "VERSION 1.0 CLASS ... END" of an exported class
        if "END" not in lines:
            raise VbaSourceError(module.name, 1, "the VERSION block has no END")
        first = lines.index("END") + 1
    header = {"VB_Name": f'"{module.name}"'} | _ATTRIBUTES[module.kind]
    while first < len(lines) and (attribute := re.fullmatch(r"Attribute (\w+) = (.+)", lines[first])):
        key, value = attribute.groups()
        if key not in {*header, "VB_Description", "VB_HelpID"}:
            raise VbaSourceError(module.name, first + 1, f"a {module.kind} module has no attribute {key}")
        if key in {"VB_Name", "VB_Base"} and value != header[key]:
            raise VbaSourceError(module.name, first + 1, f"{key} is {value}, not {header[key]}")
        header[key] = value
        first += 1
    for number, line in enumerate(lines[first:], start=first + 1):
        if re.match(r"\s*Attribute (?!\w+\.VB_\w+ = )", line):
            raise VbaSourceError(module.name, number, "an attribute of the module stands above all code")
    attributes = [f"Attribute {key} = {value}" for key, value in header.items()]

    return "".join(f"{line}\r\n" for line in attributes + lines[first:])


def _check_lines(module: str, lines: Sequence[str]) -> None:
    continuations = 0
    for number, line in enumerate(lines, start=1):
        if strange := re.search(r"[^\t -~]", line):
            raise VbaSourceError(module, number, f"{strange[0]!r} is not printable ASCII")
        if len(line) > _LONGEST_LINE:
            raise VbaSourceError(module, number, f"{len(line)} characters; at most {_LONGEST_LINE} are allowed")
        continuations = continuations + 1 if line.endswith((" _", "\t_")) else 0
        if continuations > _MOST_CONTINUATIONS:
            raise VbaSourceError(module, number, f"more than {_MOST_CONTINUATIONS} line continuations")


def _dir(name: str, modules: Sequence[Module], texts: Sequence[str]) -> bytes:
    """Return the stream "dir" of [MS-OVBA] 2.3.4.2 before compression; record numbers are those of the source."""
    records = [
        _record(0x01, _number(1)),  # a 32-bit Windows; the 64-bit ones read it too
        _record(0x02, _number(0x409)),
        _record(0x14, _number(0x409)),
        _record(0x03, struct.pack("<H", _CODE_PAGE)),
        _record(0x04, name.encode()),
        _twice(0x05, 0x40, ""),  # description
        _record(0x06, b"") + _record(0x3D, b""),  # help files
        _record(0x07, _number(0)),
        _record(0x08, _number(0)),
        struct.pack("<HIIH", 0x09, 4, 1, 0),  # the version counts four of its six bytes
        _twice(0x0C, 0x3C, ""),  # conditional compilation constants
        *(_reference(library, libid) for library, libid in _REFERENCES.items()),
        _record(0x0F, struct.pack("<H", len(modules))),
        _record(0x13, b"\xff\xff"),
        *(_module_records(module, text) for module, text in zip(modules, texts, strict=True)),
        _record(0x10, b""),
    ]

    return b"".join(records)


def _reference(library: str, libid: str) -> bytes:
    return _twice(0x16, 0x3E, library) + _record(0x0D, _number(len(libid)) + libid.encode() + bytes(6))


def _module_records(module: Module, text: str) -> bytes:
    description = re.search(r'^Attribute VB_Description = "(.*)"\r$', text, re.MULTILINE)
    plain = description[1].replace('""', '"').replace(r"\r", "\r").replace(r"\n", "\n") if description else ""

    return b"".join(
        [
            _twice(0x19, 0x47, module.name),
            _twice(0x1A, 0x32, module.name),  # the stream
            _twice(0x1C, 0x48, plain),
            _record(0x31, _number(0)),  # the source starts at once, without a cache before it
            _record(0x1E, _number(0)),
            _record(0x2C, b"\xff\xff"),
            _record(0x21 if module.kind == "standard" else 0x22, b""),
            _record(0x2B, b""),
        ]
    )


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _twice(number: int, wide_number: int, text: str) -> bytes:
    """Return two records: `text` in the code page, then in UTF-16."""
    return _record(number, text.encode("ascii")) + _record(wide_number, _wide(text))


def _number(value: int) -> bytes:
    return struct.pack("<I", value)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _project(name: str, modules: Sequence[Module]) -> str:
    """Return the stream "PROJECT" of [MS-OVBA] 2.3.1: not protected, not locked, visible."""
    lines = [
        f'ID="{_PROJECT_ID}"',
        *(_PROJECT_LINE.get(module.kind, _DOCUMENT_LINE).format(module.name) for module in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_encrypted(bytes(4))}"',
        f'DPB="{_encrypted(bytes(1))}"',
        f'GC="{_encrypted(bytes([0xFF]))}"',
        "\r\n[Host Extender Info]",
        _HOST,
        "\r\n[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]

    return "".join(f"{line}\r\n" for line in lines)


def _encrypted(data: bytes) -> str:
    """Encrypt a protection key as in [MS-OVBA] 2.4.3.2, with the seed 0, which asks for no random bytes in between."""
    version, key = 2, sum(_PROJECT_ID.encode()) & 0xFF
    encrypted = bytearray([0, version, key])
    plain = key
    for byte in struct.pack("<I", len(data)) + data:
        encrypted.append(byte ^ (encrypted[-2] + plain & 0xFF))
        plain = byte

    return encrypted.hex().upper()
