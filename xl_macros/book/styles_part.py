"""The formats of a workbook's cells: whether one shows days, and the same one with another number format."""

from __future__ import annotations

import html
import re

from xl_macros.book.xml_text import attribute, element, plain, prefix_of, start, with_attribute

DATE = "dd.mm.yyyy"
_BUILT_IN_DATES = (
    frozenset(range(14, 18)) | frozenset(range(22, 23)) | frozenset(range(27, 37)) | frozenset(range(50, 59))
)
"""Number formats that show days and that a workbook need not declare ([ECMA-376] 18.8.30)."""
_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "@": 49}
_FIRST_OWN = 164
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class StylesPart:
    """``xl/styles.xml``: formats are only ever added, so that no cell changes its look."""

    def __init__(self, text: str) -> None:
        """Take the part apart.

        Raises:
            ValueError: it is no such part, or has no formats of cells.
        """
        self._text = plain(text)
        self._prefix = prefix_of(self._text, "styleSheet")
        declared = self._number_formats()
        self._codes = {
            attribute(tag, "numFmtId") or "0": attribute(tag, "formatCode") or ""
            for tag in start(f"{self._prefix}numFmt").findall((declared and declared[2]) or "")
        }
        self._formats = [(found[1], found[2]) for found in element(f"{self._prefix}xf").finditer(self._cells()[2])]
        self._made: dict[tuple[str, str], str] = {}
        self._added: list[str] = []

    def _cells(self) -> re.Match[str]:
        found = element(f"{self._prefix}cellXfs").search(self._text)
        if not found or not found[2]:
            raise ValueError("no cellXfs")

        return found

    def shows_days(self, style: str) -> bool:
        """Whether a format shows the day of a date."""
        number = self._number(style)
        code = _QUOTED.sub("", self._codes.get(number, "")).lower()

        return "y" in code or (not code and int(number) in _BUILT_IN_DATES)

    def with_number_format(self, style: str, code: str) -> str:
        """The number of a format that is like this one but for its number format."""
        if (style, code) not in self._made:
            attributes, content = self._formats[int(style) if int(style) < len(self._formats) else 0]
            attributes = with_attribute(attributes, "numFmtId", self._declared(code))
            attributes = with_attribute(attributes, "applyNumberFormat", "1")
            tag = f"{self._prefix}xf"
            self._made[style, code] = str(len(self._formats))
            self._formats.append((attributes, content))
            self._added.append(f"<{tag}{attributes}>" + ("" if content is None else f"{content}</{tag}>"))

        return self._made[style, code]

    def xml(self) -> str | None:
        """The part with what was added; None where nothing was."""
        if not self._added:
            return None
        found, tag = self._cells(), f"{self._prefix}cellXfs"
        attributes = with_attribute(found[1], "count", str(len(self._formats)))
        cells = f"<{tag}{attributes}>{found[2]}{''.join(self._added)}</{tag}>"

        return self._text[: found.start()] + cells + self._text[found.end() :]

    def _number(self, style: str) -> str:
        """The number of the number format of a format."""
        known = int(style) < len(self._formats)

        return (attribute(self._formats[int(style)][0], "numFmtId") if known else None) or "0"

    def _number_formats(self) -> re.Match[str] | None:
        return element(f"{self._prefix}numFmts").search(self._text)

    def _declared(self, code: str) -> str:
        """The number of a number format; one that is new gets a number that nothing in the part has, formats of conditions neither."""
        if code in _BUILT_IN:
            return str(_BUILT_IN[code])
        if known := next((number for number, one in self._codes.items() if one == code), None):
            return known
        taken = [int(attribute(tag, "numFmtId") or 0) for tag in start(f"{self._prefix}numFmt").findall(self._text)]
        number = str(max([_FIRST_OWN - 1, *taken]) + 1)
        self._codes[number] = code
        tag, declared = f"{self._prefix}numFmts", self._number_formats()
        before = (declared and declared[2]) or ""
        one = f'<{self._prefix}numFmt numFmtId="{number}" formatCode="{html.escape(code)}"/>'
        new = f'<{tag} count="{len(self._codes)}">{before}{one}</{tag}>'
        root = start(f"{self._prefix}styleSheet").search(self._text)
        first = declared.start() if declared else root.end() if root else 0
        self._text = self._text[:first] + new + self._text[declared.end() if declared else first :]

        return number
