"""Rules that one cell cannot show: unique keys, values from other tables, pupils written twice, scales in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from objectivity_core.checks.marking import marking_rules
from objectivity_core.checks.school import school_rules
from objectivity_core.codes.numbers import is_code, is_official
from objectivity_core.findings import Rule, rules_in, shown
from objectivity_core.people.pupils import doubled_pupils
from objectivity_core.plan.entries import entry_findings
from objectivity_core.procedures.clashes import clashes
from objectivity_core.procedures.spelling import understood
from objectivity_core.tables import TABLES, Table, states
from objectivity_core.tables.parse import key_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from objectivity_core.findings import Finding
    from objectivity_core.plan.measures import ReadMeasure
    from objectivity_core.school_year.year import SchoolYear

DOUBLED_KEY = Rule("doubled-key", "error").says(
    "Строка «{key}» в таблице «{excel}» стоит дважды.", "Оставьте одну из строк; у скопированной строки очистите код."
)
DOUBLED_PUPIL = Rule("doubled-pupil", "error", "pupils", TABLES["pupils"]["name"].heading).says(
    "«{name}», {class_}: похоже, ученик записан дважды.",
    "Удалите лишнюю строку; если это тёзки — заполните «Отличие от тёзки».",
)
SCALE_ORDER = Rule("scale-order", "error", "scales", TABLES["scales"]["mark3_from"].heading).says(
    "Границы отметок идут не по возрастанию или выше максимума.", "Сверьте шкалу с источником."
)
BAD_CODE = Rule("bad-code-in-works", "error", "works", TABLES["works"]["code"].heading).says(
    "Код работы «{code}» набран с ошибкой: контрольная цифра не сходится.", "Коды ставит программа: отмените правку."
)
COLLECTED_OVER_MAXIMUM = Rule("collected-over-maximum", "error", "scores", TABLES["scores"]["score"].heading).says(
    "Работа {work}, задание {task}: балл {score} больше максимума.", "Исправьте в листе проверки и соберите снова."
)
RULES = rules_in(globals())

Frames = dict[str, pd.DataFrame]


def check(
    tables: Frames, today: dt.date, school_year: SchoolYear, plan: Sequence[ReadMeasure] | None = None
) -> list[Finding]:
    """All rules over the tables of a book.

    Args:
        tables: any tables as parsed (their index is the row on the sheet); a rule whose tables are absent is passed over.
        today: the day to look from.
        school_year: its first and last day, and its working days.
        plan: the measures as read, where they were already: reading a plan takes the time of all the rest.

    Returns:
        Findings with table, key, column and row.
    """
    tables, findings = understood(tables)
    for name, frame in tables.items():
        findings += doubled_keys(TABLES[name], frame)
    for rule, name in ((_repeated_pupils, "pupils"), (_scales, "scales"), (_codes, "works")):
        if name in tables:
            findings += rule(tables[name])
    if "occurrences" in tables:
        findings += entry_findings(tables["occurrences"], today)
    if {"scores", "tasks", "procedures", "classes"} <= tables.keys():
        findings += _scores_over_maximum(tables)
    if {"procedures", "kinds", "staff"} <= tables.keys():
        findings += clashes(tables["procedures"], tables["kinds"], tables["staff"], today, school_year)
    findings += school_rules(tables, today, school_year, plan)
    findings += marking_rules(tables, today, f"{school_year.year}/{school_year.year + 1}")

    return findings


def doubled_keys(table: Table, frame: pd.DataFrame) -> Iterator[Finding]:
    """Rows whose key stands above already: a copied row, most often."""
    if not set(table.key) <= set(frame.columns) or table.name in {"findings", "log"}:
        return
    full = pd.Series(True, index=frame.index)
    for name in table.key:
        if table[name].required or name in {"pupil_id", "measure_id", "staff_id", "setting"}:
            full &= frame[name].astype("str").ne("") & frame[name].notna()
    keys = key_of(table, frame)
    for row, key in keys[full & keys.duplicated() & keys.str.strip(" |").ne("")].items():
        heading = table[table.key[0]].heading
        yield DOUBLED_KEY.at(key, value=shown(key), row=row, table=table.name, column=heading, excel=table.excel)


def _repeated_pupils(pupils: pd.DataFrame) -> Iterator[Finding]:
    """Two pupils may share a name; one class with two equal names needs a word that tells them apart."""
    for row in pupils.index[doubled_pupils(pupils)]:
        pupil_id, name, class_ = pupils.loc[row, ["pupil_id", "name", "class"]]
        yield DOUBLED_PUPIL.at(pupil_id, value=shown(name), row=row, name=name, class_=class_)


def _scales(scales: pd.DataFrame) -> Iterator[Finding]:
    bounds = scales[["mark3_from", "mark4_from", "mark5_from", "max"]]
    wrong = bounds.notna().all(axis=1) & ~(bounds.diff(axis=1).iloc[:, 1:] > 0).iloc[:, :2].all(axis=1) | (
        bounds["mark5_from"] > bounds["max"]
    )
    for row in scales.index[wrong]:
        yield SCALE_ORDER.at(str(key_of(TABLES["scales"], scales)[row]), row=row)


def _codes(works: pd.DataFrame) -> Iterator[Finding]:
    for row, code in works["code"].items():
        if code and not (is_code(code) or is_official(code)):
            yield BAD_CODE.at(value=shown(code), row=row, code=code)


def _scores_over_maximum(tables: Frames) -> Iterator[Finding]:
    scores, tasks, procedures, classes = (tables[name] for name in ("scores", "tasks", "procedures", "classes"))
    grade = procedures["class"].map(classes.drop_duplicates("class").set_index("class")["grade"])
    by_id = (
        procedures.assign(grade=grade)
        .drop_duplicates("procedure_id")
        .set_index("procedure_id")[["kind", "subject", "grade"]]
    )
    maxima = tasks.drop_duplicates(["kind", "subject", "grade", "task"]).set_index(
        ["kind", "subject", "grade", "task"]
    )["max"]
    about = by_id.reindex(scores["procedure_id"])
    maximum = maxima.reindex(
        pd.MultiIndex.from_arrays([about["kind"], about["subject"], about["grade"], scores["task"]])
    ).to_numpy()
    points = pd.to_numeric(scores["score"].replace(states.NOT_ATTEMPTED, "0"), errors="coerce")
    for row in scores.index[points.to_numpy() > maximum]:
        work, task, score = scores.loc[row, ["code", "task", "score"]]
        key = str(key_of(TABLES["scores"], scores)[row])
        yield COLLECTED_OVER_MAXIMUM.at(key, value=score, row=row, work=work, task=task, score=score)
