"""The production calendar of the Russian Federation: holidays, moved days off, worked weekends, shortened days.

The first three come from the package `holidays`, which names the government's resolution of each year; the shortened days
stand here.
"""

from __future__ import annotations

import functools
import re
from datetime import date, datetime, timedelta
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from holidays import HolidayBase

# The published production calendars which the package `holidays` 0.109 holds. The last one: 2027, resolution listed at
# consultant.ru LAW_544706 and consultant.ru/law/ref/calendar/proizvodstvennye/2027 (checked 2026-09-28). Of 2020 and
# 2021 the package lacks the non-working days of the President's decrees, so that knowledge begins with 2022.
KNOWN_FROM: Final = date(2022, 1, 1)
KNOWN_UNTIL: Final = date(2027, 12, 31)

# The working days of the five-day week that are an hour shorter: the day right before a public holiday (Labour Code,
# article 95), and a weekend worked in exchange for such a day, since it is as long as the day that it replaces
# (order 588н of the Ministry of Health and Social Development of 13.08.2009, point 1).
# Together with the working days they give the published norms of hours of the 40-hour week: 1973 (2022), 1973 (2023),
# 1979 (2024), 1972 (2025), 1972 (2026). 2027 is derived from the resolution by the same two rules: 20 February is
# worked for 22 February; 1972 hours follow (checked 2026-11-24).
SHORTENED: Final = frozenset(
    {
        *(date(2022, 2, 22), date(2022, 3, 5), date(2022, 11, 3)),
        *(date(2023, 2, 22), date(2023, 3, 7), date(2023, 11, 3)),
        *(date(2024, 2, 22), date(2024, 3, 7), date(2024, 5, 8), date(2024, 6, 11), date(2024, 11, 2)),
        *(date(2025, 3, 7), date(2025, 4, 30), date(2025, 6, 11), date(2025, 11, 1)),
        *(date(2026, 4, 30), date(2026, 5, 8), date(2026, 6, 11), date(2026, 11, 3)),
        *(date(2027, 2, 20), date(2027, 4, 30), date(2027, 6, 11), date(2027, 11, 3)),
    }
)

DAY: Final = timedelta(days=1)

# «Выходной (перенесено с 28.12.2024)» and «День Победы (выходной)» are the package's two labels of a moved day off.
_TRANSFERRED = re.compile(r"Выходной \(перенесено с (\d\d\.\d\d\.\d{4})\)")
_OBSERVED = re.compile(r"(.+) \(выходной\)")


@functools.cache
def official(day: date) -> tuple[str, bool]:
    """The holiday's name ("" where it is none), and whether the day is a weekend worked by resolution."""
    # Asking for the name first is what fills the package's set of worked weekends for that year.
    name = _calendar().get(day) or ""

    return name, day in _calendar().weekend_workdays


def transferred_from(day: date, holiday: str) -> date | None:
    """The day off for which the day is free, or None where the day is no transferred day off."""
    if found := _TRANSFERRED.fullmatch(holiday):
        return datetime.strptime(found[1], "%d.%m.%Y").date()  # noqa: DTZ007  # a date, not a moment
    if found := _OBSERVED.fullmatch(holiday):
        source = day - DAY
        while official(source)[0] != found[1]:
            source -= DAY
        return source

    return None


def is_public_holiday(day: date) -> bool:
    """Whether the day is one of the holidays of the Labour Code's article 112 (not a day off moved to it)."""
    holiday, _ = official(day)

    return bool(holiday) and transferred_from(day, holiday) is None


@functools.cache
def _calendar() -> HolidayBase:
    """The calendar of Russia, imported on first use and alone: `holidays.countries` imports the 150 countries of the world, in 0.3 s."""
    import holidays

    places = [f"{place}/countries" for place in holidays.__path__]
    spec = PathFinder.find_spec("holidays.countries.russia", places)
    if spec is None or spec.loader is None:
        return holidays.country_holidays("RU", language="ru")
    russia = module_from_spec(spec)
    spec.loader.exec_module(russia)

    return russia.Russia(language="ru")  # type: ignore[no-any-return]
