"""A process that is killed at any moment, and a disk that is full, leave the old book or the new one, a key that fits, and nothing else for long.

A short sample; ``make kills`` does it hundreds of times (docs/reliability.md).
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("signals of POSIX", allow_module_level=True)

from tests.benchmarks.kills import ACTS, Attack
from xl_macros.folders import papers

if TYPE_CHECKING:
    from pathlib import Path

ONE = {act.name: act for act in ACTS}


@pytest.fixture
def attack(stages: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Attack:
    for name, folder in stages.items():
        (tmp_path / "stages").mkdir(exist_ok=True)
        (tmp_path / "stages" / name).symlink_to(folder)
    monkeypatch.setitem(papers.__dict__, "find_office", lambda: None)
    (tmp_path / "work").mkdir()

    return Attack(tmp_path / "stages", tmp_path / "work", random.Random(4))


@pytest.mark.parametrize(("name", "share"), [("password", 0.5), ("exchange", 0.6), ("commission", 0.9)])
def test_a_run_killed_at_any_step_is_finished_or_undone_by_the_next(name: str, share: float, attack: Attack) -> None:
    steps, _ = attack.measured(ONE[name])
    attack.kill_before_step(ONE[name], 1 + int(share * (steps - 1)))

    assert (1, []) == (attack.hit, attack.faults)


def test_a_full_disk_is_told_as_one_and_the_next_run_goes_on(attack: Attack) -> None:
    for at in (1, 4, 9):
        attack.fail_at_step(ONE["password"], at)

    assert (3, []) == (attack.trials, attack.faults)
    assert attack.hit
