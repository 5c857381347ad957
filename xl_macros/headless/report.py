"""What was found in many books, as a pipeline may show it: no name in it, known findings counted apart."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, NamedTuple

from objectivity_core.anonymity.public import public

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from objectivity_core.findings import Finding

_CELL = re.compile(r"(?:.*!)?([A-Z]{1,3})(\d+)")


class Place(NamedTuple):
    """Row and column of a finding, from 1; 0 where it has none."""

    row: int
    column: int


@dataclasses.dataclass(frozen=True)
class Checked:
    """One book.

    Attributes:
        path: as it was given or found.
        findings: those to show, without any text of cells.
        known: how many more the baseline knows.
        read: whether the book could be read.
        seconds: how long it took.
    """

    path: Path
    findings: tuple[Finding, ...]
    known: int = 0
    read: bool = True
    seconds: float = 0.0


@dataclasses.dataclass(frozen=True)
class Report:
    """All books of a run.

    Attributes:
        books: in the order in which they are shown.
        skipped: how many files were no books.
        seconds: how long all of it took.
    """

    books: Sequence[Checked]
    skipped: int = 0
    seconds: float = 0.0

    def count(self, severity: str) -> int:
        """How many findings of a severity are shown."""
        return sum(one.severity == severity for book in self.books for one in book.findings)

    def summary(self) -> str:
        """The last line: what was looked at and what was found."""
        unread, known = sum(not book.read for book in self.books), sum(book.known for book in self.books)
        parts = [f"Книг: {len(self.books)}", f"ошибок: {self.count('error')}", f"внимание: {self.count('warning')}"]
        parts += [f"к сведению: {self.count('info')}"] if self.count("info") else []
        parts += [f"известных: {known}"] if known else []
        parts += [f"не прочитано: {unread}"] if unread else []
        parts += [f"пропущено файлов: {self.skipped}"] if self.skipped else []

        return f"{', '.join(parts)}; секунд: {self.seconds:.1f}.".replace(".", ",", 1)

    def exit_code(self, fail_on: str) -> int:
        """2 where a book cannot be read, 1 where something is as bad as ``fail_on`` (``error``, ``warning``, ``never``), else 0."""
        failing = {"error": ("error",), "warning": ("error", "warning")}.get(fail_on, ())
        if any(not book.read for book in self.books):
            return 2

        return int(any(self.count(severity) for severity in failing))


def place(finding: Finding) -> Place:
    """Where the cell of a finding stands.

    >>> from objectivity_core.findings import Rule
    >>> place(Rule("a", "error").at(where="Сроки!AB14"))
    Place(row=14, column=28)
    """
    cell = _CELL.fullmatch(finding.where)
    if not cell:
        return Place(0, 0)
    column = 0
    for letter in cell[1]:
        column = column * 26 + ord(letter) - ord("A") + 1

    return Place(int(cell[2]), column)


def identity(finding: Finding) -> str:
    """What stays the same when a sheet is sorted: code, table and key. A key that holds a name is told as «…»."""
    return f"{finding.code} | {finding.table} | {public(finding).key}"


def identities(findings: Iterable[Finding]) -> list[str]:
    """Identities of findings, those of one identity numbered in the order of their keys and rows: the same set however the rows stand."""
    given = list(findings)
    order = sorted(range(len(given)), key=lambda at: (given[at].key, given[at].column, given[at].row))
    seen: dict[str, int] = {}
    found = [""] * len(given)
    for at in order:
        name = identity(given[at])
        seen[name] = seen.get(name, 0) + 1
        found[at] = f"{name} #{seen[name]}"

    return found
