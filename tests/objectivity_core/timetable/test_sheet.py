"""A class is opened after its last ВПР: a row of «Расписание» that became no procedure yet counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.codes.draw import draw
from objectivity_core.codes.key import KeyPairs
from objectivity_core.russian.document import Document, SourceTable
from objectivity_core.settings import Settings
from objectivity_core.tables.parse import records_of
from objectivity_core.timetable.load import load
from objectivity_core.timetable.sheet import open_codes

if TYPE_CHECKING:
    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeState

KINDS = [
    {"kind": "ВПР", "short": "ВПР", "coded": "официальные", "experts": 1, "compared": "да"},
    {"kind": "ВОШ", "short": "ВОШ", "coded": "да", "experts": 1, "compared": "нет"},
]
SUBJECTS = [
    {"subject": subject, "short": short}
    for subject, short in (("Русский язык", "РУ"), ("Биология", "БИ"), ("Химия", "ХИ"), ("Математика", "МА"))
]
HEADINGS = {"cell1": "Дата", "cell2": "Класс", "cell3": "Предмет"}
REASON = "Приказ № 7: ученик переводится"


def row(day: str, class_: str, subject: str, kind: str = "") -> dict[str, str]:
    return {"cell1": day, "cell2": class_, "cell3": subject, "cell8": kind}


RUSSIAN = row("15.04.2025", "4А", "Русский язык")


def opened(make_state: MakeState, key: str, timetable: list[dict[str, str]], **more: Any) -> Outcome:
    """«Открыть коды» of one procedure that is marked, with this pasted on «Расписание»."""
    given: dict[str, Any] = {
        "kinds": KINDS,
        "subjects": SUBJECTS,
        "official": [{"class": "4А", "codes": "40001-40020"}],
    }
    pairs = draw(make_state(**given, answers={"procedure": key}), KeyPairs()).product.pairs
    works = records_of(pairs[["procedure_id", "code"]])
    results = [work | {"state": "проверена", "primary": 3, "mark": 4} for work in works]
    answers = {"procedure": key, "reason": more.pop("reason", "")}
    state = make_state(**given, works=works, results=results, timetable=timetable, answers=answers, **more)

    return open_codes(state, KeyPairs(pairs))


@pytest.mark.parametrize("headed", [True, False])
@pytest.mark.parametrize(
    "waiting",
    [
        row("06.05.2025", "4А", "предмет по случайному выбору"),
        row("06.05", "4 «а» кл.", "биология/химия"),
        row("", "4А", "предмет 1 группы"),  # the day of the row above, whose work is another
        row("уточняется", "4", "Один из предметов: биология, химия"),
        row("06.05.2025", "4А", "Математика"),
    ],
)
def test_a_row_that_is_no_procedure_yet_keeps_its_class_closed(
    make_state: MakeState, vpr: str, waiting: dict[str, str], *, headed: bool
) -> None:
    outcome = opened(make_state, vpr, [*([HEADINGS] if headed else []), RUSSIAN, waiting])

    assert {} == outcome.tables
    assert [("work-awaited", "error", "timetable", 1 + headed, "Предмет работы")] == [
        (one.code, one.severity, one.table, one.row, one.column) for one in outcome.findings
    ]


def test_a_reason_opens_it_all_the_same_and_is_recorded(make_state: MakeState, vpr: str) -> None:
    timetable = [HEADINGS, RUSSIAN, row("06.05.2025", "4А", "предмет по жребию")]
    outcome = opened(make_state, vpr, timetable, reason=REASON)

    assert all(outcome.tables["results"]["pupil_id"])
    assert ["opened-early"] == [one.code for one in outcome.findings]
    assert "«предмет по жребию» 06.05.2025" in outcome.findings[0].message
    assert REASON in outcome.message


def test_a_row_of_another_class_or_kind_or_that_became_a_procedure_holds_nobody_up(
    make_state: MakeState, vpr: str
) -> None:
    others = [
        row("06.05.2025", "5А", "предмет по жребию"),
        row("06.05.2025", "4А", "предмет по жребию", "ВОШ"),
        row("08.05.2025", "4А", "резервный день"),
    ]

    drawn = row("15.04.2025", "4А", "предмет по жребию")  # the procedure of that day is what was drawn

    assert [] == opened(make_state, vpr, [HEADINGS | {"cell8": "Вид"}, RUSSIAN, *others]).findings
    assert [] == opened(make_state, vpr, [HEADINGS, drawn]).findings


def loaded(make_state: MakeState, rows: list[list[str]], settings: Settings) -> Settings:
    """«Загрузить расписание» from a file: the settings after it."""
    document = Document("Расписание.docx", (SourceTable("", [["Дата", "Класс", "Предмет"], *rows]),))
    state = make_state(kinds=KINDS, subjects=SUBJECTS, settings=settings, measures=[], occurrences=[])

    return load(state, document).settings or settings


def test_an_undrawn_subject_of_a_file_keeps_its_class_closed_as_a_row_of_the_sheet_does(
    make_state: MakeState, vpr: str
) -> None:
    russian, slot = ["15.04.2025", "4А", "Русский язык"], ["06.05.2025", "4А", "предмет по случайному выбору"]
    other = ["07.05.2025", "5А", "предмет по жребию"]
    settings = loaded(make_state, [russian, slot, other], Settings())
    waits = opened(make_state, vpr, [], settings=settings)
    early = opened(make_state, vpr, [], settings=settings, reason=REASON)
    drawn = loaded(make_state, [russian, [*slot[:2], "Биология"]], settings)

    assert {} == waits.tables
    assert [("work-of-file-awaited", "settings")] == [(one.code, one.table) for one in waits.findings]
    assert "06.05.2025" in waits.findings[0].message
    assert ["opened-early"] == [one.code for one in early.findings]
    assert ("ВПР, 4А, 06.05.2025; ВПР, 5А, 07.05.2025", "ВПР, 5А, 07.05.2025") == (settings.undrawn, drawn.undrawn)
    assert [] == opened(make_state, vpr, [], settings=drawn).findings


def test_own_codes_of_the_school_wait_for_nothing(make_state: MakeState, vosh: str) -> None:
    outcome = opened(make_state, vosh, [row("06.05.2025", "5А", "предмет по жребию", "ВОШ")])

    assert [] == outcome.findings
    assert all(outcome.tables["results"]["pupil_id"])
