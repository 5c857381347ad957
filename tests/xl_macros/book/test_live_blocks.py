"""What is written into an open workbook: as few blocks as possible, nothing that did not change, every value protected."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from objectivity_core.tables.grid import Formula, Grid
from objectivity_core.tables.model import Column, Table
from xl_macros.book.live_blocks import Block, contents, dates, plan

TABLE = Table(
    "t",
    "Т",
    "Лист",
    "",
    (
        Column("key", "Ключ", "code", "issued"),
        Column("name", "Имя", "text", "people"),
        Column("status", "Статус", "text", "formula", formula='IF({Ключ}="","","есть")'),
        Column("day", "День", "date", "computed"),
        Column("points", "Баллы", "number", "computed"),
        Column("any", "Значение", "any", "shared"),
    ),
    ("key",),
)


def _grid(*rows: list[Any]) -> Grid:
    return Grid("Лист", 5, 1, [*TABLE.headings, "Моё"], list(rows))


def _nothing_stands() -> list[list[str]]:
    raise AssertionError("no formula may be asked for")


OLD = ["00001", "Аня", "есть", None, 2.0, "x", "своё"]


def test_of_an_unchanged_table_only_the_live_formulas_are_written() -> None:
    assert [Block(2, 0, 0, ("live",))] == plan(TABLE, _grid(OLD), _grid([*OLD]))


def test_two_is_two_whole_or_not_but_true_is_not_one() -> None:
    whole = [*OLD[:4], 2, *OLD[5:]]
    true = [*OLD[:4], 1.0, *OLD[5:]], [*OLD[:4], True, *OLD[5:]]

    assert [Block(2, 0, 0, ("live",))] == plan(TABLE, _grid(OLD), _grid(whole))
    assert Block(4, 0, 0, ("plain",)) in plan(TABLE, _grid(true[0]), _grid(true[1]))


def test_new_rows_are_one_block_whatever_their_kinds() -> None:
    row = ["00001", "Аня", None, dt.date(2025, 4, 15), 2, "x", None]

    assert [Block(0, 0, 2, ("text", "text", "live", "date", "plain", "plain"))] == plan(
        TABLE, _grid(), _grid(row, row, row)
    )


def test_columns_of_one_kind_share_a_block_from_the_first_to_the_last_change() -> None:
    after = [["00002", *OLD[1:]], [*OLD], [OLD[0], "Яна", *OLD[2:]]]

    assert [Block(0, 0, 2, ("text", "text", "live"))] == plan(TABLE, _grid(OLD, OLD, OLD), _grid(*after))


@pytest.mark.parametrize(
    "text", ["00123", "=1", "+7", "-нет", "@кто", "'так", "4-5", "TRUE", "истина", "май 2025", "1,5"]
)
def test_outside_cells_formatted_as_text_an_apostrophe_keeps_a_text(text: str) -> None:
    after = _grid([*OLD[:5], text, "своё"])
    block = Block(5, 0, 0, ("plain",))

    assert (block, [[f"'{text}"]]) == contents(TABLE, block, _grid(OLD), after, _nothing_stands)


def test_plain_words_go_as_they_are() -> None:
    after = _grid([*OLD[:5], "Школа", "своё"])
    block = Block(5, 0, 0, ("plain",))

    assert [["Школа"]] == contents(TABLE, block, _grid(OLD), after, _nothing_stands)[1]


def test_in_text_columns_numbers_and_dates_become_texts_as_people_write_them() -> None:
    after = _grid([5.0, dt.date(2025, 2, 1), *OLD[2:]], ["\x0b1", None, *OLD[2:]])
    block = Block(0, 0, 1, ("text", "text"))

    assert [["5", "01.02.2025"], [" 1", None]] == contents(TABLE, block, _grid(), after, _nothing_stands)[1]


def test_dates_are_day_numbers_and_found_again_for_their_format() -> None:
    after = _grid(
        [*OLD[:3], dt.date(2025, 4, 15), 2.0, dt.date(2025, 4, 15), None],
        [*OLD[:3], dt.datetime(2025, 4, 15, 12), 2.0, dt.date(2025, 4, 16), None],
    )
    block = Block(3, 0, 1, ("date", "plain", "plain"))

    assert [[45762.0, 2.0, 45762.0], [45762.5, 2.0, 45763.0]] == contents(
        TABLE, block, _grid(), after, _nothing_stands
    )[1]
    assert [(5, 0, 1)] == dates(block, after)


def test_live_formulas_stand_in_every_row_and_links_in_cells_that_compute() -> None:
    rows = [["00001", Formula('=HYPERLINK("#A1","x")', "x"), None, None, None, None, None]] * 2
    block = plan(TABLE, _grid(), _grid(*rows))[0]

    assert ("text", "formula", "live") == block.kinds
    assert [["00001", '=HYPERLINK("#A1","x")', '=IF(Т[[#This Row],[Ключ]]="","","есть")']] * 2 == contents(
        TABLE, block, _grid(), _grid(*rows), _nothing_stands
    )[1]


def test_formulas_of_people_between_changed_cells_are_put_back() -> None:
    after = _grid(["00002", *OLD[1:]], [*OLD], ["00003", *OLD[1:]])
    block = Block(0, 0, 2, ("text",))
    standing = [["00001"], ['=TEXT(1,"00000")'], ["00001"]]

    assert (Block(0, 0, 2, ("formula",)), [["'00002"], ['=TEXT(1,"00000")'], ["'00003"]]) == contents(
        TABLE, block, _grid(OLD, OLD, OLD), after, lambda: standing
    )
