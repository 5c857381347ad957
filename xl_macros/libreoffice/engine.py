"""The engine that xlwings calls."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from xlwings import base_classes

from xl_macros.libreoffice.values import CellError


class Engine:
    """The engine that xlwings calls; one per process is enough."""

    name = "libreoffice"
    type = "desktop"
    apps = base_classes.Apps()
    """Not counted: :func:`~xl_macros.libreoffice.use` makes the app of an office; ``xlwings.apps`` is refused by xlwings itself."""

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
