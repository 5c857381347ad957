"""From the rows of a plan's table to its sections and measures."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final, Literal

from objectivity_core.plan.importing.layout import is_month, is_responsible, month_of
from objectivity_core.plan.importing.words import folded, heading_scores, split_number
from objectivity_core.russian.wording import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.plan.importing.layout import Layout, Rows

RowKind = Literal["blank", "heading", "section", "goes on", "measure", "closing"]
REPEATED: Final = "повтор заголовка таблицы"
SIGNATURE: Final = "подпись или итог под таблицей"
EMPTY_SECTION: Final = "раздел без мер"
NO_TEXT: Final = "не названо мероприятие"
_DITTO: Final = re.compile(r"(?:[-–—]\s*)?(?:[\"″”“»«]|//|/\s*/|то же|там же)(?:\s*[-–—])?", re.IGNORECASE)
_NOT_TICKED: Final = frozenset({"нет", "0", "☐", "□", "◻", "▢", "❏", "❐", "❑", "❒", "○", "◯"})
_NOTHING: Final = re.compile(r"[-–—_.\s]*")
_BULLET: Final = re.compile(r"^\s*[-–—•·*▪\u2212\uf0b7]\s*(?=\S)")
_CLOSING: Final = re.compile(
    r"(?:исполнитель|исп\.|составил\w*|директор школы|согласован\w*|утвержд\w+|приложени\w+|итого|всего)\b",
    re.IGNORECASE,
)


@dataclasses.dataclass
class Row:
    """One row of the table as text, by role; ``section`` holds the section that it belongs to."""

    number: str
    measure: str
    phrase: str
    responsible: str
    proof_kind: str
    note: str
    section: str = ""
    section_number: str = ""


@dataclasses.dataclass
class Body:
    """The measures of a table as rows, and what was left out with the reason."""

    rows: list[Row] = dataclasses.field(default_factory=list)
    left_out: list[tuple[str, str]] = dataclasses.field(default_factory=list)


def read_rows(rows: Rows, layout: Layout, section: str = "") -> Body:
    """Every row below the headings: a section, a measure, the rest of the measure above, or nothing of the plan.

    Args:
        rows: the whole table as texts.
        layout: its columns.
        section: the section that holds until the table names one.
    """
    body = Body()
    current, number = section, split_number(section)[0]
    count, empty = int(bool(section)), ""
    for at in range(layout.first, len(rows)):
        row = rows[at]
        kind = _kind(rows, at, layout, body)
        if kind == "section":
            if empty:
                body.left_out.append((empty, EMPTY_SECTION))
            current, count = _section_text(row, layout), count + 1
            number, empty = split_number(current)[0] or str(count), current
        elif kind == "goes on":
            body.rows[-1].measure += "\n" + layout.cell(row, "measure")
        elif kind == "heading":
            body.left_out.append((_first_words(row), REPEATED))
        elif kind == "closing":
            signed = any(_CLOSING.match(cell) for cell in row)
            body.left_out.append((_first_words(row), SIGNATURE if signed else NO_TEXT))
        elif kind == "measure":
            one = _row(row, layout, body.rows[-1] if body.rows else None)
            if (own := layout.cell(row, "section")) and folded(own) != folded(current):
                current, count = own, count + 1
                number = split_number(own)[0] or str(count)
            one.section, one.section_number = current, number if current else ""
            body.rows.append(one)
            empty = ""
    if empty:
        body.left_out.append((empty, EMPTY_SECTION))

    return body


def _row(row: Sequence[str], layout: Layout, above: Row | None) -> Row:
    def cell(role: Literal["phrase", "responsible", "proof_kind", "note"]) -> str:
        text = layout.cell(row, role)
        if text and _DITTO.fullmatch(text):
            return str(getattr(above, role)) if above else ""

        return "" if _NOTHING.fullmatch(text) else text

    return Row(
        layout.cell(row, "number"),
        layout.cell(row, "measure"),
        *_term_and_people(row, layout, cell("phrase"), cell("responsible")),
        cell("proof_kind"),
        cell("note"),
    )


def _term_and_people(row: Sequence[str], layout: Layout, phrase: str, people: str) -> tuple[str, str]:
    """Deadline and responsible; parted where the plan has one column for both («Срок, ответственный»)."""
    phrase = _period(row, layout) or phrase
    columns = layout.roles.get("phrase", ())
    if "responsible" in layout.roles or not columns or "responsible" not in heading_scores(layout.headings[columns[0]]):
        return phrase, people
    parts = [part.strip() for part in re.split(r"[\n;,]", phrase) if part.strip()]
    first = next((at for at, part in enumerate(parts) if is_responsible(part)), len(parts))

    return ", ".join(parts[:first]), "; ".join(parts[first:])


def _period(row: Sequence[str], layout: Layout) -> str:
    """The deadline of a plan with «начало» and «окончание» apart, or with a column for each month; ``""`` where it has one column."""
    columns = layout.roles.get("phrase", ())
    ends = [row[column] for column in columns if row[column] and not _NOTHING.fullmatch(row[column])]
    if len(columns) < 2 or not ends:
        return ""
    if all(is_month(layout.headings[column]) for column in columns):
        months = (MONTHS[month_of(layout.headings[column]) - 1] for column in columns if _is_ticked(row[column]))
        return ", ".join(months)
    heads = " ".join(folded(layout.headings[column]) for column in columns)
    if len(set(ends)) == 1:
        return ends[0]

    joined = " - " if "начал" in heads or "оконч" in heads else " " if "врем" in heads else "\n"

    return joined.join(dict.fromkeys(ends))


def _is_ticked(cell: str) -> bool:
    """Whether a cell under a month says anything but «no»: an empty box does not."""
    return bool(_filled([cell])) and cell.strip().lower() not in _NOT_TICKED


def _kind(rows: Rows, at: int, layout: Layout, body: Body) -> RowKind:
    row = rows[at]
    filled = _filled(row)
    if not filled:
        return "blank"
    if _is_heading(row, layout):
        return "heading"
    if _is_merged(row, layout):
        return "closing" if _CLOSING.match(filled[-1]) else "section"
    if _filled([*(layout.cell(row, role) for role in ("phrase", "responsible", "proof_kind")), _period(row, layout)]):
        return "measure" if _is_measure(row, layout) else "closing"

    return _kind_of_text_alone(rows, at, layout, body)


def _is_measure(row: Sequence[str], layout: Layout) -> bool:
    """Whether a row with deadline or people has a text that is no signature («Директор школы … Липатова В. О.»)."""
    measure = layout.cell(row, "measure")
    signed = _CLOSING.match(measure) and not layout.cell(row, "phrase") and not layout.cell(row, "number")

    return bool(measure) and not signed


def _kind_of_text_alone(rows: Rows, at: int, layout: Layout, body: Body) -> RowKind:
    """What a row is that has neither deadline nor people."""
    row = rows[at]
    filled, measure = _filled(row), layout.cell(row, "measure")
    if _CLOSING.match(filled[0]):
        return "closing"
    if measure and not layout.cell(row, "number") and body.rows and (_BULLET.match(measure) or measure[:1].islower()):
        return "goes on"
    if len(set(filled)) > 2 or _is_in_sequence(rows, at, layout, body):
        return "measure"  # also where something else is filled: participants, a mark

    return "section"


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell and not _NOTHING.fullmatch(cell)]


def _is_heading(row: Sequence[str], layout: Layout) -> bool:
    """Whether the headings are repeated (a page of Word), or the columns are numbered below them."""
    filled = [cell for cell in row if cell]
    if len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]:
        return True
    pairs = [(folded(cell), heading) for cell, heading in zip(row, layout.headings, strict=False) if cell]

    return (
        any(layout.headings)
        and len(pairs) > 1
        and all(cell and cell in {folded(heading), *map(folded, heading.split("\n"))} for cell, heading in pairs)
    )


def _is_merged(row: Sequence[str], layout: Layout) -> bool:
    """Whether one text lies over the columns of measure, deadline and responsible."""
    over = [layout.cell(row, role) for role in ("measure", "phrase", "responsible") if role in layout.roles]
    over = over if over[-1] or len(over) < 3 else over[:-1]  # the last column is sometimes left out of the merging

    return len(over) > 1 and len(set(over)) == 1 and bool(over[0])


def _is_in_sequence(rows: Rows, at: int, layout: Layout, body: Body) -> bool:
    """Whether a row without deadline and people is a measure after all: its number goes on from the one before to the one after."""
    if "number" not in layout.roles or not body.rows:
        return False
    before = split_number(body.rows[-1].number)[0]
    own = split_number(layout.cell(rows[at], "number"))[0]
    after = split_number(layout.cell(rows[at + 1], "number"))[0] if at + 1 < len(rows) else _next(own)
    if own.count(".") and own.count(".") == before.count("."):
        return True

    return _next(before) == own and bool(own) and _next(own) == after


def _next(number: str) -> str:
    """The number that follows: «1.9» → «1.10»."""
    head, _, last = number.rpartition(".")

    return f"{head}.{int(last) + 1}".lstrip(".") if last.isdigit() else ""


def _section_text(row: Sequence[str], layout: Layout) -> str:
    texts = list(dict.fromkeys(cell for cell in row if cell))
    number = layout.cell(row, "number")
    title = next((text for text in texts if text != number), number)
    title = " ".join(title.split())
    if number and number != title and split_number(number) != ("", number) and not split_number(title)[0]:
        return f"{number.rstrip('.) ')}. {title}"

    return title


def _first_words(row: Sequence[str]) -> str:
    text = " ".join(" ".join(dict.fromkeys(cell for cell in row if cell)).split())

    return text if len(text) <= 70 else text[:67] + "…"


def tidy(text: str) -> str:
    r"""A measure's text, readable: soft line breaks joined, lists as lines that begin with a hyphen.

    >>> tidy("Проверка работ:\n·  ВПР;\nи ВОШ\n\n• ОГЭ")
    'Проверка работ:\n- ВПР; и ВОШ\n- ОГЭ'
    """
    lines: list[str] = []
    for raw in text.replace("\xa0", " ").split("\n"):
        bullet = _BULLET.match(raw)
        line = " ".join(_BULLET.sub("", raw).split())
        if not line:
            continue
        if lines and not bullet and line[:1].islower() and not lines[-1].endswith(":"):
            lines[-1] += f" {line}"
        else:
            lines.append(f"- {line}" if bullet and lines else line)

    return "\n".join(lines)
