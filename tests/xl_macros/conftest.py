"""Books for tests: the product as built, the example school, and LibreOffice to open them."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import random
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import openpyxl
import pytest
from click.testing import CliRunner
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from openpyxl.reader.workbook import WorkbookParser

from objectivity_core.setting_rows import settings_frame
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of, parse
from xl_macros.actions import action
from xl_macros.book.files import FileBook
from xl_macros.book.reader import TableReader
from xl_macros.build.content import example_folder, read_csv_tables
from xl_macros.build.workbook import build_bytes
from xl_macros.commands import main
from xl_macros.commands.run import PASSWORD_VARIABLE
from xl_macros.headless.demo import BOOK, play
from xl_macros.runner.call import Call
from xl_macros.runner.run import Report, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    import xlwings as xw
    from click.testing import Result
    from openpyxl.worksheet.worksheet import Worksheet

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "pdf": "calc_pdf_Export", "xlsm": "Calc MS Excel 2007 VBA XML"}
"""What LibreOffice calls the formats that books are converted to."""


@pytest.fixture(scope="session", autouse=True)
def _quick_keys() -> Iterator[None]:
    """Passwords are hashed a hundred times and not a hundred thousand times: that guards names, and tests guard none.

    The product has no such switch: this replaces a function of msoffcrypto in the tests' own process.
    ``test_a_key_is_as_slow_to_guess_as_excels_own`` makes a real one in another.
    """
    quick = functools.partial(ECMA376Agile.encrypt, spin_count=100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ECMA376Agile, "encrypt", staticmethod(quick))
        yield


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made once for all workers of a run: the first one makes it, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = base / name
        if not folder.exists():
            folder.mkdir()
            make(folder)

        return folder
    import fcntl  # not on Windows, where these tests run in one process

    folder, done = base.parent / name, base.parent / f"{name}.done"
    with (base.parent / f"{name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a worker that failed
            folder.mkdir()
            make(folder)
            done.touch()

    return folder


@pytest.fixture(scope="session")
def product_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = made_once(tmp_path_factory, "product", lambda folder: (folder / BOOK).write_bytes(build_bytes()))

    return (folder / BOOK).read_bytes()


@pytest.fixture(scope="session")
def example_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    def make(folder: Path) -> None:
        (folder / BOOK).write_bytes(build_bytes(read_csv_tables(example_folder())))

    return (made_once(tmp_path_factory, "example", make) / BOOK).read_bytes()


@pytest.fixture
def product(product_bytes: bytes, tmp_path: Path) -> Path:
    """The product's own workbook in a folder with a Cyrillic name and blanks."""
    path = tmp_path / "Моя школа 1" / "Книга школы.xlsm"
    path.parent.mkdir()
    path.write_bytes(product_bytes)

    return path


@pytest.fixture
def example(example_bytes: bytes, tmp_path: Path) -> Path:
    """The example school before anything was done, in a folder with a Cyrillic name and blanks."""
    path = tmp_path / "Школа примера 2" / "Пример.xlsm"
    path.parent.mkdir()
    path.write_bytes(example_bytes)

    return path


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example school after its year; tests must not change it."""

    def make(folder: Path) -> None:
        loads: list[str] = []
        saves: list[str] = []
        said: list[str] = []

        def load(path: Path) -> TableReader:
            loads.append(path.name)

            return TableReader(path)

        def store(book: FileBook, out: Path, *more: Any) -> list[str]:
            saves.append(out.name)

            return save(book, out, *more)

        save = FileBook.save
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("xl_macros.book.files.TableReader", load)
            patch.setattr(FileBook, "save", store)
            play(folder / "Учебный год", said.append)
        happened = {"loads": loads, "saves": saves, "said": said}
        (folder / "Ход.json").write_text(json.dumps(happened), encoding="utf-8")

    return made_once(tmp_path_factory, "год", make) / "Учебный год" / BOOK


@pytest.fixture(scope="session")
def playing(played: Path) -> dict[str, list[str]]:
    """What happened while the example year was played: ``loads`` and ``saves`` of books by name, ``said``."""
    return cast("dict[str, list[str]]", json.loads((played.parents[1] / "Ход.json").read_text(encoding="utf-8")))


def store_as(book: xw.Book, target: Path) -> None:
    """Write a workbook that is open in LibreOffice to a file of another format, by its ending; of a PDF the first pages: all 160 take ten times as long."""
    from xl_macros.libreoffice.bridge import load_uno, property_values

    uno, to = load_uno(), target.suffix.removeprefix(".")
    pages = uno.Any("[]com.sun.star.beans.PropertyValue", property_values(PageRange="1-12"))
    given = property_values(FilterName=FILTERS[to], **({"FilterData": pages} if to == "pdf" else {}))
    uno.invoke(book.api, "storeToURL", (target.as_uri(), given))


@pytest.fixture(scope="session")
def office_all(tmp_path_factory: pytest.TempPathFactory, office_app: xw.App) -> Callable[[list[Path], str], list[Path]]:
    """Convert workbooks of different names by LibreOffice, which computes all anew: ``office_all(paths, "xlsx")``."""

    def convert(paths: list[Path], to: str) -> list[Path]:
        out = tmp_path_factory.mktemp("office")
        (out / "in").mkdir()
        found = [out / f"{path.stem}.{to}" for path in paths]
        for path, target in zip(paths, found, strict=True):
            # LibreOffice locks what it opens, and another worker may read it.
            with office_app.books.open(shutil.copy(path, out / "in")) as book:
                store_as(book, target)

        return found

    return convert


@pytest.fixture(scope="session")
def office(office_all: Callable[[list[Path], str], list[Path]]) -> Callable[[Path, str], Path]:
    """Convert one workbook: ``office(path, "xlsx")``."""
    return lambda path, to: office_all([path], to)[0]


PASSWORD = "туча рельс сосед 1"
SCHOOL = "Школа № 1 (г. Орёл)"
LONG_NAME = (
    "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа с углублённым изучением "
    "отдельных предметов имени Героя Советского Союза & полного кавалера ордена Славы Ивана Ивановича Вымышленного» "
    "города Соснобор Сосноборского муниципального округа № 25"
)
"""A name as long as official ones are, with a sign that is a command in headers."""
SMALL_SCHOOL: dict[str, list[dict[str, Any]]] = {
    "classes": [{"class": "4А", "grade": 4}, {"class": "5А", "grade": 5}],
    "kinds": [
        {
            "kind": "ВПР",
            "short": "ВПР",
            "coded": "да",
            "experts": 1,
            "divergence": 3,
            "compared": "да",
            "observed": "да",
        },
        {
            "kind": "ВОШ",
            "short": "ВОШ",
            "coded": "да",
            "experts": 2,
            "divergence": 3,
            "compared": "нет",
            "observed": "да",
        },
        {"kind": "ОГЭ", "short": "ОГЭ", "coded": "нет", "compared": "да", "observed": "нет"},
    ],
    "staff": [
        {"name": name, "position": position, "can_mark": "Русский язык; Математика"}
        for name, position in (
            ("Орлова Анна Ильинична", "Учитель"),
            ("Сомов Иван Петрович", "Директор"),
            ("Щукина Ольга Львовна", "Заместитель директора"),
        )
    ],
    "pupils": [
        {"name": name, "class": "4А"}
        for name in ("Аистов Лев", "Беркутова Яна", "Воробьёв Пётр", "Галкин Глеб", "Дятлова Ева", "Жаворонков Ян")
    ]
    + [
        {"name": name, "class": "5А"}
        for name in ("Зябликов Ким", "Ибисова Ада", "Канюков Том", "Лунь Ася", "Малиновкин Ив")
    ],
    "procedures": [
        {
            "kind": "ВПР",
            "subject": "Русский язык",
            "class": "4А",
            "date": dt.date(2025, 4, 15),
            "observer": "Чижова Лия Ильинична",
        },
        {
            "kind": "ВПР",
            "subject": "Математика",
            "class": "5А",
            "date": dt.date(2025, 4, 16),
            "observer": "Чижова Лия Ильинична",
        },
    ],
    "tasks": [
        {"kind": "ВПР", "subject": "Русский язык", "grade": 4, "task": task, "max": most}
        for task, most in (("1К1", 4), ("1К2", 3), ("2", 1))
    ]
    + [
        {"kind": "ВПР", "subject": "Математика", "grade": 5, "task": task, "max": most}
        for task, most in (("1", 2), ("2", 3))
    ],
    "scales": [
        {"kind": "ВПР", "subject": "Русский язык", "grade": 4, "year": "2024/2025", "max": 8}
        | {"mark3_from": 3, "mark4_from": 5, "mark5_from": 7},
        {"kind": "ВПР", "subject": "Математика", "grade": 5, "year": "2024/2025", "max": 5}
        | {"mark3_from": 2, "mark4_from": 3, "mark5_from": 4},
    ],
    "own_marks": [
        {"name": "Аистов Лев", "class": "4А", "subject": "Русский язык", "period": "III четверть", "mark": 4}
    ],
    "measures": [
        {"measure": "Педсовет", "phrase": "октябрь, апрель", "responsible": "Директор"},
        {
            "measure": "Инструктаж",
            "phrase": "не позднее 1 рабочего дня до процедуры",
            "responsible": "Завуч",
            "procedures": "ВПР",
        },
        {"measure": "Приказ", "phrase": "10.09.2024", "responsible": "Директор"},
    ],
}
"""A school so small that every expected value can be counted by hand."""


@pytest.fixture(scope="session")
def school_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    def make(folder: Path) -> None:
        contents = {name: frame_of(TABLES[name], records) for name, records in SMALL_SCHOOL.items()}
        settings = Settings(
            school="Школа № 1", year=2024, today=dt.date(2025, 4, 28), small_class=2
        )  # so that several experts share
        (folder / BOOK).write_bytes(build_bytes(contents | {"settings": settings_frame(settings)}))

    return (made_once(tmp_path_factory, "school", make) / BOOK).read_bytes()


@pytest.fixture
def school(school_bytes: bytes, tmp_path: Path) -> Path:
    """The small school before anything was done, in a folder with a Cyrillic name and blanks."""
    path = tmp_path / SCHOOL / "Книга 1.xlsm"
    path.parent.mkdir()
    path.write_bytes(school_bytes)

    return path


def sheet_of(path: Path, title: str) -> Worksheet:
    """One sheet as openpyxl reads it; a whole book costs it five times as much."""
    found = WorkbookParser.find_sheets
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WorkbookParser, "find_sheets", lambda book: (one for one in found(book) if one[0].name == title))
        patch.setattr(WorkbookParser, "assign_names", lambda _: None)  # they count all sheets

        return openpyxl.load_workbook(path)[title]


def call_at(path: Path, **answers: str) -> Call:
    """A call of an action on a book of which only the place counts."""
    return Call(cast("Any", SimpleNamespace(path=path)), {}, answers, Settings(), random.Random(1))


def play_actions(path: Path, *names: str, password: str = PASSWORD, **answers: str) -> list[Report]:
    """Run actions on a book one after another and save in place, as the command line does: where sheets may have changed."""
    book = FileBook(path, {"password": password} | answers)
    reports = [run(action(name), book) for name in names]
    if any(action(name).writes or action(name).reports for name in names):
        book.save(path, reports[-1].settings, reports[-1].today)

    return reports


STAGES = {"coded": "codes", "assigned": "commission", "settled": "collect", "opened": "open"}
"""What the small school has done, and the action that does it."""


@pytest.fixture(scope="session")
def stages(school_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of the small school after each stage: ``coded``, ``assigned``, ``settled``, ``opened``; tests copy them."""

    def make(root: Path) -> None:
        last = root / "school" / SCHOOL
        last.mkdir(parents=True)
        (last / "Книга 1.xlsm").write_bytes(school_bytes)
        for stage, name in STAGES.items():
            folder = root / stage / SCHOOL
            shutil.copytree(last, folder)
            if stage == "settled":
                for path in folder.rglob("ВПР*.xlsx"):
                    fill_sheet(path, lambda _, maximum: maximum)
            play_actions(folder / "Книга 1.xlsm", name)
            last = folder

    root = made_once(tmp_path_factory, "stages", make)

    return {stage: root / stage / SCHOOL for stage in STAGES}


def _copy(stages: dict[str, Path], stage: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stages[stage], tmp_path / SCHOOL)) / "Книга 1.xlsm"


@pytest.fixture
def coded(stages: dict[str, Path], tmp_path: Path) -> Path:
    """The small school with codes and their key."""
    return _copy(stages, "coded", tmp_path)


@pytest.fixture
def assigned(stages: dict[str, Path], tmp_path: Path) -> Path:
    """The small school with empty scoring workbooks."""
    return _copy(stages, "assigned", tmp_path)


@pytest.fixture
def settled(stages: dict[str, Path], tmp_path: Path) -> Path:
    """The small school whose works all have the maximum."""
    return _copy(stages, "settled", tmp_path)


@pytest.fixture
def opened(stages: dict[str, Path], tmp_path: Path) -> Path:
    """The small school after opening."""
    return _copy(stages, "opened", tmp_path)


def fill_sheet(path: Path, score: Callable[[int, int], Any]) -> None:
    """Fill a scoring workbook as an expert would: ``score(row from 0, maximum)`` into every white cell."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Проверка"]
    maxima = [
        int(cell.value.rsplit("(", 1)[1].removesuffix("б)")) for cell in sheet[6] if str(cell.value).endswith("б)")
    ]
    for number, row in enumerate(range(7, sheet.max_row + 1)):
        for at, maximum in enumerate(maxima, start=2):
            sheet.cell(row, at).value = score(number, maximum)
    workbook.save(path)


@pytest.fixture
def table() -> Callable[[Path, str], pd.DataFrame]:
    """Read a table of a book with all its columns: ``table(path, "pupils")``."""
    return lambda path, name: parse(TABLES[name], TableReader(path).grid(TABLES[name]), everything=True)[0]


@pytest.fixture
def fill() -> Callable[[Path, Callable[[int, int], Any]], None]:
    """Fill a scoring workbook: ``fill(path, score)``."""
    return fill_sheet


@pytest.fixture
def act() -> Callable[..., list[Report]]:
    """Run actions on a book and save in place: ``act(path, "plan", "codes")``."""
    return play_actions


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command line: ``cli("run", "codes", path, password="…")``."""

    def call(*arguments: object, password: str = "") -> Result:
        monkeypatch.setenv(PASSWORD_VARIABLE, password)

        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return call


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """Every file of a folder with its bytes, to show that nothing changed; the log beside the book, which tells of refusals too, has tests of its own."""
    return lambda folder: {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".jsonl"
    }


@pytest.fixture(scope="session")
def office_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.App]:
    """One LibreOffice for all tests, as an xlwings app; its profile is its own."""
    from xl_macros.libreoffice import start_office, use

    with start_office(tmp_path_factory.mktemp("профиль")) as office:
        yield use(office)


@pytest.fixture
def add_table() -> Callable[[xw.Range, str], Any]:
    """Make a table of cells of a workbook that is open in LibreOffice."""

    def add(cells: xw.Range, name: str) -> Any:
        ranges = cells.sheet.book.api.DatabaseRanges
        ranges.addNewByName(name, cells.api.RangeAddress)
        ranges.getByName(name).ContainsHeader = True

        return cells.sheet.tables[name]

    return add


@pytest.fixture
def opened_in_office(example: Path, office_app: xw.App) -> Iterator[xw.Book]:
    """The example school, open in LibreOffice."""
    book = office_app.books.open(example)
    try:
        yield book
    finally:
        book.close()
