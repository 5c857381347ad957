"""One cell: from what stands on the sheet to a value, and back. One finding at most for one bad cell."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING, Any

from objectivity_core.russian.dates import spelt_day
from objectivity_core.russian.unseen import visible
from objectivity_core.tables import rules
from objectivity_core.tables.day_numbers import moment_of
from objectivity_core.tables.grid import Formula, is_blank
from objectivity_core.tables.states import NOT_ATTEMPTED

if TYPE_CHECKING:
    from objectivity_core.findings import Rule
    from objectivity_core.tables.model import Column, Kind

TEXT_KINDS: frozenset[Kind] = frozenset({"text", "list", "code", "choice", "score", "any"})
_ERRORS = frozenset(
    {
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#Н/Д",
        "#ССЫЛКА!",
        "#ЗНАЧ!",
        "#ДЕЛ/0!",
        "#ИМЯ?",
    }
)
_NUMBER_TEXT = re.compile(r"[-+−]?\d+(?:[.,]\d+)?")

_NO_MARK = re.compile(
    r"[-–—−_/]+|н\s*[/.]?\s*[абняз]\.?|н|б|неатт[а-я]*|не\s*аттест[а-я]*|а/з|осв[а-я]*|(?:не)?\s*зач[а-я]*|не\s*изуч[а-я]*|нет|нет\s+отметки|без\s+отметки|выбыл[а-я]*"
)
"""Words of a journal in place of a mark."""
_JOURNAL_MARK = re.compile(r"([2-5])\s*(?:[-+−]|\(.*\)|\[.*\])")
"""A mark with its average, its words or a sign behind it."""
_AVERAGE_BESIDE = re.compile(r"\S\s*[(\[]\s*([1-5](?:[.,]\d+)?)\s*[)\]]\W*$")
_MARK_WORDS = {"отл": 5, "хор": 4, "удовл": 3, "неуд": 2}
_PARTS = re.compile(r"[;,\n](?![^()]{0,300}\))")


class BadCell(ValueError):  # noqa: N818 - it is not an error of the program: it becomes a Finding
    """The cell cannot be read: by which rule, and as a finding that has no place yet."""

    def __init__(self, rule: Rule, **words: Any) -> None:
        """Keep the rule and fill in its words."""
        self.rule, self.finding = rule, rule.at(**words)
        super().__init__(self.finding.message)


def as_text(cell: Any) -> str:
    r"""A cell as text: numbers without a trailing ``.0``, dates as people write them, blanks folded at the ends.

    >>> as_text(4.0), as_text(" 4А\xa0"), as_text(dt.date(2025, 4, 15))
    ('4', '4А', '15.04.2025')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return visible(cell).strip(" \t\r\n\xa0")
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, dt.datetime | dt.date):
        return cell.strftime("%d.%m.%Y")

    return str(cell)


def as_date(cell: Any) -> dt.date:
    """A cell as a date: a date cell, «15.04.2025», «15.04.25», «15/04/2025», «2025-04-15», «15 апреля 2025 г.» or Excel's day number.

    Raises:
        BadCell: anything else, or a year that no school can mean (a slip: 2205 for 2025).
    """
    day = _day(cell)
    if not 2000 <= day.year <= 2100:
        raise BadCell(rules.BAD_YEAR)

    return day


def _day(cell: Any) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 36526 <= cell < 73416:
        return moment_of(int(cell)).date()
    said = spelt_day(cell) if isinstance(cell, str) else None
    if said and said.year:
        try:
            return dt.date(*said)
        except ValueError:
            raise BadCell(rules.NO_SUCH_DATE) from None
    raise BadCell(rules.BAD_DATE)


def as_number(column: Column, cell: Any) -> float:
    """A cell as a number within the column's bounds; whole unless the column is ``number`` or ``share``.

    Raises:
        BadCell: text, a fraction where a whole number is due, or a number out of bounds.
    """
    if isinstance(cell, str) and _NUMBER_TEXT.fullmatch(cell):
        cell = float(cell.replace(",", ".").replace("−", "-"))
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not math.isfinite(cell):
        raise BadCell(rules.BAD_NUMBER, example=_example(column))
    number = float(cell)
    if column.kind == "mark" and number not in {2.0, 3.0, 4.0, 5.0}:
        raise BadCell(rules.BAD_MARK)
    if column.kind == "integer" and not number.is_integer():
        raise BadCell(rules.NOT_WHOLE, example=_example(column))
    if (column.minimum is not None and number < column.minimum) or (
        column.maximum is not None and number > column.maximum
    ):
        raise BadCell(rules.OUT_OF_BOUNDS, bounds=_bounds(column), example=_example(column))

    return number


def as_mark(column: Column, cell: Any) -> float | None:
    """A mark as a journal has it: «5», «4 (3,67)», «отл.»; None for what says that there is none («н/а», «осв.», «зач.», a dash).

    Raises:
        BadCell: anything else.
    """
    text = as_text(cell).lower().replace("ё", "е").strip(" .«»“”„\"'")
    if _NO_MARK.fullmatch(re.sub(r"\s*\([^)]*\)$", "", text)):
        return None
    if found := _JOURNAL_MARK.fullmatch(text):
        return float(found[1])
    if word := next((number for start, number in _MARK_WORDS.items() if text.startswith(start)), 0):
        return float(word)

    return as_number(column, text if isinstance(cell, str) else cell)


def average_beside(cell: Any) -> float | None:
    """The average in brackets behind a mark or what stands for one.

    >>> average_beside("4 (3,67)"), average_beside("н/а [2.1]"), average_beside("4 (хорошо)"), average_beside(4)
    (3.67, 2.1, None, None)
    """
    found = _AVERAGE_BESIDE.search(as_text(cell))

    return float(found[1].replace(",", ".")) if found else None


def as_score(cell: Any) -> str:
    """Points for a task: a whole number from 0, or X (Latin or Russian, any case) for «не приступал».

    >>> as_score(2.0), as_score("х"), as_score("0")
    ('2', 'X', '0')

    Raises:
        BadCell: anything else.
    """
    text = as_text(cell).upper().replace("Х", NOT_ATTEMPTED)
    if text == NOT_ATTEMPTED or (text.isascii() and text.isdigit()):
        return text if text == NOT_ATTEMPTED else str(int(text))
    raise BadCell(rules.NOT_A_SCORE)


def as_choice(column: Column, text: str) -> str:
    """One of the column's choices, without difference of case, as worksheet formulas compare; any text where people extend the set.

    Raises:
        BadCell: it is none of them.
    """
    if not column.choices or column.filling == "formula":
        return text
    for choice in column.choices:
        if choice.casefold() == text.casefold():
            return choice
    raise BadCell(rules.NOT_IN_LIST, choices=", ".join(column.choices))


def read_cell(column: Column, cell: Any) -> Any:
    """The value of a cell that is not blank.

    Raises:
        BadCell: the cell does not fit its column.
    """
    if isinstance(cell, Formula):
        cell = cell.value
    if isinstance(cell, str):
        cell = as_text(cell)
        if cell in _ERRORS:
            raise BadCell(rules.ERROR_CELL)
    match column.kind:
        case "date":
            return as_date(cell)
        case "integer" | "number" | "mark" | "share":
            return as_mark(column, cell) if column.kind == "mark" else as_number(column, cell)
        case "score":
            return as_score(cell)
        case "choice":
            return as_choice(column, as_text(cell))
        case "list":
            return "; ".join(split_list(as_text(cell)))
        case _:
            return as_text(cell)


def split_list(text: str) -> list[str]:
    """Parts of a ``list`` cell: separated by «;», a comma or a line break outside brackets, blanks dropped.

    >>> split_list("Физика; Математика (5, 6),Химия;")
    ['Физика', 'Математика (5, 6)', 'Химия']
    """
    return [part.strip() for part in _PARTS.split(text) if part.strip()]


def write_cell(column: Column, value: Any) -> Any:
    """A frame's value as a cell: ``None`` for nothing, ``date`` for dates, ``int`` for whole numbers; a mark may be a journal's word in place of one."""
    if isinstance(value, Formula) or (column.kind == "mark" and isinstance(value, str)):
        return value
    if column.kind == "any":
        return None if is_blank(value) else value
    if column.kind in TEXT_KINDS:
        text = None if is_blank(value) or value != value else str(value)  # noqa: PLR0124 - NaN differs from itself
        return int(text) if text is not None and column.kind == "score" and text.isdigit() else text
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT differ from themselves
        return None
    if column.kind == "date":
        return value.date() if isinstance(value, dt.datetime) else value
    number = float(value)

    return int(number) if number.is_integer() else number


def _example(column: Column) -> str:
    return f", например {column.example}" if column.example else ""


def _bounds(column: Column) -> str:
    low = f"от {column.minimum:g}" if column.minimum is not None else ""
    high = f"до {column.maximum:g}" if column.maximum is not None else ""

    return f"{low} {high}".strip()
