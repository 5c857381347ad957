"""Which procedures an action is about, and how far each has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.procedures.view import chosen, given_works, with_states

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeFrame, MakeState, Records


def coded(kind: dict[str, Any]) -> bool:
    return bool(kind["coded"] == "да")


def test_without_an_answer_every_procedure_of_a_fitting_kind_is_meant(
    make_state: MakeState, vpr: str, vosh: str
) -> None:
    procedures, findings = chosen(make_state(), coded)

    assert [vpr, vosh] == procedures["procedure_id"].to_list()
    assert [] == findings


def test_an_answer_means_that_procedure_alone(make_state: MakeState, vosh: str) -> None:
    procedures, findings = chosen(make_state(answers={"procedure": vosh}), coded)

    assert [vosh] == procedures["procedure_id"].to_list()
    assert [] == findings


@pytest.mark.parametrize(
    ("answer", "code"), [("НЕТ-ТАКОЙ", "unknown-procedure"), ("ОГЭ-РУ-5А-2025-06-01", "kind-does-not-fit")]
)
def test_an_answer_that_does_not_fit_is_one_finding(make_state: MakeState, answer: str, code: str) -> None:
    procedures, findings = chosen(make_state(answers={"procedure": answer}), coded)

    assert procedures.empty
    assert [(code, answer)] == [(one.code, one.key) for one in findings]


@pytest.mark.parametrize("answers", [{}, {"procedure": "1"}])
def test_a_procedure_whose_kind_is_not_in_the_lists_is_named_not_passed_over(
    make_state: MakeState, answers: dict[str, str]
) -> None:
    state = make_state(
        answers=answers, procedures=[{"procedure_id": "1", "kind": "впр"}, {"procedure_id": "2", "kind": ""}]
    )
    procedures, findings = chosen(state, coded)

    assert procedures.empty
    assert [("unknown-kind", "error", "1", "впр")] == [(one.code, one.severity, one.key, one.value) for one in findings]


def test_procedures_without_key_and_copied_rows_are_passed_over(make_state: MakeState) -> None:
    rows: Records = [{"kind": "ВПР"}, {"procedure_id": "1", "kind": "ВПР"}, {"procedure_id": "1", "kind": "ВПР"}]

    assert ["1"] == chosen(make_state(procedures=rows), coded)[0]["procedure_id"].to_list()


def test_no_procedures_are_no_finding(make_state: MakeState) -> None:
    procedures, findings = chosen(make_state(procedures=[], kinds=[]), coded)

    assert procedures.empty
    assert [] == findings


WORKS = [{"procedure_id": "1", "code": "1000002"}, {"procedure_id": "1", "code": "1000015"}]


@pytest.mark.parametrize(
    ("works", "commission", "results", "expected"),
    [
        ([], [], [], ("назначена", None, None)),
        (WORKS, [], [], ("коды выданы", 2, None)),
        ([*WORKS, {"procedure_id": "1"}, WORKS[0]], [], [], ("коды выданы", 2, None)),
        (WORKS, [{"code": "1000002"}], [], ("проверяется", 2, None)),
        (WORKS, [{}], [{"state": "проверена"}, {"state": "не все баллы"}], ("проверяется", 2, 1)),
        (WORKS, [{}], [{"state": "проверена"}, {"state": "нужна третья проверка"}], ("проверяется", 2, 1)),
        (WORKS, [{}], [{"state": "проверена"}, {"state": "не писал"}], ("проверена", 2, 1)),
        (WORKS, [{}], [{"state": "нет шкалы"}, {"state": "нет шкалы"}], ("проверяется", 2, None)),
        (WORKS, [{}], [{"state": "проверена"}, {"state": "нет шкалы"}], ("проверяется", 2, 1)),
        (WORKS, [{}], [{"state": "проверена"}, {"state": "проверена"}], ("проверена", 2, 2)),
        (WORKS, [{}], [{"state": "проверена", "pupil_id": "P00001"}], ("открыта", 2, 1)),
    ],
)
def test_the_state_of_a_procedure_says_how_far_it_has_come(
    make_frame: MakeFrame,
    works: Records,
    commission: Records,
    results: Records,
    expected: tuple[str, int | None, int | None],
) -> None:
    frame = with_states(
        make_frame("procedures", [{"procedure_id": "1"}]),
        make_frame("works", works),
        make_frame("commission", [{"procedure_id": "1"} | row for row in commission]),
        make_frame("results", [{"procedure_id": "1"} | row for row in results]),
    )
    state, number, settled = frame.loc[0, ["state", "works", "settled"]]

    assert expected == (state, *(None if value != value else int(value) for value in (number, settled)))  # noqa: PLR0124 - NaN


def test_only_rows_with_procedure_and_code_are_works(make_frame: MakeFrame) -> None:
    rows = [{"procedure_id": "1", "code": "1000002"}, {"procedure_id": "1"}, {"code": "1000002"}, {"note": "x"}]

    assert [0] == given_works(make_frame("works", [*rows, rows[0]])).index.to_list()
