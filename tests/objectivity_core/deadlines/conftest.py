"""The first reading of a process builds the parser; Hypothesis would count that against the test that happens to come first."""

from __future__ import annotations

import pytest

from objectivity_core.deadlines import read_deadline
from objectivity_core.school_year.year import SchoolYear


@pytest.fixture(scope="session", autouse=True)
def _parser() -> None:
    read_deadline("октябрь", SchoolYear(2024))
