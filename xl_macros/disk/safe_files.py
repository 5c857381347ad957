"""Files and folders on disk: written atomically, never over an input, under names that every system takes."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from objectivity_core.russian.wording import first_free
from xl_macros.disk.owners import temporary_prefix
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container, Iterator

_PATIENCE = 3.0
"""Seconds until Windows must let a new folder have its name."""

_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?=\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever follows the first dot."""


def write_atomically(path: Path, data: bytes, like: Path | None = None) -> None:
    """Write a file so that it is either the old one or the whole new one.

    Args:
        path: the file.
        data: what is in it.
        like: whose rights a new file gets; the usual ones by default. One that is there keeps its own.

    Raises:
        ObjectivityError: the folder is missing or closed to writing, the disk is full.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=temporary_prefix(), suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _copy_mode(path if path.exists() or like is None else like, Path(temporary))
            Path(temporary).replace(path)
            sync_folder(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ObjectivityError(
            f"Не удалось записать «{path}»: {reason(error)}. Проверьте, что папка существует, открыта для записи и на диске есть место."
        ) from error


def sync_folder(folder: Path) -> None:
    """Let a new name in a folder outlast a power failure, where the system can do that for folders: Windows does it by itself."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # a network folder that knows no such thing
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def whole_folder(path: Path, advice: str = "Проверьте права на папку книги.") -> Iterator[Path]:
    """Make a new folder with all that is written into it, or none.

    Args:
        path: where it will be; nothing may be there.
        advice: what to do where it cannot be made.

    Yields:
        A hidden folder to write into; it gets its name at the end, and goes when something fails.

    Raises:
        ObjectivityError: it cannot be made.
    """
    work: Path | None = None
    try:
        work = Path(tempfile.mkdtemp(dir=path.parent, prefix=temporary_prefix(), suffix=".tmp"))
        yield work
        work.chmod(0o777 & ~_mask())
        rename_patiently(work, path)
        sync_folder(path.parent)
    except BaseException as error:
        if work:
            shutil.rmtree(work, ignore_errors=True)
        if isinstance(error, OSError):
            raise ObjectivityError(f"Не удалось создать папку «{path}»: {reason(error)}. {advice}") from error
        raise


@contextlib.contextmanager
def put_aside(folder: Path) -> Iterator[None]:
    """Let a new folder take the place of one that is there: the old one goes when the new one is whole, and comes back when it fails.

    Raises:
        ObjectivityError: something in it is open.
    """
    if not folder.exists():
        yield
        return
    aside = folder.with_name(f"{temporary_prefix()}{os.urandom(4).hex()}.tmp")
    try:
        rename_patiently(folder, aside)
    except OSError as error:
        raise ObjectivityError(
            f"Папку «{folder}» не заменить: {reason(error)}. Закройте её файлы и повторите."
        ) from error
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            rename_patiently(aside, folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def rename_patiently(path: Path, to: Path) -> None:
    """Give a folder another name; on Windows a scanner that looks at a new file refuses that for a moment.

    Raises:
        OSError: it cannot be renamed, or the name is taken (by an empty folder too).
    """
    if to.exists() or to.is_symlink():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    until = time.monotonic() + (_PATIENCE if sys.platform == "win32" else 0)
    while True:
        try:
            path.rename(to)
        except PermissionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def fingerprint(data: bytes) -> str:
    """Of a file: another one, another fingerprint."""
    return hashlib.sha256(data).hexdigest()


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
        errno.EDQUOT: "место, отведённое вам на диске, кончилось",
        errno.EFBIG: "файл больше, чем здесь разрешено",
        errno.EIO: "диск или сеть не отвечает",
        errno.ENOENT: "такой папки нет",
        errno.ENOTDIR: "на пути к файлу не папка",
        errno.EEXIST: "такое имя уже занято",
    }

    return words.get(error.errno or 0, error.strerror or str(error))


def _copy_mode(path: Path, temporary: Path) -> None:
    """The new file keeps the rights of the old one; a fresh one gets the usual rights, not mkstemp's private ones."""
    temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask())


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)

    return mask


COPIES = "Копии"
"""The folder beside a book that holds its dated copies."""
_KEPT = 10


def backup(book: Path, now: dt.datetime) -> Path:
    """A dated copy of a book in the folder of copies, with the book's rights; of older ones the last ten and the last of each month stay.

    Raises:
        ObjectivityError: it cannot be written.
    """
    folder = make_folder(book.parent / COPIES, new=False)
    copy = free_path(folder / f"{book.stem} (копия {now:%Y-%m-%d %H-%M-%S}){book.suffix}")
    write_atomically(copy, book.read_bytes(), like=book)
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
