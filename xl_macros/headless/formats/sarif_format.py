"""SARIF 2.1.0 (OASIS): a rule per code, a result per finding, whose fingerprint stays when a sheet is sorted."""

from __future__ import annotations

import hashlib
import json
import os
import urllib.parse
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from objectivity_core.anonymity.public import described
from xl_macros.headless.report import identities, place

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from xl_macros.headless.report import Checked, Report

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def printed(report: Report) -> str:
    """The log of one run."""
    rules: dict[str, dict[str, Any]] = {}
    results = []
    for book in report.books:
        for one, same in zip(book.findings, identities(book.findings), strict=True):
            rules.setdefault(one.code, _rule(one))
            results.append(_result(book, one, same, list(rules).index(one.code)))
    driver = {
        "name": "objectivity",
        "version": version("objectivity"),
        "language": "ru",
        "rules": list(rules.values()),
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": all(book.read for book in report.books)}],
        "results": results,
    }

    return json.dumps(
        {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]},
        ensure_ascii=False,
        indent=1,
    )


def _rule(one: Finding) -> dict[str, Any]:
    message, remedy = described(one.rule) if one.rule else (one.message, one.remedy)
    texts = {
        "shortDescription": {"text": message},
        "fullDescription": {"text": message},
        **({"help": {"text": remedy}} if remedy else {}),
    }

    return {"id": one.code, **texts, "defaultConfiguration": {"level": _LEVELS[one.severity]}}


def _result(book: Checked, one: Finding, same: str, number: int) -> dict[str, Any]:
    at = place(one)
    region = {"startLine": max(at.row, 1), "startColumn": max(at.column, 1)}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(book.path)}, "region": region},
    }
    if one.where:
        location["logicalLocations"] = [{"fullyQualifiedName": one.where}]
    digest = hashlib.sha256(same.encode()).hexdigest()[:32]

    return {
        "ruleId": one.code,
        "ruleIndex": number,
        "level": _LEVELS[one.severity],
        "message": {"text": f"{one.where + ': ' if one.where else ''}{one.message} {one.remedy}".rstrip()},
        "locations": [location],
        "partialFingerprints": {"objectivity/v1": digest},
    }


def _uri(path: Path) -> str:
    """Relative to where the command runs, percent-encoded."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path.absolute().as_uri()

    return urllib.parse.quote(Path(relative).as_posix())
