"""Sharing the works of one procedure among its experts: as few experts as needed, with equal parts."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

from objectivity_core.tables import states

if TYPE_CHECKING:
    from collections.abc import Collection

    from objectivity_core.commission.assigning import Candidate


class Sharing:
    """Who of the people able to check takes the works of a procedure."""

    def __init__(
        self, people: list[Candidate], mine: list[dict[str, Any]], load: Counter[str], due: int, least: int
    ) -> None:
        """Take what is there.

        Args:
            people: who may check, the most independent first.
            mine: assignments of this procedure that were made before: they stay.
            load: works by person in all procedures; what is assigned is added.
            due: experts per work.
            least: works that an expert gets at least, where others can take them.
        """
        self._people, self._mine, self._load, self._due, self._least = people, mine, load, due, max(1, least)
        self._here = Counter(row["staff_id"] for row in mine if row["role"] != states.THIRD)
        self._third = Counter(row["staff_id"] for row in mine if row["role"] == states.THIRD)

    def assign(
        self, key: str, codes: list[str], third: Collection[tuple[str, str]]
    ) -> tuple[list[dict[str, Any]], int]:
        """New assignments, and how many checks nobody could take.

        Args:
            key: the procedure.
            codes: its works.
            third: works (procedure, code) that wait for a third check.
        """
        team = self._team(len(codes))
        rows, short = [], 0
        for code in codes:
            taken = {row["staff_id"]: row["role"] for row in self._mine if row["code"] == code}
            for role in self._wanted(taken.values(), third=(key, code) in third):
                one = self._one(team, taken, third=role == states.THIRD)
                if one is None:
                    short += 1
                    continue
                taken[one.staff_id] = role
                rows.append({"procedure_id": key, "code": code, "staff_id": one.staff_id, "role": role})

        return rows, short

    def _wanted(self, roles: Collection[str], *, third: bool) -> list[str]:
        wanted = [role for role in (states.FIRST, states.SECOND)[: self._due] if role not in roles]

        return [*wanted, states.THIRD] if third and states.THIRD not in roles else wanted

    def _team(self, works: int) -> list[Candidate]:
        """The experts of first and second checks: the most independent, of those who have begun first, and no more than can have enough works."""
        team: list[Candidate] = []
        seats = self._due
        for _, tier in itertools.groupby(self._people, key=lambda one: one.distance):
            able = sorted(tier, key=lambda one: (not self._here[one.staff_id], self._load[one.staff_id], one.staff_id))
            begun = sum(self._here[one.staff_id] > 0 for one in able)
            team += able[: max(seats, begun, works * seats // self._least)]
            seats -= min(seats, len(able))
            if not seats:
                break

        return team

    def _one(self, team: list[Candidate], taken: Collection[str], *, third: bool) -> Candidate | None:
        """Who takes the next check: of the team, where anybody is free; third checks of a procedure stay with one person."""
        free = [one for one in self._people if one.staff_id not in taken]
        mates = [one for one in free if one in team]
        if not free:
            return None
        if third:
            one = min(free, key=lambda one: (one.distance, -self._third[one.staff_id], self._rank(one)))
            self._third[one.staff_id] += 1
        else:
            one = min(mates or free, key=lambda one: (one.distance, self._rank(one)))
            self._here[one.staff_id] += 1
        self._load[one.staff_id] += 1

        return one

    def _rank(self, one: Candidate) -> tuple[int, int, str]:
        return self._here[one.staff_id], self._load[one.staff_id], one.staff_id
