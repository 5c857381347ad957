"""A small school, and the frames, states and scoring workbooks that tests of the core need."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

import pandas as pd
import pytest

from objectivity_core.commission.scoring_sheet import HEADING_ROW, SERVICE, SHEET, ScoringSheet
from objectivity_core.school_year.year import SchoolYear
from objectivity_core.settings import Settings
from objectivity_core.state import State
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import ROW, frame_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


TODAY = dt.date(2025, 4, 20)
VPR = "ВПР-РУ-4А-2025-04-15"
VOSH = "ВОШ-МА-5А-2025-04-16"
OGE = "ОГЭ-РУ-5А-2025-06-01"

Records = list[dict[str, Any]]

SCHOOL: dict[str, Records] = {
    "kinds": [
        {"kind": "ВПР", "short": "ВПР", "coded": "да", "experts": 1, "compared": "да"},
        {"kind": "ВОШ", "short": "ВОШ", "coded": "да", "experts": 2, "divergence": 3, "compared": "нет"},
        {"kind": "ОГЭ", "short": "ОГЭ", "coded": "нет", "compared": "да"},
    ],
    "subjects": [{"subject": "Русский язык", "short": "РУ"}, {"subject": "Математика", "short": "МА"}],
    "classes": [{"class": "4А", "grade": 4}, {"class": "5А", "grade": 5}],
    "procedures": [
        {"procedure_id": VPR, "kind": "ВПР", "subject": "Русский язык", "class": "4А", "date": dt.date(2025, 4, 15)},
        {"procedure_id": VOSH, "kind": "ВОШ", "subject": "Математика", "class": "5А", "date": dt.date(2025, 4, 16)},
        {"procedure_id": OGE, "kind": "ОГЭ", "subject": "Русский язык", "class": "5А", "date": dt.date(2025, 6, 1)},
    ],
    "pupils": [
        *({"pupil_id": f"P{number:05d}", "name": f"Ученик {number:02d}", "class": "4А"} for number in range(1, 8)),
        *({"pupil_id": f"P{number:05d}", "name": f"Ученик {number:02d}", "class": "5А"} for number in range(8, 14)),
    ],
    "staff": [
        {"staff_id": "S001", "name": "Первая", "position": "Директор", "can_mark": "Русский язык; Математика"}
        | {"subjects": "Русский язык", "classes": "4А"},
        {"staff_id": "S002", "name": "Вторая", "can_mark": "Русский язык; Математика", "classes": "5А"},
        {"staff_id": "S003", "name": "Третья", "can_mark": "Математика"},
        {"staff_id": "S004", "name": "Четвёртая", "can_mark": "Русский язык", "excluded_classes": "4А"},
    ],
    "tasks": [
        {"kind": "ВПР", "subject": "Русский язык", "grade": 4, "task": "1", "max": 2},
        {"kind": "ВПР", "subject": "Русский язык", "grade": 4, "task": "2К1", "max": 3},
        {"kind": "ВОШ", "subject": "Математика", "grade": 5, "task": "1", "max": 7},
        {"kind": "ВОШ", "subject": "Математика", "grade": 5, "task": "2", "max": 7},
    ],
    "scales": [
        {
            "kind": "ВПР",
            "subject": "Русский язык",
            "grade": 4,
            "year": "2024/2025",
            "max": 5,
            "mark3_from": 2,
            "mark4_from": 3,
            "mark5_from": 5,
        }
    ],
}


class MakeFrame(Protocol):
    """Makes a table as it is after reading: input columns, the index named ``row``."""

    def __call__(self, table: str, records: Records) -> pd.DataFrame: ...


class MakeState(Protocol):
    """Makes the State of the small school; keyword arguments replace tables by records or frames."""

    def __call__(
        self,
        *,
        answers: dict[str, str] | None = None,
        settings: Settings | None = None,
        seed: int = 1,
        **tables: Records | pd.DataFrame,
    ) -> State: ...


def _frame(table: str, records: Records) -> pd.DataFrame:
    frame = frame_of(TABLES[table], records, everything=False)

    return frame.rename_axis(index=ROW)


class _Tables(Mapping[str, pd.DataFrame]):
    """Every table of a book, each made when it is asked for: an action reads few of them."""

    def __init__(self, given: Mapping[str, Records | pd.DataFrame]) -> None:
        self._given = given
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in self._made:
            given = self._given[table]
            self._made[table] = _frame(table, given) if isinstance(given, list) else given

        return self._made[table]

    def __or__(self, more: Mapping[str, pd.DataFrame]) -> _Tables:
        return _Tables({**self._given, **self._made, **more})

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)


def _state(
    *,
    answers: dict[str, str] | None = None,
    settings: Settings | None = None,
    seed: int = 1,
    **tables: Records | pd.DataFrame,
) -> State:
    given: dict[str, Any] = {name: [] for name in TABLES} | SCHOOL | tables
    settings = settings or Settings()

    return State(
        cast("dict[str, pd.DataFrame]", _Tables(given)),
        settings,
        TODAY,
        dt.datetime(2025, 4, 20, 12, tzinfo=dt.UTC),
        SchoolYear(settings.year),
        random.Random(seed),
        answers or {},
    )


def _cells(sheet: ScoringSheet, score: Callable[[str, str], Any]) -> dict[str, list[list[Any]]]:
    """The raw cells of a scoring workbook that an expert has filled: ``score(code, task)`` per cell."""
    rows = [[code, *(score(code, task) for task, _ in sheet.tasks), None, None] for code in sheet.codes]

    return {
        SHEET: [[None]] * (HEADING_ROW - 1) + [list(sheet.headings()), *rows],
        SERVICE: [list(pair) for pair in sheet.service()],
    }


@pytest.fixture(scope="session")
def make_frame() -> MakeFrame:
    return _frame


@pytest.fixture(scope="session")
def make_state() -> MakeState:
    return _state


@pytest.fixture(scope="session")
def fill() -> Callable[[ScoringSheet, Callable[[str, str], Any]], dict[str, list[list[Any]]]]:
    return _cells


@pytest.fixture(scope="session")
def vpr() -> str:
    return VPR


@pytest.fixture(scope="session")
def vosh() -> str:
    return VOSH


@pytest.fixture(scope="session")
def oge() -> str:
    return OGE
