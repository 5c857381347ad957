"""A headless save: tables grow and shrink, people's things stay, values stand behind formulas, nothing is lost."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.filters import SortState
from openpyxl.worksheet.table import TableColumn

from objectivity_core.formulas.terms import days_left, status
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.parse import frame_of
from tests.xl_macros.conftest import sheet_of
from xl_macros.book.files import FileBook
from xl_macros.book.reader import read_sheets
from xl_macros.book.tables import read_book_settings
from xl_macros.dialogs.question import Question
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from openpyxl.workbook import Workbook

    Read = Callable[[Path, str], pd.DataFrame]
    Act = Callable[..., Any]

TODAY = dt.date(2025, 4, 28)
PUPILS, OCCURRENCES = TABLES["pupils"], TABLES["occurrences"]


def _edit(path: Path, change: Callable[[Workbook], None]) -> None:
    """Change a book as people would, by another program."""
    workbook = openpyxl.load_workbook(path, keep_vba=True)
    change(workbook)
    workbook.save(path)


def _save(book: FileBook, out: Path | None = None, today: dt.date = TODAY) -> Path:
    book.save(out or book.path, read_book_settings(book)[0], today)

    return out or book.path


def _ranges(path: Path, name: str) -> tuple[str, str]:
    """Range of an Excel table and of its filter."""
    table = TABLES[name]
    found = sheet_of(path, table.sheet).tables[table.excel]

    return found.ref, found.autoFilter.ref


def _pupils(*names: str) -> pd.DataFrame:
    return frame_of(
        PUPILS,
        [{"pupil_id": f"P{number:05d}", "name": name, "class": "4А"} for number, name in enumerate(names, start=12)],
    )


# Tables grow and shrink


def test_a_table_and_its_filter_grow_with_its_rows(school: Path, table: Read) -> None:
    book = FileBook(school)
    book.write(PUPILS, _pupils("Новый Один", "Новый Два"))
    _save(book)

    assert ("A5:F18", "A5:F18") == _ranges(school, "pupils")
    assert ["Малиновкин Ив", "Новый Один", "Новый Два"] == table(school, "pupils")["name"].to_list()[10:]


def test_a_table_and_its_filter_shrink_and_nothing_is_left_below(school: Path) -> None:
    book = FileBook(school)
    few = frame_of(OCCURRENCES, [{"measure_id": "M003", "ordinal": 1, "due": dt.date(2024, 9, 10), "kind": "даты"}])
    book.write(OCCURRENCES, few)
    _save(book)
    sheet = sheet_of(school, OCCURRENCES.sheet)

    assert ("A5:Y6", "A5:Y6") == _ranges(school, "occurrences")
    assert [] == [cell.coordinate for row in sheet.iter_rows(min_row=7) for cell in row if cell.value is not None]


def test_a_formula_that_showed_nothing_is_not_left_below_a_table_that_shrank(school: Path) -> None:
    """Without a due date «Осталось дней» is blank."""
    for count in (5, 2):
        book = FileBook(school)
        book.write(
            OCCURRENCES,
            frame_of(OCCURRENCES, [{"measure_id": f"M10{number}", "ordinal": 1} for number in range(count)]),
        )
        _save(book)
    sheet = sheet_of(school, OCCURRENCES.sheet)

    assert str(sheet["E7"].value).startswith("=")
    assert [] == [cell.coordinate for row in sheet.iter_rows(min_row=8) for cell in row if cell.value is not None]


def test_an_emptied_table_keeps_one_blank_row(school: Path, table: Read) -> None:
    book = FileBook(school)
    book.write(OCCURRENCES, frame_of(OCCURRENCES, []))
    _save(book)

    assert ("A5:Y6", "A5:Y6") == _ranges(school, "occurrences")
    assert table(school, "occurrences").empty


def test_a_table_grows_again_over_its_blank_row(school: Path, table: Read) -> None:
    for records in ([], [{"measure_id": "M001", "ordinal": 1}, {"measure_id": "M002", "ordinal": 1}]):
        book = FileBook(school)
        book.write(OCCURRENCES, frame_of(OCCURRENCES, records))
        _save(book)

    assert ("A5:Y7", "A5:Y7") == _ranges(school, "occurrences")
    assert ["M001", "M002"] == table(school, "occurrences")["measure_id"].to_list()


def test_new_rows_look_like_the_rows_above(school: Path) -> None:
    book = FileBook(school)
    book.write(PUPILS, _pupils("Новый Один"))
    _save(book)
    sheet = sheet_of(school, PUPILS.sheet)

    assert [(cell.number_format, cell.font.name, cell.alignment.horizontal) for cell in sheet[6][:6]] == [
        (cell.number_format, cell.font.name, cell.alignment.horizontal) for cell in sheet[17][:6]
    ]


def test_a_sorting_that_excel_remembers_never_reaches_beyond_the_table(school: Path) -> None:
    def sort(workbook: Workbook) -> None:
        workbook[OCCURRENCES.sheet].tables[OCCURRENCES.excel].sortState = SortState(ref="A6:Y10")

    _edit(school, sort)
    book = FileBook(school)
    book.write(OCCURRENCES, frame_of(OCCURRENCES, [{"measure_id": "M003", "ordinal": 1}]))
    _save(book)

    assert sheet_of(school, OCCURRENCES.sheet).tables[OCCURRENCES.excel].sortState is None


# People's rows stay


def _reverse(workbook: Workbook, sheet: str, ref: str) -> None:
    """Sort the other way round, as Excel does: whole rows of values."""
    left, top, right, bottom = range_boundaries(ref)
    cells = [
        [workbook[sheet].cell(row, column).value for column in range(left, right + 1)]
        for row in range(top + 1, bottom + 1)
    ]
    for row, values in enumerate(reversed(cells), start=top + 1):
        for column, value in enumerate(values, start=left):
            workbook[sheet].cell(row, column).value = value


def test_entries_stay_with_their_row_also_after_sorting(school: Path, table: Read, act: Act) -> None:
    def work(workbook: Workbook) -> None:
        sheet = workbook[OCCURRENCES.sheet]
        sheet["J6"], sheet["L6"], sheet["O8"] = dt.date(2024, 10, 30), "Протокол № 1", "ждём приказ"
        _reverse(workbook, OCCURRENCES.sheet, "A5:Y10")

    before = table(school, "occurrences")["measure_id"].to_list()
    _edit(school, work)
    act(school, "plan")
    after = table(school, "occurrences")
    first = after[(after["measure_id"] == "M001") & (after["ordinal"] == 1)].iloc[0]

    assert before[::-1] == after["measure_id"].to_list()
    assert (dt.datetime(2024, 10, 30), "Протокол № 1", states.DONE) == (first["done"], first["proof"], first["status"])
    assert ["ждём приказ"] == after[after["procedure_id"] == "ВПР-РУ-4А-2025-04-15"]["note"].to_list()


def test_an_occurrence_that_is_no_longer_due_is_cancelled_when_people_wrote_into_it_and_gone_otherwise(
    school: Path, table: Read, act: Act
) -> None:
    def work(workbook: Workbook) -> None:
        workbook[OCCURRENCES.sheet]["L7"] = "Протокол № 1"
        workbook["План"]["F6"], workbook["План"]["H7"] = "октябрь", "ВОШ"

    _edit(school, work)
    act(school, "plan")
    rows = table(school, "occurrences")[["measure_id", "ordinal", "proof", "decision", "status"]]

    assert [
        ("M001", 1.0, "", "", states.OVERDUE),
        ("M001", 2.0, "Протокол № 1", states.CANCELLED, states.CANCELLED),
        ("M003", 1.0, "", "", states.OVERDUE),
        ("M002", 1.0, "", "", states.NO_DATE),
    ] == list(rows.itertuples(index=False, name=None))


def test_rows_pasted_under_a_table_are_taken_into_it(school: Path, table: Read, act: Act) -> None:
    def paste(workbook: Workbook) -> None:
        sheet = workbook[PUPILS.sheet]
        sheet["B17"], sheet["C17"], sheet["B18"], sheet["C18"] = "Новый Один", "4А", "Новый Два", "5А"

    _edit(school, paste)
    act(school, "codes")

    assert ("A5:F18", "A5:F18") == _ranges(school, "pupils")
    assert [("P00012", "Новый Один"), ("P00013", "Новый Два")] == list(
        table(school, "pupils")[["pupil_id", "name"]].itertuples(index=False, name=None)
    )[11:]


def test_a_blank_row_between_people_keeps_everybody_in_place(school: Path, act: Act) -> None:
    def clear(workbook: Workbook) -> None:
        for cell in workbook[PUPILS.sheet][8][:6]:
            cell.value = None
        workbook[PUPILS.sheet]["B17"], workbook[PUPILS.sheet]["C17"] = "Новый Один", "4А"

    _edit(school, clear)
    act(school, "codes")
    sheet = sheet_of(school, PUPILS.sheet)

    assert ("Беркутова Яна", None, "Галкин Глеб") == tuple(sheet.cell(row, 2).value for row in (7, 8, 9))
    assert ("P00004", "Галкин Глеб") == (sheet["A9"].value, sheet["B9"].value)
    assert ("P00012", "Новый Один") == (sheet["A17"].value, sheet["B17"].value)


def _own_column(workbook: Workbook, name: str, heading: str, values: list[Any]) -> None:
    """A column added by hand at the right edge of an Excel table."""
    sheet, found = workbook[TABLES[name].sheet], workbook[TABLES[name].sheet].tables[TABLES[name].excel]
    _, top, right, bottom = range_boundaries(found.ref)
    found.ref = found.autoFilter.ref = f"A{top}:{sheet.cell(bottom, right + 1).coordinate}"
    found.tableColumns.append(TableColumn(id=right + 1, name=heading))
    sheet.cell(top, right + 1).value = heading
    for row, value in enumerate(values, start=top + 1):
        sheet.cell(row, right + 1).value = value


def test_a_column_added_by_hand_stays_with_its_rows(school: Path, act: Act) -> None:
    def work(workbook: Workbook) -> None:
        _own_column(workbook, "occurrences", "Кабинет", [101, 102, "=1+1", "=нет", None])
        workbook[OCCURRENCES.sheet]["Z9"].data_type = "s"
        _reverse(workbook, OCCURRENCES.sheet, "A5:Z10")
        workbook[OCCURRENCES.sheet]["Z7"].data_type = "s"

    _edit(school, work)
    act(school, "plan")
    workbook = openpyxl.load_workbook(school)
    sheet, found = workbook[OCCURRENCES.sheet], workbook[OCCURRENCES.sheet].tables[OCCURRENCES.excel]

    assert ("A5:Z10", "Кабинет", "Кабинет") == (found.ref, found.tableColumns[-1].name, sheet["Z5"].value)
    assert [("M003", None), ("M002", "=нет"), ("M002", "=1+1"), ("M001", 102), ("M001", 101)] == [
        (sheet.cell(row, 1).value, sheet.cell(row, 26).value) for row in range(6, 11)
    ]
    assert ("s", "f") == (sheet["Z7"].data_type, sheet["Z8"].data_type)


def test_columns_may_stand_in_another_order(school: Path, table: Read, act: Act) -> None:
    def swap(workbook: Workbook) -> None:
        sheet, found = workbook[PUPILS.sheet], workbook[PUPILS.sheet].tables[PUPILS.excel]
        for row in range(5, 17):
            sheet.cell(row, 2).value, sheet.cell(row, 3).value = sheet.cell(row, 3).value, sheet.cell(row, 2).value
        found.tableColumns[1].name, found.tableColumns[2].name = "Класс", "ФИО"

    _edit(school, swap)
    act(school, "codes")

    assert 11 == len(table(school, "works"))
    assert ("4А", "Аистов Лев") == tuple(sheet_of(school, PUPILS.sheet).cell(6, column).value for column in (2, 3))


# Nothing is lost


def _put_values(path: Path, values: dict[str, str]) -> None:
    """Store values behind formulas, as a spreadsheet program does: value by the formula's text."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            for formula, value in values.items():
                for blank in ("<v/>", "<v />", "<v></v>"):
                    data = data.replace(f"<f>{formula}</f>{blank}".encode(), f"<f>{formula}</f><v>{value}</v>".encode())
            target.writestr(name, data)
    path.write_bytes(out.getvalue())


def test_peoples_own_sheets_keep_values_formulas_and_what_the_formulas_showed(school: Path, act: Act) -> None:
    cells: dict[str, Any] = {
        "A1": "=A4+25",
        "A2": "=NOW()",
        "A3": "=A9-A8",
        "A4": 17,
        "A5": "=нет",
        "A6": "+7 900",
        "A7": dt.date(2024, 9, 1),
    }

    def add(workbook: Workbook) -> None:
        sheet = workbook.create_sheet("Моё")
        for cell, value in cells.items():
            sheet[cell] = value
        sheet["A5"].data_type = sheet["A6"].data_type = "s"
        sheet["A2"].number_format, sheet["A3"].number_format = "dd.mm.yyyy hh:mm", "[h]:mm"

    _edit(school, add)
    _put_values(school, {"A4+25": "42", "NOW()": "45762.75", "A9-A8": "1.25"})
    act(school, "plan")
    sheet = sheet_of(school, "Моё")
    shown = [row[0] for row in read_sheets(school)["Моё"]]

    assert cells | {"A7": dt.datetime(2024, 9, 1)} == {cell: sheet[cell].value for cell in cells}
    assert ("f", "f", "f", "n", "s", "s", "d") == tuple(sheet[cell].data_type for cell in cells)
    assert [
        42.0,
        dt.datetime(2025, 4, 15, 18),
        dt.timedelta(hours=30),
        17.0,
        "=нет",
        "+7 900",
        dt.date(2024, 9, 1),
    ] == shown


def _outline(path: Path) -> dict[str, Any]:
    """What people see of a book beside its cells."""
    workbook = openpyxl.load_workbook(path, keep_vba=True)
    with zipfile.ZipFile(path) as package:
        return {
            "macros": package.read("xl/vbaProject.bin"),
            "ribbon": package.read("customUI/customUI.xml"),
            "link to the ribbon": b"http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
            in package.read("_rels/.rels"),
            "sheets": workbook.sheetnames,
            "code names": [workbook.code_name, *(sheet.sheet_properties.codeName for sheet in workbook)],
            "validation": {
                sheet.title: {
                    str(rule.sqref): (rule.type, rule.formula1, rule.prompt, rule.error)
                    for rule in sheet.data_validations.dataValidation
                }
                for sheet in workbook
            },
            "formats": {
                sheet.title: sorted(
                    (str(one.sqref), rule.formula[0]) for one in sheet.conditional_formatting for rule in one.rules
                )
                for sheet in workbook
            },
            "names": {name: one.attr_text for name, one in workbook.defined_names.items()},
            "panes": {sheet.title: sheet.freeze_panes for sheet in workbook},
            "titles": {sheet.title: sheet.print_title_rows for sheet in workbook},
            "page": {
                sheet.title: (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.oddFooter.center.text)
                for sheet in workbook
            },
            "widths": {
                sheet.title: {key: one.width for key, one in sheet.column_dimensions.items()} for sheet in workbook
            },
            "tabs": {
                sheet.title: sheet.sheet_properties.tabColor.rgb
                for sheet in workbook
                if sheet.sheet_properties.tabColor
            },
            "links": {
                sheet.title: sorted(cell.coordinate for row in sheet for cell in row if cell.hyperlink)
                for sheet in workbook
            },
            "comments": {
                (sheet.title, cell.coordinate): cell.comment.text
                for sheet in workbook
                for row in sheet
                for cell in row
                if cell.comment
            },
            "charts": {sheet.title: len(sheet._charts) for sheet in workbook},
            "layout": [(one.name, one.value) for one in workbook.custom_doc_props.props],
        }


@pytest.fixture
def adorned(school: Path) -> Path:
    """The small school with a chart and two comments of its people."""

    def adorn(workbook: Workbook) -> None:
        chart = BarChart()
        chart.add_data(Reference(workbook["Списки"], min_col=2, min_row=5, max_row=7), titles_from_data=True)
        workbook["Сроки"].add_chart(chart, "AB5")
        workbook["План"]["E7"].comment = Comment("Спросить завуча", "Директор")
        workbook["Ученики"]["B6"].comment = Comment("Сменил фамилию", "Секретарь")

    _edit(school, adorn)

    return school


def test_everything_that_people_see_beside_the_cells_is_still_there(adorned: Path, act: Act) -> None:
    before = _outline(adorned)
    act(adorned, "plan", "codes")
    act(adorned, "check")
    after = _outline(adorned)

    assert before["macros"][:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert (1, 2, True) == (before["charts"]["Сроки"], len(before["comments"]), before["link to the ribbon"])
    assert [] == [what for what in before if before[what] != after[what]]


def test_comments_written_by_excel_stay(adorned: Path, act: Act) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(adorned) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            for number in (1, 2):
                data = data.replace(f"commentsDrawing{number}.vml".encode(), f"vmlDrawing{number}.vml".encode())
            target.writestr(name.replace("commentsDrawing", "vmlDrawing"), data)
    adorned.write_bytes(out.getvalue())
    before = _outline(adorned)["comments"]
    act(adorned, "plan")
    act(adorned, "plan")
    names = zipfile.ZipFile(adorned).namelist()

    assert before == _outline(adorned)["comments"]
    assert len(set(names)) == len(names)


def test_a_height_set_by_hand_stays_while_its_row_says_the_same(school: Path, act: Act) -> None:
    part, out = "xl/worksheets/sheet3.xml", io.BytesIO()
    with zipfile.ZipFile(school) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode() if name == part else source.read(name)
            target.writestr(
                name, re.sub('<row r="7"[^>]*>', '<row r="7" ht="62" customHeight="1">', data) if name == part else data
            )
    school.write_bytes(out.getvalue())
    act(school, "plan")
    with zipfile.ZipFile(school) as package:
        sheet = package.read(part).decode()

    assert '<row r="7" ht="62" customHeight="1">' in sheet


def test_a_failed_write_leaves_the_book_as_it_was(
    school: Path, monkeypatch: pytest.MonkeyPatch, contents: Callable[[Path], dict[str, bytes]]
) -> None:
    before = contents(school.parent)
    book = FileBook(school)
    book.write(PUPILS, _pupils("Новый Один"))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(ObjectivityError, match="Не удалось записать"):
        _save(book)

    assert before == contents(school.parent)


# Texts stay texts, values stand behind formulas

SIGNS = [
    "=1+1",
    "+7 900 000",
    "-5 баллов",
    "@школа",
    "'кавычка",
    "=СУММ(A1:A2)",
    "0012",
    "1,5",
    "  края  ",
    "а\nб",
    "<&>\"'",
]


def test_what_another_program_wrote_meanwhile_is_never_written_over(school: Path, tmp_path: Path) -> None:
    """Another computer on a network folder, a synchronised folder, Excel without its mark."""
    book = FileBook(school)
    book.write(TABLES["pupils"], _pupils("Пилюлькин Доктор"))
    theirs = school.read_bytes() + b"theirs"
    school.write_bytes(theirs)
    for touch in (
        lambda: book.writable(TABLES["pupils"]),
        book.prepare,
        lambda: book.save(school, Settings(year=2024), TODAY),
        lambda: book.save(tmp_path / "вторая.xlsm", Settings(year=2024), TODAY),
    ):
        with pytest.raises(ObjectivityError, match=r"изменили или убрали, пока работала программа.*Чужое не затёрто"):
            touch()

    assert theirs == school.read_bytes()
    assert not (tmp_path / "вторая.xlsm").exists()


def test_a_result_has_the_rights_of_the_book_that_it_comes_from(school: Path, tmp_path: Path) -> None:
    school.chmod(0o640)
    _save(FileBook(school), tmp_path / "вторая.xlsm")

    assert school.stat().st_mode == (tmp_path / "вторая.xlsm").stat().st_mode


def test_what_looks_like_a_formula_or_a_number_stays_text(school: Path, table: Read, act: Act) -> None:
    book = FileBook(school)
    book.write(PUPILS, _pupils(*SIGNS))
    _save(book)
    act(school, "codes")
    act(school, "check")
    sheet = sheet_of(school, PUPILS.sheet)
    names = [sheet.cell(row, 2) for row in range(17, 17 + len(SIGNS))]

    assert SIGNS == [cell.value for cell in names]
    assert {"s"} == {cell.data_type for cell in names}
    assert [name.strip() for name in SIGNS] == table(school, "pupils")["name"].to_list()[11:]


def test_a_text_that_people_typed_stays_text(school: Path, act: Act) -> None:
    def enter(workbook: Workbook) -> None:
        for row, text in enumerate(SIGNS, start=6):
            workbook[PUPILS.sheet].cell(row, 6).value = text
            workbook[PUPILS.sheet].cell(row, 6).data_type = "s"

    _edit(school, enter)
    act(school, "codes")
    sheet = sheet_of(school, PUPILS.sheet)
    notes = [sheet.cell(row, 6) for row in range(6, 6 + len(SIGNS))]

    assert [("s", text) for text in SIGNS] == [(cell.data_type, cell.value) for cell in notes]


def test_a_line_break_copied_from_word_does_not_stop_the_work(school: Path, table: Read) -> None:
    book = FileBook(school)
    book.write(PUPILS, _pupils("Иванов\x0bИван"))
    _save(book)

    assert "Иванов Иван" == table(school, "pupils")["name"].to_list()[-1]


@pytest.mark.parametrize(
    "today", [dt.date(2024, 8, 31), dt.date(2025, 4, 14), dt.date(2025, 4, 28), dt.date(2026, 1, 1)]
)
def test_values_behind_formulas_equal_the_core_on_any_day(school: Path, today: dt.date, table: Read) -> None:
    _save(FileBook(school), today=today)
    rows = table(school, "occurrences")

    assert status(rows, today, 7).to_list() == rows["status"].to_list()
    assert [as_text(value) for value in days_left(rows, today)] == [as_text(value) for value in rows["days_left"]]


def test_counts_on_the_sheets_equal_their_tables(school: Path, act: Act) -> None:
    act(school, "plan", "codes")
    sheets = read_sheets(school)
    start = {row[1]: row[2] for row in sheets["Начало"] if len(row) > 2}

    assert (4.0, 1.0, 2.0) == tuple(start[label] for label in ("Просрочено", "Срок близко", "Процедур в плане года"))
    assert "Выдано кодов: 11   ·   не сдано: 0" == sheets["Работы"][2][0]
    assert "Школа № 1   ·   2024/2025 учебный год" == sheets["Начало"][1][0]


def test_formulas_are_still_formulas_and_excel_computes_them_anew(school: Path, act: Act) -> None:
    _edit(school, lambda workbook: setattr(workbook.calculation, "fullCalcOnLoad", False))
    act(school, "plan")
    workbook = openpyxl.load_workbook(school)

    assert ["=IF(" + "Сроки[[#This Row],[Код меры]]"] * 5 == [
        workbook["Сроки"].cell(row, 5).value[:33] for row in range(6, 11)
    ]
    assert workbook.calculation.fullCalcOnLoad


def _full(name: str) -> pd.DataFrame:
    """Two rows of a table, every column filled with something that a careless writer would change."""
    values: dict[str, tuple[Any, Any]] = {
        "text": ("=1+1", "0012 <&>"),
        "list": ("+а; -б", "@в"),
        "code": ("0000012", "1.10"),
        "choice": ("", ""),
        "date": (dt.date(2025, 4, 15), dt.date(2024, 2, 29)),
        "integer": (1, 2),
        "number": (1.1, 4.125),
        "mark": (2, 5),
        "score": ("X", "0"),
        "share": (1 / 3, 1.0),
        "any": ("=1", "08"),
    }
    table = TABLES[name]
    columns = [column for column in table.columns if column.filling != "formula"]
    records = []
    for at in (0, 1):
        record = {
            column.name: column.choices[at % len(column.choices)] if column.choices else values[column.kind][at]
            for column in columns
        }
        records.append(record | {key: f"КЛЮЧ-{at}" for key in table.key if table[key].kind in {"text", "code"}})

    return frame_of(table, records)


def test_what_is_written_into_any_table_is_read_again(school: Path, table: Read) -> None:
    book = FileBook(school)
    written = {name: _full(name) for name in TABLES if name != "settings"}
    for name, frame in written.items():
        book.write(TABLES[name], frame)
    _save(book)
    for name, frame in written.items():
        read = table(school, name)
        columns = [column for column in frame.columns if TABLES[name][column].filling != "formula"]
        mine = read.iloc[-2:][columns]

        assert [[as_text(cell) for cell in row] for row in frame[columns].to_numpy()] == [
            [as_text(cell) for cell in row] for row in mine.to_numpy()
        ], name


def test_a_save_without_a_change_changes_no_cell(school: Path) -> None:
    """An empty formula of an empty table may come back as an empty text: a blank row at the end is nothing."""
    before = _without_blank_ends(school)
    _save(FileBook(school))

    assert before == _without_blank_ends(school)


def _without_blank_ends(path: Path) -> dict[str, list[list[Any]]]:
    sheets = read_sheets(path)
    for rows in sheets.values():
        while rows and not any(rows[-1]):
            rows.pop()

    return sheets


# Asking


def test_an_answer_given_beforehand_is_the_answer_and_a_missing_one_is_said(school: Path) -> None:
    book = FileBook(school, {"folder": "там"})
    needed, optional = (
        Question(name, "folder", "Где папка?", optional=one) for name, one in (("other", False), ("more", True))
    )

    assert "там" == book.ask(Question("folder", "folder", "Где папка?"))
    assert "" == book.ask(optional)
    with pytest.raises(ObjectivityError, match=r"Нужен ответ: Где папка\?"):
        book.ask(needed)


def test_an_answer_that_is_not_among_the_choices_is_refused_with_the_choices(school: Path) -> None:
    def choice(*choices: str) -> Question:
        return Question("procedure", "choice", "Какая процедура?", optional=True, choices=choices)

    book = FileBook(school, {"procedure": "ВПР-2"})

    assert "ВПР-2" == book.ask(choice("ВПР-1", "ВПР-2"))
    assert "" == FileBook(school).ask(choice("ВПР-1"))
    with pytest.raises(ObjectivityError, match=r"«ВПР-2» — такого нет\. Какая процедура\?: ВПР-1, ВПР-3\."):
        book.ask(choice("ВПР-1", "ВПР-3"))


def test_a_secret_is_asked_for_and_messages_are_passed_on(school: Path) -> None:
    said: list[str] = []
    book = FileBook(school, secret=lambda question: question.prompt.upper(), say=said.append)
    book.say("готово")

    assert "ПАРОЛЬ" == book.ask(Question("password", "secret", "Пароль"))
    assert ["готово"] == said
