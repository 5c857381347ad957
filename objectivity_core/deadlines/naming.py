"""Which kinds of procedures a text names, and whether a deadline names nothing but a plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from objectivity_core.deadlines.lexer import cut
from objectivity_core.deadlines.words import ALL_PROCEDURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.deadlines.lexer import Piece

# «По отдельному плану»: an adjective that says nothing about which plan it is.
_ANY_PLAN: Final = ("отдельн", "утвержденн", "индивидуальн", "общ")
_ONLY_PLAN: Final = re.compile(
    r"(?:(?:V|NA|COURSE|WHOLE|SCHOOL|CURRENT|YEARS|YEARWORD|ALWAYS|YEARLY|SEP) )*(?:PO|ACCORDING|V ACCORDANCE S) (?:ANY )*PLAN"
)


def procedures_named(text: str) -> tuple[str, ...]:
    """The kinds of procedures that a text of any sort names, such as the wording of a measure.

    Args:
        text: The text, of any length.

    Returns:
        The kinds in the order of the text, each once: «ВПР», «ВОШ», «ОГЭ», «пробный ОГЭ», «итоговое собеседование», and "*" for
        assessment procedures in general; () where none is named. Which counts where both are named is the caller's matter.

    >>> procedures_named("Инструктаж участниковОГЭ-9 и ВсОШ; разбор пробного экзамена")
    ('ОГЭ', 'ВОШ', 'пробный ОГЭ')
    >>> procedures_named("Наблюдение за ходом ВПР и других процедур оценки качества")
    ('ВПР', '*')
    >>> procedures_named("Процедура рассмотрения жалоб")
    ()
    """
    pieces = cut(" ".join(text.split()))
    named = [(place, str(piece.value)) for place, piece in enumerate(pieces) if piece.terminal == "PROCEDURE"]

    return tuple(dict.fromkeys(kind for place, kind in named if kind != ALL_PROCEDURES or _assesses(pieces, place)))


def names_only_plan(phrase: str) -> bool:
    """Whether a deadline is a bare «по плану»: only rows that the user links to it date it, never all procedures.

    A plan that has a name («по плану ВШК») and a schedule («по графику») are not bare. A stretch before the plan, as
    in «в течение года, по плану», does not name any dates either.

    >>> [names_only_plan(phrase) for phrase in ("По отдельному плану", "согласно плану-графику", "по плану ВШК")]
    [True, False, False]
    """
    pieces = [piece for piece in cut(" ".join(phrase.split())) if piece.terminal not in ("LPAR", "RPAR")]
    terminals = " ".join("ANY" if piece.text.startswith(_ANY_PLAN) else piece.terminal for piece in pieces)

    return bool(_ONLY_PLAN.fullmatch(terminals)) and pieces[-1].text.startswith("план")


def _assesses(pieces: Sequence[Piece], place: int) -> bool:
    """Whether the word «процедура» is one of assessment: «оценочных», or «оценки качества» behind it."""
    before, behind = pieces[max(0, place - 3) : place], pieces[place + 1 : place + 3]

    return any(piece.terminal == "ASSESSING" for piece in before) or any(
        piece.text.startswith("оценк") for piece in behind
    )
