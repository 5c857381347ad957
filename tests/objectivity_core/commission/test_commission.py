"""Commissions: competence first, no conflict of interest ever, then independence, then equal loads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from objectivity_core.commission.assigning import assign, candidates
from objectivity_core.procedures.tasks_and_scales import grade_of
from objectivity_core.tables import states
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeFrame, MakeState, Records

SUBJECTS = ("Русский язык", "Математика")
CLASSES = ("4А", "5А")


def works(procedure_id: str, count: int, **more: Any) -> Records:
    return [{"procedure_id": procedure_id, "code": f"{1000000 + at}"} | more for at in range(count)]


def assigned(outcome: Outcome) -> Records:
    return records_of(outcome.tables["commission"])


def codes(outcome: Outcome) -> list[str]:
    """The findings but that another procedure of the small school has no codes."""
    return [finding.code for finding in outcome.findings if finding.code != "no-codes-yet"]


def people() -> st.SearchStrategy[Records]:
    def some(values: tuple[str, ...]) -> st.SearchStrategy[str]:
        return st.lists(st.sampled_from(values), unique=True).map("; ".join)

    one = st.fixed_dictionaries(
        {
            "can_mark": some(SUBJECTS),
            "subjects": some(SUBJECTS),
            "classes": some(CLASSES),
            "excluded_classes": some(CLASSES),
            "class_teacher": st.sampled_from(["", *CLASSES]),
        }
    )

    return st.lists(one, min_size=1, max_size=7).map(
        lambda found: [row | {"staff_id": f"S{at:03d}", "name": f"Эксперт {at}"} for at, row in enumerate(found)]
    )


def distance(person: dict[str, Any], subject: str, class_: str) -> int:
    """The order in which independence is relaxed, told again."""
    if class_ in split_list(person["classes"]) and subject in split_list(person["subjects"]):
        return 3
    if person["class_teacher"] == class_:
        return 2

    return int(class_ in split_list(person["classes"]))


@hypothesis_settings(max_examples=30)
@given(staff=people(), count=st.integers(1, 12), olympiad=st.integers(0, 12))
def test_nobody_checks_without_competence_or_with_a_conflict_and_loads_are_even(
    make_state: MakeState, vpr: str, vosh: str, staff: Records, count: int, olympiad: int
) -> None:
    outcome = assign(make_state(staff=staff, works=works(vpr, count) + works(vosh, olympiad)))
    by_id = {person["staff_id"]: person for person in staff}
    about = {vpr: ("Русский язык", "4А", 1), vosh: ("Математика", "5А", 2)}
    rows = assigned(outcome)

    for row in rows:
        subject, class_, _ = about[row["procedure_id"]]
        person = by_id[row["staff_id"]]
        assert subject in split_list(person["can_mark"])
        assert class_ not in split_list(person["excluded_classes"])
        assert (
            row["independence"]
            == ["полная", "частичная", "частичная", "не обеспечена"][distance(person, subject, class_)]
        )
        assert row["expert"] == person["name"]
    assert len(rows) == len({(row["procedure_id"], row["code"], row["staff_id"]) for row in rows})
    able = {
        key: [
            one
            for one in staff
            if subject in split_list(one["can_mark"]) and class_ not in split_list(one["excluded_classes"])
        ]
        for key, (subject, class_, _) in about.items()
    }
    for key, size in ((vpr, count), (vosh, olympiad)):
        assert size * min(about[key][2], len(able[key])) == sum(row["procedure_id"] == key for row in rows)
    tiers = Counter(distance(one, "Русский язык", "4А") for one in able[vpr])
    if tiers:
        best = [one["staff_id"] for one in able[vpr] if distance(one, "Русский язык", "4А") == min(tiers)]
        load = Counter(row["staff_id"] for row in rows if row["procedure_id"] == vpr)

        assert set(load) <= set(best)
        assert len(load) == max(1, min(len(best), count // 5))
        assert max(load.values()) - min(load.values()) <= 1


@hypothesis_settings(max_examples=15)
@given(staff=people())
def test_running_again_changes_nothing(make_state: MakeState, vpr: str, vosh: str, staff: Records) -> None:
    given_works = works(vpr, 5) + works(vosh, 4)
    first = assign(make_state(staff=staff, works=given_works))
    again = assign(make_state(staff=staff, works=given_works, commission=assigned(first)))

    assert assigned(first) == assigned(again)
    assert first.product == again.product


@pytest.mark.parametrize(
    ("count", "shares"), [(1, [1]), (4, [4]), (7, [7]), (10, [5, 5]), (17, [5, 6, 6]), (40, [13, 13, 14])]
)
def test_equal_experts_have_equal_parts_and_nobody_so_few_works_that_their_authors_are_known(
    make_state: MakeState, vpr: str, count: int, shares: list[int]
) -> None:
    staff = [{"staff_id": f"S{at}", "name": "Э", "can_mark": "Русский язык"} for at in range(3)]
    outcome = assign(make_state(staff=staff, works=works(vpr, count)))

    assert shares == sorted(Counter(row["staff_id"] for row in assigned(outcome)).values())
    assert shares == sorted(len(sheet.codes) for sheet in outcome.product)


def test_of_a_work_for_two_experts_four_are_needed_by_two_alone(make_state: MakeState, vosh: str) -> None:
    staff = [{"staff_id": f"S{at}", "name": "Э", "can_mark": "Математика"} for at in range(5)]
    rows = assigned(assign(make_state(staff=staff, works=works(vosh, 4))))

    assert [4, 4] == list(Counter(row["staff_id"] for row in rows).values())


def test_a_late_work_goes_to_an_expert_who_has_works_of_the_procedure(make_state: MakeState, vpr: str) -> None:
    staff = [{"staff_id": f"S{at}", "name": "Э", "can_mark": "Русский язык"} for at in range(3)]
    first = assigned(assign(make_state(staff=staff, works=works(vpr, 4))))
    rows = assigned(assign(make_state(staff=staff, works=works(vpr, 6), commission=first)))

    assert 1 == len({row["staff_id"] for row in rows})


PRIMARY = {"position": "Учитель начальных классов", "subjects": "Математика; Окружающий мир", "classes": "1; 3Б"}


@pytest.mark.parametrize("change", [{}, {"position": ""}, {"subjects": "", "classes": "", "class_teacher": "3"}])
def test_primary_teachers_do_not_mark_works_of_later_classes(
    make_state: MakeState, vosh: str, change: dict[str, str]
) -> None:
    primary = [
        {"staff_id": f"S{at}", "name": "Начальная", "can_mark": "Математика"} | PRIMARY | change for at in (1, 2)
    ]
    own = {"staff_id": "S3", "name": "Сам", "can_mark": "Математика", "subjects": "Математика", "classes": "5А"}
    outcome = assign(make_state(staff=[*primary, own], works=works(vosh, 4)))
    alone = assign(make_state(staff=primary, works=works(vosh, 4)))

    assert {("S3", "не обеспечена")} == {(row["staff_id"], row["independence"]) for row in assigned(outcome)}
    assert ["too-few-experts", "not-independent"] == codes(outcome)
    assert ("no-expert", []) == (codes(alone)[0], assigned(alone))


def test_a_primary_teacher_who_teaches_later_classes_too_marks_them(make_state: MakeState, vosh: str) -> None:
    staff = [
        {"staff_id": f"S{at}", "name": "Э", "can_mark": "Математика"} | PRIMARY | {"classes": "3; 6Б"} for at in (1, 2)
    ]

    assert 8 == len(assigned(assign(make_state(staff=staff, works=works(vosh, 4)))))


def test_primary_teachers_assigned_by_hand_stay_and_are_named(make_state: MakeState, vosh: str) -> None:
    staff = [{"staff_id": "S1", "name": "Начальная", "can_mark": "Математика"} | PRIMARY]
    commission = [{"procedure_id": vosh, "code": "1000000", "staff_id": "S1", "role": "первая"}]
    outcome = assign(make_state(staff=staff, works=works(vosh, 1), commission=commission))

    assert [("S1", "полная")] == [(row["staff_id"], row["independence"]) for row in assigned(outcome)]
    assert "Начальная" in next(one for one in outcome.findings if one.code == "primary-teachers").message


def test_two_experts_of_one_work_are_two_people(make_state: MakeState, vosh: str) -> None:
    rows = assigned(assign(make_state(works=works(vosh, 5))))

    for code in {row["code"] for row in rows}:
        mine = [row for row in rows if row["code"] == code]
        assert ["первая", "вторая"] == [row["role"] for row in mine]
        assert 2 == len({row["staff_id"] for row in mine})


def test_a_third_expert_has_not_marked_the_work(make_state: MakeState, vosh: str) -> None:
    given_works = works(vosh, 3)
    first = assigned(assign(make_state(works=given_works)))
    diverged = [{"procedure_id": vosh, "code": "1000001", "state": states.DIVERGED}]

    outcome = assign(make_state(works=given_works, commission=first, results=diverged))
    (third,) = [row for row in assigned(outcome) if row["role"] == "третья"]

    assert "1000001" == third["code"]
    assert third["staff_id"] not in {row["staff_id"] for row in first if row["code"] == "1000001"}
    assert [("1000001",)] == [sheet.codes for sheet in outcome.product if sheet.third]
    assert first == [row for row in assigned(outcome) if row["role"] != "третья"]
    again = assign(make_state(works=given_works, commission=assigned(outcome), results=diverged))
    assert assigned(outcome) == assigned(again)


def test_when_nobody_is_left_for_a_third_check_it_is_said(make_state: MakeState, vosh: str) -> None:
    staff = [{"staff_id": f"S{at}", "name": "Э", "can_mark": "Математика"} for at in range(2)]
    first = assigned(assign(make_state(staff=staff, works=works(vosh, 1))))
    diverged = [{"procedure_id": vosh, "code": "1000000", "state": states.DIVERGED}]

    outcome = assign(make_state(staff=staff, works=works(vosh, 1), commission=first, results=diverged))

    assert ["too-few-experts"] == codes(outcome)
    assert first == assigned(outcome)


def test_nobody_competent_is_an_error_and_nobody_is_assigned(make_state: MakeState, vpr: str) -> None:
    outcome = assign(make_state(staff=[{"staff_id": "S1", "name": "Э", "can_mark": "Физика"}], works=works(vpr, 2)))

    assert "no-expert" in codes(outcome)
    assert [] == assigned(outcome)


def test_one_expert_where_two_are_due_is_said(make_state: MakeState, vosh: str) -> None:
    outcome = assign(
        make_state(staff=[{"staff_id": "S1", "name": "Э", "can_mark": "Математика"}], works=works(vosh, 3))
    )

    assert ["too-few-experts"] == codes(outcome)
    assert "проверок: 3" in outcome.findings[-1].message


def test_independence_that_is_not_ensured_is_named_with_the_person(make_state: MakeState, vpr: str) -> None:
    staff = [
        {"staff_id": "S1", "name": "Липатова", "can_mark": "русский язык", "subjects": "Русский Язык", "classes": "4а"}
    ]
    outcome = assign(make_state(staff=staff, works=works(vpr, 1)))

    assert ["not-independent"] == codes(outcome)
    assert ("warning", True) == (outcome.findings[-1].severity, "Липатова" in outcome.findings[-1].message)
    assert ["не обеспечена"] == [row["independence"] for row in assigned(outcome)]


@pytest.mark.parametrize("typed", ["4А", "4а", "4A", "4 «а»", "7Б, 4a"])
def test_a_conflict_of_interest_holds_however_the_class_was_typed(make_frame: MakeFrame, typed: str) -> None:
    staff = make_frame(
        "staff", [{"staff_id": "S1", "name": "Э", "can_mark": "Русский язык", "excluded_classes": typed}]
    )

    assert [] == candidates(staff, "Русский язык", "4А")


def test_the_more_independent_come_first(make_frame: MakeFrame) -> None:
    common = {"can_mark": "Русский язык"}
    staff = make_frame(
        "staff",
        [
            {"staff_id": "S1", "name": "учит этому", "subjects": "Русский язык", "classes": "4А", "class_teacher": "4А"}
            | common,
            {"staff_id": "S2", "name": "руководит", "class_teacher": "4а"} | common,
            {"staff_id": "S3", "name": "учит другому", "subjects": "Математика", "classes": "4А"} | common,
            {"staff_id": "S4", "name": "не знает класса", "subjects": "Русский язык", "classes": "5А"} | common,
            {"staff_id": "S4", "name": "та же строка ещё раз"} | common,
            {"staff_id": "", "name": "без кода"} | common,
        ],
    )

    assert [("S4", 0), ("S3", 1), ("S2", 2), ("S1", 3)] == [
        (one.staff_id, one.distance) for one in candidates(staff, "Русский язык", "4А")
    ]


def test_a_work_that_was_not_handed_in_is_not_checked(make_state: MakeState, vpr: str) -> None:
    first = assigned(assign(make_state(works=works(vpr, 2))))
    outcome = assign(make_state(works=works(vpr, 2, handed_in="не сдана"), commission=first))

    assert [] == assigned(outcome)
    assert [] == outcome.product


def test_rows_of_works_without_code_and_copied_rows_are_not_given_to_experts(make_state: MakeState, vosh: str) -> None:
    outcome = assign(
        make_state(works=[*works(vosh, 1), *works(vosh, 1), {"procedure_id": vosh, "note": "черновик"}, {"note": "x"}])
    )

    assert [("1000000", "первая"), ("1000000", "вторая")] == [(row["code"], row["role"]) for row in assigned(outcome)]
    assert {("1000000",)} == {sheet.codes for sheet in outcome.product}


def test_broken_rows_of_the_commission_raise_nothing(make_state: MakeState, vpr: str) -> None:
    common = {"procedure_id": vpr, "code": "1000000"}
    commission = [common | {"staff_id": "S002", "role": ""}, common | {"staff_id": "S002"}, common | {"staff_id": ""}]

    outcome = assign(make_state(works=works(vpr, 1), commission=commission))

    assert [("S002", ""), ("S001", "первая")] == [(row["staff_id"], row["role"]) for row in assigned(outcome)]


def test_assignments_of_an_opened_procedure_stay_as_a_record(make_state: MakeState, vpr: str) -> None:
    first = assigned(assign(make_state(works=works(vpr, 2))))
    opened = [{"procedure_id": vpr, "pupil_id": "P00001", "state": "проверена"}]

    outcome = assign(make_state(works=[], commission=first, results=opened))

    assert first == assigned(outcome)
    assert [] == outcome.product


def test_an_assignment_of_a_procedure_that_left_the_book_is_not_called_independent(make_state: MakeState) -> None:
    commission = [{"procedure_id": "старая", "code": "1000000", "staff_id": "S009", "role": "первая"}]

    (row,) = assigned(assign(make_state(works=works("старая", 1), commission=commission)))

    assert ("не обеспечена", "") == (row["independence"], row["expert"])


def test_sheets_hold_codes_and_tasks_and_no_pupil(make_state: MakeState, vpr: str) -> None:
    (sheet,) = assign(make_state(works=works(vpr, 3))).product

    assert (vpr, "S002", "Вторая", False) == (sheet.procedure_id, sheet.staff_id, sheet.expert, sheet.third)
    assert ("1000000", "1000001", "1000002") == sheet.codes
    assert (("1", 2), ("2К1", 3)) == sheet.tasks
    assert "ВПР, Русский язык, 4А, 15.04.2025" == sheet.title


def test_the_title_of_a_procedure_without_date_has_none(make_state: MakeState, vpr: str) -> None:
    procedures = [{"procedure_id": vpr, "kind": "ВПР", "subject": "Русский язык", "class": "4А"}]
    (sheet,) = assign(make_state(works=works(vpr, 1), procedures=procedures)).product

    assert "ВПР, Русский язык, 4А" == sheet.title


@pytest.mark.parametrize("change", [{"tasks": []}, {"classes": []}])
def test_without_tasks_nobody_gets_a_sheet_and_it_is_said(make_state: MakeState, vpr: str, change: Any) -> None:
    outcome = assign(make_state(works=works(vpr, 1), **change))

    assert "no-tasks" in codes(outcome)
    assert [] == outcome.product
    assert 1 == len(assigned(outcome))


def test_an_empty_number_of_experts_means_one(make_state: MakeState, vpr: str) -> None:
    kinds = [{"kind": "ВПР", "coded": "да"}]

    assert ["первая"] == [row["role"] for row in assigned(assign(make_state(works=works(vpr, 1), kinds=kinds)))]


def test_a_grade_is_found_however_the_class_is_typed_and_unknown_is_no_number(make_frame: MakeFrame) -> None:
    classes = make_frame("classes", [{"class": "4А", "grade": 4}])

    assert 4.0 == grade_of(classes, "4а")
    assert grade_of(classes, "9Я") != grade_of(classes, "9Я")


def test_without_works_there_is_nobody_to_assign_and_it_is_said(make_state: MakeState) -> None:
    outcome = assign(make_state())

    assert "Назначать нечего: сначала выдайте коды." == outcome.message
    assert ([], []) == (assigned(outcome), outcome.product)
    assert ["no-codes-yet", "no-codes-yet"] == [one.code for one in outcome.findings]


def test_a_procedure_without_codes_is_told_though_another_has_its_commission(
    make_state: MakeState, vpr: str, vosh: str
) -> None:
    first = assigned(assign(make_state(works=works(vpr, 2))))
    outcome = assign(make_state(works=works(vpr, 2), commission=first, answers={"procedure": vosh}))

    assert "Назначать нечего: сначала выдайте коды." == outcome.message
    assert [("no-codes", vosh)] == [(one.code, one.key) for one in outcome.findings]
    assert first == assigned(outcome)


def test_the_message_counts_new_assignments_alone(make_state: MakeState, vpr: str) -> None:
    first = assign(make_state(works=works(vpr, 4)))
    again = assign(make_state(works=works(vpr, 4), commission=assigned(first)))

    assert first.message.startswith("Назначено проверок: 4. ")
    assert again.message.startswith("Назначено проверок: 0. ")


def test_procedures_show_that_they_are_being_checked(make_state: MakeState, vpr: str) -> None:
    outcome = assign(make_state(works=works(vpr, 1)))

    assert ["проверяется", "назначена", "назначена"] == outcome.tables["procedures"]["state"].to_list()
