"""The linter sees what is broken, and nothing in what is sound."""

from __future__ import annotations

import pytest

from tests.xl_macros.structure.linter import faults
from tests.xl_macros.structure.planted import FAULTS, planted, sound_workbook


@pytest.fixture(scope="module")
def sound() -> bytes:
    return sound_workbook()


def test_nothing_is_wrong_with_a_sound_workbook(sound: bytes) -> None:
    assert [] == faults(sound)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_seen(sound: bytes, fault: str) -> None:
    assert faults(planted(sound, fault))
