"""The log file beside the book: written line by line, never rewritten, and before the key is read.

An opening of the key that is not recorded must not happen: :func:`recorded` writes «начато» before anything is read, and refuses where it cannot.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import getpass
import os
from importlib import metadata
from typing import IO, TYPE_CHECKING, Any, Final

from objectivity_core.log.chain import (
    BEGUN,
    CONTINUED,
    DONE,
    FAILED,
    SAVED,
    Record,
    as_text_line,
    chained,
    facts,
    read_line,
    start,
)
from objectivity_core.log.proof import begun_elsewhere
from objectivity_core.log.rules import BEGUN_ANEW
from xl_macros.disk.locks import alone
from xl_macros.disk.safe_files import reason
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.settings import Settings

_TAIL: Final = 262_144
"""Bytes in which the last line is looked for; a line has a few hundred."""


def journal_path(book: Path, year: int) -> Path:
    """Where the log of a book lies: beside it, one per school year, as the key does."""
    return book.parent / f"Журнал {year}-{year + 1}.jsonl"


@dataclasses.dataclass
class Attempt:
    """An action on its way into the log.

    Attributes:
        book: the book.
        settings: its settings; whoever learns the book's number on the way puts the new ones here.
        title: title of the action.
        now: the moment it began.
        begun: number of the line that told of the beginning, 0 where none was needed.
        told: the result's line, once it is written.
    """

    book: Path
    settings: Settings
    title: str
    now: dt.datetime
    begun: int = 0
    told: Record | None = None

    def finish(self, message: str, *, findings: int = 0, line: int = 0, previous: str = "") -> Record:
        """Write how it went.

        Args:
            message: the sentence that the user sees.
            findings: how many.
            line: number of the line on the sheet; 0 where there is none.
            previous: fingerprint of the sheet's line above.

        Raises:
            ObjectivityError: the file cannot be written.
        """
        self.told = self._append(DONE, message, findings=findings, line=line, previous=previous)

        return self.told

    def unwritten(self, message: str, *, findings: int = 0, line: int = 0, previous: str = "") -> Record:
        """The line of the sheet where the file could not be written."""
        record = self._facts(DONE, message, findings=findings, line=line, previous=previous)

        return chained(record, 0, start(self.settings.year))

    def begin(self) -> None:
        """Write that it begins.

        Raises:
            ObjectivityError: the file cannot be written.
        """
        self.begun = self._append(BEGUN, "")["number"]

    def fail(self, error: BaseException) -> None:
        """Write that it was given up, as far as that is still possible; a fault of the program by its kind alone, it may quote anything."""
        message = str(error) if isinstance(error, ObjectivityError) else type(error).__name__
        with contextlib.suppress(ObjectivityError):
            self._append(FAILED, message)

    def saved(self, target: Path, fingerprint: str) -> None:
        """Write that the book was saved to a file, and which line was its last.

        Raises:
            ObjectivityError: the log cannot be written.
        """
        self._append(SAVED, f"Книга записана: «{target.name}».", book=target.name, fingerprint=fingerprint)

    def continues(self, number: int, fingerprint: str) -> None:
        """Write where the former file of the book ended: at that line of its sheet.

        Raises:
            ObjectivityError: the log cannot be written.
        """
        message = (
            f"Прежний файл журнала не рядом с книгой, он кончился строкой {number} с контрольным числом {fingerprint}."
        )
        self._append(CONTINUED, message, fingerprint=fingerprint)

    def _append(self, event: str, message: str, **more: Any) -> Record:
        return append(journal_path(self.book, self.settings.year), self._facts(event, message, **more))

    def _facts(self, event: str, message: str, **more: Any) -> Record:
        moment = self.now if event == BEGUN or more.get("line") else dt.datetime.now(self.now.tzinfo)
        about: dict[str, Any] = {
            "time": f"{moment:%d.%m.%Y %H:%M:%S}",
            "zone": f"{moment:%z}",
            "who": user(),
            "version": metadata.version("objectivity"),
        }
        about |= {"book": self.book.name, "book_id": self.settings.book_id, "year": self.settings.year}

        return facts(event, self.title, message, **(about | {"begun": 0 if event == BEGUN else self.begun} | more))


@contextlib.contextmanager
def recorded(book: Path, settings: Settings, title: str, now: dt.datetime, *, key: bool = True) -> Iterator[Attempt]:
    """Record an action: «начато» before it, where it needs the key, and «не выполнено» when it fails.

    Whoever reads or changes the key outside :func:`xl_macros.runner.run.run` puts it inside this; without a call of :meth:`Attempt.finish` the end is
    recorded without a message.

    Args:
        book: the book.
        settings: its settings.
        title: what is done, in Russian.
        now: the moment.
        key: whether it reads or changes the key: nothing is then done that is not recorded.

    Raises:
        ObjectivityError: the key is needed and the log cannot be written.
    """
    attempt = Attempt(book, settings, title, now)
    if key:
        try:
            attempt.begin()
        except ObjectivityError as error:
            raise ObjectivityError(
                f"{error} Без записи в журнал ключ кодов не открывают и не меняют, ничего не сделано."
            ) from error
    try:
        yield attempt
    except BaseException as error:
        if key and attempt.told is None:
            attempt.fail(error)
        raise
    if key and attempt.told is None:
        attempt.finish("Выполнено.")


def begun_anew(log: pd.DataFrame, book: Path, settings: Settings, title: str, now: dt.datetime) -> list[Finding]:
    """Begin a file beside a book whose lines are in another one: it names where that ended. Told once.

    Args:
        log: the table «Журнал» as read.
        book: the book.
        settings: its settings.
        title: title of the action that noticed.
        now: the moment.

    Returns:
        The finding, or nothing where the file beside the book knows it, or cannot be read or written (that is told elsewhere).
    """
    path = journal_path(book, settings.year)
    try:
        lines = read_journal(path) if path.exists() else []
        ended = begun_elsewhere(log, book.name, settings.book_id, lines)
        if ended:
            Attempt(book, settings, title, now).continues(*ended)
    except ObjectivityError:
        return []

    return [BEGUN_ANEW.at(number=ended[0], fingerprint=ended[1])] if ended else []


def note_saved(book: Path, settings: Settings, title: str, target: Path, fingerprint: str) -> None:
    """Record that the result of an action was saved to a file: from then on that file must hold its line.

    Without it nobody can tell a deleted last line from work that was never saved. A log that cannot be written was told of already.

    Args:
        book: the book that the action ran on; its log is continued.
        settings: its settings.
        title: title of the action.
        target: the file that was written.
        fingerprint: of the last line of its log (``Report.fingerprint``).
    """
    with contextlib.suppress(ObjectivityError):
        Attempt(book, settings, title, dt.datetime.now().astimezone()).saved(target, fingerprint)


def user() -> str:
    """The name under which somebody is logged in to the computer; ``""`` where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # each system has its own way not to know
        return ""


def read_journal(path: Path) -> list[str]:
    """The lines of a log file.

    Raises:
        ObjectivityError: it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ObjectivityError(f"Журнал «{path}» не прочитать: {reason(error)}.") from error
    lines = data.decode("utf-8-sig", errors="replace").split(
        "\n"
    )  # not splitlines: it would cut at characters inside of texts

    return [line.removesuffix("\r") for line in lines]


def append(path: Path, record: Record) -> Record:
    """Add a line to the end of a log file, so that it is on the disk when this returns.

    Args:
        path: the file; it is made with its first line.
        record: what the line says (:func:`~objectivity_core.log.chain.facts`).

    Returns:
        The line with its place in the chain.

    Raises:
        ObjectivityError: the file cannot be written, or nothing in it can be continued.
    """
    try:
        with path.open("a+b") as file, alone(file):
            last, whole = _last(file, path)
            before = last["hash"] if last else start(record["year"])
            placed = chained(record, last["number"] + 1 if last else 1, before)
            file.write(("" if whole else "\n").encode() + f"{as_text_line(placed)}\n".encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ObjectivityError(
            f"Не удалось сделать запись в журнал «{path}»: {reason(error)}. Проверьте, что папка открыта для записи и на диске есть место."
        ) from error

    return placed


def _last(file: IO[bytes], path: Path) -> tuple[Record | None, bool]:
    """The last line that can be read, and whether the file ends with a whole line; a half one is left over from a power failure."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    for line in reversed(tail.decode("utf-8-sig", errors="replace").split("\n")):
        if record := read_line(line):
            return record, tail.endswith(b"\n")
    if tail.strip():
        raise ObjectivityError(
            f"Журнал «{path}» повреждён: в конце нет ни одной целой записи. Верните его из резервной копии или переименуйте: начнётся новый."
        )

    return None, True
