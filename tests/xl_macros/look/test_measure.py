"""Heights fit wrapped text."""

from __future__ import annotations

from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Formula
from xl_macros.look.measure import LINE_HEIGHT, table_row_height

PLAN = TABLES["measures"]


def _row(**cells: object) -> list[object]:
    return [cells.get(column.name) for column in PLAN.columns]


def test_a_short_row_has_no_height_of_its_own() -> None:
    assert table_row_height(PLAN, PLAN.headings, _row(measure="Педсовет", phrase="октябрь")) is None


def test_a_long_text_gets_the_lines_that_its_column_needs() -> None:
    width = PLAN["measure"].width
    two, four = (
        table_row_height(PLAN, PLAN.headings, _row(measure="э" * letters)) for letters in (width + 10, 4 * width)
    )

    assert 2 * LINE_HEIGHT == two
    assert 4 * LINE_HEIGHT == four


def test_line_breaks_count() -> None:
    assert 3 * LINE_HEIGHT == table_row_height(PLAN, PLAN.headings, _row(measure="а\nб\nв"))


def test_a_formula_counts_by_its_value_and_narrow_columns_do_not_wrap() -> None:
    text = "с" * (PLAN["reading"].width + 5)

    assert 2 * LINE_HEIGHT == table_row_height(PLAN, PLAN.headings, _row(reading=Formula("=1", text)))
    assert table_row_height(PLAN, PLAN.headings, _row(number="1" * 200)) is None


def test_unknown_columns_do_not_disturb() -> None:
    assert table_row_height(PLAN, [*PLAN.headings, "Своё"], [*_row(measure="Педсовет"), "очень " * 100]) is None
