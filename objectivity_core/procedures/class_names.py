"""Which classes are meant by «5-9», «4 «а», 4 б», «все, кроме 4А», «начальные классы»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.russian.dates import ROMAN_NUMBERS
from objectivity_core.russian.fold import folded_class, folded_name
from objectivity_core.russian.unseen import russian_letters
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    import pandas as pd

_CLASS_WORD: Final = re.compile(
    r"\bкл(?:асс[а-я]*)?\b\.?|(?<=\d)кл(?:асс[а-я]*)?\b\.?|\bпараллел[а-я]*\b|\bвс[ея]\b|\bвсе[хм]\b|\bучащи[а-я]*\b",
    re.IGNORECASE,
)
_ENDING: Final = r"(?:\s*-?\s*(?:е|х|ые|ых|й|ый|ой|го|м|ом|м[иу]?)(?![а-я]))?"
_GRADE: Final = re.compile(rf"(\d{{1,2}}){_ENDING}")
_SPAN: Final = re.compile(
    rf"(?:с\s+)?(\d{{1,2}}){_ENDING}\s*(?:-|–|—|−|‐|‑|\.\.+|…|\bпо\b|\bдо\b)\s*(\d{{1,2}}){_ENDING}"
)
_SPAN_OF_CLASSES: Final = re.compile(
    r"(?:с\s+)?(\d{1,2})\s*-?\s*([а-я])\s*(?:-|–|—|−|‐|‑|\.\.+|…|\bпо\b|\bдо\b)\s*(\d{1,2})?\s*-?\s*([а-я])"
)
_CLASS: Final = re.compile(r"(\d{1,2})[\W_]*([А-Я]{1,6})")
_DAY_OF_A_SPAN: Final = re.compile(r"0?(\d{1,2})\.0?(\d{1,2})\.20\d\d")
"""What a spreadsheet program makes of «5-9» in a cell that is no text: the ninth of May or the fifth of September."""
_BUT: Final = re.compile(r"[\s,(]*\b(?:кроме|исключая|за исключением|без)\b\s*")
_STAGES: Final = (
    (re.compile(r"нач(?:альн[а-я]*|\.)?(?:\s*(?:школ[а-я]*|шк\.?|звен[а-я]*))?"), 1, 4),
    (re.compile(r"основн[а-я]*(?:\s*(?:школ[а-я]*|звен[а-я]*))?|средн[а-я]*\s+звен[а-я]*"), 5, 9),
)
_ALL: Final = re.compile(
    r"вс[ея]|все[хм](?:\s+класс[а-я]*)?|вс[ея]\s+(?:класс[а-я]*|параллел[а-я]*|школ[а-я]*|предмет[а-я]*)"
)
_LAST_GRADE: Final = 11
_ROMANS: Final = ROMAN_NUMBERS[:_LAST_GRADE]
_ROMAN: Final = re.compile(rf"\b(?:{'|'.join(sorted(_ROMANS, key=len, reverse=True))})\b")
_IDLE: Final = re.compile(r"^\s*(?:в|во|на)\s+(?=\S)|\bвключительно\b")
NONE: Final = frozenset({"", "-", "–", "—", "нет", "не ведет", "х", "x"})


class ClassNames:
    """The classes of one school, found by whatever way people write them."""

    def __init__(self, classes: pd.DataFrame) -> None:
        """Take the table «Классы» (``class``, ``grade``)."""
        self._classes = {folded_class(row["class"]): row["class"] for row in records_of(classes) if row["class"]}
        self._grades: dict[int, list[str]] = {}
        for row in records_of(classes):
            if row["class"] and row["grade"] == row["grade"]:
                self._grades.setdefault(int(row["grade"]), []).append(row["class"])

    def named(self, cell: Any) -> tuple[list[str], list[str]]:
        """The classes that a cell names, and what of it names none.

        «4А, 4Б», «4 «А», 4 «Б»», «5А,Б», «5-е классы» (all of the grade), «5-9», «с 5 по 9 кл.», «5А-5В», «все, кроме 4А», «начальные классы».
        """
        text = folded(cell)
        if text in NONE:
            return [], []
        if (whole := folded_class(text)) in self._classes:
            return [self._classes[whole]], []
        text = _IDLE.sub(" ", _ROMAN.sub(lambda found: str(_ROMANS.index(found[0]) + 1), text))
        wanted, _, unwanted = (re.sub(r"[()]", " ", part) for part in _divided(text))
        found, unknown = self._listed(wanted)
        if unwanted.strip():
            left_out, unclear = self._listed(unwanted)
            found = [name for name in found if name not in left_out]
            unknown += unclear or ([] if found else [text.upper()])

        return found, unknown

    def _listed(self, text: str) -> tuple[list[str], list[str]]:
        """The classes of a list, and what of it names none."""
        if _ALL.fullmatch(text.strip(" .,;:")):
            return list(self._classes.values()), []
        text = text if _stage(text) else _CLASS_WORD.sub(" ", text)
        found: list[str] = []
        unknown = []
        grade = ""
        for part in (part.strip(" .:()") for part in re.split(r"[,;/\n+]|\sи\s", re.sub(r"[\"«»'“”„`]", "", text))):
            if not part:
                continue
            names, grade = self._part(part, grade)
            if not names and len(pieces := part.split()) > 1:  # «5А 5Б 6А»
                several = [self._part(piece, "")[0] for piece in pieces if any(map(str.isdigit, piece))]
                names = (
                    [name for one in several for name in one] if all(several) and len(several) == len(pieces) else []
                )
            found += names
            if not names:
                unknown.append((grade if part.isalpha() and len(part) <= 2 else "") + part.upper())

        return list(dict.fromkeys(found)), unknown

    def _part(self, part: str, grade: str) -> tuple[list[str], str]:
        """The classes of one part, and the grade that following bare letters belong to."""
        folded_part = folded_class(part)
        if folded_part in self._classes:
            begins = re.match(r"\d{1,2}", folded_part)
            return [self._classes[folded_part]], begins[0] if begins else grade
        if folded_part.isalpha() and grade and len(folded_part) <= 2:
            return self._letters(grade, folded_part), grade
        if (stretch := self._stretch(part)) is not None:
            return stretch, ""
        if found := _GRADE.fullmatch(part):
            return self._grades.get(int(found[1]), []), found[1]
        if found := _CLASS.fullmatch(folded_part):
            return self._letters(found[1], found[2]), found[1]

        return [], grade

    def _stretch(self, part: str) -> list[str] | None:
        """The classes of «5-9», «5А-5В» or «начальные классы»; None for what is no stretch."""
        if stage := _stage(part):
            return self._grades_between(*stage)
        if span := _SPAN.fullmatch(part) or _DAY_OF_A_SPAN.fullmatch(part):
            return self._grades_between(*sorted((int(span[1]), int(span[2]))))
        span = _SPAN_OF_CLASSES.fullmatch(russian_letters(part))

        return self._classes_between(span) if span else None

    def _grades_between(self, first: int, last: int) -> list[str]:
        """The classes of the grades from one to another, or none where no such school is."""
        if last > _LAST_GRADE:
            return []

        return [name for number in range(first, last + 1) for name in self._grades.get(number, [])]

    def _classes_between(self, span: re.Match[str]) -> list[str]:
        """«5А-5В»: the classes of a grade; «5А-9А»: those of a letter. Any other stretch says nothing clear."""
        first, letter, last, other = span[1], span[2].upper(), span[3] or span[1], span[4].upper()
        if first == last:
            letters = (chr(code) for code in range(ord(letter), ord(other) + 1))
            names = [self._classes.get(first + one) for one in letters]
        else:
            grades = range(int(first), int(last) + 1) if letter == other else ()
            names = [self._classes.get(f"{grade}{letter}") for grade in grades]
        ends = (self._classes.get(first + letter), self._classes.get(last + other))

        return [name for name in names if name] if all(ends) else []

    def _letters(self, grade: str, letters: str) -> list[str]:
        """«5АБ»: both classes, or none where one of them does not exist."""
        names = [self._classes.get(grade + letter) for letter in letters]

        return [name for name in names if name] if all(names) else []

    def is_class(self, cell: Any) -> bool:
        """Whether a cell names classes, known ones or not, and nothing else."""
        text = folded(cell)
        found, unknown = self.named(text)
        if found and not unknown:
            return bool(re.search("[а-яa-z]", text)) or folded_class(text) in self._classes

        return bool(
            re.fullmatch(
                r"\d{1,2}\s*-?\s*[\"«'“„]?[а-яa-z][\"»'”“]?(?:\s*класс)?|\d{1,2}\s*(?:-?[а-я]{1,2})?\s*класс[а-я]*",
                text,
            )
        )

    def is_grade(self, cell: Any) -> bool:
        """Whether a cell is a bare number or stretch of grades, which stands for their classes only where a heading promises classes."""
        return (
            bool(re.fullmatch(r"[\d\s,;–—-]+", folded(cell))) and bool(self.named(cell)[0]) and not self.named(cell)[1]
        )


def folded(cell: Any) -> str:
    """A cell as text without the differences of typing: case, ё, blanks."""
    return folded_name(as_text(cell))


def _divided(text: str) -> tuple[str, str, str]:
    """What is named, and what of it is left out: «все, кроме 4А»."""
    found = _BUT.search(text)

    return (text, "", "") if found is None else (text[: found.start()], found[0], text[found.end() :])


def _stage(text: str) -> tuple[int, int] | None:
    """First and last grade of a stage: «начальные классы», «основная школа»."""
    plain = _CLASS_WORD.sub(" ", text).strip(" .,;:")

    return next(((first, last) for pattern, first, last in _STAGES if pattern.fullmatch(plain)), None)
