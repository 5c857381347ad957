"""Workbooks: opened, saved, closed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.bridge import at_border, border, load_uno, property_values
from xl_macros.libreoffice.formats import Formats
from xl_macros.libreoffice.sheets import Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xl_macros.libreoffice.apps import App

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
"""What a file's ending means to LibreOffice; a book of Excel stays one."""
_NEVER = 0
"""``com.sun.star.document.MacroExecMode``: no macro of the workbook runs."""


@border
class Books(base_classes.Books):
    """The workbooks of one office."""

    def __init__(self, app: App) -> None:
        """Belong to an app."""
        self.app = app

    @property
    def api(self) -> Any:
        """The desktop's components."""
        return self.app.office.desktop.Components

    @property
    def active(self) -> Book | None:
        """The workbook in front."""
        books = [*iter(self)]
        current = self.app.office.desktop.getCurrentComponent()
        front = {str(current.RuntimeUID)} if current is not None and hasattr(current, "RuntimeUID") else set()
        for wanted in (front, {self.app.office.active}):
            for book in books:
                if book.uid in wanted:
                    return book

        return books[-1] if books else None

    def __call__(self, name_or_index: str | int) -> Book:
        """By name or 1-based number."""
        books = [*iter(self)]
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.name.lower() == name_or_index.lower():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        """How many are open."""
        return sum(1 for _ in self)  # list() would ask for the length

    def __iter__(self) -> Iterator[Book]:
        """Oldest first."""
        documents = []
        components = self.api.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if component.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                documents.append(Book(self.app, component))

        return iter(sorted(documents, key=lambda book: int(book.uid)))

    def add(self) -> Book:
        """A new workbook."""
        return self._load("private:factory/scalc")

    def open(self, fullname: str, *options: Any) -> Book:
        """Open a workbook; one that is open already is returned. Its macros do not run.

        Args:
            fullname: its path.
            options: xlwings' own: update_links, read_only, format, password, and others that mean nothing here.

        Raises:
            FileNotFoundError: there is no such file.
            OSError: it is no workbook, damaged, or its password is missing or wrong.
        """
        path = Path(fullname).resolve()
        if not path.exists():
            raise FileNotFoundError(f"There is no file {path}.")
        url = load_uno().systemPathToFileUrl(str(path))
        for book in self:
            if url == book.api.URL:
                return book
        _, read_only, _, password = options[:4]
        values = {"ReadOnly": read_only, "Password": password}

        return self._load(url, **{name: value for name, value in values.items() if value})

    def _load(self, url: str, **values: Any) -> Book:
        values |= {"MacroExecutionMode": _NEVER, "Silent": True}
        try:
            document = at_border(self.app.office.desktop.loadComponentFromURL)(
                url, "_blank", 0, property_values(**values)
            )
        except ValueError as error:  # it calls a wrong password an unsupported address
            raise OSError(
                f"LibreOffice cannot open {url} as a workbook: it is damaged, or its password is missing or wrong."
            ) from error
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            raise OSError(f"LibreOffice cannot open {url} as a workbook.")
        book = Book(self.app, document)
        self.app.office.active = book.uid

        return book


@border
class Book(base_classes.Book):
    """One open workbook."""

    def __init__(self, app: App, document: Any) -> None:
        """Take a document of an app."""
        self._app, self._document = app, document
        self.uid = str(document.RuntimeUID)

    @property
    def api(self) -> Any:
        """The UNO document."""
        return self._document

    @property
    def app(self) -> App:
        """Its app."""
        return self._app

    @property
    def controller(self) -> Any:
        """The view that shows it."""
        return self._document.CurrentController

    @property
    def _known(self) -> dict[str, Any]:
        """What was asked once: xlwings compares workbooks by name all the time."""
        return self._app.office.documents.setdefault(self.uid, {})

    @property
    def formats(self) -> Formats:
        """Its number formats."""
        if "formats" not in self._known:
            self._known["formats"] = Formats(self._document)

        return self._known["formats"]  # type: ignore[no-any-return]

    @property
    def fullname(self) -> str:
        """Its path; the name alone while it was never saved."""
        if "fullname" not in self._known:
            url = self._document.URL
            if not url:
                return str(self._document.Title)
            self._known["fullname"] = load_uno().fileUrlToSystemPath(url) if url.startswith("file:") else url

        return str(self._known["fullname"])

    @property
    def name(self) -> str:
        """The file's name."""
        return self.fullname.replace("\\", "/").rsplit("/", maxsplit=1)[-1]

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    def close(self) -> None:
        """Close it without saving."""
        self._document.setModified(False)
        self._document.close(True)
        self._app.office.documents.pop(self.uid, None)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, under another name where one is given; the file's ending decides about the format.

        Raises:
            ValueError: an ending that stands for no workbook of Excel.
            OSError: it cannot be written.
        """
        if path is None and self._document.URL and not password:
            self._document.store()
            return
        target = Path(path or self.fullname if self._document.URL else path or f"{self.name}.xlsx").resolve()
        if target.suffix.lower() not in FILTERS:
            raise ValueError(f"LibreOffice does not save as {target.suffix!r}; it knows {', '.join(FILTERS)}.")
        values: dict[str, Any] = {"FilterName": FILTERS[target.suffix.lower()], "Overwrite": True}
        values |= {"EncryptionData": _encryption(password)} if password else {}
        load_uno().invoke(
            self._document, "storeAsURL", (load_uno().systemPathToFileUrl(str(target)), property_values(**values))
        )
        self._known.pop("fullname", None)


def _encryption(password: str) -> Any:
    """What Excel's own encryption needs; the property ``Password`` would silently be passed over."""
    named = []
    for name, value in (("OOXPassword", password), ("CryptoType", "Standard")):
        one = load_uno().createUnoStruct("com.sun.star.beans.NamedValue")
        one.Name, one.Value = name, value
        named.append(one)

    return load_uno().Any("[]com.sun.star.beans.NamedValue", tuple(named))
