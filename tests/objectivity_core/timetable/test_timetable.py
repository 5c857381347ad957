"""A timetable pasted once becomes procedures: in every layout, without guesses, and twice is as good as once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from objectivity_core.findings import Finding
from objectivity_core.russian.document import Document, SourceTable
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Grid
from objectivity_core.tables.merge import merge
from objectivity_core.tables.parse import parse, records_of
from objectivity_core.timetable.load import load

if TYPE_CHECKING:
    from objectivity_core.state import Outcome, State
    from tests.objectivity_core.conftest import MakeState

SUBJECTS = [
    {"subject": subject, "short": short}
    for subject, short in (
        *(
            ("Русский язык", "РУ"),
            ("Родной язык", "РОД"),
            ("Математика", "МА"),
            ("Окружающий мир", "ОМ"),
            ("Физика", "ФИ"),
            ("Химия", "ХИ"),
        ),
        *(("История", "ИС"), ("Обществознание", "ОБ"), ("Иностранный язык", "ИН"), ("Литературное чтение", "ЛЧ")),
    )
]
CLASSES = [{"class": f"{grade}{letter}", "grade": grade} for grade in (4, 5, 6) for letter in "АБ"] + [
    {"class": "7", "grade": 7}
]
KINDS = [
    {"kind": kind, "short": short, "coded": "да", "compared": "да", "observed": "нет"}
    for kind, short in (("ВПР", "ВПР"), ("ВОШ", "ВОШ"), ("ОГЭ", "ОГЭ"), ("пробный ОГЭ", "ПРОГЭ"))
]
BRIEFING = {
    "measure_id": "M001",
    "number": "1.4",
    "measure": "Инструктаж",
    "phrase": "не позднее 1 рабочего дня до процедуры",
    "responsible": "Директор",
    "procedures": "ВПР",
}
DIRECTOR = {"staff_id": "S001", "name": "Липатова Вера Олеговна", "position": "Директор"}
Rows = list[list[Any]]


def pasted(rows: Rows) -> pd.DataFrame:
    """The sheet «Расписание» with cells under its headings, as it is read."""
    table = TABLES["timetable"]

    return parse(table, Grid("Расписание", 5, 1, table.headings, [[*row, *[None] * (16 - len(row))] for row in rows]))[
        0
    ]


@pytest.fixture
def school(make_state: MakeState) -> Any:
    """A state of the school with these cells pasted: ``school(rows, procedures=[…])``."""

    def make(rows: Rows, **more: Any) -> State:
        given = {
            "subjects": SUBJECTS,
            "classes": CLASSES,
            "kinds": KINDS,
            "procedures": [],
            "staff": [DIRECTOR],
            "measures": [BRIEFING],
        } | more

        return make_state(timetable=pasted(rows), **given)

    return make


def works(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Class, subject and day of every procedure, in their order."""
    return [
        (row["class"], row["subject"], f"{row['date']:%d.%m.%Y}") for row in records_of(outcome.tables["procedures"])
    ]


def said(outcome: Outcome) -> list[str]:
    """What was noticed of the timetable itself, not of the plan."""
    return [one.code for one in outcome.findings if one.table != "measures"]


# Layouts

RU4A, MA5A = ("4А", "Русский язык", "15.04.2025"), ("5А", "Математика", "16.04.2025")


@pytest.mark.parametrize(
    "rows",
    [
        [["Дата", "Класс", "Предмет"], ["15.04.2025", "4А", "Русский язык"], ["16.04.2025", "5А", "Математика"]],
        [
            ["№", "Предмет", "Классы", "День проведения"],
            [1, "РЯ", "4 «А»", "15 апреля"],
            [2, "матем.", "5а", dt.date(2025, 4, 16)],
        ],
        [
            ["Школа № 1"],
            ["Расписание ВПР"],
            ["Класс", "Учебный предмет", "Дата"],
            ["4A", "русский", 45762],
            ["5-А", "МА", "16.04 (среда)"],
        ],
        [["15.04.2025", "4А", "Русский язык"], ["16.04.2025", "5А", "Математика"]],
        [["Дата", "День недели", "4А", "5А"], ["15.04", "вт", "РЯ", None], ["16.04", "ср", "—", "Математика"]],
        [["Класс", "15.04", "16.04"], [None, "вт", "ср"], ["4А", "РЯ", None], ["5А", None, "МА"]],
        [["Класс", "Предмет"], ["15 апреля 2025 г., вторник"], ["4А", "РЯ"], ["Среда, 16 апреля"], ["5А", "МА"]],
        [["4А класс"], ["Дата", "Предмет"], ["15.04", "РЯ"], ["5А класс"], ["16.04", "МА"]],
        [["Дата", "Класс", "Предмет"], ["15.04", "4А", "РЯ"], ["Класс", "Дата", "Предмет"], ["5А", "16.04", "МА"]],
        [["Предмет", "4А", "5А"], ["Русский язык", "15.04", None], ["Математика", None, "16.04"]],
        [["Предмет", "15.04", "16.04"], ["Русский язык", "4А", None], ["Математика", None, "5А"]],
        [
            ["№ п/п", "Дата", "Класс", "Предмет"],
            [1, 2, 3, 4],
            [1, "15.04", "4А", "РЯ"],
            [2, "16.04", "5А", "МА"],
            ["Директор", "Липатова В. О."],
        ],
    ],
    ids=[
        *(
            "list",
            "list in other words",
            "list under titles",
            "the table's own headings",
            "days down",
            "classes down",
            "by day",
            "by class",
        ),
        *("two tables", "subjects down, days inside", "subjects down, classes inside", "official form"),
    ],
)
def test_one_timetable_in_every_layout_is_the_same_two_works(rows: Rows, school: Any) -> None:
    outcome = load(school(rows))

    assert [RU4A, MA5A] == sorted(works(outcome))
    assert [] == said(outcome)
    assert ["ВПР-МА-5А-2025-04-16", "ВПР-РУ-4А-2025-04-15"] == sorted(outcome.tables["procedures"]["procedure_id"])


def test_a_file_is_read_in_place_of_the_sheet_with_all_its_tables_and_titles(school: Any) -> None:
    first = SourceTable("Школьный этап ВсОШ", [["Дата", "Класс", "Предмет"], [dt.date(2024, 10, 8), "5А", "История"]])
    second = SourceTable("Расписание ВПР\nна апрель", [["Дата", "4А"], ["15.04.2025", "РЯ"], ["Подпись", None]])
    passed_on = Finding("hidden-sheet", "info", "Скрытый лист не прочитан.")
    state = school([["Дата", "Класс", "Предмет"], ["16.04", "5А", "МА"]])
    outcome = load(state, Document("Расписание.docx", (first, second), (), (passed_on,)))

    assert ["ВОШ-ИС-5А-2024-10-08", "ВПР-РУ-4А-2025-04-15"] == outcome.tables["procedures"]["procedure_id"].to_list()
    assert passed_on in outcome.findings


def test_merged_cells_and_blank_ones_take_what_stands_above(school: Any) -> None:
    rows = [["Дата", "Класс", "Предмет"], ["15.04", "4А", "РЯ"], [None, "5А", "РЯ"], ["17.04", None, "МА"]]

    assert [RU4A, ("5А", "Русский язык", "15.04.2025"), ("5А", "Математика", "17.04.2025")] == works(load(school(rows)))


@pytest.mark.parametrize(
    ("cell", "classes"),
    [
        ("4А, 4Б", ["4А", "4Б"]),
        ("4 «А», 4 «Б»", ["4А", "4Б"]),
        ("5А,Б", ["5А", "5Б"]),
        ("5-е классы", ["5А", "5Б"]),
        ("5", ["5А", "5Б"]),
        ("7 класс", ["7"]),
        ("4а и 5б", ["4А", "5Б"]),
        ("4-5 классы", ["4А", "4Б", "5А", "5Б"]),
        ("4-5", ["4А", "4Б", "5А", "5Б"]),
        ("4 – 5, 7", ["4А", "4Б", "5А", "5Б", "7"]),
    ],
)
def test_one_row_may_name_several_classes(cell: str, classes: list[str], school: Any) -> None:
    outcome = load(school([["Дата", "Классы", "Предмет"], ["15.04", cell, "РЯ"]]))

    assert classes == [class_ for class_, _, _ in works(outcome)]
    assert [] == said(outcome)


@pytest.mark.parametrize(
    ("cell", "subject"),
    [
        *(
            ("русский язык", "Русский язык"),
            ("РЯ", "Русский язык"),
            ("рус. яз.", "Русский язык"),
            ("ВПР по русскому языку", "Русский язык"),
        ),
        *(
            ("матем.", "Математика"),
            ("МА", "Математика"),
            ("окр. мир", "Окружающий мир"),
            ("Окружающий\nмир", "Окружающий мир"),
        ),
        *(
            ("общ.", "Обществознание"),
            ("англ. яз.", "Иностранный язык"),
            ("Немецкий язык", "Иностранный язык"),
            ("лит. чтение", "Литературное чтение"),
        ),
    ],
)
def test_a_subject_is_known_by_its_usual_short_forms(cell: str, subject: str, school: Any) -> None:
    assert [("4А", subject, "15.04.2025")] == works(load(school([["Дата", "Класс", "Предмет"], ["15.04", "4А", cell]])))


def test_a_cell_of_a_table_says_room_and_lesson_and_may_hold_several_works(school: Any) -> None:
    rows = [
        ["Дата", "4А", "5А"],
        ["15.04", "Русский язык (каб. 12)", "МА, 2 урок"],
        ["16.04", "РЯ\nМА", "История\nкаб. 5\n10.30"],
    ]
    procedures = load(school(rows[:2])).tables["procedures"]
    others = load(school([rows[0], rows[2]]))

    assert [("12", ""), ("", "2 урок")] == list(zip(procedures["room"], procedures["time"], strict=True))
    assert ["Русский язык", "Математика", "История"] == others.tables["procedures"]["subject"].to_list()
    assert ("5", "10:30") == tuple(others.tables["procedures"].iloc[2][["room", "time"]])


def test_rooms_times_and_people_are_taken_over(school: Any) -> None:
    head = [
        "Дата",
        "Класс",
        "Предмет",
        "Аудитория",
        "№ урока",
        "Организатор 1",
        "Организатор 2",
        "Общественный наблюдатель",
        "Вид",
    ]
    row = [
        "15.04",
        "4А",
        "РЯ",
        "каб. 12, 13",
        2,
        "Сомов И. П.",
        "Орлова А. И.",
        "Синицына А. П. (родитель, 5А)",
        "ВсОШ",
    ]
    (found,) = records_of(load(school([head, row])).tables["procedures"])

    assert ("ВОШ", "12; 13", "2 урок") == (found["kind"], found["room"], found["time"])
    assert ("Сомов И. П.; Орлова А. И.", "Синицына А. П. (родитель, 5А)") == (found["organiser"], found["observer"])


def test_two_groups_of_a_class_are_one_work_in_two_rooms(school: Any) -> None:
    rows = [
        ["Дата", "Класс", "Предмет", "Кабинет", "Организатор"],
        ["15.04", "4А", "РЯ", 1, "Сомов И."],
        ["15.04", "4А", "РЯ", 2, "Орлова А."],
    ]
    (found,) = records_of(load(school(rows)).tables["procedures"])

    assert ("1; 2", "Сомов И.; Орлова А.") == (found["room"], found["organiser"])


@pytest.mark.parametrize(
    ("rows", "column", "expected"),
    [
        ([["Дата", "4А", "каб.", "5А", "каб."], ["15.04", "РЯ", 1, "МА", 2]], "room", ["1", "2"]),
        ([["Дата", "4А", "5А", "Организатор"], ["15.04", "РЯ", "МА", "Сомов И. П."]], "organiser", ["Сомов И. П."] * 2),
        ([["Дата", "Урок", "4А", "5А"], ["15.04", 2, "РЯ", None], [None, 3, None, "МА"]], "time", ["2 урок", "3 урок"]),
        (
            [["Класс", "15.04", None, "16.04"], ["4А", "РЯ", "МА", "История"]],
            "subject",
            ["Русский язык", "Математика", "История"],
        ),
        ([["Дата", 4, 5], ["15.04", "РЯ", None]], "class", ["4А", "4Б"]),
        (
            [
                ["Дата", "Класс", "Предмет", "Организаторы", None],
                [None] * 3 + ["в аудитории", "вне аудитории"],
                ["15.04", "4А", "РЯ", "Сомов И.", "Орлова А."],
            ],
            "organiser",
            ["Сомов И.; Орлова А."],
        ),
    ],
    ids=[
        "rooms between",
        "organiser of all",
        "lessons down",
        "a day over two columns",
        "grades as numbers",
        "headings in two rows",
    ],
)
def test_nothing_beside_the_works_is_lost(rows: Rows, column: str, expected: list[str], school: Any) -> None:
    outcome = load(school(rows))

    assert expected == outcome.tables["procedures"][column].to_list()


# No guesses


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (["15-16 апреля", "4А", "РЯ"], "timetable-not-one-day", "Дата работы"),
        (["с 15 по 16.04", "4А", "РЯ"], "timetable-not-one-day", "Дата работы"),
        (["31.04", "4А", "РЯ"], "timetable-not-one-day", "Дата работы"),
        (["скоро", "4А", "РЯ"], "timetable-date", "Дата работы"),
        (["15.04.2024", "4А", "РЯ"], "timetable-outside-year", "Дата работы"),
        (["15.04", "9Я", "РЯ"], "unknown-class", "Класс работы"),
        (["15.04", "4А", "Физика/Химия"], "ambiguous-subject", "Предмет работы"),
        (["15.04", "4А", "История, обществознание"], "ambiguous-subject", "Предмет работы"),
        (["15.04", "4А", "Астрономия"], "unknown-subject", "Предмет работы"),
        (["15.04", "4А", "предмет по жребию"], "subject-not-drawn", "Предмет работы"),
        (["15.04", "4А", "Один из предметов: история, физика"], "subject-not-drawn", "Предмет работы"),
        (["15.04", "4А", "Предмет 1 группы"], "subject-not-drawn", "Предмет работы"),
        (["15.04", "4А", "РЯ", "егэ"], "timetable-unknown-kind", "Кабинет работы"),
    ],
)
def test_what_is_not_clear_is_asked_and_no_procedure_made(row: list[Any], code: str, column: str, school: Any) -> None:
    outcome = load(school([["Дата", "Класс", "Предмет", "Вид"], ["16.04", "5А", "МА", None], row]))
    (finding,) = [one for one in outcome.findings if one.table == "timetable"]

    assert [MA5A] == works(outcome)
    assert (code, column, 2) == (finding.code, finding.column, finding.row)
    assert finding.remedy


def test_the_same_trouble_in_many_rows_is_one_finding_with_the_works(school: Any) -> None:
    rows = [
        ["Дата", "Класс", "Предмет"],
        *([f"{day}.04", "4А", "Астрономия"] for day in (15, 16, 17)),
        ["18.04", "5А", "МА"],
    ]
    (finding,) = [one for one in load(school(rows)).findings if one.table == "timetable"]

    assert all(place in finding.message for place in ("4А, 15.04", "4А, 16.04", "4А, 17.04"))


def test_a_weekday_of_another_year_is_noticed(school: Any) -> None:
    outcome = load(school([["Дата", "День недели", "Класс", "Предмет"], ["15.04", "среда", "4А", "РЯ"]]))

    assert ["weekday-mismatch"] == said(outcome)
    assert [RU4A] == works(outcome)


def test_a_day_that_is_not_worked_is_told_once(school: Any) -> None:
    outcome = load(school([["Дата", "4А", "5А"], ["13.04.2025", "РЯ", "МА"]]))

    assert ["timetable-not-working"] == said(outcome)
    assert 2 == len(works(outcome))


def test_a_work_on_two_days_is_asked_and_the_first_counts(school: Any) -> None:
    outcome = load(school([["Дата", "Класс", "Предмет"], ["15.04", "4А", "РЯ"], ["17.04", "4А", "РЯ (2 часть)"]]))

    assert [RU4A] == works(outcome)
    assert ["work-on-two-days"] == said(outcome)


@pytest.mark.parametrize(
    "rows",
    [[], [["привет", "мир"]], [["Дата", "Класс", "Предмет"]], [["=1/0"], [1, 2, 3]], [["Дата", "4А"], ["—", "—"]]],
)
def test_a_timetable_without_works_changes_nothing_and_says_what_is_needed(rows: Rows, school: Any) -> None:
    outcome = load(school(rows))

    assert ({}, (), None) == (outcome.tables, outcome.preview, outcome.settings)
    assert "no-timetable" == outcome.findings[-1].code
    assert "error" == outcome.findings[-1].severity


def test_the_kind_is_that_of_the_nearest_heading(school: Any) -> None:
    rows = [
        ["Пробный ОГЭ"],
        ["Дата", "Класс", "Предмет"],
        ["13.03", "5А", "РЯ"],
        ["Школьный этап ВсОШ"],
        ["08.10", "5А", "МА"],
    ]
    outcome = load(school(rows))

    assert ["пробный ОГЭ", "ВОШ"] == outcome.tables["procedures"]["kind"].to_list()
    assert ("5А", "Математика", "08.10.2024") == works(outcome)[1]


def test_a_date_without_year_belongs_to_the_books_school_year(school: Any) -> None:
    rows = [["Дата", "Класс", "Предмет"], ["15 апреля", "4А", "РЯ"], ["1 октября", "5А", "МА"]]

    assert ["15.04.2026", "01.10.2025"] == [
        day for _, _, day in works(load(school(rows, settings=Settings(year=2025))))
    ]


# Procedures

KNOWN = {
    "procedure_id": "ВПР-РУ-4А-2025-04-15",
    "kind": "впр",
    "subject": "Русский язык",
    "class": "4 «А»",
    "date": dt.date(2025, 4, 15),
    "time": "9:00",
    "room": "12",
    "organiser": "Сомов Иван Петрович",
    "chair": "Липатова Вера Олеговна",
    "note": "важно",
}
HEAD = ["Дата", "Класс", "Предмет", "Время", "Кабинет", "Организатор", "Наблюдатель"]


def test_pasted_twice_there_are_no_double_rows(school: Any) -> None:
    rows = [HEAD, ["15.04", "4А, 4Б", "РЯ", "10:00", "12", "Сомов И. П."], ["16.04", "5А", "МА"]]
    once = load(school(rows)).tables["procedures"]
    again = load(school(rows, procedures=records_of(once)))

    assert 3 == len(once)
    assert records_of(once) == records_of(again.tables["procedures"])
    assert "без изменений: 3" in again.preview[0]


def test_a_known_procedure_gets_what_the_timetable_names_and_a_blank_erases_nothing(school: Any) -> None:
    outcome = load(
        school([HEAD, ["17.04", "4А", "РЯ", "10:00", None, "Сомов И. П.", "Синицына А. П."]], procedures=[KNOWN])
    )
    (found,) = records_of(outcome.tables["procedures"])

    assert (
        KNOWN | {"date": pd.Timestamp(2025, 4, 17), "time": "10:00", "observer": "Синицына А. П.", "own_period": ""}
        == found
    )


def test_a_moved_procedure_keeps_its_key_and_is_told(school: Any) -> None:
    outcome = load(school([HEAD, ["17.04", "4А", "РЯ"]], procedures=[KNOWN]))
    (finding,) = [one for one in outcome.findings if one.code == "procedure-moved"]

    assert ("info", KNOWN["procedure_id"], "Дата") == (finding.severity, finding.key, finding.column)
    assert "перенесена с 15.04.2025 на 17.04.2025" in finding.message
    assert "15.04 → 17.04" in "\n".join(outcome.preview)


def test_an_undated_procedure_gets_its_day_and_one_of_another_year_is_another(school: Any) -> None:
    undated = KNOWN | {"date": None}
    last_year = KNOWN | {"procedure_id": "ВПР-РУ-4А-2024-04-16", "date": dt.date(2024, 4, 16)}
    outcome = load(school([HEAD, ["17.04", "4А", "РЯ"]], procedures=[undated]))
    other = load(school([HEAD, ["17.04", "4А", "РЯ"]], procedures=[last_year]))

    assert ["17.04.2025"] == [day for _, _, day in works(outcome)]
    assert "procedure-moved" not in said(outcome)
    assert ["16.04.2024", "17.04.2025"] == [day for _, _, day in works(other)]


def test_of_two_procedures_of_one_work_none_is_moved_by_guess(school: Any) -> None:
    two = [KNOWN, KNOWN | {"procedure_id": "ВПР-РУ-4А-2025-04-22", "date": dt.date(2025, 4, 22)}]
    doubtful = load(school([HEAD, ["17.04", "4А", "РЯ"]], procedures=two))
    clear = load(school([HEAD, ["22.04", "4А", "РЯ", "11:00"]], procedures=two))

    assert ["15.04.2025", "22.04.2025"] == [day for _, _, day in works(doubtful)]
    assert "ambiguous-procedure" in said(doubtful)
    assert ["9:00", "11:00"] == clear.tables["procedures"]["time"].to_list()


def test_new_rows_are_written_whole_and_below_even_where_the_sheet_has_blank_rows(school: Any) -> None:
    """A blank row of the table must not swallow a new procedure: people's columns are written into new rows only."""
    table = TABLES["procedures"]
    grid = Grid("Процедуры", 5, 1, table.headings, [[None] * len(table.headings) for _ in range(3)])
    frame = load(school([HEAD, ["15.04", "4А", "РЯ"], ["16.04", "5А", "МА"]], procedures=parse(table, grid)[0])).tables[
        "procedures"
    ]
    rows = [dict(zip(table.headings, row, strict=True)) for row in merge(table, grid, frame)]

    assert [("ВПР", "Русский язык", "4А"), ("ВПР", "Математика", "5А")] == [
        (row["Вид"], row["Предмет"], row["Класс"]) for row in rows
    ]


def test_procedures_that_the_timetable_leaves_out_are_told_and_stay(school: Any) -> None:
    dropped = KNOWN | {"procedure_id": "ВПР-ФИ-4А", "subject": "Физика", "date": dt.date(2025, 4, 16)}
    elsewhere = [
        dropped | {"procedure_id": "ВПР-1", "class": "6А"},
        dropped | {"procedure_id": "ВПР-2", "date": dt.date(2025, 5, 16)},
    ]
    outcome = load(school([HEAD, ["15.04", "4А", "РЯ"], ["17.04", "4А", "МА"]], procedures=[dropped, *elsewhere]))
    (finding,) = [one for one in outcome.findings if one.code == "not-in-timetable"]

    assert ("info", "ВПР-ФИ-4А") == (finding.severity, finding.key)
    assert "нет, а в книге есть: 4 «А» физика 16.04. Они" in finding.message
    assert 5 == len(outcome.tables["procedures"])


def test_one_click_gives_briefings_and_deadlines(school: Any) -> None:
    outcome = load(school([HEAD, ["15.04", "4А", "РЯ"], ["16.04", "5А", "МА"]]))
    terms = records_of(outcome.tables["occurrences"])

    assert {"procedures", "occurrences", "measures", "calendar"} <= outcome.tables.keys()
    assert {("ВПР-РУ-4А-2025-04-15", "14.04.2025"), ("ВПР-МА-5А-2025-04-16", "15.04.2025")} <= {
        (row["procedure_id"], f"{row['due']:%d.%m.%Y}") for row in terms
    }


def test_the_preview_says_what_was_understood_what_not_and_what_clashes(school: Any) -> None:
    rows = [
        HEAD,
        ["15.04", "4А", "РЯ", "10:00", "1", "Сомов И. П."],
        ["15.04", "5А", "МА", "10:00", "2", "Сомов И. П."],
        ["16.04", "4А", "МА?"],
    ]
    outcome = load(school([*rows, ["17.04", "4А", "Астрономия"]]))
    text = "\n".join(outcome.preview)

    assert "3 работы (новых процедур: 3)" in outcome.preview[0]
    assert "с 15.04.2025 по 16.04.2025; классы: 4А, 5А" in outcome.preview[1]
    assert "Предмета «Астрономия» нет" in text
    assert "Сомов И. П., 15.04.2025: в двух местах сразу" in text
    assert "person-twice-a-day" in said(outcome)


def test_two_thousand_works_are_read_whole(school: Any) -> None:
    classes = [
        {"class": f"{grade}{letter}", "grade": grade} for grade in range(4, 9) for letter in "АБВГДЕЖЗИКЛМНОПРСТУФ"
    ]
    subjects = [{"subject": f"Предмет номер {number}", "short": f"П{number}"} for number in range(20)]
    rows = [
        ["Дата", "Класс", "Предмет"],
        *(["15.04", one["class"], f"п{number}"] for one in classes for number in range(20)),
    ]
    outcome = load(school(rows, classes=classes, subjects=subjects))

    assert 2000 == len(outcome.tables["procedures"])
