"""«Загрузить отметки»: a journal of whatever layout becomes rows of «Отметки», nobody's marks become another's, and what is not clear is said with its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.comparison.own_marks.load import Journal, load
from objectivity_core.russian.document import Document, SourceTable
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Grid
from objectivity_core.tables.parse import parse

if TYPE_CHECKING:
    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeState

TABLE = TABLES["own_marks"]
PUPILS = [
    {"pupil_id": "P00001", "name": "Сомов Иван Петрович", "class": "4А"},
    {"pupil_id": "P00002", "name": "Крабова Анна Львовна", "class": "4А"},
    {"pupil_id": "P00003", "name": "Ершов Пётр Ильич", "class": "5А"},
    {"pupil_id": "P00004", "name": "Сомов Игорь Петрович", "class": "5А"},
    {"pupil_id": "P00005", "name": "Сомов Илья Павлович", "class": "5А"},
]
NAMESAKES = [
    {"pupil_id": "P00006", "name": "Щукина Яна Олеговна", "class": "4А", "differs": "старшая"},
    {"pupil_id": "P00007", "name": "Щукина Яна Олеговна", "class": "4А", "differs": "младшая"},
]
SUBJECTS = [
    {"subject": name, "short": short}
    for name, short in (
        ("Русский язык", "РУ"),
        ("Математика", "МА"),
        ("Основы безопасности и защиты Родины", "ОБЗР"),
        ("Физическая культура", "ФК"),
    )
]
OWN = ["Код ученика", "ФИО", "Класс", "Предмет", "Период", "Отметка", "Средний балл"]
HEAD = ["№", "ФИО", "Класс", "Русский", "Матем."]


def loaded(
    make_state: MakeState,
    rows: list[list[Any]] | dict[str, list[list[Any]]],
    *,
    own: list[list[Any]] | None = None,
    period: str = "III четверть",
    file: str = "Журнал.xlsx",
    pupils: list[dict[str, Any]] | None = None,
) -> Outcome[None]:
    """What becomes of a file with these sheets beside these rows of «Отметки»."""
    grid = Grid("Отметки", 5, 1, OWN, own or [])
    marks, _ = parse(TABLE, grid)
    sheets = rows if isinstance(rows, dict) else {"Лист1": rows}
    document = Document(file, tuple(SourceTable(title, cells) for title, cells in sheets.items()))
    state = make_state(own_marks=marks, pupils=pupils or PUPILS, subjects=SUBJECTS, answers={"period": period})

    return load(state, Journal(marks, document, grid))


def written(outcome: Outcome[None]) -> set[tuple[str, str, str, Any]]:
    """Pupil, subject, period and mark of each row that is new or corrected."""
    frame = outcome.tables["own_marks"] if outcome.tables else []
    columns = ["pupil_id", "subject", "period", "mark"]

    return {tuple(row) for row in frame[frame["mark"].notna()][columns].to_numpy()} if len(frame) else set()


FOUR = {
    ("P00001", "Русский язык", "III четверть", 4.0),
    ("P00001", "Математика", "III четверть", 5.0),
    ("P00003", "Русский язык", "III четверть", 3.0),
    ("P00003", "Математика", "III четверть", 4.0),
}
LAYOUTS: dict[str, Any] = {
    "wide": [HEAD, [1, "Сомов Иван Петрович", "4а", 4, 5], [2, "Ершов Петр  Ильич", "5 «А»", 3, 4]],
    "long": [
        ["Ученик", "Класс", "Предмет", "Четверть", "Отметка"],
        ["Сомов Иван Петрович", "4А", "русский язык", 3, "4"],
        ["Сомов Иван Петрович", "4А", "МА", "III", "5"],
        ["Ершов Пётр Ильич", "5А", "РУ", "3 четв.", "3"],
        ["Ершов Пётр Ильич", "5А", "Математика", "III четверть", "4,0"],
    ],
    "classes between, headings once": [
        ["Ведомость за 3 четверть 2025/2026 учебного года", None, None],
        ["Фамилия, имя ученика", "Рус. яз.", "Мат-ка"],
        ["4А класс", None, None],
        ["Сомов Иван", 4, 5],
        ["5А класс", None, None],
        ["Ершов П. И.", 3, 4],
    ],
    "a sheet per class": {
        "4А": [["ФИО", "Русский язык", "Математика"], ["Сомов Иван Петрович", "«4»", "5 (4,67)"]],
        "5 А": [["Класс:", "5А", None], ["ФИО", "Русский язык", "Математика"], ["Ершов Пётр Ильич", "3-", "хорошо"]],
    },
    "periods under subjects": [
        ["№", "ФИО", "Класс", "Русский язык", None, "Математика", None],
        [None, None, None, "2 четверть", "3 четверть", "3 четв.", "Ср. балл"],
        [1, "Сомов Иван Петрович", "4А", None, 4, 5, 4.6],
        [2, "Ершов Пётр Ильич", "5А", None, 3, 4, 3.5],
    ],
    "subjects over the headings, names in three columns": [
        [None, None, None, None, "Русский язык", "Математика"],
        ["Фамилия", "Имя", "Отчество", "Класс", "III четверть", "III четверть"],
        ["Сомов", "Иван", "Петрович", "4А", 4, 5],
        ["Ершов", "Пётр", "Ильич", "5А", 3, 4],
    ],
    "a sheet per subject": {
        "Русский язык": [["Класс", "ФИО", "Отметка за III четверть"], ["4А", "Сомов Иван Петрович", 4], ["5А", "Ершов Пётр Ильич", 3]],
        "Лист2": [["Предмет: математика", None, None], ["ФИО", "Класс", "III ч."], ["Сомов Иван Петрович", "4А", 5], ["Ершов Пётр Ильич", "5А", 4]],
    },
    "no heading over the names": [
        ["", "Класс", "Русский язык, III четверть", "Математика (3 четв.)"],
        ["Сомов Иван Петрович", "4А", 4, 5],
        ["Ершов Пётр Ильич", "5А", 3, 4],
    ],
}  # fmt: skip


@pytest.mark.parametrize("rows", LAYOUTS.values(), ids=LAYOUTS)
def test_a_journal_is_understood_however_it_is_laid_out(rows: Any, make_state: MakeState) -> None:
    outcome = loaded(make_state, rows)

    assert FOUR == written(outcome)
    assert [] == outcome.findings


def test_the_same_file_again_changes_nothing(make_state: MakeState) -> None:
    rows = [HEAD, [1, "Сомов Иван Петрович", "4А", "4 (3,67)", "н/а"]]
    own = [
        ["P00001", "Сомов Иван Петрович", "4А", "Русский язык", "3 четверть", 4, 3.67],
        ["P00001", "Сомов Иван Петрович", "4А", "Математика", "III четверть", "н/а", None],
    ]
    outcome = loaded(make_state, rows, own=own)

    assert ({}, ()) == (outcome.tables, outcome.preview)
    assert "изменений нет" in outcome.message


def test_a_corrected_mark_is_shown_old_and_new_and_nothing_else_is_written(make_state: MakeState) -> None:
    own = [
        ["P00001", "Сомов Иван Петрович", "4А", "Русский язык", "III четверть", 3, None],
        ["P00001", "Сомов Иван Петрович", "4А", "Математика", "III четверть", 5, 4.5],
        ["P00002", "Крабова Анна Львовна", "4А", "Математика", "III четверть", "4 (3,67)", None],
    ]
    outcome = loaded(make_state, [HEAD, [1, "Сомов Иван Петрович", "4А", 4, 5]], own=own)

    assert {("P00001", "Русский язык", "III четверть", 4.0)} == written(outcome)
    assert "— 4А Сомов И. П., Русский язык, III четверть: 3 → 4" in outcome.preview
    assert {"own_marks": ("mark", "average")} == outcome.corrects


def test_what_is_no_mark_is_told_with_its_cell_and_words_of_a_journal_stay(make_state: MakeState) -> None:
    rows = [
        [*HEAD, "ОБЖ", "Физ-ра"],
        [1, "Сомов Иван Петрович", "4А", 7, "3,67", "зач.", "осв."],
        [2, "Крабова Анна Львовна", "4А", "-", None, "4 (3,67)", "5 (спорт)"],
    ]
    outcome = loaded(make_state, rows)
    average = outcome.tables["own_marks"].set_index(["pupil_id", "subject"])["average"]

    assert ["Журнал.xlsx: Лист1!D2", "Журнал.xlsx: Лист1!E2"] == [finding.where for finding in outcome.findings]
    assert "«3,67» — похоже на средний балл" in outcome.findings[1].message
    assert {("зач.",), ("осв.",), (4.0,), (5.0,)} == {row[3:] for row in written(outcome)}
    assert 3.67 == average["P00002", "Основы безопасности и защиты Родины"]
    assert "Вместо отметки: зач. — 1; осв. — 1." in outcome.preview


def test_totals_signatures_and_columns_of_numbers_are_left_out_and_said(make_state: MakeState) -> None:
    rows = [
        ["ФИО", "Класс", "Русский", "Математика", "Качество, %", "Средний балл", "Пропуски"],
        ["Сомов Иван Петрович", "4А", 4, "4,67", 100, 4.5, 3],
        ["Крабова Анна Львовна", "4А", 5, "3,33", 100, 4, 4],
        ["Средний балл", None, 4.5, 4, None, None, None],
        [100, "% успеваемости", 100, 100, None, None, None],
        ["Кл. руководитель Орлова А. И.", None, None, None, None, None, None],
    ]
    outcome = loaded(make_state, rows)

    assert {"P00001": 4.0, "P00002": 5.0} == {row[0]: row[3] for row in written(outcome)}
    assert [] == outcome.findings
    assert "Не взяты строки (2): «Средний балл»; «% успеваемости»." in outcome.preview
    assert "Не взяты столбцы (4): «Математика»; «Качество, %»; «Средний балл»; «Пропуски»." in outcome.preview


def test_nobody_is_guessed_between_namesakes(make_state: MakeState) -> None:
    rows = [
        ["ФИО", "Класс", "Русский"],
        ["Щукина Яна Олеговна", "4А", 4],
        ["Щукина Яна Олеговна", "4А", 5],
        ["Сомов И. П.", "5А", 3],
        ["Сомов И. П.", "4А", 2],
        ["Чужая Вера Ивановна", "4А", 2],
        ["Ершов Пётр Ильич", "4А", 2],
    ]
    outcome = loaded(make_state, rows, pupils=[*PUPILS, *NAMESAKES])

    assert {("P00001", "Русский язык", "III четверть", 2.0)} == written(outcome)
    assert [
        ("journal-namesakes", "Журнал.xlsx: Лист1!A2"),
        ("journal-namesakes", "Журнал.xlsx: Лист1!A3"),
        ("journal-namesakes", "Журнал.xlsx: Лист1!A4"),
        ("journal-unknown-pupil", "Журнал.xlsx: Лист1!A6"),
        ("journal-unknown-pupil", "Журнал.xlsx: Лист1!A7"),
    ] == [(finding.code, finding.where) for finding in outcome.findings]
    assert "есть в классе 5А" in outcome.findings[-1].message


def test_namesakes_are_told_apart_by_their_difference_and_the_last_of_them_by_the_others(make_state: MakeState) -> None:
    pupils = [*PUPILS, {**NAMESAKES[0], "differs": ""}, NAMESAKES[1]]
    rows = [["ФИО", "Класс", "Русский"], ["Щукина Яна Олеговна", "4А", 4], ["Щукина Яна Олеговна (младшая)", "4А", 5]]
    outcome = loaded(make_state, rows, pupils=pupils)

    assert {"P00006": 4.0, "P00007": 5.0} == {row[0]: row[3] for row in written(outcome)}


def test_a_subject_that_is_not_in_the_lists_is_told_once_and_not_taken(make_state: MakeState) -> None:
    rows = [
        ["ФИО", "Класс", "Русский", "Шахматы"],
        ["Сомов Иван Петрович", "4А", 4, 5],
        ["Крабова Анна Львовна", "4А", 5, 4],
    ]
    outcome = loaded(make_state, rows)

    assert [("journal-unknown-subject", "Журнал.xlsx: Лист1!D2")] == [(one.code, one.where) for one in outcome.findings]
    assert {"Русский язык"} == {row[1] for row in written(outcome)}


def test_two_marks_for_one_thing_are_both_left_out_and_told(make_state: MakeState) -> None:
    rows = [HEAD, [1, "Сомов Иван Петрович", "4А", 4, 5], [2, "Сомов И.П.", "4А", 3, 5]]
    outcome = loaded(make_state, rows)

    assert {("P00001", "Математика", "III четверть", 5.0)} == written(outcome)
    assert [("journal-two-marks", "Журнал.xlsx: Лист1!D3")] == [(one.code, one.where) for one in outcome.findings]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([HEAD, [1, "Сомов Иван Петрович", "4А", 4, 5]], "за какой период"),
        ([["Мера", "Срок"], ["Педсовет", "май"]], "не найдена таблица журнала"),
    ],
)
def test_what_cannot_be_loaded_is_refused_with_the_reason(rows: Any, said: str, make_state: MakeState) -> None:
    outcome = loaded(make_state, rows, period="")

    assert outcome.refused
    assert said in outcome.message


def test_the_file_s_own_period_comes_before_the_answer(make_state: MakeState) -> None:
    outcome = loaded(make_state, [HEAD, [1, "Сомов Иван Петрович", "4А", 4, 5]], file="Отметки 4А 2 четверть.xlsx")

    assert {"II четверть"} == {row[2] for row in written(outcome)}


def test_what_was_pasted_becomes_rows_and_nothing_is_lost(make_state: MakeState) -> None:
    own = [
        ["", "Крабова Анна Львовна", "4А", "русский язык", "II четверть", "4 (3,67)", None],
        ["", "Ершов Пётр Ильич", "5А", "Математика", None, None, None],
        ["№", "ФИО", "Класс", "Русский", "Матем.", "Шахматы", "ОБЖ", "Физ-ра"],
        [1, "Сомов Иван Петрович", "4А", 4, "н/а", 5, 7, "осв."],
        [2, "Чужая Вера Ивановна", "4А", 3, None, 4, 5, 5],
        [None, "Качество, %", None, 67, 50, 70, 80, 90],
        [None, "Кл. руководитель", "Орлова А. И."],
    ]
    grid = Grid("Отметки", 5, 1, [*OWN, ""], [[*row, *[None] * (8 - len(row))] for row in own], beside=1)
    marks, _ = parse(TABLE, grid)
    state = make_state(own_marks=marks, pupils=PUPILS, subjects=SUBJECTS, answers={"period": "3 четв"})
    outcome = load(state, Journal(marks, None, grid))
    rows = outcome.tables["own_marks"]
    new = rows[rows.index < 0]
    sheet = {finding.code: finding.where for finding in outcome.findings}

    assert frozenset({2, 3, 4, 5, 6}) == outcome.gone["own_marks"]
    assert [4.0, "н/а", 5.0, "7", "осв.", 3.0, 4.0, 5.0, 5.0] == new["mark"].tolist()
    assert ["P00001"] * 5 + [""] * 4 == new["pupil_id"].tolist()
    assert {"III четверть"} == set(new["period"])
    assert {
        "journal-unknown-subject": "Отметки!D10",
        "no-journal-mark": "Отметки!F11",
        "journal-unknown-pupil": "Отметки!B13",
    } == sheet
    assert rows["mark"].isna()[0]  # «4 (3,67)» stays as it was typed
