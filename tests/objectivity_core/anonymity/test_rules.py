"""What is a name and what is a word: the rule of the package's docstring, sentence by sentence."""

from __future__ import annotations

import pytest

from objectivity_core.anonymity import Roster, Text, find
from objectivity_core.anonymity.roster import person

NAMES = (
    "Озерцов Лев Ильич",
    "Мороз Пётр Сергеевич",
    "Иванова Анна Юрьевна",
    "Щукин Юрий Яковлевич",
    "Волков Егор Ильич",
    "Белых Мария Олеговна",
    "Ким Вера",
    "Петров-Водкин Глеб",
    "Русский Олег",
    "Мороз Ева",
    "Мкртчян Артур",
)
ROSTER = Roster(
    tuple(person(f"P{number:02d}", name, "4А" if number < 10 else "5Б") for number, name in enumerate(NAMES, start=1)),
    (("S001", "Волкова Ольга Львовна"), ("S002", "Щукин Борис Юрьевич")),
    frozenset({"Русский язык"}),
)


def _of(text: str, kind: str = "cell") -> list[tuple[str, str]]:
    return [(one.severity, one.key) for one in find([Text("место", text, kind)], ROSTER)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "pupil"),
    [
        ("работа озерцову", "P01"),
        ("ОЗЕРЦОВЫМИ", "P01"),
        ("Озер\u00adцова видели", "P01"),
        ("о\u0301зерцов", "P01"),
        ("Oзepцoв", "P01"),
        ("Иван0ва и другие", "P03"),
        ("О з е р ц о в", "P01"),
        ("сдал Озер-\nцов", "P01"),
        ("Ozertsovu", "P01"),
        ("Shchukin", "P04"),
        ("Schukin Yu. Ya.", "P04"),
        ("Ščukin", "P04"),
        ("Yuriy Yakovlevich", "P04"),
        ("Анне Юрьевне", "P03"),
        ("рассказ А.Ю. Ивановой", "P03"),
        ("Мороз П.С.", "P02"),
        ("Ева Мороз", "P10"),
        ("Работа Мороза", "P02 | P10"),
        ("Саше Мороз поставили 5", "P02 | P10"),
        ("мороз", "P02 | P10"),
        ("Мороз, 5Б", "P10"),
        ("№ 7. Мороз", "P02 | P10"),
        ("Волков написал первым", "P05"),
        ("На Белых 4А", "P06"),
        ("Ким В.", "P07"),
        ("Водкина спросили", "P08"),
        ("Русский Олег", "P09"),
        ("Mkrtchyan", "P11"),
        ("yshchukin@school.example", "P04"),
    ],
)
def test_a_name_is_found_and_the_pupil_told(text: str, pupil: str) -> None:
    assert [("error", pupil)] == _of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Мороз ударил рано.",
        "Утро. Мороз крепчал.",
        "ударил мороз, и реки встали",
        "«Мороз и солнце» читали вслух",
        "МОРОЗ И СОЛНЦЕ",
        "Белых медведей видели на севере",
        "стая волков",
        "Русский язык",
        "ВПР, Русский язык, 4А, 15.04.2025",
        "Егор Ильич Обломов",
        "1000002",
        "ivory",
        "kim chi tea",
        "the KIM protocol",
    ],
)
def test_a_word_is_no_name(text: str) -> None:
    assert [] == _of(text)


@pytest.mark.parametrize("text", ["Волкова Ольга Львовна", "О. Л. Волкова", "Волковой О.Л.", "Щукину Борису Юрьевичу"])
def test_a_teacher_with_a_pupils_surname_is_no_pupil(text: str) -> None:
    assert [] == _of(text)


@pytest.mark.parametrize("text", ["А. С. Волков", "улица Волкова", "школа имени Щукина", "школа имени Ю. А. Иванова"])
def test_what_looks_like_somebody_else_is_a_warning(text: str) -> None:
    assert ["warning"] == [severity for severity, _ in _of(text)]


@pytest.mark.parametrize("text", ["мороз_4а", "moroz", "отчёт мороза", "МорозПС", "kim"])
def test_in_names_of_files_and_in_properties_every_word_is_looked_at(text: str) -> None:
    assert ["error"] == [severity for severity, _ in _of(text, "name")]


@pytest.mark.parametrize("expert", ["Мороз Ольга Петровна", "Озерцова Яна Львовна"])
def test_the_experts_own_name_is_no_leak_where_the_product_writes_it(expert: str) -> None:
    texts = [
        Text("B4", expert),
        Text("файл", f"ВПР-РУ-4А {expert}, третья проверка", "name"),
        Text("автор", expert.split(maxsplit=1)[0], "name"),
    ]

    assert [] == find(texts, ROSTER, [expert])
    assert ["B9"] == [one.where for one in find([Text("B9", f"сдал {expert.split(maxsplit=1)[0]}")], ROSTER, [expert])]


def test_each_place_is_told_once_with_the_words_and_what_to_do() -> None:
    (found,) = find([Text("Лист!B4", "сдал Озерцов"), Text("Лист!B4", "сдал Озерцов")], ROSTER)

    assert ("name-leak", "Лист!B4", "Озерцов") == (found.code, found.where, found.value)
    assert "«Озерцов» — имя ученика из списка (P01)." == found.message
    assert found.remedy


def test_many_bearers_are_counted_not_listed() -> None:
    roster = Roster(tuple(person(f"P{number:02d}", "Озерцов") for number in range(1, 9)))
    (found,) = find([Text("", "Озерцов")], roster)

    assert "P01, P02, P03, P04, P05 и ещё 3" in found.message


def test_an_empty_roster_finds_nothing() -> None:
    assert [] == find([Text("", "Озерцов Лев")], Roster(()))


@pytest.mark.parametrize(
    ("text", "pupil"),
    [
        ("Штольц А. И.", "P1"),
        ("Андрей Штольц написал", "P1"),
        ("Крус Мигель", "P2"),
        ("Абилкасым Н.", "P3"),
        ("Әбілқасым Нұрлан", "P3"),
        ("работа Жумабаевой", "P4"),
    ],
)
def test_pupils_listed_by_initials_or_in_letters_of_another_language_are_found(text: str, pupil: str) -> None:
    names = ("Штольц А.И.", "Крус М.", "Әбілқасым Нұрлан Қайратұлы", "Жұмабаева Айгүл")
    roster = Roster(tuple(person(f"P{at}", name, "4А") for at, name in enumerate(names, 1)), (), frozenset())

    assert [("error", pupil)] == [(one.severity, one.key) for one in find([Text("место", text)], roster)]
