"""Keys are drawn once, never reused, and found again however a name was typed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from objectivity_core.keys import assign_keys, procedure_id
from objectivity_core.people.pupils import doubled_pupils, person
from objectivity_core.russian.fold import folded_class
from objectivity_core.settings import Settings

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeFrame


def test_rows_without_key_get_the_next_number_and_others_keep_theirs(make_frame: MakeFrame) -> None:
    pupils = make_frame("pupils", [{"name": "А"}, {"pupil_id": "P00007", "name": "Б"}, {"name": "В"}])

    tables, settings, findings = assign_keys({"pupils": pupils}, Settings())

    assert ["P00008", "P00007", "P00009"] == tables["pupils"]["pupil_id"].to_list()
    assert 9 == settings.last_pupil
    assert [] == findings
    assert ["", "P00007", ""] == pupils["pupil_id"].to_list()


def test_the_key_of_a_deleted_row_does_not_return(make_frame: MakeFrame) -> None:
    tables, settings, _ = assign_keys({"staff": make_frame("staff", [{"name": "А"}])}, Settings(last_staff=12))

    assert ["S013"] == tables["staff"]["staff_id"].to_list()
    assert 13 == settings.last_staff


def test_tables_with_every_key_are_left_alone_but_their_numbers_are_remembered(make_frame: MakeFrame) -> None:
    tables, settings, _ = assign_keys(
        {"measures": make_frame("measures", [{"measure_id": "M021"}, {"measure_id": "свой"}])}, Settings()
    )

    assert {} == tables
    assert 21 == settings.last_measure


@hypothesis_settings(deadline=None)
@given(keys=st.lists(st.sampled_from(["", "", "P00001", "P00005", "P3", "x"]), max_size=8), last=st.integers(0, 10))
def test_new_keys_are_unique_and_a_second_run_changes_nothing(
    make_frame: MakeFrame, keys: list[str], last: int
) -> None:
    pupils = make_frame("pupils", [{"pupil_id": key} for key in keys])

    tables, settings, _ = assign_keys({"pupils": pupils}, Settings(last_pupil=last))
    after = tables.get("pupils", pupils)["pupil_id"].to_list()
    new = [now for was, now in zip(keys, after, strict=True) if not was]

    assert len(new) == len(set(new) - set(keys))
    assert all(int(key[1:]) > last for key in new)
    assert {} == assign_keys({"pupils": pupils.assign(pupil_id=after)}, settings)[0]


def procedures(make_frame: MakeFrame, *records: dict[str, Any]) -> list[str]:
    lists = {
        "kinds": make_frame("kinds", [{"kind": "итоговое собеседование", "short": "ИС"}, {"kind": "ВПР"}]),
        "subjects": make_frame("subjects", [{"subject": "Русский язык", "short": "РУ"}]),
    }
    frame = make_frame("procedures", list(records))
    tables, _, _ = assign_keys(lists | {"procedures": frame}, Settings())

    return tables.get("procedures", frame)["procedure_id"].to_list()


def test_a_procedure_is_named_by_short_kind_subject_class_and_date(make_frame: MakeFrame) -> None:
    common = {"kind": "итоговое собеседование", "subject": "Русский язык", "class": "9 А", "date": dt.date(2025, 2, 12)}

    assert ["ИС-РУ-9_А-2025-02-12", "ИС-РУ-9_А-2025-02-12-2"] == procedures(make_frame, common, common)


def test_a_procedure_without_date_or_short_form_still_gets_a_key_of_its_own(make_frame: MakeFrame) -> None:
    rows = [{"kind": "ВПР", "subject": "ОРКСЭ/2", "class": "4А"}] * 3

    assert ["ВПР-ОРКСЭ2-4А", "ВПР-ОРКСЭ2-4А-2", "ВПР-ОРКСЭ2-4А-3"] == procedures(make_frame, *rows)


def test_the_key_of_a_procedure_stays_when_its_date_moves(make_frame: MakeFrame) -> None:
    row = {
        "procedure_id": "ВПР-РУ-4А-2025-04-15",
        "kind": "ВПР",
        "subject": "Русский язык",
        "class": "4А",
        "date": dt.date(2025, 4, 22),
    }

    assert ["ВПР-РУ-4А-2025-04-15"] == procedures(make_frame, row)


@pytest.mark.parametrize("missing", ["kind", "subject", "class"])
def test_a_procedure_that_is_not_described_yet_waits_for_its_key(make_frame: MakeFrame, missing: str) -> None:
    row = {"kind": "ВПР", "subject": "Русский язык", "class": "4А"} | {missing: ""}

    assert [""] == procedures(make_frame, row)


def test_a_key_is_never_one_that_is_taken() -> None:
    taken = {"ВПР-РУ-4А", "ВПР-РУ-4А-2"}

    assert "ВПР-РУ-4А-3" == procedure_id("ВПР", "РУ", "4А", pd.NaT, taken)


PUPILS = [
    {"pupil_id": "P00001", "name": "Озерцов Лев Ильич", "class": "4А"},
    {"pupil_id": "P00002", "name": "Котова Алёна Юрьевна", "class": "4А", "differs": "старшая"},
    {"pupil_id": "P00003", "name": "Котова Алёна Юрьевна", "class": "4А", "differs": "младшая"},
    {"pupil_id": "P00004", "name": "Озерцов Лев Ильич", "class": "5А"},
]


def found(make_frame: MakeFrame, name: str, class_: str, pupil_id: str = "") -> tuple[str, list[str]]:
    marks = make_frame("own_marks", [{"pupil_id": pupil_id, "name": name, "class": class_}])
    tables, _, findings = assign_keys({"own_marks": marks, "pupils": make_frame("pupils", PUPILS)}, Settings())

    return tables.get("own_marks", marks)["pupil_id"].iloc[0], [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("name", "class_", "expected"),
    [
        ("Озерцов Лев Ильич", "4А", "P00001"),
        ("озерцов  лев ильич", "4а", "P00001"),
        ("Озерцов Лев Ильич", "4 A", "P00001"),
        ("Озерцов Лев Ильич", "5А", "P00004"),
        ("Котова Алена Юрьевна (младшая)", "4А", "P00003"),
    ],
)
def test_a_pupil_is_found_by_name_and_class_however_they_are_typed(
    make_frame: MakeFrame, name: str, class_: str, expected: str
) -> None:
    assert (expected, []) == found(make_frame, name, class_)


@pytest.mark.parametrize(
    ("name", "class_", "code"),
    [
        ("Котова Алёна Юрьевна", "4А", "ambiguous-pupil"),
        ("Никого Нет", "4А", "unknown-pupil"),
        ("Озерцов Лев Ильич", "9Я", "unknown-pupil"),
        ("Озерцов Лев Ильич", "", "unknown-pupil"),
    ],
)
def test_a_name_of_nobody_or_of_two_is_a_finding_and_never_a_guess(
    make_frame: MakeFrame, name: str, class_: str, code: str
) -> None:
    assert ("", [code]) == found(make_frame, name, class_)


def test_a_pupil_id_that_people_typed_is_kept(make_frame: MakeFrame) -> None:
    assert ("P00002", []) == found(make_frame, "Кто угодно", "9Я", "P00002")


def test_marks_without_any_pupils_are_all_findings(make_frame: MakeFrame) -> None:
    marks = make_frame("own_marks", [{"name": "А", "class": "4А"}, {"name": "Б", "class": "4А"}])
    tables, _, findings = assign_keys({"own_marks": marks, "pupils": make_frame("pupils", [])}, Settings())

    assert {} == tables
    assert [0, 1] == [finding.row for finding in findings]


def test_pupils_who_got_their_key_just_now_are_found(make_frame: MakeFrame) -> None:
    tables, _, _ = assign_keys(
        {
            "own_marks": make_frame("own_marks", [{"name": "Озерцов", "class": "4А"}]),
            "pupils": make_frame("pupils", [{"name": "Озерцов", "class": "4А"}]),
        },
        Settings(),
    )

    assert ["P00001"] == tables["own_marks"]["pupil_id"].to_list()


def test_namesakes_are_fine_and_one_pupil_twice_is_not(make_frame: MakeFrame) -> None:
    pupils = make_frame(
        "pupils", [*PUPILS, {"name": "озерцов лев  ильич", "class": "4 а"}, {"name": "", "class": "4А"}]
    )

    assert [False, False, False, False, True, False] == doubled_pupils(pupils).to_list()


def test_classes_are_compared_as_people_mean_them(make_frame: MakeFrame) -> None:
    assert 1 == len({folded_class(name) for name in ("4А", "4а", "4A", "4a", "4 «А»", '4"а"', "4-А")})
    assert folded_class("4А") != folded_class("4Б")
    assert 1 == person(make_frame("pupils", [{"name": "Ё", "class": "4а"}, {"name": "е", "class": "4A"}])).nunique()
