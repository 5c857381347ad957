"""Reads Word documents (.docx, .docm): tables with merged cells, paragraphs, text with tracked changes as if accepted."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.findings import shown
from objectivity_core.russian.document import Document, SourceTable, title_above
from objectivity_core.russian.wording import first_of
from xl_macros.documents import rules
from xl_macros.documents.sheets import ensure_few
from xl_macros.documents.word_grid import Cell, aligned
from xl_macros.documents.word_package import word_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from objectivity_core.findings import Finding

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE: Final = frozenset({f"{_W}del", f"{_W}moveFrom"})
_ARRIVED: Final = frozenset({f"{_W}ins", f"{_W}moveTo"})
_PICTURES: Final = frozenset({f"{_W}drawing", f"{_W}pict", f"{_W}object"})
_CHARACTERS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_SYMBOLS: Final = dict.fromkeys(("FC", "FE", "FD", "FB", "50", "52", "53", "54", "56"), "✓") | dict.fromkeys(
    ("A8", "6F", "71", "72", "A3"), "☐"
)
"""Characters of the fonts Wingdings and Wingdings 2 by the end of their number: ticks and crosses, empty boxes; any other is a bullet."""
_MOST: Final = 5
_MOST_COLUMNS: Final = 63
"""Word allows no more."""


@dataclasses.dataclass
class _Seen:
    """What was noticed while reading."""

    changes: bool = False
    hidden: bool = False
    struck: list[str] = dataclasses.field(default_factory=list)
    pictures: int = 0
    bullets: frozenset[tuple[str, str]] = frozenset()
    tables: list[SourceTable] = dataclasses.field(default_factory=list)


def read_word(name: str, data: bytes) -> Document:
    """A Word document.

    Text of a merged cell stands in each cell that it covers. Deleted text of tracked changes is not read, inserted text is. A table inside a cell becomes
    a table of its own. What is hidden or crossed out is not read either.
    Automatic numbers are no text: such cells are empty.

    Args:
        name: name of the file, for messages.
        data: its bytes.

    Raises:
        ObjectivityError: it has too many tables.
        Exception: see :func:`~xl_macros.documents.word_package.word_parts`.
    """
    main, numbering = word_parts(data)
    seen = _Seen(bullets=frozenset() if numbering is None else _bullets(numbering))
    ensure_few(name, sum(1 for _ in main.iter(f"{_W}tbl")))
    body = main.find(f"{_W}body")
    paragraphs: list[str] = []
    above: list[str] = []
    for block in [] if body is None else _blocks(body, seen):
        if block.tag == f"{_W}tbl":
            _read_table(block, title_above(above), seen)
            above = []
        else:
            lines = _paragraph(block, seen).split("\n")
            above += lines
            paragraphs += [line.strip(" \n\xa0") for line in lines if line.strip()]

    return Document(name, tuple(seen.tables), tuple(paragraphs), tuple(_findings(name, seen)))


def _findings(name: str, seen: _Seen) -> Iterator[Finding]:
    if seen.changes:
        yield rules.TRACKED_CHANGES.at(where=name)
    if seen.hidden:
        yield rules.HIDDEN_TEXT.at(where=name)
    if seen.struck:
        yield rules.CROSSED_OUT.at(where=name, what=first_of([f"«{shown(text)}»" for text in seen.struck], _MOST))
    if seen.pictures:
        yield rules.PICTURES.at(where=name, count=seen.pictures)


def _blocks(parent: Any, seen: _Seen) -> Iterator[Any]:
    """Paragraphs and tables in their order, those inside content controls and insertions too."""
    for child in parent:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag in _GONE:
            seen.changes = True
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}smartTag", *_ARRIVED}:
            yield from _blocks(child, seen)


def _read_table(table: Any, title: str, seen: _Seen) -> None:
    """Add the table, then the tables inside its cells, to what was seen."""
    at = len(seen.tables)
    rows = []
    for row in _children(table, f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            seen.changes = True
        elif _is_on(row.find(f"{_W}trPr/{_W}hidden")):
            seen.hidden = True
        else:
            rows.append(_row(row, seen))
    widths = [_number(column, 1, f"{_W}w") for column in table.iterfind(f"{_W}tblGrid/{_W}gridCol")]
    seen.tables.insert(at, SourceTable(title, aligned(rows, widths)))


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, those inside content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", *_ARRIVED}:
            yield from _children(child, tag)


def _row(row: Any, seen: _Seen) -> list[Cell]:
    """The cells of a row with their places in the grid."""
    cells: list[Cell] = []
    start = min(_number(row.find(f"{_W}trPr/{_W}gridBefore"), 0), _MOST_COLUMNS)
    for cell in _children(row, f"{_W}tc"):
        end = start + min(max(1, _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)), _MOST_COLUMNS)
        below, beside = (_goes_on(cell.find(f"{_W}tcPr/{_W}{name}")) for name in ("vMerge", "hMerge"))
        if beside and cells:
            cells[-1] = dataclasses.replace(cells[-1], end=end)
        else:
            cells.append(Cell(start, end, None if below else _cell(cell, seen), below))
        start = end

    return cells


def _goes_on(merge: Any) -> bool:
    """Whether a cell belongs to the merged cell that begins above it or left of it."""
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _number(element: Any, default: int, name: str = f"{_W}val") -> int:
    value = element.get(name, "") if element is not None else ""

    return int(value) if value.isdigit() else default


def _cell(cell: Any, seen: _Seen) -> str | None:
    if cell.find(f"{_W}tcPr/{_W}cellDel") is not None:
        seen.changes = True
        return None
    blocks = list(_blocks(cell, seen))
    paragraphs = [block for block in blocks if block.tag == f"{_W}p"]
    lines: list[str] = []
    joined = False
    for paragraph in paragraphs:
        text = _paragraph(paragraph, seen)
        mark = "- " if text.strip() and len(paragraphs) > 1 and _is_bullet(paragraph, seen) else ""
        if joined:
            lines[-1] += text
        else:
            lines.append(mark + text)
        joined = paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None  # the end of the paragraph was deleted
        seen.changes |= joined
    for block in blocks:
        if block.tag == f"{_W}tbl":
            _read_table(block, "", seen)

    return "\n".join(lines).replace("\t", " ").strip(" \n\xa0") or None


def _paragraph(paragraph: Any, seen: _Seen) -> str:
    return "".join(_text(paragraph, seen))


def _text(parent: Any, seen: _Seen) -> Iterator[str]:
    """The text of a paragraph as it reads when tracked changes are accepted."""
    for child in parent:
        tag = child.tag
        if tag in _GONE:
            seen.changes = True
        elif tag in _PICTURES:
            seen.pictures += 1
        elif tag == f"{_W}r" and _is_unseen(child, seen):
            continue
        elif tag == f"{_W}t":
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == f"{_W}sym":
            yield _SYMBOLS.get(child.get(f"{_W}char", "").upper()[-2:], "•")
        elif isinstance(tag, str) and tag not in {f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr", _FALLBACK}:
            seen.changes |= tag in _ARRIVED
            yield from _text(child, seen)


def _is_unseen(run: Any, seen: _Seen) -> bool:
    """Whether a run is hidden, so that Word neither shows nor prints it, or crossed out."""
    hidden, *struck = (_is_on(run.find(f"{_W}rPr/{_W}{name}")) for name in ("vanish", "strike", "dstrike"))
    text = "".join(one.text or "" for one in run.iter(f"{_W}t")).strip()
    if hidden:
        seen.hidden |= bool(text)
    elif any(struck) and text:
        seen.struck.append(text)

    return hidden or any(struck)


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{_W}val", "true") not in {"0", "false", "off"}


def _is_bullet(paragraph: Any, seen: _Seen) -> bool:
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr")
    if numbered is None:
        return False
    number, level = (numbered.find(f"{_W}{name}") for name in ("numId", "ilvl"))

    return (
        number.get(f"{_W}val") if number is not None else "",
        level.get(f"{_W}val") if level is not None else "0",
    ) in seen.bullets


def _bullets(numbering: Any) -> frozenset[tuple[str, str]]:
    """Lists and levels whose marks are bullets, as (list, level)."""
    abstract = {
        (one.get(f"{_W}abstractNumId"), level.get(f"{_W}ilvl"))
        for one in numbering.iterfind(f"{_W}abstractNum")
        for level in one.iterfind(f"{_W}lvl")
        if level.find(f"{_W}numFmt") is not None and level.find(f"{_W}numFmt").get(f"{_W}val") == "bullet"
    }

    return frozenset(
        (one.get(f"{_W}numId"), level)
        for one in numbering.iterfind(f"{_W}num")
        for name, level in abstract
        if (found := one.find(f"{_W}abstractNumId")) is not None and found.get(f"{_W}val") == name
    )
