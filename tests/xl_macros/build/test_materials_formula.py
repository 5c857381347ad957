"""«Движение материалов» in a spreadsheet program: its formula says what the core says."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.formulas.materials import with_material_states
from objectivity_core.tables import TABLES
from objectivity_core.tables.materials import DESTROYED, HANDED_IN, HANDED_OUT, MATERIAL_STATES, STORED
from objectivity_core.tables.parse import frame_of, parse
from xl_macros.book.files import FileBook
from xl_macros.book.reader import TableReader
from xl_macros.book.tables import read_book_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.libreoffice
TODAY = dt.date(2025, 4, 28)
TABLE = TABLES["materials"]


def test_states_by_formula_equal_the_core(example: Path, office: Callable[[Path, str], Path]) -> None:
    """Counts handed out and in, days to keep, destroyed or not, over many procedures."""
    counts = (None, 0, 23, 24)
    untils = (None, TODAY - dt.timedelta(1), TODAY, TODAY + dt.timedelta(1))
    rows: list[dict[str, Any]] = []
    for number, (out, back, until, stored, gone) in enumerate(
        itertools.product(counts, counts, untils, (None, TODAY), (None, TODAY))
    ):
        key = f"ВПР-РУ-{number}"
        rows += [
            {"procedure_id": key, "step": HANDED_OUT, "date": TODAY, "count": out},
            {"procedure_id": key, "step": HANDED_IN, "date": TODAY, "count": back},
            {"procedure_id": key, "step": STORED, "date": stored, "keep_until": until},
            {"procedure_id": key, "step": DESTROYED, "date": gone},
        ]
    book = FileBook(example)
    book.write(
        TABLES["settings"], frame_of(TABLES["settings"], [{"setting": "Сегодня", "value": TODAY}])[["setting", "value"]]
    )
    book.write(TABLE, frame_of(TABLE, rows))
    out_path = example.with_name("Движение.xlsm")
    book.save(out_path, read_book_settings(book)[0], TODAY + dt.timedelta(500))  # stored values are of another day
    found, _ = parse(TABLE, TableReader(office(out_path, "xlsx")).grid(TABLE), everything=True)
    expected = with_material_states(found, TODAY)["state"]

    assert set(MATERIAL_STATES) == set(expected)
    assert expected.to_list() == found["state"].to_list()
    assert len(rows) == len(found)
