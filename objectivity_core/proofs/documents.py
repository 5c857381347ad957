"""What a cell «Подтверждение» names, and which file that is: told by name, number and date, never guessed."""

from __future__ import annotations

import functools
import posixpath
import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from objectivity_core.proofs.titles import (
    KIND_WORD,
    Title,
    confirmed,
    folded,
    other_bodies,
    same_day,
    same_number,
    tells_apart,
    title,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


_LINK: Final = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
_FILE: Final = re.compile(r".*\.(?:[a-z][a-z0-9]{1,4}|7z)", re.IGNORECASE | re.DOTALL)
_SPLIT: Final = re.compile(r"[;\n\r]+")
_SPLIT_WORDS: Final = re.compile(rf",\s+(?={KIND_WORD}\w*\b)", re.IGNORECASE)
_QUOTES: Final = " \t\xa0\"'«»“”„"


class Named(NamedTuple):
    """One document that a cell names: a link, a path with «/» or words; ``text`` as it was typed."""

    text: str
    kind: Literal["link", "file", "words"]
    path: str = ""


class Match(NamedTuple):
    """The files that a document may be: when ``sure`` they are it (one, or one in several formats), else they only look like it."""

    files: tuple[str, ...] = ()
    sure: bool = False


def named_documents(cell: str) -> list[Named]:
    """The documents that a cell names, separated by «;» or line breaks, and by a comma beside a link or after a file's name.

    Args:
        cell: text of «Подтверждение».

    >>> [(one.kind, one.path or one.text) for one in named_documents("Протоколы/П 3.pdf; Приказ № 45 от 10.09.2024")]
    [('file', 'Протоколы/П 3.pdf'), ('words', 'Приказ № 45 от 10.09.2024')]
    """
    found: list[Named] = []
    for part in (piece for whole in _SPLIT.split(cell) for piece in _by_commas(whole)):
        if links := [link.rstrip(".,)") for link in _LINK.findall(part)]:
            files = [_file(text) for rest in _LINK.split(part) if _FILE.fullmatch(text := rest.strip(_QUOTES))]
            found += files
            found += [Named(part if len(links) == 1 and not files else link, "link", link) for link in links]
            continue
        text = part.strip(_QUOTES)
        if _FILE.fullmatch(text) or "\\" in text:
            found.append(_file(text))
            continue
        found += [Named(one, "words") for piece in _SPLIT_WORDS.split(text) if (one := piece.strip(_QUOTES + ".,"))]

    return list(dict.fromkeys(found))


def _by_commas(text: str) -> list[str]:
    """The text cut at commas before a link, after a link and after a file's name; other commas belong to names and sentences."""
    pieces: list[str] = []
    for segment in text.split(","):
        before = pieces[-1] if pieces else ""
        links = _LINK.findall(before)
        in_link = bool(links) and before.endswith(links[-1]) and not segment[:1].isspace()
        ended = bool(links) or _FILE.fullmatch(before.strip(_QUOTES))
        if pieces and (in_link or not ended) and not _LINK.match(segment.strip()):
            pieces[-1] += f",{segment}"
        else:
            pieces.append(segment)

    return [piece.strip() for piece in pieces]


def _file(text: str) -> Named:
    return Named(text, "file", text.removeprefix("file:///").replace("\\", "/").removeprefix("./"))


def find(document: Named, files: Iterable[str], folder: str = "") -> Match:
    """The file of a folder that a document is.

    A path fits a file whose path it is or ends. Words fit a file whose name holds the kind of document and everything that the words
    say of number and date; a name that lacks one of them, or shares words only in part, is merely similar.

    Args:
        document: what the cell names, no link.
        files: paths in the folder, with «/».
        folder: name of the folder itself, which may begin a typed path.

    >>> find(Named("Протокол №3 от 16.04.2025", "words"), ["Протокол_3_2025-04-16.pdf", "Протокол 4.pdf"])
    Match(files=('Протокол_3_2025-04-16.pdf',), sure=True)
    """
    files = list(files)
    if document.kind == "file":
        return _by_path(document.path, files, folder)
    text, wanted = folded(document.text), title(document.text)
    ranked = [(_rank(text, wanted, file), file) for file in files]
    best = max((rank for rank, _ in ranked), default=(0, 0))
    top = tuple(file for rank, file in ranked if rank == best)
    if not best[0]:
        return Match()

    return Match(top, sure=best[0] > _PART and _one_document(top))


def _by_path(path: str, files: list[str], folder: str) -> Match:
    wanted = folded(path)
    _, mark, tail = f"/{wanted}".rpartition(f"/{folded(folder)}/") if folder else ("", "", "")
    inside = tail if mark else wanted
    same = [file for file in files if folded(file) == inside]
    same = [file for file in same if file == path] or same
    if not same and not is_absolute(inside):
        same = [file for file in files if folded(file).endswith(f"/{inside}")]
    if same:
        return Match(tuple(same), sure=len(same) == 1)
    text, meant = folded(_stem(path)), title(_stem(path))

    return Match(tuple(file for file in files if _rank(text, meant, file)[0] >= _PART))


def leaves(path: str) -> bool:
    """Whether a relative path with «/» goes up, out of the folder that it begins in.

    >>> leaves("../секрет.txt"), leaves("Акты/../../секрет.txt"), leaves("Акты/../акт.jpg"), leaves("/школа/акт.jpg")
    (True, True, False, False)
    """
    return not is_absolute(path) and posixpath.normpath(path).split("/")[0] == ".."


def is_absolute(path: str) -> bool:
    """Whether a path with «/» begins at a drive, a share or the root."""
    return path.startswith("/") or path[1:2] == ":"


def is_network(path: str) -> bool:
    r"""Whether a path, with either slash, names another computer or a device: «\\сервер\папка», «\\?\UNC\…», «file://сервер/…».

    >>> is_network(r"\\сервер\акт.pdf"), is_network("file://сервер/акт.pdf"), is_network("/школа/акт.pdf")
    (True, True, False)
    """
    plain = path.strip().replace("\\", "/")

    return plain.lower().removeprefix("file:").startswith("//")


def _one_document(files: tuple[str, ...]) -> bool:
    """One file, or the same name in several formats: the text and its scan."""
    return len({folded(file.rpartition(".")[0]) for file in files}) == 1


_SAME, _BOTH, _ALL_SAID, _PART, _SIMILAR = 5, 4, 3, 2, 1
"""How well a file's name fits words: the same name; number and date; all that the words say; a part of it; hardly. Below the third it is a guess."""


def _rank(text: str, wanted: Title, file: str) -> tuple[int, int]:
    """How well a file's name fits words, 0 for not at all, and how many words they share."""
    name, given = _of_file(file)
    if name == text:
        return _SAME, 0
    if wanted.kind != given.kind and wanted.kind not in given.words:
        return 0, 0
    number = None if wanted.number is None or given.number is None else same_number(wanted.number, given.number)
    day = (
        None
        if not wanted.days or not given.days
        else any(same_day(one, other) for one in wanted.days for other in given.days)
    )
    shared = len(wanted.words & given.words)
    if False in {number, day}:
        return 0, 0
    if number is None and day is None:
        whole = not wanted.number and not wanted.days and len(wanted.words) > 1 and wanted.words <= given.words
        whole = whole and not other_bodies(wanted, given)
        return (_ALL_SAID if given.kind == wanted.kind else _SIMILAR, shared) if whole else (0, 0)
    other = bool(tells_apart(wanted.words - given.words)) and bool(tells_apart(given.words - wanted.words))
    if given.kind != wanted.kind or (other and None in {number, day}) or other_bodies(wanted, given):
        rank = _SIMILAR
    elif not confirmed(wanted, given):
        rank = _PART
    else:
        rank = _BOTH if number and day else _ALL_SAID

    return rank, shared


@functools.lru_cache(maxsize=32_768)
def _of_file(path: str) -> tuple[str, Title]:
    """A file's name without its ending, folded, and taken to pieces."""
    stem = _stem(path)

    return folded(stem), title(stem)


def _stem(path: str) -> str:
    """The file's name without folder and ending."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")

    return stem if dot and len(ending) <= 5 and not ending.isdigit() else name
