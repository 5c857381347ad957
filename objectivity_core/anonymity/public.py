"""What a finding says where anybody may read it: the sentence of its rule, and of the cells only what names nobody.

Not what is known to be a name is taken out, but what is not known to be harmless: a name stands in any cell, and misspelt.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from typing import TYPE_CHECKING, Any

from objectivity_core.russian.wording import MONTHS
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    from objectivity_core.findings import Finding, Rule

HIDDEN = "…"
_DAY = r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}(?:\.(?:\d{4}|\d\d))?"
_HARMLESS = re.compile(
    rf"""{_DAY}
    |[-+]?\d{{1,4}}(?:[.,]\d{{1,4}})?%?    # a number, never as long as a code of a work or a telephone
    |\d{{1,2}}-?[А-ЯЁA-Zа-яёa-z]           # a class
    |[A-ZА-Я]\d{{3,5}}(?:\.\d+)?          # P00012, M001.2
    |ВПР|ОГЭ|ЕГЭ|ГВЭ|ГИА|ВОШ|НИКО|АКР|РДР
    |[A-ZА-ЯЁ]{{2,5}}(?:-[A-ZА-ЯЁ]{{2,5}})?-\d{{1,2}}[А-ЯЁ]?-(?:{_DAY})  # a procedure
    |[A-Z]{{1,3}}\d+(?::[A-Z]{{1,3}}\d+)?  # a cell, a range""",
    re.VERBOSE,
)
_CELL = re.compile(r"(.+)!([A-Z]{1,3}\d+)(?::[A-Z]{1,3}\d+)?")
_WORDS = re.compile(r"([^\s;,:()«»\"/|!–—]+)")
_AGAIN = re.compile(rf"{HIDDEN}(?:[\s.,]*{HIDDEN})+")


def public(finding: Finding) -> Finding:
    """The finding as a report may print it: no text of a cell in its sentences, key and place.

    Args:
        finding: as a rule made it.

    Returns:
        The same code, severity, table, column, row and cell; «…» stands for every word that could be a name; ``value`` is empty.

    >>> from objectivity_core.findings import Rule
    >>> rule = Rule("doubled", "error").says("{name} записан дважды, строка {line}.")
    >>> public(rule.at("P00012", name="Козырев Владислав", line=7)).message
    '… записан дважды, строка 7.'
    """
    rule = finding.rule
    words = {name: _word(word) for name, word in finding.words.items()}

    return dataclasses.replace(
        finding,
        message=_filled(rule.message, words) if rule else HIDDEN,
        remedy=_filled(rule.remedy, words) if rule else HIDDEN,
        key=_text(finding.key),
        value="",
        where=_place(finding),
        words=words,
    )


def described(rule: Rule) -> tuple[str, str]:
    """Message and remedy of a rule for all its findings: «…» in every place."""

    class Hidden(dict[str, str]):
        def __missing__(self, name: str) -> str:
            return HIDDEN

    return _filled(rule.message, Hidden()), _filled(rule.remedy, Hidden())


def _filled(template: str, words: dict[str, Any]) -> str:
    return template.format_map(words)


def _word(word: Any) -> Any:
    """A word of a sentence, or «…»."""
    return word if isinstance(word, bool | int | float | dt.date) else _text(str(word))


def _text(text: str) -> str:
    """A text with «…» in place of whatever is not known to be harmless.

    >>> _text("5 процедур; 8Б; Козырев Владислав Иванович; ВПР-РУ-6-2026-04-22")
    '5 процедур; 8Б; …; ВПР-РУ-6-2026-04-22'
    """
    phrases, words = _vocabulary()
    if text in phrases:
        return text
    parts = _WORDS.split(text)
    parts[1::2] = [part if part in words or _HARMLESS.fullmatch(part) else HIDDEN for part in parts[1::2]]

    return _AGAIN.sub(HIDDEN, "".join(parts))


@functools.cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """What is the product's own: names of sheets, tables, columns and allowed values; of its explanations the words without a capital letter."""
    tables = TABLES.values()
    columns = [column for table in tables for column in table.columns]
    phrases = {word for table in tables for word in (table.excel, table.sheet)}
    phrases |= {word for column in columns for word in (column.heading, *column.choices)}
    texts = " ".join([*phrases, *(column.help for column in columns), *(table.hint for table in tables), *MONTHS])

    lower = {word for word in _WORDS.findall(texts.replace(".", " ")) if word.islower()}

    return frozenset(phrases), frozenset(lower | {table.sheet for table in tables if table.sheet.isalpha()})


def _place(finding: Finding) -> str:
    """The cell; of a sheet that bears another name than the product gave it, the product's."""
    cell = _CELL.fullmatch(finding.where)
    if finding.table not in TABLES:
        return finding.where
    sheet = TABLES[finding.table].sheet

    return f"{sheet}!{cell[2]}" if cell else sheet
