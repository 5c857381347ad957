"""Reads a Russian deadline phrase: cut into terminals, parsed by grammar.lark, turned into a Deadline; never guessed."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from objectivity_core.deadlines.dates import UnclearError
from objectivity_core.deadlines.lexer import Piece, cut
from objectivity_core.deadlines.list_marks import without_marks
from objectivity_core.deadlines.model import Deadline
from objectivity_core.deadlines.weekdays import weekday_question, without_weekdays
from objectivity_core.deadlines.words import ALL_PROCEDURES
from objectivity_core.deadlines.wrapping import blanked, unwrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from objectivity_core.deadlines.meaning import Reading
    from objectivity_core.deadlines.model import Term
    from objectivity_core.school_year.year import SchoolYear

# Each kind of phrase with the words of which it must hold one; the order decides where two kinds would fit. Asking
# only for the kinds that can fit makes reading three times as fast as one grammar of everything.
STARTS: Final = {
    "schedule": "PLAN ORDER TIMES",
    "recurring": "UNIT EVERY ONCE FOLLOWING WEEKDAY MONTHWORD",
    "continuous": "YEARWORD ALWAYS YEARLY YEAR",
    "event": "ZA DAYWORD WEEKWORD MONTHWORD EVE AFTER END SPELL DURING LONG THROUGH HOLDING PROCEDURE",
    "fixed": "MONTH DATE DAYMONTH SCHOOL YEARWORD QUARTER SCHOOLTERM HALFYEAR BREAK START MIDDLE END",
}
# Tried only where nothing else is read: «в течение 3 дней⏎после ВПР» is one deadline.
SEVERAL: Final = {"several": "ZA EVE DAYWORD"}
EVERY_START: Final = (*STARTS, *SEVERAL)
# A remark in brackets that holds one of these may change the deadline and is read; another is left aside.
WEIGHTY: Final = "NUMBER ORDINAL ROMAN MONTH DATE DAYMONTH YEAR YEARS TIME DECIMAL UNIT PLAN ORDER TIMES EVE DECADE QUARTER SCHOOLTERM"
# Why some phrases have no date of their own: a word of the phrase, and what to ask.
REASONS: Final = {
    "чаще": "Это ограничение частоты, а не срок. К какой дате?",
    "необходимости": "Срок зависит от обстоятельств. К какой дате или после какого события?",
    "надобности": "Срок зависит от обстоятельств. К какой дате или после какого события?",
    "запросу": "Срок зависит от запроса. За сколько дней после него?",
    "ежедневно": "С какого и по какое число?",
    "регулярно": "Как часто или к какой дате?",
    "систематически": "Как часто или к какой дате?",
    "раза": "Несколько раз за период: к каким числам?",
    "итогам": "Когда подводятся итоги: через сколько дней после процедуры?",
    "результатам": "Когда известны результаты: через сколько дней после процедуры?",
    "учебных": "Учебные дни здесь не считаются. Сколько рабочих или календарных дней?",
}
WHICH_YEAR: Final = "Год указан не у всех сроков. Какого года остальные?"
# A phrase is short; a pasted paragraph is refused before it costs seconds.
MOST_PIECES: Final = 80
LONGEST_PHRASE: Final = 2000
NOT_READ: Final = "Срок не распознан. Укажите дату, период или график."


# One click reads the same phrases several times: for the terms, for the findings, for the column «Как понят срок».
@functools.lru_cache(maxsize=2048)
def read_deadline(phrase: str, school_year: SchoolYear) -> Deadline:
    """Read one deadline phrase.

    Args:
        phrase: The phrase as the plan has it; line breaks between complete terms make a list, others are blanks.
        school_year: The academic year to which a month or day without a year belongs, with its working days.

    Returns:
        The reading. What is not understood is kind "unknown" with a question in Russian; nothing is ever raised.

    >>> from objectivity_core.school_year.year import SchoolYear
    >>> reading = read_deadline("до 5 сентября", SchoolYear(2024))
    >>> reading.kind, reading.terms[0].due
    ('fixed', datetime.date(2024, 9, 5))
    >>> read_deadline("по мере необходимости", SchoolYear(2024)).question
    'Срок зависит от обстоятельств. К какой дате или после какого события?'
    """
    if len(phrase) > LONGEST_PHRASE:
        return Deadline(phrase, "unknown", question=NOT_READ)
    plain, question = without_marks(phrase)
    pieces = cut(plain)
    if question or len(pieces) > MOST_PIECES:
        return Deadline(phrase, "unknown", ambiguous=bool(question), question=question or NOT_READ)
    kept = _without_remarks(pieces)
    try:
        reading = _read(kept, school_year)
        if reading is None and "\n" in plain:
            pieces = cut(unwrapped(plain, lambda part: _is_readable(_without_remarks(cut(part)), school_year)))
            kept = _without_remarks(pieces)
            reading = _read(kept, school_year)
        if reading is None and (days := without_weekdays(kept)) != kept:
            reading = _read(days, school_year)
        reading = reading or _read(kept, school_year, SEVERAL)
    except UnclearError as unclear:
        return Deadline(phrase, "unknown", ambiguous=unclear.ambiguous, question=unclear.question)
    if reading is None:
        return _refuse(phrase, pieces, school_year)
    in_doubt = reading.kind == "fixed" and _is_year_in_doubt(reading.terms, kept, school_year)
    if (
        question := WHICH_YEAR
        if in_doubt
        else weekday_question(pieces, reading.terms)
        if reading.kind == "fixed"
        else ""
    ):
        return Deadline(phrase, "unknown", ambiguous=True, question=question)
    # A kind of procedure may be wrapped where the phrase is read without joining its lines: «по графику итогового⏎собеседования».
    named = _procedures(cut(blanked(phrase))) if reading.kind in ("event", "schedule") else ()

    return Deadline(phrase, procedures=named, understood=(kept[0].start, kept[-1].end), **vars(reading))


def _read(pieces: Sequence[Piece], school_year: SchoolYear, starts: Mapping[str, str] = STARTS) -> Reading | None:
    """The meaning of the terminals, or None where they are not a deadline phrase.

    Raises:
        UnclearError: They are one, but name no date.
    """
    # Imported on first use: nothing but reading a phrase needs a parser.
    from lark.exceptions import LarkError, VisitError

    from objectivity_core.deadlines.grammar import parser_of
    from objectivity_core.deadlines.meaning import Meaning

    present = frozenset(piece.terminal for piece in pieces)
    for start, needed in starts.items():
        if present.isdisjoint(needed.split()):
            continue
        parser = parser_of(start, present, EVERY_START)
        if parser is None:
            continue
        try:
            return Meaning(school_year).reading(parser.parse(pieces, start=start))
        except VisitError as wrapped:
            if isinstance(wrapped.orig_exc, UnclearError):
                raise wrapped.orig_exc from None
            raise
        except LarkError:
            continue

    return None


def _without_remarks(pieces: Sequence[Piece]) -> list[Piece]:
    """The terminals without remarks in brackets; a weighty remark stays as if it had no brackets."""
    kept: list[Piece] = []
    remark: list[Piece] | None = None
    for piece in pieces:
        if piece.terminal == "LPAR":
            kept.extend(remark or ())
            remark = []
        elif piece.terminal == "RPAR":
            if _is_weighty(remark or [], kept):
                kept.extend(remark or ())
            remark = None
        else:
            (kept if remark is None else remark).append(piece)

    # A bracket that is never closed is a slip of the keyboard, not a remark.
    return kept + (remark or [])


def _is_year_in_doubt(terms: Sequence[Term], pieces: Sequence[Piece], school_year: SchoolYear) -> bool:
    """Whether a list states a year of another academic year once («сентябрь, октябрь 2023» in 2024/25)."""
    stated = sum(piece.terminal in ("YEAR", "DATE") for piece in pieces)
    ends = [term.due or term.start for term in terms]
    outside = [day for day in ends if day and not school_year.starts <= day <= school_year.ends]

    return 0 < stated < len(terms) and 0 < len(outside) < len(terms)


def _is_weighty(remark: Sequence[Piece], before: Sequence[Piece]) -> bool:
    """Whether a remark may change the deadline; the number before it said again, «3 (трёх)», does not."""
    if len(remark) == 1 and before and (remark[0].terminal, remark[0].value) == (before[-1].terminal, before[-1].value):
        return False

    return any(piece.terminal in WEIGHTY.split() for piece in remark)


def _procedures(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The kinds of procedures named, in the order of the phrase; ("*",) as soon as all are named."""
    named = dict.fromkeys(str(piece.value) for piece in pieces if piece.terminal == "PROCEDURE")

    return (ALL_PROCEDURES,) if ALL_PROCEDURES in named else tuple(named)


def _refuse(phrase: str, pieces: Sequence[Piece], school_year: SchoolYear) -> Deadline:
    """A phrase that is not read as a whole: the reason, or the part of it that alone would be a deadline."""
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.terminal in ("SEP", "LPAR", "RPAR"):
            parts.append([])
        else:
            parts[-1].append(piece)
    for part in parts:
        if len(part) < len(pieces) and _is_readable(part, school_year):
            clause = " ".join(phrase[part[0].start : part[-1].end].split())
            question = f"Понятно только «{clause}». Какой срок у остального?"
            return Deadline(phrase, "unknown", ambiguous=True, question=question)
    question = next((REASONS[piece.text] for piece in pieces if piece.text in REASONS), NOT_READ)

    return Deadline(phrase, "unknown", question=question)


def _is_readable(pieces: Sequence[Piece], school_year: SchoolYear) -> bool:
    try:
        return _read(pieces, school_year) is not None
    except UnclearError:
        return True
