"""Never under somebody else's hand: a book that one run works on, and a file that one run adds to."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import sys
import time
from typing import IO, TYPE_CHECKING, Final

from xl_macros.disk.leftovers import clear_leftovers, clock_of, take_away
from xl_macros.disk.owners import Claim, is_left_lock, machine, new_claim, read_claim
from xl_macros.disk.safe_files import reason
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE: Final = 10.0
"""Seconds to wait for another run that is writing its line."""
_HALF_MADE: Final = 2.0
"""Seconds to wait for a lock that says nothing yet."""
_WITHOUT_LOCKS: Final = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP}
"""Network folders that know no locks: there one person works at a time."""


def ensure_not_open(book: Path) -> None:
    """Refuse a book that a spreadsheet program has open.

    Raises:
        ObjectivityError: it is open in Excel (``~$…``) or in LibreOffice (``.~lock.…#``).
    """
    for mark, program in (
        (book.with_name(f"~${book.name}"), "Excel"),
        (book.with_name(f".~lock.{book.name}#"), "LibreOffice"),
    ):
        if mark.exists():
            raise ObjectivityError(
                f"Книга «{book.name}» открыта в {program}. Сохраните и закройте её, затем повторите. Если она нигде не открыта, удалите файл «{mark.name}»."
            )


@dataclasses.dataclass(frozen=True)
class Hold:
    """A book that is held.

    Attributes:
        book: the book.
        claim: what its lock says.
    """

    book: Path
    claim: Claim

    def ensure(self) -> None:
        """Refuse to write once the book is somebody else's: opened in a spreadsheet program meanwhile, or its lock taken away.

        Raises:
            ObjectivityError: it is; nothing is to be written.
        """
        ensure_not_open(self.book)
        lock = lock_path(self.book)
        if _read(lock) != self.claim.text():
            raise ObjectivityError(
                f"Пока работала программа, замок «{lock.name}» рядом с книгой убрали или заменили: с книгой «{self.book.name}» мог начать работать кто-то ещё. В книгу ничего не записано; посмотрите, кто работает, и запустите действие ещё раз."
            )


def lock_path(book: Path) -> Path:
    """The lock of a book: a file beside it."""
    return book.with_name(f".objectivity-{book.name}.lock")


@contextlib.contextmanager
def sole_writer(book: Path) -> Iterator[Hold]:
    """Hold a book while an action runs; what killed runs left in its folder goes.

    Raises:
        ObjectivityError: a spreadsheet program has it open, or another run of this program holds it, here or on another computer.
    """
    ensure_not_open(book)
    lock, claim = lock_path(book), new_claim()
    try:
        _take(lock, book, claim)
    except OSError as error:
        closed = error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}
        raise ObjectivityError(
            f"Папка «{book.parent}» закрыта для записи. Скопируйте книгу в свою папку."
            if closed
            else f"В папке «{book.parent}» не поставить замок на книгу «{book.name}»: {reason(error)}. Ничего не сделано; исправьте это и повторите."
        ) from error
    try:
        with contextlib.suppress(OSError):
            clear_leftovers(book.absolute().parent)
        yield Hold(book, claim)
    finally:
        if _read(lock) == claim.text():
            with contextlib.suppress(OSError):
                lock.unlink()


def _take(lock: Path, book: Path, claim: Claim) -> None:
    until = time.monotonic() + _HALF_MADE
    while True:
        try:
            with lock.open("x", encoding="utf-8") as file:
                try:
                    file.write(claim.text())
                    file.flush()
                except OSError:
                    lock.unlink()
                    raise
        except FileExistsError:
            text = _read(lock)
            if text == "" and time.monotonic() < until:  # between being made and being written into
                time.sleep(0.05)
            elif not (text == "" or is_left_lock(text, _age(lock))) or not take_away(lock, text):
                raise ObjectivityError(_held_by(lock, book, text)) from None
        else:
            return


def _held_by(lock: Path, book: Path, text: str) -> str:
    claim = read_claim(text)
    told, where = "", ""
    if claim:
        who = f"{claim.who}, " if claim.who else ""
        told = f" ({who}компьютер «{claim.host}», с {claim.since})"
        where = "" if claim.owner.machine == machine() else f" на компьютере «{claim.host}»"

    return f"С книгой «{book.name}» уже работает другой запуск программы{told}. Подождите его окончания. Если{where} она точно не работает, удалите файл «{lock.name}» рядом с книгой."


def _read(lock: Path) -> str:
    """What stands in a lock; "" where there is none."""
    try:
        return lock.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _age(lock: Path) -> float:
    try:
        return clock_of(lock.parent) - lock.stat().st_mtime
    except FileNotFoundError:
        return 0.0


@contextlib.contextmanager
def alone(file: IO[bytes]) -> Iterator[None]:
    """Hold the file while a line is added: two books of one folder may run at once."""
    until = time.monotonic() + _PATIENCE
    locked = False
    while not locked:
        try:
            _lock(file)
            locked = True
        except OSError as error:
            if error.errno in _WITHOUT_LOCKS:
                break
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
    try:
        yield
    finally:
        if locked:
            _unlock(file)


if sys.platform == "win32":
    import msvcrt

    _FAR: Final = 2**40
    """Windows lets nobody else read what is locked: a byte far behind the end is locked instead of the text."""

    def _lock(file: IO[bytes]) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(file: IO[bytes]) -> None:
        file.flush()
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
