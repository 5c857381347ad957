"""A weekday that stands beside a date: it says nothing new, or it contradicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from objectivity_core.russian.wording import SHORT_WEEKDAYS, WEEKDAYS, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.deadlines.lexer import Piece
    from objectivity_core.deadlines.model import Term

_BEFORE: Final = frozenset({"DATE", "DAYMONTH", "NUMBER"})
_BEHIND: Final = frozenset({"DATE", "DAYMONTH", "MONTH", "YEAR", "YEARWORD"})


def without_weekdays(pieces: Sequence[Piece]) -> list[Piece]:
    """The terminals without weekdays that stand right before or behind a date, a comma between them too."""
    kept: list[Piece] = []
    waiting: list[Piece] = []
    for at, piece in enumerate(pieces):
        following = next((one.terminal for one in pieces[at + 1 :] if one.terminal != "SEP"), "")
        if _weekday(piece) >= 0 and (following in _BEFORE or (kept and _last(kept).terminal in _BEHIND)):
            waiting = [piece]
            while kept and kept[-1].terminal == "SEP" and following not in _BEFORE:
                kept.pop()
        elif not (waiting and piece.terminal == "SEP" and following in _BEFORE and not kept):
            kept.append(piece)
            waiting = []

    return kept


def weekday_question(pieces: Sequence[Piece], terms: Sequence[Term]) -> str:
    """What to ask where a weekday is named that none of the days falls on; ``""`` where all is well."""
    days = [one for term in terms for one in (term.start, term.due) if one]
    said = [number for piece in pieces if (number := _weekday(piece)) >= 0]
    wrong = [number for number in said if number not in {one.weekday() for one in days}]
    if not wrong or not days:
        return ""
    real = ", ".join(f"{day(one)} — {WEEKDAYS[one.weekday()]}" for one in dict.fromkeys(days))

    return f"{real}, а написано «{WEEKDAYS[wrong[0]]}». Какая дата верна?"


def _last(pieces: Sequence[Piece]) -> Piece:
    return next((piece for piece in reversed(pieces) if piece.terminal != "SEP"), pieces[-1])


def _weekday(piece: Piece) -> int:
    """The weekday that a terminal names, Monday = 0, or -1."""
    if piece.terminal == "WEEKDAY":
        return int(piece.value or 0)

    return SHORT_WEEKDAYS.index(piece.text) if piece.text in SHORT_WEEKDAYS else -1
