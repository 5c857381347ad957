"""The meaning of whole phrases: a method per rule of grammar.lark, with an example; dates are read in own_dates.py."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING, Final, cast

from lark import Token, v_args

from objectivity_core.deadlines.dates import Span, UnclearError
from objectivity_core.deadlines.model import Kind, Offset, OffsetUnit, Recurrence, RecurrenceUnit, Term
from objectivity_core.deadlines.own_dates import Dated, OwnDates
from objectivity_core.deadlines.recurring import expand

if TYPE_CHECKING:
    from lark import ParseTree

    from objectivity_core.deadlines.own_dates import Part

OFFSET_UNITS: Final[dict[str, OffsetUnit]] = {
    "DAYWORD": "day",
    "WEEKWORD": "week",
    "MONTHWORD": "month",
    "day": "day",
    "week": "week",
    "month": "month",
}
RECURRENCE_UNITS: Final[dict[str, RecurrenceUnit]] = {
    "WEEKWORD": "week",
    "MONTHWORD": "month",
    "QUARTER": "quarter",
    "SCHOOLTERM": "term",
    "HALFYEAR": "half",
    "YEARWORD": "year",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "term": "term",
}
# More days, weeks or months from an event than an academic year has days are a slip of the keyboard.
LONGEST: Final = 366
HOW_LONG_BEFORE: Final = "За сколько дней до начала? Принято: не позднее чем накануне."
SEVERAL_TIMES: Final = "Несколько раз за период: к каким числам?"


@dataclass(frozen=True)
class Reading:
    """What a phrase means, before its words and its span are added."""

    kind: Kind
    terms: tuple[Term, ...] = ()
    offset: Offset | None = None
    recurrence: Recurrence | None = None
    ambiguous: bool = False
    question: str = ""


@v_args(inline=True)
class Meaning(OwnDates):
    """Turns the tree of a phrase into its Reading."""

    def reading(self, tree: ParseTree) -> Reading:
        """The meaning of a parsed phrase; UnclearError arrives wrapped in lark's VisitError."""
        return cast("Reading", self.transform(tree))

    def fixed(self, *parts: Dated | tuple[Dated, ...] | Token) -> Reading:
        """«Октябрь, апрель», «ежегодно до 1 октября»."""
        dated: list[Dated] = []
        for part in parts:
            if not isinstance(part, Token):
                dated.extend([part] if isinstance(part, Dated) else part)
        year = self.calendar.year
        doubtful = any(item.doubtful for item in dated)
        question = f"Август {year} или {year + 1} года? Принят {year + 1} год." if doubtful else ""
        return Reading("fixed", tuple(item.term for item in dated), ambiguous=doubtful, question=question)

    def counted(self, count: int, _unit: Token, *parts: Dated | tuple[Dated, ...] | Token) -> Reading:
        """«2 раза в год: октябрь, апрель»: read where it names as many terms as it says."""
        reading = self.fixed(*parts)
        if len(reading.terms) != count:
            raise UnclearError("Сроков названо не столько, сколько раз. К каким числам?", ambiguous=True)
        return reading

    def ongoing(self, *parts: Span | Token) -> Span:
        """«Постоянно», «в течение учебного года»."""
        last = parts[-1]
        return last if isinstance(last, Span) else Span(self.calendar.starts, self.calendar.ends)

    def school_long(self, school_year: Span) -> Span:
        """«В течение учебного года»: from the first school day to the last."""
        return school_year

    def year_long(self, _word: Token) -> Span:
        """«В течение года»: the academic year from 1 September to 31 August."""
        return Span(self.calendar.starts, self.calendar.ends)

    def stated_long(self, year: int, _word: Token | None = None) -> Span:
        """«В течение 2025 года»: the calendar year."""
        return Span(date(year, 1, 1), date(year, 12, 31))

    def continuous(self, span: Span, stated: Span | None = None) -> Reading:
        """«Весь учебный год», «весь учебный год: 02.09.2024-26.05.2025»."""
        span = stated or span
        return Reading("continuous", (Term(span.start, span.due),))

    def schedule(self, *_words: object) -> Reading:
        """«По графику проведения ВПР»."""
        return Reading("schedule")

    def about(self, *_words: object) -> None:
        """Words about the plan or the event say nothing about dates."""

    occasion = conduct = about

    def recurring(self, *parts: Recurrence | Span) -> Reading:
        """«Ежемесячно до 25 числа, с октября по май»."""
        rule = Recurrence("month")
        for part in parts:
            if isinstance(part, Span):
                rule = replace(rule, window=Term(part.start, part.due))
            elif part.day is None or rule.weekday is not None:
                rule = replace(part, window=rule.window)
            else:
                rule = replace(rule, day=part.day, following=part.following)
        if rule.day is not None and rule.unit == "quarter" and not rule.following:
            raise UnclearError("Число какого месяца квартала?", ambiguous=True)
        if rule.day is not None and rule.unit not in ("month", "quarter"):
            raise UnclearError("Число какого месяца?", ambiguous=True)
        return Reading("recurring", expand(rule, self.calendar), recurrence=rule)

    def each(self, unit: Token) -> Recurrence:
        """«Ежемесячно», «каждую четверть»."""
        return Recurrence(RECURRENCE_UNITS[_unit(unit)])

    def each_counted(self, *parts: int | Token) -> Recurrence:
        """«1 раз в четверть»; «2 раза в год» names no dates."""
        *count, unit = parts
        if count and count[0] != 1:
            raise UnclearError(SEVERAL_TIMES)
        return Recurrence(RECURRENCE_UNITS[_unit(unit)])

    def each_weekday(self, *parts: int | Token) -> Recurrence:
        """«Каждую пятницу», «еженедельно по пятницам»."""
        if isinstance(parts[0], Token) and parts[0] != "week":
            raise UnclearError("Каждую неделю или раз в месяц?", ambiguous=True)
        return Recurrence("week", weekday=int(parts[-1]))

    def due_in(self, day: int, *_words: object) -> Recurrence:
        """«До 25 числа» of «ежемесячно до 25 числа»."""
        return self._on(day, following=False)

    def due_in_following(self, day: int, *_words: object) -> Recurrence:
        """«До 10 числа месяца, следующего за отчётным»."""
        return self._on(day, following=True)

    def nth_in_each(self, nth: int, weekday: int, *_words: object) -> Recurrence:
        """«Последняя пятница каждого месяца»."""
        if nth > 4:
            raise UnclearError("Пятый такой день есть не в каждом месяце. К каким числам?")
        return Recurrence("month", weekday=weekday, nth=nth)

    def window(self, part: Part) -> Span:
        """«С октября по май» of «ежемесячно с октября по май»."""
        return self.span_of(part)

    def event(self, *parts: Offset | time) -> Reading:
        """«До 14.00 накануне дня проведения»."""
        offsets = [part for part in parts if isinstance(part, Offset)]
        clocks = [part for part in parts if isinstance(part, time)]
        if len(clocks) > 1:
            raise UnclearError("Названы два времени суток. До какого часа?", ambiguous=True)
        return Reading("event", offset=replace(offsets[0], time=clocks[0] if clocks else None))

    def event_unsaid(self, *parts: Offset | time) -> Reading:
        """«До проведения ВПР»: how long before is not said."""
        return replace(self.event(*parts), ambiguous=True, question=HOW_LONG_BEFORE)

    def distance(self, *parts: int | Token) -> Offset:
        """«3 рабочих дня», «неделю»."""
        count = next((part for part in parts if not isinstance(part, Token)), 1)
        if not 1 <= count <= LONGEST:
            raise UnclearError(f"Срок в {count} дней, недель или месяцев: верно ли он написан?")
        unit = OFFSET_UNITS[_unit(parts[-1])]
        if any(isinstance(part, Token) and part.type == "WORKING" for part in parts):
            if unit != "day":
                raise UnclearError("Рабочие недели и месяцы не считают. Сколько рабочих дней?")
            unit = "working day"
        return Offset(count, unit)

    def before(self, distance: Offset, *_words: object) -> Offset:
        """«Не позднее чем за 3 дня до проведения»."""
        return replace(distance, count=-distance.count)

    def unsaid(self, *_words: object) -> Offset:
        """«До проведения ВПР», «перед началом проведения»: at least before that day."""
        return Offset(-1, "day")

    def eve(self, *_words: object) -> Offset:
        """«Накануне дня проведения»."""
        return Offset(-1, "day")

    def same_day(self, *_words: object) -> Offset:
        """«В день проведения экзамена»."""
        return Offset(0, "day")

    def after(self, distance: Offset, *_words: object) -> Offset:
        """«В течение 3 рабочих дней со дня получения результатов»."""
        return distance

    def after_long(self, *parts: int | Token | None) -> Offset:
        """«В двухнедельный срок», «в 3-дневный срок»."""
        number, unit = str(next(part for part in parts if isinstance(part, Token) and part.type == "LONG")).split()
        count = next((part for part in parts if isinstance(part, int)), int(number))
        return self.distance(count, Token("UNIT", unit))

    def next_day(self, *parts: Token | None) -> Offset:
        """«На следующий рабочий день после проведения»."""
        working = any(isinstance(part, Token) and part.type == "WORKING" for part in parts)
        return Offset(1, "working day" if working else "day")

    def from_then(self, *_words: object) -> Offset:
        """«После проведения ВПР»: from the next day on."""
        return Offset(1, "day", opens=True)

    def _on(self, day: int, *, following: bool) -> Recurrence:
        if not 1 <= day <= 31:
            raise UnclearError("Такого числа нет. До какого числа месяца?")
        return Recurrence("month", day=day, following=following)


def _unit(word: int | Token) -> str:
    """«LONG», «UNIT» tokens carry their unit as text; the others are units by their type."""
    return str(word) if isinstance(word, Token) and word.type == "UNIT" else getattr(word, "type", str(word))
