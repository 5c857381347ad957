"""The border to UNO: finding the module, turning its exceptions into Python's own, small values to hand over."""

from __future__ import annotations

import functools
import importlib
import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Class = TypeVar("_Class", bound=type)
_DEBIAN = "/usr/lib/python3/dist-packages"


class OfficeError(RuntimeError):
    """LibreOffice could not do it. The message names what it said; the workbook may be read-only, protected or busy."""


class OfficeGoneError(OfficeError, ConnectionError):
    """LibreOffice ended, or its connection broke. Start it again and open the workbook again."""


@functools.cache
def load_uno() -> Any:
    """The module ``uno``. Debian keeps it out of virtual environments, so its folder is looked at last.

    Raises:
        ModuleNotFoundError: LibreOffice's bridge to Python is missing (Debian: ``python3-uno``).
    """
    try:
        return importlib.import_module("uno")
    except ModuleNotFoundError:
        sys.path.append(_DEBIAN)
        try:
            importlib.import_module("unohelper")  # for listeners, while the folder is at hand
            return importlib.import_module("uno")
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                "The module uno is missing: install python3-uno for this version of Python.", name="uno"
            ) from None
        finally:
            sys.path.remove(_DEBIAN)  # nothing else of the system's Python may slip into the environment


@functools.cache
def _uno_class(name: str) -> type[Exception]:
    return load_uno().getClass(f"com.sun.star.{name}")  # type: ignore[no-any-return]


_MEANINGS: tuple[tuple[str, type[Exception]], ...] = (
    ("lang.DisposedException", OfficeGoneError),
    ("connection.NoConnectException", OfficeGoneError),
    ("lang.IndexOutOfBoundsException", IndexError),
    ("container.NoSuchElementException", KeyError),
    ("container.ElementExistException", ValueError),
    ("lang.IllegalArgumentException", ValueError),
    ("beans.UnknownPropertyException", AttributeError),
    ("io.IOException", OSError),
)


def translated(error: Exception) -> Exception | None:
    """The Python exception that means the same, or None for one that is Python's already.

    A UNO exception must not travel on: it is a struct, so that ``contextlib`` cannot set its traceback.
    """
    if not isinstance(error, _uno_class("uno.Exception")):
        return None
    text = str(getattr(error, "Message", "")) or type(error).__name__
    if "URP" in text and "disposed" in text:
        return OfficeGoneError(text)
    for name, meaning in _MEANINGS:
        if isinstance(error, _uno_class(name)):
            return meaning(text)

    return OfficeError(text)


def at_border(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function from which no UNO exception escapes."""

    @functools.wraps(function)
    def guarded(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except Exception as error:
            meant = translated(error)
            if meant is None:
                raise
        raise meant

    return guarded


def border(cls: _Class) -> _Class:
    """A class from whose own methods and properties no UNO exception escapes."""
    for name, member in list(vars(cls).items()):
        if isinstance(member, property):
            get, put = (part and at_border(part) for part in (member.fget, member.fset))
            setattr(cls, name, property(get, put, doc=member.__doc__))
        elif callable(member) and not isinstance(member, type | staticmethod | classmethod):
            setattr(cls, name, at_border(member))

    return cls


def property_values(**values: Any) -> tuple[Any, ...]:
    """Named arguments as UNO takes them."""
    made = []
    for name, value in values.items():
        one = load_uno().createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)

    return tuple(made)


def range_address(sheet: int, row: int, column: int, bottom: int, right: int) -> Any:
    """A ``CellRangeAddress``; all numbers 0-based and inclusive."""
    address = load_uno().createUnoStruct("com.sun.star.table.CellRangeAddress")
    address.Sheet, address.StartRow, address.StartColumn, address.EndRow, address.EndColumn = (
        sheet,
        row,
        column,
        bottom,
        right,
    )

    return address
