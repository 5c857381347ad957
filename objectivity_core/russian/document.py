"""A document that people bring (Word, Excel, text), as cells and paragraphs, whatever program made it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from objectivity_core.russian.unseen import in_one_alphabet, visible

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


def as_seen(document: Document) -> Document:
    """The document without what nobody sees (:mod:`~objectivity_core.russian.unseen`), words in one alphabet."""
    tables = tuple(
        SourceTable(_seen(table.title), [[_seen(cell) for cell in row] for row in table.rows])
        for table in document.tables
    )

    return dataclasses.replace(document, tables=tables, paragraphs=tuple(map(_seen, document.paragraphs)))


def _seen(cell: Any) -> Any:
    return in_one_alphabet(visible(cell)) if isinstance(cell, str) else cell


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
