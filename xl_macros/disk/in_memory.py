"""Workbooks that are made in memory: nothing of them touches the disk before they are whole, or encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import io

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_EVERYWHERE = "A1:XFD1048576"


def new_workbook(out: io.BytesIO, **properties: str) -> Workbook:
    """A workbook whose texts stay texts, never formulas or links; Excel marks none of them as «число сохранено как текст».

    Args:
        out: where its bytes are when it is closed.
        properties: of the file, as XlsxWriter names them.
    """
    import xlsxwriter

    class Quiet(xlsxwriter.Workbook):  # type: ignore[misc]  # XlsxWriter has no types
        def add_worksheet(self, name: str | None = None, worksheet_class: Any = None) -> Worksheet:
            sheet: Worksheet = super().add_worksheet(name, worksheet_class)
            sheet.ignore_errors({"number_stored_as_text": _EVERYWHERE})

            return sheet

    workbook = Quiet(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    if properties:
        workbook.set_properties(properties)

    return workbook
