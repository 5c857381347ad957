"""«Сводка» counts what stands in «Сроки», and its steps say what waits."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pandas as pd
import pytest

from objectivity_core.formulas.panel_figures import HOW, NO_PLAN, NOTHING, STALE, panel_cells, shortened
from objectivity_core.formulas.values import Values
from objectivity_core.plan.summary import MOST, summary_tables
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.grid import Grid
from objectivity_core.tables.merge import merge
from objectivity_core.tables.panel import LEGEND
from objectivity_core.tables.parse import frame_of
from objectivity_core.tables.steps import SHOWN_STEPS, STEPS
from xl_macros.actions import ACTIONS

TODAY = dt.date(2025, 4, 28)
DAY = dt.timedelta(days=1)
PLAN = [{"measure_id": "M001", "measure": "Дело 1", "phrase": "апрель"}]


def _term(number: int, due: dt.date | None, **more: Any) -> dict[str, Any]:
    return {
        "measure_id": f"M{number:03d}",
        "ordinal": 1,
        "measure": f"Дело {number}",
        "due": due,
        "kind": "даты",
        "responsible": "Директор",
    } | more


TERMS = [
    _term(1, TODAY - 20 * DAY, section="1. Люди", responsible="Директор; Заместитель директора"),
    _term(2, TODAY - 3 * DAY, section="1. Люди", responsible="Заместитель директора", people="Жук Анна; Рак Пётр"),
    _term(3, TODAY, section="2. Работы"),
    _term(4, TODAY + 2 * DAY, section="2. Работы", wave="ВПР 28.04-02.05", event_date=dt.date(2025, 4, 29)),
    _term(
        5,
        TODAY + 2 * DAY,
        section="2. Работы",
        wave="ВПР 28.04-02.05",
        event_date=dt.date(2025, 4, 30),
        done=TODAY,
        proof="Приказ",
    ),
    _term(6, TODAY - 2 * DAY, section="1. Люди", done=TODAY - 2 * DAY),
    _term(7, TODAY - 2 * DAY, section="1. Люди", decision=states.CANCELLED),
    _term(
        8,
        dt.date(2024, 12, 30),
        start=dt.date(2024, 11, 5),
        kind=states.DEADLINE_KINDS["continuous"],
        section="1. Люди",
        responsible="завуч",
    ),
]


def _book(today: dt.date = TODAY, **tables: list[dict[str, Any]]) -> Values:
    """A workbook of these tables, with the summary that belongs to its terms."""
    records: dict[str, list[dict[str, Any]]] = {
        "settings": [
            {"setting": "Учебный год начинается в", "value": 2024},
            {"setting": "Школа", "value": "Школа № 1"},
        ],
        "measures": [{"measure_id": "M001", "measure": "Дело 1"}],
        "staff": [{"name": "Жук Анна"}],
        "pupils": [{"name": "Рыбин Лев"}],
        "procedures": [{"kind": "ВПР", "procedure_id": "П1", "state": states.OPENED}],
        "kinds": [{"kind": "ВПР", "coded": "да", "compared": "да"}],
        "gaps": [{"by": "процедура", "value": "П1"}],
        "occurrences": [],
    } | tables
    frames = {name: frame_of(TABLES[name], rows) for name, rows in records.items()}
    given = summary_tables(frames["occurrences"])
    for name, frame in given.items():
        frames.setdefault(name, frame)
    grids = {}
    for name, frame in frames.items():
        empty = Grid(TABLES[name].sheet, 5, TABLES[name].left, TABLES[name].headings, [])
        grids[name] = dataclasses.replace(empty, rows=merge(TABLES[name], empty, frame))

    return Values(grids.get, today, 7)


def _counts(values: Values, name: str, key: str) -> dict[str, tuple[int, ...]]:
    frame = values.frame(name)
    columns = frame[["total", "done", "overdue"]].itertuples(index=False)

    return {word: tuple(int(number) for number in row) for word, row in zip(frame[key], columns, strict=True)}


def test_a_term_of_several_counts_for_each_and_a_name_is_not_found_inside_another() -> None:
    counts = _counts(_book(occurrences=TERMS), "by_responsible", "responsible")

    assert {"Директор": (5, 2, 1), "Заместитель директора": (2, 0, 2), "завуч": (1, 0, 0)} == counts


def test_what_is_cancelled_or_not_required_counts_nowhere() -> None:
    values = _book(occurrences=[_term(1, TODAY, decision=word) for word in states.DECISIONS])

    assert {"Директор": (0, 0, 0)} == _counts(values, "by_responsible", "responsible")
    assert "0 из 0" == panel_cells(values)["done"].value


def test_sections_stand_in_the_order_of_the_plan() -> None:
    values = _book(occurrences=TERMS)

    assert {"1. Люди": (4, 1, 2), "2. Работы": (3, 1, 0)} == _counts(values, "by_section", "section")
    assert ["1. Люди", "2. Работы"] == values.frame("by_section")["section"].to_list()


def test_those_with_the_most_terms_are_kept() -> None:
    terms = [_term(number, TODAY, responsible=f"Роль {number % 30:02d}") for number in range(60)] + [
        _term(99, TODAY, responsible="роль 29")
    ]
    names = summary_tables(frame_of(TABLES["occurrences"], terms))["by_responsible"]["responsible"].to_list()

    assert ["Роль 29", "Роль 00"] == names[:2]
    assert MOST == len(names)


def test_months_add_up_and_records_are_told_from_overdue() -> None:
    months = _book(occurrences=TERMS).frame("by_month").set_index("month")

    assert [0, 0, 1, 0, 1] == months.loc["дек", ["done", "overdue", "no_records", "ahead", "total"]].to_list()
    assert [2, 2, 0, 2, 6] == months.loc["апр", ["done", "overdue", "no_records", "ahead", "total"]].to_list()
    assert pd.Timestamp(2025, 8, 1) == months.loc["авг", "first"]


def test_a_wave_says_how_much_is_ready_and_so_do_its_days() -> None:
    waves = _book(occurrences=TERMS).frame("waves")

    assert ["ВПР 28.04-02.05: 1 из 2 готово", "   29.04: 0 из 1 готово", "   30.04: 1 из 1 готово"] == waves[
        "ready"
    ].to_list()
    assert ["через 1 дн.", "через 1 дн.", "через 2 дн."] == waves["when"].to_list()
    assert [1, 2, 3] == waves["turn"].to_list()


def test_a_past_wave_stands_behind_the_coming_ones_until_all_of_it_is_done() -> None:
    past = {"wave": "ВПР 14-18.04", "event_date": dt.date(2025, 4, 15)}
    ready = {"wave": "ВПР 07-11.04", "event_date": dt.date(2025, 4, 8), "done": dt.date(2025, 4, 8)}
    terms = [*TERMS, _term(20, dt.date(2025, 4, 14), **past), _term(21, dt.date(2025, 4, 8), **ready)]
    cells = panel_cells(_book(occurrences=terms))

    assert "ВПР 28.04-02.05: 1 из 2 готово" == cells["wave1_ready"].value
    assert ("ВПР 14-18.04: 0 из 1 готово", "прошла; просрочено 1") == (
        cells["wave4_ready"].value,
        cells["wave4_when"].value,
    )
    assert "" == cells["wave5_ready"].value


def test_the_nearest_terms_begin_today_and_the_past_ones_stand_apart() -> None:
    values = _book(occurrences=TERMS)
    nearest, passed = values.frame("nearest"), values.frame("passed")

    assert ["Дело 3", "Дело 4", "", ""] == nearest["measure"].to_list()[:4]
    assert [3, 4] == nearest["position"].dropna().to_list()
    assert [0, 2] == nearest["days"].dropna().to_list()
    assert ["Дело 1", "Дело 2", "", "", ""] == passed["measure"].to_list()
    assert "Жук Анна и ещё 1" == passed["who"].to_list()[1]


def test_figures_name_who_has_the_most_overdue() -> None:
    cells = panel_cells(_book(occurrences=TERMS))

    assert (2, "больше всего: Заместитель директора — 2") == (cells["overdue"].value, cells["overdue_note"].value)
    assert (2, "ближайшее — 28.04") == (cells["due_soon"].value, cells["due_soon_note"].value)
    assert (1, 1) == (cells["unproven"].value, cells["no_records"].value)
    assert ("2 из 7", "из наступивших: 1 из 5, 20\xa0%") == (cells["done"].value, cells["done_note"].value)


def test_overdue_without_anybody_responsible_is_not_called_none() -> None:
    cells = panel_cells(_book(occurrences=[_term(1, TODAY - DAY, responsible="")]))

    assert (1, "кто отвечает, не указано") == (cells["overdue"].value, cells["overdue_note"].value)


def test_an_empty_book_says_what_to_do_first() -> None:
    nothing: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("measures", "staff", "pupils", "procedures", "gaps")
    }
    cells = panel_cells(_book(settings=[{"setting": "Учебный год начинается в", "value": 2024}], **nothing))

    assert NO_PLAN == cells["how"].value
    assert ["Впишите название школы: оно встанет в заголовки.", "Плана ещё нет: загрузите его из файла."] == [
        cells[f"step{number}_text"].value for number in (1, 2)
    ]
    assert {"", 0} == {cells[f"nearest{number}_measure"].value for number in range(1, 11)} | {cells["overdue"].value}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, HOW),
        ({"measures": [{"measure_id": "M001", "measure": "Дело 1", "phrase": "май"}]}, STALE),
        ({"measures": []}, STALE),
        ({"measures": [*PLAN, {"measure": "Впишут сегодня", "phrase": "май"}]}, STALE),
        ({"procedures": [{"kind": "ВПР", "procedure_id": "П1", "date": TODAY}]}, STALE),
        ({"procedures": [], "occurrences": [_term(1, TODAY, phrase="апрель", event_date=TODAY, done=TODAY)]}, HOW),
    ],
)
def test_terms_older_than_the_plan_are_said(changed: dict[str, Any], said: str) -> None:
    fresh = {
        "measures": PLAN,
        "procedures": [{"kind": "ВПР", "procedure_id": "П1", "date": TODAY + DAY}],
        "occurrences": [_term(1, TODAY, phrase="апрель", event_date=TODAY + DAY)],
    }

    assert said == panel_cells(_book(**fresh | changed))["how"].value


def test_a_step_marked_as_done_is_not_proposed_for_a_week() -> None:
    steps = [{"step": 6, "text": "Просрочено: #.", "link": "лист «Сроки»", "target": "'Сроки'!A1", "marked": TODAY}]

    def shown(today: dt.date) -> Any:
        return panel_cells(_book(today, occurrences=[_term(1, TODAY - DAY, proof="Акт")], steps=steps))[
            "step1_text"
        ].value

    assert [NOTHING, NOTHING, "Просрочено: 1."] == [shown(TODAY + days * DAY) for days in (0, 6, 7)]


WAITING: list[tuple[str, dict[str, list[dict[str, Any]]], int]] = [
    ("school", {"settings": []}, 1),
    ("import", {"measures": []}, 1),
    ("staff", {"staff": []}, 1),
    ("pupils", {"pupils": []}, 1),
    ("timetable", {"procedures": []}, 1),
    ("timetable", {"procedures": [], "measures": []}, 0),
    ("refresh", {"measures": [{"measure": "Без кода"}, {"measure": "Без сроков", "measure_id": "M700"}]}, 2),
    ("findings", {"findings": [{"severity": "ошибка", "number": 1}, {"severity": "внимание", "number": 2}]}, 1),
    ("third", {"results": [{"procedure_id": "П1", "code": "1", "state": states.DIVERGED}]}, 1),
    ("gaps", {"gaps": []}, 1),
]
PROCEDURES = [
    ("codes", "", 0, 1),
    ("codes", states.PLANNED, 3, 1),
    ("codes", states.PLANNED, 4, 0),
    ("codes", states.PLANNED, -1, 0),
    ("codes", states.CODED, 1, 0),
    ("commission", states.CODED, 0, 1),
    ("commission", states.CODED, 1, 0),
    ("collect", states.MARKING, -1, 1),
    ("open", states.MARKED, -1, 1),
]
WAITING += [
    (name, {"procedures": [{"kind": "ВПР", "procedure_id": "П2", "state": state, "date": TODAY + days * DAY}]}, waiting)
    for name, state, days, waiting in PROCEDURES
]
WAITING += [
    (
        "codes",
        {
            "procedures": [{"kind": "ВПР", "procedure_id": "П2", "date": TODAY}],
            "kinds": [{"kind": "ВПР", "coded": "нет"}],
        },
        0,
    ),
    ("overdue", {"occurrences": TERMS}, 2),
    ("proof", {"occurrences": TERMS}, 1),
    ("records", {"occurrences": TERMS}, 1),
    ("summary", {"occurrences": [_term(1, TODAY + 40 * DAY, start=TODAY, kind=states.SUMMARY_KIND)]}, 1),
    ("unclear", {"occurrences": [_term(1, None, kind=states.DEADLINE_KINDS["unknown"])]}, 1),
]


@pytest.mark.parametrize(("name", "tables", "waiting"), WAITING)
def test_each_step_counts_what_waits_for_it(name: str, tables: dict[str, list[dict[str, Any]]], waiting: int) -> None:
    steps = _book(**tables).frame("steps")
    number = [step.name for step in STEPS].index(name)

    assert waiting == steps["needed"].to_list()[number]
    assert (waiting > 0) is bool(steps["turn"].notna().to_list()[number])


def test_every_step_is_tested() -> None:
    assert {step.name for step in STEPS} == {name for name, _, waiting in WAITING if waiting}


def test_steps_name_actions_as_the_ribbon_does() -> None:
    titles = {action.link: f"«{action.title}»" for action in ACTIONS}
    named = {step.target: step.link for step in STEPS if step.target.startswith("Run_")}

    assert named
    assert {target: titles[target] for target in named} == named
    assert {step.target.split("'")[1] for step in STEPS if "!" in step.target} <= {
        table.sheet for table in TABLES.values()
    }


def test_sentences_fit_their_places() -> None:
    assert not [step.text for step in STEPS if len(step.text) > 58]
    assert not [sentence for sentence in LEGEND.values() if len(sentence) > 62]
    assert SHOWN_STEPS < len(STEPS)


def test_every_state_is_explained() -> None:
    assert set(states.STATUSES) == set(LEGEND)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("а" * 20, "а" * 20),
        ("начало " + "а" * 30, "начало…"),
        ("а" * 30, "а" * 19 + "…"),
        ("Общий педсовет школы — ВПР, 4А", "Общий… — ВПР, 4А"),
        ("Сбор — все работы пятых и шестых классов", "Сбор — все работы…"),
    ],
)
def test_a_long_text_loses_whole_words_and_keeps_its_procedure(text: str, expected: str) -> None:
    assert expected == shortened(text, 20)
