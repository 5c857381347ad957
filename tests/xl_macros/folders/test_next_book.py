"""The book of the next school year: built anew beside this one, with its own dates, and this one left alone."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from objectivity_core.settings import read_settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import parse
from tests.xl_macros.conftest import call_at
from xl_macros.actions import action
from xl_macros.book.files import FileBook
from xl_macros.book.reader import TableReader
from xl_macros.folders.next_book import load_surroundings
from xl_macros.headless.validation import validate_book
from xl_macros.runner.run import Report, run

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from click.testing import Result

    Read = Callable[[Path, str], pd.DataFrame]

NAME = "Объективность 2025-2026.xlsm"


def _roll(path: Path) -> Report:
    return run(action("rollover"), FileBook(path), today=dt.date(2025, 4, 28))


@pytest.fixture(scope="module")
def rolled(school_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The small school with the book of its next year, made once, and what was said; tests must not change them."""
    school = tmp_path_factory.mktemp("год") / "Книга 1.xlsm"
    school.write_bytes(school_bytes)

    return school, _roll(school)


def test_the_new_book_has_the_same_measures_with_the_dates_of_its_year(
    rolled: tuple[Path, Report], table: Read
) -> None:
    measures, terms = (table(rolled[0].parent / NAME, name) for name in ("measures", "occurrences"))
    due = dict(zip(terms["measure_id"] + "." + terms["ordinal"].astype(int).astype(str), terms["due"], strict=True))

    assert [
        ("M001", "октябрь, апрель"),
        ("M002", "не позднее 1 рабочего дня до процедуры"),
        ("M003", "10.09.2025"),
    ] == list(zip(measures["measure_id"], measures["phrase"], strict=True))
    assert [dt.datetime(2025, 10, 31), dt.datetime(2026, 4, 30), dt.datetime(2025, 9, 10)] == [
        due[key].to_pydatetime() for key in ("M001.1", "M001.2", "M003.1")
    ]


def test_people_and_lists_come_along_and_the_year_begins_empty(rolled: tuple[Path, Report], table: Read) -> None:
    school = rolled[0]
    new = school.parent / NAME

    for name in ("staff", "classes", "subjects", "kinds", "tasks", "scales"):
        assert table(school, name).astype(str).to_dict("records") == table(new, name).astype(str).to_dict("records")
    assert {"pupils": 0, "procedures": 0, "own_marks": 0, "works": 0, "results": 0, "log": 0} == {
        name: len(table(new, name)) for name in ("pupils", "procedures", "own_marks", "works", "results", "log")
    }


def test_keys_go_on_where_they_were_and_the_book_has_no_number_of_the_old_key(coded: Path, table: Read) -> None:
    _roll(coded)
    before, after = (
        read_settings(table(path, "settings")[["setting", "value"]])[0] for path in (coded, coded.parent / NAME)
    )

    assert before.book_id
    assert ("", 2025, None) == (after.book_id, after.year, after.today)
    assert (11, 3, 3) == (after.last_pupil, after.last_staff, after.last_measure)
    assert (before.last_pupil, before.last_staff, before.last_measure) == (
        after.last_pupil,
        after.last_staff,
        after.last_measure,
    )


def test_the_new_book_is_sound(rolled: tuple[Path, Report]) -> None:
    found = validate_book(rolled[0].parent / NAME)

    assert [] == [finding.message for finding in found if finding.severity == "error"]


def test_the_new_book_can_be_worked_with_at_once(
    rolled: tuple[Path, Report], tmp_path: Path, act: Callable[..., list[Report]]
) -> None:
    (report,) = act(Path(shutil.copy(rolled[0].parent / NAME, tmp_path)), "plan")

    assert "мер 3" in report.message


def test_this_book_and_an_earlier_new_book_stay_as_they_are(
    school: Path, contents: Callable[[Path], dict[str, bytes]]
) -> None:
    _roll(school)
    before = contents(school.parent)
    report = _roll(school)
    after = contents(school.parent)

    assert before == {name: after[name] for name in before}
    assert ["Объективность 2025-2026 2.xlsm"] == sorted(set(after) - set(before))
    assert "«Объективность 2025-2026 2.xlsm»" in report.message


def test_a_filled_column_of_the_schools_own_is_named_and_an_empty_one_is_not(school: Path) -> None:
    workbook = openpyxl.load_workbook(school, keep_vba=True)
    sheet = workbook["Люди"]
    excel_table = sheet.tables["Люди"]
    width = len(excel_table.tableColumns)
    for at, heading in enumerate(("Телефон", "Пустой"), start=width + 1):
        sheet.cell(5, at).value = heading
        column = openpyxl.worksheet.table.TableColumn(id=at, name=heading)
        excel_table.tableColumns.append(column)
    sheet.cell(6, width + 1).value = "8-800"
    first, last = excel_table.ref.split(":")
    excel_table.ref = excel_table.autoFilter.ref = (
        f"{first}:{openpyxl.utils.get_column_letter(width + 2)}{last.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"
    )
    workbook.save(school)
    report = _roll(school)

    assert {"staff": ("Телефон",)} == dict(load_surroundings(call_at(school)).own_columns)
    assert ["left-column"] == [finding.code for finding in report.findings if finding.column == "Телефон"]


def test_a_date_whose_weekday_changes_is_information_at_its_cell(rolled: tuple[Path, Report]) -> None:
    school, report = rolled
    (finding,) = [one for one in report.findings if one.code == "moved-date"]
    grid = TableReader(school).grid(TABLES["measures"])
    frame, _ = parse(TABLES["measures"], grid)
    row = int(frame.index[frame["measure_id"] == "M003"][0])

    assert ("info", grid.address(row, grid.positions()["Срок исполнения"])) == (finding.severity, finding.where)


def test_the_command_line_makes_the_book(school: Path, cli: Callable[..., Result]) -> None:
    result = cli("run", "rollover", school)

    assert (0, None) == (result.exit_code, result.exception)
    assert (school.parent / NAME).exists()
    assert {school.name, NAME} == {path.name for path in school.parent.glob("*.xls*")}
