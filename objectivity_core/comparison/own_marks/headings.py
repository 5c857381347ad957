"""What a heading of a journal's table says: whose column it is, of which subject, of which period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from objectivity_core.procedures.class_names import folded
from objectivity_core.school_year.quarters import YEAR, quarter_in
from objectivity_core.tables.cells import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from objectivity_core.procedures.school_lists import Lists

NAME, FAMILY, GIVEN, PATRONYMIC, DIFFERS = "name", "family", "given", "patronymic", "differs"
CLASS, SUBJECT, PERIOD, MARK, AVERAGE, SKIP = "class", "subject", "period", "mark", "average", "skip"
NAMES: Final = (NAME, FAMILY, GIVEN, PATRONYMIC)
_ALONE: Final = frozenset({*NAMES, CLASS, DIFFERS, SKIP})
"""Columns over which no subject stands."""
_WHO: Final = r"(?:ученик(?:а|и|ов)?|обучающ\w+|учащ\w+|уч-ся|школьник\w*|дет\w+)"
_FIELDS: Final = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (FAMILY, rf"фамилия(?:\s+{_WHO})?"),
        (GIVEN, rf"имя(?:\s+{_WHO})?"),
        (PATRONYMIC, rf"отчество(?:\s+{_WHO})?"),
        (NAME, rf"(?:ф\W*и\W*о\b|фамилия\W+(?:и\s+)?имя(?:\W+(?:и\s+)?отчество)?|ф\W*и\b)\W*{_WHO}?(?:\W+полностью)?"),
        (NAME, rf"(?:список\s+)?{_WHO}\W*(?:\(?ф\W*и\W*о\W*)?|список(?:\s+класса)?"),
        (DIFFERS, r"отличие.*"),
        (
            SKIP,
            r"№.*|n|п\W?п|.*(?:руковод|учител|педагог).*|пол|дата.*|.*рожд.*|снилс|телефон|логин|адрес|подпись|родител.*",
        ),
        (
            SKIP,
            r".*(?:пропус|пропущ|рейтинг|качеств|успеваем|обучен|кол-?во|количеств|сумма|всего|примеч|экзамен).*|литера?|код\b.*|соу",
        ),
        (SKIP, r"\W*\d+(?:[.,]\d+)?\W*|.*%.*|на\s.*"),
        (CLASS, r"класс(?:\s*,?\s*(?:группа|литера?))?|кл|параллель"),
        (SUBJECT, r"(?:учебн\w+\s+)?(?:предмет|дисциплин)\w*|наименование предмета"),
        (PERIOD, r"(?:учебн\w+\s+)?(?:период|четверть|триместр|полугодие)(?:\s+обучения)?"),
    )
)
_AVERAGE: Final = re.compile(
    r"\bср\w*\W*взв\w*\W*(?:балл?\w*|отметк\w*|оценк\w*)?|\bср\w*\W*(?:балл?\w*|отметк\w*|оценк\w*)|\bсредн\w+|^ср$|\bср\W*б\b"
)
_MARK: Final = re.compile(r"\b(?:отметк|оценк)\w*|\bотм\b\.?|\bоц\b\.?|^балл?ы?$|^итог\w*$")
_IDLE: Final = re.compile(r"\b(?:за|по|на)\b|[():;,.–—-]")
_OF_THE_YEAR: Final = re.compile(r"(?<!учебный)(?<!\d)[\s(]+год\)?$")
_PERIOD_WORDS: Final = re.compile(
    r"\bза\s+(?:учебный\s+)?год\b|\bгодов\w+|\bгод\.?|(?:\bза\s+)?(?<!\w)(?:[1-4]|iv|i{1,3}|перв\w+|втор\w+|трет\w+|четверт(?:ая|ой|ый|ое)\b)?(?:\s*-?\s*(?:ая|я|ое|е|ой|ый|ий|й))?"
    r"\s*(?:учебн\w+\s+)?(?:четв\w*|чет\b|ч\b|трим\w*|тр\b|полуг\w*|п\s?/\s?г)\.?(?:\s*[:№.-]?\s*(?:[1-4]|iv|i{1,3})(?!\w))?"
)


class Said(NamedTuple):
    """What a heading says.

    Attributes:
        text: the heading.
        field: which column it is, ``""`` where only a subject or a period is named, or nothing known.
        subjects: subjects of the school that it may mean: one, several (it is not clear), none.
        period: the period that it names, or ``""``.
    """

    text: str
    field: str = ""
    subjects: tuple[str, ...] = ()
    period: str = ""

    @property
    def known(self) -> bool:
        """Whether anything was understood."""
        return bool(self.field or self.subjects or self.period)


def heading_of(cell: Any, lists: Lists) -> Said:
    """What a cell says as a heading; of a subject in whatever spelling «Списки» are understood."""
    text = " ".join(as_text(cell).split())
    plain = folded(text).strip(" .:,;*")
    if not plain or len(plain) > 80:
        return Said(text)
    if field := next((name for name, pattern in _FIELDS if pattern.fullmatch(plain)), ""):
        return Said(text, field)
    period = quarter_in(plain) or (YEAR if _OF_THE_YEAR.search(plain) else "")
    rest = without_period(plain) if period else plain
    field = AVERAGE if _AVERAGE.search(rest) else MARK if _MARK.search(rest) else ""
    rest = _MARK.sub(" ", _AVERAGE.sub(" ", rest)) if field else rest
    named = re.search("[а-я]{2,}", _IDLE.sub(" ", rest)) is not None and re.match(r"\d", plain) is None
    whole = rest if field or period else text  # brackets and hyphens of a subject's own name stay
    subjects = tuple(lists.subjects(whole.strip(" ,.:;()-–—"))) if named else ()

    return Said(text, field, subjects, period)


def without_period(text: str) -> str:
    """A folded text without the words of a period."""
    return _PERIOD_WORDS.sub(" ", text)


def beneath(above: Mapping[int, Said], below: Mapping[int, Said]) -> dict[int, Said]:
    """Two rows of headings as one: a subject over the columns of its periods, in whichever row each stands.

    A text of the upper row reaches to the right up to the next one, as that of a merged cell does.
    """
    both = dict(above)
    for at, said in below.items():
        left = max((column for column in above if column <= at), default=-1)
        over = above.get(left, Said(""))
        if said.field in _ALONE or (left != at and over.field in _ALONE):
            over = Said("")
        text = " — ".join(dict.fromkeys(filter(None, (over.text, said.text))))
        both[at] = Said(text, said.field or over.field, said.subjects or over.subjects, said.period or over.period)

    return both


def distinct(row: Iterable[Said]) -> int:
    """How many different subjects and periods a row of headings names."""
    return len({(said.subjects, said.period) for said in row if said.subjects or said.period})
