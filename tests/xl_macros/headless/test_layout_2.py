"""A book of layout 2 as schools have it: a year played before the house was moved, frozen with its key and its log.

It was made by ``objectivity demo`` at commit 57f4d36 (version 0.1.0); ``Objectivity2025.xlsm`` beside it is the book as it was built then.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from objectivity_core.findings import errors
from objectivity_core.state import State
from xl_macros.actions import ACTIONS, action
from xl_macros.book.files import FileBook
from xl_macros.book.tables import read_table
from xl_macros.folders import papers
from xl_macros.headless.demo import BOOK
from xl_macros.headless.validation import validate_book
from xl_macros.runner import run as runner
from xl_macros.runner.run import run

FROZEN = Path(__file__).parents[2] / "golden" / "layout_2"
PASSWORD = "вымышленный пароль"  # of the frozen key: nobody would be given it today
CHANGED = "сосна-3-гриб-топор"
PLAN = "№;Мероприятие;Срок;Ответственный\n9.1;Совещание по итогам ВПР;май;Директор\n"
TIMETABLE = "Дата;Класс;Предмет;Вид;Кабинет\n06.05.2025;8А;Математика;ВПР;12\n"
MARKS = "ФИО;Класс;Русский;Матем.\n{name};{class_};4 (3,67);н/а\n"
TASKS = "ВПР 2026 Физика 7 класс\nКод участника;Вариант;1 (2б);2 (3б)\n"
ANSWERS = {
    "slips": {"procedure": "ВПР-РУ-8А-2025-04-24"},
    "exchange": {"procedure": "ВПР-МА-7А-2025-05-12", "partner": "Школа № 2, Перова Ольга Львовна"},
    "codes": {"password": PASSWORD},
    "password": {"password": PASSWORD, "changed": CHANGED},
    "envelope": {"password": CHANGED, "custodian": "лампа-7-мост-кедр"},
    "open": {"password": CHANGED},
}


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FROZEN, tmp_path / "Школа № 1")) / BOOK


@pytest.mark.parametrize("name", [BOOK, "Objectivity2025.xlsm"])
def test_the_frozen_books_validate_without_errors(name: str) -> None:
    assert [] == [finding.message for finding in errors(validate_book(FROZEN / name))]


class Watched(dict[str, Any]):
    """Tables that remember which of them were looked at."""

    def __init__(self, tables: dict[str, Any], seen: set[str]) -> None:
        super().__init__(tables)
        self._seen = seen

    def __getitem__(self, name: str) -> Any:
        self._seen.add(name)

        return super().__getitem__(name)

    def __or__(self, more: dict[str, Any]) -> Watched:  # type: ignore[override]
        return Watched(dict(self) | more, self._seen)


def test_the_frozen_book_goes_on_with_every_action(frozen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the ribbon, on one open book; what each refuses or calls an error would show.

    What a core function looks at is just what its action declares; «Проверить книгу» goes through all that it gets.
    """
    looked: set[str] = set()
    watched: dict[str, set[str]] = {}
    monkeypatch.setattr(papers, "find_office", lambda: None)  # no PDF
    monkeypatch.setattr(runner, "State", lambda tables, *rest: State(Watched(tables, looked), *rest))
    (frozen.parent / "План.csv").write_text(PLAN, encoding="utf-8")
    (frozen.parent / "Расписание.csv").write_text(TIMETABLE, encoding="utf-8")
    (frozen.parent / "Ф1.csv").write_text(TASKS, encoding="utf-8")
    pupil = read_table(FileBook(frozen), "pupils")[0].iloc[0]
    (frozen.parent / "Отметки.csv").write_text(
        MARKS.format(name=pupil["name"], class_=pupil["class"]), encoding="utf-8"
    )
    answers = ANSWERS | {
        "marks": {"file": str(frozen.parent / "Отметки.csv"), "period": "3 четверть"},
        "worktasks": {"file": str(frozen.parent / "Ф1.csv")},
        "import": {"file": str(frozen.parent / "План.csv")},
        "timetable": {"file": str(frozen.parent / "Расписание.csv")},
    }
    book = FileBook(frozen)
    said: dict[str, list[str]] = {}
    for one in ACTIONS:
        book.answer(**answers.get(one.name, {}))
        looked.clear()
        report = run(one, book, source=random.Random(5))
        said[one.name] = [finding.message for finding in errors(report.findings)]
        watched[one.name] = set(looked)
    lost = book.save(frozen, report.settings, report.today)

    assert {one.name: [] for one in ACTIONS} == said
    differ = {one.name: set(one.reads) ^ watched[one.name] for one in ACTIONS if set(one.reads) != watched[one.name]}
    del differ["check"]  # it goes through all that it gets
    assert {
        "timetable": {"timetable"},
        "open": {"commission", "scores"},
    } == differ  # a file was given; nothing is ready
    assert [] == lost
    assert [] == errors(validate_book(frozen))


def test_the_frozen_key_still_opens_what_is_checked_later(frozen: Path) -> None:
    book = FileBook(frozen, {"password": PASSWORD})
    report = run(action("codes"), book, source=random.Random(5))

    assert report.message.startswith("Новых кодов не понадобилось")
