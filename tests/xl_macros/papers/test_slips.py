"""Printed codes: no sheet holds a name beside a code, no slip is cut by a page's end, every picture is of its own code."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import msoffcrypto
import openpyxl
import pytest
import python_calamine
import segno

from objectivity_core.codes.slips import ProcedurePapers, Room, SlipPapers
from tests.xl_macros.conftest import call_at
from xl_macros.folders import papers
from xl_macros.folders.papers import write_slips
from xl_macros.papers.layout import A4
from xl_macros.papers.pdf import find_office, to_pdf
from xl_macros.papers.slips_book import ATTENDANCE, CODES, SLIPS, qr_code, slips_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from xl_macros.runner.run import Report

    Act = Callable[..., list[Report]]

PASSWORD = "туча рельс сосед 1"
VPR = "ВПР-РУ-4А-2025-04-15"
TITLE = "ВПР · Русский язык · 4А · 15.04.2025"
NAMES = tuple(f"Выдуманная Ада {letter}" for letter in "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯ")
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
INCH = 72


def one(number: int = 23, rooms: tuple[Room, ...] = (), title: str = TITLE) -> ProcedurePapers:
    codes = tuple(f"{value:05d}" for value in range(412, 412 + 37 * number, 37))
    room = Room("12", NAMES[:number], ("Зуева А. Л.",), ())

    return ProcedurePapers(VPR, title, "2 урок", codes[1::2] + codes[::2], codes, rooms or (room,))


def book_of(procedure: ProcedurePapers, per_page: int = 10) -> bytes:
    return slips_workbook(
        procedure, SlipPapers("Печать кодов", "Школа & сад № 1", "2024/2025", per_page, (procedure,), False)
    )


def sheet(data: bytes, name: str) -> Worksheet:
    found: Worksheet = openpyxl.load_workbook(io.BytesIO(data))[name]

    return found


def texts(of: Worksheet) -> list[str]:
    return [str(cell.value) for row in of.iter_rows() for cell in row if cell.value is not None]


def pages(of: Worksheet) -> list[range]:
    """The rows of each printed page."""
    ends = [int(one.id) for one in of.row_breaks.brk] + [of.max_row]

    return [range(start + 1, end + 1) for start, end in zip([0, *ends], ends, strict=False)]


def slips_on(of: Worksheet) -> list[list[str]]:
    """The codes on each page, row by row."""
    big = [
        [cell for row in page for cell in of[row] if cell.font.name == "Consolas" and cell.value] for page in pages(of)
    ]

    return [[str(cell.value) for cell in cells] for cells in big]


def pictures(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Row and column (from 1) of each picture on the first sheet, and its bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        relations = ET.fromstring(package.read("xl/drawings/_rels/drawing1.xml.rels"))
        targets = {
            relation.attrib["Id"]: posixpath.normpath(f"xl/drawings/{relation.attrib['Target']}")
            for relation in relations
        }
        for anchor in ET.fromstring(package.read("xl/drawings/drawing1.xml")):
            row, column = (int(anchor.findtext(f"{DRAWING}from/{DRAWING}{name}") or -1) for name in ("row", "col"))
            blip = next(anchor.iter(f"{PICTURE}blip"))
            yield row + 1, column + 1, package.read(targets[blip.attrib[f"{RELATION}embed"]])


# A sheet never combines


def everything_of(path: Path) -> dict[str, str]:
    """All text of a workbook: by sheet what stands in its cells, headers and footers; the other parts of the package by their names."""
    book = openpyxl.load_workbook(path)
    read = python_calamine.CalamineWorkbook.from_path(str(path))
    found = {}
    for name in book.sheetnames:
        page = book[name]
        margins = [
            part.text or ""
            for line in (page.oddHeader, page.oddFooter)
            for part in (line.left, line.center, line.right)
        ]
        notes = [cell.comment.text for row in page.iter_rows() for cell in row if cell.comment]
        cells = [str(cell) for row in read.get_sheet_by_name(name).to_python() for cell in row]
        found[name] = " ".join(
            [*texts(page), *cells, *margins, *notes, str(page.print_title_rows), str(page.print_area)]
        )
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            if part.endswith((".xml", ".rels")) and not part.startswith(("xl/worksheets/sheet", "xl/sharedStrings")):
                found[part] = package.read(part).decode("utf-8")

    return found


def key_of(path: Path) -> list[tuple[str, ...]]:
    """The pairs of the key: pupil and code among them."""
    plain = io.BytesIO()
    office = msoffcrypto.OfficeFile(io.BytesIO(next(path.parent.glob("Ключ*.xlsx")).read_bytes()))
    office.load_key(password=PASSWORD)
    office.decrypt(plain)
    plain.seek(0)
    rows = python_calamine.CalamineWorkbook.from_filelike(plain).get_sheet_by_name("Ключ").to_python()

    return [tuple(str(cell) for cell in row) for row in rows[1:]]


def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "find_office", lambda: None)


def test_no_sheet_and_no_part_of_a_workbook_holds_a_name_beside_a_code(
    coded: Path, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_office(monkeypatch)
    act(coded, "slips")
    pairs = key_of(coded)
    codes, pupils = {pair[2] for pair in pairs}, {pair[3] for pair in pairs}
    made = sorted((coded.parent / "Печать кодов 28.04.2025").glob("*.xlsx"))
    holding = {
        (path.stem, place): (any(code in text for code in codes), any(name in text for name in pupils))
        for path in made
        for place, text in everything_of(path).items()
    }

    assert (2, 11, 11) == (len(made), len(codes), len(pupils))
    assert {ATTENDANCE: (False, True), CODES: (True, False)} == {
        place: holds for (_, place), holds in holding.items() if place in {SLIPS, ATTENDANCE, CODES}
    }
    assert set() == {place for (_, place), holds in holding.items() if any(holds)} - {SLIPS, ATTENDANCE, CODES}


def test_every_pupil_and_every_code_of_a_procedure_is_there(
    coded: Path, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_office(monkeypatch)
    act(coded, "slips")
    pairs = [pair for pair in key_of(coded) if pair[0] == VPR]
    data = (coded.parent / "Печать кодов 28.04.2025" / f"{VPR}.xlsx").read_bytes()

    assert {pair[2] for pair in pairs} <= set(texts(sheet(data, CODES)))
    assert {pair[3] for pair in pairs} <= set(texts(sheet(data, ATTENDANCE)))


def test_pictures_say_nothing_in_words_and_files_name_no_author() -> None:
    data = book_of(one())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        drawing, core = (
            package.read(part).decode("utf-8") for part in ("xl/drawings/drawing1.xml", "docProps/core.xml")
        )

    assert [] == re.findall(r"(?:descr|title)=\"[^\"]+\"", drawing)
    assert ("", "") == tuple(
        openpyxl.load_workbook(io.BytesIO(data)).properties.__dict__[name] or ""
        for name in ("creator", "lastModifiedBy")
    )
    assert f"<dc:title>Печать кодов {VPR}</dc:title>" in core


# Slips


@pytest.mark.parametrize(
    ("number", "per_page", "expected"), [(23, 10, [10, 10, 3]), (15, 7, [7, 7, 1]), (20, 20, [20]), (9, 4, [4, 4, 1])]
)
def test_so_many_slips_stand_on_a_page_in_their_order(number: int, per_page: int, expected: list[int]) -> None:
    procedure = one(number)
    found = slips_on(sheet(book_of(procedure, per_page), SLIPS))

    assert expected == [len(page) for page in found]
    assert list(procedure.slips) == [code for page in found for code in page]


@pytest.mark.parametrize("per_page", [4, 5, 10, 20])
def test_no_slip_is_cut_by_the_end_of_a_page(per_page: int) -> None:
    page = sheet(book_of(one(27), per_page), SLIPS)
    paper = 11.69 - (page.page_margins.top or 0) - (page.page_margins.bottom or 0)
    heights = [sum(page.row_dimensions[row].height or 15 for row in rows) for rows in pages(page)]

    assert (A4, 100, False) == (
        int(page.page_setup.paperSize or 0),
        page.page_setup.scale or 100,
        bool(page.sheet_properties.pageSetUpPr.fitToPage),
    )
    assert max(heights) <= paper * INCH
    assert [] == [rows for rows in pages(page) if not str(page.cell(rows[0], 1).value).startswith("Полоски с кодами: ")]


def test_every_page_of_slips_says_what_to_do_and_every_slip_what_it_is_of() -> None:
    found = texts(sheet(book_of(one(23)), SLIPS))

    assert (3, 23) == (sum(text.startswith("Разрежьте, тяните вслепую") for text in found), found.count(TITLE))


def test_slips_have_dashed_lines_around_them() -> None:
    page = sheet(book_of(one(2)), SLIPS)
    upper, lower = (page[row] for row in (3, 4))

    assert ["dashed"] * 8 == [
        side.style
        for cell, names in (
            (upper[0], "top left"),
            (upper[1], "top right"),
            (lower[0], "bottom left"),
            (lower[1], "bottom right"),
        )
        for side in (getattr(cell.border, name) for name in names.split())
    ]


@pytest.mark.parametrize(
    "title", [TITLE, "итоговое собеседование · Физическая культура и основы безопасности жизни · 10А · 15.04.2025"]
)
@pytest.mark.parametrize("per_page", [10, 20])
def test_codes_are_text_in_large_figures_of_one_width(title: str, per_page: int) -> None:
    page = sheet(book_of(one(title=title), per_page), SLIPS)
    big = [cell for row in page.iter_rows() for cell in row if cell.font.name == "Consolas" and cell.value]

    assert {("s", "@")} == {(cell.data_type, cell.number_format) for cell in big}
    assert min(float(cell.font.size or 0) for cell in big) >= 20


@pytest.mark.parametrize("per_page", [4, 10, 20])
def test_the_picture_on_a_slip_is_of_the_code_on_it(per_page: int) -> None:
    data = book_of(one(), per_page)
    page = sheet(data, SLIPS)
    placed = [(str(page.cell(row + 1, column - 1).value), picture) for row, column, picture in pictures(data)]

    assert 23 == len(placed)
    assert [(code, qr_code(code)[0]) for code, _ in placed] == placed


@pytest.mark.parametrize("code", ["00412", "1000002", "vpr-4A-0012"])
def test_a_qr_code_is_of_the_code_alone_and_mends_at_least_fifteen_percent(code: str) -> None:
    made = segno.make_qr(code, error="m")
    picture, side = qr_code(code)

    assert made.error in {"M", "Q", "H"}
    assert (21 + 2 * 4) * 10 == side
    assert picture == _png(made)


def _png(made: segno.QRCode) -> bytes:
    out = io.BytesIO()
    made.save(out, kind="png", scale=10, border=4)

    return out.getvalue()


@pytest.mark.parametrize("per_page", [4, 10, 20])
def test_pictures_are_large_enough_for_a_telephone(per_page: int) -> None:
    data = book_of(one(), per_page)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode("utf-8")
    millimetres = [int(size) / 36000 / 29 for size in re.findall(r'<a:ext cx="(\d+)"', drawing)]

    assert 23 == len(millimetres)
    assert min(millimetres) >= 0.7


# Attendance and list


def test_each_room_has_a_page_of_its_own_with_its_people() -> None:
    rooms = (Room("12", NAMES[:12], ("Зуева А. Л.",), ("Чижова Л. И.",)), Room("14", NAMES[12:23], (), ()))
    page = sheet(book_of(one(rooms=rooms)), ATTENDANCE)
    found = [[str(cell.value) for row in rows for cell in page[row] if cell.value] for rows in pages(page)]

    assert ["Явка: кабинет 12", "Явка: кабинет 14"] == [texts[0] for texts in found]
    assert [list(room.pupils) for room in rooms] == [[text for text in texts if text in NAMES] for texts in found]
    assert ["По списку: 12", "По списку: 11"] == [texts[2].partition("   ")[0] for texts in found]
    assert [["Зуева А. Л.", "Чижова Л. И."], []] == [
        [text[-14:-2].strip(" _/") for text in texts if text.endswith(". /")] for texts in found
    ]
    assert {2} == {sum(text.startswith(("Организатор ___", "Наблюдатель ___")) for text in texts) for texts in found}


def test_the_attendance_of_a_large_class_goes_on_with_its_heading_and_ends_with_signatures() -> None:
    page = sheet(book_of(one(rooms=(Room("", NAMES * 3, (), ()),))), ATTENDANCE)
    found = [[str(cell.value) for row in rows for cell in page[row] if cell.value] for rows in pages(page)]

    assert 3 * len(NAMES) == sum(text in NAMES for texts in found for text in texts)
    assert ["Явка", *["Явка (продолжение)"] * (len(found) - 1)] == [texts[0] for texts in found]
    assert {1} == {texts.count("Подпись") for texts in found}
    assert any(text in NAMES for text in found[-1])
    assert found[-1][-1].startswith("Начало")


def test_a_class_of_usual_size_signs_on_one_page() -> None:
    page = sheet(book_of(one(rooms=(Room("7", NAMES, (), ()),))), ATTENDANCE)

    assert 1 == len(pages(page))


def test_the_list_has_every_code_once_in_their_order_and_places_to_write() -> None:
    page = sheet(book_of(one()), CODES)
    headings = next(row for row in page.iter_rows() if row[0].value == "№")
    column = [cell for cell in page["B"] if cell.row > headings[0].row and cell.value]

    assert ["№", "Код работы", "Сдана", "Не сдана", "Вариант", "Кол-во листов", "Принял (подпись)"] == [
        cell.value for cell in headings
    ]
    assert list(one().codes) == [cell.value for cell in column]
    assert {("s", "@", "Consolas")} == {(cell.data_type, cell.number_format, cell.font.name) for cell in column}
    assert "Проверка: 23 кода, первый 00412, последний 01226." in texts(page)


# The folder and the button


def test_the_button_leaves_the_book_alone_and_every_printing_has_a_folder_of_its_own(
    coded: Path,
    act: Act,
    contents: Callable[[Path], dict[str, bytes]],
    table: Callable[[Path, str], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_office(monkeypatch)
    works = str(table(coded, "works"))
    act(coded, "slips")
    before = contents(coded.parent / "Печать кодов 28.04.2025")
    (report,) = act(coded, "slips")

    assert before == contents(coded.parent / "Печать кодов 28.04.2025")
    assert sorted(before) == sorted(contents(coded.parent / "Печать кодов 28.04.2025 2"))
    assert works == str(table(coded, "works"))
    assert "Папка «Печать кодов 28.04.2025 2» рядом с книгой: 2 процедуры." in report.message


def test_a_school_without_codes_gets_no_folder(school: Path, act: Act) -> None:
    (report,) = act(school, "slips")

    assert "Печатать нечего" in report.message
    assert [] == [path.name for path in school.parent.iterdir() if path.is_dir()]


def test_procedures_whose_keys_make_one_file_name_have_a_file_each(tmp_path: Path) -> None:
    first, second = (
        ProcedurePapers(key, TITLE, "", ("00412",), ("00412",), (Room("", (), (), ()),))
        for key in ("ВПР-4/А", "впр-4:а")
    )
    folder = write_slips(
        call_at(tmp_path / "Книга.xlsm"), SlipPapers("Печать", "", "2024/2025", 10, (first, second), False)
    )

    assert ["ВПР-4_А.xlsx", "впр-4_а 2.xlsx"] == sorted(path.name for path in folder.iterdir())


# Paper


@pytest.mark.libreoffice
def test_printed_pages_are_those_of_the_workbook() -> None:
    program = find_office()
    assert program is not None
    books = [book_of(one(number), per_page) for number, per_page in ((23, 10), (27, 20), (9, 4))]

    made = to_pdf(program, books)

    assert [sum(len(pages(sheet(data, name))) for name in (SLIPS, ATTENDANCE, CODES)) for data in books] == [
        max(int(count) for count in re.findall(rb"/Count (\d+)", pdf)) for pdf in made
    ]


@pytest.mark.libreoffice
def test_a_pdf_stands_beside_every_workbook(tmp_path: Path) -> None:
    folder = write_slips(call_at(tmp_path / "Книга.xlsm"), SlipPapers("Печать", "", "2024/2025", 10, (one(3),), True))

    assert [f"{VPR}.pdf", f"{VPR}.xlsx"] == sorted(path.name for path in folder.iterdir())
