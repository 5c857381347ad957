"""The workbook's own part and its code names: what a headless save puts right beside the cells."""

from __future__ import annotations

import datetime as dt

from objectivity_core.tables.day_numbers import EPOCH
from xl_macros.book.xml_text import attribute, element, plain, prefix_of, start, with_attribute

_EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - cells know no time zones
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")
"""Elements of the workbook behind which that of calculation stands, the last one first ([ECMA-376] 18.2.27)."""


def epoch_of(workbook: str) -> dt.datetime:
    """Day 0 of a workbook: it may count from 1904, as books from old Macs do."""
    tag = start(f"{prefix_of(workbook, 'workbook')}workbookPr").search(workbook)

    return _EPOCH_1904 if tag and attribute(tag[1], "date1904") in {"1", "true"} else EPOCH


def computed_anew(workbook: str) -> str:
    """The part saying that everything is to be computed when the workbook is opened.

    Raises:
        ValueError: it is no such part.
    """
    workbook = plain(workbook)
    prefix = prefix_of(workbook, "workbook")
    tag = f"{prefix}calcPr"
    if found := start(tag).search(workbook):
        if attribute(found[1], "fullCalcOnLoad") in {"1", "true"}:
            return workbook
        attributes = with_attribute(found[1], "fullCalcOnLoad", "1")
        return f"{workbook[: found.start()]}<{tag}{attributes}>{workbook[found.end() :]}"
    for name in _BEFORE_CALCULATION:
        if found := element(f"{prefix}{name}").search(workbook):
            return f'{workbook[: found.end()]}<{tag} fullCalcOnLoad="1"/>{workbook[found.end() :]}'
    raise ValueError("no sheets")


def code_name(part: str, kind: str) -> str:
    """The code name that a workbook's or a sheet's part says; ``""`` where it says none."""
    tag = start(rf"(?:[\w.-]+:)?{kind}").search(part)

    return (attribute(tag[1], "codeName") or "") if tag else ""


def with_code_name(part: str, kind: str, name: str) -> str:
    """A workbook's (``workbookPr``) or a sheet's (``sheetPr``) part with a code name.

    Raises:
        ValueError: it is no such part.
    """
    part = plain(part)
    prefix = prefix_of(part, "workbook" if kind == "workbookPr" else "(?:work|chart|dialog)sheet")
    tag = f"{prefix}{kind}"
    if found := start(tag).search(part):
        attributes = with_attribute(found[1], "codeName", name)
        return f"{part[: found.start()]}<{tag}{attributes}>{part[found.end() :]}"
    for one in ("fileSharing", "fileVersion", "workbook", "(?:work|chart|dialog)sheet"):
        if found := start(f"{prefix}{one}").search(part):
            return f'{part[: found.end()]}<{tag} codeName="{name}"/>{part[found.end() :]}'
    raise ValueError(f"no place for {kind}")
