"""A thing that is made once is not asked for again when it is there; people may say otherwise in «Один раз на»."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from objectivity_core.plan.made_once import is_made_once
from objectivity_core.plan.refresh import refresh
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import parse
from tests.objectivity_core.plan.test_terms import Sheet, measure

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeState

ALGORITHM = "Разработка и утверждение алгоритма анализа результатов"


@pytest.fixture
def sheet(make_state: MakeState) -> Sheet:
    return Sheet(make_state)


def due(sheet: Sheet) -> list[str]:
    days = parse(TABLES["occurrences"], sheet.grid)[0]["due"]

    return ["" if pd.isna(day) else f"{day:%d.%m}" for day in days]


def clicked(sheet: Sheet, phrase: str, done_in: int, day: dt.date, **more: Any) -> list[str]:
    sheet.refresh(measure(phrase, **more))
    sheet.type(done_in, done=day)
    sheet.refresh(measure(phrase, **more))

    return due(sheet)


@pytest.mark.parametrize("phrase", ["ежеквартально", "1 раз в четверть", "октябрь, декабрь, апрель"])
def test_the_terms_after_it_are_asked_for_no_more(sheet: Sheet, phrase: str) -> None:
    sheet.refresh(measure(phrase, measure=ALGORITHM))
    all_of_it = due(sheet)
    left = clicked(sheet, phrase, 0, dt.date(2024, 10, 15), measure=ALGORITHM)

    assert len(all_of_it) > 2
    assert all_of_it[:1] == left


def test_a_term_that_had_passed_before_stays_late(sheet: Sheet) -> None:
    assert ["31.10", "31.12"] == clicked(sheet, "октябрь, декабрь, апрель", 1, dt.date(2024, 12, 10), measure=ALGORITHM)


def test_in_a_measure_of_the_whole_year_no_quarter_asks_for_a_record_any_more(sheet: Sheet) -> None:
    sheet.refresh(measure("в течение года", measure="Школьный алгоритм комплексного анализа результатов"))
    left = clicked(
        sheet, "в течение года", 1, dt.date(2024, 12, 10), measure="Школьный алгоритм комплексного анализа результатов"
    )

    assert 1 == len(left)


def test_what_was_typed_into_a_later_term_stays(sheet: Sheet) -> None:
    phrase = "октябрь, декабрь, апрель"
    sheet.refresh(measure(phrase, measure=ALGORITHM))
    sheet.type(2, note="пересмотреть после ВПР")

    assert ["31.10", "30.04"] == clicked(sheet, phrase, 0, dt.date(2024, 10, 15), measure=ALGORITHM)


def test_the_terms_come_back_when_the_mark_is_taken_back(sheet: Sheet) -> None:
    phrase = "октябрь, декабрь, апрель"
    clicked(sheet, phrase, 0, dt.date(2024, 10, 15), measure=ALGORITHM)
    sheet.type(0, done=None)
    sheet.refresh(measure(phrase, measure=ALGORITHM))

    assert ["31.10", "31.12", "30.04"] == due(sheet)


@pytest.mark.parametrize(
    ("per", "text", "left"), [("срок", ALGORITHM, 3), ("год", "Совещание", 1), ("", "Совещание", 3)]
)
def test_people_say_otherwise_in_the_plan(sheet: Sheet, per: str, text: str, left: int) -> None:
    rows = clicked(sheet, "октябрь, декабрь, апрель", 0, dt.date(2024, 10, 15), measure=text, per=per)

    assert left == len(rows)


def test_the_plan_says_how_it_was_understood(sheet: Sheet) -> None:
    phrase = "октябрь, декабрь, апрель"
    before = refresh(sheet.state(measure(phrase, measure=ALGORITHM))).tables["measures"]["reading"].iloc[0]
    clicked(sheet, phrase, 0, dt.date(2024, 10, 15), measure=ALGORITHM)
    after = refresh(sheet.state(measure(phrase, measure=ALGORITHM))).tables["measures"]["reading"].iloc[0]
    other = refresh(sheet.state(measure(phrase))).tables["measures"]["reading"].iloc[0]

    assert "делается один раз: после отметки больше не спрашивается" in before
    assert "сделано 15.10.2024, больше не спрашивается" in after
    assert "«срок» в «Один раз на»" in after
    assert "один раз" not in other


@pytest.mark.parametrize(
    ("text", "once"),
    [
        (ALGORITHM, True),
        ("Школьный алгоритм комплексного анализа результатов", True),
        ("Разработать и утвердить Положение о ВСОКО", True),
        ("Утверждение графика оценочных процедур", True),
        ("Издание приказа о порядке проверки", True),
        ("Составление плана-графика", True),
        ("2.1. Порядок хранения работ", True),
        ("Создание школьной предметной комиссии", True),
        ("Утвердить состав рабочей группы", True),
        ("Принятие локального нормативного акта об оценивании", True),
        ("Совещание по алгоритму", False),
        ("Контроль исполнения графика", False),
        ("Актуализация положения о ВСОКО", False),
        ("Разработка и реализация программы", False),
        ("Приказ о проведении ВПР", False),
        ("Составление графика контрольных работ на четверть", False),
        ("Подготовка справки по итогам мониторинга", False),
        ("Подготовка комиссии к проверке", False),
        ("Педсовет", False),
        ("План-график: исполнение", False),
        ("Плановое совещание", False),
        ("Информирование о порядке проведения", False),
    ],
)
def test_a_thing_is_known_by_the_words_that_make_it(text: str, once: bool) -> None:
    assert once == is_made_once(text)
