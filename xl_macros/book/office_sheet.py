"""A sheet open in LibreOffice as :class:`xl_macros.book.live_sheet.LiveSheet`, by its UNO objects."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from objectivity_core.tables.grid import column_letter
from xl_macros.book.live_sheet import PROTECTED, READ_ONLY
from xl_macros.libreoffice.bridge import border
from xl_macros.libreoffice.ranges import CONTENTS, visible_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OVER = re.compile(r"(?P<begin>\$(?P<sheet>.+)\.(?P<column>\$[A-Z]+)\$)(?P<first>\d+):(?P=column)\$\d+")
"""A range of one column as a chart names it: «$Сводка.$L$6:$L$7»."""


@border
class OfficeSheet:
    """A sheet in LibreOffice."""

    def __init__(self, document: Any, sheet: Any) -> None:
        """Take a spreadsheet document and a sheet of it."""
        self._document, self._sheet = document, sheet

    def obstacle(self) -> str:
        """Why nothing can be written here."""
        if self._document.isReadonly():
            return READ_ONLY

        return PROTECTED if self._sheet.isProtected() else ""

    def last_filled(self, left: int, width: int) -> int:
        """The last row in which these columns hold anything, 1-based."""
        last = self._sheet.Rows.Count - 1
        cells = self._sheet.getCellRangeByPosition(left - 1, 0, left + width - 2, last)

        return max((part.EndRow + 1 for part in cells.queryContentCells(CONTENTS).RangeAddresses), default=1)

    def charts_follow(self, top: int, left: int, width: int, rows: int) -> None:
        """See :class:`xl_macros.book.live_sheet.LiveSheet`."""
        columns = {f"${column_letter(left + at)}" for at in range(width)}

        def moved(labelled: Any, provider: Any) -> bool:
            """Give a sequence of values as many rows as the table has, if it stands over the table and has not."""
            old = labelled.Values
            found = _OVER.fullmatch(old.SourceRangeRepresentation)
            if not found or found["sheet"].strip("'") != self._sheet.Name or found["column"] not in columns:
                return False
            wanted = f"{found['begin']}{top}:{found['column']}${top + rows - 1}"
            if int(found["first"]) != top or old.SourceRangeRepresentation == wanted:
                return False
            new = provider.createDataSequenceByRangeRepresentation(wanted)
            new.Role = old.Role
            labelled.setValues(new)

            return True

        for chart in _charts(self._document):
            for system in chart.FirstDiagram.CoordinateSystems:
                axis = system.getAxisByDimension(0, 0)
                scale = axis.ScaleData
                if scale.Categories is None or not moved(scale.Categories, chart.DataProvider):
                    continue
                axis.ScaleData = scale
                for series in (one for kind in system.ChartTypes for one in kind.DataSeries):
                    for labelled in series.DataSequences:
                        moved(labelled, chart.DataProvider)
                chart.setModified(True)

    def show(self, top: int, bottom: int) -> Callable[[], bool] | None:
        """Show all rows of a span; what is returned runs the filters again."""
        if self._all_visible(top, bottom):
            return None
        ranges = self._document.DatabaseRanges
        own = self._sheet.RangeAddress.Sheet
        found = [ranges.getByName(name) for name in ranges.ElementNames]
        filtered = [
            one for one in found if one.DataArea.Sheet == own and len(one.getFilterDescriptor().getFilterFields2())
        ]
        by_hand = not filtered
        for one in filtered:
            self._let_see(one.DataArea.StartRow + 1, one.DataArea.EndRow + 1)
        if not self._all_visible(top, bottom):
            by_hand = True
            self._let_see(top, bottom)

        return functools.partial(_refresh, filtered, by_hand=by_hand)

    def _let_see(self, top: int, bottom: int) -> None:
        self._sheet.getCellRangeByPosition(0, top - 1, 0, bottom - 1).Rows.IsVisible = True

    def _all_visible(self, top: int, bottom: int) -> bool:
        return len(visible_rows(self._sheet, top, bottom)) == bottom - top + 1


def _charts(document: Any) -> Iterator[Any]:
    for sheet in document.Sheets:
        for name in sheet.Charts.ElementNames:
            yield sheet.Charts.getByName(name).EmbeddedObject


def _refresh(filtered: list[Any], *, by_hand: bool) -> bool:
    """Filter anew; a table that was sorted is sorted anew too."""
    for one in filtered:
        one.refresh()

    return not by_hand
