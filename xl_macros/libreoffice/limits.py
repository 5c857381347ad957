"""What Excel refuses and LibreOffice lets pass. A macro that breaks these rules must fail here as it would there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CELL_TEXT = 32_767
"""Characters in one cell."""
FORMULA_TEXT = 8_192
"""Characters of one formula."""
SHEET_NAME = 31
_FORBIDDEN_IN_SHEETS = set("\\/?*[]:")
_NAME = re.compile(r"[^\W\d\\][\w.\\?]*|\\[\w.\\?]*|_[\w.\\?]*")
_LIKE_A_REFERENCE = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[RrCc]|[Rr]\d+(?:[Cc]\d*)?|[Rr]?[Cc]\d+|[Rr][Cc]")


def check_sheet_name(name: str, taken: Iterable[str]) -> None:
    r"""Refuse a sheet's name that Excel refuses.

    Raises:
        ValueError: empty, over 31 characters, with one of ``\ / ? * [ ] :``, an apostrophe at an end, reserved or taken.
    """
    if not name or len(name) > SHEET_NAME:
        raise ValueError(f"A sheet's name has 1 to {SHEET_NAME} characters; {name!r} has {len(name)}.")
    if wrong := _FORBIDDEN_IN_SHEETS & set(name):
        raise ValueError(f"A sheet's name must not contain {' '.join(sorted(wrong))}: {name!r}.")
    if name.startswith("'") or name.endswith("'"):
        raise ValueError(f"A sheet's name must not begin or end with an apostrophe: {name!r}.")
    if name.lower() == "history":
        raise ValueError("Excel keeps the sheet name 'History' for itself.")
    if name.lower() in {one.lower() for one in taken}:
        raise ValueError(f"There is already a sheet {name!r}.")


def check_name(name: str, taken: Iterable[str]) -> None:
    """Refuse the name of a table or a range that Excel refuses.

    Raises:
        ValueError: over 255 characters, with blanks or signs, beginning with a digit, like a cell's address, or taken.
    """
    if len(name) > 255 or not _NAME.fullmatch(name):
        raise ValueError(f"A name begins with a letter, _ or \\ and holds letters, digits, . and _ only: {name!r}.")
    if _LIKE_A_REFERENCE.fullmatch(name):
        raise ValueError(f"A name must not look like a cell's address: {name!r}.")
    if name.lower() in {one.lower() for one in taken}:
        raise ValueError(f"There is already a table or a name {name!r}.")


def check_cell_text(text: str) -> None:
    """Refuse a text that no cell can hold.

    Raises:
        ValueError: over 32,767 characters.
    """
    if len(text) > CELL_TEXT:
        raise ValueError(f"A cell holds at most {CELL_TEXT} characters; this text has {len(text)}.")


def headings(cells: Iterable[object]) -> list[str]:
    """Headings of a new table as Excel makes them: texts, none empty, no two alike.

    >>> headings(["a", None, "A", 5.0, "a"])
    ['a', 'Column2', 'A2', '5', 'a3']
    """
    result: list[str] = []
    for at, cell in enumerate(cells, start=1):
        text = "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
        text, taken, count = text or f"Column{at}", {one.lower() for one in result}, 2
        unique = text
        while unique.lower() in taken:
            unique, count = f"{text}{count}", count + 1
        result.append(unique)

    return result
