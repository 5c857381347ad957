"""What a document says of the person and the computer that made it, taken out."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

_EMPTIED: Final = {
    "docProps/core.xml": re.compile(rb"(<(dc:creator|cp:lastModifiedBy)(?:\s[^>]*)?>)[^<]*(</\2>)"),
    "docProps/app.xml": re.compile(
        rb"(<((?:\w+:)?(?:Company|Manager|HyperlinkBase|Template))(?:\s[^>]*)?>)[^<]*(</\2>)"
    ),
}
_PERSONAL: Final = re.compile(
    "author|owner|user|mail|editor|manager|computer|host|автор|владелец|пользовател|почт", re.IGNORECASE
)
_CUSTOM: Final = re.compile(r"<(\w*:?property)\s[^>]*?\bname=\"([^\"]*)\"[^>]*?(?:/>|>.*?</\1>)", re.DOTALL)
_PATH_CHOICE: Final = re.compile(
    rb"<mc:AlternateContent(?:\s[^>]*)?>\s*<mc:Choice(?:\s[^>]*)?>\s*<x15ac:absPath\b[^>]*?(?:/>|>.*?</x15ac:absPath>)\s*</mc:Choice>\s*"
    rb"(?:<mc:Fallback\s*/>|<mc:Fallback>.*?</mc:Fallback>)?\s*</mc:AlternateContent>",
    re.DOTALL,
)
_PATH: Final = re.compile(rb"<x15ac:absPath\b[^>]*?(?:/>|>.*?</x15ac:absPath>)", re.DOTALL)
_USER: Final = re.compile(rb"(<(?:\w+:)?fileSharing\b[^>]*?)\s+userName=\"[^\"]*\"")
_PRINTER_LINK: Final = re.compile(
    rb"<Relationship\b(?=[^>]*/printerSettings\")[^>]*?\bId=\"([^\"]+)\"[^>]*?(?:/>|>\s*</Relationship>)"
)
_PRINTERS: Final = re.compile(r"^(?:xl|word|ppt)/printerSettings/")


def strip_properties(data: bytes) -> bytes:
    """A document (.xlsx, .xlsm, .docx) without what identifies a person or a computer; its content and everything else stays as it is.

    Emptied: author, last modifier, company, manager, base of links, template. Removed: settings of printers, absolute paths, the name of who
    reserved the file, properties of the user's own that are named after a person («Автор», «_AuthorEmail»). Authors of notes are content
    and stay. Bytes that are no package come back unchanged.

    Args:
        data: the document.
    """
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        parts = {entry.filename: source.read(entry) for entry in source.infolist()}
        links = {name: set(_PRINTER_LINK.findall(part)) for name, part in parts.items() if name.endswith(".rels")}
        for entry in source.infolist():
            name = entry.filename
            if _PRINTERS.match(name):
                continue
            target.writestr(entry, _stripped(name, parts[name], links))

    return out.getvalue()


def _stripped(name: str, part: bytes, links: dict[str, set[bytes]]) -> bytes:
    """One part without what identifies."""
    if name in _EMPTIED:
        return _EMPTIED[name].sub(rb"\1\3", part)
    if name == "docProps/custom.xml":
        text = part.decode("utf-8")
        return _CUSTOM.sub(lambda found: "" if _PERSONAL.search(found[2]) else found[0], text).encode("utf-8")
    if name == "xl/workbook.xml":
        return _USER.sub(rb"\1", _PATH.sub(b"", _PATH_CHOICE.sub(b"", part)))
    if name.endswith(".rels"):
        return _PRINTER_LINK.sub(b"", part)
    if name == "[Content_Types].xml":
        return re.sub(rb"<Override\b[^>]*PartName=\"/(?:xl|word|ppt)/printerSettings/[^>]*?/>", b"", part)
    folder, _, base = name.rpartition("/")
    for link in links.get(f"{folder}/_rels/{base}.rels", ()):
        part = re.sub(rb"(<(?:\w+:)?pageSetup\b[^>]*?)\s+\w+:id=\"" + re.escape(link) + rb"\"", rb"\1", part)

    return part
