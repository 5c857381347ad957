"""The rules compiled beforehand are those of the grammar, and are used only where they fit."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import lark
import pytest

from objectivity_core.deadlines import grammar
from objectivity_core.deadlines.reading import EVERY_START, read_deadline
from objectivity_core.school_year.year import SchoolYear

if TYPE_CHECKING:
    from collections.abc import Iterator

PHRASES = ("до 5 сентября", "по графику ВПР", "ежемесячно до 5 числа", "в течение года", "за 3 дня до ВПР", "вчера")


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    def forget() -> None:
        for cached in (grammar.parser_of, grammar._shipped, read_deadline):
            cached.cache_clear()

    forget()
    yield
    forget()


def test_the_compiled_rules_are_what_lark_makes_of_the_grammar() -> None:
    """After a change of grammar.lark or of lark in requirements.lock: ``make grammar``."""
    shipped = resources.files("objectivity_core.deadlines").joinpath(grammar.COMPILED).read_text(encoding="utf-8")

    assert grammar.compiled(EVERY_START) == shipped


def test_every_rule_is_read_back_whole() -> None:
    rules = [
        [(rule.origin, rule.expansion, rule.order, rule.alias, vars(rule.options)) for rule in some]
        for some in (grammar._built(EVERY_START).rules, grammar._shipped(EVERY_START) or ())
    ]

    assert rules[0] == rules[1]


def test_other_rules_than_the_grammars_are_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [read_deadline(phrase, SchoolYear(2024)) for phrase in PHRASES]
    read_deadline.cache_clear()
    grammar.parser_of.cache_clear()
    grammar._shipped.cache_clear()
    monkeypatch.setattr(lark, "__version__", "1.2.0")

    assert grammar._shipped(EVERY_START) is None
    assert grammar._built(EVERY_START) is grammar.parser_of("fixed", frozenset(), EVERY_START)
    assert expected == [read_deadline(phrase, SchoolYear(2024)) for phrase in PHRASES]


def test_a_changed_grammar_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    text = grammar._text
    monkeypatch.setattr(grammar, "_text", lambda name: text(name) + "\n" * (name == "grammar.lark"))

    assert grammar._shipped(EVERY_START) is None
