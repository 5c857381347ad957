"""The title of a document: its kind, number, days and words, by which a file is known again."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from typing import Final, NamedTuple

from objectivity_core.russian.fold import folded_name

_KINDS: Final = (
    *(
        "протокол",
        "приказ",
        "распоряжение",
        "справка",
        "акт",
        "отчёт",
        "план",
        "график",
        "журнал",
        "письмо",
        "положение",
    ),
    *(
        "ведомость",
        "лист",
        "список",
        "списки",
        "сертификат",
        "удостоверение",
        "программа",
        "решение",
        "выписка",
        "анкета",
    ),
    *(
        "презентация",
        "фото",
        "скриншот",
        "регламент",
        "порядок",
        "памятка",
        "инструкция",
        "заявление",
        "согласие",
        "договор",
    ),
    *("объявление", "уведомление", "приложение", "повестка", "диплом", "грамота", "запись", "протоколы", "приказы"),
)
"""Words by which schools call their documents; a name without any is known by its first word."""
KIND_WORD: Final = r"(?:протокол|приказ|распоряжени|справк|акт|отч[её]т|журнал|письм|ведомост|лист|выписк)"
_MONTHS: Final = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_DATES: Final = (
    re.compile(r"(?<!\d)(?P<year>\d{4})[.\-_/ ](?P<month>\d{1,2})[.\-_/ ](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[.\-_/ ](?P<month>\d{1,2})[.\-_/ ](?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{2})(?P<sep>[._])(?P<month>\d{2})(?P=sep)(?P<year>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})[\s._-]*(?P<name>{'|'.join(_MONTHS)})[а-я]*(?:[\s._-]*(?P<year>\d{{4}}))?(?!\d)"
    ),
    re.compile(r"(?<=от )(?P<day>\d{1,2})\.(?P<month>\d{2})(?![\d.])"),
)
_SCHOOL_YEAR: Final = re.compile(r"(?<!\d)20\d\d\s*[-–/_ ]\s*(?:20)?\d\d(?!\d)")
_NUMBER: Final = r"(?P<number>\d+(?:[-/.]\d+)*)(?:[-/]?(?!от|за|по|на)(?P<letters>[а-яa-z]{1,4}))?(?![а-яa-z\d])"
_SIGNED: Final = re.compile(rf"(?:№|#|\bномер\b|\bn[oо]?\.?)\s*{_NUMBER}")
_BARE: Final = re.compile(rf"(?<![а-яa-z\d(]){_NUMBER}(?!\s*(?:г\b|год|кл|четв|полуг|чел|мест|уч|урок|смен))")
_WORD: Final = re.compile(r"[а-яa-z]{3,}|(?<![а-яa-z\d/-])[а-яa-z]{2}(?![а-яa-z])")
"""Two letters are a word as well: «МО», «УС»; behind a number they belong to it, «45-од»."""
_STOP: Final = frozenset(
    [
        "год",
        "года",
        "номер",
        "для",
        "при",
        "после",
        "копия",
        "скан",
        "или",
        "от",
        "на",
        "по",
        "за",
        "из",
        "об",
        "до",
        "не",
        "во",
        "со",
        "ко",
        "гг",
        "уч",
        "но",
        "no",
        "их",
    ]
)
_SAYS_LITTLE: Final = (
    "заседание",
    "школа",
    "школьный",
    "подписанный",
    "утверждённый",
    "оригинал",
    "документ",
    "очередной",
)
"""Words that tell no two documents apart."""
_BODIES: Final = (
    "мо",
    "шмо",
    "рмо",
    "педсовет",
    "педагогический",
    "совещание",
    "комиссия",
    "собрание",
    "объединение",
    "совет",
    "цмо",
)
"""Who sits together: protocols of two of them are two documents, whatever their number and day."""


Day = tuple[int | None, int, int]
"""Year (None where it is not said), month, day."""


class Title(NamedTuple):
    """A document's name taken to pieces."""

    kind: str
    words: frozenset[str]
    number: tuple[str, str] | None
    days: frozenset[Day]


def tells_apart(words: frozenset[str]) -> frozenset[str]:
    """The words that tell a document from another of its kind."""
    return words - _stems(_SAYS_LITTLE)


def other_bodies(wanted: Title, given: Title) -> bool:
    """Whether both name who sat together, and not the same: «Протокол МО» is no «Протокол педсовета»."""
    one, other = wanted.words & _stems(_BODIES), given.words & _stems(_BODIES)

    return bool(one) and bool(other) and not one & other


def confirmed(wanted: Title, given: Title) -> bool:
    """Whether a name states everything that words state: the number with its letters, each date with its year."""
    number = wanted.number is None or (
        given.number is not None and (not wanted.number[1] or wanted.number[1] == given.number[1])
    )

    return number and all(
        any(said[1:] == day[1:] and said[0] in {None, day[0]} for day in given.days) for said in wanted.days
    )


@functools.lru_cache(maxsize=4096)
def title(text: str) -> Title:
    """A document's name taken to pieces: kind, words, number, dates.

    Args:
        text: words of a cell, or a file's name without its ending.
    """
    rest = folded(text)
    days = set()
    for pattern in _DATES:
        for found in list(pattern.finditer(rest)):
            if day := _day(found.groupdict()):
                days.add(day)
                rest = rest.replace(found[0], " ", 1)
    rest = re.sub(r"(?<=\d)_(?=\d)", "-", _SCHOOL_YEAR.sub(" ", rest)).replace("_", " ")
    words = [
        (found.start(), stemmed(found[0]))
        for found in _WORD.finditer(rest)
        if found[0] not in _STOP and found[0][:3] not in _MONTHS
    ]
    at, kind = next((one for one in words if one[1] in _kinds()), words[0] if words else (0, ""))
    number = _SIGNED.search(rest) or next(
        (one for one in _BARE.finditer(rest, at) if not _is_year(one["number"])), None
    )
    parts = None
    if number:
        parts = (
            "-".join(part.lstrip("0") or "0" for part in re.findall(r"\d+", number["number"])),
            number["letters"] or "",
        )

    return Title(kind, frozenset(word for _, word in words), parts, frozenset(days))


def folded(text: str) -> str:
    """A name without the differences of typing: case, ё, composed letters, blanks."""
    return folded_name(unicodedata.normalize("NFC", text))


@functools.lru_cache(maxsize=4096)
def stemmed(word: str) -> str:
    """A Russian word without its ending, so that «протокола» is «протокол»."""
    import snowballstemmer

    return str(snowballstemmer.stemmer("russian").stemWord(word))


def _kinds() -> frozenset[str]:
    return _stems(_KINDS)


@functools.cache
def _stems(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stemmed(folded(word)) for word in words)


def _day(parts: dict[str, str | None]) -> Day | None:
    """A date that exists, else None."""
    name, written = parts.get("name"), parts.get("year")
    month = _MONTHS.index(name) + 1 if name else int(parts["month"] or 0)
    year = int(written) + (2000 if len(written) == 2 else 0) if written else None
    day = int(parts["day"] or 0)
    try:
        dt.date(year or 2024, month, day)  # a leap year, for 29 February
    except ValueError:
        return None

    return year, month, day


def _is_year(number: str) -> bool:
    return number.isdigit() and 2000 <= int(number) <= 2100


def same_number(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """«45» is «45-од»; «45-од» is not «45-к»."""
    return one[0] == other[0] and (one[1] == other[1] or not one[1] or not other[1])


def same_day(one: Day, other: Day) -> bool:
    """Whether two days may be one: the same day and month, and no other year."""
    return one[1:] == other[1:] and (one[0] == other[0] or None in {one[0], other[0]})
