"""The built workbook is what its sources say, and what Excel would open without a repair."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from oletools.olevba import VBA_Parser

from objectivity_core.tables import LAYOUT_VERSION, TABLES
from xl_macros import ribbon
from xl_macros.actions import ACTIONS
from xl_macros.build.vba_texts import VBA_TEXTS
from xl_macros.build.workbook import build_bytes
from xl_macros.look.palette import WORDS
from xl_macros.udfs import FUNCTIONS
from xl_macros.windows.conf import CONF_SHEET

PRODUCT = Path(__file__).parents[3] / "workbook" / "Objectivity2025.xlsm"
GOLDEN = Path(__file__).parents[2] / "golden"
SHEETS = [
    *(
        "Начало",
        "Панель",
        "План",
        "Сроки",
        "Сводка",
        "Процедуры",
        "Расписание",
        "Движение материалов",
        "Люди",
        "Ученики",
        "Задания",
        "Шкалы",
        "Отметки",
        "Официальные коды",
        "Работы",
        "Комиссия",
        "Баллы",
    ),
    *("Результаты", "Сопоставление", "Календарь", "Настройки", "Списки", "Замечания", "Журнал действий", "Справка"),
]
RIBBON = "{http://schemas.microsoft.com/office/2006/01/customui}"


@pytest.fixture(scope="module")
def parts(product_bytes: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(product_bytes)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def workbook(product_bytes: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(product_bytes), keep_vba=True)


def _vba(product: bytes) -> dict[str, str]:
    parser = VBA_Parser("book.xlsm", data=product)
    try:
        return {stream.rsplit("/", 1)[-1]: code for _, stream, _, code in parser.extract_macros()}
    finally:
        parser.close()


def test_the_committed_workbook_equals_its_sources(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(PRODUCT) as package:
        committed = {name: package.read(name) for name in package.namelist()}

    assert parts == committed


def test_the_same_sources_give_the_same_bytes(product_bytes: bytes) -> None:
    again = build_bytes()

    assert product_bytes == again


def test_every_sheet_stands_in_its_place(workbook: openpyxl.Workbook) -> None:
    assert [*SHEETS, CONF_SHEET] == workbook.sheetnames
    assert [CONF_SHEET] == [sheet.title for sheet in workbook if sheet.sheet_state == "veryHidden"]


def test_a_module_of_python_beside_the_book_does_not_run(
    workbook: openpyxl.Workbook, product_bytes: bytes, tmp_path: Path
) -> None:
    """The command is the one that RunPython builds: it passes on what the sheet says, then the book's full name twice."""
    ((key, value),) = workbook[
        CONF_SHEET
    ].values  # text: a logical value would reach xlwings as a word of the language of Windows
    (tmp_path / "holidays.py").write_text("print('planted')", encoding="utf-8")
    paths = f"{value};{tmp_path / 'Книга.xlsm'};{tmp_path / 'Книга.xlsm'};;;;"
    code = f'import xlwings.utils;xlwings.utils.prepare_sys_path("{paths}"); import holidays; print(holidays.__file__)'
    python = Path(sys.executable)
    run = subprocess.run([python, "-B", "-c", code], cwd=python.parent, check=True, capture_output=True, text=True)

    assert f'GetConfig("{key}", "true")' in _vba(product_bytes)["xlwings"]
    assert run.stdout.strip().endswith(str(Path("site-packages/holidays/__init__.py")))


def test_what_vba_says_stands_in_hidden_names(workbook: openpyxl.Workbook) -> None:
    found = {name: one for name, one in workbook.defined_names.items() if name in VBA_TEXTS}

    assert {name: f'"{text}"' for name, text in VBA_TEXTS.items()} == {
        name: one.attr_text for name, one in found.items()
    }
    assert all(one.hidden for one in found.values())


def test_every_table_is_there_and_its_headings_equal_the_cells(workbook: openpyxl.Workbook) -> None:
    found = {table.name: (sheet, table) for sheet in workbook for table in sheet.tables.values()}

    assert {table.excel for table in TABLES.values()} == set(found)
    for table in TABLES.values():
        sheet, excel = found[table.excel]
        headings = [cell.value for cell in sheet[excel.ref][0]]
        assert table.sheet == sheet.title
        assert table.headings == headings == [column.name for column in excel.tableColumns]


def test_table_and_range_names_are_unique_and_not_like_cells(workbook: openpyxl.Workbook) -> None:
    names = [table.excel for table in TABLES.values()] + list(workbook.defined_names)

    assert len(names) == len({name.casefold() for name in names})
    assert not [name for name in names if re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", name)]
    assert not [title for title in workbook.sheetnames if len(title) > 31]


def test_every_drop_down_names_a_range_that_exists(workbook: openpyxl.Workbook) -> None:
    lists = [rule for sheet in workbook for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    named = {rule.formula1.lstrip("=") for rule in lists if not rule.formula1.startswith('"')}

    assert lists
    assert named <= set(workbook.defined_names)
    assert not [rule.formula1 for rule in lists if rule.formula1.startswith('"') and len(rule.formula1) > 257]


def test_messages_of_validation_fit_excel_limits(workbook: openpyxl.Workbook) -> None:
    for sheet in workbook:
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.prompt or "") <= 255
            assert len(rule.errorTitle or "") <= 32
            assert len(rule.error or "") <= 225


def test_every_column_helps_or_refuses_typing(workbook: openpyxl.Workbook) -> None:
    for table in TABLES.values():
        rules = workbook[table.sheet].data_validations.dataValidation
        for at, column in enumerate(table.columns, start=table.left):
            mine = [
                rule for rule in rules if any(span.min_col == at and span.min_row == 6 for span in rule.sqref.ranges)
            ]
            assert len(mine) == 1, column.heading
            assert bool(mine[0].prompt) is column.typed
            assert (mine[0].type == "custom") is not column.typed


def test_colours_never_paint_blank_cells(workbook: openpyxl.Workbook) -> None:
    formulas = [
        formula
        for sheet in workbook
        for rules in sheet.conditional_formatting
        for rule in rules.rules
        for formula in rule.formula
    ]
    blank_safe = re.compile(r'\$[A-Z]+\$?\d+="[^"]+"|COUNTA\(.+\)>\d|\$[A-Z]+\$\d+>0|LEFT\(\$[A-Z]+\d+,\d+\)="[^"]+"')

    assert formulas
    assert not [formula for formula in formulas if not blank_safe.fullmatch(formula)]


def test_every_state_has_its_colour_in_words(workbook: openpyxl.Workbook) -> None:
    formulas = " ".join(
        formula
        for rules in workbook["Сроки"].conditional_formatting
        for rule in rules.rules
        for formula in rule.formula
    )
    statuses = [word for word in TABLES["occurrences"]["status"].choices if word in WORDS]

    assert len(statuses) == len(TABLES["occurrences"]["status"].choices) - 1  # «предстоит» has no fill
    assert not [word for word in statuses if f'"{word}"' not in formulas]


def test_headings_are_frozen_and_repeated_and_pages_are_set(workbook: openpyxl.Workbook) -> None:
    for table in TABLES.values():
        sheet = workbook[table.sheet]
        assert sheet.freeze_panes.endswith("6")
        assert sheet.print_title_rows == "$5:$5"
        assert (str(sheet.page_setup.paperSize), sheet.page_setup.orientation) == ("9", "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth in {None, 1}, sheet.page_setup.fitToHeight) == (True, 0)
        assert "&P" in sheet.oddFooter.center.text


def test_the_layout_version_is_a_document_property(workbook: openpyxl.Workbook) -> None:
    assert workbook.custom_doc_props["ObjectivityLayout"].value == LAYOUT_VERSION


def test_buttons_subs_and_python_functions_agree(parts: dict[str, bytes], product_bytes: bytes) -> None:
    buttons = ET.fromstring(parts["customUI/customUI.xml"]).iter(f"{RIBBON}button")
    on_action = [button.get("onAction") for button in buttons]
    subs = dict(
        re.findall(
            r'Sub (\w+)\(control As IRibbonControl\)\s+RunAction "(\w+)"',
            _vba(product_bytes)["Ribbon"],
        )
    )

    assert [action.sub for action in ACTIONS] == on_action
    assert {action.sub: action.callback for action in ACTIONS} == subs
    assert not [name for name in subs.values() if not callable(getattr(ribbon, name, None))]


def test_the_ribbon_has_unique_ids_and_help_for_every_button(parts: dict[str, bytes]) -> None:
    elements = list(ET.fromstring(parts["customUI/customUI.xml"]).iter())
    ids = [element.get("id") for element in elements if element.get("id")]
    buttons = [element for element in elements if element.tag == f"{RIBBON}button"]

    assert len(ids) == len(set(ids))
    assert not [
        button.get("id")
        for button in buttons
        if not (button.get("imageMso") and button.get("supertip") and len(button.get("screentip", "")) <= 1024)
    ]


def test_icons_are_names_that_office_has() -> None:
    """A name that Office does not know leaves a button without icon and without a word; each was looked up once."""
    lines = (GOLDEN / "icons.tsv").read_text(encoding="utf-8").splitlines()[1:]

    assert {action.icon for action in ACTIONS} == {line.split("\t")[0] for line in lines}


def test_the_package_knows_the_ribbon(parts: dict[str, bytes]) -> None:
    relations = parts["_rels/.rels"].decode()

    assert (
        'Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility" Target="customUI/customUI.xml"'
        in relations
    )


def test_code_names_equal_the_document_modules(parts: dict[str, bytes], product_bytes: bytes) -> None:
    code_names = {
        found[1]
        for name, part in parts.items()
        if name.startswith("xl/worksheets/")
        for found in [re.search(rb'<sheetPr[^>]* codeName="([^"]+)"', part)]
        if found
    }
    book_name = re.search(rb'<workbookPr[^>]* codeName="([^"]+)"', parts["xl/workbook.xml"])
    document_modules = set(_vba(product_bytes)) - {"Ribbon", "Functions", "xlwings", "Dictionary"}

    assert book_name
    assert {name.decode() for name in code_names} | {book_name[1].decode()} == document_modules
    assert len(code_names) == len([*SHEETS, CONF_SHEET])


def test_vba_keeps_the_licence_of_xlwings(product_bytes: bytes) -> None:
    assert "xlwings is distributed under a BSD 3-clause license" in _vba(product_bytes)["xlwings"]


def test_the_plan_holds_the_sixteen_measures_of_the_seed_in_three_sections(workbook: openpyxl.Workbook) -> None:
    rows = [[cell.value for cell in row] for row in workbook["План"].iter_rows(min_row=6, max_row=21, max_col=7)]

    assert [f"1.{n}" for n in range(1, 5)] + [f"2.{n}" for n in range(1, 9)] + [f"3.{n}" for n in range(1, 5)] == [
        row[3] for row in rows
    ]
    assert len({row[2] for row in rows}) == 3
    assert all(row[4] and row[5] and row[6] for row in rows)


def test_every_sheet_is_reached_from_the_first_and_leads_back(workbook: openpyxl.Workbook) -> None:
    links = [cell.hyperlink.location for row in workbook["Начало"] for cell in row if cell.hyperlink]
    start = {location.split("!")[0].strip("'") for location in links if "!" in location}
    back = {
        sheet.title
        for sheet in workbook
        if any(cell.hyperlink and "Начало" in cell.hyperlink.location for cell in sheet[1])
    }

    assert set(SHEETS) - {"Начало"} == start
    assert set(SHEETS) - {"Начало"} == back


def test_help_shows_how_every_worksheet_function_is_written_and_what_it_gives(workbook: openpyxl.Workbook) -> None:
    rows = {row[0]: row for row in workbook["Справка"].iter_rows(min_row=1, max_col=5, values_only=True) if row[0]}
    listed = [name for name in rows if str(name).startswith("OBJ_")]

    assert [function.name for function in FUNCTIONS] == listed
    for function in FUNCTIONS:
        _, syntax, gives, about, sample = rows[function.name]
        assert (function.syntax, function.gives, function.sample) == (syntax, gives, sample)
        assert all(argument.help in about for argument in function.arguments)
        assert function.help in about


def test_worksheet_functions_are_public_in_the_workbook(product_bytes: bytes) -> None:
    assert [function.name for function in FUNCTIONS] == re.findall(
        r"^Function (\w+)\(", _vba(product_bytes)["Functions"], re.MULTILINE
    )


def test_no_sheet_depends_on_the_worksheet_functions(parts: dict[str, bytes], played: Path) -> None:
    """They need Windows and Python; tables, colours, drop-downs and statuses need neither."""
    formula = re.compile(rb"<(?:f|formula|formula1|formula2|definedName|calculatedColumnFormula|cfvo)\b[^>]*>([^<]+)<")
    with zipfile.ZipFile(played) as package:
        after_a_year = {f"played/{name}": package.read(name) for name in package.namelist()}
    formulas = [
        found
        for name, part in (parts | after_a_year).items()
        if name.endswith(".xml")
        for found in formula.findall(part)
    ]

    assert len(formulas) > 100
    assert not [found for found in formulas if b"OBJ_" in found.upper()]


def test_every_action_has_a_link_on_the_first_sheet_that_vba_knows(
    workbook: openpyxl.Workbook, product_bytes: bytes
) -> None:
    links = {cell.hyperlink.location: cell.value for row in workbook["Начало"] for cell in row if cell.hyperlink}
    cases = dict(re.findall(r'Case "(Run_\w+)": (\w+) Nothing', _vba(product_bytes)["ThisWorkbook"]))

    assert {action.link: action.sub for action in ACTIONS} == cases
    for action in ACTIONS:
        assert action.title == links[action.link]
        assert (
            action.title
            == workbook["Начало"][workbook.defined_names[action.link].attr_text.split("!")[1].replace("$", "")].value
        )
