"""Codes are opened once, whole procedures at a time, and only through the right key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.codes.draw import draw
from objectivity_core.codes.key import KeyPairs
from objectivity_core.codes.opening import open_codes
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeState, Records


@pytest.fixture
def vault(make_state: MakeState) -> pd.DataFrame:
    return draw(make_state(), KeyPairs()).product.pairs


def settled(vault: pd.DataFrame, **more: Any) -> Records:
    """Results of every work of the key, in the order of the codes."""
    rows = sorted(zip(vault["procedure_id"], vault["code"], strict=True), key=lambda pair: pair[1])

    return [
        {"procedure_id": key, "code": code, "state": "проверена", "primary": int(code) % 6} | more for key, code in rows
    ]


def opened(
    make_state: MakeState, vault: pd.DataFrame, results: Records, *, not_handed_in: bool = False, **more: Any
) -> Outcome:
    word = "не сдана" if not_handed_in else ""
    works = [row | {"handed_in": word} for row in records_of(vault[["procedure_id", "code"]])]

    return open_codes(make_state(works=works, results=results, **more), KeyPairs(vault))


def test_every_result_meets_the_pupil_of_its_code_and_loses_the_code(
    make_state: MakeState, vault: pd.DataFrame
) -> None:
    results = settled(vault)
    outcome = opened(make_state, vault, results)
    owner = {(row["procedure_id"], row["code"]): (row["pupil_id"], row["name"]) for row in records_of(vault)}

    assert [] == outcome.findings
    rows = records_of(outcome.tables["results"])
    assert {""} == {row["code"] for row in rows}
    assert sorted(
        (row["procedure_id"], *owner[row["procedure_id"], row["code"]], float(row["primary"])) for row in results
    ) == sorted((row["procedure_id"], row["pupil_id"], row["name"], row["primary"]) for row in rows)


def test_opened_results_are_in_the_order_of_procedures_and_names(
    make_state: MakeState, vault: pd.DataFrame, vpr: str
) -> None:
    rows = records_of(opened(make_state, vault, settled(vault)).tables["results"])

    assert [vpr] * 7 == [row["procedure_id"] for row in rows[:7]]
    for part in (rows[:7], rows[7:]):
        assert sorted(row["name"] for row in part) == [row["name"] for row in part]


@pytest.mark.parametrize("state", ["не все баллы", "нужна третья проверка", "нет шкалы"])
def test_nothing_is_opened_while_one_work_waits(
    make_state: MakeState, vault: pd.DataFrame, vpr: str, vosh: str, state: str
) -> None:
    results = settled(vault)
    next(row for row in results if row["procedure_id"] == vpr)["state"] = state

    outcome = opened(make_state, vault, results)
    asked = opened(make_state, vault, results, answers={"procedure": vpr})

    rows = records_of(outcome.tables["results"])
    assert {vosh} == {row["procedure_id"] for row in rows if row["pupil_id"]}
    assert all(row["code"] for row in rows if row["procedure_id"] == vpr)
    assert [("not-settled-yet", "info")] == [(one.code, one.severity) for one in outcome.findings]
    assert [("not-settled", "error")] == [(one.code, one.severity) for one in asked.findings]
    assert {} == asked.tables
    assert f"{vpr}: открывать рано, не готовы работы («{state}» — 1) из 7." == asked.findings[0].message


def test_every_state_that_holds_a_procedure_up_is_named_with_its_count(
    make_state: MakeState, vault: pd.DataFrame, vpr: str
) -> None:
    results = settled(vault)
    mine = [row for row in results if row["procedure_id"] == vpr]
    for row, state in zip(mine, ["нет шкалы", "не все баллы", "нет шкалы", "не писал"], strict=False):
        row["state"] = state
    asked = opened(make_state, vault, results, answers={"procedure": vpr})

    assert {} == asked.tables
    assert "(«нет шкалы» — 2; «не все баллы» — 1) из 7" in asked.findings[0].message
    assert "шкалу этого года" in asked.findings[0].remedy


@pytest.mark.parametrize("written_since", [False, True])
def test_nothing_is_opened_while_a_given_code_has_no_result(
    make_state: MakeState, vault: pd.DataFrame, vpr: str, *, written_since: bool
) -> None:
    results = settled(vault)
    late = next(row for row in results if row["procedure_id"] == vpr)
    if written_since:  # «не сдана» when the scores were collected, taken back since
        late["state"] = "не писал"
    else:
        results.remove(late)
    asked = opened(make_state, vault, results, answers={"procedure": vpr})

    assert {} == asked.tables
    assert [("unscored-works", "error", vpr)] == [(one.code, one.severity, one.key) for one in asked.findings]
    assert late["code"] in asked.findings[0].message
    assert ["unscored-works-yet"] == [one.code for one in opened(make_state, vault, results).findings]


def test_pupils_who_did_not_write_do_not_hold_the_others_up(make_state: MakeState, vault: pd.DataFrame) -> None:
    results = settled(vault, state="не писал")
    outcome = opened(make_state, vault, results, not_handed_in=True)

    assert [] == outcome.findings
    assert all(outcome.tables["results"]["pupil_id"])


def test_the_key_of_another_book_opens_nothing(make_state: MakeState, vault: pd.DataFrame) -> None:
    other = draw(make_state(seed=99), KeyPairs()).product.pairs
    outcome = open_codes(make_state(results=settled(vault)), KeyPairs(other))

    assert ["code-not-in-vault"] * 2 == [one.code for one in outcome.findings]
    assert {} == outcome.tables


def test_opening_twice_opens_nothing_more_and_loses_nothing(
    make_state: MakeState, vault: pd.DataFrame, vpr: str
) -> None:
    first = records_of(opened(make_state, vault, settled(vault)).tables["results"])
    again = opened(make_state, vault, first)
    asked = opened(make_state, vault, first, answers={"procedure": vpr})

    assert {} == again.tables
    assert [] == again.findings
    assert [("opened-already", "info")] == [(one.code, one.severity) for one in asked.findings]


def test_without_results_there_is_nothing_to_open(make_state: MakeState, vault: pd.DataFrame, vpr: str) -> None:
    outcome = opened(make_state, vault, [])
    asked = opened(make_state, vault, [], answers={"procedure": vpr})

    assert outcome.message.startswith("Ничего не открыто")
    assert [] == outcome.findings
    assert [("nothing-to-open", "error")] == [(one.code, one.severity) for one in asked.findings]


def test_one_procedure_is_opened_and_the_others_stay_coded(
    make_state: MakeState, vault: pd.DataFrame, vpr: str, vosh: str
) -> None:
    outcome = opened(make_state, vault, settled(vault), answers={"procedure": vosh})
    rows = records_of(outcome.tables["results"])

    assert {vosh} == {row["procedure_id"] for row in rows if row["pupil_id"]}
    assert {vpr} == {row["procedure_id"] for row in rows if row["code"]}
    assert ["открыта"] == [
        row["state"] for row in records_of(outcome.tables["procedures"]) if row["procedure_id"] == vosh
    ]
    assert "процедур: 1, работ: 6" in outcome.message
