"""A reader of formulas as a file holds them: what Excel calls damaged, or reads otherwise than LibreOffice."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from tests.xl_macros.structure.functions import ARGUMENTS, NEW, OLD, TAKES_MANY, TAKES_ONE, WITHOUT_PREFIX

_TOKEN: Final = re.compile(
    r"""(?P<blank>\s+)|(?P<text>"(?:[^"]|"")*")|(?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!))
    |(?P<rows>\$?\d+:\$?\d+)|(?P<number>\d+(?:\.\d+)?(?:E[+-]?\d+)?)(?![\w.])|(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)
    |(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7}(?![\w(.]))|(?P<columns>\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?!\w))
    |(?P<function>[^\W\d][\w.]*\()|(?P<table>[^\W\d][\w.]*(?=\[))|(?P<bracket>\[)
    |(?P<name>[^\W\d][\w.\\?]*)|(?P<sign><=|>=|<>|[-+*/^&=<>%:,()@])""",
    re.VERBOSE,
)
_BINDS: Final = {
    "=": 1,
    "<": 1,
    ">": 1,
    "<=": 1,
    ">=": 1,
    "<>": 1,
    "&": 2,
    "+": 3,
    "-": 3,
    "*": 4,
    "/": 4,
    "^": 5,
    ":": 8,
}
_AREAS: Final = {"#All", "#Data", "#Headers", "#Totals", "#This Row"}
_END: Final = ("end", "")
_NEEDS_BRACKETS: Final = re.compile(r"[\t\n\r,:.\[\]#'\"{}$^&*+=\-><(/)]")
"""Signs in a heading for which Excel asks for a second pair of brackets."""


@dataclasses.dataclass(frozen=True)
class Names:
    """What a formula of a workbook may name; all but sheets in small letters."""

    sheets: frozenset[str]
    names: frozenset[str]
    tables: dict[str, frozenset[str]]


class FormulaError(ValueError):
    """Excel would not take a formula, or take it for another."""


class Formula:
    """One formula, read by precedence; a method returns whether what it read may be more than one cell."""

    def __init__(
        self, text: str, names: Names, here: str = "", *, structured: bool = True, array: bool = False
    ) -> None:
        """Split a formula into its tokens.

        Args:
            text: without «=».
            names: of the workbook.
            here: the table in whose rows the formula stands, in small letters.
            structured: whether names of columns are allowed: not in conditional formats and validation.
            array: whether the cell is entered as an array formula.

        Raises:
            FormulaError: a sign that no formula has.
        """
        self._names, self._here, self._structured, self._array = names, here, structured, array
        self._tokens: list[tuple[str, str]] = []
        self._at = 0
        self._split(text)

    def check(self) -> None:
        """Read the whole formula.

        Raises:
            FormulaError: it is damaged or would be read otherwise.
        """
        self._expression(0, 0, array=self._array)
        if self._peek() != _END:
            raise FormulaError(f"goes on with {self._peek()[1]!r}")

    def _split(self, text: str) -> None:
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if not found:
                raise FormulaError(f"cannot be read from {text[at : at + 20]!r}")
            kind, at = str(found.lastgroup), found.end()
            if kind in {"table", "bracket"}:
                end = _closing(text, found.end() if kind == "table" else found.start())
                at = end + 1
                self._tokens.append(("reference", text[found.start() : at]))
            elif kind != "blank":
                self._tokens.append((kind, found.group()))
        self._tokens.append(_END)

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at]

    def _next(self) -> tuple[str, str]:
        self._at += 1

        return self._tokens[self._at - 1]

    def _expression(self, least: int, depth: int, *, array: bool) -> bool:
        many = self._operand(depth, array=array)
        while True:
            kind, sign = self._peek()
            if (kind, sign) == ("sign", "%"):
                self._next()
                continue
            if kind != "sign" or _BINDS.get(sign, -1) < least:
                return many
            self._next()
            right = self._expression(_BINDS[sign] + 1, depth, array=array)
            if sign != ":" and (many or right) and not array:
                raise FormulaError(f"{sign} takes a range outside an array function")
            many = many or right or sign == ":"

    def _operand(self, depth: int, *, array: bool) -> bool:
        if depth > 64:
            raise FormulaError("is nested deeper than 64 levels")
        kind, text = self._next()
        if kind == "sign":
            return self._signed(text, depth, array=array)
        if kind == "text" and len(text) - 2 > 255:
            raise FormulaError("has a text of more than 255 characters")
        if kind == "function":
            return self._call(text[:-1], depth, array=array)
        if kind == "reference":
            return self._reference(text)
        if kind == "sheet":
            return self._on_sheet(text)
        if kind == "name" and text.upper() not in {"TRUE", "FALSE"} and text.lower() not in self._names.names:
            raise FormulaError(f"names {text!r}, which is not there")
        if kind == "end":
            raise FormulaError("ends too early")

        return kind in {"columns", "rows"}

    def _signed(self, sign: str, depth: int, *, array: bool) -> bool:
        if sign in {"+", "-"}:
            return self._operand(depth, array=array)
        if sign != "(":
            raise FormulaError(f"has {sign!r} where a value should be")
        many = self._expression(0, depth, array=array)
        if self._next() != ("sign", ")"):
            raise FormulaError("lacks a closing bracket")

        return many

    def _on_sheet(self, text: str) -> bool:
        title = text[:-1].removeprefix("'").removesuffix("'").replace("''", "'")
        if title not in self._names.sheets:
            raise FormulaError(f"names the sheet {title!r}, which is not there")
        kind, what = self._next()
        if kind not in {"cell", "columns", "rows", "name"}:
            raise FormulaError(f"has {what!r} after a sheet")

        return kind in {"columns", "rows"}

    def _call(self, name: str, depth: int, *, array: bool) -> bool:
        plain = name.removeprefix("_xlfn.").removeprefix("_xlws.")
        known = plain in OLD | WITHOUT_PREFIX if plain == name else plain in NEW
        if not known:
            raise FormulaError(f"calls {name}, which is unknown or lacks its prefix")
        given = self._arguments(depth, array=array or name == "SUMPRODUCT")
        least, most = ARGUMENTS.get(name, (0, 255))
        if not least <= len(given) <= most:
            raise FormulaError(f"gives {name} {len(given)} arguments")
        if name in TAKES_ONE and any(given) and not array:
            raise FormulaError(f"gives {name} a range outside an array function")
        if name in {"COUNTIF", "COUNTIFS"} and any(given[1::2]) and not array:
            raise FormulaError(f"gives {name} a range to compare with")

        return any(given) and name not in TAKES_MANY

    def _arguments(self, depth: int, *, array: bool) -> list[bool]:
        given: list[bool] = []
        if self._peek() == ("sign", ")"):
            self._next()
            return given
        while True:
            left_out = self._peek() in {("sign", ","), ("sign", ")")}
            given.append(False if left_out else self._expression(0, depth + 1, array=array))
            kind, sign = self._next()
            if (kind, sign) == ("sign", ")"):
                return given
            if (kind, sign) != ("sign", ","):
                raise FormulaError(f"has {sign!r} among arguments")

    def _reference(self, text: str) -> bool:
        table, _, rest = text.partition("[")
        if not self._structured:
            raise FormulaError(f"names {text}: no columns of tables here")
        if table.lower() not in self._names.tables:
            raise FormulaError(f"names the table {table!r}, which is not there")
        inner = rest.removesuffix("]")
        pieces = re.findall(r"\[((?:[^\[\]']|'.)*)\]", inner) if inner.startswith("[") else [inner]
        if not inner.startswith("[") and inner not in _AREAS and _NEEDS_BRACKETS.search(inner):
            raise FormulaError(f"names {text}, which needs double brackets")
        areas = [piece for piece in pieces if piece in _AREAS]
        columns = [re.sub(r"'(.)", r"\1", piece).lower() for piece in pieces if piece not in _AREAS]
        missing = [column for column in columns if column and column not in self._names.tables[table.lower()]]
        if missing:
            raise FormulaError(f"names {missing[0]!r}, which {table} has not")
        if "#This Row" in areas and table.lower() != self._here:
            raise FormulaError(f"takes this row of {table} outside it")

        return "#This Row" not in areas and not ("#Headers" in areas and len(columns) == 1)


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens at ``start`` closes; an apostrophe takes the next sign as it is."""
    depth, at = 0, start
    while at < len(text):
        depth += {"[": 1, "]": -1}.get(text[at], 0)
        if depth == 0:
            return at
        at += 2 if text[at] == "'" else 1
    raise FormulaError("lacks a closing square bracket")
