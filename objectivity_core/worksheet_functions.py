"""What a worksheet function answers in one cell: a value, nothing for nothing, or a few Russian words why not.

The functions take cells as they come (a text, a number, a date) and read them by the rules of the tables.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.tables import TABLES, Column, rules
from objectivity_core.tables.cells import BadCell, read_cell
from objectivity_core.tables.grid import is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.procedures.tasks_and_scales import Scale
    from objectivity_core.school_year.year import SchoolYear
    from objectivity_core.tables.model import Kind

RIGHT: Final = "верно"
OFFICIAL: Final = "официальный код: пять цифр"
_WRONG: Final = {
    **dict.fromkeys((rules.BAD_DATE, rules.NO_SUCH_DATE, rules.BAD_YEAR), "не дата"),
    **dict.fromkeys((rules.BAD_NUMBER, rules.NOT_WHOLE), "не число"),
    rules.BAD_MARK: "не отметка 2–5",
    rules.ERROR_CELL: "ошибка в исходной ячейке",
}
_YEAR: Final = re.compile(r"(20\d\d)(?:\s*[/–-]\s*(?:20)?(\d\d))?(?:\s+уч\D*)?")
GAP_COLUMNS: Final = (
    *("pairs", "lowered", "confirmed", "raised"),
    *("lowered_share", "confirmed_share", "raised_share", "mean_difference"),
)
"""Columns of «Сопоставление» that :func:`gap` answers with, in its order."""


class Refusal(Exception):  # noqa: N818 - it is not an error of the program: its text is the answer
    """Why a cell has no value, in a few Russian words."""


def academic_year(day: dt.date) -> int:
    """The academic year of a day, by the calendar year in which it began.

    >>> academic_year(dt.date(2025, 8, 31)), academic_year(dt.date(2025, 9, 1))
    (2024, 2025)
    """
    return day.year - (day.month < 9)


def due_date(phrase: Any, event: Any, year: Any, today: dt.date) -> dt.date | None:
    """The last day of a deadline phrase.

    Args:
        phrase: the phrase; blank gives None.
        event: date of the event that the phrase counts from, or blank.
        year: academic year (2024, «2024/2025», a day of it); blank: that of the event, else that of ``today``.
        today: the day to look from.

    Returns:
        The due date as «Сроки» has it (of an ambiguous phrase the meaning taken there); of several the last.

    Raises:
        Refusal: the phrase is not understood, has no end, or needs an event; a cell is not what it should be.

    >>> due_date("не позднее 1 рабочего дня до процедуры", "12.05.2025", None, dt.date(2026, 1, 1))
    datetime.date(2025, 5, 7)
    """
    from objectivity_core.deadlines import read_deadline

    text = _read("text", phrase)
    if text is None:
        return None
    day = _read("date", event, "событие: ")
    began = _academic_year(year)
    school_year = _school_year(academic_year(day or today) if began is None else began)
    deadline = read_deadline(text, school_year)
    if deadline.kind == "unknown":
        raise Refusal("срок требует уточнения")
    terms = deadline.for_events([day] if day else [], school_year)
    if not terms:
        raise Refusal("нужна дата события")
    dues = [term.due for term in terms if term.due]
    if len(dues) < len(terms):
        raise Refusal("у срока нет последнего дня")
    # The event too: from a day beyond the published calendar nobody can count working days back.
    if "рабоч" in text.lower():
        _known(school_year, *([day] if day else []), *dues)

    return max(dues)


def working_day(start: Any, count: Any) -> dt.date | None:
    """The working day so many working days after a day (before it where negative; the day itself is not counted).

    Args:
        start: the day; blank gives None.
        count: a whole number; 0 is the day itself; blank gives None.

    Raises:
        Refusal: a cell is not what it should be, or no production calendar is published that far.

    >>> working_day(dt.date(2025, 4, 30), 1)
    datetime.date(2025, 5, 5)
    """
    from objectivity_core.school_year.year import KNOWN_FROM, KNOWN_UNTIL

    day, number = _read("date", start), _read("integer", count, "число дней: ")
    if day is None or number is None:
        return None
    school_year = _school_year(academic_year(day))
    _known(school_year, day)
    # Further than the known calendar reaches the answer is known already, and counting would take minutes.
    found = school_year.add_working_days(day, int(number)) if abs(number) <= (KNOWN_UNTIL - KNOWN_FROM).days else None
    if found is None:
        raise Refusal("слишком далеко: производственный календарь не известен")
    _known(school_year, found)

    return found


def code_answer(cell: Any) -> str | None:
    """Whether a code number is right, and if not, why.

    Args:
        cell: the code, as text or as the number that Excel makes of it; blank gives None.

    Returns:
        :data:`RIGHT` only for a code of the school's own; :data:`OFFICIAL` for five digits, which have no check digit. A code that becomes right with blanks removed
        and the letters О and З read as digits is named; it is never called right.

    >>> [code_answer(code) for code in ("1000002", "1000003", "1ООО ОО2", "12")]
    ['верно', 'контрольная цифра не сходится', 'исправьте на 1000002', 'нужно 7 цифр, здесь 2']
    """
    from objectivity_core.codes.numbers import is_code, is_official, mend

    text = _read("text", cell)
    if text is None or is_code(text):
        return None if text is None else RIGHT
    mended = mend(text)
    if is_code(mended):
        return f"исправьте на {mended}"
    if is_official(mended):
        return OFFICIAL
    if not (mended.isascii() and mended.isdigit()):
        return "не только цифры"
    if len(mended) != 7:
        return f"нужно 7 цифр, здесь {len(mended)}"

    return "код не начинается с 0" if mended[0] == "0" else "контрольная цифра не сходится"


def scale_of(cells: Sequence[Any]) -> Scale:
    """A scale from its cells.

    Args:
        cells: «3» от, «4» от, «5» от; or the same after the maximum; or a whole row of the table «Шкалы».

    Raises:
        Refusal: another number of cells, a hole, or bounds that do not rise.
    """
    from objectivity_core.procedures.tasks_and_scales import Scale

    names = ("max", "mark3_from", "mark4_from", "mark5_from")
    columns = TABLES["scales"].names
    if len(cells) == len(columns):
        cells = [cells[columns.index(name)] for name in names]
    if len(cells) not in {3, 4}:
        raise Refusal("шкала: три ячейки («3» от, «4» от, «5» от) или строка листа «Шкалы»")
    numbers = [_read("integer", cell, "шкала: ") for cell in cells]
    if None in numbers:
        raise Refusal("в шкале пустая ячейка")
    *maximum, mark3, mark4, mark5 = (int(number) for number in numbers)
    if not 0 <= mark3 < mark4 < mark5 <= (maximum or [mark5])[0]:
        raise Refusal("шкала не по возрастанию")

    return Scale(maximum[0] if maximum else 0, mark3, mark4, mark5, "")


def mark(score: Any, scale: Scale) -> int | None:
    """The mark of a primary score; blank gives None.

    Args:
        score: a number from 0.
        scale: as :func:`scale_of` gives it; its maximum 0: not known, not checked.

    Raises:
        Refusal: no number, or one that this scale cannot have.

    >>> [mark(score, scale_of([10, 16, 21])) for score in (9, "10", 21)]
    [2, 3, 5]
    """
    points = _read("number", score)
    if points is None:
        return None
    if points < 0 or (scale.maximum and points > scale.maximum):
        raise Refusal(f"балл вне границ 0–{scale.maximum}" if scale.maximum else "балл меньше нуля")

    return scale.mark(points)


def gap(external: Sequence[Any], own: Sequence[Any]) -> list[list[Any]]:
    """External marks against own marks, counted as «Сопоставление» counts.

    Args:
        external: marks 2-5 for works, one per pupil, blank where there is none.
        own: the school's marks of the same pupils in the same order.

    Returns:
        The Russian headings of :data:`GAP_COLUMNS` and one row: counts of pairs (both marks are there), shares 0-1 of the pairs, mean of
        external minus own; None for shares and mean where there is no pair.

    Raises:
        Refusal: a cell that is no mark (named by its place), or different numbers of cells.
    """
    import pandas as pd

    from objectivity_core.comparison.gaps import gap_rows
    from objectivity_core.settings import Settings

    if len(external) != len(own):
        raise Refusal("диапазоны разного размера")
    marks = {
        name: [_read("mark", cell, f"{number}-я ячейка: ") for number, cell in enumerate(cells, start=1)]
        for name, cells in (("mark", external), ("own_mark", own))
    }
    pairs = pd.DataFrame(marks, dtype="float64").assign(absent=False, procedure_id="", subject="", **{"class": ""})
    defaults = Settings()
    (row,) = gap_rows(pairs, "", defaults.large_gap, defaults.small_sample)[list(GAP_COLUMNS)].to_dict("records")
    values = [None if pd.isna(value) else float(value) for value in row.values()]

    return [[TABLES["gaps"][name].heading for name in GAP_COLUMNS], values]


def _read(kind: Kind, cell: Any, where: str = "") -> Any:
    """A cell's value by the rules of the tables, None where it is blank."""
    if is_blank(cell):
        return None
    try:
        value = read_cell(Column("cell", "", kind), cell)
    except BadCell as bad:
        rule = rules.BAD_MARK if kind == "mark" and bad.rule == rules.BAD_NUMBER else bad.rule
        raise Refusal(f"{where}{_WRONG[rule]}") from None
    if value is None:  # «н», «осв.»: a list may pass over it, a formula says so
        raise Refusal(f"{where}{_WRONG[rules.BAD_MARK]}")

    return value


def _academic_year(cell: Any) -> int | None:
    """The calendar year in which the academic year of a cell began."""
    text = _read("text", cell, "год: ")
    if text is None:
        return None
    if isinstance(cell, dt.date):
        return academic_year(cell)
    found = _YEAR.fullmatch(text)
    if not found or (found[2] and int(found[2]) != (int(found[1]) + 1) % 100):
        raise Refusal("год: нужно 2024 или 2024/2025")

    return int(found[1])


def _known(school_year: SchoolYear, *days: dt.date) -> None:
    """Refuse days whose production calendar is not published: without it working days would be a guess."""
    for day in days:
        if not school_year.is_known(day):
            raise Refusal(f"нет производственного календаря на {day.year} год")


@functools.cache
def _school_year(began: int) -> SchoolYear:
    """The school year by the production calendar alone: a worksheet function knows no settings of a book."""
    from objectivity_core.school_year.year import SchoolYear

    return SchoolYear(began)
