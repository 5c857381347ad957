"""Words by which a plan is recognised: headings of columns, positions of people, names of plans."""

from __future__ import annotations

import functools
import re
from difflib import SequenceMatcher
from typing import Final, Literal

from objectivity_core.russian.fold import folded_word
from objectivity_core.russian.unseen import russian_letters
from objectivity_core.tables.cells import as_text

Role = Literal["number", "section", "measure", "phrase", "responsible", "proof_kind", "note", "aside"]
"""What a column of somebody's plan holds; ``aside`` is known and not taken (marks of fulfilment, participants)."""

HEADING_WORDS: Final[dict[Role, dict[str, int]]] = {
    "number": {"№": 3, "номер": 3, "п/п": 3, "пп": 2},
    "section": {"раздел": 4, "направлени": 2, "блок": 3, "задач": 2, "этап": 2},
    "measure": {
        "мероприят": 5,
        "меры": 4,
        "содержани": 3,
        "наименовани": 3,
        "действи": 3,
        "дела": 2,
        "деятельност": 1,
        "работ": 1,
        "вопрос": 2,
        "название": 2,
        "поручени": 3,
    },
    "phrase": {
        "срок": 5,
        "дата": 4,
        "даты": 4,
        "период": 3,
        "время": 3,
        "когда": 3,
        "месяц": 3,
        "начало": 2,
        "окончани": 2,
    },
    "responsible": {"ответствен": 5, "исполнител": 5, "кто": 3, "отв": 4, "организатор": 2},
    "proof_kind": {
        "подтвержд": 5,
        "результат": 4,
        "отчетн": 4,
        "отчет": 3,
        "документ": 3,
        "продукт": 3,
        "показател": 3,
        "индикатор": 3,
        "выход": 2,
        "представлени": 2,
    },
    "note": {"примечан": 5, "комментар": 4},
    "aside": {
        "отметка": 6,
        "факт": 6,
        "фактическ": 6,
        "выполнени": 3,
        "исполнени": 2,
        "участник": 4,
        "категори": 4,
        "целевая": 4,
        "место": 4,
        "класс": 3,
        "предмет": 4,
        "подпись": 5,
    },
}
"""Stems of the words of a heading with their weight; the heaviest word decides, a second one of the role adds a little."""

_WORD: Final = re.compile(r"[\w№./-]+")
_TYPO_FROM: Final = 6
"""A typo is forgiven in stems of that length: a shorter one would turn into another word."""

_WHOLE: Final = 3
"""So short a stem is the whole word: «отв.», «кто», «пп»."""
_WHOLE_TOO: Final = frozenset({"факт"})
"""Stems that are the whole word though they are longer: «факторы риска» are no mark of fulfilment."""

HALVES: Final = frozenset(
    {"план", "факт", "фио", "ф.и.о", "должность", "начало", "конец", "с", "по", "дата", "подпись"}
)
"""What stands in the lower half of a heading in two rows, though alone it would be no heading."""

TIMETABLE_WORDS: Final = ("предмет", "класс")
"""Headings that together mean a timetable of works, not a plan."""

_POSITION: Final = (
    r"директор\w*|зам\b\.?|зам\.\w*|заместител\w+|завуч\w*|учител\w+|преподавател\w+|руководител\w+|рук\.|педагог\w*|педагогическ\w+|психолог\w*|логопед\w*|"
    r"дефектолог\w*|методист\w*|методическ\w+|библиотекар\w+|секретар\w+|администрац\w+|администратор\w*|организатор\w*|куратор\w*|комисси\w+|совет\w*|родител\w+|"
    r"член\w*|эксперт\w*|наблюдател\w+|специалист\w*|тьютор\w*|техническ\w+|председател\w+|координатор\w*|команд\w+|коллектив\w*|педколлектив\w*|классн\w+|кл\.|"
    r"соц\w*\.?|социальн\w+|вожат\w+|воспитател\w+|работник\w*|сотрудник\w*|ответствен\w+|предметник\w*|рабоч\w+|творческ\w+|школьн\w+|оператор\w*|лаборант\w*|"
    r"инспектор\w*|ш?мо|рмо|ммо|цмо|умо|жюри|старш\w+|начальник\w*|заведующ\w+|все|независим\w+|общественн\w+"
)
POSITION: Final = re.compile(rf"(?<!\w)(?:{_POSITION})(?!\w)", re.IGNORECASE)
"""A word that names a position or a group of people, in any case form."""
_NOMINATIVE: Final = (
    r"директор|зам|зам\..*|заместител[ья]|заместители|завучи?|учител[ья]|преподавател[ьи]|руководител[ьи]|рук\..*|педагоги?|педагоги?-\w+|психологи?|логопеды?|"
    r"дефектологи?|методисты?|библиотекар[ьи]|секретар[ьи]|администрация|администраторы?|организаторы?|кураторы?|комиссия|комиссии|совет|педсовет|родители|члены?|"
    r"эксперты?|наблюдател[ьи]|специалисты?|тьюторы?|технический|технические|председател[ьи]|координаторы?|команда|коллектив|педколлектив|педагогический|"
    r"педагогические|классны[йе]|классная|кл\..*|соц\..*|социальны[йе]|вожат(?:ая|ый|ые)|воспитател[ьи]|работники?|сотрудники?|ответственн(?:ый|ые|ая)|предметники|"
    r"рабочая|творческая|школьн(?:ая|ый|ое|ые)|операторы?|ш?мо|рмо|ммо|методическ(?:ий|ое|ие)|жюри|старш(?:ий|ая|ие)|заведующ(?:ий|ая|ие)|все|независимые|"
    r"общественные"
)
NOMINATIVE: Final = re.compile(rf"(?:{_NOMINATIVE})", re.IGNORECASE)
"""The first word of somebody else: a position as it begins a new person."""
NAME: Final = re.compile(
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.?)?|[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?\s?[А-ЯЁ][а-яё]+|[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:ич|вна|чна)"
)
"""A person's name: surname with initials, either way round, or in full."""

PLAN_WORD: Final = re.compile(
    r"(?:[«\"]\s*)?(?:план\b|план-|дорожн\w+\s+карт|комплекс\w*\s+(?:мер\b|мероприят)|программ\w*\b|циклограмм\w*|график\b|перечень\s+мероприят|мероприятия\s+(?:по|для|на|в)\b|комплексный\s+план)",
    re.IGNORECASE,
)
"""How the heading of a plan begins."""
NUMBERING: Final = re.compile(
    r"\s*(?:раздел\s*|направление\s*|блок\s*)?(?P<number>\d{1,3}(?:\.\d{1,3})*|[IVXІХ]{1,5})(?=[.):\s]|$)[.):]*\s*",
    re.IGNORECASE,
)
"""A number at the beginning of a text: «2.», «1.3», «II», «Раздел 2»."""
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}


def text_of(cell: object) -> str:
    """A cell as text, without blanks at its ends."""
    return as_text(cell).strip(" \t\r\n\xa0")


def folded(text: str) -> str:
    r"""A text without the differences of typing: case, ё, blanks, line breaks, Latin letters that look Russian, quotation marks, dots at the end.

    >>> folded("Cроки\n исполнения."), folded("УЧЁТ")
    ('сроки исполнения', 'учет')
    """
    text = folded_word(text).replace("\xa0", " ").replace("-\n", "")
    if re.search("[а-я]", text):
        text = russian_letters(text)

    return " ".join(re.sub(r"[«»\"“”„]", "", text).split()).rstrip(" .;:")


@functools.lru_cache(maxsize=4096)
def heading_scores(text: str) -> dict[Role, int]:
    """How well a heading fits each role.

    >>> heading_scores("Отвественные")
    {'responsible': 5}
    """
    words = _WORD.findall(folded(text))
    scores: dict[Role, int] = {}
    for role, stems in HEADING_WORDS.items():
        weights = [weight for stem, weight in stems.items() if any(_begins(word, stem) for word in words)]
        if weights:
            scores[role] = max(weights) + (len(weights) > 1)

    return scores


def _begins(word: str, stem: str) -> bool:
    """Whether a word has that stem; one slip is forgiven in a long one."""
    if stem in _WHOLE_TOO or (len(stem) <= _WHOLE and stem.isalpha()):
        return word.rstrip(".") == stem
    if word.startswith(stem):
        return True
    if len(stem) < _TYPO_FROM or abs(len(word) - len(stem)) > 5 or word[0] != stem[0]:
        return False

    return any(
        SequenceMatcher(None, word[:length], stem).ratio() >= 0.88
        for length in (len(stem) - 1, len(stem), len(stem) + 1)
    )


def roman(text: str) -> int:
    """The value of a Roman number, also of one typed with Russian letters.

    >>> roman("IV"), roman("ІХ")
    (4, 9)
    """
    values = [_ROMAN[letter] for letter in text.upper().translate(str.maketrans("ІХ", "IX"))]

    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


@functools.cache
def split_number(text: str) -> tuple[str, str]:
    """A leading number as digits, and the text behind it; ``("", text)`` where there is none.

    >>> split_number("II. Кадры"), split_number("Раздел 2. Работа"), split_number("1.3"), split_number("В школе")
    (('2', 'Кадры'), ('2', 'Работа'), ('1.3', ''), ('', 'В школе'))
    """
    found = NUMBERING.match(text)
    if not found or (
        found.end() < len(text) and not re.search(r"[.):]", found[0]) and found["number"] == found[0].strip()
    ):
        return "", text
    number = found["number"]

    return (number if number[0].isdigit() else str(roman(number))), text[found.end() :].strip()
