"""Marks come from the scale of the same kind, subject, grade and year, or do not come at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectivity_core.procedures.tasks_and_scales import Scale, find_scale

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeFrame

ROW = {
    "kind": "ВПР",
    "subject": "Русский язык",
    "grade": 4,
    "year": "2024/2025",
    "max": 24,
    "mark3_from": 10,
    "mark4_from": 16,
    "mark5_from": 21,
}
ASKED: dict[str, Any] = {"kind": "ВПР", "subject": "Русский язык", "grade": 4.0, "year": "2024/2025"}


def test_a_scale_is_found_by_kind_subject_grade_and_year(make_frame: MakeFrame) -> None:
    scales = make_frame(
        "scales", [ROW | {"year": "2023/2024", "mark3_from": 1}, ROW | {"condition": "не менее 2 за задание 3"}]
    )

    assert Scale(24, 10, 16, 21, "не менее 2 за задание 3") == find_scale(scales, **ASKED)


@pytest.mark.parametrize(
    "other",
    [{"kind": "ВОШ"}, {"subject": "Математика"}, {"grade": 5.0}, {"grade": float("nan")}, {"year": "2025/2026"}],
)
def test_another_scale_is_never_taken_instead(make_frame: MakeFrame, other: dict[str, Any]) -> None:
    assert find_scale(make_frame("scales", [ROW]), **(ASKED | other)) is None


@pytest.mark.parametrize("hole", ["max", "mark3_from", "mark4_from", "mark5_from"])
def test_a_scale_with_a_hole_is_no_scale(make_frame: MakeFrame, hole: str) -> None:
    assert find_scale(make_frame("scales", [ROW | {hole: None}]), **ASKED) is None


def test_without_scales_there_is_none(make_frame: MakeFrame) -> None:
    assert find_scale(make_frame("scales", []), **ASKED) is None


@given(bounds=st.lists(st.integers(0, 40), min_size=3, max_size=3, unique=True).map(sorted), score=st.integers(0, 40))
def test_a_mark_is_the_highest_whose_bound_is_reached(bounds: list[int], score: int) -> None:
    expected = max([2, *(mark for mark, bound in zip((3, 4, 5), bounds, strict=True) if score >= bound)])

    assert expected == Scale(40, *bounds, "").mark(score)
