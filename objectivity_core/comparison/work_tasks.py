"""The action «Загрузить задания»: the headings of an official form or of Ф1 become the tasks of a work with their maxima."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from objectivity_core.comparison import rules
from objectivity_core.comparison.external.task_headings import About, Task, WorkTasks, about_work, tasks_in
from objectivity_core.procedures.school_lists import USUAL_KIND, Lists
from objectivity_core.procedures.tasks_and_scales import grade_of
from objectivity_core.russian.unseen import russian_letters
from objectivity_core.russian.wording import counted, first_of
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import ROW, frame_of, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from objectivity_core.findings import Finding
    from objectivity_core.russian.document import Document

_TABLE: Final = TABLES["tasks"]
_MOST: Final = 12
_ASK: Final = 'впишите её в вопрос программы, например «ВПР, русский язык, 4 класс» (в командной строке: --work "ВПР, русский язык, 4 класс")'


@dataclasses.dataclass(frozen=True)
class TaskFile:
    """Where tasks are loaded from.

    Attributes:
        typed: «Задания» as they were typed.
        document: the file.
    """

    typed: pd.DataFrame
    document: Document


@dataclasses.dataclass
class _Changes:
    """What one work's tasks change.

    Attributes:
        work: the tasks.
        new: those that the book has not.
        corrected: by row of «Задания»: the task as the file has it, and the row's record.
        gone: rows of tasks that the file has not and nobody scored.
        kept: such tasks with scores.
    """

    work: WorkTasks
    new: list[Task] = dataclasses.field(default_factory=list)
    corrected: dict[int, tuple[Task, dict[str, Any]]] = dataclasses.field(default_factory=dict)
    gone: dict[int, str] = dataclasses.field(default_factory=dict)
    kept: list[str] = dataclasses.field(default_factory=list)

    @property
    def written(self) -> bool:
        """Whether «Задания» change."""
        return bool(self.new or self.corrected or self.gone)


def load(state: State, given: TaskFile) -> Outcome[None]:
    """The tasks that a file's headings name → rows of «Задания» of that kind, subject and grade.

    Args:
        state: reads ``tasks``, ``kinds``, ``subjects``, ``classes``, ``procedures``, ``commission``, ``scores``; answer ``work``: which work it is
            («ВПР, русский язык, 4 класс») where the file does not say.
        given: the file.

    Returns:
        ``tasks``: new rows, corrected maxima and levels; rows of other works stay. A task that the file has no more goes, unless scores were given for it. A preview, and
        findings: declared and summed maximum differ, a scored task has gone, scoring sheets lie with experts. Refused where no heading names tasks or the work is not
        clear. The same file again changes nothing.
    """
    lists = Lists(state["classes"], state["subjects"], state["kinds"])
    file = given.document.name
    sheets = {table.title or f"таблица {number}": table.rows for number, table in enumerate(given.document.tables, 1)}
    asked = about_work(state.answers.get("work", ""), lists, number=True)
    usual = About(kind=lists.kind(USUAL_KIND))
    works = [
        dataclasses.replace(work, about=work.about.filled(asked).filled(usual))
        for work in tasks_in(file, sheets, lists)
    ]
    if why := _why_not(file, works, state.answers.get("work", "")):
        return Outcome(f"Задания не загружены. {why}", refused=True)
    changes = [_changes(state, work) for work in {work.about: work for work in works}.values()]
    findings = [*given.document.findings, *(finding for one in changes for finding in _findings(state, one))]
    names = "; ".join(f"{_label(one.work.about)} — {_size(one.work)}" for one in changes)
    if not any(one.written for one in changes):
        return Outcome(f"Файл «{file}»: {names}. Изменений нет.", findings=findings)
    lines = [f"Файл «{file}».", *(line for one in changes for line in _preview(one))]

    return Outcome(
        f"Задания загружены: {names}.",
        {_TABLE.name: _written(given.typed, changes)},
        findings,
        preview=tuple(lines),
        corrects={_TABLE.name: ("max", "level")},
        gone={_TABLE.name: frozenset(row for one in changes for row in one.gone)},
    )


def _why_not(file: str, works: Sequence[WorkTasks], answer: str) -> str:
    """Why nothing can be loaded, and what to do; ``""`` where all is clear."""
    if not works:
        told = rules.NO_TASK_HEADINGS.at(where=file)
        return f"{told.message} {told.remedy}"
    for work in works:
        lacking = [word for word, said in zip(("вид", "предмет", "класс"), work.about, strict=True) if not said]
        if lacking:
            known = f"из файла и ответа «{answer}»" if answer else "из файла"
            return f"Какая это работа ({work.where}), {known} не ясно: {', '.join(lacking)}. Повторите и {_ASK}."
    for number, work in enumerate(works):
        for other in works[:number]:
            if other.about == work.about and other.tasks != work.tasks:
                return f"{_label(work.about)}: в файле два разных списка заданий ({other.where} и {work.where}). Оставьте в файле верный."

    return ""


def _label(about: About) -> str:
    return f"{about.kind}, {about.subject}, {about.grade} класс"


def _size(work: WorkTasks) -> str:
    total = sum(task.maximum for task in work.tasks)

    return f"{counted(len(work.tasks), 'задание', 'задания', 'заданий')}, максимум {total}"


def _same(task: str) -> str:
    """A task's number without the differences of typing: «5(1)» is «5.1»."""
    return re.sub(r"\((\d+)\)$", r".\1", re.sub(r"\s", "", russian_letters(task)).upper())


def _changes(state: State, work: WorkTasks) -> _Changes:
    tasks, about = state["tasks"], work.about
    own = tasks[(tasks["kind"] == about.kind) & (tasks["subject"] == about.subject) & (tasks["grade"] == about.grade)]
    scored = _scored(state, about)
    found = _Changes(work)
    wanted = {_same(task.task): task for task in work.tasks}
    for at, row in zip(own.index, records_of(own), strict=True):
        task = wanted.pop(_same(row["task"]), None)
        if task is not None:
            if row["max"] != task.maximum or (task.level and row["level"] != task.level):
                found.corrected[int(at)] = task, row
        elif _same(row["task"]) in scored:
            found.kept.append(row["task"])
        else:
            found.gone[int(at)] = row["task"]
    found.new = list(wanted.values())

    return found


def _procedures(state: State, about: About) -> set[str]:
    """The procedures of a work."""
    return {
        row["procedure_id"]
        for row in records_of(state["procedures"])
        if (row["kind"], row["subject"]) == (about.kind, about.subject)
        and grade_of(state["classes"], row["class"]) == about.grade
    }


def _scored(state: State, about: About) -> set[str]:
    """The tasks of a work for which scores were collected."""
    scores = state["scores"]

    return set(scores[scores["procedure_id"].isin(_procedures(state, about))]["task"].map(_same))


def _findings(state: State, changes: _Changes) -> Iterator[Finding]:
    work, label = changes.work, _label(changes.work.about)
    total = sum(task.maximum for task in work.tasks)
    if work.declared and work.declared != total:
        yield rules.DECLARED_MAXIMUM.at(where=work.where, label=label, declared=work.declared, total=total)
    if changes.kept:
        yield rules.SCORED_TASKS_GONE.at(value="; ".join(changes.kept), label=label)
    given = _procedures(state, work.about) & set(state["commission"]["procedure_id"])
    if changes.written and given:
        yield rules.SHEETS_GIVEN.at(label=label, keys=first_of(sorted(given), _MOST))


def _preview(changes: _Changes) -> Iterator[str]:
    work = changes.work
    yield f"{_label(work.about)}: {_size(work)}."
    yield f"Задания: {', '.join(f'{task.task} ({task.maximum}б)' for task in work.tasks)}."
    corrected = [
        f"{row['task']}: {_maximum(row)} → {task.maximum}"
        for task, row in changes.corrected.values()
        if row["max"] != task.maximum
    ]
    levels = [
        f"{row['task']}: {row['level'] or 'пусто'} → {task.level}"
        for task, row in changes.corrected.values()
        if task.level and row["level"] != task.level
    ]
    for title, names in (
        ("Новых", [task.task for task in changes.new]),
        ("Изменится максимум (было → станет)", corrected),
        ("Изменится уровень (было → станет)", levels),
        ("В файле их нет, баллов по ним нет, строки уйдут", list(changes.gone.values())),
        ("В файле их нет, но по ним собраны баллы, строки останутся", changes.kept),
    ):
        if names:
            yield f"{title}: {len(names)} — {first_of(names, _MOST)}."
    if not changes.written:
        yield "Изменений нет."


def _maximum(row: dict[str, Any]) -> str:
    return "пусто" if pd.isna(row["max"]) else f"{row['max']:g}"


def _written(typed: pd.DataFrame, changes: Sequence[_Changes]) -> pd.DataFrame:
    """«Задания» with the corrections and, behind, the new rows; what nobody corrects is empty here and stays as it was typed."""
    corrected = {at: task for one in changes for at, (task, _) in one.corrected.items()}
    gone = {at for one in changes for at in one.gone}
    old = typed.loc[~typed.index.isin(gone)]
    old = old.assign(
        max=pd.Series(
            [float(corrected[at].maximum) if at in corrected else float("nan") for at in old.index], old.index
        ),
        level=pd.Series(
            [corrected[at].level if at in corrected else "" for at in old.index], old.index, dtype="object"
        ),
    )
    records = [
        {"kind": kind, "subject": subject, "grade": grade, "task": task.task, "max": task.maximum, "level": task.level}
        for one in changes
        for kind, subject, grade in [one.work.about]
        for task in one.new
    ]
    new = frame_of(_TABLE, records)
    new.index = pd.Index(range(-1, -len(records) - 1, -1), name=ROW)

    return pd.concat([old, new[old.columns]]).rename_axis(index=ROW)
