"""The whole circle of an exchange on disk: a small class, its package, the neighbour fills it, the scores come back by code."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from objectivity_core.commission.exchange import Package
from objectivity_core.commission.exchange_text import INSTRUCTION, SCANS, SCORING
from objectivity_core.commission.scoring_sheet import ScoringSheet
from objectivity_core.setting_rows import settings_frame
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import frame_of
from tests.xl_macros.conftest import PASSWORD, SMALL_SCHOOL, call_at, play_actions
from xl_macros.build.workbook import build_bytes
from xl_macros.errors import ObjectivityError
from xl_macros.folders.exchange import folder_name, write_package

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from xl_macros.runner.run import Report

    Read = Callable[[Path, str], pd.DataFrame]
    Fill = Callable[[Path, Callable[[int, int], Any]], None]
    Contents = Callable[[Path], dict[str, bytes]]

RU = "ВПР-РУ-4А-2025-04-15"
PARTNER = "Школа № 2, Перова Ольга Львовна"
FOLDER = f"Обмен {RU} (Школа № 2)"


def act(path: Path, name: str, **answers: str) -> Report:
    """Run an action on one procedure and save in place."""
    return play_actions(path, name, **{"procedure": RU} | answers)[0]


@pytest.fixture(scope="session")
def small_bytes() -> bytes:
    tables = SMALL_SCHOOL | {"pupils": SMALL_SCHOOL["pupils"][:3]}
    contents = {name: frame_of(TABLES[name], records) for name, records in tables.items()}
    settings = Settings(school="Школа № 1", year=2024, today=dt.date(2025, 4, 28))

    return build_bytes(contents | {"settings": settings_frame(settings)})


@pytest.fixture(scope="module")
def small_folder(small_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("малый") / "Малый класс" / "Книга.xlsm"
    path.parent.mkdir()
    path.write_bytes(small_bytes)
    coded = act(path, "codes")
    act(path, "commission")

    assert ["small-class"] == [finding.code for finding in coded.findings]

    return path.parent


@pytest.fixture(scope="module")
def given_folder(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(small_folder, tmp_path_factory.mktemp("обмен") / small_folder.name))
    act(folder / "Книга.xlsm", "exchange", partner=PARTNER)

    return folder


@pytest.fixture
def small(small_folder: Path, tmp_path: Path) -> Path:
    """A book with a class of three, coded and given to a commission of the school's own."""
    return Path(shutil.copytree(small_folder, tmp_path / small_folder.name)) / "Книга.xlsm"


@pytest.fixture
def given(given_folder: Path, tmp_path: Path) -> Path:
    """The same with the package for the neighbouring school."""
    return Path(shutil.copytree(given_folder, tmp_path / given_folder.name)) / "Книга.xlsm"


def package_sheet(book: Path) -> Path:
    return book.parent / FOLDER / f"{SCORING} {RU}.xlsx"


def settled(results: pd.DataFrame) -> list[tuple[str, float, float]]:
    mine = results[results["procedure_id"] == RU]

    return list(zip(mine["state"], mine["primary"], mine["mark"], strict=True))


ALL_SETTLED = [(states.SETTLED, 8.0, 5.0)] * 3


def test_the_package_has_three_files_and_codes_alone(given: Path, table: Read) -> None:
    files = {path.name: path for path in (given.parent / FOLDER).iterdir()}
    scans = openpyxl.load_workbook(files[SCANS]).active
    rows = [[cell.value for cell in row[:2]] for row in scans.iter_rows(min_row=5)]
    codes = set(table(given, "works")["code"])

    assert {SCANS, INSTRUCTION, f"{SCORING} {RU}.xlsx"} == set(files)
    assert sorted([code, f"{code}.pdf"] for code in codes) == sorted(rows)
    texts = "".join(_inside(path) for path in files.values())
    for surname in ("Аистов", "Беркутова", "Воробьёв", "P0000", PASSWORD):
        assert surname not in texts


def _inside(path: Path) -> str:
    if path.suffix == ".txt":
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as parts:
        return "".join(parts.read(name).decode("utf-8") for name in parts.namelist())


def test_the_neighbours_expert_checks_every_work_and_is_in_the_staff(given: Path, table: Read) -> None:
    commission, staff = table(given, "commission"), table(given, "staff")

    assert {("S004", "Перова Ольга Львовна", states.FIRST, states.FULL)} == set(
        commission[["staff_id", "expert", "role", "independence"]].itertuples(index=False, name=None)
    )
    assert 3 == len(commission)
    assert ["S001", "S002", "S003", "S004"] == list(staff["staff_id"])
    assert "Эксперт соседней школы (Школа № 2)" == staff["position"].iloc[-1]


@pytest.mark.parametrize("name", ["Проверили.xlsx", f"{SCORING} {RU} (1).xlsx"])
def test_what_comes_back_under_any_name_settles_the_works(name: str, given: Path, fill: Fill, table: Read) -> None:
    shutil.copy(package_sheet(given), given.parent / "Листы проверки" / name)
    fill(given.parent / "Листы проверки" / name, lambda _, maximum: maximum)
    act(given, "collect")

    assert ALL_SETTLED == settled(table(given, "results"))
    assert {"S004"} == set(table(given, "scores")["staff_id"])


def test_what_comes_back_into_another_folder_is_read_there(
    given: Path, fill: Fill, table: Read, tmp_path: Path
) -> None:
    folder = tmp_path / "Почта за апрель"
    folder.mkdir()
    shutil.copy(package_sheet(given), folder / "лист.xlsx")
    fill(folder / "лист.xlsx", lambda _, maximum: maximum)
    report = act(given, "collect", folder=str(folder))

    assert ALL_SETTLED == settled(table(given, "results"))
    assert [] == report.findings


def test_what_was_saved_by_libreoffice_comes_back_too(
    given: Path, fill: Fill, table: Read, office: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    filled = tmp_path / "лист.xlsx"
    shutil.copy(package_sheet(given), filled)
    fill(filled, lambda row, maximum: "Х" if row == 1 else maximum)
    saved = office(filled, "xlsx")
    act(given, "collect", folder=str(saved.parent))
    totals = sorted((state, primary) for state, primary, _ in settled(table(given, "results")))

    assert [(states.SETTLED, 0.0), (states.SETTLED, 8.0), (states.SETTLED, 8.0)] == totals


def test_codes_typed_with_letters_or_blanks_are_understood(given: Path, fill: Fill, table: Read) -> None:
    sheet = given.parent / "Листы проверки" / "вернули.xlsx"
    shutil.copy(package_sheet(given), sheet)
    fill(sheet, lambda _, maximum: maximum)
    workbook = openpyxl.load_workbook(sheet)
    for row, digits, letters in ((7, "03", "ОЗ"), (8, "1", "l")):
        cell = workbook["Проверка"].cell(row, 1)
        cell.value = f"{cell.value[:2]} {cell.value[2:]} ".translate(str.maketrans(digits, letters))
    workbook.save(sheet)
    act(given, "collect")

    assert ALL_SETTLED == settled(table(given, "results"))


def test_after_opening_the_neighbours_marks_are_the_pupils(given: Path, fill: Fill, table: Read) -> None:
    sheet = given.parent / "Листы проверки" / "вернули.xlsx"
    shutil.copy(package_sheet(given), sheet)
    fill(sheet, lambda _, maximum: maximum)
    act(given, "collect")
    act(given, "open")
    results = table(given, "results")

    assert {"Аистов Лев", "Беркутова Яна", "Воробьёв Пётр"} == set(results[results["procedure_id"] == RU]["name"])


def test_a_second_package_takes_a_folder_of_its_own_and_no_second_row(
    given: Path, table: Read, contents: Contents
) -> None:
    before = contents(given.parent / FOLDER)
    act(given, "exchange", partner="школа №2, Перова Ольга Львовна")

    assert before == contents(given.parent / FOLDER)
    assert 4 == len(table(given, "staff"))
    assert 3 == len(table(given, "commission"))
    assert (given.parent / f"Обмен {RU} (школа №2)").is_dir()


def _killed_before_it_was_recorded(given: Path, small: Path) -> Path:
    """The package lies beside a book that knows nothing of it."""
    return Path(shutil.copytree(given.parent / FOLDER, small.parent / FOLDER))


def _packages(book: Path) -> list[str]:
    return sorted(path.name for path in book.parent.iterdir() if path.name.startswith("Обмен"))


def test_a_package_that_was_never_recorded_is_made_anew_in_its_place(
    given_folder: Path, small: Path, table: Read
) -> None:
    folder = _killed_before_it_was_recorded(given_folder / "Книга.xlsm", small)
    (folder / INSTRUCTION).write_bytes(b"half")
    act(small, "exchange", partner=PARTNER)

    assert [FOLDER] == _packages(small)
    assert sorted([f"{SCORING} {RU}.xlsx", SCANS, INSTRUCTION]) == sorted(path.name for path in folder.iterdir())
    assert b"half" != (folder / INSTRUCTION).read_bytes()
    assert 3 == len(table(small, "commission"))


@pytest.mark.parametrize("touched", ["a scan", "a score", "told"])
def test_an_unrecorded_package_that_may_have_been_given_away_is_never_replaced_nor_doubled(
    touched: str, given_folder: Path, small: Path, fill: Fill, contents: Contents
) -> None:
    folder = _killed_before_it_was_recorded(given_folder / "Книга.xlsm", small)
    if touched == "a scan":
        (folder / "1234567.pdf").write_bytes(b"%PDF")
    elif touched == "a score":
        fill(next(folder.glob(f"{SCORING}*")), lambda *_: 1)
    else:  # the book was closed without saving
        shutil.copy(next(given_folder.glob("Журнал*")), small.parent)
    before = contents(folder)
    with pytest.raises(ObjectivityError, match=r"Рядом лежит «Обмен.*если передали, дайте ей другое имя"):
        act(small, "exchange", partner=PARTNER)

    assert [FOLDER] == _packages(small)
    assert before == contents(folder)


def test_what_cannot_be_given_leaves_nothing_beside_the_book(small: Path, table: Read, contents: Contents) -> None:
    before = set(contents(small.parent))
    report = act(small, "exchange", partner="Школа № 2")

    assert ["bad-partner"] == [finding.code for finding in report.findings]
    assert before == set(contents(small.parent))
    assert 3 == len(table(small, "staff"))


@pytest.mark.parametrize(
    ("partner", "name"),
    [
        (PARTNER, FOLDER),
        ("Лицей «А/Б: 1», Перова Ольга Львовна", f"Обмен {RU} (Лицей «А_Б_ 1»)"),
        ("непонятно", f"Обмен {RU}"),
    ],
)
def test_the_folder_has_a_name_that_every_system_takes(partner: str, name: str, tmp_path: Path) -> None:
    call = call_at(tmp_path / "Книга.xlsm", procedure=RU, partner=partner)

    assert name == folder_name(call)

    (tmp_path / name).mkdir()
    call.tables["log"] = frame_of(TABLES["log"], [{"message": f"Пакет обмена готов: папка «{name}», 3 работы."}])

    assert f"{name} 2" == folder_name(call)


def _package(**changes: Any) -> Package:
    sheet = ScoringSheet(
        RU, "ВПР, Русский язык, 4А", "S004", "Перова Ольга Львовна", third=False, codes=("1000002",), tasks=(("1", 2),)
    )
    pupils = frame_of(TABLES["pupils"], [{"pupil_id": "P00001", "name": "Озерцов Лев Ильич", "class": "4А"}])
    package = Package(
        "Обмен",
        sheet,
        ("1000002",),
        "Проверьте работы.",
        pupils,
        frame_of(TABLES["staff"], []),
        ("ВПР", "Русский язык"),
    )

    return dataclasses.replace(package, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"instruction": "Это работа Озерцова Льва."},
        {"folder": "Обмен Озерцов"},
        {"scans": ("Озерцов Лев",)},
    ],
)
def test_a_package_that_names_a_pupil_is_not_written(changes: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ObjectivityError, match="не записан"):
        write_package(call_at(tmp_path / "Книга.xlsm"), _package(**changes))

    assert [] == list(tmp_path.iterdir())


def test_an_expert_may_bear_a_pupils_surname(tmp_path: Path) -> None:
    sheet = dataclasses.replace(_package().sheet, expert="Озерцова Ольга Львовна")
    staff = frame_of(TABLES["staff"], [{"staff_id": "S004", "name": sheet.expert}])
    folder = write_package(call_at(tmp_path / "Книга.xlsm"), _package(sheet=sheet, staff=staff))

    assert 3 == len(list(folder.iterdir()))


def test_the_list_of_scans_prints_on_one_page_across(tmp_path: Path) -> None:
    folder = write_package(call_at(tmp_path / "Книга.xlsm"), _package())
    sheet = openpyxl.load_workbook(io.BytesIO((folder / SCANS).read_bytes())).active

    assert (9, "portrait") == (sheet.page_setup.paperSize, sheet.page_setup.orientation)
    assert ["Код работы", "Файл скана", "Страниц", "Отправлено", "Получено", "Удалено"] == [
        cell.value for cell in sheet[4]
    ]


def test_the_package_s_own_folder_may_be_given_with_the_empty_sheet_in_it(given: Path, fill: Fill, table: Read) -> None:
    back = given.parent / FOLDER / "вернули.xlsx"
    shutil.copy(package_sheet(given), back)
    fill(back, lambda _, maximum: maximum)
    act(given, "commission")
    report = act(given, "collect", folder=str(given.parent / FOLDER))

    assert ALL_SETTLED == settled(table(given, "results"))
    assert [] == [(finding.code, finding.where) for finding in report.findings]
    assert 1 == len(list((given.parent / "Листы проверки").rglob("*.xlsx")))
