"""Books of the product that are open on this computer, seen from another process: no macro and no child of Excel is needed."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from objectivity_core.tables import TABLES
from xl_macros.book.live import LiveBook
from xl_macros.dialogs.question import Question
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xlwings as xw

_NONE = (
    "Открытой книги «Объективность» не видно. Откройте её в Excel (в защищённом просмотре — «Разрешить редактирование») "
    "или в LibreOffice командой «objectivity libreoffice ФАЙЛ» и повторите. LibreOffice, открытый иначе, программе не отвечает."
)
_TRIES = 2000
"""How often Excel is asked while it is busy, before people are told: a second or two."""


def open_books() -> list[xw.Book]:
    """The books open in Excel, then those in LibreOffices that ``objectivity libreoffice`` started.

    Raises:
        Exception: Excel is busy (:func:`xl_macros.errors.explain` knows how it says so).
    """
    with _told_when_busy():
        found = [book for book in (*_in_excel(), *_in_libreoffice()) if _is_ours(book)]
        for book in found:
            book.app.status_bar = False  # while a cell is edited, Excel may answer and yet take nothing

    return found


def one_of(books: Sequence[xw.Book], name: str = "") -> xw.Book:
    """The book that is meant; where several are, the program of the first asks which.

    Args:
        books: the open ones.
        name: its file name, with or without the ending.

    Raises:
        ObjectivityError: there is none, none of that name, or the user cancelled.
    """
    if not books:
        raise ObjectivityError(_NONE)
    found = [
        book for book in books if not name or name.lower() in {book.name.lower(), book.name.rpartition(".")[0].lower()}
    ]
    if not found:
        others = ", ".join(f"«{book.name}»" for book in books)
        raise ObjectivityError(f"Книга «{name}» не открыта. Открыты: {others}.")
    if len(found) == 1:
        return found[0]
    names = {book.name: book for book in found}
    if len(names) < len(found):
        names = {book.fullname: book for book in found}
    in_front(found[0])
    which = Question("book", "choice", "Открыто несколько книг. С какой работать?", choices=tuple(names))

    return names[LiveBook(found[0]).ask(which)]


def in_front(book: xw.Book) -> None:
    """Bring a book's window to the front: the program's questions must not open behind the window that the click was in."""
    with contextlib.suppress(Exception):  # a courtesy; LibreOffice's dialogs come to the front of their own accord
        book.impl.activate()
        book.app.impl.activate(True)


def _in_excel() -> Iterator[xw.Book]:
    import xlwings as xw

    if "excel" in xw.engines.engines_by_name:
        xw.engines["excel"].activate()
        yield from (book for app in xw.apps for book in app.books)


@contextlib.contextmanager
def _told_when_busy() -> Iterator[None]:
    """Let xlwings give up on an Excel in which a cell is being edited: it would ask for ever, and the window of buttons stand still.

    Once the action runs it is patient again: a click into a cell in the middle of it must not leave half of it done.
    """
    import xlwings as xw

    com: Any = getattr(xw, "_xlwindows", None)  # only there on Windows
    if com is None:
        yield
        return
    before = com.N_COM_ATTEMPTS
    com.N_COM_ATTEMPTS = _TRIES
    try:
        yield
    finally:
        com.N_COM_ATTEMPTS = before


def _in_libreoffice() -> Iterator[xw.Book]:
    from xl_macros.libreoffice import OfficeError, running, use

    try:
        offices = running()
    except (OfficeError, ModuleNotFoundError):  # no bridge to Python
        return
    for office in offices:
        yield from use(office).books


def _is_ours(book: xw.Book) -> bool:
    return any(TABLES["settings"].excel in sheet.tables for sheet in book.sheets)
