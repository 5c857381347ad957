"""What people typed into «Сроки» and what is wrong in it, one finding per cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from objectivity_core.findings import Finding
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import key_of, records_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

_TABLE = TABLES["occurrences"]


def entry_findings(occurrences: pd.DataFrame, today: dt.date) -> Iterator[Finding]:
    """Dates that cannot be, a moved term without reason, a document without date.

    Args:
        occurrences: table «Сроки» as parsed.
        today: the day to look from.
    """
    now = pd.Timestamp(today)
    done, moved, start = occurrences["done"], occurrences["moved_due"], occurrences["start"]
    yield from _each(
        occurrences[done > now],
        "done",
        "done-in-future",
        "Дата выполнения {done} ещё не наступила.",
        "Исправьте дату или очистите ячейку.",
    )
    yield from _each(
        occurrences[moved.notna() & (moved < start)],
        "moved_due",
        "due-before-start",
        "Новый срок {moved_due} раньше начала {start}.",
        "Исправьте новый срок.",
    )
    yield from _each(
        occurrences[moved.notna() & (occurrences["moved_reason"] == "")],
        "moved_reason",
        "no-reason",
        "Срок перенесён на {moved_due} без причины.",
        "Впишите, почему перенесли.",
    )
    yield from _each(
        occurrences[(occurrences["proof"] != "") & done.isna() & (occurrences["decision"] == "")],
        "done",
        "proof-without-date",
        "Подтверждение есть, а дата выполнения не вписана: срок считается невыполненным.",
        "Впишите дату в «Выполнено».",
    )


def _each(rows: pd.DataFrame, column: str, code: str, message: str, remedy: str) -> Iterator[Finding]:
    keys = key_of(_TABLE, rows)
    for row, record in zip(rows.index, records_of(rows), strict=True):
        shown = {
            name: f"{value:%d.%m.%Y}" if hasattr(value, "strftime") and not pd.isna(value) else str(value)
            for name, value in record.items()
        }
        value = "" if pd.isna(record[column]) else shown[column]
        yield Finding(
            code, "warning", message.format_map(shown), remedy, "occurrences", keys[row], _TABLE[column].heading, value, row=int(row)
        )  # fmt: skip
