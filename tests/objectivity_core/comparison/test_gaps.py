"""Gaps: official three groups, counts first, denominators always said."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from objectivity_core.comparison.external import External
from objectivity_core.comparison.gaps import compare, gap_rows
from objectivity_core.findings import Finding
from objectivity_core.settings import Settings
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeState, Records

MARKS = st.sampled_from([None, 2.0, 3.0, 4.0, 5.0])
PAIRS = st.lists(
    st.fixed_dictionaries(
        {
            "mark": MARKS,
            "own_mark": MARKS,
            "absent": st.booleans(),
            "procedure_id": st.sampled_from(["П1", "П2"]),
            "subject": st.sampled_from(["", "Русский язык", "Математика"]),
            "class": st.sampled_from(["4А", "5А", "5Б"]),
        }
    ),
    max_size=40,
)


def frame(rows: Records) -> pd.DataFrame:
    columns = ["mark", "own_mark", "absent", "procedure_id", "subject", "class"]

    return pd.DataFrame(rows, columns=columns).astype({"mark": "float64", "own_mark": "float64", "absent": "bool"})


def recount(rows: Records) -> dict[str, Any]:
    """A gap row counted pupil by pupil."""
    counts: dict[str, Any] = dict.fromkeys(
        ("wrote", "absent", "without_mark", "without_own", "pairs", "lowered", "confirmed", "raised", "large"), 0
    )
    counts["due"] = len(rows)
    total = 0.0
    for row in rows:
        if row["absent"]:
            counts["absent"] += 1
            continue
        counts["wrote"] += 1
        if row["mark"] is None:
            counts["without_mark"] += 1
            continue
        if row["own_mark"] is None:
            counts["without_own"] += 1
            continue
        counts["pairs"] += 1
        counts["lowered"] += row["mark"] < row["own_mark"]
        counts["confirmed"] += row["mark"] == row["own_mark"]
        counts["raised"] += row["mark"] > row["own_mark"]
        counts["large"] += abs(row["mark"] - row["own_mark"]) >= 2
        total += row["mark"] - row["own_mark"]
    counts["mean_difference"] = round(total / counts["pairs"], 2) if counts["pairs"] else None

    return counts


@hypothesis_settings(max_examples=60)
@given(PAIRS)
def test_every_row_equals_a_recount_pupil_by_pupil(rows: Records) -> None:
    table = records_of(gap_rows(frame(rows), "файл", 2, 10))
    cuts = {"всего": None, "процедура": "procedure_id", "предмет": "subject", "класс": "class"}
    expected = [("всего", "", rows)] if rows else []
    for by, column in list(cuts.items())[1:]:
        values = sorted({row[column] for row in rows} - {""})
        expected += [(by, value, [row for row in rows if row[column] == value]) for value in values]

    assert [(by, value) for by, value, _ in expected] == [(row["by"], row["value"]) for row in table]
    for (_, _, mine), row in zip(expected, table, strict=True):
        for name, number in recount(mine).items():
            assert number == row[name] or (number is None and math.isnan(row[name]))


@hypothesis_settings(max_examples=30)  # the recount above holds every row by itself already
@given(PAIRS)
def test_counts_add_up_and_shares_sum_to_one(rows: Records) -> None:
    for row in records_of(gap_rows(frame(rows), "файл", 2, 10)):
        shares = [row[f"{name}_share"] for name in ("lowered", "confirmed", "raised")]

        assert row["pairs"] == row["lowered"] + row["confirmed"] + row["raised"]
        assert row["wrote"] == row["without_mark"] + row["without_own"] + row["pairs"]
        assert row["due"] == row["wrote"] + row["absent"]
        assert row["large"] <= row["lowered"] + row["raised"]
        if row["pairs"]:
            assert math.isclose(1, sum(shares))
        else:
            assert all(map(math.isnan, shares))


@hypothesis_settings(max_examples=30)  # as above
@given(PAIRS, st.randoms())
def test_the_order_of_pupils_does_not_matter(rows: Records, source: Any) -> None:
    mixed = source.sample(rows, len(rows))

    pd.testing.assert_frame_equal(gap_rows(frame(rows), "файл", 2, 10), gap_rows(frame(mixed), "файл", 2, 10))


def pairs(count: int, mark: float = 3, own: float = 4) -> pd.DataFrame:
    return frame(
        [{"mark": mark, "own_mark": own, "absent": False, "procedure_id": "П", "subject": "М", "class": "4А"}] * count
    )


@pytest.mark.parametrize(
    ("count", "caution"),
    [
        (4, "выборка мала: 1 человек — 25 %"),
        (6, "выборка мала: 1 человек — 17 %"),
        (8, "выборка мала: 1 человек — 13 %"),  # 12.5, half up
        (9, "выборка мала: 1 человек — 11 %"),
        (10, ""),
    ],
)
def test_a_small_sample_says_what_one_pupil_weighs(count: int, caution: str) -> None:
    assert {caution} == set(gap_rows(pairs(count), "файл", 2, 10)["caution"])


def test_without_pairs_it_is_said_and_no_share_is_invented() -> None:
    table = gap_rows(
        frame([{"mark": 3.0, "absent": False, "procedure_id": "П", "subject": "М", "class": "4А"}]), "файл", 2, 10
    )

    assert {"нет пар"} == set(table["caution"])
    assert table[["lowered_share", "mean_difference"]].isna().all(axis=None)


@pytest.mark.parametrize(("large", "expected"), [(1, 3), (2, 2), (3, 1)])
def test_what_is_a_large_difference_is_a_setting(large: int, expected: int) -> None:
    rows = pd.concat([pairs(1, 3, 4), pairs(1, 5, 3), pairs(1, 2, 5)], ignore_index=True)

    assert expected == gap_rows(rows, "файл", large, 10)["large"].iloc[0]


def book(make_state: MakeState, vpr: str, **more: Any) -> Outcome:
    common = {"procedure_id": vpr, "subject": "Русский язык", "class": "4А", "state": "проверена"}
    tables: dict[str, Any] = {
        "results": [
            common | {"pupil_id": "P00001", "name": "А", "mark": 3},
            common | {"pupil_id": "P00002", "name": "Б", "mark": 4},
            common | {"pupil_id": "P00003", "name": "В", "state": "не писал"},
            common | {"pupil_id": "P00004", "name": "Г", "mark": 5},
            common | {"pupil_id": "P00005", "name": "Д", "state": "нет шкалы"},
            common | {"code": "1000002", "mark": 2},
        ],
        "own_marks": [
            {"pupil_id": "P00001", "subject": "Русский язык", "period": "III четверть", "mark": 5},
            {"pupil_id": "P00001", "subject": "Русский язык", "period": "II четверть", "mark": 3},
            {"pupil_id": "P00001", "subject": "Математика", "period": "III четверть", "mark": 2},
            {"pupil_id": "P00002", "subject": "Русский язык", "period": "III четверть", "mark": 4},
            {"pupil_id": "P00003", "subject": "Русский язык", "period": "III четверть", "mark": 4},
            {"pupil_id": "", "subject": "Русский язык", "period": "III четверть", "mark": 4},
            {"pupil_id": "P00004", "subject": "Русский язык", "period": "III четверть"},
        ],
    }

    return compare(make_state(**(tables | more)))


def total(outcome: Outcome) -> dict[str, Any]:
    return records_of(outcome.tables["gaps"])[0]


def test_opened_results_meet_the_marks_of_subject_and_period(make_state: MakeState, vpr: str) -> None:
    outcome = book(make_state, vpr)

    expected = {"due": 5, "wrote": 4, "absent": 1, "without_mark": 1, "without_own": 1, "pairs": 2}
    expected |= {"lowered": 1, "confirmed": 1, "raised": 0, "large": 1}
    assert expected == {name: total(outcome)[name] for name in expected}
    assert "эта книга" == total(outcome)["source"]
    own = outcome.tables["results"].set_index("pupil_id")
    assert (5.0, -2.0) == tuple(own.loc["P00001", ["own_mark", "difference"]])
    assert "Пар отметок 2: понизили 1, подтвердили 1, повысили 0" in outcome.message


def test_pupils_without_own_mark_are_counted_in_one_finding(make_state: MakeState, vpr: str) -> None:
    (finding,) = book(make_state, vpr).findings

    assert ("no-own-mark", "warning", vpr) == (finding.code, finding.severity, finding.key)
    said = "учеников без отметки школы по предмету «Русский язык» за нужный период: 1; в сопоставление они не вошли"
    assert said in finding.message


@pytest.mark.parametrize(
    ("setting", "own"),
    [
        (Settings().joined_subjects, [5.0, 4.0, 3.0, None]),
        ("Математика: Алгебра", [4.0, None, 3.0, None]),
        ("нет", [None, None, 3.0, None]),
    ],
)
def test_mathematics_is_compared_with_algebra_and_geometry(
    make_state: MakeState, setting: str, own: list[float | None]
) -> None:
    work = {"procedure_id": "П", "subject": "Математика", "class": "8А", "state": "проверена", "mark": 4}
    marks = {
        "P1": [("Алгебра", 4), ("Геометрия", 5)],
        "P2": [("геометрия", 4)],
        "P3": [("Математика", 3), ("Алгебра", 5)],
        "P4": [("Физика", 5)],
    }
    outcome = compare(
        make_state(
            settings=Settings(joined_subjects=setting),
            procedures=[{"procedure_id": "П", "kind": "ВПР", "subject": "Математика", "class": "8А"}],
            results=[work | {"pupil_id": pupil_id} for pupil_id in marks],
            own_marks=[
                {"pupil_id": pupil_id, "subject": subject, "period": "III четверть", "mark": mark}
                for pupil_id, listed in marks.items()
                for subject, mark in listed
            ],
        )
    )

    found = outcome.tables["results"]["own_mark"]
    assert own == [None if math.isnan(mark) else mark for mark in found]
    told = {"no-own-mark", "marks-of-other-subjects"} if setting != "нет" else {"no-own-mark"}
    assert told == {one.code for one in outcome.findings}


def test_the_period_of_the_procedure_outweighs_that_of_the_settings(make_state: MakeState, vpr: str) -> None:
    procedures = [
        {"procedure_id": vpr, "kind": "ВПР", "subject": "Русский язык", "class": "4А", "own_period": "II четверть"}
    ]

    assert (1, 1) == tuple(total(book(make_state, vpr, procedures=procedures))[name] for name in ("pairs", "confirmed"))
    assert 0 == total(book(make_state, vpr, settings=Settings(own_period="IV четверть")))["pairs"]


def test_kinds_that_are_not_compared_have_no_gap(make_state: MakeState, vpr: str) -> None:
    outcome = book(make_state, vpr, kinds=[{"kind": "ВПР", "coded": "да", "compared": "нет"}])

    assert outcome.tables["gaps"].empty
    assert outcome.tables["results"]["own_mark"].isna().all()
    assert outcome.message.startswith("Сравнивать пока нечего")


def test_an_empty_book_has_nothing_to_compare(make_state: MakeState) -> None:
    outcome = compare(make_state())

    assert outcome.tables["gaps"].empty
    assert outcome.tables["results"].empty
    assert [] == outcome.findings


def external(file: str, rows: Records, *findings: Finding) -> External:
    return External(
        file,
        "ВПР 2026",
        "Русский язык",
        pd.DataFrame(rows)
        .assign(title="ВПР 2026", subject="Русский язык")
        .astype({"mark": "float64", "own_mark": "float64"}),
        findings,
    )


def test_a_file_is_compared_with_the_journal_marks_in_it(make_state: MakeState) -> None:
    rows = [
        {"code": "00089", "class": "4", "mark": 4, "own_mark": 3, "absent": False},
        {"code": "00090", "class": "4", "mark": None, "own_mark": 3, "absent": True},
    ]
    noticed = Finding("declared-count", "warning", "…")
    outcome = compare(make_state(), external("ф1.xlsx", rows, noticed))

    assert ["gaps"] == list(outcome.tables)
    assert [noticed] == outcome.findings
    assert ("ф1.xlsx", 2, 1, 1, 1) == tuple(
        total(outcome)[name] for name in ("source", "due", "wrote", "absent", "raised")
    )
    assert [("всего", ""), ("процедура", "ВПР 2026"), ("предмет", "Русский язык"), ("класс", "4")] == [
        (row["by"], row["value"]) for row in records_of(outcome.tables["gaps"])
    ]


def test_rows_of_other_sources_stay_and_the_same_source_is_replaced(make_state: MakeState, vpr: str) -> None:
    first = records_of(book(make_state, vpr).tables["gaps"])
    rows = [{"code": "1", "class": "4", "mark": 4, "own_mark": 3, "absent": False}]
    second = compare(make_state(gaps=first), external("ф1.xlsx", rows))
    third = compare(make_state(gaps=records_of(second.tables["gaps"])), external("ф1.xlsx", rows))

    assert ["эта книга"] * 4 + ["ф1.xlsx"] * 4 == second.tables["gaps"]["source"].to_list()
    pd.testing.assert_frame_equal(second.tables["gaps"], third.tables["gaps"])
    assert ["ф1.xlsx"] == list(
        dict.fromkeys(compare(make_state(gaps=records_of(third.tables["gaps"]))).tables["gaps"]["source"])
    )


def test_a_file_of_an_unknown_layout_changes_nothing(make_state: MakeState) -> None:
    unknown = Finding("unknown-layout", "error", "…")
    outcome = compare(make_state(), unknown)

    assert ({}, [unknown]) == (outcome.tables, outcome.findings)


def test_a_file_without_pupils_is_no_pairs(make_state: MakeState) -> None:
    empty = External("ф1.xlsx", "", "", pd.DataFrame(columns=["code", "class", "absent", "mark", "own_mark"]), ())

    assert compare(make_state(), empty).tables["gaps"].empty
