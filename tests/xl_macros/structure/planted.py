"""Forty ways to break a workbook, each planted into a small one that has one of everything: tables, colours, rules, links, macros, ribbon."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from xl_macros.build.package import RIBBON_PART, with_ribbon
from xl_macros.build.vba_modules import modules
from xl_macros.vba.project import vba_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.worksheet import Worksheet

    Break = Callable[[dict[str, bytes]], None]

TERMS, PEOPLE, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
TERMS_TABLE, PEOPLE_TABLE = "xl/tables/table1.xml", "xl/tables/table2.xml"


def sound_workbook() -> bytes:
    """A workbook in which nothing is wrong."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.add_vba_project(
            io.BytesIO(vba_project("Objectivity", modules(["Terms", "People"], []))), is_stream=True
        )
        workbook.set_vba_name("ThisWorkbook")
        terms, people = workbook.add_worksheet("Сроки"), workbook.add_worksheet("Люди")
        workbook.define_name("Сегодня", "=TODAY()")
        workbook.define_name("Люди_все", "='Люди'!$A$6:$A$20")
        late = workbook.add_format({"bg_color": "#F8CBAD", "num_format": "dd.mm.yyyy"})
        _fill_terms(terms, late)
        people.set_vba_name("People")
        people.add_table(
            "A5:B7",
            {"name": "Люди", "columns": [{"header": "Имя"}, {"header": "Должность"}], "data": [["Орлова", "Учитель"]]},
        )

    return with_ribbon(out.getvalue())


def _fill_terms(sheet: Worksheet, late: Any) -> None:
    sheet.set_vba_name("Terms")
    sheet.set_column(0, 0, 54, late)
    sheet.set_row(4, 26.25)
    sheet.freeze_panes(5, 1)
    sheet.repeat_rows(4)
    sheet.set_footer("&LСтраница &P")
    sheet.merge_range("A1:C1", "Сроки", late)
    sheet.merge_range("E1:F1", "Начало", late)
    sheet.write_url("A3", "internal:'Люди'!A1", string="Люди")
    sheet.write_formula("B3", '=COUNTIF(Сроки[Статус],"просрочено")', None, 0)
    columns = [
        {"header": "Мера"},
        {"header": "Срок, день"},
        {"header": "Статус", "formula": '=IF(Сроки[[#This Row],[Срок, день]]<Сегодня,"просрочено","")'},
    ]
    sheet.add_table("A5:C8", {"name": "Сроки", "columns": columns, "data": [["Совещание", 45000]]})
    sheet.conditional_format("A6:C8", {"type": "formula", "criteria": '=$C6="просрочено"', "format": late})
    sheet.data_validation(
        "B6:B8",
        {
            "validate": "date",
            "criteria": ">",
            "value": 1,
            "error_title": "Нужна дата",
            "error_message": "Впишите дату.",
        },
    )
    sheet.data_validation("C6:C8", {"validate": "list", "source": ["не требуется", "отменено"]})


def _swap(part: str, pattern: str, new: str) -> Break:
    def change(parts: dict[str, bytes]) -> None:
        text = parts[part].decode()
        changed = re.sub(pattern, new, text, count=1, flags=re.DOTALL)
        if changed == text:
            raise LookupError(f"{part} holds no {pattern}")
        parts[part] = changed.encode()

    return change


def _put(part: str, data: bytes | None) -> Break:
    def change(parts: dict[str, bytes]) -> None:
        if data is None:
            del parts[part]
        else:
            parts[part] = data

    return change


FAULTS: Final[dict[str, Break]] = {
    "an element that no schema knows": _swap(TERMS, "<sheetData>", "<foo/><sheetData>"),
    "a list of more than 255 characters": _swap(TERMS, '"не требуется,отменено"', f'"{"слово," * 50}"'),
    "a title of an error of more than 32": _swap(TERMS, 'errorTitle="[^"]+"', f'errorTitle="{"x" * 40}"'),
    "an error of more than 255": _swap(TERMS, 'error="[^"]+"', f'error="{"x" * 300}"'),
    "two columns of one name": _swap(TERMS_TABLE, 'name="Срок, день"', 'name="Мера"'),
    "a heading unlike its cell": _swap(PEOPLE_TABLE, 'name="Имя"', 'name="Имяя"'),
    "colours that are not there": _swap(TERMS, r'dxfId="\d+"', 'dxfId="999"'),
    "a format that is not there": _swap(TERMS, r'r="A1" s="\d+"', 'r="A1" s="9999"'),
    "a text that is not there": _swap(TERMS, r't="s"><v>\d+', 't="s"><v>999999'),
    "two names alike": _swap(BOOK, 'name="Люди_все"', 'name="Сегодня"'),
    "a sheet of 40 letters": _swap(BOOK, 'name="Люди" sheetId', f'name="{"Л" * 40}" sheetId'),
    "a missing part": _put(TERMS_TABLE, None),
    "macros of another type": _swap(
        "[Content_Types].xml", "application/vnd.ms-office.vbaProject", "application/octet-stream"
    ),
    "a wrong attribute of the ribbon": _swap(RIBBON_PART, 'size="large"', 'siez="large"'),
    "a ribbon that is no XML": _swap(RIBBON_PART, "</tabs>", "</tab>"),
    "elements in another order": _swap(
        TERMS, "(<conditionalFormatting.*</conditionalFormatting>)(<dataValidations.*</dataValidations>)", r"\2\1"
    ),
    "two tables of one name": _swap(PEOPLE_TABLE, 'name="Люди" displayName="Люди"', 'name="Сроки" displayName="Сроки"'),
    "two tables of one id": _swap(PEOPLE_TABLE, ' id="2"', ' id="1"'),
    "a formula that cannot be read": _swap(TERMS, "<f>COUNTIF", "<f>COUNTIF(&amp;&amp;"),
    "a footer of more than 255": _swap(TERMS, "<oddFooter>", f"<oddFooter>{'y' * 300}"),
    "columns of tables in colours": _swap(
        TERMS, r"(<cfRule[^>]*><formula>)[^<]*", r'\1Сроки[[#This Row],[Статус]]="x"'
    ),
    "one cell twice": _swap(TERMS, '<c r="A3"', '<c r="A3"/><c r="A3"'),
    "rows out of order": _swap(TERMS, '<row r="3"', '<row r="30"'),
    "a first sheet that is not there": _swap(BOOK, "<workbookView ", '<workbookView activeTab="77" '),
    "a new function without its prefix": _swap(TERMS, "<f>COUNTIF[^<]*", '<f>TEXTJOIN(",",TRUE,Сроки[Статус])'),
    "merged cells over each other": _swap(TERMS, '<mergeCell ref="E1:F1"/>', '<mergeCell ref="B1:F1"/>'),
    "a filter unlike its table": _swap(TERMS_TABLE, '<autoFilter ref="A5:C8"', '<autoFilter ref="A5:C40"'),
    "a sheet without code name": _swap(TERMS, ' codeName="Terms"', ""),
    "a control character": _swap("xl/sharedStrings.xml", "<t>", "<t>&#1;"),
    "a column of 300": _swap(TERMS, r'width="[\d.]+"', 'width="300"'),
    "a row of 500 points": _swap(TERMS, 'ht="26.25"', 'ht="500"'),
    "a table without rows": _swap(TERMS_TABLE, '" ref="A5:C8"', '" ref="A5:C5"'),
    "a rule of no type": _swap(TERMS, 'type="date"', 'type="data"'),
    "another number of columns": _swap(TERMS_TABLE, '<tableColumns count="3">', '<tableColumns count="2">'),
    "an id of the ribbon twice": _swap(RIBBON_PART, 'id="button_import"', 'id="button_plan"'),
    "a table that leads nowhere": _swap(TERMS, '<tablePart r:id="[^"]+"/>', '<tablePart r:id="rId9"/>'),
    "a link to no sheet": _swap(TERMS, "location=\"'Люди'!A1\"", "location=\"'Нет такого'!A1\""),
    "rows to repeat that are none": _swap(BOOK, r"Сроки!\$5:\$5", "Сроки!$5:"),
    "macros that are none": _put("xl/vbaProject.bin", b"garbage" * 100),
    "a pane of less than nothing": _swap(TERMS, 'xSplit="1"', 'xSplit="-3"'),
    "a range where one cell should be": _swap(TERMS, "<f>COUNTIF[^<]*", "<f>IF(Сроки[[Срок, день]]=1,1,0)"),
    "a column that no table has": _swap(TERMS, r"<f>COUNTIF\(Сроки\[Статус\]", "<f>COUNTIF(Сроки[Состояние]"),
    "this row of another table": _swap(TERMS, "<f>COUNTIF[^<]*", "<f>Сроки[[#This Row],[Статус]]"),
    "one id for two number formats": _swap(
        "xl/styles.xml", r'(<dxfs.*<numFmt numFmtId="\d+" formatCode=")[^"]*', r"\g<1>0 %"
    ),
    "a comma in single brackets": _swap(TERMS, "<f>COUNTIF[^<]*", "<f>COUNTA(Сроки[Срок, день])"),
    "too few arguments": _swap(TERMS, "<f>COUNTIF[^<]*", "<f>IF(1)"),
}
"""What is broken, and how."""


def planted(sound: bytes, fault: str) -> bytes:
    """The workbook with one fault."""
    with zipfile.ZipFile(io.BytesIO(sound)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    FAULTS[fault](parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, part in parts.items():
            target.writestr(name, part)

    return out.getvalue()
