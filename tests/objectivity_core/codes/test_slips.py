"""What is printed of codes: slips in an order of chance, attendance without codes, and no key is read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectivity_core.codes.draw import draw
from objectivity_core.codes.key import KeyPairs
from objectivity_core.codes.slips import ProcedurePapers, SlipPapers, prepare, split_evenly
from objectivity_core.settings import Settings
from objectivity_core.state import Beside
from objectivity_core.tables import states
from objectivity_core.tables.parse import records_of
from xl_macros.actions import action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from objectivity_core.state import Outcome, State
    from tests.objectivity_core.conftest import MakeState

VPR, VOSH, OGE = "ВПР-РУ-4А-2025-04-15", "ВОШ-МА-5А-2025-04-16", "ОГЭ-РУ-5А-2025-06-01"
OFFICIAL = ("00412", "40001", "40002", "40003", "40004", "40005", "40006")


def procedure(**more: Any) -> dict[str, Any]:
    known = {
        "procedure_id": VPR,
        "kind": "ВПР",
        "subject": "Русский язык",
        "class": "4А",
        "date": dt.date(2025, 4, 21),
        "room": "12",
    }

    return known | more


def works(*codes: str, key: str = VPR) -> list[dict[str, Any]]:
    return [{"procedure_id": key, "code": code} for code in codes]


HERE = Beside(pdf=True)
BLIND = Settings(paper_key=True)
"""Slips without names are drawn blind: only with «Ключ на бумаге»."""


def ran(make_state: MakeState, wanted: str = "", **more: Any) -> Outcome:
    given: dict[str, Any] = {"procedures": [procedure()], "works": works(*OFFICIAL)} | more

    return prepare(make_state(answers={"procedure": wanted}, **given), HERE)


def papers(outcome: Outcome) -> SlipPapers:
    made: SlipPapers = outcome.product

    return made


def first(make_state: MakeState, **more: Any) -> ProcedurePapers:
    return papers(ran(make_state, **more)).procedures[0]


def found(outcome: Outcome) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity) for finding in outcome.findings]


def printed(outcome: Outcome) -> list[str]:
    return [one.procedure_id for one in papers(outcome).procedures]


# Slips


def correlation(order: Sequence[Any], by: Sequence[Any]) -> float:
    """Spearman's rank correlation of places in two orders of the same things, none of them equal."""
    size = len(order)
    apart = sum((order.index(one) - by.index(one)) ** 2 for one in order)

    return 1 - 6 * apart / (size * (size**2 - 1))


def test_the_correlation_would_tell_an_order_that_says_something() -> None:
    assert (1.0, -1.0) == (correlation(OFFICIAL, OFFICIAL), correlation(OFFICIAL[::-1], OFFICIAL))


def orders(state: State, number: int) -> list[tuple[str, ...]]:
    """The slips of the first procedure in so many printings, each from a seed of its own."""
    return [
        papers(prepare(dataclasses.replace(state, random=random.Random(seed)), HERE)).procedures[0].slips
        for seed in range(1000, 1000 + number)
    ]


def coded(make_state: MakeState, *codes: str) -> State:
    return make_state(procedures=[procedure()], works=works(*codes), settings=BLIND)


def test_the_order_of_slips_says_nothing_of_the_order_of_codes(make_state: MakeState) -> None:
    """Official codes may have been given in the order of names: then this order would say who has which."""
    codes = [f"4{number:04d}" for number in range(60)]
    figures = [correlation(slips, codes) for slips in orders(coded(make_state, *codes), 20)]

    # 3.5 standard errors: 20 orders of sixty have that of 200 orders of seven.
    assert 0 == pytest.approx(fmean(figures), abs=0.1)
    assert min(figures) < -0.1
    assert max(figures) > 0.1


def test_the_order_of_slips_says_nothing_of_the_order_of_names(make_state: MakeState) -> None:
    figures = []
    pupils = [{"pupil_id": f"P{number:05d}", "name": f"Ученик {number:02d}", "class": "4А"} for number in range(60)]
    for seed in range(20):
        state = make_state(procedures=[procedure()], pupils=pupils, seed=seed)
        key = draw(state, KeyPairs()).product.pairs.sort_values("name")
        codes = tuple(key["code"])
        figures += [correlation(slips, codes) for slips in orders(coded(make_state, *codes), 1)]

    assert 0 == pytest.approx(fmean(figures), abs=0.1)


def test_every_place_among_the_slips_is_as_likely_for_every_code(make_state: MakeState) -> None:
    """All 49 pairs of a code and a place are counted over 100 printings, where one code alone would need 350."""
    seen = Counter(pair for slips in orders(coded(make_state, *OFFICIAL), 100) for pair in enumerate(slips))
    expected = 100 / 7
    counts = [seen[place, code] for place in range(7) for code in OFFICIAL]

    # Chi square of 36 degrees of freedom, 68 once in a thousand; one code that stays away from one place adds 14, seven of them 100.
    assert sum((count - expected) ** 2 / expected for count in counts) * 6 / 7 < 68
    assert [] == [count for count in counts if not 1 <= count <= 32]  # standard deviation 3.5


def test_each_printing_has_an_order_of_its_own(make_state: MakeState) -> None:
    state = coded(make_state, *OFFICIAL)

    assert 2 <= len({papers(prepare(state, HERE)).procedures[0].slips for _ in range(5)})


def test_the_order_of_rows_in_the_book_changes_nothing(make_state: MakeState) -> None:
    turned = first(make_state, works=works(*OFFICIAL[::-1]), settings=BLIND)

    assert 7 == len(turned.slips)
    assert first(make_state, settings=BLIND) == turned


def test_every_code_has_one_slip_and_keeps_its_zeros(make_state: MakeState) -> None:
    one = first(make_state, works=works("1000002", "00412", "40001", "00412"), settings=BLIND)

    assert ("00412", "40001", "1000002") == one.codes
    assert sorted(one.codes) == sorted(one.slips)


def test_a_code_that_a_pupil_has_in_several_procedures_is_printed_for_each(make_state: MakeState) -> None:
    other = procedure(procedure_id="ВПР-МА", subject="Математика")
    twice = works("40001") + works("40001", key="ВПР-МА")
    made = papers(ran(make_state, procedures=[procedure(), other], works=twice, settings=BLIND))

    assert [
        ("ВПР · Русский язык · 4А · 21.04.2025", ("40001",)),
        ("ВПР · Математика · 4А · 21.04.2025", ("40001",)),
    ] == [(one.title, one.slips) for one in made.procedures]


def test_where_pupils_have_their_codes_no_slip_without_name_is_printed_and_it_is_said_where_the_others_are(
    make_state: MakeState,
) -> None:
    outcome = ran(make_state)

    assert ((), OFFICIAL) == (papers(outcome).procedures[0].slips, papers(outcome).procedures[0].codes)
    assert "из файла ключа: лист «Полоски с фамилиями»" in outcome.message


def test_the_key_is_neither_asked_for_nor_read() -> None:
    one = action("slips")

    assert "" == one.key
    assert [] == [question.name for question in one.asks if question.kind == "secret"]
    assert () == one.writes


# Attendance


def names(make_state: MakeState, *pupils: dict[str, Any], **more: Any) -> list[list[str]]:
    return [list(room.pupils) for room in first(make_state, pupils=list(pupils), **more).rooms]


def pupil(name: str, class_: str = "4А", **more: Any) -> dict[str, Any]:
    return {"name": name, "class": class_} | more


def test_pupils_of_the_class_stand_in_the_order_of_names(make_state: MakeState) -> None:
    pupils = (
        pupil("Яров Ян"),
        pupil("Ёжиков Том", "4 «A»"),
        pupil("Жуков Ив", "4а"),
        pupil("Ершов Лев"),
        pupil("Чужой Ян", "5А"),
    )

    assert [["Ёжиков Том", "Ершов Лев", "Жуков Ив", "Яров Ян"]] == names(make_state, *pupils)


def test_who_has_left_or_is_written_twice_is_not_expected(make_state: MakeState) -> None:
    assert [["Яров Ян"]] == names(
        make_state, pupil("Яров Ян"), pupil("Жуков Ив", state="выбыл"), pupil("яров  Ян", "4а")
    )


def test_namesakes_are_told_apart(make_state: MakeState) -> None:
    namesakes = (pupil("Яров Ян", differs="старший"), pupil("Яров Ян", differs="младший"))

    assert [["Яров Ян (младший)", "Яров Ян (старший)"]] == names(make_state, *namesakes)


def test_two_rooms_share_the_class_evenly(make_state: MakeState) -> None:
    rooms = first(make_state, procedures=[procedure(room="12; 14; 12")]).rooms

    assert [("12", 4), ("14", 3)] == [(room.name, len(room.pupils)) for room in rooms]
    assert [f"Ученик {number:02d}" for number in range(1, 8)] == [name for room in rooms for name in room.pupils]


@given(st.lists(st.text()), st.integers(0, 9))
def test_splitting_loses_nobody_and_is_even(pupils: list[str], parts: int) -> None:
    groups = split_evenly(pupils, parts)
    sizes = [len(group) for group in groups]

    assert pupils == [name for group in groups for name in group]
    assert 1 >= max(sizes) - min(sizes)
    assert len(groups) == max(1, min(parts, len(pupils)))


@pytest.mark.parametrize(
    ("organiser", "expected"),
    [
        ("Зуева Ада Львовна; Котов Ким Ильич", [("Зуева А. Л.",), ("Котов К. И.",)]),
        ("Зуева Ада Львовна (каб. 12)", [("Зуева А. Л.",), ("Зуева А. Л.",)]),
        ("", [(), ()]),
    ],
)
def test_organisers_stand_in_their_rooms(
    make_state: MakeState, organiser: str, expected: list[tuple[str, ...]]
) -> None:
    rooms = first(make_state, procedures=[procedure(room="12; 14", organiser=organiser, observer="родитель")]).rooms

    assert expected == [room.organisers for room in rooms]
    assert [(), ()] == [room.observers for room in rooms]


def test_attendance_and_its_people_hold_no_code(make_state: MakeState) -> None:
    text = str(first(make_state).rooms)

    assert [] == [code for code in OFFICIAL if code in text]


# Which procedures


def three(*days: int) -> dict[str, Any]:
    keys = [f"ВПР-{day}" for day in days]

    return {
        "procedures": [
            procedure(procedure_id=key, date=dt.date(2025, 4, 20) + dt.timedelta(day))
            for key, day in zip(keys, days, strict=True)
        ],
        "works": [row for key in keys for row in works("40001", "40002", key=key)],
    }


def test_those_of_the_next_fourteen_days_are_taken(make_state: MakeState) -> None:
    outcome = ran(make_state, **three(-1, 0, 14, 15))

    assert ["ВПР-0", "ВПР-14"] == printed(outcome)
    assert (
        "Папка «Печать кодов 20.04.2025» рядом с книгой: 2 процедуры. Взяты процедуры с 20.04.2025 по 04.05.2025. Полоски с кодами напечатайте из файла ключа: лист «Полоски с фамилиями», у каждого ученика своя."
        == outcome.message
    )


def test_when_there_are_none_all_that_are_not_opened_are_taken_and_it_is_said(make_state: MakeState) -> None:
    opened = [{"procedure_id": "ВПР--9", "code": "40001", "pupil_id": "P00001", "state": states.SETTLED}]
    outcome = ran(make_state, results=opened, **three(-9, -1, 15))

    assert ["ВПР--1", "ВПР-15"] == printed(outcome)
    assert "С 20.04.2025 по 04.05.2025 процедур нет: взяты все, где коды ещё не открыты." in outcome.message


def test_a_procedure_that_is_named_is_taken_whatever_its_day(make_state: MakeState) -> None:
    assert ["ВПР--9"] == printed(ran(make_state, "ВПР--9", **three(-9, 1)))


def test_what_the_school_does_not_code_is_not_printed(make_state: MakeState) -> None:
    exam = procedure(procedure_id=OGE, kind="ОГЭ")

    assert [VPR] == printed(
        ran(make_state, procedures=[procedure(), exam], works=works(*OFFICIAL) + works("1", key=OGE))
    )


def test_the_folder_never_has_a_name_that_is_taken(make_state: MakeState) -> None:
    state = make_state(procedures=[procedure()], works=works("40001"))
    here = Beside(("печать кодов 20.04.2025", "Печать кодов 20.04.2025 2"))

    assert "Печать кодов 20.04.2025 3" == papers(prepare(state, here)).folder


# Findings


def test_all_is_well_when_codes_and_pupils_and_room_are_there(make_state: MakeState) -> None:
    assert [] == ran(make_state).findings


@pytest.mark.parametrize(
    ("wanted", "more", "expected"),
    [
        ("", {"works": []}, [("no-codes-yet", "warning")]),
        (VPR, {"works": []}, [("no-codes", "error")]),
        ("нет такой", {}, [("unknown-procedure", "error")]),
        (OGE, {"procedures": [procedure(procedure_id=OGE, kind="ОГЭ")]}, [("kind-does-not-fit", "error")]),
    ],
)
def test_where_nothing_can_be_printed_it_is_said(
    make_state: MakeState, wanted: str, more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    outcome = ran(make_state, wanted, **more)

    assert expected == found(outcome)
    assert outcome.product is None
    assert "«Выдать коды»" in outcome.message


def test_a_room_that_is_missing_is_said_and_the_class_stands_on_one_page(make_state: MakeState) -> None:
    outcome = ran(make_state, procedures=[procedure(room="")])

    assert [("no-room", "info")] == found(outcome)
    assert [("", 7)] == [(room.name, len(room.pupils)) for room in papers(outcome).procedures[0].rooms]


def test_a_late_arrival_without_a_code_is_said(make_state: MakeState) -> None:
    outcome = ran(make_state, works=works(*OFFICIAL[:6]))

    assert [("fewer-codes-than-pupils", "warning")] == found(outcome)
    assert f"{VPR}: кодов 6, учеников в классе 7: полосок на всех не хватит." == outcome.findings[0].message


def test_a_code_too_many_is_said(make_state: MakeState) -> None:
    assert [("more-codes-than-pupils", "info")] == found(ran(make_state, works=works(*OFFICIAL, "40007")))


def test_with_a_key_on_paper_codes_to_spare_are_no_surprise(make_state: MakeState) -> None:
    outcome = ran(make_state, works=works(*OFFICIAL, "40007", "40008"), settings=BLIND)

    assert [] == outcome.findings
    assert 9 == len(papers(outcome).procedures[0].slips)


def test_official_codes_are_printed_as_the_schools_own(make_state: MakeState) -> None:
    assert [VPR] == printed(
        ran(make_state, kinds=[{"kind": "ВПР", "short": "ВПР", "coded": states.OFFICIAL, "compared": "да"}])
    )


@pytest.mark.parametrize("class_", ["9Я", ""])
def test_a_class_without_pupils_gets_lines_to_write_on(make_state: MakeState, class_: str) -> None:
    outcome = ran(make_state, procedures=[procedure(**{"class": class_})])

    assert [("empty-attendance", "warning")] == found(outcome)
    assert [("",) * 7] == [room.pupils for room in papers(outcome).procedures[0].rooms]


def test_an_opened_procedure_is_printed_when_it_is_named(make_state: MakeState) -> None:
    opened = [{"procedure_id": VPR, "pupil_id": "P00001", "state": states.SETTLED}]

    assert [("slips-of-opened", "info")] == found(ran(make_state, VPR, results=opened))


def test_a_computer_without_libreoffice_is_said(make_state: MakeState) -> None:
    state = make_state(procedures=[procedure()], works=works(*OFFICIAL))

    assert [("no-pdf", "info")] == found(prepare(state, Beside()))


def test_findings_point_at_their_cells(make_state: MakeState) -> None:
    outcome = ran(make_state, procedures=[procedure(room="")])

    assert ("procedures", VPR, "Кабинет") == (
        outcome.findings[0].table,
        outcome.findings[0].key,
        outcome.findings[0].column,
    )


def test_tables_stay_as_they_are(make_state: MakeState) -> None:
    state = coded(make_state, *OFFICIAL)
    before = {
        name: records_of(frame.fillna(""))
        for name, frame in state.tables.items()
        if name in {"works", "pupils", "procedures"}
    }
    outcome = prepare(state, HERE)

    assert {} == outcome.tables
    assert before == {name: records_of(state[name].fillna("")) for name in before}
