"""The slips by which codes reach their pupils, the sealed protocol, the attendance with codes: names beside codes, so sheets of the key and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.procedures.view import title
from objectivity_core.russian.fold import folded_name
from objectivity_core.tables import states
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

PROTOCOL, ATTENDANCE, SLIPS = "Протокол", "Явка с кодами", "Полоски с фамилиями"
_PROTOCOL_HEADINGS = ["Процедура", "№", "ФИО", "Класс", "Код работы", "Подпись"]
_SLIPS_HEADINGS = ["Процедура", "ФИО", "Класс", "Код работы"]
_ATTENDANCE_HEADINGS = ["Процедура", "Кабинет", "Код работы", "ФИО", "Работа", "Отметка организатора"]


def key_sheets(
    vault: pd.DataFrame,
    procedures: pd.DataFrame,
    works: pd.DataFrame,
    pupils: pd.DataFrame,
    held: Collection[str] = (),
) -> dict[str, list[list[str]]]:
    """Sheets of the key to print: a slip for each pupil with name and code, who wrote under which code, by names, and who came, by codes.

    A slip's half with the code stays with the work, the half with the name is torn off: so the code reaches the pupil whom the key means, and no list
    goes into the class. Codes that belong to nobody yet («Ключ на бумаге») have no such slip.

    Args:
        vault: the key.
        procedures: ``procedure_id``, ``kind``, ``subject``, ``class``, ``date``, ``room``.
        works: ``procedure_id``, ``code``, ``handed_in``.
        pupils: ``pupil_id``, ``name``, ``differs``: namesakes are told apart.
        held: procedures that have taken place: there a work of which nothing is said was handed in, and no slip is needed; before, nobody has
            handed in anything.

    Returns:
        Rows by title of the sheet, the first one the headings; an empty row stands between two procedures: a new page begins there.
    """
    about = {row["procedure_id"]: row for row in records_of(procedures.drop_duplicates("procedure_id"))}
    handed_in = dict(zip(zip(works["procedure_id"], works["code"], strict=True), works["handed_in"], strict=True))
    groups: dict[str, list[dict[str, Any]]] = {}
    differs = dict(zip(pupils["pupil_id"], pupils["differs"], strict=True))
    for row in records_of(vault):
        said = differs.get(row["pupil_id"], "")
        if (
            said and row["name"] and not row["name"].endswith(f" ({said})")
        ):  # of a key drawn before namesakes were told apart
            row["name"] += f" ({said})"
        groups.setdefault(row["procedure_id"], []).append(row)
    protocol, attendance, slips = [_PROTOCOL_HEADINGS], [_ATTENDANCE_HEADINGS], [_SLIPS_HEADINGS]
    for key, rows in groups.items():
        heading, room = (
            title(about[key], dated=True) if key in about else key,
            str((about.get(key) or {}).get("room", "")),
        )
        if len(protocol) > 1:
            protocol.append([])
            attendance.append([])
        by_name = sorted(rows, key=lambda row: (row["name"] == "", folded_name(row["name"]), row["code"]))
        named = [
            [heading, row["name"], row["class"], row["code"]] for row in by_name if row["name"] and key not in held
        ]
        slips += [*([[]] if named and len(slips) > 1 else []), *named]
        unsaid = states.HANDED_IN if key in held else ""
        protocol += [
            [heading, str(number), row["name"], row["class"], row["code"], ""]
            for number, row in enumerate(by_name, start=1)
        ]
        attendance += [
            [heading, room, row["code"], row["name"], handed_in.get((key, row["code"])) or unsaid, ""]
            for row in sorted(rows, key=lambda row: row["code"])
        ]

    return {**({SLIPS: slips} if len(slips) > 1 else {}), PROTOCOL: protocol, ATTENDANCE: attendance}
