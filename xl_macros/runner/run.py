"""Running an action on a book: read, ask, think, write. Everything is computed and checked before the first write."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from objectivity_core.checks import doubled_keys, findings_sheet
from objectivity_core.log.chain import sheet_line
from objectivity_core.procedures.spelling import keyed_as_typed, lists_for, told_at_once, understood
from objectivity_core.setting_rows import changed_settings
from objectivity_core.setting_values import BAD_YEAR_SETTING, NO_ROWS, NO_YEAR
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of
from xl_macros.book.tables import in_cells, read_book_settings, read_table, whole_grid
from xl_macros.errors import ObjectivityError
from xl_macros.log.journal import begun_anew, recorded
from xl_macros.runner.call import Call
from xl_macros.runner.record import tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.settings import Settings
    from xl_macros.actions import Action
    from xl_macros.book.protocol import Book
    from xl_macros.dialogs.question import Question
    from xl_macros.log.journal import Attempt


_PEOPLES = frozenset({"measures", "procedures", "staff", "pupils", "own_marks", "settings"})
"""Tables to which actions seldom add rows: only where one does, something below them is in the way."""
_FOR_KEYS = {"procedures": ("kinds", "subjects"), "own_marks": ("pupils",)}
"""What rows of a table need besides it to be given their keys."""


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
    book.progress(f"{action.title}: читаю листы…")
    before, findings = read_book_settings(book)
    _refuse_without_year(findings)
    typed, wrong = _read(action, book)
    keyed, settings, unknown = keyed_as_typed(typed, before)
    tables, spelt = understood(typed | keyed)
    doubled = (finding for name, frame in tables.items() for finding in doubled_keys(TABLES[name], frame))
    findings += [*wrong, *told_at_once(spelt), *unknown, *doubled]
    day = today or settings.today or now.date()
    questions = [question for question in prepared(action, book, settings, tables) if not question.late]
    answers = _asked(action, book, questions)
    log = typed["log"] if "log" in typed else read_table(book, "log")[0]
    findings += begun_anew(log, book.path, settings, action.title, now)
    with recorded(book.path, settings, action.title, now, key=bool(action.key)) as attempt:
        settings = _remembered(settings, questions, answers)
        call = Call(book, typed | keyed, answers, settings, source or random.SystemRandom())
        given = [_named(action.load)(call)] if action.load else []
        attempt.settings = settings = call.settings
        book.progress(f"{action.title}: считаю…")
        public = {question.name: answers[question.name] for question in questions if question.kind != "secret"}
        state = State(tables, settings, day, now, settings.school_year, call.random, public)
        outcome = _agreed(action, book, _decided(action, state, given, call))
        attempt.settings = settings = call.settings = outcome.settings or settings
        frames = (keyed if action.writes else {}) | outcome.tables
        changes = _settings_rows(book, before, settings, findings)
        _check_written(book, dict.fromkeys((*action.writes, *frames, "settings", "findings", "log")), frames, changes)
        book.progress(f"{action.title}: записываю…")
        if outcome.product is not None:
            _named(action.store)(call, outcome.product)
        _write(book, frames, outcome)
        if (action.writes or any(question.remembered for question in questions)) and len(changes):
            book.write(TABLES["settings"], changes)
        findings = _placed([*findings, *call.findings, *outcome.findings], book, tables, frames)
        message, fingerprint = _record(book, action, outcome, findings, attempt, log)
    book.progress("")
    book.say(message)

    return Report(message, findings, settings, day, fingerprint)


def _asked(action: Action, book: Book, questions: list[Question]) -> dict[str, str]:
    if questions:
        book.progress(f"{action.title}: жду ответа…")

    return {question.name: book.ask(question) for question in questions}


def _named(dotted: str) -> Any:
    """The function of a dotted name, imported only now."""
    module, function = dotted.split(":")

    return getattr(importlib.import_module(module), function)


def _decided(action: Action, state: State, given: list[Any], call: Call) -> Outcome[Any]:
    outcome: Outcome[Any] = _named(action.core)(state, *given)

    return dataclasses.replace(outcome, message=" ".join([outcome.message, *call.remarks]))


def _agreed(action: Action, book: Book, outcome: Outcome[Any]) -> Outcome[Any]:
    """Show what was understood of a file, and ask whether to write it; then ask what to do besides. The outcome as it was agreed on.

    Raises:
        ObjectivityError: the user said no, or nothing was understood.
    """
    if outcome.refused:
        raise ObjectivityError(outcome.message)
    for question in action.asks:
        if question.kind == "confirm" and outcome.preview:
            book.ask(dataclasses.replace(question, prompt="\n".join([*outcome.preview, "", question.prompt])))

    return _taken(action, book, outcome)


def _taken(action: Action, book: Book, outcome: Outcome[Any]) -> Outcome[Any]:
    """The outcome as the user answered to what it offers besides; where nobody answers, as it is."""
    for question in action.asks:
        if question.kind == "offer" and (offer := outcome.offer):
            answer = book.ask(dataclasses.replace(question, prompt="\n".join([*offer.lines, "", question.prompt])))
            return {"да": offer.taken, "нет": offer.left}.get(answer, outcome)

    return outcome


def _read(action: Action, book: Book) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """The tables that the action and the giving of keys need, and what is wrong in their cells."""
    needed = (*action.reads, *(more for name in action.reads for more in _FOR_KEYS.get(name, ())))
    if action.key:
        needed = (*needed, "pupils")
    needed = (*needed, *lists_for(needed))
    tables, findings = {}, []
    for name in dict.fromkeys(needed):
        tables[name], wrong = read_table(book, name)
        findings += wrong

    return tables, findings


def _refuse_without_year(findings: list[Finding]) -> None:
    """Scales, deadlines and the key belong to a school year: with a wrong one every result would be wrong."""
    for finding in findings:
        if finding.code in {BAD_YEAR_SETTING.code, NO_YEAR.code}:
            raise ObjectivityError(f"{finding.message} {finding.remedy} ({finding.where})")


def prepared(action: Action, book: Book, settings: Settings, tables: dict[str, pd.DataFrame]) -> list[Question]:
    """The action's questions as they are asked of this book: with its procedures, what it remembers, and a new password twice, with one by chance to take."""
    questions = []
    for question in action.asks:
        changes: dict[str, Any] = {}
        if question.kind == "choice":
            changes["choices"] = tuple(key for key in tables["procedures"]["procedure_id"] if key)
        if question.invented and not _has_key(book.path, settings):
            changes |= {"prompt": question.invented, "repeated": True}
        if question.kind == "secret" and changes.get("repeated", question.repeated):
            changes["default"] = _offered()
        if question.remembered:
            changes["default"] = getattr(settings, question.remembered)
        questions.append(dataclasses.replace(question, **changes))

    return questions


def _offered() -> str:
    """A new secret by chance: the first offer is a good one."""
    from xl_macros.key.passwords import pass_phrase

    return pass_phrase(random.SystemRandom())


def _has_key(book: Path, settings: Settings) -> bool:
    from xl_macros.key.vault import vault_path  # only a question for a new password needs it

    return vault_path(book, settings.year).exists()


def _remembered(settings: Settings, questions: list[Question], answers: dict[str, str]) -> Settings:
    """The settings with the answers to remember, never a secret."""
    changes = {
        question.remembered: str(Path(answers[question.name]).absolute())  # next time the program may start elsewhere
        for question in questions
        if question.remembered and answers[question.name]
    }

    return dataclasses.replace(settings, **changes)  # type: ignore[arg-type]  # remembered settings are texts


def _write(book: Book, frames: dict[str, pd.DataFrame], outcome: Outcome[Any]) -> None:
    """Write tables: rows and cells of people give way where the outcome says so."""
    for name, frame in frames.items():
        table = TABLES[name]
        rows = "replaced" if name in outcome.replaces else table.rows
        corrected = outcome.corrects.get(name, ())
        columns = (
            dataclasses.replace(one, filling="shared") if one.name in corrected else one for one in table.columns
        )
        as_told = dataclasses.replace(table, rows=rows, columns=tuple(columns))
        book.write(as_told, frame, outcome.gone.get(name, frozenset()))


def _settings_rows(book: Book, before: Settings, after: Settings, findings: list[Finding]) -> pd.DataFrame:
    """The rows of «Настройки» to write; rows that an old book lacks only where nothing lies under the table, unless their value was changed."""
    if book.grid(TABLES["settings"]).below >= 0:
        findings = [finding for finding in findings if finding.code != NO_ROWS.code]

    return changed_settings(before, after, findings)


def _check_written(book: Book, names: Iterable[str], frames: dict[str, pd.DataFrame], settings: pd.DataFrame) -> None:
    """Make sure, before anything is written anywhere, that the tables to write are there with their keys.

    Raises:
        ObjectivityError: a table or a column that is needed is missing, its sheet is protected, or something lies in the way of a table that grows.
    """
    for name in names:
        table = TABLES[name]
        grid = whole_grid(book, table)
        book.writable(table)
        grows = name not in _PEOPLES or (name in frames and len(frames[name]) > len(grid.rows))
        if name == "settings":
            grows = not settings["setting"].isin(read_table(book, name)[0]["setting"]).all()
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


def _record(
    book: Book, action: Action, outcome: Outcome[Any], findings: list[Finding], attempt: Attempt, log: pd.DataFrame
) -> tuple[str, str]:
    """One line to the log file and to «Журнал действий», findings to «Замечания»; the sentence for the user and the line's fingerprint."""
    message, record = tell(outcome, findings, attempt, log)
    old, _ = read_table(book, "findings")
    book.write(TABLES["findings"], findings_sheet.findings_frame(findings, action.title, old, outcome.covers))
    book.write(TABLES["log"], frame_of(TABLES["log"], [sheet_line(record)]))

    return message, record["fingerprint"]
