"""The scoring sheet of an expert: how it is laid out and how it is read back. Codes only, never names."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from objectivity_core.codes.numbers import OFFICIAL_DIGITS, is_code, is_official, mend
from objectivity_core.commission import rules
from objectivity_core.findings import Finding, shown
from objectivity_core.tables.cells import BadCell, as_score, as_text
from objectivity_core.tables.grid import column_letter, is_blank
from objectivity_core.tables.states import NOT_ATTEMPTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.findings import Rule

SHEET, SERVICE = "Проверка", "Служебный"
HEADING_ROW = 6
"""1-based row of the headings «Код работы | 1 (2б) | … | Итого | Осталось»."""
CODE_HEADING, TOTAL_HEADING, LEFT_HEADING = "Код работы", "Итого", "Осталось"
_MARKS = ("Объективность: лист проверки", "Процедура", "Эксперт", "Третья проверка", "Коды", "Задания", "Максимумы")
_HEADINGS_WITHIN = 30
"""The headings are looked for so far down: people insert rows above them."""
_TASK_HEADING = re.compile(r"(.+) \((\d+)б\)")


@dataclasses.dataclass(frozen=True)
class ScoringSheet:
    """What one expert gets for one procedure.

    Attributes:
        procedure_id: key of the procedure.
        title: the procedure in words.
        staff_id: key of the expert.
        expert: the expert's name.
        third: whether these are third checks.
        codes: codes of the works.
        tasks: (task, maximum) in order.
    """

    procedure_id: str
    title: str
    staff_id: str
    expert: str
    third: bool
    codes: tuple[str, ...]
    tasks: tuple[tuple[str, int], ...]

    def headings(self) -> list[str]:
        """Headings of the sheet's table."""
        return [CODE_HEADING, *(f"{task} ({maximum}б)" for task, maximum in self.tasks), TOTAL_HEADING, LEFT_HEADING]

    def service(self) -> list[tuple[str, str]]:
        """The hidden sheet: what the file is, so that it is recognised when it returns."""
        third = "да" if self.third else "нет"
        tasks, maxima = zip(*self.tasks, strict=True)
        values = (
            "1",
            self.procedure_id,
            self.staff_id,
            third,
            " ".join(self.codes),
            ";".join(tasks),
            ";".join(map(str, maxima)),
        )

        return list(zip(_MARKS, values, strict=True))


class Returned(NamedTuple):
    """A scoring workbook that came back.

    ``rows`` holds, per row of the sheet, the code as typed and the raw cells by task; ``file`` is its name. ``columns`` are the letters of the
    columns by task, that of the codes under ``""``: people insert columns of their own.
    """

    file: str
    procedure_id: str
    staff_id: str
    third: bool
    codes: tuple[str, ...]
    rows: tuple[tuple[int, str, dict[str, Any]], ...]
    columns: dict[str, str]

    def where(self, number: int, task: str = "") -> str:
        """The address of a cell: of a task, or the code."""
        return f"{self.file}: {SHEET}!{self.columns[task]}{number}"


class Scores(NamedTuple):
    """What one returned workbook gives: records of «Баллы» and findings."""

    records: list[dict[str, str]]
    findings: list[Finding]


def recognise(file: str, sheets: dict[str, list[list[Any]]]) -> Returned | Finding:
    """Recognise a returned scoring workbook.

    Args:
        file: its name, for messages.
        sheets: raw cells by sheet title, from A1.

    Returns:
        The workbook's content, or a finding when it is no scoring workbook of this product.
    """
    service = {as_text(row[0]): as_text(row[1]) for row in sheets.get(SERVICE, []) if len(row) > 1}
    cells = sheets.get(SHEET, [])
    if not set(_MARKS) <= service.keys() or len(cells) < HEADING_ROW:
        return rules.NOT_A_SCORING_SHEET.at(where=file, sheet=SHEET, service=SERVICE)
    top = next((at for at, row in enumerate(cells[:_HEADINGS_WITHIN]) if _tasks(row)), HEADING_ROW - 1)
    tasks, headings = _tasks(cells[top]), [as_text(heading) for heading in cells[top]]
    code_at = headings.index(CODE_HEADING) if CODE_HEADING in headings else 0
    columns = {task: column_letter(at + 1) for task, at in {"": code_at, **tasks}.items()}
    rows = []
    for number, row in enumerate(cells[top + 1 :], start=top + 2):
        values = {task: row[at] if at < len(row) else None for task, at in tasks.items()}
        code = as_text(row[code_at]) if code_at < len(row) else ""
        if code or any(not is_blank(value) for value in values.values()):
            rows.append((number, code, values))
    third = service[_MARKS[3]] == "да"

    codes = tuple(
        code.zfill(OFFICIAL_DIGITS) for code in service["Коды"].split()
    )  # a single one may have become a number

    return Returned(file, service["Процедура"], service["Эксперт"], third, codes, tuple(rows), columns)


def _tasks(row: Sequence[Any]) -> dict[str, int]:
    """The tasks that a row has as headings, with their columns."""
    texts = [as_text(cell) for cell in row]

    return {found[1]: at for at, text in enumerate(texts) if (found := _TASK_HEADING.fullmatch(text))}


def read_scores(returned: Returned, maxima: dict[str, int], absent: frozenset[str] = frozenset()) -> Scores:
    """Scores of a returned workbook, each cell checked.

    Args:
        returned: the workbook.
        maxima: largest score by task, from «Задания» of the book.
        absent: codes of works that were not handed in: their rows may stay empty.

    Returns:
        One record per work and task with a usable score; empty cells are left out and named in one finding per work (one for
        the workbook when nothing is filled). A wrong code,
        a deleted or doubled row and a bad score are findings of severity error with the cell; the rest of the file is still read.
    """
    findings: list[Finding] = []
    records: list[dict[str, str]] = []
    seen: set[str] = set()
    if unusable := _unusable(returned, maxima):
        return Scores([], [unusable])
    for number, typed, cells in returned.rows:
        code = _meant(typed, returned.codes)
        where = returned.where(number)
        if rule := _code_problem(code, returned, seen):
            findings.append(rule.at(value=shown(code), where=where, number=number, code=shown(code)))
            continue
        seen.add(code)
        found, bad, empty = _row_scores(returned, number, code, cells, maxima)
        records += found
        findings += bad
        if empty and code not in absent:
            findings.append(rules.EMPTY_SCORE.at(where=where, work=code, tasks=", ".join(empty)))
    lost = [code for code in returned.codes if code not in seen]
    if lost:
        findings.append(rules.LOST_ROW.at(where=returned.file, works=", ".join(lost)))

    return Scores(records, findings)


def _unusable(returned: Returned, maxima: dict[str, int]) -> Finding | None:
    """Why nothing can be read of a workbook, or None."""
    lacking = [task for task in maxima if returned.rows and task not in returned.rows[0][2]]
    if lacking:
        return rules.MISSING_TASK.at(where=returned.file, tasks=", ".join(lacking))
    if returned.rows and all(is_blank(cell) for _, _, cells in returned.rows for cell in cells.values()):
        return rules.NOT_FILLED.at(where=returned.file)

    return None


def _row_scores(
    returned: Returned, number: int, code: str, cells: dict[str, Any], maxima: dict[str, int]
) -> tuple[list[dict[str, str]], list[Finding], list[str]]:
    records, findings, empty = [], [], []
    for task, cell in cells.items():
        if task not in maxima:
            continue
        if is_blank(cell):
            empty.append(task)
            continue
        where = returned.where(number, task)
        try:
            score = as_score(cell)
        except BadCell:
            findings.append(rules.BAD_SCORE.at(value=shown(as_text(cell)), where=where, work=code, task=task))
            continue
        if score != NOT_ATTEMPTED and int(score) > maxima[task]:
            findings += [rules.OVER_MAXIMUM.at(value=score, where=where, work=code, task=task, maximum=maxima[task])]
            continue
        records.append(
            {
                "procedure_id": returned.procedure_id,
                "code": code,
                "staff_id": returned.staff_id,
                "task": task,
                "score": score,
                "file": returned.file,
            }
        )

    return records, findings, empty


def _meant(typed: str, codes: tuple[str, ...]) -> str:
    """The code of the sheet that a cell means: letters for digits put right, zeros before it put back that another program took away."""
    mended = mend(typed)
    alike = [code for code in codes if mended and mended.lstrip("0") == code.lstrip("0")]

    return alike[0] if len(alike) == 1 else typed


def _code_problem(code: str, returned: Returned, seen: set[str]) -> Rule | None:
    if code in seen:
        return rules.CODE_TWICE
    if code in returned.codes:
        return None
    if not code:
        return rules.NO_CODE

    return rules.CODE_NOT_GIVEN if is_code(code) or is_official(code) else rules.MISTYPED_CODE
