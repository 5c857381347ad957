"""The sealed protocol and the attendance with codes: names beside codes, so they are sheets of the key and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.procedures.view import title
from objectivity_core.russian.fold import folded_name
from objectivity_core.tables import states
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

PROTOCOL, ATTENDANCE = "Протокол", "Явка с кодами"
_PROTOCOL_HEADINGS = ["Процедура", "№", "ФИО", "Класс", "Код работы", "Подпись"]
_ATTENDANCE_HEADINGS = ["Процедура", "Кабинет", "Код работы", "ФИО", "Работа", "Отметка организатора"]


def key_sheets(
    vault: pd.DataFrame, procedures: pd.DataFrame, works: pd.DataFrame, held: Collection[str] = ()
) -> dict[str, list[list[str]]]:
    """Sheets of the key to print: who wrote under which code, by names; and who came, by codes.

    Args:
        vault: the key.
        procedures: ``procedure_id``, ``kind``, ``subject``, ``class``, ``date``, ``room``.
        works: ``procedure_id``, ``code``, ``handed_in``.
        held: procedures that have taken place: there a work of which nothing is said was handed in; before, nobody has handed in anything.

    Returns:
        Rows by title of the sheet, the first one the headings; an empty row stands between two procedures: a new page begins there.
    """
    about = {row["procedure_id"]: row for row in records_of(procedures.drop_duplicates("procedure_id"))}
    handed_in = dict(zip(zip(works["procedure_id"], works["code"], strict=True), works["handed_in"], strict=True))
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in records_of(vault):
        groups.setdefault(row["procedure_id"], []).append(row)
    protocol, attendance = [_PROTOCOL_HEADINGS], [_ATTENDANCE_HEADINGS]
    for key, rows in groups.items():
        heading, room = (
            title(about[key], dated=True) if key in about else key,
            str((about.get(key) or {}).get("room", "")),
        )
        if len(protocol) > 1:
            protocol.append([])
            attendance.append([])
        by_name = sorted(rows, key=lambda row: (row["name"] == "", folded_name(row["name"]), row["code"]))
        unsaid = states.HANDED_IN if key in held else ""
        protocol += [
            [heading, str(number), row["name"], row["class"], row["code"], ""]
            for number, row in enumerate(by_name, start=1)
        ]
        attendance += [
            [heading, room, row["code"], row["name"], handed_in.get((key, row["code"])) or unsaid, ""]
            for row in sorted(rows, key=lambda row: row["code"])
        ]

    return {PROTOCOL: protocol, ATTENDANCE: attendance}
