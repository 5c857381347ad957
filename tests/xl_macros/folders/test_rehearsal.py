"""The rehearsal on disk: every real action works in it, one click erases it, and nothing of the school's own is touched."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from objectivity_core.rehearsal.text import BOOK, FOLDER, PASSWORD
from objectivity_core.tables import states
from tests.xl_macros.conftest import SCHOOL, play_actions
from xl_macros.actions import action
from xl_macros.book.files import FileBook
from xl_macros.book.tables import read_book_settings
from xl_macros.disk.safe_files import write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.folders import rehearsal as rehearsal_folder
from xl_macros.folders.rehearsal import MARKER
from xl_macros.key.vault import open_vault
from xl_macros.runner.run import Report, run

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    Read = Callable[[Path, str], pd.DataFrame]
    Contents = Callable[[Path], dict[str, bytes]]
    from xl_macros.dialogs.question import Question

STEPS = ("codes", "commission", "collect", "open", "gaps")


def act(path: Path, name: str, **answers: str) -> Report:
    """Run an action and save in place."""
    return play_actions(path, name, **{"password": PASSWORD} | answers)[0]


def look(path: Path, name: str) -> Report:
    """Run an action of the real book without saving it: what it does, it does outside."""
    return run(action(name), FileBook(path))


def own_files(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without the log file, to which every action adds its line."""
    return {name: data for name, data in files.items() if not name.startswith("Журнал")}


def paste_points(folder: Path) -> int:
    """What «Что делать» of the rehearsal says: each block of points into the scoring workbook of that expert."""
    pasted = 0
    for text in folder.glob("Баллы *.txt"):
        kind, expert = text.stem.removeprefix("Баллы ").split(" – ")
        (path,) = [
            one
            for one in (folder / "Листы проверки").rglob("*.xlsx")
            if one.name.startswith(kind) and expert in one.name
        ]
        workbook = openpyxl.load_workbook(path)
        for row, line in enumerate(text.read_text(encoding="utf-8-sig").splitlines(), start=7):
            for column, cell in enumerate(line.split("\t"), start=2):
                workbook["Проверка"].cell(row, column).value = int(cell) if cell.isdigit() else cell
        workbook.save(path)
        pasted += 1

    return pasted


def play(folder: Path) -> dict[str, Report]:
    book = folder / BOOK
    reports = {}
    for name in STEPS:
        if name == "collect":
            assert 3 == paste_points(folder)
        reports[name] = act(book, name)

    return reports


@pytest.fixture(scope="module")
def begun(stages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school's folder with a rehearsal in it; tests copy it."""
    school = Path(shutil.copytree(stages["settled"], tmp_path_factory.mktemp("начато") / SCHOOL))
    look(school / "Книга 1.xlsm", "rehearsal")

    return school


@pytest.fixture(scope="module")
def finished(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Report]]:
    """A school's folder whose rehearsal was played to its end, and how each step went; tests copy it."""
    school = Path(shutil.copytree(begun, tmp_path_factory.mktemp("сыграно") / SCHOOL))

    return school, play(school / FOLDER)


@pytest.fixture
def rehearsal(settled: Path, begun: Path) -> Path:
    """The folder of a rehearsal beside a real book with key, scoring workbooks and results."""
    return Path(shutil.copytree(begun, settled.parent, dirs_exist_ok=True)) / FOLDER


@pytest.fixture
def played_rehearsal(settled: Path, finished: tuple[Path, dict[str, Report]]) -> Path:
    """The folder of a rehearsal after its last step."""
    return Path(shutil.copytree(finished[0], settled.parent, dirs_exist_ok=True)) / FOLDER


# The whole way


def test_every_step_of_the_page_works_with_the_real_actions(
    finished: tuple[Path, dict[str, Report]], table: Read
) -> None:
    school, reports = finished
    results, gaps = table(school / FOLDER / BOOK, "results"), table(school / FOLDER / BOOK, "gaps")

    assert {} == {name: report.findings for name, report in reports.items() if report.findings}
    assert 16 == len(results)
    assert {states.SETTLED} == set(results["state"])
    assert all(name.endswith(("Учебович", "Учебовна")) for name in results["name"])
    assert 8 == gaps.iloc[0]["pairs"]


def test_three_sheets_are_all_there_is_to_fill(rehearsal: Path, table: Read) -> None:
    act(rehearsal / BOOK, "codes")
    act(rehearsal / BOOK, "commission")
    commission = table(rehearsal / BOOK, "commission")

    assert 3 == len(list((rehearsal / "Листы проверки").rglob("*.xlsx")))
    assert {states.FULL} == set(commission["independence"])
    assert {8} == set(commission.groupby(["procedure_id", "staff_id"]).size())


def test_the_rehearsal_has_a_key_of_its_own_that_no_other_book_takes(rehearsal: Path, settled: Path) -> None:
    act(rehearsal / BOOK, "codes")
    (key,) = [path for path in rehearsal.glob("Ключ кодов*.xlsx") if "прежний" not in path.name]
    found = open_vault(key, PASSWORD, "", {}).contents
    real = read_book_settings(FileBook(settled))[0].book_id

    assert 16 == len(found.pairs)
    assert found.book_id != real
    with pytest.raises(ObjectivityError, match="ключ другой книги"):
        open_vault(key, PASSWORD, real, {})


def test_nothing_of_the_schools_own_changes_from_beginning_to_end(settled: Path, contents: Contents) -> None:
    before = own_files(contents(settled.parent))
    look(settled, "rehearsal")
    play(settled.parent / FOLDER)
    look(settled, "erase")

    assert before == own_files(contents(settled.parent))


def test_the_sheets_of_the_real_book_lose_nothing_when_it_is_saved(settled: Path, table: Read) -> None:
    names = ("pupils", "works", "commission", "scores", "results", "staff", "procedures")
    before = {name: table(settled, name) for name in names}
    act(settled, "rehearsal")
    act(settled, "erase")

    assert [] == [name for name in names if not before[name].equals(table(settled, name))]


# Beginning


def test_a_second_rehearsal_waits_for_the_first_to_be_erased(
    rehearsal: Path, settled: Path, contents: Contents
) -> None:
    before = contents(rehearsal)
    with pytest.raises(ObjectivityError, match="уберите прежнюю"):
        look(settled, "rehearsal")

    assert before == contents(rehearsal)


def test_a_folder_of_that_name_that_is_none_of_a_rehearsal_stays(settled: Path, contents: Contents) -> None:
    (settled.parent / FOLDER).mkdir()
    (settled.parent / FOLDER / "моё.txt").write_text("моё", encoding="utf-8")
    before = own_files(contents(settled.parent))
    for name, words in (("rehearsal", "сделала не программа"), ("erase", "нет отметки")):
        with pytest.raises(ObjectivityError, match=words):
            look(settled, name)

    assert before == own_files(contents(settled.parent))


def test_a_rehearsal_that_broke_off_while_it_was_made_leaves_nothing(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(path: Path, data: bytes) -> None:
        if path.name == BOOK:
            raise ObjectivityError("Не удалось записать: на диске нет места.")
        write_atomically(path, data)

    before = sorted(settled.parent.iterdir())
    monkeypatch.setattr(rehearsal_folder, "write_atomically", full_disk)
    with pytest.raises(ObjectivityError, match="нет места"):
        look(settled, "rehearsal")

    assert before == sorted(settled.parent.iterdir())


@pytest.mark.parametrize("name", ["erase", "rehearsal"])
@pytest.mark.parametrize("left", [(MARKER, "Что делать.txt"), (MARKER,), ()])
def test_an_erasing_that_was_killed_half_way_is_finished_by_the_next_click(
    name: str, left: tuple[str, ...], rehearsal: Path, settled: Path
) -> None:
    aside = rehearsal.rename(rehearsal.with_name(f"{FOLDER} (удаляется)"))
    for path in aside.iterdir():
        if path.name not in left:
            path.unlink()
    message = look(settled, name).message

    assert not aside.exists()
    assert (name == "erase") == (f"Закончено прерванное раньше удаление: «{aside.name}»" in message)


def test_only_what_a_rehearsal_left_is_finished(rehearsal: Path, settled: Path, contents: Contents) -> None:
    foreign = settled.parent / f"{FOLDER} (удаляется) 2"
    foreign.mkdir()
    (foreign / "моё.txt").write_text("моё", encoding="utf-8")
    aside = rehearsal.rename(rehearsal.with_name(f"{FOLDER} (удаляется)"))
    shutil.copy(settled, aside / "Моя книга.xlsm")
    before = contents(settled.parent)
    with pytest.raises(ObjectivityError, match=r"не учебная книга «Моя книга\.xlsm»"):
        look(settled, "erase")

    assert before == contents(settled.parent)


@pytest.mark.usefixtures("rehearsal")
def test_the_marker_goes_last(settled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(path: str) -> None:
        seen.append(Path(path).name)
        if len(seen) == 2:
            raise KeyboardInterrupt
        Path(path).unlink()

    seen: list[str] = []
    monkeypatch.setattr(rehearsal_folder, "_unlink", killed)
    with pytest.raises(KeyboardInterrupt):
        look(settled, "erase")

    assert (settled.parent / f"{FOLDER} (удаляется)" / MARKER).exists()


@pytest.mark.parametrize("name", ["rehearsal", "erase"])
@pytest.mark.parametrize("copy", [BOOK, f"{Path(BOOK).stem} (копия 2026-11-24 10-00-00).xlsm"])
def test_the_rehearsals_own_book_sends_to_the_real_one(name: str, copy: str, rehearsal: Path) -> None:
    if copy != BOOK:
        shutil.copy(rehearsal / BOOK, rehearsal / copy)
    with pytest.raises(ObjectivityError, match=r"сама учебная.*настоящ"):
        look(rehearsal / copy, name)

    assert (rehearsal / BOOK).exists()


# Erasing


def test_what_goes_is_shown_and_no_keeps_everything(played_rehearsal: Path, settled: Path, contents: Contents) -> None:
    before = contents(played_rehearsal)
    asked: list[str] = []

    def no(question: Question) -> bool:
        asked.append(question.prompt)

        return False

    with pytest.raises(ObjectivityError, match="отменено"):
        run(action("erase"), FileBook(settled, confirm=no))

    assert before == contents(played_rehearsal)
    assert f"Будет удалена папка «{played_rehearsal}»" in asked[0]
    assert "Баллы ВПР – Синичкина.txt" in asked[0]


def test_files_that_people_and_programs_left_in_it_go_too(played_rehearsal: Path, settled: Path) -> None:
    rehearsal = played_rehearsal
    (rehearsal / "Заметки").mkdir()
    (rehearsal / "Заметки" / "мои.txt").write_text("вышло за девять минут", encoding="utf-8")
    (rehearsal / "Заметки" / "мои.txt").chmod(0o400)
    look(settled, "erase")

    assert not rehearsal.exists()
    assert [] == [path.name for path in settled.parent.iterdir() if path.name.startswith(FOLDER)]


def test_nothing_to_erase_is_no_error(settled: Path) -> None:
    assert "Убирать нечего" in look(settled, "erase").message


@pytest.mark.parametrize("trace", [f"~${BOOK}", f".~lock.{BOOK}#", "Листы проверки/~$лист.xlsx"])
def test_an_open_file_keeps_the_whole_folder(trace: str, rehearsal: Path, settled: Path, contents: Contents) -> None:
    (rehearsal / trace).parent.mkdir(exist_ok=True)
    (rehearsal / trace).write_bytes(b"")
    before = contents(rehearsal)
    with pytest.raises(ObjectivityError, match="что-то открыто"):
        look(settled, "erase")

    assert before == contents(rehearsal)


def test_links_are_never_followed(rehearsal: Path, settled: Path, tmp_path: Path, contents: Contents) -> None:
    outside = tmp_path / "Чужое"
    outside.mkdir()
    (outside / "важное.txt").write_text("важное", encoding="utf-8")
    (rehearsal / "ссылка на папку").symlink_to(outside)
    (rehearsal / "ссылка на файл.txt").symlink_to(outside / "важное.txt")
    look(settled, "erase")

    assert not rehearsal.exists()
    assert {"важное.txt": "важное".encode()} == contents(outside)


def test_a_link_in_place_of_the_folder_stays(settled: Path, tmp_path: Path, contents: Contents) -> None:
    look(settled, "rehearsal")
    real = tmp_path / "Чужое"
    shutil.move(settled.parent / FOLDER, real)
    (settled.parent / FOLDER).symlink_to(real)
    before = contents(real)
    with pytest.raises(ObjectivityError, match="ссылка"):
        look(settled, "erase")

    assert before == contents(real)


@pytest.mark.parametrize("text", ["", "Номер учебной книги: 0123abcd\n", "\xff", None])
def test_only_the_whole_marker_is_believed(text: str | None, rehearsal: Path, settled: Path) -> None:
    if text is None:
        (rehearsal / MARKER).unlink()
    else:
        (rehearsal / MARKER).write_text(text, encoding="latin-1" if text == "\xff" else "utf-8")
    with pytest.raises(ObjectivityError, match="нет отметки"):
        look(settled, "erase")

    assert (rehearsal / BOOK).exists()


@pytest.mark.parametrize("name", ["Моя книга.xlsm", "Листы проверки/копия.xlsm", BOOK])
def test_a_real_book_that_strayed_into_it_keeps_the_folder(name: str, rehearsal: Path, settled: Path) -> None:
    (rehearsal / name).parent.mkdir(exist_ok=True)
    shutil.copy(settled, rehearsal / name)
    with pytest.raises(ObjectivityError, match="не учебная книга"):
        look(settled, "erase")

    assert (rehearsal / name).read_bytes() == settled.read_bytes()


def test_what_came_after_it_was_shown_is_not_erased(rehearsal: Path, settled: Path) -> None:
    def yes(_: Question) -> bool:
        (rehearsal / "новое.txt").write_text("пришло позже", encoding="utf-8")

        return True

    with pytest.raises(ObjectivityError, match="что-то изменилось"):
        run(action("erase"), FileBook(settled, confirm=yes))

    assert (rehearsal / "новое.txt").exists()
    assert (rehearsal / BOOK).exists()


def test_a_folder_that_the_system_holds_stays_whole(
    rehearsal: Path, settled: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: Any) -> Path:
        raise PermissionError(13, "held")

    before = contents(rehearsal)
    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(ObjectivityError, match="пока ничего не удалено"):
        look(settled, "erase")

    assert before == contents(rehearsal)
