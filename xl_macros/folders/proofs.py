"""The folder for an inspection on disk: what documents there are, and their copies by measure with an inventory."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from objectivity_core.proofs import rules
from objectivity_core.proofs.documents import is_absolute, is_network, named_documents
from objectivity_core.proofs.folder import ABSENT, NO_FILE, PRESENT, TITLE, Shelf, ShelfFile
from objectivity_core.tables.parse import records_of
from xl_macros.disk.foreign import local_folder
from xl_macros.disk.safe_files import (
    COPIES,
    file_name,
    free_folder,
    free_path,
    make_folder,
    names_beside,
    whole_folder,
    write_atomically,
)
from xl_macros.errors import ObjectivityError
from xl_macros.folders.proof_names import pupils_named
from xl_macros.folders.scoring import FOLDER as SCORING
from xl_macros.key.vault import vault_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from objectivity_core.proofs.folder import ProofFolder
    from objectivity_core.settings import Settings
    from xl_macros.runner.call import Call

FOLDER = "Подтверждения"
INVENTORY = "Опись.xlsx"
LONGEST_PATH = 200
"""Windows stops at 260 characters; the rest is for whoever copies the folder deeper."""
LONGEST_PLACE, SHORTEST_PLACE, LONGEST_FILE, SHORTEST_FILE = 60, 16, 100, 24
"""Characters of a name; Linux takes 255 bytes, a Russian letter is two."""
MOST_FILES = 20_000
_ADVICE = "Проверьте права."
_PRIVATE = re.compile(r"Ключ кодов|Конверт второго хранителя|Журнал \d{4}|.*\.(?:xlsm|jsonl)$", re.IGNORECASE)
"""Names of files that are nobody's documents: keys, envelopes, logs, books of any school."""
_NEVER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def shelf(call: Call) -> Shelf:
    """What documents there are (answer ``folder``: where; «Подтверждения» beside the book).

    Raises:
        ObjectivityError: the folder holds too many files to be one of documents.
    """
    return load_shelf(call.path, call.settings, call.tables["occurrences"]["proof"], call.answers["folder"])


def load_shelf(book: Path, settings: Settings, proofs: Iterable[str], answer: str = "") -> Shelf:
    """What documents there are.

    Args:
        book: the workbook; «Подтверждения» lies beside it.
        settings: the remembered folder counts where it still exists and lies on this computer: nobody asks the network because a cell says so.
        proofs: cells «Подтверждение»: what they name by a full path counts where it lies in the folder.
        answer: the folder that the user named; "" for none.

    Raises:
        ObjectivityError: the folder holds too many files to be one of documents.
    """
    given = answer or local_folder(settings.proof_folder)
    folder = Path(os.path.normpath(Path(given).absolute())) if given else book.absolute().parent / FOLDER
    private = _private(book.absolute(), settings.year)
    unread: list[str] = []
    files = tuple(_listed(folder, private, unread)) if _is(folder, "dir") else ()

    return Shelf(
        str(folder),
        folder.name,
        _is(folder, "dir"),
        files,
        _by_full_path(book.absolute(), folder, proofs, private),
        frozenset(names_beside(book)),
        tuple(unread),
    )


def write_folder(call: Call, proofs: ProofFolder) -> Path:
    """Write the folder for an inspection beside the book; nothing that exists is written over.

    Each file is looked through for names of pupils before the first is copied. One that names a pupil stays where it is; it, and one that cannot be
    copied, is listed as missing, the others are copied all the same.

    Returns:
        The new folder.

    Raises:
        ObjectivityError: the folder or the inventory cannot be written.
    """
    from xl_macros.papers.proofs_inventory import inventory_workbook

    inventory, gaps = records_of(proofs.inventory), records_of(proofs.gaps)
    due = {row["source"]: Path(proofs.source) / row["source"] for row in inventory if row["state"] == PRESENT}
    named = pupils_named(call, due)
    call.findings += [
        rules.NAMES_A_PUPIL.at(row["key"], file=row["source"], value=named[row["source"]])
        for row in inventory
        if row["source"] in named
    ]
    root = free_folder(call.path.absolute().parent / proofs.title)
    with whole_folder(root, _ADVICE) as work:
        clean = [row for row in inventory if row["source"] not in named]
        copied = _copy_all(work, Path(proofs.source), clean, LONGEST_PATH - len(str(root)) - 3)
        _note_absent(inventory, gaps, copied, named)
        write_atomically(work / INVENTORY, inventory_workbook(proofs.title, call.settings, inventory, gaps))

    return root


def _note_absent(
    inventory: list[dict[str, Any]],
    gaps: list[dict[str, Any]],
    copied: dict[tuple[str, str], str],
    named: dict[str, str],
) -> None:
    """Write into the inventory where each copy lies, and into the gaps what could not or may not be copied."""
    for row in inventory:
        row["file"] = copied.get((row["measure_id"], row["source"]), "")
        if row["state"] == PRESENT and not row["file"]:
            row["state"] = ABSENT
            why = "в нём назван ученик" if row["source"] in named else "исчез или закрыт"
            note = f"Файл не скопирован: {why} ({row['source']})."
            gaps.append(
                {"gap": NO_FILE, "note": note}
                | {name: row[name] for name in ("number", "measure", "until", "document")}
            )


def _private(book: Path, year: int) -> set[Path | tuple[int, int]]:
    """The book and its key, by path and, under whatever name they lie, by what they are on the disk."""
    private: set[Path | tuple[int, int]] = {book, vault_path(book, year)}
    with contextlib.suppress(OSError):
        for path in book.parent.iterdir():
            if _PRIVATE.match(path.name) and (about := path.stat()).st_ino:
                private |= {path, (about.st_dev, about.st_ino)}

    return private


def _is(path: Path, kind: str) -> bool:
    """Whether there is such a file or folder; a name that the system does not take is none."""
    try:
        return path.is_dir() if kind == "dir" else path.is_file()
    except (OSError, ValueError):
        return False


def _listed(folder: Path, private: set[Path | tuple[int, int]], unread: list[str]) -> Iterator[ShelfFile]:
    """The files of a folder and the folders in it, without hidden ones, traces of open programs and earlier results."""
    count = 0
    home = folder.resolve()
    for place, folders, names in os.walk(folder, onerror=lambda error: unread.append(str(error.filename))):
        folders[:] = sorted(
            name
            for name in folders
            if _is_shown(Path(place, name)) and not name.startswith((TITLE, SCORING)) and name != COPIES
        )
        for name in sorted(names):
            path = Path(place, name)
            if path in private or name.startswith("~$") or name.lower() in _NEVER or not _is_shown(path):
                continue
            try:
                about = path.stat() if path.resolve().is_relative_to(home) else None
            except OSError:
                continue  # it went away, or leads nowhere
            if (
                not about
                or not stat.S_ISREG(about.st_mode)
                or (about.st_dev, about.st_ino) in private
                or _PRIVATE.match(name)
            ):
                continue
            count += 1
            if count > MOST_FILES:
                raise ObjectivityError(
                    f"В папке «{folder}» больше {MOST_FILES} файлов. Укажите папку, где лежат только документы."
                )
            day = dt.datetime.fromtimestamp(about.st_mtime, tz=dt.UTC).astimezone().date()
            yield ShelfFile(path.relative_to(folder).as_posix(), about.st_size, day)


def _is_shown(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    try:
        attributes = getattr(path.lstat(), "st_file_attributes", 0)  # Windows only
    except OSError:
        return False

    return not attributes & stat.FILE_ATTRIBUTE_HIDDEN


def _by_full_path(
    book: Path, folder: Path, proofs: Iterable[str], private: set[Path | tuple[int, int]]
) -> dict[str, str]:
    """Files of the folder of documents that cells name by a full path, or by one that begins beside the book.

    What a path leads to is asked of the disk only where it leads into the folder: a share would be logged on to.
    """
    found = {}
    for document in {document for cell in set(proofs) for document in named_documents(cell)}:
        if document.kind != "file" or is_network(document.path):
            continue
        path = Path(os.path.normpath(document.path if is_absolute(document.path) else book.parent / document.path))
        if not path.is_relative_to(folder) or path in private or _PRIVATE.match(path.name) or not _is(path, "file"):
            continue
        about = path.stat()
        if path.resolve().is_relative_to(folder.resolve()) and (about.st_dev, about.st_ino) not in private:
            found[document.path] = str(path)

    return found


def _copy_all(root: Path, source: Path, inventory: list[dict[str, Any]], room: int) -> dict[tuple[str, str], str]:
    """Copy each file to each measure that names it, once; returns the copies' paths in the folder by measure and source.

    ``room`` is how many characters Windows leaves for a path inside the folder.
    """
    copied: dict[tuple[str, str], str] = {}
    places: dict[str, str] = {}
    for row in inventory:
        key = row["measure_id"], row["source"]
        if row["state"] != PRESENT or key in copied:
            continue
        if row["measure_id"] not in places:
            places[row["measure_id"]] = _place(root, f"{row['number']} {row['title']}", room)
        folder = root / places[row["measure_id"]]
        original = source / row["source"]
        name = _shortened(original.name, min(LONGEST_FILE, max(SHORTEST_FILE, room - len(folder.name))))
        target = free_path(folder / name)
        inside = original.resolve().is_relative_to(source.resolve())  # a link may have come meanwhile
        copied[key] = f"{folder.name}/{target.name}" if inside and _copy(original, target) else ""

    return copied


def _place(root: Path, title: str, room: int) -> str:
    """A folder's name for a measure that is free in the new folder."""
    words = " ".join(title.replace(": ", " – ").split())  # a colon would become «_»
    name = _shortened(words, max(SHORTEST_PLACE, min(LONGEST_PLACE, room - 2 * SHORTEST_FILE)), ending=False)

    return make_folder(free_folder(root / name), _ADVICE).name


def _shortened(name: str, most: int, *, ending: bool = True) -> str:
    """A name that every system takes, at most so long; a file keeps its ending."""
    safe = file_name(name.replace("#", "_").replace("%", "_"))  # links read these two as something else
    suffix = Path(safe).suffix if ending and len(Path(safe).suffix) <= 6 else ""
    if len(safe) <= most:
        return safe
    stem = safe.removesuffix(suffix)[: most - len(suffix) - 1]
    if " " in stem and not ending:
        stem = stem.rpartition(" ")[0]

    return f"{stem.rstrip(' .,;:')}…{suffix}"


def _copy(original: Path, target: Path) -> bool:
    """Copy a file; False where it cannot be read, and then no half a document lies there."""
    try:
        shutil.copy2(original, target)
    except OSError:
        with contextlib.suppress(OSError):
            target.unlink()
        return False

    return True
