"""Code numbers themselves: the school's own with a check digit, official ones of five digits, and how people type them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random

OFFICIAL_DIGITS: Final = 5
MOST_CODES: Final = 2000
"""Codes of one class: a longer range is a slip of the keyboard."""

_LETTERS: Final = "OoОоQDЗзIl|ЧчБбSsВB"
_LOOK_ALIKES: Final = str.maketrans(_LETTERS, "000000331114466558" + "8")
"""Letters that are written or recognised for a digit, Latin and Russian."""
_BLANKS: Final = re.compile(r"[\s\u00a0\u200b\u202f-]+")
_NUMBER: Final = rf"(?:№\s*)?([\d{_LETTERS}]+)"
_RANGE: Final = re.compile(
    rf"(?:(?i:с|c|от)\s+)?{_NUMBER}\s*(?:[-–—−‑÷…]|\.{{2,3}}|(?i:до|по))\s*{_NUMBER}(?:\s*\(?(?i:вкл)[а-яё]*\.?\)?)?"
)
"""«40001-40012», «с 40001 по 40012 включительно»: whatever tells both ends; «40001-12» does not."""
_BEFORE: Final = re.compile(r"^(?:(?:коды?|номера?|№+)\s*:?\s+)+", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[;,\n]|\s+и\s+", re.IGNORECASE)


def new_code(source: random.Random, taken: set[str]) -> str:
    """One code that is not taken: six random digits (first not 0) and a Damm check digit.

    The check digit (H. Michael Damm, 2004) shows every single wrong digit and every swap of neighbours.

    Args:
        source: where chance comes from.
        taken: every code ever given in this book; the new one is added.
    """
    from stdnum import damm  # with what it imports it costs a click more than all the rest of this room

    while True:
        digits = str(source.randrange(100_000, 1_000_000))
        code = digits + str(damm.calc_check_digit(digits))
        if code not in taken:
            taken.add(code)
            return code


def is_code(text: str) -> bool:
    """Whether a text is one of the school's own codes, with a right check digit.

    >>> is_code("1000002"), is_code("1000003"), is_code("12")
    (True, False, False)
    """
    from stdnum import damm  # as above

    return len(text) == 7 and text.isascii() and text.isdigit() and text[0] != "0" and damm.is_valid(text)


def is_official(text: str) -> bool:
    """Whether a text is an official code: five digits, zeros before them kept.

    >>> is_official("00412"), is_official("412"), is_official("40001А")
    (True, False, False)
    """
    return len(text) == OFFICIAL_DIGITS and text.isascii() and text.isdigit()


def mend(text: str) -> str:
    """A code as it was meant: letters for digits, blanks and hyphens put right.

    >>> mend("4ОО О1"), mend("1З 000-02")
    ('40001', '1300002')
    """
    return _BLANKS.sub("", text).translate(_LOOK_ALIKES)


def read_official(text: str) -> tuple[list[str], list[str]]:
    """Official codes from a cell: ranges and single codes.

    Args:
        text: «40001-40012; 40015»; zeros that a spreadsheet took away are put back.

    Returns:
        The codes in their order, each once; and the parts that are none.

    >>> read_official("40001-40003, 4ОО10; 412")
    (['40001', '40002', '40003', '40010', '00412'], [])
    >>> read_official("с 50001 по 50003 и 50007")
    (['50001', '50002', '50003', '50007'], [])
    >>> read_official("40012-40001; 40001-12; абв")
    ([], ['40012-40001', '40001-12', 'абв'])
    """
    codes: dict[str, None] = {}
    bad = []
    for part in (_BEFORE.sub("", piece.strip(" \t\r\xa0.")) for piece in _SEPARATORS.split(text)):
        if not part:
            continue
        if found := _RANGE.fullmatch(part):
            first, last = (int(mend(end)) for end in found.groups())
            numbers = range(first, last + 1) if first <= last < first + MOST_CODES else range(0)
            read = [f"{number:0{OFFICIAL_DIGITS}d}" for number in numbers]
        else:
            read = [mend(part).zfill(OFFICIAL_DIGITS)]
        if read and all(is_official(code) for code in read):
            codes |= dict.fromkeys(read)
        else:
            bad.append(part)

    return list(codes), bad
