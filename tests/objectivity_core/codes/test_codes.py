"""Codes are unique, guarded and random; names and codes meet only in the key."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from objectivity_core.codes.custody import key_faults
from objectivity_core.codes.draw import draw
from objectivity_core.codes.key import VAULT_COLUMNS, KeyChange, KeyPairs
from objectivity_core.codes.numbers import is_code, new_code
from objectivity_core.settings import Settings
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeFrame, MakeState


def wrong_digits(code: str) -> list[str]:
    """Every text that differs from the code in one digit."""
    return [
        code[:at] + digit + code[at + 1 :] for at in range(len(code)) for digit in "0123456789" if digit != code[at]
    ]


def swaps(code: str) -> list[str]:
    """Every text in which two neighbours that differ have changed places."""
    return [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1) if code[at] != code[at + 1]
    ]


def test_every_wrong_digit_and_every_swap_of_neighbours_is_caught() -> None:
    source, taken = random.Random(1), set[str]()
    for code in (new_code(source, taken) for _ in range(500)):
        assert [] == [text for text in wrong_digits(code) + swaps(code) if is_code(text)]


def test_of_all_seven_digit_texts_near_a_code_only_the_code_is_right() -> None:
    code = new_code(random.Random(2), set())

    assert 63 == len(wrong_digits(code))
    assert [code] == [code[:6] + digit for digit in "0123456789" if is_code(code[:6] + digit)]


@pytest.mark.parametrize(
    "text", ["", "12", "12345678", "0000000", "0123450", "abcdefg", "100000²", "１０００００２", " 1000002", "1000002 "]
)
def test_what_is_no_code_is_not_called_one(text: str) -> None:
    assert not is_code(text)


@given(st.integers())
def test_codes_have_seven_digits_the_first_not_zero_and_a_right_check_digit(seed: int) -> None:
    code = new_code(random.Random(seed), set())

    assert (7, True) == (len(code), code[0] != "0")
    assert is_code(code)


def test_a_code_that_is_taken_is_never_given_again() -> None:
    first = new_code(random.Random(3), set())
    taken = {first}
    second = new_code(random.Random(3), taken)

    assert first != second
    assert {first, second} == taken


def ran(make_state: MakeState, key: KeyPairs | None = None, **more: Any) -> Outcome[KeyChange]:
    return draw(make_state(**more), key or KeyPairs())


def pairs(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(frame["procedure_id"], frame["code"], strict=True))


@pytest.mark.parametrize("more", [{"procedures": []}, {"pupils": []}, {"kinds": [{"kind": "ВПР", "coded": "нет"}]}])
def test_where_there_is_nothing_to_code_it_is_said(make_state: MakeState, more: dict[str, Any]) -> None:
    outcome = ran(make_state, **more)

    assert outcome.message.startswith("Кодировать нечего: нет процедур с датой и учениками")
    assert outcome.product is None


def test_every_pupil_of_a_coded_procedure_gets_one_code(make_state: MakeState, vpr: str, vosh: str) -> None:
    outcome = ran(make_state)
    vault = outcome.product.pairs

    assert [] == outcome.findings
    assert list(VAULT_COLUMNS) == list(vault.columns)
    assert {vpr: 7, vosh: 6} == vault["procedure_id"].value_counts().to_dict()
    assert vault["code"].is_unique
    assert all(map(is_code, vault["code"]))
    assert not vault.duplicated(["procedure_id", "pupil_id"]).any()


def test_the_book_gets_codes_alone_and_agrees_with_the_key(make_state: MakeState) -> None:
    outcome = ran(make_state)

    assert ["procedure_id", "code"] == list(outcome.tables["works"].columns)
    assert pairs(outcome.tables["works"]) == pairs(outcome.product.pairs)


@hypothesis_settings(deadline=None, max_examples=20)
@given(seed=st.integers(), order=st.permutations(range(13)))
def test_the_order_of_works_says_nothing_of_the_order_of_pupils(
    make_state: MakeState, seed: int, order: list[int]
) -> None:
    known = make_state()["pupils"].to_dict("records")
    pupils = [known[at] for at in order]
    works = ran(make_state, seed=seed, pupils=pupils).tables["works"]

    for _, group in works.groupby("procedure_id"):
        assert sorted(group["code"]) == group["code"].to_list()


@hypothesis_settings(deadline=None, max_examples=10)
@given(seeds=st.tuples(st.integers(), st.integers()))
def test_running_again_changes_nothing(make_state: MakeState, seeds: tuple[int, int]) -> None:
    first = ran(make_state, seed=seeds[0])
    again = ran(
        make_state,
        seed=seeds[1],
        works=[*records_of(first.tables["works"])],
        key=KeyPairs(first.product.pairs),
    )

    assert again.product is None
    assert pairs(first.tables["works"]) == pairs(again.tables["works"])
    assert again.message.startswith("Новых кодов не понадобилось")


NEWCOMER = {"pupil_id": "P00099", "name": "Новенький Лев", "class": "4А"}


def with_newcomer(make_state: MakeState, first: Outcome[KeyChange], **more: Any) -> Outcome[KeyChange]:
    """«Выдать коды» once more, with a pupil who came into class 4А since."""
    more |= {"pupils": [*records_of(make_state()["pupils"]), NEWCOMER]}

    return ran(make_state, works=records_of(first.tables["works"]), key=KeyPairs(first.product.pairs), **more)


def test_a_pupil_who_comes_before_the_day_gets_a_code_and_nobody_elses_changes(make_state: MakeState) -> None:
    ahead = [row | {"date": "2025-05-15"} for row in records_of(make_state()["procedures"])]
    first = ran(make_state, procedures=ahead)
    outcome = with_newcomer(make_state, first, procedures=ahead)
    after = outcome.product.pairs

    assert ((), []) == (outcome.preview, outcome.findings)
    assert records_of(first.product.pairs) == records_of(after)[:-1]
    assert "P00099" == after["pupil_id"].iloc[-1]
    assert after["code"].is_unique


def test_nobody_gets_a_code_after_the_day_of_the_work_unless_it_is_asked_for_and_confirmed(
    make_state: MakeState, vpr: str
) -> None:
    first = ran(make_state)
    unasked = with_newcomer(make_state, first)
    asked = with_newcomer(make_state, first, answers={"procedure": vpr})

    assert unasked.product is None
    assert pairs(first.tables["works"]) == pairs(unasked.tables["works"])
    assert [("latecomers-without-code", vpr)] == [(one.code, one.key) for one in unasked.findings]
    assert "15.04.2025" in unasked.findings[0].message
    assert "Новенький Лев" in unasked.findings[0].message
    assert "Новые коды не выданы" in unasked.message
    assert "Новенький Лев" in asked.preview[0]
    assert "P00099" == asked.product.pairs["pupil_id"].iloc[-1]
    assert ["codes-for-latecomers"] == [one.code for one in asked.findings]


def test_nobody_gets_a_code_of_a_procedure_that_is_opened(make_state: MakeState, vpr: str) -> None:
    first = ran(make_state)
    results = [{"procedure_id": vpr, "pupil_id": "P00001", "state": "проверена", "primary": 3}]
    asked = with_newcomer(make_state, first, results=results, answers={"procedure": vpr})

    assert ["too-late-for-codes"] == [one.code for one in asked.findings]
    assert (None, ()) == (asked.product, asked.preview)
    assert [] == with_newcomer(make_state, first, results=results).findings


def test_with_a_key_on_paper_further_codes_after_the_day_are_asked_for_too(make_state: MakeState, vpr: str) -> None:
    paper = Settings(paper_key=True)
    first = ran(make_state, settings=paper)
    crowd = [NEWCOMER | {"pupil_id": f"P0010{at}", "name": f"Новый {at}"} for at in range(3)]
    pupils = [*records_of(make_state()["pupils"]), *crowd]
    more: dict[str, Any] = {"works": records_of(first.tables["works"]), "key": KeyPairs(first.product.pairs)}
    unasked = ran(make_state, settings=paper, pupils=pupils, **more)
    asked = ran(make_state, settings=paper, pupils=pupils, answers={"procedure": vpr}, **more)

    assert unasked.product is None
    assert ["latecomers-without-code"] == [one.code for one in unasked.findings]
    assert "1 работа" in unasked.findings[0].message
    assert len(asked.product.pairs) > len(first.product.pairs)


def test_a_code_of_the_book_that_the_key_lost_stops_everything(make_state: MakeState) -> None:
    works = [{"procedure_id": "старая", "code": code} for code in ran(make_state).product.pairs["code"]]
    outcome = ran(make_state, works=works)

    assert ({}, None) == (outcome.tables, outcome.product)
    assert ["works-not-in-key"] == [finding.code for finding in outcome.findings]


def test_the_pair_of_a_pupil_who_left_stays_in_the_key(make_state: MakeState) -> None:
    first = ran(make_state)
    pupils = [row | {"state": "выбыл"} for row in records_of(make_state()["pupils"])]

    again = ran(make_state, pupils=pupils, works=records_of(first.tables["works"]), key=KeyPairs(first.product.pairs))

    assert pairs(first.tables["works"]) == pairs(again.tables["works"])
    assert ["no-pupils", "no-pupils"] == [one.code for one in again.findings]


def test_works_keep_codes_and_lose_rows_that_are_no_works(make_state: MakeState, vpr: str) -> None:
    works = [{"procedure_id": vpr, "code": ""}, {"note": "заметка под таблицей"}]

    written = ran(make_state, works=works).tables["works"]

    assert 13 == len(written)
    assert "" not in set(written["code"])


def test_two_pupils_of_one_name_are_fine_and_one_pupil_twice_is_a_finding(make_state: MakeState, vpr: str) -> None:
    pupils = [
        {"pupil_id": "P00001", "name": "Озерцов Лев Ильич", "class": "4А", "differs": "старший"},
        {"pupil_id": "P00002", "name": "Озерцов Лев Ильич", "class": "4А", "differs": "младший"},
        {"pupil_id": "P00003", "name": "Котова Алёна Юрьевна", "class": "4А"},
        {"pupil_id": "P00004", "name": "Котова Алена  Юрьевна", "class": "4а"},
        {"pupil_id": "P00005", "name": "Озерцов Лев Ильич", "class": "5А"},
    ]
    outcome = ran(make_state, pupils=pupils, answers={"procedure": vpr})

    assert ["P00001", "P00002", "P00003"] == outcome.product.pairs["pupil_id"].to_list()
    assert [
        "Озерцов Лев Ильич (старший)",
        "Озерцов Лев Ильич (младший)",
        "Котова Алёна Юрьевна",
    ] == outcome.product.pairs["name"].to_list()
    assert [] == key_faults(outcome.product.pairs, make_state(pupils=pupils)["pupils"], edited=False)
    assert [("doubled-pupil-without-code", "P00004")] == [
        (one.code, one.key) for one in outcome.findings if one.severity == "error"
    ]


@pytest.mark.parametrize("typed", ["4а", "4A", "4 «А»"])
def test_a_pupil_whose_class_was_typed_differently_is_not_forgotten(
    make_state: MakeState, vpr: str, typed: str
) -> None:
    pupils = [*records_of(make_state()["pupils"]), {"pupil_id": "P00050", "name": "Ещё Один", "class": typed}]

    vault = ran(make_state, pupils=pupils, answers={"procedure": vpr}).product.pairs

    assert "P00050" in set(vault["pupil_id"])


def test_pupils_of_a_class_that_does_not_exist_are_named(make_state: MakeState) -> None:
    pupils = [
        *records_of(make_state()["pupils"]),
        *({"pupil_id": f"P9{at}", "name": f"Н{at}", "class": "9Я"} for at in range(2)),
    ]
    outcome = ran(make_state, pupils=pupils)

    (finding,) = outcome.findings
    assert ("class-without-codes", "error", "pupils", "P90", "9Я") == (
        finding.code,
        finding.severity,
        finding.table,
        finding.key,
        finding.value,
    )
    assert "учеников 2" in finding.message


def test_a_procedure_of_a_class_that_does_not_exist_is_a_finding(make_state: MakeState) -> None:
    procedures = [
        {"procedure_id": "ВПР-1", "kind": "ВПР", "subject": "Русский язык", "class": "9Я", "date": "2025-04-15"}
    ]
    outcome = ran(make_state, procedures=procedures)

    assert ["no-pupils"] == [one.code for one in outcome.findings]
    assert outcome.product is None


def test_a_procedure_without_date_gets_no_codes_and_says_so(make_state: MakeState) -> None:
    outcome = ran(
        make_state, procedures=[{"procedure_id": "ВПР-1", "kind": "ВПР", "subject": "Русский язык", "class": "4А"}]
    )

    assert ["no-date-for-codes"] == [one.code for one in outcome.findings]
    assert outcome.tables["works"].empty


def test_a_small_class_is_warned_of(make_state: MakeState, vpr: str) -> None:
    outcome = ran(make_state, pupils=records_of(make_state()["pupils"])[:4])

    assert ("small-class", vpr) in [(one.code, one.key) for one in outcome.findings]


def test_pupils_without_key_wait(make_state: MakeState) -> None:
    assert ran(make_state, pupils=[{"name": "Без Кода", "class": "4А"}]).product is None


def test_no_pupil_of_the_book_is_named_in_the_book_beside_a_code(make_state: MakeState, make_frame: MakeFrame) -> None:
    outcome = ran(make_state)
    names = {row["name"] for row in records_of(make_frame("pupils", records_of(make_state()["pupils"])))}
    written = {str(cell) for frame in outcome.tables.values() for row in records_of(frame) for cell in row.values()}

    assert not names & written
    assert not [one for one, name in itertools.product(outcome.findings, names) if name in one.message]


def test_procedures_show_how_many_codes_were_given(make_state: MakeState) -> None:
    procedures = ran(make_state).tables["procedures"]

    assert ["коды выданы", "коды выданы", "назначена"] == procedures["state"].to_list()
    assert [7.0, 6.0] == procedures["works"].to_list()[:2]
