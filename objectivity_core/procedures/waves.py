"""Waves: procedures of one kind in one school week."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from objectivity_core.school_year.year import SchoolYear


def wave_of(kind: str, day: dt.date, school_year: SchoolYear) -> str:
    """The wave of a procedure: its kind and its school week.

    >>> from objectivity_core.school_year.year import SchoolYear
    >>> wave_of("ВПР", dt.date(2025, 4, 15), SchoolYear(2024)), wave_of("ВПР", dt.date(2025, 4, 30), SchoolYear(2024))
    ('ВПР 14-18.04', 'ВПР 28.04-02.05')
    """
    monday = day - dt.timedelta(days=day.weekday())
    end = monday + dt.timedelta(days=5 if school_year.six_day else 4)
    begins = f"{monday:%d}" if monday.month == end.month else f"{monday:%d.%m}"

    return f"{kind} {begins}-{end:%d.%m}"
