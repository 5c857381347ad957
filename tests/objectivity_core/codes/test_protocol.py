"""Sheets of the key: the sealed protocol by names, the attendance by codes; and what hands have done to the key."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from objectivity_core.codes.custody import key_faults, pairs_fingerprint
from objectivity_core.codes.key import VAULT_COLUMNS
from objectivity_core.codes.protocol import ATTENDANCE, PROTOCOL, SLIPS, key_sheets

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeFrame

ROWS = [
    ("МА", "P00003", "40003", "Яковлев Ян", "4А"),
    ("МА", "P00001", "40002", "ёлкин Лев", "4А"),
    ("РУ", "P00001", "1000002", "Ёлкин Лев", "4А"),
    ("МА", "P00002", "40001", "Зуева Ия", "4А"),
    ("МА", "", "40004", "", "4А"),
]
PROCEDURES = [
    {
        "procedure_id": "МА",
        "kind": "ВПР",
        "subject": "Математика",
        "class": "4А",
        "date": dt.date(2025, 4, 17),
        "room": "12",
    }
]
WORKS = [{"procedure_id": "МА", "code": "40002", "handed_in": "не сдана"}, {"procedure_id": "МА", "code": "40001"}]


def key(rows: list[tuple[str, ...]] | None = None) -> pd.DataFrame:
    return pd.DataFrame(ROWS if rows is None else rows, columns=list(VAULT_COLUMNS), dtype="object")


def sheets(make_frame: MakeFrame, **more: Any) -> dict[str, list[list[str]]]:
    pupils = make_frame("pupils", [{"pupil_id": "P00002", "name": "Зуева Ия", "class": "4А", "differs": "старшая"}])

    return key_sheets(key(), make_frame("procedures", PROCEDURES), make_frame("works", WORKS), pupils, **more)


def test_the_protocol_goes_by_names_procedure_by_procedure_and_those_without_name_come_last(
    make_frame: MakeFrame,
) -> None:
    title = "ВПР, Математика, 4А, 17.04.2025"

    assert [
        ["Процедура", "№", "ФИО", "Класс", "Код работы", "Подпись"],
        [title, "1", "ёлкин Лев", "4А", "40002", ""],
        [title, "2", "Зуева Ия (старшая)", "4А", "40001", ""],
        [title, "3", "Яковлев Ян", "4А", "40003", ""],
        [title, "4", "", "4А", "40004", ""],
        [],
        ["РУ", "1", "Ёлкин Лев", "4А", "1000002", ""],
    ] == sheets(make_frame)[PROTOCOL]


def test_every_pupil_has_a_slip_with_name_and_code_and_codes_of_nobody_have_none(make_frame: MakeFrame) -> None:
    title = "ВПР, Математика, 4А, 17.04.2025"

    assert [
        ["Процедура", "ФИО", "Класс", "Код работы"],
        [title, "ёлкин Лев", "4А", "40002"],
        [title, "Зуева Ия (старшая)", "4А", "40001"],
        [title, "Яковлев Ян", "4А", "40003"],
        [],
        ["РУ", "Ёлкин Лев", "4А", "1000002"],
    ] == sheets(make_frame)[SLIPS]


def test_after_a_procedure_its_slips_are_gone(make_frame: MakeFrame) -> None:
    assert ["РУ"] == [row[0] for row in sheets(make_frame, held={"МА"})[SLIPS][1:]]
    assert SLIPS not in sheets(make_frame, held={"МА", "РУ"})


def test_before_the_procedure_nobody_has_handed_in_anything(make_frame: MakeFrame) -> None:
    assert ["", "не сдана", "", ""] == [row[4] for row in sheets(make_frame)[ATTENDANCE][1:5]]


def test_after_it_a_work_of_which_nothing_is_said_was_handed_in(make_frame: MakeFrame) -> None:
    rows = sheets(make_frame, held={"МА"})[ATTENDANCE]

    assert ["40001", "40002", "40003", "40004"] == [row[2] for row in rows[1:5]]
    assert ["сдана", "не сдана", "сдана", "сдана"] == [row[4] for row in rows[1:5]]
    assert {"12"} == {row[1] for row in rows[1:5]}
    assert ["", ""] == [rows[6][1], rows[6][4]]


def test_a_key_without_pairs_has_headings_alone(make_frame: MakeFrame) -> None:
    empty = key_sheets(key([]), *(make_frame(name, []) for name in ("procedures", "works", "pupils")))

    assert {PROTOCOL: 1, ATTENDANCE: 1} == {title: len(rows) for title, rows in empty.items()}


def test_the_fingerprint_of_pairs_minds_neither_order_nor_names() -> None:
    sorted_and_named = key().sort_values("code").assign(name="Иначе")

    assert pairs_fingerprint(key()) == pairs_fingerprint(sorted_and_named)


def test_the_fingerprint_shows_one_column_sorted_alone() -> None:
    mixed = key().assign(code=sorted(key()["code"]))

    assert pairs_fingerprint(key()) != pairs_fingerprint(mixed)


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        (("МА", "P00009", "", "Новый Нил", "4А"), "no-code-in-key", "МА"),
        (("МА", "P00009", "1000003", "Новый Нил", "4А"), "bad-code-in-key", "1000003"),
        (("МА", "P00009", "40001", "Новый Нил", "4А"), "code-twice-in-key", "40001"),
        (("МА", "P00002", "40009", "Зуева Ия", "4А"), "pupil-twice-in-key", "P00002"),
    ],
)
def test_a_slip_in_the_key_is_told_by_code_or_by_pupil_and_never_both(
    row: tuple[str, ...], code: str, says: str, make_frame: MakeFrame
) -> None:
    (finding,) = key_faults(key([*ROWS, row]), make_frame("pupils", []), edited=False)

    assert (code, "error", True) == (finding.code, finding.severity, says in finding.message)
    assert 1 == sum(part in finding.message for part in ("40001", "40009", "1000003", "P0000", "Зуева", "МА"))


def test_a_pupil_whom_the_book_calls_otherwise_is_told_without_names(make_frame: MakeFrame) -> None:
    pupils = [
        {"pupil_id": "P00001", "name": "Елкин  лев", "class": "4А"},
        {"pupil_id": "P00002", "name": "Другая Ия", "class": "4А"},
    ]
    (finding,) = key_faults(key(), make_frame("pupils", pupils), edited=False)

    assert ("name-differs-in-key", "P00002") == (finding.code, finding.key)
    assert "Ия" not in finding.message


def test_a_key_as_the_program_wrote_it_has_no_faults(make_frame: MakeFrame) -> None:
    assert [] == key_faults(key(), make_frame("pupils", []), edited=False)
    assert ["key-edited"] == [finding.code for finding in key_faults(key(), make_frame("pupils", []), edited=True)]
