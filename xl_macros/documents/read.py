"""Reads whatever document a school brings: Word, Excel, LibreOffice Calc, text; what cannot be read is said in one sentence."""

from __future__ import annotations

import codecs
import dataclasses
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from objectivity_core.russian.document import Document, as_seen
from objectivity_core.russian.text_tables import separated, text_document
from xl_macros.book.extent import ensure_readable
from xl_macros.disk.foreign import regular_bytes
from xl_macros.documents.rules import BROKEN_LETTERS
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Callable

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS_WORD: Final = "Откройте его в Word и сохраните как «Документ Word (.docx)», затем укажите новый файл."
_REFUSED: Final = (
    (b"%PDF", "это PDF: таблицу из него надёжно не прочитать. "),
    (b"{\\rtf", "это документ в формате RTF. "),
    (b"<html", "это веб-страница. "),
    (b"<!doctype html", "это веб-страница. "),
    (b"<?xml", "это документ в формате XML. "),
    (b"mime-version:", "это веб-страница. "),
)
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_SPREADSHEET: Final = b"<office:spreadsheet"
_ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_PARTS: Final = ("mimetype", "META-INF/manifest.xml")
_MANIFEST: Final = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/></manifest:manifest>'
_BROKEN: Final = "\ufffd"
"""What stands for a byte that is no letter."""


def read_document(path: Path) -> Document:
    """Read a document, whatever its name ends with: the kind is taken from what is inside.

    Args:
        path: .docx, .docm, .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .tsv or plain text (UTF-8, UTF-16, Windows-1251).

    Returns:
        Its tables with merged cells filled, its paragraphs, and findings (tracked changes, pictures, hidden sheets).

    Raises:
        ObjectivityError: it is missing, a folder, empty, damaged, protected by a password or of a kind that cannot be read.
    """
    return as_seen(_read(path, _bytes(path), text_document, everything=False))


def read_cells(path: Path) -> Document:
    """Read a file of results: like :func:`read_document`, but every row of a text stays where it is, its separator found from all lines.

    Raises:
        ObjectivityError: see :func:`read_document`.
    """
    return as_seen(_read(path, _bytes(path), separated, everything=True))


def _read(path: Path, data: bytes, read_text: Callable[[str, str], Document], *, everything: bool) -> Document:
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"PK"):
        return _package(path, data, everything=everything)
    if data.startswith(_OLE):
        return _compound(path, data, everything=everything)
    if start.startswith(b"<?xml") and _SPREADSHEET in data:  # .fods: all of an .ods in one file of text
        return _sheets(path, _open_document(data), everything=everything)
    for mark, what in _REFUSED:
        if start.startswith(mark.lower()):
            raise ObjectivityError(f"Файл «{path.name}»: {what}{_SAVE_AS_WORD}")
    if data.startswith(_PICTURES):
        raise ObjectivityError(
            f"Файл «{path.name}» — картинка: текст на ней программа не читает. Укажите документ Word, Excel или текст."
        )

    text = _decoded(path, data)
    document = read_text(path.name, text)
    if _BROKEN not in text:
        return document
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if _BROKEN in line]
    told = BROKEN_LETTERS.at(where=f"{path.name}, строка {lines[0]}", count=text.count(_BROKEN))

    return dataclasses.replace(document, findings=(*document.findings, told))


def named_files(answer: str) -> list[Path]:
    """The files of an answer that names one, or one in each line."""
    return [Path(line.strip().strip('"')) for line in answer.splitlines() if line.strip()]


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise ObjectivityError(f"Файл не найден: «{path}». Проверьте имя и папку.")
    if path.is_dir():
        raise ObjectivityError(f"«{path}» — папка, а нужен файл: документ Word, Excel или текст.")
    try:
        data = regular_bytes(path)
    except OSError as error:
        raise ObjectivityError(
            f"Нет доступа к файлу «{path.name}». Закройте его в других программах или проверьте права."
        ) from error
    if not data.strip():
        raise ObjectivityError(f"Файл «{path.name}» пуст. Проверьте, тот ли это файл и сохранён ли он.")

    return data


def _package(path: Path, data: bytes, *, everything: bool) -> Document:
    """A zip: Word, Excel or OpenDocument."""
    try:
        ensure_readable(path.name, data)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            kind = package.read("mimetype") if "mimetype" in names else b""
            bare = not names.issuperset(_ODS_PARTS) and "content.xml" in names
            content = package.read("content.xml") if bare else b""
    except ObjectivityError:
        raise
    except Exception as error:
        raise _damaged(path) from error
    if any(name.replace("\\", "/").lower().startswith("word/") for name in names):
        return _word(path, data)
    if any(name.startswith("xl/") for name in names) or b"spreadsheet" in kind:
        return _sheets(path, _open_document(content) if bare else data, everything=everything)
    if _SPREADSHEET in content:
        return _sheets(path, _open_document(content), everything=everything)
    if b"opendocument.text" in kind:
        raise ObjectivityError(
            f"Файл «{path.name}» — документ LibreOffice (.odt). Откройте его и сохраните как «Документ Word (.docx)», затем укажите новый файл."
        )
    if b"encrypted-package" in kind or "EncryptedPackage" in names:
        raise _protected(path)
    raise ObjectivityError(
        f"Файл «{path.name}» — архив или неизвестный документ. Распакуйте архив и укажите документ Word, Excel или текст из него."
    )


def _open_document(content: bytes) -> bytes:
    """A whole .ods around its content: some programs leave out the parts by which calamine knows the format."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for name, part in zip(_ODS_PARTS, (_ODS, _MANIFEST), strict=True):
            package.writestr(name, part)
        package.writestr("content.xml", content)

    return whole.getvalue()


def _compound(path: Path, data: bytes, *, everything: bool) -> Document:
    """An OLE file: an old format, or a document with a password."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            streams = {"/".join(stream) for stream in ole.listdir()}
    except Exception as error:
        raise _damaged(path) from error
    if "EncryptedPackage" in streams:
        raise _protected(path)
    if "WordDocument" in streams:
        raise ObjectivityError(f"Файл «{path.name}»: это старый формат Word (.doc). {_SAVE_AS_WORD}")
    if {"Workbook", "Book"} & streams:
        return _sheets(path, data, everything=everything)
    raise ObjectivityError(f"Файл «{path.name}» — не документ Word и не книга Excel. {_SAVE_AS_WORD}")


def _protected(path: Path) -> ObjectivityError:
    return ObjectivityError(
        f"Файл «{path.name}» защищён паролем. Откройте его, снимите пароль, сохраните и укажите снова."
    )


def _damaged(path: Path) -> ObjectivityError:
    return ObjectivityError(
        f"Файл «{path.name}» повреждён или сохранён не до конца. Откройте его в Word (Excel) и сохраните заново под другим именем, или возьмите исходный файл."
    )


def _word(path: Path, data: bytes) -> Document:
    from xl_macros.documents.word import read_word

    try:
        return read_word(path.name, data)
    except ObjectivityError:
        raise
    except Exception as error:  # damage shows in a dozen ways
        raise _damaged(path) from error


def _sheets(path: Path, data: bytes, *, everything: bool) -> Document:
    """The sheets of a workbook; calamine tells a password and damage."""
    import python_calamine as calamine

    from xl_macros.documents.sheets import read_workbook

    try:
        return read_workbook(path.name, data, hidden_columns=everything)
    except calamine.PasswordError as error:
        raise _protected(path) from error
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged(path) from error


def _decoded(path: Path, data: bytes) -> str:
    """The text of a file in one of the encodings that Russian schools have."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\x00" in data[:2000]:
        for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
            if zeros[:1000].count(0) * 10 > len(zeros[:1000]):
                return data.decode(encoding, errors="replace")
        raise ObjectivityError(f"Файл «{path.name}» — не документ и не текст. Укажите документ Word, Excel или текст.")
    text = data.decode("utf-8", errors="replace")

    return text if _is_russian(text) else _single_byte(data)


def _is_russian(text: str) -> bool:
    """Whether a text was read in the right encoding: in a wrong one more letters are broken than Russian ones are left."""
    return text.count(_BROKEN) * 20 <= sum("А" <= letter <= "я" for letter in text)


def _single_byte(data: bytes) -> str:
    """Windows-1251, or DOS 866 where that reads as more Russian letters."""
    texts = [data.decode(encoding, errors="replace") for encoding in ("cp1251", "cp866")]

    return max(texts, key=lambda text: sum("а" <= letter <= "я" for letter in text))
