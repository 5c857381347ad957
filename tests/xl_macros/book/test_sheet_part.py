"""A sheet's part: cells go where they belong, whatever program wrote it; all else keeps its text."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import python_calamine

from objectivity_core.tables.day_numbers import EPOCH
from xl_macros.book.cell_text import constant, formula_of, spellings, stored, with_value
from xl_macros.book.sheet_part import SheetPart

if TYPE_CHECKING:
    from collections.abc import Iterable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _sheet(data: str, *, head: str = "", tail: str = "", prefix: str = "") -> str:
    space = f'xmlns:{prefix[:-1]}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'

    return f"<{prefix}worksheet {space}>{head}<{prefix}sheetData>{data}</{prefix}sheetData>{tail}</{prefix}worksheet>"


def _read(sheet: str) -> list[list[Any]]:
    """The cells of a sheet's part as calamine reads them."""
    workbook = openpyxl.Workbook()
    source, out = io.BytesIO(), io.BytesIO()
    workbook.save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))

    return (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )


def _put(sheet: str, cells: Iterable[tuple[int, int, Any]]) -> SheetPart:
    part = SheetPart(sheet)
    for row, column, value in cells:
        kind, content = constant(value, part.prefix, EPOCH, None)
        part.put(row, column, f' t="{kind}"' if kind else "", content)

    return part


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row><row r="3"><c r="A3"><v>5</v></c></row>',
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>5</v></c></row>",
        "\n <row r='1' spans='1:3'>\n <c s='0' r='A1'><v>1</v></c><c t='n' r='C1' ><v>3</v></c></row>\n<row r='3' ><c r='A3'><v>5</v></c></row>\n",
        '<!-- <row r="9"> --><row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row><row r="3"><c r="A3"><v>5</v></c></row>',
    ],
    ids=["as Excel", "without addresses", "with blanks and apostrophes", "with a comment"],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_cells_are_put_whatever_program_wrote_the_sheet(rows: str, prefix: str) -> None:
    for tag in ("row", "c", "v"):
        for before in (f"<{tag}", f"</{tag}"):
            for after in (">", " ", "/"):
                rows = rows.replace(before + after, before.replace(tag, prefix + tag) + after)
    part = _put(_sheet(rows, prefix=prefix), [(3, 2, "<б> & в"), (2, 2, 2.5), (1, 3, 30), (5, 1, dt.date(2025, 4, 15))])

    assert [[1.0, "", 30.0], ["", 2.5, ""], [5.0, "<б> & в", ""], ["", "", ""], [45762.0, "", ""]] == _read(part.xml())


def test_what_stands_around_the_cells_keeps_its_text() -> None:
    head = '<sheetPr codeName="Лист1"/><dimension ref="B2:C3"/><cols><col min="1" max="3" outlineLevel="1" style="4"/></cols>'
    tail = (
        '<mergeCells count="1"><mergeCell ref="A9:B9"/></mergeCells><ignoredErrors/><extLst><ext uri="{x}"/></extLst>'
    )
    row = '<row r="2" ht="62" customHeight="1"><c r="B2" s="3"><v>1</v></c></row>'
    part = _put(_sheet(row, head=head, tail=tail), [(7, 5, 1)])
    text = part.xml()

    assert "4" == part.column_style(2)
    assert text.startswith(_sheet("", head=head).split("<dimension")[0])
    assert text.endswith(f"</sheetData>{tail}</worksheet>")
    assert f'<dimension ref="B2:E7"/>{head.split("/>", 2)[2]}<sheetData>{row}<row r="7">' in text


def test_a_row_is_put_between_others_and_forgets_what_it_spanned() -> None:
    part = _put(_sheet('<row r="1" spans="1:1"><c r="A1"><v>1</v></c></row><row r="9"/>'), [(5, 1, 2), (1, 2, 3)])

    assert (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>3</v></c></row><row r="5"><c r="A5"><v>2</v></c></row><row r="9"/>'
        in part.xml()
    )


def test_cells_that_share_a_formula_keep_it_when_its_owner_goes() -> None:
    owner = '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2&amp;"&lt;"</f><v>2</v></c></row>'
    children = "".join(f'<row r="{row}"><c r="B{row}"><f t="shared" si="0"/><v>{row}</v></c></row>' for row in (2, 3))
    part = _put(_sheet(owner + children), [(1, 2, 7), (3, 2, 8)])
    text = part.xml()

    assert '<c r="B2"><f>A2*2&amp;"&lt;"</f><v>2</v></c>' in text
    assert ("shared" not in text, part.formulas_moved) == (True, True)
    assert [["", 7.0], ["", 2.0], ["", 8.0]] == _read(text)


def test_a_formula_over_several_cells_leaves_their_values_when_one_of_them_is_written() -> None:
    cells = '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    text = _put(_sheet(cells), [(2, 1, 9)]).xml()

    assert "<f" not in text
    assert [[1.0], [9.0]] == _read(text)


def test_heights_and_hidden_rows_are_set_only_where_they_are_meant() -> None:
    rows = '<row r="1" ht="50" customHeight="1"/><row r="2" hidden="1" ht="20" customHeight="true"/><row r="3" hidden="true"/><row r="4" hidden="1"/>'
    part = SheetPart(_sheet(rows))
    part.height(2, 30)
    part.height(8, 30)
    part.show(2, 3)

    assert '<row r="1" ht="50" customHeight="1"/><row r="2" ht="30"/><row r="3"/><row r="4" hidden="1"/>' in part.xml()


@pytest.mark.parametrize("text", ["<chartsheet/>", f'<worksheet xmlns="{MAIN}"/>', _sheet('<row r="2"/><row r="1"/>')])
def test_what_is_no_sheet_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^no |order"):
        SheetPart(text)


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (5, None, "5"),
        (2.0, None, "2"),
        (-0.1, None, "-0.1"),
        (1e-12, None, "1e-12"),
        (1e300, None, "1e+300"),
        (True, "b", "1"),
        ("=а <&>", "str", "=а &lt;&amp;&gt;"),
        ("x_x0041_\r\n\x0b", "str", "x_x005F_x0041__x000D_\n "),
        (None, "str", ""),
        (dt.date(2025, 4, 15), None, "45762"),
        (dt.datetime(2025, 4, 15, 18), None, "45762.75"),
        (dt.time(18), None, "0.75"),
        (dt.timedelta(hours=30), None, "1.25"),
    ],
    ids=str,
)
def test_a_value_is_stored_as_workbooks_store_it(value: Any, type_: str | None, text: str) -> None:
    assert (type_, text) == stored(value, EPOCH)


def test_dates_of_a_book_that_counts_from_1904_are_counted_from_there() -> None:
    assert "1" == stored(dt.date(1904, 1, 2), dt.datetime(1904, 1, 1)).text


def test_a_formula_with_the_same_value_keeps_its_cell_and_with_another_its_formula() -> None:
    part = SheetPart(
        _sheet(
            '<row r="1"><c r="A1" s="2"><f aca="false">IF(B1=&quot;&quot;,1,2)</f><v>0.30000000000000004</v></c></row>'
        )
    )
    cell = part.row(1)[1]
    new = with_value(cell, "", stored("нет", EPOCH))

    assert formula_of(cell, "") in spellings('=IF(B1="",1,2)')
    assert cell is with_value(cell, "", stored(0.30000000000000004, EPOCH))
    assert ('<f aca="false">IF(B1=&quot;&quot;,1,2)</f><v>нет</v>', ' r="A1" s="2" t="str"') == (
        new.content,
        new.attributes,
    )
