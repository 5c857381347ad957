"""Values go in and out of LibreOffice as they would in Excel, traps included."""

from __future__ import annotations

import datetime as dt
import itertools
import string
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xl_macros.libreoffice import OfficeError
from xl_macros.libreoffice.recognise import content, moment, serial
from xl_macros.libreoffice.values import rectangles

if TYPE_CHECKING:
    import xlwings as xw

libreoffice = pytest.mark.libreoffice
TODAY = dt.date(2025, 4, 28)
ROWS = itertools.count(1, 5)


@libreoffice
def test_a_block_of_every_type_is_read_as_it_was_written(sheet: xw.Sheet) -> None:
    block = [
        [1.5, "текст", True, None, dt.datetime(2025, 4, 15)],
        [-2.0, "две\nстроки", False, None, dt.datetime(2025, 4, 15, 12, 30)],
    ]
    sheet["B2:F3"].value = block

    assert block == sheet["B2:F3"].value


@libreoffice
def test_dates_without_time_are_dates_and_keep_a_format_that_stands_there(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "yyyy-mm-dd"
    sheet["A1:A2"].value = [[dt.date(2025, 4, 15)], [dt.date(2025, 4, 16)]]

    assert [dt.date(2025, 4, 15), dt.date(2025, 4, 16)] == sheet["A1:A2"].options(dates=dt.date).value
    assert "yyyy-mm-dd" == sheet["A1"].number_format


@libreoffice
def test_a_truth_value_gives_way_to_a_number(sheet: xw.Sheet) -> None:
    sheet["A1:A2"].value = [[True], [False]]
    sheet["A1"].value = 1

    assert [1.0, False] == sheet["A1:A2"].value
    assert not isinstance(sheet["A1"].value, bool)
    assert "General" == sheet["A2"].number_format


@libreoffice
def test_one_value_fills_a_range_and_a_list_is_a_row_or_a_column(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].value = "x"
    sheet["D1"].value = [1, 2]
    sheet["F1"].options(transpose=True).value = [1, 2]

    assert [["x", "x"], ["x", "x"]] == sheet["A1:B2"].value
    assert [[1.0, 2.0]] == sheet["D1:E1"].options(ndim=2).value
    assert [[1.0], [2.0]] == sheet["F1:F2"].options(ndim=2).value


@libreoffice
@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=1/0", "#DIV/0!"),
        ("=NA()", "#N/A"),
        ("=нет", "#NAME?"),
        ('=1+"x"', "#VALUE!"),
        ("=#REF!", "#REF!"),
        ("=10^400", "#NUM!"),
    ],
)
def test_an_error_is_none_or_its_name(formula: str, error: str, sheet: xw.Sheet) -> None:
    sheet["A1"].value = formula

    assert sheet["A1"].value is None
    assert error == sheet["A1"].options(err_to_str=True).value


@libreoffice
def test_formulas_without_a_format_have_the_type_of_their_result(sheet: xw.Sheet) -> None:
    sheet["A1:A4"].value = [["=DATE(2025,4,15)"], ["=1=1"], ["=1+1"], ['=""']]

    assert [dt.datetime(2025, 4, 15), True, 2.0, None] == sheet["A1:A4"].value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00123", ("number", 123.0)),
        ("1,234.5", ("number", 1234.5)),
        ("12%", ("number", 0.12)),
        ("1E5", ("number", 100000.0)),
        ("-5", ("number", -5.0)),
        ("true", ("logical", 1.0)),
        ("4-5", ("date", serial(dt.date(2025, 4, 5)))),
        ("2025-04-15", ("date", serial(dt.date(2025, 4, 15)))),
        ("4/15/2025", ("date", serial(dt.date(2025, 4, 15)))),
        ("15.04.2025", ("text", "15.04.2025")),
        ("13-45", ("text", "13-45")),
        ("=A1", ("formula", "=A1")),
        ("-нет", ("formula", "=-нет")),
        ("=", ("text", "=")),
        ("-", ("text", "-")),
        ("'00123", ("text", "00123")),
        ("''так", ("text", "'так")),
        ("4А", ("text", "4А")),
        ("1,5", ("text", "1,5")),
    ],
)
def test_a_text_becomes_what_excel_would_make_of_it(text: str, expected: tuple[str, Any]) -> None:
    assert expected == content(text, text_cell=False, today=TODAY)


def test_a_text_that_excel_refuses_is_refused() -> None:
    with pytest.raises(ValueError, match="apostrophe"):
        content("@кто", text_cell=False)


@libreoffice
def test_in_a_cell_formatted_as_text_everything_is_text(sheet: xw.Sheet) -> None:
    sheet["A1:A6"].number_format = "@"
    sheet["A1:A6"].value = [["00123"], ["=1+1"], ["@кто"], [5], [0.5], [True]]

    assert ["00123", "=1+1", "@кто", "5", "0.5", "TRUE"] == sheet["A1:A6"].value
    assert "@" == sheet["A1:A6"].number_format


@libreoffice
def test_an_apostrophe_keeps_a_text_and_is_no_part_of_it(sheet: xw.Sheet) -> None:
    sheet["A1"].value = "'00123"

    assert "00123" == sheet["A1"].value
    assert "General" == sheet["A1"].number_format


@libreoffice
def test_a_text_too_long_for_a_cell_is_refused_and_nothing_is_written(sheet: xw.Sheet) -> None:
    sheet["A1:A2"].value = [["a"], ["b"]]
    with pytest.raises(ValueError, match="32767"):
        sheet["A1:A2"].value = [["c"], ["x" * 32_768]]

    assert ["a", "b"] == sheet["A1:A2"].value


@libreoffice
def test_a_protected_sheet_says_so(sheet: xw.Sheet) -> None:
    sheet.api.protect("тайна")
    with pytest.raises(OfficeError, match="protected"):
        sheet["A1"].value = 1

    assert sheet["A1"].value is None


@libreoffice
def test_frames_come_back_as_they_went(sheet: xw.Sheet) -> None:
    frame = pd.DataFrame({"число": [1.0, None], "день": pd.to_datetime(["2025-01-01", None]), "текст": ["x", None]})
    sheet["A1"].options(index=False).value = frame
    found = sheet["A1:C3"].options(pd.DataFrame, index=False).value

    assert (
        frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
        == found.astype(object).where(found.notna(), None).to_numpy().tolist()
    )


@libreoffice
@settings(max_examples=20, suppress_health_check=[*HealthCheck])  # the examples share a sheet: each has rows of its own
@given(
    block=st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.booleans(),
                st.floats(-1e9, 1e9).map(lambda number: round(number, 6)),
                st.text(string.ascii_letters, min_size=5).filter(lambda text: text.upper() not in {"TRUE", "FALSE"}),
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_is_read(block: list[list[Any]], sheet: xw.Sheet) -> None:
    top = next(ROWS)
    cells = sheet.range((top, 1), (top + len(block) - 1, 3))
    cells.value = block

    assert block == cells.options(ndim=2).value


@given(st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)))
def test_a_moment_survives_its_day_number_to_the_millisecond(when: dt.datetime) -> None:
    found = moment(serial(when))

    assert isinstance(found, dt.datetime)
    assert abs(found - when) <= dt.timedelta(milliseconds=1)


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6))))
def test_rectangles_cover_exactly_the_cells(positions: set[tuple[int, int]]) -> None:
    covered = [
        (row, column)
        for area in rectangles(positions)
        for row in range(area.row, area.bottom + 1)
        for column in range(area.column, area.right + 1)
    ]

    assert sorted(positions) == sorted(covered)
