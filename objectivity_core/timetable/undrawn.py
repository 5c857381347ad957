"""Works whose subject is still to be drawn: on the sheet «Расписание» they stand in their rows, those of a file are kept in «Настройки»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from objectivity_core.codes.opening import Awaited
from objectivity_core.russian.fold import folded_class
from objectivity_core.russian.wording import day
from objectivity_core.tables.cells import as_text
from objectivity_core.timetable import rules
from objectivity_core.timetable.cells import read_day
from objectivity_core.timetable.works import kind_of, subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from objectivity_core.procedures.school_lists import Lists
    from objectivity_core.school_year.year import SchoolYear
    from objectivity_core.timetable.layouts import Record

_TO_BE_DRAWN = (rules.SUBJECT_NOT_DRAWN, rules.AMBIGUOUS_SUBJECT)
"""What is said of a subject that is one of several."""
_NOTED: Final = re.compile(r"\s*(?P<kind>.+?),\s*(?P<class>[^,]+?),\s*(?P<day>[^,]+?)\s*")
_SUBJECT: Final = "предмет не выбран"


def named(record: Record, row: int, lists: Lists, school_year: SchoolYear) -> Iterator[tuple[Awaited, bool]]:
    """The works of a record, each with whether its subject is to be drawn; ``row`` is its row of the sheet, -1 in a file."""
    kind, _ = kind_of(record, lists)
    lines, problems = subjects_of(record, lists, "")
    read = read_day(record.cells.get("date"), school_year)
    when = day(read.date) if read and read.date else as_text(record.cells.get("date"))
    texts = [(line.subject, False) for line in lines]
    texts += [(problem.value, True) for problem in problems if problem.rule in _TO_BE_DRAWN]
    for class_ in lists.classes(record.cells.get("class"))[0]:
        yield from ((Awaited(kind, class_, text, when, row), drawn) for text, drawn in texts)


def noted(setting: str, works: Iterable[tuple[Awaited, bool]], *, of_file: bool) -> str:
    """The setting «Ждут предмета» after a timetable was loaded: what it says of a class replaces what was noted of it.

    Args:
        setting: the setting as it stands.
        works: the works of the timetable, each with whether its subject is to be drawn.
        of_file: whether it is a file; rows of the sheet need no note.
    """
    works = list(works)
    told = {(one.kind, folded_class(one.class_)) for one, _ in works}
    kept = [one for one in from_setting(setting) if (one.kind, folded_class(one.class_)) not in told]
    new = [one for one, drawn in works if drawn and of_file]

    return "; ".join(dict.fromkeys(", ".join((one.kind, one.class_, _plain(one.day))) for one in [*kept, *new]))


def _plain(when: str) -> str:
    """A day as it may stand in the setting."""
    return re.sub(r"[,;\s]+", " ", when).strip() or "без даты"


def from_setting(setting: str) -> list[Awaited]:
    """The works that the setting names; what cannot be read is passed over.

    >>> from_setting("ВПР, 6А, 17.04.2025 (четверг); что-то")[0].class_
    '6А'
    """
    found = (_NOTED.fullmatch(part) for part in setting.split(";"))

    return [Awaited(one["kind"], one["class"], _SUBJECT, one["day"], -1) for one in found if one]
