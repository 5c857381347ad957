"""Whatever document a school brings is read, or refused in one sentence."""

from __future__ import annotations

import codecs
import datetime as dt
import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import docx
import msoffcrypto.format.ooxml
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from xl_macros.documents.read import named_files, read_document
from xl_macros.errors import ObjectivityError
from xl_macros.vba.compound_file import compound_file

if TYPE_CHECKING:
    from pathlib import Path

    from docx.table import Table

HEADINGS = ["№", "Мероприятие", "Сроки\nисполнения", "Ответственный"]


def add_table(document: Any, rows: list[list[str]]) -> Table:
    table: Table = document.add_table(len(rows), max(map(len, rows)))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            cell.text = text

    return table


def saved(document: Any, path: Path) -> Path:
    document.save(path)

    return path


def picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))

    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00")) + chunk(b"IEND", b"")


def refused(path: Path) -> str:
    with pytest.raises(ObjectivityError) as error:
        read_document(path)

    return str(error.value)


def test_merged_cells_of_word_hold_their_text_in_every_cell(tmp_path: Path) -> None:
    document = docx.Document()
    table = add_table(
        document,
        [HEADINGS, ["1. Раздел", "", "", ""], ["1", "Курсы", "октябрь", "Директор"], ["2", "Семинар", "", "Завуч"]],
    )
    table.cell(1, 0).merge(table.cell(1, 3)).text = "1. Раздел"
    table.cell(2, 2).merge(table.cell(3, 2)).text = "октябрь"
    rows = read_document(saved(document, tmp_path / "План школы.docx")).tables[0].rows

    assert [
        HEADINGS,
        ["1. Раздел"] * 4,
        ["1", "Курсы", "октябрь", "Директор"],
        ["2", "Семинар", "октябрь", "Завуч"],
    ] == rows


def test_borders_that_are_a_millimetre_aside_do_not_shift_the_columns(tmp_path: Path) -> None:
    """Word then stores the number of the first row over one column of its grid, of the second row over two."""
    document = docx.Document()
    table = add_table(document, [["№", "Мероприятие", "", "Срок"], ["1", "", "Курсы", "май"], ["Раздел", "", "", ""]])
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Мероприятие"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "1"
    table.cell(2, 0).merge(table.cell(2, 3)).text = "Раздел"

    assert [["№", "Мероприятие", "Срок"], ["1", "Курсы", "май"], ["Раздел"] * 3] == read_document(
        saved(document, tmp_path / "а.docx")
    ).tables[0].rows


def test_what_stands_right_above_a_table_is_its_title(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("Приказ № 1", "", "План мероприятий", "на год", ""):
        document.add_paragraph(text)
    add_table(document, [HEADINGS])
    document.add_paragraph("Дорожная карта")
    add_table(document, [HEADINGS])
    read = read_document(saved(document, tmp_path / "а.docx"))

    assert ["План мероприятий\nна год", "Дорожная карта"] == [table.title for table in read.tables]
    assert ("Приказ № 1", "План мероприятий", "на год", "Дорожная карта") == read.paragraphs


def test_line_breaks_and_paragraphs_in_a_cell_are_line_breaks(tmp_path: Path) -> None:
    document = docx.Document()
    cell = add_table(document, [[""]]).cell(0, 0)
    cell.paragraphs[0].add_run("Директор").add_break()
    cell.paragraphs[0].add_run("завуч")
    cell.add_paragraph("учителя")

    assert [["Директор\nзавуч\nучителя"]] == read_document(saved(document, tmp_path / "а.docx")).tables[0].rows


def test_tracked_changes_are_read_as_accepted_and_named(tmp_path: Path) -> None:
    document = docx.Document()
    table = add_table(document, [["Назначить ", "март"], ["Удалённая строка", "май"]])
    paragraph = table.cell(0, 0).paragraphs[0]._p
    mark = f'{nsdecls("w")} w:id="1" w:author="Завуч"'
    for kind, text in (("del", "<w:delText>экспертов</w:delText>"), ("ins", "<w:t>наблюдателей</w:t>")):
        paragraph.append(parse_xml(f"<w:{kind} {mark}><w:r>{text}</w:r></w:{kind}>"))
    moved = table.cell(0, 1).paragraphs[0]._p
    for kind, text in (("moveFrom", " и май"), ("moveTo", " и апрель")):
        moved.append(parse_xml(f"<w:{kind} {mark}><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:{kind}>"))
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {mark}/>"))
    read = read_document(saved(document, tmp_path / "а.docx"))

    assert [["Назначить наблюдателей", "март и апрель"]] == read.tables[0].rows
    assert [("tracked-changes", "warning")] == [(finding.code, finding.severity) for finding in read.findings]


def test_hidden_text_of_word_is_not_read(tmp_path: Path) -> None:
    document = docx.Document()
    add_table(document, [["Мера", "Срок"], ["Педсовет", "октябрь"]])
    paragraph = document.tables[0].cell(1, 0).paragraphs[0]
    paragraph.add_run(" черновик").font.hidden = True
    paragraph.add_run(" школы").font.hidden = False

    assert [["Мера", "Срок"], ["Педсовет школы", "октябрь"]] == read_document(
        saved(document, tmp_path / "п.docx")
    ).tables[0].rows


def test_what_is_hidden_or_crossed_out_in_word_is_left_out_and_told(tmp_path: Path) -> None:
    document = docx.Document()
    table = add_table(document, [["Мера", "Срок"], ["Педсовет", "октябрь"], ["Отменена", "май"], ["Тайна", "май"]])
    table.cell(1, 1).paragraphs[0].runs[0].font.strike = True
    table.cell(1, 1).paragraphs[0].add_run("ноябрь").font.strike = False
    for cell in table.rows[2].cells:
        cell.paragraphs[0].runs[0].font.double_strike = True
    table.rows[3]._tr.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))
    read = read_document(saved(document, tmp_path / "п.docx"))

    assert [["Мера", "Срок"], ["Педсовет", "ноябрь"], [None, None]] == read.tables[0].rows
    assert [
        ("hidden-text", "В документе есть скрытый текст: он не прочитан."),
        ("crossed-out", "Зачёркнутое не прочитано: «октябрь»; «Отменена»; «май»."),
    ] == [(finding.code, finding.message) for finding in read.findings]


WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/"
DANGLING = b'<Relationship Id="rId99" Type="' + OFFICE + b'relationships/image" Target="NULL"/></Relationships>'


@pytest.mark.parametrize(
    ("lost", "old", "new"),
    [
        (("[Content_Types].xml", "_rels/.rels"), b"", b""),
        (("word/numbering.xml", "word/styles.xml", "docProps/core.xml", "word/theme/theme1.xml"), b"", b""),
        ((), b"</Relationships>", DANGLING),
        ((), WORD, b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
        ((), OFFICE, b"http://purl.oclc.org/ooxml/officeDocument/"),
        ((), b'Target="word/document.xml"', b'Target="/word\\Document.xml"'),
    ],
)
def test_a_word_file_that_word_opens_is_read(tmp_path: Path, lost: tuple[str, ...], old: bytes, new: bytes) -> None:
    document = docx.Document()
    add_table(document, [["Мера", "Срок"], ["Педсовет", ""]])
    for text in ("октябрь", "май"):
        document.tables[0].cell(1, 1).add_paragraph(text, style="List Bullet")
    path = saved(document, tmp_path / "п.docx")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if name not in lost}
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part.replace(old, new) if old else part)
    read = read_document(path)

    assert ["Мера", "Срок"] == read.tables[0].rows[0]
    assert ["октябрь", "май"] == [line.strip("- ") for line in read.tables[0].rows[1][1].split("\n")]


def test_pictures_are_passed_over_and_named(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(picture()))
    add_table(document, [["Курсы"]])
    read = read_document(saved(document, tmp_path / "а.docx"))

    assert [["Курсы"]] == read.tables[0].rows
    assert [("pictures-in-document", "info")] == [(finding.code, finding.severity) for finding in read.findings]


def test_a_table_inside_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    document = docx.Document()
    cell = add_table(document, [["Снаружи"]]).cell(0, 0)
    cell.add_table(1, 1).cell(0, 0).text = "Внутри"

    assert [[["Снаружи"]], [["Внутри"]]] == [
        table.rows for table in read_document(saved(document, tmp_path / "а.docx")).tables
    ]


def test_text_in_content_controls_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    cell = add_table(document, [["", "май"]]).cell(0, 0)
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>Курсы</w:t></w:r></w:sdtContent></w:sdt>")
    cell.paragraphs[0]._p.append(control)

    assert [["Курсы", "май"]] == read_document(saved(document, tmp_path / "а.docx")).tables[0].rows


def test_merged_cells_of_excel_hold_their_text_and_hidden_sheets_are_named(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "План"
    for row in (["Раздел", "Срок"], ["Кадры", dt.date(2025, 1, 20)], [None, "май"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    workbook.create_sheet("Черновик").sheet_state = "hidden"
    workbook.save(tmp_path / "а.xlsx")
    read = read_document(tmp_path / "а.xlsx")

    assert [("План", [["Раздел", "Срок"], ["Кадры", dt.date(2025, 1, 20)], ["Кадры", "май"]])] == [
        (table.title, table.rows) for table in read.tables
    ]
    assert ["Скрытый лист «Черновик» не прочитан."] == [finding.message for finding in read.findings]


@pytest.mark.parametrize(
    "data",
    [
        "№\tМера\n1\tЁлка".encode(),
        codecs.BOM_UTF8 + "№\tМера\n1\tЁлка".encode(),
        "№\tМера\n1\tЁлка".encode("cp1251"),
        "№\tМера\n1\tЁлка".encode("utf-16"),
        "№\tМера\n1\tЁлка".encode("utf-16-le"),
        "№\tМера\r\n1\tЁлка\r\n".encode("cp866"),
    ],
    ids=["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16 without mark", "cp866"],
)
def test_text_is_read_in_the_encodings_of_russian_schools(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "план.txt"
    path.write_bytes(data)

    assert ["1", "Ёлка"] == read_document(path).tables[0].rows[1]


def test_one_broken_byte_breaks_one_letter_which_is_told(tmp_path: Path) -> None:
    path = tmp_path / "План.csv"
    path.write_bytes("№;Мера\r\n1;Провести педсовет\r\n".encode() + b"2;\xff\xd0\xb6\r\n")
    document = read_document(path)

    assert (("№", "Мера"), ("1", "Провести педсовет")) == tuple(map(tuple, document.tables[0].rows[:2]))
    assert [("broken-letters", "План.csv, строка 3")] == [(one.code, one.where) for one in document.findings]


def test_values_separated_by_semicolons_keep_line_breaks_in_quotes(tmp_path: Path) -> None:
    path = tmp_path / "план.csv"
    path.write_bytes('Мера;Срок\r\n"Педсовет,\r\nсовет";май\r\n'.encode("cp1251"))

    assert [["Мера", "Срок"], ["Педсовет,\nсовет", "май"]] == read_document(path).tables[0].rows


def test_the_kind_of_a_file_is_taken_from_its_inside(tmp_path: Path) -> None:
    document = docx.Document()
    add_table(document, [["Курсы"]])

    assert [["Курсы"]] == read_document(saved(document, tmp_path / "на самом деле Word.xlsx")).tables[0].rows


def _protected() -> bytes:
    plain, encrypted = io.BytesIO(), io.BytesIO()
    docx.Document().save(plain)
    msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("пароль", encrypted)

    return encrypted.getvalue()


def _truncated() -> bytes:
    whole = io.BytesIO()
    docx.Document().save(whole)

    return whole.getvalue()[:-2000]


def _bad_xml() -> bytes:
    whole, bad = io.BytesIO(), io.BytesIO()
    docx.Document().save(whole)
    with zipfile.ZipFile(whole) as package, zipfile.ZipFile(bad, "w") as other:
        for name in package.namelist():
            other.writestr(name, b"<w:doc" if name == "word/document.xml" else package.read(name))

    return bad.getvalue()


def _archive(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, text)

    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("старый.doc", compound_file({"WordDocument": b"x" * 5000}), "это старый формат Word (.doc)"),
        ("переименованный.docx", compound_file({"WordDocument": b"x" * 5000}), "это старый формат Word (.doc)"),
        ("пароль.docx", _protected(), "защищён паролем"),
        ("обрезан.docx", _truncated(), "повреждён"),
        ("плохой.docx", _bad_xml(), "повреждён"),
        ("скан.pdf", b"%PDF-1.7\n...", "это PDF"),
        ("план.rtf", b"{\\rtf1\\ansi}", "формате RTF"),
        ("план.odt", _archive("mimetype", "application/vnd.oasis.opendocument.text"), "документ LibreOffice"),
        ("архив.zip", _archive("план.txt", "план"), "архив"),
        ("скан.docx", picture(), "картинка"),
        ("страница.doc", b"<html><body>", "веб-страница"),
        ("пусто.docx", b"", "пуст"),
        ("пробелы.txt", b" \r\n", "пуст"),
        ("ole.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 damaged", "повреждён"),
        ("мусор.txt", b"\x01\x00\x02\xff" * 9 + bytes(range(256)) * 9, "не документ и не текст"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence_with_the_name_and_a_remedy(
    tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    said = refused(path)

    assert sentence in said
    assert f"«{name}»" in said
    assert "\n" not in said


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "Файл не найден" in refused(tmp_path / "нет.docx")
    assert "папка" in refused(tmp_path)


def test_several_files_are_named_a_line_each(tmp_path: Path) -> None:
    paths = [tmp_path / "а.txt", tmp_path / "б.txt"]

    assert paths == named_files("\n".join(f'"{path}"' for path in paths))
