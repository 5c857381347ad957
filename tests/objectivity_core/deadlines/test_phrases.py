"""The corpus of phrases: what is read, how, and what is refused."""

from __future__ import annotations

import csv
import functools
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from objectivity_core.deadlines import Deadline, Term, describe, read_deadline
from objectivity_core.school_year.year import Period, SchoolYear, parse_quarters

LIST_MARK = re.compile(r"[-•]|[IVX\d.]+\.|\w\)")
GOLDEN = Path(__file__).parents[2] / "golden"


class Row(NamedTuple):
    phrase: str
    year: str
    event: str
    kind: str
    terms: str
    note: str

    @property
    def school_year(self) -> SchoolYear:
        return SchoolYear(int(self.year))

    def read(self) -> Deadline:
        return _read(self)

    def read_terms(self) -> tuple[Term, ...]:
        events = [date.fromisoformat(event) for event in self.event.split(";") if event]

        return self.read().for_events(events, self.school_year) if events else self.read().terms


@functools.cache
def _read(row: Row) -> Deadline:
    """Each phrase of the corpus is read once, whatever is then asked of its reading."""
    return read_deadline(row.phrase, row.school_year)


def rows(name: str) -> list[Row]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        lines = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Row(line[0].replace("\\n", "\n"), *line[1:]) for line in lines]


ROWS = rows("deadlines.tsv") + rows("deadlines_more.tsv")


def noted(note: str, word: str) -> list[str]:
    """The words that follow `word` in a note, up to its next semicolon."""
    return [part.removeprefix(word) for part in note.split("; ") if part.startswith(word)]


def test_the_corpus_is_whole() -> None:
    assert (42, True) == (len(rows("deadlines.tsv")), len(rows("deadlines_more.tsv")) > 600)


def test_a_phrase_is_read_as_the_rules_say() -> None:
    def found(row: Row) -> tuple[str, str]:
        return row.read().kind, ";".join(f"{term.start or ''}..{term.due or ''}" for term in row.read_terms())

    assert [] == [(row, found(row)) for row in ROWS if (row.kind, row.terms) != found(row)]


def test_a_phrase_is_ambiguous_only_where_the_corpus_says_so() -> None:
    assert [] == [row for row in ROWS if ("ambiguous" in row.note) != row.read().ambiguous]


def test_a_stated_time_is_kept_and_none_is_invented() -> None:
    def times(row: Row) -> list[str]:
        return [f"{term.time:%H:%M}" for term in row.read_terms() if term.time]

    assert [] == [(row, times(row)) for row in ROWS if noted(row.note, "time ") != times(row)]


def test_the_kinds_of_procedures_named_are_found() -> None:
    named = [row for row in ROWS if "procedures " in row.note]

    assert [] == [row for row in named if noted(row.note, "procedures ") != [" ".join(row.read().procedures)]]
    assert len(named) > 90


def test_what_is_doubtful_or_unread_comes_with_a_question() -> None:
    doubtful = {row: row.read().ambiguous or row.read().kind == "unknown" for row in ROWS}

    assert [] == [row for row, expected in doubtful.items() if expected != bool(row.read().question)]


def test_the_understood_part_is_the_phrase_or_nothing() -> None:
    def edges(row: Row) -> set[str]:
        start, end = row.read().understood

        return {row.phrase[:start].strip(), row.phrase[end:].strip(" .\n")}

    assert [] == [row for row in ROWS if (row.kind == "unknown") != (row.read().understood[1] == 0)]
    assert [] == [
        (row, edge)
        for row in ROWS
        if row.kind != "unknown"
        for edge in edges(row)
        if edge and not edge.startswith("(") and edge not in {"»", ")"} and not LIST_MARK.fullmatch(edge)
    ]


def meaning(reading: Deadline) -> tuple[object, ...]:
    return reading.kind, reading.terms, reading.procedures, reading.offset, reading.recurrence


def test_a_phrase_said_again_in_plain_words_has_the_same_meaning() -> None:
    again = {row: read_deadline(describe(row.read(), row.school_year), row.school_year) for row in ROWS}

    assert [] == [(row, other) for row, other in again.items() if meaning(row.read()) != meaning(other)]


def test_a_cell_wrapped_by_hand_after_every_word_is_read_as_if_it_were_not() -> None:
    some = ROWS[::3]  # every way to join the lines is tried: the dearest reading there is
    wrapped = {row: read_deadline(row.phrase.strip().replace(" ", "\n"), row.school_year) for row in some}

    assert len(wrapped) > 200
    assert [] == [(row, other) for row, other in wrapped.items() if meaning(row.read()) != meaning(other)]


THIRDS = parse_quarters("02.09.2024-29.11.2024; 09.12.2024-28.02.2025; 10.03.2025-26.05.2025")
HALVES = parse_quarters("02.09.2024-28.12.2024; 09.01.2025-26.05.2025")


@pytest.mark.parametrize(
    ("phrase", "terms", "expected"),
    [
        ("II триместр", THIRDS, [("2024-12-09", "2025-02-28")]),
        ("до конца первого триместра", THIRDS, [(None, "2024-11-29")]),
        (
            "1 раз в триместр",
            THIRDS,
            [("2024-09-02", "2024-11-29"), ("2024-12-09", "2025-02-28"), ("2025-03-10", "2025-05-26")],
        ),
        ("II полугодие", HALVES, [("2025-01-09", "2025-05-26")]),
        ("каждое полугодие", HALVES, [("2024-09-02", "2024-12-28"), ("2025-01-09", "2025-05-26")]),
    ],
)
def test_a_year_of_two_or_three_terms_is_read_and_said_by_them(
    phrase: str, terms: tuple[Period, ...], expected: list[tuple[str | None, str]]
) -> None:
    year = SchoolYear(2024, quarters=terms)
    reading = read_deadline(phrase, year)
    found = [(str(term.start) if term.start else None, str(term.due)) for term in reading.terms]

    assert expected == found
    assert reading.terms == read_deadline(describe(reading, year), year).terms


@pytest.mark.parametrize(
    ("phrase", "terms"),
    [
        ("II четверть", THIRDS),
        ("1 раз в четверть", THIRDS),
        ("I полугодие", THIRDS),
        ("I триместр", ()),
        ("IV четверть", HALVES),
    ],
)
def test_terms_that_the_school_does_not_have_are_asked(phrase: str, terms: tuple[Period, ...]) -> None:
    reading = read_deadline(phrase, SchoolYear(2024, quarters=terms))

    assert ("unknown", True) == (reading.kind, bool(reading.question))


@pytest.mark.parametrize("phrase", ["первое полугодие", "IV четверть", "осенние каникулы", "1 раз в полугодие"])
def test_what_does_not_fit_the_terms_of_the_settings_is_asked(phrase: str) -> None:
    terms = (Period("I триместр", date(2024, 9, 2), date(2024, 11, 30)),)
    reading = read_deadline(phrase, SchoolYear(2024, quarters=terms))

    assert ("unknown", True) == (reading.kind, bool(reading.question))


def test_the_kinds_of_seed_measures_are_found() -> None:
    year = SchoolYear(2024)
    phrases = [
        "постоянно в соответствии с графиком проведения ВОШ, ВПР, Дорожной картой по подготовке к проведению ОГЭ",
        "по графику проведения оценочных процедур",
        "не позднее 1 рабочего дня до проведения  оценочной процедуры",
        "за неделю до испытаний",
    ]

    assert [("ВОШ", "ВПР", "ОГЭ"), ("*",), ("*",), ()] == [read_deadline(p, year).procedures for p in phrases]


@pytest.mark.parametrize("day", ["до 25 числа каждого месяца", "ежемесячно"])
def test_a_monthly_deadline_has_a_term_in_each_month_of_the_academic_year(day: str) -> None:
    terms = read_deadline(day, SchoolYear(2024)).terms

    assert [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8] == [term.due.month for term in terms if term.due]


def test_there_is_one_term_for_each_event() -> None:
    year = SchoolYear(2024)
    events = [date(2025, 4, 15), date(2025, 4, 17)]

    assert (Term(None, date(2025, 4, 14)), Term(None, date(2025, 4, 16))) == read_deadline(
        "за день до проведения ВПР", year
    ).for_events(events, year)
    assert tuple(Term(None, event) for event in events) == read_deadline("по графику ВПР", year).for_events(
        events, year
    )


def test_a_part_that_is_understood_is_named_in_the_question() -> None:
    question = read_deadline("в удобное для них время, до конца учебного года", SchoolYear(2024)).question

    assert question == "Понятно только «до конца учебного года». Какой срок у остального?"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("накануне и в день проведения ВПР", "Названы день накануне и день проведения: разделите на две меры."),
        (
            "за 1 день до проведения, в день проведения",
            "Названы день накануне и день проведения: разделите на две меры.",
        ),
        (
            "за 3 дня до ВПР, в день ВПР и через неделю после ВПР",
            "Названы срок за 3 дня до проведения, день проведения и срок через неделю после проведения: разделите на отдельные меры.",
        ),
    ],
)
def test_several_distances_from_one_event_are_all_named_in_the_question(phrase: str, expected: str) -> None:
    assert expected == read_deadline(phrase, SchoolYear(2024)).question


def test_a_wrapped_part_that_is_understood_is_named_as_one() -> None:
    question = read_deadline("до 15\nоктября\nпо мере\nготовности", SchoolYear(2024)).question

    assert question == "Понятно только «до 15 октября». Какой срок у остального?"


def test_a_long_column_of_words_is_read_or_refused_in_time() -> None:
    narrow = "постоянно\nв\nсоответствии\nс\nграфиком\nпроведения\nВОШ,\nВПР,\nДорожной\nкартой\nпо\nподготовке\nк\nпроведению\nОГЭ"

    assert ("schedule", ("ВОШ", "ВПР", "ОГЭ")) == (
        read_deadline(narrow, SchoolYear(2024)).kind,
        read_deadline(narrow, SchoolYear(2024)).procedures,
    )
    assert read_deadline("когда-нибудь\n" * 40, SchoolYear(2024)).kind == "unknown"


def test_terms_follow_the_settings_of_the_school() -> None:
    year = SchoolYear(2024, last_day=date(2025, 5, 23))

    assert date(2025, 5, 23) == read_deadline("до конца учебного года", year).terms[0].due
