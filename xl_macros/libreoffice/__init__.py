"""An xlwings engine for LibreOffice Calc: the same macro, unchanged, in LibreOffice.

A piece of its own: it imports xlwings and the standard library only, and knows nothing of the rest of this project.

    with xl_macros.libreoffice.start_office() as office:
        app = xl_macros.libreoffice.use(office)
        book = app.books.open("Школа.xlsx")
        book.set_mock_caller()  # so that xlwings.Book.caller() finds it
        book.sheets["План"]["A1"].value = [[1, dt.date(2025, 4, 15), True, None, "=A1*2"]]

What is behind each name: :func:`start_office` starts a headless LibreOffice on a private pipe with a profile of its own and ends
nothing but that; :func:`connect` takes one that runs already, :func:`running` those that other processes of the same user
started with ``shared=True``; :func:`use` makes either an ``xlwings.App``. See
``docs/libreoffice-engine.md`` for what is covered, where Excel's rules are enforced, and what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_macros.libreoffice.bridge import OfficeError, OfficeGoneError
from xl_macros.libreoffice.office import Office, connect, running, start_office

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["Office", "OfficeError", "OfficeGoneError", "connect", "running", "start_office", "use"]


def use(office: Office) -> xw.App:
    """The ``xlwings.App`` of an office. The engine is added to xlwings and becomes its active one."""
    import xlwings as xw

    from xl_macros.libreoffice.apps import App
    from xl_macros.libreoffice.engine import Engine

    if Engine.name not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=Engine()))
    engine = xw.engines.engines_by_name[Engine.name]
    engine.activate()

    return xw.App(impl=App(engine.impl, office))
