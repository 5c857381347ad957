"""Many books, one after another or in several processes; one bad book never stops the rest."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
import time
from typing import TYPE_CHECKING, Any

from objectivity_core.anonymity.public import public
from xl_macros.errors import ObjectivityError
from xl_macros.headless.books import books_at
from xl_macros.headless.report import Checked, Report
from xl_macros.headless.rules import CANNOT_OPEN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from objectivity_core.findings import Finding
    from xl_macros.headless.baseline import Baseline

_SILENT = 1.0
"""Seconds after which a person at a terminal is told how far the work is."""


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What is to be looked at.

    Attributes:
        paths: files, folders, patterns.
        today: the day to look from; else the settings', else the computer's.
        ignored: codes of findings that do not count.
        jobs: how many processes.
    """

    paths: tuple[Path, ...]
    today: dt.date | None = None
    ignored: frozenset[str] = frozenset()
    jobs: int = 1


def validated(wanted: Wanted, known: Baseline | None = None, *, write: bool = False) -> Report:
    """The report of all books.

    Args:
        wanted: what is to be looked at.
        known: findings that are counted and not shown.
        write: whether what is found becomes known instead.
    """
    begin = time.perf_counter()
    found = books_at(wanted.paths)
    books = [_faulty(path, error) for path, error in found.faults]
    for path, given, read, seconds in _looked_at(found.books, wanted):
        findings = [one for one in given if one.code not in wanted.ignored]
        if known is not None and read and write:
            known.keep(path, findings)
        new = known.new(path, findings) if known is not None and read else findings
        shown = tuple(public(one) if read else one for one in new)
        books.append(Checked(path, shown, len(findings) - len(new), read, seconds))

    return Report(books, found.skipped, time.perf_counter() - begin)


def _faulty(path: Path, error: ObjectivityError) -> Checked:
    return Checked(path, (CANNOT_OPEN.at(where=path.name, why=error),), read=False)


_Looked = tuple["Path", "list[Finding]", bool, float]


def _look(path: Path, today: dt.date | None) -> _Looked:
    """The findings of one book; what cannot be read is a finding too."""
    from xl_macros.headless.validation import validate_book

    begin = time.perf_counter()
    try:
        findings, read = validate_book(path, today), True
    except ObjectivityError as error:
        findings, read = [CANNOT_OPEN.at(where=path.name, why=error)], False

    return path, findings, read, time.perf_counter() - begin


def _looked_at(books: list[Path], wanted: Wanted) -> Iterator[_Looked]:
    """Each book in its order, looked at in so many processes as are wanted."""
    with contextlib.ExitStack() as stack:
        mapped: Iterable[_Looked]
        if wanted.jobs > 1 and len(books) > 1:
            from concurrent.futures import ProcessPoolExecutor

            pool = stack.enter_context(ProcessPoolExecutor(min(wanted.jobs, len(books))))
            mapped = pool.map(_look, books, [wanted.today] * len(books), chunksize=max(1, len(books) // 50))
        else:
            mapped = (_look(path, wanted.today) for path in books)
        yield from _watched(mapped, len(books))


def _watched(looked: Iterable[Any], number: int) -> Iterator[Any]:
    """Tell a person at a terminal how far it is, once it takes longer than a second."""
    begin, told = time.perf_counter(), False
    for done, one in enumerate(looked, start=1):
        yield one
        if sys.stderr is not None and sys.stderr.isatty() and time.perf_counter() - begin > _SILENT and done < number:
            sys.stderr.write(f"\rПроверено книг: {done} из {number}…")
            sys.stderr.flush()
            told = True
    if told:
        sys.stderr.write("\r" + " " * 40 + "\r")
