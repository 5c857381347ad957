"""Calendar arithmetic of deadline phrases: which year a month belongs to, and where a stretch begins and ends."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from objectivity_core.school_year.year import SchoolYear

AUGUST, SEPTEMBER = 8, 9
# Years that a school's plan can mean; another is a slip («2205»), and its days would leave the calendar.
FIRST_YEAR, LAST_YEAR = 1991, 2100
WRONG_DATE: Final = "Такой даты нет в календаре. Какая дата имеется в виду?"
WRONG_TIME: Final = "Такого времени суток нет. До какого часа?"
BACKWARDS: Final = "Начало периода позже его конца. С какого и по какое число?"
TWO_YEARS: Final = "Период переходит из одного учебного года в другой. С какого и по какое число, с годом?"


class UnclearError(Exception):
    """The words were read, yet they name no date; the message is the question to ask, in Russian.

    Args:
        question: The question.
        ambiguous: Whether the phrase has several meanings (rather than none).
    """

    def __init__(self, question: str, *, ambiguous: bool = False) -> None:
        """Keep what to ask and whether there are several meanings."""
        super().__init__(question)
        self.question = question
        self.ambiguous = ambiguous


@dataclass(frozen=True)
class Span:
    """A stretch of days, both ends included; `doubtful` = its year was only supposed (a bare «август»)."""

    start: date
    due: date
    doubtful: bool = False


@dataclass(frozen=True)
class Partial:
    """A day or month as it is written: «11» (of a range), «11 апреля», «апрель», «11 апреля 2025»."""

    day: int | None
    month: int | None
    year: int | None = None


def make_date(year: int, month: int, day: int) -> date:
    """The date, or the question where there is no such date."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnclearError(f"Год {year}: верно ли он написан?")
    try:
        return date(year, month, day)
    except ValueError:
        raise UnclearError(WRONG_DATE) from None


def make_time(hour: int, minute: int) -> time:
    """The time of day, or the question where there is none; 24:00 means the last minute of the day."""
    if (hour, minute) == (24, 0):
        return time(23, 59)
    try:
        return time(hour, minute)
    except ValueError:
        raise UnclearError(WRONG_TIME) from None


def month_end(year: int, month: int) -> date:
    """The last day of the month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def year_of(month: int, school_year: SchoolYear) -> int:
    """The calendar year of a month without a year: September-December the first, January-August the second."""
    return school_year.year + (month < SEPTEMBER)


def resolve(part: Partial, school_year: SchoolYear) -> Span:
    """The day (start = due) or the month that is meant."""
    month = _month_of(part)
    year = year_of(month, school_year) if part.year is None else part.year
    doubtful = part.year is None and month == AUGUST
    if part.day is None:
        return Span(make_date(year, month, 1), month_end(year, month), doubtful)
    day = make_date(year, month, part.day)

    return Span(day, day, doubtful)


def _month_of(part: Partial) -> int:
    if part.month is None:
        raise UnclearError("Назван день без месяца. Какого месяца?")

    return part.month


def resolve_range(first: Partial | Span, last: Partial | Span, school_year: SchoolYear) -> Span:
    """From the first day of `first` to the last day of `last`.

    A month or year stated once at the end serves both ends; where the start would then lie after the end, the
    range crosses the new year. A range without a year that leaves the academic year has two readings: it is asked.
    """
    if isinstance(first, Partial) and isinstance(last, Partial):
        return _range_of_parts(first, last, school_year)
    start = first if isinstance(first, Span) else resolve(first, school_year)
    end = last if isinstance(last, Span) else resolve(last, school_year)

    return ordered(Span(start.start, end.due, start.doubtful or end.doubtful))


def ordered(span: Span) -> Span:
    """The span itself, or the question where it ends before it starts."""
    if span.due < span.start:
        raise UnclearError(BACKWARDS)

    return span


def _range_of_parts(first: Partial, last: Partial, school_year: SchoolYear) -> Span:
    last_month = _month_of(last)
    month = first.month or last_month
    start_part = Partial(first.day, month, first.year)
    last_part = last
    crosses = (month, first.day or 1) > (last_month, last.day or 31)
    if first.year is None and last.year is not None:
        start_part = Partial(first.day, month, last.year - crosses)
    elif first.year is not None and last.year is None:
        last_part = Partial(last.day, last_month, first.year + crosses)
    elif first.year is None and _position(last_month) < _position(month):
        raise UnclearError(TWO_YEARS, ambiguous=True)
    start, end = resolve(start_part, school_year), resolve(last_part, school_year)

    return ordered(Span(start.start, end.due, start.doubtful))


def _position(month: int) -> int:
    """The place of a month in the academic year, September = 0."""
    return (month - SEPTEMBER) % 12


def nth_weekday(nth: int, weekday: int, first: date) -> date:
    """The n-th such weekday (-1: the last) of the month that begins with `first`; Monday = 0.

    >>> nth_weekday(3, 0, date(2025, 4, 1))
    datetime.date(2025, 4, 21)
    """
    last = month_end(first.year, first.month)
    if nth < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    if day > last:
        raise UnclearError(WRONG_DATE)

    return day


def nth_working_day(nth: int, month: Span, school_year: SchoolYear) -> date:
    """The n-th working day (-1: the last) of the month."""
    edge = month.due + timedelta(days=1) if nth < 0 else month.start - timedelta(days=1)
    day = school_year.add_working_days(edge, nth)
    if not month.start <= day <= month.due:
        raise UnclearError(WRONG_DATE)

    return day


def part_of_month(month: Span, parts: int, number: int) -> Span:
    """The decade (three parts: from the 1st, 11th, 21st) or half (two: from the 1st, 16th) of a month; -1 = last."""
    number = parts if number < 0 else number
    if number > parts or number < 1:
        raise UnclearError("Такой части месяца нет. С какого и по какое число?")
    length = 30 // parts
    start = month.start.replace(day=length * (number - 1) + 1)
    due = month.due if number == parts else month.start.replace(day=length * number)

    return Span(start, due, month.doubtful)


def quarter(number: int, year: int | None, school_year: SchoolYear) -> Span:
    """The calendar quarter; the third one, without a year, lies in two academic years and is asked."""
    if not 1 <= number <= 4:
        raise UnclearError("Такого квартала нет. Какой квартал?")
    if year is None:
        if number == 3:
            raise UnclearError(
                f"III квартал приходится на два учебных года: {school_year.year} или {school_year.year + 1}?",
                ambiguous=True,
            )
        year = school_year.year if number == 4 else school_year.year + 1

    return Span(date(year, 3 * number - 2, 1), month_end(year, 3 * number))


def school_term(number: int, school_year: SchoolYear) -> Span:
    """The school term (четверть) of the settings; -1 = the last."""
    terms = school_year.quarters
    if number > len(terms) or number == 0:
        raise UnclearError(f"В настройках {len(terms)} учебных периодов. Какой имеется в виду?")
    term = terms[number - 1 if number > 0 else -1]

    return Span(term.start, term.due)


def half_year(number: int, year: int | None, school_year: SchoolYear) -> Span:
    """The half of the school year (one of two terms or two of four), or of a calendar year where that is stated."""
    if number not in (1, 2, -1):
        raise UnclearError("Полугодий два. Первое или второе?")
    second = number != 1
    if year == school_year.year + second:
        raise UnclearError(f"Полугодие учебного года или {year} года? С какого и по какое число?", ambiguous=True)
    if year is not None:
        return Span(date(year, 7, 1), date(year, 12, 31)) if second else Span(date(year, 1, 1), date(year, 6, 30))
    terms = school_year.quarters
    if len(terms) == 2:
        return Span(terms[second].start, terms[second].due)
    if len(terms) != 4:
        raise UnclearError("Полугодие не складывается из учебных периодов настроек. С какого и по какое число?")

    return Span(terms[2].start, terms[3].due) if second else Span(terms[0].start, terms[1].due)


def school_break(season: int, school_year: SchoolYear) -> Span:
    """The autumn, winter or spring break (0, 1, 2) between the four terms of the settings."""
    if len(school_year.quarters) != 4:
        raise UnclearError("В настройках не четыре четверти. С какого и по какое число каникулы?")
    found = school_year.breaks[season]

    return Span(found.start, found.due)
