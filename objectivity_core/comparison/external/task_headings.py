"""The tasks of a work as the headings of an official form («Протокол») or of Ф1 name them: «1 (2б)», «4К1 (3б)», «16 (1) (1б)»."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from objectivity_core.procedures.class_names import folded
from objectivity_core.russian.fold import folded_class, grade_in
from objectivity_core.russian.unseen import russian_letters
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.grid import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from objectivity_core.procedures.school_lists import Lists

_TASK: Final = re.compile(
    r"(?:задание\s*)?(\d{1,2}(?:\.\d{1,2})*[А-Я]?\d?(?:\s*\(\d{1,2}\))?(?:\s*К\d{1,2})?)\s*[(\[]\s*(?:макс\w*\.?\s*)?(\d{1,3})\s*б(?:алл\w*|\.)?\s*[)\]]",
    re.IGNORECASE,
)
_LEVELS: Final = frozenset("БПВ")
_GRADE: Final = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[«\"]?[а-я][»\"]?)?\s*(?:-?\s*(?:й|го|м)\s+)?кл(?:асс[а-я]*|\b)|класс[а-я]*\s*[:№–—-]?\s*(\d{1,2})"
)
_NUMBER: Final = re.compile(r"(?<!\d)(\d{1,2})(?:\s?[а-я])?(?![\w])")
_NO_SUBJECT: Final = re.compile(
    r"20\d\d(?:\s*[/–—-]\s*20\d\d)?|\d{1,2}\s*[«\"]?[а-я]?[»\"]?\s*кл(?:асс)?[а-я]*|класс[а-я]*|\d+[а-я]?|протокол[а-я]*|форм[аы](?:\s+сбора)?|результат[а-я]*|индивидуальн[а-я]*|год[а]?\b|учебн[а-я]*|[.,;:_()«»\"]"
)
_LAST_GRADE: Final = 11


class Task(NamedTuple):
    """A task of a work: its number or criterion, its largest score in points, its level (Б, П, В or ``""``)."""

    task: str
    maximum: int
    level: str = ""


class About(NamedTuple):
    """Which work a text names: kind and subject as the school has them, grade; ``""`` and 0 for what it does not say."""

    kind: str = ""
    subject: str = ""
    grade: int = 0

    def filled(self, other: About) -> About:
        """What is not said here is taken from another text."""
        return About(self.kind or other.kind, self.subject or other.subject, self.grade or other.grade)


@dataclasses.dataclass(frozen=True)
class WorkTasks:
    """The tasks that one row of headings names.

    Attributes:
        where: the cell of its first task.
        about: which work it is.
        tasks: its tasks in order.
        declared: the largest primary score that the file declares, 0 for none.
    """

    where: str
    about: About
    tasks: tuple[Task, ...]
    declared: int


def about_work(text: str, lists: Lists, *, number: bool = False) -> About:
    """Which work a title, an answer or a name of a file or sheet names.

    Args:
        text: the text.
        lists: the school's kinds and subjects.
        number: whether a bare number may be the grade, as in «РУ 4».
    """
    plain = folded(text.replace("_", " "))
    numbers = [one[1] or one[2] for one in _GRADE.finditer(plain)] or (_NUMBER.findall(plain) if number else [])
    grades = {int(one) for one in numbers if 0 < int(one) <= _LAST_GRADE}
    kinds = lists.kinds(plain)
    words = _NO_SUBJECT.sub(" ", plain).split()
    stretches = (
        words[start : start + length]
        for length in range(len(words), 0, -1)
        for start in range(len(words) - length + 1)
        if number or length == len(words)  # a name says more than the subject: «РУ 4 второй вариант»
    )
    found = (lists.subjects(" ".join(stretch)) for stretch in stretches)

    return About(
        kinds[0] if len(kinds) == 1 else "",
        next((subjects[0] for subjects in found if len(subjects) == 1), ""),
        grades.pop() if len(grades) == 1 else 0,
    )


def tasks_in(file: str, sheets: Mapping[str, Sequence[Sequence[Any]]], lists: Lists) -> list[WorkTasks]:
    """The works of a file with their tasks; none where no heading names a task with its maximum.

    Args:
        file: name of the file.
        sheets: raw cells by sheet title, from A1. Latin K in headings is read as Russian.
        lists: the school's kinds and subjects.
    """
    of_file = about_work(file.rpartition(".")[0], lists, number=True)

    return [
        dataclasses.replace(work, about=work.about.filled(about_work(title, lists, number=True)).filled(of_file))
        for title, rows in sheets.items()
        for work in _works(f"{file}: {title}", rows, lists)
    ]


def _works(place: str, rows: Sequence[Sequence[Any]], lists: Lists) -> Iterator[WorkTasks]:
    """The works of one sheet, from top to bottom: what stands above the headings says which."""
    about, declared = About(), 0
    levels: dict[int, str] = {}
    for number, row in enumerate(rows):
        texts = [" ".join(russian_letters(as_text(cell)).split()) for cell in row]
        named = {at: found for at, text in enumerate(texts) if (found := _TASK.fullmatch(text))}
        if named:
            tasks = tuple(
                Task(re.sub(r"\s", "", one[1]).upper(), int(one[2]), levels.get(at, "")) for at, one in named.items()
            )
            where = f"{place}!{column_letter(min(named) + 1)}{number + 1}"
            grade = about.grade or _grade_below(texts, rows[number + 1 :])
            yield WorkTasks(where, about._replace(grade=grade), tasks, declared)
            levels = {}
            continue
        marked = {at: text.upper() for at, text in enumerate(texts) if text.upper() in _LEVELS}
        levels = marked if len(marked) > 1 else levels
        line = folded(" ".join(dict.fromkeys(filter(None, texts))))
        if re.match(r"максимальн\w+\s+(?:первичн\w+\s+)?балл", line):
            declared = next((int(text) for text in texts if text.isdigit()), declared)
        elif labelled := re.fullmatch(r"(предмет|вид|класс)\w*\s*:?\s*(.+)", line):
            about = about_work(line if labelled[1] == "класс" else labelled[2], lists).filled(about)
        elif len(set(filter(None, texts))) == 1:
            about = about_work(line, lists).filled(about)


def _grade_below(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """The grade of the pupils under the headings, where the column «Класс» has one only."""
    at = next((at for at, text in enumerate(headings) if folded(text) in {"класс", "наименование класса"}), -1)
    cells = (as_text(row[at]) for row in rows if 0 <= at < len(row))
    grades = {grade for cell in cells if (grade := grade_in(folded_class(cell)))}

    return grades.pop() if len(grades) == 1 else 0
