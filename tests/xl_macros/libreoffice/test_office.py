"""The engine starts what it uses, ends only that, and lets no foreign exception out."""

from __future__ import annotations

import ast
import contextlib
import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlwings as xw

from xl_macros import libreoffice
from xl_macros.libreoffice import OfficeError, OfficeGoneError, start_office, use

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.libreoffice
PACKAGE = Path(libreoffice.__file__).parent


@pytest.fixture
def other() -> Iterator[xw.App]:
    """A second LibreOffice."""
    with start_office() as office:
        yield use(office)


def test_two_offices_are_two_apps_and_closing_one_leaves_the_other(office_app: xw.App, other: xw.App) -> None:
    other.books.add().sheets[0]["A1"].value = 1
    other.impl.office.close()

    assert office_app.pid != other.pid
    assert (True, False) == (office_app.impl.office.alive, other.impl.office.alive)


def test_a_dead_office_is_said_in_pythons_words(other: xw.App) -> None:
    sheet = other.books.add().sheets[0]
    other.impl.office.kill()

    with contextlib.suppress(ZeroDivisionError), pytest.raises(OfficeGoneError):  # a UNO exception would break suppress
        sheet["A1"].value = 1


def test_no_profile_is_left_behind_and_none_of_the_user_touched(other: xw.App) -> None:
    profile = other.impl.office._profile
    there = profile.is_dir()
    other.impl.office.close()

    assert (True, False) == (there, profile.exists())


def test_a_missing_program_is_one_sentence() -> None:
    with pytest.raises(OfficeError, match="install LibreOffice"):
        start_office(program="no-such-office")


@pytest.mark.parametrize("ending", [".xlsx", ".xlsm"])
def test_a_workbook_is_saved_closed_and_opened_again(ending: str, office_app: xw.App, tmp_path: Path) -> None:
    path = tmp_path / "Папка с пробелами" / f"Книга 1{ending}"
    path.parent.mkdir()
    book = office_app.books.add()
    book.sheets[0]["A1"].value = [["00123", dt.date(2025, 4, 15), True, "=1+1"]]
    book.save(str(path))
    book.sheets[0]["A2"].value = "ещё"
    book.save()
    names = book.name, book.fullname
    book.close()
    again = office_app.books.open(str(path))
    same = office_app.books.open(str(path))
    values = again.sheets[0]["A1:D2"].value
    formula, one = again.sheets[0]["D1"].formula, again == same
    again.close()

    assert (path.name, str(path)) == names
    assert [[123.0, dt.datetime(2025, 4, 15), True, 2.0], ["ещё", None, None, None]] == values
    assert "=1+1" == formula
    assert one


def test_a_workbook_is_saved_into_the_current_folder_when_it_has_no_path(
    office_app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with office_app.books.add() as book:
        name = book.name
        book.save()

        assert [f"{name}.xlsx"] == [path.name for path in tmp_path.glob("*.xlsx")]


def test_an_ending_that_is_no_workbook_is_refused(office_app: xw.App, tmp_path: Path) -> None:
    with office_app.books.add() as book, pytest.raises(ValueError, match="docx"):
        book.save(str(tmp_path / "x.docx"))

    assert [] == list(tmp_path.glob("x.*"))


def test_a_password_is_asked_for_and_taken(office_app: xw.App, tmp_path: Path) -> None:
    path = tmp_path / "Тайна.xlsx"
    with office_app.books.add() as book:
        book.sheets[0]["A1"].value = "x"
        book.save(str(path), password="пароль")
    with office_app.books.open(str(path), password="пароль") as book:
        value = book.sheets[0]["A1"].value
    with pytest.raises(OSError, match="cannot open"):
        office_app.books.open(str(path), password="не тот")

    assert "x" == value
    assert b"\xd0\xcf\x11\xe0" == path.read_bytes()[:4]


def test_a_damaged_file_is_an_os_error(office_app: xw.App, tmp_path: Path) -> None:
    path = tmp_path / "Битая.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))

    with pytest.raises(OSError, match="cannot open"):
        office_app.books.open(str(path))


def test_the_caller_of_a_macro_is_found(office_app: xw.App, monkeypatch: pytest.MonkeyPatch) -> None:
    with office_app.books.add() as book:
        book.set_mock_caller()
        found = xw.Book.caller()
        found.sheets[0]["A1"].value = "макрос"

        assert (book, "макрос") == (found, book.sheets[0]["A1"].value)
    monkeypatch.delattr(xw.Book, "_mock_caller")


def test_switches_are_as_they_were_set(office_app: xw.App) -> None:
    with office_app.books.add() as book:
        book.sheets[0]["A1"].value = [[1, "=A1+1"]]
        with office_app.properties(calculation="manual", status_bar="Считаю"):
            book.sheets[0]["A1"].value = 5
            inside = (
                office_app.calculation,
                office_app.status_bar,
                book.sheets[0]["B1"].value,
            )
        after = office_app.calculation, office_app.status_bar, book.sheets[0]["B1"].value

    assert ("manual", "Считаю", 2.0) == inside
    assert ("automatic", False, 6.0) == after


def test_what_a_user_had_paused_stays_paused(office_app: xw.App) -> None:
    with office_app.books.add() as first, office_app.books.add():
        first.api.enableAutomaticCalculation(False)
        with office_app.properties(calculation="manual"):
            pass

        assert not first.api.isAutomaticCalculationEnabled()


def test_with_nobody_to_see_it_a_message_is_kept(office_app: xw.App) -> None:
    answer = office_app.alert("Готово", "Объективность")
    with pytest.raises(NotImplementedError, match="button"):
        office_app.alert("Готово?", "Объективность", buttons="yes_no")

    assert ("ok", "Готово") == (answer, office_app.impl.office.said[-1])


def test_the_selection_is_found_and_set(office_app: xw.App) -> None:
    with office_app.books.add() as book:
        book.sheets[0]["B2:C3"].select()

        assert "$B$2:$C$3" == book.selection.address
        assert book == office_app.books.active


@pytest.mark.parametrize("module", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.stem)
def test_the_engine_is_a_piece_of_its_own(module: Path) -> None:
    tree = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    names = {
        name
        for node in tree
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }

    assert set() == {
        name for name in names if name.split(".")[0] not in {*sys.stdlib_module_names, "xlwings", "xl_macros"}
    }
    assert set() == {
        name for name in names if name.startswith("xl_macros") and not name.startswith("xl_macros.libreoffice")
    }


def test_the_systems_own_packages_stay_out_of_the_environment() -> None:
    code = "import sys; from xl_macros.libreoffice.bridge import load_uno; load_uno(); print('/usr/lib/python3/dist-packages' in sys.path)"

    assert (
        "False"
        == subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    )
