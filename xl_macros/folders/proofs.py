"""The folder for an inspection on disk: what documents there are, and their copies by measure with an inventory."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from objectivity_core.proofs.documents import is_absolute, named_documents
from objectivity_core.proofs.folder import ABSENT, NO_FILE, PRESENT, TITLE, Shelf, ShelfFile
from objectivity_core.tables.parse import records_of
from xl_macros.disk.safe_files import (
    file_name,
    free_folder,
    free_path,
    make_folder,
    names_beside,
    whole_folder,
    write_atomically,
)
from xl_macros.errors import ObjectivityError
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
        settings: the remembered folder counts where it still exists.
        proofs: cells «Подтверждение»: files that they name outside the folder are looked for too.
        answer: the folder that the user named; "" for none.

    Raises:
        ObjectivityError: the folder holds too many files to be one of documents.
    """
    remembered = settings.proof_folder if settings.proof_folder and _is(Path(settings.proof_folder), "dir") else ""
    given = answer or remembered
    folder = Path(given).absolute() if given else book.absolute().parent / FOLDER
    private = {book.absolute(), vault_path(book.absolute(), settings.year)}
    unread: list[str] = []
    files = tuple(_listed(folder, private, unread)) if _is(folder, "dir") else ()

    return Shelf(
        str(folder),
        folder.name,
        _is(folder, "dir"),
        files,
        _elsewhere(book.absolute(), folder, proofs, private),
        frozenset(names_beside(book)),
        tuple(unread),
    )


def write_folder(call: Call, proofs: ProofFolder) -> Path:
    """Write the folder for an inspection beside the book; nothing that exists is written over.

    A file that cannot be copied is listed as missing, the others are copied all the same.

    Returns:
        The new folder.

    Raises:
        ObjectivityError: the folder or the inventory cannot be written.
    """
    from xl_macros.papers.proofs_inventory import inventory_workbook

    root = free_folder(call.path.absolute().parent / proofs.title)
    with whole_folder(root, _ADVICE) as work:
        inventory, gaps = records_of(proofs.inventory), records_of(proofs.gaps)
        copied = _copy_all(work, Path(proofs.source), inventory, LONGEST_PATH - len(str(root)) - 3)
        _note_absent(inventory, gaps, copied)
        write_atomically(work / INVENTORY, inventory_workbook(proofs.title, call.settings, inventory, gaps))

    return root


def _note_absent(
    inventory: list[dict[str, Any]], gaps: list[dict[str, Any]], copied: dict[tuple[str, str], str]
) -> None:
    """Write into the inventory where each copy lies, and into the gaps what could not be copied."""
    for row in inventory:
        row["file"] = copied.get((row["measure_id"], row["source"]), "")
        if row["state"] == PRESENT and not row["file"]:
            row["state"] = ABSENT
            note = f"Файл не скопирован: исчез или закрыт ({row['source']})."
            gaps.append(
                {"gap": NO_FILE, "note": note}
                | {name: row[name] for name in ("number", "measure", "until", "document")}
            )


def _is(path: Path, kind: str) -> bool:
    """Whether there is such a file or folder; a name that the system does not take is none."""
    try:
        return path.is_dir() if kind == "dir" else path.is_file()
    except (OSError, ValueError):
        return False


def _listed(folder: Path, private: set[Path], unread: list[str]) -> Iterator[ShelfFile]:
    """The files of a folder and the folders in it, without hidden ones, traces of open programs and earlier results."""
    count = 0
    home = folder.resolve()
    for place, folders, names in os.walk(folder, onerror=lambda error: unread.append(str(error.filename))):
        folders[:] = sorted(
            name for name in folders if _is_shown(Path(place, name)) and not name.startswith((TITLE, SCORING))
        )
        for name in sorted(names):
            path = Path(place, name)
            if path in private or name.startswith("~$") or name.lower() in _NEVER or not _is_shown(path):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(home):
                continue
            try:
                about = path.stat()
            except OSError:
                continue  # it went away, or leads nowhere
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


def _elsewhere(book: Path, folder: Path, proofs: Iterable[str], private: set[Path]) -> dict[str, str]:
    """Files outside the folder of documents that cells name by a full path, or by one that begins beside the book and stays in either folder."""
    found = {}
    homes = (book.parent.resolve(), folder.resolve())
    kept = {path.resolve() for path in private}
    for document in {document for cell in set(proofs) for document in named_documents(cell)}:
        path = Path(document.path) if is_absolute(document.path) else book.parent / document.path
        if document.kind != "file" or not _is(path, "file"):
            continue
        real = path.resolve()  # «..» and links may lead anywhere
        if real not in kept and (is_absolute(document.path) or any(real.is_relative_to(home) for home in homes)):
            found[document.path] = str(path.absolute())

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
        copied[key] = f"{folder.name}/{target.name}" if _copy(original, target) else ""

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
