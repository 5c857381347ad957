"""Formulas between Excel's grammar (English, commas, ``Sheet!A1``) and the one of LibreOffice's API (semicolons, ``$Sheet.A1``).

LibreOffice has a ``FormulaParser`` for this, but in version 7.4 it loses the names of tables, error constants and every function
younger than 2010. Both grammars use the same English function names, so a formula is translated token by token, as text,
which also costs no call over the bridge.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TOKENS = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<error>\#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!))
    |(?P<book>(?:'[^']*\[[^\]]*\](?:[^']|'')*'|\[[^\]]*\][\w.]+)!)
    |(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)
    |(?P<native>\$?(?:'(?:[^']|'')+'|[^\W\d]\w*)\.(?=\$?[A-Z]{1,3}(?:\$?\d+(?![\w.(])|:\$?[A-Z])|\$?\d+:|\#REF!))
    |(?P<table>[\w.\\]*\[)
    |(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(]))
    |(?P<rows>\$?\d+:\$?\d+(?![\w.(]))
    |(?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w.(\[]))
    |(?P<function>[^\W\d][\w.]*\()
    |(?P<name>[^\W\d][\w.\\?]*)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<blank>\s+)
    |(?P<sign><=|>=|<>|.)""",
    re.VERBOSE | re.DOTALL,
)
_ADD_IN = "COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GET"
_PREFIXES = ("_xlfn._xlws.", "_xlfn.", "_xlws.")
_ENDS_OPERAND = {"cell", "columns", "rows", "name", "table", ")"}
_BEGINS_OPERAND = {"cell", "columns", "rows", "name", "table", "sheet", "function", "("}


class Token(NamedTuple):
    """A piece of a formula: its kind (a group of the pattern; a sign is its own kind) and its text."""

    kind: str
    text: str


def tokens(formula: str) -> Iterator[Token]:
    """The pieces of a formula; a reference into a table is one piece up to its last bracket."""
    at = 0
    while at < len(formula):
        found = _TOKENS.match(formula, at)
        if found is None:
            raise ValueError(f"The formula cannot be read at {formula[at : at + 20]!r}.")
        kind, text = str(found.lastgroup), found.group()
        if kind == "table":
            text = formula[at : _closing(formula, found.end() - 1) + 1]
        yield Token(text if kind == "sign" else kind, text)
        at += len(text)


@functools.lru_cache(maxsize=4096)
def to_native(formula: str, table: str = "") -> str:
    """A formula of Excel as LibreOffice's API takes it.

    >>> to_native("=SUM('Журнал действий'!A1,Сроки[[#This Row],[Срок]])")
    "=SUM($'Журнал действий'.A1;Сроки[[#This Row];[Срок]])"

    Args:
        formula: with its equals sign, in English.
        table: the table in which it stands, for ``[@Column]``.

    Raises:
        ValueError: it refers to another workbook, or to a column of a table outside any.
    """
    parts: list[str] = []
    before, gap, brackets = "", "", [""]
    for token in tokens(formula):
        if token.kind == "blank":
            gap = token.text
            continue
        if gap:
            parts.append("!" if before in _ENDS_OPERAND and token.kind in _BEGINS_OPERAND else gap)
            gap = ""
        if token.kind in {"function", "(", "{"}:
            brackets.append(token.kind)
        parts.append(_native(token, table, brackets[-1]))
        if token.kind in {")", "}"} and len(brackets) > 1:
            brackets.pop()
        before = token.kind

    return "".join(parts)


@functools.lru_cache(maxsize=4096)
def to_excel(native: str) -> str:
    """A formula of LibreOffice's API as Excel writes it.

    >>> to_excel("=SUM($'Журнал действий'.A1;{1;2|3;4})")
    "=SUM('Журнал действий'!A1,{1,2;3,4})"
    """
    parts, depth = [], 0
    for token in tokens(native):
        kind, text = token
        depth += {"{": 1, "}": -1}.get(kind, 0)
        if kind == "native":
            text = text.removeprefix("$")[:-1] + "!"
        elif kind == "table":
            text = _table_excel(text)
        elif kind == "sheet":  # A1!B2: the sign of an intersection, taken for the end of a sheet's name
            text = text[:-1] + " "
        elif kind == "function":
            text = text.removeprefix(_ADD_IN)
        elif kind == "|" and depth:
            text = ";"
        else:
            text = {";": ",", "~": ",", "!": " "}.get(kind, text)
        parts.append(text)

    return "".join(parts)


def _native(token: Token, table: str, inside: str) -> str:
    kind, text = token
    if kind == "book":
        raise ValueError(f"References to other workbooks are not supported: {text!r}.")
    if kind == "name" and text.upper() in {"TRUE", "FALSE"}:
        return f"{text.upper()}()"
    translate: dict[str, Callable[[], str]] = {
        "sheet": lambda: f"${text[:-1]}.",
        "table": lambda: _table_native(text, table),
        "function": lambda: next(
            (text.removeprefix(prefix) for prefix in _PREFIXES if text.lower().startswith(prefix)), text
        ),
        ",": lambda: "~" if inside == "(" else ";",
        ";": lambda: "|" if inside == "{" else ";",
    }

    return translate.get(kind, lambda: text)()


def _closing(formula: str, opening: int) -> int:
    """Where the bracket that opens there closes; an apostrophe hides the sign behind it."""
    depth, at = 0, opening
    while at < len(formula):
        sign = formula[at]
        if sign == "'":
            at += 1
        elif sign == "[":
            depth += 1
        elif sign == "]":
            depth -= 1
            if not depth:
                return at
        at += 1
    raise ValueError(f"A bracket is not closed: {formula[opening:]!r}.")


def _split(content: str, separator: str) -> list[str]:
    """Parts of what stands between a table's brackets, separated outside inner brackets."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(content):
        hidden = at > 0 and content[at - 1] == "'"
        depth += 0 if hidden else {"[": 1, "]": -1}.get(sign, 0)
        if sign == separator and not depth:
            parts.append(content[start:at].strip())
            start = at + 1

    return [*parts, content[start:].strip()]


def _table_native(text: str, table: str) -> str:
    name, content = text.split("[", 1)
    content = content[:-1]
    if not (name or table):
        raise ValueError(f"{text!r} means a column of the formula's own table, and it stands in none.")
    name = name or table
    if content.startswith("@"):
        column = content[1:].strip()
        column = column if column.startswith("[") else f"[{column}]" if column else ""
        return f"{name}[[#This Row];{column}]" if column else f"{name}[#This Row]"
    if content.startswith("["):
        content = ";".join(_split(content, ","))

    return f"{name}[{content}]"


def _table_excel(text: str) -> str:
    name, content = text.split("[", 1)
    content = content[:-1]
    if content.startswith("["):
        content = ",".join(_split(content, ";"))

    return f"{name}[{content}]"
