"""Workbooks: opened, saved, closed; their sheets and names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.bridge import at_border, border, load_uno, property_values
from xl_macros.libreoffice.formats import Formats
from xl_macros.libreoffice.names import Names
from xl_macros.libreoffice.sheets import Sheet, Sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xl_macros.libreoffice.apps import App
    from xl_macros.libreoffice.ranges import Range

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
"""What a file's ending means to LibreOffice."""
_ENCRYPTED = (".xlsx", ".xlsm")
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

    def __contains__(self, name: str) -> bool:
        """Whether a workbook of that name is open."""
        return name.lower() in {book.name.lower() for book in self}

    def add(self) -> Book:
        """A new workbook."""
        return self._load("private:factory/scalc")

    def open(
        self,
        fullname: str,
        update_links: object = None,  # noqa: ARG002 - xlwings' signature
        read_only: bool | None = None,
        *options: Any,
        **named: Any,
    ) -> Book:
        """Open a workbook; one that is open already is returned. Its macros do not run.

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
        wanted: dict[str, Callable[[], Any]] = {
            "ReadOnly": lambda: bool(read_only),
            "Password": lambda: options[1] if len(options) > 1 and options[1] else named.get("password"),
        }
        values = {name: value for name, make in wanted.items() if (value := make())}

        return self._load(url, **values)

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

    @property
    def names(self) -> Names:
        """All its names, those of sheets too."""
        return Names(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells, None where something else is selected."""
        selected = self.controller.getSelection()
        if not hasattr(selected, "RangeAddress"):
            return None
        address = selected.RangeAddress

        return Sheet(self, self._document.Sheets.getByIndex(address.Sheet)).at(address)

    def activate(self) -> None:
        """Bring it to the front."""
        self.controller.Frame.activate()
        self._app.office.active = self.uid

    def close(self) -> None:
        """Close it without saving."""
        self._document.setModified(False)
        self._document.close(True)
        self._app.office.documents.pop(self.uid, None)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, under another name where one is given; the file's ending decides about the format.

        Raises:
            ValueError: an ending that stands for no workbook, or for none that takes a password.
            OSError: it cannot be written.
        """
        if path is None and self._document.URL and not password:
            self._document.store()
            return
        target = Path(path or self.fullname if self._document.URL else path or f"{self.name}.xlsx").resolve()
        if target.suffix.lower() not in FILTERS:
            raise ValueError(f"LibreOffice does not save as {target.suffix!r}; it knows {', '.join(FILTERS)}.")
        if password and target.suffix.lower() not in _ENCRYPTED:
            raise ValueError(f"LibreOffice encrypts {' and '.join(_ENCRYPTED)} only, not {target.suffix!r}.")
        values: dict[str, Any] = {"FilterName": FILTERS[target.suffix.lower()], "Overwrite": True}
        values |= {"EncryptionData": _encryption(password)} if password else {}
        load_uno().invoke(
            self._document, "storeAsURL", (load_uno().systemPathToFileUrl(str(target)), property_values(**values))
        )
        self._known.pop("fullname", None)

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        """Print it into a PDF file."""
        values = property_values(
            FilterName="calc_pdf_Export",
            FilterData=_any_sequence(property_values(Quality=90 if quality == "standard" else 50)),
        )
        self._document.storeToURL(load_uno().systemPathToFileUrl(str(Path(path).resolve())), values)


def _any_sequence(values: tuple[Any, ...]) -> Any:
    """A sequence inside a property needs its type said."""
    return load_uno().Any("[]com.sun.star.beans.PropertyValue", values)


def _encryption(password: str) -> Any:
    """What Excel's own encryption needs; the property ``Password`` would silently be passed over."""
    named = []
    for name, value in (("OOXPassword", password), ("CryptoType", "Standard")):
        one = load_uno().createUnoStruct("com.sun.star.beans.NamedValue")
        one.Name, one.Value = name, value
        named.append(one)

    return load_uno().Any("[]com.sun.star.beans.NamedValue", tuple(named))
