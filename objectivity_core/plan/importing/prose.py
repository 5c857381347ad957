"""A plan without a table: numbered paragraphs with «Срок» and «Ответственный», or a table pasted one cell per line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.deadlines import read_deadline
from objectivity_core.plan.importing.words import NUMBERING, heading_scores, split_number
from objectivity_core.russian.document import SourceTable
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.school_year.year import SchoolYear

_LABELS: Final = re.compile(
    r"(?P<what>сроки?(?:\s+(?:исполнения|проведения|выполнения|реализации))?|дата|ответственн\w+(?:\s+(?:исполнител\w+|лиц\w+|за\s+исполнение))?|отв\.|исполнител\w+)\s*[:–—-]\s*",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?\s+\S")


def prose_table(paragraphs: Sequence[str], school_year: SchoolYear) -> SourceTable | None:
    """The measures of a text as a table with headings, or None where it holds none.

    Args:
        paragraphs: the text.
        school_year: for recognising deadlines.
    """
    return _one_cell_per_line(paragraphs, school_year) or _labelled(paragraphs)


def _labelled(paragraphs: Sequence[str]) -> SourceTable | None:
    """«1. Провести педсовет. Срок: октябрь. Ответственный: директор.», also with the labels on lines of their own."""
    rows: list[dict[str, str]] = []
    for paragraph in paragraphs:
        parts = _LABELS.split(paragraph)
        numbered = bool(_NUMBERED.match(paragraph))
        if not numbered and not rows:
            continue
        if numbered:
            number, text = split_number(parts[0].strip())
            rows.append({"number": number, "measure": text.strip() if number else parts[0].strip()})
        elif parts[0].strip() and len(parts) > 1:
            rows[-1]["measure"] += f"\n{parts[0].strip()}"
        for label, value in zip(parts[1::2], parts[2::2], strict=True):
            name = "phrase" if label.lower().startswith(("срок", "дат")) else "responsible"
            rows[-1].setdefault(name, value.strip(" ;,"))
    if not any("phrase" in row for row in rows):
        return None
    names = ("number", "measure", "phrase", "responsible")
    kept = [[row.get(name) for name in names] for row in rows]

    return SourceTable("", [[TABLES["measures"][name].heading for name in names], *kept])


def _one_cell_per_line(lines: Sequence[str], school_year: SchoolYear) -> SourceTable | None:
    """A table whose cells came one per line: headings first, then rows that each begin with a number."""
    start = next((at for at, line in enumerate(lines) if _is_heading(line, "number")), -1)
    if start < 0:
        return None
    width = 1
    while (
        start + width < len(lines)
        and heading_scores(lines[start + width])
        and not NUMBERING.fullmatch(lines[start + width])
    ):
        width += 1
    headings = list(lines[start : start + width])
    if width < 3 or not any(_is_heading(heading, "phrase") for heading in headings):
        return None
    rows: list[list[str]] = []
    for line in lines[start + width :]:
        if NUMBERING.fullmatch(line):
            rows.append([line])
        elif rows:
            rows[-1].append(line)
    at = next(number for number, heading in enumerate(headings) if _is_heading(heading, "phrase"))

    return SourceTable("", [headings, *(_fitted(row, width, at, school_year) for row in rows)])


def _is_heading(line: str, role: str) -> bool:
    return len(line) < 60 and role in heading_scores(line)


def _fitted(row: list[str], width: int, at: int, school_year: SchoolYear) -> list[Any]:
    """A row's lines in so many cells: what is too much is part of the text before the deadline, or of the last cell."""
    if len(row) <= width:
        return [*row, *[None] * (width - len(row))]
    deadline = next(
        (number for number in range(2, len(row)) if read_deadline(row[number], school_year).kind != "unknown"), at
    )
    middle = ["\n".join(row[1 : deadline - at + 2]), *row[deadline - at + 2 : deadline]] if at > 1 else []
    head = [row[0], *middle, row[deadline]]
    rest = row[deadline + 1 :]
    room = width - len(head)

    return [*head, *rest[: room - 1], "\n".join(rest[room - 1 :])] if room > 0 else head[:width]
