"""Every finding has one home: a rule with a code of its own, whose words are as they were and stand in the docs."""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter
from pathlib import Path

from docs import pages
from objectivity_core.findings import Rule
from xl_macros.headless import all_rules

ROOT = Path(__file__).parents[1]
MODULES = sorted([*(ROOT / "objectivity_core").rglob("*.py"), *(ROOT / "xl_macros").rglob("*.py")])
RULES = [rule for rules in all_rules.rules().values() for rule in rules]
GOLDEN = (ROOT / "tests" / "golden" / "findings.tsv").read_text(encoding="utf-8").splitlines()[1:]
PLACE = {"key", "value", "where", "row", "table", "column"}
"""What a finding has beside the words of its rule."""

RENAMED = {
    "already-opened": (
        "exchange-of-opened",
        "slips-of-opened",
    ),
    "ambiguous-deadline": ("ambiguous-phrase",),
    "bad-code": (
        "bad-code-in-works",
        "code-not-given",
        "code-twice-in-sheet",
        "scores-without-code",
    ),
    "bad-date": (
        "bad-year",
        "no-such-date",
    ),
    "bad-mark": ("bad-external-mark",),
    "bad-number": (
        "bad-external-mark",
        "not-whole",
    ),
    "bad-score": ("not-a-score",),
    "bad-setting": (
        "bad-date-setting",
        "bad-year-setting",
        "no-year",
    ),
    "calendar-not-published": (
        "days-beyond-calendar",
        "year-before-calendar",
    ),
    "code-not-in-vault": ("works-not-in-key",),
    "code-twice-in-key": ("code-of-two-pupils",),
    "codes-and-pupils-differ": (
        "fewer-codes-than-pupils",
        "more-codes-than-pupils",
    ),
    "codes-still-used": ("waits-for-codes",),
    "date-not-working": ("timetable-not-working",),
    "date-outside-year": ("timetable-outside-year",),
    "doubled-pupil": ("doubled-pupil-without-code",),
    "empty-plan": ("nothing-to-print",),
    "error-cell": ("bad-external-mark",),
    "log-altered": (
        "log-not-continued",
        "log-unreadable",
        "log-without-number",
    ),
    "log-sheet-cut": ("log-former-copy",),
    "long-path": ("too-long-path",),
    "macros-forbidden": (
        "macros-hopeless",
        "macros-not-allowed",
    ),
    "no-codes": (
        "exchange-without-codes",
        "no-codes-yet",
    ),
    "no-date": (
        "no-date-for-codes",
        "no-step-date",
    ),
    "no-expert": ("nobody-to-check",),
    "no-observer": ("no-observer-written",),
    "no-procedures": ("no-procedures-named",),
    "no-proof-file": ("proof-not-found",),
    "no-pupils": ("empty-attendance",),
    "no-spreadsheet-program": ("commands-only",),
    "no-timetable": ("no-timetable-in-file",),
    "not-assigned": ("not-assigned-and-empty",),
    "not-settled": ("not-settled-yet",),
    "nothing-to-open": ("opened-already",),
    "other-procedure": ("sheet-of-unknown-procedure",),
    "out-of-bounds": ("bad-external-mark",),
    "over-maximum": ("collected-over-maximum",),
    "packages": ("no-packaging",),
    "person-twice-a-day": ("person-perhaps-twice-a-day",),
    "pictures": ("pictures-in-document",),
    "required": (
        "no-phrase-in-file",
        "no-responsible-in-file",
    ),
    "returned-twice": (
        "returned-twice-differs",
        "scored-twice-differs",
    ),
    "row-left-out": ("row-without-measure",),
    "scale-order": ("no-marks-by-scale-order",),
    "timetable-date": (
        "timetable-no-date",
        "timetable-not-one-day",
    ),
    "unknown-class": ("class-without-codes",),
    "unknown-kind": (
        "timetable-no-kind",
        "timetable-unknown-kind",
        "unknown-kind-of-measure",
    ),
    "unknown-value": ("spelt-otherwise",),
    "unmoved-deadline": (
        "deadline-outside-new-year",
        "moved-deadline-unread",
        "no-leap-day",
    ),
    "unread-deadline": ("unread-phrase",),
    "unreadable-file": (
        "cannot-open",
        "closed-file",
        "damaged-file",
        "unreadable-sheet",
    ),
}
"""Codes that had several texts or severities: what else each became."""


def _calls(path: Path, name: str) -> list[ast.Call]:
    return [call for call in _all_calls(path) if name == _name(call.func)]


@functools.cache
def _all_calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", "") or getattr(function, "id", "")


def _pattern(template: str) -> str:
    return "".join(".*" if part[0] == "{" else re.escape(part) for part in re.split(r"({[^}]*})", template) if part)


def _places(rule: Rule) -> set[str]:
    return set(re.findall(r"{(\w+)", rule.message + rule.remedy))


def test_two_rules_never_bear_one_code() -> None:
    assert [] == [code for code, times in Counter(rule.code for rule in RULES).items() if times > 1]


def test_a_finding_is_made_by_a_rule_and_nowhere_else() -> None:
    assert ["findings.py"] == [path.name for path in MODULES for _ in _calls(path, "Finding")]


def test_every_rule_is_listed() -> None:
    """A module that makes rules is one of the catalogue's homes, and its ``RULES`` have them all, under names of their own."""
    assert all(rule.message for rule in RULES)
    for path in MODULES:
        made = len(_calls(path, "says"))
        home = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if made:
            also = sum("code" in {word.arg for word in call.keywords} for call in _calls(path, "replace"))

            assert made + also == len(all_rules.rules()[home]), home


def test_every_place_of_a_rule_is_filled_where_it_is_used() -> None:
    """As far as it can be read from the text: ``rules.NAME.at(…)`` with words by name."""
    by_name: dict[tuple[str, str], Rule] = {}
    for home in all_rules.HOMES:
        names = vars(__import__(home, fromlist=["RULES"])).items()
        by_name |= {
            (home.split(".")[0] + "." + home.split(".")[1], name): one for name, one in names if isinstance(one, Rule)
        }
    for path in MODULES:
        room = ".".join(path.relative_to(ROOT).with_suffix("").parts[:2])
        for call in _calls(path, "at"):
            rule = by_name.get((room, _name(call.func.value))) if isinstance(call.func, ast.Attribute) else None
            given = {word.arg for word in call.keywords} | ({"key"} if call.args else set())
            if rule and None not in given:
                assert given - PLACE <= _places(rule) <= given, (path.name, rule.code)


def test_texts_are_as_they_were() -> None:
    """Every finding that the tests had seen before rules were data is made by one rule; of several that fit, the one with most words of its own counts."""
    lost = []
    for line in GOLDEN:
        code, *said = (part.replace("\\n", "\n").replace("\\\\", "\\") for part in line.split("\t"))
        words = [
            _own_words(rule) for rule in RULES if rule.code in {code, *RENAMED.get(code, ())} and _fits(rule, *said)
        ]
        lost += [] if words and words.count(max(words)) == 1 else [line]

    assert [] == lost


def _fits(rule: Rule, severity: str, *said: str) -> bool:
    templates = zip((rule.message, rule.remedy), said, strict=True)

    return rule.severity == severity and all(re.fullmatch(_pattern(one), text, re.DOTALL) for one, text in templates)


def _own_words(rule: Rule) -> int:
    return len(re.sub(r"{[^}]*}", "", rule.message + rule.remedy))


def test_the_page_in_the_docs_is_what_the_code_prints() -> None:
    assert pages.findings_page() == (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
