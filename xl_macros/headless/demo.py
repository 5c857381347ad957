"""``objectivity demo``: a fictitious small school goes through its year; the same path as a real one, one load and one save."""

from __future__ import annotations

import datetime as dt
import functools
import io
import random
import time
from typing import TYPE_CHECKING

from objectivity_core.commission.scoring_sheet import HEADING_ROW, SHEET
from objectivity_core.procedures.tasks_and_scales import Scale, find_scale, grade_of
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import records_of
from xl_macros.actions import action
from xl_macros.book.files import FileBook
from xl_macros.book.tables import read_book_settings, read_table
from xl_macros.build.content import example_folder, read_csv_tables
from xl_macros.build.workbook import build_bytes
from xl_macros.disk.safe_files import make_folder, write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.folders.scoring import FOLDER
from xl_macros.key.vault import open_vault, vault_path
from xl_macros.log.journal import note_saved
from xl_macros.runner.run import Report, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

PASSWORD = "рельс лодка кисель метель"  # noqa: S105 - of an invented school; said on the console
BOOK = "Объективность (пример).xlsm"


def play(out: Path, say: Callable[[str], None]) -> FileBook:
    """Play the year into a folder.

    Args:
        out: a new or empty folder.
        say: where progress and the summary go.

    Returns:
        The book, saved.

    Raises:
        ObjectivityError: the folder is not empty or cannot be written.
    """
    if out.exists() and any(out.iterdir()):
        raise ObjectivityError(f"Папка «{out}» не пуста. Укажите новую: примеры ничего не перезаписывают.")
    make_folder(out, "Укажите другую.", new=False)
    started = time.perf_counter()
    chance = random.Random(2024)  # noqa: S311 - an invented school: the same year each time
    example = read_csv_tables(example_folder())
    path = out / BOOK
    write_atomically(path, build_bytes(example))
    book = FileBook(path)
    reports: list[Report] = []

    def step(name: str, **answers: str) -> None:
        book.answer(**answers)
        reports.append(run(action(name), book, source=chance))
        say(f"{action(name).title}: {reports[-1].message}")

    step("plan")
    _enter_what_was_done(book, chance)
    step("codes", password=PASSWORD)
    _leave_some_works_out(book, chance)
    for title, names in (
        ("Первая и вторая проверка", ("commission", "collect")),
        ("Третья проверка", ("commission", "collect")),
    ):
        step(names[0])
        say(f"{title}: эксперты заполнили листов {_simulate_experts(out / FOLDER, book, chance, reports[-1].today)}.")
        step(names[1])
    step("open", password=PASSWORD)
    step("gaps")
    step("check")
    book.save(path, reports[-1].settings, reports[-1].today)
    note_saved(path, reports[-1].settings, action("check").title, path, reports[-1].fingerprint)
    say(_summary(book))
    say(
        f"Готово за {time.perf_counter() - started:.1f} с: «{path}», листы проверки и ключ — в той же папке. Пароль ключа: {PASSWORD}."
    )

    return book


def _enter_what_was_done(book: FileBook, chance: random.Random) -> None:
    """What the school's people would have typed by now: most past measures are done, some late, some without proof."""
    table = TABLES["occurrences"]
    grid = book.grid(table)
    at = grid.positions()
    today = read_book_settings(book)[0].today or dt.datetime.now().astimezone().date()
    for row in grid.rows:
        due = row[at[table["due"].heading]]
        if due is None or due > today or chance.random() < 0.12:
            continue
        done = min(due + dt.timedelta(days=chance.choice((-3, -1, 0, 0, 0, 2))), today)
        row[at[table["done"].heading]] = done
        if chance.random() < 0.85:
            row[at[table["proof"].heading]] = (
                f"{chance.choice(('Протокол', 'Приказ', 'Справка'))} № {chance.randrange(1, 90)} от {done:%d.%m.%Y}"
            )
    book.typed(table)


def _leave_some_works_out(book: FileBook, chance: random.Random) -> None:
    """A few pupils were ill: the organiser marks their codes."""
    table = TABLES["works"]
    grid = book.grid(table)
    at = grid.positions()[table["handed_in"].heading]
    for row in grid.rows:
        if chance.random() < 0.04:
            row[at] = states.NOT_HANDED_IN
    book.typed(table)


def _simulate_experts(folder: Path, book: FileBook, chance: random.Random, today: dt.date) -> int:
    """Fill the empty scoring workbooks of the procedures that have taken place, as experts would."""
    import openpyxl

    procedures, _ = read_table(book, "procedures")
    past = {row["procedure_id"] for row in records_of(procedures) if row["date"].date() <= today}
    quality = _quality(book, chance)
    filled = 0
    for path in sorted(folder.rglob("*.xlsx")):
        if path.parent.name not in past:
            continue
        workbook = openpyxl.load_workbook(path)
        sheet = workbook[SHEET]
        headings = [cell.value for cell in sheet[HEADING_ROW]]
        if sheet.cell(HEADING_ROW + 1, 2).value is not None:
            continue
        for row in range(HEADING_ROW + 1, sheet.max_row + 1):
            code = sheet.cell(row, 1).value
            if not (isinstance(code, str) and code.isdigit()):
                continue
            for at, heading in enumerate(headings[1:-2], start=2):
                maximum = int(heading.rsplit("(", 1)[1].removesuffix("б)"))
                sheet.cell(row, at).value = _score(maximum, quality[path.parent.name, code], chance)
        out = io.BytesIO()
        workbook.save(out)
        write_atomically(path, out.getvalue())
        filled += 1

    return filled


def _quality(book: FileBook, chance: random.Random) -> dict[tuple[str, str], float]:
    """How well each work is written, as a share of points: around the pupil's own mark, more often below it than above."""
    state = {name: read_table(book, name)[0] for name in ("procedures", "scales", "own_marks", "classes")}
    settings, _ = read_book_settings(book)
    vault = open_vault(vault_path(book.path, settings.year), PASSWORD, "", {}).contents.pairs
    about = state["procedures"].set_index("procedure_id")[["kind", "subject", "class"]]
    marks = state["own_marks"].set_index(["name", "class", "subject"])["mark"].to_dict()

    @functools.cache
    def scale_of(procedure_id: str) -> tuple[str, Scale | None]:
        kind, subject, class_ = map(str, about.loc[procedure_id])
        grade = grade_of(state["classes"], class_)

        return subject, find_scale(state["scales"], kind, subject, grade, settings.academic_year)

    quality = {}
    for row in records_of(vault):
        subject, scale = scale_of(row["procedure_id"])
        mark = marks.get((row["name"], row["class"], subject), chance.choice((3, 4, 4, 5)))
        mark = min(5, max(2, mark + chance.choices((-1, 0, 1), (27, 68, 5))[0]))
        bounds = (0, scale.mark3, scale.mark4, scale.mark5, scale.maximum + 1) if scale else (0, 10, 14, 18, 21)
        quality[row["procedure_id"], row["code"]] = (
            (bounds[int(mark) - 2] + bounds[int(mark) - 1] - 1) / 2 / (bounds[-1] - 1)
        )

    return quality


def _score(maximum: int, skill: float, chance: random.Random) -> int | str:
    if chance.random() < 0.03:
        return states.NOT_ATTEMPTED

    return sum(chance.random() < skill for _ in range(maximum))


def _summary(book: FileBook) -> str:
    """The gaps by subject as a table for the console."""
    gaps: pd.DataFrame = read_table(book, "gaps")[0]
    lines = ["", f"{'':<24}{'пар':>5}{'понизили':>11}{'подтвердили':>13}{'повысили':>10}"]
    lines += [
        f"{row['value'] or 'всего':<24}{row['pairs']:>5g}{row['lowered']:>11g}{row['confirmed']:>13g}{row['raised']:>10g}"
        for row in records_of(gaps[gaps["by"].isin(["всего", "предмет"])])
    ]

    return "\n".join([*lines, ""])
