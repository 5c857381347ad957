"""A workbook is written part by part: what was not changed keeps its bytes, what was erased is gone, Excel takes the result."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of
from tests.xl_macros.conftest import sheet_of
from xl_macros.book.book_writer import BookWriter
from xl_macros.book.code_names import lack_code_names
from xl_macros.book.files import FileBook
from xl_macros.book.package_parts import Package
from xl_macros.book.reader import read_sheets
from xl_macros.errors import ObjectivityError
from xl_macros.look.palette import number_format
from xl_macros.vba.saved_project import documents

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

TODAY = dt.date(2025, 4, 28)
PUPILS, GAPS = TABLES["pupils"], TABLES["gaps"]
STRINGS, WORKBOOK, STYLES = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def _rewritten(path: Path, change: Callable[[str, str], str], more: Mapping[str, bytes] | None = None) -> None:
    """Change the parts of a book: ``change(name, text)``; bytes of pictures and macros stay."""
    parts = _parts(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            text = name.endswith((".xml", ".rels", ".vml"))
            package.writestr(name, change(name, data.decode()).encode() if text else data)
        for name, data in (more or {}).items():
            package.writestr(name, data)


def _save(book: FileBook, today: dt.date = TODAY) -> list[str]:
    return book.save(book.path, Settings(school="Школа № 1", year=2024), today)


def _add_pupil(path: Path, name: str = "Новый Один") -> list[str]:
    book = FileBook(path)
    book.write(PUPILS, frame_of(PUPILS, [{"pupil_id": "P00099", "name": name, "class": "4А"}]))

    return _save(book)


def _sheet_of(path: Path, title: str) -> str:
    with zipfile.ZipFile(path) as package:
        number = openpyxl.load_workbook(path, read_only=True).sheetnames.index(title) + 1

        return package.read(f"xl/worksheets/sheet{number}.xml").decode()


# Every other part


FOREIGN = {
    "xl/slicers/slicer1.xml": b"<slicers/>",
    "xl/connections.xml": b'<connections><connection id="1" name="Query"/></connections>',
    "customXml/item1.xml": "<DataMashup>запрос</DataMashup>".encode("utf-16"),
    "xl/drawings/vmlDrawingHF.vml": b"<xml><v:shape/></xml>",
    "xl/media/image1.png": bytes(range(256)),
    "docMetadata/LabelInfo.xml": b'<clbl:labelList xmlns:clbl="x"/>',
    "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments/>",
    "xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0",
    "xl/ctrlProps/ctrlProp1.xml": b"<formControlPr/>",
    "xl/charts/chartEx1.xml": b"<cx:chartSpace xmlns:cx='x'/>",
    "xl/pivotCache/pivotCacheRecords1.xml": b"<pivotCacheRecords/>",
    "xl/printerSettings/printerSettings1.bin": b"\x00\xff" * 9,
}
MARKS = {
    "<extLst>": '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups xmlns:x14="m"/></ext></extLst>',
    "<!-- -->": "<!-- примечание <row> -->",
    "legacyDrawingHF": '<legacyDrawingHF xmlns:r="r" r:id="rId99"/>',
}


@given(
    names=st.sets(st.sampled_from(sorted(FOREIGN)), min_size=1),
    marks=st.sets(st.sampled_from(sorted(MARKS))),
    odd=st.binary(max_size=40),
)
@settings(
    max_examples=5,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_part_that_holds_no_changed_table_keeps_its_bytes(
    names: set[str], marks: set[str], odd: bytes, school: Path
) -> None:
    fresh = school.with_name("Как была.xlsm")
    if not fresh.exists():
        _save(FileBook(school))  # stored values are of this day from here on
        shutil.copy(school, fresh)
    shutil.copy(fresh, school)
    foreign = {name: FOREIGN[name] + (odd if name.endswith(".bin") else b"") for name in names}

    def adorn(name: str, text: str) -> str:
        if not re.search(r"worksheets/sheet\d+\.xml", name):
            return text
        return text.replace("</worksheet>", "".join(MARKS[mark] for mark in sorted(marks)) + "</worksheet>")

    _rewritten(school, adorn, foreign)
    before = _parts(school)
    _add_pupil(school)
    after = _parts(school)
    pupils = "xl/worksheets/sheet10.xml"

    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {
        pupils,
        "xl/tables/table14.xml",
        STRINGS,
    }
    assert all(MARKS[mark].encode() in after[pupils] for mark in marks if mark != "<!-- -->")
    assert "Новый Один" == read_sheets(school)["Ученики"][16][1]


def test_a_second_save_of_the_same_day_changes_nothing_at_all(school: Path) -> None:
    _save(FileBook(school))
    before = _parts(school)
    _save(FileBook(school))

    assert before == _parts(school)


# What was erased is gone


def test_a_text_that_no_cell_shows_any_more_is_nowhere_in_the_file_and_its_place_is_used_again(school: Path) -> None:
    before = _parts(school)[STRINGS].decode()
    book = FileBook(school)
    for row in book.grid(PUPILS).rows:
        row[:] = [None if cell == "Галкин Глеб" else cell for cell in row]
    book.typed(PUPILS)
    _save(book)
    parts = _parts(school)

    assert "Галкин Глеб" in before
    assert [] == [name for name, data in parts.items() if "Галкин".encode() in data]
    assert "Дятлова Ева" in parts[STRINGS].decode()

    _add_pupil(school)

    assert parts[STRINGS].count(b"<si>") + 1 == _parts(school)[STRINGS].count(b"<si>")  # a code and a name came


def test_a_text_in_several_colours_keeps_them_and_one_that_others_show_stays(school: Path) -> None:
    rich = "<si><r><t xml:space='preserve'>Аистов </t></r><r><rPr><b/><color rgb='FFFF0000'/></rPr><t>Лев</t></r></si>"
    _rewritten(school, lambda name, text: text.replace("<si><t>Аистов Лев</t></si>", rich) if name == STRINGS else text)
    book = FileBook(school)
    book.grid(PUPILS).rows[1][1] = "Аистов Лев"
    book.typed(PUPILS)
    _save(book)

    assert rich in _parts(school)[STRINGS].decode()
    assert ["Аистов Лев"] * 2 == [row[1] for row in FileBook(school).grid(PUPILS).rows[:2]]


def test_a_book_that_shares_no_texts_is_written_all_the_same(school: Path) -> None:
    """Programs on .NET and streaming writers put texts into the cells."""
    texts = re.findall(r"<si>(.*?)</si>", _parts(school)[STRINGS].decode(), re.DOTALL)

    def inline(name: str, text: str) -> str:
        if name == "xl/_rels/workbook.xml.rels":
            return re.sub(r'<Relationship [^>]*sharedStrings"[^>]*>', "", text)
        return re.sub(r' t="s"><v>(\d+)</v>', lambda found: f' t="inlineStr"><is>{texts[int(found[1])]}</is>', text)

    _rewritten(school, inline)
    _add_pupil(school, " <Новый>\nОдин ")

    assert ["Аистов Лев", " <Новый>\nОдин "] == [
        row[1] for row in (FileBook(school).grid(PUPILS).rows[0], FileBook(school).grid(PUPILS).rows[-1])
    ]


# Filters


def _filtered(path: Path, criteria: str) -> None:
    """Hide all pupils but those of a class, as a filter does."""

    def change(name: str, text: str) -> str:
        if name == "xl/tables/table14.xml":
            return text.replace('<autoFilter ref="A5:F16"/>', f'<autoFilter ref="A5:F16">{criteria}</autoFilter>')
        if name == "xl/worksheets/sheet10.xml":
            return re.sub(r'<row r="(6|7|8)"', r'<row r="\1" hidden="1"', text)
        return text

    _rewritten(path, change)


CLASS = '<filterColumn colId="2"><filters><filter val="5А"/></filters></filterColumn>'
FROM_OFFICE = '<filterColumn colId="2"><customFilters and="true"><customFilter operator="**none**" val=""/></customFilters></filterColumn>'


def test_a_filter_whose_rows_changed_is_taken_away_with_what_it_hid_and_that_is_said(school: Path) -> None:
    _filtered(school, CLASS)
    said = _add_pupil(school)
    parts = _parts(school)

    assert [
        "Фильтр таблицы «Ученики» (лист «Ученики») снят, все её строки показаны: они изменились, и он скрывал бы не те."
    ] == said
    assert b"filterColumn" not in parts["xl/tables/table14.xml"]
    assert b"hidden=" not in parts["xl/worksheets/sheet10.xml"].split(b"<sheetData>")[1]


def test_a_filter_whose_rows_did_not_change_stays(school: Path) -> None:
    _filtered(school, CLASS)
    before = _parts(school)

    assert [] == _save(FileBook(school))
    assert before["xl/tables/table14.xml"] == _parts(school)["xl/tables/table14.xml"]
    assert b'<row r="6" hidden="1"' in _parts(school)["xl/worksheets/sheet10.xml"]


def test_a_filter_that_libreoffice_saved_so_that_excel_would_call_the_book_damaged_is_taken_away(school: Path) -> None:
    _filtered(school, FROM_OFFICE)
    (said,) = _save(FileBook(school))

    assert "«Ученики» (лист «Ученики») снят" in said
    assert "LibreOffice записала его так, что Excel счёл бы книгу повреждённой" in said
    assert b"none" not in _parts(school)["xl/tables/table14.xml"]
    assert b"hidden=" not in _parts(school)["xl/worksheets/sheet10.xml"].split(b"<sheetData>")[1]


# What openpyxl refuses and calamine reads

REFUSED: dict[str, Callable[[str, str], str]] = {
    "a filter of LibreOffice": lambda name, text: (
        text.replace('<autoFilter ref="A5:F16"/>', f'<autoFilter ref="A5:F16">{FROM_OFFICE}</autoFilter>')
        if name == "xl/tables/table14.xml"
        else text
    ),
    "no settings of calculation": lambda name, text: re.sub(r"<calcPr[^>]*/>", "", text) if name == WORKBOOK else text,
    "a day alone as a property": lambda name, text: (
        re.sub(r"(<dcterms:created[^>]*>)[^<]*", r"\g<1>2025-09-01", text) if name == "docProps/core.xml" else text
    ),
    "a colour that is no colour": lambda name, text: (
        text.replace('<color rgb="FFFFFFFF"/>', '<color rgb="#FFF"/>') if name == STYLES else text
    ),
    "an unknown alignment": lambda name, text: (
        text.replace('horizontal="left"', 'horizontal="start"') if name == STYLES else text
    ),
    "a print area that is lost": lambda name, text: (
        text.replace(
            "<definedNames>", '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="2">#REF!</definedName>'
        )
        if name == WORKBOOK
        else text
    ),
    "a negative width": lambda name, text: (
        text.replace("<pageSetup ", '<pageSetup scale="9999" ') if name.startswith("xl/worksheets/") else text
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_another_library_refuses_is_written_here(
    fault: str, school: Path, table: Callable[[Path, str], Any]
) -> None:
    before = _parts(school)
    _rewritten(school, REFUSED[fault])
    _add_pupil(school)

    assert before != _parts(school)
    assert "Новый Один" == table(school, "pupils")["name"].to_list()[-1]
    assert re.search(rb'<calcPr[^>]* fullCalcOnLoad="1"', _parts(school)[WORKBOOK])


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        (STYLES, "<styleSheet/>"),
        (STRINGS, "<wrong/>"),
        ("xl/worksheets/sheet10.xml", None),
        ("xl/tables/table14.xml", "<table"),
    ],
)
def test_a_damaged_part_is_said_in_one_sentence_before_anything_is_done(
    name: str, bad: str | None, school: Path
) -> None:
    book = FileBook(school)  # calamine read it; then the file went bad
    _rewritten(school, lambda part, text: (bad or text.replace("</sheetData>", "")) if part == name else text)
    before = school.read_bytes()
    book._seen = book._fingerprint()  # as if it had been so when it was read
    with pytest.raises(ObjectivityError, match=r"^Файл «Книга 1\.xlsm» открывается, но записать его заново нельзя"):
        book.prepare()

    assert before == school.read_bytes()


# Formats


def test_every_filled_cell_of_the_played_year_has_the_number_format_of_its_column(played: Path) -> None:
    workbook, book, wrong, seen = openpyxl.load_workbook(played), FileBook(played), [], set()
    for table in TABLES.values():
        grid = book.grid(table)
        formats = {column.heading: number_format(column) for column in table.columns if column.kind != "any"}
        for number, row in enumerate(grid.rows):
            for at, value in enumerate(row):
                cell = workbook[grid.sheet].cell(grid.top + 1 + number, grid.left + at)
                if value is not None and (expected := formats.get(grid.headings[at])) not in {None, cell.number_format}:
                    wrong.append((grid.address(number, at), cell.number_format, expected))
                elif value is not None:
                    seen.add((table.name, cell.number_format))

    assert [] == wrong[:9]
    assert {("gaps", "0 %"), ("log", "@"), ("results", "0"), ("occurrences", "dd.mm.yyyy")} <= seen


@pytest.mark.parametrize("kept", ["the column's format", "nothing"])
def test_cells_of_a_table_that_was_empty_look_like_their_columns(kept: str, school: Path) -> None:
    def strip(name: str, text: str) -> str:
        return re.sub(r"<cols>.*?</cols>", "", text) if name == "xl/worksheets/sheet19.xml" else text

    if kept == "nothing":
        _rewritten(school, strip)
    book = FileBook(school)
    record = {"by": "всего", "source": "свои", "pairs": 3, "lowered": 1, "lowered_share": 1 / 3}
    book.write(GAPS, frame_of(GAPS, [record], everything=True))
    _save(book)
    sheet = sheet_of(school, GAPS.sheet)
    formats = {sheet.cell(5, at).value: sheet.cell(6, at).number_format for at in range(1, len(GAPS.columns) + 1)}

    assert {column.heading: number_format(column) for column in GAPS.columns if column.filling != "formula"} == {
        heading: code
        for heading, code in formats.items()
        if GAPS.columns[GAPS.headings.index(heading)].filling != "formula"
    }


def test_cells_that_an_earlier_version_left_without_a_format_get_it_with_the_next_writing(school: Path) -> None:
    book = FileBook(school)
    book.write(GAPS, frame_of(GAPS, [{"by": "всего", "lowered_share": 1 / 3}, {"by": "предмет"}], everything=True))
    _save(book)
    _rewritten(
        school,
        lambda name, text: re.sub(r'(<c r="[A-Z]+[67]") s="\d+"', r"\1", text) if "sheet19.xml" in name else text,
    )
    book = FileBook(school)
    book.write(GAPS, frame_of(GAPS, [{"by": "всего", "lowered_share": 1 / 3}, {"by": "класс"}], everything=True))
    _save(book)
    sheet, at = sheet_of(school, GAPS.sheet), GAPS.names.index("lowered_share") + 1

    assert "0 %" == sheet.cell(6, at).number_format


def test_a_new_number_format_takes_no_number_of_a_conditional_one(school: Path) -> None:
    def change(name: str, text: str) -> str:
        if name == STYLES:
            return re.sub(r'numFmtId="165" formatCode="dd.mm.yyyy"', 'numFmtId="165" formatCode="0.0"', text)
        return text

    _rewritten(school, change)
    measures = TABLES["measures"]
    book = FileBook(school)
    book.grid(TABLES["occurrences"]).rows[0][9] = dt.date(2025, 4, 1)
    book.typed(TABLES["occurrences"])
    _save(book)
    text = _parts(school)[STYLES].decode()
    own = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/>', text.split("</numFmts>")[0]))
    conditional = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/>', text.split("</numFmts>")[1]))

    assert measures.sheet
    assert "dd.mm.yyyy" in own.values()
    assert [] == [number for number, code in own.items() if code == "dd.mm.yyyy" and number in conditional]
    assert dt.datetime(2025, 4, 1) == sheet_of(school, "Сроки")["J6"].value


def test_folded_columns_stay_folded(school: Path) -> None:
    before = _sheet_of(school, "Сроки").split("<sheetData>")[0]
    _add_pupil(school)

    assert 'outlineLevelCol="1"' in before
    assert before == _sheet_of(school, "Сроки").split("<sheetData>")[0]


# The order of calculation, macros


def test_the_order_of_calculation_goes_when_formulas_come_or_go_and_stays_otherwise(school: Path) -> None:
    def change(name: str, text: str) -> str:
        if name == "xl/_rels/workbook.xml.rels":
            link = '<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/>'
            return text.replace("</Relationships>", f"{link}</Relationships>")
        if name == "[Content_Types].xml":
            return text.replace("</Types>", '<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>')
        return text

    _rewritten(school, change, {"xl/calcChain.xml": b"<calcChain/>"})
    _add_pupil(school)

    assert "xl/calcChain.xml" in _parts(school)

    book, occurrences = FileBook(school), TABLES["occurrences"]
    book.write(occurrences, frame_of(occurrences, [{"measure_id": "M003", "ordinal": 1}]))
    _save(book)

    assert [] == [name for name, data in _parts(school).items() if "calcChain" in name or b"calcChain" in data]


def _lose_code_names(path: Path) -> None:
    _rewritten(path, lambda _, text: re.sub(r"(<(?:workbookPr|sheetPr)[^>]*?) codeName=\"[^\"]*\"", r"\1", text))


def test_code_names_that_another_program_lost_are_put_back(school: Path) -> None:
    before = openpyxl.load_workbook(school, keep_vba=True)
    _lose_code_names(school)
    lost = lack_code_names(Package(school.read_bytes()))
    macros = _parts(school)["xl/vbaProject.bin"]
    _save(FileBook(school))
    after = openpyxl.load_workbook(school, keep_vba=True)

    assert (True, False) == (lost, lack_code_names(Package(school.read_bytes())))
    assert [before.code_name, *(sheet.sheet_properties.codeName for sheet in before)] == [
        after.code_name,
        *(sheet.sheet_properties.codeName for sheet in after),
    ]
    assert macros == _parts(school)["xl/vbaProject.bin"]


def test_a_book_with_macros_that_cannot_be_read_is_saved_without_code_names(school: Path) -> None:
    _lose_code_names(school)
    _rewritten(school, lambda _, text: text, {})
    parts = _parts(school)
    with zipfile.ZipFile(school, "w") as package:
        for name, data in parts.items():
            package.writestr(name, b"nothing" if name == "xl/vbaProject.bin" else data)
    _add_pupil(school)

    assert b"nothing" == _parts(school)["xl/vbaProject.bin"]


def test_the_writer_makes_no_temporary_file(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("tempfile._mkstemp_inner", refuse)

    assert zipfile.ZipFile(io.BytesIO(BookWriter(school.read_bytes()).packed())).testzip() is None


@pytest.mark.libreoffice
def test_a_book_that_libreoffice_saved_gets_its_macros_back_as_excel_wants_them(
    school: Path, office: Callable[[Path, str], Path]
) -> None:
    """LibreOffice 7.4 drops code names, makes the workbook's module one of a sheet and the class one of another."""
    macros = _parts(school)["xl/vbaProject.bin"]
    school.write_bytes(office(school, "xlsm").read_bytes())
    lost = _parts(school)["xl/vbaProject.bin"]
    _save(FileBook(school))
    found = _parts(school)["xl/vbaProject.bin"]

    assert (b"00020819" in lost, documents(macros)) == (False, documents(found))
    assert not lack_code_names(Package(school.read_bytes()))
