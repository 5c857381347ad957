"""Next year's phrase: the years move, nothing else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectivity_core.deadlines import read_deadline, shift_years
from objectivity_core.school_year.year import SchoolYear

GOLDEN = Path(__file__).parents[2] / "golden"


def phrases() -> list[str]:
    texts = [(GOLDEN / name).read_text(encoding="utf-8") for name in ("deadlines.tsv", "deadlines_more.tsv")]
    lines = [line for text in texts for line in text.splitlines() if not line.startswith("#")]

    return [row[0].replace("\\n", "\n") for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


PHRASES = phrases()


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("до 05.09.2024", "до 05.09.2025"),
        ("до 05.09.24г.", "до 05.09.25г."),
        ("2025-04-16", "2026-04-16"),
        ("15/09/24", "15/09/25"),
        ("15.09-20.10.2024", "15.09-20.10.2025"),
        ("15.09.2024—20.10.2024 ", "15.09.2025—20.10.2025 "),
        ("сентябрь 2024-май 2025", "сентябрь 2025-май 2026"),
        ("Август 2022 года, август 2023 года", "Август 2023 года, август 2024 года"),
        ("до 5 сентября 2024года", "до 5 сентября 2025года"),
        ("15 мая 25 г.", "15 мая 26 г."),
        ("в течение 2024-2025 учебного года", "в течение 2025-2026 учебного года"),
        ("в течение 2024/25 уч. г.", "в течение 2025/26 уч. г."),
        ("2024 – 2026 гг.", "2025 – 2027 гг."),
        ("I квартал 2025 г.", "I квартал 2026 г."),
        ("до конца 2024 года", "до конца 2025 года"),
        ("31.12.99", "31.12.00"),
        ("сентябрь\n2024\nмай\n25 г.", "сентябрь\n2025\nмай\n26 г."),
    ],
)
def test_every_way_to_state_a_year_is_moved(phrase: str, expected: str) -> None:
    assert expected == shift_years(phrase, 1)


@pytest.mark.parametrize(
    "phrase",
    [
        "до 5 сентября",
        "15.09",
        "не позднее 20 рабочих дней до ВПР",
        "в соответствии с приказом от 12.03.2025 № 25-ОД",
        "согласно приказу от 13 мая 2024 г. № 1008",
        "согласно приказу от 13 мая\n2024 г.\n№ 1008",
        "15.10.\n24 ноября",
        "до 20:24 5 сентября",
        "15-20 апреля",
        "по графику",
        "",
    ],
)
def test_what_states_no_year_stays_verbatim(phrase: str) -> None:
    assert phrase == shift_years(phrase, 1)


def test_moving_back_gives_the_phrase_again() -> None:
    assert [] == [phrase for phrase in PHRASES if phrase != shift_years(shift_years(phrase, 3), -3)]


@given(st.sampled_from(PHRASES), st.integers(-5, 5))
def test_only_digits_change(phrase: str, years: int) -> None:
    moved = shift_years(phrase, years)

    assert len(phrase) == len(moved)
    assert [one if not one.isdigit() else "" for one in phrase] == [one if not one.isdigit() else "" for one in moved]


@pytest.mark.parametrize(
    "phrase",
    ["до 05.09.2024", "сентябрь 2024 – май 2025", "с 11 апреля по 16 мая 2025 года", "октябрь, апрель 2025 г."],
)
def test_the_terms_of_the_moved_phrase_are_a_year_later(phrase: str) -> None:
    before = read_deadline(phrase, SchoolYear(2024)).terms
    after = read_deadline(shift_years(phrase, 1), SchoolYear(2025)).terms

    assert [
        (term.start and term.start.replace(year=term.start.year + 1), term.due.replace(year=term.due.year + 1))
        for term in before
        if term.due
    ] == [(term.start, term.due) for term in after]
