"""Papers beside the book: one new folder each time, every person's page, texts for Notepad, the plan to sign, PDFs where possible."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import os
import re
import sys
import time
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from icalendar import Calendar

from objectivity_core.plan.duties import LATER, NO_RECORDS, OVERDUE, Line
from objectivity_core.plan.duty_papers import DutyPapers, PersonPage
from objectivity_core.plan.printed_plan import MeasureBlock, PassedLine, PrintedPlan, TermLine
from objectivity_core.plan.reminders import Entry
from objectivity_core.tables import states
from tests.xl_macros.conftest import LONG_NAME, call_at
from tests.xl_macros.structure.linter import faults
from xl_macros import windows
from xl_macros.commands.run import without_secrets
from xl_macros.disk.owners import here
from xl_macros.errors import ObjectivityError
from xl_macros.folders import papers
from xl_macros.folders.papers import NO_PDF, write_duties, write_plan
from xl_macros.look.measure import lines_of, text_width
from xl_macros.papers.duties_book import duties_workbook
from xl_macros.papers.layout import A4, colours_of, sheet_names
from xl_macros.papers.pdf import find_office, to_pdf
from xl_macros.papers.plan_books import overdue_workbook, plan_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from xl_macros.runner.run import Report

    Act = Callable[..., list[Report]]

TODAY = dt.date(2025, 4, 28)
NOW = dt.datetime(2025, 4, 28, 9, tzinfo=dt.UTC)
LATE = Line("1.1", "Педсовет", "15.04.2025", "просрочено на 9 рабочих дней", "Протокол", states.OVERDUE)
FAR = Line("1.2", "Отчёт", "30.06.2025", "осталось 63 дня", "Справка", states.UPCOMING)


def _page(name: str = "Липатова Вера Олеговна", label: str = "Липатова В. О.", lines: int = 1) -> PersonPage:
    sections = ((OVERDUE, (LATE,)), (LATER, (FAR,) * lines))

    return PersonPage(
        name, label, sections, "Вера Олеговна, добрый день!\n\nДела.", (Entry("1", TODAY, "Дело", "", (1,)),)
    )


def _tasks(*pages: PersonPage, pdf: bool = False) -> DutyPapers:
    return DutyPapers("Мои дела 28.04.2025", "Школа & сад № 1", "2024/2025", TODAY, NOW, pages or (_page(),), pdf)


def _block(terms: int = 1, section: str = "1. Раздел", measure: str = "Педсовет") -> MeasureBlock:
    lines = tuple(TermLine(f"{number} четверть", "15.04.2025", states.OVERDUE, "") for number in range(terms))

    return MeasureBlock(
        "Дорожная карта", section, "1.1", measure, "апрель", "Директор (Липатова В. О.)", "Протокол", lines
    )


def _plan(*blocks: MeasureBlock, late: int = 1, silent: int = 0, pdf: bool = False) -> PrintedPlan:
    overdue = (
        PassedLine(
            "1.1", "Педсовет", "Директор", "15.04.2025", "просрочено на 9 рабочих дней", states.OVERDUE, "Протокол"
        ),
    ) * late
    lacking = f"{states.NO_RECORDS} 13.01.2025"
    no_records = (PassedLine("1.2", "Уроки", "Завуч", "13.01.2025 – 21.03.2025", lacking, lacking, "Журнал"),) * silent

    counts = ((states.OVERDUE, 1), (states.NO_RECORDS, 2))

    return PrintedPlan(
        "Печать плана",
        "Школа & сад № 1",
        "2024/2025",
        TODAY,
        "Липатова В. О.",
        counts,
        overdue,
        no_records,
        blocks or (_block(),),
        pdf,
    )


def _sheet(data: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def _texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


# The folder


def test_every_person_has_a_sheet_a_calendar_and_a_message(tmp_path: Path) -> None:
    folder = write_duties(
        call_at(tmp_path / "Книга.xlsm"), _tasks(_page(), _page("Руководители МО: 5/6", "Руководители МО: 5/6"))
    )

    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert [
        "Календари/Липатова В. О.ics",
        "Календари/Руководители МО_ 5_6.ics",
        "Мои дела.xlsx",
        "Сообщения для чата.txt",
    ] == [name.replace(os.sep, "/") for name in names]
    assert ["Липатова В. О.", "Руководители МО_ 5_6"] == openpyxl.load_workbook(folder / "Мои дела.xlsx").sheetnames


def test_a_second_run_makes_a_second_folder(tmp_path: Path, contents: Callable[[Path], dict[str, bytes]]) -> None:
    first = write_duties(call_at(tmp_path / "Книга.xlsm"), _tasks())
    before = contents(first)

    second = write_duties(call_at(tmp_path / "Книга.xlsm"), _tasks())

    assert ("Мои дела 28.04.2025", "Мои дела 28.04.2025 2") == (first.name, second.name)
    assert before == contents(first)


def test_people_whose_names_make_one_file_name_have_a_file_each(tmp_path: Path) -> None:
    folder = write_duties(call_at(tmp_path / "Книга.xlsm"), _tasks(_page(label="МО 5/6"), _page(label="МО 5:6")))

    assert 2 == len(list((folder / "Календари").glob("*.ics")))


def test_messages_open_in_notepad(tmp_path: Path) -> None:
    data = (write_duties(call_at(tmp_path / "Книга.xlsm"), _tasks()) / "Сообщения для чата.txt").read_bytes()

    assert "\ufeff=== Липатова Вера Олеговна ===\r\n\r\nВера Олеговна, добрый день!\r\n\r\nДела." == data.decode(
        "utf-8"
    )


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "файл").write_bytes(b"")

    with pytest.raises(ObjectivityError, match=r"Не удалось создать папку .*: на пути к файлу не папка"):
        write_duties(call_at(tmp_path / "файл" / "Книга.xlsm"), _tasks())


# A person's page


def test_a_page_shows_sections_states_and_room_to_sign() -> None:
    sheet = _sheet(duties_workbook(_tasks()))

    texts = _texts(sheet)
    assert "Мои дела: Липатова Вера Олеговна" == texts[0]
    assert "Школа & сад № 1, 2024/2025 учебный год. На 28.04.2025." == texts[1]
    assert ["Просрочено: 1   ·   Дальше, в течение года: 1"] == [text for text in texts if "·" in text]
    assert "просрочено на 9 рабочих дней" in texts
    assert "Ознакомлен(а) ____________________   Дата ____________" == texts[-1]


def test_colours_stand_beside_the_words_that_say_them() -> None:
    sheet = _sheet(duties_workbook(_tasks()))
    fills = {
        cell.value: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.column == 4 and cell.value
    }

    assert ("FFF8CBAD", "00000000") == (fills["просрочено на 9 рабочих дней"], fills["осталось 63 дня"])


@pytest.mark.parametrize(
    ("data", "orientation"),
    [
        (duties_workbook(_tasks()), "portrait"),
        (plan_workbook(_plan()), "landscape"),
        (overdue_workbook(_plan()), "landscape"),
    ],
)
def test_pages_are_a4_repeat_their_heading_and_count_themselves(data: bytes, orientation: str) -> None:
    sheet = _sheet(data)
    heading = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "№")

    assert (A4, orientation) == (int(sheet.page_setup.paperSize or 0), sheet.page_setup.orientation or "portrait")
    assert f"${heading}:${heading}" == sheet.print_title_rows
    assert "&P" in (sheet.oddFooter.right.text or "")


def test_the_school_and_year_head_every_page_even_with_an_ampersand() -> None:
    assert "Школа && сад № 1, 2024/2025 учебный год" == (_sheet(plan_workbook(_plan())).oddHeader.left.text or "")


def test_headers_and_footers_of_papers_fit_excel_whatever_the_names_are() -> None:
    papers = dataclasses.replace(_plan(late=1), school=LONG_NAME)
    label = f"Руководители МО: {LONG_NAME}"
    for data in (plan_workbook(papers), overdue_workbook(papers), duties_workbook(_tasks(_page(label, label)))):
        assert [] == faults(data)
    header = _sheet(plan_workbook(papers)).oddHeader.left.text or ""

    assert header.startswith("Муниципальное бюджетное")
    assert header.endswith("2024/2025 учебный год")


# The plan


def test_the_plan_names_documents_and_sections_once_and_ends_with_signatures() -> None:
    texts = _texts(
        _sheet(
            plan_workbook(
                _plan(_block(), _block(section="1. Раздел", measure="Инструктаж"), _block(section="2. Раздел"))
            )
        )
    )

    assert (1, 1, 1) == tuple(texts.count(text) for text in ("Дорожная карта", "1. Раздел", "2. Раздел"))
    assert "Директор ____________________ / Липатова В. О. /" == texts[-2]
    assert "просрочено: 1   ·   нет записей: 2" in texts


def test_a_measure_whose_terms_go_on_over_the_page_stands_there_again() -> None:
    sheet = _sheet(plan_workbook(_plan(_block(terms=60))))

    again = [cell.row for row in sheet.iter_rows() for cell in row if cell.value == "Педсовет (продолжение)"]
    assert [row - 1 for row in again] == [one.id for one in sheet.row_breaks.brk]
    assert len(again) >= 2


def test_no_term_is_lost_between_pages() -> None:
    texts = _texts(_sheet(plan_workbook(_plan(_block(terms=60)))))

    assert [f"15.04.2025\n{number} четверть" for number in range(60)] == [text for text in texts if "четверть" in text]


def test_when_nothing_is_overdue_the_page_says_so() -> None:
    assert "Просроченного нет: всё, что должно быть сделано к этому дню, сделано." in _texts(
        _sheet(overdue_workbook(_plan(late=0)))
    )


def test_periods_without_record_have_a_table_of_their_own_after_what_is_overdue() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(overdue_workbook(_plan(late=2, silent=3))))
    overdue, silent = (_texts(sheet) for sheet in workbook.worksheets)

    assert ["Просроченное", "Нет записей"] == workbook.sheetnames
    assert "Просрочено: 2 срока   ·   нет записей: 3 — на листе «Нет записей»" == overdue[2]
    assert f"{NO_RECORDS}. На 28.04.2025" == silent[0]
    assert (2, 0, 0, 3) == (
        overdue.count("просрочено на 9 рабочих дней"),
        overdue.count("нет записей с 13.01.2025"),
        silent.count("просрочено на 9 рабочих дней"),
        silent.count("нет записей с 13.01.2025"),
    )
    assert all("Директор ____________________ / Липатова В. О. /" in texts for texts in (overdue, silent))


def test_when_only_records_lack_nothing_is_called_overdue() -> None:
    texts = _texts(_sheet(overdue_workbook(_plan(late=0, silent=1))))

    assert "Просроченного нет." in texts
    assert not [text for text in texts if text.startswith("Просрочено")]


def test_the_section_of_records_is_yellow_on_a_persons_page() -> None:
    line = Line(
        "1.2",
        "Уроки",
        "13.01.2025 – 21.03.2025",
        "нет записей с 13.01.2025",
        "Журнал",
        f"{states.NO_RECORDS} 13.01.2025",
    )
    page = PersonPage("Завуч", "Завуч", ((OVERDUE, (LATE,)), (NO_RECORDS, (line,))), "", ())
    sheet = _sheet(duties_workbook(_tasks(page)))
    fills = {
        cell.value: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in {OVERDUE, NO_RECORDS}
    }

    assert {OVERDUE: "FFF8CBAD", NO_RECORDS: "FFFFF2CC"} == fills
    assert "Просрочено: 1   ·   Нет записей за период: 1" in _texts(sheet)


def test_signatures_never_stand_alone_on_a_page() -> None:
    for number in range(1, 40):
        sheet = _sheet(overdue_workbook(_plan(late=number)))
        signed = next(
            cell.row for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("Директор ___")
        )
        last = sheet.row_breaks.brk[-1].id if sheet.row_breaks.brk else 0

        assert signed - 2 > last


# Measuring


def test_wide_letters_take_more_lines_than_narrow_ones() -> None:
    assert (1, 2, 3) == (lines_of("ггггггггг", 10), lines_of("шшшшшшшшш", 10), lines_of("а\nб\nв", 10))
    assert text_width("ш") > text_width("г")


def test_a_word_longer_than_its_column_takes_the_lines_that_it_needs() -> None:
    assert lines_of("о" * 100, 10) >= 10


def test_sheet_names_are_what_excel_takes() -> None:
    names = sheet_names(["Заместитель директора по учебно-воспитательной работе"] * 2 + ["а/б", "А_Б", ""])

    assert 31 >= max(len(name) for name in names)
    assert 5 == len({name.casefold() for name in names})


def test_periods_without_records_have_the_colour_of_their_words() -> None:
    assert colours_of("нет записей с 05.11.2024") == colours_of(states.NO_RECORDS) is not None
    assert None is colours_of(states.UPCOMING)


# PDF


@pytest.mark.libreoffice
def test_pdfs_stand_beside_the_workbooks(tmp_path: Path) -> None:
    tasks = write_duties(call_at(tmp_path / "Книга.xlsm"), _tasks(pdf=True))
    plan = write_plan(call_at(tmp_path / "Книга.xlsm"), _plan(pdf=True))

    made = sorted(path.name for folder in (tasks, plan) for path in folder.glob("*.pdf"))
    assert ["Мои дела.pdf", "План.pdf", "Просроченное.pdf"] == made
    assert all(path.read_bytes().startswith(b"%PDF") for folder in (tasks, plan) for path in folder.glob("*.pdf"))


@pytest.mark.libreoffice
def test_a_page_is_one_sheet_of_paper_wide() -> None:
    program = find_office()
    assert program is not None

    tasks, plan, overdue = to_pdf(
        program, [duties_workbook(_tasks(_page(lines=5))), plan_workbook(_plan()), overdue_workbook(_plan())]
    )

    assert [1, 1, 1] == [_pages(pdf) for pdf in (tasks, plan, overdue)]


@pytest.mark.libreoffice
def test_pages_break_where_the_workbook_says() -> None:
    program = find_office()
    assert program is not None
    data = plan_workbook(
        _plan(*(_block(terms=number, measure=f"Мера {number} " + "слово " * number) for number in range(1, 25)))
    )

    (pdf,) = to_pdf(program, [data])

    assert len(_sheet(data).row_breaks.brk) + 1 == _pages(pdf)


def _pages(pdf: bytes) -> int:
    """Pages of a PDF: the largest number that its page trees count."""
    return max(int(found) for found in re.findall(rb"/Count (\d+)", pdf))


class _Registry:
    """A Windows whose registry knows where LibreOffice is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def value(self, key: str, name: str) -> str | None:
        return str(self.folder) if (key, name) == (r"HKLM\SOFTWARE\LibreOffice\UNO\InstallPath", "") else None


def test_on_windows_the_program_that_waits_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(windows, "here", lambda: _Registry(tmp_path))
    before = find_office()
    (tmp_path / "soffice.exe").touch()
    without = find_office()
    (tmp_path / "soffice.com").touch()

    assert (None, "soffice.exe", "soffice.com") == (before, *(path.name for path in (without, find_office()) if path))


def _program(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="ascii")
    path.chmod(0o755)

    return path


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
@pytest.mark.parametrize(
    ("body", "sentence"), [("exit 1", "LibreOffice не сделал PDF."), ("sleep 60", "LibreOffice не сделал PDF за 1 с.")]
)
def test_a_pdf_that_fails_is_said_in_a_sentence_and_leaves_no_work_files(
    tmp_path: Path, body: str, sentence: str, work_place: Path
) -> None:
    with pytest.raises(ObjectivityError, match=sentence):
        to_pdf(_program(tmp_path / "soffice", body), [b"names"], seconds=1)

    assert [] == list(work_place.iterdir())


@pytest.fixture
def work_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))

    return place


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_a_child_that_outlives_a_failed_libreoffice_is_ended_and_its_files_go(tmp_path: Path, work_place: Path) -> None:
    """The wrapper is gone, the program behind it goes on writing into its profile."""
    writes = "mkdir -p profile; for i in $(seq 200); do echo x > profile/$i; sleep 0.01; done"
    with pytest.raises(ObjectivityError, match="LibreOffice не сделал PDF"):
        to_pdf(_program(tmp_path / "soffice", f"({writes}) & exit 1"), [b"names"])
    time.sleep(0.2)

    assert [] == list(work_place.iterdir())


def test_work_files_of_a_killed_run_go_with_the_next_pdf(tmp_path: Path, work_place: Path) -> None:
    left = work_place / ".objectivity-{}-{}-{}-x.tmp".format(here().machine, here().process, "12345678")
    left.mkdir()
    (left / "0.xlsx").write_bytes(b"names")
    with pytest.raises(ObjectivityError, match="LibreOffice"):
        to_pdf(tmp_path / "no such program", [b""])

    assert [] == list(work_place.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_libreoffice_never_gets_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OBJECTIVITY_PASSWORD", "OBJECTIVITY_CHANGED", "OBJECTIVITY_CUSTODIAN"):
        monkeypatch.setenv(name, "туча лыжи сосед")
    seen = tmp_path / "seen.txt"
    with pytest.raises(ObjectivityError, match="LibreOffice не сделал PDF"):
        to_pdf(_program(tmp_path / "soffice", f'env > "{seen}"'), [b""])

    assert "PATH=" in seen.read_text(encoding="utf-8")
    assert "туча" not in seen.read_text(encoding="utf-8")
    assert not [name for name, value in without_secrets(os.environ).items() if "туча" in value]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_a_pdf_that_fails_loses_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = _program(tmp_path / "soffice", "exit 1")
    monkeypatch.setattr(papers, "find_office", lambda: program)

    folder = write_plan(call_at(tmp_path / "Книга.xlsm"), _plan(pdf=True))

    assert ["План.xlsx", "Просроченное.xlsx", NO_PDF] == sorted(
        (path.name for path in folder.iterdir()), key=lambda name: (".txt" in name, name)
    )
    assert "Сохранить как PDF" in (folder / NO_PDF).read_text(encoding="utf-8-sig")


# The actions


def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "find_office", lambda: None)


def test_the_buttons_leave_the_book_alone_and_put_a_folder_beside_it(
    school: Path, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without_office(monkeypatch)

    reports = act(school, "plan", "tasks", "print")

    assert ["no-pdf"] == [finding.code for finding in reports[1].findings]
    assert "Папка «Мои дела 28.04.2025»" in reports[1].message
    assert {"Мои дела 28.04.2025", "Печать плана 28.04.2025"} <= {path.name for path in school.parent.iterdir()}


def test_two_exports_give_the_same_entries(school: Path, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    _without_office(monkeypatch)
    act(school, "plan", "tasks", "tasks")

    first, second = (_identifiers(school.parent / name) for name in ("Мои дела 28.04.2025", "Мои дела 28.04.2025 2"))
    assert first == second
    assert len(first) > 0


def _identifiers(folder: Path) -> list[Any]:
    return sorted(
        str(event["UID"]) for path in folder.rglob("*.ics") for event in Calendar.from_ical(path.read_bytes()).events
    )


def test_papers_name_no_pupil(coded: Path, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    _without_office(monkeypatch)
    act(coded, "plan", "tasks", "print")
    folders = [
        path for path in coded.parent.iterdir() if path.is_dir() and path.name.startswith(("Мои дела", "Печать"))
    ]
    books = [openpyxl.load_workbook(path) for folder in folders for path in folder.glob("*.xlsx")]
    texts = [text for book in books for sheet in book.worksheets for text in _texts(sheet)]
    texts += [
        path.read_text(encoding="utf-8-sig")
        for folder in folders
        for path in (*folder.rglob("*.txt"), *folder.rglob("*.ics"))
    ]

    assert 2 == len(folders)
    assert [] == [text for text in texts if "Аистов" in text or "Беркутова" in text]
