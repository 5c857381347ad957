"""Whatever goes wrong is one Russian sentence; the details are in a log."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xl_macros.errors import ObjectivityError, explain, log_path


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "Журналы программы" / "objectivity.log"
    monkeypatch.setenv("OBJECTIVITY_LOG", str(path))

    return path


def _raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as raised:
        return raised


def test_our_own_error_speaks_for_itself_and_needs_no_log(log: Path) -> None:
    assert "Файл не найден." == explain(ObjectivityError("Файл не найден."))
    assert not log.exists()


def test_any_other_error_names_the_log_and_shows_no_traceback(log: Path) -> None:
    sentence = explain(_raised(KeyError("тайное")))

    assert f"Программа споткнулась (KeyError). Книга не изменена. Подробности для администратора: «{log}»." == sentence
    assert "тайное" not in sentence
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_the_log_keeps_what_was_there(log: Path) -> None:
    for name in ("первая", "вторая"):
        explain(_raised(ValueError(name)))
    text = log.read_text(encoding="utf-8")

    assert text.index("первая") < text.index("вторая")
    assert 2 == len(re.findall(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", text, re.MULTILINE))


def test_a_log_that_cannot_be_written_is_said_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "файл"
    closed.write_bytes(b"")
    monkeypatch.setenv("OBJECTIVITY_LOG", str(closed / "objectivity.log"))

    assert "Программа споткнулась (ValueError), и записать подробности не удалось" in explain(_raised(ValueError("x")))


def test_the_log_lies_in_the_users_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OBJECTIVITY_LOG")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    state = log_path()
    monkeypatch.setenv("LOCALAPPDATA", "/local")

    assert Path("/state/Objectivity/objectivity.log") == state
    assert Path("/local/Objectivity/objectivity.log") == log_path()
