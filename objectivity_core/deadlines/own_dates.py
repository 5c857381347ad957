"""The meaning of the dates and periods that a phrase names itself: a method per rule of grammar.lark, with an example."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from lark import Discard, Token, Transformer, v_args

from objectivity_core.deadlines import dates
from objectivity_core.deadlines.dated import MEANINGFUL, NUMBERS, QUARTERED, Dated
from objectivity_core.deadlines.dates import Partial, Span, UnclearError
from objectivity_core.deadlines.model import Offset, Term, shift

if TYPE_CHECKING:
    from collections.abc import Callable

    from objectivity_core.school_year.year import SchoolYear

Part = Partial | Span

# «Ежечетвертно» and «по четвертям» speak of the four terms, too; «четверть» and «триместр» carry their number.


@v_args(inline=True)
class OwnDates(Transformer[Token, object]):
    """Reads dates and stretches of days."""

    def __init__(self, calendar: SchoolYear) -> None:
        """Keep the academic year that months without a year belong to."""
        super().__init__()
        self.calendar = calendar

    def __default_token__(self, token: Token) -> object:  # lark's name
        """Keep what carries a meaning, drop the small words; numbers become int."""
        if token.type in NUMBERS:
            return int(token)

        return token if token.type in MEANINGFUL else Discard

    def bound(self, *_words: object) -> object:
        """«Не позднее», «в срок до»: says nothing that a day alone does not say."""
        return Discard

    on_days = bound

    def clock(self, token: Token) -> time:
        """«До 14.00», «18 часов», «3 часа дня»."""
        hour, minute = [*map(int, re.findall(r"\d+", token)), 0][:2]
        if token.endswith(("дня", "вечера")) and hour < 12:
            hour += 12

        return dates.make_time(hour, minute)

    def due(self, part: Partial | Span, clock: time | None = None) -> Dated:
        """«До 5 сентября», «1 декабря 2021»."""
        span = self.span_of(part)

        return Dated(Term(None, span.due, clock), span.doubtful)

    def due_clock_first(self, clock: time, part: Partial | Span) -> Dated:
        """«До 14.00 5 сентября»."""
        return self.due(part, clock)

    def by_end(self, part: Partial | Span) -> Dated:
        """«До конца октября», «не позднее октября»."""
        return self.due(part)

    def by_school_end(self, school_year: Span) -> Dated:
        """«До конца учебного года»."""
        return self.due(school_year)

    def by_year_end(self, year: int) -> Dated:
        """«До конца 2024 года»."""
        return Dated(Term(None, date(year, 12, 31)))

    def by_first_year_end(self, _word: Token) -> Dated:
        """«До конца календарного года»."""
        return self.by_year_end(self.calendar.year)

    def span(self, part: Partial | Span, clock: time | None = None) -> Dated:
        """«Октябрь», «с 1 по 15 мая»."""
        span = self.span_of(part)

        return Dated(Term(span.start, span.due, clock), span.doubtful)

    def since(self, part: Partial | Span) -> Dated:
        """«С 14.03.2023»."""
        span = self.span_of(part)

        return Dated(Term(span.start, None), span.doubtful)

    def since_after(self, part: Partial | Span) -> Dated:
        """«После 15 мая»."""
        span = self.span_of(part)

        return Dated(Term(span.due + timedelta(days=1), None), span.doubtful)

    def days(self, *numbers: int) -> tuple[Dated, ...]:
        """«15 и 22 апреля», «15, 22 апреля 2025 года»."""
        year = numbers[-1] if numbers[-1] > 99 else None
        *days, month = numbers[:-1] if year else numbers

        return tuple(self.due(Partial(day, month, year)) for day in days)

    def periods(self, *parts: int | Token) -> tuple[Dated, ...]:
        """«I и II кварталы», «1, 3 четверти»."""
        place, unit = next((i, part) for i, part in enumerate(parts) if isinstance(part, Token))
        readers: dict[str, Callable[..., Span]] = {
            "QUARTER": self.quarter,
            "SCHOOLTERM": self.school_term,
            "HALFYEAR": self.half_year,
        }
        read = readers[unit.type]

        return tuple(self.span(read(int(number), *parts[place:])) for number in parts[:place])

    def breaks(self, *seasons: int) -> tuple[Dated, ...]:
        """«Осенние, весенние каникулы»."""
        return tuple(self.span(self.school_break(season)) for season in seasons)

    def before_day(self, distance: Offset, part: Partial | Span) -> Dated:
        """«За 3 дня до 1 сентября», «за неделю до начала осенних каникул»."""
        span = self.span_of(part)

        return Dated(Term(None, shift(span.due, -distance.count, distance.unit, self.calendar)), span.doubtful)

    def beginning(self, part: Partial | Span) -> Span:
        """«Начала осенних каникул» of «за неделю до начала осенних каникул»."""
        span = self.span_of(part)

        return Span(span.start, span.start, span.doubtful)

    def ending(self, part: Partial | Span) -> Span:
        """«Конца I полугодия» of «за 3 дня до конца I полугодия»."""
        span = self.span_of(part)

        return Span(span.due, span.due, span.doubtful)

    def unclear(self, *_words: object) -> Dated:
        """«В начале сентября», «конец четверти»."""
        raise UnclearError("Начало, середина и конец: с какого и по какое число?", ambiguous=True)

    def unclear_bound(self, *_words: object) -> Dated:
        """«До октября»."""
        raise UnclearError("До начала или до конца этого периода: до какого числа?", ambiguous=True)

    def unclear_year(self, *_words: object) -> Dated:
        """«До конца года»."""
        raise UnclearError("До конца учебного года или до 31 декабря?", ambiguous=True)

    def unclear_week(self, *_words: object) -> Dated:
        """«Вторая неделя октября»."""
        raise UnclearError("Недели месяца считают по-разному: с какого и по какое число?", ambiguous=True)

    def unclear_which(self, *_words: object) -> Dated:
        """«До конца четверти», «на каникулах»."""
        raise UnclearError("Какой это период по счёту? Назовите его или числа.", ambiguous=True)

    def stretch(self, first: Partial | Span, last: Partial | Span) -> Span:
        """«С 11 апреля по 16 мая», «сентябрь-май»."""
        return dates.resolve_range(first, last, self.calendar)

    def bare_day(self, number: int) -> Partial:
        """«15» of «15-20 апреля»."""
        return Partial(number, None)

    def full_date(self, token: Token, _word: Token | None = None) -> Partial:
        """«06.02.2023», «16.04.25», «2025-04-16»."""
        first, second, third = map(int, re.findall(r"\d+", token))
        if first > 99:
            return Partial(third, second, first)

        return Partial(first, second, third if third > 99 else 2000 + third)

    def day_month(self, day: int, month: int, year: int | None = None) -> Partial:
        """«11 апреля», «11 апреля 2025 года»."""
        return Partial(day, month, year)

    def dotted(self, token: Token, year: int | None = None) -> Partial:
        """«15.09»."""
        day, month = map(int, token.split("."))

        return Partial(day, month, year)

    def nth_weekday(self, nth: int, weekday: int, month: int, year: int | None = None) -> Span:
        """«Третий понедельник апреля»."""
        span = self.span_of(Partial(None, month, year))
        day = dates.nth_weekday(nth, weekday, span.start)

        return Span(day, day, span.doubtful)

    def nth_working_day(self, nth: int, *words: int | Token) -> Span:
        """«Первый рабочий день сентября»."""
        month, *year = [word for word in words if isinstance(word, int)]
        span = self.span_of(Partial(None, month, year[0] if year else None))
        day = dates.nth_working_day(nth, span, self.calendar)

        return Span(day, day, span.doubtful)

    def short_year(self, year: int, _word: Token) -> int:
        """«25 г.» of «15 мая 25 г.»."""
        if not 10 <= year <= 99:
            raise UnclearError(f"Год {year}: верно ли он написан?")

        return 2000 + year

    def stated_year(self, year: int, _word: Token | None = None) -> int:
        """«2025 года»."""
        return year

    def month(self, month: int, *words: object) -> Partial:
        """«Октябрь 2013 года», «май месяц»."""
        return Partial(None, month, _int_in(words))

    def quarter(self, number: int, *words: object) -> Span:
        """«I квартал», «IV квартал 2024 года»."""
        return dates.quarter(number, _int_in(words), self.calendar)

    def quarters(self, first: int, last: int, *words: object) -> Span:
        """«I-II квартал»."""
        span = Span(self.quarter(first, *words).start, self.quarter(last, *words).due)
        if span.due < span.start and first < last:
            raise UnclearError(dates.TWO_YEARS, ambiguous=True)

        return dates.ordered(span)

    def school_term(self, number: int, unit: int | Token, *_words: object) -> Span:
        """«II четверть», «I триместр»."""
        self.check_terms(unit)

        return dates.school_term(number, self.calendar)

    def school_terms(self, first: int, last: int, unit: int | Token, *_words: object) -> Span:
        """«I-II четверть»."""
        return dates.ordered(Span(self.school_term(first, unit).start, self.school_term(last, unit).due))

    def check_terms(self, unit: int | Token) -> None:
        """Ask where the settings divide the year otherwise than into the terms that are named."""
        named = int(unit) if isinstance(unit, Token) and unit.isdecimal() else QUARTERED
        if named != len(self.calendar.quarters):
            raise UnclearError(f"В настройках {len(self.calendar.quarters)} учебных периодов. Какой имеется в виду?")

    def half_year(self, number: int, *words: object) -> Span:
        """«I полугодие» (of the school year), «I полугодие 2025 года» (of the calendar year)."""
        return dates.half_year(number, _int_in(words), self.calendar)

    def decade(self, number: int, month: int, year: int | None = None) -> Span:
        """«1-я декада сентября»: its days 1-10, 11-20, 21 to the end."""
        return dates.part_of_month(self.span_of(Partial(None, month, year)), 3, number)

    def decades(self, first: int, last: int, month: int, year: int | None = None) -> Span:
        """«1-2 декада сентября»."""
        start, end = self.decade(first, month, year), self.decade(last, month, year)

        return dates.ordered(Span(start.start, end.due, start.doubtful))

    def half_month(self, number: int, month: int, year: int | None = None) -> Span:
        """«Первая половина октября»: its days 1-15, 16 to the end."""
        return dates.part_of_month(self.span_of(Partial(None, month, year)), 2, number)

    def school_break(self, season: int, *words: object) -> Span:
        """«Осенние каникулы», «зимние каникулы 2025 года»."""
        span, year = dates.school_break(season, self.calendar), _int_in(words)
        if year not in (None, span.start.year, span.due.year):
            raise UnclearError(f"Каникулы {year} года в этот учебный год не входят. С какого и по какое число?")

        return span

    def school_start(self, school_year: Span) -> Span:
        """«Начала учебного года» of «с начала учебного года»."""
        return Span(school_year.start, school_year.start)

    def school_year(self, *words: object) -> Span:
        """«2024-2025 учебный год»: its first and last school day; another academic year's are not known here."""
        stated = _int_in(words)
        if stated is not None and stated != self.calendar.year:
            raise UnclearError(
                f"Назван {stated}/{stated + 1} учебный год, а книга ведётся за "
                f"{self.calendar.year}/{self.calendar.year + 1}. Какой срок в этом году?"
            )

        return Span(self.calendar.first_day, self.calendar.last_day)

    def span_of(self, part: Partial | Span) -> Span:
        """The days that a part stands for."""
        return part if isinstance(part, Span) else dates.resolve(part, self.calendar)


def _int_in(words: tuple[object, ...]) -> int | None:
    """The stated year among the words of a rule."""
    return next((word for word in words if isinstance(word, int)), None)
