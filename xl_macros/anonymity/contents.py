"""Texts of any file with their places: the kind is taken from what is inside, not from the name."""

from __future__ import annotations

import codecs
import io
import posixpath
import zipfile
from typing import TYPE_CHECKING, Final

from objectivity_core.anonymity import Text
from xl_macros.anonymity import rules
from xl_macros.anonymity.binary import fragments, streams
from xl_macros.anonymity.leftovers import beside_parts, extras
from xl_macros.anonymity.package import is_picture, opened, package_texts
from xl_macros.anonymity.plain_text import is_wide, plain_texts
from xl_macros.anonymity.problems import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from objectivity_core.findings import Finding

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_DRAWINGS: Final = (b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")
"""Pictures of Windows (EMF, WMF), which hold texts as texts."""
_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_FILES: Final = (b"PK\x03\x04", _OLE, b"%PDF", b"{\\rtf", *_ARCHIVES)
"""How files begin that can lie in a document under any name."""
_EMBEDDED: Final = ("xl/embeddings/", "word/embeddings/", "ppt/embeddings/", "Object ")
_PLAIN: Final = (".htm", ".html", ".mht", ".mhtml", ".txt", ".csv", ".json", ".ics", ".eml", ".vcf", ".rtf")
_DEEPEST: Final = 3


def file_texts(name: str, data: bytes, depth: int = 0) -> Iterator[Text | Finding]:
    """Texts of a file; pictures inside are named as findings.

    Args:
        name: how the file is called in places; its last part is a text itself.
        data: its bytes.
        depth: how many archives it lies in.

    Raises:
        Unreadable: it cannot be looked into, or not as a whole. What was read before is already given.
    """
    yield Text(f"{name}: имя файла", posixpath.splitext(posixpath.basename(name.replace("\\", "/")))[0], "name")
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK"):
        yield from _package(name, data, depth)
    elif data.startswith(_OLE):
        yield from _compound(name, data)
    elif start.startswith(b"%PDF"):
        yield from _pdf(name, data, depth)
    elif data.startswith(_PICTURES):
        raise Unreadable(f"«{name}» — картинка: текст на ней программа не читает.")
    elif data.startswith(_ARCHIVES):
        raise Unreadable(f"«{name}» — архив, который программа не распаковывает.")
    else:
        yield from _unmarked(name, data)


def _unmarked(name: str, data: bytes) -> Iterator[Text]:
    """Texts of a file whose first bytes say nothing of its kind."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or is_wide(data)
    if b"\x00" in data[:4000] and not wide:
        for text in fragments(data):
            yield Text(name, text, "prose")
        if not posixpath.basename(name).startswith(
            ("~$", ".~lock")
        ):  # the mark that a program has a file open: a user's name
            raise Unreadable(f"«{name}» — файл неизвестного вида.")
        return
    yield from plain_texts(name, data)
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Unreadable(f"«{name}»: за текстом спрятан архив.")
    if data.lstrip().startswith(b"{\\rtf") and b"\\objdata" in data:
        raise Unreadable(f"«{name}»: в документ RTF вложен другой файл, программа его не читает.")


def _package(name: str, data: bytes, depth: int) -> Iterator[Text | Finding]:
    parts = opened(name, data)
    if "EncryptedPackage" in parts or b"manifest:encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Unreadable(f"«{name}» защищён паролем.")
    problems: list[str] = []
    yield from _around(name, data, problems)
    is_document = "[Content_Types].xml" in parts or "content.xml" in parts
    if is_document:
        yield from package_texts(name, parts, problems)
        if "xl/workbook.bin" in parts:
            yield from _old_cells(name, data)
        if count := sum(map(is_picture, parts)):
            yield rules.PICTURES.at(where=name, count=count)
    yield from _inside(name, parts, depth, problems, is_document=is_document)
    if problems:
        raise Unreadable(" ".join(dict.fromkeys(problems)))


def _around(name: str, data: bytes, problems: list[str]) -> Iterator[Text]:
    """What stands in a zip beside its parts; no office program puts anything there."""
    beside = beside_parts(data)
    for one in (*beside, *extras(data)):
        yield from (Text(f"{name}: между частями архива", text, "prose") for text in fragments(one))
    if beside:
        problems.append(f"«{name}»: в архиве есть байты, которые не принадлежат ни одной его части.")


def _inside(
    name: str, parts: dict[str, bytes], depth: int, problems: list[str], *, is_document: bool
) -> Iterator[Text | Finding]:
    """Texts of the files in an archive, or in a document, wherever they lie in it."""
    for part, inside in parts.items():
        if is_document and not _is_file(part, inside):
            if is_picture(part) and zipfile.is_zipfile(io.BytesIO(inside)):
                problems.append(f"«{name}»: за картинкой «{part}» спрятан архив.")
            continue
        if not is_document:
            yield from (Text(f"{name}: имя папки в архиве", folder, "name") for folder in part.split("/")[:-1])
        if depth >= _DEEPEST:
            problems.append(f"«{name}»: архивы вложены слишком глубоко.")
            return
        try:
            yield from file_texts(f"{name} → {part}", inside, depth + 1)
        except Unreadable as error:
            problems.append(str(error))


def _is_file(part: str, inside: bytes) -> bool:
    """Whether a part of a document is a file of its own: embedded, or something else than its name says."""
    if posixpath.basename(part).startswith("vbaProject") or part.endswith("vbaData.xml"):
        return False
    false = is_picture(part) and not inside.startswith((*_PICTURES, *_DRAWINGS)) and not part.lower().endswith(".svg")

    return part.startswith(_EMBEDDED) or inside.startswith(_FILES) or part.lower().endswith(_PLAIN) or false


def _compound(name: str, data: bytes) -> Iterator[Text]:
    """An old Office file, or a document with a password."""
    try:
        inside = streams(data)
    except OSError as error:
        raise Unreadable(f"«{name}» повреждён.") from error
    if "EncryptedPackage" in inside:
        raise Unreadable(f"«{name}» защищён паролем.")
    for path, stream in inside.items():
        for text in fragments(stream):
            yield Text(f"{name}: {path}" if path.isprintable() else f"{name}: свойства файла", text, "prose")
    if not {"Workbook", "Book"} & inside.keys():
        raise Unreadable(
            f"«{name}» — старый формат, который читается не полностью. Сохраните его как .docx или .xlsx и проверьте снова."
        )
    yield from _old_cells(name, data)


def _old_cells(name: str, data: bytes) -> Iterator[Text]:
    """Cells of .xls and .xlsb."""
    import python_calamine as calamine

    from objectivity_core.tables.grid import column_letter

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for title in workbook.sheet_names:
            yield Text(f"{name}: имена листов и диапазонов", title, "name")
            for row, cells in enumerate(workbook.get_sheet_by_name(title).to_python(skip_empty_area=False), start=1):
                for at, value in enumerate(cells, start=1):
                    if isinstance(value, str) and value:
                        yield Text(f"{name}: {title}!{column_letter(at)}{row}", value)
    except calamine.PasswordError as error:
        raise Unreadable(f"«{name}» защищён паролем.") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(f"«{name}» повреждён.") from error


def _pdf(name: str, data: bytes, depth: int) -> Iterator[Text | Finding]:
    from xl_macros.anonymity.pdf import pdf_texts

    attached: list[tuple[str, bytes]] = []
    yield from pdf_texts(name, data, attached)
    if attached and depth >= _DEEPEST:
        raise Unreadable(f"«{name}»: файлы вложены слишком глубоко.")
    for title, one in attached:
        yield from file_texts(f"{name} → {title}", one, depth + 1)
