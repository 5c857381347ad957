"""What the core takes as arguments and the Excel side knows: the calendar of a school year, the program's version."""

from __future__ import annotations

from objectivity_core.school_year import SchoolYear
from objectivity_core.settings import Settings


def school_year(settings: Settings) -> SchoolYear:
    """The school year of a book's settings."""
    return SchoolYear(
        settings.year,
        first_day=settings.first_day,
        last_day=settings.last_day,
        six_day=settings.six_day_week,
        extra_days_off=settings.days_off,
        extra_working_days=settings.working_days,
    )


def version() -> str:
    """The version of the installed program."""
    from importlib import metadata  # noqa: PLC0415 - only where used

    return metadata.version("objectivity")
