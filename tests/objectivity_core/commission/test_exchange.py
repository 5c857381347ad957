"""A neighbouring school's expert marks by code: who takes which check, what goes along, when nothing goes, and that no name does."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.commission.assigning import GUEST, assign
from objectivity_core.commission.collecting import collect, settle
from objectivity_core.commission.exchange import Package, partner_of, prepare
from objectivity_core.commission.scoring_sheet import Returned, recognise
from objectivity_core.settings import Settings
from objectivity_core.tables import states
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from objectivity_core.commission.scoring_sheet import ScoringSheet
    from objectivity_core.findings import Finding
    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeState

PARTNER = "Школа № 2, Перова Ольга Львовна"
CODES = ("1000002", "1000017", "1000024")


def give(
    make_state: MakeState,
    procedure: str,
    *,
    partner: str = PARTNER,
    seed: int = 1,
    codes: tuple[str, ...] = CODES,
    **tables: Any,
) -> Outcome:
    works = tables.pop("works", [{"procedure_id": procedure, "code": code} for code in codes])
    state = make_state(
        answers={"procedure": procedure, "partner": partner},
        seed=seed,
        **({"works": works} | tables),
    )

    return prepare(state, "Обмен")


def checks(outcome: Outcome) -> list[tuple[str, str, str, str]]:
    rows = outcome.tables["commission"]

    return [(row["code"], row["staff_id"], row["role"], row["independence"]) for row in records_of(rows)]


def found(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


def about(outcome: Outcome, code: str) -> Finding:
    (finding,) = [one for one in outcome.findings if one.code == code]

    return finding


def package(outcome: Outcome) -> Package:
    return outcome.product  # type: ignore[no-any-return]


# Who takes which check


def test_every_work_goes_to_the_expert_who_knows_nobody_in_the_class(make_state: MakeState, vpr: str) -> None:
    outcome = give(make_state, vpr)

    assert [(code, "S005", states.FIRST, states.FULL) for code in CODES] == checks(outcome)
    assert CODES == package(outcome).sheet.codes
    assert [] == outcome.findings


def test_the_expert_becomes_a_row_of_the_staff_with_a_key_of_her_own(make_state: MakeState, vpr: str) -> None:
    outcome = give(make_state, vpr, settings=Settings(last_staff=7))
    added = outcome.tables["staff"].iloc[-1]

    assert ("S008", "Перова Ольга Львовна", f"{GUEST} (Школа № 2)", "Русский язык", "") == tuple(
        added[["staff_id", "name", "position", "can_mark", "classes"]]
    )
    assert outcome.settings is not None
    assert 8 == outcome.settings.last_staff


def test_an_expert_who_is_there_is_not_written_twice_however_the_school_is_typed(
    make_state: MakeState, vpr: str
) -> None:
    staff = [
        {
            "staff_id": "S009",
            "name": "Перова  ольга Львовна",
            "position": f"{GUEST} (Школа №2)",
            "can_mark": "Русский язык",
        }
    ]
    outcome = give(make_state, vpr, staff=staff)

    assert "staff" not in outcome.tables
    assert {"S009"} == {staff_id for _, staff_id, _, _ in checks(outcome)}


def test_a_check_without_scores_is_taken_over_and_one_with_scores_stays(make_state: MakeState, vpr: str) -> None:
    commission = [{"procedure_id": vpr, "code": code, "staff_id": "S002", "role": states.FIRST} for code in CODES]
    scores = [{"procedure_id": vpr, "code": CODES[1], "staff_id": "S002", "task": "1", "score": "2"}]
    outcome = give(make_state, vpr, commission=commission, scores=scores)

    assert [(CODES[0], "S005"), (CODES[1], "S002"), (CODES[2], "S005")] == [row[:2] for row in checks(outcome)]
    assert (CODES[0], CODES[2]) == package(outcome).sheet.codes
    assert ["checks-taken-over"] == found(outcome)
    assert "Вторая" in about(outcome, "checks-taken-over").message


def test_where_two_check_the_first_goes_out_and_the_second_stays_with_the_school(
    make_state: MakeState, vosh: str
) -> None:
    commission = [
        {"procedure_id": vosh, "code": CODES[0], "staff_id": staff_id, "role": role}
        for staff_id, role in (("S002", states.FIRST), ("S003", states.SECOND))
    ]
    outcome = give(make_state, vosh, codes=CODES[:1], commission=commission)

    assert [(CODES[0], "S005", states.FIRST), (CODES[0], "S003", states.SECOND)] == [row[:3] for row in checks(outcome)]
    assert "second-check-missing" not in found(outcome)


def test_where_the_first_check_has_scores_the_second_goes_out(make_state: MakeState, vosh: str) -> None:
    commission = [
        {"procedure_id": vosh, "code": CODES[0], "staff_id": staff_id, "role": role}
        for staff_id, role in (("S002", states.FIRST), ("S003", states.SECOND))
    ]
    scores = [{"procedure_id": vosh, "code": CODES[0], "staff_id": "S002", "task": "1", "score": "0"}]
    outcome = give(make_state, vosh, codes=CODES[:1], commission=commission, scores=scores)

    assert [(CODES[0], "S002", states.FIRST), (CODES[0], "S005", states.SECOND)] == [row[:3] for row in checks(outcome)]


def test_a_second_check_that_nobody_has_yet_is_named(make_state: MakeState, vosh: str) -> None:
    assert ["second-check-missing"] == found(give(make_state, vosh))


def test_the_work_of_a_pupil_who_was_ill_stays_here(make_state: MakeState, vpr: str) -> None:
    works = [{"procedure_id": vpr, "code": code} for code in CODES[:2]]
    works[1]["handed_in"] = states.NOT_HANDED_IN

    assert CODES[:1] == package(give(make_state, vpr, works=works)).sheet.codes


def test_what_the_expert_has_marked_does_not_go_out_again(make_state: MakeState, vpr: str) -> None:
    first = give(make_state, vpr)
    staff, commission = (first.tables[name] for name in ("staff", "commission"))
    scores = [{"procedure_id": vpr, "code": CODES[0], "staff_id": "S005", "task": "1", "score": "2"}]
    again = give(make_state, vpr, staff=staff, commission=commission, scores=scores)

    assert CODES[1:] == package(again).sheet.codes
    assert checks(first) == checks(again)


def test_assignments_of_other_procedures_are_untouched(make_state: MakeState, vpr: str, vosh: str) -> None:
    other = {"procedure_id": vosh, "code": CODES[0], "staff_id": "S003", "role": states.FIRST}
    outcome = give(make_state, vpr, commission=[other])

    assert [vosh] + [vpr] * 3 == list(outcome.tables["commission"]["procedure_id"])


def test_rows_with_people_s_entries_are_named_because_they_stay_on_the_sheet(make_state: MakeState, vpr: str) -> None:
    row = {"procedure_id": vpr, "code": CODES[0], "staff_id": "S001", "role": states.FIRST, "reason": "больше некому"}
    outcome = give(make_state, vpr, commission=[row])

    assert ["checks-taken-over", "assignment-kept"] == found(outcome)
    assert CODES[0] in about(outcome, "assignment-kept").message


def test_the_procedure_is_being_marked_from_then_on(make_state: MakeState, vpr: str) -> None:
    outcome = give(make_state, vpr)

    assert states.MARKING == outcome.tables["procedures"].set_index("procedure_id")["state"][vpr]


# What goes along


def test_the_order_of_the_scans_is_chance_and_none_is_lost(make_state: MakeState, vpr: str) -> None:
    codes = tuple(f"10000{number:02d}" for number in range(20))
    lists = {package(give(make_state, vpr, codes=codes, seed=seed)).scans for seed in range(5)}

    assert 5 == len(lists)
    assert {codes} == {tuple(sorted(one)) for one in lists}
    assert codes not in lists


def test_the_page_for_the_expert_says_works_tasks_and_the_third_working_day(make_state: MakeState, vpr: str) -> None:
    text = package(give(make_state, vpr, settings=Settings(school="Школа № 1"))).instruction

    for part in (
        "ВПР, Русский язык, 4А, 15.04.2025. 3 работы.",
        "задание 2К1 — до 3",
        "всего — 5",
        "Прислала: Школа № 1.",
        "Перова Ольга Львовна, Школа № 2",
    ):
        assert part in text
    assert "Вернуть до 23.04.2025 включительно." in text  # Sunday, 20 April, and three working days


def test_no_name_of_a_pupil_is_in_what_goes_out(make_state: MakeState, vpr: str) -> None:
    pupils = [{"pupil_id": "P00001", "name": "Озерцов Лев Ильич", "class": "4А"}]
    out = package(give(make_state, vpr, pupils=pupils))
    written = " ".join(
        [out.folder, out.instruction, *out.scans, *out.sheet.headings(), *(value for _, value in out.sheet.service())]
    )

    assert "Озерцов Лев Ильич" == out.pupils["name"].iloc[0]
    assert not [word for word in ("Озерцов", "Ильич", "P00001") if word in written]


# When nothing goes


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"works": []}, "exchange-without-codes"),
        ({"tasks": []}, "no-tasks"),
        (
            {"results": [{"procedure_id": "ВПР-РУ-4А-2025-04-15", "pupil_id": "P00001", "name": "Ученик"}]},
            "exchange-of-opened",
        ),
        ({"partner": "Школа № 2"}, "bad-partner"),
        (
            {
                "partner": "Школа № 2, Третья Анна Ильинична",
                "staff": [{"staff_id": "S003", "name": "Третья Анна Ильинична"}],
            },
            "own-expert",
        ),
        (
            {
                "staff": [
                    {
                        "staff_id": "S009",
                        "name": "Перова Ольга Львовна",
                        "position": f"{GUEST} (Школа № 2)",
                        "can_mark": "Физика",
                    },
                ]
            },
            "partner-does-not-fit",
        ),
        (
            {"works": [{"procedure_id": "ВПР-РУ-4А-2025-04-15", "code": CODES[0], "handed_in": states.NOT_HANDED_IN}]},
            "nothing-to-exchange",
        ),
    ],
)
def test_nothing_is_written_and_the_reason_is_said(
    tables: dict[str, Any], code: str, make_state: MakeState, vpr: str
) -> None:
    outcome = give(make_state, vpr, **tables)

    assert [code] == found(outcome)
    assert ({}, None, None) == (outcome.tables, outcome.product, outcome.settings)
    assert all(finding.remedy for finding in outcome.findings if finding.severity == "error")


def test_a_procedure_that_the_school_does_not_code_is_refused(make_state: MakeState, oge: str) -> None:
    outcome = give(make_state, oge)

    assert ["kind-does-not-fit"] == found(outcome)
    assert outcome.product is None


def test_a_namesake_at_the_other_school_can_be_written_by_hand(make_state: MakeState, vpr: str) -> None:
    staff = [
        {"staff_id": "S001", "name": "Перова Ольга Львовна", "position": "Учитель"},
        {
            "staff_id": "S002",
            "name": "Перова Ольга Львовна",
            "position": f"{GUEST} (Школа № 2)",
            "can_mark": "Русский язык",
        },
    ]

    assert {"S002"} == {staff_id for _, staff_id, _, _ in checks(give(make_state, vpr, staff=staff))}


@pytest.mark.parametrize(
    ("text", "school", "expert"),
    [
        (PARTNER, "Школа № 2", "Перова Ольга Львовна"),
        ("МБОУ СОШ № 2, г. Орёл,  Перова  Ольга Львовна ", "МБОУ СОШ № 2, г. Орёл", "Перова Ольга Львовна"),
        ("Перова Ольга Львовна, Школа № 2", "Школа № 2", "Перова Ольга Львовна"),
        ("Школа № 2; Перова-Ким Ольга", "Школа № 2", "Перова-Ким Ольга"),
    ],
)
def test_school_and_expert_are_read_in_either_order(text: str, school: str, expert: str) -> None:
    found = partner_of(text)

    assert found is not None
    assert (school, expert) == (found.school, found.expert)


@pytest.mark.parametrize(
    "text", ["", ",", "Школа № 2", "Школа № 2,", "Перова Ольга Львовна", "Школа № 2, Перова О. Л.", "Школа № 2, кто-то"]
)
def test_half_a_partner_is_none(text: str) -> None:
    assert partner_of(text) is None


def test_what_comes_back_settles_the_works(make_state: MakeState, vpr: str) -> None:
    outcome = give(make_state, vpr)
    scores = [
        {"procedure_id": vpr, "code": code, "staff_id": "S005", "task": task, "score": "1"}
        for code in CODES
        for task in ("1", "2К1")
    ]
    works = [{"procedure_id": vpr, "code": code} for code in CODES]
    state = make_state(works=works, commission=outcome.tables["commission"], staff=outcome.tables["staff"])
    results, _ = settle(state, make_state(scores=scores)["scores"])

    assert [(code, states.SETTLED, 2.0) for code in CODES] == [
        (row["code"], row["state"], row["primary"]) for row in records_of(results)
    ]


# Afterwards


def test_the_guest_is_assigned_to_nothing_that_was_not_given(make_state: MakeState, vpr: str, vosh: str) -> None:
    given = give(make_state, vpr)
    staff = given.tables["staff"].assign(can_mark="Русский язык; Математика")
    works = [{"procedure_id": key, "code": code} for key in (vpr, vosh) for code in CODES]
    late = {"procedure_id": vpr, "code": "1000031"}
    state = make_state(staff=staff, works=[*works, late], commission=given.tables["commission"])
    outcome = assign(state)
    rows = records_of(outcome.tables["commission"])

    assert [(code, states.FULL) for code in CODES] == [
        (row["code"], row["independence"]) for row in rows if row["staff_id"] == "S005"
    ]
    assert 10 == len(rows)
    assert "S005" not in {sheet.staff_id for sheet in outcome.product}


def come_back(
    make_state: MakeState,
    vpr: str,
    sheets: list[tuple[str, ScoringSheet, Any]],
    fill: Callable[..., dict[str, list[list[Any]]]],
) -> Outcome:
    given = give(make_state, vpr)
    came = [recognise(name, fill(sheet, lambda *_, score=score: score)) for name, sheet, score in sheets]
    works = [{"procedure_id": vpr, "code": code} for code in CODES]

    assert all(isinstance(one, Returned) for one in came)

    return collect(make_state(works=works, commission=given.tables["commission"]), came)


def test_the_empty_original_beside_what_came_back_does_no_harm(
    make_state: MakeState, vpr: str, fill: Callable[..., dict[str, list[list[Any]]]]
) -> None:
    sheet = package(give(make_state, vpr)).sheet
    outcome = come_back(make_state, vpr, [("пустой.xlsx", sheet, None), ("вернули.xlsx", sheet, 1)], fill)

    assert [] == outcome.findings
    assert {states.SETTLED} == set(outcome.tables["results"]["state"])


def test_an_empty_sheet_of_the_expert_who_was_relieved_is_no_error(
    make_state: MakeState, vpr: str, fill: Callable[..., dict[str, list[list[Any]]]]
) -> None:
    sheet = dataclasses.replace(package(give(make_state, vpr)).sheet, staff_id="S002")
    outcomes = [come_back(make_state, vpr, [("лист.xlsx", sheet, score)], fill) for score in (None, 1)]

    assert "info" == about(outcomes[0], "not-assigned-and-empty").severity
    assert "error" == about(outcomes[1], "not-assigned").severity
