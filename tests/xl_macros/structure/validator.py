"""Microsoft's own validator of Open XML, brought by ``tests/validator.sh`` into ``.tools``."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
OLDEST: Final = "Office2013"


def tool() -> Path:
    """The program.

    Raises:
        FileNotFoundError: it has not been brought.
    """
    found = sorted((ROOT / ".tools" / "node_modules" / "@xarsh").glob("ooxml-validator-*/ooxml-validator*"))
    if not found:
        raise FileNotFoundError("Microsoft's validator is not in .tools: sh tests/validator.sh")

    return found[0]


def complaints(path: Path, version: str) -> list[str]:
    """What the validator says of a file, for one version of Office."""
    told = subprocess.run([tool(), path, version], capture_output=True, check=True, encoding="utf-8", timeout=300)

    return read_report(told.stdout)


def read_report(text: str) -> list[str]:
    """The complaints of a report.

    Raises:
        ValueError: no list of errors stands in it; the program ends with 0 whatever it found, so silence proves nothing.
    """
    report = json.loads(text)
    errors = report.get("errors") if isinstance(report, dict) else None
    if errors is None:
        raise ValueError(f"no report of the validator: {text[:200]}")
    found = [f"{one.get('path')} {one.get('xPath')}: {one.get('description')}" for one in errors]

    return found or ([] if report.get("ok") is True else ["not ok, without a reason"])
