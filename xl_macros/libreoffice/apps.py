"""An app: one office, its workbooks and its switches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.books import Books
from xl_macros.libreoffice.bridge import OfficeError, border, load_uno
from xl_macros.libreoffice.sheets import Sheet

if TYPE_CHECKING:
    from xl_macros.libreoffice.engine import Engine
    from xl_macros.libreoffice.office import Office
    from xl_macros.libreoffice.ranges import Range

_OK = 1
"""``com.sun.star.awt.MessageBoxButtons``."""


@border
class App(base_classes.App):
    """One office."""

    def __init__(self, engine: Engine, office: Office) -> None:
        """Belong to an engine."""
        self.engine, self.office = engine, office

    @property
    def api(self) -> Any:
        """The UNO desktop."""
        return self.office.desktop

    @property
    def pid(self) -> int:
        """Its process."""
        return self.office.pid

    @property
    def books(self) -> Books:
        """Its workbooks."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active workbook, None where something else is selected."""
        book = self.books.active
        address = getattr(book and book.controller.getSelection(), "RangeAddress", None)
        if book is None or address is None:
            return None

        return Sheet(book, book.api.Sheets.getByIndex(address.Sheet)).at(address)

    @property
    def display_alerts(self) -> bool:
        """Whether messages are shown."""
        return self.office.display_alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self.office.display_alerts = bool(value)

    @property
    def calculation(self) -> str:
        """``automatic`` or ``manual``: LibreOffice keeps it per workbook, so this is the active one's."""
        book = self.books.active

        return "manual" if book and not book.api.isAutomaticCalculationEnabled() else "automatic"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in {"automatic", "semiautomatic", "manual"}:
            raise ValueError(f"Calculation is 'automatic', 'semiautomatic' or 'manual', not {value!r}.")
        paused = self.office.paused
        for book in self.books:
            if value == "manual" and book.api.isAutomaticCalculationEnabled():
                paused.add(book.uid)
                book.api.enableAutomaticCalculation(False)
            elif value != "manual" and (not paused or book.uid in paused):  # what the user had paused stays so
                book.api.enableAutomaticCalculation(True)
        if value != "manual":
            paused.clear()

    @property
    def status_bar(self) -> str | bool:
        """The text in the status bar, or False where LibreOffice has it."""
        return self.office.status or False

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        book = self.books.active
        indicator = book.controller.getStatusIndicator() if book else None
        if indicator:
            indicator.end()
            if value:
                indicator.start(str(value), 0)
        self.office.status = str(value or "")

    def alert(self, prompt: str, title: str | None, buttons: str | None, *_: object) -> str:
        """Show a message with one button; with nobody to see it, keep it in ``office.said``."""
        if buttons not in {None, "ok"}:
            raise NotImplementedError("A message has one button; UNO dialogs ask questions.")
        if self.office.headless or not self.office.display_alerts:
            self.office.said.append(prompt)
            return "ok"
        book = self.books.active
        if book is None:
            raise OfficeError("There is no workbook to show a message over.")
        window = book.controller.Frame.ContainerWindow
        shape = load_uno().Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
        window.getToolkit().createMessageBox(window, shape, _OK, title or "", prompt).execute()

        return "ok"
