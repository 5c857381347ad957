"""Whatever stands in a plan's table, no row of it is lost without a word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from objectivity_core.plan.importing.reading import read_plan
from objectivity_core.russian.document import Document, SourceTable
from objectivity_core.school_year.year import SchoolYear

HEADINGS = ["№", "Мероприятия", "Сроки", "Ответственные"]
YEAR = SchoolYear(2024)
NUMBERS = st.sampled_from(["", "1", "2.", "1.1", "II.", "3)", "-", "№"])
WORDS = st.sampled_from(
    ["Курсы", "Работа с родителями", "- пункт", "продолжение", "", "Итого", "Директор школы", "1. Кадры", "Мероприятия"]
)
DEADLINES = st.sampled_from(["", "май", "когда-нибудь", "-//-", "—", "до 5 октября", "Сроки"])
PEOPLE = st.sampled_from(["", "Директор", "Завуч,\nучителя", "то же", "–", "Липатова В.О."])
ROWS = st.lists(st.tuples(NUMBERS, WORDS, DEADLINES, PEOPLE).map(list), max_size=8)


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_the_text_of_every_row_is_a_measure_a_section_or_named_as_left_out(rows: list[list[str]]) -> None:
    reading = read_plan(Document("Файл.docx", (SourceTable("", [HEADINGS, *rows]),)), YEAR)
    if not reading.tables:
        assert 1 == len(reading.skipped)
        return
    table = reading.tables[0]
    told = " ".join(
        [*(f"{one.section} {one.measure}" for one in table.measures), *(text for text, _ in table.left_out)]
    )

    assert [] == [row for row in rows if row[1].strip("- ") not in told]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(NUMBERS, WORDS, DEADLINES, PEOPLE, st.none(), st.integers(), st.text(max_size=8)),
            min_size=1,
            max_size=5,
        ),
        max_size=6,
    )
)
def test_no_table_is_too_odd_to_be_looked_at(rows: list[list[object]]) -> None:
    width = max(map(len, rows), default=0)
    even = [[*row, *[None] * (width - len(row))] for row in rows]
    reading = read_plan(Document("Файл.docx", (SourceTable("", even),)), YEAR)

    assert 1 == len(reading.tables) + len(reading.skipped)
