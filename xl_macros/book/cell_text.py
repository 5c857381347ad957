"""A cell as the XML of a sheet: its kind and content for each kind of value, and the value stored behind a formula."""

from __future__ import annotations

import datetime as dt
import functools
import html
from typing import TYPE_CHECKING, Any, NamedTuple

from objectivity_core.tables.day_numbers import day_number
from xl_macros.book.shared_strings import text_element
from xl_macros.book.xml_text import attribute, element, with_attribute, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from xl_macros.book.sheet_part import Cell


_EXACT = 1e15
"""From here on a whole float is better written with its exponent."""


class Stored(NamedTuple):
    """A value as it stands in a cell: the cell's type (None for numbers) and the text of its value."""

    type: str | None
    text: str


def stored(value: Any, epoch: dt.datetime) -> Stored:
    """A value as it is stored behind a formula; nothing is an empty text.

    Args:
        value: what Excel would compute.
        epoch: day 0 of the workbook.
    """
    if value is None:
        return Stored("str", "")
    if isinstance(value, bool):
        return Stored("b", str(int(value)))
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < _EXACT
        return Stored(None, repr(int(value) if whole else value))
    if isinstance(value, dt.timedelta):
        return Stored(None, f"{value / dt.timedelta(days=1):.15g}")
    if isinstance(value, dt.date | dt.time):
        moment = dt.datetime.combine(epoch, value) if isinstance(value, dt.time) else value
        return Stored(None, f"{day_number(moment, epoch):.15g}")

    return Stored("str", written(str(value)))


def constant(
    value: Any, prefix: str, epoch: dt.datetime, number: Callable[[str], int] | None
) -> tuple[str | None, str]:
    """The type and the content of a cell that holds a value, not a formula.

    Args:
        value: not None.
        prefix: of the sheet's elements.
        epoch: day 0 of the workbook.
        number: gives a text its number among the shared ones; None where the workbook shares none.
    """
    if not isinstance(value, str):
        kind, text = stored(value, epoch)
        return kind, f"<{prefix}v>{text}</{prefix}v>"
    if number:
        return "s", f"<{prefix}v>{number(value)}</{prefix}v>"

    return "inlineStr", f"<{prefix}is>{text_element(prefix, value)}</{prefix}is>"


def written_formula(formula: str) -> str:
    """A formula (with its equals sign) as the content of an element."""
    return html.escape(formula[1:], quote=False)


@functools.lru_cache(maxsize=512)
def spellings(formula: str) -> frozenset[str]:
    """How programs write a formula (with its equals sign) into a sheet: with and without entities for quotes."""
    plain = written_formula(formula)
    quoted = plain.replace('"', "&quot;")

    return frozenset({plain, quoted, quoted.replace("'", "&apos;")})


def formula_of(cell: Cell, prefix: str) -> str | None:
    """The formula of a cell as it is spelt there; None where it has none, ``""`` where another cell has it."""
    found = element(f"{prefix}f").search(cell.content or "")

    return None if not found else found[2] or ""


def with_value(cell: Cell, prefix: str, value: Stored) -> Cell:
    """A formula's cell with another value behind it; the same cell where it has that value."""
    formula = element(f"{prefix}f").search(cell.content or "")
    found = element(f"{prefix}v").search(cell.content or "")
    if not formula or (found and _same(Stored(attribute(cell.attributes, "t"), found[2] or ""), value)):
        return cell
    attributes = with_attribute(cell.attributes, "t", value.type)

    return cell._replace(attributes=attributes, content=f"{formula[0]}<{prefix}v>{value.text}</{prefix}v>")


def _same(old: Stored, new: Stored) -> bool:
    if old.type == "n":
        old = old._replace(type=None)
    if old.type != new.type or old.text == new.text:
        return old == new

    return new.type is None and float(old.text or "nan") == float(new.text)
