"""Measures that make a thing once, an algorithm, an order, a schedule: when it is there, the terms that follow ask for nothing more.

A plan writes «ежеквартально» or «в течение года» beside them as beside everything else. Which measures they are is told by words, as data; the plan's
column «Один раз на» outweighs them: «год» for a measure whose words say nothing, «срок» for one that is to be done anew in each term.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from objectivity_core.plan.terms import has_entries
from objectivity_core.russian.fold import folded_name
from objectivity_core.tables import states

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from objectivity_core.plan.measures import ReadMeasure
    from objectivity_core.plan.term_rows import TermRow

_MAKES: Final = (
    *("разраб", "состав(?:ить|лен)", "утверд", "утвержд", "приня(?:ть|ти)", "изда(?:ть|ни)", "созда(?:ть|ни)"),
    *("введен", "ввести", "подготов", "оформ", "определ"),
)
_THINGS: Final = (
    *("алгоритм(?:а|у|ом)?", "положени(?:е|я|ю|ем)", "поряд(?:ок|ка|ком)", "регламент(?:а|ом)?", "график(?:а|ом)?"),
    *("план-график(?:а|ом)?", "план(?:а|ом)?", "дорожн(?:ая|ую|ой) карт(?:а|у|ы|ой)", "циклограмм(?:а|у|ы|ой)"),
    *("приказ(?:а|ом)?", r"локальн\w+ (?:нормативн\w+ )?акт(?:а|ы|ов)?", "модел(?:ь|и|ью)", "программ(?:а|у|ы|ой)"),
    *(r"памятк\w+", r"инструкци\w+", r"критери\w+", "методик(?:а|у|и|ой)", "кодекс(?:а|ом)?", "концепци(?:я|ю|и|ей)"),
)
_GROUPS: Final = (r"комисси(?:я|ю|и|й)", r"рабоч\w+ групп(?:а|у|ы)", "совет(?:а)?", "состав(?:а)?")
"""People as a group are made once by being created or confirmed; to prepare them is to teach them."""
_TITLES: Final = (
    *("алгоритм", "положение", "порядок", "регламент", "график", "план-график", "план", "дорожная карта"),
    *("циклограмма", "приказ", "модель", "программа", "памятка", "инструкция", "кодекс", "концепция"),
)
_AGAIN: Final = (
    *("актуализ", "обновл", "пересм", "корректир", r"внес(?:ти|ени)\w* изменен", "реализ", "исполн", "выполн"),
    *("соблюд", "очередн", "кажд", "еженедел", "ежемесяч", "ежекварт", "по итогам"),
    *(r"на (?:\w+ )?(?:четверт|полугоди|триместр|месяц|недел)", "по (?:четверт|полугоди|триместр|месяц)"),
    r"приказ\w* (?:о|об) (?:проведени|организаци|участи|назначени|направлени|привлечени)",
)
"""What is done again each time, whatever thing it is about: an order on holding a work is of that work."""


def _any(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(words)})"


_ADJECTIVES: Final = r"(?:[\w-]+(?:ый|ий|ой|ая|яя|ое|ее)\s+){0,3}"
_ONCE: Final = re.compile(
    rf"{_any(_MAKES)}\w*(?:[\s,]+[\w-]+){{0,5}}?\s+{_any(_THINGS)}(?!\w)"
    rf"|(?:созда|утверд|утвержд)\w*(?:\s+[\w-]+){{0,4}}?\s+{_any(_GROUPS)}(?!\w)"
    rf"|{_ADJECTIVES}{_any(_TITLES)}(?!\w)"
)
_NOT_ONCE: Final = re.compile(rf"(?<!\w){_any(_AGAIN)}")


def is_made_once(text: str) -> bool:
    """Whether a measure's words say that it makes one thing.

    >>> is_made_once("Школьный алгоритм комплексного анализа результатов"), is_made_once("Разработка и утверждение положения о ВСОКО")
    (True, True)
    >>> is_made_once("Контроль исполнения графика"), is_made_once("Приказ о проведении ВПР"), is_made_once("Совещание по алгоритму")
    (False, False, False)
    """
    words = folded_name(text).strip(" «\"'–—-.0123456789)")

    return bool(_ONCE.match(words)) and not _NOT_ONCE.search(words)


def made_once(measure: ReadMeasure) -> bool:
    """Whether a measure is done when one of its terms is: what people wrote in «Один раз на», else its words; a measure of each procedure is not."""
    per = measure.record["per"]
    if per in {states.PER_YEAR, states.PER_TERM}:
        return bool(per == states.PER_YEAR)

    return measure.procedures.empty and is_made_once(measure.record["measure"])


def made_on(measure: ReadMeasure, typed: Sequence[dict[str, Any]]) -> dt.date | None:
    """The first day on which a measure that makes a thing once was done, None for any other.

    Args:
        measure: the measure.
        typed: all rows of «Сроки» that are or were its terms: ``done``, ``decision``.
    """
    if not made_once(measure):
        return None
    days = [row["done"].date() for row in typed if not pd.isna(row["done"]) and not row["decision"]]

    return min(days, default=None)


def still_asked(measure: ReadMeasure, rows: list[TermRow], typed: Sequence[dict[str, Any]]) -> list[TermRow]:
    """The terms of a measure without those that ask again for what is there.

    What people entered stays, and so does a term that had passed before the thing was made: it was late. A measure of the whole year is
    not late in its first quarter.

    Args:
        measure: the measure.
        rows: its terms.
        typed: all rows of «Сроки» that are or were its terms.
    """
    made = made_on(measure, typed)
    if made is None:
        return rows
    dated = measure.deadline.kind != "continuous"

    return [row for row in rows if has_entries(row.typed) or (dated and row.term.due and row.term.due < made)]


def once_note(measure: ReadMeasure, typed: Sequence[dict[str, Any]], count: int) -> str:
    """What the reading of a deadline adds for such a measure: that it is done once, since when it is, and how to have it otherwise.

    Args:
        measure: the measure.
        typed: its rows of «Сроки».
        count: how many terms are asked for.
    """
    made = made_on(measure, typed)
    if made is None and not (made_once(measure) and count > 1):
        return ""
    done = f"сделано {made:%d.%m.%Y}, больше не спрашивается" if made else "после отметки больше не спрашивается"

    return f"; делается один раз: {done} (чтобы спрашивать в каждый срок — «{states.PER_TERM}» в «Один раз на»)"
