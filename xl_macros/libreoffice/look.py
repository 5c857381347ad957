"""How cells look: number format, colour, font, widths and heights, alignment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_macros.libreoffice.bridge import border, load_uno
from xl_macros.libreoffice.formats import (
    common,
    native_colour,
    native_points,
    native_width,
    points,
    rgb,
    width_in_digits,
)

if TYPE_CHECKING:
    from xl_macros.libreoffice.addresses import Area
    from xl_macros.libreoffice.books import Book
    from xl_macros.libreoffice.ranges import Range
    from xl_macros.libreoffice.sheets import Sheet

_BOLD, _NORMAL = 150.0, 100.0
_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "fill": "REPEAT",
}
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4}


@border
class Look:
    """The part of a range that is about looks."""

    uno: Any
    area: Area

    @property
    def sheet(self) -> Sheet:
        """The range's sheet."""
        raise NotImplementedError

    @property
    def book(self) -> Book:
        """The range's workbook."""
        return self.sheet.book

    @property
    def number_format(self) -> str | None:
        """The format's code as Excel writes it; None where cells differ."""
        key = common(self.uno, "NumberFormat")

        return None if key is None else self.book.formats.of(key).code

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.uno.NumberFormat = self.book.formats.key(value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The background; None for none, or where cells differ."""
        colour = common(self.uno, "CellBackColor")

        return None if colour is None else rgb(colour)

    @color.setter
    def color(self, value: tuple[int, int, int] | str | int | None) -> None:
        self.uno.CellBackColor = native_colour(value)

    @property
    def font(self) -> Font:
        """Its font."""
        return Font(self)

    @property
    def wrap_text(self) -> bool | None:
        """Whether texts are broken into lines; None where cells differ."""
        return common(self.uno, "IsTextWrapped")  # type: ignore[no-any-return]

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.uno.IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        """Excel's word for it; None where cells differ."""
        found = common(self.uno, "HoriJustify")

        return found and next((word for word, native in _HORIZONTAL.items() if native == found.value), "general")

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.uno.HoriJustify = load_uno().Enum("com.sun.star.table.CellHoriJustify", _HORIZONTAL[value])

    @property
    def vertical_alignment(self) -> str | None:
        """Excel's word for it; None where cells differ."""
        found = common(self.uno, "VertJustify")

        return (
            None if found is None else next((word for word, native in _VERTICAL.items() if native == found), "bottom")
        )

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.uno.VertJustify = _VERTICAL[value]

    @property
    def column_width(self) -> float | None:
        """The columns' width in digits; None where they differ."""
        widths = self._each("Columns", "Width")

        return width_in_digits(widths.pop()) if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.uno.Columns.Width = native_width(value)

    @property
    def row_height(self) -> float | None:
        """The rows' height in points; None where they differ."""
        heights = self._each("Rows", "Height")

        return points(heights.pop()) if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        if not 0 <= value <= 409.5:
            raise ValueError(f"A row is 0 to 409.5 points high, not {value}.")
        self.uno.Rows.Height = native_points(value)

    @property
    def row_hidden(self) -> bool | None:
        """Whether its rows are hidden; None where they differ."""
        return _one({not shown for shown in self._each("Rows", "IsVisible")})

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.uno.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """Whether its columns are hidden; None where they differ."""
        return _one({not shown for shown in self._each("Columns", "IsVisible")})

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.uno.Columns.IsVisible = not value

    def _each(self, lines: str, name: str) -> set[Any]:
        """The different values of a property of rows or columns."""
        found = getattr(self.uno, lines)

        return {getattr(found.getByIndex(at), name) for at in range(found.Count)}

    @property
    def width(self) -> float:
        """Its width in points."""
        return points(self.uno.Size.Width)

    @property
    def height(self) -> float:
        """Its height in points."""
        return points(self.uno.Size.Height)

    @property
    def left(self) -> float:
        """Points from the sheet's left edge."""
        return points(self.uno.Position.X)

    @property
    def top(self) -> float:
        """Points from the sheet's top."""
        return points(self.uno.Position.Y)

    def autofit(self, axis: str | None = None) -> None:
        """Fit rows (``r``), columns (``c``) or both to what stands in them."""
        if axis in {None, "r", "rows"}:
            self.uno.Rows.OptimalHeight = True
        if axis in {None, "c", "columns"}:
            self.uno.Columns.OptimalWidth = True

    @property
    def merge_cells(self) -> bool:
        """Whether it is merged."""
        return bool(self.uno.IsMerged)

    @property
    def merge_area(self) -> Range:
        """The merged cells in which it begins."""
        cursor = self.sheet.api.createCursorByRange(self.uno)
        cursor.collapseToMergedArea()

        return self.sheet.at(cursor.RangeAddress)

    def merge(self, across: bool = False) -> None:
        """Merge its cells, row by row when ``across``."""
        for at in range(self.area.rows if across else 1):
            rows = 1 if across else self.area.rows
            self.sheet.range((self.area.row + at, self.area.column, rows, self.area.columns)).uno.merge(True)

    def unmerge(self) -> None:
        """Undo a merge."""
        self.uno.merge(False)


def _one(values: set[bool]) -> bool | None:
    return values.pop() if len(values) == 1 else None


@border
class Font(base_classes.Font):
    """The font of a range."""

    def __init__(self, cells: Look) -> None:
        """Belong to a range."""
        self._cells = cells.uno

    @property
    def api(self) -> Any:
        """The UNO range, which carries the properties ``Char…``."""
        return self._cells

    @property
    def bold(self) -> bool | None:
        """Whether it is bold; None where cells differ."""
        weight = common(self._cells, "CharWeight")

        return None if weight is None else weight > _NORMAL

    @bold.setter
    def bold(self, value: bool) -> None:
        self._cells.CharWeight = _BOLD if value else _NORMAL

    @property
    def italic(self) -> bool | None:
        """Whether it is slanted; None where cells differ."""
        slant = common(self._cells, "CharPosture")

        return None if slant is None else slant.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._cells.CharPosture = load_uno().Enum("com.sun.star.awt.FontSlant", "ITALIC" if value else "NONE")

    @property
    def size(self) -> float | None:
        """Points; None where cells differ."""
        return common(self._cells, "CharHeight")  # type: ignore[no-any-return]

    @size.setter
    def size(self, value: float) -> None:
        self._cells.CharHeight = float(value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The text's colour; black where it is automatic, None where cells differ."""
        colour = common(self._cells, "CharColor")

        return None if colour is None else rgb(max(colour, 0))

    @color.setter
    def color(self, value: tuple[int, int, int] | str | int) -> None:
        self._cells.CharColor = native_colour(value)

    @property
    def name(self) -> str | None:
        """The family; None where cells differ."""
        return common(self._cells, "CharFontName")  # type: ignore[no-any-return]

    @name.setter
    def name(self, value: str) -> None:
        self._cells.CharFontName = value
