"""Defined names of a workbook or of one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.addresses import quoted
from xl_macros.libreoffice.bridge import border, cell_address
from xl_macros.libreoffice.formulas import to_excel, to_native
from xl_macros.libreoffice.limits import check_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xl_macros.libreoffice.books import Book
    from xl_macros.libreoffice.ranges import Range
    from xl_macros.libreoffice.sheets import Sheet


@border
class Names(base_classes.Names):
    """The names of a workbook (its sheets' too) or of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        """Belong to a workbook, or to one of its sheets."""
        self.book, self.sheet = book, sheet

    @property
    def api(self) -> Any:
        """The UNO collection."""
        return (self.sheet or self.book).api.NamedRanges

    def __iter__(self) -> Iterator[Name]:
        """Every name."""
        found = [Name(self.book, self.sheet, self.api.getByName(name)) for name in self.api.ElementNames]
        if self.sheet is None:
            found += [name for sheet in self.book.sheets for name in Names(self.book, sheet)]

        return iter(found)

    def __len__(self) -> int:
        """How many."""
        return sum(1 for _ in self)  # list() would ask for the length

    def __call__(self, name_or_index: str | int) -> Name:
        """By name (``Sheet!Name`` for one of a sheet) or 1-based number."""
        names = [*iter(self)]
        if isinstance(name_or_index, int):
            return names[name_or_index - 1]
        for name in names:
            if name_or_index.lower() in {name.name.lower(), str(name.api.Name).lower()}:
                return name
        raise KeyError(name_or_index)

    def contains(self, name_or_index: str | int) -> bool:
        """Whether there is such a name."""
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False

        return True

    def snapshot(self) -> list[tuple[str, Name]]:
        """All names with their texts."""
        return [(name.name, name) for name in self]

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name; ``refers_to`` is a formula or an address of Excel.

        Raises:
            ValueError: a name that Excel refuses.
        """
        taken = [*self.api.ElementNames, *self.book.api.DatabaseRanges.ElementNames]
        check_name(name, taken)
        self.api.addNewByName(name, _content(refers_to), cell_address(0, 0, 0), 0)

        return Name(self.book, self.sheet, self.api.getByName(name))


@border
class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Book, sheet: Sheet | None, named: Any) -> None:
        """Take a named range."""
        self.book, self.sheet, self._named = book, sheet, named

    @property
    def api(self) -> Any:
        """The UNO named range."""
        return self._named

    @property
    def name(self) -> str:
        """Its name; one of a sheet with the sheet's name before it."""
        return f"{quoted(self.sheet.name)}!{self._named.Name}" if self.sheet else str(self._named.Name)

    @name.setter
    def name(self, value: str) -> None:
        check_name(value, [])
        self._named.Name = value

    @property
    def refers_to(self) -> str:
        """What it means, as a formula."""
        return to_excel(f"={self._named.Content}")

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._named.Content = _content(value)

    @property
    def refers_to_range(self) -> Range:
        """The cells it means.

        Raises:
            ValueError: it means no cells.
        """
        cells = self._named.getReferredCells()
        if cells is None:
            raise ValueError(f"The name {self.name!r} does not refer to cells.")

        return self.book.sheets.by_address(cells.RangeAddress)

    def delete(self) -> None:
        """Remove it."""
        (self.sheet or self.book).api.NamedRanges.removeByName(self._named.Name)


def _content(refers_to: str) -> str:
    """A definition as LibreOffice takes it, without the equals sign."""
    return to_native(refers_to if refers_to.startswith("=") else f"={refers_to}").removeprefix("=")
