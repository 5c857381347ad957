"""A new password guards names: what is tried first is refused, four words by chance are not."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from xl_macros.errors import ObjectivityError
from xl_macros.key.passwords import LEAST_GUESSES, check_new_password, pass_phrase, pass_phrase_bits


def _listed(name: str) -> list[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()

    return [line for line in lines if not line.startswith("#")]


def _is_taken(password: str, *names: str) -> bool:
    try:
        check_new_password(password, names)
    except ObjectivityError:
        return False

    return True


def test_what_people_of_a_school_invent_is_refused() -> None:
    weak = _listed("passwords_weak.txt")

    assert len(weak) > 100
    assert [] == [password for password in weak if _is_taken(password)]


def test_what_guards_names_is_taken() -> None:
    strong = _listed("passwords_strong.txt")

    assert len(strong) > 30
    assert [] == [password for password in strong if not _is_taken(password)]


def test_the_refusal_says_what_to_take_instead() -> None:
    with pytest.raises(ObjectivityError, match=r"Пароль слишком простой.*предложила программа, или четыре несвязанных"):
        check_new_password("мама мыла раму")


@pytest.mark.parametrize(
    "password",
    [
        "Озерцова-кабинет",
        "озерцовой кабинет",
        "ОзерцоваОзерцов12",
        "ozertsovoy_2024_kabinet",
        "Ozercova kabinet",
        "jpthwjdfrf,bytn",
        "Заозёрск Озерцова",
        "zaozyorsk zaozyorsk 77",
    ],
)
def test_the_names_of_the_school_and_its_people_stand_for_nothing(password: str) -> None:
    names = ("МБОУ «Заозёрская СОШ № 7», Заозёрск", "Озерцова Анна Петровна")

    assert not _is_taken(password, *names)
    assert _is_taken(f"{password} туча лыжи сосед", *names)


def test_a_name_is_refused_because_it_is_the_schools() -> None:
    password = "Журбатовская пингвинариум"

    assert _is_taken(password)
    assert not _is_taken(password, "Журбатовская школа «Пингвинариум»")


def test_the_first_offer_is_four_words_that_guard_names() -> None:
    offered = {pass_phrase(random.Random(number)) for number in range(100)}

    assert 100 == len(offered)
    assert {4} == {len(set(phrase.split())) for phrase in offered}
    assert 40 < pass_phrase_bits()
    assert [] == [phrase for phrase in offered if not _is_taken(phrase)]


@pytest.mark.parametrize("password", ["й" * 255, "туча лыжи сосед " * 15, "аб1!" * 60, "a@0$1" * 50])
def test_a_check_takes_less_than_a_second(password: str) -> None:
    _is_taken("туча")  # the lists are read once
    begun = time.process_time()
    _is_taken(password)

    assert 1 > time.process_time() - begun


def test_a_word_cannot_be_too_long_to_be_known() -> None:
    """Behind a likely beginning nothing is overlooked: what is judged is long enough for the floor."""
    assert 10**11 == LEAST_GUESSES
    assert not _is_taken("пароль" * 40)


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


@pytest.mark.parametrize("divider", [" ", "-", ""])
def test_four_words_by_chance_are_never_refused(divider: str) -> None:
    chance = random.Random(7)
    passwords = [divider.join(chance.sample(WORDS, 4)) for _ in range(60)]

    assert [] == [password for password in passwords if not _is_taken(password)]
