"""The meaning of whole phrases: a method per rule of grammar.lark, with an example; dates are read in own_dates.py."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING, Final, cast

from lark import Token, v_args

from objectivity_core.deadlines.dated import Dated
from objectivity_core.deadlines.dates import Span, UnclearError
from objectivity_core.deadlines.describe import describe_several
from objectivity_core.deadlines.model import LONGEST, Kind, Offset, OffsetUnit, Recurrence, RecurrenceUnit, Term
from objectivity_core.deadlines.own_dates import OwnDates
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
    "half": "half",
}
HOW_LONG_BEFORE: Final = "За сколько дней до начала? Принято: не позднее чем накануне."
BEFORE_WHAT: Final = "За столько до чего? Принято: до процедуры."
HOW_LONG_AFTER_EACH: Final = "Через сколько дней после окончания? Принято: к последнему дню."
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

    def reading(self, tree: ParseTree) -> Reading | None:
        """The meaning of a parsed phrase, None where it has no clear one; UnclearError arrives wrapped in lark's VisitError."""
        return cast("Reading | None", self.transform(tree))

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

    def counted(self, count: int, unit: Token, *parts: Dated | tuple[Dated, ...] | Token) -> Reading:
        """«2 раза в год: октябрь, апрель», «1 раз в полугодие: декабрь, май»: read where it names as many terms as it says."""
        reading = self.fixed(*parts)
        units = {"SCHOOLTERM": len(self.calendar.quarters), "QUARTER": 4, "HALFYEAR": 2}.get(unit.type, 1)
        if len(reading.terms) not in (count, count * units):
            raise UnclearError("Сроков названо не столько, сколько раз. К каким числам?", ambiguous=True)

        return reading

    def ongoing(self, *parts: Span | Token) -> Span:
        """«Постоянно», «в течение учебного года»."""
        stated = next((part for part in parts if isinstance(part, Span)), None)

        return stated or Span(self.calendar.starts, self.calendar.ends)

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
        windows = [Term(part.start, part.due) for part in parts if isinstance(part, Span)]
        rules = [part for part in parts if isinstance(part, Recurrence) and part.day is None]
        dated = [part for part in parts if isinstance(part, Recurrence) and part.day is not None]
        quarterly = [part for part in dated if part.unit == "quarter"]
        if len({part.unit for part in [*rules, *quarterly]}) > 1:
            raise UnclearError("Названы два разных повторения. Как часто?", ambiguous=True)
        rule = replace([Recurrence("month"), *quarterly, *rules][-1], window=windows[0] if windows else None)
        if dated:
            rule = replace(rule, day=dated[-1].day, following=dated[-1].following)
        if rule.day is not None and rule.unit == "quarter" and not rule.following:
            raise UnclearError("Число какого месяца квартала?", ambiguous=True)
        if rule.day is not None and rule.unit not in ("month", "quarter"):
            raise UnclearError("Число какого месяца?", ambiguous=True)

        return Reading("recurring", expand(rule, self.calendar), recurrence=rule)

    def recurring_ended(self, unit: Token, *window: Span) -> Reading:
        """«По окончании каждой четверти»: how long after its end is not said."""
        return replace(self.recurring(self.each(unit), *window), ambiguous=True, question=HOW_LONG_AFTER_EACH)

    def each(self, unit: Token) -> Recurrence:
        """«Ежемесячно», «каждую четверть», «до конца каждой четверти»."""
        return Recurrence(self._recurring_unit(unit))

    def each_counted(self, *parts: int | Token) -> Recurrence:
        """«1 раз в четверть»; «2 раза в год» names no dates."""
        *count, unit = parts
        if count and count[0] != 1:
            raise UnclearError(SEVERAL_TIMES)

        return Recurrence(self._recurring_unit(unit))

    def each_weekday(self, *parts: int | Token) -> Recurrence:
        """«Каждую пятницу», «еженедельно по пятницам»."""
        if isinstance(parts[0], Token) and parts[0] != "week":
            raise UnclearError("Каждую неделю или раз в месяц?", ambiguous=True)

        return Recurrence("week", weekday=int(parts[-1]))

    def due_in(self, day: int, *_words: object) -> Recurrence:
        """«До 25 числа» of «ежемесячно до 25 числа»."""
        return self._on(day, following=False)

    def due_in_following(self, day: int, *words: object) -> Recurrence:
        """«До 10 числа месяца, следующего за отчётным», «… за отчётным кварталом»."""
        quarterly = any("квартал" in str(word) for word in words)

        return replace(self._on(day, following=True), unit="quarter" if quarterly else "month")

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

    def event_unlinked(self, *parts: Offset | time) -> Reading:
        """«За 3 дня»: before what is not said."""
        return replace(self.event(*parts), ambiguous=True, question=BEFORE_WHAT)

    def several(self, *parts: Offset | time) -> Reading | None:
        """«Накануне и в день проведения»: a deadline has one offset; «за день до ВПР и за день до ОГЭ» is one."""
        offsets = [part for part in parts if isinstance(part, Offset)]
        if any(offset.opens for offset in offsets):
            # «В течение 3 дней, после проведения» is one deadline with a comma too many.
            return None
        if len(set(offsets)) > 1:
            raise UnclearError(describe_several(offsets), ambiguous=True)

        return self.event(offsets[0], *(part for part in parts if isinstance(part, time)))

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

    def _recurring_unit(self, word: int | Token) -> RecurrenceUnit:
        """The unit; a term only where the settings divide the year into such terms."""
        unit = RECURRENCE_UNITS[_unit(word)]
        if unit == "term":
            self.check_terms(word)

        return unit

    def _on(self, day: int, *, following: bool) -> Recurrence:
        if not 1 <= day <= 31:
            raise UnclearError("Такого числа нет. До какого числа месяца?")

        return Recurrence("month", day=day, following=following)


def _unit(word: int | Token) -> str:
    """«LONG», «UNIT» tokens carry their unit as text; the others are units by their type."""
    return str(word) if isinstance(word, Token) and word.type == "UNIT" else getattr(word, "type", str(word))
