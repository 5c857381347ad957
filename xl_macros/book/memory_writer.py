"""Saving a workbook without temporary files: openpyxl puts every sheet, pupils' names among them, into the system's temporary folder."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


class _MemoryWriter(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
    """openpyxl's writer with sheets made in memory; all else is its own."""

    def write_worksheet(self, ws: Any) -> None:
        """Write a sheet: openpyxl's own steps, a buffer in place of a file of the temporary folder."""
        out = io.BytesIO()
        drawing = SpreadsheetDrawing()
        drawing.charts, drawing.images = ws._charts, ws._images  # noqa: SLF001 - as openpyxl does it
        ws._drawing = drawing  # noqa: SLF001 - as openpyxl does it
        writer = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001 - as openpyxl does it
        self._archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def saved(workbook: Workbook) -> bytes:
    """The bytes of a workbook as ``workbook.save`` would write them; nothing of it touches the disk."""
    out = io.BytesIO()
    workbook.properties.modified = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        _MemoryWriter(workbook, archive).save()

    return out.getvalue()
