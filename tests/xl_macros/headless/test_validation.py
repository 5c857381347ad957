"""Checking a book from outside: one finding per fault, with its cell; nothing is written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.xl_macros.by_hand import type_into
from tests.xl_macros.conftest import sheet_of
from xl_macros.book.reader import read_sheets
from xl_macros.errors import ObjectivityError
from xl_macros.headless.validation import validate_book

if TYPE_CHECKING:
    from pathlib import Path


def _found(path: Path, today: dt.date | None = None) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in validate_book(path, today)]


@pytest.mark.parametrize("book", ["school", "product", "example", "opened"])
def test_a_book_as_the_product_leaves_it_has_no_errors(book: str, request: pytest.FixtureRequest) -> None:
    assert [] == [one for one in validate_book(request.getfixturevalue(book)) if one.severity == "error"]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code"),
    [
        ("Процедуры", "E6", "скоро", "bad-date"),
        ("Процедуры", "E6", "31.02.2025", "no-such-date"),
        ("Процедуры", "B6", "ВПРР", "unknown-value"),
        ("Ученики", "C6", "12Я", "unknown-value"),
        ("Ученики", "C6", None, "required"),
        ("Задания", "E6", "два", "bad-number"),
        ("Задания", "E6", 0, "out-of-bounds"),
        ("Отметки", "F6", 6, "bad-mark"),
        ("Шкалы", "F6", 6, "scale-order"),
        ("Сроки", "M6", "потом", "not-in-list"),
        ("Настройки", "B7", "скоро", "bad-year-setting"),
    ],
)
def test_one_bad_cell_is_one_finding_with_its_address(
    sheet: str, cell: str, value: Any, code: str, school: Path
) -> None:
    type_into(school, sheet, {cell: value})

    assert [(code, f"{sheet}!{cell}")] == _found(school)


def test_a_bad_cell_does_not_hide_the_next(school: Path) -> None:
    type_into(school, "Ученики", {"C6": "12Я", "C8": "13Ю", "B9": None})

    assert {("unknown-value", "Ученики!C6"), ("unknown-value", "Ученики!C8"), ("required", "Ученики!B9")} == set(
        _found(school)
    )


def test_an_address_is_right_below_a_blank_row(school: Path) -> None:
    type_into(school, "Ученики", {"A8": None, "B8": None, "C8": None, "C10": "12Я"})

    assert [("unknown-value", "Ученики!C10")] == _found(school)


def test_the_day_to_look_from_decides_what_lies_in_the_future(school: Path) -> None:
    type_into(school, "Сроки", {"J6": dt.date(2025, 5, 5)})

    assert [("done-in-future", "Сроки!J6")] == _found(school)
    assert [] == _found(school, dt.date(2025, 5, 5))


def test_a_missing_table_and_a_missing_column_are_findings_and_the_rest_is_checked(school: Path) -> None:
    workbook = openpyxl.load_workbook(school, keep_vba=True)
    del workbook["Баллы"].tables["Баллы"]
    workbook["Люди"]["C5"] = "Кем работает"
    workbook["Люди"].tables["Люди"].tableColumns[2].name = "Кем работает"
    workbook["Ученики"]["C6"] = "12Я"
    workbook.save(school)

    assert {("missing-table", "Баллы"), ("missing-column", "Люди"), ("unknown-value", "Ученики!C6")} == set(
        _found(school)
    )


def test_a_workbook_without_any_of_the_tables_is_no_book_of_the_product(tmp_path: Path) -> None:
    path = tmp_path / "Меню.xlsx"
    openpyxl.Workbook().save(path)
    before = path.read_bytes()
    with pytest.raises(ObjectivityError, match=r"^«Меню\.xlsx» — не книга «Объективность».*«objectivity new»"):
        validate_book(path)

    assert before == path.read_bytes()


def test_a_mark_that_could_be_two_pupils_is_found_before_any_key_is_given(school: Path) -> None:
    type_into(school, "Ученики", {"A6": None, "B17": "Аистов Лев", "C17": "4А", "D17": "младший"})
    type_into(school, "Отметки", {"A6": None})
    before = school.read_bytes()

    assert [("ambiguous-pupil", "error", "Отметки!B6")] == [
        (one.code, one.severity, one.where) for one in validate_book(school)
    ]
    assert before == school.read_bytes()


def test_dates_are_compared_with_the_school_year_of_the_settings(school: Path) -> None:
    type_into(school, "Процедуры", {"E6": dt.date(2026, 4, 15)})

    assert [("date-outside-year", "Процедуры!E6")] == _found(school)


@pytest.mark.parametrize("value", [None, "скоро"])
def test_a_book_without_a_school_year_is_still_checked(value: Any, school: Path) -> None:
    sheet = sheet_of(school, "Настройки")
    cell = next(
        f"B{row}" for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "Учебный год начинается в"
    )
    type_into(school, "Настройки", {cell: value})
    type_into(school, "Ученики", {"C6": "12Я"})

    code = "bad-year-setting" if value else "no-year"

    assert {(code, f"Настройки!{cell}"), ("unknown-value", "Ученики!C6")} <= set(_found(school))


def test_a_procedure_without_a_date_is_named_once_with_its_cell(school: Path) -> None:
    type_into(school, "Процедуры", {"E6": None})

    assert [("no-date", "Процедуры!E6")] == _found(school)


def test_records_behind_a_blank_row_are_a_warning(school: Path) -> None:
    type_into(school, "Ученики", {"B19": "Директор"})

    assert [("behind-a-gap", "warning", "Ученики!A19")] == [
        (one.code, one.severity, one.where) for one in validate_book(school)
    ]


def test_scores_over_the_maximum_and_wrong_codes_are_found_in_the_book_too(opened: Path) -> None:
    code = str(read_sheets(opened)["Работы"][5][1])
    type_into(opened, "Баллы", {"E6": 99})
    type_into(opened, "Работы", {"B6": f"{code[:-1]}{(int(code[-1]) + 1) % 10}"})

    unwritten = (
        "nothing-recorded",
        "Движение материалов!D6",
    )  # works were given codes, and nobody wrote who carried them
    assert {("collected-over-maximum", "Баллы!E6"), ("bad-code-in-works", "Работы!B6"), unwritten} == set(
        _found(opened)
    )


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["№ п/п", "ФИО", "Класс", "Русский язык", "Литература", "Математика", "Физика"],
            [1, "Сомов Иван Петрович", "5А", 4, "4 (3,67)", 5, None],
            [2, "Крабова Анна Львовна", "5А", None, "н/а", None, 3],
            [3, "Ершов Пётр Ильич", "5А", 3, 4, 3, 5],
        ],
        [
            ["ФИО", "Класс", "Русский язык", "Математика"],
            ["Сомов Иван Петрович", "5А", 4, 5],
            ["Крабова Анна Львовна", "5А", 3, 4],
        ],
    ],
)
def test_a_journal_s_own_table_is_one_finding_that_says_what_it_is(rows: list[list[Any]], school: Path) -> None:
    table = read_sheets(school)["Отметки"]
    last = max(number for number, row in enumerate(table, start=1) if str(row[1]).strip())
    places = {f"{'ABCDEFG'[at]}{last + 1 + n}": cell for n, row in enumerate(rows) for at, cell in enumerate(row)}
    type_into(school, "Отметки", {**places, "F6": 6})

    assert {("bad-mark", "Отметки!F6"), ("wide-marks", f"Отметки!A{last + 1}:G{last + len(rows)}")} == set(
        _found(school)
    )


def test_one_slip_in_a_row_of_a_mark_is_no_journal_s_table(school: Path) -> None:
    type_into(school, "Отметки", {"D6": "5"})

    assert [("unknown-value", "Отметки!D6")] == _found(school)
