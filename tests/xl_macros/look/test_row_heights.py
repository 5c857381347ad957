"""Heights fit wrapped text, and what somebody set by hand stays."""

from __future__ import annotations

import pytest

from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Formula
from xl_macros.look.row_heights import LINE, leave_automatic, row_height, rows_set_by_hand

PLAN = TABLES["measures"]


def _row(**cells: object) -> list[object]:
    return [cells.get(column.name) for column in PLAN.columns]


def test_a_short_row_has_no_height_of_its_own() -> None:
    assert row_height(PLAN, PLAN.headings, _row(measure="Педсовет", phrase="октябрь")) is None


def test_a_long_text_gets_the_lines_that_its_column_needs() -> None:
    width = PLAN["measure"].width
    two, four = (row_height(PLAN, PLAN.headings, _row(measure="м" * letters)) for letters in (width + 10, 4 * width))

    assert 2 * LINE == two
    assert 4 * LINE == four


def test_line_breaks_count() -> None:
    assert 3 * LINE == row_height(PLAN, PLAN.headings, _row(measure="а\nб\nв"))


def test_a_formula_counts_by_its_value_and_narrow_columns_do_not_wrap() -> None:
    text = "с" * (PLAN["reading"].width + 5)

    assert 2 * LINE == row_height(PLAN, PLAN.headings, _row(reading=Formula("=1", text)))
    assert row_height(PLAN, PLAN.headings, _row(number="1" * 200)) is None


def test_unknown_columns_do_not_disturb() -> None:
    assert row_height(PLAN, [*PLAN.headings, "Своё"], [*_row(measure="Педсовет"), "очень " * 100]) is None


@pytest.mark.parametrize("mark", ["1", "true"])
def test_only_rows_set_by_hand_keep_their_mark(mark: str) -> None:
    sheet = f'<row r="5" ht="20" customHeight="{mark}"/><row r="6" ht="30" customHeight="{mark}"/>'

    assert frozenset({5, 6}) == rows_set_by_hand(sheet)
    assert f'<row r="5" ht="20"/><row r="6" ht="30" customHeight="{mark}"/>' == leave_automatic(
        sheet, kept=frozenset({6})
    )
