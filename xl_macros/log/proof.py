"""Proving the log: a book, the file beside it, and both against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.log.proof import file_findings, pair_findings, sheet_findings
from objectivity_core.log.rules import NO_FILE
from xl_macros.book.tables import located, read_table
from xl_macros.errors import ObjectivityError
from xl_macros.log.journal import journal_path, read_journal
from xl_macros.log.rules import NOT_READ

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.log.chain import Record
    from objectivity_core.settings import Settings
    from xl_macros.runner.call import Call


def book_findings(log: pd.DataFrame, book: Path, settings: Settings, files: Sequence[Path] = ()) -> list[Finding]:
    """What is wrong with the log of a book.

    Args:
        log: the table «Журнал» as read.
        book: the book.
        settings: its settings.
        files: log files; without any, the one beside the book, whose own chain is then checked too.

    Returns:
        See :mod:`objectivity_core.log.proof`.

    Raises:
        ObjectivityError: a file cannot be read.
    """
    beside = journal_path(book, settings.year)
    records: dict[str, list[Record]] = {}
    findings = sheet_findings(log, settings.book_id)
    for path in files or ([beside] if beside.exists() else []):
        name = str(path) if path.name in records else path.name  # one of another folder
        records[name], wrong = file_findings(read_journal(path), path.name)
        findings += [] if files else wrong

    return findings + pair_findings(log, book.name, settings.book_id, records)


def noticed(call: Call) -> list[Finding]:
    """Faults of the log, told where they matter: before the key is used, and when the book is checked."""
    log, _ = read_table(call.book, "log")

    return [located(finding, call.book, {"log": log}) for finding in faults(log, call.path, call.settings)]


def faults(log: pd.DataFrame, book: Path, settings: Settings) -> list[Finding]:
    """The errors among :func:`book_findings`, for an action on the book; a file that is not there was told of when it began."""
    try:
        findings = book_findings(log, book, settings)
    except ObjectivityError as error:
        return [NOT_READ.at(why=error)]

    return [finding for finding in findings if finding.severity == "error" and finding.code != NO_FILE.code]
