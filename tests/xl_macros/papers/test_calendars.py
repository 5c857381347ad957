"""Calendars: valid, parsed back whole, the same entries renewed at every export, reminders on mornings."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar, Event

from objectivity_core.plan.duty_papers import PersonPage
from objectivity_core.plan.reminders import Entry, entry_uid
from xl_macros.papers.calendars import calendar_file

NOW = dt.datetime(2025, 4, 28, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
TEXT = "Проверка, перепроверка; разбор «работ» — ВПР, Русский язык, 4А: все классы, в которых были организаторы и наблюдатели"
ENTRY = Entry(
    entry_uid("школа", "M001 |  | 1"),
    dt.date(2025, 4, 30),
    TEXT,
    "Срок: 30.04.2025\nВ плане: «до 30 апреля; \\ май»",
    (7, 1),
)


def _file(*entries: Entry, now: dt.datetime = NOW) -> bytes:
    return calendar_file(PersonPage("Липатова Вера Олеговна", "Липатова В. О.", (), "", entries), "школа", now)


def _event(data: bytes) -> Event:
    (event,) = Calendar.from_ical(data).events

    return event


def test_a_calendar_says_what_it_is_and_whose() -> None:
    calendar = Calendar.from_ical(_file(ENTRY))

    assert ["2.0", "-//Objectivity//School plan//RU", "PUBLISH", "Мои дела: Липатова В. О."] == [
        str(calendar[name]) for name in ("VERSION", "PRODID", "METHOD", "X-WR-CALNAME")
    ]


def test_a_term_is_an_all_day_entry_that_leaves_the_day_free() -> None:
    event = _event(_file(ENTRY))

    assert (dt.date(2025, 4, 30), dt.date(2025, 5, 1), "TRANSPARENT") == (event.start, event.end, event["TRANSP"])
    assert b"DTSTART;VALUE=DATE:20250430" in _file(ENTRY)


def test_texts_come_back_as_they_were() -> None:
    event = _event(_file(ENTRY))

    assert (ENTRY.summary, ENTRY.description) == (str(event["SUMMARY"]), str(event["DESCRIPTION"]))


def test_lines_are_short_enough_for_every_program_and_end_as_the_standard_says() -> None:
    data = _file(ENTRY)

    assert b"\r\n" == data[-2:]
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert data.count(b"\n") == data.count(b"\r\n")


@pytest.mark.parametrize(
    ("before", "morning"), [(7, "23.04.2025 08:00"), (1, "29.04.2025 08:00"), (0, "30.04.2025 08:00")]
)
def test_a_reminder_comes_on_the_morning(before: int, morning: str) -> None:
    (alarm,) = _event(_file(Entry("1", ENTRY.day, "Дело", "", (before,)))).alarms.times

    assert morning == f"{alarm.trigger:%d.%m.%Y %H:%M}"


def test_every_reminder_shows_the_term() -> None:
    alarms = _event(_file(ENTRY)).walk("VALARM")

    assert [("DISPLAY", TEXT)] * 2 == [(str(alarm["ACTION"]), str(alarm["DESCRIPTION"])) for alarm in alarms]


def test_the_next_export_renews_the_entry_instead_of_adding_one() -> None:
    before = _event(_file(ENTRY))
    after = _event(_file(ENTRY, now=NOW + dt.timedelta(days=1)))

    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]
    assert before["DTSTAMP"].dt < after["DTSTAMP"].dt


def test_the_same_export_is_the_same_file() -> None:
    assert _file(ENTRY) == _file(ENTRY)


def test_the_moment_of_the_export_is_told_in_utc() -> None:
    assert b"DTSTAMP:20250428T093000Z" in _file(ENTRY)
