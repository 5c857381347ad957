"""What Excel checks when it loads a workbook and Microsoft's validator does not; one list of faults for a file."""

from __future__ import annotations

from tests.xl_macros.structure.package import Package, package_faults
from tests.xl_macros.structure.sheets import Sheet, sheet_faults
from tests.xl_macros.structure.workbook import name_faults, names_of, table_faults, tables_of, workbook_faults


def faults(data: bytes) -> list[str]:
    """Everything that is wrong with a workbook.

    Args:
        data: the file.

    Returns:
        One line a fault; where the zip itself is damaged, its faults alone.
    """
    package = Package(data)
    found = list(package_faults(package))
    if found:
        return found
    tables = tables_of(package)
    names = names_of(package, tables)
    found += workbook_faults(package)
    found += name_faults(package, names, tables)
    found += table_faults(package, tables)
    for entry, part in package.sheets:
        if "worksheets/" in part:  # a sheet that is a chart has no cells
            found += sheet_faults(Sheet(package, entry.get("name", ""), part), names, tables)

    return found
