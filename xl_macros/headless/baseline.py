"""Findings that are known: a living book always has some, and a pipeline asks for new ones."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING

from xl_macros.disk.safe_files import reason, write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.headless.report import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from objectivity_core.findings import Finding

NAME = "objectivity-baseline.json"
_VERSION = 1


class Baseline:
    """How often each finding of each book is known: by code, table and key of the row; no name, no value stands in it."""

    def __init__(self, path: Path, books: dict[str, dict[str, int]] | None = None) -> None:
        """Belong to a file: paths of books count from its folder."""
        self.path = path
        self.books = books or {}

    def _name(self, book: Path) -> str:
        try:
            return os.path.relpath(book, self.path.parent).replace(os.sep, "/")
        except ValueError:  # another drive
            return str(book)

    def keep(self, book: Path, findings: Iterable[Finding]) -> None:
        """Know the findings of a book, and no others of it."""
        self.books[self._name(book)] = dict(sorted(Counter(map(identity, findings)).items()))

    def new(self, book: Path, findings: Sequence[Finding]) -> list[Finding]:
        """The findings of a book that are not known, in their order; of several alike the last ones are new."""
        left = Counter(self.books.get(self._name(book), {}))
        found = []
        for one in findings:
            name = identity(one)
            if left[name]:
                left[name] -= 1
            else:
                found.append(one)

        return found

    def write(self) -> None:
        """Write the file, sorted, so that a change of it can be read."""
        text = json.dumps({"version": _VERSION, "books": self.books}, ensure_ascii=False, indent=1, sort_keys=True)
        write_atomically(self.path, f"{text}\n".encode())


def read_baseline(path: Path) -> Baseline:
    """The baseline of a file.

    Raises:
        ObjectivityError: there is no such file, or it is none.
    """
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        books = {str(book): {str(name): int(n) for name, n in known.items()} for book, known in given["books"].items()}
    except FileNotFoundError:
        raise ObjectivityError(
            f"Файла известных замечаний «{path}» нет. Создайте его: objectivity validate … --baseline {path.name} --write-baseline."
        ) from None
    except OSError as error:
        raise ObjectivityError(f"Файл известных замечаний «{path}» прочитать нельзя: {reason(error)}.") from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise ObjectivityError(
            f"«{path}» — не файл известных замечаний. Создайте его заново: objectivity validate … --baseline {path.name} --write-baseline."
        ) from error

    return Baseline(path, books)
