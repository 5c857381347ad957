"""Texts of a zipped document: workbooks with the addresses of cells, Word, OpenDocument, and archives of any files."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from objectivity_core.anonymity import Text
from xl_macros.anonymity.binary import fragments, macro_texts
from xl_macros.anonymity.leftovers import beside_elements
from xl_macros.anonymity.problems import Unreadable
from xl_macros.anonymity.xml_texts import local, parsed, pieces
from xl_macros.disk.foreign import parts_of
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

_FONTS: Final = re.compile(r"styles|theme|fontTable|numbering|webSettings|tableStyles|manifest")
_KNOWN: Final = re.compile(
    r"^(?:\[Content_Types\]\.xml|mimetype|_rels/|docProps/|xl/|word/|ppt/|customXml/|META-INF/|customUI/)"
)
_HIDDEN: Final = {"hidden": " (скрытый лист)", "veryHidden": " (очень скрытый лист)"}
_PARTS: Final = (
    ("docProps/", "свойства файла"),
    ("meta.xml", "свойства файла"),
    ("xl/pivotCache/", "кэш сводной таблицы"),
    ("xl/externalLinks/", "внешняя связь"),
    ("xl/persons/", "авторы примечаний"),
    ("xl/drawings/", "фигуры"),
    ("xl/printerSettings/", "настройки принтера"),
    ("xl/vbaProject", "макросы"),
    ("word/document", "текст"),
    ("word/header", "колонтитул"),
    ("word/footer", "колонтитул"),
    ("word/comments", "примечания"),
    ("word/footnotes", "сноски"),
    ("word/endnotes", "сноски"),
    ("word/people", "авторы правок"),
    ("content.xml", "текст"),
)
_PICTURE: Final = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg")


def is_picture(part: str) -> bool:
    """Whether a part is a picture, on which nothing is read."""
    return part.lower().endswith(_PICTURE)


def opened(name: str, data: bytes) -> dict[str, bytes]:
    """The parts of a package.

    Raises:
        Unreadable: damaged, protected by a password, absurdly large, or with two parts of one name.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if any(entry.flag_bits & 1 for entry in package.infolist()):
                raise Unreadable(f"«{name}»: архив защищён паролем.")
        return parts_of(name, data)
    except ObjectivityError as error:
        raise Unreadable(str(error)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unreadable(f"«{name}» повреждён.") from error


def package_texts(name: str, parts: dict[str, bytes], problems: list[str]) -> Iterator[Text]:
    """Texts of a document in a package; files inside other than its own parts are left to the caller.

    Args:
        name: how the file is called.
        parts: its parts.
        problems: gets what could not be looked into.
    """
    owner, sheets = _sheets(parts)
    strings = _strings(parts)
    used: set[int] = set()
    for part, data in parts.items():
        if part in sheets:
            yield from _cells(f"{name}: {sheets[part]}", data, strings, used)
            data = _without_cells(data)  # noqa: PLW2901 - the rest of the sheet is a part like others
        if part != "xl/sharedStrings.xml" or not strings:
            yield from _part(name, part, data, owner, problems)
        if any("\u0400" <= letter <= "\u04ff" for letter in part) or not _KNOWN.match(part):
            yield Text(f"{name}: имя части", posixpath.basename(part), "name")
    yield from (Text(f"{name}: строка без ячейки", text) for at, text in enumerate(strings) if at not in used)


def _without_cells(data: bytes) -> bytes:
    start, end = data.find(b"<sheetData"), data.rfind(b"</sheetData>")

    return data[:start] + data[end + len(b"</sheetData>") :] if 0 <= start < end else data


def _part(name: str, part: str, data: bytes, owner: dict[str, str], problems: list[str]) -> Iterator[Text]:
    """Texts of one part, cells apart."""
    place = owner.get(part) or next((title for start, title in _PARTS if part.startswith(start)), part)
    if part.endswith((".xml", ".rels", ".vml", ".rdf")) or data.startswith(b"<?xml"):
        for text in beside_elements(data):
            yield Text(f"{name}: {place}, вне разметки", text, "prose")
            if part.endswith((".xml", ".rels")) and not part.startswith("customXml/"):
                problems.append(
                    f"«{name}»: в части «{part}» есть примечания или указания XML, которых программы не пишут."
                )
        for piece in pieces(data, fonts=bool(_FONTS.search(part))):
            separator = "!" if piece.place.startswith("примечание") else ", "
            is_name = piece.is_name or place == "свойства файла"
            yield Text(
                f"{name}: {place}{separator if piece.place else ''}{piece.place}",
                piece.text,
                "name" if is_name else "cell",
            )
    elif posixpath.basename(part) == "vbaProject.bin":
        try:
            for module, text in macro_texts(data):
                yield Text(f"{name}: макросы, {module}", text, "prose")
        except (OSError, ValueError, LookupError):
            problems.append(f"«{name}»: макросы повреждены.")
    elif not is_picture(part) or part.lower().endswith((".emf", ".wmf")):
        for text in fragments(data):
            yield Text(f"{name}: {place}", text, "prose")


def _sheets(parts: dict[str, bytes]) -> tuple[dict[str, str], dict[str, str]]:
    """Which sheet each part belongs to, and the title of each sheet's own part."""
    root, links = parsed(parts.get("xl/workbook.xml", b"")), _links(parts, "xl/workbook.xml")
    titles: dict[str, str] = {}
    if root is not None:
        for sheet in root.iter():
            if local(sheet.tag) == "sheet":
                link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
                titles[links.get(link, "")] = sheet.get("name", "") + _HIDDEN.get(sheet.get("state", ""), "")
    owner = dict(titles)
    for part, title in titles.items():
        owner |= dict.fromkeys(_links(parts, part).values(), title)
    owner["xl/workbook.xml"] = "имена листов и диапазонов"

    return owner, {part: title for part, title in titles.items() if part.endswith(".xml")}


def _links(parts: dict[str, bytes], part: str) -> dict[str, str]:
    """Parts that a part leads to, by the link's key."""
    folder, base = posixpath.split(part)
    root = parsed(parts.get(f"{folder}/_rels/{base}.rels", b""))
    found = {}
    for link in [] if root is None else root:
        target = link.get("Target", "")
        if link.get("TargetMode") != "External":
            found[link.get("Id", "")] = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )

    return found


def _strings(parts: dict[str, bytes]) -> list[str]:
    root = parsed(parts.get("xl/sharedStrings.xml", b""))

    return [] if root is None else [_plain(item) for item in root]


def _plain(item: ET.Element) -> str:
    """A string with the runs of its letters joined; the reading aid of Asian scripts apart."""
    runs = ["".join(one.itertext()) for one in item if local(one.tag) not in {"rPh", "phoneticPr"}]
    aids = ["".join(one.itertext()) for one in item if local(one.tag) == "rPh"]

    return "\n".join(["".join(runs), *aids])


def _cells(where: str, data: bytes, strings: list[str], used: set[int]) -> Iterator[Text]:
    """Texts and formulas of a sheet, by cell; the numbers of the shared strings met are noted."""
    root = parsed(data)
    if root is None:
        raise Unreadable(f"«{where}»: лист повреждён.")
    for cell in root.iter():
        if local(cell.tag) != "c":
            continue
        kind = cell.get("t", "n")
        for child in cell:
            text = child.text or ""
            match local(child.tag):
                case "v" if kind == "s":
                    at = int(text) if text.strip().isdigit() else len(strings)
                    used.add(at)
                    text = strings[at] if at < len(strings) else ""
                case "v" if kind in {"n", "b", "e"}:
                    continue
                case "is":
                    text = _plain(child)
            if text:
                yield Text(f"{where}!{cell.get('r', '')}", text)
