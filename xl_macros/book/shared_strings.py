"""The texts that the cells of a workbook share: new ones get a place, those that no cell shows any more are wiped out."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from xl_macros.book.xml_text import element, plain, prefix_of, start, with_attribute, written

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHARED = re.compile(
    r"""<(?:[\w.-]+:)?c\s[^<>]*?\bt\s*=\s*["']s["'][^<>]*>\s*<(?:[\w.-]+:)?v(?:\s[^<>]*)?>\s*(\d+)\s*<"""
)
_LONGEST = 32767
"""Characters that a cell holds in Excel."""


def uses(part: str) -> Counter[int]:
    """How often the cells of a sheet's XML show each shared text."""
    return Counter(map(int, _SHARED.findall(plain(part))))


class SharedStrings:
    """The part of shared texts: a new text takes the place of one that no cell shows, or a new place."""

    def __init__(self, text: str, used: Iterable[int]) -> None:
        """Take the part apart.

        Args:
            text: the part.
            used: the numbers of the texts that cells show.

        Raises:
            ValueError: it is no such part.
        """
        text = plain(text)
        self._prefix = prefix_of(text, "sst")
        found = list(element(f"{self._prefix}si").finditer(text))
        root = start(f"{self._prefix}sst").search(text)
        if root is None:
            raise ValueError("no sst")
        self._head = text[: root.start()]
        self._attributes = root[1].rstrip("/")
        self._tail = text[found[-1].end() :] if found else f"</{self._prefix}sst>"
        self._items = [one[0] for one in found]
        shown = set(used)
        self._numbers = {item: number for number, item in enumerate(self._items) if number in shown}
        self._free = [number for number in reversed(range(len(self._items))) if number not in shown]

    def number(self, text: str) -> int:
        """The number of a text; it gets one where it has none."""
        item = f"<{self._prefix}si>{text_element(self._prefix, text)}</{self._prefix}si>"
        if item in self._numbers:
            return self._numbers[item]
        if self._free:
            number = self._free.pop()
            self._items[number] = item
        else:
            number = len(self._items)
            self._items.append(item)
        self._numbers[item] = number

        return number

    def xml(self, used: Counter[int]) -> str:
        """The part, without the texts that no cell shows: somebody's name may be among them.

        Args:
            used: how often cells show each text now.
        """
        blank = f"<{self._prefix}si><{self._prefix}t/></{self._prefix}si>"
        items = [item if number in used else blank for number, item in enumerate(self._items)]
        attributes = with_attribute(self._attributes, "count", str(used.total()))
        attributes = with_attribute(attributes, "uniqueCount", str(len(items)))

        return f"{self._head}<{self._prefix}sst{attributes}>{''.join(items)}{self._tail}"


def text_element(prefix: str, text: str) -> str:
    """A text as an element whose blanks at the ends stay."""
    cut = text[:_LONGEST]
    space = ' xml:space="preserve"' if cut != cut.strip() else ""

    return f"<{prefix}t{space}>{written(cut)}</{prefix}t>"
