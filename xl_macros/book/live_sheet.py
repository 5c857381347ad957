"""What a sheet that is open in a program may keep from being written: rows out of sight, protection, a book for reading only.

Excel writes a block over filtered or hidden rows so that its first row lands in every visible row and the hidden rows are passed over,
and says nothing (xlwings #679, #747, #1483, #2619). So every row is shown before anything is written, and filters are put back.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    import xlwings as xw

READ_ONLY = "Книга «{book}» открыта только для чтения: возможно, она открыта у кого-то ещё. Закройте её, откройте для правки и повторите."
SHARED = "Книга «{book}» в общем доступе прежних версий Excel: записать таблицу в неё нельзя. Отключите общий доступ (вкладка «Рецензирование») и повторите."
PROTECTED = "Лист «{sheet}» защищён. Снимите защиту (вкладка «Рецензирование» → «Снять защиту листа») и повторите."


class LiveSheet(Protocol):
    """A sheet in its program."""

    def obstacle(self) -> str:
        """Why nothing can be written here, as a sentence with ``{sheet}`` and ``{book}``; ``""`` when it can."""
        ...

    def last_filled(self, left: int, width: int) -> int:
        """The last row in which these columns hold anything, or a later one; all 1-based."""
        ...

    def charts_follow(self, top: int, left: int, width: int, rows: int) -> None:
        """Let charts over a table show its rows, however many they are now.

        Args:
            top: row of the table's first cells, 1-based.
            left: its first column, 1-based.
            width: how many columns it has.
            rows: how many of its rows charts show.
        """

    def show(self, top: int, bottom: int) -> Callable[[], bool] | None:
        """Show all rows of a span.

        Returns:
            None if none was out of sight, else what hides them again as far as the program allows, and says whether all is as it was.
        """
        ...


def live_sheet(sheet: xw.Sheet, program: str) -> LiveSheet:
    """The sheet in the program in which it is open, by the name of xlwings' engine."""
    if program == "libreoffice":
        from xl_macros.book.office_sheet import OfficeSheet

        return OfficeSheet(sheet.book.api, sheet.api)

    return ExcelSheet(sheet.book.api, sheet.api)


_ONE, _AND, _OR, _TOP, _VALUES, _DYNAMIC = 0, 1, 2, frozenset({3, 4, 5, 6}), 7, 11
"""``XlAutoFilterOperator``."""
_FORMULAS, _PART, _BY_ROWS, _PREVIOUS = -4123, 2, 1, 2
"""``XlFindLookIn``, ``XlLookAt``, ``XlSearchOrder``, ``XlSearchDirection``."""
_BY_LANGUAGE = re.compile(r"\d")
"""Numbers and dates in a condition are read in the user's language and set in American: they would come back as others."""


class ExcelSheet:
    """A sheet in Excel, by its COM objects."""

    def __init__(self, book: Any, sheet: Any) -> None:
        """Take a ``Workbook`` and its ``Worksheet``."""
        self._book, self._sheet = book, sheet

    def obstacle(self) -> str:
        """See :class:`LiveSheet`."""
        if self._book.ReadOnly:
            return READ_ONLY
        if self._book.MultiUserEditing:
            return SHARED

        return PROTECTED if self._sheet.ProtectContents else ""

    def last_filled(self, left: int, width: int) -> int:
        """See :class:`LiveSheet`; a search passes over rows that a filter hides, so that then the used range must do."""
        used = self._sheet.UsedRange
        bottom = int(used.Row + used.Rows.Count - 1)
        if self._sheet.FilterMode:
            return bottom
        first = self._sheet.Cells(1, left)
        cells = self._sheet.Range(first, self._sheet.Cells(bottom, left + width - 1))
        found = cells.Find("*", first, _FORMULAS, _PART, _BY_ROWS, _PREVIOUS)

        return int(found.Row) if found is not None else 1

    def charts_follow(self, top: int, left: int, width: int, rows: int) -> None:
        """See :class:`LiveSheet`; in Excel a chart grows with the table by itself."""

    def show(self, top: int, bottom: int) -> Callable[[], bool] | None:
        """See :class:`LiveSheet`."""
        rows = self._sheet.Range(f"{top}:{bottom}").EntireRow
        if rows.Hidden is False:  # None: some are
            return None
        filters = [(one, _conditions(one)) for one in self._filters()]
        for one, _ in filters:
            one.ShowAllData()
        if self._sheet.FilterMode:
            self._sheet.ShowAllData()  # an advanced filter
            filters.append((None, None))
        by_hand = rows.Hidden is not False
        if by_hand:
            rows.Hidden = False

        return functools.partial(_hide_again, filters, by_hand=by_hand)

    def _filters(self) -> list[Any]:
        """The filters of its tables, and its own, that hide anything."""
        tables = self._sheet.ListObjects
        found = [tables(number).AutoFilter for number in range(1, tables.Count + 1)]
        if self._sheet.AutoFilterMode:
            found.append(self._sheet.AutoFilter)

        return [one for one in found if one is not None and one.FilterMode]


def _conditions(autofilter: Any) -> list[tuple[Any, ...]] | None:
    """What a filter asks, as arguments for ``Range.AutoFilter``; None where it could come back as something else."""
    asked: list[tuple[Any, ...]] = []
    for field in range(1, autofilter.Filters.Count + 1):
        one = autofilter.Filters(field)
        if not one.On:
            continue
        try:
            operator, first = int(one.Operator), one.Criteria1
            second = one.Criteria2 if operator in {_AND, _OR} else None
        except Exception:  # noqa: BLE001 - a filter by date groups, colours or icons tells its conditions by an error of COM
            return None
        by_words = operator in {_ONE, _AND, _OR} and not _BY_LANGUAGE.search(f"{first}{second or ''}")
        if not by_words and operator not in {*_TOP, _VALUES, _DYNAMIC}:
            return None
        parts = (first, operator or None, second)
        asked.append((field, *parts[: max(at for at in range(3) if parts[at] is not None) + 1]))

    return asked


def _hide_again(filters: list[tuple[Any, Any]], *, by_hand: bool) -> bool:
    for autofilter, conditions in filters:
        for condition in conditions or ():
            autofilter.Range.AutoFilter(*condition)

    return not by_hand and all(conditions is not None for _, conditions in filters)
