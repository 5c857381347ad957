"""Tables inside plain text, however a program saved them."""

from __future__ import annotations

import pytest

from objectivity_core.russian.text_tables import text_document

PLAN = [["№", "Мера", "Срок"], ["1", "Курсы:\n- для всех", "май"], ["2", "Совет", "июнь"]]


@pytest.mark.parametrize(
    "text",
    [
        "\t№\n\tМера\n\tСрок\n\n\t1\n\tКурсы:\n- для всех\n\tмай\n\n\t2\n\tСовет\n\tиюнь\n",
        "№\tМера\tСрок\n1\tКурсы:\n- для всех\tмай\n2\tСовет\tиюнь\n",
        '№\tМера\tСрок\n1\t"Курсы:\n- для всех"\tмай\n2\tСовет\tиюнь\n',
        '№;Мера;Срок\r\n1;"Курсы:\r\n- для всех";май\r\n2;Совет;июнь\r\n',
        '№|Мера|Срок\n1|"Курсы:\n- для всех"|май\n2|Совет|июнь',
    ],
    ids=["a cell per line", "tabs", "tabs and quotes", "semicolons", "bars"],
)
def test_a_table_is_the_same_however_it_was_saved(text: str) -> None:
    assert PLAN == text_document("план.csv", text).tables[0].rows


def test_a_blank_line_inside_a_cell_does_not_cut_its_row() -> None:
    text = "\t№\n\tМера\n\tСрок\n\n\t1\n\tКурсы\n\n\tмай\n\n\t2\n\tСовет\n\tиюнь\n"

    assert [["1", "Курсы", "май"], ["2", "Совет", "июнь"]] == text_document("а.txt", text).tables[0].rows[1:]


def test_a_row_of_a_section_does_not_swallow_the_next_one() -> None:
    text = "\t№\n\tМера\n\tСрок\n\tКто\n\n\t1.\n\tКадры\n\n\t2.\n\tКонтроль\n\n\t1\n\tСовет\n\tиюнь\n\tЗавуч\n"

    assert [
        ["1.", "Кадры", None, None],
        ["2.", "Контроль", None, None],
        ["1", "Совет", "июнь", "Завуч"],
    ] == text_document("а.txt", text).tables[0].rows[1:]


def test_two_tables_with_text_between_them_are_two() -> None:
    text = (
        "План\n\n\tМера\n\tСрок\n\n\tКурсы\n\tмай\n\nДорожная карта\n\n\tМера\n\tСрок\n\n\tСовет\n\tиюнь\n\nПодпись\n"
    )
    document = text_document("а.txt", text)

    assert [("План", ["Курсы", "май"]), ("Дорожная карта", ["Совет", "июнь"])] == [
        (table.title, table.rows[1]) for table in document.tables
    ]
    assert ("План", "Дорожная карта", "Подпись") == document.paragraphs


def test_what_converters_leave_of_bookmarks_is_no_text() -> None:
    assert [["Мера", "Срок"], ["Курсы", "май"]] == text_document(
        "а.txt", "Мера\tСрок\n[bookmark: _GoBack]Курсы\tмай"
    ).tables[0].rows


def test_sentences_with_commas_are_no_table() -> None:
    document = text_document(
        "приказ.txt", "О плане, мерах\nВ школе, где учатся дети, утвердить план\nКонтроль, как всегда, за мной"
    )

    assert () == document.tables
    assert 3 == len(document.paragraphs)
