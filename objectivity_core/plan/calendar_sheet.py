"""The table «Календарь»: which days the school works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.russian.wording import WEEKDAYS
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.school_year.year import SchoolYear


def calendar(school_year: SchoolYear) -> pd.DataFrame:
    """The table «Календарь»: every day of the school year and of the autumn after it, with its kind and the number of the working day."""
    number = 0
    records = []
    for day in school_year.days():
        number += day.is_working
        pause = next((pause.name for pause in school_year.breaks if pause.start <= day.day <= pause.due), "")
        records.append(
            {
                "date": day.day,
                "weekday": WEEKDAYS[day.day.weekday()],
                "kind": day.kind,
                "working": int(day.is_working),
                "shortened": int(day.shortened),
                "number": number if day.is_working else None,
                "note": day.name or pause,
            }
        )

    return frame_of(TABLES["calendar"], records)
