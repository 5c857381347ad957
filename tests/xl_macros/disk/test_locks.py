"""Never under somebody else's hand: a book is held by one run, here or on another computer; what killed runs left goes, nothing else does."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xl_macros.disk import locks, owners
from xl_macros.disk.leftovers import clear_leftovers
from xl_macros.disk.locks import sole_writer
from xl_macros.disk.owners import Claim, Owner, here, new_claim, read_claim
from xl_macros.errors import ObjectivityError

DAY = 24 * 3600


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "Папка завуча, 2024 год"
    place.mkdir()

    return place


@pytest.fixture(scope="module")
def dead() -> Owner:
    """A process of this computer that ran a moment ago."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    owner = Owner(here().machine, process.pid, owners._started(process.pid))
    process.communicate(b"\n")

    return owner


ELSEWHERE = Owner("0badcafe", 1, "00000000")
"""A process of another computer; a process of that number runs here too."""


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _lock(book: Path) -> Path:
    return book.with_name(f".objectivity-{book.name}.lock")


def _put(book: Path, owner: Owner, *, age: float = 0) -> Path:
    lock = _lock(book)
    lock.write_text(Claim(owner, "КАБ-12", "zavuch", "28.04.2025 09:05", "1f").text(), encoding="utf-8")
    os.utime(lock, (time.time() - age,) * 2)

    return lock


def _left(folder: Path, owner: Owner | None, name: str = "x", *, age: float = 0) -> Path:
    """A temporary file as that process makes it; None for a process of an earlier version."""
    tag = "{}-{}-{}-".format(*owner) if owner else ""
    path = folder / f".objectivity-{tag}{name}.tmp"
    path.write_bytes(b"names")
    os.utime(path, (time.time() - age,) * 2)

    return path


def test_the_lock_is_there_while_working_and_gone_afterwards_even_after_a_failure(folder: Path) -> None:
    book = folder / "Книга.xlsm"
    held = []

    def fail_while_holding() -> None:
        with sole_writer(book):
            held.append(_lock(book).exists())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_while_holding()

    assert [True] == held
    assert not _lock(book).exists()


@pytest.mark.parametrize(("mark", "program"), [("~$Книга.xlsm", "Excel"), (".~lock.Книга.xlsm#", "LibreOffice")])
def test_a_book_open_in_a_spreadsheet_program_is_refused(folder: Path, mark: str, program: str) -> None:
    (folder / mark).write_bytes(b"")
    with (
        pytest.raises(ObjectivityError, match=f"«Книга.xlsm» открыта в {program}.*закройте"),
        sole_writer(folder / "Книга.xlsm"),
    ):
        pytest.fail("the book was taken")

    assert [mark] == _names(folder)


def test_two_runs_never_hold_one_book(folder: Path) -> None:
    book = folder / "Книга.xlsm"
    with sole_writer(book):
        with (
            pytest.raises(
                ObjectivityError, match=r"уже работает другой запуск.*компьютер «.+», с \d.*Книга\.xlsm\.lock»"
            ),
            sole_writer(book),
        ):
            pytest.fail("the book was taken twice")

        assert _lock(book).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_lock_of_somebody_elses_process_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_mine(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    book = folder / "Книга.xlsm"
    _lock(book).write_text("1", encoding="ascii")
    monkeypatch.setattr(os, "kill", not_mine)
    with pytest.raises(ObjectivityError, match="другой запуск"), sole_writer(book):
        pytest.fail("the book was taken")

    assert "1" == _lock(book).read_text(encoding="ascii")


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(30, "Read-only file system")])
def test_a_folder_closed_to_writing_is_one_sentence(
    folder: Path, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(ObjectivityError, match="закрыта для записи"), sole_writer(folder / "Книга.xlsm"):
        pytest.fail("the book was taken")


def test_a_full_disk_is_not_called_a_closed_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(ObjectivityError, match="на диске нет места") as told, sole_writer(folder / "Книга.xlsm"):
        pytest.fail("the book was taken")

    assert "закрыта" not in str(told.value)


def test_a_lock_of_another_computer_holds_though_a_process_of_its_number_is_unknown_here(folder: Path) -> None:
    book = folder / "Книга.xlsm"
    lock = _put(book, ELSEWHERE._replace(process=2**22 - 1))
    says = r"zavuch, компьютер «КАБ-12», с 28.04.2025 09:05.*на компьютере «КАБ-12».*удалите файл «\.objectivity-Книга\.xlsm\.lock»"
    with pytest.raises(ObjectivityError, match=says), sole_writer(book):
        pytest.fail("a second computer has taken a book that is being worked on")

    assert "КАБ-12" in lock.read_text(encoding="utf-8")


def test_what_another_computer_left_a_day_ago_holds_nobody_up(folder: Path) -> None:
    book = folder / "Книга.xlsm"
    _put(book, ELSEWHERE, age=DAY + 60)
    with sole_writer(book) as hold:
        held = read_claim(_lock(book).read_text(encoding="utf-8"))

    assert hold.claim == held
    assert here() == held.owner
    assert [] == _names(folder)


def test_a_lock_of_a_process_that_died_is_ignored(folder: Path, dead: Owner) -> None:
    book = folder / "Книга.xlsm"
    _put(book, dead)
    with sole_writer(book):
        assert read_claim(_lock(book).read_text(encoding="utf-8")).owner == here()

    assert [] == _names(folder)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not tell when a process began")
def test_a_process_that_got_the_number_of_a_dead_one_holds_nothing(folder: Path) -> None:
    book = folder / "Книга.xlsm"
    _put(book, here()._replace(started="12345678"))
    with sole_writer(book) as hold:
        assert hold.claim.text() == _lock(book).read_text(encoding="utf-8")


@pytest.mark.parametrize("left", ["", "не число", "{}", '{"owner": 1}', '["a"]', "99999999999999999999"])
def test_a_lock_that_names_no_process_holds_nobody_up(folder: Path, left: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_HALF_MADE", 0.1)
    book = folder / "Книга.xlsm"
    _lock(book).write_text(left, encoding="utf-8")
    os.utime(_lock(book), (time.time() - 60,) * 2)
    with sole_writer(book) as hold:
        taken = _lock(book).read_text(encoding="utf-8")

    assert hold.claim.text() == taken


def test_a_lock_into_which_its_maker_is_just_writing_is_not_taken_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = folder / "Книга.xlsm"
    _lock(book).write_bytes(b"")
    other = new_claim()
    monkeypatch.setattr(locks.time, "sleep", lambda _: _lock(book).write_text(other.text(), encoding="utf-8"))
    with pytest.raises(ObjectivityError, match="другой запуск"), sole_writer(book):
        pytest.fail("two runs hold the book")

    assert other.text() == _lock(book).read_text(encoding="utf-8")


def test_of_two_who_find_a_dead_lock_one_gets_the_book(
    folder: Path, dead: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, judge, quicker = folder / "Книга.xlsm", locks.is_left_lock, new_claim()
    _put(book, dead)

    def judged_while_another_takes_it(text: str, age: float) -> bool:
        left = judge(text, age)
        _lock(book).write_text(quicker.text(), encoding="utf-8")
        return left

    monkeypatch.setattr(locks, "is_left_lock", judged_while_another_takes_it)
    with pytest.raises(ObjectivityError, match="другой запуск"), sole_writer(book):
        pytest.fail("two runs hold the book")

    assert quicker.text() == _lock(book).read_text(encoding="utf-8")


def test_a_lock_that_was_taken_away_is_noticed_before_writing_and_left_to_its_new_owner(folder: Path) -> None:
    book = folder / "Книга.xlsm"
    with sole_writer(book) as hold:
        hold.ensure()
        _put(book, ELSEWHERE)
        with pytest.raises(ObjectivityError, match=r"убрали или заменили.*ничего не записано"):
            hold.ensure()

    assert _lock(book).exists()


def test_a_book_that_was_opened_meanwhile_is_not_written(folder: Path) -> None:
    book = folder / "Книга.xlsm"
    with sole_writer(book) as hold:
        (folder / "~$Книга.xlsm").write_bytes(b"")
        with pytest.raises(ObjectivityError, match="открыта в Excel"):
            hold.ensure()


def test_what_killed_runs_left_goes_with_the_next_lock_in_the_folders_below_too(folder: Path, dead: Owner) -> None:
    deep = folder / "Листы проверки" / "ВПР-РУ-4Б"
    deep.mkdir(parents=True)
    for place in (folder, deep.parent, deep):
        _left(place, dead)
    half = folder / ".objectivity-{}-{}-{}-папка.tmp".format(*dead)
    half.mkdir()
    (half / "Опись.xlsx").write_bytes(b"names")
    _put(folder / "Ключ кодов 2024-2025.xlsx", dead)
    with sole_writer(folder / "Книга.xlsm"):
        pass

    assert ["Листы проверки"] == _names(folder)
    assert ["ВПР-РУ-4Б"] == _names(deep.parent)
    assert [] == _names(deep)


def test_nothing_of_somebody_who_may_be_working_is_removed(folder: Path, dead: Owner) -> None:
    kept = [
        _left(folder, here()),
        _left(folder, ELSEWHERE, age=DAY - 60),
        _left(folder, None, age=60),
        _put(folder / "Другая книга.xlsm", here()),
        _put(folder / "Книга на сервере.xlsm", ELSEWHERE),
    ]
    gone = [_left(folder, dead), _left(folder, ELSEWHERE, "y", age=DAY + 60), _left(folder, None, "z", age=7200)]
    others = [folder / name for name in ("~$Отчёт.docx", ".objectivity.tmp", "objectivity-x.tmp", ".objectivity-x.bak")]
    for path in others:
        path.write_bytes(b"")

    assert sorted(path.name for path in gone) == sorted(clear_leftovers(folder))
    assert sorted(path.name for path in [*kept, *others]) == _names(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_removing_what_was_left_follows_no_link(folder: Path, dead: Owner, tmp_path: Path) -> None:
    foreign = tmp_path / "чужая папка"
    foreign.mkdir()
    kept = _left(foreign, dead)
    (folder / "ссылка").symlink_to(foreign)
    (folder / ".objectivity-{}-{}-{}-ссылка.tmp".format(*dead)).symlink_to(foreign)
    clear_leftovers(folder)

    assert kept.exists()
    assert ["ссылка"] == _names(folder)
