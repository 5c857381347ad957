"""Run as a program: xlwings' own Windows code (registration, wrapper generator, UDF server) over a stand-in for pywin32.

Reads a list of calls ``[function, [arguments]]`` from standard input as JSON and prints what the VBA wrapper would get back,
and the wrappers that xlwings itself would generate. Only COM is feigned; every line of xlwings is the installed one.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import importlib
import io
import json
import sys
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

MISSING = -2147352572
"""What COM passes for an argument left out."""


def pretend_windows() -> None:
    """Put stand-ins where xlwings imports pywin32."""
    for name in ("oledll", "windll", "PyDLL"):
        setattr(ctypes, name, MagicMock())
    names = [
        "pythoncom",
        "pywintypes",
        "win32api",
        "win32con",
        "win32gui",
        "win32process",
        "win32timezone",
        "win32event",
        "win32com",
    ]
    names += [f"win32com.{name}" for name in ("client", "server", "server.dispatcher", "server.policy", "server.util")]
    for name in names:
        sys.modules[name] = MagicMock(name=name)
    sys.modules["pythoncom"].__file__ = ""
    sys.modules["pywintypes"].TimeType = dt.datetime  # type: ignore[attr-defined]
    sys.modules["pywintypes"].com_error = type("com_error", (Exception,), {})  # type: ignore[attr-defined]
    sys.modules["win32timezone"].TimeZoneInfo = SimpleNamespace(utc=lambda: dt.UTC)  # type: ignore[attr-defined]
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(sys.modules["win32com.client"], name, type(name, (), {}))
    sys.modules["win32com"].server.util.unwrap.side_effect = TypeError  # plain values are no wrapped objects


def serve() -> dict[str, Any]:
    """What the server answers, and what the generator writes."""
    import atexit

    import xlwings
    from xlwings import _xlwindows

    # xlwings says no types here
    udfs: Any = importlib.import_module("xlwings.udfs")
    com_server: Any = importlib.import_module("xlwings.com_server")

    atexit.unregister(_xlwindows.cleanup)
    xlwings.engines.add(xlwings.Engine(impl=_xlwindows.engine))
    engines: Any = xlwings.engines
    engines.active = engines["excel"]
    server = com_server.XLPython()
    module = udfs.get_udf_module("xl_macros.udfs", None)
    calls = json.load(sys.stdin)
    answers = [
        server.CallUDF("xl_macros.udfs", name, [argument(one) for one in arguments]) for name, arguments in calls
    ]
    wrappers = io.StringIO()
    udfs.generate_vba_wrapper("xl_macros.udfs", module, wrappers, SimpleNamespace(Name="Objectivity2025.xlsm"))

    return {"answers": answers, "wrappers": wrappers.getvalue()}


def argument(value: Any) -> Any:
    """JSON knows no dates and no tuples; COM gives dates, and tuples of tuples for ranges."""
    if value == "missing":
        return MISSING
    if isinstance(value, list):
        return tuple(argument(one) for one in value)
    if isinstance(value, str) and value.startswith("date:"):
        return dt.datetime.fromisoformat(value.removeprefix("date:")).replace(tzinfo=dt.UTC)

    return value


if __name__ == "__main__":
    pretend_windows()
    json.dump(serve(), sys.stdout, default=str)
