"""Running an action on a book: read, ask, think, write. Everything is computed and checked before the first write."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from objectivity_core.checks import doubled_keys
from objectivity_core.checks import findings_sheet as report
from objectivity_core.codes.custody import OPENED_BY_CUSTODIAN
from objectivity_core.keys import assign_keys
from objectivity_core.log.chain import sheet_line
from objectivity_core.settings import Settings, about, changed_settings, read_settings
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of, key_of, missing_columns, parse
from xl_macros.actions.questions import NEW_PASSWORD
from xl_macros.errors import ObjectivityError
from xl_macros.log.journal import recorded, touches_key
from xl_macros.log.proof import faults
from xl_macros.runner import outside as world_outside
from xl_macros.runner.record import tell
from xl_macros.runner.world import school_year
from xl_macros.runner.writing import has_own_columns, write_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.tables import Table
    from objectivity_core.tables.grid import Grid
    from xl_macros.actions import Action
    from xl_macros.book.protocol import Book
    from xl_macros.dialogs.question import Question
    from xl_macros.log.journal import Attempt


_PEOPLES = frozenset({"measures", "procedures", "staff", "pupils", "own_marks", "settings"})
"""Tables to which actions seldom add rows: only where one does, something below them is in the way."""


@dataclasses.dataclass(frozen=True)
class Report:
    """How an action went: one sentence, what was noticed, the settings and the day it used, the fingerprint of its line in the log."""

    message: str
    findings: list[Finding]
    settings: Settings
    today: dt.date
    fingerprint: str = ""


def run(
    action: Action,
    book: Book,
    *,
    today: dt.date | None = None,
    now: dt.datetime | None = None,
    source: random.Random | None = None,
) -> Report:
    """Run an action on an open book. The caller saves the book.

    Args:
        action: what to do.
        book: where.
        today: the day to look from; else «Сегодня» of the settings, else the computer's date.
        now: for the log.
        source: the source of chance; the system's by default.

    Raises:
        ObjectivityError: the book lacks a table or column, an answer is missing or wrong, something cannot be written.
    """
    now = now or dt.datetime.now().astimezone()
    source = source or random.SystemRandom()
    book.progress(f"{action.title}: читаю листы…")
    before, findings = read_book_settings(book)
    _refuse_without_year(findings)
    tables, wrong = _read(action, book)
    keyed, settings, unknown = assign_keys(tables, before)
    tables |= keyed
    findings += [
        *wrong,
        *unknown,
        *(finding for name, frame in tables.items() for finding in doubled_keys(TABLES[name], frame)),
    ]
    day = today or settings.today or now.date()
    questions = [question for question in prepared(action, book, settings, tables) if question.kind != "confirm"]
    if questions:
        book.progress(f"{action.title}: жду ответа…")
    answers = {question.name: book.ask(question) for question in questions}
    with recorded(book.path, settings, action.title, now, key=touches_key(action)) as attempt:
        findings += _log_findings(book, action, settings)
        call = world_outside.Call(action, book.path, settings, tables, answers)
        outside = _loaded(call, book)
        attempt.settings = settings = _remembered(action, settings, questions, answers, outside, source)
        book.progress(f"{action.title}: считаю…")
        outcome = _core(action)(State(tables, settings, day, now, school_year(settings), source, answers, outside))
        if any(finding.code == OPENED_BY_CUSTODIAN for finding in outside.get("key_findings", ())):
            outcome = dataclasses.replace(
                outcome, message=f"{outcome.message} Ключ открыл второй хранитель."
            )  # the log must know
        _confirm(action, book, outcome)
        attempt.settings = settings = outcome.settings or settings
        frames = {name: frame for name, frame in keyed.items() if name in action.writes} | outcome.tables
        _check_written(book, (*action.writes, "settings", "findings", "log"), frames)
        book.progress(f"{action.title}: записываю…")
        world_outside.store(dataclasses.replace(call, settings=settings), outcome, outside)
        write_tables(book, frames, outcome.replaces)
        if (action.writes or any(question.remembered for question in action.asks)) and len(
            changes := changed_settings(before, settings)
        ):
            book.write(TABLES["settings"], changes)
        findings = _placed([*findings, *outside.get("key_findings", []), *outcome.findings], book, tables, frames)
        message, fingerprint = _record(book, action, outcome, findings, attempt)
    book.progress("")
    book.say(message)

    return Report(message, findings, settings, day, fingerprint)


def _loaded(call: world_outside.Call, book: Book) -> dict[str, Any]:
    """What is read outside the book; ready-made measures stay where people keep something of their own beside them."""
    outside = world_outside.load(call)
    if "ready_made" in outside and has_own_columns(book, TABLES["measures"]):
        outside["ready_made"] = None

    return outside


def _confirm(action: Action, book: Book, outcome: Outcome) -> None:
    """Show what was understood of a file, and ask whether to write it.

    Raises:
        ObjectivityError: the user said no, or nothing was understood.
    """
    if outcome.refused:
        raise ObjectivityError(outcome.message)
    for question in action.asks:
        if question.kind == "confirm" and outcome.preview:
            book.ask(dataclasses.replace(question, prompt="\n".join([*outcome.preview, "", question.prompt])))


def _read(action: Action, book: Book) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """The tables that the action reads, and what is wrong in their cells."""
    tables, findings = {}, []
    for name in action.reads:
        tables[name], wrong = read_table(book, name)
        findings += wrong

    return tables, findings


def _refuse_without_year(findings: list[Finding]) -> None:
    """Scales, deadlines and the key belong to a school year: with a wrong one every result would be wrong."""
    heading = about("year").heading
    for finding in findings:
        if finding.code == "bad-setting" and finding.key == heading:
            raise ObjectivityError(f"{finding.message} {finding.remedy} ({finding.where})")


def prepared(action: Action, book: Book, settings: Settings, tables: dict[str, pd.DataFrame]) -> list[Question]:
    """The action's questions as they are asked of this book: with its procedures, what it remembers, and a new password twice."""
    questions = []
    for question in action.asks:
        changes: dict[str, Any] = {}
        if question.kind == "choice":
            changes["choices"] = tuple(key for key in tables["procedures"]["procedure_id"] if key)
        if question.kind == "secret" and action.name == "codes" and not world_outside.vault_exists(book.path, settings):
            changes |= {"prompt": NEW_PASSWORD, "repeated": True}
        if question.remembered:
            changes["default"] = getattr(settings, question.remembered)
        questions.append(dataclasses.replace(question, **changes))

    return questions


def _remembered(
    action: Action,
    settings: Settings,
    questions: list[Question],
    answers: dict[str, str],
    outside: dict[str, Any],
    source: random.Random,
) -> Settings:
    """The settings with the answers to remember, never a secret, and with the number of the book once it has a key."""
    changes = {
        question.remembered: str(Path(answers[question.name]).absolute())  # next time the program may start elsewhere
        for question in questions
        if question.remembered and answers[question.name]
    }
    if "vault" in action.outside and not settings.book_id:
        changes["book_id"] = outside["book_id"] or f"{source.randrange(16**8):08x}"

    return dataclasses.replace(settings, **changes)  # type: ignore[arg-type]  # remembered settings are texts


def read_table(book: Book, name: str) -> tuple[pd.DataFrame, list[Finding]]:
    """A table of the book as a frame.

    Raises:
        ObjectivityError: the table or one of its columns is missing.
    """
    return parse(TABLES[name], _whole(book, TABLES[name]))


def _whole(book: Book, table: Table) -> Grid:
    """The cells of a table that has every column that is read.

    Raises:
        ObjectivityError: the table or one of its columns is missing.
    """
    grid = book.grid(table)
    if missing := missing_columns(table, grid):
        raise ObjectivityError(" ".join(f"{finding.message} {finding.remedy}" for finding in missing))

    return grid


def _check_written(book: Book, names: Iterable[str], frames: dict[str, pd.DataFrame]) -> None:
    """Make sure, before anything is written anywhere, that the tables to write are there with their keys.

    Raises:
        ObjectivityError: a table or a column that is needed is missing, or something lies in the way of a table that grows.
    """
    for name in names:
        table = TABLES[name]
        grid = _whole(book, table)
        grows = name not in _PEOPLES or (name in frames and len(frames[name]) > len(grid.rows))
        if grid.below >= 0 and grows:
            where = grid.address(grid.below, 0)
            raise ObjectivityError(
                f"Под таблицей «{table.excel}» есть записи ({where}): таблица растёт и затёрла бы их. Перенесите их на свой лист и повторите."
            )
        for key in table.key:
            if (heading := table[key].heading) not in grid.headings:
                raise ObjectivityError(
                    f"На листе «{table.sheet}» в таблице «{table.excel}» нет столбца «{heading}». Верните заголовок столбца как был."
                )


def _placed(
    findings: list[Finding], book: Book, tables: dict[str, pd.DataFrame], written: Iterable[str]
) -> list[Finding]:
    """The findings with their cells; tables that were written are read anew, for only now new rows have a place."""
    named = {finding.table for finding in findings if finding.key}

    return in_cells(findings, book, tables | {name: read_table(book, name)[0] for name in written if name in named})


def read_book_settings(book: Book) -> tuple[Settings, list[Finding]]:
    """The settings of a book, with the addresses of the cells that could not be read."""
    frame, findings = read_table(book, "settings")
    grid = book.grid(TABLES["settings"])
    at = grid.positions()[TABLES["settings"]["value"].heading]
    addresses = {
        setting: grid.address(row, at) for row, setting in zip(frame.index.to_list(), frame["setting"], strict=True)
    }
    settings, wrong = read_settings(frame, addresses)

    return settings, findings + wrong


def in_cells(findings: Iterable[Finding], book: Book, tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """The findings with their cells, each once; a cell whose date cannot be read is not called a second time empty."""
    found = [located(finding, book, tables) for finding in dict.fromkeys(findings)]
    unread = {finding.where for finding in found if finding.code == "bad-date"}

    return [
        finding
        for finding in found
        if finding.code not in {"no-date", "proof-without-date"} or finding.where not in unread
    ]


def located(finding: Finding, book: Book, tables: dict[str, pd.DataFrame]) -> Finding:
    """The finding with the address of its cell, from its row or its key."""
    if finding.where or finding.table not in tables or finding.table not in TABLES:
        return finding
    table = TABLES[finding.table]
    frame = tables[finding.table]
    row = finding.row
    if row < 0 and finding.key:
        found = frame.index[key_of(table, frame) == finding.key]
        row = int(found.to_list()[0]) if len(found) else -1
    grid = book.grid(table)
    where = grid.address(row, grid.positions().get(finding.column, 0)) if row >= 0 else table.sheet

    return dataclasses.replace(finding, where=where)


def _core(action: Action) -> Callable[[State], Outcome]:
    module, function = action.core.split(":")

    return getattr(importlib.import_module(module), function)  # type: ignore[no-any-return]


def _record(book: Book, action: Action, outcome: Outcome, findings: list[Finding], attempt: Attempt) -> tuple[str, str]:
    """One line to the log file and to «Журнал действий», findings to «Замечания»; the sentence for the user and the line's fingerprint."""
    message, record = tell(outcome, findings, attempt, read_table(book, "log")[0])
    old, _ = read_table(book, "findings")
    book.write(TABLES["findings"], report.findings_frame(findings, action.title, old))
    book.write(TABLES["log"], frame_of(TABLES["log"], [sheet_line(record)]))

    return message, record["fingerprint"]


def _log_findings(book: Book, action: Action, settings: Settings) -> list[Finding]:
    """Faults of the log, told where they matter: before the key is used, and when the book is checked."""
    if not (touches_key(action) or action.name == "check"):
        return []
    log, _ = read_table(book, "log")

    return [located(finding, book, {"log": log}) for finding in faults(log, book.path, settings)]
