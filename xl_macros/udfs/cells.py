"""How worksheet functions take ranges and give arrays: shapes, blanks, and what stands in a cell when something goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.worksheet_functions import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

FAILED = "сбой программы, подробности в журнале"
"""What a cell shows when the program itself is at fault; the details are in the log file."""
UNEQUAL = "диапазоны разного размера"


def rows_of(value: Any) -> list[list[Any]]:
    """The cells of an argument as rows, whether one value, a flat list (one row) or nested lists.

    >>> rows_of(1), rows_of([1, 2]), rows_of(((1,), (2,)))
    ([[1]], [[1, 2]], [[1], [2]])
    """
    if not isinstance(value, list | tuple):
        return [[value]]
    if value and isinstance(value[0], list | tuple):
        return [list(row) for row in value]

    return [list(value)]


def flat(value: Any) -> list[Any]:
    """The cells of an argument one after another, row by row."""
    return [cell for row in rows_of(value) for cell in row]


def alike(one: Any, other: Any) -> bool:
    """Whether the cells of two ranges stand beside each other: one shape, or a row and a column of one length.

    >>> alike([[1, 2]], [[1], [2]]), alike([[1, 2, 3], [4, 5, 6]], [[1, 2], [3, 4], [5, 6]])
    (True, False)
    """
    first, second = (sorted((len(rows), len(rows[0]))) for rows in (rows_of(one), rows_of(other)))

    return first == second and (1 in first or len(rows_of(one)) == len(rows_of(other)))


def each(answer: Callable[..., Any], *arguments: Any) -> Any:
    """Answer cell by cell.

    Args:
        answer: from one cell of every argument to a value, None for blank; what it raises stands in its own cell only.
        arguments: values or ranges; a single cell stands beside every cell of the others, ranges are of one shape.

    Returns:
        What has the shape of the ranges: a value for a value, a flat list for a flat list, nested lists for nested lists.
    """
    grids = [rows_of(argument) for argument in arguments]
    shapes = [(len(grid), len(grid[0])) for grid in grids]
    shape = next((one for one in shapes if one != (1, 1)), (1, 1))
    if any(one not in {shape, (1, 1)} for one in shapes):
        return UNEQUAL

    def cell(grid: list[list[Any]], row: int, column: int) -> Any:
        return grid[0][0] if (len(grid), len(grid[0])) == (1, 1) else grid[row][column]

    result = [
        [guarded(answer, *(cell(grid, row, column) for grid in grids)) for column in range(shape[1])]
        for row in range(shape[0])
    ]
    leading = arguments[shapes.index(shape)]
    if not isinstance(leading, list | tuple):
        return result[0][0]

    return result if leading and isinstance(leading[0], list | tuple) else result[0]


def guarded(answer: Callable[..., Any], *arguments: Any) -> Any:
    """The answer, or the few words that stand in the cell instead; nothing is ever raised.

    No answer is an empty text: Excel would show nothing at all as 0.
    """
    try:
        found = answer(*arguments)
    except Refusal as refusal:
        return str(refusal)
    except Exception as error:  # noqa: BLE001 - a cell shows a sentence, never an exception
        from xl_macros.errors import explain

        explain(error)  # writes the log file; its sentence is too long for a cell
        return FAILED

    return "" if found is None else found
