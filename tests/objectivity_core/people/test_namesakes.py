"""Two people of the staff may share a name: a difference in brackets tells them apart wherever a name is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from objectivity_core.checks import check
from objectivity_core.people.responsible import people_of
from objectivity_core.school_year.year import SchoolYear
from tests.objectivity_core.conftest import TODAY

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeFrame

RUSSIAN, PRIMARY = "Семёнова Вера Павловна", "Семенова Вера Павловна (нач. классы)"


def _staff(make_frame: MakeFrame, *names: str) -> dict[str, object]:
    people = [{"staff_id": f"S{number:03d}", "name": name} for number, name in enumerate(names, start=1)]

    return {"staff": make_frame("staff", people)}


@pytest.mark.parametrize(("other", "codes"), [("Семенова Вера Павловна", ["person-twice"]), (PRIMARY, [])])
def test_a_difference_in_brackets_makes_two_people_of_one_name(
    make_frame: MakeFrame, other: str, codes: list[str]
) -> None:
    findings = check(_staff(make_frame, RUSSIAN, other), TODAY, SchoolYear(2024))  # type: ignore[arg-type]  # frames

    assert codes == [finding.code for finding in findings]


def test_the_difference_says_who_is_responsible_and_without_it_nobody_is_guessed(make_frame: MakeFrame) -> None:
    staff = _staff(make_frame, "Семёнова Вера Павловна (русский язык)", PRIMARY)["staff"]

    assert (PRIMARY,) == people_of("Семёнова В. П. (нач. классы)", staff)[0]  # type: ignore[arg-type]  # a frame
    assert ((), ("Семёнова В. П",)) == people_of("Семёнова В. П.", staff)  # type: ignore[arg-type]  # a frame
