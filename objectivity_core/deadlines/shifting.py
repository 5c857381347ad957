"""Moves the years that a deadline phrase states, so that this year's plan can become next year's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from objectivity_core.deadlines.lexer import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.deadlines.lexer import Piece

_ISO_OR_YEAR: Final = re.compile(r"^\d{4}(?!\d)")
_LAST_NUMBER: Final = re.compile(r"\d+$")
_TWO_YEARS: Final = re.compile(r"(?:19|20)\d\d\s*[-/]\s*(?:20)?\d\d")
_NUMBER: Final = re.compile(r"\d+")


def shift_years(phrase: str, years: int) -> str:
    """The phrase with every year that it states moved, everything else verbatim.

    A year is stated in a date (two or four digits), beside a month («сентябрь 2024 г.», «май 25 г.»), alone («в течение 2024
    года») or as a school year («2024/2025», «2024-25»). The date of an order («от 13.05.2024 № 1008») stays: it says
    which order, not when. 29 February may become a day that does not exist; reading it then asks.

    Args:
        phrase: The phrase as the plan has it.
        years: By how many years; negative moves them back.

    >>> shift_years("до 05.09.24, апрель–май 2025 г. (2024/2025 уч. год)", 1)
    'до 05.09.25, апрель–май 2026 г. (2025/2026 уч. год)'
    >>> shift_years("не позднее 3 рабочих дней до ВПР", 1)
    'не позднее 3 рабочих дней до ВПР'
    """
    # «Май⏎25 г.»: a line break parts no year from its month.
    pieces = [piece for piece in cut(phrase) if piece.text != "\n"]
    moved = phrase
    for place in reversed(range(len(pieces))):
        piece, written = pieces[place], _year_in(pieces, place)
        if written:
            text = written.sub(lambda found: _moved(found[0], years), phrase[piece.start : piece.end])
            moved = moved[: piece.start] + text + moved[piece.end :]

    return moved


def _year_in(pieces: Sequence[Piece], place: int) -> re.Pattern[str] | None:
    """Where in a piece of the phrase its years are written; None where it states no year."""
    piece = pieces[place]
    if piece.terminal == "DATE":
        return _ISO_OR_YEAR if _ISO_OR_YEAR.match(piece.text) else _LAST_NUMBER
    if piece.terminal == "YEAR":
        return _ISO_OR_YEAR
    if piece.terminal == "YEARS" or _TWO_YEARS.fullmatch(piece.text):
        return _NUMBER
    terminals = [piece.terminal for piece in pieces[max(0, place - 1) : place + 2]]
    short = terminals == ["MONTH", "NUMBER", "YEARWORD"] and len(piece.text) == 2

    return _NUMBER if short else None


def _moved(digits: str, years: int) -> str:
    """The year moved, written with as many digits as before."""
    return f"{int(digits) + years:0{len(digits)}d}" if len(digits) == 4 else f"{(int(digits) + years) % 100:02d}"
