"""How long «Обновить сроки» thinks over a plan of 2,000 measures, against importing pandas in a fresh interpreter.

Run by ``make bench``; it prints ratios, which say more than seconds on somebody else's machine. It is no test: nothing fails by time.
"""

from __future__ import annotations

import datetime as dt
import functools
import random
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from objectivity_core.deadlines import read_deadline
from objectivity_core.keys import assign_keys
from objectivity_core.plan.refresh import refresh
from objectivity_core.settings import Settings
from objectivity_core.state import State
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of, records_of
from xl_macros.build.content import example_folder, product_content, read_csv_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

MEASURES = 2000
PEOPLE = (
    "Директор",
    "Руководители МО",
    "Учителя-предметники; зам. директора по УВР",
    "Классные руководители 5-9 классов",
)
WORDS = (
    "до {day} {month}",
    "{month}",
    "с {day} по 28 {month}",
    "по графику ВПР",
    "за {day} дней до ВПР",
    "в течение года",
    "ежемесячно до {day} числа",
)
MONTHS = ["сентября", "октября", "ноября", "декабря", "января", "февраля", "марта", "апреля", "мая"]


def _state(phrases: Callable[[int], str]) -> State:
    """The example school with a plan of so many measures."""
    measures = [
        {
            "number": str(at),
            "measure": f"Мера {at}: проверка работ ВПР",
            "phrase": phrases(at),
            "responsible": PEOPLE[at % len(PEOPLE)],
        }
        for at in range(MEASURES)
    ]
    tables = {name: frame_of(table, [], everything=False) for name, table in TABLES.items()}
    tables |= (
        product_content()
        | read_csv_tables(example_folder())
        | {"measures": frame_of(TABLES["measures"], measures, everything=False)}
    )
    keyed, settings, _ = assign_keys(tables, Settings())
    today = dt.date(2025, 4, 28)
    moment = dt.datetime.combine(today, dt.time())

    return State(tables | keyed, settings, today, moment, settings.school_year, random.Random(1))


def _again(state: State) -> State:
    """The same after a first refresh: every term finds its row."""
    occurrences: pd.DataFrame = refresh(state).tables["occurrences"]
    rows = frame_of(TABLES["occurrences"], records_of(occurrences), everything=False)

    return State(
        state.tables | {"occurrences": rows},
        *(getattr(state, name) for name in ("settings", "today", "now", "school_year", "random")),
    )


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        read_deadline.cache_clear()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)

    return statistics.median(taken)


def main() -> None:
    """Print one line per case."""
    alone = _seconds(lambda: subprocess.run([sys.executable, "-c", "import pandas"], check=True))
    print(f"import pandas: {alone:.2f} s = 1")
    chance = random.Random(1)
    same = _state(lambda at: WORDS[at % len(WORDS)].format(day=5, month="апреля"))
    different = _state(lambda at: WORDS[at % len(WORDS)].format(day=chance.randint(1, 27), month=chance.choice(MONTHS)))
    for what, state in (
        ("the same few phrases", same),
        ("phrases that differ", different),
        ("the same, read again", _again(same)),
    ):
        print(f"{MEASURES} measures, {what}: {_seconds(functools.partial(refresh, state)) / alone:.1f}")


if __name__ == "__main__":
    main()
