"""A reading said in Russian and read again is the same reading; and reading never fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectivity_core.deadlines import Deadline, Offset, Recurrence, Term, describe, read_deadline
from objectivity_core.deadlines.recurring import expand
from objectivity_core.school_year.year import SchoolYear

YEAR = SchoolYear(2024)
DAYS = st.dates(date(2013, 9, 1), date(2032, 8, 31))
TIMES = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))
KINDS = ("ВПР", "ВОШ", "ОГЭ", "пробный ОГЭ", "итоговое собеседование")
PROCEDURES = st.just(("*",)) | st.lists(st.sampled_from(KINDS), unique=True).map(tuple)
SPANS = st.tuples(DAYS, DAYS).map(lambda days: Term(min(days), max(days)))
TERMS = st.builds(lambda day, clock: Term(None, day, clock), DAYS, TIMES) | st.builds(
    lambda span, clock: replace(span, time=clock), SPANS, TIMES
)
OPEN_TERMS = DAYS.map(lambda day: [Term(day, None)])
OFFSETS = st.builds(
    Offset, st.integers(-40, 40), st.sampled_from(["working day", "day", "week", "month"]), st.just(False), TIMES
).map(lambda offset: replace(offset, unit="day") if offset.count == 0 else offset) | st.builds(
    Offset, st.just(1), st.just("day"), st.just(True), TIMES
)
WINDOWS = st.none() | SPANS
RULES = (
    st.builds(Recurrence, st.sampled_from(["week", "month", "quarter", "term", "half", "year"]), window=WINDOWS)
    | st.builds(Recurrence, st.just("month"), day=st.integers(1, 31), following=st.booleans(), window=WINDOWS)
    | st.builds(Recurrence, st.just("quarter"), day=st.integers(1, 31), following=st.just(True), window=WINDOWS)
    | st.builds(Recurrence, st.just("week"), weekday=st.integers(0, 6), window=WINDOWS)
    | st.builds(
        Recurrence,
        st.just("month"),
        weekday=st.integers(0, 6),
        nth=st.sampled_from([1, 2, 3, 4, -1]),
        window=WINDOWS,
    )
)
READINGS = (
    st.builds(lambda terms: Deadline("", "fixed", tuple(terms)), OPEN_TERMS | st.lists(TERMS, min_size=1, max_size=4))
    | st.builds(lambda span: Deadline("", "continuous", (span,)), SPANS)
    | st.builds(lambda kinds: Deadline("", "schedule", procedures=kinds), PROCEDURES)
    | st.builds(lambda offset, kinds: Deadline("", "event", procedures=kinds, offset=offset), OFFSETS, PROCEDURES)
    | st.builds(lambda rule: Deadline("", "recurring", expand(rule, YEAR), recurrence=rule), RULES)
    | st.just(Deadline("", "unknown"))
)

VOCABULARY = [
    "до 5 сентября",
    "15",
    "31",
    "0",
    "9999",
    "2205 года",
    "2025 года",
    "01.01.0001",
    "31.12.9999",
    "31.06",
    "14.00",
    "25:00",
    "май",
    "август",
    "февраля",
    "I",
    "III",
    "квартал",
    "четверть",
    "полугодие",
    "декада",
    "половина",
    "последний",
    "пятая",
    "среда",
    "в",
    "с",
    "по",
    "до",
    "за",
    "к",
    "не позднее",
    "чем",
    "раз",
    "рабочих",
    "дней",
    "неделю",
    "месяц",
    "месяцев",
    "числа",
    "каждого",
    "ежемесячно",
    "ежегодно",
    "постоянно",
    "учебного",
    "года",
    "2024-2025",
    "по графику",
    "ВПР",
    "процедуры",
    "проведения",
    "накануне",
    "после",
    "через",
    "в течение",
    "следующий",
    "день",
    "осенних",
    "каникул",
    "конца",
    "начала",
    "следующего за отчетным",
    "трехдневный",
    "срок",
    "и",
    ",",
    "-",
    ":",
    "(",
    ")",
    "весь",
    "включительно",
    "не ранее",
    "триместр",
    "рабочий день",
    "24 г.",
    "на",
    "по четвертям",
    "двадцать",
    "пятого",
    "олимпиады",
    "приказа",
    "в кратчайшие",
    "сроки",
    "для 9 классов",
    "от 12.03.2025",
    "№ 5",
]


def meaning(deadline: Deadline) -> Deadline:
    """What a reading says, without its words, its span and its doubts (a rendering has none)."""
    return replace(deadline, phrase="", understood=(0, 0), ambiguous=False, question="")


@given(READINGS)
def test_a_reading_said_in_russian_is_read_as_the_same(deadline: Deadline) -> None:
    again = read_deadline(describe(deadline, YEAR), YEAR)

    assert deadline == meaning(again)
    assert not again.ambiguous


@given(st.text(max_size=40) | st.text(alphabet="до конца 15.09-(I,№)\n:ёИB", max_size=30))
def test_no_text_makes_reading_fail(phrase: str) -> None:
    reading = read_deadline(phrase, YEAR)

    assert phrase == reading.phrase
    assert 0 <= reading.understood[0] <= reading.understood[1] <= len(phrase)


@given(st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join))
def test_no_sequence_of_deadline_words_makes_reading_or_describing_fail(phrase: str) -> None:
    reading = read_deadline(phrase, YEAR)
    terms = reading.for_events([date(2025, 4, 15)], YEAR)

    assert meaning(read_deadline(describe(reading, YEAR), YEAR)) == meaning(reading)
    assert all(term.start or term.due for term in terms)


def test_a_pasted_paragraph_is_refused_at_once() -> None:
    assert read_deadline("до 5 сентября, " * 1000, YEAR).kind == "unknown"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("До 09.02.2024", "до 09.02.2024"),
        ("октябрь", "01.10.2024–31.10.2024"),
        ("С 14.03.2023", "с 14.03.2023"),
        ("до 20.11.2024 до 18 часов", "до 18:00 20.11.2024"),
        ("не позднее 1 рабочего дня до проведения  оценочной процедуры", "за 1 рабочий день до процедуры"),
        ("за две недели до итогового собеседования", "за 2 недели до итогового собеседования"),
        ("за неделю до испытаний", "за неделю до события"),
        ("не позднее 14.00 накануне дня проведения ВПР", "накануне ВПР, до 14:00"),
        ("в течение пяти рабочих дней после ОГЭ", "не позднее чем через 5 рабочих дней после ОГЭ"),
        ("согласно графику ВПР, ВсОШ и ГИА-9", "по графику: ВПР, ВОШ, ОГЭ"),
        ("по графику оценочных процедур", "по графику оценочных процедур"),
        ("в течение учебного года", "весь учебный год: 02.09.2024–26.05.2025"),
        ("постоянно", "весь год: 01.09.2024–31.08.2025"),
        ("1 раз в четверть", "каждую четверть"),
        ("до 25 числа каждого месяца", "ежемесячно до 25 числа"),
        ("в последнюю среду месяца", "последняя среда каждого месяца"),
        ("своевременно", "требует уточнения"),
    ],
)
def test_the_column_how_the_deadline_was_understood_is_plain_russian(phrase: str, expected: str) -> None:
    assert expected == describe(read_deadline(phrase, YEAR), YEAR)
