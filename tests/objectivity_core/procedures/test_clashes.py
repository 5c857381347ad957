"""Clashes: two works a day, one person in two places, no observer, an observer who is not independent; nothing else is called one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.checks.actions import check_book
from objectivity_core.people.names import People, people_in
from objectivity_core.procedures.clashes import clashes
from objectivity_core.school_year.year import SchoolYear

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from tests.objectivity_core.conftest import MakeFrame, MakeState, Records

YEAR = SchoolYear(2024)
TODAY = dt.date(2025, 4, 1)
DAY = dt.date(2025, 4, 15)
KINDS = [{"kind": "ВПР", "short": "ВПР", "observed": "да"}, {"kind": "ОГЭ", "short": "ОГЭ", "observed": "нет"}]
FULL, SHORT = "Синицына Алла Петровна (родитель 5А)", "Синицына А. П."


def procedure(class_: str, subject: str = "Русский язык", date: dt.date | None = DAY, **more: Any) -> dict[str, Any]:
    key = f"{class_}-{subject}-{date}"

    return {"procedure_id": key, "kind": "ОГЭ", "subject": subject, "class": class_, "date": date} | more


def found(
    make_frame: MakeFrame, procedures: Records, staff: Records | None = None, today: dt.date = TODAY
) -> list[Finding]:
    return clashes(
        make_frame("procedures", procedures), make_frame("kinds", KINDS), make_frame("staff", staff or []), today, YEAR
    )


def codes(findings: list[Finding]) -> list[str]:
    return [one.code for one in findings]


# Two works a day


def test_two_works_of_a_class_on_one_day_are_named_both(make_frame: MakeFrame) -> None:
    (finding,) = found(make_frame, [procedure("4А"), procedure("4 «а»", "Математика"), procedure("4Б", "Математика")])

    assert ("two-works-a-day", "warning", "procedures", "Дата") == (
        finding.code,
        finding.severity,
        finding.table,
        finding.column,
    )
    assert "русский язык" in finding.message
    assert "математика" in finding.message
    assert finding.key in {"4А-Русский язык-2025-04-15", "4 «а»-Математика-2025-04-15"}


@pytest.mark.parametrize(
    "other",
    [procedure("4А", "Математика", dt.date(2025, 4, 16)), procedure("4А", "Математика", None), procedure("4А")],
    ids=["another day", "no day yet", "written twice"],
)
def test_works_on_other_days_without_day_or_written_twice_are_no_two_works_a_day(
    make_frame: MakeFrame, other: dict[str, Any]
) -> None:
    assert [] == found(make_frame, [procedure("4А"), other])


# One person in two places


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        ("10:00", "10:00", True),
        ("10:00", "10.30", True),
        ("10:00-12:00", "11:30", True),
        ("2 урок", "2", True),
        ("2-3 урок", "3 урок", True),
        ("", "10:00", False),
        ("", "", False),
        ("10:00", "2 урок", False),
        ("после обеда", "10:00", False),
    ],
)
def test_a_person_at_two_works_whose_times_meet_or_are_unknown_is_a_clash(
    make_frame: MakeFrame, one: str, other: str, sure: bool
) -> None:
    rows = [procedure("4А", time=one, organiser=FULL), procedure("5А", "Математика", time=other, observer=SHORT)]
    (finding,) = found(make_frame, rows)

    assert ("person-twice-a-day" if sure else "person-perhaps-twice-a-day", "warning", "procedures") == (
        finding.code,
        finding.severity,
        finding.table,
    )
    assert sure == ("время пересекается" in finding.message)
    assert all(
        word in finding.message
        for word in ("4А русский язык", "5А математика", "организатор", "наблюдатель", "15.04.2025")
    )


@pytest.mark.parametrize(
    ("one", "other"), [("10:00", "11:00"), ("10:00-10:45", "10:45"), ("2 урок", "3 урок"), ("1-2 урок", "3 урок")]
)
def test_one_work_after_the_other_is_no_clash(make_frame: MakeFrame, one: str, other: str) -> None:
    assert [] == found(
        make_frame, [procedure("4А", time=other, organiser=FULL), procedure("5А", time=one, organiser=FULL)]
    )


def test_two_classes_in_one_room_at_one_time_are_one_place(make_frame: MakeFrame) -> None:
    rows = [procedure(class_, time="10:00", room="12", organiser=FULL) for class_ in ("4А", "4Б")]
    elsewhere = procedure("5А", time="10:00", room="13", organiser=FULL)

    assert [] == found(make_frame, rows)
    assert ["person-twice-a-day"] == codes(found(make_frame, [*rows, elsewhere]))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Синицына Алла Петровна", "СИНИЦЫНА  Алла петровна", True),
        ("Синицына Алёна Петровна", "Синицына Алена Петровна", True),
        ("А. П. Синицына", "Синицына Алла Петровна (родитель)", True),
        ("Синицына Алла Петровна", "Синицына Анна Павловна", False),
        ("Синицына А. П.", "Синицын А. П.", False),
    ],
)
def test_one_person_is_known_in_every_writing_of_the_name(one: str, other: str, same: bool) -> None:
    names = [*people_in(one), *people_in(other)]
    people = People(names)

    assert same == (people.who(names[0]) == people.who(names[1]))


def test_initials_that_fit_two_people_are_neither(make_frame: MakeFrame) -> None:
    rows = [procedure("4А", organiser="Синицына А. П."), procedure("5А", organiser="Синицына Алла Петровна")]

    assert ["person-perhaps-twice-a-day"] == codes(found(make_frame, rows))
    assert [] == found(make_frame, rows, [{"staff_id": "S001", "name": "Синицына Анна Павловна"}])


@pytest.mark.parametrize("nobody", ["—", "нет", "Родитель", "Родители 5А", "по графику", ""])
def test_what_is_no_name_is_in_no_two_places(make_frame: MakeFrame, nobody: str) -> None:
    assert [] == found(make_frame, [procedure("4А", observer=nobody), procedure("5А", observer=nobody)])


def test_the_chair_of_the_commission_need_not_be_there(make_frame: MakeFrame) -> None:
    assert [] == found(make_frame, [procedure("4А", chair=FULL, organiser="Сомов Иван"), procedure("5А", chair=FULL)])


# Observers


def test_missing_observers_are_one_finding_per_kind_and_week(make_frame: MakeFrame) -> None:
    rows = [
        *(
            procedure(class_, kind="ВПР", date=dt.date(2025, 4, day))
            for class_, day in (("4А", 15), ("5А", 16), ("6А", 18), ("7А", 22))
        ),
        procedure("8А", kind="ВПР", date=dt.date(2025, 4, 17), observer=FULL),
        procedure("9А", kind="ОГЭ", date=dt.date(2025, 4, 17)),
    ]
    first, second = found(make_frame, rows)

    assert (
        "ВПР 14-18.04: нет наблюдателя у 3 процедур: 4А русский язык 15.04; 5А русский язык 16.04; 6А русский язык 18.04."
    ) == first.message
    assert ("no-observer", "warning", "4А-Русский язык-2025-04-15", "Наблюдатель") == (
        first.code,
        first.severity,
        first.key,
        first.column,
    )
    assert second.message.startswith("ВПР 21-25.04: нет наблюдателя у 1 процедуры: 7А")


def test_a_missing_observer_of_the_past_is_only_told(make_frame: MakeFrame) -> None:
    rows = [procedure("4А", kind="ВПР"), procedure("5А", kind="ВПР", date=dt.date(2025, 4, 16), observer="—")]
    findings = found(make_frame, rows, today=dt.date(2025, 4, 16))

    assert [("no-observer-written", "info"), ("no-observer", "warning")] == [
        (one.code, one.severity) for one in findings
    ]


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ({"class_teacher": "4а"}, "классный руководитель"),
        ({"subjects": "Математика; Русский язык", "classes": "3А; 4А"}, "ведёт этот предмет в этом классе"),
        ({"subjects": "Математика", "classes": "4А"}, ""),
        ({"subjects": "Русский язык", "classes": "5А"}, ""),
    ],
)
def test_an_observer_who_leads_or_teaches_the_class_is_not_independent(
    make_frame: MakeFrame, member: dict[str, Any], reason: str
) -> None:
    staff = [{"staff_id": "S001", "name": "Синицына Алла Петровна"} | member]
    findings = found(make_frame, [procedure("4А", observer=SHORT)], staff)

    assert (["observer-not-independent"] if reason else []) == codes(findings)
    assert all(reason in one.message for one in findings)


def test_the_organiser_does_not_observe_the_same_work(make_frame: MakeFrame) -> None:
    (finding,) = found(make_frame, [procedure("4А", organiser=FULL, observer=SHORT)])

    assert "observer-not-independent" == finding.code
    assert "организатор" in finding.message


def test_checking_the_book_shows_clashes(make_state: MakeState) -> None:
    state = make_state(procedures=[procedure("4А"), procedure("4А", "Математика")])

    assert "two-works-a-day" in codes(check_book(state, []).findings)


def test_trouble_in_two_thousand_procedures_is_two_findings(make_frame: MakeFrame) -> None:
    rows = [
        procedure(f"{number}А", kind="ВПР", organiser=FULL, time="10:00" if number % 2 else "2 урок")
        for number in range(2000)
    ]
    frames = (
        make_frame("procedures", rows),
        make_frame("kinds", KINDS),
        make_frame("staff", [{"staff_id": "S1", "name": "Орлова Ада"}]),
    )
    findings = clashes(*frames, TODAY, YEAR)

    assert ["no-observer", "person-perhaps-twice-a-day"] == sorted(codes(findings))
