"""Line breaks inside one deadline: a list only between complete terms; elsewhere somebody wrapped the cell by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# «15.10.⏎24» may go on with «ноября»: such a number never becomes the year of the date above it.
_BREAK: Final = re.compile(r"(?<!\d\.)\n|\n(?!\s*\d\d?(?!\d))")
# Every stretch of lines may have to be tried; of more lines only all of them together.
MOST_LINES: Final = 12


def unwrapped(phrase: str, is_read: Callable[[str], bool]) -> str:
    r"""The phrase with a blank for every line break inside a term; every character keeps its place.

    Args:
        phrase: The phrase, which is not read with all its line breaks as separators.
        is_read: Whether a text alone is a deadline.

    Returns:
        From the first line on, as many lines as are a deadline together are joined; a line that is none with any of those
        below it stands alone.

    >>> unwrapped("октябрь\n2024\nапрель\n2025", {"октябрь 2024", "апрель 2025"}.__contains__)
    'октябрь 2024\nапрель 2025'
    """
    lines = phrase.split("\n")
    if len(lines) > MOST_LINES:
        whole = blanked(phrase)
        return whole if is_read(whole) else phrase
    terms = []
    while lines:
        stretches = {count: blanked("\n".join(lines[:count])) for count in range(len(lines), 1, -1)}
        together = next((count for count, text in stretches.items() if is_read(text)), 1)
        terms.append(stretches.get(together, lines[0]))
        lines = lines[together:]

    return "\n".join(terms)


def blanked(phrase: str) -> str:
    r"""The phrase with its line breaks as blanks.

    >>> blanked("до 15.10.\n2025"), blanked("15.10.\n24 ноября")
    ('до 15.10. 2025', '15.10.\n24 ноября')
    """
    return _BREAK.sub(" ", phrase)
