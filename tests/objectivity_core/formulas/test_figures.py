"""What sheets count: the same in Python as the formula says."""

from __future__ import annotations

import math

import pytest

from objectivity_core.formulas.figures import (
    START_FIGURES,
    count,
    count_formula,
    known_formulas,
    line_formula,
    line_text,
    school_formula,
    school_text,
)
from objectivity_core.tables import TABLES, Table
from objectivity_core.tables.parse import frame_of


def test_a_value_is_counted_by_what_people_see() -> None:
    frame = frame_of(TABLES["own_marks"], [{"mark": 2}, {"mark": 2}, {"mark": 5}, {}])

    assert 2 == count(frame, "mark", "2")


@pytest.mark.parametrize("column", ["mark", "name", "pupil_id"])
def test_empty_cells_are_not_counted_as_filled(column: str) -> None:
    frame = frame_of(TABLES["own_marks"], [{"mark": 2, "name": "Озерцов", "pupil_id": "P1"}, {"mark": math.nan}, {}])

    assert 1 == count(frame, column, "")


def test_formulas_count_the_column_by_its_heading() -> None:
    assert 'COUNTIF(Отметки[Отметка],"2")' == count_formula(TABLES["own_marks"], "mark", "2")
    assert "COUNTA(Отметки[Отметка])" == count_formula(TABLES["own_marks"], "mark", "")


@pytest.mark.parametrize("table", [table for table in TABLES.values() if table.figures], ids=lambda table: table.name)
def test_the_line_of_a_sheet_says_every_count_and_its_formula_is_known(table: Table) -> None:
    frame = frame_of(table, [])
    text = line_text(table, frame)

    assert [f"{label}: 0" for label, _, _ in table.figures] == text.split("   ·   ")
    assert text == known_formulas(TABLES, {table.name: frame})[line_formula(table)]
    assert len(line_formula(table)) < 8192


def test_the_first_sheet_shows_every_figure_of_the_tables_that_are_there() -> None:
    frames = {name: frame_of(table, []) for name, table in TABLES.items()}
    frames["results"] = frame_of(
        TABLES["results"], [{"state": "проверена"}, {"state": "проверена"}, {"state": "нужна третья проверка"}]
    )
    known = known_formulas(TABLES, frames)

    assert 2 == known['=COUNTIF(Результаты[Состояние],"проверена")']
    assert 1 == known['=COUNTIF(Результаты[Состояние],"нужна третья проверка")']
    assert {"=" + count_formula(TABLES[one.table], one.column, one.value) for one in START_FIGURES} <= set(known)


def test_tables_that_are_not_there_are_not_counted() -> None:
    assert {} == known_formulas(TABLES, {})


def test_the_line_under_the_title_names_school_and_year_or_asks_for_it() -> None:
    assert "ООШ   ·   2024/2025 учебный год" == school_text("ООШ", 2024)
    assert school_text("", 2025).startswith("Впишите школу")
    assert "Настройки[Значение]" in school_formula()
    settings = TABLES["settings"]
    assert settings.excel == "Настройки"
    assert {"Параметр", "Значение"} <= set(settings.headings)
