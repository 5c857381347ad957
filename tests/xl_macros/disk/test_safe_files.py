"""Files and folders are written whole or not at all, with the rights of what they replace."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
import sys
from typing import TYPE_CHECKING, Any

import pytest

from xl_macros.disk.safe_files import (
    COPIES,
    backup,
    discard,
    free_folder,
    free_path,
    make_folder,
    whole_folder,
    windows_text,
    write_atomically,
)
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "Папка завуча, 2024 год"
    place.mkdir()

    return place


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_whole(folder: Path) -> None:
    path = folder / "Книга.xlsm"
    path.write_bytes(b"old")
    write_atomically(path, b"new" * 1000)

    assert b"new" * 1000 == path.read_bytes()
    assert ["Книга.xlsm"] == _names(folder)


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_failure_in_the_middle_leaves_the_old_file_and_nothing_else(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "Книга.xlsm"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(ObjectivityError, match=r"Не удалось записать .*Книга\.xlsm.*на диске есть место"):
        write_atomically(path, b"new")

    assert b"old" == path.read_bytes()
    assert ["Книга.xlsm"] == _names(folder)


def test_an_interrupted_run_leaves_no_temporary_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(folder / "Книга.xlsm", b"new")

    assert [] == _names(folder)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.EACCES, "нет прав"),
        (errno.EPERM, "нет прав"),
        (errno.EROFS, "диск только для чтения"),
        (errno.ENOSPC, "на диске нет места"),
        (errno.ENOENT, "такой папки нет"),
        (errno.ENOTDIR, "на пути к файлу не папка"),
    ],
)
def test_the_reason_of_the_system_is_told_in_russian(
    number: int, says: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(ObjectivityError) as told:
        write_atomically(folder / "Книга.xlsm", b"")

    assert f": {says}. Проверьте" in str(told.value)
    assert os.strerror(number) not in str(told.value)


def test_a_missing_folder_is_one_sentence(folder: Path) -> None:
    with pytest.raises(ObjectivityError, match="Проверьте, что папка существует"):
        write_atomically(folder / "нет такой" / "Книга.xlsm", b"new")


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_replaced_file_keeps_its_rights_and_a_new_one_gets_the_usual(folder: Path) -> None:
    old, new, usual = folder / "старый", folder / "новый", folder / "обычный"
    old.write_bytes(b"")
    old.chmod(0o640)
    usual.write_bytes(b"")
    write_atomically(old, b"1")
    write_atomically(new, b"1")

    assert 0o640 == old.stat().st_mode & 0o777
    assert usual.stat().st_mode & 0o777 == new.stat().st_mode & 0o777


def test_a_backup_is_a_dated_copy_and_never_over_another(folder: Path) -> None:
    book, now = folder / "Книга.xlsm", dt.datetime(2025, 4, 28, 9, 5, 7, tzinfo=dt.UTC)
    book.write_bytes(b"1")
    book.chmod(0o640)
    first = backup(book, now)
    book.write_bytes(b"2")
    second = backup(book, now)

    assert "Книга (копия 2025-04-28 09-05-07).xlsm" == first.name
    assert folder / COPIES == first.parent
    assert (b"1", b"2") == (first.read_bytes(), second.read_bytes())
    assert book.stat().st_mode == first.stat().st_mode  # who may not read the book may not read its copy


def test_the_last_ten_copies_and_the_last_of_each_month_stay(folder: Path) -> None:
    book, other = folder / "Книга.xlsm", folder / COPIES / "Книга (копия 2024-01-01 09-00-00) моя.xlsm"
    book.write_bytes(b"1")
    days = [dt.datetime(2025, month, day, 9, 5, 7, tzinfo=dt.UTC) for month in (1, 2, 3) for day in (1, 9, 17, 25)]
    for day in days:
        backup(book, day)
    other.write_bytes(b"2")
    backup(book, dt.datetime(2025, 3, 26, tzinfo=dt.UTC))
    left = sorted(path.name[13:23] for path in (folder / COPIES).glob("Книга (копия *).xlsm"))

    assert ["2025-01-25", *(f"{day:%Y-%m-%d}" for day in days[4:]), "2025-03-26"] == left
    assert other.exists()


def test_a_copy_taken_back_leaves_nothing(folder: Path) -> None:
    book = folder / "Книга.xlsm"
    book.write_bytes(b"1")
    discard(backup(book, dt.datetime(2025, 4, 28, tzinfo=dt.UTC)))

    assert [book] == list(folder.iterdir())


def test_a_free_path_is_the_first_that_does_not_exist(folder: Path) -> None:
    for name in ("Лист.xlsx", "Лист 2.xlsx"):
        (folder / name).write_bytes(b"")

    assert folder / "Лист 3.xlsx" == free_path(folder / "Лист.xlsx")
    assert folder / "Другой.xlsx" == free_path(folder / "Другой.xlsx")
    assert folder / "Лист 4.xlsx" == free_path(folder / "Лист.xlsx", {folder / "Лист 3.xlsx"})


def test_the_dots_in_a_folders_name_begin_no_ending(folder: Path) -> None:
    (folder / "2.2 Совещания").mkdir()

    assert folder / "2.2 Совещания 2" == free_folder(folder / "2.2 Совещания")


def test_a_folder_that_cannot_be_made_is_one_russian_sentence(folder: Path) -> None:
    (folder / "файл").write_bytes(b"")
    with pytest.raises(
        ObjectivityError, match=r"Не удалось создать папку «.*новая»: на пути к файлу не папка. Укажите"
    ):
        make_folder(folder / "файл" / "новая", "Укажите другую.", new=False)


def test_a_new_folder_is_never_one_that_is_there(folder: Path) -> None:
    old = make_folder(folder / "Папка")
    with pytest.raises(ObjectivityError, match=r"Папка»: такое имя уже занято. Проверьте права на папку книги"):
        make_folder(old)

    assert old == make_folder(old, new=False)


def test_a_text_for_windows_has_its_mark_and_its_line_ends() -> None:
    assert b"\xef\xbb\xbf\xd0\x90\r\n\xd0\x91" == windows_text("А\nБ")


def test_a_folder_is_there_with_all_that_is_in_it_or_not_at_all(folder: Path) -> None:
    with whole_folder(folder / "Печать") as work:
        write_atomically(work / "План.xlsx", b"1")

        assert not (folder / "Печать").exists()

    assert ["План.xlsx"] == _names(folder / "Печать")
    assert ["Печать"] == _names(folder)


def test_a_folder_that_fails_half_way_leaves_nothing(folder: Path) -> None:
    def fail_half_way() -> None:
        with whole_folder(folder / "Печать") as work:
            write_atomically(work / "План.xlsx", b"1")
            raise ObjectivityError("Диск полон.")

    with pytest.raises(ObjectivityError, match="Диск полон"):
        fail_half_way()

    assert [] == _names(folder)


def test_a_folder_never_takes_the_place_of_another(folder: Path) -> None:
    (folder / "Печать").mkdir()
    with pytest.raises(ObjectivityError, match=r"Печать».*уже занято"), whole_folder(folder / "Печать") as work:
        write_atomically(work / "План.xlsx", b"1")

    assert ["Печать"] == _names(folder)
    assert [] == _names(folder / "Печать")


@pytest.mark.skipif(sys.platform == "win32", reason="folders of POSIX are synced")
def test_the_new_name_of_a_file_is_on_the_disk_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done, sync, replace = [], os.fsync, os.replace

    def seen(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def renamed(*paths: Any, **more: Any) -> None:
        done.append("rename")
        replace(*paths, **more)

    monkeypatch.setattr(os, "fsync", seen)
    monkeypatch.setattr(os, "replace", renamed)
    write_atomically(folder / "Книга.xlsm", b"1")

    assert ["file", "rename", "folder"] == done
