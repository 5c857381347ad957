"""«Индивидуальные результаты» (form Ф1 of the ВПР, as exported in 2026): pupils with task scores, mark and journal mark."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.comparison import rules
from objectivity_core.findings import shown
from objectivity_core.russian.unseen import russian_letters
from objectivity_core.tables.cells import BadCell, as_mark, as_text
from objectivity_core.tables.grid import column_letter, is_blank
from objectivity_core.tables.model import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from objectivity_core.findings import Finding

CODE, CLASS, VARIANT, PRIMARY, MARK, OWN_MARK = (
    "Код участника",
    "Класс",
    "Вариант",
    "Первичный балл",
    "Отметка",
    "Отметка по журналу",
)
_REQUIRED = (CODE, CLASS, MARK, OWN_MARK)
_ABSENT = frozenset({"отсутствовал", "отсутствовала", "не писал", "не писала"})
_DECLARED = re.compile(r"Кол-во участников:\s*(\d+)")
_MARK_COLUMN = Column("mark", MARK, "mark")


@dataclasses.dataclass(frozen=True)
class External:
    """What an external file says.

    Attributes:
        file: its name.
        title: the third line, e.g. «ВПР 2026 Русский язык 4 класс».
        subject: subject as the file names it.
        rows: one row per pupil: ``code`` (text), ``class``, ``mark``, ``own_mark`` (2-5 or NaN), ``absent``.
        findings: what is wrong with it.
    """

    file: str
    title: str
    subject: str
    rows: pd.DataFrame
    findings: tuple[Finding, ...]

    def pairs(self) -> pd.DataFrame:
        """Rows as :func:`objectivity_core.comparison.gaps.gap_rows` takes them."""
        return self.rows.assign(procedure_id=self.title, subject=self.subject)


def read_individual(file: str, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> External | None:
    """Read a file «Индивидуальные результаты».

    Args:
        file: name of the file, for messages.
        sheets: raw cells by sheet title, from A1.

    Returns:
        What the file says; None when no sheet has the headings of this layout. Latin X and K in headings are read as Russian; a mark that
        cannot be read and a declared count that differs from the rows are findings.
    """
    for title, cells in sheets.items():
        for number, row in enumerate(cells[:30]):
            headings = {russian_letters(as_text(cell)).casefold(): at for at, cell in reversed(list(enumerate(row)))}
            if all(name.casefold() in headings for name in _REQUIRED):
                return _read(
                    file,
                    title,
                    cells,
                    number,
                    {name: headings[name.casefold()] for name in (*_REQUIRED, *(_known(headings)))},
                )

    return None


def _known(headings: dict[str, int]) -> list[str]:
    return [name for name in (VARIANT, PRIMARY) if name.casefold() in headings]


def _read(file: str, sheet: str, cells: Sequence[Sequence[Any]], heading_row: int, at: dict[str, int]) -> External:
    labels = {
        as_text(row[0]).rstrip(":"): as_text(row[1])
        for row in cells[:heading_row]
        if len(row) > 1 and not is_blank(row[0])
    }
    title = next(
        (as_text(row[0]) for row in cells[:heading_row] if row and re.match(r"(ВПР|ОГЭ|ВсОШ|ВОШ)\b", as_text(row[0]))),
        file,
    )
    findings: list[Finding] = []
    records = []
    declared = None
    width = max(at.values()) + 1
    for number, short in enumerate(cells[heading_row + 1 :], start=heading_row + 2):
        row = [*short, *[None] * (width - len(short))]  # some formats drop the empty cells at a row's end
        if found := _DECLARED.search(" ".join(as_text(cell) for cell in row)):
            declared = int(found[1])
            continue
        code = as_text(row[at[CODE]])
        if not code:
            continue
        absent = any(as_text(row[at[name]]).casefold() in _ABSENT for name in at)
        marks = {}
        for field, name in (("mark", MARK), ("own_mark", OWN_MARK)):
            marks[field], finding = _mark(
                row[at[name]], f"{file}: {sheet}!{column_letter(at[name] + 1)}{number}", code, name
            )
            findings += [finding] if finding and not absent else []
        records.append({"code": code, "class": as_text(row[at[CLASS]]), "absent": absent, **marks})
    if declared is not None and declared != len(records):
        findings.append(rules.DECLARED_COUNT.at(where=file, declared=declared, count=len(records)))
    rows = pd.DataFrame(records, columns=["code", "class", "absent", "mark", "own_mark"]).astype(
        {"absent": "bool", "mark": "float64", "own_mark": "float64"}
    )

    return External(file, title, labels.get("Предмет", ""), rows, tuple(findings))


def _mark(cell: Any, where: str, code: str, heading: str) -> tuple[float | None, Finding | None]:
    if is_blank(cell) or as_text(cell).casefold() == "нет отметки":
        return None, None
    try:
        return as_mark(_MARK_COLUMN, as_text(cell)), None
    except BadCell as error:
        text = shown(as_text(cell))
        return None, rules.BAD_EXTERNAL_MARK.at(value=text, where=where, code=code, heading=heading, why=error)
