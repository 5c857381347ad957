"""«Загрузить задания»: the headings of an official form or of Ф1 become the tasks of one work; others are left alone, what was scored stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.comparison.work_tasks import TaskFile, load
from objectivity_core.russian.document import Document, SourceTable

if TYPE_CHECKING:
    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeState

FORM = [["Код участника", "Вариант", "1 (2б)", "2 (1б)", "4K1 (3б)", "Порядковый номер класса", "Итого баллов"]]
F1 = [
    ["Индивидуальные результаты"],
    ["ВПР 2026 Русский язык 4 класс"],
    ["Предмет:", "Русский язык"],
    ["Максимальный первичный балл:", 6],
    [None, None, "Уровень сложности задания", "Б", "П", "Б"],
    ["ОО", "Код участника", "Класс", "1 (2б)", "2 (1б)", "4К1 (3б)", "Первичный балл", "Отметка", "Отметка по журналу"],
    ["sch990001", "00089", 4, 1, 1, 2, 4, "4", "5"],
]


def loaded(
    make_state: MakeState, sheets: dict[str, list[list[Any]]], *, work: str = "", file: str = "файл.xlsx", **tables: Any
) -> Outcome[None]:
    state = make_state(answers={"work": work}, **tables)
    document = Document(file, tuple(SourceTable(title, cells) for title, cells in sheets.items()))

    return load(state, TaskFile(state["tasks"], document))


def tasks(outcome: Outcome[None], *, index: int = 0) -> list[tuple[Any, ...]]:
    """The new rows."""
    frame = outcome.tables["tasks"]
    columns = ["kind", "subject", "grade", "task", "max", "level"]

    return [tuple(row) for row in frame[frame.index < index][columns].to_numpy()]


@pytest.mark.parametrize(
    ("sheets", "work", "file"),
    [
        ({"Лист1": F1}, "", "файл.xlsx"),
        ({"Протокол": FORM, "Служебный": [[1, 5]]}, "ВПР, рус. яз., 4 класс", "форма.xlsx"),
        ({"Протокол": FORM}, "", "РУ_4_форма 2026.xlsx"),
        ({"РУ 4 Индивидуальные результаты": [FORM[0]]}, "", "файл.xlsx"),
        ({"Sheet": [["Класс", *FORM[0][2:5]], ["4А", 1, 1, 1], ["4 б", 1, 1, 1]]}, "русский", "файл.csv"),
    ],
)
def test_headings_become_the_tasks_of_the_work_that_the_file_or_the_answer_names(
    sheets: dict[str, list[list[Any]]], work: str, file: str, make_state: MakeState
) -> None:
    outcome = loaded(make_state, sheets, work=work, file=file, tasks=[])

    assert [
        ("ВПР", "Русский язык", 4, "1", 2),
        ("ВПР", "Русский язык", 4, "2", 1),
        ("ВПР", "Русский язык", 4, "4К1", 3),
    ] == [row[:5] for row in tasks(outcome)]
    assert "ВПР, Русский язык, 4 класс: 3 задания, максимум 6." in outcome.preview


def test_levels_come_with_f1_and_a_wrong_sum_is_told(make_state: MakeState) -> None:
    wrong = [*F1[:3], ["Максимальный первичный балл:", 24], *F1[4:]]
    outcome = loaded(make_state, {"Лист1": wrong}, tasks=[])

    assert ["Б", "П", "Б"] == [row[5] for row in tasks(outcome)]
    assert [("declared-maximum", "файл.xlsx: Лист1!D6")] == [(one.code, one.where) for one in outcome.findings]


@pytest.mark.parametrize(
    ("heading", "task"), [("5(1) (1б)", "5(1)"), ("5(1б)", "5"), ("16 (1) (1б)", "16(1)"), ("10.1 (1б)", "10.1")]
)
def test_spellings_of_official_headings(heading: str, task: str, make_state: MakeState) -> None:
    outcome = loaded(make_state, {"Классы": [["Код", heading]]}, work="русский 4", tasks=[])

    assert [task] == [row[3] for row in tasks(outcome)]


def test_differences_are_shown_old_and_new_and_other_works_stay(make_state: MakeState) -> None:
    """The small school has 1 (2б) and 2К1 (3б) of this work, and two tasks of another."""
    rows = [["Код участника", "1 (5б)", "2.1 (1б)"]]
    outcome = loaded(make_state, {"Протокол": rows}, work="ВПР, русский язык, 4 класс")

    assert [("ВПР", "Русский язык", 4, "2.1", 1, "")] == tasks(outcome)
    assert "Изменится максимум (было → станет): 1 — 1: 2 → 5." in outcome.preview
    assert "В файле их нет, баллов по ним нет, строки уйдут: 1 — 2К1." in outcome.preview
    assert frozenset({1}) == outcome.gone["tasks"]
    assert [0, 2, 3, -1] == outcome.tables["tasks"].index.to_list()
    assert 1 == outcome.tables["tasks"]["max"].head(3).notna().sum()  # the other works are not written at all


def test_a_task_that_was_scored_stays_and_is_told(make_state: MakeState, vpr: str) -> None:
    scores = [{"procedure_id": vpr, "code": "70001", "staff_id": "S001", "task": "2K1", "score": "1"}]
    given = [{"procedure_id": vpr, "code": "70001", "staff_id": "S001"}]
    outcome = loaded(make_state, {"П": [["1 (2б)", "3 (1б)"]]}, work="русский 4 класс", scores=scores, commission=given)

    assert frozenset() == outcome.gone["tasks"]
    assert ["scored-tasks-gone", "sheets-given-before"] == [finding.code for finding in outcome.findings]


def test_the_same_file_again_changes_nothing(make_state: MakeState) -> None:
    outcome = loaded(make_state, {"П": [["1 (2б)", "2K1 (3б)"]]}, work="русский 4 класс")

    assert ({}, ()) == (outcome.tables, outcome.preview)
    assert "Изменений нет" in outcome.message


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"Протокол": FORM}, "не ясно: предмет, класс"),
        ({"Лист1": [["Группы участников", "Кол-во участников", 2, 3, 4, 5]]}, "нет заголовков заданий"),
        ({"РУ 4": FORM, "РУ 4 второй": [["1 (2б)"]]}, "два разных списка"),
    ],
)
def test_what_is_not_clear_is_refused_and_said(
    sheets: dict[str, list[list[Any]]], said: str, make_state: MakeState
) -> None:
    outcome = loaded(make_state, sheets)

    assert outcome.refused
    assert said in outcome.message
