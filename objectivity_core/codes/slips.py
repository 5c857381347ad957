"""Codes as they are printed: slips to cut, attendance by room without codes, the list of codes without names.

The key is not read: who has which code is unknown here, so no page can say it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.findings import Finding
from objectivity_core.people.names import people_in
from objectivity_core.people.pupils import doubled_pupils
from objectivity_core.procedures.view import chosen, codes_works, given_works, with_states
from objectivity_core.russian.fold import folded_class, folded_names
from objectivity_core.russian.wording import counted, day, free_name, short_name
from objectivity_core.state import Beside, Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = "Печать кодов"
AHEAD = 14
"""Days ahead whose procedures are printed when none is named: codes lie about printed no longer than needed."""


@dataclasses.dataclass(frozen=True)
class Room:
    """The attendance of one room: its number (may be empty), pupils in the order of names, who signs."""

    name: str
    pupils: tuple[str, ...]
    organisers: tuple[str, ...]
    observers: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class ProcedurePapers:
    """What is printed for one procedure.

    Attributes:
        procedure_id: its key.
        title: the procedure in words.
        start: when it begins, as typed; may be empty.
        slips: codes in an order of chance.
        codes: the same codes, sorted.
        rooms: attendance, at least one room.
    """

    procedure_id: str
    title: str
    start: str
    slips: tuple[str, ...]
    codes: tuple[str, ...]
    rooms: tuple[Room, ...]


@dataclasses.dataclass(frozen=True)
class SlipPapers:
    """Everything in the folder «Печать кодов».

    Attributes:
        folder: name of the new folder.
        school: the school's name, may be empty.
        year: the academic year, ``2024/2025``.
        per_page: slips on a page.
        procedures: one workbook each.
        pdf: whether PDFs can be made.
    """

    folder: str
    school: str
    year: str
    per_page: int
    procedures: tuple[ProcedurePapers, ...]
    pdf: bool


def prepare(state: State, beside: Beside) -> Outcome[SlipPapers]:
    """Codes and pupils → what is printed on the day before a procedure.

    Without a named procedure those of the next :data:`AHEAD` days are taken; when there are none, all that have codes and are not opened.

    Args:
        state: reads ``procedures``, ``kinds``, ``works``, ``commission``, ``results``, ``pupils``; answer ``procedure``.
        beside: names in the book's folder, and whether PDFs can be made.

    Returns:
        A :class:`SlipPapers`; nothing when no procedure has codes. Findings: ``no-codes``, ``no-room``,
        ``no-pupils``, ``codes-and-pupils-differ``, ``already-opened``, ``no-pdf`` and those of the choice.
    """
    wanted = state.answers.get("procedure", "")
    found, findings = chosen(state, codes_works)
    works = given_works(state["works"])
    found = with_states(found, works, state["commission"], state["results"])
    how = ""
    if not wanted:
        found, how = _due(found, state.today)
    codes = {key: _sorted(group) for key, group in works.groupby("procedure_id")["code"]}
    findings += [_no_codes(key, severe=bool(wanted)) for key in found["procedure_id"] if key not in codes]
    coded = records_of(found[found["procedure_id"].isin(list(codes))])
    if not coded:
        why = "подходящих процедур с кодами нет" if found.empty else "кодов ещё нет"
        return Outcome(f"Печатать нечего: {why}. Сначала «Выдать коды».", findings=findings)
    pupils = _pupils(state["pupils"])
    printed = []
    for procedure in coded:
        one, wrong = _papers(procedure, codes[procedure["procedure_id"]], pupils, state)
        printed.append(one)
        findings += wrong
    settings = state.settings
    folder = free_name(f"{FOLDER} {day(state.today)}", beside.names)
    papers = SlipPapers(
        folder, settings.school, settings.academic_year, settings.slips_per_page, tuple(printed), beside.pdf
    )
    if not papers.pdf:
        findings.append(
            Finding(
                "no-pdf", "info", "PDF не сделан: нет LibreOffice.", "Откройте файл и выберите «Сохранить как PDF»."
            )
        )
    slips = counted(sum(len(one.slips) for one in printed), "полоска", "полоски", "полосок")
    number = counted(len(printed), "процедура", "процедуры", "процедур")

    return Outcome(f"Папка «{folder}» рядом с книгой: {number}, {slips}.{how}", findings=findings, product=papers)


def split_evenly(names: Sequence[str], parts: int) -> list[tuple[str, ...]]:
    """Names in their order over several rooms, whose numbers differ by one at most; no room stays empty.

    >>> split_evenly(["А", "Б", "В", "Г", "Д"], 2), split_evenly(["А"], 3), split_evenly([], 2)
    ([('А', 'Б', 'В'), ('Г', 'Д')], [('А',)], [()])
    """
    parts = max(min(parts, len(names)), 1)
    size, more = divmod(len(names), parts)
    starts = [number * size + min(number, more) for number in range(parts + 1)]

    return [tuple(names[start:end]) for start, end in itertools.pairwise(starts)]


def title_of(procedure: dict[str, Any]) -> str:
    """A procedure in words: kind, subject, class, date.

    >>> title_of({"kind": "ВПР", "subject": "Русский язык", "class": "4А", "date": pd.Timestamp("2025-04-15")})
    'ВПР · Русский язык · 4А · 15.04.2025'
    """
    when = "" if pd.isna(procedure["date"]) else day(procedure["date"])

    return " · ".join(part for part in (procedure["kind"], procedure["subject"], procedure["class"], when) if part)


def _due(procedures: pd.DataFrame, today: dt.date) -> tuple[pd.DataFrame, str]:
    """The procedures to print when none is named, and a sentence that says which."""
    closed = procedures[procedures["state"] != states.OPENED]
    last = today + dt.timedelta(days=AHEAD)
    near = closed[closed["date"].between(pd.Timestamp(today), pd.Timestamp(last))]
    if len(near):
        return near, f" Взяты процедуры с {day(today)} по {day(last)}."

    return closed[
        closed["state"] != states.PLANNED
    ], f" С {day(today)} по {day(last)} процедур нет: взяты все, где коды ещё не открыты."


def _sorted(codes: pd.Series[Any]) -> tuple[str, ...]:
    """Codes of one length by their figures; they are texts, zeros in front belong to them."""
    return tuple(sorted(codes, key=lambda code: (len(code), code)))


def _pupils(pupils: pd.DataFrame) -> pd.DataFrame:
    """Who is at school, in the order of names; a row written twice counts once."""
    pupils = pupils[(pupils["state"] != "выбыл") & (pupils["name"] != "") & ~doubled_pupils(pupils)]
    differs = pupils["differs"].where(pupils["differs"] == "", " (" + pupils["differs"] + ")")
    pupils = pupils.assign(
        folded=pupils["class"].map(folded_class), order=folded_names(pupils["name"]), shown=pupils["name"] + differs
    )

    return pupils.sort_values(["order", "shown"], kind="stable")


def _papers(
    procedure: dict[str, Any], codes: tuple[str, ...], pupils: pd.DataFrame, state: State
) -> tuple[ProcedurePapers, list[Finding]]:
    class_ = folded_class(procedure["class"])
    names = [*pupils.loc[pupils["folded"] == class_, "shown"]] if class_ else []
    slips = [*codes]
    state.random.shuffle(slips)
    findings = _differences(procedure, len(codes), len(names), spare=state.settings.paper_key)
    if not (rooms := list(dict.fromkeys(split_list(procedure["room"])))):
        findings.append(
            _about(procedure, "no-room", "info", "не указан кабинет: явка — одним листом.", "Впишите кабинет.", "room")
        )
    if procedure["state"] == states.OPENED:
        findings.append(
            _about(
                procedure, "already-opened", "info", "коды уже открыты.", "Полоски нужны только для архива.", "state"
            )
        )
    groups = split_evenly(
        names or [""] * len(codes), len(rooms)
    )  # without a list of pupils: lines to write names by hand
    papers = ProcedurePapers(
        procedure["procedure_id"],
        title_of(procedure),
        procedure["time"],
        tuple(slips),
        codes,
        _rooms(rooms or [""], groups, people_in(procedure["organiser"]), people_in(procedure["observer"])),
    )

    return papers, findings


def _rooms(
    rooms: list[str], groups: list[tuple[str, ...]], organisers: list[str], observers: list[str]
) -> tuple[Room, ...]:
    """Rooms with their pupils; people as many as rooms are one to a room in the order typed, otherwise all may sign everywhere."""

    def of(people: list[str], at: int) -> tuple[str, ...]:
        return tuple(short_name(name) for name in (people[at : at + 1] if len(people) == len(rooms) else people))

    return tuple(Room(rooms[at], names, of(organisers, at), of(observers, at)) for at, names in enumerate(groups))


def _no_codes(key: str, *, severe: bool) -> Finding:
    return Finding(
        "no-codes", "error" if severe else "warning", f"{key}: кодов нет.", "Сначала «Выдать коды».", "procedures", key
    )


def _differences(procedure: dict[str, Any], codes: int, pupils: int, *, spare: bool) -> list[Finding]:
    """What is odd about the numbers of codes and pupils; with a key on paper there are codes to spare."""
    numbers = f"кодов {codes}, учеников в классе {pupils}"
    if not pupils:
        text = f"в классе «{procedure['class']}» нет учеников: в явке пустые строки."
        return [
            _about(
                procedure, "no-pupils", "warning", text, "Проверьте класс в листах «Процедуры» и «Ученики».", "class"
            )
        ]
    if pupils > codes:
        remedy = "Новым ученикам «Выдать коды», затем напечатайте заново."
        return [
            _about(
                procedure,
                "codes-and-pupils-differ",
                "warning",
                f"{numbers}: полосок на всех не хватит.",
                remedy,
                "works",
            )
        ]
    if pupils < codes and not spare:
        remedy = "Лишние полоски не раздавайте; их работы отметьте «не сдана» в листе «Работы»."
        return [_about(procedure, "codes-and-pupils-differ", "info", f"{numbers}: кто-то выбыл.", remedy, "works")]

    return []


def _about(procedure: dict[str, Any], code: str, severity: Any, message: str, remedy: str, column: str) -> Finding:
    key, heading = procedure["procedure_id"], TABLES["procedures"][column].heading

    return Finding(code, severity, f"{key}: {message}", remedy, "procedures", key, heading)
