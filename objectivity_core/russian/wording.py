"""Russian words around numbers, names and dates, as they stand in what people read."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence


MONTHS: Final = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
MONTHS_OF_DATES: Final = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
"""As they stand behind a day: «15 апреля»."""
WEEKDAYS: Final = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
SHORT_WEEKDAYS: Final = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_PATRONYMICS: Final = (
    "овна",
    "евна",
    "ёвна",
    "ична",
    "инична",
    "ович",
    "евич",
    "ёвич",
    "ьич",
    "лукич",
    "кузьмич",
    "фомич",
    "никитич",
    "ильинична",
)
_PARTICLES: Final = frozenset({"оглы", "оглу", "кызы", "гызы", "улы", "уулу"})


def counted(number: int, one: str, few: str, many: str) -> str:
    """A number with the right form of its word.

    >>> counted(1, "день", "дня", "дней"), counted(23, "день", "дня", "дней"), counted(112, "день", "дня", "дней")
    ('1 день', '23 дня', '112 дней')
    """
    tens, last = number % 100 // 10, number % 10
    if tens == 1 or last == 0 or last >= 5:
        return f"{number} {many}"

    return f"{number} {one if last == 1 else few}"


def days(number: int) -> str:
    """Calendar days: «3 дня»."""
    return counted(number, "день", "дня", "дней")


def working_days(number: int) -> str:
    """Working days: «21 рабочий день», «3 рабочих дня»."""
    return counted(number, "рабочий день", "рабочих дня", "рабочих дней")


def short_name(name: str) -> str:
    """A full name as it stands in a list, a difference from a namesake in brackets behind it; anything but two or three capitalised words stays as it is.

    >>> short_name("Липатова Вера Олеговна"), short_name("Сомов Иван"), short_name("Руководители МО"), short_name("Директор")
    ('Липатова В. О.', 'Сомов И.', 'Руководители МО', 'Директор')
    >>> short_name("Вера Олеговна Липатова"), short_name("Семёнова Вера Павловна (нач. классы)")
    ('Липатова В. О.', 'Семёнова В. П. (нач. классы)')
    """
    full, bracket, difference = name.partition(" (")
    family, given, particle = _parts_of_name(full)
    if not family:
        return name

    return " ".join([family, *(f"{word[0]}." for word in given), *particle]) + bracket + difference


def addressed(name: str) -> str:
    """How a person is addressed: name and patronymic; ``""`` for what is no person's name.

    >>> addressed("Липатова Вера Олеговна"), addressed("Сомов Иван"), addressed("Руководители МО")
    ('Вера Олеговна', 'Иван', '')
    >>> addressed("Вера Олеговна Липатова"), addressed("Вера Олеговна"), addressed("Мамедов Эльдар Гасан оглы")
    ('Вера Олеговна', 'Вера Олеговна', 'Эльдар Гасан оглы')
    """
    full = name.partition(" (")[0]
    words = full.split()
    if len(words) == 2 and all(map(_like_name, words)) and _is_patronymic(words[1]):
        return full
    _, given, particle = _parts_of_name(full)

    return " ".join([*given, *particle])


def _parts_of_name(full: str) -> tuple[str, list[str], list[str]]:
    """Family name, given names and «оглы» or «кызы», whichever order they stand in; nothing for what is no person's full name."""
    words = full.split()
    particle = [words.pop()] if len(words) > 2 and words[-1].lower() in _PARTICLES else []
    named = 2 <= len(words) <= 3 and all(map(_like_name, words))
    if not named or (len(words) == 2 and _is_patronymic(words[1])):
        return "", [], []
    if len(words) == 3 and _is_patronymic(words[1]) and not _is_patronymic(words[2]):
        words = [words[2], *words[:2]]

    return words[0], words[1:], particle


def _is_patronymic(word: str) -> bool:
    return word.lower().endswith(_PATRONYMICS)


def day(when: dt.date) -> str:
    """A date as people write it.

    >>> from datetime import date
    >>> day(date(2025, 4, 30))
    '30.04.2025'
    """
    return f"{when:%d.%m.%Y}"


def span(start: dt.date | None, due: dt.date | None) -> str:
    """From when till when; ``""`` without dates.

    >>> from datetime import date
    >>> span(date(2025, 4, 1), date(2025, 4, 30)), span(None, date(2025, 4, 30)), span(date(2025, 4, 1), None)
    ('01.04.2025 – 30.04.2025', '30.04.2025', 'с 01.04.2025')
    """
    if due is None:
        return "" if start is None else f"с {day(start)}"

    return day(due) if start is None or start >= due else f"{day(start)} – {day(due)}"


def first_of(parts: Sequence[str], most: int, between: str = "; ") -> str:
    """The first parts of a list and how many more there are.

    >>> first_of(["а", "б", "в"], 2), first_of(["а"], 2)
    ('а; б и ещё 1', 'а')
    """
    rest = len(parts) - most

    return between.join(parts[:most]) + (f" и ещё {rest}" if rest > 0 else "")


def free_name(name: str, taken: Iterable[str], ending: str = "") -> str:
    """The name, or the first of ``name 2``, ``name 3`` … that is not taken, whatever the case of its letters.

    >>> free_name("Мои дела", ["мои дела", "Мои дела 2"]), free_name("Книга", ["книга.xlsm"], ".xlsm")
    ('Мои дела 3', 'Книга 2.xlsm')
    """
    folded = {one.casefold() for one in taken}

    return first_free(name, lambda free: free.casefold() in folded, ending)


def first_free(name: str, is_taken: Callable[[str], bool], ending: str = "") -> str:
    """The first of ``name``, ``name 2``, ``name 3`` …, each with the ending, that is not taken."""
    names = itertools.chain([name], (f"{name} {number}" for number in itertools.count(2)))

    return next(free for one in names if not is_taken(free := one + ending))


def _like_name(word: str) -> bool:
    return (word[0].isupper() and word[1:].islower()) or (
        "-" in word and all(_like_name(part) for part in word.split("-") if part)
    )
