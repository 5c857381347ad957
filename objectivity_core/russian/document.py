"""A document that people bring (Word, Excel, text), as cells and paragraphs, whatever program made it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.findings import Finding

_LONGEST_TITLE = 250
_MOST_LINES = 4


@dataclasses.dataclass(frozen=True)
class SourceTable:
    """One table of a document.

    Attributes:
        title: what stands right above it, or the sheet's title; ``""`` for nothing. A heading of several paragraphs has line breaks.
        rows: cells (``None``, text, number, date), every row equally long; the text of a merged cell stands in each cell that it covers.
    """

    title: str
    rows: list[list[Any]]


@dataclasses.dataclass(frozen=True)
class Document:
    """A document's tables and the text around them.

    Attributes:
        name: name of the file.
        tables: its tables in their order.
        paragraphs: its paragraphs outside tables, blank ones left out.
        findings: what was noticed while reading (tracked changes, pictures).
    """

    name: str
    tables: tuple[SourceTable, ...] = ()
    paragraphs: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def title_above(lines: Sequence[str]) -> str:
    r"""The block of short lines that stands right above a table.

    Args:
        lines: the lines before the table, blank ones too.

    >>> title_above(["Приказ", "", "План мероприятий", "на 2024/2025 учебный год ", ""])
    'План мероприятий\nна 2024/2025 учебный год'
    """
    block: list[str] = []
    for line in reversed(lines):
        text = " ".join(line.split())
        if text and len(text) <= _LONGEST_TITLE and len(block) < _MOST_LINES:
            block.insert(0, text)
        elif block or text:
            break

    return "\n".join(block)
