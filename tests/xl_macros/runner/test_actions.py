"""Actions: one list; everything is read, asked and computed before anything is written; findings and log follow."""

from __future__ import annotations

import datetime as dt
import random
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from objectivity_core.tables import TABLES, states
from tests.xl_macros.by_hand import type_into
from tests.xl_macros.conftest import PASSWORD, play_actions, sheet_of
from xl_macros.actions import ACTIONS, action
from xl_macros.actions.questions import FIRST_PASSWORD
from xl_macros.book.files import FileBook
from xl_macros.errors import ObjectivityError
from xl_macros.key.vault import open_vault
from xl_macros.runner.run import Report, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from xl_macros.dialogs.question import Question

    Read = Callable[[Path, str], pd.DataFrame]
    Act = Callable[..., list[Report]]
    Contents = Callable[[Path], dict[str, bytes]]

RU, MA = "ВПР-РУ-4А-2025-04-15", "ВПР-МА-5А-2025-04-16"
KEY = "Ключ кодов 2024-2025.xlsx"


def _run(path: Path, name: str, **answers: str) -> Report:
    """Run an action and save in place."""
    return play_actions(path, name, **answers)[0]


# The list


def test_names_buttons_and_functions_are_unique() -> None:
    for what in ("name", "title", "sub", "callback"):
        assert len(ACTIONS) == len({getattr(one, what) for one in ACTIONS})


def test_every_action_says_in_russian_what_will_happen() -> None:
    assert [] == [
        one.name for one in ACTIONS if not re.search("[а-яё]", one.help) or not one.help.endswith(".") or not one.title
    ]


def test_what_the_hints_of_the_sheets_name_is_there() -> None:
    """Buttons by their titles, sheets, columns and words by theirs."""
    there = {one.title for one in ACTIONS} | {"Объективность", "Настройках", "Панель"}
    for one in TABLES.values():
        there |= {one.sheet, *one.headings} | {word for column in one.columns for word in column.choices}
    named = {word for one in TABLES.values() for word in re.findall("«([^»]*)»", one.hint)}

    assert set() == named - there
    assert {"Обновить сроки", "Выдать коды", "Назначить комиссию", "Собрать баллы", "Открыть коды"} <= named


def test_secrets_are_never_remembered_and_have_no_default() -> None:
    secrets = [question for one in ACTIONS for question in one.asks if question.kind == "secret"]

    assert secrets
    assert [] == [question.name for question in secrets if question.remembered or question.default]


def test_an_action_is_found_by_its_name() -> None:
    assert "Открыть коды" == action("open").title


# A run


def test_a_run_is_written_into_the_log_with_one_line(school: Path, table: Read) -> None:
    book = FileBook(school)
    report = run(action("plan"), book, now=dt.datetime(2025, 4, 28, 9, 30, tzinfo=dt.UTC))
    book.save(school, report.settings, report.today)
    (line,) = table(school, "log").to_dict("records")

    assert ("28.04.2025 09:30:00", "Обновить сроки", report.message) == (line["time"], line["action"], line["message"])
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", line["version"])


def test_findings_go_to_their_sheet_with_the_cell_and_those_of_other_actions_stay(school: Path, table: Read) -> None:
    type_into(school, "План", {"F7": "когда рак свистнет"})
    type_into(school, "Ученики", {"C6": "12Я"})
    _run(school, "check")
    report = _run(school, "plan")
    rows = table(school, "findings")
    plan = rows[rows["action"] == "Обновить сроки"].iloc[0]

    assert ["unread-deadline"] == [one.code for one in report.findings if one.severity == "error"]
    assert ("План!F7", "когда рак свистнет", "M002") == (plan["where"], plan["value"], plan["key"])
    assert {"Обновить сроки", "Проверить книгу"} == set(rows["action"])
    assert "Ученики!C6" in set(rows["where"])


@pytest.mark.parametrize("name", ["plan", "codes", "check"])
def test_a_date_that_cannot_be_read_is_not_called_missing_too(name: str, school: Path) -> None:
    type_into(school, "Процедуры", {"E6": "скоро"})

    told = [(one.code, one.where) for one in _run(school, name).findings if one.code != "stale-terms"]

    assert [("bad-date", "Процедуры!E6")] == told


def test_a_mended_fault_leaves_the_sheet_of_findings(school: Path, table: Read) -> None:
    type_into(school, "План", {"F7": "когда рак свистнет"})
    _run(school, "plan")
    type_into(school, "План", {"F7": "октябрь"})
    _run(school, "plan")

    assert table(school, "findings").empty


def test_the_day_is_the_one_given_else_of_the_settings(school: Path) -> None:
    book = FileBook(school)

    assert dt.date(2025, 4, 28) == run(action("plan"), book).today
    assert dt.date(2025, 1, 9) == run(action("plan"), book, today=dt.date(2025, 1, 9)).today


def test_the_computers_day_is_taken_where_the_settings_name_none(product: Path) -> None:
    assert dt.datetime.now().astimezone().date() - run(action("plan"), FileBook(product)).today < dt.timedelta(days=2)


@pytest.mark.parametrize(
    ("answer", "marked", "declined", "told"),
    [(True, True, None, False), (False, False, "M002: 2", True), (None, False, None, True)],
)
def test_what_the_book_proves_is_marked_after_a_yes_only(
    settled: Path, answer: bool | None, marked: bool, declined: str | None, told: bool
) -> None:
    asked: list[str] = []

    def user(question: Question) -> bool | None:
        asked.append(question.prompt)

        return answer

    book = FileBook(settled, confirm=user)
    grid = book.grid(TABLES["measures"])
    at = grid.positions()
    grid.rows[1][at["Мероприятие"]] = "Проверка работ школьными предметными комиссиями"
    report = run(action("plan"), book)
    terms = book.grid(TABLES["occurrences"])
    at = terms.positions()
    rows = [row for row in terms.rows if row[at["Код меры"]] == "M002"]
    settings = {row[0]: row[1] for row in book.grid(TABLES["settings"]).rows}

    assert ["Отметить выполненным?"] == [prompt.rpartition("\n")[2] for prompt in asked]
    assert 2 == asked[0].count("работы проверены")
    assert [(dt.date(2025, 4, 28), "по данным книги: работы проверены")] * 2 * marked == [
        (row[at["Выполнено"]], row[at["Подтверждение"]]) for row in rows if row[at["Выполнено"]]
    ]
    assert marked == ("Отмечено по данным книги: 2 срока." in report.message)
    assert told == ("done-by-book" in [one.code for one in report.findings])
    assert declined == settings["Не отмечать по данным книги"]


def test_a_row_of_the_settings_that_an_old_book_lacks_is_told_and_written_by_the_next_button(school: Path) -> None:
    book = FileBook(school)
    grid = book.grid(TABLES["settings"])
    names = [row[0] for row in grid.rows]
    del grid.rows[names.index("Ждут предмета")], grid.rows[names.index("Малая выборка — меньше")]
    told = [one for one in run(action("check"), book).findings if one.code == "no-setting-rows"]
    before = len(book.grid(TABLES["settings"]).rows)
    run(action("plan"), book)
    rows = {row[0]: row[1] for row in book.grid(TABLES["settings"]).rows}

    assert [True] == ["«Настройки» нет строк: Малая выборка — меньше; Ждут предмета." in one.message for one in told]
    assert (len(names) - 2, set(names)) == (before, set(rows))
    assert 10 == rows["Малая выборка — меньше"]
    assert [] == [one for one in run(action("check"), book).findings if one.code == "no-setting-rows"]


def test_an_empty_plan_is_a_finding_and_deletes_nothing_that_people_wrote(school: Path, table: Read) -> None:
    type_into(school, "Сроки", {"L6": "Протокол № 1"})
    type_into(school, "План", {f"{column}{row}": None for row in (6, 7, 8) for column in "ABCDEFGHIJKLM"})
    report = _run(school, "plan")
    rows = table(school, "occurrences")

    assert ["empty-plan"] == [one.code for one in report.findings if one.severity == "error"]
    assert [("Протокол № 1", states.CANCELLED)] == list(rows[["proof", "status"]].itertuples(index=False, name=None))


def test_keys_once_given_stay_whatever_becomes_of_the_rows(school: Path, table: Read) -> None:
    type_into(school, "Ученики", {"B6": "Аистова Лия", "C6": "5А", "B17": "Новый Один", "C17": "4А"})
    _run(school, "codes")

    assert {"Аистова Лия": "P00001", "Новый Один": "P00012"}.items() <= dict(
        table(school, "pupils")[["name", "pupil_id"]].itertuples(index=False, name=None)
    ).items()


def test_the_key_of_a_deleted_pupil_is_never_given_again(school: Path, table: Read) -> None:
    type_into(school, "Ученики", {f"{column}16": None for column in "ABCDEF"} | {"B16": "Новый Один", "C16": "5А"})
    _run(school, "codes")

    assert "P00012" == table(school, "pupils").set_index("name").loc["Новый Один", "pupil_id"]


def test_two_pupils_of_one_name_are_fine_and_one_pupil_twice_is_a_finding(school: Path, table: Read) -> None:
    """A namesake in another class or with a difference gets a code; a repeated row does not."""
    type_into(
        school,
        "Ученики",
        {
            "B17": "Аистов Лев",
            "C17": "5А",
            "B18": "Беркутова Яна",
            "C18": "4А",
            "D18": "младшая",
            "B19": "Галкин Глеб",
            "C19": "4А",
        },
    )
    report = _run(school, "codes")

    assert ["doubled-pupil-without-code"] == [one.code for one in report.findings if one.severity == "error"]
    assert "Ученики!B19" == next(one.where for one in report.findings if one.code == "doubled-pupil-without-code")
    assert 13 == len(table(school, "works"))


def test_a_procedure_without_a_date_gets_no_codes_and_the_others_do(school: Path, table: Read) -> None:
    type_into(school, "Процедуры", {"E6": None})
    report = _run(school, "codes")

    assert ["no-date-for-codes"] == [one.code for one in report.findings if one.severity == "error"]
    assert {MA} == set(table(school, "works")["procedure_id"])


def test_a_class_that_does_not_exist_is_a_finding_with_its_cell(school: Path) -> None:
    type_into(school, "Ученики", {"C6": "12Я"})
    report = _run(school, "check")

    assert [("unknown-value", "Ученики!C6")] == [
        (one.code, one.where) for one in report.findings if one.severity == "error"
    ]


# Asking


class _Asked(FileBook):
    """A book that keeps what it was asked."""

    def ask(self, question: Question) -> str:
        self.__dict__.setdefault("questions", []).append(question)

        return super().ask(question)


def _asked(path: Path, name: str, **answers: str) -> dict[str, Question]:
    book = _Asked(path, {"password": PASSWORD} | answers)
    run(action(name), book)

    return {question.name: question for question in book.__dict__["questions"]}


def test_a_new_password_is_asked_for_twice_and_a_known_one_once(school: Path) -> None:
    new = _asked(school, "codes")["password"]
    known = _asked(school, "codes")["password"]

    assert (FIRST_PASSWORD.invented, True) == (new.prompt, new.repeated)
    assert ("Пароль ключа кодов", False) == (known.prompt, known.repeated)


def test_a_choice_offers_the_procedures_of_the_book(assigned: Path) -> None:
    assert (RU, MA) == _asked(assigned, "collect")["procedure"].choices


def test_a_folder_once_given_is_remembered_with_its_whole_path(
    assigned: Path, table: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(assigned.parent)
    _run(assigned, "collect", folder="Листы проверки")
    settings = table(assigned, "settings").set_index("setting")["value"]

    assert str(assigned.parent / "Листы проверки") == settings["Папка с листами проверки"]
    assert settings["Папка с листами проверки"] == _asked(assigned, "collect")["folder"].default


def test_a_remembered_folder_that_is_gone_gives_way_to_the_one_beside_the_book(assigned: Path) -> None:
    elsewhere = assigned.parent / "Почта"
    elsewhere.mkdir()
    _run(assigned, "collect", folder=str(elsewhere))
    elsewhere.rmdir()

    assert 5 == len([one for one in _run(assigned, "collect").findings if one.code == "not-filled"])


def test_no_answer_of_an_action_stays_in_the_book_when_it_is_secret(coded: Path) -> None:
    workbook = openpyxl.load_workbook(coded)

    assert [] == [cell.coordinate for sheet in workbook for row in sheet for cell in row if PASSWORD in str(cell.value)]


# Nothing is written before everything is known


@pytest.mark.parametrize(
    ("sheet", "name"), [("Журнал действий", "log"), ("Замечания", "findings"), ("Настройки", "settings")]
)
def test_a_table_that_could_not_be_written_stops_the_action_before_the_key(
    sheet: str, name: str, school: Path, act: Act, contents: Contents
) -> None:
    workbook = openpyxl.load_workbook(school, keep_vba=True)
    del workbook[sheet].tables[TABLES[name].excel]
    workbook.save(school)
    before = contents(school.parent)
    with pytest.raises(ObjectivityError, match=f"не найдена таблица «{TABLES[name].excel}»"):
        act(school, "codes")

    assert before == contents(school.parent)


@pytest.mark.parametrize("heading", ["Важность", "№ п/п"])
def test_a_column_that_could_not_be_written_stops_the_action_before_the_scoring_sheets(
    heading: str, coded: Path, act: Act, contents: Contents
) -> None:
    workbook = openpyxl.load_workbook(coded, keep_vba=True)
    at = TABLES["findings"].headings.index(heading)
    workbook["Замечания"].cell(5, at + 1).value = "Другое"
    workbook["Замечания"].tables["Замечания"].tableColumns[at].name = "Другое"
    workbook.save(coded)
    before = contents(coded.parent)
    with pytest.raises(ObjectivityError, match=f"нет столбца «{heading}»"):
        act(coded, "commission")

    assert before == contents(coded.parent)


def test_a_fault_of_the_core_writes_nothing(
    school: Path, act: Act, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("objectivity_core.codes.draw.draw", lambda *_: 1 / 0)
    before = contents(school.parent)
    with pytest.raises(ZeroDivisionError):
        act(school, "codes")

    assert before == contents(school.parent)


@pytest.mark.parametrize("year", [None, "", "  ", "скоро", "2024/2025", 1999])
@pytest.mark.parametrize("name", ["plan", "codes", "check"])
def test_without_a_school_year_nothing_is_done(
    name: str, year: Any, school: Path, act: Act, contents: Contents
) -> None:
    type_into(school, "Настройки", {_cell_of_year(school): year})
    before = contents(school.parent)
    with pytest.raises(ObjectivityError, match=r"«?Учебный год начинается в»?.*\(Настройки!B\d+\)"):
        act(school, name)

    assert before == contents(school.parent)


def _cell_of_year(path: Path) -> str:
    sheet = sheet_of(path, "Настройки")

    return next(
        f"B{row}" for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "Учебный год начинается в"
    )


def test_records_under_a_table_that_grows_stop_the_action_before_the_key(
    school: Path, act: Act, contents: Contents
) -> None:
    type_into(school, "Работы", {"A9": "Моя заметка"})
    before = contents(school.parent)
    with pytest.raises(ObjectivityError, match=r"Под таблицей «Работы» есть записи \(Работы!A9\).*затёрла бы их"):
        act(school, "codes")

    assert before == contents(school.parent)


def test_records_under_a_table_to_which_no_rows_are_added_are_a_warning_and_stay(
    school: Path, act: Act, table: Read
) -> None:
    type_into(school, "Ученики", {"B19": "Директор"})
    (report,) = act(school, "codes")

    assert [("behind-a-gap", "warning", "Ученики!A19")] == [
        (one.code, one.severity, one.where) for one in report.findings
    ]
    assert "Директор" == sheet_of(school, "Ученики")["B19"].value
    assert 11 == len(table(school, "works"))


@pytest.mark.parametrize(
    ("phrase", "says"),
    [("октябрь", " Замечаний нет."), ("когда рак свистнет", " Замечаний: 1, из них ошибок: 1 — лист «Замечания».")],
)
def test_every_message_ends_with_what_was_noticed(phrase: str, says: str, school: Path) -> None:
    type_into(school, "План", {"F7": phrase})

    assert _run(school, "plan").message.endswith(says)
    assert f"Книга проверена.{says}" == _run(school, "check").message


# Opening


def test_nothing_is_opened_before_everything_is_settled(assigned: Path, table: Read, fill: Callable[..., None]) -> None:
    """One work of six lacks its scores."""
    for path in sorted((assigned.parent / "Листы проверки" / RU).glob("*.xlsx"))[1:]:
        fill(path, lambda _, maximum: maximum)
    _run(assigned, "collect")
    report = _run(assigned, "open", procedure=RU)
    results = table(assigned, "results")

    assert [("not-settled", "error")] == [(one.code, one.severity) for one in report.findings]
    assert f"{RU}: открывать рано, не готовы работы («не все баллы» — 2) из 6." == report.findings[0].message
    assert {""} == set(results["name"]) == set(results["pupil_id"])


def test_after_opening_results_know_pupils_and_no_code(settled: Path, table: Read) -> None:
    pairs = open_vault(settled.with_name(KEY), PASSWORD, "", {}).contents.pairs
    _run(settled, "open", procedure=RU)
    results = table(settled, "results")
    opened, closed = results[results["procedure_id"] == RU], results[results["procedure_id"] == MA]

    assert {""} == set(opened["code"])
    assert ["Аистов Лев", "Беркутова Яна", "Воробьёв Пётр", "Галкин Глеб", "Дятлова Ева", "Жаворонков Ян"] == opened[
        "name"
    ].to_list()
    assert set(pairs[pairs["procedure_id"] == MA]["code"]) == set(closed["code"])
    assert {""} == set(closed["name"])


def test_every_pupil_gets_the_score_of_the_own_work(assigned: Path, table: Read, fill: Callable[..., None]) -> None:
    pairs = open_vault(assigned.with_name(KEY), PASSWORD, "", {}).contents.pairs
    total = {code: number for number, code in enumerate(sorted(pairs[pairs["procedure_id"] == RU]["code"]))}
    for path in (assigned.parent / "Листы проверки" / RU).glob("*.xlsx"):
        sheet = openpyxl.load_workbook(path)["Проверка"]
        points = [total[sheet.cell(row, 1).value] for row in range(7, sheet.max_row + 1)]
        left = [[min(one, 4), max(0, min(one - 4, 3)), 0] for one in points]
        fill(path, lambda row, _, left=left: left[row].pop(0))
    _run(assigned, "collect")
    _run(assigned, "open", procedure=RU)
    expected = {row["name"]: float(total[row["code"]]) for row in pairs[pairs["procedure_id"] == RU].to_dict("records")}
    results = table(assigned, "results")

    assert expected == dict(
        results[results["procedure_id"] == RU][["name", "primary"]].itertuples(index=False, name=None)
    )


def test_scores_that_come_after_opening_change_nothing(opened: Path, table: Read, fill: Callable[..., None]) -> None:
    before = table(opened, "results")
    for path in (opened.parent / "Листы проверки" / RU).glob("*.xlsx"):
        fill(path, lambda *_: 0)
    report = _run(opened, "collect")

    assert before.equals(table(opened, "results"))
    assert {"already-opened"} == {one.code for one in report.findings}


def test_no_scale_for_the_year_is_said_and_no_other_years_scale_is_taken(
    assigned: Path, table: Read, fill: Callable[..., None]
) -> None:
    type_into(assigned, "Шкалы", {"D6": "2023/2024", "D7": "2023/2024"})
    for path in (assigned.parent / "Листы проверки" / RU).glob("*.xlsx"):
        fill(path, lambda _, maximum: maximum)
    report = _run(assigned, "collect", procedure=RU)
    results = table(assigned, "results")
    mine = results[results["procedure_id"] == RU]

    assert {"no-scale"} == {one.code for one in report.findings if one.severity == "error"}
    assert any("Шкалы нет." in one.message and "Перепишите её из критериев" in one.remedy for one in report.findings)
    assert ({states.NO_SCALE}, {8.0}, 0) == (set(mine["state"]), set(mine["primary"]), mine["mark"].count())


# Gaps


def test_gaps_of_the_book_are_those_counted_by_hand(opened: Path, table: Read) -> None:
    """Everybody has a 5; the school knows one 4: of six and five works one pair, raised."""
    report = _run(opened, "gaps")
    total = table(opened, "gaps").iloc[0]
    results = table(opened, "results").set_index("name")

    assert (11, 1, 0, 0, 1, 10) == tuple(
        int(total[name]) for name in ("due", "pairs", "lowered", "confirmed", "raised", "without_own")
    )
    assert (4.0, 1.0) == tuple(results.loc["Аистов Лев", ["own_mark", "difference"]])
    assert {"no-own-mark"} == {one.code for one in report.findings}


def _external(path: Path, headings: list[str], marks: list[tuple[Any, Any]]) -> Path:
    """A file «Индивидуальные результаты» with one pupil per pair of marks."""
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("Sheet1")
    rows = [
        ["Индивидуальные результаты"],
        [],
        ["ВПР 2026 Русский язык 4 класс"],
        ["Предмет:", "Русский язык"],
        ["Максимальный первичный балл:", 24],
        ["Дата:", "20.04.2026"],
        [],
        headings,
        [f"МБОУ «Школа»(edu000001) | Кол-во участников: {len(marks)}"],
        *(["эшк", "Район", "Школа", f"{number:05d}", 4, 1, 2, 10, *pair] for number, pair in enumerate(marks)),
    ]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    workbook.close()

    return path


HEADINGS = [
    "ОО",
    "Муниципалитет",
    "Название ОО",
    "Код участника",
    "Класс",
    "Вариант",
    "1 (2б)",
    "Первичный балл",
    "Отметка",
    "Отметка по журналу",
]
MARKS: list[tuple[Any, Any]] = [(3, 4), (4, 4), ("5", "4"), (2, 2), (5, 3), (4, "нет отметки")]


def test_gaps_of_an_external_file_are_those_counted_by_hand_and_stay_beside_the_books_own(
    opened: Path, table: Read
) -> None:
    file = _external(opened.with_name("Ф1 Русский, 4 класс.xlsx"), HEADINGS, MARKS)
    _run(opened, "gaps")
    _run(opened, "gaps", file=str(file))
    rows = table(opened, "gaps")
    total = rows[(rows["source"] == file.name) & (rows["by"] == "всего")].iloc[0]

    assert (6, 5, 1, 2, 2, 1) == tuple(
        int(total[name]) for name in ("wrote", "pairs", "lowered", "confirmed", "raised", "large")
    )
    assert "эта книга" in set(rows["source"])


def test_a_file_of_another_layout_is_a_finding_and_changes_no_gaps(opened: Path, table: Read) -> None:
    _run(opened, "gaps")
    before = table(opened, "gaps")
    file = _external(opened.with_name("Чужой.xlsx"), HEADINGS[:-1], [])
    report = _run(opened, "gaps", file=str(file))

    assert [("unknown-layout", "error", "Чужой.xlsx")] == [
        (one.code, one.severity, one.where) for one in report.findings
    ]
    assert before.equals(table(opened, "gaps"))


@pytest.mark.parametrize(("make", "says"), [(False, "Файл не найден"), (True, "повреждён или сохранён не до")])
def test_an_external_file_that_cannot_be_read_is_one_sentence(make: bool, says: str, opened: Path) -> None:
    file = opened.with_name("Внешний.xlsx")
    if make:
        file.write_bytes(b"PK\x03\x04 cut")
    with pytest.raises(ObjectivityError, match=says):
        _run(opened, "gaps", file=str(file))


def test_chance_is_the_only_source_of_codes(school: Path) -> None:
    codes = []
    for _ in range(2):
        book = FileBook(school, {"password": PASSWORD})
        run(action("codes"), book, source=random.Random(7))
        codes.append([row[1] for row in book.grid(TABLES["works"]).rows])
        school.with_name(KEY).unlink()

    assert codes[0] == codes[1]
    assert 11 == len(set(codes[0]))


def test_progress_is_shown_and_taken_back(school: Path) -> None:
    shown: list[str] = []
    book = FileBook(school)
    book.progress = shown.append  # type: ignore[method-assign]
    run(action("plan"), book)

    assert ["Обновить сроки: читаю листы…", "Обновить сроки: считаю…", "Обновить сроки: записываю…", ""] == shown
