"""The log beside the book: every action is in it, an opening before it happens, and a change of it is found."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msoffcrypto
import openpyxl
import pytest

from objectivity_core.log.chain import BEGUN, DONE, FAILED, facts
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import column_letter
from tests.xl_macros.by_hand import type_into
from xl_macros.actions import ACTIONS, action
from xl_macros.book.files import FileBook
from xl_macros.errors import ObjectivityError
from xl_macros.headless.demo import PASSWORD as DEMO_PASSWORD
from xl_macros.key.vault import open_vault, vault_path
from xl_macros.log.journal import append, journal_path, note_saved, read_journal, recorded
from xl_macros.runner.run import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from click.testing import Result

    Act = Callable[..., list[Any]]
    Cli = Callable[..., Result]
    Read = Callable[[Path, str], pd.DataFrame]

PASSWORD = "туча рельс сосед 1"
LOG = "Журнал 2024-2025.jsonl"
LOG_SHEET = TABLES["log"].sheet
NOW = dt.datetime(2025, 4, 28, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=3)))


def lines(book: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read_journal(book.with_name(LOG)) if line]


def events(book: Path) -> list[tuple[str, str]]:
    return [(line["event"], line["action"]) for line in lines(book)]


def edit(book: Path, change: Callable[[Any], None]) -> None:
    """Change the sheet of the log by hand."""
    workbook = openpyxl.load_workbook(book, keep_vba=True)
    change(workbook[LOG_SHEET])
    workbook.save(book)


def at(name: str) -> str:
    """The column's letter."""
    return column_letter(TABLES["log"].names.index(name) + 1)


def spoil_the_file(book: Path) -> None:
    """Make the file one that nobody can write, root neither."""
    book.with_name(LOG).unlink(missing_ok=True)
    book.with_name(LOG).mkdir()


# Every action is recorded


def test_every_action_is_one_line_of_the_sheet_and_of_the_file(school: Path, act: Act, table: Read) -> None:
    act(school, "plan", "codes", "check")
    sheet = table(school, "log")
    told = [line for line in lines(school) if line["event"] == DONE]

    assert [1.0, 2.0, 3.0] == sheet["number"].to_list()
    assert ["Обновить сроки", "Выдать коды", "Проверить книгу"] == sheet["action"].to_list()
    assert sheet["fingerprint"].to_list() == [line["fingerprint"] for line in told]
    assert sheet["file_line"].to_list() == [line["number"] for line in told] == [1, 3, 4]
    assert {school.name} == {line["book"] for line in told}


def test_the_log_tells_who_and_when(school: Path, table: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "vera.lipatova")
    book = FileBook(school)
    report = run(action("plan"), book, now=NOW)
    book.save(school, report.settings, report.today)
    (line,) = lines(school)
    (row,) = table(school, "log").to_dict("records")

    assert ("28.04.2025 10:00:00", "+0300", "vera.lipatova") == (line["time"], line["zone"], line["who"])
    assert ("28.04.2025 10:00:00", "vera.lipatova", report.message) == (row["time"], row["who"], row["message"])
    assert report.fingerprint == row["fingerprint"] == line["fingerprint"]


def test_a_system_that_does_not_know_its_user_stops_nothing(
    school: Path, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown() -> str:
        raise OSError

    monkeypatch.setattr("getpass.getuser", unknown)
    act(school, "plan")

    assert [""] == [line["who"] for line in lines(school)]


def test_every_action_that_reads_the_key_is_known_to_touch_it() -> None:
    assert {"codes", "open"} <= {one.name for one in ACTIONS if one.key}
    assert {one.name for one in ACTIONS if any(question.kind == "secret" for question in one.asks)} <= {
        one.name for one in ACTIONS if one.key
    }


# Nothing is opened that is not recorded


@pytest.mark.parametrize("name", ["codes", "open"])
def test_the_beginning_is_on_the_disk_before_the_key_is_read(
    name: str, settled: Path, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[tuple[str, str]]] = []
    read = msoffcrypto.OfficeFile

    def watched(*arguments: Any) -> Any:
        seen.append(events(settled)[-1:])

        return read(*arguments)

    monkeypatch.setattr(msoffcrypto, "OfficeFile", watched)
    act(settled, name)

    assert [(BEGUN, action(name).title)] == seen[0]
    assert [(BEGUN, action(name).title), (DONE, action(name).title)] == events(settled)[-2:]


def test_a_wrong_password_is_recorded_with_its_reason_and_without_the_password(settled: Path, act: Act) -> None:
    with pytest.raises(ObjectivityError, match="Пароль"):
        act(settled, "open", password="не тот пароль")
    begun, failed = lines(settled)[-2:]

    assert (BEGUN, FAILED, begun["number"]) == (begun["event"], failed["event"], failed["begun"])
    assert "не подошёл" in failed["message"]
    assert "не тот пароль" not in settled.with_name(LOG).read_text(encoding="utf-8")


def test_a_fault_of_the_program_is_recorded_by_its_kind_alone(
    settled: Path, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it says could quote a name beside a code."""

    def fault(*_: Any) -> None:
        raise KeyError("Аистов Лев 1000002")

    monkeypatch.setattr("objectivity_core.codes.opening.open_codes", fault)
    with pytest.raises(KeyError):
        act(settled, "open")

    assert (FAILED, "KeyError") == (lines(settled)[-1]["event"], lines(settled)[-1]["message"])


@pytest.mark.parametrize("name", ["codes", "open"])
def test_without_a_log_the_key_is_neither_opened_nor_changed(
    name: str, settled: Path, act: Act, contents: Callable[[Path], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil_the_file(settled)
    monkeypatch.setattr(msoffcrypto, "OfficeFile", lambda *_: pytest.fail("the key was read"))
    before = contents(settled.parent)
    with pytest.raises(ObjectivityError, match=r"Не удалось сделать запись в журнал.*ключ кодов не открывают"):
        act(settled, name)

    assert before == contents(settled.parent)


def test_without_a_log_other_actions_go_on_with_a_finding(school: Path, act: Act, table: Read, cli: Cli) -> None:
    spoil_the_file(school)
    (report,) = act(school, "plan")
    (row,) = table(school, "log").to_dict("records")

    assert [("log-not-written", "warning")] == [(one.code, one.severity) for one in report.findings]
    assert report.message.endswith("Замечаний: 1, из них ошибок: 0 — лист «Замечания».")
    assert (1.0, True) == (row["number"], row["file_line"] != row["file_line"])
    school.with_name(LOG).rmdir()
    assert 0 == cli("log", "verify", school).exit_code


def test_whoever_reads_the_key_elsewhere_is_recorded_too(tmp_path: Path) -> None:
    book = tmp_path / "Книга.xlsm"
    with recorded(book, Settings(year=2024), "Печать листов", NOW):
        assert [(BEGUN, "Печать листов")] == events(book)
    with recorded(book, Settings(year=2024), "Печать листов", NOW) as attempt:
        attempt.finish("Напечатано листов: 3.")
    with pytest.raises(ZeroDivisionError), recorded(book, Settings(year=2024), "Печать листов", NOW):
        _ = 1 / 0

    assert [BEGUN, DONE, BEGUN, DONE, BEGUN, FAILED] == [line["event"] for line in lines(book)]
    assert ["", "Выполнено.", "", "Напечатано листов: 3.", "", "ZeroDivisionError"] == [
        line["message"] for line in lines(book)
    ]


def test_a_whole_year_leaves_no_name_of_a_pupil_and_no_code_in_the_log(played: Path, table: Read) -> None:
    pairs = open_vault(vault_path(played, 2024), DEMO_PASSWORD, "", {}).contents.pairs
    text = played.with_name(LOG).read_text(encoding="utf-8")
    sheet = table(played, "log")
    cells = " ".join(str(cell) for column in sheet for cell in sheet[column])
    forbidden = {*pairs["code"], *table(played, "pupils")["name"], *pairs["name"]}

    assert len(forbidden) > 100
    assert [] == [word for word in forbidden if word in text or word in cells]
    assert {"Выдать коды", "Открыть коды"} <= set(sheet["action"])


# verify


def test_an_intact_year_is_verified(played: Path, cli: Cli) -> None:
    result = cli("log", "verify", played, played.with_name(LOG))

    assert (0, "") == (result.exit_code, result.stderr)
    assert 2 == result.stdout.count("журнал цел")


def test_two_results_of_one_book_are_both_intact(school: Path, cli: Cli) -> None:
    """Each new result goes on from the same state; the file beside them is one."""
    cli("run", "plan", school, "--in-place")
    for name in ("one", "two"):
        cli("run", "plan", school, "--out", school.with_name(f"{name}.xlsm"))
        cli("run", "check", school.with_name(f"{name}.xlsm"), "--in-place")
    result = cli(
        "log", "verify", school, school.with_name("one.xlsm"), school.with_name("two.xlsm"), school.with_name(LOG)
    )

    assert 0 == result.exit_code, result.stdout
    assert 10 == len(lines(school))  # five actions, and that each was saved


def test_an_altered_cell_is_named_with_its_address(coded: Path, act: Act, cli: Cli) -> None:
    act(coded, "plan")
    type_into(coded, LOG_SHEET, {f"{at('message')}6": "Ничего не выдано."})
    result = cli("log", "verify", coded)

    assert 1 == result.exit_code
    assert f"{coded}: журнал не цел." in result.stdout
    assert "ошибка: Журнал действий!I6: Строка 1 («Выдать коды» от " in result.stdout
    assert 1 == result.stdout.count("ошибка")


def test_a_deleted_line_is_named(coded: Path, act: Act, cli: Cli) -> None:
    act(coded, "plan", "check")
    type_into(coded, LOG_SHEET, {f"{at(name)}7": None for name in TABLES["log"].names})
    result = cli("log", "verify", coded)

    assert 1 == result.exit_code
    assert "нет строки 2." in result.stdout


def test_a_sheet_that_people_sorted_is_intact_and_goes_on(coded: Path, act: Act, cli: Cli) -> None:
    act(coded, "plan", "check")

    def turn(sheet: Any) -> None:
        rows = [[cell.value for cell in sheet[row]] for row in (6, 7, 8)]
        for row, values in zip((6, 7, 8), reversed(rows), strict=True):
            for cell, value in zip(sheet[row], values, strict=True):
                cell.value = value

    edit(coded, turn)
    act(coded, "plan")

    assert 0 == cli("log", "verify", coded).exit_code


def test_a_line_of_an_older_version_is_told_and_the_chain_begins_after_it(school: Path, act: Act, cli: Cli) -> None:
    old = {"time": "01.04.2025 10:00:00", "action": "Проверить книгу", "message": "Проверена.", "version": "0.0"}
    type_into(school, LOG_SHEET, {f"{at(name)}6": value for name, value in old.items()})
    act(school, "plan", "plan")
    result = cli("log", "verify", school)

    assert 0 == result.exit_code, result.stdout
    assert "Строк без контрольного числа (столбец «Отпечаток»): 1" in result.stdout


def test_an_altered_file_is_told_for_the_file_and_for_its_book(coded: Path, act: Act, cli: Cli) -> None:
    path = coded.with_name(LOG)
    path.write_text(path.read_text(encoding="utf-8").replace("Выдано кодов: 11", "Выдано кодов: 12"), encoding="utf-8")
    for given in (path, coded):
        result = cli("log", "verify", given)

        assert 1 == result.exit_code
        assert f"ошибка: {LOG}, строка 2: Строка 2 от " in result.stdout
    (report,) = act(coded, "check")

    assert ["log-altered"] == [one.code for one in report.findings if one.severity == "error"]


def test_a_file_that_lost_its_end_is_told_by_the_book(coded: Path, cli: Cli) -> None:
    path = coded.with_name(LOG)
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:1]), encoding="utf-8")
    result = cli("log", "verify", coded)

    assert 1 == result.exit_code
    assert "нет конца" in result.stdout


def test_a_book_that_moved_without_its_log_is_told_once_and_works_on(
    coded: Path, tmp_path: Path, act: Act, cli: Cli
) -> None:
    moved = tmp_path / coded.name
    moved.write_bytes(coded.read_bytes())
    told = [
        [(one.code, one.severity) for one in act(moved, "check")[0].findings if one.code.startswith("log")]
        for _ in range(3)
    ]
    verified = cli("log", "verify", moved)

    assert [[("log-begun-anew", "warning")], [], []] == told
    assert 0 == verified.exit_code
    assert "начат заново после строки 1" in verified.stdout
    assert 0 == cli("log", "verify", moved, coded.with_name(LOG), moved.with_name(LOG)).exit_code


def test_a_file_that_was_cut_is_not_taken_for_one_that_begins(coded: Path, act: Act) -> None:
    path = coded.with_name(LOG)
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:1]), encoding="utf-8")

    for error in ("log-cut", "log-differs"):  # by then the file has other lines in the place of those cut off
        assert [error] == [one.code for one in act(coded, "check")[0].findings if one.severity == "error"]


def test_a_book_saved_with_a_line_that_it_lost_is_told(coded: Path, cli: Cli) -> None:
    book = FileBook(coded)
    report = run(action("check"), book)
    book.save(coded, report.settings, report.today)
    note_saved(coded, report.settings, "Проверить книгу", coded, report.fingerprint)
    assert 0 == cli("log", "verify", coded).exit_code
    edit(coded, lambda sheet: sheet.delete_rows(7))
    result = cli("log", "verify", coded)

    assert 1 == result.exit_code
    assert report.fingerprint in result.stdout


def test_verify_as_json_keeps_the_contract(coded: Path, cli: Cli) -> None:
    type_into(coded, LOG_SHEET, {f"{at('who')}6": "другой"})
    result = cli("log", "verify", coded, coded.with_name(LOG), "--json")
    told = json.loads(result.stdout)

    assert (1, 1, 0) == (result.exit_code, told["errors"], told["warnings"])
    assert [str(coded), str(coded.with_name(LOG))] == [one["path"] for one in told["files"]]
    assert ["log-altered"] == [one["code"] for one in told["files"][0]["findings"]]
    assert [] == told["files"][1]["findings"]


@pytest.mark.parametrize("name", ["нет.xlsm", "нет.jsonl"])
def test_what_cannot_be_read_is_one_sentence_and_exit_code_two(name: str, tmp_path: Path, cli: Cli) -> None:
    result = cli("log", "verify", tmp_path / name)

    assert 2 == result.exit_code
    assert name in result.stdout
    assert "Traceback" not in result.output


# The file itself


def record(message: str = "Готово.") -> dict[str, Any]:
    return facts(DONE, "Действие", message, year=2024)


def test_a_line_half_written_is_left_and_the_chain_goes_on(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / LOG
    append(path, record())
    second = append(path, record())
    with path.open("ab") as file:
        file.write(b'{"number": 3, "fing')
    third = append(path, record())

    assert (3, second["hash"]) == (third["number"], third["before"])
    result = cli("log", "verify", path)

    assert 0 == result.exit_code
    assert "внимание" in result.stdout
    assert "Строка 3 оборвана" in result.stdout


def test_a_file_that_an_editor_saved_goes_on(tmp_path: Path, cli: Cli) -> None:
    """Notepad puts a mark at the beginning, other ends of lines, and may drop the last one."""
    path = tmp_path / LOG
    append(path, record())
    append(path, record("Ещё."))
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    append(path, record())

    assert 0 == cli("log", "verify", path).exit_code
    assert 3 == len([line for line in read_journal(path) if line])


def test_a_file_of_something_else_is_never_continued(tmp_path: Path) -> None:
    path = tmp_path / LOG
    path.write_text("Записки\n", encoding="utf-8")
    with pytest.raises(ObjectivityError, match="повреждён"):
        append(path, record())

    assert "Записки\n" == path.read_text(encoding="utf-8")


def test_runs_at_the_same_time_make_one_chain(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / LOG
    code = (
        "import sys; from pathlib import Path; from objectivity_core.log.chain import DONE, facts; from xl_macros.log.journal import append\n"
        "for _ in range(40): append(Path(sys.argv[1]), facts(DONE, 'Действие', 'Готово.', year=2024))"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(3)]

    assert [0, 0, 0] == [process.wait(60) for process in started]
    assert list(range(1, 121)) == [json.loads(line)["number"] for line in read_journal(path) if line]
    assert 0 == cli("log", "verify", path).exit_code


def test_the_file_lies_beside_the_book_one_per_school_year(tmp_path: Path) -> None:
    assert tmp_path / LOG == journal_path(tmp_path / "Книга.xlsm", 2024)
