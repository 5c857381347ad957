"""The definitions of the tables are consistent: a mistake here would be a mistake on every sheet."""

from __future__ import annotations

import re

import pytest

from objectivity_core.tables import TABLES, Table
from objectivity_core.tables.cells import read_cell

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


@every_table
def test_names_and_headings_are_unique_within_a_table(table: Table) -> None:
    assert len(table.columns) == len(set(table.names))
    assert len(table.columns) == len({heading.casefold() for heading in table.headings})


@every_table
def test_keys_figures_and_the_cancelled_column_are_columns_of_the_table(table: Table) -> None:
    assert set(table.key) <= set(table.names)
    assert {column for _, column, _ in table.figures} <= set(table.names)
    if table.cancel:
        assert table.cancel[1] in table[table.cancel[0]].choices


@every_table
def test_every_source_is_a_column_that_people_can_extend(table: Table) -> None:
    for column in table.columns:
        if column.source:
            name, source = column.source.split(".")

            assert "people" == TABLES[name][source].filling


@every_table
def test_every_example_can_be_typed_into_its_own_column(table: Table) -> None:
    for column in table.columns:
        if column.example:
            assert read_cell(column, column.example) not in {None, ""}


@every_table
def test_columns_that_people_fill_are_explained(table: Table) -> None:
    silent = [
        column.heading
        for column in table.columns
        if column.typed and not column.help and column.heading != "Примечание"
    ]

    assert [] == silent


def test_excel_names_are_unique_and_tables_of_one_sheet_lie_side_by_side() -> None:
    assert len(TABLES) == len({table.excel for table in TABLES.values()})
    taken: set[tuple[str, int]] = set()
    for table in TABLES.values():
        cells = {(table.sheet, table.left + at) for at in range(len(table.columns))}

        assert not taken & cells
        taken |= cells


def test_formulas_name_columns_of_their_table_in_the_long_form() -> None:
    table = TABLES["occurrences"]
    for column in table.columns:
        if column.filling == "formula":
            formula = table.formula(column)

            assert formula.startswith("=")
            assert "{" not in formula
            assert "[@" not in formula
            assert set(re.findall(r"\[\[#This Row\],\[([^\]]+)\]\]", formula)) <= set(table.headings)


def test_only_typed_and_issued_columns_are_input() -> None:
    table = TABLES["occurrences"]

    assert table["done"].read
    assert table["done"].typed
    assert table["measure_id"].read
    assert not table["measure_id"].typed
    assert not table["responsible"].read
    assert not table["status"].read
