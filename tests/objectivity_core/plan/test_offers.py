"""Terms whose work the book can prove are offered, marked only after a yes, and never over what a person wrote."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from objectivity_core.checks.actions import check_book
from objectivity_core.plan.facts import COLLECT, COMPARE, OPEN, fact_of
from objectivity_core.plan.refresh import refresh
from objectivity_core.proofs.folder import IN_BOOK, Shelf, gathered
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Grid
from objectivity_core.tables.merge import merge
from objectivity_core.tables.parse import parse, records_of
from xl_macros.actions import ACTIONS

if TYPE_CHECKING:
    from objectivity_core.state import Outcome, State
    from tests.objectivity_core.conftest import MakeState

TABLE = TABLES["occurrences"]
CHECKING = "Проверка и перепроверка работ школьными предметными комиссиями"
ONE, TWO = "ВПР-РУ-4А-2025-04-15", "ВПР-МА-4А-2025-04-17"
PROCEDURES = [
    {"procedure_id": ONE, "kind": "ВПР", "subject": "Русский язык", "class": "4А", "date": dt.date(2025, 4, 15)},
    {"procedure_id": TWO, "kind": "ВПР", "subject": "Математика", "class": "4А", "date": dt.date(2025, 4, 17)},
]
Records = list[dict[str, Any]]


def measure(text: str = CHECKING, phrase: str = "по графику ВПР", **more: Any) -> dict[str, Any]:
    about = {"measure_id": "M011", "number": "2.3", "measure": text, "phrase": phrase, "responsible": "Директор"}

    return about | {"procedures": "ВПР", "per": "волну"} | more


def works(*keys: str) -> Records:
    return [{"procedure_id": key, "code": f"4000{number}"} for key in keys for number in (1, 2)]


def results(*keys: str, state: str = "проверена", opened: bool = False) -> Records:
    return [
        row | {"state": state} | ({"code": "", "pupil_id": f"P0000{at}", "name": "Ученик"} if opened else {})
        for at, row in enumerate(works(*keys))
    ]


def line(number: int, day: str, action: str, message: str) -> dict[str, Any]:
    return {"number": number, "time": f"{day} 12:00:00", "action": action, "message": message}


class School:
    """A school with two works of one wave, its sheet «Сроки», and the button «Обновить сроки»."""

    def __init__(self, make_state: MakeState, *measures: dict[str, Any]) -> None:
        self._make = make_state
        self._measures = list(measures) or [measure()]
        self.grid = Grid(TABLE.sheet, 6, 1, TABLE.headings, [])
        self.settings = Settings()

    def state(self, **tables: Records) -> State:
        known: dict[str, Any] = {"procedures": PROCEDURES, "works": works(ONE, TWO), "results": results(ONE, TWO)}
        occurrences = parse(TABLE, self.grid)[0]
        state = self._make(measures=self._measures, **(known | tables), occurrences=occurrences, settings=self.settings)

        return dataclasses.replace(state, today=dt.date(2025, 4, 28))

    def click(self, answer: str = "", **tables: Records) -> Outcome[None]:
        outcome = refresh(self.state(**tables))
        offer = outcome.offer
        taken = {"да": offer.taken, "нет": offer.left}.get(answer, outcome) if offer else outcome
        self.grid = dataclasses.replace(self.grid, rows=merge(TABLE, self.grid, taken.tables["occurrences"]))
        self.settings = taken.settings or self.settings

        return outcome

    def type(self, **cells: Any) -> None:
        for name, value in cells.items():
            self.grid.rows[0][TABLE.names.index(name)] = value

    def rows(self) -> Records:
        return records_of(parse(TABLE, self.grid, everything=True)[0])


@pytest.fixture
def school(make_state: MakeState) -> School:
    return School(make_state)


def codes(outcome: Outcome[None]) -> list[str]:
    return [one.code for one in outcome.findings if one.code in {"done-by-book", "done-in-part"}]


def test_what_the_book_proves_is_asked_about_and_marked_after_a_yes(school: School) -> None:
    log = [
        line(1, "22.04.2025", COLLECT, f"Листов 1. Проверены целиком: {ONE}. Смотрите «Результаты»."),
        line(2, "24.04.2025", COLLECT, f"Листов 1. Проверены целиком: {TWO}; ВОШ-1. Смотрите «Результаты»."),
    ]
    outcome = school.click("да", log=log)
    (row,) = school.rows()

    assert outcome.offer is not None
    assert "2.3 Проверка" in outcome.offer.lines[1]
    assert "до 22.04.2025: работы проверены (процедур 2 из 2, последняя 24.04.2025)" in outcome.offer.lines[1]
    assert dt.datetime(2025, 4, 24) == row["done"]
    assert "по данным книги: работы проверены (процедур 2 из 2, последняя 24.04.2025)" == row["proof"]
    assert None is school.click(log=log).offer
    assert [] == codes(school.click(log=log))


def test_without_an_answer_nothing_is_marked_and_it_is_said(school: School) -> None:
    outcome = school.click()
    (row,) = school.rows()

    assert ["done-by-book"] == codes(outcome)
    assert pd.isna(row["done"])
    assert "" == row["proof"]
    assert outcome.offer  # asked again when somebody is there
    assert Settings() == school.settings


def test_the_check_says_the_same(school: School) -> None:
    school.click()

    assert ["done-by-book"] == codes(check_book(school.state(), []))


def test_without_a_day_in_the_log_the_day_is_today(school: School) -> None:
    school.click("да")
    (row,) = school.rows()

    assert dt.datetime(2025, 4, 28) == row["done"]


def test_a_no_is_remembered_until_more_can_be_marked(school: School) -> None:
    school._measures = [measure(per="")]  # a term for each work
    first = {"works": works(ONE), "results": results(ONE)}
    assert school.click("нет", **first).offer
    again = school.click(**first)

    assert None is again.offer
    assert ["done-by-book"] == codes(again)
    assert "M011: 1" == school.settings.declined
    assert school.click("да").offer
    assert 2 == sum(not pd.isna(row["done"]) for row in school.rows())
    school.click()
    assert "" == school.settings.declined


def test_loading_a_plan_which_reads_no_results_leaves_what_was_declined(school: School) -> None:
    school.settings = Settings(declined="M011: 1")
    state = school.state()
    needed = ("measures", "procedures", "kinds", "staff", "occurrences", "materials")
    outcome = refresh(dataclasses.replace(state, tables={name: state[name] for name in needed}))

    assert (None, None) == (outcome.offer, outcome.settings)


def test_a_measure_of_the_whole_year_is_offered_by_its_quarters(make_state: MakeState) -> None:
    school = School(make_state, measure("Сопоставление результатов ВПР с отметками", phrase="в течение учебного года"))
    gaps = [{"source": "эта книга", "by": "процедура", "value": key, "pairs": 2} for key in (ONE, TWO)]
    school.click("да", gaps=gaps, results=results(ONE, TWO, opened=True))

    assert ["IV четверть"] == [row["measure"].rpartition(" — ")[2] for row in school.rows() if row["proof"]]


@pytest.mark.parametrize(
    "typed",
    [
        {"done": dt.date(2025, 4, 20)},
        {"done": dt.date(2025, 4, 20), "proof": "Протокол № 3"},
        {"decision": "не требуется"},
    ],
)
def test_an_entry_of_a_person_is_neither_asked_about_nor_changed(school: School, typed: dict[str, Any]) -> None:
    school.click()
    school.type(**typed)
    before = list(school.grid.rows[0])

    assert None is school.click("да").offer
    assert before == school.grid.rows[0]


def test_a_document_that_a_person_named_stays(school: School) -> None:
    school.click()
    school.type(proof="Протокол № 3")
    school.click("да")
    (row,) = school.rows()

    assert ("Протокол № 3", False) == (row["proof"], pd.isna(row["done"]))


@pytest.mark.parametrize(
    "lacking",
    [
        {"results": results(ONE)},
        {"results": results(ONE) + results(TWO, state="нужна третья проверка")},
        {"results": results(ONE) + results(TWO)[:1]},
    ],
)
def test_a_part_is_told_and_not_offered(school: School, lacking: dict[str, Records]) -> None:
    outcome = school.click(**lacking)

    assert None is outcome.offer
    assert ["done-in-part"] == codes(outcome)
    (finding,) = (one for one in outcome.findings if one.code == "done-in-part")
    assert "процедур 1 из 2" in finding.message
    assert TWO in finding.message


def test_nothing_done_is_not_spoken_of(school: School) -> None:
    assert [] == codes(school.click(results=[]))


def test_codes_opened_and_marks_compared_are_offered_too(make_state: MakeState) -> None:
    opening = measure("Вскрытие кодов после проверки", measure_id="M1")
    comparing = measure("Сопоставление отметок за ВПР с отметками журнала", measure_id="M2", phrase="до 30.04.2025")
    school = School(make_state, opening, comparing)
    log = [
        line(1, "23.04.2025", COMPARE, "Пар отметок 0."),
        line(2, "24.04.2025", OPEN, f"Открыто процедур: 2, работ: 4 ({ONE}, {TWO}). Смотрите «Результаты»."),
        line(3, "25.04.2025", COMPARE, "Пар отметок 4."),
    ]
    gaps = [{"source": "эта книга", "by": "процедура", "value": key, "pairs": 2} for key in (ONE, TWO)]
    known = {"log": log, "results": results(ONE, TWO, opened=True)}

    school.click("да", gaps=gaps[:1], **known)
    assert ["24.04.2025", ""] == [f"{row['done']:%d.%m.%Y}" if row["proof"] else "" for row in school.rows()]
    school.click("да", gaps=gaps, **known)
    assert dt.datetime(2025, 4, 25) == school.rows()[1]["done"]


def test_a_term_with_dates_of_its_own_takes_the_works_up_to_its_day(make_state: MakeState) -> None:
    school = School(make_state, measure(phrase="до 16.04.2025, до 30.04.2025"))
    outcome = school.click("да", results=results(ONE))

    assert [False, True] == [pd.isna(row["done"]) for row in school.rows()]
    assert outcome.offer
    assert 2 == len(outcome.offer.lines)


@pytest.mark.parametrize(
    "text",
    [
        "Инструктаж экспертов по проверке работ",
        "Обучение экспертов проверке работ",
        "Приказ о составе комиссий по проверке работ",
        "Перепроверка работ",
        "Проверка готовности кабинетов к работе",
        "Контроль за проверкой работ",
        "Инструктаж организаторов перед каждой процедурой",
        "Открытый урок по результатам работ",
        "Педсовет: сопоставление результатов",
        "Проверка журналов и работ",
    ],
)
def test_what_the_book_cannot_know_is_not_offered(text: str) -> None:
    assert fact_of(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CHECKING, "работы проверены"),
        ("Организация проверки олимпиадных работ", "работы проверены"),
        ("Проверить работы ВПР в школьной комиссии", "работы проверены"),
        ("Вскрытие и открытие кодов", "коды открыты"),
        ("Расшифровка работ (раскодирование)", "коды открыты"),
        ("Сверка внешних отметок с внутренними", "отметки сопоставлены"),
        ("Сравнение результатов ВПР с журналом", "отметки сопоставлены"),
        ("Передача материалов на хранение", "материалы сданы на хранение"),
        ("Уничтожение черновиков и работ", "материалы уничтожены"),
    ],
)
def test_a_measure_is_known_by_its_words(text: str, told: str) -> None:
    fact = fact_of(text)

    assert fact
    assert told == fact.told


def test_the_log_is_read_by_titles_that_exist() -> None:
    assert {COLLECT, OPEN, COMPARE} <= {action.title for action in ACTIONS}


def test_what_the_book_shows_is_no_missing_document(school: School) -> None:
    school.click("да")
    terms = parse(TABLE, school.grid, everything=True)[0].assign(until=pd.NaT)
    proofs = gathered(terms, school.state()["measures"], Shelf("/школа", "Подтверждения"), dt.date(2025, 4, 28))

    assert proofs.product
    assert [IN_BOOK] == proofs.product.inventory["state"].to_list()
    assert proofs.product.gaps.empty
    assert [] == proofs.findings
