"""LibreOffice opens the books: statuses by formula equal the core's, pages are one wide. Its values beside a second engine's: ``structure/``."""

from __future__ import annotations

import datetime as dt
import itertools
import subprocess
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from objectivity_core.formulas.terms import with_status
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import frame_of, parse
from xl_macros.book.files import FileBook
from xl_macros.book.reader import TableReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Office = Callable[[Path, str], Path]

pytestmark = pytest.mark.libreoffice
TODAY = dt.date(2025, 4, 28)


def _matrix() -> list[dict[str, Any]]:
    days = [None, *(TODAY + dt.timedelta(days=shift) for shift in (-40, -1, 0, 1, 7, 8, 40))]
    done = [None, TODAY - dt.timedelta(days=1), TODAY, TODAY + dt.timedelta(days=30)]
    kinds = [*(states.DEADLINE_KINDS[kind] for kind in ("fixed", "unknown", "continuous")), states.SUMMARY_KIND]
    simple = itertools.product(days, days, done, ["", "Протокол № 1"], ["", states.NOT_REQUIRED], kinds[:2], [None])
    moved = itertools.product(
        days, days, done[:3:2], ["", "Акт"], [""], kinds, [None, TODAY - dt.timedelta(days=3), TODAY + dt.timedelta(3)]
    )
    # Every fifth: five is prime to the number of values in each place, so any three of them still meet.
    rows = dict.fromkeys([*list(simple)[::5], *list(moved)[::5]])

    return [
        {
            "measure_id": f"M{number:04d}",
            "ordinal": 1,
            "start": start,
            "due": due,
            "done": finished,
            "proof": proof,
            "decision": decision,
            "kind": kind,
            "moved_due": later,
        }
        for number, (start, due, finished, proof, decision, kind, later) in enumerate(rows)
    ]


def test_statuses_by_formula_equal_the_core_over_a_matrix_of_dates(example: Path, office: Office) -> None:
    table = TABLES["occurrences"]
    book = FileBook(example)
    frame = frame_of(table, _matrix())
    settings = frame_of(TABLES["settings"], [{"setting": "Сегодня", "value": TODAY}])[["setting", "value"]]
    book.write(TABLES["settings"], settings)
    book.write(table, frame)
    out = example.with_name("Матрица.xlsm")
    from xl_macros.book.tables import read_book_settings

    book.save(
        out, read_book_settings(book)[0], TODAY + dt.timedelta(days=500)
    )  # stored values are of another day: LibreOffice must compute
    found, _ = parse(table, TableReader(office(out, "xlsx")).grid(table), everything=True)
    found = found[found["measure_id"].str.len() == 5].set_index("measure_id")
    calendar, _ = parse(TABLES["calendar"], TableReader(example).grid(TABLES["calendar"]))
    there = len(TableReader(example).grid(table).rows)  # rows above those of the matrix
    expected = with_status(frame.set_index(frame.index + there), TODAY, 7, calendar).set_index("measure_id")

    assert len(_matrix()) == len(found)
    assert expected["status"].to_dict() == found["status"].to_dict()
    for name in ("days_left", "overdue_days", "until", "queue"):
        pd.testing.assert_series_equal(expected[name], found[name], check_names=False)


def test_sheets_print_on_pages_one_page_wide(played: Path, office: Office) -> None:
    pdf = office(played, "pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    headings = [line for line in text.split("\n") if "Код меры" in line and "Осталось" not in line and "Статус" in line]

    assert headings  # what a reader needs is on one page, what only the product needs on none
    assert all("Подтверждение" in line and "Решение" not in line for line in headings)
    assert "Причина переноса" not in text
    assert "2024/2025 учебный год" in text
