"""How long codes and their key take in a large school: 3,000 pupils, 12 procedures each, half of them under official codes.

It prints ratios to a fresh interpreter that imports xlwings, as ``click.py`` does, and how the time grows when the school doubles: about 2 is
straight, 4 would be quadratic. It is no test: nothing fails by time.
"""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from objectivity_core.codes.draw import draw
from objectivity_core.codes.key import KeyPairs
from objectivity_core.codes.opening import open_codes
from objectivity_core.codes.protocol import key_sheets
from objectivity_core.school_year.year import SchoolYear
from objectivity_core.settings import Settings
from objectivity_core.state import State
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of, records_of
from xl_macros.key.vault import open_vault, save_vault

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

PUPILS, PROCEDURES, CLASS = 3000, 12, 30
PASSWORD = "туча лыжи сосед 7"


def _alone() -> float:
    """Seconds of a fresh interpreter that imports xlwings: the least of five."""
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import xlwings"], check=True, stdout=subprocess.DEVNULL, timeout=60)
        taken.append(time.perf_counter() - start)

    return min(taken)


def school(pupils: int) -> dict[str, list[dict[str, Any]]]:
    """Tables of an invented school with classes of 30."""
    classes = [f"{1 + at // 10}-{at % 10}" for at in range(pupils // CLASS)]
    kinds = [
        {"kind": "ВПР", "short": "ВПР", "coded": "официальные", "experts": 1, "compared": "да"},
        {"kind": "ВОШ", "short": "ВОШ", "coded": "да", "experts": 1, "compared": "да"},
    ]
    procedures = [
        {"procedure_id": f"{number}/{name}", "kind": kinds[number % 2]["kind"], "subject": "Математика", "class": name}
        | {"date": dt.date(2025, 4, 1) + dt.timedelta(days=number)}
        for number in range(PROCEDURES)
        for name in classes
    ]
    people = [
        {"pupil_id": f"P{at:05d}", "name": f"Фамилия{at:05d} Имя", "class": classes[at // CLASS]}
        for at in range(pupils)
    ]
    official = [
        {"class": name, "codes": f"{10000 + at * 40}-{10000 + at * 40 + 35}"} for at, name in enumerate(classes)
    ]

    return {
        "kinds": kinds,
        "classes": [{"class": name, "grade": int(name.split("-")[0])} for name in classes],
        "procedures": procedures,
        "pupils": people,
        "official": official,
        "works": [],
        "commission": [],
        "results": [],
        "scores": [],
    }


def state(tables: dict[str, pd.DataFrame]) -> State:
    """What an action gets."""
    now = dt.datetime(2025, 5, 20, 12, tzinfo=dt.UTC)
    settings = Settings(school="Школа", year=2024)

    return State(tables, settings, now.date(), now, SchoolYear(2024), random.Random(1), {})


def measure(pupils: int) -> dict[str, float]:
    """Seconds of each step."""
    taken: dict[str, float] = {}

    def timed(name: str, what: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = what()
        taken[name] = time.perf_counter() - start

        return result

    tables = {name: frame_of(TABLES[name], records) for name, records in school(pupils).items()}
    outcome = timed("draw", lambda: draw(state(tables), KeyPairs()))
    vault = outcome.product.pairs
    tables |= {"works": frame_of(TABLES["works"], records_of(outcome.tables["works"]))}
    sheets = timed(
        "sheets to print", lambda: key_sheets(vault, tables["procedures"], tables["works"], tables["pupils"])
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Ключ кодов 2024-2025.xlsx"
        timed("save_vault", lambda: save_vault(path, vault, PASSWORD, "abc", "2024/2025", sheets))
        loaded = timed("open_vault", lambda: open_vault(path, PASSWORD, "abc", {}).contents.pairs)
    timed("draw again", lambda: draw(state(tables), KeyPairs(loaded)))
    results = [
        {"procedure_id": row["procedure_id"], "code": row["code"], "state": "проверена", "primary": 3, "mark": 4}
        for row in records_of(vault)
    ]
    tables |= {"results": frame_of(TABLES["results"], results)}
    opened = timed("open", lambda: open_codes(state(tables), KeyPairs(loaded)))
    if len(vault) != pupils * PROCEDURES or (opened.tables["results"]["pupil_id"] == "").any():
        raise SystemExit(f"Not every work got its pupil: {outcome.message} {opened.message}")

    return taken


def least(pupils: int) -> dict[str, float]:
    """The least seconds of each step of three runs: what else the machine does counts little then."""
    runs = [measure(pupils) for _ in range(3)]

    return {name: min(run[name] for run in runs) for name in runs[0]}


def main() -> None:
    """Print one line per step."""
    alone = _alone()
    half, whole = least(PUPILS // 2), least(PUPILS)
    print(f"import xlwings: {alone:.2f} s = 1; {PUPILS} pupils, {PUPILS * PROCEDURES} codes")
    for name, seconds in whole.items():
        print(f"{name}: {seconds / alone:.1f}; twice the school takes {seconds / half[name]:.1f} times as long")


if __name__ == "__main__":
    main()
