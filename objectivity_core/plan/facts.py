"""What the book itself knows of procedures: their works are checked, their codes opened, marks compared, materials stored.

A measure is recognised by two things together: the kinds of procedures that it is about («Процедуры», its phrase, its words: `schedule.kinds_of`) and
the words of what it does (:data:`FACTS`). Words about something else in front of them (training for the checking, an order on it, a meeting about it) outweigh
them: the book does not know those. Nor does it know of a briefing: no table holds who was briefed, so such a term is a person's to mark. To let the book prove
more, add a row to :data:`FACTS`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from objectivity_core.procedures.view import checked_procedures, codes_works, opened_procedures
from objectivity_core.russian.fold import folded_name
from objectivity_core.tables import states
from objectivity_core.tables.materials import DESTROYED, STORED
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Callable

Frames = dict[str, pd.DataFrame]
Days = dict[str, dt.date | None]
"""Procedures of which something is known, with the day of it where it is known."""

COLLECT, OPEN, COMPARE = "Собрать баллы", "Открыть коды", "Сопоставить"
"""Titles of the actions whose lines in «Журнал действий» date what the sheets do not."""

_ELSE: Final = re.compile(
    r"(?<!\w)(?:инструктаж|обуч|подготов|курс|семинар|вебинар|тренинг|совещан|педсовет|заседан|собран|разъясн|информир|консульт|ознаком"
    r"|приказ|положени|алгоритм|график|план(?!\w*етн)|порядк|порядок|состав|формирован|назначен|подбор|привлечен|разработ|утвержд|критери"
    r"|контрол|просмотр|отчет|справк|анализ|обсужд|наблюд|присутств|готовност|объективност)"
)
_NOT_WORKS: Final = r"(?:(?!готовност|объективност|налич|соблюден|услови|журнал|качеств|знани)[^.;:])*?"


@dataclasses.dataclass(frozen=True)
class Fact:
    """Something that the book may know of a procedure.

    Attributes:
        says: the words of a measure that is done by it, folded.
        told: how it is said.
        days: tables as parsed → the procedures of which it is known.
        compared: whether it concerns only kinds that are compared with the school's marks.
    """

    says: re.Pattern[str]
    told: str
    days: Callable[[Frames], Days]
    compared: bool = False

    def concerns(self, kinds: pd.DataFrame) -> set[str]:
        """The kinds of procedures of which the book can know it at all."""
        return {
            row["kind"]
            for row in records_of(kinds)
            if codes_works(row) and (not self.compared or row["compared"] == states.YES)
        }


def fact_of(measure: str) -> Fact | None:
    """The fact by which a measure with this text is done, None where the book cannot know.

    >>> fact_of("Проверка и перепроверка работ школьными комиссиями").told, fact_of("Обучение экспертов проверке работ")
    ('работы проверены', None)
    """
    text = folded_name(measure)
    for fact in FACTS:
        found = fact.says.search(text)
        if found and not _ELSE.search(text, 0, found.start()):
            return fact

    return None


def _checked(tables: Frames) -> Days:
    known = checked_procedures(tables["works"], tables["results"])
    opened = _logged(tables, OPEN, known)
    collected = _logged(tables, COLLECT, known)

    return {key: collected.get(key) or opened.get(key) for key in known}


def _opened(tables: Frames) -> Days:
    known = opened_procedures(tables["results"])
    days = _logged(tables, OPEN, known)

    return {key: days.get(key) for key in known}


def _compared(tables: Frames) -> Days:
    """Procedures that «Сопоставление» has a row with pairs for; a comparison takes all that are opened by then, so its line names none."""
    gaps, opened = tables["gaps"], _opened(tables)
    known = set(gaps.loc[(gaps["by"] == "процедура") & (gaps["pairs"] > 0), "value"])
    runs = sorted(day for day, action, _ in _lines(tables) if action == COMPARE)

    return {key: next((day for day in runs if (opened.get(key) or dt.date.max) <= day), None) for key in known}


def _moved(step: str) -> Callable[[Frames], Days]:
    def days(tables: Frames) -> Days:
        lines = tables["materials"]
        lines = lines[(lines["step"] == step) & lines["date"].notna()]

        return {row["procedure_id"]: row["date"].date() for row in records_of(lines)}

    return days


def _logged(tables: Frames, action: str, keys: set[str]) -> Days:
    """The last day on which a line of the action names each procedure: what was undone meanwhile counts from then."""
    found: Days = {}
    for day, title, message in _lines(tables):
        if title == action:
            for key in keys & {word.strip(".()") for word in re.split(r"[\s,;]+", message)}:
                found[key] = day

    return found


def _lines(tables: Frames) -> list[tuple[dt.date, str, str]]:
    """Day, action and message of the lines of the log, in their order; without the log none."""
    if "log" not in tables:
        return []
    log = tables["log"].sort_values("number", kind="stable")
    moments = pd.to_datetime(log["time"].str[:10], format="%d.%m.%Y", errors="coerce")

    return [
        (moment.date(), action, message)
        for moment, action, message in zip(moments, log["action"], log["message"], strict=True)
        if not pd.isna(moment)
    ]


_OBJECT: Final = r"(?<!\w)(?:работ(?:ы|а|у)?|задани(?:й|я)|впр|вс?ош|олимпиад\w*|комисси\w+|эксперт\w+)(?!\w)"
FACTS: Final = (
    Fact(re.compile(rf"(?<!\w)провер(?:к\w+|ить|ять|яют\w*){_NOT_WORKS}{_OBJECT}"), "работы проверены", _checked),
    Fact(
        re.compile(
            r"(?<!\w)(?:(?:вскры|откры|раскры)(?:т(?:ие|ия|ию|ь)|ва)\w*[^.;:]*?(?<!\w)(?:код|шифр)|(?:рас|де)(?:код|шифр)\w+)"
        ),
        "коды открыты",
        _opened,
    ),
    Fact(
        re.compile(
            r"(?<!\w)(?:сопостав|сравн|сверк|свери|соотнес)\w*[^.;:]*?(?<!\w)(?:отмет|оцен(?:ок|к)|результат|балл)"
        ),
        "отметки сопоставлены",
        _compared,
        compared=True,
    ),
    Fact(
        re.compile(
            r"(?<!\w)хранени\w*[^.;:]*?(?<!\w)(?:работ|материал|бланк)|(?:работ|материал|бланк)\w*[^.;:]*?хранени"
        ),
        "материалы сданы на хранение",
        _moved(STORED),
    ),
    Fact(
        re.compile(r"(?<!\w)уничтож\w*[^.;:]*?(?<!\w)(?:работ|материал|бланк)"),
        "материалы уничтожены",
        _moved(DESTROYED),
    ),
)
"""What measures may be done by, the first that fits."""
