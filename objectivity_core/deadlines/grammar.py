"""The parser of grammar.lark, from rules compiled beforehand: lark needs half a second to compile them, in every process.

``grammar.bnf`` holds them as text (``make grammar`` writes it). Its first line names lark's version, grammar.lark's fingerprint and the starts:
where any of them differs, the file is passed over and lark compiles the grammar itself.
"""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Final

import lark
from lark.lexer import Lexer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lark.grammar import Rule

    from objectivity_core.deadlines.lexer import Piece

COMPILED: Final = "grammar.bnf"


class _Pieces(Lexer):
    """Hands the terminals of lexer.py to the parser."""

    def __init__(self, _conf: object) -> None:
        """Lark hands over its settings; there is nothing to set."""

    def lex(self, pieces: Sequence[Piece]) -> Iterator[lark.Token]:  # type: ignore[override]  # lark passes its input
        return (lark.Token(piece.terminal, str(piece.value)) for piece in pieces)


@functools.lru_cache(maxsize=512)
def parser_of(start: str, terminals: frozenset[str], starts: tuple[str, ...]) -> lark.Lark | None:
    """A parser that knows one start of the grammar and what can be said with some terminals: a tenth of the grammar, read in a tenth of the time.

    Args:
        start: the start that is needed.
        terminals: those that occur in the phrase.
        starts: every start of the grammar.

    Returns:
        None where no such phrase can begin with the start; where the compiled rules do not fit, the parser of the whole grammar.
    """
    rules = _shipped(starts)
    if rules is None:
        return _built(starts)
    needed = _needed(rules, start, terminals)
    if not needed:
        return None
    from lark.load_grammar import Grammar

    class Ready(Grammar):
        def compile(self, _starts: object, _keep: object) -> tuple[list[object], list[Rule], list[str]]:  # type: ignore[override]
            return [], needed, []

    return lark.Lark(Ready([], [], []), parser="earley", lexer=_Pieces, start=[start])


def compiled(starts: tuple[str, ...]) -> str:
    """What ``grammar.bnf`` must hold: a line per rule as lark compiles it, ``?`` before a rule that gives way to a single child."""
    lines = [
        f"{'?' * rule.options.expand1}{rule.origin.name}: {' '.join(symbol.name for symbol in rule.expansion)}"
        + (f" -> {rule.alias}" if rule.alias else "")
        for rule in _built(starts).rules
    ]

    return "\n".join([_heading(starts), *lines, ""])


@functools.cache
def _built(starts: tuple[str, ...]) -> lark.Lark:
    return lark.Lark(_text("grammar.lark"), parser="earley", lexer=_Pieces, start=list(starts))


@functools.cache
def _shipped(starts: tuple[str, ...]) -> list[Rule] | None:
    """The compiled rules; None where they are those of another grammar or lark."""
    heading, *lines = _text(COMPILED).splitlines()
    if heading != _heading(starts):
        return None
    from lark.grammar import NonTerminal, Rule, RuleOptions, Terminal

    rules: list[Rule] = []
    counts: dict[str, int] = {}
    for line in lines:
        name, _, rest = line.partition(": ")
        symbols, _, alias = rest.partition(" -> ")
        expansion = [Terminal(one) if one.isupper() else NonTerminal(one) for one in symbols.split()]
        options = RuleOptions(expand1=name.startswith("?"))
        origin = name.removeprefix("?")
        counts[origin] = counts.get(origin, -1) + 1
        rules.append(Rule(NonTerminal(origin), expansion, counts[origin], alias or None, options))

    return rules


def _needed(rules: list[Rule], start: str, terminals: frozenset[str]) -> list[Rule]:
    """The rules that can be reached and can match: the others would take lark most of its time."""
    known = terminals | {rule.origin.name for rule in rules}
    while len(whole := [rule for rule in rules if all(symbol.name in known for symbol in rule.expansion)]) < len(rules):
        rules, known = whole, terminals | {rule.origin.name for rule in whole}
    by_name: dict[str, list[Rule]] = {}
    for rule in rules:
        by_name.setdefault(rule.origin.name, []).append(rule)
    reached = [start]
    for name in reached:
        names = (symbol.name for rule in by_name.get(name, ()) for symbol in rule.expansion if not symbol.is_term)
        reached += [other for other in dict.fromkeys(names) if other not in reached]

    return [rule for rule in rules if rule.origin.name in set(reached)]


def _heading(starts: tuple[str, ...]) -> str:
    fingerprint = hashlib.sha256(_text("grammar.lark").encode()).hexdigest()

    return f"lark {lark.__version__}; grammar.lark {fingerprint}; {' '.join(starts)}"


def _text(name: str) -> str:
    return resources.files("objectivity_core.deadlines").joinpath(name).read_text(encoding="utf-8")
