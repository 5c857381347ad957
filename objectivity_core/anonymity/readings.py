"""Other ways in which a text reads: without tags, with its escapes undone, with its pieces joined by a formula."""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WORTH: Final = re.compile(r"[<&%=\\\"+]|[A-Za-z0-9+/]{12}")
"""What a text without any of it reads like in one way only."""
_TAG: Final = re.compile(r"<[^<>]*>")
_RUBY: Final = re.compile(r"<r[tp]\b[^<>]*>[^<>]*(?:</r[tp]\s*>)?", re.IGNORECASE)
_JOINED: Final = re.compile(r"[\"'][ \t]*(?:[&+]|\|\|)[ \t]*(?:_?[ \t]*\r?\n[ \t]*)?[\"']")
_LITERAL: Final = re.compile(r'"([^"]*)"')
_JOINS: Final = re.compile("CONCAT|TEXTJOIN|СЦЕП|ОБЪЕДИНИТЬ", re.IGNORECASE)
_LETTER: Final = re.compile(
    r"\b(?:_xlfn\.)?(?:UNICHAR|ЮНИСИМВ|ChrW\$?|String\.fromCharCode|chr)\s*\(\s*(\d{1,6}|(?:&H|0x)[0-9a-f]{1,5})&?\s*\)",
    re.IGNORECASE,
)
_ESCAPED: Final = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))")
_PERCENT: Final = re.compile(r"(?:%[0-9a-fA-F]{2}){2,}")
_QUOTED: Final = re.compile(r"(?:=[0-9a-fA-F]{2}){2,}")
_SOFT_BREAK: Final = re.compile(r"=[ \t]{0,3}\r?\n")
_WORDS: Final = re.compile(r"=\?([\w-]{1,40})\?([BbQq])\?([^?\s]{0,2000})\?=(?:\s{1,8}(?==\?))?")
_BASE64: Final = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{12,4000}={0,2}(?![\w+/])")
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_FOLDS: Final = re.compile(r"^(?:BEGIN:|[\w-]{2,40}: )", re.MULTILINE)
_RUSSIAN: Final = re.compile("[а-яё]{3}", re.IGNORECASE)


def readings(text: str) -> Iterator[str]:
    """Every other way in which a text may be read; nothing where there is none.

    >>> list(readings('="Коз"&"ырев"')), list(readings("Коз<b>ырев</b>")), list(readings("сдано"))
    (['="Козырев"'], ['Козырев', 'Коз ырев '], [])
    """
    if not _WORTH.search(text) and "\n" not in text:
        return
    plain = _unescaped(text)
    given = {text}
    for one in (plain, *_untagged(plain), *_spelt(plain), *_secret(plain)):
        if one not in given:
            given.add(one)
            yield one


def _unescaped(text: str) -> str:
    """The text with folded lines made whole, escapes and entities undone."""
    if "\n" in text and _FOLDS.search(text):
        text = _FOLD.sub("", text)
    if "=" in text:
        text = _WORDS.sub(_word, text)
        text = _QUOTED.sub(_by(lambda found: quopri.decodestring(found.encode("ascii"))), _SOFT_BREAK.sub("", text))
    if "\\" in text:
        text = _ESCAPED.sub(lambda found: _character(int(found[1] or found[2] or found[3] or found[4], 16)), text)
    if "%" in text:
        text = _PERCENT.sub(_by(unquote_to_bytes), text)

    return html.unescape(text) if "&" in text else text


def _by(decoded: Callable[[str], bytes]) -> Callable[[re.Match[str]], str]:
    return lambda found: _in_letters(decoded(found[0]))


def _in_letters(data: bytes) -> str:
    """Bytes as text: UTF-8, else Windows-1251."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def _character(number: int) -> str:
    return chr(number) if 31 < number < 0x110000 and not 0xD800 <= number < 0xE000 else " "


def _word(found: re.Match[str]) -> str:
    """A word of a letter's heading: «=?utf-8?B?…?=»."""
    encoding, how, content = found[1], found[2].upper(), found[3]
    try:
        data = base64.b64decode(content) if how == "B" else quopri.decodestring(content, header=True)
        return data.decode(encoding)
    except (binascii.Error, LookupError, ValueError):
        return found[0]


def _untagged(text: str) -> Iterator[str]:
    """The text without comments and tags: once with nothing in their place, once with a blank."""
    if "<" not in text:
        return
    bare = _RUBY.sub("", _without_comments(text))
    yield _TAG.sub("", bare)
    yield _TAG.sub(" ", bare)


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3

    return "".join([*kept, text[at:]])


def _spelt(text: str) -> Iterator[str]:
    """What a formula or a line of a program makes of its pieces."""
    letters = _LETTER.sub(lambda found: f'"{_character(_number(found[1]))}"', text)
    yield _JOINED.sub("", letters)
    if _JOINS.search(letters):
        yield "".join(_LITERAL.findall(letters))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(f"0x{text[2:]}", 0)


def _secret(text: str) -> Iterator[str]:
    """Russian text packed in base64."""
    for found in _BASE64.finditer(text):
        try:
            inside = base64.b64decode(found[0] + "=" * (-len(found[0]) % 4)).decode("utf-8")
        except (binascii.Error, ValueError):
            continue
        if _RUSSIAN.search(inside):
            yield inside
