"""From the experts' scores of one work to its final primary score."""

from __future__ import annotations

import math
from typing import NamedTuple

from objectivity_core.tables import states


class Decision(NamedTuple):
    """State of a work (one of ``RESULT_STATES``) and its final primary score, None while there is none."""

    state: str
    primary: int | None


def decide(totals: dict[str, int | None], due: int, divergence: float) -> Decision:
    """The final primary score of one work.

    Args:
        totals: total by role (первая, вторая, третья); None while a check is not complete.
        due: experts due per work, 1 or 2.
        divergence: from which difference of the two totals, in points, a third check is due; NaN = never.

    Returns:
        One expert: that total. Two: their mean, halves rounded up, unless they differ by ``divergence`` or more: then the third
        check's total is final, and until it exists the work waits for it. (The order of the ОГЭ; a school may set its own threshold.)

    >>> decide({"первая": 10, "вторая": 13}, 2, 4)
    Decision(state='проверена', primary=12)
    >>> decide({"первая": 10, "вторая": 15}, 2, 4)
    Decision(state='нужна третья проверка', primary=None)
    """
    first, second, third = (totals.get(role) for role in (states.FIRST, states.SECOND, states.THIRD))
    if first is None or (due == 2 and second is None):
        return Decision(states.INCOMPLETE, None)
    if due == 1 or second is None:
        return Decision(states.SETTLED, first)
    if abs(first - second) >= divergence:
        return Decision(states.DIVERGED, None) if third is None else Decision(states.SETTLED, third)

    return Decision(states.SETTLED, math.floor((first + second) / 2 + 0.5))
