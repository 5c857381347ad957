"""The zip of the workbook: the ribbon part goes in, with fixed time stamps."""

from __future__ import annotations

import io
import re
import zipfile

from xl_macros.build.ribbon_xml import RELATIONSHIP, ribbon_xml
from xl_macros.build.vba_texts import PREFIX

RIBBON_PART = "customUI/customUI.xml"
FIRST_DATA_ROW = 6
_STAMP = (1980, 1, 1, 0, 0, 0)


_ROW = re.compile(r'(<row r="(\d+)"[^>]*?) customHeight="1"')
_LABELS = re.compile(rb'<c:showVal val="1"/></c:dLbls>')
_VALUES_ALONE = (
    b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
    b'<c:showBubbleSize val="0"/></c:dLbls>'
)
"""What XlsxWriter leaves out means «no» in its own files only: LibreOffice shows names and keys once another program saved the book."""

_VBA_TEXT = f'<definedName name="{PREFIX}'.encode()


def with_ribbon(workbook: bytes, drawn: frozenset[str] = frozenset()) -> bytes:
    """The workbook with the ribbon part and its relationship added, automatic row heights and the sentences of VBA out of sight; the same input gives the same bytes.

    Args:
        workbook: as XlsxWriter made it.
        drawn: parts of sheets on which charts stand: their rows keep the heights that they were given.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "_rels/.rels":
                link = f'<Relationship Id="rIdRibbon" Type="{RELATIONSHIP}" Target="{RIBBON_PART}"/>'
                data = data.replace(b"</Relationships>", link.encode() + b"</Relationships>")
            if name == "xl/workbook.xml":
                data = data.replace(
                    _VBA_TEXT, _VBA_TEXT.replace(b" ", b' hidden="1" ')
                )  # nobody's business in the list of names
            if name.startswith("xl/charts/chart"):
                data = _LABELS.sub(_VALUES_ALONE, data)
            if name.startswith("xl/worksheets/sheet") and name not in drawn:
                data = _leave_automatic(data.decode()).encode()
            target.writestr(_entry(name), data)
        target.writestr(_entry(RIBBON_PART), ribbon_xml().encode())

    return out.getvalue()


def _leave_automatic(sheet: str) -> str:
    """A sheet's XML whose table rows have their height as a start only: XlsxWriter marks every height as set by hand."""
    return _ROW.sub(lambda found: found[0] if int(found[2]) < FIRST_DATA_ROW else found[1], sheet)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0  # the same bytes on every system

    return entry
