"""An app: one office, its workbooks and its switches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.books import Books
from xl_macros.libreoffice.bridge import OfficeError, border, load_uno, property_values

if TYPE_CHECKING:
    from xl_macros.libreoffice.engine import Engine
    from xl_macros.libreoffice.office import Office
    from xl_macros.libreoffice.ranges import Range

_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}


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

    xl = api

    @property
    def pid(self) -> int:
        """Its process."""
        return self.office.pid

    @property
    def version(self) -> str:
        """LibreOffice's own version, e.g. ``7.4.7.2``."""
        provider = self.office.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.office.context
        )
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", property_values(nodepath="/org.openoffice.Setup/Product")
        )

        return str(access.getByName("ooSetupVersionAboutBox"))

    @property
    def books(self) -> Books:
        """Its workbooks."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active workbook."""
        book = self.books.active

        return book.selection if book else None

    def activate(self, steal_focus: bool = False) -> None:
        """Bring the active workbook to the front."""
        if (book := self.books.active) and steal_focus:
            book.controller.Frame.ContainerWindow.setFocus()

    @property
    def visible(self) -> bool:
        """Whether windows can be seen."""
        return not self.office.headless

    @visible.setter
    def visible(self, value: bool) -> None:
        """Decided when the office was started: asking for more is passed over."""

    def quit(self) -> None:
        """End the office that was started here; leave any other alone."""
        self.office.close()
        if self.office in self.engine.offices:
            self.engine.offices.remove(self.office)

    def kill(self) -> None:
        """End it at once."""
        self.office.kill()
        if self.office in self.engine.offices:
            self.engine.offices.remove(self.office)

    @property
    def screen_updating(self) -> bool:
        """Whether windows are redrawn."""
        return self.office.screen_updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if bool(value) != self.office.screen_updating:
            for book in self.books:
                (book.api.unlockControllers if value else book.api.lockControllers)()
        self.office.screen_updating = bool(value)

    @property
    def display_alerts(self) -> bool:
        """Whether messages are shown."""
        return self.office.display_alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self.office.display_alerts = bool(value)

    @property
    def enable_events(self) -> bool:
        """Whether workbooks' own macros hear of changes; LibreOffice has no such switch."""
        return True

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        """Passed over."""

    @property
    def interactive(self) -> bool:
        """Whether the user can type meanwhile; LibreOffice has no such switch."""
        return True

    @interactive.setter
    def interactive(self, value: bool) -> None:
        """Passed over."""

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

    def calculate(self) -> None:
        """Compute what is waiting, in every workbook."""
        for book in self.books:
            book.api.calculate()

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

    def alert(self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: object) -> str:  # noqa: ARG002 - xlwings' signature
        """Show a message and return the pressed button; with nobody to see it, keep it in ``office.said`` and take the first button."""
        kind = buttons or "ok"
        if self.office.headless or not self.office.display_alerts:
            self.office.said.append(prompt)
            return kind.split("_", maxsplit=1)[0]
        book = self.books.active
        if book is None:
            raise OfficeError("There is no workbook to show a message over.")
        window = book.controller.Frame.ContainerWindow
        shape = load_uno().Enum(
            "com.sun.star.awt.MessageBoxType",
            "ERRORBOX" if mode == "critical" else "INFOBOX" if kind == "ok" else "QUERYBOX",
        )
        box = window.getToolkit().createMessageBox(window, shape, _BUTTONS[kind], title or "", prompt)

        return _ANSWERS[box.execute()]
