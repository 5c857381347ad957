"""For people: a line per book, a line per finding, the counts at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.findings import SEVERITIES

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from xl_macros.headless.report import Checked, Report


def line(one: Finding) -> str:
    """Severity, place, what is wrong, what to do."""
    return f"{SEVERITIES[one.severity]}: {one.where + ': ' if one.where else ''}{one.message} {one.remedy}".rstrip()


def _verdict(book: Checked) -> str:
    said = f"замечаний {len(book.findings)}" if book.findings else "замечаний нет"

    return f"{book.path}: {said}{f', известных {book.known}' if book.known else ''}"


def printed(report: Report) -> str:
    """Every book and what was found in it."""
    lines = [text for book in report.books for text in (_verdict(book), *(f"  {line(one)}" for one in book.findings))]

    return "\n".join([*lines, report.summary()])
