"""Books of the product that are open on this computer, seen from another process: no macro and no child of Excel is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.tables import TABLES
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xlwings as xw

_NONE = (
    "Открытой книги «Объективность» не видно. Откройте её в Excel (в защищённом просмотре — «Разрешить редактирование») "
    "или в LibreOffice командой «objectivity libreoffice КНИГА» и повторите. LibreOffice, открытый иначе, программе не отвечает."
)


def open_books() -> list[xw.Book]:
    """The books open in Excel, then those in the LibreOffice that ``objectivity libreoffice`` started."""
    return [book for book in (*_in_excel(), *_in_libreoffice()) if _is_ours(book)]


def one_of(books: Sequence[xw.Book], name: str = "") -> xw.Book:
    """The book that is meant.

    Args:
        books: the open ones.
        name: its file name, with or without the ending; needed where there are several.

    Raises:
        ObjectivityError: there is none, or it is not clear which.
    """
    if not books:
        raise ObjectivityError(_NONE)
    found = [
        book for book in books if not name or name.lower() in {book.name.lower(), book.name.rpartition(".")[0].lower()}
    ]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"«{book.name}»" for book in books)
    if not found:
        raise ObjectivityError(f"Книга «{name}» не открыта. Открыты: {names}.")
    raise ObjectivityError(f"Открыто несколько книг: {names}. Закройте лишние или назовите одну: --book ИМЯ.")


def _in_excel() -> Iterator[xw.Book]:
    import xlwings as xw

    if "excel" in xw.engines.engines_by_name:
        xw.engines["excel"].activate()
        yield from (book for app in xw.apps for book in app.books)


def _in_libreoffice() -> Iterator[xw.Book]:
    from xl_macros.libreoffice import OfficeError, running, use

    try:
        office = running()
    except (OfficeError, ModuleNotFoundError):  # no bridge to Python
        return
    if office:
        yield from use(office).books


def _is_ours(book: xw.Book) -> bool:
    table = TABLES["settings"]

    return any(table.excel in sheet.tables for sheet in book.sheets if sheet.name == table.sheet)
