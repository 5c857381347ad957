"""The command line: exit codes 0, 1, 2; inputs never overwritten; one Russian sentence for every failure."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import click
import msoffcrypto.format.ooxml
import openpyxl
import pytest
from click.testing import CliRunner

from objectivity_core.settings import read_settings
from tests.xl_macros.by_hand import type_into
from tests.xl_macros.conftest import sheet_of
from xl_macros.actions import ACTIONS
from xl_macros.commands import main
from xl_macros.commands.output import yes_or_no
from xl_macros.commands.run import secret
from xl_macros.dialogs.question import Question
from xl_macros.disk.safe_files import COPIES
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd
    from click.testing import Result
    from openpyxl.workbook import Workbook

    Read = Callable[[Path, str], pd.DataFrame]
    Fill = Callable[..., None]
    Contents = Callable[[Path], dict[str, bytes]]
    Cli = Callable[..., Result]

PASSWORD = "туча рельс сосед 1"
KEY = "Ключ кодов 2024-2025.xlsx"
RU = "ВПР-РУ-4А-2025-04-15"


def _edit(path: Path, change: Callable[[Workbook], None]) -> None:
    workbook = openpyxl.load_workbook(path, keep_vba=True)
    change(workbook)
    workbook.save(path)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


# Help


def _commands(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from _commands(one, *path, name)


@pytest.mark.parametrize("path", list(_commands(main)), ids=" ".join)
def test_every_command_explains_itself_in_russian(path: tuple[str, ...], cli: Cli) -> None:
    result = cli(*path, "--help")

    assert 0 == result.exit_code
    assert re.search("[А-Яа-яё]{4}", result.stdout)


def test_every_option_and_argument_has_its_help() -> None:
    def options(command: click.Command) -> Iterator[click.Option]:
        yield from (one for one in command.params if isinstance(one, click.Option))
        for one in command.commands.values() if isinstance(command, click.Group) else ():
            yield from options(one)

    assert [] == [one.name for one in options(main) if not one.help]


def test_no_option_takes_a_password(cli: Cli) -> None:
    helps = " ".join(cli(*path, "--help").stdout for path in _commands(main))

    assert "--procedure" in helps
    assert not re.search(r"--\S*(pass|secret|парол)", helps)


def test_the_list_names_every_action_with_its_button(cli: Cli) -> None:
    result = cli("run", "--list")
    lines = result.stdout.splitlines()

    assert 0 == result.exit_code
    assert [(one.name, True) for one in ACTIONS] == [
        (line.split()[0], action.title in line) for line, action in zip(lines, ACTIONS, strict=True)
    ]


def test_every_action_is_a_command_with_its_questions_as_options(cli: Cli) -> None:
    for one in ACTIONS:
        result = cli("run", one.name, "--help")

        assert one.title in result.stdout
        options = {
            "--yes" if question.late else f"--{question.name}" for question in one.asks if question.kind != "secret"
        }
        assert set() == {option for option in options if f"{option} " not in result.stdout}


# Where results go


def test_a_result_may_go_to_a_new_file_and_the_book_stays(school: Path, cli: Cli, table: Read) -> None:
    before = school.read_bytes()
    out = school.with_name("Книга 2.xlsm")
    result = cli("run", "codes", school, "--out", out, password=PASSWORD)

    assert 0 == result.exit_code, result.output
    assert before == school.read_bytes()
    assert {school.name, out.name, KEY, "Журнал 2024-2025.jsonl"} == {path.name for path in school.parent.iterdir()}
    assert 11 == len(table(out, "works"))
    assert f"Записано: {out}" in result.stdout


@pytest.mark.parametrize("name", ["folder", "tasks", "print", "rollover", "slips"])
def test_an_action_that_changes_no_sheet_leaves_no_second_book(
    name: str, coded: Path, cli: Cli, contents: Contents
) -> None:
    before = contents(coded.parent)
    result = cli("run", name, coded, "--today", "2025-04-28")
    after = contents(coded.parent)

    assert 0 == result.exit_code, result.output
    assert "Книга не изменена и не переписана" in result.stdout
    assert "Записано" not in result.stdout
    assert "лист «Замечания»" not in result.stdout
    assert before == {path: after[path] for path in before}
    assert [] == [path for path in set(after) - set(before) if path.startswith("Книга 1")]


@pytest.mark.parametrize("name", ["check", "doctor"])
def test_what_writes_its_findings_writes_the_book(name: str, school: Path, cli: Cli) -> None:
    result = cli("run", name, school)

    assert f"Записано: {school}" in result.stdout
    assert 1 == len(list((school.parent / COPIES).iterdir()))


def test_an_action_that_changes_no_sheet_is_recorded_in_the_book_where_that_is_wanted(
    school: Path, cli: Cli, table: Read
) -> None:
    cli("run", "print", school, "--in-place")

    assert ["Печать плана"] == table(school, "log")["action"].to_list()[-1:]


def test_a_run_that_left_the_book_alone_breaks_no_chain_of_the_log(coded: Path, cli: Cli) -> None:
    cli("run", "plan", coded, "--in-place")
    cli("run", "slips", coded)
    cli("run", "plan", coded, "--in-place")
    result = cli("log", "verify", coded)

    assert (0, []) == (
        result.exit_code,
        [line for line in result.stdout.splitlines() if "ошибка" in line or "внимание" in line],
    )


def test_out_says_where_the_result_goes(school: Path, cli: Cli, contents: Contents) -> None:
    before = contents(school.parent)
    out = school.parent / "Итоги года.xlsm"
    result = cli("run", "plan", school, "--out", out)

    assert 0 == result.exit_code
    assert before | {out.name: out.read_bytes()} == contents(school.parent)


def test_a_school_has_one_book_and_a_dated_copy_of_the_book_before(school: Path, cli: Cli, table: Read) -> None:
    before = school.read_bytes()
    result = cli("run", "codes", school, password=PASSWORD)
    (copy,) = (school.parent / COPIES).iterdir()

    assert 0 == result.exit_code
    assert before == copy.read_bytes()
    assert re.fullmatch(rf"Книга 1 \(копия {_today()} \d\d-\d\d-\d\d\)\.xlsm", copy.name)
    assert 11 == len(table(school, "works"))
    assert f"{COPIES}/{copy.name}" in result.stdout
    assert [school] == list(school.parent.glob("*.xlsm"))


@pytest.mark.parametrize(("typed", "answer"), [("да\n", True), ("может быть\nНет\n", False), ("y\n", True)])
def test_a_question_is_answered_in_russian(typed: str, answer: bool) -> None:
    @click.command()
    def ask() -> None:
        click.echo(f"ответ {yes_or_no('Удалить?')}")

    result = CliRunner().invoke(ask, input=typed)

    assert result.output.endswith(f"ответ {answer}\n")
    assert ("Ответьте «да» или «нет»." in result.output) is ("может быть" in typed)


def test_nothing_hidden_is_left_behind(school: Path, cli: Cli) -> None:
    cli("run", "plan", school)

    assert [] == [path.name for path in school.parent.iterdir() if path.name.startswith((".", "~"))]


@pytest.mark.parametrize(
    ("out", "more", "says"),
    [
        ("Книга 1.xlsm", (), "уже есть: укажите новое имя"),
        ("нет такой/Итог.xlsm", (), r"Папки «.*нет такой» нет"),
        ("Итог.xlsx", (), r"«\.xlsm» на конце.*Excel его не откроет"),
        ("Итог", (), r"«\.xlsm» на конце"),
        ("Итог.xlsm", ("--in-place",), "что-то одно: --out или --in-place"),
    ],
)
def test_a_result_that_could_not_be_written_is_refused_before_the_key_is_made(
    out: str, more: tuple[str, ...], says: str, school: Path, cli: Cli, contents: Contents
) -> None:
    before = contents(school.parent)
    result = cli("run", "codes", school, "--out", school.parent / out, *more, password=PASSWORD)

    assert 2 == result.exit_code
    assert re.search(says, result.stderr)
    assert before == contents(school.parent)


def test_what_the_product_does_not_know_stays_in_the_book(school: Path, cli: Cli) -> None:
    with zipfile.ZipFile(school, "a") as package:
        package.writestr("xl/slicers/slicer1.xml", "<slicers/>")
    result = cli("run", "codes", school, "--in-place", password=PASSWORD)

    assert (0, "") == (result.exit_code, result.stderr)
    with zipfile.ZipFile(school) as package:
        assert b"<slicers/>" == package.read("xl/slicers/slicer1.xml")


def test_a_filter_that_is_taken_away_is_said(school: Path, cli: Cli) -> None:
    def change(workbook: Workbook) -> None:
        workbook["Журнал действий"].tables["Журнал"].autoFilter.add_filter_column(1, ["Обновить сроки"])

    _edit(school, change)
    result = cli("run", "check", school, "--in-place")

    assert "Фильтр таблицы «Журнал» (лист «Журнал действий») снят" in result.stdout


def test_a_disk_that_fails_while_writing_leaves_the_book_as_it_was(
    school: Path, cli: Cli, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is a copy left behind, nor is anything said to be done."""
    before, everything, replace = school.read_bytes(), contents(school.parent), os.replace

    def fail(source: Any, target: Any) -> None:
        if str(target).endswith(".xlsm") and "копия" not in str(target):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    result = cli("run", "plan", school, "--in-place")

    assert 2 == result.exit_code
    assert "Не удалось записать" in result.stderr
    assert "на диске нет места" in result.stderr
    assert "" == result.stdout
    assert before == school.read_bytes()
    assert everything == contents(school.parent)


def test_the_day_can_be_given_both_ways(school: Path, cli: Cli, table: Read) -> None:
    for number, day in enumerate(("2025-04-14", "14.04.2025")):
        out = school.with_name(f"Итог {number}.xlsm")
        cli("run", "plan", school, "--out", out, "--today", day)

        assert 1.0 == table(out, "occurrences")["days_left"].to_list()[3]


# What cannot be run


def _open_in_excel(path: Path) -> None:
    path.with_name(f"~${path.name}").write_bytes(b"")


def _open_in_libreoffice(path: Path) -> None:
    path.with_name(f".~lock.{path.name}#").write_bytes(b"")


def _held_by_a_run(path: Path) -> None:
    path.with_name(f".objectivity-{path.name}.lock").write_text(str(os.getpid()), encoding="ascii")


def _missing(path: Path) -> None:
    path.unlink()


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _a_text(path: Path) -> None:
    path.write_text("просто текст", encoding="utf-8")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:30000])


def _damaged_inside(path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name)[: 700 if name == "xl/worksheets/sheet6.xml" else None])
    path.write_bytes(out.getvalue())


def _encrypted(path: Path) -> None:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(path.read_bytes())).encrypt("чужой пароль", out)
    path.write_bytes(out.getvalue())


def _without_table(path: Path) -> None:
    _edit(path, lambda workbook: workbook["Ученики"].tables.pop("Ученики"))


def _without_sheet(path: Path) -> None:
    _edit(path, lambda workbook: workbook.remove(workbook["Ученики"]))


def _without_column(path: Path) -> None:
    def rename(workbook: Workbook) -> None:
        workbook["Ученики"]["C5"] = "Группа"
        workbook["Ученики"].tables["Ученики"].tableColumns[2].name = "Группа"

    _edit(path, rename)


def _with_totals(path: Path) -> None:
    def totals(workbook: Workbook) -> None:
        found = workbook["Ученики"].tables["Ученики"]
        found.ref, found.totalsRowCount = "A5:F17", 1

    _edit(path, totals)


def _another_workbook(path: Path) -> None:
    openpyxl.Workbook().save(path)


CANNOT_RUN = [
    (_open_in_excel, "открыта в Excel"),
    (_open_in_libreoffice, "открыта в LibreOffice"),
    (_held_by_a_run, "другой запуск программы"),
    (_missing, "Файл не найден"),
    (_a_folder, "папка, а нужна книга Excel"),
    (_a_text, "повреждён или это не книга"),
    (_cut, "повреждён или это не книга"),
    (_damaged_inside, "внутри есть повреждение"),
    (_encrypted, "защищён паролем"),
    (_without_table, "не найдена таблица «Ученики»"),
    (_without_sheet, "не найдена таблица «Ученики»"),
    (_without_column, "нет столбца «Класс»"),
    (_with_totals, "включена строка итогов"),
    (_another_workbook, "не книга «Объективность»: ни одной её таблицы нет"),
]


@pytest.mark.parametrize(("spoil", "says"), CANNOT_RUN, ids=[spoil.__name__.strip("_") for spoil, _ in CANNOT_RUN])
def test_what_cannot_be_run_is_one_russian_sentence_and_changes_nothing(
    spoil: Callable[[Path], None], says: str, school: Path, cli: Cli, contents: Contents
) -> None:
    """Neither into a new file nor in place."""
    spoil(school)
    before = contents(school.parent)
    for more in ((), ("--in-place",)):
        result = cli("run", "codes", school, *more, password=PASSWORD)

        assert 2 == result.exit_code
        assert says in result.stderr
        assert 1 == len(result.stderr.strip().splitlines())
        assert "Traceback" not in result.output
        assert before == contents(school.parent)


def test_a_renamed_sheet_does_no_harm(school: Path, cli: Cli, table: Read) -> None:
    def rename(workbook: Workbook) -> None:
        workbook["Ученики"].title = "Ученики 2024"

    _edit(school, rename)
    result = cli("run", "codes", school, "--in-place", password=PASSWORD)

    assert 0 == result.exit_code
    assert 11 == len(table(school, "works"))
    assert "P00001" == sheet_of(school, "Ученики 2024")["A6"].value


def test_a_lock_left_by_a_dead_run_does_no_harm(school: Path, cli: Cli) -> None:
    school.with_name(f".objectivity-{school.name}.lock").write_text("999999999", encoding="ascii")

    assert 0 == cli("run", "plan", school).exit_code


def test_a_fault_of_the_program_is_one_sentence_without_traceback(
    school: Path, cli: Cli, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("objectivity_core.codes.draw.draw", lambda *_: 1 / 0)
    before = contents(school.parent)
    result = cli("run", "codes", school, password=PASSWORD)

    assert 2 == result.exit_code
    assert result.stderr.startswith("Программа споткнулась (ZeroDivisionError). Книга не изменена.")
    assert "Traceback" not in result.output
    assert before == contents(school.parent)


def test_wrong_usage_has_exit_code_2(school: Path, cli: Cli) -> None:
    assert [2, 2, 2, 2] == [
        cli(*arguments).exit_code
        for arguments in (
            ("run", "plan"),
            ("run", "unknown", school),
            ("run", "plan", school, "--today", "вчера"),
            ("validate",),
        )
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "planx", "x"), "команды «planx» нет. Может быть, «plan»?"),
        (("nosuch",), "команды «nosuch» нет."),
        (("--nope",), "параметра «--nope» нет."),
        (("run", "plan", "x", "--todayy", "1"), "параметра «--todayy» нет. Может быть, «--today»?"),
        (("run", "plan"), "не хватает: BOOK."),
        (
            ("run", "plan", "x", "--today", "вчера"),
            "--today: «вчера» не подходит, нужна дата, например 2025-04-15 или 15.04.2025.",
        ),
        (("run", "plan", "x", "--out"), "после «--out» нужно значение."),
        (("run", "plan", "x", "--in-place=1"), "параметру «--in-place» значение не нужно."),
        (("run", "plan", "x", "y"), "лишнее: y. Имя с пробелами возьмите в кавычки."),
        (("new", "x", "--year", "99999"), "--year: нужно число от 2000 до 2100."),
    ],
)
def test_wrong_usage_is_said_in_russian(arguments: tuple[str, ...], says: str, cli: Cli) -> None:
    result = cli(*arguments)

    assert 2 == result.exit_code
    assert f"Ошибка: {says}" == result.stderr.strip().splitlines()[-1]
    assert not re.search(r"Usage|Error|Try|OPTIONS|ARGS|No such|Missing|Invalid", result.stderr)


def test_wrong_usage_shows_how_the_command_is_written(cli: Cli) -> None:
    name = main.name

    assert [f"Использование: {name} run plan [ПАРАМЕТРЫ] BOOK", f"Подсказка: {name} run plan --help"] == cli(
        "run", "plan"
    ).stderr.splitlines()[:2]


# Readers of the output


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break in another way there")
@pytest.mark.parametrize(("spoilt", "code"), [(False, 0), (True, 1)])
def test_a_reader_that_goes_away_changes_neither_the_work_nor_its_exit_code(
    spoilt: bool, code: int, school: Path
) -> None:
    if spoilt:
        type_into(school, "План", {"F7": "когда рак свистнет"})
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", "from xl_macros.commands import main; main()", "run", "plan", str(school)]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)

    assert (code, b"") == (done.returncode, done.stderr)
    assert 1 == len(list((school.parent / COPIES).iterdir()))


# Passwords


@pytest.mark.parametrize(("password", "says"), [("", "OBJECTIVITY_PASSWORD"), ("семь771", "слишком короткий")])
def test_without_a_good_password_no_key_is_made(
    password: str, says: str, school: Path, cli: Cli, contents: Contents
) -> None:
    before = contents(school.parent)
    result = cli("run", "codes", school, "--in-place", password=password)

    assert 2 == result.exit_code
    assert says in result.stderr
    assert before == contents(school.parent)


@pytest.mark.parametrize("name", ["codes", "open"])
def test_a_wrong_password_changes_nothing(name: str, settled: Path, cli: Cli, contents: Contents) -> None:
    before = contents(settled.parent)
    result = cli("run", name, settled, "--in-place", password="неверный пароль")

    assert 2 == result.exit_code
    assert "не подошёл" in result.stderr
    assert before == contents(settled.parent)


def test_opening_without_the_key_changes_nothing(settled: Path, cli: Cli, contents: Contents) -> None:
    settled.with_name(KEY).unlink()
    before = contents(settled.parent)
    result = cli("run", "open", settled, "--in-place", password=PASSWORD)

    assert 2 == result.exit_code
    assert "Ключ кодов не найден" in result.stderr
    assert before == contents(settled.parent)


def test_the_password_is_told_nowhere(school: Path, cli: Cli, contents: Contents) -> None:
    result = cli("run", "codes", school, password="tajnyj-pingvin-77-rels")
    told = []
    for name, data in contents(school.parent).items():
        parts = [data]
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                parts += [package.read(part) for part in package.namelist()]
        told += [
            name
            for part in parts
            if b"tajnyj-pingvin-77-rels" in part or "tajnyj-pingvin-77-rels".encode("utf-16-le") in part
        ]

    assert 0 == result.exit_code
    assert [] == told
    assert "tajnyj" not in result.output


def test_in_a_window_the_password_is_asked_for_without_being_shown_and_a_new_one_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OBJECTIVITY_PASSWORD", raising=False)
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(click, "prompt", lambda prompt, **more: asked.append({"prompt": prompt} | more) or "набранный")
    ask = secret(interactive=True)

    assert "набранный" == ask(Question("password", "secret", "Пароль?"))
    assert ["Пароль?"] == [one["prompt"] for one in asked]
    assert "набранный" == ask(Question("password", "secret", "Пароль?", repeated=True))
    assert ["Пароль?", "Пароль?", "Ещё раз тот же пароль"] == [one["prompt"] for one in asked]
    assert {True} == {one["hide_input"] for one in asked}


def test_a_new_password_typed_differently_the_second_time_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OBJECTIVITY_PASSWORD", raising=False)
    typed = ["первый пароль", "другой пароль", "верный пароль", "верный пароль"]
    prompts: list[str] = []
    monkeypatch.setattr(click, "prompt", lambda prompt, **_: prompts.append(prompt) or typed.pop(0))

    assert "верный пароль" == secret(interactive=True)(Question("password", "secret", "Пароль?", repeated=True))
    assert "Пароли не совпали. Пароль?" == prompts[2]
    assert [] == typed


def test_an_empty_password_typed_in_a_window_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OBJECTIVITY_PASSWORD", raising=False)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: "")
    with pytest.raises(ObjectivityError, match=r"^Пароль ключа кодов: задайте переменную OBJECTIVITY_PASSWORD"):
        secret(interactive=True)(Question("password", "secret", "Пароль ключа кодов"))


# Findings


def test_an_error_in_the_data_gives_exit_code_1_and_the_result_all_the_same(school: Path, cli: Cli) -> None:
    type_into(school, "План", {"F7": "когда рак свистнет"})
    result = cli("run", "plan", school)

    assert 1 == result.exit_code
    assert "ошибка: План!F7: Мера M002: срок «когда рак свистнет» не понят." in result.stdout
    assert f"Записано: {school}" in result.stdout


def test_a_warning_gives_exit_code_0(school: Path, cli: Cli) -> None:
    type_into(school, "План", {"H7": "ВОШ"})
    result = cli("run", "plan", school)

    assert 0 == result.exit_code
    assert "внимание: План!H7" in result.stdout


def test_opening_too_early_is_refused(assigned: Path, cli: Cli, table: Read) -> None:
    cli("run", "collect", assigned, "--in-place")
    result = cli("run", "open", assigned, "--in-place", "--procedure", RU, password=PASSWORD)

    assert 1 == result.exit_code
    assert f"{RU}: открывать рано, не готовы работы («не все баллы» — 6) из 6." in result.stdout
    assert {""} == set(table(assigned, "results")["pupil_id"])


@pytest.mark.parametrize("more", [(), ("--in-place",)])
def test_a_procedure_that_is_not_in_the_book_is_said_and_nothing_is_written(
    more: tuple[str, ...], settled: Path, cli: Cli, contents: Contents
) -> None:
    before = contents(settled.parent)
    result = cli("run", "open", settled, *more, "--procedure", "ВПР-НЕТ", password=PASSWORD)

    assert 2 == result.exit_code
    assert "«ВПР-НЕТ» — такого нет." in result.stderr
    assert RU in result.stderr
    assert before == contents(settled.parent)


# Returned scoring workbooks that are wrong


def _first(book: Path) -> Path:
    return min((book.parent / "Листы проверки" / RU).glob("*.xlsx"))


def _other_procedure(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook["Служебный"]["B2"] = "ВПР-ИС-6А-2025-04-17"
    workbook.save(path)


def _deleted_row(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook["Проверка"].delete_rows(8)
    workbook.save(path)


def _mistyped_code(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    code = workbook["Проверка"]["A7"].value
    workbook["Проверка"]["A7"] = (
        code[1] + code[0] + code[2:] if code[0] != code[1] and code[1] != "0" else f"{code[:-1]}{9 - int(code[-1])}"
    )
    workbook.save(path)


def _returned_twice(path: Path) -> None:
    again = path.with_name("Ещё раз.xlsx")
    shutil.copy(path, again)
    workbook = openpyxl.load_workbook(again)
    workbook["Проверка"]["B7"] = 0
    workbook.save(again)


def _over_maximum(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook["Проверка"]["B7"] = 5
    workbook.save(path)


def _text_for_a_number(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook["Проверка"]["B7"] = "четыре"
    workbook.save(path)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_other_procedure, "лист другой процедуры: ВПР-ИС-6А-2025-04-17"),
        (_deleted_row, "нет работ, которые были эксперту выданы"),
        (_mistyped_code, "набран с ошибкой: контрольная цифра не сходится"),
        (_returned_twice, "вернули дважды, и баллы различаются"),
        (_over_maximum, "балл 5 больше максимума 4"),
        (_text_for_a_number, "Здесь должен быть балл"),
    ],
)
def test_a_wrong_scoring_workbook_is_named_its_work_waits_and_no_file_is_changed(
    spoil: Callable[[Path], None], says: str, assigned: Path, cli: Cli, table: Read, fill: Fill, contents: Contents
) -> None:
    for path in (assigned.parent / "Листы проверки").rglob("*.xlsx"):
        fill(path, lambda _, maximum: maximum)
    spoil(_first(assigned))
    before = contents(assigned.parent)
    out = assigned.with_name("Итог.xlsm")
    result = cli("run", "collect", assigned, "--out", out)
    results = table(out, "results")
    mine = results[results["procedure_id"] == RU]

    assert 1 == result.exit_code
    assert says in result.stdout
    assert before | {out.name: out.read_bytes()} == contents(assigned.parent)
    assert {8.0} == set(mine["primary"].dropna())
    assert len(mine) > mine["primary"].count() >= 4


def test_a_scoring_workbook_returned_twice_with_the_same_scores_is_fine(
    assigned: Path, cli: Cli, table: Read, fill: Fill
) -> None:
    for path in list((assigned.parent / "Листы проверки" / RU).glob("*.xlsx")):
        fill(path, lambda _, maximum: maximum)
    shutil.copy(_first(assigned), _first(assigned).with_name("Ещё раз.xlsx"))
    result = cli("run", "collect", assigned, "--in-place", "--procedure", RU)

    assert 0 == result.exit_code
    assert "баллы одинаковы" in result.stdout
    assert 6 == table(assigned, "results")["primary"].count()


def test_the_whole_way_from_codes_to_pupils(school: Path, cli: Cli, table: Read, fill: Fill) -> None:
    for name in ("plan", "codes", "commission"):
        assert 0 == cli("run", name, school, "--in-place", password=PASSWORD).exit_code
    for path in (school.parent / "Листы проверки").rglob("*.xlsx"):
        fill(path, lambda _, maximum: maximum)
    for name in ("collect", "open", "gaps", "check"):
        assert 0 == cli("run", name, school, "--in-place", password=PASSWORD).exit_code
    results = table(school, "results")

    assert 11 == results["name"].nunique()
    assert {""} == set(results["code"])
    assert {5.0} == set(results["mark"])
    assert {"открыта"} == set(table(school, "procedures")["state"])


# Validation


def _json(result: Result) -> Any:
    return json.loads(result.stdout, parse_constant=pytest.fail)


def test_a_good_book_has_no_findings_and_stays_as_it_is(school: Path, cli: Cli, contents: Contents) -> None:
    before = contents(school.parent)
    result = cli("validate", school)

    assert 0 == result.exit_code
    assert "замечаний нет" in result.stdout
    assert before == contents(school.parent)


def test_a_book_that_is_open_elsewhere_can_be_checked(school: Path, cli: Cli) -> None:
    _open_in_excel(school)

    assert 0 == cli("validate", school).exit_code


def test_json_keeps_its_contract(school: Path, cli: Cli) -> None:
    type_into(school, "Процедуры", {"E6": "скоро"})
    type_into(school, "Сроки", {"J6": dt.date(2025, 12, 31)})
    result = cli("validate", "--json", school)
    found = _json(result)

    assert 1 == result.exit_code
    assert 0 <= found.pop("seconds") < 600
    assert {
        "files": [
            {
                "path": str(school),
                "findings": [
                    {
                        "code": "bad-date",
                        "severity": "error",
                        "where": "Процедуры!E6",
                        "message": "Здесь должна быть дата.",
                        "remedy": "Впишите дату, например 15.04.2025.",
                    },
                    {
                        "code": "done-in-future",
                        "severity": "warning",
                        "where": "Сроки!J6",
                        "message": "Дата выполнения 31.12.2025 ещё не наступила.",
                        "remedy": "Исправьте дату или очистите ячейку.",
                    },
                ],
            }
        ],
        "errors": 1,
        "warnings": 1,
    } == found


def test_of_many_books_all_are_checked_and_the_worst_wins(school: Path, cli: Cli) -> None:
    wrong, text = school.with_name("С ошибкой.xlsm"), school.with_name("Текст.xlsm")
    shutil.copy(school, wrong)
    type_into(wrong, "Ученики", {"C6": "12Я"})
    text.write_text("просто текст", encoding="utf-8")
    found = _json(cli("validate", "--json", text, wrong, school))

    assert [0, 1, 2, 2] == [
        cli("validate", *paths).exit_code
        for paths in ((school,), (school, wrong), (text, wrong), (wrong, text, school))
    ]
    assert [("cannot-open", text.name), ("unknown-value", "Ученики!C6")] == [
        (one["code"], one["where"]) for file in found["files"] for one in file["findings"]
    ]
    assert ([str(text), str(wrong), str(school)], 2, 0) == (
        [one["path"] for one in found["files"]],
        found["errors"],
        found["warnings"],
    )


@pytest.mark.parametrize(
    "spoil", [_missing, _a_folder, _a_text, _cut, _damaged_inside, _encrypted, _with_totals, _another_workbook]
)
def test_an_unreadable_book_has_exit_code_2_also_with_json(
    spoil: Callable[[Path], None], school: Path, cli: Cli
) -> None:
    spoil(school)
    result = cli("validate", "--json", school)
    (file,) = _json(result)["files"]

    assert 2 == result.exit_code
    assert ["cannot-open"] == [one["code"] for one in file["findings"]]
    assert "" == result.stderr


# New books


def test_a_new_book_knows_its_school_and_year_and_is_without_errors(tmp_path: Path, cli: Cli, table: Read) -> None:
    path = tmp_path / "Новая книга школы.xlsm"
    result = cli("new", path, "--school", "Гимназия № 5", "--year", 2025)
    settings, _ = read_settings(table(path, "settings"))

    assert 0 == result.exit_code
    assert ("Гимназия № 5", 2025) == (settings.school, settings.year)
    assert 16 == len(table(path, "measures"))
    assert 0 == cli("validate", path).exit_code


@pytest.mark.parametrize(
    ("now", "year"),
    [
        (dt.datetime(2025, 7, 31, 12, tzinfo=dt.UTC), 2024),
        (dt.datetime(2025, 8, 1, 12, tzinfo=dt.UTC), 2025),
        (dt.datetime(2026, 1, 9, 12, tzinfo=dt.UTC), 2025),
    ],
)
def test_a_new_book_without_a_year_is_for_the_school_year_of_today(
    now: dt.datetime, year: int, tmp_path: Path, cli: Cli, table: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Новая.xlsm"
    monkeypatch.setattr("xl_macros.commands.books.dt", SimpleNamespace(datetime=SimpleNamespace(now=lambda: now)))
    result = cli("new", path)

    assert 0 == result.exit_code
    assert (year, []) == ((found := read_settings(table(path, "settings")))[0].year, found[1])


@pytest.mark.parametrize(
    ("name", "says"),
    [("Есть.xlsm", "уже есть"), ("Книга.xlsx", "«.xlsm» на конце"), ("нет такой/Книга.xlsm", "Не удалось записать")],
)
def test_a_new_book_is_never_written_over_another_file_or_under_a_wrong_name(
    name: str, says: str, tmp_path: Path, cli: Cli, contents: Contents
) -> None:
    (tmp_path / "Есть.xlsm").write_bytes(b"important")
    before = contents(tmp_path)
    result = cli("new", tmp_path / name)

    assert 2 == result.exit_code
    assert says in result.stderr
    assert before == contents(tmp_path)


def test_building_gives_the_same_bytes_each_time(tmp_path: Path, cli: Cli, product_bytes: bytes) -> None:
    result = cli("build", "--out", tmp_path / "Книга.xlsm")

    assert 0 == result.exit_code
    assert product_bytes == (tmp_path / "Книга.xlsm").read_bytes()


def test_building_into_a_missing_folder_or_over_a_folder_is_one_sentence(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xl_macros.build.workbook.build_bytes", lambda: b"built")
    (tmp_path / "папка.xlsm").mkdir()
    for name in ("нет такой/Книга.xlsm", "папка.xlsm"):
        result = cli("build", "--out", tmp_path / name)

        assert (2, 1) == (result.exit_code, len(result.stderr.strip().splitlines()))
        assert "Не удалось записать" in result.stderr


def test_the_version_is_told(cli: Cli) -> None:
    assert re.fullmatch(r"objectivity, version \d+\.\d+\.\d+\S*\n", cli("--version").stdout)
