"""The summary behind «Панель»: its rows follow the plan, its numbers are live formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.tables import TABLES
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.panel import NEAREST, PASSED, SHORT_MONTHS
from objectivity_core.tables.parse import frame_of
from objectivity_core.tables.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

MOST = 15
"""So many responsible ones and sections are counted, those with the most terms: each costs a look at every term on every change."""


def summary_tables(occurrences: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of the tables on «Сводка»; their numbers are formulas and not part of them.

    Args:
        occurrences: table «Сроки»: ``responsible``, ``section``, ``wave``, ``event_date``.

    Returns:
        ``steps`` (every step of the product), ``by_responsible`` (names, the most terms first; a term of several counts
        for each), ``by_section`` (in the order of the plan; both at most :data:`MOST` with the most terms), ``by_month`` (September to August), ``waves`` (each wave in the order of its
        days, its days behind it where it has several), ``nearest`` and ``passed`` (places to be filled by formula).
    """
    responsible = _most_frequent(
        name
        for cell in occurrences["responsible"]
        for name in {part.lower(): part for part in split_list(cell)}.values()
    )
    records: dict[str, list[dict[str, Any]]] = {
        "steps": [
            {"step": number, "text": step.text, "link": step.link, "target": step.target}
            for number, step in enumerate(STEPS, start=1)
        ],
        "by_responsible": [{"responsible": name} for name in responsible],
        "by_section": [{"section": name} for name in _in_plan_order(occurrences["section"])],
        "by_month": [{"number": number, "month": month} for number, month in enumerate(SHORT_MONTHS, start=1)],
        "waves": _waves(occurrences),
        "nearest": [{"number": number} for number in range(1, NEAREST + 1)],
        "passed": [{"number": number} for number in range(1, PASSED + 1)],
    }

    return {name: frame_of(TABLES[name], rows, everything=False) for name, rows in records.items()}


def _most_frequent(names: Iterable[str]) -> list[str]:
    """Different names, the most frequent first, those of one frequency in the order of the alphabet; case does not tell them apart."""
    spelling: dict[str, str] = {}
    count: dict[str, int] = {}
    for name in names:
        if name:
            spelling.setdefault(name.lower(), name)
            count[name.lower()] = count.get(name.lower(), 0) + 1

    return [spelling[name] for name in sorted(count, key=lambda name: (-count[name], name))][:MOST]


def _in_plan_order(sections: pd.Series[Any]) -> list[str]:
    """The most frequent sections, as they first appear."""
    chosen = set(_most_frequent(sections))

    return [section for section in dict.fromkeys(sections) if section in chosen]


def _waves(occurrences: pd.DataFrame) -> list[dict[str, Any]]:
    dated = occurrences[(occurrences["wave"] != "") & occurrences["event_date"].notna()]
    days = {wave: sorted(set(group["event_date"])) for wave, group in dated.groupby("wave")}
    records = []
    for wave in sorted(days, key=lambda wave: (days[wave][0], days[wave][-1], wave)):
        first, last = days[wave][0], days[wave][-1]
        records.append({"wave": wave, "first": first, "last": last})
        if first < last:
            records += [{"wave": wave, "day": day, "first": day, "last": day} for day in days[wave]]

    return records
