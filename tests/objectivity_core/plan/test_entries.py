"""What people typed into «Сроки» and cannot be, is said once per cell, with its cell."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.plan.entries import entry_findings

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeFrame

TODAY = dt.date(2025, 4, 20)


@pytest.mark.parametrize(
    ("cells", "code", "column", "value"),
    [
        ({"done": dt.date(2025, 4, 21), "proof": "Акт"}, "done-in-future", "Выполнено", "21.04.2025"),
        (
            {"start": dt.date(2025, 4, 10), "moved_due": dt.date(2025, 4, 9), "moved_reason": "Болезнь"},
            "due-before-start",
            "Новый срок",
            "09.04.2025",
        ),
        ({"moved_due": dt.date(2025, 4, 30)}, "no-reason", "Причина переноса", ""),
        ({"proof": "Протокол № 3"}, "proof-without-date", "Выполнено", ""),
    ],
)
def test_an_entry_that_cannot_be_is_a_finding(
    make_frame: MakeFrame, cells: dict[str, Any], code: str, column: str, value: str
) -> None:
    frame = make_frame("occurrences", [{"measure_id": "M001", "ordinal": 1} | cells])
    (finding,) = entry_findings(frame, TODAY)

    assert (code, "warning", "M001 |  | 1", column, value, 0) == (
        finding.code,
        finding.severity,
        finding.key,
        finding.column,
        finding.value,
        finding.row,
    )
    assert finding.remedy


@pytest.mark.parametrize(
    "cells",
    [
        {"done": dt.date(2025, 4, 20), "proof": "Акт"},
        {"moved_due": dt.date(2025, 4, 30), "moved_reason": "Карантин"},
        {"proof": "Протокол", "decision": "не требуется"},
        {},
    ],
)
def test_entries_in_order_are_not_remarked_upon(make_frame: MakeFrame, cells: dict[str, Any]) -> None:
    assert [] == list(entry_findings(make_frame("occurrences", [{"measure_id": "M001", "ordinal": 1} | cells]), TODAY))
