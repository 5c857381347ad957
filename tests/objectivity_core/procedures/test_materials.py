"""The movement of materials: a line per step, people's entries stay, and what cannot be right is said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from objectivity_core.checks import check
from objectivity_core.formulas.materials import with_material_states
from objectivity_core.formulas.values import FORMULAS, Values
from objectivity_core.procedures.materials import material_findings, movement
from objectivity_core.school_year.year import SchoolYear
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Formula, Grid
from objectivity_core.tables.materials import (
    DESTROYED,
    DOWNLOADED,
    HANDED_IN,
    HANDED_OUT,
    PRINTED,
    STEPS,
    STORED,
    TO_EXPERT,
)
from objectivity_core.tables.merge import merge
from objectivity_core.tables.parse import frame_of, parse, records_of

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from tests.objectivity_core.conftest import MakeFrame, MakeState

TABLE = TABLES["materials"]
TODAY = dt.date(2025, 4, 20)
YEAR = SchoolYear(2024)
VPR, VOSH = "ВПР-РУ-4А-2025-04-15", "ВОШ-МА-5А-2025-04-16"
DAY = dt.date(2025, 4, 15)
RIGHT: dict[str, dict[str, Any]] = {
    DOWNLOADED: {"date": DAY, "time": "07:30", "took": "Щукина Ольга"},
    PRINTED: {"date": DAY, "time": "07:45", "took": "Щукина Ольга"},
    HANDED_OUT: {"date": DAY, "time": "08:10", "gave": "Щукина Ольга", "took": "Сомов Иван", "count": 24},
    HANDED_IN: {"date": DAY, "time": "10:05", "gave": "Сомов Иван", "took": "Щукина Ольга", "count": 24},
    TO_EXPERT: {"date": dt.date(2025, 4, 16), "gave": "Щукина Ольга", "took": "Орлова Анна", "count": 24},
    STORED: {
        "date": dt.date(2025, 4, 18),
        "gave": "Орлова Анна",
        "took": "Щукина Ольга",
        "keep_until": dt.date(2025, 12, 31),
    },
    DESTROYED: {},
}


def entries(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """The right lines of one procedure with changes by the number of the step: ``s4={"count": 23}``."""
    return [{"procedure_id": VPR, "step": step} | RIGHT[step] | changes.get(f"s{step[0]}", {}) for step in STEPS]


EMPTY = {"date": None, "time": "", "gave": "", "took": "", "count": None, "keep_until": None}


def found(
    make_state: MakeState, make_frame: MakeFrame, rows: list[dict[str, Any]], today: dt.date = TODAY
) -> list[Finding]:
    state = make_state()
    procedures = state["procedures"]

    return material_findings(
        make_frame("materials", rows), procedures[procedures["procedure_id"] == VPR], state["kinds"], today, YEAR
    )


def brief(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.code, one.key.rpartition(" | ")[2], one.column) for one in findings]


# Lines


def test_every_coded_procedure_has_its_seven_steps_in_order(make_state: MakeState, make_frame: MakeFrame) -> None:
    """ОГЭ is coded by others: its materials are not the school's."""
    state = make_state()
    lines = movement(state["procedures"], state["kinds"], make_frame("materials", []), 365)

    assert [(VPR, step) for step in STEPS] + [(VOSH, step) for step in STEPS] == list(
        lines[["procedure_id", "step"]].itertuples(index=False, name=None)
    )
    assert 0 == lines["keep_until"].count()


def test_procedures_without_key_and_repeated_ones_make_no_lines(make_state: MakeState, make_frame: MakeFrame) -> None:
    state = make_state()
    procedures = pd.concat([state["procedures"], state["procedures"].assign(procedure_id="")])

    assert len(STEPS) * 2 == len(
        movement(pd.concat([procedures, procedures]), state["kinds"], make_frame("materials", []), 365)
    )


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ({}, None),
        ({"date": dt.date(2025, 4, 18)}, dt.date(2025, 4, 28)),
        ({"date": dt.date(2025, 4, 18), "keep_until": dt.date(2026, 1, 1)}, dt.date(2026, 1, 1)),
        ({"keep_until": dt.date(2026, 1, 1)}, dt.date(2026, 1, 1)),
    ],
)
def test_how_long_to_keep_follows_the_day_of_storing_and_what_people_wrote_stays(
    entered: dict[str, Any], expected: dt.date | None, make_state: MakeState, make_frame: MakeFrame
) -> None:
    state = make_state()
    old = make_frame("materials", [{"procedure_id": VPR, "step": STORED} | entered])
    lines = movement(state["procedures"], state["kinds"], old, 10)
    until = lines[(lines["procedure_id"] == VPR) & (lines["step"] == STORED)]["keep_until"].iloc[0]

    assert expected == (None if pd.isna(until) else until.date())


def test_what_people_entered_stays_and_lines_of_a_procedure_that_is_gone_go_when_they_are_empty(
    make_state: MakeState, make_frame: MakeFrame
) -> None:
    state = make_state()
    rows = [row | {"state": None} for row in entries()] + [
        {"procedure_id": "ВПР-МА-9Я-2025-04-15", "step": step} | ({"note": "Сейф"} if step == STORED else {})
        for step in STEPS
    ]
    whole = frame_of(TABLE, rows)
    cells = [
        [None if pd.isna(value) or value == "" else value for value in row]
        for row in whole.astype("object").itertuples(index=False)
    ]
    grid = Grid(TABLE.sheet, 5, 1, TABLE.headings, cells)
    old, _ = parse(TABLE, grid)
    merged = merge(TABLE, grid, movement(state["procedures"], state["kinds"], old, 365))
    at = {name: TABLE.names.index(name) for name in TABLE.names}

    assert [row["took"] or None if "took" in row else None for row in entries()] == [
        row[at["took"]] for row in merged[:7]
    ]
    assert [(VPR, *STEPS), ("ВПР-МА-9Я-2025-04-15", STORED), (VOSH, *STEPS)] == [
        (key, *(row[at["step"]] for row in merged if row[at["procedure_id"]] == key))
        for key in dict.fromkeys(row[at["procedure_id"]] for row in merged)
    ]
    assert make_frame("materials", []).columns.to_list() == old.columns.to_list()


def test_the_usual_time_to_keep_is_a_setting_that_says_it_needs_a_source() -> None:
    assert 365 == Settings().keep_materials
    assert Settings.__dataclass_fields__["keep_materials"].metadata["about"].source.startswith("Нужен источник")


# What cannot be right


def test_right_entries_have_no_findings(make_state: MakeState, make_frame: MakeFrame) -> None:
    assert [] == found(make_state, make_frame, entries())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"s2": EMPTY}, [("missing-link", PRINTED, "Дата")]),
        ({"s1": EMPTY, "s2": EMPTY}, [("missing-link", DOWNLOADED, "Дата"), ("missing-link", PRINTED, "Дата")]),
        ({"s2": EMPTY | {"note": "Пришли на бумаге"}}, []),
        ({"s6": EMPTY}, []),
        ({"s5": {"date": dt.date(2025, 4, 14)}}, [("wrong-order", TO_EXPERT, "Дата")]),
        ({"s4": {"time": "08:05"}}, [("wrong-order", HANDED_IN, "Дата")]),
        ({"s4": {"time": ""}}, []),
        ({"s3": {"time": "утром"}}, [("bad-time", HANDED_OUT, "Время")]),
        ({"s3": {"time": "25:10"}}, [("bad-time", HANDED_OUT, "Время")]),
        ({"s3": {"gave": ""}}, [("missing-person", HANDED_OUT, "Кто передал")]),
        ({"s4": {"took": "—"}}, [("missing-person", HANDED_IN, "Кто принял")]),
        ({"s1": {"took": ""}}, [("missing-person", DOWNLOADED, "Кто принял")]),
        ({"s6": EMPTY | {"took": "Щукина Ольга"}}, [("no-step-date", STORED, "Дата")]),
        ({"s4": {"count": None}}, [("missing-count", HANDED_IN, "Количество")]),
        ({"s4": {"count": 25}}, [("more-handed-in", HANDED_IN, "Количество")]),
        ({"s4": {"count": 23}}, [("missing-materials", HANDED_IN, "Количество")]),
        ({"s4": {"count": 23, "note": "Акт № 1"}}, []),
        ({"s6": {"keep_until": None}}, [("no-keep-until", STORED, "Хранить до")]),
        ({"s6": {"keep_until": dt.date(2025, 4, 20)}}, []),
        ({"s6": {"keep_until": dt.date(2025, 4, 19)}}, [("keep-until-passed", STORED, "Хранить до")]),
        (
            {"s6": {"keep_until": dt.date(2025, 4, 19)}, "s7": {"date": dt.date(2025, 4, 20), "took": "Щукина Ольга"}},
            [],
        ),
        (
            {"s6": {"keep_until": dt.date(2025, 4, 25)}, "s7": {"date": dt.date(2025, 4, 20), "took": "Щукина Ольга"}},
            [("destroyed-early", STORED, "Хранить до")],
        ),
    ],
)
def test_each_mistake_is_one_finding_at_its_step(
    changes: dict[str, dict[str, Any]],
    expected: list[tuple[str, str, str]],
    make_state: MakeState,
    make_frame: MakeFrame,
) -> None:
    findings = found(make_state, make_frame, entries(**changes))

    assert expected == brief(findings)
    assert {"warning"} >= {one.severity for one in findings}


def test_the_messages_name_what_was_seen(make_state: MakeState, make_frame: MakeFrame) -> None:
    changes: dict[str, dict[str, Any]] = {
        "s4": {"count": 22, "time": "08:05"},
        "s6": {"keep_until": dt.date(2025, 4, 19)},
    }
    messages = [one.message for one in found(make_state, make_frame, entries(**changes))]

    assert [
        f"{VPR}: «сданы организатором» (15.04.2025 08:05) раньше, чем «выданы организатору» (15.04.2025 08:10).",
        f"{VPR}: выдано 24, а сдано 22: не хватает 2.",
        f"{VPR}: срок хранения истёк 19.04.2025: уничтожьте по акту.",
    ] == messages


@pytest.mark.parametrize(
    ("rows", "today", "expected"),
    [
        ([], TODAY, []),
        (
            [{"procedure_id": VPR, "step": step} for step in STEPS],
            TODAY,
            ["ВПР 14-18.04: движение материалов не записано у 1 процедуры: ВПР-РУ-4А-2025-04-15."],
        ),
        ([{"procedure_id": VPR, "step": step} for step in STEPS], DAY, []),
        ([{"procedure_id": VPR, "step": STEPS[0], "note": "Проводит другая школа"}], TODAY, []),
    ],
)
def test_a_procedure_that_is_over_and_left_no_trace_is_told_once_a_wave(
    rows: list[dict[str, Any]], today: dt.date, expected: list[str], make_state: MakeState, make_frame: MakeFrame
) -> None:
    findings = found(make_state, make_frame, rows, today)

    assert expected == [one.message for one in findings]
    assert {"info"} >= {one.severity for one in findings}


def test_two_procedures_of_one_week_are_one_finding(make_state: MakeState, make_frame: MakeFrame) -> None:
    state = make_state()
    procedures = state["procedures"][state["procedures"]["procedure_id"] == VPR]
    both = pd.concat(
        [procedures, procedures.assign(procedure_id="ВПР-РУ-4Б-2025-04-17", date=pd.Timestamp(2025, 4, 17))]
    )
    lines = movement(both, state["kinds"], make_frame("materials", []), 365)
    rows = [{"procedure_id": row["procedure_id"], "step": row["step"]} for row in records_of(lines)]
    findings = material_findings(make_frame("materials", rows), both, state["kinds"], TODAY, YEAR)

    assert [("nothing-recorded", f"{VPR} | {DOWNLOADED}")] == [(one.code, one.key) for one in findings]
    assert "у 2 процедур: ВПР-РУ-4А-2025-04-15; ВПР-РУ-4Б-2025-04-17." in findings[0].message


def test_the_check_of_the_book_looks_at_the_materials(make_state: MakeState, make_frame: MakeFrame) -> None:
    state = make_state()
    tables = {name: state[name] for name in ("procedures", "kinds")} | {
        "materials": make_frame("materials", entries(s4={"count": 25}))
    }

    assert "more-handed-in" in {one.code for one in check(tables, TODAY, YEAR)}


# The formula


def test_states_are_those_a_person_would_say(make_frame: MakeFrame) -> None:
    rows = entries(s4={"count": 23}, s6={"keep_until": dt.date(2025, 4, 19)})
    states = with_material_states(make_frame("materials", rows), TODAY)["state"].to_list()

    assert ["отмечено", "отмечено", "отмечено", "не хватает", "отмечено", "срок хранения истёк", "ждёт"] == states


def test_a_file_shows_the_states_before_excel_computes_them() -> None:
    column = TABLE["state"]
    grids = {
        "materials": Grid(
            TABLE.sheet,
            5,
            1,
            TABLE.headings,
            [[VPR, STORED, None, dt.date(2025, 4, 18), *[None] * 5, dt.date(2025, 4, 19)]],
        )
    }
    values = Values(grids.get, TODAY, 7)
    values.fill("materials")

    assert (
        Formula(TABLE.formula(column), "срок хранения истёк") == grids["materials"].rows[0][TABLE.names.index("state")]
    )
    assert "materials" in FORMULAS
