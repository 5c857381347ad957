"""The doctor finds each thing that keeps the buttons from working, and is silent where nothing is wrong."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from click.testing import CliRunner

from xl_macros.commands import main
from xl_macros.setup import doctor
from xl_macros.setup.doctor import Surroundings, examine_book, examine_machine, facts
from xl_macros.windows import conf, office

if TYPE_CHECKING:
    from collections.abc import Callable

    from objectivity_core.findings import Finding

    Look = Callable[..., Surroundings]

SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
ASR = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR"
MANAGED = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
LOCAL_ASR = ASR.replace(r"\Policies", "")
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"


@pytest.fixture
def configured(windows: Any, python: Path) -> Any:
    conf.write_conf(conf.conf_path(windows), {conf.INTERPRETER: str(python)}, "cp1251")

    return windows


def _defender(seen: Surroundings) -> list[str]:
    """What is told of Microsoft Defender."""
    return [f"{one.message} {one.remedy}" for one in examine_machine(seen) if one.code == "defender-blocks-buttons"]


def _codes(findings: list[Finding]) -> dict[str, str]:
    return {finding.code: finding.severity for finding in findings}


@pytest.mark.usefixtures("configured")
def test_a_computer_that_was_set_up_has_nothing_wrong(seen: Look) -> None:
    assert [] == examine_machine(seen())


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    ("otherwise", "code", "severity"),
    [
        ({"version": (3, 10)}, "python-too-old", "error"),
        ({"bits": 32}, "python-32-bit", "error"),
        ({"requirements": ()}, "not-installed", "error"),
        ({"requirements": ("click>=99",)}, "packages", "error"),
        ({"requirements": ("pandas>=3.0",)}, "packages", "error"),
        ({"installed": lambda _: None}, "no-packaging", "error"),
        ({"requirements": ("pandas>=3.0 ; extra == 'documents'",)}, None, ""),
    ],
)
def test_python_and_its_packages_are_checked(
    seen: Look, otherwise: dict[str, Any], code: str | None, severity: str
) -> None:
    assert ({code: severity} if code else {}) == _codes(examine_machine(seen(**otherwise)))


def test_all_wrong_packages_stand_in_one_sentence(seen: Look) -> None:
    found = {
        finding.code: finding
        for finding in examine_machine(seen(requirements=("click>=99", "pandas>=3.0", "xlwings==0.37.8")))
    }

    assert "click 8.5.1 (нужно >=99); нет pandas (нужно >=3.0)" in found["packages"].message
    assert "xlwings" not in found["packages"].message


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    ("path", "code"),
    [
        (r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python.exe", "python-from-store"),
        (r"C:\Users\a\Downloads\Objectivity\python\python.exe", "python-in-passing"),
        (r"C:\Users\a\AppData\Local\Temp\python\python.exe", "python-in-passing"),
    ],
)
def test_an_interpreter_that_will_not_last_is_told(
    seen: Look, monkeypatch: pytest.MonkeyPatch, path: str, code: str
) -> None:
    monkeypatch.setattr(Path, "samefile", lambda *_: True)

    assert code in _codes(examine_machine(seen(executable=Path(path))))


def test_a_config_without_an_interpreter_is_an_error(seen: Look) -> None:
    assert {"no-interpreter": "error"} == _codes(examine_machine(seen()))


def test_an_interpreter_that_is_gone_is_an_error(seen: Look, configured: Any) -> None:
    conf.write_conf(conf.conf_path(configured), {conf.INTERPRETER: r"C:\gone\python.exe"}, "cp1251")

    assert {"interpreter-missing": "error"} == _codes(examine_machine(seen()))


def test_another_interpreter_is_told(seen: Look, configured: Any, tmp_path: Path) -> None:
    other = tmp_path / "python.exe"
    other.write_bytes(b"MZ")
    conf.write_conf(conf.conf_path(configured), {conf.INTERPRETER: str(other)}, "cp1251")

    assert {"other-interpreter": "warning"} == _codes(examine_machine(seen()))


def test_variables_in_the_config_are_expanded_whatever_their_case(seen: Look, configured: Any, python: Path) -> None:
    conf.write_conf(
        conf.conf_path(configured), {conf.INTERPRETER: f"%UserProfile%/{python.parent.name}/python.exe"}, "cp1251"
    )

    assert [] == examine_machine(seen(environment={"USERPROFILE": str(configured.profile())}))


def test_conda_in_the_config_is_told(seen: Look, configured: Any) -> None:
    conf.write_conf(conf.conf_path(configured), {"CONDA PATH": r"C:\conda", "CONDA ENV": "base"}, "cp1251")

    assert {"conda-in-config": "warning"} == _codes(examine_machine(seen()))


@pytest.mark.usefixtures("configured")
def test_the_dll_is_that_of_excels_bitness(seen: Look, windows: Any, python: Path) -> None:
    windows.write(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", {"Platform": "x86"})
    (finding,) = examine_machine(seen())

    assert ("no-dll", True) == (finding.code, "xlwings32-0.37.8.dll" in finding.message)
    (python.parent.parent / "xlwings32-0.37.8.dll").write_bytes(b"MZ")
    assert [] == examine_machine(seen()), "one folder up, as in a virtual environment"


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(("page", "wrong"), [("1252", True), ("1251", False), ("65001", False)])
def test_a_code_page_without_russian_is_told(seen: Look, windows: Any, page: str, wrong: bool) -> None:
    conf_file = conf.conf_path(windows)
    conf_file.write_bytes(conf_file.read_bytes().decode("cp1251").encode("utf-8" if page == "65001" else "cp1251"))
    windows.write(r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage", {"ACP": page})

    assert wrong == ("code-page" in _codes(examine_machine(seen())))


@pytest.mark.usefixtures("configured")
def test_no_spreadsheet_program_is_an_error_on_windows(seen: Look, windows: Any) -> None:
    windows.registry.pop(r"hkcr\excel.application\curver")
    assert {"no-spreadsheet-program": "error"} == _codes(examine_machine(seen()))
    windows.write(r"HKLM\SOFTWARE\LibreOffice\UNO\InstallPath", {"": r"C:\Program Files\LibreOffice\program"})
    assert [] == examine_machine(seen())


@pytest.mark.usefixtures("configured")
def test_an_old_excel_is_told(seen: Look, windows: Any) -> None:
    windows.write(r"HKCR\Excel.Application\CurVer", {"": "Excel.Application.14"})

    assert {"excel-old": "warning"} == _codes(examine_machine(seen()))


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("key", [SECURITY, POLICY])
@pytest.mark.parametrize(("value", "told"), [(1, False), (2, False), (3, True), (4, True)])
def test_a_macro_policy_that_forbids_is_told(seen: Look, windows: Any, key: str, value: int, told: bool) -> None:
    windows.write(key, {"VBAWarnings": value})
    found = examine_machine(seen())

    assert told == ("macros-not-allowed" in _codes(found))
    assert (told and key == POLICY) == any("администратора" in finding.message for finding in found)


@pytest.mark.usefixtures("configured")
def test_the_administrators_policy_wins_over_the_users(seen: Look, windows: Any) -> None:
    windows.write(SECURITY, {"VBAWarnings": 4})
    windows.write(POLICY, {"VBAWarnings": 2})

    assert [] == examine_machine(seen())


@pytest.mark.parametrize(
    ("key", "name", "value", "told"),
    [
        (f"{ASR}\\Rules", "d4f940ab-401b-4efc-aadc-ad5f3c50688a", "1", "не создаёт дочерних процессов"),
        (f"{LOCAL_ASR}\\Rules", "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b", 6, "не вызывают Win32 API"),
        (
            MANAGED,
            "ASRRules",
            "75668C1F-73B5-4CF0-BB93-3ECF5CB7CC84=1|D4F940AB-401B-4EFC-AADC-AD5F3C50688A=1",
            "не создаёт дочерних процессов",
        ),
        (f"{ASR}\\Rules", "d4f940ab-401b-4efc-aadc-ad5f3c50688a", "2", ""),
    ],
    ids=["policy", "this computer warns", "intune", "only noted"],
)
def test_a_defender_that_stops_the_buttons_is_told(
    seen: Look, windows: Any, key: str, name: str, value: Any, told: str
) -> None:
    windows.write(key, {name: value})
    messages = _defender(seen())

    assert bool(told) == bool(messages)
    assert all(told in message for message in messages)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        (f"{ASR}\\Rules", {office.NO_CHILDREN: "2"}),
        (f"{ASR}\\ASROnlyExclusions", {r"C:\Windows\System32\cmd.exe": "0"}),
        (f"{LOCAL_ASR}\\ASROnlyExclusions", {"c:\\windows\\system32\\": 0}),
        (MANAGED, {"ASROnlyExclusions": r"D:\Школа|c:\windows\System32\cmd.exe"}),
    ],
    ids=["a policy wins", "excluded by policy", "its folder excluded here", "excluded by intune"],
)
def test_a_defender_that_lets_excel_start_cmd_is_not_told(
    seen: Look, windows: Any, key: str, values: dict[str, Any]
) -> None:
    windows.write(f"{LOCAL_ASR}\\Rules", {office.NO_CHILDREN: 1})
    assert r"исключить из правил «C:\Windows\System32\cmd.exe»" in " ".join(_defender(seen()))
    windows.write(key, values)

    assert [] == _defender(seen())


def test_a_policy_of_rules_that_is_switched_off_counts_for_nothing(seen: Look, windows: Any) -> None:
    windows.write(f"{ASR}\\Rules", {office.NO_CHILDREN: "1"})
    windows.write(ASR, {"ExploitGuard_ASR_Rules": 0})

    assert [] == _defender(seen())


@pytest.mark.usefixtures("configured")
def test_a_trusted_folder_makes_up_for_a_forbidding_policy(seen: Look, windows: Any, product: Path) -> None:
    windows.write(SECURITY, {"VBAWarnings": 4})
    assert {"macros-forbidden": "error"} == _codes(examine_machine(seen(book=product)))
    office.trust(windows, str(product.parent))
    assert [] == examine_machine(seen(book=product))


@pytest.mark.usefixtures("configured")
def test_nothing_makes_up_when_trusted_locations_are_off(seen: Look, windows: Any) -> None:
    windows.write(POLICY, {"VBAWarnings": 4, "blockcontentexecutionfrominternet": 1})
    windows.write(rf"{POLICY}\Trusted Locations", {"AllLocationsDisabled": 1})
    found = _codes(examine_machine(seen()))

    assert {"macros-hopeless": "error", "internet-macros-blocked": "info", "locations-disabled": "warning"} == found


def test_the_books_own_folder_trusted_and_clean_has_nothing_wrong(seen: Look, windows: Any, product: Path) -> None:
    office.trust(windows, str(product.parent))

    assert [] == examine_book(seen(book=product))


def test_a_folder_that_is_not_trusted_is_only_mentioned(seen: Look, product: Path) -> None:
    assert {"not-trusted": "info"} == _codes(examine_book(seen(book=product)))


def test_the_mark_of_the_web_is_an_error_unless_the_folder_is_trusted(seen: Look, windows: Any, product: Path) -> None:
    windows.marks[product] = "[ZoneTransfer]\r\nZoneId=3\r\n"
    assert "error" == _codes(examine_book(seen(book=product)))["mark-of-the-web"]
    office.trust(windows, str(product.parent.parent))
    assert [] == examine_book(seen(book=product)), "subfolders are trusted too"
    windows.registry.clear()
    windows.marks[product] = "[ZoneTransfer]\r\nZoneId=1\r\n"
    assert [] == examine_book(seen(book=product)), "the local network is not the web"


def test_a_book_with_another_xlwings_is_an_error(seen: Look, product: Path) -> None:
    (finding, *_) = examine_book(seen(book=product, installed={"xlwings": "0.30.0", "olefile": "0.47"}.get))

    assert ("vba-module-version", "error") == (finding.code, finding.severity)
    assert "0.37.8" in finding.message
    assert "0.30.0" in finding.message


def test_the_other_checks_go_on_where_the_reader_is_missing(seen: Look, product: Path) -> None:
    assert {"not-trusted": "info"} == _codes(examine_book(seen(book=product, installed=lambda _: None)))


def test_a_closed_folder_is_an_error(seen: Look, windows: Any, product: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office.trust(windows, str(product.parent))

    def refuse(**_: object) -> None:
        raise PermissionError(13, "closed")

    monkeypatch.setattr("xl_macros.setup.doctor.book.tempfile.TemporaryFile", refuse)

    assert {"folder-closed": "error"} == _codes(examine_book(seen(book=product)))


def test_looking_leaves_nothing_in_the_books_folder(seen: Look, product: Path) -> None:
    examine_book(seen(book=product))

    assert [product] == list(product.parent.iterdir())


@pytest.mark.parametrize("folder", ["OneDrive", "OneDrive - Школа № 1", "YandexDisk", "Яндекс.Диск", "Google Drive"])
def test_a_cloud_folder_is_told(seen: Look, product: Path, tmp_path: Path, folder: str) -> None:
    book = tmp_path / folder / "Книга.xlsm"
    book.parent.mkdir()
    book.write_bytes(product.read_bytes())

    assert "warning" == _codes(examine_book(seen(book=book)))["cloud-folder"]


def test_a_renamed_onedrive_is_known_by_its_variable(seen: Look, product: Path) -> None:
    found = examine_book(seen(book=product, environment={"OneDriveCommercial": str(product.parent.parent)}))

    assert "cloud-folder" in _codes(found)


@pytest.mark.parametrize(("length", "severity"), [(150, None), (170, "warning"), (219, "error")])
def test_a_long_path_is_told_before_excel_refuses_it(
    seen: Look, product: Path, tmp_path: Path, length: int, severity: str | None
) -> None:
    book = tmp_path / ("к" * (length - len(str(tmp_path)) - len("/.xlsm")) + ".xlsm")
    try:
        book.write_bytes(product.read_bytes())
    except OSError:  # 255 bytes is the longest name here: two folders make the same length
        book = tmp_path / ("п" * 60) / ("к" * (length - len(str(tmp_path)) - 60 - len("//.xlsm")) + ".xlsm")
        book.parent.mkdir()
        book.write_bytes(product.read_bytes())

    assert length == len(str(book))
    assert severity == next(
        (one.severity for one in examine_book(seen(book=book)) if one.code.endswith("long-path")), None
    )


def test_a_config_beside_the_book_is_told(seen: Look, product: Path) -> None:
    (product.parent / "xlwings.conf").write_text('"INTERPRETER_WIN","C:\\x\\python.exe"\n', encoding="ascii")

    assert "warning" == _codes(examine_book(seen(book=product)))["config-beside-book"]


@pytest.mark.parametrize("key", ["PYTHONPATH", "Conda Path"])
def test_a_folder_that_a_config_beside_the_book_lets_run_is_told(key: str, seen: Look, product: Path) -> None:
    (product.parent / "xlwings.conf").write_text(f'"{key}","C:\\Чужое"\n', encoding="cp1251")
    (found,) = (one for one in examine_book(seen(book=product)) if one.code != "not-trusted")

    assert ("folder-beside-book", "warning") == (found.code, found.severity)
    assert f"«{key.upper()} = C:\\Чужое»" in found.message


def test_a_config_beside_the_book_that_names_no_python_is_nobodys_business(seen: Look, product: Path) -> None:
    (product.parent / "xlwings.conf").write_text('"SHOW CONSOLE","True"\n', encoding="ascii")

    assert {"not-trusted": "info"} == _codes(examine_book(seen(book=product)))


def test_a_book_that_lets_files_beside_it_run_is_told(seen: Look, product: Path) -> None:
    book = openpyxl.load_workbook(product, keep_vba=True)
    book["xlwings.conf"]["B1"] = "True"
    book.save(product)
    assert "warning" == _codes(examine_book(seen(book=product)))["book-folder-first"]
    del book["xlwings.conf"]
    book.save(product)

    assert "warning" == _codes(examine_book(seen(book=product)))["book-folder-first"]


def test_a_book_whose_code_names_libreoffice_lost_is_told(seen: Look, product: Path) -> None:
    with zipfile.ZipFile(product) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' codeName="ThisWorkbook"', b"")
    with zipfile.ZipFile(product, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)

    assert "warning" == _codes(examine_book(seen(book=product)))["no-code-names"]


def test_a_book_without_macros_is_an_error(seen: Look, tmp_path: Path) -> None:
    book = tmp_path / "Книга.xlsm"
    with zipfile.ZipFile(book, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")

    assert "error" == _codes(examine_book(seen(book=book)))["no-vba-module"]


def test_the_bitness_of_an_excel_from_an_installer_is_told_by_its_folder(windows: Any) -> None:
    windows.registry.clear()
    assert office.excel_bits(windows) is None
    key = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    windows.write(key, {"": r"C:\Program Files (x86)\Microsoft Office\Office16\EXCEL.EXE"})
    assert ("16.0", 32) == (office.excel_version(windows), office.excel_bits(windows))
    windows.write(key, {"": r"C:\Program Files\Microsoft Office\Office16\EXCEL.EXE"})
    assert 64 == office.excel_bits(windows)


def test_a_check_of_a_book_without_a_book_is_the_programmers_fault(seen: Look) -> None:
    with pytest.raises(TypeError):
        examine_book(seen())


def test_the_facts_stand_in_one_line(seen: Look, windows: Any) -> None:
    line = facts(seen(program=lambda name: "/usr/bin/soffice" if name == "soffice" else None))

    assert all(part in line for part in ("Python 3.11, 64-разрядный", "Excel 16.0, 64-разрядный", "LibreOffice: есть"))
    windows.registry.clear()
    assert "Excel не найден" in facts(seen())


def test_every_finding_says_what_to_do(seen: Look, windows: Any, product: Path) -> None:
    windows.write(SECURITY, {"VBAWarnings": 4, "blockcontentexecutionfrominternet": 1})
    windows.marks[product] = "ZoneId=3"
    look = seen(book=product, version=(3, 9), bits=32, requirements=())

    assert all(finding.remedy.endswith(".") for finding in [*examine_machine(look), *examine_book(look)])


def test_every_package_of_the_product_can_be_checked_here() -> None:
    assert [] == [
        finding.message
        for finding in examine_machine(Surroundings(program=lambda _: "here"))
        if finding.severity == "error"
    ]


def test_the_real_lookups_know_what_is_not_there() -> None:
    assert (None, None) == (
        doctor.installed_version("no-such-package-at-all"),
        doctor.program("no-such-program-at-all"),
    )


def _run(*arguments: str) -> tuple[int, Any]:
    result = CliRunner().invoke(main, ["doctor", "--json", *arguments])

    return result.exit_code, json.loads(result.stdout)


def test_json_keeps_the_contract(product: Path) -> None:
    code, answer = _run(str(product))

    assert {"files", "errors", "warnings"} == set(answer)
    assert str(product) == answer["files"][0]["path"]
    assert 2 == len(answer["files"]), "the book, and the computer under its interpreter's path"
    assert (0, 0) == (code, answer["errors"])


def test_an_unreadable_book_ends_with_2(tmp_path: Path) -> None:
    code, answer = _run(str(tmp_path / "нет.xlsm"))
    (finding,) = answer["files"][0]["findings"]

    assert (2, 1, "cannot-open") == (code, answer["errors"], finding["code"])
    assert {"code", "severity", "where", "message", "remedy"} == set(finding)


def test_an_error_of_the_computer_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_macros.setup.doctor.metadata.requires", lambda _: ["no-such-package-at-all>=1"])
    result = CliRunner().invoke(main, ["doctor"])

    assert 1 == result.exit_code
    assert "нет no-such-package-at-all" in result.output
