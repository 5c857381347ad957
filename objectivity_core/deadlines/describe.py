"""Says a reading in plain Russian, for the column «Как понят срок»; reading that text gives the same meaning again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from objectivity_core.deadlines.words import ALL_PROCEDURES
from objectivity_core.russian.wording import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.deadlines.model import Deadline, Offset, OffsetUnit, Recurrence, RecurrenceUnit, Term
    from objectivity_core.school_year.year import SchoolYear

# One, two to four, five and more: accusative after «за», «через».
UNITS: Final[dict[OffsetUnit, tuple[str, str, str]]] = {
    "working day": ("рабочий день", "рабочих дня", "рабочих дней"),
    "day": ("день", "дня", "дней"),
    "week": ("неделю", "недели", "недель"),
    "month": ("месяц", "месяца", "месяцев"),
}
EACH: Final[dict[RecurrenceUnit, str]] = {
    "week": "еженедельно",
    "month": "ежемесячно",
    "quarter": "ежеквартально",
    "term": "каждую четверть",
    "half": "каждое полугодие",
    "year": "1 раз в год",
}
EVERY_WEEKDAY: Final = (
    *("каждый понедельник", "каждый вторник", "каждую среду", "каждый четверг"),
    *("каждую пятницу", "каждую субботу", "каждое воскресенье"),
)
# Masculine, feminine, neuter: «первый вторник», «первая среда», «первое воскресенье».
ORDINALS: Final = {
    1: ("первый", "первая", "первое"),
    2: ("второй", "вторая", "второе"),
    3: ("третий", "третья", "третье"),
    4: ("четвертый", "четвертая", "четвертое"),
    -1: ("последний", "последняя", "последнее"),
}
GENDERS: Final = (0, 0, 1, 0, 1, 1, 2)
GENITIVES: Final = {
    ALL_PROCEDURES: "процедуры",
    "итоговое собеседование": "итогового собеседования",
    "пробный ОГЭ": "пробного ОГЭ",
}


def describe(deadline: Deadline, school_year: SchoolYear) -> str:
    """The meaning of a deadline in Russian words.

    >>> from objectivity_core.deadlines import read_deadline
    >>> from objectivity_core.school_year.year import SchoolYear
    >>> year = SchoolYear(2024)
    >>> for phrase in ("октябрь, апрель", "за день до ВПР", "в течение уч. года", "когда-нибудь"):
    ...     print(describe(read_deadline(phrase, year), year))
    01.10.2024–31.10.2024; 01.04.2025–30.04.2025
    накануне ВПР
    весь учебный год: 02.09.2024–26.05.2025
    требует уточнения
    """
    if deadline.kind == "fixed":
        return "; ".join(map(describe_term, deadline.terms))
    if deadline.kind == "continuous":
        (term,) = deadline.terms
        school = (term.start, term.due) == (school_year.first_day, school_year.last_day)
        whole = "весь учебный год" if school else "весь год"
        return f"{whole}: {describe_term(term)}"
    if deadline.kind == "schedule":
        return _schedule(deadline.procedures)
    if deadline.recurrence is not None:
        return _recurrence(deadline.recurrence, school_year)
    if deadline.offset is not None:
        return _event(deadline.offset, deadline.procedures)

    return "требует уточнения"


def count(number: int, words: tuple[str, str, str]) -> str:
    """The number with its noun in the right form.

    >>> count(21, UNITS["day"]), count(12, UNITS["week"])
    ('21 день', '12 недель')
    """
    if number % 10 == 1 and number % 100 != 11:
        return f"{number} {words[0]}"
    few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)

    return f"{number} {words[1] if few else words[2]}"


def describe_term(term: Term) -> str:
    """One term in Russian: «до 05.09.2024», «01.10.2024–31.10.2024», «с 14.03.2023»."""
    clock = f"до {term.time:%H:%M}" if term.time else ""
    if term.start and term.due:
        return f"{term.start:%d.%m.%Y}–{term.due:%d.%m.%Y} {clock}".strip()
    if term.start:
        return f"с {term.start:%d.%m.%Y}"

    return f"{clock or 'до'} {term.due:%d.%m.%Y}"


def _schedule(procedures: tuple[str, ...]) -> str:
    if procedures == (ALL_PROCEDURES,):
        return "по графику оценочных процедур"

    return f"по графику: {', '.join(procedures)}" if procedures else "по графику"


def _event(offset: Offset, procedures: tuple[str, ...]) -> str:
    of_event = ", ".join(GENITIVES.get(kind, kind) for kind in procedures) or "события"
    if offset.opens:
        text = f"после {of_event}"
    elif offset.count == 0:
        text = f"в день {of_event}"
    elif (offset.count, offset.unit) == (-1, "day"):
        text = f"накануне {of_event}"
    elif offset.count < 0:
        text = f"за {distance(offset)} до {of_event}"
    else:
        text = f"не позднее чем через {distance(offset)} после {of_event}"

    return f"{text}, до {offset.time:%H:%M}" if offset.time else text


def describe_several(offsets: Sequence[Offset]) -> str:
    """What to do about a phrase that names several distances from one event, each of them named.

    >>> from objectivity_core.deadlines.model import Offset
    >>> describe_several([Offset(-1, "day"), Offset(0, "day")])
    'Названы день накануне и день проведения: разделите на две меры.'
    """
    *names, last = dict.fromkeys(map(_moment, offsets))

    return f"Названы {', '.join(names)} и {last}: разделите на {'две' if len(names) == 1 else 'отдельные'} меры."


def _moment(offset: Offset) -> str:
    if offset.count == 0:
        return "день проведения"
    if (offset.count, offset.unit) == (-1, "day"):
        return "день накануне"

    return f"срок {f'за {distance(offset)} до' if offset.count < 0 else f'через {distance(offset)} после'} проведения"


def distance(offset: Offset) -> str:
    """How far an offset is, without its direction: «3 рабочих дня»; a single week or month is said without its number."""
    if abs(offset.count) == 1 and offset.unit in ("week", "month"):
        return UNITS[offset.unit][0]

    return count(abs(offset.count), UNITS[offset.unit])


def _recurrence(rule: Recurrence, school_year: SchoolYear) -> str:
    thirds = rule.unit == "term" and len(school_year.quarters) == 3
    text = "каждый триместр" if thirds else EACH[rule.unit]
    if rule.weekday is not None and rule.nth is not None:
        text = f"{ORDINALS[rule.nth][GENDERS[rule.weekday]]} {WEEKDAYS[rule.weekday]} каждого месяца"
    elif rule.weekday is not None:
        text = EVERY_WEEKDAY[rule.weekday]
    elif rule.following:
        text += f" до {rule.day} числа месяца, следующего за отчетным"
    elif rule.day is not None:
        text += f" до {rule.day} числа"

    return f"{text}, {describe_term(rule.window)}" if rule.window else text
