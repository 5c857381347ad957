"""One cell: what people type is read as they mean it, and refused kindly."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pandas as pd
import pytest

from objectivity_core.tables.cells import (
    BadCell,
    as_date,
    as_mark,
    as_number,
    as_score,
    as_text,
    read_cell,
    split_list,
    write_cell,
)
from objectivity_core.tables.grid import Formula, column_letter, is_blank
from objectivity_core.tables.model import Column
from objectivity_core.tables.rules import NOT_DATES

YEAR = Column("year", "Год", "integer", example="2024", minimum=1, maximum=11)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""),
        (" 4А\xa0", "4А"),
        (True, "да"),
        (False, "нет"),
        (4, "4"),
        (4.0, "4"),
        (3.5, "3,5"),
        (dt.datetime.fromisoformat("2025-04-15T10:30"), "15.04.2025"),
        (dt.date(2025, 4, 15), "15.04.2025"),
        (dt.time(10, 30), "10:30:00"),
    ],
)
def test_a_cell_is_quoted_as_people_see_it(cell: Any, expected: str) -> None:
    assert expected == as_text(cell)


@pytest.mark.parametrize(
    "cell",
    [
        dt.datetime.fromisoformat("2025-04-15T09:00"),
        dt.date(2025, 4, 15),
        "15.04.2025",
        "15.4.25",
        "15/04/2025",
        "15-04-2025 г.",
        "2025-04-15",
        "2025-04-15T00:00:00",
        "15 апреля 2025",
        "15 апр. 2025 г.",
        "15-апр-25",
        "15.IV.2025",
        "15 / 04 / 2025",
        "вт, 15.04.2025",
        "15.04.\u200b2025",
        45762,
        45762.0,
    ],
)
def test_a_date_is_read_however_it_is_written(cell: Any) -> None:
    assert dt.date(2025, 4, 15) == as_date(cell)


@pytest.mark.parametrize(
    "cell", ["апрель", "15 мартобря 2025", "31.02.2025", "15.13.2025", "15.04", "", True, 15, 1e9, math.nan, None]
)
def test_what_is_no_date_is_refused_with_an_example(cell: Any) -> None:
    with pytest.raises(BadCell) as bad:
        as_date(cell)

    assert bad.value.finding.code in NOT_DATES
    assert "15.04.2025" in bad.value.finding.remedy


@pytest.mark.parametrize(
    "cell", ["15.04.0205", "15.04.2205", "9999-12-31", dt.date(1925, 4, 15), dt.datetime.fromisoformat("2925-04-15")]
)
def test_a_slip_in_the_year_is_refused_before_anybody_counts_days(cell: Any) -> None:
    with pytest.raises(BadCell, match="Год вне границ"):
        as_date(cell)


@pytest.mark.parametrize("day", [dt.date(2000, 1, 1), dt.date(2100, 12, 31)])
def test_a_date_and_its_day_number_have_the_same_bounds(day: dt.date) -> None:
    number = (day - dt.date(1899, 12, 30)).days

    assert day == as_date(day)
    assert day == as_date(number)
    assert day == as_date(f"{day:%d.%m.%Y}")


@pytest.mark.parametrize(
    ("cell", "expected"), [(3, 3.0), ("3", 3.0), ("3,5", 3.5), ("3.5", 3.5), ("−2", -2.0), ("+2", 2.0)]
)
def test_a_number_is_read_with_comma_and_with_point(cell: Any, expected: float) -> None:
    assert expected == as_number(Column("x", "Число", "number"), cell)


@pytest.mark.parametrize("cell", ["три", "3 балла", True, math.inf, math.nan, dt.date(2025, 4, 15), "1e3"])
def test_text_for_a_number_is_refused(cell: Any) -> None:
    with pytest.raises(BadCell) as bad:
        as_number(YEAR, cell)

    assert "bad-number" == bad.value.finding.code
    assert "2024" in bad.value.finding.remedy


def test_a_fraction_is_refused_where_a_whole_number_is_due() -> None:
    with pytest.raises(BadCell, match="целое"):
        as_number(YEAR, 3.5)


@pytest.mark.parametrize(
    ("column", "cell", "bounds"),
    [
        (YEAR, 0, "от 1 до 11"),
        (YEAR, 12, "от 1 до 11"),
        (Column("x", "X", "number", minimum=1), 0, "от 1"),
        (Column("x", "X", "number", maximum=5), 6, "до 5"),
    ],
)
def test_a_number_out_of_bounds_is_refused_with_the_bounds(column: Column, cell: float, bounds: str) -> None:
    with pytest.raises(BadCell) as bad:
        as_number(column, cell)

    assert "out-of-bounds" == bad.value.finding.code
    assert bad.value.finding.message.endswith(f": {bounds}.")


@pytest.mark.parametrize("cell", [1, 6, 4.5, "0", -3])
def test_a_mark_is_two_to_five(cell: Any) -> None:
    with pytest.raises(BadCell) as bad:
        as_number(Column("mark", "Отметка", "mark"), cell)

    assert "bad-mark" == bad.value.finding.code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(0, "0"), (2.0, "2"), ("02", "2"), ("X", "X"), ("x", "X"), ("Х", "X"), ("х", "X"), (" 3 ", "3")],
)
def test_points_are_whole_and_x_is_one_letter_in_both_alphabets(cell: Any, expected: str) -> None:
    assert expected == as_score(cell)


@pytest.mark.parametrize("cell", [-1, 2.5, "2,5", "два", "XX", "²", "٢", True, ""])
def test_what_is_no_score_is_refused(cell: Any) -> None:
    with pytest.raises(BadCell) as bad:
        as_score(cell)

    assert "not-a-score" == bad.value.finding.code


@pytest.mark.parametrize("error", ["#N/A", "#ССЫЛКА!", Formula("=A1", "#REF!"), " #Н/Д "])
@pytest.mark.parametrize("kind", ["text", "date", "integer", "score", "choice"])
def test_an_error_cell_is_named_as_such_in_every_kind_of_column(kind: Any, error: Any) -> None:
    with pytest.raises(BadCell) as bad:
        read_cell(Column("x", "X", kind), error)

    assert "error-cell" == bad.value.finding.code


def test_a_formula_is_read_by_its_value() -> None:
    assert 3.0 == read_cell(YEAR, Formula("=1+2", 3))
    assert "4А" == read_cell(Column("x", "X"), Formula('="4"&"А"', "4А"))


@pytest.mark.parametrize("text", ["=1+1", "+7 900 000", "-5", "@имя", "00089", "1/2"])
@pytest.mark.parametrize("kind", ["text", "code", "any"])
def test_text_that_looks_like_a_formula_or_number_stays_text(kind: Any, text: str) -> None:
    column = Column("x", "X", kind)

    assert text == read_cell(column, text)
    assert text == write_cell(column, text)


def test_a_value_outside_the_closed_set_is_refused_with_the_set() -> None:
    with pytest.raises(BadCell) as bad:
        read_cell(Column("x", "X", "choice", choices=("да", "нет")), "может быть")

    assert "not-in-list" == bad.value.finding.code
    assert "да, нет" in bad.value.finding.remedy


def test_an_open_choice_takes_any_text() -> None:
    assert "9Я" == read_cell(Column("x", "X", "choice", source="classes.class"), "9Я")


def test_a_list_is_separated_by_semicolon_comma_or_line_break() -> None:
    assert ["Физика", "Химия", "Биология"] == split_list(" Физика;;Химия,\nБиология ; ")
    assert "Физика; Химия" == read_cell(Column("x", "X", "list"), "Физика,Химия;")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("text", "", None),
        ("text", None, None),
        ("text", math.nan, None),
        ("score", "2", 2),
        ("score", "X", "X"),
        ("score", "", None),
        ("date", pd.Timestamp("2025-04-15"), dt.date(2025, 4, 15)),
        ("date", dt.date(2025, 4, 15), dt.date(2025, 4, 15)),
        ("date", pd.NaT, None),
        ("integer", math.nan, None),
        ("integer", None, None),
        ("integer", 4.0, 4),
        ("number", 3.5, 3.5),
        ("any", "", None),
        ("any", 7, 7),
    ],
)
def test_values_are_written_as_cells_that_excel_understands(kind: Any, value: Any, expected: Any) -> None:
    actual = write_cell(Column("x", "X", kind), value)

    assert expected == actual
    assert type(expected) is type(actual)


def test_a_formula_is_written_as_it_is() -> None:
    formula = Formula("=1+1", 2)

    assert formula is write_cell(Column("x", "X"), formula)


@pytest.mark.parametrize("cell", [None, "", "  ", "\xa0\n", Formula("=A1", None), Formula("=A1", "")])
def test_blanks_are_nothing(cell: Any) -> None:
    assert is_blank(cell)


@pytest.mark.parametrize("cell", [0, False, "0", Formula("=A1", 0)])
def test_zero_is_something(cell: Any) -> None:
    assert not is_blank(cell)


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_are_lettered_as_in_excel(number: int, letters: str) -> None:
    assert letters == column_letter(number)


MARK = Column("mark", "Отметка", "mark")


@pytest.mark.parametrize("cell", ["н/а", "Н/А (болел)", "осв", "освобождена", "—", "зач.", "н", "не аттестован"])
def test_a_journals_word_for_no_mark_is_no_mark(cell: str) -> None:
    assert as_mark(MARK, cell) is None


@pytest.mark.parametrize(
    ("cell", "mark"), [("5 (5)", 5), ("4 (3,67)", 4), ("отл.", 5), ("3 (удовл.)", 3), ("4,0", 4), ("5-", 5)]
)
def test_a_journals_mark_is_read_with_what_stands_behind_it(cell: str, mark: int) -> None:
    assert mark == as_mark(MARK, cell)


@pytest.mark.parametrize("cell", ["1", "4/5", "3,5", "зелёный"])
def test_of_what_is_no_mark_none_is_guessed(cell: str) -> None:
    with pytest.raises(BadCell):
        as_mark(MARK, cell)
