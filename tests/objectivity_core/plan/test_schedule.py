"""Which procedures date a measure, and how far from them it lies."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from objectivity_core.deadlines import read_deadline
from objectivity_core.plan.refresh import refresh
from objectivity_core.plan.schedule import kinds_of, usual_relative
from objectivity_core.procedures.waves import wave_of
from objectivity_core.school_year.year import SchoolYear
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeState

YEAR = SchoolYear(2024)


def measure(phrase: str, text: str = "Мероприятие", **more: Any) -> dict[str, Any]:
    return {"measure_id": "M001", "measure": text, "phrase": phrase, "responsible": "Директор", "procedures": ""} | more


@pytest.mark.parametrize(
    ("phrase", "text", "kinds"),
    [
        ("по графику ВПР", "Присутствие директора", ("ВПР",)),
        ("в соответствии с графиком", "Обучение наблюдателей при проведении ВПР", ("ВПР",)),
        ("за день до процедуры", "Инструктаж организаторов ВПР", ("ВПР",)),
        (
            "по графику ВОШ и ВПР",
            "Проверка работ участников ВПР, итогового собеседования",
            ("ВОШ", "ВПР", "итоговое собеседование"),
        ),
        ("по графику оценочных процедур", "Общественное наблюдение", ("*",)),
        ("по графику ВПР", "Анализ результатов оценочных процедур", ("ВПР",)),
        ("в соответствии с графиком", "Обучение наблюдателей", ()),
        ("по плану", "Курсы по анализу результатов ВПР", ()),
    ],
)
def test_kinds_come_from_the_phrase_and_the_measures_text(phrase: str, text: str, kinds: tuple[str, ...]) -> None:
    assert kinds == kinds_of(measure(phrase, text), read_deadline(phrase, YEAR))


def test_what_people_linked_outweighs_the_words() -> None:
    linked = measure("по плану", "Курсы", procedures="ОГЭ; ВПР")

    assert ("ОГЭ", "ВПР") == kinds_of(linked, read_deadline("по плану", YEAR))
    assert ("*",) == kinds_of(linked | {"procedures": "все"}, read_deadline("по плану", YEAR))


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("Формирование и обучение независимых наблюдателей при проведении ВПР", "−3 рабочих дня"),
        ("Инструктаж организаторов", "−1 рабочий день"),
        ("Присутствие директора, перекрёстное наблюдение", "0"),
        ("Обеспечение проведения проверки и перепроверки работ школьными комиссиями", "+3 рабочих дня"),
    ],
)
def test_a_measure_dated_by_a_schedule_gets_a_proposal_that_people_see(text: str, relative: str) -> None:
    assert relative == usual_relative(text)


def test_the_proposal_dates_the_measure_and_stands_in_its_cell(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure("по графику ВПР", "Обучение наблюдателей")]))

    assert ["−3 рабочих дня"] == outcome.tables["measures"]["relative"].to_list()
    assert [pd.Timestamp(2025, 4, 10)] == outcome.tables["occurrences"]["due"].to_list()
    assert "за 3 рабочих дня до процедуры" in outcome.tables["measures"]["reading"].iloc[0]


def test_what_people_wrote_in_the_cell_stays_and_counts(make_state: MakeState) -> None:
    outcome = refresh(
        make_state(measures=[measure("по графику ВПР", "Обучение наблюдателей", relative="−1 рабочий день")])
    )

    assert ["−1 рабочий день"] == outcome.tables["measures"]["relative"].to_list()
    assert [pd.Timestamp(2025, 4, 14)] == outcome.tables["occurrences"]["due"].to_list()


def test_what_cannot_be_read_in_the_cell_is_an_error(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure("по графику ВПР", relative="потом")]))

    assert [("bad-relative", "error", "Когда относительно процедуры")] == [
        (one.code, one.severity, one.column) for one in outcome.findings
    ]


def test_checking_of_exam_works_by_the_school_is_asked_about(make_state: MakeState) -> None:
    checks = measure("по графику ВПР и ОГЭ", "Проверка работ предметными комиссиями")
    asked = refresh(make_state(measures=[checks]))
    answered = refresh(make_state(measures=[checks | {"procedures": "ВПР; ВОШ"}]))

    assert ["exam-checked-elsewhere"] == [finding.code for finding in asked.findings]
    assert [] == [finding.code for finding in answered.findings]


def test_a_procedure_lies_in_the_wave_of_its_kind_and_week() -> None:
    assert "ВПР 14-18.04" == wave_of("ВПР", dt.date(2025, 4, 18), YEAR)
    assert "ВПР 14-19.04" == wave_of("ВПР", dt.date(2025, 4, 18), SchoolYear(2024, six_day=True))
    assert "ВПР 30.12-03.01" == wave_of("ВПР", dt.date(2024, 12, 30), YEAR)


def test_terms_say_their_wave_and_the_day_of_their_procedure(make_state: MakeState) -> None:
    outcome = refresh(make_state(measures=[measure("за день до процедуры", procedures="все")]))
    rows = [(row["wave"], f"{row['event_date']:%d.%m}") for row in records_of(outcome.tables["occurrences"])]

    assert [("ВПР 14-18.04", "15.04"), ("ВОШ 14-18.04", "16.04"), ("ОГЭ 26-30.05", "01.06")] == rows
