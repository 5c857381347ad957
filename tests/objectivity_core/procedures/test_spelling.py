"""What people choose in words of their own is read as what they mean; what cannot be read is told, and stops what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from objectivity_core.commission.assigning import candidates
from objectivity_core.procedures.school_lists import Lists
from objectivity_core.procedures.spelling import keyed_as_typed, understood
from objectivity_core.settings import Settings

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeFrame

CLASSES = [f"{grade}{letter}" for grade in range(1, 10) for letter in ("АБВ" if grade == 5 else "А")]
SUBJECTS = (
    *("Русский язык", "Литературное чтение", "Литература", "Родной язык", "Родная литература", "Иностранный язык"),
    *("Математика", "Алгебра", "Геометрия", "Вероятность и статистика", "Физика", "История", "Обществознание"),
    *("Труд (технология)", "Основы безопасности и защиты Родины"),
)
FIFTH = "5А 5Б 5В"
FROM_FIFTH = f"{FIFTH} 6А 7А 8А 9А"


@pytest.fixture(scope="module")
def lists() -> Lists:
    return Lists(
        pd.DataFrame([{"class": name, "grade": int(name[:-1])} for name in CLASSES]),
        pd.DataFrame([{"subject": name, "short": ""} for name in SUBJECTS]),
        pd.DataFrame([{"kind": "ВПР", "short": "ВПР"}]),
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((typed, FROM_FIFTH) for typed in ("5-9", "5—9 кл.", "8 – 9; 5 - 7", "с 5 по 9 класс", "5-е – 9-е", "V-IX")),
        *((typed, FROM_FIFTH) for typed in ("9-5", "в 5-9 классах", "5..9", "основная школа", "05.09.2026")),
        *((typed, " ".join(CLASSES)) for typed in ("все", "Все классы", "1-9")),
        *((typed, "4А") for typed in ("4A", "4 а", "4-А", "4 «А» класс", "4а кл", "4 (А)", "4.А")),
        *((typed, FIFTH) for typed in ("5", "5-е классы", "5абв", "5А-5В", "5А, Б, В", "5А 5Б 5В", "все 5-е")),
        ("5А-8А", "5А 6А 7А 8А"),
        ("5-9 (кроме 7)", f"{FIFTH} 6А 8А 9А"),
        ("все, кроме 5 и 6А", "1А 2А 3А 4А 7А 8А 9А"),
        ("начальные классы; 9", "1А 2А 3А 4А 9А"),
        ("—", ""),
        ("нет", ""),
    ],
)
def test_classes_are_read_as_people_write_them(typed: str, meant: str, lists: Lists) -> None:
    assert (sorted(meant.split()), []) == (sorted(lists.classes(typed)[0]), lists.classes(typed)[1])


@pytest.mark.parametrize("typed", ["кадетский", "12-13", "5А-8Б", "7Г", "5-9, кроме профильных", "старшие"])
def test_of_what_names_no_class_nothing_is_guessed(typed: str, lists: Lists) -> None:
    assert lists.classes(typed)[1]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("русский", ["Русский язык"]),
        ("литература", ["Литература"]),
        ("рус. яз., лит-ра", ["Русский язык", "Литература"]),
        ("ОБЗР", ["Основы безопасности и защиты Родины"]),
        ("обж; технология", ["Основы безопасности и защиты Родины", "Труд (технология)"]),
        ("алгебра и геометрия", ["Алгебра", "Геометрия"]),
        ("математика (алгебра, геометрия)", ["Математика", "Алгебра", "Геометрия"]),
        ("Алгебра, вероятность и статистика", ["Алгебра", "Вероятность и статистика"]),
        ("физика/история", ["Физика", "История"]),
        ("английский", ["Иностранный язык"]),
    ],
)
def test_lists_of_subjects_are_read_as_people_write_them(typed: str, meant: list[str], lists: Lists) -> None:
    assert (meant, []) == lists.listed_subjects(typed)


def test_a_subject_that_may_be_two_is_not_guessed(lists: Lists) -> None:
    assert ([], ["родной"]) == lists.listed_subjects("родной")


def _school(make_frame: MakeFrame, **person: str) -> dict[str, pd.DataFrame]:
    staff = {"staff_id": "S001", "name": "Ветлугин Пётр Ильич", "subjects": "Математика", "can_mark": "Математика"}

    return {
        "classes": make_frame("classes", [{"class": name, "grade": int(name[:-1])} for name in CLASSES]),
        "subjects": make_frame("subjects", [{"subject": name, "short": name[:2]} for name in SUBJECTS]),
        "staff": make_frame("staff", [staff | person]),
    }


@pytest.mark.parametrize("column", ["classes", "excluded_classes"])
def test_a_stretch_of_classes_makes_nobody_independent(column: str, make_frame: MakeFrame) -> None:
    tables, findings = understood(_school(make_frame, **{column: "5-9"}))

    (finding,) = findings
    assert ("read-as", "S001", "5-9") == (finding.code, finding.key, finding.value)
    assert {"classes": [3], "excluded_classes": []}[column] == [
        one.distance for one in candidates(tables["staff"], "Математика", "9А")
    ]


@pytest.mark.parametrize("column", ["classes", "excluded_classes", "class_teacher", "subjects"])
def test_who_cannot_be_judged_is_given_no_works_and_named(column: str, make_frame: MakeFrame) -> None:
    tables, findings = understood(_school(make_frame, **{column: "кружок"}))

    assert [] == candidates(tables["staff"], "Математика", "9А")
    assert [("person-not-read", "error", "кружок")] == [(one.code, one.severity, one.value) for one in findings]
    assert "Ветлугин Пётр Ильич" in findings[0].message


def test_another_subject_that_cannot_be_read_is_no_competence_and_stops_nobody(make_frame: MakeFrame) -> None:
    tables, findings = understood(_school(make_frame, can_mark="матем.; вязание"))

    assert ["S001"] == [one.staff_id for one in candidates(tables["staff"], "Математика", "9А")]
    assert ["unknown-value"] == [one.code for one in findings]


def test_keys_follow_what_is_meant_and_the_typed_words_stay(make_frame: MakeFrame) -> None:
    procedures = make_frame("procedures", [{"kind": "впр", "subject": "русский", "class": "4-а"}])
    kinds = make_frame("kinds", [{"kind": "ВПР", "short": "ВПР"}])

    keyed, _, _ = keyed_as_typed(_school(make_frame) | {"procedures": procedures, "kinds": kinds}, Settings())

    (row,) = keyed["procedures"].to_dict("records")
    assert ("ВПР-Ру-4А", "впр", "русский", "4-а") == (row["procedure_id"], row["kind"], row["subject"], row["class"])


def test_a_choice_typed_alike_in_many_rows_is_told_once(make_frame: MakeFrame) -> None:
    marks = [{"name": f"У{number}", "class": "4А", "subject": "русский", "period": "год"} for number in range(9)]

    tables, findings = understood(_school(make_frame) | {"own_marks": make_frame("own_marks", marks)})

    assert {"Русский язык"} == set(tables["own_marks"]["subject"])
    assert ["«русский» в столбце «Предмет» прочитано как «Русский язык», строк: 9."] == [
        one.message for one in findings
    ]
