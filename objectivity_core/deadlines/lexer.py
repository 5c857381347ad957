"""Cuts a deadline phrase into the terminals of the grammar; offsets stay those of the phrase as it was written."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from objectivity_core.deadlines.words import ROMAN, Value, look_up
from objectivity_core.russian.dates import ROMAN_NUMBERS, month_named
from objectivity_core.russian.unseen import DASHES, russian_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDED: Final = str.maketrans("ё" + DASHES + "\u00a0\u2007\u202f\t\r", "е" + "-" * len(DASHES) + " " * 5)
# Ukrainian letters that look like Latin ones, typed with the wrong keyboard layout.
_ROMAN_LOOK_ALIKES: Final = str.maketrans("іѵ", "iv")

_PROCEDURES: Final = {
    "NINTH": "ОГЭ",
    "EXAMINATION": "ОГЭ",
    "CHECKING": "ВПР",
    "OLYMPIAD": "ВОШ",
    "INTERVIEW": "итоговое собеседование",
    "PROBE": "пробный ОГЭ",
}
# A kind of procedure glued to the word before it: «участниковОГЭ-9».
_GLUED: Final = re.compile("(?<=[а-яё])(?=(?:ОГЭ|ГИА|ВПР|ВОШ|ВсОШ)(?![а-яё]))")

# A month by its name between the dots or dashes of a date, «15-сен-24», or in Roman numerals, «15.IX.2024».
_MONTH: Final = r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?"
_ROMAN_MONTH: Final = "|".join(sorted(ROMAN_NUMBERS, key=len, reverse=True)).replace("x", "[xх]")
_THIS_YEAR: Final = r"[\ ,]*(?:[ст]\.\ ?г(?![а-я])\.?|сего\ +года(?![а-я]))"
_NINTH: Final = r"(?:огэ|гиа)(?:(?:\ ?-\ ?)?9(?![\d.])|(?![а-я]))"
_PROBE_EXAM: Final = rf"(?:экзамен|тестировани|испытани)[а-я]*+(?:\ +в\ +форм(?:ат)?е\ +{_NINTH})?+"
_ORDINAL_ENDING: Final = r"(?:-?(?:ого|ему|ому|его|го|му|ти|ой|ый|ий|ая|ое|ым|ми|их|ых|х|й|я|е|м|ю|и)(?![а-я]))?"
# One line per shape; the first that fits wins.
_SHAPES: Final = re.compile(
    rf"""
      (?P<REFERENCE>от\s+\d{{1,2}}(?:\.\d\d\.|\s+[а-я]+\s+)\d{{4}}(?:\s*(?:года|г)(?![а-я])\.?)?(?:\s*№\ *[\w/-]+)?|№\ *[\w/-]+)
    | (?P<PROBE>(?:пробн|тренировочн|репетиционн)[а-я]+\ +(?:{_PROBE_EXAM}(?!\ +(?:в\ +форм(?:ат)?е\ +)?егэ)|{_NINTH}))
    | (?P<NINTH>(?:огэ|гиа)(?:\ ?-\ ?)?9(?![\d.]))
    | (?P<ELEVENTH>(?:егэ|гиа)(?:\ ?-\ ?)?11(?![\d.]))
    | (?P<CHECKING>всероссийск[а-я]+\ +проверочн[а-я]+\ +работ[а-я]*)
    | (?P<OLYMPIAD>всероссийск[а-я]+\ +олимпиад[а-я]+(?:\ +школьников)?)
    | (?P<EXAMINATION>основн[а-я]+\ +государственн[а-я]+\ +экзамен[а-я]*|государственн[а-я]+\ +итогов[а-я]+\ +аттестаци[а-я]+)
    | (?P<INTERVIEW>итогов[а-я]+\ +(?:устн[а-я]+\ +)?собеседовани[а-я]*|ис-0?9(?!\d)|собеседовани[а-я]+\ +по\ +русскому\ +языку)
    | (?P<GRADE>\d{{1,2}}(?:\ *(?:[-,]|и)\ *\d{{1,2}})*{_ORDINAL_ENDING}\ *["«]?[а-е]?["»]?\ *класс[а-я]*)
    | (?P<ISO>\d{{4}}(?P<bar>[-./])\d\d(?P=bar)\d\d(?!\d))
    | (?P<DATE>\d{{1,2}}\ ?(?P<dot>[./\\_])\ ?\d{{1,2}}\ ?(?P=dot)\ ?(?:\d{{4}}|\d\d)(?!\d)
        |\d{{1,2}}\ ?(?P<dash>-)\ ?\d{{1,2}}\ ?-\ ?\d{{4}}(?!\d)|\d\d-(?:0\d|1[0-2])-\d\d(?!\d)|\d\d?[\ ,](?:0\d|1[0-2])[\ ,]\d{{4}}(?!\d))
    | (?P<SPELT>\d{{1,2}}\ ?[-./]\ ?(?:{_MONTH}|(?:{_ROMAN_MONTH})(?![a-zа-я]))\ ?[-./]?\ ?(?:\d{{4}}|\d\d)(?!\d))
    | (?P<THISYEAR>(?<=[а-я.\d]){_THIS_YEAR})
    | (?P<YEARS>(?:19|20)\d\d\ *[-/]\ *(?:20)?\d\d(?!\d)|\d\d\ *[-/]\ *\d\d(?=\ *уч))
    | (?P<HOUR>\d{{1,2}}(?:[.:]\d\d)?\ *(?:часов|часам|час|ч)(?![а-я])(?:\.?\ *\d\d\ *мин[а-я]*)?(?:\ +(?:утра|дня|вечера)(?![а-я]))?)
    | (?P<TIME>\d{{1,2}}(?::\d\d|-00)(?!\d))
    | (?P<DOTTED>\d{{1,2}}\.\d\d(?!\.?\d))
    | (?P<DECIMAL>\d+,\d+(?=\ *(?:час|дн|день|недел|месяц|год|лет)))
    | (?P<YEAR>(?:19|20)\d\d(?!\d){_ORDINAL_ENDING})
    | (?P<NUMBER>\d{{1,4}}(?!\d){_ORDINAL_ENDING})
    | (?P<ROMAN>(?:iv|i{{1,3}})(?![a-zа-я]){_ORDINAL_ENDING})
    | (?P<ZONE>мск(?![а-я])|(?:по\ +)?(?:местно|московско)[а-я]+\ +врем[а-я]+|врем[а-я]+\ +(?:местн|московск)[а-я]+)
    | (?P<FOLLOWING>следующ[а-я]+\ +за\ +отчетн[а-я]+(?:\ +(?:месяц|период|квартал)[а-я]*)?)
    | (?P<EVE>(?:в\ +)?(?:день|дня),?\ +предшествующ[а-я]+(?:\ +дню)?)
    | (?P<ALWAYS>на\ +постоянной\ +основе)
    | (?P<SEP>а\ также(?![а-я])|[,;\n])
    | (?P<WORD>[a-zа-я]+)
    | (?P<DASH>-) | (?P<COLON>:) | (?P<LPAR>\() | (?P<RPAR>\))
    | (?P<SPACE>[\ ."'«»„“”]+)
    | (?P<OTHER>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Piece(NamedTuple):
    """One terminal of the phrase, the text it was read from (folded), its value and its offsets."""

    terminal: str
    text: str
    value: Value
    start: int
    end: int


def fold(phrase: str) -> str:
    """The phrase in lower case with one kind of dash, blank and «е»; every character keeps its place.

    >>> fold("Апрель—Май, отчёт")
    'апрель-май, отчет'
    """
    # A letter whose lower case is longer than itself would shift the offsets: it stays as it is.
    lower = "".join(low if len(low := character.lower()) == 1 else character for character in phrase)

    return lower.translate(_FOLDED).translate(_ROMAN_LOOK_ALIKES)


def cut(phrase: str) -> list[Piece]:
    """The terminals of the phrase in order, separators merged, none at either end.

    >>> [piece.terminal for piece in cut("до 5 сентября, 14.00")]
    ['UNTIL', 'NUMBER', 'MONTH', 'SEP', 'TIME']
    """
    pieces: list[Piece] = []
    for piece in _raw(phrase):
        if piece.terminal == "THISYEAR" and pieces:  # it says no more than the school year does
            pieces[-1] = pieces[-1]._replace(end=piece.end)
            continue
        if piece.terminal == "SEP" and (not pieces or pieces[-1].terminal == "SEP"):
            continue
        if pieces and _is_compound(pieces[-1], piece):
            tens = pieces.pop()
            total = int(tens.value or 0) + int(piece.value or 0)
            piece = Piece(piece.terminal, piece.text, total, tens.start, piece.end)  # noqa: PLW2901
        pieces.append(piece)
    while pieces and pieces[-1].terminal == "SEP":
        pieces.pop()

    return pieces


def _raw(phrase: str) -> Iterator[Piece]:
    folded = fold(phrase)
    edges = [0, *(glue.start() for glue in _GLUED.finditer(phrase)), len(phrase)]
    for start, end in pairwise(edges):
        for found in _SHAPES.finditer(folded, start, end):
            shape, text = str(found.lastgroup), found[0]
            if shape == "SPACE":
                continue
            terminal, value = look_up(russian_letters(text)) if shape == "WORD" else _classify(shape, text)
            yield Piece(terminal, text, value, found.start(), found.end())


def _is_compound(tens: Piece, piece: Piece) -> bool:
    """Whether two words are one number: «двадцать пятого», «тридцать один»."""
    if not (
        tens.text.isalpha()
        and piece.text.isalpha()
        and tens.terminal == "NUMBER"
        and piece.terminal in ("NUMBER", "ORDINAL")
    ):
        return False

    return tens.value in (20, 30) and piece.value in range(1, 10)


def _classify(shape: str, text: str) -> tuple[str, Value]:
    """The terminal and value of a piece of that shape (not of a single word)."""
    digits = [int(number) for number in re.findall(r"\d+", text)]
    if shape == "ROMAN":
        return shape, ROMAN[re.split(r"[^iv]", text)[0]]
    if shape in _PROCEDURES:
        return "PROCEDURE", _PROCEDURES[shape]
    if shape == "DOTTED":
        # «15.09» is a day and a month, «14.00» and «10.30» a time.
        return ("DAYMONTH", text) if 1 <= digits[1] <= 12 and digits[0] else ("TIME", text)
    if shape == "YEARS":
        first = digits[0] if digits[0] > 99 else 2000 + digits[0]
        return (shape, first) if digits[1] % 100 == (first + 1) % 100 else ("OTHER", None)
    if shape in ("NUMBER", "YEAR"):
        return shape, digits[0]

    text = f"{digits[0]}.{_named_month(text)}.{digits[1]}" if shape == "SPELT" else text

    return {"ISO": "DATE", "SPELT": "DATE", "HOUR": "TIME", "ELEVENTH": "WORD"}.get(shape, shape), text


def _named_month(text: str) -> int:
    """The number of the month between the day and the year: «15-сен-24», «15.IX.2024»."""
    word = re.findall(r"[a-zа-я]+", text)[0]

    return month_named(word) or int(look_up(word)[1] or 0)
