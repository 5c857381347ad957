"""``objectivity anonymity``: the contract of --json, exit codes, which book is the roster; and the check before scoring workbooks are written."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from objectivity_core.anonymity import Roster
from objectivity_core.anonymity.roster import person
from objectivity_core.commission.scoring_sheet import ScoringSheet
from xl_macros.book.reader import TableReader
from xl_macros.build.content import example_folder, read_csv_tables
from xl_macros.errors import ObjectivityError
from xl_macros.folders.scoring import scoring_folder, scoring_workbook, write_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Cli = Callable[..., Result]

RU = "ВПР-РУ-4А-2025-04-15"
ROSTER = Roster(
    (person("P00001", "Орлов Пётр Ильич", "4А"), person("P00002", "Мороз Ева", "4А")),
    (("S001", "Орлова Анна Ильинична"),),
)


def _sheet(**changes: Any) -> ScoringSheet:
    given = {
        "procedure_id": RU,
        "title": "ВПР, Русский язык, 4А",
        "staff_id": "S001",
        "expert": "Орлова Анна Ильинична",
        "third": False,
    }

    return ScoringSheet(**(given | {"codes": ("1000002",), "tasks": (("1К1", 4), ("2", 1))} | changes))


def test_scoring_workbooks_of_the_product_are_clean(assigned: Path, cli: Cli) -> None:
    result = cli("anonymity", scoring_folder(assigned), "--json")
    answer = json.loads(result.stdout)

    assert 0 == result.exit_code, result.output
    assert {"files", "errors", "warnings"} == set(answer)
    assert (0, 0) == (answer["errors"], answer["warnings"])
    assert {"path", "findings"} == set(answer["files"][0])
    assert sorted(str(path) for path in scoring_folder(assigned).rglob("*.xlsx")) == sorted(
        one["path"] for one in answer["files"]
    )


def test_a_leak_is_told_with_file_sheet_cell_and_pupil(assigned: Path, cli: Cli) -> None:
    path = next(scoring_folder(assigned).rglob("*.xlsx"))
    workbook = openpyxl.load_workbook(path)
    workbook["Проверка"]["H2"] = "писала Беркутова"
    workbook.save(path)
    result = cli("anonymity", path, "--json")
    (finding,) = json.loads(result.stdout)["files"][0]["findings"]

    assert 1 == result.exit_code
    assert {"code", "severity", "where", "message", "remedy"} == set(finding)
    assert ("name-leak", "error", f"{path.name}: Проверка!H2") == (
        finding["code"],
        finding["severity"],
        finding["where"],
    )
    assert "«Беркутова» — имя ученика из списка (P00002)" in finding["message"]


def test_without_json_people_read_sentences(assigned: Path, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "Список.txt"
    path.write_text("Беркутова Яна\n", encoding="utf-8")
    found, clean = cli("anonymity", path, "--roster", assigned), cli("anonymity", scoring_folder(assigned))

    assert 1 == found.exit_code
    assert "Такие файлы из школы не выпускайте." in found.output
    assert 0 == clean.exit_code
    assert "Имён учеников не найдено." in clean.output


def test_what_cannot_be_looked_into_ends_with_2(assigned: Path, cli: Cli) -> None:
    (scoring_folder(assigned) / "Обрывок.xlsx").write_bytes(b"PK\x03\x04 torn")
    result = cli("anonymity", scoring_folder(assigned), "--json")

    assert 2 == result.exit_code
    assert ["unreadable-file"] == [
        one["code"] for file in json.loads(result.stdout)["files"] for one in file["findings"]
    ]


def test_the_book_itself_is_named_as_what_it_is(assigned: Path, cli: Cli) -> None:
    result = cli("anonymity", assigned, "--json")

    assert 1 == result.exit_code
    assert ["roster-book"] == [one["code"] for one in json.loads(result.stdout)["files"][0]["findings"]]


def test_next_years_book_counts_too_and_a_copy_does_not(assigned: Path, cli: Cli) -> None:
    folder = scoring_folder(assigned)
    shutil.copy(assigned, assigned.with_name(f"{assigned.stem} (копия 2025-04-20 12-00-00).xlsm"))
    one = cli("anonymity", folder)
    second = assigned.with_name("Вторая.xlsm")
    workbook = openpyxl.load_workbook(assigned, keep_vba=True)
    workbook["Ученики"]["B6"] = "Первоклассников Ждан"
    workbook.save(second)
    (folder / "Записка.txt").write_text("Первоклассников Ждан", encoding="utf-8")
    two = cli("anonymity", folder)

    assert 0 == one.exit_code, one.output
    assert 1 == two.exit_code
    assert "Записка.txt" in two.stdout


def test_without_a_book_it_is_a_usage_error(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Лист.txt").write_text("текст", encoding="utf-8")
    monkeypatch.setattr(TableReader, "has", lambda _reader, _table: False)  # whatever lies in the folders above
    result = cli("anonymity", tmp_path / "Лист.txt")

    assert 2 == result.exit_code
    assert "--roster КНИГА" in result.output


def test_missing_paths_and_an_empty_roster_are_sentences(product: Path, cli: Cli, tmp_path: Path) -> None:
    missing = cli("anonymity", tmp_path / "нет", "--roster", product)
    empty = cli("anonymity", product.parent)

    assert 2 == missing.exit_code
    assert 2 == empty.exit_code
    assert "лист «Ученики» пуст" in empty.output


def test_an_expert_with_a_pupils_surname_gets_her_sheet(tmp_path: Path) -> None:
    (path,) = write_sheets(tmp_path, [_sheet()], ROSTER)

    assert "Орлова Анна Ильинична" in path.name


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": "ВПР, Русский язык, 4А, Мороз Ева"}, "Проверка!A1"),
        ({"tasks": (("1 Орлову", 2),)}, "Проверка!B6"),
        ({"procedure_id": "ВПР Мороз Ева"}, "имя папки"),
    ],
)
def test_a_scoring_workbook_that_names_a_pupil_is_refused_and_nothing_is_written(
    changes: dict[str, Any], place: str, tmp_path: Path
) -> None:
    with pytest.raises(ObjectivityError) as caught:
        write_sheets(tmp_path, [_sheet(staff_id="S002", expert="Сомов Иван Петрович"), _sheet(**changes)], ROSTER)

    assert place in str(caught.value)
    assert [] == list(tmp_path.rglob("*.xlsx"))


def test_the_action_itself_refuses_to_name_a_pupil(example: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import xl_macros.folders.scoring

    assert 0 == cli("run", "plan", example, "--in-place").exit_code
    assert 0 == cli("run", "codes", example, "--in-place", password="туча рельс сосед 1").exit_code
    surname = read_csv_tables(example_folder())["pupils"]["name"].iloc[0].split()[0]
    monkeypatch.setattr(xl_macros.folders.scoring, "SHEET", f"Проверка {surname}")
    result = cli("run", "commission", example, "--in-place")

    assert 2 == result.exit_code
    assert "Лист проверки не выдан: в нём имя ученика" in result.output
    assert not list(scoring_folder(example).rglob("*.xlsx"))


def test_a_scoring_workbook_says_nothing_of_the_computer_that_made_it(tmp_path: Path) -> None:
    (path,) = write_sheets(tmp_path, [_sheet()])
    with zipfile.ZipFile(path) as package:
        core = package.read("docProps/core.xml").decode()
        names = package.namelist()

    assert "<dc:creator></dc:creator>" in core
    assert not [name for name in names if "printerSettings" in name]


def test_the_same_file_without_roster_is_the_same_workbook() -> None:
    data = scoring_workbook(_sheet())

    assert ["Проверка", "Служебный"] == openpyxl.load_workbook(io.BytesIO(data)).sheetnames
