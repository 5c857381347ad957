"""A plan of any layout becomes the measures that its author meant."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.plan.importing.preview import measure_lines, preview
from objectivity_core.plan.importing.reading import OGE_QUESTION, read_plan
from objectivity_core.russian.document import Document, SourceTable
from objectivity_core.russian.text_tables import text_document
from objectivity_core.school_year.year import SchoolYear

if TYPE_CHECKING:
    from objectivity_core.plan.importing.model import PlanReading

ROOT = Path(__file__).parents[4]
YEAR = SchoolYear(2024)
HEADINGS = ["№ п/п", "Мероприятия", "Сроки исполнения", "Ответственные"]


def reading_of(
    *tables: list[list[Any]] | SourceTable, name: str = "Файл.docx", paragraphs: tuple[str, ...] = ()
) -> PlanReading:
    sources = tuple(table if isinstance(table, SourceTable) else SourceTable("", table) for table in tables)

    return read_plan(Document(name, sources, paragraphs), YEAR)


def columns_of(reading: PlanReading, *names: str) -> list[tuple[str, ...]]:
    return [tuple(getattr(measure, name) for name in names) for measure in reading.measures]


SEED = """План мероприятий повышения объективности на 2024/2025 учебный год

\t№ п/п
\tНаправления деятельности, мероприятия
\tСроки исполнения
\tОтветственный

\t1.
\tКомпетентность педагогов

\t1
\tКурсы
\tПо плану
\tДиректор

\t2
\tСопровождение учителей:
- присутствие директора
- наблюдение при ВПР, ВОШ

\tоктябрь
апрель
\tДиректор,
руководители МО

\t2.
\tОрганизационные меры

\t1
\tСайт.
\tв течение  года
\tДиректор
 Руководители МО
"""


def test_a_table_saved_as_text_is_read_as_it_is() -> None:
    reading = read_plan(text_document("план.txt", SEED), YEAR)

    assert ["План мероприятий повышения объективности"] == list(
        dict.fromkeys(measure.document for measure in reading.measures)
    )
    assert [
        ("1. Компетентность педагогов", "1.1", "Курсы", "По плану", "Директор"),
        (
            "1. Компетентность педагогов",
            "1.2",
            "Сопровождение учителей:\n- присутствие директора\n- наблюдение при ВПР, ВОШ",
            "октябрь\nапрель",
            "Директор; Руководители МО",
        ),
        ("2. Организационные меры", "2.1", "Сайт.", "в течение  года", "Директор; Руководители МО"),
    ] == columns_of(reading, "section", "number", "measure", "phrase", "responsible")


def test_a_plan_of_the_size_of_ours_keeps_every_deadline_verbatim() -> None:
    """The ready-made plan written out the way a school's file is, restarting numbers included."""
    with (ROOT / "xl_macros" / "build" / "content" / "measures.csv").open(encoding="utf-8-sig", newline="") as file:
        ready = list(csv.DictReader(file))
    rows: list[list[Any]] = [HEADINGS]
    for row in ready:
        if not any(row["Раздел"] == one[1] for one in rows):
            rows.append([None, row["Раздел"], None, None])
        rows.append(
            [
                row["№"].split(".")[1],
                row["Мероприятие"],
                row["Срок исполнения"],
                row["Ответственный"].replace("; ", ",\n"),
            ]
        )
    reading = reading_of(rows)

    assert [(row["Раздел"], row["№"], row["Срок исполнения"]) for row in ready] == columns_of(
        reading, "section", "number", "phrase"
    )
    assert [row["Ответственный"].lower() for row in ready] == [
        measure.responsible.lower() for measure in reading.measures
    ]


def test_sections_are_rows_merged_over_the_width_or_with_a_number_and_no_deadline() -> None:
    rows = [
        HEADINGS,
        ["I. Кадры", "I. Кадры", "I. Кадры", "I. Кадры"],
        ["1", "Курсы", "май", "Директор"],
        ["2.", "Контроль", "", ""],
        ["1", "Проверка", "июнь", "Завуч"],
    ]

    assert [("I. Кадры", "1.1"), ("2. Контроль", "2.1")] == columns_of(reading_of(rows), "section", "number")


def test_a_measure_without_deadline_and_people_is_no_section_when_its_number_goes_on() -> None:
    rows = [HEADINGS, ["1", "Курсы", "май", "Директор"], ["2", "Семинар", "", ""], ["3", "Совещание", "июнь", "Завуч"]]

    assert [("", "1"), ("", "2"), ("", "3")] == columns_of(reading_of(rows), "section", "number")


def test_numbers_that_do_not_restart_stay_as_they_are() -> None:
    rows = [
        HEADINGS,
        ["", "Кадры", "", ""],
        ["1.", "Курсы", "май", "Директор"],
        ["", "Контроль", "", ""],
        ["2.", "Проверка", "май", "Завуч"],
    ]

    assert [("Кадры", "1"), ("Контроль", "2")] == columns_of(reading_of(rows), "section", "number")


def test_numbers_made_by_word_are_counted_within_the_section() -> None:
    rows = [
        HEADINGS,
        [None, "Кадры", None, None],
        [None, "Курсы", "май", "Директор"],
        [None, "Семинар", "май", "Завуч"],
        [None, "Контроль", None, None],
        [None, "Проверка", "май", "Завуч"],
    ]

    assert ["1.1", "1.2", "2.1"] == [measure.number for measure in reading_of(rows).measures]


def test_repeated_headings_signatures_and_rows_without_text_are_left_out_and_named() -> None:
    rows = [
        HEADINGS,
        ["1", "Курсы", "май", "Директор"],
        HEADINGS,
        ["2", "", "июнь", "Завуч"],
        ["", "Директор школы", "", "Липатова В.О."],
    ]
    reading = reading_of(rows)

    assert ["Курсы"] == [measure.measure for measure in reading.measures]
    assert ["повтор заголовка таблицы", "не названо мероприятие", "подпись или итог под таблицей"] == [
        why for _, why in reading.tables[0].left_out
    ]


def test_a_table_that_goes_on_with_the_one_before_needs_no_headings() -> None:
    first = [HEADINGS, ["", "Кадры", "", ""], ["1", "Курсы", "май", "Директор"]]
    second = [["2", "Семинар", "июнь", "Завуч"]]

    assert [("Кадры", "1"), ("Кадры", "2")] == columns_of(reading_of(first, second), "section", "number")


def test_each_table_belongs_to_the_document_above_it() -> None:
    reading = reading_of(
        SourceTable("План мероприятий на 2024/2025 учебный год", [HEADINGS, ["1", "Курсы", "май", "Директор"]]),
        SourceTable("ДОРОЖНАЯ КАРТА\nпо подготовке к ОГЭ", [HEADINGS, ["1", "Собрание", "май", "Завуч"]]),
    )

    assert ["План мероприятий", "Дорожная карта по подготовке к ОГЭ"] == [
        measure.document for measure in reading.measures
    ]


def test_a_numbered_line_above_a_table_is_its_section() -> None:
    tables = [
        SourceTable(title, [HEADINGS, ["1", text, "май", "Директор"]])
        for title, text in (("1. Кадры", "Курсы"), ("2. Контроль", "Проверка"))
    ]
    reading = reading_of(*tables, paragraphs=("Комплекс мер по качеству", "1. Кадры", "2. Контроль"))

    assert [
        ("Комплекс мер по качеству", "1. Кадры", "1.1"),
        ("Комплекс мер по качеству", "2. Контроль", "2.1"),
    ] == columns_of(reading, "document", "section", "number")


def test_a_section_without_measures_is_named() -> None:
    rows = [HEADINGS, ["", "Кадры", "", ""], ["", "Контроль", "", ""], ["1", "Проверка", "май", "Завуч"]]
    reading = reading_of(rows)

    assert (("Кадры", "раздел без мер"),) == reading.tables[0].left_out
    assert ["Контроль"] == [measure.section for measure in reading.measures]


def test_numbered_paragraphs_with_deadline_and_people_are_a_plan() -> None:
    paragraphs = (
        "О мерах по объективности",
        "1. Утвердить план. Срок: до 01.10.2024. Ответственный: директор Липатова В.О.",
        "2. Провести совещание",
        "Срок исполнения – октябрь, апрель",
        "Ответственные – руководители МО, завуч",
    )

    assert [
        ("1", "Утвердить план.", "до 01.10.2024.", "Директор Липатова В.О."),
        ("2", "Провести совещание", "октябрь, апрель", "Руководители МО; Завуч"),
    ] == columns_of(reading_of(paragraphs=paragraphs), "number", "measure", "phrase", "responsible")


def test_a_table_pasted_one_cell_per_line_is_put_together_again() -> None:
    lines = "План\n№ п/п\nМероприятия\nСроки\nОтветственный\n1.\nКадры\n1\nКурсы\nдля всех\nоктябрь\nДиректор\nзавуч\n2\nСеминар\nмарт\nЗавуч"

    assert [
        ("1. Кадры", "1", "Курсы для всех", "октябрь", "Директор; Завуч"),
        ("1. Кадры", "2", "Семинар", "март", "Завуч"),
    ] == columns_of(
        read_plan(text_document("вставка.txt", lines), YEAR), "section", "number", "measure", "phrase", "responsible"
    )


def test_ditto_marks_mean_what_stands_above() -> None:
    rows = [
        HEADINGS,
        ["1", "Курсы", "май", "Директор"],
        ["2", "Семинар", "-//-", "то же"],
        ["3", "Совещание", "—", "Завуч"],
    ]

    assert [("май", "Директор"), ("май", "Директор"), ("", "Завуч")] == columns_of(
        reading_of(rows), "phrase", "responsible"
    )


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Проверка работ участников ОГЭ-9 школьными предметными комиссиями", OGE_QUESTION),
        ("Проверка работ пробного ОГЭ школьной комиссией", ""),
        ("Родительское собрание об ОГЭ", ""),
    ],
)
def test_works_of_the_oge_checked_at_school_raise_a_question(text: str, note: str) -> None:
    assert [note] == [measure.note for measure in reading_of([HEADINGS, ["1", text, "май", "Директор"]]).measures]


def test_the_preview_says_what_was_understood_and_what_not() -> None:
    rows = [
        HEADINGS,
        ["1", "Курсы", "по мере необходимости", "Директор"],
        ["2", "Семинар", "", "Завуч"],
        ["3", "Совет", "май", ""],
    ]
    lines = [line.strip() for line in preview([reading_of(rows, name="Наш план.docx")], YEAR)]

    assert [
        "Файл «Наш план.docx»",
        "Документ «Наш план»: мер 3, разделов 0",
        "Столбцы: № — «№ п/п»; Мероприятие — «Мероприятия»; Срок исполнения — «Сроки исполнения»; Ответственный — «Ответственные»",
        "Не понят срок (1): 1 «по мере необходимости»",
        "Срок пуст (1): 2",
        "Ответственный пуст (1): 3",
    ] == lines


def test_every_measure_is_shown_with_its_deadline_as_understood() -> None:
    lines = list(measure_lines(reading_of([HEADINGS, ["1", "Курсы", "октябрь", "Директор"]]).measures, YEAR))

    assert ["Файл", "  1  Курсы", "       срок: октябрь → 01.10.2024–31.10.2024; ответственный: Директор"] == lines


@pytest.mark.parametrize(
    "text",
    ["", "\n\n\t\n", "просто текст", "\t\t\t", "№\t\n1\t", "Мероприятие;Срок\n", "\t1\n\t2\n\t3", "\x0c\x0c\t\x0b"],
)
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert () == read_plan(text_document("х.txt", text), YEAR).measures
