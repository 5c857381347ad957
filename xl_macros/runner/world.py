"""What the core takes as arguments and the Excel side knows: the calendar of a school year, the program's version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.school_year.year import SchoolYear, parse_terms

if TYPE_CHECKING:
    from objectivity_core.settings import Settings


def school_year(settings: Settings) -> SchoolYear:
    """The school year of a book's settings."""
    return SchoolYear(
        settings.year,
        first_day=settings.first_day,  # type: ignore[arg-type]  # None: the year's own
        last_day=settings.last_day,  # type: ignore[arg-type]
        six_day=settings.six_day_week,
        extra_days_off=settings.days_off,
        extra_working_days=settings.working_days,
        terms=parse_terms(settings.terms) if settings.terms else (),
    )


def version() -> str:
    """The version of the installed program."""
    from importlib import metadata

    return metadata.version("objectivity")
