"""Worksheet functions: a range in, an array out; a cell in, a value out; what is wrong in a few Russian words, never an exception."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from objectivity_core import worksheet_functions as answers
from objectivity_core.codes.numbers import new_code
from objectivity_core.plan.calendar_sheet import calendar
from objectivity_core.school_year.year import SchoolYear
from objectivity_core.tables import TABLES
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.parse import parse
from xl_macros import udfs
from xl_macros.book.files import FileBook
from xl_macros.build.content import CONTENT, read_csv_tables
from xl_macros.build.udf_vba import functions_module
from xl_macros.build.vba_texts import NAME_NO_PYTHON
from xl_macros.udfs import FUNCTIONS, Function, obj_checkcode, obj_due, obj_gap, obj_mark, obj_workday
from xl_macros.udfs.cells import FAILED, UNEQUAL

STAND_IN = Path(__file__).with_name("windows_stand_in.py")
DAY = dt.date(2025, 5, 12)


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Today is 12 January 2026, in the academic year 2025/2026; the log is a file of the test."""
    monkeypatch.setattr(udfs, "_today", lambda: dt.date(2026, 1, 12))
    monkeypatch.setenv("OBJECTIVITY_LOG", str(tmp_path / "журнал.log"))


def shown(value: Any) -> str:
    """A result as «Справка» shows it."""
    if isinstance(value, list):
        return "; ".join(f"{heading}: {as_text(cell)}" for heading, cell in zip(*value, strict=True))

    return as_text(value)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_every_example_of_the_help_gives_what_the_help_says(function: Function) -> None:
    result = getattr(udfs, function.python)(*(value for _, value in function.example))

    assert function.shows == shown(result)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("до 5 сентября", None, 2024), dt.date(2024, 9, 5)),
        (("до 5 сентября", None, "2024/2025"), dt.date(2024, 9, 5)),
        (("до 5 сентября", None, "2024-25"), dt.date(2024, 9, 5)),
        (("до 5 сентября", None, "2024/2025 уч. год"), dt.date(2024, 9, 5)),
        (("до 5 сентября", None, dt.date(2025, 3, 1)), dt.date(2024, 9, 5)),
        (("до 5 сентября",), dt.date(2025, 9, 5)),  # of today
        (("до 5 сентября", DAY), dt.date(2024, 9, 5)),  # of the event
        (("май", dt.date(2025, 8, 31)), dt.date(2025, 5, 31)),  # the year ends with August
        (("май", dt.date(2025, 9, 1)), dt.date(2026, 5, 31)),
        (("октябрь, апрель", None, 2024), dt.date(2025, 4, 30)),  # the last of several
        (("ежемесячно", None, 2024), dt.date(2025, 8, 31)),
        (("в течение года", None, 2024), dt.date(2025, 8, 31)),
        (("август", None, 2024), dt.date(2025, 8, 31)),  # ambiguous: the meaning that «Сроки» takes
        (("по графику ВПР", DAY), DAY),
        (("накануне ВПР", "12.05.2025"), dt.date(2025, 5, 11)),
        (("накануне ВПР", 45789.0), dt.date(2025, 5, 11)),  # Excel's number of that day
        (("накануне ВПР", dt.datetime(2025, 5, 12, tzinfo=dt.UTC)), dt.date(2025, 5, 11)),
        ((dt.date(2025, 5, 3),), dt.date(2025, 5, 3)),
        (("накануне ВПР",), "нужна дата события"),
        (("по плану",), "нужна дата события"),
        (("с 1 октября", None, 2024), "у срока нет последнего дня"),
        (("по мере необходимости",), "срок требует уточнения"),
        (("накануне ВПР", "скоро"), "событие: не дата"),
        (("май", None, "2024/2026"), "год: нужно 2024 или 2024/2025"),
        (("май", None, 24), "год: нужно 2024 или 2024/2025"),
        (("за 3 рабочих дня до ВПР", dt.date(2028, 3, 3)), "нет производственного календаря на 2028 год"),
        (("#Н/Д",), "ошибка в исходной ячейке"),
        (("",), ""),
        ((None, DAY), ""),
        ((" \xa0", DAY), ""),
    ],
)
def test_a_phrase_gives_its_last_day_or_says_why_not(arguments: tuple[Any, ...], expected: Any) -> None:
    assert expected == obj_due(*arguments)


def test_a_due_date_is_the_one_of_the_sheet_of_terms(example_bytes: bytes, tmp_path: Path) -> None:
    """Every phrase of the example plan that «Сроки» dates by itself; measures of the whole year have terms for their records instead."""
    (path := tmp_path / "Пример.xlsm").write_bytes(example_bytes)
    table = TABLES["occurrences"]
    frame, _ = parse(table, FileBook(path).grid(table), everything=True)
    own = frame[(frame["procedure_id"] == "") & frame["due"].notna() & ~frame["kind"].isin(["весь год", "итог года"])]
    last = own.groupby("phrase")["due"].max()

    assert len(last) >= 3
    assert [day.date() for day in last] == obj_due(list(last.index), None, 2024)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((DAY, -1), dt.date(2025, 5, 7)),
        ((dt.date(2025, 10, 31), 1), dt.date(2025, 11, 1)),  # a working Saturday
        (("12.05.2025", "0"), DAY),
        ((45789.0, 1.0), dt.date(2025, 5, 13)),
        ((None, 1), ""),
        ((DAY, ""), ""),
        ((DAY, 1.5), "число дней: не число"),
        (("вчера", 1), "не дата"),
        ((dt.date(2028, 1, 12), 1), "нет производственного календаря на 2028 год"),
        ((dt.date(2027, 12, 30), 5), "нет производственного календаря на 2028 год"),
        ((DAY, 10**9), "слишком далеко: производственный календарь не известен"),
    ],
)
def test_working_days_are_those_of_the_production_calendar(arguments: tuple[Any, ...], expected: Any) -> None:
    assert expected == obj_workday(*arguments)


def test_working_days_agree_with_the_sheet_of_the_calendar() -> None:
    days = calendar(SchoolYear(2024))
    working = [day.date() for day in days[days["working"] == 1]["date"]]

    assert working[1:] == obj_workday(working[:-1], 1)
    assert working[:-1] == obj_workday(working[1:], -1)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1000002", "верно"),
        (1000002.0, "верно"),
        (" 1000002 ", "верно"),
        ("1000003", "контрольная цифра не сходится"),
        ("100 0002", "исправьте на 1000002"),
        ("1ООО00o2", "нужно 7 цифр, здесь 8"),
        ("1ООО0o2", "исправьте на 1000002"),
        ("12", "нужно 7 цифр, здесь 2"),
        ("0000000", "код не начинается с 0"),
        ("Иванов", "не только цифры"),
        ("¹000002", "не только цифры"),
        (None, ""),
    ],
)
def test_a_code_is_right_or_one_reads_what_is_wrong(code: Any, expected: str) -> None:
    assert expected == obj_checkcode(code)


def test_a_code_with_one_letter_or_one_digit_wrong_is_never_right() -> None:
    source = random.Random(1)
    codes = [new_code(source, set()) for _ in range(50)]
    wrong = [
        code[:at] + other + code[at + 1 :]
        for code in codes
        for at in range(7)
        for other in "0123456789ОЗO"
        if other != code[at]
    ]

    assert [answers.RIGHT] * 50 == obj_checkcode(codes)
    assert answers.RIGHT not in obj_checkcode(wrong)


def test_marks_agree_with_every_published_scale() -> None:
    scales = read_csv_tables(CONTENT)["scales"]
    rows = [list(row) for row in scales.itertuples(index=False)]
    bounds = [[row[5], row[6], row[7]] for row in rows]

    assert len(rows) > 10
    for row, (mark3, mark4, mark5) in zip(rows, bounds, strict=True):
        scores = [0, mark3 - 1, mark3, mark4 - 1, mark4, mark5 - 1, mark5, row[4]]
        assert (
            [2, 2, 3, 3, 4, 4, 5, 5]
            == obj_mark(scores, [row])
            == obj_mark(scores, [mark3, mark4, mark5])
            == obj_mark(scores, row[4:8])
        )


@pytest.mark.parametrize(
    ("score", "bounds", "expected"),
    [
        ("17", ((10,), (16,), (21,)), 4),
        ("16,5", (10, 16, 21), 4),
        (25, (24, 10, 16, 21), "балл вне границ 0–24"),
        (-1, (10, 16, 21), "балл меньше нуля"),
        ("н", (10, 16, 21), "не число"),
        (None, (10, 16, 21), ""),
        (17, (10, None, 21), "в шкале пустая ячейка"),
        (17, (10, "шестнадцать", 21), "шкала: не число"),
        (17, (21, 16, 10), "шкала не по возрастанию"),
        (17, (20, 10, 16, 21), "шкала не по возрастанию"),
        (17, (10, 16), "шкала: три ячейки («3» от, «4» от, «5» от) или строка листа «Шкалы»"),
        (None, (10, 16), ""),
    ],
)
def test_a_mark_follows_the_scale_or_says_what_is_wrong_with_it(score: Any, bounds: Any, expected: Any) -> None:
    assert expected == obj_mark(score, bounds)


def test_the_gap_has_the_headings_and_the_figures_of_the_sheet_of_gaps() -> None:
    headings, row = obj_gap([[5], [4], ["3"], [2], [None], [4]], [[4], [4], [4], [4.0], [5], [""]])

    assert [TABLES["gaps"][name].heading for name in answers.GAP_COLUMNS] == headings
    assert [4, 2, 1, 1, 0.5, 0.25, 0.25, -0.5] == row


@pytest.mark.parametrize(
    ("external", "own", "expected"),
    [
        ([3, "н"], [3, 3], "2-я ячейка: не отметка 2–5"),
        ([3, 3], [3, 6], "2-я ячейка: не отметка 2–5"),
        ([3, 3], [3, 3, 3], UNEQUAL),
        ([[3, 3, 3], [4, 4, 4]], [[3, 3], [3, 4], [4, 4]], UNEQUAL),
    ],
)
def test_marks_that_are_none_or_stand_beside_nothing_are_named(external: Any, own: Any, expected: str) -> None:
    assert expected == obj_gap(external, own)


def test_without_a_pair_there_are_no_shares() -> None:
    assert [0, 0, 0, 0, "", "", "", ""] == obj_gap([3, None], [None, 4])[1]


def test_an_answer_has_the_shape_of_the_question() -> None:
    assert DAY == obj_workday(DAY, 0)
    assert [[DAY]] == obj_workday([[DAY]], 0)
    assert [[DAY], [""], ["не дата"]] == obj_workday(((DAY,), (None,), ("x",)), 0)
    assert [[dt.date(2025, 5, 7), DAY, dt.date(2025, 5, 13)]] == obj_workday(DAY, [[-1, 0, 1]])
    assert [dt.date(2025, 5, 13), dt.date(2024, 9, 2)] == obj_workday([DAY, dt.date(2024, 9, 1)], [1, 1])
    assert UNEQUAL == obj_workday([[DAY], [DAY]], [[1, 2]])


def test_each_phrase_counts_from_its_own_event() -> None:
    events = [["12.05.2025"], ["09.01.2025"], [None]]

    assert [[dt.date(2025, 5, 7)], [dt.date(2024, 12, 28)], ["нужна дата события"]] == obj_due(
        "за 1 рабочий день до ВПР", events
    )


def test_a_fault_of_the_program_is_a_few_words_in_the_cell_and_a_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("due_date", "working_day", "code_answer", "mark", "gap"):
        monkeypatch.setattr(answers, name, lambda *_: 1 / 0)
    results = [obj_due("май"), obj_workday(DAY, 1), obj_checkcode("1"), obj_mark(1, (1, 2, 3)), obj_gap(3, 3)]

    assert [FAILED] * 5 == results
    assert 5 == (tmp_path / "журнал.log").read_text(encoding="utf-8").count("ZeroDivisionError: division by zero")


def test_importing_the_functions_loads_nothing_heavy() -> None:
    heavy = (
        "pandas",
        "numpy",
        "lark",
        "holidays",
        "xlwings",
        "openpyxl",
        "xlsxwriter",
        "scipy",
        "matplotlib",
        "stdnum",
    )
    code = f"import sys, xl_macros.udfs; print(*[name for name in {heavy} if name in sys.modules])"

    assert "" == subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def on_windows(calls: list[list[Any]]) -> dict[str, Any]:
    """What xlwings' own server and generator give, over a stand-in for COM."""
    run = subprocess.run(
        [sys.executable, str(STAND_IN)], input=json.dumps(calls), check=True, capture_output=True, text=True
    )

    answer: dict[str, Any] = json.loads(run.stdout)

    return answer


def test_xlwings_own_server_passes_ranges_dates_errors_and_absent_arguments() -> None:
    na = -2146826246  # #N/A as COM passes it
    answer = on_windows(
        [
            ["obj_due", ["до 5 сентября", "missing", 2024.0]],
            ["obj_due", [[["май"], ["когда-нибудь"], [None]], "missing", "2024/2025"]],
            ["obj_due", ["за 1 рабочий день до ВПР", "date:2025-05-12", "missing"]],
            ["obj_workday", ["date:2025-05-12", [[-1.0, 1.0]]]],
            ["obj_checkcode", [[[1000002.0, na, None]]]],
            ["obj_mark", [17.0, [[10.0, 16.0, 21.0]]]],
            ["obj_gap", [[[2.0], [4.0]], [[3.0], [4.0]]]],
        ]
    )["answers"]

    assert [
        "2024-09-05 00:00:00+00:00",
        [["2025-05-31 00:00:00+00:00"], ["срок требует уточнения"], [""]],
        "2025-05-07 00:00:00+00:00",
        ["2025-05-07 00:00:00+00:00", "2025-05-13 00:00:00+00:00"],
        ["верно", "ошибка в исходной ячейке", ""],
        4,
        [[TABLES["gaps"][name].heading for name in answers.GAP_COLUMNS], [2, 1, 1, 0, 0.5, 0.5, 0, -0.5]],
    ] == answer


def test_the_wrappers_are_those_of_xlwings_without_its_branches() -> None:
    """Ours differ from the generated ones by `#If`, by the case of names and by what a cell shows when Python is out of reach."""
    theirs = re.sub(r"    #Else\n.*\n.*\n    #End If\n|    #If .*\n", "", on_windows([])["wrappers"])
    ours = functions_module(FUNCTIONS).replace(f'BookText("{NAME_NO_PYTHON}")', "Err.Description")

    def subs(source: str) -> dict[str, list[str]]:
        found = re.findall(r"^Function (\w+)(.*?)^End Function", source, re.DOTALL | re.MULTILINE)

        return {name.lower(): [line.strip().lower() for line in body.splitlines()] for name, body in found}

    assert {function.python for function in FUNCTIONS} == subs(theirs).keys()
    assert subs(theirs) == subs(ours)
