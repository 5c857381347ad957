"""Every rule of the product, room by room, and the page that lists them: ``python -m xl_macros.headless.catalogue``."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from objectivity_core.findings import Rule

_CORE: Final = "tables russian deadlines log procedures codes plan comparison commission timetable proofs"
_EXCEL: Final = "anonymity documents folders headless key log setup.doctor"
HOMES: Final = (
    *(f"objectivity_core.{room}.rules" for room in _CORE.split()),
    *("objectivity_core.settings", "objectivity_core.keys", "objectivity_core.anonymity.search"),
    *("objectivity_core.checks.rules", "objectivity_core.checks.school"),
    *(f"xl_macros.{room}.rules" for room in _EXCEL.split()),
)
PAGE: Final = Path(__file__).parents[2] / "docs" / "findings.md"
_HEAD: Final = """# Findings

Every rule by which something is found wrong, printed from the code by `python -m xl_macros.headless.catalogue`.
`{…}` stands for what is filled in. The code is what `--json` gives and never changes its meaning.
"""


def rules() -> dict[str, tuple[Rule, ...]]:
    """The rules by their home."""
    return {home: importlib.import_module(home).RULES for home in HOMES}


def page() -> str:
    """The page in Markdown: a table per home."""
    lines = [_HEAD]
    for home, found in rules().items():
        title = home.removesuffix(".rules").replace(".", "/")
        lines += [f"## {title}\n", "| code | severity | message | remedy |", "|---|---|---|---|"]
        rows = (f"| `{one.code}` | {one.severity} | {one.message} | {one.remedy} |" for one in found)
        lines += [*(re.sub(r"{[^}]*}", "{…}", row) for row in rows), ""]

    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
