"""Rehearsal: a whole procedure in ten minutes on invented pupils, in a folder of its own that one click erases.

What makes ten minutes possible: one class of eight, two short works, people so chosen that each expert gets one scoring sheet, and the
points of each sheet as a block of text to paste. Nothing can be taken for the school's own: the school is called «УЧЕБНАЯ ТРЕВОГА»,
pupils have no patronymic that a person has, keys begin far above those in use, the number of the book is another.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from objectivity_core.rehearsal.text import BOOK, FOLDER, PASSWORD, what_to_do
from objectivity_core.russian.wording import counted
from objectivity_core.setting_rows import settings_frame
from objectivity_core.settings import Settings
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import frame_of

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

SCHOOL = "УЧЕБНАЯ ТРЕВОГА"
CLASS, GRADE = "4У", 4
LAST_PUPIL, LAST_STAFF, LAST_MEASURE = 90000, 900, 900
"""Keys begin behind these: a school's own never come so far."""
VPR, VOSH, RUSSIAN, MATHS = "ВПР", "ВОШ", "Русский язык", "Математика"
_TASKS = {(VPR, RUSSIAN): (("1К1", 4), ("1К2", 3), ("2", 3), ("3", 2)), (VOSH, MATHS): (("1", 7), ("2", 7), ("3", 7))}
_KINDS = (
    {
        "kind": VPR,
        "short": VPR,
        "coded": states.YES,
        "experts": 1,
        "divergence": 3,
        "compared": states.YES,
        "observed": states.YES,
    },
    {
        "kind": VOSH,
        "short": VOSH,
        "coded": states.YES,
        "experts": 2,
        "divergence": 3,
        "compared": states.NO,
        "observed": states.YES,
    },
)
"""Codes of the school's own whatever the real book uses: official ones would have to be typed first."""
_SCALE = {
    "kind": VPR,
    "subject": RUSSIAN,
    "grade": GRADE,
    "source": "Вымышленная шкала учебной тревоги",
    "max": 12,
    "mark3_from": 5,
    "mark4_from": 8,
    "mark5_from": 11,
}

_PUPILS = (
    "Аистов Лев",
    "Беркутова Яна",
    "Воронов Пётр",
    "Галкина Ева",
    "Дроздов Ким",
    "Ибисова Ада",
    "Канюков Том",
    "Лунёва Ася",
)
_RUSSIANIST, _MATHEMATICIAN = "Синичкина Ольга Учебовна", "Снегирёв Павел Учебович"
_DIRECTOR, _CLASS_TEACHER = "Орлова Анна Учебовна", "Ласточкина Вера Учебовна"
_PROCEDURE = {
    "class": CLASS,
    "room": "1",
    "chair": _DIRECTOR,
    "organiser": _CLASS_TEACHER,
    "observer": "Журавлёв Иван (родитель)",
}
_STAFF = (
    {"name": _DIRECTOR, "position": "Директор", "subjects": "История", "can_mark": MATHS},
    {
        "name": _CLASS_TEACHER,
        "position": "Учитель начальных классов",
        "subjects": f"{RUSSIAN}; {MATHS}",
        "classes": CLASS,
    }
    | {"class_teacher": CLASS, "can_mark": f"{RUSSIAN}; {MATHS}"},
    {"name": _RUSSIANIST, "position": "Учитель русского языка", "subjects": RUSSIAN, "can_mark": RUSSIAN},
    {"name": _MATHEMATICIAN, "position": "Учитель математики", "subjects": MATHS, "can_mark": MATHS},
)
_MEASURES = (
    ("Инструктаж организаторов", "не позднее 1 рабочего дня до процедуры", "Журнал инструктажей"),
    ("Проверка работ комиссией", "в течение 3 рабочих дней после процедуры", "Протокол комиссии"),
    ("Сопоставление отметок", "в течение учебного года", "Справка"),
)
_OWN_MARKS = (5, 4, 4, 3, 5, 3, 4, 4)
_POINTS = {
    (VPR, _RUSSIANIST): ("4 3 3 2", "3 2 2 1", "4 2 3 1", "2 1 1 0", "3 3 2 2", "1 1 0 X", "4 3 2 2", "2 2 2 1"),
    (VOSH, _DIRECTOR): ("7 6 5", "3 2 0", "7 7 7", "1 0 X", "5 4 3", "6 2 1", "4 4 0", "2 0 0"),
    (VOSH, _MATHEMATICIAN): ("7 6 6", "3 2 1", "7 7 7", "1 0 X", "5 5 3", "6 2 0", "4 3 0", "2 1 0"),
}
"""What each expert gives, one line per work; the two experts of the olympiad never differ by the points that need a third check."""


@dataclasses.dataclass(frozen=True)
class Rehearsal:
    """The folder to make.

    Attributes:
        contents: people's columns of the book by table.
        book_id: the book's number: the marker in the folder says it too.
        texts: text files by name: what to do, and the points to paste.
    """

    contents: dict[str, pd.DataFrame]
    book_id: str
    texts: dict[str, str]


@dataclasses.dataclass(frozen=True)
class Doomed:
    """A rehearsal's folder to erase.

    Attributes:
        folder: its path.
        book_id: the number that its marker says.
        files: paths inside it of files and links.
        folders: how many folders lie in it.
    """

    folder: str
    book_id: str
    files: tuple[str, ...]
    folders: int


MOST_SHOWN = 15


def begin(state: State) -> Outcome[Rehearsal]:
    """Lay out a rehearsal: an invented school with two procedures today.

    Args:
        state: reads no table; the day, the school year, chance.

    Returns:
        What to lay out.
    """
    year = state.today.year if state.today.month >= 9 else state.today.year - 1
    book_id = f"{state.random.randrange(16**8):08x}"
    settings = Settings(
        SCHOOL,
        year,
        state.today,
        book_id=book_id,
        last_pupil=LAST_PUPIL,
        last_staff=LAST_STAFF,
        last_measure=LAST_MEASURE,
    )
    points = {_points_name(kind, expert): _block(lines) for (kind, expert), lines in _POINTS.items()}
    texts = {"Что делать.txt": what_to_do(CLASS, len(_PUPILS), tuple(points))} | points
    message = (
        f"Папка «{FOLDER}» рядом с книгой готова. Закройте эту книгу или оставьте открытой, откройте «{BOOK}» и идите по шагам файла "
        f"«Что делать.txt»: десять минут. Пароль учебного ключа: {PASSWORD}."
    )

    return Outcome(message, product=Rehearsal(_contents(settings, state.today), book_id, texts))


def end(_: State, doomed: Doomed | None) -> Outcome[Doomed]:
    """Show what will be erased; once confirmed, the folder goes.

    Args:
        doomed: the folder; None when there is no such folder.

    Returns:
        The preview, and the same folder.
    """
    if doomed is None:
        return Outcome(f"Убирать нечего: папки «{FOLDER}» рядом с книгой нет.")
    inside = [counted(len(doomed.files), "файл", "файла", "файлов")]
    if doomed.folders:
        inside.append(counted(doomed.folders, "папка", "папки", "папок"))
    rest = len(doomed.files) - MOST_SHOWN
    preview = (
        f"Будет удалена папка «{doomed.folder}» и всё, что в ней: {', '.join(inside)}.",
        *(f"  {name}" for name in doomed.files[:MOST_SHOWN]),
        *([f"  и ещё {rest}"] if rest > 0 else []),
        "Настоящая книга, её ключ и её папки остаются как есть.",
    )
    message = f"Учебная тревога убрана: {', '.join(inside)}. Настоящая книга, её ключ и её папки не тронуты."

    return Outcome(message, product=doomed, preview=preview)


def _points_name(kind: str, expert: str) -> str:
    return f"Баллы {kind} – {expert.split(maxsplit=1)[0]}.txt"


def _block(lines: tuple[str, ...]) -> str:
    """Points as a spreadsheet takes them from a text: cells apart by tabs, one line per work."""
    return "\n".join(line.replace(" ", "\t") for line in lines)


def _contents(settings: Settings, today: dt.date) -> dict[str, pd.DataFrame]:
    """People's columns of every table that the rehearsal needs; the others are empty, or what every new book has."""
    pupils = [f"{name} {'Учебовна' if name.split()[0].endswith('а') else 'Учебович'}" for name in _PUPILS]
    records: dict[str, list[dict[str, Any]]] = {
        "kinds": list(_KINDS),
        "classes": [{"class": CLASS, "grade": GRADE}],
        "staff": list(_STAFF),
        "pupils": [{"name": name, "class": CLASS} for name in pupils],
        "procedures": [
            _PROCEDURE | {"date": today, "kind": kind, "subject": subject, "time": time}
            for (kind, subject), time in zip(_TASKS, ("9:00", "11:00"), strict=True)
        ],
        "tasks": [
            {"kind": kind, "subject": subject, "grade": GRADE, "task": task, "max": most, "level": "Б"}
            for (kind, subject), tasks in _TASKS.items()
            for task, most in tasks
        ],
        "scales": [_SCALE | {"year": settings.academic_year, "verified": states.YES, "checked": today}],
        "own_marks": [
            {"name": name, "class": CLASS, "subject": RUSSIAN, "period": settings.own_period, "mark": mark}
            for name, mark in zip(pupils, _OWN_MARKS, strict=True)
        ],
        "measures": [
            {
                "measure": measure,
                "phrase": phrase,
                "responsible": "Директор",
                "procedures": f"{VPR}; {VOSH}",
                "proof_kind": proof,
            }
            | {"number": str(number), "document": "Учебный план"}
            for number, (measure, phrase, proof) in enumerate(_MEASURES, start=1)
        ],
    }

    return {name: frame_of(TABLES[name], rows) for name, rows in records.items()} | {
        "settings": settings_frame(settings)
    }
