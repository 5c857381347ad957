"""Kinds of procedures that a text names, and bare plans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectivity_core.deadlines import names_only_plan, procedures_named, read_deadline
from objectivity_core.school_year.year import SchoolYear


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Проведение ВПР в 4-8 классах", ["ВПР"]),
        ("Всероссийские проверочные\nработы (ВПР)", ["ВПР"]),
        ("Инструктаж участниковОГЭ-9", ["ОГЭ"]),
        ("Родительские собрания по ГИА-9", ["ОГЭ"]),
        ("Государственная итоговая аттестация выпускников", ["ОГЭ"]),
        ("Школьный этап ВсОШ", ["ВОШ"]),
        ("Муниципальный этап всероссийской олимпиады школьников", ["ВОШ"]),
        ("Подготовка к олимпиаде", ["ВОШ"]),
        ("Проведение итогового собеседования и ОГЭ", ["итоговое собеседование", "ОГЭ"]),
        ("ИС-9: обучение экспертов", ["итоговое собеседование"]),
        ("Анализ пробного ОГЭ", ["пробный ОГЭ"]),
        ("Пробный экзамен в форме ОГЭ по математике", ["пробный ОГЭ"]),
        ("Тренировочный ОГЭ, затем ОГЭ", ["пробный ОГЭ", "ОГЭ"]),
        ("ВсОШ, ВПР и снова ВОШ", ["ВОШ", "ВПР"]),
        ("Соблюдение порядка проведения оценочных процедур", ["*"]),
        ("Наблюдатели на оценочной процедуре", ["*"]),
        ("Участие в процедурах оценки качества образования", ["*"]),
        ("Проверка работ ВПР и других оценочных процедур", ["ВПР", "*"]),
        ("Процедура подачи апелляции", []),
        ("Подготовка к ЕГЭ и ГИА-11", []),
        ("Пробный ЕГЭ", []),
        ("Пробный экзамен в форме ЕГЭ", []),
        ("Контрольные работы по итогам четверти", []),
        ("", []),
    ],
)
def test_the_kinds_named_in_a_measure_are_found_in_order(text: str, expected: list[str]) -> None:
    assert expected == list(procedures_named(text))


@given(st.lists(st.sampled_from(["ВПР", "ВОШ", "ОГЭ", "пробный ОГЭ", "итоговое собеседование"]), unique=True))
def test_the_names_of_kinds_name_themselves(kinds: list[str]) -> None:
    assert kinds == list(procedures_named(", ".join(kinds)))


@given(
    st.lists(
        st.sampled_from(["ВПР", "ВсОШ", "ГИА-9", "пробного ОГЭ", "итогового собеседования"]), min_size=1, unique=True
    )
)
def test_a_deadline_and_a_measure_name_the_same_kinds_by_the_same_words(words: list[str]) -> None:
    phrase = f"по графику {', '.join(words)}"

    assert read_deadline(phrase, SchoolYear(2024)).procedures == procedures_named(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "по плану",
        "По плану.",
        "по отдельному плану",
        "согласно плану",
        "согласно отдельному плану",
        "в соответствии с планом",
        "по утверждённому плану",
        "в течение года, по плану",
        "постоянно (по плану)",
        "по\nотдельному\nплану",
    ],
)
def test_a_bare_plan_dates_only_from_what_the_user_links(phrase: str) -> None:
    assert (True, "schedule") == (names_only_plan(phrase), read_deadline(phrase, SchoolYear(2024)).kind)


@pytest.mark.parametrize(
    "phrase",
    [
        "по графику",
        "по графику ВПР",
        "согласно плану-графику",
        "по плану ВШК",
        "по плану работы школы",
        "по плану и графику",
        "по приказу",
        "план",
        "май, по плану",
        "октябрь",
        "",
    ],
)
def test_a_schedule_a_named_plan_and_anything_else_is_no_bare_plan(phrase: str) -> None:
    assert not names_only_plan(phrase)
