"""Texts of a PDF: as it lists them and as they stand on the page, its notes, forms, bookmarks, properties and attached files."""

from __future__ import annotations

import io
import itertools
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
        shown: list[tuple[int, float]] = []
        text = page.extract_text(visitor_operand_before=lambda *about, shown=shown: _note_place(shown, *about))
        yield from lines(where, text)
        yield from (Text(where, row) for row in _rows(text, shown))
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


def _note_place(shown: list[tuple[int, float]], operator: bytes, _: Any, outer: Any, inner: Any) -> None:
    """Note where the next text is shown: its row and its place in the row."""
    if operator in {b"Tj", b"TJ", b"'", b'"'}:
        x, y = inner[4], inner[5]
        shown.append((round(outer[1] * x + outer[3] * y + outer[5]), outer[0] * x + outer[2] * y + outer[4]))


def _rows(text: str, shown: list[tuple[int, float]]) -> Iterator[str]:
    """The rows of a page whose letters are placed one by one, in whatever order: each as it is seen."""
    letters = "".join(text.split())
    if len(letters) != len(shown):
        return
    placed = sorted(zip(shown, letters, strict=True), key=lambda one: (-one[0][0], one[0][1]))
    for _, row in itertools.groupby(placed, key=lambda one: one[0][0]):
        yield " ".join(letter for _, letter in row)
