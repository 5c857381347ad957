"""Proof of anonymity: whatever place of a file names a pupil, the place and the pupil are told; what cannot be opened is not clean."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.anonymity import Roster
from objectivity_core.anonymity.roster import person
from xl_macros.anonymity import check_clean, strip_properties
from xl_macros.vba.compound_file import compound_file
from xl_macros.vba.project import Module, vba_project

if TYPE_CHECKING:
    from collections.abc import Callable

PUPILS = ("Озерцова Полина Львовна", "Мороз Пётр Ильич", "Дятлов Глеб", "Орлова Яна")
ROSTER = Roster(
    tuple(person(f"P{number:05d}", name, "4А") for number, name in enumerate(PUPILS, start=1)),
    (("S001", "Орлова Анна Ильинична"),),
    frozenset({"Русский язык", "Проверка"}),
)
NAME = "Озерцовой"


def _found(data: bytes, name: str = "Лист.xlsx", allowed: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    return [
        (one.where, one.value, one.key) for one in check_clean(name, data, ROSTER, allowed) if one.severity == "error"
    ]


def _workbook(change: Callable[[Any, Any], None]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    change(workbook, workbook.add_worksheet("Баллы класса"))
    workbook.close()

    return out.getvalue()


def _with_part(data: bytes, **parts: bytes) -> bytes:
    """The package with further parts, or others in their place; ``__`` in a name stands for a slash, ``_dot_`` for a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if name not in named:
                target.writestr(name, source.read(name))
        for name, part in named.items():
            target.writestr(name, part)

    return out.getvalue()


def _sheet(state: str) -> Callable[[Any, Any], None]:
    def change(workbook: Any, _: Any) -> None:
        sheet = workbook.add_worksheet("Тайный")
        sheet.write("C3", f"Работа {NAME}")
        getattr(sheet, state)()

    return change


def _table(_: Any, sheet: Any) -> None:
    sheet.add_table("A1:B3", {"name": "Таблица1", "columns": [{"header": "Код"}, {"header": f"Ответ {NAME}"}]})


PLACES: dict[str, tuple[Callable[[Any, Any], None], str]] = {
    "cell": (lambda _, sheet: sheet.write("B4", f"Сдала {NAME}"), "Лист.xlsx: Баллы класса!B4"),
    "rich text": (
        lambda book, sheet: sheet.write_rich_string("B4", "Озер", book.add_format({"bold": True}), "цовой"),
        "Лист.xlsx: Баллы класса!B4",
    ),
    "formula": (lambda _, sheet: sheet.write_formula("B4", f'=IF(A1=1,"{NAME}","")'), "Лист.xlsx: Баллы класса!B4"),
    "value of a formula": (lambda _, sheet: sheet.write_formula("B4", "=A9", None, NAME), "Лист.xlsx: Баллы класса!B4"),
    "heading of a table": (_table, "Лист.xlsx: Баллы класса!B1"),
    "note": (lambda _, sheet: sheet.write_comment("D5", f"писала {NAME}"), "Лист.xlsx: Баллы класса!примечание D5"),
    "author of a note": (
        lambda _, sheet: sheet.write_comment("D5", "верно", {"author": "Полина Озерцова"}),
        "Лист.xlsx: Баллы класса",
    ),
    "hidden sheet": (_sheet("hide"), "Лист.xlsx: Тайный (скрытый лист)!C3"),
    "very hidden sheet": (_sheet("very_hidden"), "Лист.xlsx: Тайный (очень скрытый лист)!C3"),
    "name of a sheet": (lambda book, _: book.add_worksheet(NAME), "Лист.xlsx: имена листов и диапазонов"),
    "name of a range": (
        lambda book, _: book.define_name("Озерцова", "='Баллы класса'!$A$1"),
        "Лист.xlsx: имена листов и диапазонов",
    ),
    "text of a name": (lambda book, _: book.define_name("Кто", f'="{NAME}"'), "Лист.xlsx: имена листов и диапазонов"),
    "name of a table": (lambda _, sheet: sheet.add_table("A1:A3", {"name": "Озерцова"}), "Лист.xlsx: Баллы класса"),
    "header": (lambda _, sheet: sheet.set_header(f"&L&9{NAME}&R&P"), "Лист.xlsx: Баллы класса, колонтитул"),
    "text box": (lambda _, sheet: sheet.insert_textbox("C2", f"для {NAME}"), "Лист.xlsx: Баллы класса, абзац 1"),
    "list of a validation": (
        lambda _, sheet: sheet.data_validation("B2", {"validate": "list", "source": ["да", NAME]}),
        "Лист.xlsx: Баллы класса, проверка ввода B2",
    ),
    "hint of a validation": (
        lambda _, sheet: sheet.data_validation("B2", {"validate": "any", "input_message": f"Работа {NAME}"}),
        "Лист.xlsx: Баллы класса, проверка ввода B2",
    ),
    "link": (
        lambda _, sheet: sheet.write_url("A1", "file:///C:/Озерцова/работа.docx", string="файл"),
        "Лист.xlsx: xl/worksheets/_rels/sheet1.xml.rels",
    ),
    **{
        f"property {name}": (
            lambda book, _, name=name: book.set_properties({name: f"Работа {NAME}"}),
            "Лист.xlsx: свойства файла",
        )
        for name in ("title", "subject", "author", "manager", "company", "category", "keywords", "comments")
    },
    "custom property": (
        lambda book, _: book.set_custom_property("Владелец", "Озерцова П. Л."),
        "Лист.xlsx: свойства файла",
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_name_in_any_place_of_a_workbook_is_told_with_the_place(place: str) -> None:
    change, where = PLACES[place]
    found = _found(_workbook(change))

    assert where in [one[0] for one in found]
    assert {"P00001"} == {one[2] for one in found}


PARTS = {
    "threaded note": (
        "xl__threadedComments__threadedComment1_dot_xml",
        f'<ThreadedComments xmlns="t"><threadedComment ref="B2"><text>работа {NAME}</text></threadedComment></ThreadedComments>',
        "Лист.xlsx: xl/threadedComments/threadedComment1.xml!примечание B2",
    ),
    "author of a threaded note": (
        "xl__persons__person_dot_xml",
        '<personList xmlns="t"><person displayName="Полина Озерцова" userId="ozertsova.pl@school.example"/></personList>',
        "Лист.xlsx: авторы примечаний",
    ),
    "cache of a pivot table": (
        "xl__pivotCache__pivotCacheDefinition1_dot_xml",
        f'<pivotCacheDefinition xmlns="t"><sharedItems><s v="{NAME}"/></sharedItems></pivotCacheDefinition>',
        "Лист.xlsx: кэш сводной таблицы",
    ),
    "path of an outer workbook": (
        "xl__externalLinks___rels__externalLink1_dot_xml_dot_rels",
        '<Relationships xmlns="t"><Relationship Id="r" Target="file:///D:/ozertsova/4a.xlsx" TargetMode="External"/></Relationships>',
        "Лист.xlsx: внешняя связь",
    ),
    "value of an outer workbook": (
        "xl__externalLinks__externalLink1_dot_xml",
        f'<externalLink xmlns="t"><sheetDataSet><cell r="A1" t="str"><v>{NAME}</v></cell></sheetDataSet></externalLink>',
        "Лист.xlsx: внешняя связь",
    ),
    "old note, not well-formed": (
        "xl__drawings__vmlDrawing1_dot_vml",
        f"<xml><v:textbox><div>{NAME}<br></div></v:textbox></xml>",
        "Лист.xlsx: фигуры",
    ),
    "own XML": ("customXml__item1_dot_xml", f"<a><who>{NAME}</who></a>", "Лист.xlsx: customXml/item1.xml"),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_name_in_a_part_that_nobody_sees_is_told(part: str) -> None:
    name, text, where = PARTS[part]
    found = _found(_with_part(_workbook(lambda *_: None), **{name: text.encode()}))

    assert [(where, "P00001")] == list(dict.fromkeys((one[0], one[2]) for one in found))


def test_the_source_of_macros_is_read() -> None:
    found = _found(_with_part(_workbook(lambda *_: None), xl__vbaProject_dot_bin=_project()), "Книга.xlsm")

    assert [("Книга.xlsm: макросы, Module1", "Ozertsova", "P00001")] == found


def _project() -> bytes:
    """A project whose module names a pupil; our own writer takes ASCII only."""
    lines = [
        'Attribute VB_Name = "Module1"',
        "Sub Work()",
        *(f"    ' line {number} of many that are packed" for number in range(200)),
        "    ' Ozertsova",
        "End Sub",
    ]

    return vba_project("Project", [Module("Module1", "\n".join(lines) + "\n", "standard")])


def test_a_printer_and_an_absolute_path_speak_too() -> None:
    printer = _with_part(
        _workbook(lambda *_: None),
        xl__printerSettings__printerSettings1_dot_bin="\\\\OZERTSOVA-PC\\HP".encode("utf-16-le"),
    )
    book = _workbook(lambda *_: None)
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        part = package.read("xl/workbook.xml")
    path = b'<x15ac:absPath xmlns:x15ac="x" url="C:\\Users\\Ozertsova\\"/><sheets>'
    pathed = _with_part(book, xl__workbook_dot_xml=part.replace(b"<sheets>", path))

    assert [("Лист.xlsx: настройки принтера", "OZERTSOVA", "P00001")] == _found(printer)
    assert ["Лист.xlsx: имена листов и диапазонов"] == [one[0] for one in _found(pathed)]
    assert [] == _found(strip_properties(pathed))
    assert [] == _found(strip_properties(printer))


def _document(change: Callable[[Any], None]) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.author = ""
    change(document)
    out = io.BytesIO()
    document.save(out)

    return out.getvalue()


def _cell(document: Any) -> None:
    document.add_table(2, 2).cell(1, 1).text = NAME


def _split_runs(document: Any) -> None:
    paragraph = document.add_paragraph("Работа Озер")
    paragraph.add_run("цо").bold = True
    paragraph.add_run("вой сдана")


def _change_of(kind: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        from docx.oxml import parse_xml

        text = "delText" if kind == "del" else "t"
        word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        xml = f'<w:{kind} xmlns:w="{word}" w:id="1" w:author="Озерцова Полина"><w:r><w:{text}>работа {NAME}</w:{text}></w:r></w:{kind}>'
        document.add_paragraph("До ")._p.append(parse_xml(xml))

    return change


def _note(document: Any) -> None:
    document.add_comment(
        document.add_paragraph("Верно").runs, text=f"это {NAME}", author="Озерцова П. Л.", initials="ОП"
    )


DOCUMENTS: dict[str, tuple[Callable[[Any], None], set[str]]] = {
    "paragraph": (lambda document: document.add_paragraph(f"Работа {NAME}"), {"текст, абзац 1"}),
    "runs": (_split_runs, {"текст, абзац 1"}),
    "table": (_cell, {"текст, таблица 1, строка 2, столбец 2"}),
    "header": (lambda document: document.sections[0].header.add_paragraph(NAME), {"колонтитул, абзац 2"}),
    "footer": (lambda document: document.sections[0].footer.add_paragraph(NAME), {"колонтитул, абзац 2"}),
    "note": (_note, {"примечания", "примечания, абзац 1"}),
    "inserted": (_change_of("ins"), {"текст, абзац 1", "текст, абзац 1, правка"}),
    "deleted": (_change_of("del"), {"текст, абзац 1", "текст, абзац 1, правка"}),
    "author": (lambda document: setattr(document.core_properties, "author", "Озерцова П.Л."), {"свойства файла"}),
    "last author": (
        lambda document: setattr(document.core_properties, "last_modified_by", "ozertsova"),
        {"свойства файла"},
    ),
}


@pytest.mark.parametrize("place", DOCUMENTS)
def test_a_name_in_any_place_of_a_word_document_is_told_with_the_place(place: str) -> None:
    change, places = DOCUMENTS[place]
    found = _found(_document(change), "Акт.docx")

    assert {f"Акт.docx: {one}" for one in places} == {one[0] for one in found}
    assert {"P00001"} == {one[2] for one in found}


def test_footnotes_and_text_boxes_of_a_word_document_are_read() -> None:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = f"<w:footnotes {word}><w:footnote><w:p><w:r><w:t>{NAME}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    box = f"<w:hdr {word}><w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{NAME}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p></w:hdr>"
    data = _with_part(
        _document(lambda _: None), word__footnotes_dot_xml=notes.encode(), word__header9_dot_xml=box.encode()
    )

    assert {"Акт.docx: сноски, абзац 1", "Акт.docx: колонтитул, абзац 1"} == {
        one[0] for one in _found(data, "Акт.docx")
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "cp866", "koi8-r"])
def test_text_is_read_in_every_encoding_that_a_school_has(encoding: str) -> None:
    data = "Код;Класс\nсдал 1000002;Мороз;5\nперенос Озер-\nцовой в словах\n".encode(encoding)
    found = _found(data, "Список.csv")

    assert {("Список.csv, строка 2", "P00002"), ("Список.csv, строка 4", "P00001")} == {
        (where, key) for where, _, key in found
    }


def test_the_name_of_a_file_and_of_its_folders_speaks() -> None:
    assert [("Морозы/Работа.txt: имя папки", "Морозы", "P00002")] == _found(b"", "Морозы/Работа.txt")
    assert [("ozertsova_pl.txt: имя файла", "ozertsova_pl", "P00001")] == _found(b"", "ozertsova_pl.txt")


def test_an_archive_is_looked_into_and_its_places_are_told() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("4А/Лист.xlsx", _workbook(lambda _, sheet: sheet.write("A1", NAME)))

    assert [("Всё.zip → 4А/Лист.xlsx: Баллы класса!A1", NAME, "P00001")] == _found(out.getvalue(), "Всё.zip")


def test_a_pdf_is_read_by_pages_with_its_properties() -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Озерцова П.Л."})
    out = io.BytesIO()
    writer.write(out)

    assert [("Акт.pdf: свойства файла", "P00001")] == [
        (where, key) for where, _, key in _found(out.getvalue(), "Акт.pdf")
    ]


def _page(text: str) -> bytes:
    """A PDF of one page, by hand."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)

    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def test_the_pages_of_a_pdf_are_read_and_a_scan_is_not_clean() -> None:
    page = _page("sdala Polina Ozertsova")
    scan = page.replace(b"/Font<</F1 5 0 R>>", b"/XObject<</I 5 0 R>>").replace(
        b"(sdala Polina Ozertsova) Tj", b"".ljust(27)
    )

    assert [("Акт.pdf: страница 1, строка 1", "Polina Ozertsova", "P00001")] == _found(page, "Акт.pdf")
    assert ["unreadable-file"] == [one.code for one in check_clean("Скан.pdf", scan, ROSTER)]


def test_a_string_that_no_cell_shows_any_more_is_read() -> None:
    data = _with_part(
        _workbook(lambda _, sheet: sheet.write("A1", "код")),
        xl__sharedStrings_dot_xml=f'<sst xmlns="s"><si><t>код</t></si><si><t>{NAME}</t></si></sst>'.encode(),
    )

    assert [("Лист.xlsx: строка без ячейки", NAME, "P00001")] == _found(data)


def test_a_sheet_that_the_workbook_does_not_name_is_read() -> None:
    sheet = f'<worksheet xmlns="s"><sheetData><row><c r="A1" t="inlineStr"><is><t>{NAME}</t></is></c></row></sheetData></worksheet>'
    found = _found(_with_part(_workbook(lambda *_: None), xl__worksheets__sheet9_dot_xml=sheet.encode()))

    assert [("Лист.xlsx: xl/worksheets/sheet9.xml", NAME, "P00001")] == found


def test_an_open_document_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", '<d xmlns:text="t"><text:p>сдала Озер<text:span>цова</text:span></text:p></d>')
        package.writestr("meta.xml", '<m xmlns:dc="d"><dc:creator>Мороз</dc:creator></m>')

    assert [("Акт.odt: текст, абзац 1", "P00001"), ("Акт.odt: свойства файла", "P00002")] == [
        (where, key) for where, _, key in _found(out.getvalue(), "Акт.odt")
    ]


def test_a_part_nested_without_end_is_not_clean_and_no_crash() -> None:
    deep = b"<a>" * 20_000 + b"x" + b"</a>" * 20_000

    assert ["damaged-file"] == [
        one.code
        for one in check_clean("Лист.xlsx", _with_part(_workbook(lambda *_: None), customXml__i_dot_xml=deep), ROSTER)
    ]


def _encrypted_workbook() -> bytes:
    import msoffcrypto.format.ooxml

    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(_workbook(lambda *_: None))).encrypt("верный пароль", out)

    return out.getvalue()


def _encrypted_pdf() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("пароль", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("Ключ.xlsx", _encrypted_workbook),
        ("Акт.pdf", _encrypted_pdf),
        ("Обрывок.xlsx", lambda: _workbook(lambda *_: None)[:2000]),
        ("Обрывок.pdf", lambda: b"%PDF-1.7 torn"),
        ("Скан.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("Акт.doc", lambda: compound_file({"WordDocument": b"text" * 2000})),
        ("Архив.rar", lambda: b"Rar!\x1a\x07\x00" + bytes(50)),
        ("Неведомое.bin", lambda: bytes(range(256)) * 20),
    ],
)
def test_what_cannot_be_looked_into_is_not_clean(name: str, make: Callable[[], bytes]) -> None:
    found = check_clean(name, make(), ROSTER)

    assert [("unreadable-file", "error", name)] == [(one.code, one.severity, one.where) for one in found]


def test_a_picture_inside_is_named() -> None:
    data = _with_part(_workbook(lambda *_: None), xl__media__image1_dot_png=b"\x89PNG")

    assert [("pictures", "warning")] == [(one.code, one.severity) for one in check_clean("Лист.xlsx", data, ROSTER)]


def test_properties_that_tell_of_a_person_or_a_computer_go_and_everything_else_stays() -> None:
    def made(workbook: Any, sheet: Any) -> None:
        workbook.set_properties(
            {"author": "Иванов", "manager": "Петров", "company": "Школа 5", "title": "Лист проверки"}
        )
        workbook.set_custom_property("Автор", "Иванов")
        workbook.set_custom_property("Версия", "1")
        sheet.write("A1", "1000002")

    before = _workbook(made)
    after = strip_properties(before)
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        parts = {name: new.read(name).decode() for name in new.namelist() if name.startswith("docProps/")}
        same = [name for name in old.namelist() if old.read(name) == new.read(name)]
        names = old.namelist()

    assert not [word for word in ("Иванов", "Петров", "Школа 5", "Автор") if word in "".join(parts.values())]
    assert "Лист проверки" in parts["docProps/core.xml"]
    assert "Версия" in parts["docProps/custom.xml"]
    assert set(names) - set(same) == {"docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"}
    assert after == strip_properties(after)
    assert b"no package" == strip_properties(b"no package")
