"""Codes as they are printed: attendance by room without codes, the list of codes without names, with «Ключ на бумаге» slips to draw blind.

The key is not read: who has which code is unknown here, so no page can say it. Where pupils have their codes already, a slip must bear the name
of its pupil: it is a sheet of the key (:func:`objectivity_core.codes.protocol.key_sheets`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.codes import rules
from objectivity_core.codes.protocol import SLIPS
from objectivity_core.people.names import people_in
from objectivity_core.people.pupils import at_school, full_names
from objectivity_core.procedures.view import chosen, codes_works, given_works, with_states
from objectivity_core.russian.fold import folded_class, folded_names
from objectivity_core.russian.rules import NO_PDF
from objectivity_core.russian.wording import counted, day, free_name, short_name
from objectivity_core.state import Beside, Outcome, State
from objectivity_core.tables import states
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.findings import Finding

FOLDER = "Печать кодов"
FROM_THE_KEY = f"Полоски с кодами напечатайте из файла ключа: лист «{SLIPS}», у каждого ученика своя."
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
        slips: codes in an order of chance, to be drawn blind; none where each pupil has a code already: a slip without name would reach
            somebody else, so those slips are printed from the key, with names.
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
        A :class:`SlipPapers`; nothing when no procedure has codes. Findings: ``no-codes`` (``no-codes-yet`` where no
        procedure was named), ``no-room``, ``empty-attendance``, ``fewer-codes-than-pupils``, ``more-codes-than-pupils``, ``slips-of-opened``,
        ``no-pdf`` and those of the choice.
    """
    wanted = state.answers.get("procedure", "")
    found, findings = chosen(state, codes_works)
    works = given_works(state["works"])
    found = with_states(found, works, state["commission"], state["results"])
    how = ""
    if not wanted:
        found, how = _due(found, state.today)
    codes = {key: _sorted(group) for key, group in works.groupby("procedure_id")["code"]}
    no_codes = rules.NO_CODES if wanted else rules.NO_CODES_YET
    findings += [no_codes.at(key) for key in found["procedure_id"] if key not in codes]
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
        findings.append(NO_PDF.at())
    number = counted(len(printed), "процедура", "процедуры", "процедур")
    slips = counted(sum(len(one.slips) for one in printed), "полоска", "полоски", "полосок")
    where = f", {slips}.{how}" if settings.paper_key else f".{how} {FROM_THE_KEY}"

    return Outcome(f"Папка «{folder}» рядом с книгой: {number}{where}", findings=findings, product=papers)


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
    pupils = at_school(pupils)
    pupils = pupils.assign(
        folded=pupils["class"].map(folded_class), order=folded_names(pupils["name"]), shown=full_names(pupils)
    )

    return pupils.sort_values(["order", "shown"], kind="stable")


def _papers(
    procedure: dict[str, Any], codes: tuple[str, ...], pupils: pd.DataFrame, state: State
) -> tuple[ProcedurePapers, list[Finding]]:
    class_ = folded_class(procedure["class"])
    names = [*pupils.loc[pupils["folded"] == class_, "shown"]] if class_ else []
    slips = [*codes] if state.settings.paper_key else []
    state.random.shuffle(slips)
    findings = _differences(procedure, len(codes), len(names), spare=state.settings.paper_key)
    if not (rooms := list(dict.fromkeys(split_list(procedure["room"])))):
        findings.append(rules.NO_ROOM.at(procedure["procedure_id"]))
    if procedure["state"] == states.OPENED:
        findings.append(rules.SLIPS_OF_OPENED.at(procedure["procedure_id"]))
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


def _differences(procedure: dict[str, Any], codes: int, pupils: int, *, spare: bool) -> list[Finding]:
    """What is odd about the numbers of codes and pupils; with a key on paper there are codes to spare."""
    key = procedure["procedure_id"]
    if not pupils:
        return [rules.EMPTY_ATTENDANCE.at(key, class_=procedure["class"])]
    if pupils == codes or (pupils < codes and spare):
        return []

    return [(rules.FEWER_CODES if pupils > codes else rules.MORE_CODES).at(key, codes=codes, pupils=pupils)]
