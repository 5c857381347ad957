"""What a cell «Подтверждение» names, and which file that is: told by name, number and date, never guessed."""

from __future__ import annotations

import datetime as dt
import functools
import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from objectivity_core.russian.fold import folded_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_KINDS: Final = (
    *(
        "протокол",
        "приказ",
        "распоряжение",
        "справка",
        "акт",
        "отчёт",
        "план",
        "график",
        "журнал",
        "письмо",
        "положение",
    ),
    *(
        "ведомость",
        "лист",
        "список",
        "списки",
        "сертификат",
        "удостоверение",
        "программа",
        "решение",
        "выписка",
        "анкета",
    ),
    *(
        "презентация",
        "фото",
        "скриншот",
        "регламент",
        "порядок",
        "памятка",
        "инструкция",
        "заявление",
        "согласие",
        "договор",
    ),
    *("объявление", "уведомление", "приложение", "повестка", "диплом", "грамота", "запись", "протоколы", "приказы"),
)
"""Words by which schools call their documents; a name without any is known by its first word."""
_KIND_WORD: Final = r"(?:протокол|приказ|распоряжени|справк|акт|отч[её]т|журнал|письм|ведомост|лист|выписк)"
_MONTHS: Final = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")

_LINK: Final = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
_FILE: Final = re.compile(r".*\.(?:[a-z][a-z0-9]{1,4}|7z)", re.IGNORECASE | re.DOTALL)
_SPLIT: Final = re.compile(r"[;\n\r]+")
_SPLIT_WORDS: Final = re.compile(rf",\s+(?={_KIND_WORD}\w*\b)", re.IGNORECASE)
_QUOTES: Final = " \t\xa0\"'«»“”„"

_DATES: Final = (
    re.compile(r"(?<!\d)(?P<year>\d{4})[.\-_/ ](?P<month>\d{1,2})[.\-_/ ](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[.\-_/ ](?P<month>\d{1,2})[.\-_/ ](?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{2})(?P<sep>[._])(?P<month>\d{2})(?P=sep)(?P<year>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})[\s._-]*(?P<name>{'|'.join(_MONTHS)})[а-я]*(?:[\s._-]*(?P<year>\d{{4}}))?(?!\d)"
    ),
    re.compile(r"(?<=от )(?P<day>\d{1,2})\.(?P<month>\d{2})(?![\d.])"),
)
_SCHOOL_YEAR: Final = re.compile(r"(?<!\d)20\d\d\s*[-–/_ ]\s*(?:20)?\d\d(?!\d)")
_NUMBER: Final = r"(?P<number>\d+(?:[-/.]\d+)*)(?:[-/]?(?!от|за|по|на)(?P<letters>[а-яa-z]{1,4}))?(?![а-яa-z\d])"
_SIGNED: Final = re.compile(rf"(?:№|#|\bномер\b|\bn[oо]?\.?)\s*{_NUMBER}")
_BARE: Final = re.compile(rf"(?<![а-яa-z\d(]){_NUMBER}(?!\s*(?:г\b|год|кл|четв|полуг|чел|мест|уч|урок|смен))")
_WORD: Final = re.compile(r"[а-яa-z]{3,}")
_STOP: Final = frozenset({"год", "года", "номер", "для", "при", "после", "копия", "скан", "или"})

Day = tuple[int | None, int, int]
"""Year (None where it is not said), month, day."""


class Named(NamedTuple):
    """One document that a cell names: a link, a path with «/» or words; ``text`` as it was typed."""

    text: str
    kind: Literal["link", "file", "words"]
    path: str = ""


class Match(NamedTuple):
    """The files that a document may be: when ``sure`` they are it (one, or one in several formats), else they only look like it."""

    files: tuple[str, ...] = ()
    sure: bool = False


class _Title(NamedTuple):
    """A document's name taken to pieces."""

    kind: str
    words: frozenset[str]
    number: tuple[str, str] | None
    days: frozenset[Day]


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


def _one_document(files: tuple[str, ...]) -> bool:
    """One file, or the same name in several formats: the text and its scan."""
    return len({folded(file.rpartition(".")[0]) for file in files}) == 1


_SAME, _BOTH, _ALL_SAID, _PART, _SIMILAR = 5, 4, 3, 2, 1
"""How well a file's name fits words: the same name; number and date; all that the words say; a part of it; hardly. Below the third it is a guess."""


def _rank(text: str, wanted: _Title, file: str) -> tuple[int, int]:
    """How well a file's name fits words, 0 for not at all, and how many words they share."""
    name, given = _of_file(file)
    if name == text:
        return _SAME, 0
    if wanted.kind != given.kind and wanted.kind not in given.words:
        return 0, 0
    number = None if wanted.number is None or given.number is None else _same_number(wanted.number, given.number)
    day = (
        None
        if not wanted.days or not given.days
        else any(_same_day(one, other) for one in wanted.days for other in given.days)
    )
    shared = len(wanted.words & given.words)
    if False in {number, day}:
        return 0, 0
    if number is None and day is None:
        whole = not wanted.number and not wanted.days and len(wanted.words) > 1 and wanted.words <= given.words
        return (_ALL_SAID if given.kind == wanted.kind else _SIMILAR, shared) if whole else (0, 0)
    other = bool(wanted.words - given.words) and bool(given.words - wanted.words) and shared < 2
    if given.kind != wanted.kind or (other and None in {number, day}):
        rank = _SIMILAR
    elif not _confirmed(wanted, given):
        rank = _PART
    else:
        rank = _BOTH if number and day else _ALL_SAID

    return rank, shared


def _confirmed(wanted: _Title, given: _Title) -> bool:
    """Whether a name states everything that words state: the number with its letters, each date with its year."""
    number = wanted.number is None or (
        given.number is not None and (not wanted.number[1] or wanted.number[1] == given.number[1])
    )

    return number and all(
        any(said[1:] == day[1:] and said[0] in {None, day[0]} for day in given.days) for said in wanted.days
    )


@functools.lru_cache(maxsize=32_768)
def _of_file(path: str) -> tuple[str, _Title]:
    """A file's name without its ending, folded, and taken to pieces."""
    stem = _stem(path)

    return folded(stem), title(stem)


def _stem(path: str) -> str:
    """The file's name without folder and ending."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")

    return stem if dot and len(ending) <= 5 and not ending.isdigit() else name


@functools.lru_cache(maxsize=4096)
def title(text: str) -> _Title:
    """A document's name taken to pieces: kind, words, number, dates.

    Args:
        text: words of a cell, or a file's name without its ending.
    """
    rest = folded(text)
    days = set()
    for pattern in _DATES:
        for found in list(pattern.finditer(rest)):
            if day := _day(found.groupdict()):
                days.add(day)
                rest = rest.replace(found[0], " ", 1)
    rest = re.sub(r"(?<=\d)_(?=\d)", "-", _SCHOOL_YEAR.sub(" ", rest)).replace("_", " ")
    words = [
        (found.start(), stemmed(found[0]))
        for found in _WORD.finditer(rest)
        if found[0] not in _STOP and found[0][:3] not in _MONTHS
    ]
    at, kind = next((one for one in words if one[1] in _kinds()), words[0] if words else (0, ""))
    number = _SIGNED.search(rest) or next(
        (one for one in _BARE.finditer(rest, at) if not _is_year(one["number"])), None
    )
    parts = None
    if number:
        parts = (
            "-".join(part.lstrip("0") or "0" for part in re.findall(r"\d+", number["number"])),
            number["letters"] or "",
        )

    return _Title(kind, frozenset(word for _, word in words), parts, frozenset(days))


def folded(text: str) -> str:
    """A name without the differences of typing: case, ё, composed letters, blanks."""
    return folded_name(unicodedata.normalize("NFC", text))


@functools.lru_cache(maxsize=4096)
def stemmed(word: str) -> str:
    """A Russian word without its ending, so that «протокола» is «протокол»."""
    import snowballstemmer

    return str(snowballstemmer.stemmer("russian").stemWord(word))


@functools.cache
def _kinds() -> frozenset[str]:
    return frozenset(stemmed(folded(kind)) for kind in _KINDS)


def _day(parts: dict[str, str | None]) -> Day | None:
    """A date that exists, else None."""
    name, written = parts.get("name"), parts.get("year")
    month = _MONTHS.index(name) + 1 if name else int(parts["month"] or 0)
    year = int(written) + (2000 if len(written) == 2 else 0) if written else None
    day = int(parts["day"] or 0)
    try:
        dt.date(year or 2024, month, day)  # a leap year, for 29 February
    except ValueError:
        return None

    return year, month, day


def _is_year(number: str) -> bool:
    return number.isdigit() and 2000 <= int(number) <= 2100


def _same_number(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """«45» is «45-од»; «45-од» is not «45-к»."""
    return one[0] == other[0] and (one[1] == other[1] or not one[1] or not other[1])


def _same_day(one: Day, other: Day) -> bool:
    return one[1:] == other[1:] and (one[0] == other[0] or None in {one[0], other[0]})
