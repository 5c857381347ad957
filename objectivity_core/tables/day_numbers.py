"""Days as a workbook counts them: their number since 30.12.1899, the time of day as a fraction."""

from __future__ import annotations

import datetime as dt
from typing import Final

EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zones
"""Day 0."""


def day_number(day: dt.date, epoch: dt.datetime = EPOCH) -> float:
    """The number of a day, or of a moment as its clock shows it.

    >>> day_number(dt.date(2025, 4, 15)), day_number(dt.datetime(2025, 4, 15, 18))
    (45762.0, 45762.75)
    """
    moment = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())

    return (moment.replace(tzinfo=None) - epoch) / dt.timedelta(days=1)


def moment_of(number: float) -> dt.datetime:
    """The moment behind a number, to the minute.

    >>> moment_of(45762), moment_of(45762.75)
    (datetime.datetime(2025, 4, 15, 0, 0), datetime.datetime(2025, 4, 15, 18, 0))
    """
    return EPOCH + dt.timedelta(minutes=round(number * 24 * 60))
