"""States of the plan's terms: the meaning of the live formulas of «Сроки», in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from objectivity_core.tables import states
from objectivity_core.tables.day_numbers import EPOCH

if TYPE_CHECKING:
    import datetime as dt

UNREAD, RECORD = states.DEADLINE_KINDS["unknown"], states.DEADLINE_KINDS["continuous"]


def until(frame: pd.DataFrame) -> pd.Series[Any]:
    """The day up to which each term runs: the moved due date, else the plan's; NaT for none.

    Args:
        frame: ``due``, ``moved_due``.
    """
    return frame["moved_due"].fillna(frame["due"])


def is_record(frame: pd.DataFrame) -> pd.Series[Any]:
    """Whether each term is a period in which a continuous measure wants a record.

    Args:
        frame: ``kind``, ``start``.
    """
    return (frame["kind"] == RECORD) & frame["start"].notna()


def is_open(frame: pd.DataFrame, today: dt.date) -> pd.Series[Any]:
    """Whether each term is still to be done by a known day; a period that ended without record can only be written down afterwards.

    Args:
        frame: ``measure_id``, ``decision``, ``done``, ``kind``, ``start``, ``due``, ``moved_due``.
        today: the day to look from.
    """
    waits = (frame["measure_id"] != "") & (frame["decision"] == "") & frame["done"].isna() & until(frame).notna()

    return waits & ~(is_record(frame) & (until(frame) < pd.Timestamp(today)))


def status(frame: pd.DataFrame, today: dt.date, due_soon: int) -> pd.Series[Any]:
    """Status of each occurrence of a measure (table «Сроки»).

    Args:
        frame: ``measure_id``, ``decision``, ``done``, ``proof``, ``kind``, ``start``, ``due``, ``moved_due`` (dates ``datetime64``).
        today: the day to look from.
        due_soon: days before the due date from which it is «срок близко».

    Returns:
        One of :data:`objectivity_core.tables.states.STATUSES` per row, «нет записей с» followed by the day; ``""`` where no measure
        stands. A decision outweighs everything; then comes what is done (without proof, late, in time), then an unread phrase, then
        dates. A term is never overdue on its due day; an open-ended one (start, no due) never at all. A period of a continuous measure
        without record turns to «нет записей с …», never to overdue; its summary is «пора подвести итог» until its due day.
    """
    now = pd.Timestamp(today)
    done, due, start = frame["done"], until(frame), frame["start"]
    begun = start.notna() & (start <= now)
    record, passed = is_record(frame), due.notna() & (now > due)
    conditions = [
        frame["measure_id"] == "",
        frame["decision"] != "",
        done.notna() & (frame["proof"] == ""),
        done.notna() & due.notna() & (done > due) & ~record,
        done.notna(),
        frame["kind"] == UNREAD,
        passed & record,
        passed,
        due.notna() & (frame["kind"] == states.SUMMARY_KIND) & begun,
        due.notna() & ((due - now).dt.days <= due_soon),
        begun,
        due.notna() | start.notna(),
    ]
    words: Any = [
        "",
        frame["decision"],
        states.DONE_WITHOUT_PROOF,
        states.DONE_LATE,
        states.DONE,
        states.UNCLEAR,
        f"{states.NO_RECORDS} " + start.dt.strftime("%d.%m.%Y").astype("object"),
        states.OVERDUE,
        states.SUM_UP,
        states.DUE_SOON,
        states.RUNNING,
        states.UPCOMING,
    ]

    chosen: Any = np.select(conditions, words, default=states.NO_DATE)

    return pd.Series(chosen, index=frame.index, dtype="object")


def days_left(frame: pd.DataFrame, today: dt.date) -> pd.Series[Any]:
    """Calendar days from today to the due date; NaN when past, done, decided or without a due date."""
    days = (until(frame) - pd.Timestamp(today)).dt.days.astype("float64")

    return days.where(is_open(frame, today) & (days >= 0))


def overdue_days(frame: pd.DataFrame, today: dt.date, calendar: pd.DataFrame) -> pd.Series[Any]:
    """Working days after the due date up to and including today; NaN for what is not overdue.

    Args:
        frame: see :func:`is_open`.
        today: the day to look from.
        calendar: ``date``, ``working`` (1 = working day); days outside it are not counted.
    """
    now = pd.Timestamp(today)
    due = until(frame)
    working = np.sort(calendar.loc[(calendar["working"] == 1) & (calendar["date"] <= now), "date"].to_numpy())
    passed = len(working) - np.searchsorted(working, due.fillna(now).to_numpy(), side="right")

    return pd.Series(passed, index=frame.index, dtype="float64").where(is_open(frame, today) & (due < now))


def queue(frame: pd.DataFrame, today: dt.date) -> pd.Series[Any]:
    """What sorts open terms by their due date, rows of one date in the sheet's order: Excel's day number and a fraction of the row.

    Args:
        frame: see :func:`is_open`; its index is the row on the sheet, from 0.
        today: the day to look from.
    """
    day = (until(frame) - EPOCH).dt.days.astype("float64")

    return (day + (frame.index.to_numpy() + 1) / 100000).where(is_open(frame, today))


def with_status(frame: pd.DataFrame, today: dt.date, due_soon: int, calendar: pd.DataFrame) -> pd.DataFrame:
    """Occurrences with their formula columns ``until``, ``status``, ``days_left``, ``overdue_days``, ``queue``.

    Args:
        frame: every other column of «Сроки».
        today: the day to look from.
        due_soon: the setting «Предупреждать за», days.
        calendar: table «Календарь».
    """
    return frame.assign(
        until=until(frame),
        status=status(frame, today, due_soon),
        days_left=days_left(frame, today),
        overdue_days=overdue_days(frame, today, calendar),
        queue=queue(frame, today),
    )
