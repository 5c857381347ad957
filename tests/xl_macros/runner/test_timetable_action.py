"""«Загрузить расписание» as people use it: pasted on its sheet or brought in a file, twice, and with nonsense."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import column_letter
from tests.xl_macros.by_hand import type_into
from xl_macros.actions import action
from xl_macros.book.files import FileBook
from xl_macros.book.reader import TableReader
from xl_macros.errors import ObjectivityError
from xl_macros.runner.run import Report, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    Read = Callable[[Path, str], pd.DataFrame]

HEAD = ["Дата", "Класс", "Предмет", "Кабинет", "Время", "Организатор", "Наблюдатель"]
LIST = [
    ["Расписание ВПР", None, None, None, None, None, None],
    HEAD,
    [
        dt.date(2025, 4, 22),
        "4А, 5А",
        "Русский язык",
        12,
        dt.time(10, 0),
        "Орлова А. И.",
        "Грачёва Нина Львовна (родитель)",
    ],
    [None, "4А", "Окружающий мир", None, None, None, None],
    ["30 апреля", "5А", "МА", 5, "2 урок", None, None],
]
MATRIX = [["Дата", "4А", "5А"], ["22.04", "РЯ (каб. 12)\nОкр. мир", "РЯ (каб. 12)"], ["30.04", None, "МА, 2 урок"]]
DAYS_ACROSS = [["Класс", dt.date(2025, 4, 22), "30.04"], ["4А", "РЯ\nОкр. мир", None], ["5А", "РЯ", "МА"]]
EXPECTED = {
    ("ВПР-РУ-4А-2025-04-15", "4А", "Русский язык", "22.04"),
    ("ВПР-МА-5А-2025-04-16", "5А", "Математика", "30.04"),
    ("ВПР-РУ-5А-2025-04-22", "5А", "Русский язык", "22.04"),
    ("ВПР-ОМ-4А-2025-04-22", "4А", "Окружающий мир", "22.04"),
}
"""The school has two of the works already, on other days: they move and keep their keys."""


def paste(book: Path, rows: list[list[Any]]) -> None:
    """Put cells under the headings of «Расписание», as people paste them."""
    top = TableReader(book).grid(TABLES["timetable"]).top + 1
    cells = {
        f"{column_letter(right)}{top + down}": cell
        for down, row in enumerate(rows)
        for right, cell in enumerate(row, start=1)
    }
    type_into(book, "Расписание", cells)


def click(book: Path, **answers: str) -> Report:
    opened = FileBook(book, answers)
    report = run(action("timetable"), opened, today=dt.date(2025, 4, 10))
    opened.save(book, report.settings, report.today)

    return report


def procedures(found: pd.DataFrame) -> set[tuple[str, str, str, str]]:
    columns = (found["procedure_id"], found["class"], found["subject"], found["date"].dt.strftime("%d.%m"))

    return set(zip(*columns, strict=True))


@pytest.mark.parametrize("rows", [LIST, MATRIX, DAYS_ACROSS], ids=["list", "days down", "days across"])
def test_what_is_pasted_becomes_procedures_with_terms_in_one_click(
    rows: list[list[Any]], school: Path, table: Read
) -> None:
    paste(school, rows)
    report = click(school)
    terms = table(school, "occurrences")
    briefing = terms[terms["measure"].str.startswith("Инструктаж")]

    assert EXPECTED == procedures(table(school, "procedures"))
    assert "4 работы (новых процедур: 2, перенесено: 2)" in report.message
    assert {"21.04", "29.04"} == set(briefing["due"].dt.strftime("%d.%m"))
    assert {"two-works-a-day", "procedure-moved"} <= {one.code for one in report.findings}


def test_rooms_times_and_people_stand_in_the_table(school: Path, table: Read) -> None:
    paste(school, LIST)
    click(school)
    found = table(school, "procedures").set_index("procedure_id")
    columns = ["room", "time", "organiser", "observer"]

    assert ["12", "10:00", "Орлова А. И.", "Грачёва Нина Львовна (родитель)"] == found.loc[
        "ВПР-РУ-5А-2025-04-22", columns
    ].to_list()
    assert ["5", "2 урок"] == found.loc["ВПР-МА-5А-2025-04-16", columns[:2]].to_list()


def test_clicked_twice_nothing_is_doubled_and_nothing_changes(school: Path, table: Read) -> None:
    paste(school, LIST)
    click(school)
    once = {name: table(school, name) for name in ("procedures", "occurrences")}
    report = click(school)

    assert "без изменений: 4" in report.message
    for name, before in once.items():
        assert before.to_dict("records").__repr__() == table(school, name).to_dict("records").__repr__()


def test_what_people_and_the_program_had_entered_stays(coded: Path, table: Read) -> None:
    """Works have codes already, notes and chairs are typed: only the day moves."""
    names = TABLES["procedures"].names
    typed = {"chair": "Липатова Вера Олеговна", "note": "важно"}
    type_into(coded, "Процедуры", {f"{column_letter(names.index(name) + 1)}6": value for name, value in typed.items()})
    before = table(coded, "procedures").iloc[0]
    works = table(coded, "works")
    paste(coded, [["Дата", "Класс", "Предмет"], ["22.04", "4А", "РЯ"]])
    click(coded)
    after = table(coded, "procedures").iloc[0]
    same = ["procedure_id", "kind", "subject", "class", "chair", "note", "state", "works"]

    assert before[same].to_list() == after[same].to_list()
    assert ("важно", "22.04.2025") == (after["note"], f"{after['date']:%d.%m.%Y}")
    assert works.equals(table(coded, "works"))


def test_a_file_is_read_in_place_of_the_sheet(school: Path, table: Read, tmp_path: Path) -> None:
    file = tmp_path / "Расписание ВПР.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in LIST:
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("A3:A4")
    workbook.save(file)
    paste(school, [["Дата", "Класс", "Предмет"], ["15.05", "4А", "МА"]])
    report = click(school, file=str(file))

    assert EXPECTED == procedures(table(school, "procedures"))
    assert str(file) == report.settings.timetable_file


def test_a_text_file_with_semicolons_is_read_too(school: Path, table: Read, tmp_path: Path) -> None:
    file = tmp_path / "расписание.csv"
    file.write_bytes("Дата;Класс;Предмет\n22.04;4А;РЯ\n22.04;5А;РЯ\n22.04;4А;окр. мир\n30.04;5А;МА\n".encode("cp1251"))
    click(school, file=str(file))

    assert EXPECTED == procedures(table(school, "procedures"))


def test_a_file_that_is_not_there_is_one_sentence_and_the_book_stays(school: Path) -> None:
    before = school.read_bytes()
    with pytest.raises(ObjectivityError, match="не найден"):
        click(school, file=str(school.parent / "нет.xlsx"))

    assert before == school.read_bytes()


def test_the_findings_lead_to_the_cells_of_the_sheet(school: Path, table: Read) -> None:
    paste(
        school,
        [
            ["Дата", "Класс", "Предмет"],
            ["22-23 апреля", "4А", "РЯ"],
            ["22.04", "4А", "Астрономия"],
            ["22.04", "5А", "МА"],
        ],
    )
    click(school)
    found = table(school, "findings")

    assert {"Расписание!A7", "Расписание!C8"} <= set(found[found["action"] == "Загрузить расписание"]["where"])


@pytest.mark.parametrize(
    "rows", [[], [["привет", 1, 2.5]], [["Дата", "Класс", "Предмет"], ["когда-нибудь", "всем", "всё"]]]
)
def test_nonsense_changes_no_procedure_and_is_an_error_that_says_what_is_needed(
    rows: list[list[Any]], school: Path, table: Read
) -> None:
    before = table(school, "procedures")[["kind", "subject", "class", "date"]]
    paste(school, rows)
    report = click(school)

    assert before.equals(table(school, "procedures")[["kind", "subject", "class", "date"]])
    assert "no-timetable" in [one.code for one in report.findings if one.severity == "error"]


def test_no_to_the_preview_writes_nothing(school: Path) -> None:
    paste(school, LIST)
    before = school.read_bytes()
    shown: list[str] = []
    book = FileBook(school, confirm=lambda question: bool(shown.append(question.prompt)))
    with pytest.raises(ObjectivityError, match="отменено"):
        run(action("timetable"), book)

    assert "4 работы" in shown[0]
    assert "22.04" in shown[0]
    assert before == school.read_bytes()


def test_the_example_school_has_one_gap_and_no_other_clash(example: Path) -> None:
    book = FileBook(example)
    report = run(action("check"), book)
    people = {"person-twice-a-day", "person-perhaps-twice-a-day", "observer-not-independent"}
    codes = people | {"two-works-a-day", "no-observer", "no-observer-written"}

    assert [("no-observer", "warning")] == [(one.code, one.severity) for one in report.findings if one.code in codes]
