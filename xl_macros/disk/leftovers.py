"""What a run that was killed left: temporary files and folders, locks. They go when the next run takes its lock."""

from __future__ import annotations

import contextlib
import math
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xl_macros.disk.owners import is_left, is_left_lock, temporary_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEP: Final = 2
"""Folders below the book's own in which the program writes: «Листы проверки», then one per procedure."""
_MOST: Final = 20_000
"""Names that are looked at: a folder of more is none of papers."""


def clear_leftovers(folder: Path, deep: int = DEEP) -> list[str]:
    """Remove what killed runs of this program left in a folder and in the folders below it.

    A file of a process that runs, on this computer or perhaps on another, stays; so does whatever cannot be removed.

    Args:
        folder: where.
        deep: how many folders below it.

    Returns:
        Names of what was removed.
    """
    found = [(path, is_folder, _text(path)) for path, is_folder in _ours(folder, deep)]
    found = [one for one in found if _is_left(one[0], one[2], math.inf)]
    if not found:
        return []
    now, removed = clock_of(folder), []
    for path, is_folder, text in found:
        with contextlib.suppress(OSError):
            if not _is_left(path, text, now - path.lstat().st_mtime):
                continue
            if path.suffix == ".lock":
                gone = take_away(path, text)
            else:
                shutil.rmtree(path) if is_folder else path.unlink()
                gone = True
            removed += [path.name] * gone

    return removed


def _is_left(path: Path, text: str, age: float) -> bool:
    if path.suffix == ".lock":
        return path.is_file() and is_left_lock(text, age)

    return path.suffix == ".tmp" and is_left(path.name, age)


def _text(path: Path) -> str:
    """What stands in a lock; what stands in other files does not matter."""
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.suffix == ".lock" else ""
    except OSError:
        return ""


def take_away(lock: Path, judged: str) -> bool:
    """Remove a lock that is left over, but not the one that somebody quicker has put in its place.

    Args:
        lock: the lock.
        judged: what stood in it when it was judged.

    Returns:
        Whether it is gone.

    Raises:
        OSError: it cannot be removed.
    """
    aside = lock.with_name(f"{temporary_prefix()}{os.urandom(4).hex()}.tmp")
    try:
        lock.rename(aside)
    except FileNotFoundError:
        return True
    if aside.read_text(encoding="utf-8", errors="replace") == judged:
        aside.unlink()
        return True
    if not lock.exists():
        aside.rename(lock)

    return False


def clock_of(folder: Path) -> float:
    """The moment by the clock of the disk that a folder lies on: a server's differs from this computer's.

    Raises:
        OSError: nothing can be written there.
    """
    handle, name = tempfile.mkstemp(dir=folder, prefix=temporary_prefix(), suffix=".tmp")
    os.close(handle)
    probe = Path(name)
    try:
        return probe.stat().st_mtime
    finally:
        probe.unlink()


def _ours(folder: Path, deep: int) -> Iterator[tuple[Path, bool]]:
    """Locks and temporary files and folders of the program, each with whether it is a folder."""
    inner: list[Path] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for number, entry in enumerate(entries):
            if number > _MOST:
                return
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name.startswith(".objectivity-"):
                yield Path(entry.path), is_folder
            elif is_folder and not entry.name.startswith(".") and not entry.is_symlink():
                inner.append(Path(entry.path))
    if deep:
        for path in inner:
            yield from _ours(path, deep - 1)
