"""One JSON object: the contract of ``--json``, and how long it took."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xl_macros.headless.report import Report


def printed(report: Report) -> str:
    """``files`` (path, findings), ``errors``, ``warnings``, ``seconds``."""
    files = [{"path": str(book.path), "findings": [one.as_json() for one in book.findings]} for book in report.books]
    counts = {"errors": report.count("error"), "warnings": report.count("warning")}

    return json.dumps({"files": files, **counts, "seconds": round(report.seconds, 3)}, ensure_ascii=False)
