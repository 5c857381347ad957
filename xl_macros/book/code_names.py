"""The code names by which VBA knows the workbook and its sheets: LibreOffice loses them on saving, and writes the project in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_macros.book.package_parts import WORKBOOK, related, sheet_titles
from xl_macros.book.workbook_part import code_name, with_code_name
from xl_macros.vba.saved_project import documents, repaired

if TYPE_CHECKING:
    from xl_macros.book.package_parts import Package


def lack_code_names(package: Package) -> bool:
    """Whether the workbook has VBA modules, and it or a sheet has no code name: Excel would not find their modules."""
    return bool(_project(package)) and not all(
        [
            code_name(package.text(WORKBOOK), "workbookPr"),
            *(code_name(package.text(part), "sheetPr") for part in sheet_titles(package)),
        ]
    )


def restore_code_names(package: Package) -> None:
    """Put code names back where there are none, and the VBA project as Excel wants it.

    The workbook gets its module; sheets get, in their order, the modules of sheets that no other sheet has, in the order of their numbers,
    as the product names them. A project that cannot be read is left alone.
    """
    if not lack_code_names(package):
        return
    part = _project(package)
    project = repaired(package.read(part))
    try:
        behind = documents(project)
    except (OSError, ValueError):
        return
    package.put_bytes(part, project)
    if behind.workbook and not code_name(package.text(WORKBOOK), "workbookPr"):
        package.put(WORKBOOK, with_code_name(package.text(WORKBOOK), "workbookPr", behind.workbook))
    names = {sheet: code_name(package.text(sheet), "sheetPr") for sheet in sheet_titles(package)}
    free = [name for name in behind.sheets if name not in names.values()]
    for sheet, name in zip([sheet for sheet, name in names.items() if not name], free, strict=False):
        package.put(sheet, with_code_name(package.text(sheet), "sheetPr", name))


def _project(package: Package) -> str:
    """The part of the VBA project; ``""`` where there is none."""
    parts = related(package, package, WORKBOOK, "vbaProject").values()

    return next((part for part in parts if part in package), "")
