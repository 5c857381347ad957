"""From experts' totals to the final primary score."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectivity_core.commission.adjudication import decide

POINTS = st.integers(0, 50)


@given(first=POINTS, second=st.none() | POINTS)
def test_one_expert_due_is_that_experts_total(first: int, second: int | None) -> None:
    assert ("проверена", first) == decide({"первая": first, "вторая": second}, 1, 1)


@given(second=st.none() | POINTS, due=st.integers(1, 2))
def test_without_the_first_total_nothing_is_final(second: int | None, due: int) -> None:
    assert ("не все баллы", None) == decide({"вторая": second}, due, 1)


@given(first=POINTS)
def test_two_due_and_one_there_is_not_final(first: int) -> None:
    assert ("не все баллы", None) == decide({"первая": first}, 2, 3)


@given(first=POINTS, second=POINTS, third=st.none() | POINTS, divergence=st.integers(1, 10))
def test_two_totals_meet_in_the_middle_or_a_third_decides(
    first: int, second: int, third: int | None, divergence: int
) -> None:
    decision = decide({"первая": first, "вторая": second, "третья": third}, 2, divergence)

    if abs(first - second) < divergence:
        assert ("проверена", -(-(first + second) // 2)) == decision
    elif third is None:
        assert ("нужна третья проверка", None) == decision
    else:
        assert ("проверена", third) == decision


@given(first=POINTS, second=POINTS)
def test_without_a_threshold_no_difference_asks_for_a_third(first: int, second: int) -> None:
    assert "проверена" == decide({"первая": first, "вторая": second}, 2, math.nan).state


@given(first=POINTS, second=POINTS, divergence=st.integers(1, 10))
def test_it_does_not_matter_which_expert_is_the_first(first: int, second: int, divergence: int) -> None:
    one = decide({"первая": first, "вторая": second}, 2, divergence)

    assert one == decide({"первая": second, "вторая": first}, 2, divergence)


@pytest.mark.parametrize(("first", "second", "expected"), [(10, 11, 11), (10, 12, 11), (0, 1, 1)])
def test_half_a_point_is_rounded_up_for_the_pupil(first: int, second: int, expected: int) -> None:
    assert expected == decide({"первая": first, "вторая": second}, 2, 5).primary
