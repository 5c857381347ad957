"""Many books in a pipeline: what is a book, what is known, how it is printed; and nobody's name anywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from objectivity_core.anonymity.public import public
from objectivity_core.findings import Finding, Rule
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import column_letter
from tests.xl_macros.by_hand import type_into
from xl_macros.headless.formats import NAMES, printer
from xl_macros.headless.formats.github_format import step_summary
from xl_macros.headless.report import Checked, Report, identities

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

MULTITOOL = Path(__file__).parents[3] / ".tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
MARK = Rule("bad-mark", "error", "occurrences", "Отметка").says("Отметка {value} не бывает.", "Исправьте её.")
LATE = Rule("late", "warning", "occurrences", "Статус").says("Срок {key}: 100 % прошло,\nа {name} молчит.")


def _finding(rule: Rule, number: int, **words: Any) -> Finding:
    return public(rule.at(f"M001.{number}", where=f"Сроки!K{number}", row=number - 6, **words))


@pytest.fixture
def report() -> Report:
    """A book with 3 errors and 23 warnings, and a good one."""
    found = [_finding(MARK, number, value=7) for number in range(6, 9)]
    found += [_finding(LATE, number, name="Козырев Владислав") for number in range(9, 32)]

    return Report((Checked(Path("Школа, 7") / "книга: 1.xlsm", tuple(found)), Checked(Path("b.xlsm"), ())), 4, 1.25)


def test_text_has_a_line_per_finding_with_its_cell_and_counts_at_the_end(report: Report) -> None:
    lines = printer("text")(report).splitlines()

    assert 26 == len([line for line in lines if ": Сроки!K" in line])
    assert "Книг: 2, ошибок: 3, внимание: 23, пропущено файлов: 4; секунд: 1,2." == lines[-1]


def test_github_is_given_nine_of_a_kind_and_the_rest_is_counted(report: Report) -> None:
    lines = printer("github")(report).splitlines()

    assert 3 == len([line for line in lines if line.startswith("::error ")])
    assert 9 == len([line for line in lines if line.startswith("::warning file=")])
    assert "::warning title=objectivity::и ещё 14" in lines
    assert (
        "::error file=Школа%2C 7/книга%3A 1.xlsm,line=6,col=11,title=bad-mark::Сроки!K6 Отметка 7 не бывает. Исправьте её."
        == lines[0]
    )
    assert "100 %25 прошло,%0Aа … молчит." in lines[3]


def test_the_summary_of_a_step_has_every_finding_and_stays_under_a_mebibyte(report: Report) -> None:
    every = step_summary(report)
    many = step_summary(Report([Checked(Path("b.xlsm"), report.books[0].findings * 1000)]))

    assert 26 == every.count("Сроки!K")
    assert len(many.encode()) < 2**20
    assert many.rstrip().rpartition(" ")[2].isdigit()


def test_junit_has_a_failed_case_per_code(report: Report) -> None:
    root = ET.fromstring(printer("junit")(report))
    first, second = root.findall("testsuite")

    assert ["bad-mark", "late"] == [case.get("name") for case in first if case.find("failure") is not None]
    assert ("2", "0", "1") == (first.get("failures"), second.get("failures"), second.get("tests"))
    assert "Сроки!K31" in (first.findtext("testcase[@name='late']/failure") or "")


def test_sarif_says_where_and_keeps_its_fingerprints_when_rows_are_sorted(report: Report) -> None:
    (run,) = json.loads(printer("sarif")(report))["runs"]
    one = run["results"][0]

    assert 26 == len(run["results"])
    assert ["bad-mark", "late"] == [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert "%D0%A8" in one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert {"startLine": 6, "startColumn": 11} == one["locations"][0]["physicalLocation"]["region"]
    assert "Сроки!K6" == one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
    found = report.books[0].findings
    assert sorted(identities(found)) == sorted(identities(found[::-1]))
    assert 26 == len(set(identities(found)))


@pytest.mark.validator
def test_microsofts_tool_calls_our_sarif_valid_and_sees_a_fault(report: Report, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.sarif", tmp_path / "bad.sarif"
    text = printer("sarif")(report)
    good.write_text(text, encoding="utf-8")
    bad.write_text(text.replace('"version": "2.1.0"', '"versio": "2.1.0"'), encoding="utf-8")
    said = [
        subprocess.run(
            [MULTITOOL, "validate", path, "--output", tmp_path / "v", "--log", "ForceOverwrite", "--level", "Error"],
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        for path in (good, bad)
    ]

    assert [(0, False), (0, True)] == [(one.returncode, " error " in one.stdout) for one in said]
    assert "1 files scanned" in said[0].stdout


@pytest.mark.parametrize(("on", "code"), [("error", 1), ("warning", 1), ("never", 0)])
def test_the_exit_code_is_the_worst_that_counts(on: str, code: int, report: Report) -> None:
    warnings = Report([Checked(Path("b.xlsm"), report.books[0].findings[3:])])

    assert code == report.exit_code(on)
    assert (on == "warning") == (warnings.exit_code(on) == 1)
    assert 2 == Report([*report.books, Checked(Path("c.xlsm"), (), read=False)]).exit_code(on)


NAMES_PLANTED = ("Козырев Владислав", "козырев", "ЛУНЬ", "Ева")


def test_no_name_stands_in_any_report_whatever_cell_it_stands_in(
    school: Path, cli: Callable[..., Result], tmp_path: Path
) -> None:
    for at, table in enumerate(TABLES.values()):
        if table.name in {"settings", "log"}:
            continue
        cells = {
            f"{column_letter(table.left + number)}{row}": NAMES_PLANTED[(at + number) % len(NAMES_PLANTED)]
            for row in (6, 7)
            for number, column in enumerate(table.columns)
            if column.filling != "formula"
        }
        type_into(school, table.sheet, cells)
    for form in NAMES:
        result = cli("validate", school, "--format", form)
        assert result.exit_code == 1
        assert len(result.stdout) > 2000, form
        assert [] == [name for name in NAMES_PLANTED if name.lower() in result.stdout.lower()], form
    cli("validate", school, "--baseline", tmp_path / "known.json", "--write-baseline")
    known = (tmp_path / "known.json").read_text(encoding="utf-8").lower()
    assert [] == [name for name in NAMES_PLANTED if name.lower() in known]


def test_a_folder_is_looked_through_for_books_and_the_rest_is_counted(
    school: Path, tmp_path: Path, cli: Callable[..., Result]
) -> None:
    folder = tmp_path / "район"
    folder.mkdir()
    shutil.copy(school, folder / "Книга.xlsm")
    shutil.copy(school, folder / "Книга (копия 2025-04-28 10-00-00).xlsm")
    for name in ("~$Книга.xlsm", "фото.jpg", "план.csv"):
        (folder / name).write_bytes(b"")
    result = cli("validate", folder)
    pattern = cli("validate", folder / "*.xlsm")

    assert (0, 0) == (result.exit_code, pattern.exit_code)
    assert "Книг: 1, ошибок: 0, внимание: 0, пропущено файлов: 4;" in result.stdout
    assert "Книг: 1, ошибок: 0, внимание: 0, пропущено файлов: 2;" in pattern.stdout
    (folder / "папка.xlsx").mkdir()
    (folder / "обрыв.xlsm").symlink_to(folder / "нет.xlsm")
    (folder / "битая.xlsm").write_bytes(school.read_bytes()[:3000])
    worse = cli("validate", folder, tmp_path / "нет.xlsm")

    assert 2 == worse.exit_code
    for said in ("папка с именем книги", "ссылка на файл, которого нет", "битая.xlsm", "нет.xlsm", "замечаний нет"):
        assert said in worse.stdout


def test_what_is_known_is_counted_and_only_what_is_new_is_shown(
    school: Path, tmp_path: Path, cli: Callable[..., Result]
) -> None:
    known = tmp_path / "известные.json"
    type_into(school, "Ученики", {"C6": "12Я", "C7": "13Ю"})
    written = cli("validate", school, "--baseline", known, "--write-baseline")
    quiet = cli("validate", school, "--baseline", known)
    type_into(school, "Ученики", {"C8": "14Э"})
    loud = cli("validate", school, "--baseline", known)
    ignored = cli("validate", school, "--ignore", "unknown-value")

    assert "Записано известных замечаний: 2" in written.stdout
    assert (0, 1, 0) == (quiet.exit_code, loud.exit_code, ignored.exit_code)
    assert "известных: 2" in quiet.stdout
    assert ("Ученики!C8" in loud.stdout, "Ученики!C6" in loud.stdout) == (True, False)
    assert (
        "«unknown-valu» нет. Может быть, «unknown-value»?" in cli("validate", school, "--ignore", "unknown-valu").stderr
    )
    assert 2 == cli("validate", school, "--baseline", tmp_path / "нет.json").exit_code


def test_two_processes_say_what_one_says(school: Path, tmp_path: Path) -> None:
    from xl_macros.headless.many_books import Wanted, validated

    folder = tmp_path / "район"
    folder.mkdir()
    for number in range(3):
        shutil.copy(school, folder / f"{number}.xlsm")
    type_into(folder / "1.xlsm", "Ученики", {"C6": "12Я"})
    one, two = (validated(Wanted((folder,), jobs=jobs)) for jobs in (1, 2))

    assert [(book.path, book.findings) for book in one.books] == [(book.path, book.findings) for book in two.books]
    assert 1 == two.count("error")


def test_a_report_goes_to_a_file_and_the_step_gets_its_summary(
    school: Path, tmp_path: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_into(school, "Ученики", {"C6": "12Я"})
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", os.fspath(tmp_path / "итог.md"))
    result = cli("validate", school, "--format", "github", "--out", tmp_path / "o.txt", "--fail-on", "never")

    assert 0 == result.exit_code
    assert result.stdout.startswith("Книг: 1, ошибок: 1")
    assert "::error file=" in (tmp_path / "o.txt").read_text(encoding="utf-8")
    assert "| Ученики!C6 |" in (tmp_path / "итог.md").read_text(encoding="utf-8")
