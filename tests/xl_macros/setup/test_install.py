"""``objectivity install`` leaves a computer on which the buttons work, and never harms what was there."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from xl_macros.commands import main
from xl_macros.errors import ObjectivityError
from xl_macros.setup import install as module
from xl_macros.setup.install import BOOK, default_folder, embedded_packages, install, next_step, precompile
from xl_macros.windows import conf, office

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xl_macros.setup.doctor import Surroundings

    Look = Callable[..., Surroundings]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, product_bytes: bytes, tmp_path: Path) -> None:
    """The book is the one that the session built; compiling touches a folder of the test."""
    monkeypatch.setattr("xl_macros.build.workbook.build_bytes", lambda: product_bytes)
    monkeypatch.setattr(module, "our_folders", lambda: [tmp_path / "ours"])
    (tmp_path / "ours").mkdir()


def _install(
    look: Surroundings, folder: Path, *, answer: bool = True, with_book: bool = True
) -> tuple[module.Installed, str]:
    said: list[str] = []
    done = install(look, folder, with_book=with_book, confirm=lambda _: answer, say=said.append)

    return done, "\n".join(said)


def test_afterwards_the_doctor_has_nothing_to_say(seen: Look, windows: Any) -> None:
    done, said = _install(seen(), windows.profile() / "Objectivity")

    assert [] == done.findings
    assert "Надёжное расположение" in said
    assert "Если макросы запрещены, кнопки здесь: " in said
    assert "-m xl_macros.commands live" == windows.shortcuts["Объективность - кнопки"][1]
    assert "начните с листа «Начало»" in next_step(done)


def test_the_book_is_the_products_and_the_config_names_this_python(
    seen: Look, windows: Any, python: Path, product_bytes: bytes
) -> None:
    done, _ = _install(seen(), windows.profile() / "Objectivity")

    assert done.book is not None
    assert product_bytes == done.book.read_bytes()
    assert {conf.INTERPRETER: str(python)} == conf.read_conf(conf.conf_path(windows), "cp1251")


def test_a_book_that_exists_is_never_touched_and_nothing_else_is_done(seen: Look, windows: Any, tmp_path: Path) -> None:
    book = tmp_path / BOOK
    book.write_bytes(b"a year of work")
    before = dict(windows.registry)

    with pytest.raises(ObjectivityError, match=r"уже есть.*--no-book"):
        _install(seen(), tmp_path)

    assert b"a year of work" == book.read_bytes()
    assert not conf.conf_path(windows).exists()
    assert before == windows.registry


def test_without_a_book_only_the_computer_is_set_up(seen: Look, windows: Any, tmp_path: Path) -> None:
    (tmp_path / BOOK).write_bytes(b"a year of work")
    done, _ = _install(seen(), tmp_path, with_book=False)

    assert (None, []) == (done.book, done.findings)
    assert conf.conf_path(windows).exists()
    assert b"a year of work" == (tmp_path / BOOK).read_bytes()
    assert "свою книгу" in next_step(done)


def test_a_no_leaves_the_registry_alone(seen: Look, windows: Any, tmp_path: Path) -> None:
    before = {key: dict(values) for key, values in windows.registry.items()}
    done, _ = _install(seen(), tmp_path / "b", answer=False)

    assert before == windows.registry
    assert ["not-trusted"] == [finding.code for finding in done.findings]


def test_a_trusted_folder_is_not_asked_about_again(seen: Look, windows: Any, tmp_path: Path) -> None:
    office.trust(windows, str(tmp_path))
    asked: list[str] = []
    install(
        seen(),
        tmp_path / "b",
        with_book=True,
        confirm=lambda question: bool(asked.append(question)),
        say=lambda _: None,
    )

    assert [] == asked


def test_locations_of_others_keep_their_numbers(windows: Any) -> None:
    parent = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
    for number in (0, 1, 3):
        windows.write(rf"{parent}\Location{number}", {"Path": f"C:\\{number}"})

    assert rf"{parent}\Location2" == office.trust(windows, r"C:\Objectivity")
    assert ("C:\\Objectivity\\", 1) == tuple(
        windows.value(rf"{parent}\Location2", name) for name in ("Path", "AllowSubfolders")
    )
    assert office.trusted(windows, r"c:\OBJECTIVITY\sub"), "Windows does not tell capitals from small letters"
    assert not office.trusted(windows, r"C:\0\deeper"), "another location's subfolders are trusted only if it says so"
    assert not office.trusted(windows, r"C:\Objectivity2")


def test_a_closed_registry_does_not_stop_the_installation(seen: Look, windows: Any, tmp_path: Path) -> None:
    windows.closed = True
    done, said = _install(seen(), tmp_path / "b")

    assert done.book is not None
    assert done.book.exists()
    assert "реестр закрыт" in said


def test_the_mark_of_the_web_is_taken_off(seen: Look, windows: Any, python: Path, tmp_path: Path) -> None:
    (python.parent / "python311._pth").write_text("import site\n", encoding="ascii")
    (python.parent / "Lib" / "site-packages").mkdir(parents=True)
    windows.marks |= {tmp_path / "b" / BOOK: "ZoneId=3", python: "ZoneId=3", tmp_path / "foreign.exe": "ZoneId=3"}
    _, said = _install(seen(), tmp_path / "b", answer=False)

    assert {tmp_path / "foreign.exe"} == set(windows.marks)
    assert "файлов: 2" in said


def test_a_mark_that_stays_is_told_with_the_way_by_hand(seen: Look, windows: Any, tmp_path: Path) -> None:
    windows.marks[tmp_path / "b" / BOOK] = "ZoneId=3"
    windows.closed = True
    done, said = _install(seen(), tmp_path / "b", answer=False)

    assert "Разблокировать" in said
    assert "objectivity doctor" in next_step(done)


def test_a_python_that_excel_could_not_start_is_refused_before_anything_is_written(
    seen: Look, windows: Any, tmp_path: Path
) -> None:
    windows.write(r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage", {"ACP": "1252"})
    with pytest.raises(ObjectivityError, match="латинским"):
        _install(seen(), tmp_path / "b")

    assert not (tmp_path / "b").exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(seen: Look, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ObjectivityError, match="--folder"):
        _install(seen(), tmp_path / "file" / "b")


def test_elsewhere_the_book_is_put_and_nothing_of_windows_is_asked(seen: Look, tmp_path: Path) -> None:
    done, said = _install(seen(windows=None, program=lambda _: "soffice"), tmp_path / "b")

    assert [] == done.findings
    assert "Кнопки" not in said


def test_the_usual_folder_is_latin_and_the_teachers_own(seen: Look, windows: Any) -> None:
    assert windows.profile() / "Objectivity" == default_folder(seen())


def test_modules_are_compiled_for_this_python(tmp_path: Path) -> None:
    source = tmp_path / "ours" / "one.py"
    source.write_text("x = 1\n", encoding="ascii")

    assert "подготовлены." in precompile([tmp_path / "ours"])
    assert (tmp_path / importlib.util.cache_from_source(str(source))).exists()


def test_a_module_that_does_not_compile_is_no_catastrophe(tmp_path: Path) -> None:
    (tmp_path / "ours" / "one.py").write_text("def", encoding="ascii")

    assert "не все" in precompile([tmp_path / "ours"])


def test_the_archives_packages_are_compiled_too_and_only_they(python: Path) -> None:
    assert [] == embedded_packages(python), "pip compiles while it installs"
    (python.parent / "python311._pth").write_text("", encoding="ascii")

    assert [python.parent / "Lib" / "site-packages"] == embedded_packages(python)


def test_the_command_ends_with_what_to_do_next(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["install", "--folder", str(tmp_path / "b")])

    assert 0 == result.exit_code, result.output
    assert result.output.strip().splitlines()[-1].startswith("Дальше: откройте")
    again = CliRunner().invoke(main, ["install", "--folder", str(tmp_path / "b")])
    assert 2 == again.exit_code
    assert "уже есть" in again.stderr


def test_the_command_asks_only_somebody_who_is_there(
    seen: Look, windows: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("xl_macros.setup.doctor.Surroundings", seen)
    CliRunner().invoke(main, ["install", "--folder", str(tmp_path / "a")])
    assert not office.trusted(windows, str(tmp_path / "a"))
    CliRunner().invoke(main, ["install", "--folder", str(tmp_path / "b"), "--yes"])
    assert office.trusted(windows, str(tmp_path / "b"))


def test_what_is_still_wrong_ends_with_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("xl_macros.setup.doctor.metadata.requires", lambda _: ["no-such-package-at-all>=1"])
    result = CliRunner().invoke(main, ["install", "--folder", str(tmp_path / "b")])

    assert 1 == result.exit_code
    assert "исправьте названное выше" in result.output


def test_a_file_closed_to_reading_is_one_sentence(seen: Look, windows: Any, tmp_path: Path) -> None:
    conf.conf_path(windows).mkdir(parents=True)
    with pytest.raises(ObjectivityError, match="Не удалось прочитать"):
        _install(seen(), tmp_path / "b")

    assert not (tmp_path / "b").exists(), "known before anything is written"
