"""``objectivity plan import``: shows what it understood, writes once, doubles nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from openpyxl.worksheet.table import TableColumn

from objectivity_core.setting_rows import settings_frame
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of
from xl_macros.actions import action
from xl_macros.book.files import FileBook
from xl_macros.book.live import LiveBook
from xl_macros.build.workbook import build_bytes
from xl_macros.errors import ObjectivityError
from xl_macros.runner.run import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    import xlwings as xw
    from click.testing import Result

    from xl_macros.dialogs.question import Question
    from xl_macros.runner.run import Report

ROWS = [
    ["№", "Мероприятие", "Срок исполнения", "Ответственный"],
    ["1. Кадры", "", "", ""],
    ["1", "Курсы", "ноябрь", "Директор,\nзавуч"],
    ["2. Контроль", "", "", ""],
    ["1", "Проверка", "за 2 рабочих дня до ВПР", "Завуч"],
]


@pytest.fixture
def plan_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a plan as a Word file: ``plan_file("Заголовок", rows)``."""

    def write(title: str = "План мероприятий", rows: list[list[str]] | None = None) -> Path:
        rows = rows or ROWS
        document: Any = docx.Document()
        document.add_paragraph(title)
        table = document.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for cell, text in zip(table.rows[at].cells, row, strict=True):
                cell.text = text
            if len([text for text in row if text]) == 1:
                table.cell(at, 0).merge(table.cell(at, len(row) - 1)).text = row[0]
        path = tmp_path / f"{title}.docx"
        document.save(path)

        return path

    return write


def play(path: Path, name: str, **answers: str) -> Report:
    """Run an action on a book as a button does, and save it."""
    book = FileBook(path, answers)
    report = run(action(name), book)
    book.save(path, report.settings, report.today)

    return report


def test_a_plan_of_word_stands_dated_in_the_book(
    school: Path, plan_file: Callable[..., Path], cli: Callable[..., Result], table: Callable[[Path, str], pd.DataFrame]
) -> None:
    out = school.with_name("Готово.xlsm")
    result = cli("plan", "import", plan_file(), school, "--yes", "--out", out)
    measures = table(out, "measures").tail(2)

    assert 0 == result.exit_code, result.output
    assert "Документ «План мероприятий»: мер 2, разделов 2" in result.output
    assert [
        ("M004", "План мероприятий", "1. Кадры", "1.1", "Курсы", "ноябрь", "Директор; Завуч"),
        ("M005", "План мероприятий", "2. Контроль", "2.1", "Проверка", "за 2 рабочих дня до ВПР", "Завуч"),
    ] == list(
        measures[["measure_id", "document", "section", "number", "measure", "phrase", "responsible"]].itertuples(
            index=False, name=None
        )
    )
    assert {"M004", "M005"} <= set(table(out, "occurrences")["measure_id"])
    assert "01.11.2024–30.11.2024" in measures["reading"].iloc[0]


def test_a_dry_run_shows_every_measure_with_its_deadline_and_writes_nothing(
    school: Path,
    plan_file: Callable[..., Path],
    cli: Callable[..., Result],
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    path = plan_file()
    before = contents(school.parent)
    result = cli("plan", "import", path, school, "--dry-run")

    assert 0 == result.exit_code, result.output
    assert "1.1  Курсы" in result.output
    assert "срок: ноябрь → 01.11.2024–30.11.2024; ответственный: Директор; Завуч" in result.output
    assert before == contents(school.parent)


def test_where_nobody_can_be_asked_nothing_is_done_without_yes(
    plan_file: Callable[..., Path], school: Path, cli: Callable[..., Result]
) -> None:
    before = school.read_bytes()
    result = cli("plan", "import", plan_file(), school)

    assert 2 == result.exit_code
    assert "Спросить некого, ничего не сделано: повторите с --yes." in result.stderr
    assert before == school.read_bytes()


def test_importing_twice_in_place_doubles_nothing(
    school: Path, plan_file: Callable[..., Path], cli: Callable[..., Result], table: Callable[[Path, str], pd.DataFrame]
) -> None:
    path = plan_file()
    for _ in range(2):
        assert 0 == cli("plan", "import", path, school, "--yes", "--in-place").exit_code

    assert ["M001", "M002", "M003", "M004", "M005"] == list(table(school, "measures")["measure_id"])


def test_several_plans_go_into_one_book(
    school: Path, plan_file: Callable[..., Path], cli: Callable[..., Result], table: Callable[[Path, str], pd.DataFrame]
) -> None:
    plans = [plan_file("План мероприятий"), plan_file("Дорожная карта по подготовке к ОГЭ")]
    result = cli("plan", "import", *plans, school, "--yes", "--in-place")

    assert 0 == result.exit_code, result.output
    assert ["План мероприятий"] * 2 + ["Дорожная карта по подготовке к ОГЭ"] * 2 == list(
        table(school, "measures")["document"]
    )[3:]
    assert "" == table(school, "settings").set_index("setting")["value"]["Последний файл плана"]


def test_a_plan_goes_into_a_book_whose_plan_is_empty(
    tmp_path: Path,
    plan_file: Callable[..., Path],
    cli: Callable[..., Result],
    table: Callable[[Path, str], pd.DataFrame],
) -> None:
    """The one blank row of an empty Excel table must not swallow the first measure."""
    book = tmp_path / "Пустая.xlsm"
    book.write_bytes(build_bytes({"measures": frame_of(TABLES["measures"], [])}))
    result = cli("plan", "import", plan_file(), book, "--yes", "--in-place")

    assert [("M001", "Курсы", "ноябрь"), ("M002", "Проверка", "за 2 рабочих дня до ВПР")] == list(
        table(book, "measures")[["measure_id", "measure", "phrase"]].itertuples(index=False, name=None)
    ), result.output


def test_the_plan_of_another_book_of_the_product_is_taken_from_its_sheet_alone(
    school: Path, tmp_path: Path, cli: Callable[..., Result], table: Callable[[Path, str], pd.DataFrame]
) -> None:
    """Its sheet «Сроки» repeats every measure for each term."""
    book = tmp_path / "Новая.xlsm"
    book.write_bytes(build_bytes({"measures": frame_of(TABLES["measures"], [])}))
    result = cli("plan", "import", school, book, "--yes", "--in-place")

    assert [
        ("Педсовет", "октябрь, апрель"),
        ("Инструктаж", "не позднее 1 рабочего дня до процедуры"),
        ("Приказ", "10.09.2024"),
    ] == list(table(book, "measures")[["measure", "phrase"]].itertuples(index=False, name=None)), result.output


def test_the_plan_s_name_can_be_given(
    school: Path, plan_file: Callable[..., Path], cli: Callable[..., Result], table: Callable[[Path, str], pd.DataFrame]
) -> None:
    cli("plan", "import", plan_file(), school, "--yes", "--in-place", "--document", "План 9 класса")

    assert {"План 9 класса"} == set(table(school, "measures")["document"].iloc[3:])


def test_a_deadline_that_is_not_understood_is_exit_code_1(
    school: Path, plan_file: Callable[..., Path], cli: Callable[..., Result]
) -> None:
    rows = [ROWS[0], ["1", "Курсы", "когда-нибудь", "Директор"]]
    path = plan_file("План", rows)

    for options in (["--dry-run"], ["--yes", "--in-place"]):
        result = cli("plan", "import", path, school, *options)

        assert 1 == result.exit_code, result.output
        assert "Не понят срок (1): 1 «когда-нибудь»" in result.output


def test_a_file_without_a_plan_is_exit_code_2_with_the_reason_and_nothing_is_written(
    school: Path,
    plan_file: Callable[..., Path],
    cli: Callable[..., Result],
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    path = plan_file("Приказ", [["Утверждаю", "Директор"], ["____", "Липатова В.О."]])
    before = contents(school.parent)

    for options in (["--dry-run"], ["--yes", "--in-place"], ["--yes"]):
        result = cli("plan", "import", path, school, *options)

        assert 2 == result.exit_code, result.output
        assert "не найдена таблица с планом" in result.output
        assert "«Утверждаю»: это гриф утверждения или подписи" in result.output
    assert before == contents(school.parent)


def test_a_file_that_cannot_be_read_is_exit_code_2_and_the_book_stays(
    school: Path, tmp_path: Path, cli: Callable[..., Result], contents: Callable[[Path], dict[str, bytes]]
) -> None:
    path = tmp_path / "скан.pdf"
    path.write_bytes(b"%PDF-1.7")
    before = contents(school.parent)

    for options in (["--dry-run"], ["--yes", "--in-place"]):
        result = cli("plan", "import", path, school, *options)

        assert 2 == result.exit_code
        assert "это PDF" in result.output
    assert before == contents(school.parent)


def test_the_button_reads_the_same_file(
    school: Path, plan_file: Callable[..., Path], table: Callable[[Path, str], pd.DataFrame]
) -> None:
    """The action itself, as the ribbon runs it; a «no» to the preview writes nothing."""
    path = plan_file()
    shown: list[str] = []

    def no(question: Question) -> bool:
        shown.append(question.prompt)

        return False

    refusing = FileBook(school, {"file": str(path)}, confirm=no)
    with pytest.raises(ObjectivityError):
        run(action("import"), refusing)
    play(school, "import", file=str(path))

    assert "Будет дописано мер: 2" in shown[0]
    assert 5 == len(table(school, "measures"))


@pytest.fixture(scope="module")
def new_bytes() -> bytes:
    return build_bytes({"settings": settings_frame(Settings(school="Школа № 1", year=2024))})


@pytest.fixture
def new_book(new_bytes: bytes, tmp_path: Path) -> Path:
    """A new book with the ready-made measures, as the builder makes it."""
    path = tmp_path / "Новая.xlsm"
    path.write_bytes(new_bytes)

    return path


def test_the_ready_made_plan_of_a_new_book_gives_way_to_the_school_s_own(
    new_book: Path,
    plan_file: Callable[..., Path],
    cli: Callable[..., Result],
    table: Callable[[Path, str], pd.DataFrame],
) -> None:
    path = plan_file()
    play(new_book, "plan")
    shown = cli("plan", "import", path, new_book, "--dry-run")
    result = cli("plan", "import", path, new_book, "--yes", "--in-place")

    for output in (shown.output, result.output):
        assert "Готовые 16 мер образца заменяются: в них ничего не вписано" in output
    assert ["M017", "M018"] == list(table(new_book, "measures")["measure_id"])
    assert {"M017", "M018"} == set(table(new_book, "occurrences")["measure_id"])

    cli("plan", "import", path, new_book, "--yes", "--in-place")

    assert ["M017", "M018"] == list(table(new_book, "measures")["measure_id"])


@pytest.mark.parametrize("typed", ["proof", "own column"])
def test_what_people_typed_keeps_the_ready_made_plan(
    typed: str,
    new_book: Path,
    plan_file: Callable[..., Path],
    cli: Callable[..., Result],
    table: Callable[[Path, str], pd.DataFrame],
) -> None:
    play(new_book, "plan")
    workbook = openpyxl.load_workbook(new_book, keep_vba=True)
    if typed == "proof":
        sheet, ours = workbook["Сроки"], TABLES["occurrences"]
        head = next(cell for row in sheet.iter_rows(max_row=10) for cell in row if cell.value == ours["proof"].heading)
        sheet.cell(head.row + 1, head.column, "Протокол № 1")
    else:
        sheet, ours = workbook["План"], TABLES["measures"]
        range_ = sheet.tables[ours.excel]
        first, last = range_.ref.split(":")
        top, right = sheet[first].row, sheet[last].column + 1
        sheet.cell(top, right, "Комиссия")
        sheet.cell(top + 3, right, "вторая")
        range_.ref = f"{first}:{sheet.cell(sheet[last].row, right).coordinate}"
        range_.autoFilter.ref = range_.ref
        range_.tableColumns.append(TableColumn(id=len(range_.tableColumns) + 1, name="Комиссия"))
    workbook.save(new_book)
    result = cli("plan", "import", plan_file(), new_book, "--yes", "--in-place")

    assert "В листе «План» уже есть мер: 16. Они остаются как есть" in result.output
    assert [f"M{number:03}" for number in range(1, 19)] == list(table(new_book, "measures")["measure_id"])


def test_findings_of_new_measures_name_their_cells_and_link_to_them(
    new_book: Path, plan_file: Callable[..., Path], table: Callable[[Path, str], pd.DataFrame]
) -> None:
    rows = [ROWS[0], ["1", "Курсы", "май", "Директор"], ["2", "Семинар", "когда-нибудь", "Завуч"]]
    report = play(new_book, "import", file=str(plan_file("План", rows)))
    unread = next(finding for finding in report.findings if finding.code == "unread-deadline")
    sheet = openpyxl.load_workbook(new_book, keep_vba=True)["План"]

    assert "M018" == unread.key
    assert "когда-нибудь" == sheet[unread.where.removeprefix("План!")].value
    assert unread.where in set(table(new_book, "findings")["where"])


def test_what_lies_below_the_plan_is_never_written_over(
    school: Path,
    plan_file: Callable[..., Path],
    cli: Callable[..., Result],
    contents: Callable[[Path], dict[str, bytes]],
) -> None:
    workbook = openpyxl.load_workbook(school, keep_vba=True)
    sheet = workbook["План"]
    sheet.cell(sheet[sheet.tables["План"].ref.split(":")[1]].row + 2, 2, "Согласовано на педсовете")
    workbook.save(school)
    before = contents(school.parent)
    result = cli("plan", "import", plan_file(), school, "--yes", "--in-place")

    assert 2 == result.exit_code, result.output
    assert "Под таблицей «План» есть записи" in result.output
    assert before == contents(school.parent)


@pytest.mark.libreoffice
def test_an_open_workbook_loses_the_ready_made_plan_too(
    new_book: Path, plan_file: Callable[..., Path], office_app: xw.App
) -> None:
    class Answering:
        def ask(self, question: Question) -> str:
            return str(plan_file()) if question.kind == "file" else "да"

    class Quiet(LiveBook):
        def say(self, message: str) -> None:
            """No dialog in a test."""

    workbook = office_app.books.open(str(new_book))
    try:
        run(action("import"), Quiet(workbook, Answering()))
        rows = LiveBook(workbook).grid(TABLES["measures"]).rows
    finally:
        workbook.close()

    assert ["M017", "M018"] == [row[0] for row in rows]
