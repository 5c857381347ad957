"""The log as a chain: each line carries a fingerprint of itself and of the line before it, so that a later change shows.

The log has two homes that watch each other. The sheet «Журнал действий» travels with the book; a book that was saved under two names has
two sheets that begin alike. The file beside the book is one, whatever the copies of the book do: its lines follow one another in time and each
names the line of the sheet that it became. Hence a line of the file that one copy of the book does not know is no alteration.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.tables.cells import as_text
from objectivity_core.tables.grid import NOT_IN_XML

if TYPE_CHECKING:
    from collections.abc import Mapping

BEGUN, DONE, FAILED, SAVED, CONTINUED = "начато", "сделано", "не выполнено", "записано", "продолжено"
"""Events of the file: only ``DONE`` is a line of the sheet too."""

Record = dict[str, Any]
"""A line of the file; :func:`facts` says what it holds."""

LONGEST: Final = 1000
"""A message is one sentence; the cell of a sheet must hold it whole."""
_CODE: Final = re.compile(r"(?<!\d)\d{7}(?!\d)")
_ON_SHEET: Final = ("number", "time", "action", "message", "findings", "version", "who", "file_line")


def plain(text: str) -> str:
    r"""A message as the log keeps it: one line, nothing that a cell cannot hold, and no code number of a work.

    >>> plain("Работа 1000002:\n открыта")
    'Работа •••••••: открыта'
    """
    return _CODE.sub("•" * 7, _one_line(text))


def _one_line(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode()  # a file name may hold half a character

    return " ".join(NOT_IN_XML.sub(" ", whole).split())[:LONGEST].strip()


def facts(event: str, action: str, message: str, **more: Any) -> Record:
    """What a line says, before it has its place in the chain.

    Args:
        event: one of :data:`BEGUN`, :data:`DONE`, :data:`FAILED`, :data:`SAVED`, :data:`CONTINUED`.
        action: title of the action.
        message: how it went.
        **more: ``time`` (as on the sheet), ``zone``, ``findings`` (how many), ``who`` (name of the system's user), ``version``, ``book`` (file name),
            ``book_id``, ``year``; ``fingerprint`` (of the last line of a book that was saved, or whose former file is not here); for a line of the sheet ``line`` (its number there) and ``previous`` (fingerprint of the line above it);
            ``begun`` (number of the line of the file that told of the beginning).
    """
    empty = {"time": "", "zone": "", "findings": 0, "who": "", "version": "", "book": "", "book_id": "", "year": 0}
    record = (
        empty
        | {"line": 0, "previous": "", "begun": 0}
        | more
        | {"event": event, "action": action, "message": plain(message)}
    )

    return {name: _one_line(value) if isinstance(value, str) else value for name, value in record.items()}


def chained(record: Record, number: int, before: str) -> Record:
    """A line with its place in the file.

    Args:
        record: what it says (:func:`facts`).
        number: its number in the file, from 1; 0 for a line that could not be written to the file.
        before: the ``hash`` of the line before it, or :func:`start` of the year.

    Returns:
        The record with ``number``, ``fingerprint`` (of a line of the sheet), ``before`` and ``hash``.
    """
    placed = {"number": number, "fingerprint": ""} | record | {"before": before}
    if record["line"]:
        placed["fingerprint"] = fingerprint(sheet_line(placed), record["previous"], record["book_id"])

    return placed | {"hash": hash_of(placed)}


def start(year: int) -> str:
    """What the first line of a year's file follows."""
    return hashlib.sha256(f"Журнал действий {year}/{year + 1}".encode()).hexdigest()


def hash_of(record: Mapping[str, Any]) -> str:
    """SHA-256 of a line of the file without its own ``hash``, as 64 hex digits."""
    return _digest({name: value for name, value in record.items() if name != "hash"})


def fingerprint(line: Mapping[str, Any], previous: str, book_id: str) -> str:
    """The fingerprint of a line of the sheet: 64 bits of a SHA-256 in four groups, so that it can be read out and written on paper.

    Args:
        line: its cells by English column name; numbers may be floats, as a sheet gives them back.
        previous: the fingerprint of the line above it, ``""`` for the first.
        book_id: the number of the book, ``""`` while it has none.
    """
    content = {name: _as_written(line.get(name)) for name in _ON_SHEET} | {"previous": previous, "book_id": book_id}
    digits = _digest(content)[:16].upper()

    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def sheet_line(record: Record) -> dict[str, Any]:
    """A line of the file as a line of the sheet."""
    line = {name: record[name] for name in ("time", "action", "message", "findings", "version", "who", "fingerprint")}

    return line | {"number": record["line"], "file_line": record["number"] or None}


def as_text_line(record: Record) -> str:
    """A record as one line of the file."""
    return json.dumps(record, ensure_ascii=False)


def read_line(text: str) -> Record | None:
    """A line of the file, or None where it is none (cut in half, damaged, no record of this program)."""
    try:
        record = json.loads(text)
    except ValueError:
        return None
    wanted: dict[str, type] = {"number": int, "line": int, "begun": int, "year": int}
    wanted |= dict.fromkeys(
        ("time", "event", "action", "message", "book", "book_id", "fingerprint", "previous", "before", "hash"), str
    )
    right = isinstance(record, dict) and all(type(record.get(name)) is kind for name, kind in wanted.items())

    return record if right else None


def _as_written(value: Any) -> str:
    empty = value is None or value != value  # noqa: PLR0124 - NaN differs from itself

    return "" if empty else as_text(float(value) if isinstance(value, int) else value)


def _digest(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
