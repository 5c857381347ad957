"""What people typed stays with its term: when the plan is read again, written otherwise, ordered otherwise, or the schedule moves."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from objectivity_core.plan.refresh import dated, refresh
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Grid, is_blank
from objectivity_core.tables.merge import merge
from objectivity_core.tables.parse import parse, records_of

if TYPE_CHECKING:
    from objectivity_core.state import State
    from tests.objectivity_core.conftest import MakeState

TABLE = TABLES["occurrences"]


def measure(phrase: str, **more: Any) -> dict[str, Any]:
    return {
        "measure_id": "M001",
        "number": "1.1",
        "measure": "Педсовет",
        "phrase": phrase,
        "responsible": "Директор",
    } | more


def procedure(key: str, date: dt.date | None, *, kind: str = "ВПР", class_: str = "4А") -> dict[str, Any]:
    return {"procedure_id": key, "kind": kind, "subject": "Русский язык", "class": class_, "date": date}


class Sheet:
    """The sheet «Сроки» of one school, and the button «Обновить сроки»."""

    def __init__(self, make_state: MakeState) -> None:
        self._make = make_state
        self.grid = Grid(TABLE.sheet, 6, 1, TABLE.headings, [])
        self.settings = Settings()

    def state(self, *measures: dict[str, Any], procedures: list[dict[str, Any]] | None = None) -> State:
        occurrences = parse(TABLE, self.grid)[0]

        return self._make(
            measures=list(measures), procedures=procedures or [], occurrences=occurrences, settings=self.settings
        )

    def refresh(self, *measures: dict[str, Any], procedures: list[dict[str, Any]] | None = None) -> None:
        outcome = refresh(self.state(*measures, procedures=procedures))
        self.grid = dataclasses.replace(self.grid, rows=merge(TABLE, self.grid, outcome.tables["occurrences"]))

    def type(self, row: int, **cells: Any) -> None:
        for name, value in cells.items():
            self.grid.rows[row][TABLE.names.index(name)] = value

    def column(self, name: str) -> list[Any]:
        return [row[TABLE.names.index(name)] for row in self.grid.rows]

    def entries(self, name: str = "proof") -> dict[str, Any]:
        """What stands in a column by the due date of its row."""
        return {
            f"{due:%d.%m}" if due else "": cell for due, cell in zip(self.column("due"), self.column(name), strict=True)
        }


@pytest.fixture
def sheet(make_state: MakeState) -> Sheet:
    return Sheet(make_state)


def test_terms_in_another_order_are_the_same_terms(sheet: Sheet) -> None:
    sheet.refresh(measure("октябрь, апрель"))
    sheet.type(0, proof="Протокол 1", done=dt.date(2024, 10, 15))
    sheet.refresh(measure("апрель, октябрь"))

    assert {"31.10": "Протокол 1", "30.04": None} == sheet.entries()
    assert [1, 2] == sheet.column("ordinal")


def test_a_term_that_goes_does_not_leave_its_entries_to_another(sheet: Sheet) -> None:
    sheet.refresh(measure("октябрь, апрель"))
    sheet.type(0, proof="Протокол 1", done=dt.date(2024, 10, 15))
    sheet.refresh(measure("апрель"))

    assert {"31.10": "Протокол 1", "30.04": None} == sheet.entries()
    assert {"31.10": None, "30.04": None} == sheet.entries("decision")  # what is done is not cancelled
    assert {"31.10": "снят с плана", "30.04": "даты"} == sheet.entries("kind")


def test_what_is_left_behind_is_cancelled_unless_done_and_told(sheet: Sheet) -> None:
    sheet.refresh(measure("октябрь, апрель"))
    sheet.type(0, note="Зал занят")
    outcome = refresh(sheet.state(measure("апрель")))
    sheet.refresh(measure("апрель"))

    assert ["entries-left-behind"] == [finding.code for finding in outcome.findings]
    assert "M001 |  | 1" == outcome.findings[0].key
    assert {"31.10": "отменено", "30.04": None} == sheet.entries("decision")


def test_a_term_that_comes_back_is_no_longer_cancelled(sheet: Sheet) -> None:
    sheet.refresh(measure("октябрь, апрель"))
    sheet.type(0, proof="Протокол 1")
    sheet.refresh(measure("апрель"))
    sheet.refresh(measure("октябрь, апрель"))

    assert {"31.10": "Протокол 1", "30.04": None} == sheet.entries()
    assert {"31.10": None, "30.04": None} == sheet.entries("decision")
    assert 2 == len(sheet.grid.rows)


def test_what_a_person_cancelled_stays_cancelled(sheet: Sheet) -> None:
    sheet.refresh(measure("октябрь, апрель"))
    sheet.type(0, decision="отменено", note="Нет педсовета")
    sheet.refresh(measure("октябрь, апрель"))

    assert {"31.10": "отменено", "30.04": None} == sheet.entries("decision")


def test_a_term_written_otherwise_keeps_its_entries(sheet: Sheet) -> None:
    sheet.refresh(measure("до 15 октября"))
    sheet.type(0, note="Зал занят", moved_due=dt.date(2024, 10, 20), moved_reason="Ремонт")
    sheet.refresh(measure("до 18 октября"))

    assert {"18.10": "Зал занят"} == sheet.entries("note")
    assert {"18.10": dt.date(2024, 10, 20)} == sheet.entries("moved_due")


def test_a_new_term_between_the_others_takes_nothing_from_them(sheet: Sheet) -> None:
    sheet.refresh(measure("октябрь, апрель"))
    sheet.type(0, proof="осень")
    sheet.type(1, proof="весна")
    sheet.refresh(measure("октябрь, декабрь, апрель"))

    assert {"31.10": "осень", "31.12": None, "30.04": "весна"} == sheet.entries()
    assert [1, 2, 3] == sorted(sheet.column("ordinal"))


def test_measures_in_another_order_keep_their_entries(sheet: Sheet) -> None:
    one, two = measure("октябрь"), measure("декабрь", measure_id="M002")
    sheet.refresh(one, two)
    sheet.type(1, proof="зима")
    sheet.refresh(two, one)

    assert {"31.10": None, "31.12": "зима"} == sheet.entries()


def test_a_procedure_that_moves_takes_its_entries_along(sheet: Sheet) -> None:
    before = measure("за день до ВПР")
    sheet.refresh(before, procedures=[procedure("А", dt.date(2025, 4, 15)), procedure("Б", dt.date(2025, 4, 16))])
    sheet.type(1, proof="Журнал")
    sheet.refresh(before, procedures=[procedure("А", dt.date(2025, 4, 22)), procedure("Б", dt.date(2025, 4, 14))])

    assert {"21.04": None, "13.04": "Журнал"} == sheet.entries()


def test_one_briefing_serves_a_wave_and_is_due_before_its_first_procedure(sheet: Sheet) -> None:
    wave = [
        procedure("А", dt.date(2025, 4, 15)),
        procedure("Б", dt.date(2025, 4, 16), class_="5А"),
        procedure("В", dt.date(2025, 4, 22), class_="6А"),
    ]
    sheet.refresh(measure("за 1 рабочий день до ВПР", per="волну"), procedures=wave)

    assert ["ВПР 14-18.04", "ВПР 21-25.04"] == sheet.column("wave")
    assert [dt.date(2025, 4, 14), dt.date(2025, 4, 21)] == sheet.column("due")
    assert "Педсовет — ВПР 14-18.04 (4А русский язык, 5А русский язык)" == sheet.column("measure")[0]
    assert "Педсовет — ВПР, Русский язык, 6А" == sheet.column("measure")[1]


def test_what_follows_a_day_of_procedures_is_counted_from_that_day(sheet: Sheet) -> None:
    day = [
        procedure("А", dt.date(2025, 4, 15)),
        procedure("Б", dt.date(2025, 4, 15), class_="5А"),
        procedure("В", dt.date(2025, 4, 16)),
    ]
    sheet.refresh(measure("по графику ВПР", per="день", relative="+3 рабочих дня"), procedures=day)

    assert [dt.date(2025, 4, 18), dt.date(2025, 4, 21)] == sheet.column("due")


def test_entries_of_a_wave_stay_when_its_first_procedure_goes_or_another_comes_before(sheet: Sheet) -> None:
    together = measure("за день до ВПР", per="волну")
    sheet.refresh(together, procedures=[procedure("Б", dt.date(2025, 4, 16)), procedure("В", dt.date(2025, 4, 17))])
    sheet.type(0, proof="Журнал инструктажей")
    sheet.refresh(together, procedures=[procedure("А", dt.date(2025, 4, 15)), procedure("Б", dt.date(2025, 4, 16))])

    assert {"14.04": "Журнал инструктажей"} == sheet.entries()
    assert ["Б"] == sheet.column("procedure_id")


def test_a_record_of_a_wave_stays_with_it_when_its_first_procedure_moves_to_another(sheet: Sheet) -> None:
    together = measure("за 1 рабочий день до ВПР", per="волну")
    first, rest = (
        procedure("А", dt.date(2025, 4, 15)),
        [procedure("Б", dt.date(2025, 4, 16)), procedure("В", dt.date(2025, 4, 22))],
    )
    sheet.refresh(together, procedures=[first, *rest])
    sheet.type(0, proof="Журнал первой волны", done=dt.date(2025, 4, 14))
    sheet.refresh(together, procedures=[procedure("А", dt.date(2025, 4, 23)), *rest])

    assert {"ВПР 14-18.04": "Журнал первой волны", "ВПР 21-25.04": None} == dict(
        zip(sheet.column("wave"), sheet.column("proof"), strict=True)
    )
    assert 2 == len(set(zip(sheet.column("procedure_id"), sheet.column("ordinal"), strict=True)))


def test_a_new_wave_never_takes_the_key_of_another(sheet: Sheet) -> None:
    together = measure("за 1 рабочий день до ВПР", per="волну")
    sheet.refresh(together, procedures=[procedure("А", dt.date(2025, 4, 15)), procedure("Б", dt.date(2025, 4, 16))])
    sheet.type(0, proof="Журнал")
    sheet.refresh(together, procedures=[procedure("А", dt.date(2025, 4, 22)), procedure("Б", dt.date(2025, 4, 16))])

    assert {"ВПР 14-18.04": "Журнал", "ВПР 21-25.04": None} == dict(
        zip(sheet.column("wave"), sheet.column("proof"), strict=True)
    )


def test_a_record_goes_to_the_period_in_which_it_was_made(sheet: Sheet) -> None:
    sheet.refresh(measure("в течение учебного года"))
    sheet.type(0, proof="Протокол", done=dt.date(2024, 10, 11))
    sheet.refresh(measure("ежемесячно"))

    assert ["Протокол"] == [proof for due, proof in sheet.entries().items() if due == "31.10"]
    assert 1 == sum(proof == "Протокол" for proof in sheet.column("proof"))


def test_a_decision_stays_with_its_own_period(sheet: Sheet) -> None:
    sheet.refresh(measure("в течение учебного года"))
    sheet.type(1, decision="не требуется")
    sheet.settings = Settings(record_per="полугодие")
    sheet.refresh(measure("в течение учебного года"))

    assert [] == [
        name
        for name, word in zip(sheet.column("measure"), sheet.column("decision"), strict=True)
        if word and "полугодие" in name
    ]


def test_a_distance_that_cannot_be_read_gives_no_date(sheet: Sheet) -> None:
    sheet.refresh(
        measure("по графику ВПР", relative="когда получится"), procedures=[procedure("А", dt.date(2025, 4, 15))]
    )

    assert [None] == sheet.column("due")


def test_a_procedure_without_date_stands_alone_and_waits_for_one(sheet: Sheet) -> None:
    sheet.refresh(measure("за день до ВПР", per="волну"), procedures=[procedure("А", None), procedure("Б", None)])

    assert ["А", "Б"] == sheet.column("procedure_id")
    assert [None, None] == sheet.column("due")


def test_a_continuous_measure_waits_for_a_record_in_each_term_and_for_a_summary(sheet: Sheet) -> None:
    sheet.refresh(measure("в течение учебного года"))

    assert ["весь год"] * 4 + ["итог года"] == sheet.column("kind")
    assert ["Педсовет — I четверть", "Педсовет — итог года"] == [sheet.column("measure")[at] for at in (0, 4)]
    assert dt.date(2024, 9, 2) == sheet.column("start")[0]
    assert (dt.date(2025, 5, 27), dt.date(2025, 6, 30)) == (sheet.column("start")[4], sheet.column("due")[4])


def test_a_measure_of_the_whole_year_sums_up_by_its_own_end(sheet: Sheet) -> None:
    sheet.refresh(measure("в течение года"))

    assert dt.date(2025, 8, 31) == sheet.column("due")[-1]


@pytest.mark.parametrize(("period", "records"), [("полугодие", 2), ("год", 1), ("месяц", 9)])
def test_how_often_a_record_is_due_is_a_setting(sheet: Sheet, period: str, records: int) -> None:
    sheet.settings = Settings(record_per=period)
    sheet.refresh(measure("в течение учебного года"))

    assert records == sheet.column("kind").count("весь год")


def test_a_record_stays_in_its_stretch_when_the_period_of_records_changes(sheet: Sheet) -> None:
    sheet.refresh(measure("в течение учебного года"))
    sheet.type(2, proof="Протокол III четверти", done=dt.date(2025, 2, 10))
    sheet.settings = Settings(record_per="полугодие")
    sheet.refresh(measure("в течение учебного года"))

    found = {name: proof for name, proof in zip(sheet.column("measure"), sheet.column("proof"), strict=True) if proof}
    assert {"Педсовет — II полугодие": "Протокол III четверти"} == found


def test_the_day_of_the_summary_is_a_setting(sheet: Sheet) -> None:
    sheet.settings = Settings(summary_until=dt.date(2025, 6, 15))
    sheet.refresh(measure("в течение учебного года"))

    assert dt.date(2025, 6, 15) == sheet.column("due")[-1]


def test_a_row_that_people_began_themselves_is_left_to_them(sheet: Sheet) -> None:
    sheet.refresh(measure("октябрь"))
    own = [None] * len(TABLE.columns)
    own[TABLE.names.index("note")], own[TABLE.names.index("done")] = "своё", dt.date(2024, 10, 10)
    sheet.grid.rows.append(own)
    sheet.refresh(measure("октябрь"))

    assert ["31.10", ""] == list(sheet.entries())
    assert [None, "своё"] == sheet.column("note")
    assert [None, None] == sheet.column("decision")


def test_a_date_typed_as_text_becomes_a_date(sheet: Sheet) -> None:
    sheet.refresh(measure("октябрь, ноябрь, декабрь, январь, февраль, март"))
    for row, text in enumerate(
        ("15.10.2024", "15.11.24", "2024-12-15", "15/01/2025", "15 февраля 2025 г.", "когда-нибудь")
    ):
        sheet.type(row, done=text)
    sheet.refresh(measure("октябрь, ноябрь, декабрь, январь, февраль, март"))

    expected = [
        dt.date(2024, 10, 15),
        dt.date(2024, 11, 15),
        dt.date(2024, 12, 15),
        dt.date(2025, 1, 15),
        dt.date(2025, 2, 15),
    ]
    assert [*expected, "когда-нибудь"] == sheet.column("done")


def test_every_term_is_dated_with_entries_people_and_state(sheet: Sheet) -> None:
    sheet.refresh(measure("октябрь, апрель"))
    sheet.type(0, proof="Протокол 1", done=dt.date(2024, 10, 15))
    sheet.type(1, moved_due=dt.date(2025, 5, 5), moved_reason="Карантин")
    frame = dated(sheet.state(measure("апрель")))
    rows = [(row["measure"], row["people"], row["status"], row["proof"]) for row in records_of(frame)]

    assert [("Педсовет", "Первая", "выполняется", ""), ("Педсовет", "", "отменено", "Протокол 1")] == rows
    assert pd.Timestamp(2025, 5, 5) == frame["until"].iloc[0]


def test_nothing_that_people_typed_is_ever_lost(sheet: Sheet) -> None:
    phrases = (
        "октябрь, апрель",
        "апрель",
        "в течение учебного года",
        "по графику ВПР",
        "до 15.10.2024",
        "когда рак свистнет",
        "",
    )
    written = 0
    for number, phrase in enumerate(phrases):
        sheet.refresh(measure(phrase), procedures=[procedure("А", dt.date(2025, 4, 15))])
        for row, cells in enumerate(sheet.grid.rows):
            if is_blank(cells[TABLE.names.index("note")]):
                sheet.type(row, note=f"{number}-{row}")
                written += 1

    assert written == len({note for note in sheet.column("note") if note})
