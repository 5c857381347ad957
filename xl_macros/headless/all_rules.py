"""Every rule by which something is found wrong: where they live, and their codes."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from objectivity_core.findings import Rule

_CORE: Final = "tables russian deadlines log procedures codes plan comparison commission timetable proofs"
_EXCEL: Final = "anonymity documents folders headless key log setup.doctor"
HOMES: Final = (
    *(f"objectivity_core.{room}.rules" for room in _CORE.split()),
    *("objectivity_core.setting_values", "objectivity_core.keys", "objectivity_core.anonymity.search"),
    *("objectivity_core.checks.rules", "objectivity_core.checks.school"),
    *(f"xl_macros.{room}.rules" for room in _EXCEL.split()),
)


def rules() -> dict[str, tuple[Rule, ...]]:
    """The rules by their home."""
    return {home: importlib.import_module(home).RULES for home in HOMES}


def codes() -> frozenset[str]:
    """The codes of all rules."""
    return frozenset(rule.code for found in rules().values() for rule in found)
