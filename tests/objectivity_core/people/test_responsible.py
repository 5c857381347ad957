"""Roles and names of a plan find their people; what fits nobody is said, never guessed."""

from __future__ import annotations

import pytest

from objectivity_core.people.responsible import people_of, same_person
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of

STAFF = frame_of(
    TABLES["staff"],
    [
        {
            "name": "Липатова Вера Олеговна",
            "position": "Директор, учитель истории",
            "subjects": "История",
            "class_teacher": "8А",
        }
        | {"classes": "8А; 9А"},
        {"name": "Журавлёва Нина Аркадьевна", "position": "Заместитель директора, учитель русского языка"}
        | {"subjects": "Русский язык; Литература", "class_teacher": "9А", "classes": "9А"},
        {
            "name": "Малышева Татьяна Викторовна",
            "position": "Учитель начальных классов, руководитель МО начальных классов",
        }
        | {"subjects": "Математика", "classes": "1А; 3А"},
        {"name": "Бычков Геннадий Фёдорович", "position": "Учитель физики, руководитель МО предметников"}
        | {"subjects": "Физика; Химия", "classes": "7А", "class_teacher": "7А"},
        {"name": "Синицын Олег Львович", "position": "Педагог-психолог"},
    ],
)
DIRECTOR, DEPUTY, PRIMARY, PHYSICS = (
    "Липатова Вера Олеговна",
    "Журавлёва Нина Аркадьевна",
    "Малышева Татьяна Викторовна",
    "Бычков Геннадий Фёдорович",
)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Директор", (DIRECTOR,)),
        ("директор школы", (DIRECTOR,)),
        ("Директор, руководители МО", (DIRECTOR, PRIMARY, PHYSICS)),
        ("Директор; Руководители МО", (DIRECTOR, PRIMARY, PHYSICS)),
        ("Директор\nруководители МО", (DIRECTOR, PRIMARY, PHYSICS)),
        ("Директор и руководители МО", (DIRECTOR, PRIMARY, PHYSICS)),
        ("Руководители методических объединений", (PRIMARY, PHYSICS)),
        ("рук. ШМО", (PRIMARY, PHYSICS)),
        ("Руководитель МО учителей начальных классов", (PRIMARY,)),
        ("Заместитель директора", (DEPUTY,)),
        ("Зам. директора по УВР", (DEPUTY,)),
        ("зам.директора по УВР, ВР", (DEPUTY,)),
        ("Завуч", (DEPUTY,)),
        ("Администрация", (DIRECTOR, DEPUTY)),
        ("Учитель физики", (PHYSICS,)),
        ("учитель химии", (PHYSICS,)),
        ("учителя русского языка", (DEPUTY,)),
        ("Учителя-предметники", (DIRECTOR, DEPUTY, PHYSICS)),
        ("учителя начальных классов", (PRIMARY,)),
        ("Классные руководители", (DIRECTOR, DEPUTY, PHYSICS)),
        ("кл. руководитель 9 класса", (DEPUTY,)),
        ("Учителя 7 класса", (PHYSICS,)),
        ("Липатова В.О.", (DIRECTOR,)),
        ("В. О. Липатова", (DIRECTOR,)),
        ("Липатовой В. О.", (DIRECTOR,)),
        ("Директор Липатова В.О.", (DIRECTOR,)),
        ("Журавлева Нина Аркадьевна", (DEPUTY,)),
        ("Липатова", (DIRECTOR,)),
        ("педагог-психолог", ("Синицын Олег Львович",)),
    ],
)
def test_a_role_or_name_finds_its_people(text: str, people: tuple[str, ...]) -> None:
    assert (people, ()) == people_of(text, STAFF)


@pytest.mark.parametrize("text", ["Совет школы", "Учитель биологии", "Липатова П.С.", "Социальный педагог", "эксперты"])
def test_what_fits_nobody_is_said(text: str) -> None:
    people, unmatched = people_of(text, STAFF)

    assert ((), (text.strip("."),)) == (people, unmatched)


def test_who_is_found_is_found_though_another_is_not() -> None:
    assert ((DIRECTOR,), ("Совет школы",)) == people_of("Совет школы; Директор", STAFF)


def test_of_two_namesakes_the_post_decides_and_without_it_nobody_is_taken() -> None:
    twins = frame_of(
        TABLES["staff"],
        [
            {"name": "Сидорова Анна Павловна", "position": "Заместитель директора"},
            {"name": "Сидорова Алла Петровна", "position": "Учитель истории"},
        ],
    )

    assert (("Сидорова Анна Павловна",), ()) == people_of("Зам. директора по УВР Сидорова А.П.", twins)
    assert ((), ("Сидорова А.П",)) == people_of("Сидорова А.П.", twins)
    assert ((), ("Сидоров А.П",)) == people_of("Сидоров А.П.", twins)


def test_the_director_is_not_her_deputy() -> None:
    assert DEPUTY not in people_of("Директор", STAFF)[0]
    assert DIRECTOR not in people_of("Заместитель директора", STAFF)[0]


def test_an_empty_list_of_people_says_nothing() -> None:
    assert ((), ()) == people_of("Директор", STAFF.iloc[:0])


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Бычкову Г.Ф.", True),
        ("Бычков Геннадий", True),
        ("Бычков И.Ф.", False),
        ("Бычкова", False),
        ("Быков Г. Ф.", False),
    ],
)
def test_a_name_is_recognised_in_any_case_and_never_taken_for_another(written: str, same: bool) -> None:
    assert same is same_person(written, PHYSICS)
