"""The rehearsal: nothing in it can be taken for the school's own, ten minutes are enough, and what goes is shown before it goes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from objectivity_core.codes.protocol import SLIPS
from objectivity_core.commission.assigning import candidates
from objectivity_core.findings import errors
from objectivity_core.keys import assign_keys
from objectivity_core.plan.measure_findings import plan_findings
from objectivity_core.plan.measures import read_plan
from objectivity_core.rehearsal.school import LAST_PUPIL, SCHOOL, Doomed, Rehearsal, begin, end
from objectivity_core.rehearsal.text import PASSWORD
from objectivity_core.settings import read_settings
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import frame_of, records_of
from xl_macros.actions import ACTIONS

if TYPE_CHECKING:
    from objectivity_core.state import State
    from tests.objectivity_core.conftest import MakeState


@pytest.fixture
def state(make_state: MakeState) -> State:
    return make_state()


@pytest.fixture
def rehearsal(state: State) -> Rehearsal:
    return begin(state).product  # type: ignore[no-any-return]


def text(rehearsal: Rehearsal) -> str:
    return rehearsal.texts["Что делать.txt"]


# Invented


def test_the_real_tables_are_neither_read_nor_written(state: State) -> None:
    outcome = begin(dataclasses.replace(state, tables={}))

    assert ({}, None, []) == (outcome.tables, outcome.settings, outcome.findings)
    assert isinstance(outcome.product, Rehearsal)


def test_school_number_and_keys_are_no_real_book_s(make_state: MakeState) -> None:
    one, other = (begin(make_state(seed=seed)).product for seed in (1, 2))
    settings, findings = read_settings(one.contents["settings"])
    tables, _, _ = assign_keys({"pupils": one.contents["pupils"].assign(pupil_id="")}, settings)

    assert [] == findings
    assert (SCHOOL, one.book_id) == (settings.school, settings.book_id)
    assert one.book_id != other.book_id
    assert [f"P{LAST_PUPIL + number}" for number in range(1, 9)] == list(tables["pupils"]["pupil_id"])


def test_every_name_says_that_it_is_invented(rehearsal: Rehearsal) -> None:
    names = [*rehearsal.contents["pupils"]["name"], *rehearsal.contents["staff"]["name"]]

    assert 12 == len(set(names))
    assert [] == [name for name in names if not name.endswith(("Учебович", "Учебовна"))]


@pytest.mark.parametrize(
    ("today", "year"), [(dt.date(2026, 11, 24), 2026), (dt.date(2027, 1, 11), 2026), (dt.date(2027, 9, 1), 2027)]
)
def test_both_procedures_are_today_in_the_school_year_of_today(today: dt.date, year: int, state: State) -> None:
    contents = begin(dataclasses.replace(state, today=today)).product.contents
    settings, _ = read_settings(contents["settings"])

    assert [("ВПР", today), ("ВОШ", today)] == [
        (row["kind"], row["date"].date()) for row in records_of(contents["procedures"])
    ]
    assert (year, today) == (settings.year, settings.today)
    assert {settings.academic_year} == set(contents["scales"]["year"])


# Ten minutes


def test_ten_steps_take_ten_minutes(rehearsal: Rehearsal) -> None:
    steps = re.findall(r"^ ?(\d+)\. .*\((.*)\)$", text(rehearsal), re.MULTILINE)
    minutes = {"1 минута": 1.0, "2 минуты": 2.0, "полминуты": 0.5}

    assert [str(number) for number in range(1, 11)] == [number for number, _ in steps]
    assert 10 == sum(minutes[time] for _, time in steps)


def test_the_steps_name_buttons_sheets_and_files_that_exist(rehearsal: Rehearsal) -> None:
    titles, sheets = {one.title for one in ACTIONS}, {one.sheet for one in TABLES.values()} | {SLIPS}
    buttons = re.findall(r"Кнопка «([^»]*)»|нажмите «([^»]*)»", text(rehearsal))
    named = {word for pair in buttons for word in pair if word}

    assert set() == named - titles
    assert {
        "Выдать коды",
        "Назначить комиссию",
        "Собрать баллы",
        "Открыть коды",
        "Сопоставить",
        "Убрать тревогу",
    } <= named
    assert set() == set(re.findall(r"[Лл]ист[еу]?,? «([^»]*)»", text(rehearsal))) - sheets
    assert [] == [name for name in rehearsal.texts if name != "Что делать.txt" and name not in text(rehearsal)]
    assert f"Пароль учебного ключа: {PASSWORD}\n" in text(rehearsal)


def test_each_expert_has_one_block_of_points_that_fits_the_tasks(rehearsal: Rehearsal) -> None:
    tasks = {kind: list(group["max"]) for kind, group in rehearsal.contents["tasks"].groupby("kind")}
    blocks = {
        name: [line.split("\t") for line in block.split("\n")]
        for name, block in rehearsal.texts.items()
        if "Баллы" in name
    }

    assert 3 == len(blocks)
    for name, rows in blocks.items():
        maxima = tasks[name.split()[1]]
        assert 8 == len(rows)
        assert {len(maxima)} == {len(row) for row in rows}
        assert all(
            cell == states.NOT_ATTEMPTED or int(cell) <= most
            for row in rows
            for cell, most in zip(row, maxima, strict=True)
        )


def test_the_two_experts_of_the_olympiad_never_need_a_third(rehearsal: Rehearsal) -> None:
    one, other = (block.split("\n") for name, block in rehearsal.texts.items() if "ВОШ" in name)
    totals = [[sum(int(cell) for cell in row.split("\t") if cell.isdigit()) for row in rows] for rows in (one, other)]
    divergence = rehearsal.contents["kinds"].set_index("kind")["divergence"]["ВОШ"]

    assert max(abs(a - b) for a, b in zip(*totals, strict=True)) < divergence
    assert one != other


def test_nobody_of_the_experts_knows_the_class(rehearsal: Rehearsal) -> None:
    staff = rehearsal.contents["staff"].assign(staff_id=[f"S{number}" for number in range(4)])
    nearest = {
        subject: [one.distance for one in candidates(staff, subject, "4У")]
        for subject in ("Русский язык", "Математика")
    }

    assert {"Русский язык": [0, 3], "Математика": [0, 0, 3]} == nearest


def test_the_plan_of_the_rehearsal_is_understood(rehearsal: Rehearsal, state: State) -> None:
    tables = {name: frame_of(table, []) for name, table in TABLES.items()} | rehearsal.contents

    assert [] == errors(plan_findings(read_plan(tables, state.school_year), tables, state.school_year))


# Erasing


def test_what_goes_is_shown_first(state: State) -> None:
    doomed = Doomed("/школа/Учебная тревога", "0123abcd", tuple(f"файл {number:02d}" for number in range(20)), 3)
    outcome = end(state, doomed)

    assert "Будет удалена папка «/школа/Учебная тревога» и всё, что в ней: 20 файлов, 3 папки." == outcome.preview[0]
    assert ("  файл 00", "  и ещё 5") == (outcome.preview[1], outcome.preview[-2])
    assert doomed == outcome.product
    assert {} == outcome.tables


def test_without_rehearsal_nothing_is_asked_and_nothing_goes(state: State) -> None:
    outcome = end(state, None)

    assert ((), None) == (outcome.preview, outcome.product)
    assert "Убирать нечего" in outcome.message
