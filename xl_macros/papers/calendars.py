"""A person's calendar file (.ics, RFC 5545) for a telephone, Outlook or Google: all-day entries with reminders."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Alarm, Event

    from objectivity_core.plan.duty_papers import PersonPage
    from objectivity_core.plan.reminders import Entry

PRODUCER = "-//Objectivity//School plan//RU"
MORNING = 8
"""Hour at which a reminder comes."""
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "objectivity/calendars")


def calendar_file(page: PersonPage, book: str, now: dt.datetime) -> bytes:
    """The calendar of a person.

    Args:
        page: the person's entries.
        book: what tells this school and year from others.
        now: the moment of the export: of two exports a calendar keeps the later.
    """
    from icalendar import Calendar

    calendar = Calendar.new(
        prodid=PRODUCER,
        method="PUBLISH",
        name=f"Мои дела: {page.label}",
        uid=str(uuid.uuid5(_NAMESPACE, f"{book}|{page.name}")),
    )
    for entry in page.entries:
        calendar.add_component(_event(entry, now.astimezone(dt.UTC)))

    return bytes(calendar.to_ical())


def _event(entry: Entry, now: dt.datetime) -> Event:
    from icalendar import TRANSP, Event

    event = Event.new(
        uid=entry.uid,
        sequence=int(now.timestamp()) // 60,  # programs renew an entry only when its number has grown
        stamp=now,
        last_modified=now,
        start=entry.day,
        end=entry.day + dt.timedelta(days=1),  # the day after the last, as the standard has it
        summary=entry.summary,
        description=entry.description,
        transparency=TRANSP.TRANSPARENT,  # the day stays free for lessons
    )
    for before in entry.remind:
        event.add_component(_alarm(entry.summary, before))

    return event


def _alarm(text: str, before: int) -> Alarm:
    """A reminder on the morning some days before; an all-day entry begins at midnight."""
    from icalendar import Alarm

    alarm = Alarm.new(description=text)
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", dt.timedelta(hours=MORNING) - dt.timedelta(days=before))

    return alarm
