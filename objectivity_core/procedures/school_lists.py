"""The school's own lists («Списки»): which class, subject or kind is meant, however people write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.procedures.class_names import NONE, ClassNames, folded
from objectivity_core.russian.fold import folded_kind
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

USUAL_KIND: Final = "ВПР"
"""What a work is when a timetable does not say (help of the column «Вид работы»)."""

_WORDS: Final = re.compile(r"[а-яa-z0-9]+")
_SLOT: Final = re.compile(
    r"жреби|жереб|случайн|один из|одному из|на выбор|по выбору|предмет[а-я]*\s*(?:№|n)?\s*\d|предмет[а-я]*\s+(?:из\s+)?групп|групп[аы]\s+предмет|\d\s*-?[а-я]*\s+групп"
)
_LANGUAGES: Final = re.compile(
    r"(?:англ|немец|франц|испан|китайск)[а-я]*(?:\s+яз[а-я]*)?|(?:ин|иностр)[а-я]*\s*-?\s*яз[а-я]*|ия"
)
_FOREIGN: Final = "иностранный язык"
_ALSO: Final = {
    "ря": "русский язык",
    "ия": "иностранный язык",
    "физра": "физическая культура",
    "физкультура": "физическая культура",
    "инфка": "информатика",
    "обж": "основы безопасности",
    "обзр": "основы безопасности",
    "основыбезопасностижизнедеятельности": "основы безопасности",
    "технология": "труд технология",
    "рисование": "изобразительное искусство",
    "алгебраиначалаанализа": "алгебра",
    "алгебраиначаламатематическогоанализа": "алгебра",
    "теориявероятностей": "вероятность",
    "основырелигиозныхкультурисветскойэтики": "орксэ",
    "основыдуховнонравственнойкультурынародовроссии": "однкнр",
}
"""Short forms that are no beginnings of words, or that would fit two subjects of which one is always meant."""
_CONTRACTED: Final = re.compile(r"([а-я]{2,})-[а-я]{1,4}\b")
"""«лит-ра», «мат-ка»."""
_BRACKETS: Final = re.compile(r"[(\[](.*?)[)\]]")
_SEVERAL: Final = re.compile(r"\s+и\s+|\s*[/+,]\s*")
_ALL: Final = re.compile(r"все(?:\s+предмет[а-я]*)?")
_KINDS_BY_WORD: Final = (
    (re.compile(r"всероссийск\w*\s+проверочн\w*\s+работ\w*"), "впр"),
    (re.compile(r"(?:всероссийск\w*\s+)?олимпиад\w*(?:\s+школьник\w*)?"), "вош"),
    (re.compile(r"итогов\w*\s+(?:устн\w*\s+)?собеседован\w*"), "итоговое собеседование"),
    (re.compile(r"пробн\w*\s+(?:огэ|экзамен\w*)"), "пробный огэ"),
    (re.compile(r"основн\w*\s+государственн\w*\s+экзамен\w*"), "огэ"),
)


class Lists:
    """Classes, subjects and kinds of one school, found by whatever way people write them."""

    def __init__(self, classes: pd.DataFrame, subjects: pd.DataFrame, kinds: pd.DataFrame) -> None:
        """Take the tables «Классы» (``class``, ``grade``), «Предметы» (``subject``, ``short``) and «Виды» (``kind``, ``short``)."""
        self._class_names = ClassNames(classes)
        rows = [row for row in records_of(subjects) if row["subject"]]
        self._short = {_squeezed(row["short"]): row["subject"] for row in reversed(rows) if row["short"]}
        self._names = {_squeezed(row["subject"]): row["subject"] for row in reversed(rows)}
        self._words = [(row["subject"], _words(row["subject"])) for row in rows]
        self._known_subjects: dict[str, list[str]] = {}
        self._kinds: dict[str, str] = {}
        for row in reversed(records_of(kinds)):
            for name in (row["short"], row["kind"]):
                if row["kind"] and name:
                    self._kinds[folded_kind(name)] = row["kind"]

    def classes(self, cell: Any) -> tuple[list[str], list[str]]:
        """The classes that a cell names, and what of it names none."""
        return self._class_names.named(cell)

    def is_class(self, cell: Any) -> bool:
        """Whether a cell names classes, known ones or not, and nothing else."""
        return self._class_names.is_class(cell)

    def is_grade(self, cell: Any) -> bool:
        """Whether a cell is a bare number or stretch of grades, which stands for their classes only where a heading promises classes."""
        return self._class_names.is_grade(cell)

    def listed_subjects(self, text: str) -> tuple[list[str], list[str]]:
        """The subjects that a list names, and what of it names none or may name several."""
        if folded(text) in NONE:
            return [], []
        if _ALL.fullmatch(folded(text).strip(" .")):
            return [name for name, _ in self._words], []
        found: list[str] = []
        unknown = []
        for part in split_list(text):
            inner = _SEVERAL.split(" ".join(_BRACKETS.findall(part)))
            ways = [[part], _SEVERAL.split(part)]  # «алгебра и геометрия»: in a list both are meant
            ways[:0] = [[part, *inner]] if len(inner) > 1 else []  # «математика (алгебра, геометрия)»
            names = ([self.subjects(one) for one in way] for way in ways)
            clear = next((way for way in names if all(len(one) == 1 for one in way)), [])
            found += [one[0] for one in clear]
            unknown += [] if clear else [part]

        return list(dict.fromkeys(found)), unknown

    def subjects(self, text: str) -> list[str]:
        """The subjects that a text may mean: one, several (it is not clear), or none."""
        if text not in self._known_subjects:
            self._known_subjects[text] = self._subjects(self._without_kind(text))

        return self._known_subjects[text]

    def _subjects(self, text: str) -> list[str]:
        text = _BRACKETS.sub(" ", folded(text))
        choice = [part for part in re.split(r"\s*/\s*|\s+или\s+|\s+либо\s+|\s+и\s+|\s*\+\s*", text) if part]
        if len(choice) > 1 and not self._by_words(_words(text)):
            found = [name for part in choice for name in self._subjects(part)]
            return list(dict.fromkeys(found)) if len(set(found)) > 1 else found if len(found) == len(choice) else []
        text = re.sub(r"^по\s+", "", text)
        squeezed = _squeezed(text)
        for known in (self._names, self._short):
            if squeezed in known:
                return [known[squeezed]]
        words = _words(_ALSO.get(squeezed, text))
        if not words:
            return []
        short = _words(_CONTRACTED.sub(r"\1", text))

        return self._by_words(words) or self._by_initials(squeezed) or self._language(text) or self._by_words(short)

    def _by_words(self, words: list[str]) -> list[str]:
        """Subjects whose words begin like those of the text; as many words count more than fewer."""
        alike = [
            (name, all(_alike(word, whole) for word, whole in zip(words, own, strict=False)), own)
            for name, own in self._words
        ]
        whole = [name for name, fits, own in alike if fits and len(own) == len(words)]

        return whole or [name for name, fits, own in alike if fits and len(own) > len(words)]

    def _by_initials(self, squeezed: str) -> list[str]:
        return [name for name, own in self._words if len(own) > 1 and "".join(word[0] for word in own) == squeezed]

    def _language(self, text: str) -> list[str]:
        """A foreign language by its own name, where the list has the one general subject."""
        general = self._names.get(_squeezed(_FOREIGN))

        return [general] if general and _LANGUAGES.fullmatch(text.replace(".", " ").strip()) else []

    def kinds(self, text: str) -> list[str]:
        """The kinds that a text names, each once: «Расписание ВПР», «школьный этап ВсОШ»."""
        return list(dict.fromkeys(self._named_kinds(text)[0]))

    def kind(self, text: str) -> str:
        """The kind that a cell of the column «Вид» means, or ``""``."""
        found = self.kinds(text)

        return self._kinds.get(folded_kind(text), found[0] if len(found) == 1 else "")

    def _named_kinds(self, text: str) -> tuple[list[str], str]:
        """The kinds that a text names, and the text without them."""
        rest = folded_kind(text)
        for pattern, word in _KINDS_BY_WORD:
            rest = pattern.sub(word, rest)
        found = []
        for word in sorted(self._kinds, key=len, reverse=True):  # «пробный ОГЭ» before «ОГЭ»
            rest, times = re.subn(rf"(?<!\w){re.escape(word)}(?!\w)", " ", rest)
            found += [self._kinds[word]] * bool(times)

        return found, rest

    def _without_kind(self, text: str) -> str:
        found, rest = self._named_kinds(text)

        return rest.strip(" .,:–—-") if found and _words(rest) else text


def is_slot(text: str) -> bool:
    """Whether a text stands for a subject that is drawn later.

    >>> is_slot("предмет по жребию"), is_slot("Один из предметов: история, биология"), is_slot("Предмет 1 группы"), is_slot("Физика")
    (True, True, True, False)
    """
    return bool(_SLOT.search(folded(text)))


def _squeezed(text: str) -> str:
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    return _WORDS.findall(folded(text))


def _alike(word: str, whole: str) -> bool:
    """Whether a word is another one shortened («матем») or declined («математике»)."""
    if whole.startswith(word):
        return len(word) > 1 or len(whole) == 1
    common = next(
        (at for at, (one, other) in enumerate(zip(word, whole, strict=False)) if one != other),
        min(len(word), len(whole)),
    )

    return common >= 4 and len(whole) - common <= 3 and len(word) - common <= 3


def named(items: Iterable[str]) -> str:
    """Names as they stand in a sentence: «А», «Б».

    >>> named(["Физика", "Химия"])
    '«Физика», «Химия»'
    """
    return ", ".join(f"«{item}»" for item in items)
