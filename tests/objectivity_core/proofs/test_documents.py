"""A document named in words is found by kind, number and date; what only looks like it is never taken for it."""

from __future__ import annotations

import pytest

from objectivity_core.proofs.documents import Match, Named, find, named_documents


def _words(text: str, *files: str) -> Match:
    return find(Named(text, "words"), files)


def _file(text: str, *files: str, folder: str = "Подтверждения") -> Match:
    (document,) = named_documents(text)

    return find(document, files, folder)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", []),
        (" ; \n;", []),
        ("Протокол № 3 от 16.04.2025", [("words", "Протокол № 3 от 16.04.2025")]),
        ("«Приказ №45 от 10.09.2024»", [("words", "Приказ №45 от 10.09.2024")]),
        ("Протоколы\\Протокол 3.pdf", [("file", "Протоколы/Протокол 3.pdf")]),
        ("C:\\Школа\\Протокол 3.PDF", [("file", "C:/Школа/Протокол 3.PDF")]),
        ("./протокол 3 от 16.04.2025.docx", [("file", "протокол 3 от 16.04.2025.docx")]),
        ("https://disk.example/i/a1.", [("link", "https://disk.example/i/a1")]),
        ("Запись на диске: http://disk.example/b", [("link", "http://disk.example/b")]),
        (
            "Протокол 3.pdf; Приказ № 45\nhttps://a.example/1",
            [("file", "Протокол 3.pdf"), ("words", "Приказ № 45"), ("link", "https://a.example/1")],
        ),
        (
            "Приказ № 45 от 10.09.2024, протокол № 3",
            [("words", "Приказ № 45 от 10.09.2024"), ("words", "протокол № 3")],
        ),
        ("Справка об итогах, выводах", [("words", "Справка об итогах, выводах")]),
        ("Протокол № 3; Протокол № 3", [("words", "Протокол № 3")]),
        ("акт.jpg, https://x.example", [("file", "акт.jpg"), ("link", "https://x.example")]),
        ("https://x.example/a, акт.jpg", [("link", "https://x.example/a"), ("file", "акт.jpg")]),
        ("акт.jpg https://x.example", [("file", "акт.jpg"), ("link", "https://x.example")]),
        (
            "«акт 1.jpg», акт 2.pdf,Протокол № 3",
            [("file", "акт 1.jpg"), ("file", "акт 2.pdf"), ("words", "Протокол № 3")],
        ),
        (
            "https://a.example/1,2,https://b.example/a.pdf,b.pdf",
            [("link", "https://a.example/1,2"), ("link", "https://b.example/a.pdf,b.pdf")],
        ),
        ("Протокол № 3, итоги.pdf", [("file", "Протокол № 3, итоги.pdf")]),
    ],
)
def test_a_cell_names_its_documents_one_by_one(cell: str, expected: list[tuple[str, str]]) -> None:
    assert expected == [(one.kind, one.path or one.text) for one in named_documents(cell)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Протокол № 3 от 16.04.2025", "Протокол №3 от 16.04.2025.pdf"),
        ("Протокол № 3 от 16.04.2025", "протокол_3_2025-04-16.docx"),
        ("Протокол № 3 от 16.04.2025", "2025.04.16 Протокол 03.pdf"),
        ("Протокол № 3 от 16.04.2025", "Протокол №3 16 апреля 2025.jpg"),
        ("Протокол от 16.04.2025", "Протокол 16 апреля 2025.jpg"),
        ("Протокол от 16.04.2025", "20250416_протокол_скан.jpg"),
        ("Протокол от 16.04.2025", "Протокол № 3 от 16.04.2025.jpg"),
        ("Протокол от 16 апреля", "Протокол педсовета 16.04.25.pdf"),
        ("копия протокола №3", "Протокол 3.pdf"),
        ("Приказ №45 от 10.09.2024", "Приказ 45-од от 10.09.2024.pdf"),
        ("Приказ № 45/1-од", "приказ_45-1-од.pdf"),
        ("Протокол педсовета № 3", "Педсовет/Протокол педсовета № 3 (2024-2025).docx"),
        ("Журнал инструктажей", "Журнал инструктажей 2024-2025.xlsx"),
        ("Отчёт по итогам ВПР", "отчет по итогам впр.docx"),
        ("Вебинар 12.03.2025", "2025-03-12 вебинар.png"),
    ],
)
def test_a_file_is_found_whatever_way_its_name_writes_number_and_date(text: str, name: str) -> None:
    assert Match((name,), sure=True) == _words(text, "Приказ № 7 от 01.02.2024.pdf", name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Протокол № 3 от 16.04.2025", "Протокол № 4 от 16.04.2025.pdf"),
        ("Протокол № 3 от 16.04.2025", "Протокол № 3 от 17.04.2025.pdf"),
        ("Протокол № 3 от 16.04.2025", "Приказ № 3 от 16.04.2025.pdf"),
        ("Протокол № 16", "Протокол 16.04.2025.pdf"),
        ("Протокол № 5", "Протокол 5 классов.pdf"),
        ("Протокол № 2024", "Протокол за 2024 год.pdf"),
        ("Приказ № 45-од", "Приказ 45-к.pdf"),
        ("Приказ № 45", "Приказ 45-1.pdf"),
        ("Протокол", "Протокол № 3.pdf"),
        ("Журнал инструктажей", "Журнал совещаний.xlsx"),
        ("Протокол № 3 от 31.02.2025", "Протокол № 4.pdf"),
    ],
)
def test_a_name_that_contradicts_the_words_is_no_match(text: str, name: str) -> None:
    assert Match() == _words(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Протокол № 3", "Приложение к протоколу № 3.pdf"),
        ("Протокол педсовета № 3", "Протокол совещания МО № 3.pdf"),
        ("Протокол МО №2", "Протокол педсовета №2 15.10.2025.docx"),
        ("Протокол заседания МО № 2", "Протокол заседания педсовета № 2.docx"),
        ("Протокол МО № 2 от 15.10.2025", "Протокол педсовета №2 15.10.2025.docx"),
        ("Приказ о питании № 15", "Приказ № 15 об отпусках.pdf"),
        ("Протокол педсовета № 3 от 20.10.2025", "Протокол 3.docx"),
        ("Протокол № 3 от 16.04.2025", "Протокол 16 апреля 2025.jpg"),
        ("Протокол № 3 от 16.04.2025", "Протокол № 3 от 16 апреля.jpg"),
        ("Приказ № 45-од", "Приказ 45.pdf"),
    ],
)
def test_a_name_that_shares_only_part_is_shown_as_similar_and_not_taken(text: str, name: str) -> None:
    assert Match((name,), sure=False) == _words(text, name)


def test_several_that_fit_equally_are_named_and_none_is_chosen() -> None:
    names = "Протокол № 3 МО.pdf", "Протокол № 3 педсовет.pdf"

    assert Match(names, sure=False) == _words("Протокол № 3", *names)


def test_more_words_in_common_decide_between_equals() -> None:
    assert Match(("Протокол педсовета № 3.pdf",), sure=True) == _words(
        "Протокол педсовета № 3", "Протокол № 3 МО.pdf", "Протокол педсовета № 3.pdf"
    )


def test_number_and_date_together_outweigh_either_alone() -> None:
    assert Match(("Протокол 3 от 16.04.2025.pdf",), sure=True) == _words(
        "Протокол № 3 от 16.04.2025", "Протокол 3.pdf", "Протокол 3 от 16.04.2025.pdf", "Протокол от 16.04.2025.pdf"
    )


def test_a_text_and_its_scan_under_one_name_are_one_document() -> None:
    names = "Протокол 3.docx", "Протокол 3.pdf"

    assert Match(names, sure=True) == _words("Протокол № 3", *names)


@pytest.mark.parametrize(
    "typed",
    [
        "Протоколы/Протокол 3.pdf",
        "протоколы\\ПРОТОКОЛ 3.PDF",
        "Протокол 3.pdf",
        "Подтверждения/Протоколы/Протокол 3.pdf",
        "D:\\Школа\\Подтверждения\\Протоколы\\Протокол 3.pdf",
    ],
)
def test_a_typed_path_fits_the_file_that_it_is_or_ends(typed: str) -> None:
    assert Match(("Протоколы/Протокол 3.pdf",), sure=True) == _file(
        typed, "Протоколы/Протокол 3.pdf", "Протокол 30.pdf"
    )


def test_one_name_in_two_folders_is_ambiguous_unless_the_path_says_which() -> None:
    files = "МО/Протокол 3.pdf", "Педсовет/Протокол 3.pdf"

    assert Match(files, sure=False) == _file("Протокол 3.pdf", *files)
    assert Match(("МО/Протокол 3.pdf",), sure=True) == _file("МО/Протокол 3.pdf", *files)


def test_a_named_file_that_is_not_there_is_never_replaced_by_a_similar_one() -> None:
    assert Match(("Протокол 3.pdf",), sure=False) == _file("Протокол 3.docx", "Протокол 3.pdf")
    assert Match() == _file("Справка.docx", "Протокол 3.pdf")


def test_letters_composed_by_another_system_are_the_same_letters() -> None:
    assert Match(("Первый ФИЛИАЛ/Отчёт.pdf",), sure=True) == _file("Отчёт.pdf", "Первый ФИЛИАЛ/Отчёт.pdf")
