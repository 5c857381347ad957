"""A sheet open in LibreOffice as :class:`xl_macros.book.live_sheet.LiveSheet`, by its UNO objects."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from xl_macros.book.live_sheet import PROTECTED, READ_ONLY
from xl_macros.libreoffice.bridge import border

if TYPE_CHECKING:
    from collections.abc import Callable

_CONTENTS = 1 | 2 | 4 | 16
"""``com.sun.star.sheet.CellFlags``: values, dates, texts, formulas."""


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

        return max((part.EndRow + 1 for part in cells.queryContentCells(_CONTENTS).RangeAddresses), default=1)

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
            self._rows(one.DataArea.StartRow + 1, one.DataArea.EndRow + 1).Rows.IsVisible = True
        if not self._all_visible(top, bottom):
            by_hand = True
            self._rows(top, bottom).Rows.IsVisible = True

        return functools.partial(_refresh, filtered, by_hand=by_hand)

    def _rows(self, top: int, bottom: int) -> Any:
        return self._sheet.getCellRangeByPosition(0, top - 1, self._sheet.Columns.Count - 1, bottom - 1)

    def _all_visible(self, top: int, bottom: int) -> bool:
        parts = self._rows(top, bottom).queryVisibleCells().RangeAddresses
        seen = {row for part in parts for row in range(part.StartRow, part.EndRow + 1)}

        return len(seen) == bottom - top + 1


def _refresh(filtered: list[Any], *, by_hand: bool) -> bool:
    """Filter anew; a table that was sorted is sorted anew too."""
    for one in filtered:
        one.refresh()

    return not by_hand
