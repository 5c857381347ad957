"""A new password guards names: what is tried first is refused, three or four words are not."""

from __future__ import annotations

import random

import pytest

from xl_macros.errors import ObjectivityError
from xl_macros.key.passwords import check_new_password

WEAK = {
    "usual words": [
        "пароль12",
        "Пароль2024!",
        "директор2024",
        "ВПР2025школа4б",
        "Школа школа 1",
        "ключ кодов 1",
        "пароль пароль",
        "admin2024",
    ],
    "rows of keys": ["йцукенгш", "фывапролдж", "ячсмитьбю", "qwertyui", "asdfghjkl1", "1q2w3e4r5t", "qazwsxedc"],
    "Russian words on Latin keys": ["gfhjkm12", "Gfhjkm2024"],
    "digits": ["12345678", "87654321", "20242025", "01.09.2024", "89161234567", "+7 916 123-45-67", "11112222"],
    "repetition": ["аааааааа", "абабабабаб", "абвабвабв", "aaaabbbb", "петров петров"],
    "the alphabet": ["абвгдежз", "abcdefgh"],
    "one word with a year or a mark": [
        "лампа2024",
        "Снежинка1!",
        "солнышко2015",
        "москва2024",
        "объективность",
        "кириллица",
    ],
    "somebody's name": ["Иванова1975", "Анастасия2010", "Мария Петровна", "Иванов Иван Иванович"],
}
STRONG = [
    *(
        "туча лыжи сосед",
        "кот лампа забор окно",
        "три зелёных слона",
        " трава  рельс  кольцо ",
        "шкаф пингвин обед",
        "верный пароль 1",
    ),
    *(
        "aB3$xY7z",
        "гм7-Кв9ё.Ц",
        "лампа48213705",
        "Tr0ub4dor&3x!z",
        "вымышленный пароль",
        "х" * 3 + "длинная фраза из любимой книги " * 4,
    ),
]
WORDS = [
    "арбуз",
    "берег",
    "ветка",
    "горка",
    "дождь",
    "ежевика",
    "жираф",
    "забор",
    "игла",
    "йогурт",
    "кофта",
    "ложка",
    "мост",
    "носок",
    "облако",
    "парус",
    "рыба",
    "сито",
    "тапок",
    "ухо",
    "флаг",
    "хлеб",
    "цапля",
    "чайник",
    "шишка",
    "щука",
    "эхо",
    "юла",
    "якорь",
    "пень",
    "снег",
    "молоко",
    "стекло",
    "дорога",
    "песок",
    "вилка",
    "трава",
    "рельс",
    "кольцо",
    "пингвин",
]


@pytest.mark.parametrize("password", [word for words in WEAK.values() for word in words])
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(ObjectivityError, match=r"Пароль слишком простой.*три-четыре несвязанных слова"):
        check_new_password(password)


@pytest.mark.parametrize("password", ["", "       ", "короток", " короток ", "кот\xa0\t\t\t\t\t"])
def test_what_is_short_is_refused_blanks_apart(password: str) -> None:
    with pytest.raises(ObjectivityError, match="не меньше 8 знаков"):
        check_new_password(password)


@pytest.mark.parametrize(
    "password", ["туча лыжи сосед " * 17, "туча\tлыжи сосед", "туча лыжи \udcd0сосед", "туча\nлыжи сосед"]
)
def test_what_excel_could_not_take_is_refused(password: str) -> None:
    with pytest.raises(ObjectivityError, match="Excel не примет"):
        check_new_password(password)


@pytest.mark.parametrize("password", STRONG)
def test_what_guards_names_is_taken(password: str) -> None:
    assert check_new_password(password) is None


@pytest.mark.parametrize("count", [3, 4])
def test_words_by_chance_are_never_refused(count: int) -> None:
    chance = random.Random(7)
    refused = []
    for _ in range(150):
        password = chance.choice((" ", "-", "")).join(chance.sample(WORDS, count))
        try:
            check_new_password(password)
        except ObjectivityError:
            refused.append(password)

    assert [] == refused
