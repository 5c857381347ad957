"""The demo is the product's whole path on an invented school: nothing in it is prepared beforehand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
from click.testing import CliRunner

from objectivity_core.codes.numbers import is_code, is_official
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import parse
from xl_macros.book.reader import TableReader, read_sheets
from xl_macros.commands import main
from xl_macros.folders.scoring import FOLDER
from xl_macros.headless.demo import PASSWORD
from xl_macros.headless.validation import validate_book
from xl_macros.key.vault import open_vault, vault_path

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def _table(book: Path, name: str) -> pd.DataFrame:
    return parse(TABLES[name], TableReader(book).grid(TABLES[name]), everything=True)[0]


def test_the_year_ends_without_errors(played: Path) -> None:
    assert [] == [finding.message for finding in validate_book(played) if finding.severity == "error"]


def test_every_work_of_past_procedures_has_a_final_score(played: Path) -> None:
    procedures, results = _table(played, "procedures"), _table(played, "results")
    past = procedures[(procedures["date"] <= "2025-04-28") & (procedures["works"] > 0)]
    final = results[results["procedure_id"].isin(past["procedure_id"])]["state"]

    assert len(past) > 5
    waiting = past[past["state"] == states.MARKED]
    assert {states.OPENED, states.MARKED} == set(past["state"])
    assert {"8А"} == set(waiting["class"])  # the class still has a work under the same official codes
    assert {states.SETTLED, states.ABSENT} == set(final)


def test_totals_of_scores_equal_the_results_of_single_marking(played: Path) -> None:
    scores, results, commission = _table(played, "scores"), _table(played, "results"), _table(played, "commission")
    vault = open_vault(vault_path(played, 2024), PASSWORD, "", {}).contents.pairs
    single = commission.groupby(["procedure_id", "code"]).filter(lambda group: len(group) == 1)
    points = scores.assign(points=[0 if score == "X" else int(score) for score in scores["score"]]).rename(
        columns={"code": "pupil_id"}
    )
    once = vault.merge(single[["procedure_id", "code"]])[["procedure_id", "pupil_id"]]
    totals = points.merge(once).groupby(["procedure_id", "pupil_id"])["points"].sum().reset_index()
    joined = totals.merge(results, on=["procedure_id", "pupil_id"])

    assert len(joined) > 20
    assert joined["points"].tolist() == joined["primary"].tolist()


def test_names_and_codes_meet_only_in_the_key(played: Path) -> None:
    results = _table(played, "results")
    names = set(_table(played, "pupils")["name"])
    sheets = [cells for path in (played.parent / FOLDER).rglob("*.xlsx") for cells in read_sheets(path).values()]
    texts = {cell for rows in sheets for row in rows for cell in row if isinstance(cell, str)}

    assert not results[(results["code"] != "") & ((results["pupil_id"] != "") | (results["name"] != ""))].shape[0]
    assert not names & texts
    assert all(is_code(code) or is_official(code) for code in _table(played, "works")["code"])


def test_the_plan_shows_every_pressing_state(played: Path) -> None:
    found = set(_table(played, "occurrences")["status"])

    assert {
        states.OVERDUE,
        states.DUE_SOON,
        states.RUNNING,
        states.DONE,
        states.DONE_LATE,
        states.DONE_WITHOUT_PROOF,
        states.UPCOMING,
        states.NO_DATE,
    } <= found


def test_some_works_went_to_a_third_expert_who_had_not_marked_them(played: Path) -> None:
    commission = _table(played, "commission")
    third = commission[commission["role"] == states.THIRD]

    assert len(third) > 0
    assert not commission.duplicated(["procedure_id", "code", "staff_id"]).any()


def test_people_see_progress_and_a_summary_after_one_load_and_one_save(
    playing: dict[str, list[str]],
) -> None:
    said = playing["said"]

    assert (1, 1) == (len(playing["loads"]), len(playing["saves"]))
    assert [line for line in said if line.startswith("Выдать коды: Выдано кодов")]
    assert [line for line in said if "понизили" in line and "Математика" in line]
    assert "Готово за" in said[-1]


def test_a_folder_with_files_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "чужое.txt").write_text("важно", encoding="utf-8")
    result = CliRunner().invoke(main, ["demo", str(tmp_path)])

    assert 2 == result.exit_code
    assert "не пуста" in result.stderr
    assert ["чужое.txt"] == [path.name for path in tmp_path.iterdir()]


def test_the_book_opens_with_everything_that_excel_needs(played: Path) -> None:
    book = openpyxl.load_workbook(played, keep_vba=True)
    occurrences = book["Сроки"]
    last = max(row for row in range(6, occurrences.max_row + 1) if occurrences.cell(row, 1).value)

    assert f"A5:Y{last}" == occurrences.tables["Сроки"].ref
    assert isinstance(occurrences.cell(6, 8).value, dt.datetime | None)
    assert book.calculation.fullCalcOnLoad
