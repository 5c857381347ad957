"""Columns of a plan are found whatever they are called and however they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.plan.importing.reading import read_plan
from objectivity_core.russian.document import Document, SourceTable
from objectivity_core.school_year.year import SchoolYear

if TYPE_CHECKING:
    from objectivity_core.plan.importing.model import PlanReading

HEADINGS = ["№ п/п", "Мероприятия", "Сроки исполнения", "Ответственные"]


def reading_of(*tables: list[list[Any]]) -> PlanReading:
    return read_plan(Document("Файл.docx", tuple(SourceTable("", table) for table in tables)), SchoolYear(2024))


def columns_of(reading: PlanReading, *names: str) -> list[tuple[str, ...]]:
    return [tuple(getattr(measure, name) for name in names) for measure in reading.measures]


@pytest.mark.parametrize(
    "headings",
    [
        ["№", "Мероприятие", "Срок", "Ответственный"],
        ["N п/п", "Направления деятельности", "Сроки\nисполнения", "Исполнители"],
        ["№ п/п", "Содержание работы", "Дата проведения", "Отвественный"],
        ["Номер", "НАИМЕНОВАНИЕ  МЕРОПРИЯТИЯ", "Период", "Кто отвечает"],
        ["п/п", "Мероприятя", "Cроки реализации", "Ответственные исполнители"],
        ["№", "Действия", "Срок", "Отв."],
        ["№", "Виды деятельности", "Когда", "Ответственное лицо"],
    ],
)
def test_columns_are_found_whatever_they_are_called(headings: list[str]) -> None:
    reading = reading_of([headings, ["1", "Педсовет", "октябрь", "Директор"], ["2", "Семинар", "март", "Завуч"]])

    assert [("1", "Педсовет", "октябрь", "Директор"), ("2", "Семинар", "март", "Завуч")] == columns_of(
        reading, "number", "measure", "phrase", "responsible"
    )


def test_columns_may_stand_in_any_order_with_section_proof_and_note() -> None:
    rows = [
        ["Ответственные", "Раздел", "Срок", "Мероприятия", "Форма отчёта", "Примечание", "Отметка о выполнении"],
        ["Директор", "Кадры", "май", "Курсы", "Удостоверения", "очно", "+"],
        ["Завуч", "Кадры", "май", "Аттестация", "", "", ""],
    ]
    reading = reading_of(rows)

    assert [
        ("Кадры", "Курсы", "май", "Директор", "Удостоверения", "очно"),
        ("Кадры", "Аттестация", "май", "Завуч", "", ""),
    ] == columns_of(reading, "section", "measure", "phrase", "responsible", "proof_kind", "note")
    assert ("Отметка о выполнении",) == reading.tables[0].aside


def test_headings_of_two_rows_and_a_row_of_column_numbers_are_no_measures() -> None:
    rows = [
        ["План на год", "План на год", "План на год", "План на год", "План на год"],
        ["№", "Мероприятия", "Сроки", "Сроки", "Ответственный"],
        ["№", "Мероприятия", "начало", "окончание", "Ответственный"],
        ["1", "2", "3", "4", "5"],
        ["1", "Анализ", "01.09.2024", "30.09.2024", "Завуч"],
    ]

    assert [("Анализ", "01.09.2024 - 30.09.2024")] == columns_of(reading_of(rows), "measure", "phrase")


@pytest.mark.parametrize(
    "second",
    [
        ["Мероприятие", "план", "факт", "ФИО", "должность"],
        ["Мероприятие", "по приказу", "на деле", "кто", "кем работает"],
        ["", "план", "факт", "ФИО", "должность"],
    ],
)
def test_the_second_row_of_a_heading_is_no_measure_whatever_it_says(second: list[str]) -> None:
    first = ["Мероприятие", "Сроки", "Сроки", "Ответственный", "Ответственный"]
    rows = [
        first,
        second,
        ["Диктант", "10.10.2024", "", "Орлова О.Н.", "учитель"],
        first,
        second,
        ["Тест", "май", "", "Сомов И.И.", "завуч"],
    ]

    assert [("Диктант", "10.10.2024", "Орлова О.Н."), ("Тест", "май", "Сомов И.И.")] == columns_of(
        reading_of(rows), "measure", "phrase", "responsible"
    )


def test_the_actual_date_is_no_deadline_wherever_it_stands() -> None:
    rows = [
        ["Мероприятие", "Сроки", "Сроки", "Кто"],
        ["Мероприятие", "факт", "план", "Кто"],
        ["Тест", "17.05.2025", "май", "Завуч"],
    ]

    assert [("Тест", "май")] == columns_of(reading_of(rows), "measure", "phrase")


def test_the_date_of_fulfilment_is_no_deadline() -> None:
    rows = [
        ["Мероприятия", "Срок", "Дата и время", "Кто", "Дата исполнения"],
        ["Совет", "май", "в 10.00", "Завуч", "17.05.2025"],
    ]
    reading = reading_of(rows)

    assert [("Совет", "май в 10.00")] == columns_of(reading, "measure", "phrase")
    assert ("Дата исполнения",) == reading.tables[0].aside


def test_a_table_without_headings_is_read_by_what_stands_in_it_and_says_so() -> None:
    rows = [
        ["1", "Провести инструктаж организаторов", "за 2 дня до ВПР", "Директор"],
        ["2", "Подготовить кабинеты к работам", "10.04.2025", "Классные руководители"],
    ]
    reading = reading_of(rows)

    assert [("1", "Провести инструктаж организаторов", "за 2 дня до ВПР", "Директор")] == columns_of(
        reading, "number", "measure", "phrase", "responsible"
    )[:1]
    assert "Заголовков у таблицы нет: столбцы узнаны по содержанию, проверьте их." in reading.tables[0].notes


def test_a_row_of_the_plan_is_never_taken_for_headings() -> None:
    rows = [
        ["1", "Мероприятия по подготовке к ВПР", "сентябрь", "Ответственный за ВПР"],
        ["2", "Мероприятия по подготовке к ОГЭ", "октябрь", "Ответственный за ОГЭ"],
    ]

    assert ["1", "2"] == [measure.number for measure in reading_of(rows).measures]


def test_tables_that_are_no_plan_are_named_with_the_reason() -> None:
    plan = [HEADINGS, ["1", "Курсы", "май", "Директор"]]
    reading = reading_of(
        [["СОГЛАСОВАНО", "УТВЕРЖДАЮ\nДиректор ____"]],
        [["Дата", "Предмет", "Класс"], ["15.04.2025", "Математика", "4А"]],
        plan,
    )

    assert [
        ("СОГЛАСОВАНО", "это гриф утверждения или подписи"),
        ("Дата", "похоже на расписание работ: для него есть «Загрузить расписание»"),
    ] == list(reading.skipped)
    assert ["Курсы"] == [measure.measure for measure in reading.measures]


def test_a_plan_by_months_takes_its_deadlines_from_the_sections() -> None:
    rows = [["Мероприятие", "Ответственный"], ["Сентябрь", "Сентябрь"], ["Входной контроль", "Завуч"]]

    assert [("Входной контроль", "Сентябрь")] == columns_of(reading_of(rows), "measure", "phrase")


def test_marks_in_columns_of_months_are_deadlines() -> None:
    rows = [["Мероприятия", "Сентябрь", "Октябрь", "Ноябрь", "Ответственный"], ["Контроль", "+", "", "V", "Завуч"]]

    assert [("Контроль", "сентябрь, ноябрь", "Завуч")] == columns_of(
        reading_of(rows), "measure", "phrase", "responsible"
    )


def test_an_empty_box_under_a_month_is_no_mark_and_names_of_months_may_be_short() -> None:
    rows = [["Мероприятия", "Сент.", "Окт.", "Нояб.", "Ответственный"], ["Контроль", "✓", "☐", "☑", "Завуч"]]

    assert [("Контроль", "сентябрь, ноябрь")] == columns_of(reading_of(rows), "measure", "phrase")


@pytest.mark.parametrize("heading", ["ОКТЯБРЬ", "2. Октябрь", "Мероприятия на октябрь", "Октябрь 2024 г."])
def test_a_heading_above_a_table_dates_the_measures_without_deadline(heading: str) -> None:
    rows = [["Мероприятия", "Ответственные"], ["Проверить журналы", "Завуч"]]
    tables = (SourceTable("План работы\nСЕНТЯБРЬ", rows), SourceTable(heading, rows), SourceTable("", rows))
    reading = read_plan(Document("Файл.docx", tables), SchoolYear(2024))

    phrases = [measure.phrase for measure in reading.measures]
    assert phrases[0] == "СЕНТЯБРЬ"
    assert ["октябрь"] * 2 == [phrase.lower()[:7] for phrase in phrases[1:]]


@pytest.mark.parametrize("heading", ["План на 2024/2025 учебный год", "30.08.2024", "Приказ от 01.09.2024 № 5"])
def test_a_day_or_a_year_above_a_table_dates_no_measure(heading: str) -> None:
    table = SourceTable(heading, [["Мероприятия", "Ответственные"], ["Проверить журналы", "Завуч"]])

    assert [""] == [one.phrase for one in read_plan(Document("Файл.docx", (table,)), SchoolYear(2024)).measures]


def test_a_plan_of_another_year_is_told() -> None:
    rows = [HEADINGS, ["1", "Педсовет", "октябрь 2023", "Директор"], ["2", "Семинар", "до 15.09.2023", "Завуч"]]
    table = SourceTable("План на 2023-2024 учебный год", rows)

    reading = read_plan(Document("План.docx", (table,)), SchoolYear(2024))

    assert ["plan-of-other-year", "deadlines-of-other-year"] == [one.code for one in reading.findings]
    assert [] == list(read_plan(Document("План.docx", (table,)), SchoolYear(2023)).findings)


def test_deadline_and_people_in_one_column_are_parted() -> None:
    rows = [
        ["Мероприятие", "Срок, ответственный"],
        ["Педсовет", "октябрь, директор"],
        ["Проверка", "апрель\nЗам. директора по УВР"],
    ]

    assert [("октябрь", "Директор"), ("апрель", "Зам. директора по УВР")] == columns_of(
        reading_of(rows), "phrase", "responsible"
    )
