"""Looking through files and folders for names of pupils."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from objectivity_core.anonymity import Roster, Text, find, roster_of
from objectivity_core.findings import Finding
from xl_macros.anonymity import rules
from xl_macros.anonymity.contents import file_texts
from xl_macros.anonymity.problems import Unreadable
from xl_macros.disk.apart import Apart
from xl_macros.disk.foreign import regular_bytes
from xl_macros.errors import ObjectivityError

SECONDS: Final = 3600.0
_BYTES: Final = 16 << 30
"""What a whole folder may take."""

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from xl_macros.runner.call import Call

_COPY: Final = re.compile(r" \((?:копия [^()]*|[^()]*, \d{4}-\d\d-\d\d)\)(?: \d+)?$")


def check_clean(name: str, data: bytes, roster: Roster, allowed: Sequence[str] = ()) -> list[Finding]:
    """Look through one file before it is written or sent.

    Args:
        name: how it will be called, with folders: names of files speak too.
        data: its bytes.
        roster: the pupils, see :func:`roster_of_book` and ``objectivity_core.anonymity.roster_of``.
        allowed: names of experts that it may bear.

    Returns:
        ``name-leak`` (error), ``possible-name`` (warning), ``unreadable-file``, ``damaged-file`` (errors), ``pictures`` (warning), each with its place. Empty: clean.
    """
    texts: list[Text] = [
        Text(f"{name}: имя папки", folder, "name") for folder in Path(name).parts[:-1] if folder not in {"/", "..", "."}
    ]
    findings: list[Finding] = []
    try:
        for one in file_texts(name, data):
            if isinstance(one, Finding):
                findings.append(one)
            else:
                texts.append(one)
    except Unreadable as error:
        findings.append(rules.UNREADABLE.at(where=name, why=error))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a file made to confuse a reader is one that was not looked into
        findings.append(rules.DAMAGED.at(where=name))

    return [*find(texts, roster, [*allowed, *_expert(name, texts, roster)]), *findings]


def _expert(name: str, texts: list[Text], roster: Roster) -> list[str]:
    """The expert of a scoring workbook of this product: its key stands on the hidden sheet, its name in the book's «Люди»."""
    from objectivity_core.commission.scoring_sheet import SERVICE, ScoringSheet

    labels = [label for label, _ in ScoringSheet("", "", "", "", False, (), (("1", 1),)).service()]
    start = f"{name}: {SERVICE}"
    service = {one.where.rpartition("!")[2]: one.text for one in texts if one.where.startswith(start)}
    if service.get("A1") != labels[0] or service.get("A3") != labels[2]:
        return []

    return [full for key, full in roster.staff if key and key == service.get("B3")]


def scan(path: Path, roster: Roster, books: Sequence[Path] = ()) -> Iterator[tuple[Path, list[Finding]]]:
    """Look through a file, or every file of a folder and the folders in it.

    Args:
        path: what to look through.
        roster: the pupils.
        books: the books that the roster came from: met in the folder, they are named as what they are.

    Raises:
        ObjectivityError: there is no such path.
    """
    if not path.exists():
        raise ObjectivityError(f"Файл или папка не найдены: «{path}». Проверьте имя.")
    top, own = path.absolute().parent, {book.resolve() for book in books}
    with Apart(seconds=SECONDS, most=_BYTES) as apart:
        for one in _files(path.absolute()):
            name = str(one.relative_to(top))
            if one.resolve() in own:
                yield one, [rules.ROSTER_BOOK.at(where=name)]
            else:
                yield one, checked_apart(apart, one, name, roster)


def checked_apart(apart: Apart, path: Path, name: str, roster: Roster) -> list[Finding]:
    """Look through a file that somebody else may have made: a second process reads it.

    Args:
        apart: the second process.
        path: the file.
        name: how it is called, with folders.
        roster: the pupils.

    Returns:
        As :func:`check_clean`; a file that holds the reading up or fills the memory is ``unreadable-file``.
    """
    try:
        return apart.read(path, check_file, name, roster)
    except ObjectivityError as error:
        return [rules.UNREADABLE.at(where=name, why=error)]


def check_file(path: Path, name: str, roster: Roster) -> list[Finding]:
    """Look through one file on the disk, see :func:`check_clean`.

    Raises:
        ObjectivityError: it is no ordinary file, or too large.
    """
    try:
        data = regular_bytes(path)
    except OSError:
        return [rules.CLOSED.at(where=name, name=path.name)]

    return check_clean(name, data, roster)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return

    def refuse(error: OSError) -> None:
        raise ObjectivityError(
            f"Папку «{error.filename}» не открыть: проверьте права. Что внутри, неизвестно."
        ) from error

    for folder, folders, files in os.walk(path, onerror=refuse):
        folders.sort()
        yield from (Path(folder) / name for name in sorted(files))


def roster_of_call(call: Call) -> Roster:
    """The roster of the book that an action works on."""
    words = [*call.read("subjects")["subject"], *call.read("kinds")["kind"]]

    return roster_of(call.read("pupils"), call.read("staff"), words)


def roster_of_book(*paths: Path) -> Roster:
    """The roster of a book, or of several that belong together: «Ученики», «Люди», names of subjects and kinds.

    Raises:
        ObjectivityError: one cannot be read, or has no table «Ученики», or nobody stands in any.
    """
    import pandas as pd

    frames: dict[str, list[pd.DataFrame]] = {"pupils": [], "staff": [], "subjects": [], "kinds": []}
    for path in paths:
        for name, frame in _people_of(path).items():
            frames[name].append(frame)
    words = [
        word
        for name, column in (("subjects", "subject"), ("kinds", "kind"))
        for one in frames[name]
        for word in one[column]
    ]
    roster = roster_of(pd.concat(frames["pupils"]), pd.concat(frames["staff"]) if frames["staff"] else None, words)
    if not roster.pupils:
        names = ", ".join(f"«{path.name}»" for path in paths)
        raise ObjectivityError(f"В книге {names} лист «Ученики» пуст: сверять не с чем. Впишите учеников.")

    return roster


def _people_of(path: Path) -> dict[str, pd.DataFrame]:
    from objectivity_core.keys import assign_keys
    from objectivity_core.settings import Settings
    from objectivity_core.tables import TABLES
    from objectivity_core.tables.parse import parse
    from xl_macros.book.reader import TableReader

    reader = TableReader(path)
    frames = {
        name: parse(TABLES[name], reader.grid(TABLES[name]))[0]
        for name in ("pupils", "staff", "subjects", "kinds")
        if name == "pupils" or reader.has(TABLES[name])
    }

    return frames | assign_keys({name: frames[name] for name in ("pupils", "staff") if name in frames}, Settings())[0]


def books_beside(path: Path) -> tuple[Path, ...]:
    """The books with pupils in the folder of a path, or else in the nearest folder above that has any; copies and results apart.

    Several are of different years, or one was renamed: whoever stands in any of them is looked for.
    """
    from objectivity_core.tables import TABLES
    from xl_macros.book.reader import TableReader

    start = path.absolute() if path.is_dir() else path.absolute().parent
    for folder in (start, *start.parents):
        books = []
        for one in sorted(folder.glob("*.xlsm")):
            try:
                if (
                    not one.name.startswith(("~$", "."))
                    and not _COPY.search(one.stem)
                    and TableReader(one).has(TABLES["pupils"])
                ):
                    books.append(one)
            except ObjectivityError:
                continue
        if books:
            return tuple(books)

    return ()
