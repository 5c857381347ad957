"""«Индивидуальные результаты» (form Ф1 of the ВПР, as exported in 2026): pupils with task scores, mark and journal mark."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

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

SCHOOL, CODE, CLASS, VARIANT, PRIMARY, MARK, OWN_MARK = (
    "ОО",
    "Код участника",
    "Класс",
    "Вариант",
    "Первичный балл",
    "Отметка",
    "Отметка по журналу",
)
_REQUIRED: Final = (CODE, CLASS, MARK, OWN_MARK)
_HEADING_ROWS: Final = 30
_ABSENT: Final = frozenset({"отсутствовал", "отсутствовала", "не писал", "не писала"})
_TITLE: Final = re.compile(r"(ВПР|ОГЭ|ВсОШ|ВОШ)\b")
_DECLARED: Final = re.compile(r"(?:кол\W*во|количество|всего|число)\s+участников\W*(\d+)", re.IGNORECASE)
_CODE: Final = re.compile(r"(?=.*\d)[\w/№-]+")
_SUMMARY: Final = re.compile(
    r"(?:итог\w*|всего|в среднем|среднее|средний|средняя (?:отметка|оценка)|медиана|сумма|количество|кол-во|мин\w*\.?|макс\w*\.?)\W*(?:\d|$|по |балл)",
    re.IGNORECASE,
)
_MARK_COLUMN: Final = Column("mark", MARK, "mark")
_WHO: Final = ["title", "subject", "school", "code"]
_COLUMNS: Final = [*_WHO, "class", "absent", "mark", "own_mark"]


@dataclasses.dataclass(frozen=True)
class External:
    """What an external file says.

    Attributes:
        file: its name.
        title: its first title, e.g. «ВПР 2026 Русский язык 4 класс».
        subject: subject as the file first names it.
        rows: one row per pupil: ``title``, ``subject`` (of the pupil's own sheet), ``school``, ``code`` (text), ``class``, ``mark``,
            ``own_mark`` (2-5 or NaN), ``absent``.
        findings: what is wrong with it.
    """

    file: str
    title: str
    subject: str
    rows: pd.DataFrame
    findings: tuple[Finding, ...]

    def pairs(self) -> pd.DataFrame:
        """Rows as :func:`objectivity_core.comparison.gaps.gap_rows` takes them."""
        return self.rows.rename(columns={"title": "procedure_id"})


def read_individual(file: str, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> External | None:
    """Read a file «Индивидуальные результаты».

    Args:
        file: name of the file, for messages.
        sheets: raw cells by sheet title, from A1.

    Returns:
        What all its sheets say; None when none has the headings of this layout. Latin X and K in headings are read as Russian. Findings, and
        not counted: a mark that cannot be read, rows of totals, a code given twice (equal rows count once, rows that differ not at all),
        sheets with a table of another layout. A declared count that differs from the rows is a finding.
    """
    read = {title: _Sheet(file, title, cells) for title, cells in sheets.items()}
    ours = [sheet for sheet in read.values() if sheet.at]
    if not ours:
        return None
    records = [record for sheet in ours for record in sheet.records]
    rows = pd.DataFrame(records, columns=_COLUMNS).astype({"absent": "bool", "mark": "float64", "own_mark": "float64"})
    rows, doubled = _each_once(file, rows)
    others = [
        rules.SHEET_LEFT_OUT.at(where=file, title=title)
        for title, cells in sheets.items()
        if not read[title].at and any(sum(not is_blank(cell) for cell in row) >= len(_REQUIRED) for row in cells)
    ]
    findings = [finding for sheet in ours for finding in sheet.told()]

    return External(file, ours[0].titles[0], ours[0].subjects[0], rows, (*findings, *doubled, *others))


def _each_once(file: str, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Every code once; where rows of one code differ nobody knows which is right, so none stays."""
    distinct = rows.drop_duplicates()
    differ = distinct.duplicated(_WHO, keep=False)
    repeated = distinct[~differ].merge(rows[rows.duplicated()][_WHO].drop_duplicates(), on=_WHO)
    findings = [
        rule.at(where=file, count=len(codes), codes=", ".join(codes[:5]) + (" …" if len(codes) > 5 else ""))
        for rule, codes in (
            (rules.CODE_TWICE, repeated["code"].tolist()),
            (rules.CODE_CLASH, distinct[differ]["code"].drop_duplicates().tolist()),
        )
        if codes
    ]

    return distinct[~differ].reset_index(drop=True), findings


class _Sheet:
    """One sheet, read from top to bottom: titles, headings, counts and pupils, each as often as it comes.

    Attributes:
        at: position of each column of the last headings; empty: the sheet has another layout.
        titles: titles of its tables.
        subjects: subjects of its tables.
        records: its pupils.
    """

    def __init__(self, file: str, name: str, cells: Sequence[Sequence[Any]]) -> None:
        self.at: dict[str, int] = {}
        self.titles: list[str] = []
        self.subjects: list[str] = []
        self.records: list[dict[str, Any]] = []
        self._file, self._name = file, name
        self._title, self._subject = file, ""
        self._declared: list[tuple[str, int, int]] = []
        self._no_pupils: list[str] = []
        self._findings: list[Finding] = []
        for number, row in enumerate(cells, start=1):
            if not self.at and number > _HEADING_ROWS:
                break
            self._take(number, row)

    def told(self) -> list[Finding]:
        """What is wrong with the sheet."""
        findings = list(self._findings)
        if self._no_pupils:
            findings.append(rules.NO_PUPIL_ROWS.at(where=self._no_pupils[0], count=len(self._no_pupils)))
        total = len(self.records)
        ends = [*(before for _, _, before in self._declared[1:]), total]
        for (where, declared, start), end in zip(self._declared, ends, strict=False):
            over_groups = end == start and declared == total - start  # a heading above those of the schools
            if declared != end - start and not over_groups:
                findings.append(rules.DECLARED_COUNT.at(where=where, declared=declared, count=end - start))

        return findings

    def _where(self, at: int, number: int) -> str:
        return f"{self._file}: {self._name}!{column_letter(at + 1)}{number}"

    def _take(self, number: int, row: Sequence[Any]) -> None:
        texts = [as_text(cell) for cell in row]
        first = next((text for text in texts if text), "")
        if _TITLE.match(first):
            self._title = first
        elif first.rstrip(": ").casefold() == "предмет" and not self._headings(texts):
            self._subject = next((text for text in texts if text and text != first), "")
        elif at := self._headings(texts):
            self.at = at
            self.titles.append(self._title)
            self.subjects.append(self._subject)
        elif self.at and (found := _DECLARED.search(" ".join(texts))):
            self._declared.append((self._where(0, number), int(found[1]), len(self.records)))
        elif self.at:
            self._pupil(number, row)

    def _headings(self, texts: list[str]) -> dict[str, int]:
        """Position of each known column, by its leftmost heading; empty where a needed one is missing."""
        found = {russian_letters(text).casefold(): at for at, text in reversed(list(enumerate(texts)))}
        names = (*_REQUIRED, SCHOOL, VARIANT, PRIMARY)
        at = {name: found[name.casefold()] for name in names if name.casefold() in found}

        return at if all(name in at for name in _REQUIRED) else {}

    def _pupil(self, number: int, short: Sequence[Any]) -> None:
        row = [
            *short,
            *[None] * (max(self.at.values()) + 1 - len(short)),
        ]  # some formats drop the empty cells at a row's end
        text = {name: as_text(row[at]) for name, at in self.at.items()}
        summary = any(_SUMMARY.match(as_text(cell)) for cell in row)
        if summary or not text[CLASS] or not _CODE.fullmatch(text[CODE]):
            if text[MARK] or text[OWN_MARK] or text[CODE]:
                self._no_pupils.append(self._where(self.at[CODE], number))
            return
        absent = any(value.casefold() in _ABSENT for value in text.values())
        record: dict[str, Any] = {
            "title": self._title,
            "subject": self._subject,
            "school": text.get(SCHOOL, ""),
            "code": text[CODE],
            "class": text[CLASS],
            "absent": absent,
        }
        for field, name in (("mark", MARK), ("own_mark", OWN_MARK)):
            record[field], finding = _mark(row[self.at[name]], self._where(self.at[name], number), text[CODE], name)
            self._findings += [finding] if finding and not absent else []
        self.records.append(record)


def _mark(cell: Any, where: str, code: str, heading: str) -> tuple[float | None, Finding | None]:
    if is_blank(cell) or as_text(cell).casefold() == "нет отметки":
        return None, None
    try:
        return as_mark(_MARK_COLUMN, as_text(cell)), None
    except BadCell as error:
        text = shown(as_text(cell))
        return None, rules.BAD_EXTERNAL_MARK.at(value=text, where=where, code=code, heading=heading, why=error)
