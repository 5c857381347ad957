"""Annotations of GitHub Actions: ten of a kind per step are shown, so nine are printed and the rest is counted; the summary of the step has all.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.findings import SEVERITIES
from xl_macros.headless.report import place

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from xl_macros.headless.report import Checked, Report

_KINDS = {"error": "error", "warning": "warning", "info": "notice"}
_SHOWN = 9
_SUMMARY = 1_000_000
"""Bytes of a step's summary; the runner takes 1 MiB."""


def printed(report: Report) -> str:
    """A command per finding, nine of a kind, then what is left; the counts at the end."""
    lines = []
    for severity, kind in _KINDS.items():
        found = [(book, one) for book in report.books for one in book.findings if one.severity == severity]
        lines += [_command(kind, book, one) for book, one in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"::{kind} title=objectivity::и ещё {len(found) - _SHOWN}")

    return "\n".join([*lines, report.summary()])


def step_summary(report: Report) -> str:
    """Every finding as a row of a Markdown table, as many as the runner takes."""
    lines = [f"### {_cell(report.summary())}", "", "| Книга | Где | Важность | Что не так |", "|---|---|---|---|"]
    rows = [(book, one) for book in report.books for one in book.findings]
    size = len("\n".join(lines).encode())
    for number, (book, one) in enumerate(rows):
        said = f"{one.message} {one.remedy}".rstrip()
        row = f"| {_cell(str(book.path))} | {_cell(one.where)} | {SEVERITIES[one.severity]} | {_cell(said)} |"
        size += len(row.encode()) + 1
        if size > _SUMMARY - 100:
            lines += ["", f"… и ещё {len(rows) - number}"]
            break
        lines.append(row)

    return "\n".join([*lines, ""]) if rows else f"{lines[0]}\n"


def _command(kind: str, book: Checked, one: Finding) -> str:
    at = place(one)
    where = {"file": book.path.as_posix(), **({"line": str(at.row), "col": str(at.column)} if at.row else {})}
    properties = ",".join(f"{name}={_property(value)}" for name, value in {**where, "title": one.code}.items())
    said = f"{one.where + ' ' if one.where else ''}{one.message} {one.remedy}".rstrip()

    return f"::{kind} {properties}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    """A text inside a cell of a Markdown table."""
    for sign, instead in (("&", "&amp;"), ("<", "&lt;"), ("|", "\\|"), ("\r", " "), ("\n", " ")):
        text = text.replace(sign, instead)

    return text
