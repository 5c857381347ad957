"""Texts of a PDF: as it lists them and as they stand on the page, its notes, forms, bookmarks, properties and attached files."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.anonymity import Text
from xl_macros.anonymity import rules
from xl_macros.anonymity.plain_text import lines
from xl_macros.anonymity.problems import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdf

    from objectivity_core.findings import Finding

_MOST_PAGES: Final = 2000


def pdf_texts(name: str, data: bytes, attached: list[tuple[str, bytes]]) -> Iterator[Text | Finding]:
    """Texts of a PDF.

    Args:
        name: how the file is called.
        data: its bytes.
        attached: gets the names and bytes of the files in it.

    Raises:
        Unreadable: damaged, protected by a password, or pages of it are pictures.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(
        logging.CRITICAL
    )  # it tells of every oddity; what matters here is said as a finding
    scans: list[int] = []
    pictures: list[int] = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        is_open = not reader.is_encrypted or bool(reader.decrypt(""))
        if is_open:
            yield from _texts(name, reader, scans, pictures)
            attached += [(title, one) for title, files in reader.attachments.items() for one in files]
    except MemoryError:
        raise
    except Exception as error:  # pypdf tells of damage in a dozen ways
        raise Unreadable(f"«{name}» повреждён.") from error
    if not is_open:
        raise Unreadable(f"«{name}» защищён паролем.")
    if pictures:
        yield rules.PICTURES.at(where=name, count=len(pictures))
    if scans:
        raise Unreadable(
            f"«{name}»: страницы {', '.join(map(str, scans))} — картинки без текста, программа их не читает."
        )


def _texts(name: str, reader: pypdf.PdfReader, scans: list[int], pictures: list[int]) -> Iterator[Text]:
    """Properties, forms, bookmarks, pages and notes; pages with pictures, and of nothing else, are counted."""
    if len(reader.pages) > _MOST_PAGES:
        raise Unreadable(f"«{name}»: больше {_MOST_PAGES} страниц.")
    yield from (Text(f"{name}: свойства файла", str(value), "name") for value in (reader.metadata or {}).values())
    yield from (
        Text(f"{name}: поле формы", f"{key} {field.get('/V', '')}")
        for key, field in (reader.get_fields() or {}).items()
    )
    yield from (Text(f"{name}: закладка", title) for title in _bookmarks(reader.outline))
    for number, page in enumerate(reader.pages, start=1):
        where = f"{name}: страница {number}"
        placed: list[tuple[float, float, str]] = []
        text = page.extract_text(visitor_text=lambda *about, placed=placed: _note_place(placed, *about))
        yield from lines(where, text)
        yield from (Text(where, row) for row in _rows(placed))
        for note in page.get("/Annots") or ():
            yield from (Text(f"{where}, пометка", str(note.get_object().get(key, ""))) for key in ("/Contents", "/T"))
        if "/XObject" in (page.get("/Resources") or {}):
            (pictures if text.strip() else scans).append(number)


def _bookmarks(outline: Any) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from _bookmarks(one)
        else:
            yield str(one.title)


def _note_place(placed: list[tuple[float, float, str]], text: str, outer: Any, inner: Any, *_: Any) -> None:
    if text.strip():
        x, y = inner[4], inner[5]
        placed.append((outer[1] * x + outer[3] * y + outer[5], outer[0] * x + outer[2] * y + outer[4], text.strip()))


def _rows(placed: list[tuple[float, float, str]]) -> Iterator[str]:
    """What stands side by side on a page, whatever the order in which it was put there: letters placed singly are a word."""
    rows: dict[int, list[tuple[float, str]]] = {}
    for y, x, text in placed:
        rows.setdefault(round(y), []).append((x, text))
    for _, pieces in sorted(rows.items(), reverse=True):
        if len(pieces) > 1:
            yield " ".join(text for _, text in sorted(pieces))
