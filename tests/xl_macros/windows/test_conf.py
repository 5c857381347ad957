"""The user's config of xlwings is written so that VBA reads it, and nothing of others in it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlwings
from xlwings import utils

from xl_macros.errors import ObjectivityError
from xl_macros.windows import conf

if TYPE_CHECKING:
    from pathlib import Path

CYRILLIC = r"C:\Users\Иванова А.Б\Python 311\python.exe"


def test_the_config_lies_where_xlwings_looks_for_it(windows: Any) -> None:
    assert windows.profile() / ".xlwings" / "xlwings.conf" == conf.conf_path(windows)


def test_a_cyrillic_path_is_written_in_the_code_page_that_vba_reads(tmp_path: Path) -> None:
    path = tmp_path / ".xlwings" / "xlwings.conf"
    conf.write_conf(path, {conf.INTERPRETER: CYRILLIC}, "cp1251")

    assert f'"INTERPRETER_WIN","{CYRILLIC}"\r\n'.encode("cp1251") == path.read_bytes()


def test_xlwings_itself_reads_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "xlwings.conf"
    conf.write_conf(path, {conf.INTERPRETER: r"C:\Objectivity\python\python.exe"}, "cp1251")
    monkeypatch.setattr(xlwings, "USER_CONFIG_FILE", str(path))

    assert {"interpreter_win": r"C:\Objectivity\python\python.exe"} == utils.read_user_config()


def test_lines_of_others_are_kept_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "xlwings.conf"
    foreign = b'"PYTHONPATH","C:\\\xcc\xee\xe8"\r\nnot a key \x98\r\n'
    path.write_bytes(foreign + b'\r\n"Interpreter_Win","C:\\old\\python.exe"\r\n')
    conf.write_conf(path, {conf.INTERPRETER: r"C:\new\python.exe"}, "cp1251")

    assert foreign + b'"INTERPRETER_WIN","C:\\new\\python.exe"\r\n' == path.read_bytes()


def test_writing_twice_is_writing_once(tmp_path: Path) -> None:
    path = tmp_path / "xlwings.conf"
    conf.write_conf(path, {conf.INTERPRETER: CYRILLIC}, "cp1251")
    once = path.read_bytes()
    conf.write_conf(path, {conf.INTERPRETER: CYRILLIC}, "cp1251")

    assert once == path.read_bytes()


def test_the_first_of_two_keys_counts_as_in_vba(tmp_path: Path) -> None:
    path = tmp_path / "xlwings.conf"
    path.write_text('"INTERPRETER_WIN","first"\n"interpreter_win","second"\n', encoding="ascii")

    assert {"INTERPRETER_WIN": "first"} == conf.read_conf(path, "cp1251")


@pytest.mark.parametrize(
    ("page", "encoding"), [("1251", "cp1251"), ("65001", "utf-8"), ("1252", "cp1252"), ("99999", "ascii")]
)
def test_the_encoding_follows_the_computers_code_page(windows: Any, page: str, encoding: str) -> None:
    windows.write(r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage", {"ACP": page})

    assert encoding == conf.encoding(windows)


def test_letters_outside_the_code_page_hide_behind_a_variable() -> None:
    short = conf.writable_path(CYRILLIC, "cp1252", {"USERPROFILE": r"C:\Users\Иванова А.Б"})

    assert r"%USERPROFILE%\Python 311\python.exe" == short


def test_a_path_that_excel_cannot_read_is_refused() -> None:
    with pytest.raises(ObjectivityError, match="латинским именем"):
        conf.writable_path(r"D:\Школа\python.exe", "cp1252", {"USERPROFILE": r"C:\Users\Иванова А.Б"})


def test_a_config_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".xlwings").write_text("a file where a folder should be", encoding="ascii")

    with pytest.raises(ObjectivityError, match="Не удалось"):
        conf.write_conf(tmp_path / ".xlwings" / "xlwings.conf", {conf.INTERPRETER: "x"}, "cp1251")
