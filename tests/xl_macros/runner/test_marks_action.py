"""«Загрузить отметки» and «Загрузить задания» as people use them: pasted wider than the table, brought in a file, and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl

from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import column_letter
from tests.xl_macros.by_hand import type_into
from xl_macros.actions import action
from xl_macros.book.files import FileBook
from xl_macros.book.reader import TableReader, read_sheets
from xl_macros.headless.validation import validate_book
from xl_macros.runner.run import Report, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from xl_macros.dialogs.question import Question

    Read = Callable[[Path, str], pd.DataFrame]

SUBJECTS = ("Русский", "Матем.", "Лит. чтение", "Окр. мир", "ИЗО", "Физ-ра")


def paste(book: Path, rows: list[list[Any]]) -> None:
    """Put a journal's table right under what stands on «Отметки»."""
    grid = TableReader(book).grid(TABLES["own_marks"])
    last = grid.top + sum(any(cell is not None for cell in row) for row in grid.rows)
    cells = {
        f"{column_letter(right)}{last + down}": cell
        for down, row in enumerate(rows, start=1)
        for right, cell in enumerate(row, start=1)
    }
    type_into(book, "Отметки", cells)


def saved(book: Path, name: str, confirm: Callable[[Question], bool] | None = None, **answers: str) -> Report:
    opened = FileBook(book, answers, confirm=confirm)
    report = run(action(name), opened)
    opened.save(book, report.settings, report.today)

    return report


def file_of(path: Path, rows: list[list[Any]]) -> str:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)

    return str(path)


def test_a_journal_pasted_wider_than_the_table_becomes_rows_and_leaves_nothing_beside(
    school: Path, table: Read
) -> None:
    before = len(table(school, "own_marks"))
    paste(
        school,
        [
            ["№", "ФИО", "Класс", *SUBJECTS],
            [1, "Аистов Лев", "4А", 4, "4 (3,67)", 5, 3, "зач.", "осв."],
            [2, "Воробьев Петр", "4А", 3, None, 4, 5, 5, 5],
        ],
    )
    report = saved(school, "marks", period="3 четверть")
    marks = table(school, "own_marks")
    new = marks.iloc[before:].set_index(["name", "subject"])
    sheet = read_sheets(school)["Отметки"]

    assert [] == report.findings
    assert 10 == len(new)  # one of the eleven stands there already
    assert (4, 3.67) == tuple(new.loc[("Аистов Лев", "Математика"), ["mark", "average"]])
    assert 5 == new.loc[("Воробьёв Пётр", "Физическая культура"), "mark"]
    assert ["осв."] == [row[5] for row in sheet if row[3] == "Физическая культура" and row[1] == "Аистов Лев"]
    assert not [cell for row in sheet[5:] for cell in row[7:] if cell != ""]
    assert not [one for one in validate_book(school) if one.where.startswith("Отметки")]


def test_a_file_corrects_a_mark_and_leaves_what_was_typed_beside_it(school: Path, table: Read, tmp_path: Path) -> None:
    paste(school, [[None, "Аистов Лев", "4А", "Математика", "III четверть", "4 (3,67)"]])
    head = ["ФИО", "Класс", "Русский язык за 3 четверть"]
    first = file_of(tmp_path / "1.xlsx", [head, ["Аистов Лев", "4А", 3], ["Беркутова Я.", "4А", 5]])
    saved(school, "marks", file=first)
    shown: list[Question] = []
    second = file_of(tmp_path / "2.xlsx", [head, ["Аистов Лев", "4А", 4], ["Беркутова Я.", "4А", 5]])
    saved(school, "marks", confirm=lambda question: bool(shown.append(question)) or True, file=second)
    again = saved(school, "marks", file=second)
    marks = table(school, "own_marks").set_index(["name", "subject", "period"])["mark"]

    assert "— 4А Аистов Л., Русский язык, III четверть: 3 → 4" in shown[0].prompt
    assert (4, 5) == tuple(marks[name, "Русский язык", "III четверть"] for name in ("Аистов Лев", "Беркутова Яна"))
    assert "изменений нет" in again.message
    assert "4 (3,67)" in [row[5] for row in read_sheets(school)["Отметки"] if len(row) > 5]


def test_tasks_come_from_an_official_form(school: Path, table: Read, tmp_path: Path) -> None:
    form = file_of(tmp_path / "Форма.xlsx", [["Код участника", "Вариант", "1 (2б)", "2К1 (7б)", "3 (1б)"]])
    before = len(table(school, "tasks"))
    saved(school, "worktasks", file=form, work="ВПР, физика, 9 класс")
    tasks = table(school, "tasks").iloc[before:]

    assert [("ВПР", "Физика", 9, "1", 2), ("ВПР", "Физика", 9, "2К1", 7), ("ВПР", "Физика", 9, "3", 1)] == [
        tuple(row) for row in tasks[["kind", "subject", "grade", "task", "max"]].to_numpy()
    ]
    assert "Изменений нет" in saved(school, "worktasks", file=form, work="ВПР, физика, 9 класс").message
