"""Findings as the table «Замечания», with links that find their row by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.findings import SEVERITIES, Finding
from objectivity_core.tables import KEY_SEPARATOR, TABLES
from objectivity_core.tables.grid import Formula, column_letter
from objectivity_core.tables.model import column_of
from objectivity_core.tables.parse import frame_of, records_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

_ORDER = {word: at for at, word in enumerate(SEVERITIES.values())}


def findings_frame(findings: Iterable[Finding], action: str, old: pd.DataFrame) -> pd.DataFrame:
    """The table «Замечания» after an action: its own findings are replaced, those of other actions stay.

    Args:
        findings: what the action noticed.
        action: title of the action.
        old: the table as read (without ``number`` and ``link``).

    Returns:
        Every column; errors first. ``link`` is a formula that looks the row up by its key.
    """
    records: list[dict[str, Any]] = [
        {
            "severity": SEVERITIES[one.severity],
            "message": one.message,
            "remedy": one.remedy,
            "value": one.value,
            "action": action,
            "where": one.where,
            "table": TABLES[one.table].excel if one.table in TABLES else "",
            "key": one.key,
            "column": one.column,
        }
        for one in findings
    ]
    records += records_of(old[old["action"] != action])
    records.sort(key=lambda record: _ORDER.get(str(record["severity"]), len(_ORDER)))
    for number, record in enumerate(records, start=1):
        record["number"] = number
        record["link"] = link(str(record["table"]), str(record["key"]), str(record["column"]), str(record["where"]))

    return frame_of(TABLES["findings"], records)


def link(excel: str, key: str, heading: str, where: str) -> Formula | str:
    """A link to a finding's cell: found by key where the row has one, else by the address at that moment; plain text for files."""
    table = next((one for one in TABLES.values() if one.excel == excel), None)
    if table is None:
        return where
    parts = key.split(KEY_SEPARATOR) if key else []
    at = next((number for number, one in enumerate(table.headings) if one == heading), 0)
    sheet, letter, row = _place(where, table.sheet, column_letter(table.left + at))
    if len(parts) == len(table.key) and any(parts):
        tests = "*".join(
            f'({column_of(table.excel, table[name].heading)}&""={_literal(part)})'
            for name, part in zip(table.key, parts, strict=True)
            if part
        )
        filled = next(name for name, part in zip(table.key, parts, strict=True) if part)
        first = column_of(table.excel, table[filled].heading)
        found = f"SUMPRODUCT(MAX({tests}*ROW({first})))"
        row = f"IF({found}>0,{found},{row})"  # a key that the sheet does not have yet: the address of that moment
    shown = where or table.sheet

    return Formula(f"=HYPERLINK(\"#'{sheet}'!{letter}\"&{row},{_literal(shown)})", shown)


def _place(where: str, sheet: str, letter: str) -> tuple[str, str, str]:
    """Sheet, column and row of an address such as ``План!D7``; what it does not say is taken from the table's declaration."""
    title, _, cell = where.rpartition("!")
    letters, digits = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not (title and letters + digits == cell and letters.isalpha() and letters.isascii() and digits):
        return sheet, letter, "1"

    return title, letters, digits


def _literal(text: str) -> str:
    """A text as a constant of a formula; Excel takes at most 255 characters."""
    return '"' + text[:255].replace('"', '""') + '"'
