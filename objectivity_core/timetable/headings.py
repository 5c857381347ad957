"""Headings of a timetable: which field a word names, whatever the words are."""

from __future__ import annotations

import re
from typing import Any, Final

from objectivity_core.procedures.school_lists import is_slot
from objectivity_core.tables.cells import as_text
from objectivity_core.timetable.cells import folded

SKIP: Final = "skip"
_FIELDS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            SKIP,
            r"продолж|длительн|время (?:вы|на вы)|минут|кол-?во|количеств|примеч|^№$|^№ ?п|классн|техн|эксперт|проверяющ|^n$",
        ),
        ("observer", r"наблюдат"),
        ("organiser", r"организатор|учител|педагог"),
        ("weekday", r"дни? недели|^день нед"),
        ("date", r"дата|^число|^день$|^дни$|день провед"),
        ("time", r"врем|начал|урок"),
        ("class", r"класс|паралл"),
        ("kind", r"^вид\b|процедур|мероприят|^форма"),
        ("subject", r"предмет|дисциплин|^работа$|проверочн"),
        ("room", r"каб|аудит|^ауд\.?$|помещен|^место"),
    )
)


def field_of(cell: Any) -> str:
    """The field that a heading names, ``"skip"`` for a known one without use here, ``""`` for anything else.

    >>> field_of("Дата проведения"), field_of("Класс(ы)"), field_of("№ урока"), field_of("15.04")
    ('date', 'class', 'time', '')
    """
    text = folded(cell)
    if not text or len(text) > 60 or is_slot(text) or re.search(r"\d{2}|(?:каб|ауд)\S*\s*\d", text):
        return ""

    return next((name for name, pattern in _FIELDS if pattern.search(text)), "")


def is_numbering(cells: dict[int, Any]) -> bool:
    """The row «1, 2, 3, …» under the headings of an official form."""
    texts = [as_text(cell) for cell in cells.values()]

    return len(texts) > 2 and texts == [
        str(number) for number in range(int(texts[0] == "1"), len(texts) + int(texts[0] == "1"))
    ]
