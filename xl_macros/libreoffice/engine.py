"""The engine that xlwings calls, and the offices behind it."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.apps import App
from xl_macros.libreoffice.office import Office, start_office
from xl_macros.libreoffice.values import CellError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Engine:
    """The engine that xlwings calls; one per process is enough."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self) -> None:
        """Begin without any office."""
        self.offices: list[Office] = []

    @property
    def apps(self) -> Apps:
        """The offices in use."""
        return Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, _: Any) -> Any:
        """A value as it goes to :mod:`~xl_macros.libreoffice.recognise`: numpy's and pandas' kinds become Python's, NaN and NaT nothing."""
        if value is None or isinstance(value, str | bool | int):
            return value
        if hasattr(value, "item") and not isinstance(value, dt.date):
            value = value.item()
        if hasattr(value, "to_pydatetime") and value == value:  # noqa: PLR0124 - NaT differs from itself
            value = value.to_pydatetime()
        if isinstance(value, float):
            return None if math.isnan(value) else value

        return None if value != value else value  # noqa: PLR0124 - NaT, pandas.NA

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Values as the caller's options want them."""

        def clean(value: Any) -> Any:
            if value is None:
                return empty_as
            if isinstance(value, CellError):
                return str(value) if err_to_str else None
            if isinstance(value, dt.datetime):
                parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return datetime_builder(**{part: getattr(value, part) for part in parts}, tzinfo=None)
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)

            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The offices of an engine."""

    def __init__(self, engine: Engine) -> None:
        """Belong to an engine."""
        self._engine = engine

    def keys(self) -> list[int]:
        """Their process numbers."""
        return [office.pid for office in self._engine.offices]

    def add(
        self,
        spec: object = None,  # noqa: ARG002 - xlwings' signature
        add_book: bool | None = None,
        xl: object = None,  # noqa: ARG002
        visible: bool | None = None,
    ) -> App:
        """Start one more office; it becomes the active one."""
        office = start_office(visible=bool(visible))
        self._engine.offices.insert(0, office)
        app = App(self._engine, office)
        if add_book:
            app.books.add()

        return app

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind: every office is closed by whom started it."""

    def __iter__(self) -> Iterator[App]:
        """The active one first."""
        return iter([App(self._engine, office) for office in self._engine.offices])

    def __len__(self) -> int:
        """How many."""
        return len(self._engine.offices)

    def __getitem__(self, pid: int) -> App:
        """The app of a process."""
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError(f"No LibreOffice with the process number {pid} is in use.")
