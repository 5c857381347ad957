"""Files and folders on disk: written atomically, never over an input, under names that every system takes."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from objectivity_core.russian.wording import first_free
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container

_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?=\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever follows the first dot."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is either the old one or the whole new one.

    Raises:
        ObjectivityError: the folder is missing or closed to writing, the disk is full.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".objectivity-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _copy_mode(path, Path(temporary))
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ObjectivityError(
            f"Не удалось записать «{path}»: {reason(error)}. Проверьте, что папка существует, открыта для записи и на диске есть место."
        ) from error


def names_beside(book: Path) -> tuple[str, ...]:
    """Names of everything in the folder of a book; none where there is no such folder."""
    folder = book.absolute().parent

    return tuple(path.name for path in folder.iterdir()) if folder.is_dir() else ()


def make_folder(folder: Path, advice: str = "Проверьте права на папку книги.", *, new: bool = True) -> Path:
    """Make a folder.

    Args:
        folder: where.
        advice: what to do where it cannot be made.
        new: whether it must not be there yet; else the folders above are made too.

    Raises:
        ObjectivityError: it cannot be made.
    """
    try:
        folder.mkdir(parents=not new, exist_ok=not new)
    except OSError as error:
        raise ObjectivityError(f"Не удалось создать папку «{folder}»: {reason(error)}. {advice}") from error

    return folder


def windows_text(text: str) -> bytes:
    """A text as every Notepad of Windows shows it: with a byte order mark and Windows line ends."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def reason(error: OSError) -> str:
    """Why the system refused, in Russian."""
    words = {
        errno.EACCES: "нет прав",
        errno.EPERM: "нет прав",
        errno.EROFS: "диск только для чтения",
        errno.ENOSPC: "на диске нет места",
        errno.ENOENT: "такой папки нет",
        errno.ENOTDIR: "на пути к файлу не папка",
        errno.EEXIST: "такое имя уже занято",
    }

    return words.get(error.errno or 0, error.strerror or str(error))


def _copy_mode(path: Path, temporary: Path) -> None:
    """The new file keeps the rights of the old one; a fresh one gets the usual rights, not mkstemp's private ones."""
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)


COPIES = "Копии"
"""The folder beside a book that holds its dated copies."""
_KEPT = 10


def backup(book: Path, now: dt.datetime) -> Path:
    """A dated copy of a book in the folder of copies; of older ones the last ten and the last of each month stay.

    Raises:
        ObjectivityError: it cannot be written.
    """
    folder = make_folder(book.parent / COPIES, new=False)
    copy = free_path(folder / f"{book.stem} (копия {now:%Y-%m-%d %H-%M-%S}){book.suffix}")
    write_atomically(copy, book.read_bytes())
    ours = re.compile(rf"{re.escape(book.stem)} \(копия (\d{{4}}-\d\d)-[\d -]+\)(?: \d+)?{re.escape(book.suffix)}")
    dated = sorted((path, found[1]) for path in folder.iterdir() if (found := ours.fullmatch(path.name)))
    kept = {path for path, _ in dated[-_KEPT:]} | set({month: path for path, month in dated}.values())
    for path, _ in dated:
        if path not in kept:
            with contextlib.suppress(OSError):  # somebody looks at it: the next time, then
                path.unlink()

    return copy


def discard(copy: Path) -> None:
    """Take back a copy of a book that did not change, and its folder where it is the only one."""
    copy.unlink()
    with contextlib.suppress(OSError):  # not empty
        copy.parent.rmdir()


def free_path(path: Path, due: Container[Path] = ()) -> Path:
    """The path of a file, or the first of ``name 2``, ``name 3`` … that neither exists nor is due to be written."""

    def is_taken(name: str) -> bool:
        free = path.with_name(name)

        return free in due or free.exists()

    return path.with_name(first_free(path.stem, is_taken, path.suffix))


def free_folder(path: Path) -> Path:
    """The same for a folder, whose dots begin no ending: «2.2 Совещания 2»."""
    return path.with_name(first_free(path.name, lambda name: path.with_name(name).exists()))


def file_name(text: str) -> str:
    """A text as a name that every system takes, inside its folder.

    >>> file_name("Класс 4/Б: итог?"), file_name("../…"), file_name("Con.txt")
    ('Класс 4_Б_ итог_', '_…', '_Con.txt')
    """
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", text).strip(" .") or "_"

    return f"_{name}" if _DEVICE.match(name) else name
