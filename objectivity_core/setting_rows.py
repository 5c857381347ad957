"""The rows of the sheet «Настройки»: all of them, those to write, those that an older book lacks."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from objectivity_core.setting_values import NO_ROWS, TEXT_SETTING
from objectivity_core.settings import Settings, says_of
from objectivity_core.tables import TABLES
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.parse import frame_of
from objectivity_core.tables.states import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.setting_values import SettingKind


def settings_frame(settings: Settings) -> pd.DataFrame:
    """The table «Настройки» of these settings, every column; values as cells (text, whole number or date)."""
    records = []
    for field in dataclasses.fields(Settings):
        says = says_of(field)
        records.append(
            {
                "setting": says.heading,
                "value": _as_cell(getattr(settings, field.name), says.kind),
                "unit": says.unit,
                "help": says.help,
                "source": says.source,
                "checked": says.checked,
            }
        )

    return frame_of(TABLES["settings"], records)


def changed_settings(before: Settings, after: Settings, noticed: Iterable[Finding] = ()) -> pd.DataFrame:
    """The rows of «Настройки» that differ, those noticed to stand there as text and those noticed to be missing, so that nothing else on the sheet is touched."""
    old, new = settings_frame(before), settings_frame(after)
    anew = {finding.key for finding in noticed if finding.code == TEXT_SETTING.code}
    anew |= {name for finding in noticed if finding.code == NO_ROWS.code for name in finding.value.split("; ")}

    return new[[a != b or name in anew for a, b, name in zip(old["value"], new["value"], new["setting"], strict=True)]]


def absent_rows(frame: pd.DataFrame) -> list[Finding]:
    """The settings of which the sheet of an older book has no row, in one finding.

    Args:
        frame: column ``setting``.
    """
    there = set(frame["setting"])
    absent = [says.heading for says in map(says_of, dataclasses.fields(Settings)) if says.heading not in there]

    return [NO_ROWS.at(value="; ".join(absent))] if absent else []


def _as_cell(value: Any, kind: SettingKind) -> Any:
    if kind == "yesno":
        return YES if value else NO
    if kind == "dates":
        return "; ".join(as_text(day) for day in value)

    return value
