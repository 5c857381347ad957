"""Texts of an XML part: paragraphs with their runs joined, cells, notes, and the attributes in which people are named."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree as ET  # its parser reads no outer entities and bounds the inner ones

if TYPE_CHECKING:
    from collections.abc import Iterator

_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_BLOCKS: Final = frozenset({"p", "h", "si", "is", "rPh", "text"})
_APART: Final = frozenset({"tbl", "table", "txbxContent", "rt", "ruby-text"})
"""What stands in a block and is no part of its text: tables, text boxes, the reading aid above a word."""
_BREAKS: Final = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "line-break": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "\u00ad",
    "s": " ",
}
_PEOPLE: Final = frozenset(
    [
        "author",
        "displayName",
        "userId",
        "userName",
        "creator",
        "lastModifiedBy",
        "url",
        "codeName",
        "providerId",
        "Owner",
        "initials",
        "title",
        "descr",
        "alt",
        "uniqueName",
        "caption",
    ]
)
_SPOKEN: Final = frozenset(
    [
        "v",
        "prompt",
        "promptTitle",
        "error",
        "errorTitle",
        "tooltip",
        "comment",
        "description",
        "displayText",
        "value",
        "statusText",
        "helpText",
    ]
)
_VALUED: Final = frozenset({"docVar", "alias", "tag", "default", "listEntry", "name"})
_HEADERS: Final = frozenset(["oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"])
_HEADER_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f+-]{6,8}|\d{1,3}|[A-Z])')
_TAG: Final = re.compile(rb"<[^<>]*>")


class Piece(NamedTuple):
    """A text inside a part: a hint at its place (``""`` for none), the text, whether it is a name of something."""

    place: str
    text: str
    is_name: bool = False


def local(name: str) -> str:
    """A tag or attribute without its namespace."""
    return name.rpartition("}")[2]


def parsed(data: bytes) -> ET.Element | None:
    """The root of a part, or None when it is no well-formed XML (drawings of old notes often are not)."""
    try:
        return ET.fromstring(data)  # noqa: S314 - see the import
    except ET.ParseError:
        return None


def pieces(data: bytes, *, fonts: bool = False) -> Iterator[Piece]:
    """Everything in a part that can name somebody.

    Args:
        data: the part.
        fonts: the part names fonts and styles: of its Latin attributes nothing is taken.
    """
    root = parsed(data)
    if root is None:
        for gap in (b" ", b""):
            yield Piece("", html.unescape(_TAG.sub(gap, data).decode("utf-8", errors="replace")))
        return
    yield from _Walk(fonts).element(root, "")


class _Walk:
    """A walk over a part that keeps count of paragraphs and tables."""

    def __init__(self, fonts: bool) -> None:
        self._fonts = fonts
        self._paragraphs = 0
        self._tables = 0

    def element(self, element: ET.Element, place: str) -> Iterator[Piece]:
        """Texts of an element and what lies in it."""
        tag = local(element.tag)
        place = self._place(element, tag, place)
        yield from self._attributes(element, tag, place)
        if tag in _BLOCKS:
            if tag == "p" and not place:
                self._paragraphs += 1
                place = f"абзац {self._paragraphs}"
            yield from self._block(element, place)
            return
        if element.text and element.text.strip():
            text = _HEADER_CODE.sub(" ", element.text) if tag in _HEADERS else element.text
            yield Piece("колонтитул" if tag in _HEADERS else place, text, tag in _PEOPLE)
        rows = cells = 0
        for child in element:
            kind = local(child.tag)
            inner_place = place
            if kind in {"tr", "table-row"}:
                inner_place, rows = f"{place}, строка {rows + 1}", rows + _times(child)
            elif kind in {"tc", "table-cell"}:
                inner_place, cells = f"{place}, столбец {cells + 1}", cells + _times(child)
            yield from self.element(child, inner_place)
            if child.tail and child.tail.strip():
                yield Piece(place, child.tail)

    def _block(self, element: ET.Element, place: str) -> Iterator[Piece]:
        inner: list[ET.Element] = []
        loose: list[ET.Element] = []
        text = "".join(_joined(element, inner, loose))
        if text.strip():
            yield Piece(place, text)
        for one in loose:
            yield from self._attributes(one, local(one.tag), self._place(one, local(one.tag), place))
        for one in inner:
            yield from self.element(one, place)

    def _place(self, element: ET.Element, tag: str, place: str) -> str:
        if tag in {"tbl", "table"} and len(element) and not element.get("displayName"):
            self._tables += 1
            return f"таблица {self._tables}"
        if tag in {"comment", "threadedComment"} and (ref := element.get("ref")):
            return f"примечание {ref}"
        if tag == "dataValidation":
            return f"проверка ввода {element.get('sqref', '')}"
        if tag in {"del", "ins", "moveFrom", "moveTo"} and any(local(name) == "author" for name in element.attrib):
            return f"{place}, правка".strip(", ")

        return place

    def _attributes(self, element: ET.Element, tag: str, place: str) -> Iterator[Piece]:
        for name, value in element.attrib.items():
            key = local(name)
            latin = (
                key in _PEOPLE or key in _SPOKEN or key == "name" or (key == "val" and tag in _VALUED)
            ) and not self._fonts
            outer = key == "Target" and element.get("TargetMode") == "External"
            if latin or outer or _CYRILLIC.search(value):
                yield Piece(place, html.unescape(value), is_name=outer or key in _PEOPLE or key == "name")


def _times(element: ET.Element) -> int:
    """How many equal rows or cells an element stands for in OpenDocument."""
    repeats = [
        value
        for name, value in element.attrib.items()
        if local(name) in {"number-rows-repeated", "number-columns-repeated"}
    ]

    return int(repeats[0]) if repeats and repeats[0].isdigit() else 1


def _joined(element: ET.Element, inner: list[ET.Element], loose: list[ET.Element]) -> Iterator[str]:
    """The text of a block; blocks inside it are put aside, and so is what else has attributes."""
    if element.text and (element.text.strip() or "\n" not in element.text):
        yield element.text
    for child in element:
        tag = local(child.tag)
        if tag in _BLOCKS or tag in _APART:
            inner.append(child)
            yield " "
        elif tag in _BREAKS and not len(child):
            yield _BREAKS[tag]
        else:
            if child.attrib:
                loose.append(child)
            yield from _joined(child, inner, loose)
        if child.tail and (child.tail.strip() or "\n" not in child.tail):  # else the indentation of printed XML
            yield child.tail
