"""Texts of any file with their places: the kind is taken from what is inside, not from the name."""

from __future__ import annotations

import codecs
import html
import io
import logging
import posixpath
import re
from typing import TYPE_CHECKING, Final

from objectivity_core.anonymity import Text
from xl_macros.anonymity import rules
from xl_macros.anonymity.binary import fragments, streams
from xl_macros.anonymity.package import is_picture, opened, package_texts
from xl_macros.anonymity.problems import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdf

    from objectivity_core.findings import Finding

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_DEEPEST: Final = 3
_FIELDS: Final = re.compile(r'[;,\t]|(?<=")\s*$')
_EDGE: Final = re.compile(r"[^\W\d_]+[-\u00ad‐]?$")
_RTF: Final = re.compile(r"\\u(-?\d+) ?\??|((?:\\'[0-9a-fA-F]{2})+)|\\[a-z]+-?\d* ?|[{}]")


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
    elif (
        b"\x00" in data[:4000]
        and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        and not _is_wide(data)
    ):
        for text in fragments(data):
            yield Text(name, text, "prose")
        if not posixpath.basename(name).startswith(
            ("~$", ".~lock")
        ):  # the mark that a program has a file open: a user's name
            raise Unreadable(f"«{name}» — файл неизвестного вида.")
    else:
        for text in _decoded(data):
            yield from _lines(name, text)


def _package(name: str, data: bytes, depth: int) -> Iterator[Text | Finding]:
    parts = opened(name, data)
    if "EncryptedPackage" in parts or b"manifest:encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Unreadable(f"«{name}» защищён паролем.")
    is_document = "[Content_Types].xml" in parts or "content.xml" in parts
    if is_document:
        yield from package_texts(name, parts)
        if "xl/workbook.bin" in parts:
            yield from _old_cells(name, data)
        if count := sum(map(is_picture, parts)):
            yield rules.PICTURES.at(where=name, count=count)
    yield from _inside(name, parts, depth, is_document=is_document)


def _inside(name: str, parts: dict[str, bytes], depth: int, *, is_document: bool) -> Iterator[Text | Finding]:
    """Texts of the files in an archive, or embedded in a document."""
    problems = []
    for part, inside in parts.items():
        if is_document and not part.startswith(("xl/embeddings/", "word/embeddings/", "ppt/embeddings/", "Object ")):
            continue
        if not is_document:
            yield from (Text(f"{name}: имя папки в архиве", folder, "name") for folder in part.split("/")[:-1])
        if depth >= _DEEPEST:
            raise Unreadable(f"«{name}»: архивы вложены слишком глубоко.")
        try:
            yield from file_texts(f"{name} → {part}", inside, depth + 1)
        except Unreadable as error:
            problems.append(str(error))
    if problems:
        raise Unreadable(" ".join(problems))


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
    import pypdf

    logging.getLogger("pypdf").setLevel(
        logging.CRITICAL
    )  # it tells of every oddity; what matters here is said as a finding
    scans: list[int] = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        is_open = not reader.is_encrypted or bool(reader.decrypt(""))
        if is_open:
            yield from _pdf_texts(name, reader, scans)
        attachments = [(title, one) for title, files in reader.attachments.items() for one in files] if is_open else []
    except Exception as error:  # pypdf tells of damage in a dozen ways
        raise Unreadable(f"«{name}» повреждён.") from error
    if not is_open:
        raise Unreadable(f"«{name}» защищён паролем.")
    for title, one in attachments:
        yield from file_texts(f"{name} → {title}", one, depth + 1)
    if scans:
        raise Unreadable(
            f"«{name}»: страницы {', '.join(map(str, scans))} — картинки без текста, программа их не читает."
        )


def _pdf_texts(name: str, reader: pypdf.PdfReader, scans: list[int]) -> Iterator[Text]:
    """Properties, forms, pages and notes; pages that are pictures only are counted."""
    yield from (Text(f"{name}: свойства файла", str(value), "name") for value in (reader.metadata or {}).values())
    yield from (
        Text(f"{name}: поле формы", f"{key} {field.get('/V', '')}")
        for key, field in (reader.get_fields() or {}).items()
    )
    for number, page in enumerate(reader.pages, start=1):
        where = f"{name}: страница {number}"
        text = page.extract_text()
        yield from _lines(where, text)
        for note in page.get("/Annots") or ():
            yield from (Text(f"{where}, пометка", str(note.get_object().get(key, ""))) for key in ("/Contents", "/T"))
        if not text.strip() and "/XObject" in (page.get("/Resources") or {}):
            scans.append(number)


def _is_wide(data: bytes) -> bool:
    """Whether the bytes are UTF-16 without a mark: of every two, one is that of the Latin or the Russian page."""
    head = data[: min(len(data), 2000) // 2 * 2]
    pages = ((half.count(0) + half.count(4)) * 10 for half in (head[::2], head[1::2]))

    return max(pages) > len(head) // 2 * 8


def _decoded(data: bytes) -> list[str]:
    """The text of a file in every encoding that it may be in; of two that may be, both are looked through."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [data.decode("utf-16", errors="replace")]
    if b"\x00" in data[:4000]:
        return [data.decode(encoding, errors="replace") for encoding in ("utf-16-le", "utf-16-be")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [data.decode(encoding, errors="replace") for encoding in ("cp1251", "cp866", "koi8-r")]
    if text.startswith("{\\rtf"):
        return [_RTF.sub(_rtf_letter, text)]
    if "&#" in text or text.lstrip()[:1] == "<":
        return [text, html.unescape(re.sub("<[^>]*>", " ", text))]

    return [text]


def _rtf_letter(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1]) % 65536)
    if found[2]:
        return bytes.fromhex(found[2].replace("\\'", "")).decode("cp1251", errors="replace")

    return " " if found[0] in "{}" or found[0].startswith(("\\par", "\\tab", "\\line", "\\cell")) else ""


def _lines(name: str, text: str) -> Iterator[Text]:
    """Lines, the fields of lines that are rows, and words that go on in the next line."""
    before = ""
    for number, line in enumerate(text.splitlines(), start=1):
        where = f"{name}, строка {number}"
        yield Text(where, line)
        fields = [field.strip(' "') for field in _FIELDS.split(line)]
        if len(fields) > 1 and all(field.count(" ") < 3 for field in fields):
            yield from (Text(where, field) for field in fields if field)
        if (end := _EDGE.search(before)) and line[:1].isalpha():
            yield Text(where, f"{end[0]}\n{line.split()[0]}", "prose")
        before = line.rstrip()
