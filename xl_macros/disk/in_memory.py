"""Workbooks that are made in memory: nothing of them touches the disk before they are whole, or encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import io

    from xlsxwriter import Workbook


def new_workbook(out: io.BytesIO, **properties: str) -> Workbook:
    """A workbook whose texts stay texts, never formulas or links.

    Args:
        out: where its bytes are when it is closed.
        properties: of the file, as XlsxWriter names them.
    """
    import xlsxwriter

    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    if properties:
        workbook.set_properties(properties)

    return workbook
