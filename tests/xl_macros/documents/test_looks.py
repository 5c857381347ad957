"""A sheet is read as people see it: months that Excel took for days, nothing hidden or crossed out, all of it told."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from xl_macros.documents.read import read_cells, read_document
from xl_macros.vba.compound_file import compound_file

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

OCTOBER = dt.date(2024, 10, 1)


def told(path: Path) -> list[tuple[str, str]]:
    return [(finding.code, finding.message.rpartition(": ")[2]) for finding in read_document(path).findings]


def rows(path: Path) -> list[list[Any]]:
    return read_document(path).tables[0].rows


@pytest.fixture
def book(tmp_path: Path) -> tuple[Worksheet, Path]:
    workbook = openpyxl.Workbook()
    assert workbook.active is not None

    return workbook.active, tmp_path / "план.xlsx"


def saved(sheet: Worksheet, path: Path) -> Path:
    assert sheet.parent is not None
    sheet.parent.save(path)

    return path


def test_a_day_is_read_as_far_as_it_is_shown_and_a_code_with_its_zeros(book: tuple[Worksheet, Path]) -> None:
    sheet, path = book
    formats = {
        "mmm.yy": "октябрь 2024",
        "mm/yyyy": "октябрь 2024",
        r"[$-419]mmmm\ yyyy;@": "октябрь 2024",
        '"к "mmmm': "октябрь",
        'yyyy" г."': "2024 год",
        "dd/mmm": "01.10",
        "dddd, d mmmm": "01.10",
        "dd.mm.yyyy": OCTOBER,
        "[$-F800]dddd, mmmm dd, yyyy": OCTOBER,
        "d": OCTOBER,
    }
    for row, code in enumerate(formats, start=1):
        sheet.cell(row, 1, OCTOBER).number_format = code
    sheet["A11"], sheet["A11"].number_format = 45566, "ММ.ГГГГ"  # as programs of Russian makers write it
    sheet["A12"], sheet["A12"].number_format = 412, "00000"
    sheet["A13"], sheet["A13"].number_format = 4.5, "0.00"

    assert [*formats.values(), "октябрь 2024", "00412", 4.5] == [row[0] for row in rows(saved(sheet, path))]


def fill(sheet: Worksheet) -> None:
    for number in range(1, 8):
        sheet.append([number, f"мера {number}", "май"])


def test_hidden_rows_and_columns_are_left_out_and_told_in_their_places(book: tuple[Worksheet, Path]) -> None:
    sheet, path = book
    fill(sheet)
    for row in (2, 5, 6, 7):
        sheet.row_dimensions[row].hidden = True
    sheet.row_dimensions[90].hidden = True  # nothing stands there
    sheet.column_dimensions["C"].hidden = True
    left = [[1, "мера 1", None], [None] * 3, [3, "мера 3", None], [4, "мера 4", None], *[[None] * 3] * 3]

    assert left == rows(saved(sheet, path))
    assert [("hidden-rows", "2, 5–7."), ("hidden-columns", "C.")] == told(path)
    assert "май" == read_cells(path).tables[0].rows[0][2]  # a list of results is only made narrow


def test_what_a_filter_or_a_folded_group_hides_is_read_and_told(book: tuple[Worksheet, Path]) -> None:
    sheet, path = book
    fill(sheet)
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[2].outlineLevel = 1
    sheet.auto_filter.ref = "A3:C5"
    sheet.auto_filter.add_filter_column(0, ["5"])
    for row in (4, 6):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["C"].outlineLevel = 1
    read = rows(saved(sheet, path))

    assert [1, 2, 3, 4, 5, None, 7] == [row[0] for row in read]
    assert "май" == read[0][2]
    assert [("hidden-rows", "6."), ("folded-rows", "2, 4.")] == told(path)


def test_what_is_crossed_out_is_left_out_by_cell_and_by_word(book: tuple[Worksheet, Path]) -> None:
    sheet, path = book
    fill(sheet)
    for cell in sheet[2]:
        cell.font = Font(strike=True)
    sheet["C3"] = CellRichText(TextBlock(InlineFont(strike=True), "октябрь "), TextBlock(InlineFont(b=True), "ноябрь"))
    sheet["C4"].font = Font(strike=False)
    sheet.merge_cells("C5:C6")
    sheet["C5"].font = Font(strike=True)
    read = rows(saved(sheet, path))

    assert [None] * 3 == read[1]
    assert ["май", None, "ноябрь", "май", None, None, "май"] == [row[2] for row in read]
    assert [("crossed-out", "A2:C2, C3, C5.")] == told(path)


def test_a_workbook_of_which_only_the_values_are_known_is_read_and_that_is_told(
    book: tuple[Worksheet, Path],
) -> None:
    sheet, path = book
    fill(sheet)
    with zipfile.ZipFile(saved(sheet, path)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part.replace(b'fontId="0"', b'fontId="?"') if name.endswith("styles.xml") else part)

    assert 7 == len(rows(path))
    assert ["looks-unknown"] == [code for code, _ in told(path)]


ODS = """<office:document-content {spaces}><office:automatic-styles>
<number:date-style style:name="N1"><number:month number:textual="true"/><number:text>.</number:text><number:year/></number:date-style>
<number:number-style style:name="N2"><number:number number:decimal-places="0" number:min-integer-digits="5"/></number:number-style>
<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="child" style:family="table-cell" style:parent-style-name="month"/>
<style:style style:name="code" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="gone" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="word" style:family="text"><style:text-properties style:text-line-through-type="single"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="План">
<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="code"/><table:table-column table:visibility="collapse"/>
{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(path: Path) -> Path:
    def text(words: str, style: str = "") -> str:
        named = f' table:style-name="{style}"' if style else ""
        return f'<table:table-cell office:value-type="string"{named}><text:p>{words}</text:p></table:table-cell>'

    def day(style: str) -> str:
        return f'<table:table-cell office:value-type="date" office:date-value="2024-10-01" table:style-name="{style}"><text:p>окт.24</text:p></table:table-cell>'

    number = '<table:table-cell office:value-type="float" office:value="412"><text:p>00412</text:p></table:table-cell>'
    lines = [
        ("", number + day("month") + text("тайна")),
        ("", number + day("child")),
        ('table:visibility="collapse" table:number-rows-repeated="2"', text("скрыта")),
        ('table:visibility="filter"', text("фильтр")),
        ("", text("нет", "gone") + text('<text:span text:style-name="word">май</text:span> июнь')),
    ]
    made = "".join(f"<table:table-row {attributes}>{cells}</table:table-row>" for attributes, cells in lines)
    group = f'<table:table-row-group><table:table-row table:visibility="collapse">{text("в группе")}</table:table-row></table:table-row-group>'
    names = ("office", "table", "text", "style")
    spaces = [f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names]
    spaces.append('xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"')
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", ODS.format(spaces=" ".join(spaces), rows=made + group))

    return path


def test_an_ods_is_read_as_it_is_seen_too(tmp_path: Path) -> None:
    path = ods(tmp_path / "план.ods")
    shown = ["00412", "октябрь 2024", None]

    assert [
        shown,
        shown,
        [None] * 3,
        [None] * 3,
        ["фильтр", None, None],
        [None, "июнь", None],
        ["в группе", None, None],
    ] == rows(path)
    assert [
        ("hidden-rows", "3–4."),
        ("hidden-columns", "C."),
        ("crossed-out", "A6:B6."),
        ("folded-rows", "5, 7."),
    ] == told(path)


def xls(path: Path) -> Path:
    """A workbook of Excel 97: the records that are asked for, and no more."""

    def record(kind: int, body: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def text(words: str, size: str) -> bytes:
        return struct.pack(f"<{size}B", len(words), 1) + words.encode("utf-16-le")

    def label(row: int, column: int, style: int, words: str) -> bytes:
        return record(0x204, struct.pack("<HHH", row, column, style) + text(words, "H"))

    fonts = [
        record(0x31, struct.pack("<HHHHHBBBx", 200, 8 if at == 4 else 0, 0, 400, 0, 0, 0, 0) + text("A", "B"))
        for at in range(5)
    ]
    styles = [record(0xE0, struct.pack("<HH16x", font, code)) for font, code in ((0, 0), (0, 164), (5, 0))]
    bound = len(record(0x85, struct.pack("<IH", 0, 0) + text("План", "B")))
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    head = start + b"".join(fonts) + record(0x41E, struct.pack("<H", 164) + text("mmm.yy", "H")) + b"".join(styles)
    at = len(head) + bound + 4
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += record(0x7D, struct.pack("<HHHHHH", 2, 2, 0, 0, 1, 0))
    sheet += record(0x200, struct.pack("<IIHHH", 0, 4, 0, 3, 0))
    for row, bits in enumerate((0, 0x20, 0x21, 0)):
        sheet += record(0x208, struct.pack("<HHHHHHHH", row, 0, 3, 255, 0, 0, bits, 0))
    sheet += record(0x203, struct.pack("<HHHd", 0, 0, 1, 45566.0)) + label(0, 1, 2, "нет") + label(0, 2, 0, "тайна")
    sheet += label(1, 0, 0, "скрыта") + label(2, 0, 0, "в группе")
    packed = (45566 << 2) | 2
    sheet += record(0xBD, struct.pack("<HHHIHIH", 3, 0, 1, packed, 1, packed, 1))
    stream = head + record(0x85, struct.pack("<IH", at, 0) + text("План", "B")) + record(0x0A) + sheet + record(0x0A)
    path.write_bytes(compound_file({"Workbook": stream.ljust(4096, b"\0")}))

    return path


def test_an_xls_is_read_as_it_is_seen_too(tmp_path: Path) -> None:
    path = xls(tmp_path / "план.xls")

    assert [
        ["октябрь 2024", None, None],
        [None] * 3,
        ["в группе", None, None],
        ["октябрь 2024", "октябрь 2024", None],
    ] == rows(path)
    assert [("hidden-rows", "2."), ("hidden-columns", "C."), ("crossed-out", "B1."), ("folded-rows", "3.")] == told(
        path
    )
