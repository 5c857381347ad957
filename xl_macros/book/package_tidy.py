"""What openpyxl writes otherwise than Excel: texts inside cells, fonts in another order. Put right, so that validators stay silent."""

from __future__ import annotations

import re

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
PART = "xl/sharedStrings.xml"

_ROW = re.compile(r'(<row r="(\d+)"[^>]*?) customHeight="(?:1|true)"')
_INLINE = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="inlineStr"><is>(<t(?: [^>]*)?>[^<]*</t>|<t ?/>)</is></c>')
_FONT = re.compile(r"<font>(.*?)</font>", re.DOTALL)
_CHILD = re.compile(r"<(\w+)(?: [^>]*)?/>|<(\w+)(?: [^>]*)?></\2>")
_FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)


class SharedStrings:
    """The texts of a workbook, each stored once."""

    def __init__(self) -> None:
        """No texts yet."""
        self._numbers: dict[str, int] = {}
        self._uses = 0

    def share(self, sheet: str) -> str:
        """A sheet's XML with its plain texts moved here; rich texts stay in their cells."""
        return _INLINE.sub(self._cell, sheet)

    def _cell(self, found: re.Match[str]) -> str:
        self._uses += 1
        number = self._numbers.setdefault(found[2], len(self._numbers))

        return f'{found[1]} t="s"><v>{number}</v></c>'

    def part(self) -> str:
        """The text of ``xl/sharedStrings.xml``."""
        items = "".join(f"<si>{text}</si>" for text in self._numbers)
        counts = f'count="{self._uses}" uniqueCount="{len(self._numbers)}"'

        return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" {counts}>{items}</sst>'


def with_shared_strings(content_types: str) -> str:
    """``[Content_Types].xml`` with the part of shared texts."""
    override = f'<Override PartName="/{PART}" ContentType="{CONTENT_TYPE}"/>'

    return content_types.replace("</Types>", f"{override}</Types>")


def with_relation(relations: str) -> str:
    """The workbook's relationships with the part of shared texts."""
    link = f'<Relationship Id="rIdSharedStrings" Type="{RELATION}" Target="/{PART}"/>'

    return relations.replace("</Relationships>", f"{link}</Relationships>")


def in_schema_order(styles: str) -> str:
    """``xl/styles.xml`` with the children of every font in the order of the schema."""

    def ordered(found: re.Match[str]) -> str:
        children = sorted(_CHILD.finditer(found[1]), key=lambda child: _FONT_ORDER.index(child[1] or child[2]))

        return "<font>" + "".join(child[0] for child in children) + "</font>"

    return _FONT.sub(ordered, styles)


def leave_automatic(sheet: str, *, kept: frozenset[int] = frozenset()) -> str:
    """A sheet's XML whose rows have their height as a start only, so that Excel goes on fitting them to the text.

    Both writers mark every height as set by hand; that mark stays on the rows in ``kept``.
    """
    return _ROW.sub(lambda found: found[0] if int(found[2]) in kept else found[1], sheet)


def rows_set_by_hand(sheet: str) -> frozenset[int]:
    """Numbers of the rows of a sheet's XML whose height somebody set by hand."""
    return frozenset(int(found[2]) for found in _ROW.finditer(sheet))
