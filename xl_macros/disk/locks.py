"""Never under somebody else's hand: a book that one run works on, and a file that one run adds to."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from typing import IO, TYPE_CHECKING, Final

from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE: Final = 10.0
"""Seconds to wait for another run that is writing its line."""
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


@contextlib.contextmanager
def sole_writer(book: Path) -> Iterator[None]:
    """Hold a book while an action runs.

    Raises:
        ObjectivityError: a spreadsheet program has it open, or another run of this program holds it.
    """
    ensure_not_open(book)
    lock = book.with_name(f".objectivity-{book.name}.lock")
    try:
        _take(lock, book)
    except OSError as error:
        raise ObjectivityError(f"Папка «{book.parent}» закрыта для записи. Скопируйте книгу в свою папку.") from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path, book: Path) -> None:
    for _ in range(2):
        try:
            with lock.open("x", encoding="ascii") as file:
                file.write(str(os.getpid()))
        except FileExistsError:
            if _alive(lock):
                break
            lock.unlink(missing_ok=True)  # left by a run that died
        else:
            return
    raise ObjectivityError(f"С книгой «{book.name}» уже работает другой запуск программы. Подождите его окончания.")


def _alive(lock: Path) -> bool:
    try:
        return _runs(int(lock.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return False


def _runs(process: int) -> bool:
    """Whether a process of that number runs."""
    if sys.platform == "win32":  # there os.kill(…, 0) would send Ctrl+C
        import ctypes

        kernel, code = ctypes.windll.kernel32, ctypes.c_ulong()
        handle = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(kernel.GetLastError() == 5)  # ERROR_ACCESS_DENIED: it runs, for somebody else
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except OSError:
        return False

    return True


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
