"""Scoring workbooks: codes only, validated, protected, counted; never written over; read back with every slip named."""

from __future__ import annotations

import dataclasses
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from objectivity_core.commission.scoring_sheet import Returned, ScoringSheet
from objectivity_core.findings import Finding
from tests.xl_macros.by_hand import type_into
from xl_macros.errors import ObjectivityError
from xl_macros.folders.scoring import read_returned, scoring_folder, scoring_workbook, write_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from xl_macros.runner.run import Report

    Read = Callable[[Path, str], pd.DataFrame]
    Act = Callable[..., list[Report]]
    Fill = Callable[[Path, Callable[[int, int], Any]], None]
    Contents = Callable[[Path], dict[str, bytes]]

RU, MA = "ВПР-РУ-4А-2025-04-15", "ВПР-МА-5А-2025-04-16"
SHEET = ScoringSheet(
    RU, "ВПР, Русский язык, 4А", "S001", "Орлова Анна Ильинична", False, ("1000002", "5724017"), (("1К1", 4), ("2", 1))
)


def _open(path: Path, sheet: ScoringSheet = SHEET) -> Worksheet:
    path.write_bytes(scoring_workbook(sheet))

    return openpyxl.load_workbook(path)["Проверка"]


def _paths(book: Path, procedure: str = RU) -> list[Path]:
    """Scoring workbooks of a procedure, one per expert in the order of their names."""
    return sorted((scoring_folder(book) / procedure).glob("*.xlsx"))


def _change(path: Path, change: Callable[[Worksheet], None]) -> None:
    """Change a scoring workbook as its expert would."""
    workbook = openpyxl.load_workbook(path)
    change(workbook["Проверка"])
    workbook.save(path)


# What an expert gets


def test_the_sheet_shows_codes_tasks_with_maxima_and_live_totals(tmp_path: Path) -> None:
    sheet = _open(tmp_path / "Лист.xlsx")

    assert ["Код работы", "1К1 (4б)", "2 (1б)", "Итого", "Осталось"] == [cell.value for cell in sheet[6]]
    assert ["1000002", None, None, "=SUM(B7:C7)", "=COUNTBLANK(B7:C7)"] == [cell.value for cell in sheet[7]]
    assert ["5724017", None, None, "=SUM(B8:C8)", "=COUNTBLANK(B8:C8)"] == [cell.value for cell in sheet[8]]
    assert "s" == sheet["A7"].data_type


def test_only_scores_can_be_typed_and_only_those_that_exist(tmp_path: Path) -> None:
    sheet = _open(tmp_path / "Лист.xlsx")
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}

    assert sheet.protection.sheet
    assert {"B7", "C7", "B8", "C8"} == {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}
    assert {"B7:B8", "C7:C8"} == set(rules)
    assert "B7<=4" in rules["B7:B8"].replace(" ", "")
    assert "C7<=1" in rules["C7:C8"].replace(" ", "")
    assert all('="X"' in rule and '="Х"' in rule for rule in rules.values())  # Latin and Russian
    assert all(rule.error for rule in sheet.data_validations.dataValidation)


def test_what_the_file_is_stands_on_a_hidden_sheet(tmp_path: Path) -> None:
    path = tmp_path / "Лист.xlsx"
    _open(path)
    (returned,) = read_returned(tmp_path)

    assert "hidden" == openpyxl.load_workbook(path)["Служебный"].sheet_state
    assert isinstance(returned, Returned)
    assert (RU, "S001", False, ("1000002", "5724017")) == returned[1:5]


def test_a_third_check_says_so(tmp_path: Path) -> None:
    (path,) = write_sheets(tmp_path, [ScoringSheet(RU, "ВПР", "S001", "Орлова", True, ("1000002",), (("1", 1),))])

    assert "третья проверка" in path.name
    assert "третья проверка" in openpyxl.load_workbook(path)["Проверка"]["A1"].value


@pytest.mark.parametrize(("procedure", "expert"), [("ВПР/РУ:4А?", "А/Б * В"), ("../выше", "Орлова"), ("..", "Орлова ")])
def test_whatever_a_procedure_or_an_expert_is_called_the_file_lies_inside_the_folder(
    procedure: str, expert: str, tmp_path: Path
) -> None:
    folder = tmp_path / "Листы проверки"
    (path,) = write_sheets(folder, [ScoringSheet(procedure, "ВПР", "S001", expert, False, ("1000002",), (("1", 1),))])

    assert path.resolve().parent.parent == folder.resolve()
    assert not set(r'\/:*?"<>|') & set(path.name)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "Листы проверки").write_bytes(b"")
    with pytest.raises(ObjectivityError, match="Не удалось создать папку"):
        write_sheets(tmp_path / "Листы проверки", [SHEET])


# Never written over


def test_every_work_is_on_the_sheet_of_its_expert(assigned: Path, table: Read) -> None:
    commission = table(assigned, "commission")
    given = sorted(
        (one.procedure_id, code, one.staff_id)
        for one in read_returned(scoring_folder(assigned))
        if isinstance(one, Returned)
        for code in one.codes
    )

    assert sorted(commission[["procedure_id", "code", "staff_id"]].itertuples(index=False, name=None)) == given
    assert 11 == len(given)


def test_assigning_again_touches_no_file_and_adds_none(
    assigned: Path, act: Act, fill: Fill, contents: Contents
) -> None:
    fill(_paths(assigned)[0], lambda *_: 1)
    before = contents(scoring_folder(assigned))
    act(assigned, "commission")

    assert before == contents(scoring_folder(assigned))


def _with_late_pupil(book: Path) -> None:
    type_into(book, "Ученики", {"B17": "Поздний Пётр", "C17": "4А"})


def test_a_late_work_joins_the_others_while_the_sheet_is_empty(
    assigned: Path, act: Act, table: Read, contents: Contents
) -> None:
    """A sheet with the late code alone would tell its author."""
    old_codes = set(table(assigned, "works")["code"])
    _with_late_pupil(assigned)
    before = contents(scoring_folder(assigned))
    (report,) = act(assigned, "codes", "commission", procedure=RU)[1:]
    after = contents(scoring_folder(assigned))
    works = table(assigned, "works")
    (new_code,) = set(works["code"]) - old_codes
    (changed,) = (name for name in after if after[name] != before.get(name))
    (returned,) = (
        one for one in read_returned(scoring_folder(assigned)) if isinstance(one, Returned) and new_code in one.codes
    )

    assert set(before) == set(after)
    assert changed.endswith(returned.file)
    assert len(returned.codes) > 1
    assert "late-works" in [finding.code for finding in report.findings]
    assert sorted(works["procedure_id"] + works["code"]) == list(
        works["procedure_id"] + works["code"]
    )  # not the late one last


def test_a_late_work_never_touches_a_sheet_that_is_filled(
    assigned: Path, act: Act, fill: Fill, contents: Contents
) -> None:
    for path in _paths(assigned):
        fill(path, lambda _, maximum: maximum)
    _with_late_pupil(assigned)
    before = contents(scoring_folder(assigned))
    act(assigned, "codes", "commission", procedure=RU)
    after = contents(scoring_folder(assigned))
    (new_file,) = set(after) - set(before)

    assert before == {name: data for name, data in after.items() if name != new_file}
    assert new_file.endswith(" 2.xlsx")


def test_scores_of_the_further_file_count_beside_the_first(assigned: Path, act: Act, table: Read, fill: Fill) -> None:
    _with_late_pupil(assigned)
    act(assigned, "codes", "commission", procedure=RU)
    for path in _paths(assigned):
        fill(path, lambda _, maximum: maximum)
    act(assigned, "collect")
    results = table(assigned, "results")

    assert [8.0] * 7 == results[results["procedure_id"] == RU]["primary"].to_list()


# Read back


def _results(book: Path, table: Read) -> dict[str, tuple[str, float]]:
    """State and primary score of the works in Russian, by code."""
    results = table(book, "results")
    mine = results[results["procedure_id"] == RU]

    return {row["code"]: (row["state"], row["primary"]) for row in mine.to_dict("records")}


def _codes(report: Report) -> list[str]:
    """Rules of the findings, those about works that other experts have not returned left out."""
    return [finding.code for finding in report.findings if finding.code not in {"not-filled", "sheets-owed"}]


def test_totals_and_marks_are_those_of_the_scores(assigned: Path, act: Act, table: Read, fill: Fill) -> None:
    """Totals 8, 5, 2, 0 of 8 points; 3 from 3, 4 from 5, 5 from 7."""
    scores = {0: (4, 3, 1), 1: (4, 1, 0)}, {0: (0, 1, 1), 1: ("X", "X", "X")}, {0: (3, 0, 0), 1: (4, 3, 0)}
    expected = {}
    for path, by_row in zip(_paths(assigned), scores, strict=True):
        left = {row: list(values) for row, values in by_row.items()}
        fill(path, lambda row, _, left=left: left[row].pop(0))
        sheet = openpyxl.load_workbook(path)["Проверка"]
        expected |= {
            sheet.cell(7 + row, 1).value: sum(0 if value == "X" else value for value in values)
            for row, values in by_row.items()
        }
    act(assigned, "collect")
    results = table(assigned, "results").set_index("code")
    marks = {8: 5, 7: 5, 5: 4, 3: 3, 2: 2, 0: 2}

    assert expected == {code: int(results.loc[code, "primary"]) for code in expected}
    assert {code: marks[total] for code, total in expected.items()} == {
        code: int(results.loc[code, "mark"]) for code in expected
    }
    assert [8, 5, 2, 0, 3, 7] == list(expected.values())


@pytest.mark.parametrize("typed", ["X", "x", "Х", "х", " х "])
def test_not_attempted_is_understood_however_it_is_typed(
    typed: str, assigned: Path, act: Act, table: Read, fill: Fill
) -> None:
    fill(_paths(assigned)[0], lambda *_: typed)
    (report,) = act(assigned, "collect")

    assert [] == _codes(report)
    assert {"X"} == set(table(assigned, "scores")["score"])
    assert 2 == list(_results(assigned, table).values()).count(("проверена", 0.0))


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        (5, "over-maximum"),
        (-1, "bad-score"),
        ("много", "bad-score"),
        (1.5, "bad-score"),
        ("2 балла", "bad-score"),
        ("=1+", "bad-score"),
    ],
)
def test_a_bad_score_is_named_with_its_cell_and_the_rest_is_read(
    typed: Any, rule: str, assigned: Path, act: Act, table: Read, fill: Fill
) -> None:
    path = _paths(assigned)[0]
    fill(path, lambda *_: 1)

    def slip(sheet: Worksheet) -> None:
        sheet["B7"] = typed
        sheet["B7"].data_type = "s" if isinstance(typed, str) else "n"

    _change(path, slip)
    (report,) = act(assigned, "collect")
    found = [finding for finding in report.findings if finding.code == rule]

    assert [rule] == _codes(report)
    assert f"{path.name}: Проверка!B7" == found[0].where
    assert 5 == len(table(assigned, "scores"))
    assert [("не все баллы",), ("проверена",)] == sorted({(state,) for state, _ in _results(assigned, table).values()})


def test_an_empty_cell_is_named_and_its_work_waits(assigned: Path, act: Act, table: Read, fill: Fill) -> None:
    path = _paths(assigned)[0]
    fill(path, lambda *_: 1)
    _change(path, lambda sheet: sheet.__setitem__("C7", None))
    (report,) = act(assigned, "collect")
    code = openpyxl.load_workbook(path)["Проверка"]["A7"].value

    assert ["empty-score"] == _codes(report)
    assert f"Работа {code}: нет баллов, задания: 1К2." == next(
        one.message for one in report.findings if one.code == "empty-score"
    )
    assert "не все баллы" == _results(assigned, table)[code][0]


def test_a_deleted_row_is_named_by_its_code(assigned: Path, act: Act, table: Read, fill: Fill) -> None:
    path = _paths(assigned)[0]
    fill(path, lambda *_: 1)
    code = openpyxl.load_workbook(path)["Проверка"]["A7"].value
    _change(path, lambda sheet: sheet.delete_rows(7))
    (report,) = act(assigned, "collect")

    assert ["lost-row"] == _codes(report)
    assert code in next(one.message for one in report.findings if one.code == "lost-row")
    assert "не все баллы" == _results(assigned, table)[code][0]


def test_a_mistyped_code_is_told_by_its_check_digit(assigned: Path, act: Act, table: Read, fill: Fill) -> None:
    path = _paths(assigned)[0]
    fill(path, lambda *_: 1)
    code = openpyxl.load_workbook(path)["Проверка"]["A7"].value
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    _change(path, lambda sheet: sheet.__setitem__("A7", wrong))
    (report,) = act(assigned, "collect")
    found = next(one for one in report.findings if one.code == "bad-code")

    assert {"bad-code", "lost-row"} == set(_codes(report))
    assert f"код {wrong} набран с ошибкой: контрольная цифра не сходится" in found.message
    assert wrong not in set(table(assigned, "scores")["code"])


def test_a_code_that_excel_made_a_number_of_is_still_the_code(assigned: Path, act: Act, fill: Fill) -> None:
    path = _paths(assigned)[0]
    fill(path, lambda *_: 1)
    _change(path, lambda sheet: sheet.__setitem__("A7", int(sheet["A7"].value)))

    assert [] == _codes(act(assigned, "collect")[0])


@pytest.mark.parametrize(("other", "severity", "counted"), [(1, "info", 2), (0, "error", 0)], ids=["same", "different"])
def test_a_workbook_returned_twice_counts_once_or_not_at_all(
    other: int, severity: str, counted: int, assigned: Path, act: Act, table: Read, fill: Fill
) -> None:
    path = _paths(assigned)[0]
    fill(path, lambda *_: 1)
    again = path.with_name("Почта Орлова (1).xlsx")
    shutil.copy(path, again)
    fill(again, lambda *_: other)
    (report,) = act(assigned, "collect")
    found = next(one for one in report.findings if one.code.startswith("returned-twice"))

    assert ["returned-twice" if severity == "info" else "returned-twice-differs"] == _codes(report)
    assert severity == found.severity
    assert path.name in found.message
    assert again.name in found.message
    assert counted == [state for state, _ in _results(assigned, table).values()].count("проверена")


def test_a_workbook_of_another_procedure_is_not_counted(assigned: Path, act: Act, table: Read, fill: Fill) -> None:
    path = _paths(assigned)[0]
    fill(path, lambda *_: 1)
    workbook = openpyxl.load_workbook(path)
    next(
        row[1] for row in workbook["Служебный"].iter_rows() if row[0].value == "Процедура"
    ).value = "ВПР-ИС-6А-2025-04-17"
    workbook.save(path)
    (report,) = act(assigned, "collect")
    found = next(one for one in report.findings if one.code == "sheet-of-unknown-procedure")

    assert ("error", path.name) == (found.severity, found.where)
    assert "ВПР-ИС-6А-2025-04-17" in found.message
    assert table(assigned, "scores").empty


def test_a_workbook_of_an_expert_who_was_not_assigned_is_not_counted(
    assigned: Path, act: Act, table: Read, fill: Fill
) -> None:
    path = _paths(assigned)[0]
    fill(path, lambda *_: 1)
    workbook = openpyxl.load_workbook(path)
    next(row[1] for row in workbook["Служебный"].iter_rows() if row[0].value == "Эксперт").value = "S999"
    workbook.save(path)

    assert ["not-assigned"] == _codes(act(assigned, "collect")[0])
    assert table(assigned, "scores").empty


def test_files_that_are_no_scoring_workbooks_are_named_and_the_others_read(
    assigned: Path, act: Act, table: Read, fill: Fill
) -> None:
    path = _paths(assigned)[0]
    fill(path, lambda *_: 1)
    path.with_name("Обрывок.xlsx").write_bytes(path.read_bytes()[:3000])
    openpyxl.Workbook().save(path.with_name("Меню столовой.xlsx"))
    path.with_name("~$Открыт.xlsx").write_bytes(b"")
    (report,) = act(assigned, "collect")

    assert ["not-a-scoring-sheet", "unreadable-sheet"] == sorted(_codes(report))
    assert {"Обрывок.xlsx", "Меню столовой.xlsx"} == {one.where for one in report.findings if one.code != "not-filled"}
    assert 6 == len(table(assigned, "scores"))


def _ods(path: Path, sheets: dict[str, list[list[str]]]) -> None:
    """A workbook as LibreOffice would save it, of texts alone."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(cell.format(one) for one in row)}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content)


def test_a_sheet_counts_however_it_was_saved_and_what_is_no_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "Лист 1.XLSX").write_bytes(scoring_workbook(SHEET))
    rows = [["-"]] * 5 + [SHEET.headings(), ["1000002", "4", "1"], ["5724017", "X", "0"]]
    _ods(tmp_path / "Лист 2.ods", {"Проверка": rows, "Служебный": [list(pair) for pair in SHEET.service()]})
    for name in ("Скан.pdf", "~$Лист 1.xlsx", ".скрытый", "Как проверять.txt"):
        (tmp_path / name).touch()
    first, second, named = read_returned(tmp_path)

    assert isinstance(first, Returned)
    assert isinstance(second, Returned)
    assert ("Лист 1.XLSX", "Лист 2.ods", SHEET.codes) == (first.file, second.file, second.codes)
    assert [("4", "1"), ("X", "0")] == [tuple(cells.values()) for _, _, cells in second.rows]
    assert isinstance(named, Finding)
    assert ("not-read", True) == (named.code, "это не таблицы: Скан.pdf." in named.message)


def test_a_sheet_in_another_format_is_never_written_over(tmp_path: Path) -> None:
    place = tmp_path / RU
    place.mkdir()
    rows = [["-"]] * 5 + [SHEET.headings(), *([code, "", ""] for code in SHEET.codes)]
    _ods(place / "Лист.ods", {"Проверка": rows, "Служебный": [list(pair) for pair in SHEET.service()]})
    before = (place / "Лист.ods").read_bytes()
    (path,) = write_sheets(tmp_path, [dataclasses.replace(SHEET, codes=(*SHEET.codes, "1000010"))])

    assert ".xlsx" == path.suffix
    assert before == (place / "Лист.ods").read_bytes()


def test_damage_inside_a_returned_workbook_is_a_finding_too(assigned: Path) -> None:
    import io
    import zipfile

    path, out = _paths(assigned)[0], io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name)[: 600 if name == "xl/worksheets/sheet1.xml" else None])
    path.write_bytes(out.getvalue())
    found = [one for one in read_returned(path.parent) if isinstance(one, Finding)]

    assert [("unreadable-sheet", path.name)] == [(one.code, one.where) for one in found]


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("Почта 1", "Почта 2"):
        (tmp_path / folder).mkdir()
        _open(tmp_path / folder / "Лист.xlsx")

    assert ["Почта 1/Лист.xlsx", "Почта 2/Лист.xlsx"] == [
        one.file.replace("\\", "/") for one in read_returned(tmp_path) if isinstance(one, Returned)
    ]


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ObjectivityError, match=r"Папка с листами проверки не найдена: .*нет такой"):
        read_returned(tmp_path / "нет такой")


def test_collecting_one_procedure_leaves_the_others_files_in_peace(
    assigned: Path, fill: Fill, cli: Callable[..., Any], table: Read
) -> None:
    for procedure in (RU, MA):
        for path in _paths(assigned, procedure):
            fill(path, lambda *_: 1)
    result = cli("run", "collect", assigned, "--in-place", "--procedure", RU)

    assert 0 == result.exit_code, result.output
    assert {RU} == set(table(assigned, "scores")["procedure_id"])


def test_a_withdrawn_score_leaves_the_book(assigned: Path, act: Act, table: Read, fill: Fill) -> None:
    path = _paths(assigned)[0]
    fill(path, lambda *_: 1)
    act(assigned, "collect")
    _change(path, lambda sheet: sheet.__setitem__("C7", None))
    act(assigned, "collect")
    scores = table(assigned, "scores")
    code = openpyxl.load_workbook(path)["Проверка"]["A7"].value

    assert 5 == len(scores)
    assert {"1К1", "2"} == set(scores[scores["code"] == code]["task"])
    assert "не все баллы" == _results(assigned, table)[code][0]


def test_a_corrected_score_replaces_the_old_one(assigned: Path, act: Act, table: Read, fill: Fill) -> None:
    path = _paths(assigned)[0]
    for points in (1, 0):
        fill(path, lambda *_, points=points: points)
        act(assigned, "collect")

    assert {"0"} == set(table(assigned, "scores")["score"])
    assert 6 == len(table(assigned, "scores"))
