"""Clashes of procedures: two works a day for a class, one person in two places, no observer or one who is not independent."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.people.names import People, is_named, people_in, without_difference
from objectivity_core.procedures import rules
from objectivity_core.procedures.waves import wave_of
from objectivity_core.russian.fold import folded_class
from objectivity_core.russian.wording import counted, first_of, short_name
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.school_year.year import SchoolYear

WORK_MINUTES: Final = 60
"""How long a work lasts where the cell does not say until when."""
_MOST: Final = 8
_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?(?:\s*[-–—]\s*(\d{1,2})[:.](\d{2}))?")
_LESSON: Final = re.compile(r"(\d{1,2})(?:\s*[-–—,и]\s*(\d{1,2}))?(?:-?й)?\s*(?:урок\w*)?")
_ROLES: Final = (("organiser", "организатор"), ("observer", "наблюдатель"))


@dataclasses.dataclass(frozen=True)
class _Place:
    """Where a person is: works that share rooms and time are one place.

    Attributes:
        clock: whether the time is one of the day (minutes), not a number of lessons.
        start: its beginning, or None where it is not known.
        end: its end; the next thing may begin then.
        works: the procedures, as they stand in a list.
        keys: their keys.
    """

    clock: bool
    start: int | None
    end: int
    works: tuple[str, ...]
    keys: tuple[str, ...]


def clashes(
    procedures: pd.DataFrame, kinds: pd.DataFrame, staff: pd.DataFrame, today: dt.date, school_year: SchoolYear
) -> list[Finding]:
    """What of the procedures cannot be kept as it stands.

    Args:
        procedures: table «Процедуры».
        kinds: table «Виды»: which of them need an observer.
        staff: table «Люди»: who teaches what where.
        today: procedures before it without observer are only told.
        school_year: for the week of a wave.

    Returns:
        ``two-works-a-day`` (a class with two works on one day), ``person-twice-a-day`` (an organiser or observer at two places whose times
        meet; a commission's chair need not be there), ``person-perhaps-twice-a-day`` (the times are not known), ``no-observer`` and, of past days,
        ``no-observer-written`` (one per kind and week),
        ``observer-not-independent`` (teaches the class, leads it, or is the organiser). Procedures without date are passed over.
    """
    rows = [row for row in records_of(procedures) if row["date"] == row["date"] and row["class"]]
    rows.sort(key=lambda row: (row["date"], row["class"]))
    names = {name for row in rows for role, _ in _ROLES for name in people_in(row[role])}
    people = People([*map(without_difference, staff["name"]), *sorted(names)])

    return [
        *_two_works(rows),
        *_people_twice(rows, people),
        *_without_observer(rows, kinds, today, school_year),
        *_not_independent(rows, staff, people),
    ]


def _work(row: dict[str, Any]) -> str:
    return f"{row['class']} {row['subject'].lower()}"


def _two_works(rows: list[dict[str, Any]]) -> Iterator[Finding]:
    days: dict[tuple[str, dt.datetime], list[dict[str, Any]]] = {}
    for row in rows:
        days.setdefault((folded_class(row["class"]), row["date"]), []).append(row)
    for (_, date), same in days.items():
        works = dict.fromkeys(
            f"{row['kind']} {row['subject'].lower()}" for row in same
        )  # one work written twice is another finding
        if len(works) > 1:
            key, class_, day = same[-1]["procedure_id"], same[0]["class"], f"{date:%d.%m.%Y}"
            yield rules.TWO_WORKS.at(key, value=day, class_=class_, count=len(works), works=", ".join(works))


def _people_twice(rows: list[dict[str, Any]], people: People) -> Iterator[Finding]:
    busy: dict[tuple[dt.datetime, str], dict[tuple[str, ...], list[tuple[dict[str, Any], str, str]]]] = {}
    for row in rows:
        room = "; ".join(sorted(part.lower() for part in split_list(row["room"])))
        here = (
            (room, _time_words(row["time"]))
            if room
            else (row["procedure_id"], folded_class(row["class"]), row["subject"], row["kind"])
        )
        for column, role in _ROLES:
            for name in people_in(row[column]):
                busy.setdefault((row["date"], people.who(name)), {}).setdefault(here, []).append(
                    (row, column, f"{role} {name}")
                )
    for (date, _), places in busy.items():
        if len(places) < 2:
            continue
        found = _meeting([_place(here) for here in places.values()])
        if found:
            row, column, who = list(places.values())[-1][-1]
            name = who.split(" ", 1)[1]
            sure = all(place.start is not None for place in found)
            works = first_of([work for place in found for work in place.works], _MOST)
            rule = rules.PERSON_TWICE if sure else rules.PERSON_PERHAPS_TWICE
            heading = TABLES["procedures"][column].heading
            key, short = row["procedure_id"], short_name(name)
            yield rule.at(key, value=name, column=heading, name=short, date=date, works=works)


def _place(here: list[tuple[dict[str, Any], str, str]]) -> _Place:
    clock, start, end = _span(here[0][0]["time"])
    works = tuple(
        f"{_work(row)} ({who.split(' ', 1)[0]}{', ' + row['time'] if row['time'] else ''})" for row, _, who in here
    )

    return _Place(clock, start, end, works, tuple(row["procedure_id"] for row, _, _ in here))


def _meeting(places: list[_Place]) -> list[_Place]:
    """The places whose times meet, or of which that cannot be told: unknown ones, or lessons beside times of the day."""
    known = [place for place in places if place.start is not None]
    if len(known) < len(places) or len({place.clock for place in known}) > 1:
        return places if len(known) < len(places) else [dataclasses.replace(place, start=None) for place in places]
    known.sort(key=lambda place: place.start or 0)
    found: dict[_Place, None] = {}
    latest = known[0]
    for place in known[1:]:
        if (place.start or 0) < latest.end:
            found |= {latest: None, place: None}
        latest = max(latest, place, key=lambda one: one.end)

    return list(found)


def _time_words(text: str) -> str:
    clock, start, end = _span(text)

    return text.strip().lower() if start is None else f"{clock} {start} {end}"


def _span(text: str) -> tuple[bool, int | None, int]:
    """Beginning and end of «10:00», «10:00-11:30» (minutes, True) or «2 урок», «2-3 урок» (numbers, False)."""
    if found := _CLOCK.fullmatch(text.strip()):
        start = int(found[1]) * 60 + int(found[2])
        end = int(found[3]) * 60 + int(found[4]) if found[3] else start + WORK_MINUTES
        return True, start, max(end, start + 1)
    if found := _LESSON.fullmatch(text.strip().lower()):
        return False, int(found[1]), max(int(found[2] or found[1]), int(found[1])) + 1

    return False, None, 0


def _without_observer(
    rows: Iterable[dict[str, Any]], kinds: pd.DataFrame, today: dt.date, school_year: SchoolYear
) -> Iterator[Finding]:
    observed = set(kinds[kinds["observed"] == states.YES]["kind"])
    weeks: dict[tuple[str, bool], list[dict[str, Any]]] = {}
    for row in rows:
        if row["kind"] in observed and not is_named(row["observer"]):
            day = row["date"].date()
            weeks.setdefault((wave_of(row["kind"], day, school_year), day >= today), []).append(row)
    for (wave, ahead), same in weeks.items():
        works = first_of([f"{_work(row)} {row['date']:%d.%m}" for row in same], _MOST)
        count = counted(len(same), "процедуры", "процедур", "процедур")
        rule = rules.NO_OBSERVER if ahead else rules.NO_OBSERVER_WRITTEN
        yield rule.at(same[0]["procedure_id"], wave=wave, count=count, works=works)


def _not_independent(rows: Iterable[dict[str, Any]], staff: pd.DataFrame, people: People) -> Iterator[Finding]:
    known: dict[str, list[dict[str, Any]]] = {}
    for person in records_of(staff[staff["name"] != ""]):
        known.setdefault(people.who(without_difference(person["name"])), []).append(person)
    for row in rows:
        organisers = {people.who(name) for name in people_in(row["organiser"])}
        for name in people_in(row["observer"]):
            who = people.who(name)
            reason = "организатор этой же работы" if who in organisers else _interest(known.get(who, []), row)
            if reason:
                work = f"{row['kind']}, {_work(row)}, {row['date']:%d.%m}"
                short, rule = short_name(name), rules.OBSERVER_NOT_INDEPENDENT
                yield rule.at(row["procedure_id"], value=name, work=work, name=short, reason=reason)


def _interest(persons: list[dict[str, Any]], row: dict[str, Any]) -> str:
    """What ties a member of the staff to a work, or ``""``."""
    class_, subject = folded_class(row["class"]), row["subject"].casefold()
    for person in persons:
        if person["class_teacher"] and folded_class(person["class_teacher"]) == class_:
            return "классный руководитель"
        classes = {folded_class(part) for part in split_list(person["classes"])}
        if class_ in classes and subject in {part.casefold() for part in split_list(person["subjects"])}:
            return "ведёт этот предмет в этом классе"

    return ""
