"""The words of Russian deadline phrases: which form of which word stands for which terminal of the grammar.

Declension is spelled out by small functions, so that a new word costs one line and no regular expression.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from objectivity_core.russian.wording import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What a terminal stands for: a number (also of a month or a weekday, Monday = 0), the kind of a procedure, or nothing.
Value = int | str | None
Entry = tuple[str, Value]

SHORT_MONTHS: Final = ("янв", "фев февр", "мар", "апр", "", "июн", "июл", "авг", "сен сент", "окт", "ноя нояб", "дек")
CARDINALS: Final = (
    *("пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать", "двенадцать", "тринадцать"),
    *("четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать", "девятнадцать", "двадцать"),
)
ORDINAL_STEMS: Final = (
    *("перв", "втор", "", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат"),
    *("тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат", "двадцат"),
)

WORDS: Final[dict[str, str]] = {
    "UNTIL": "до",
    "AHEAD": "перед",
    "WORKING": "раб",
    "CALENDAR": "кал календ",
    "DURING": "при",
    "PO": "по",
    "K": "к ко",
    "S": "с со",
    "V": "в во",
    "ZA": "за",
    "NA": "на",
    "NE": "не",
    "SEP": "и",
    "LATER": "позднее позже",
    "LESS": "менее меньше",
    "RARER": "реже",
    "EARLIER": "ранее раньше",
    "THAN": "чем",
    "INCLUDING": "включительно",
    "BEGINNING": "начиная",
    "COURSE": "течение течении теч протяжении",
    "SPELL": "период периода периоде периоды время ходе",
    "WITHIN": "срок",
    "TIMES": "сроки сроков срокам сроками",
    "WHOLE": "весь всего всей всю всем",
    "ALWAYS": "постоянно круглогодично",
    "YEARLY": "ежегодно",
    "EVERY": "каждый каждого каждому каждым каждая каждой каждую каждое каждом каждые",
    "ONCE": "раз раза разу",
    "YEARWORD": "г гг год года году годом лет",
    "DAYWORD": "день дня дню днем дне дни дней дн сутки суток",
    "WEEKWORD": "неделя недели неделе неделю недель нед",
    "MONTHWORD": "месяц месяца месяцу месяце месяцем месяцы месяцев мес",
    "QUARTER": "квартал квартала кварталу квартале кварталом кварталы кв",
    "HALFYEAR": "полугодие полугодия полугодию полугодии полугодием полугода полгода",
    "DECADE": "декада декады декаде декаду декадой",
    "HALF": "половина половины половине половину",
    "NUMBERED": "число числа числу",
    "BREAK": "каникулы каникул каникулах каникулам",
    "START": "начало начала началу начале началом",
    "MIDDLE": "середина середины середине середину",
    "END": "конец конца концу конце окончание окончания окончанию окончании завершения завершению завершении",
    "AFTER": "после",
    "THROUGH": "через спустя",
    "MOMENT": "момента даты",
    "EVE": "накануне",
    "ACCORDING": "согласно",
    "ACCORDANCE": "соответствии",
}
# What a year may be divided into, with the number of terms in a year.
SCHOOL_TERMS: Final = {
    4: "четверть четверти четвертью четвертей",
    3: "триместр триместра триместру триместре триместром триместры триместров",
}
# Words of which every form with this beginning counts.
STEMS: Final[dict[str, str]] = {
    "рабоч": "WORKING",
    "календарн": "CALENDAR",
    "учебн": "SCHOOL",
    "уч": "SCHOOL",
    "следующ": "NEXT",
    "текущ": "CURRENT",
    "исполнени": "EXECUTION",
    "выполнени": "EXECUTION",
    "сдач": "EXECUTION",
    "представлени": "EXECUTION",
    "предоставлени": "EXECUTION",
    "график": "PLAN",
    "планово": "WORD",
    "плановы": "WORD",
    "план": "PLAN",
    "расписани": "PLAN",
    "циклограмм": "PLAN",
    "карт": "PLAN",
    "приказ": "ORDER",
    "распоряжени": "ORDER",
    "проведени": "HOLDING",
    "событи": "HOLDING",
    "экзамен": "HOLDING",
    "испытани": "HOLDING",
    "кратчайш": "VAGUE",
    "коротк": "VAGUE",
    "сжаты": "VAGUE",
    "разумны": "VAGUE",
    "ближайш": "VAGUE",
    "удобн": "VAGUE",
    "любы": "VAGUE",
    "разны": "VAGUE",
    "возможн": "VAGUE",
    "оценочн": "ASSESSING",
}
SEASONS: Final = {"осенн": 0, "зимн": 1, "весенн": 2}
PROCEDURES: Final = {"впр": "ВПР", "вош": "ВОШ", "всош": "ВОШ", "огэ": "ОГЭ", "гиа": "ОГЭ"}
ALL_PROCEDURES: Final = "*"
UNITS: Final = {
    "ежемесячно": "month",
    "помесячно": "month",
    "ежеквартально": "quarter",
    "поквартально": "quarter",
    "еженедельно": "week",
    "ежечетвертно": "term",
    "неделям": "week",
    "месяцам": "month",
    "кварталам": "quarter",
    "четвертям": "term",
    "полугодиям": "half",
}
ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_TERM_COMPOUND: Final = ("дневн", "недельн", "месячн")
_COMPOUND_NUMBERS: Final = {
    "одно": 1,
    "двух": 2,
    "трех": 3,
    "четырех": 4,
    "пяти": 5,
    "шести": 6,
    "семи": 7,
    "восьми": 8,
    "девяти": 9,
    "десяти": 10,
    "четырнадцати": 14,
    "": 1,
}


def forms(stem: str, endings: str) -> list[str]:
    """The stem with each of the endings; "-" stands for no ending.

    >>> forms("март", "- а")
    ['март', 'марта']
    """
    return [stem + ending.strip("-") for ending in endings.split()]


def decline(noun: str) -> list[str]:
    """The forms of a month or weekday name in the singular, and in «по пятницам».

    >>> decline("апрель")
    ['апрель', 'апреля', 'апрелю', 'апрелем', 'апреле', 'апрелям']
    >>> decline("среда")
    ['среда', 'среды', 'среде', 'среду', 'средой', 'средам']
    """
    if noun.endswith(("ь", "й")):
        return forms(noun[:-1], f"{noun[-1]} я ю ем е ям")
    if noun.endswith("ье"):
        return forms(noun[:-1], "е я ю ем и ям")
    if noun.endswith("а"):
        return forms(noun[:-1], "а ы е у " + ("ей ам" if noun.endswith("ца") else "ой ам"))

    return forms(noun, "- а у ом е ам")


def adjective(stem: str) -> list[str]:
    """The forms of an ordinal or of «последний», hard and soft endings alike."""
    return forms(stem, "ый ой ий ая яя ое ее ого его ому ему ым им ом ем ую юю ые ие ых их")


def cardinal(noun: str) -> list[str]:
    """The forms of a number from five to twenty: «пять, пяти, пятью», «восемь, восьми».

    >>> cardinal("восемь")
    ['восемь', 'восьми', 'восьмью']
    """
    stem = "восьм" if noun == "восемь" else noun[:-1]

    return [noun, *forms(stem, "и ью")]


def _numbers() -> Iterator[tuple[Iterable[str], Entry]]:
    yield ["один", "одна", "одно", "одного", "одной", "одному", "одну", "одним"], ("NUMBER", 1)
    yield ["два", "две", "двух", "двум", "двумя", "двое"], ("NUMBER", 2)
    yield ["три", "трех", "трем", "тремя", "трое"], ("NUMBER", 3)
    yield ["четыре", "четырех", "четырем", "четырьмя"], ("NUMBER", 4)
    for value, noun in enumerate(CARDINALS, start=5):
        yield cardinal(noun), ("NUMBER", value)
    yield cardinal("тридцать"), ("NUMBER", 30)
    for value, stem in enumerate(ORDINAL_STEMS, start=1):
        yield adjective(stem) if stem else forms("трет", "ий ья ье ьего ьей ьему ьим ьем ью"), ("ORDINAL", value)
    yield adjective("тридцат"), ("ORDINAL", 30)
    yield adjective("последн"), ("ORDINAL", -1)
    for word, value in ROMAN.items():
        yield (word,), ("ROMAN", value)


@functools.cache
def lexicon() -> dict[str, Entry]:
    """Every known form of a word with its terminal and value."""
    entries: dict[str, Entry] = {}
    for terminal, listed in WORDS.items():
        entries.update(dict.fromkeys(listed.split(), (terminal, None)))
    for value, listed in SCHOOL_TERMS.items():
        entries.update(dict.fromkeys(listed.split(), ("SCHOOLTERM", value)))
    for value, noun in enumerate(MONTHS, start=1):
        entries.update(dict.fromkeys(decline(noun), ("MONTH", value)))
    for value, short in enumerate(SHORT_MONTHS, start=1):
        entries.update(dict.fromkeys(short.split(), ("MONTH", value)))
    for value, noun in enumerate(WEEKDAYS):
        entries.update(dict.fromkeys(decline(noun), ("WEEKDAY", value)))
    for listed_forms, entry in _numbers():
        entries.update(dict.fromkeys(listed_forms, entry))
    entries.update({word: ("UNIT", unit) for word, unit in UNITS.items()})
    entries.update({word: ("PROCEDURE", kind) for word, kind in PROCEDURES.items()})
    entries.update(dict.fromkeys(forms("олимпиад", "- а ы е у ой ам ами ах"), ("PROCEDURE", "ВОШ")))

    return entries


def _compound(word: str) -> Entry | None:
    """«Трехдневный», «двухнедельный», «месячный» (срок): the number of days, weeks or months.

    >>> _compound("двухнедельный")
    ('LONG', '2 week')
    """
    for stem, unit in zip(_TERM_COMPOUND, ("day", "week", "month"), strict=True):
        number, found, ending = word.partition(stem)
        if found and number in _COMPOUND_NUMBERS and ending in ("ый", "ого", "ом"):
            return "LONG", f"{_COMPOUND_NUMBERS[number]} {unit}"

    return None


def _stemmed(word: str) -> Entry | None:
    if word.startswith("процедур"):
        return "PROCEDURE", ALL_PROCEDURES
    for stem, season in SEASONS.items():
        if word.startswith(stem):
            return "SEASON", season
    for stem, terminal in STEMS.items():
        if word == stem or (word.startswith(stem) and len(stem) > 2):
            return terminal, None

    return None


def look_up(word: str) -> Entry:
    """The terminal and value of a lower-case Cyrillic word («ё» written «е»); WORD where it is an ordinary one.

    >>> look_up("двух"), look_up("рабочих"), look_up("педсовета")
    (('NUMBER', 2), ('WORKING', None), ('WORD', None))
    """
    return lexicon().get(word) or _compound(word) or _stemmed(word) or ("WORD", None)
