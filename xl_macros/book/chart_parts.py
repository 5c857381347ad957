"""Charts in a workbook file: only the values that they store follow the tables."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from objectivity_core.tables.grid import column_letter
from objectivity_core.tables.panel import CHARTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from objectivity_core.tables import Table
    from objectivity_core.tables.grid import Grid

Column = tuple[str, str, int]
"""Where a table's column begins: sheet, letter, first row under the heading."""

_REFERENCE = re.compile(
    r"<c:(?P<kind>str|num)Ref><c:f>(?P<sheet>'[^']+'|[^<'!]+)!\$(?P<letter>[A-Z]+)\$(?P<first>\d+):\$(?P=letter)\$(?P<last>\d+)</c:f>"
    r"(?:<c:(?P=kind)Cache>(?P<format><c:formatCode>[^<]*</c:formatCode>)?.*?</c:(?P=kind)Cache>)?</c:(?P=kind)Ref>",
    re.DOTALL,
)


def with_columns(chart: str, columns: Mapping[Column, Sequence[Any]]) -> str:
    """A chart's part with the values of these columns stored in it.

    Args:
        chart: the XML.
        columns: values of table columns; a chart over such a column shows all of them, at most :data:`CHARTED`
            where it is a list of names.
    """
    return _REFERENCE.sub(lambda found: _reference(found, columns), chart)


def chart_columns(tables: Iterable[tuple[Table, Grid, pd.DataFrame]]) -> dict[Column, list[Any]]:
    """The values of the columns of these tables, by where they begin on their sheets.

    Args:
        tables: each table with its cells and its frame.
    """
    found = {}
    for table, grid, frame in tables:
        positions = grid.positions()
        for column in table.columns:
            if column.heading in positions:
                place = grid.sheet, column_letter(grid.left + positions[column.heading]), grid.top + 1
                found[place] = frame[column.name].to_list()

    return found


def _reference(found: re.Match[str], columns: Mapping[Column, Sequence[Any]]) -> str:
    """A reference of a chart with the values that stand there now."""
    letter, first = found["letter"], int(found["first"])
    sheet = html.unescape(found["sheet"]).strip("'")
    values = columns.get((sheet, letter, first))
    if values is None:
        return found[0]
    rows = int(found["last"]) - first + 1
    if rows <= CHARTED:  # a list of names, as long as it is; the months are always twelve
        rows = min(len(values), CHARTED) or CHARTED
    kind = (
        "str" if any(isinstance(value, str) for value in values) else found["kind"]
    )  # names that were blank stood as numbers
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{_shown(value, kind)}</c:v></c:pt>'
        for at, value in enumerate(values[:rows])
        if value is not None and value == value  # noqa: PLR0124 - NaN differs from itself
    )
    code = (found["format"] or "<c:formatCode>General</c:formatCode>") if kind == "num" else ""
    cells = f"{found['sheet']}!${letter}${first}:${letter}${first + rows - 1}"

    return f'<c:{kind}Ref><c:f>{cells}</c:f><c:{kind}Cache>{code}<c:ptCount val="{rows}"/>{points}</c:{kind}Cache></c:{kind}Ref>'


def _shown(value: Any, kind: str) -> str:
    return f"{value:.15g}" if kind == "num" else html.escape(str(value), quote=False)
