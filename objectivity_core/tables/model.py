"""What a table is: its columns, keys and rules. Every other place takes them from here."""

from __future__ import annotations

import dataclasses
import re
from typing import Literal

Kind = Literal["text", "list", "code", "choice", "date", "integer", "number", "mark", "score", "share", "any"]
"""How a column is read and shown.

``text``, ``list`` (values separated by «;»), ``code`` (text that looks like a number), ``choice`` (closed set) and
``score`` (whole points or «X» = not attempted) are strings in a frame, ``""`` where empty. ``date`` is
``datetime64[s]``, empty = NaT. ``integer``, ``number``, ``mark`` (2-5) and ``share`` (0-1) are floats, empty = NaN. ``any`` is read as text and written as it is.
"""

Filling = Literal["people", "shared", "issued", "computed", "formula"]
"""Who fills a column: ``people`` type it and the product never touches it; ``shared`` is typed by people or filled by the product; ``issued`` is written by the product and is a
fact from then on (keys, codes, collected scores); ``computed`` is written anew each time and never read back;
``formula`` is a live worksheet formula with a twin in Python."""

Rows = Literal["kept", "generated", "replaced"]
"""What happens to rows: ``kept`` (people's rows: the product adds, never deletes), ``generated`` (rows come and go with
the data; one with people's entries becomes «отменено» instead of disappearing), ``replaced`` (purely computed)."""

KEY_SEPARATOR = " | "
SEVERAL = " — "
"""What stands between a measure and the procedure, wave or period of one of its terms."""
_SPECIAL = re.compile(r"[\t\n\r,:.\[\]#'\"{}$^&*+=\-><(/)]")
"""Excel's help, "Using structured references": a heading with one of these wants brackets of its own."""


def column_of(excel: str, heading: str) -> str:
    """A column of a table as formulas name it.

    >>> column_of("Сроки", "Срок"), column_of("Сроки", "Просрочено, рабочих дней")
    ('Сроки[Срок]', 'Сроки[[Просрочено, рабочих дней]]')
    """
    inner = re.sub(r"(['\[\]#])", r"'\1", heading)

    return f"{excel}[[{inner}]]" if _SPECIAL.search(heading) else f"{excel}[{inner}]"


@dataclasses.dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        name: English name in a frame.
        heading: Russian heading on the sheet.
        kind: see :data:`Kind`.
        filling: see :data:`Filling`.
        help: one Russian sentence: what stands here; shown as the input message and in «Справка».
        example: a value as people would type it.
        required: an empty cell is a finding.
        choices: the closed set of a ``choice`` column that belongs to the product.
        source: ``"table.column"`` whose values are allowed (and offered) here, so that people can extend the set.
        minimum: smallest allowed number.
        maximum: largest allowed number.
        formula: worksheet formula of a ``formula`` column; ``{heading}`` stands for this row's cell of that column.
        width: width on the sheet in characters.
        tucked: folded away behind a «+» over the columns, and not printed: what only the product needs.
        offered: of a column of ``people``: the product writes into its empty cells what people agreed to, never over an entry.
    """

    name: str
    heading: str
    kind: Kind = "text"
    filling: Filling = "people"
    help: str = ""
    example: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    source: str = ""
    minimum: float | None = None
    maximum: float | None = None
    formula: str = ""
    width: int = 14
    tucked: bool = False
    offered: bool = False

    @property
    def read(self) -> bool:
        """Whether the column's cells are input: computed cells and formulas never are."""
        return self.filling in {"people", "shared", "issued"}

    @property
    def typed(self) -> bool:
        """Whether people type into the column."""
        return self.filling in {"people", "shared"}


@dataclasses.dataclass(frozen=True)
class Table:
    """One table of the workbook.

    Attributes:
        name: English name, also the name of its CSV file.
        excel: name of the Excel table (what formulas use).
        sheet: title of its sheet.
        hint: row 2 of the sheet: what it is for and what to do next.
        columns: the columns in sheet order.
        key: names of the columns that identify a row.
        rows: see :data:`Rows`.
        capacity: rows covered by validation and colours.
        left: 1-based column of the sheet where the table begins (several small tables share a sheet).
        cancel: (column, value) that marks a generated row as no longer wanted.
        withdrawn: (column, value) that tells such a mark of the program from a person's: when the row is wanted again, both go.
        finished: column whose filling says that the work of a generated row was done: such a row is never cancelled.
        figures: what row 3 of the sheet counts: (label, column, value); an empty value counts filled cells.
        freeze: number of columns frozen at the left.
        pasted: whether a table of another shape is pasted onto it, wider than it is: what touches it at its right is read with it.
        printed: last column that is printed, where the others would make the print too small to read; ``""`` for all.
    """

    name: str
    excel: str
    sheet: str
    hint: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Rows = "kept"
    capacity: int = 2000
    left: int = 1
    cancel: tuple[str, str] | None = None
    withdrawn: tuple[str, str] | None = None
    finished: str = ""
    figures: tuple[tuple[str, str, str], ...] = ()
    freeze: int = 1
    pasted: bool = False
    printed: str = ""

    def __getitem__(self, name: str) -> Column:
        """The column of that English name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def headings(self) -> list[str]:
        """Russian headings in sheet order."""
        return [column.heading for column in self.columns]

    @property
    def names(self) -> list[str]:
        """English names in sheet order."""
        return [column.name for column in self.columns]

    def formula(self, column: Column) -> str:
        """The worksheet formula of a column, with references to this row's cells of the table.

        ``Таблица[[#This Row],[Столбец]]`` works in Excel and in LibreOffice; the short ``[@Столбец]`` does not.
        """
        cells = {one.heading: f"{self.excel}[[#This Row],[{one.heading}]]" for one in self.columns}

        return "=" + column.formula.format_map(cells)
