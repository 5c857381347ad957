"""Another engine than LibreOffice computes the same values from the formulas, and so does the twin of each in Python."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from objectivity_core.tables import TABLES, states
from tests.xl_macros.structure.second_engine import computed, differences, stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from tests.xl_macros.structure.second_engine import Values

FIRST_OF_SEPTEMBER = dt.date(2024, 9, 1)
"""The day of which the built book shows its values; the played year has its own in «Настройки»."""


def errors_in(values: Values) -> list[tuple[str, int, int]]:
    """Cells that show an error instead of a value."""
    return [cell for cell, value in values.items() if str(value).startswith("#")]


@pytest.mark.parametrize("book", ["product", "example", "played"])
def test_the_second_engine_computes_what_is_stored(book: str, request: pytest.FixtureRequest) -> None:
    data = request.getfixturevalue(book).read_bytes()
    found = computed(data, FIRST_OF_SEPTEMBER)

    assert {} == differences(stored(data), found)
    assert len(found) > 600
    assert [] == errors_in(found)


def test_the_second_engine_computes_anew(product: Path) -> None:
    data = product.read_bytes()

    assert differences(stored(data), computed(data, FIRST_OF_SEPTEMBER + dt.timedelta(days=200)))


class Changes:
    """Chance enters what people enter, and what they should not: blanks, words for dates, signs that a search takes for «anything»."""

    def __init__(self, workbook: openpyxl.Workbook, seed: int) -> None:
        self.workbook, self.chance = workbook, random.Random(seed)
        self.today = dt.datetime(2024, 9, 1) + dt.timedelta(days=self.chance.randrange(380))

    def make(self) -> None:
        self._settings()
        day = self._day
        self._enter("occurrences", "done", 0.4, lambda: self.chance.choice([day(-200, 20), None, "да"]))
        self._enter("occurrences", "moved_due", 0.2, lambda: day(-30, 60))
        self._enter(
            "occurrences", "decision", 0.15, lambda: self.chance.choice([states.NOT_REQUIRED, states.CANCELLED])
        )
        self._enter("occurrences", "proof", 0.2, lambda: self.chance.choice([None, "  ", "Протокол № 1"]))
        self._enter("occurrences", "responsible", 0.1, lambda: self.chance.choice(["директор; Завуч", None, "*", "~?"]))
        self._enter("occurrences", "people", 0.05, lambda: self.chance.choice([None, "А; Б; В", "Один"]))
        self._enter("occurrences", "measure_id", 0.03, lambda: None)
        self._enter("steps", "marked", 0.2, lambda: day(-12, 0))
        choices = TABLES["procedures"]["state"].choices
        self._enter("procedures", "state", 0.4, lambda: self.chance.choice([*choices, None]))
        self._enter("procedures", "date", 0.2, lambda: self.chance.choice([self.today, day(-2, 2), None, "нет"]))
        self._enter("materials", "date", 0.5, lambda: self.today)
        self._enter("materials", "count", 0.5, lambda: self.chance.choice([5, 7, None, 8]))
        self._enter("materials", "keep_until", 0.3, lambda: day(-5, 5))

    def _day(self, first: int, last: int) -> dt.datetime:
        return self.today + dt.timedelta(days=self.chance.randrange(first, last))

    def _settings(self) -> None:
        sheet = self.workbook[TABLES["settings"].sheet]
        for row in sheet.iter_rows(min_row=6, max_col=2):
            if row[0].value == "Сегодня":
                row[1].value = self.today
            if row[0].value == "Предупреждать за":
                row[1].value = self.chance.choice([7, 0, 30, None, "семь"])

    def _enter(self, table: str, name: str, share: float, value: Callable[[], Any]) -> None:
        sheet: Worksheet = self.workbook[TABLES[table].sheet]
        headings = {cell.value: cell.column for cell in sheet[5]}
        key, column = (headings[TABLES[table][one].heading] for one in (TABLES[table].columns[0].name, name))
        for row in range(6, sheet.max_row + 1):
            if sheet.cell(row, key).value is not None and self.chance.random() < share:
                sheet.cell(row, column).value = value()


@pytest.mark.libreoffice
def test_two_engines_agree_on_whatever_people_enter(
    played: Path, tmp_path: Path, office_all: Callable[[list[Path], str], list[Path]]
) -> None:
    """One book goes through both changes: the second meets what the first left."""
    before = stored(played.read_bytes())
    workbook = openpyxl.load_workbook(played)
    paths, days = [], []
    for seed in (5, 11):
        changes = Changes(workbook, seed)
        changes.make()
        paths.append(tmp_path / f"Книга {seed}.xlsx")
        days.append(changes.today.date())
        workbook.save(paths[-1])
    for path, day, recalculated in zip(paths, days, office_all(paths, "xlsx"), strict=True):
        found = computed(path.read_bytes(), day)

        assert len(differences(before, found)) > 300
        assert {} == differences(stored(recalculated.read_bytes(), found), found)
        assert [] == errors_in(found)
