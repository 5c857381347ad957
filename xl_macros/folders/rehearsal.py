"""The folder «Учебная тревога» beside the book: made whole, and erased only when its marker says that a rehearsal made it."""

from __future__ import annotations

import os
import re
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.rehearsal.school import SCHOOL, Doomed
from objectivity_core.rehearsal.text import BOOK, FOLDER
from objectivity_core.settings import about
from objectivity_core.tables import TABLES
from xl_macros.disk.safe_files import (
    file_name,
    free_folder,
    reason,
    rename_patiently,
    sync_folder,
    whole_folder,
    windows_text,
    write_atomically,
)
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Callable

    from objectivity_core.rehearsal.school import Rehearsal
    from objectivity_core.settings import Settings
    from xl_macros.runner.call import Call

MARKER: Final = "Это учебная тревога.txt"
_SAYS: Final = "Эту папку сделала программа «Объективность» для тренировки. Кнопка «Убрать тревогу» удаляет её целиком: своих файлов сюда не кладите."
_NUMBER: Final = re.compile(r"Номер учебной книги: ([0-9a-f]{8})")
_DOOMED: Final = f"{FOLDER} (удаляется)"
_BOOKS: Final = (".xlsm", ".xlsx")


def _refuse_to_begin(call: Call) -> None:
    """Make sure that a rehearsal may begin beside the book.

    Raises:
        ObjectivityError: the book is itself of a rehearsal, or there is such a folder already.
    """
    _refuse_rehearsal_book(call.path, call.settings, "Начинают тренировку в настоящей книге.")
    folder = _folder(call.path)
    if folder.is_symlink() or folder.exists():
        ours = folder.is_dir() and _marked(folder)
        advice = (
            "уберите прежнюю кнопкой «Убрать тревогу»"
            if ours
            else "её сделала не программа; переименуйте её или уберите сами"
        )
        raise ObjectivityError(f"Папка «{folder}» уже есть: {advice} и повторите.")


def to_erase(call: Call) -> Doomed | None:
    """What «Убрать тревогу» would erase; None where there is no such folder.

    Raises:
        ObjectivityError: the book is itself of a rehearsal; the folder is none of a rehearsal, is a link, holds another book, is open.
    """
    advice = "Закройте её, откройте настоящую книгу и нажмите «Убрать тревогу» там: открытую книгу вместе с её папкой удалить нельзя."
    _refuse_rehearsal_book(call.path, call.settings, advice)
    _finish_erasing(call)
    folder = _folder(call.path)
    if not folder.exists() and not folder.is_symlink():
        return None

    return _looked_through(folder)


def write_rehearsal(call: Call, rehearsal: Rehearsal) -> Path:
    """Make the folder, whole or not at all.

    Returns:
        The folder.

    Raises:
        ObjectivityError: it cannot be made or written.
    """
    from xl_macros.build.workbook import build_bytes

    _refuse_to_begin(call)
    _finish_erasing(call)
    data = build_bytes(rehearsal.contents)
    folder = _folder(call.path)
    with whole_folder(folder) as work:
        write_atomically(work / MARKER, windows_text(f"{_SAYS}\nНомер учебной книги: {rehearsal.book_id}\n"))
        write_atomically(work / BOOK, data)
        for name, text in rehearsal.texts.items():
            write_atomically(work / file_name(name), windows_text(text))

    return folder


def erase(call: Call, doomed: Doomed) -> None:
    """Erase the folder that was shown, as it was shown.

    It is moved aside first: where any file in it is open, Windows refuses that, and then nothing is gone.

    Raises:
        ObjectivityError: it is not what was shown any more, something in it is open, or it cannot be erased.
    """
    folder = _folder(call.path)
    if not folder.exists() or _looked_through(folder) != doomed:
        raise ObjectivityError(
            f"В папке «{folder}» за это время что-то изменилось: ничего не удалено. Нажмите «Убрать тревогу» ещё раз."
        )
    aside = free_folder(folder.with_name(_DOOMED))
    try:
        rename_patiently(folder, aside)
        sync_folder(folder.parent)
    except OSError as error:
        raise ObjectivityError(
            f"Папку «{folder}» удалить нельзя: {reason(error)}. Закройте учебную книгу, листы проверки и окно папки, затем повторите; пока ничего не удалено."
        ) from error
    _remove(aside)


def _remove(aside: Path) -> None:
    """Remove a folder that was moved aside; its marker last, so that a run that is killed here leaves what the next one knows."""
    try:
        for entry in list(os.scandir(aside)):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, onerror=_writable_and_again)  # it follows no link and enters no junction
            elif entry.name != MARKER:
                _unlink(entry.path)
        (aside / MARKER).unlink(missing_ok=True)
        aside.rmdir()
    except OSError as error:
        raise ObjectivityError(
            f"Удалено не всё: {reason(error)}. Остаток лежит в «{aside}»: нажмите «Убрать тревогу» ещё раз или удалите эту папку сами."
        ) from error


def _finish_erasing(call: Call) -> None:
    """Remove what a run that was killed while it erased has left: that folder was shown and confirmed.

    Raises:
        ObjectivityError: another book was put into it, something in it is open, or it cannot be removed.
    """
    for aside in sorted(call.path.absolute().parent.glob(f"{_DOOMED}*")):
        if not re.fullmatch(rf"{re.escape(_DOOMED)}(?: \d+)?", aside.name) or aside.is_symlink() or not aside.is_dir():
            continue
        if _marked(aside):
            _looked_through(aside)
        elif any(aside.iterdir()):
            continue  # not ours
        _remove(aside)
        call.remarks.append(f"Закончено прерванное раньше удаление: «{aside.name}».")


def _unlink(path: str) -> None:
    try:
        os.unlink(path)  # noqa: PTH108 - as the other functions that rmtree hands on
    except PermissionError:
        _writable_and_again(os.unlink, path, None)


def _writable_and_again(remove: Callable[[str], Any], path: str, _: Any) -> None:
    """A file marked «read only» keeps Windows from removing it."""
    Path(path).chmod(stat.S_IWRITE)
    remove(path)


def _folder(book: Path) -> Path:
    return book.absolute().parent / FOLDER


def _refuse_rehearsal_book(book: Path, settings: Settings, advice: str) -> None:
    beside = book.absolute().parent
    if settings.school == SCHOOL or (_marked(beside) and _marked(beside) == settings.book_id):
        raise ObjectivityError(f"Эта книга сама учебная. {advice}")


def _marked(folder: Path) -> str:
    """The number of the rehearsal's book that the marker of a folder says; "" where there is no marker."""
    path = folder / MARKER
    if path.is_symlink() or not path.is_file():
        return ""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    found = _NUMBER.fullmatch(lines[1].strip()) if len(lines) > 1 and lines[0].strip() == _SAYS else None

    return found[1] if found else ""


def _looked_through(folder: Path) -> Doomed:
    """What lies in the folder of a rehearsal.

    Raises:
        ObjectivityError: it is none, is a link, leads elsewhere, holds another book, cannot be read, is open.
    """
    if folder.is_symlink() or folder.resolve() != folder.parent.resolve() / folder.name or not folder.is_dir():
        raise ObjectivityError(f"«{folder}» — не папка, а ссылка или файл: программа её не удаляет. Уберите её сами.")
    number = _marked(folder)
    if not number:
        raise ObjectivityError(
            f"В папке «{folder}» нет отметки «{MARKER}»: её сделала не программа, и она её не удаляет. Если папка лишняя, уберите её сами."
        )
    files, folders = _listed(folder)
    for name in files:
        if _is_trace(Path(name).name):
            raise ObjectivityError(
                f"В папке «{folder}» что-то открыто («{name}»). Закройте и повторите. Если всё закрыто, удалите этот файл: он остался после сбоя."
            )
    for name in files:
        if _is_other_book(folder / name, number):
            raise ObjectivityError(
                f"В папке «{folder}» лежит не учебная книга «{name}». Перенесите её оттуда и повторите: ничего не удалено."
            )

    return Doomed(str(folder), number, files, folders)


def _listed(folder: Path) -> tuple[tuple[str, ...], int]:
    """Paths of files and links inside, and the number of folders.

    Raises:
        ObjectivityError: a folder cannot be read or leads elsewhere.
    """
    files: list[str] = []
    folders = 0
    root = folder.resolve()
    for place, inner, names in os.walk(folder, onerror=_unreadable):
        here = Path(place)
        if here.resolve() != root / here.relative_to(folder):  # a junction of Windows, which is no symbolic link
            raise ObjectivityError(
                f"Папка «{here}» ведёт в другое место: программа её не удаляет. Уберите её сами и повторите."
            )
        links = [name for name in inner if (here / name).is_symlink()]
        folders += len(inner) - len(links)
        files += [(here / name).relative_to(folder).as_posix() for name in (*names, *links)]

    return tuple(sorted(files)), folders


def _unreadable(error: OSError) -> None:
    raise ObjectivityError(f"Папка «{error.filename}» не читается: {reason(error)}. Ничего не удалено.") from error


def _is_trace(name: str) -> bool:
    """Whether a file is what a program leaves beside a file that it has open."""
    return (
        name.startswith("~$")
        or (name.startswith(".~lock.") and name.endswith("#"))
        or re.fullmatch(r"\.objectivity-.*\.lock", name) is not None
    )


def _is_other_book(path: Path, number: str) -> bool:
    """Whether a file is a workbook of the product with another number than the rehearsal's: somebody's real book."""
    from xl_macros.book.reader import TableReader

    table = TABLES["settings"]
    if path.suffix.lower() not in _BOOKS or path.is_symlink():
        return False
    try:
        reader = TableReader(path)
        if not reader.has(table):
            return False
        grid = reader.grid(table)
    except ObjectivityError:
        return False  # the key, or what no program can open
    at = grid.positions()
    setting, value = at.get(table["setting"].heading), at.get(table["value"].heading)
    if setting is None or value is None:
        return True
    numbers = [str(row[value] or "") for row in grid.rows if row[setting] == about("book_id").heading]

    return numbers != [number]
