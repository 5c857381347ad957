"""What the plan is called: from the heading above the table, the head of the file, or the file's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from objectivity_core.plan.importing.words import PLAN_WORD, split_number

if TYPE_CHECKING:
    from collections.abc import Sequence

_YEAR: Final = re.compile(
    r"[\s,(]*(?:на|в)?\s*20\d\d\s*(?:[-/–—]\s*(?:20)?\d\d)?\s*(?:-?\s*(?:уч\w*\.?\s*)?(?:г\.?|год\w*\.?))?[\s).]*$",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(r"\.[A-Za-z]{2,5}$")
_SENTENCES: Final = re.compile(r"[а-яё]{4,}\.\s+[А-ЯЁ]")
_LONGEST: Final = 200
_SMALL_WORDS: Final = frozenset(
    [
        "ПЛАН",
        "МЕР",
        "НА",
        "ПО",
        "И",
        "В",
        "ВО",
        "К",
        "КО",
        "О",
        "ОБ",
        "С",
        "СО",
        "ДЛЯ",
        "ПРИ",
        "ИЗ",
        "ОТ",
        "ДО",
        "ГОД",
        "ГОДА",
        "ЗА",
        "ИЛИ",
        "РАБОТ",
        "УЧЕТ",
        "ДОРОЖНАЯ",
        "КАРТА",
    ]
)
_SECTION: Final = re.compile(r"(?:раздел|направление|блок|этап)\b", re.IGNORECASE)


def plan_name(lines: Sequence[str]) -> str:
    """The name of a plan in lines of text, ``""`` where none begins like one; the school year is left off, the book says it.

    >>> plan_name(["Приложение 1", "ДОРОЖНАЯ КАРТА", "по подготовке к ОГЭ на 2024/2025 учебный год"])
    'Дорожная карта по подготовке к ОГЭ'
    """
    lines = [" ".join(line.split()) for line in lines]
    starts = [at for at, line in enumerate(lines) if PLAN_WORD.match(line) and _is_title(line)]
    for start in reversed(starts):
        name = lines[start]
        for line in lines[start + 1 :]:
            short = len(name.split()) <= 2 or name.endswith((" по", " на", " к", " и", " в", " мероприятий"))
            joins = line[:1].islower() or (short and line[:1].isalpha() and " " in line and not split_number(line)[0])
            if not joins or line.endswith((":", ";")):
                break
            name += f" {line}"
        name = _lowered(_YEAR.sub("", name)).strip(' ."')
        if len(name) <= _LONGEST:
            return name[:1].upper() + name[1:]

    return ""


def _is_title(line: str) -> bool:
    """Whether a line may be a title: no sentences, no beginning of a list."""
    return len(line) <= _LONGEST and not line.endswith((":", ";")) and not _SENTENCES.search(line)


def stem(file_name: str) -> str:
    """The name of a file without its ending."""
    return _SUFFIX.sub("", file_name)


def section_above(lines: Sequence[str]) -> str:
    """The section that a table's title names: its last line, when it is numbered or says so."""
    last = " ".join(lines[-1].split()) if lines else ""
    number, rest = split_number(last)
    is_section = bool(number and rest) or bool(_SECTION.match(last))

    return last if is_section and not PLAN_WORD.match(last) and not last.endswith((":", ";")) else ""


def _lowered(name: str) -> str:
    """A name in capitals as people read it; abbreviations stay."""
    words = name.split()
    if not words or not words[0].isupper():
        return name

    return " ".join(
        word.lower()
        if word.isupper() and (len(word) > 4 or word in _SMALL_WORDS) and not re.search(r"[\d«»\"]", word)
        else word
        for word in words
    )
