"""The menu «Объективность» in LibreOffice: its entries run the same actions, without macros or extensions.

The menu belongs to the open document and is made through UNO. Its entries are commands of our own (``objectivity:plan``) that a dispatch
interceptor takes over; a click only puts the action into a queue, and the process that opened the book runs it. A click on an action's link
on «Начало» does the same: LibreOffice follows links without asking any interceptor, so it is caught as a click of the mouse.
"""

from __future__ import annotations

import queue
from itertools import groupby
from typing import TYPE_CHECKING, Any

from xl_macros.actions import ACTIONS, action
from xl_macros.dialogs.excel import TITLE
from xl_macros.libreoffice.bridge import OfficeError, load_uno, property_values

if TYPE_CHECKING:
    from collections.abc import Callable

    import xlwings as xw

PROTOCOL = "objectivity:"
MENU_BAR = "private:resource/menubar/menubar"
SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_SEPARATOR = {"Type": 1}
_LEFT = 1
"""The left button among those of a mouse event."""


class Menu:
    """The menu of one open workbook."""

    def __init__(self, workbook: xw.Book) -> None:
        """Put the menu into the workbook's window."""
        self._workbook, self._app, self._document = workbook, workbook.app, workbook.api.RuntimeUID
        self._clicks: queue.Queue[str] = queue.Queue()
        self._frame = workbook.api.CurrentController.Frame
        self._interceptor, self._watcher = _interceptor(self._clicks.put), _link_watcher(self._clicks.put)
        _show(workbook)
        self._frame.registerDispatchProviderInterceptor(self._interceptor)
        self._frame.Controller.addEnhancedMouseClickHandler(self._watcher)

    @property
    def open(self) -> bool:
        """Whether the workbook is still open."""
        try:
            return self._document in {book.api.RuntimeUID for book in self._app.books}
        except OfficeError:
            return False

    def run_next(self, timeout: float) -> bool:
        """Wait for a click and run its action; whether there was one."""
        try:
            name = self._clicks.get(timeout=timeout)
        except queue.Empty:
            return False
        from xl_macros.book.live import LiveBook
        from xl_macros.runner.click import click

        click(action(name), LiveBook(self._workbook))

        return True

    def remove(self) -> None:
        """Give the window back as it was."""
        self._frame.Controller.removeEnhancedMouseClickHandler(self._watcher)
        self._frame.releaseDispatchProviderInterceptor(self._interceptor)


def _show(workbook: xw.Book) -> None:
    """Add the menu to the menu bar of this document only, groups apart, as on the ribbon."""
    context = workbook.app.impl.office.context
    supplier = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.ui.ModuleUIConfigurationManagerSupplier", context
    )
    bar = supplier.getUIConfigurationManager(SPREADSHEET).getSettings(MENU_BAR, True)
    entries = bar.createInstanceWithContext(context)
    for _, actions in groupby(ACTIONS, key=lambda one: one.group):
        if entries.Count:
            _insert(entries, _SEPARATOR)
        for one in actions:
            _insert(
                entries, {"CommandURL": f"{PROTOCOL}{one.name}", "Label": one.title, "HelpText": one.help, "Type": 0}
            )
    _insert(bar, {"CommandURL": f"{PROTOCOL}menu", "Label": TITLE, "Type": 0, "ItemDescriptorContainer": entries})
    manager = workbook.api.getUIConfigurationManager()
    store = manager.replaceSettings if manager.hasSettings(MENU_BAR) else manager.insertSettings
    store(MENU_BAR, bar)


def _insert(container: Any, properties: dict[str, Any]) -> None:
    uno = load_uno()
    entry = uno.Any("[]com.sun.star.beans.PropertyValue", property_values(**properties))
    uno.invoke(container, "insertByIndex", (container.Count, entry))


def _interceptor(clicked: Callable[[str], None]) -> Any:  # noqa: C901 - eight tiny methods that UNO asks for
    """A UNO object that takes our commands and passes all others on; its methods carry UNO's names."""
    load_uno()
    import unohelper
    from com.sun.star.frame import XDispatch, XDispatchProviderInterceptor

    class Interceptor(unohelper.Base, XDispatchProviderInterceptor, XDispatch):  # type: ignore[misc]
        def __init__(self) -> None:
            self.master = self.slave = None

        def getMasterDispatchProvider(self) -> Any:  # noqa: N802
            return self.master

        def setMasterDispatchProvider(self, provider: Any) -> None:  # noqa: N802
            self.master = provider

        def getSlaveDispatchProvider(self) -> Any:  # noqa: N802
            return self.slave

        def setSlaveDispatchProvider(self, provider: Any) -> None:  # noqa: N802
            self.slave = provider

        def queryDispatch(self, url: Any, target: str, flags: int) -> Any:  # noqa: N802
            ours = url.Complete.startswith(PROTOCOL)

            return self if ours else self.slave and self.slave.queryDispatch(url, target, flags)

        def queryDispatches(self, requests: Any) -> Any:  # noqa: N802
            return tuple(self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests)

        def dispatch(self, url: Any, _arguments: Any) -> None:
            name = url.Complete.removeprefix(PROTOCOL)
            if name in {one.name for one in ACTIONS}:
                clicked(name)

        def addStatusListener(self, _listener: Any, _url: Any) -> None:  # noqa: N802
            pass

        def removeStatusListener(self, _listener: Any, _url: Any) -> None:  # noqa: N802
            pass

    return Interceptor()


def _link_watcher(clicked: Callable[[str], None]) -> Any:
    """A UNO object that sees clicks on cells and tells those on the link of an action; its methods carry UNO's names."""
    load_uno()
    import unohelper
    from com.sun.star.awt import XEnhancedMouseClickHandler

    links = {f"#{one.link}": one.name for one in ACTIONS}

    class Watcher(unohelper.Base, XEnhancedMouseClickHandler):  # type: ignore[misc]
        def mousePressed(self, event: Any) -> bool:  # noqa: N802
            if event.Buttons & _LEFT and event.ClickCount == 1 and hasattr(event.Target, "TextFields"):
                fields = event.Target.TextFields
                for at in range(fields.Count):
                    url = fields.getByIndex(at).URL
                    if url in links:
                        clicked(links[url])

            return True  # the program goes on with the click as ever

        def mouseReleased(self, _event: Any) -> bool:  # noqa: N802
            return True

        def disposing(self, _event: Any) -> None:
            pass

    return Watcher()
