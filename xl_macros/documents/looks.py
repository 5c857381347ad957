"""What a sheet looks like beside the values in its cells: what is hidden or crossed out, and how numbers are shown."""

from __future__ import annotations

import dataclasses
import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Place = tuple[int, int]
"""Row and column, counted from 0."""


@dataclasses.dataclass
class Looks:
    """The looks of one sheet.

    Attributes:
        hidden: rows that somebody hid.
        folded: rows out of sight only as long as a filter is set or a group is folded.
        columns: hidden columns.
        left: what is left of a text that is crossed out in part; ``""`` for nothing, of a number too.
        formats: number formats under which a cell may show other than it holds, as workbooks write them.
    """

    hidden: set[int] = dataclasses.field(default_factory=set)
    folded: set[int] = dataclasses.field(default_factory=set)
    columns: set[int] = dataclasses.field(default_factory=set)
    left: dict[Place, str] = dataclasses.field(default_factory=dict)
    formats: dict[Place, str] = dataclasses.field(default_factory=dict)


def looks_of(data: bytes, titles: Iterable[str]) -> dict[str, Looks] | None:
    """The looks of a workbook's sheets by title; None where nothing is known of them: .xlsb, versions before Excel 97, damage.

    Args:
        data: a workbook whose values could be read.
        titles: its sheets.
    """
    try:
        looks = _format_of(data)(data)
        return {title: looks(title) for title in titles} if looks else None
    except (ValueError, LookupError, OSError, struct.error, zipfile.BadZipFile, zlib.error):
        return None


def _format_of(data: bytes) -> Callable[[bytes], Callable[[str], Looks] | None]:
    if not data.startswith(b"PK"):
        from xl_macros.documents.looks_xls import looks_of_xls

        return looks_of_xls
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = {name.lower() for name in package.namelist()}
    if "content.xml" in names:
        from xl_macros.documents.looks_ods import looks_of_ods

        return looks_of_ods
    if "xl/workbook.xml" in names:
        from xl_macros.documents.looks_xlsx import looks_of_xlsx

        return looks_of_xlsx

    return lambda _: None
