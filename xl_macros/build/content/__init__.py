"""Tables as CSV: what every new book starts with, and the example school year."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from objectivity_core.setting_rows import settings_frame
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Grid
from objectivity_core.tables.parse import frame_of, parse, records_of
from objectivity_core.tables.rules import MISSING_COLUMN
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    import pandas as pd

CONTENT = Path(__file__).parent


def example_folder() -> Path:
    """The example school year: in the repository, or inside the installed package."""
    repository = CONTENT.parents[2] / "workbook" / "example"

    return repository if repository.is_dir() else CONTENT.parents[1] / "example"


def read_csv_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Every table of a folder with one CSV per table (``<table>.csv``, Russian headings).

    Raises:
        ObjectivityError: a file with a cell or heading that does not fit its table.
    """
    tables = {}
    for name, table in TABLES.items():
        path = folder / f"{name}.csv"
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            headings, *rows = list(csv.reader(file))
        unknown = set(headings) - set(table.headings)
        frame, findings = parse(table, Grid(path.name, 1, 1, headings, [list(row) for row in rows]))
        wrong = [f"{finding.where}: {finding.message}" for finding in findings if finding.code != MISSING_COLUMN.code]
        if unknown or wrong:
            raise ObjectivityError(
                f"Файл «{path.name}» не подходит к таблице «{table.excel}»: {'; '.join([*sorted(unknown), *wrong])}."
            )
        tables[name] = frame_of(table, records_of(frame))

    return tables


def product_content() -> dict[str, pd.DataFrame]:
    """What every new book starts with: the seed plan, subjects, kinds of procedures, published scales."""
    return read_csv_tables(CONTENT)


def new_settings(school: str, year: int) -> dict[str, pd.DataFrame]:
    """Contents of a new book: its school and year, everything else by default."""
    return {"settings": settings_frame(Settings(school=school, year=year))}
