"""What a measure is called in a message: its number, and its document where two of them share the number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from objectivity_core.findings import shown

if TYPE_CHECKING:
    from collections.abc import Sequence


def measure_labels(measures: Sequence[dict[str, Any]]) -> list[str]:
    """A label for each measure, in their order.

    Args:
        measures: records of «План».

    >>> measure_labels([{"measure_id": "M1", "number": "1", "document": "ВСОКО"}, {"measure_id": "M2", "number": "1", "document": "ОГЭ"}])
    ['Мера 1 («ВСОКО»)', 'Мера 1 («ОГЭ»)']
    """
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for measure in measures:
        documents[measure["number"]].add(measure["document"])

    return [_label(measure, shared=len(documents[measure["number"]]) > 1) for measure in measures]


def _label(measure: dict[str, Any], *, shared: bool) -> str:
    number = measure["number"]
    if not number:
        return f"Мера {measure['measure_id']}"
    if not shared or not measure["document"]:
        return f"Мера {number}"
    document = measure["document"].replace("«", "„").replace("»", "“")

    return f"Мера {number} («{shown(document)}»)"
