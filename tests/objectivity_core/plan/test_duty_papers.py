"""Papers from the plan: nothing open is lost, the pressing comes first, texts are ready to send, names stay unique."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.formulas.terms import with_status
from objectivity_core.plan.calendar_sheet import calendar
from objectivity_core.plan.duties import LATER, NO_RECORDS, OVERDUE, SOON, THIS_WEEK, UNPROVEN, duties_of, page
from objectivity_core.plan.duty_papers import duty_pages, printed_plan, unique_labels
from objectivity_core.plan.printed_plan import blocks, counts, director, no_record_lines, overdue_lines
from objectivity_core.plan.reminders import entries, message
from objectivity_core.russian.wording import addressed, counted, free_name, short_name
from objectivity_core.school_year.year import SchoolYear
from objectivity_core.state import Beside
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import frame_of

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.plan.duties import Duty, PersonDuties
    from objectivity_core.state import State

TODAY = dt.date(2025, 4, 28)  # a Monday
HEAD, DEPUTY = "Липатова Вера Олеговна", "Журавлёва Нина Аркадьевна"
STAFF = [
    {"staff_id": "S001", "name": HEAD, "position": "Директор"},
    {"staff_id": "S002", "name": DEPUTY, "position": "Завуч"},
]
MEASURES = [
    {"measure_id": "M001", "number": "1.1", "measure": "Педсовет", "proof_kind": "Протокол", "responsible": "Директор"},
    {"measure_id": "M002", "number": "1.2", "measure": "Инструктаж", "proof_kind": "Журнал", "responsible": "Директор"},
]


def _frame(*rows: dict[str, Any], today: dt.date = TODAY, soon: int = 7) -> pd.DataFrame:
    """Terms as the plan dates them, on a day."""
    usual = {
        "measure_id": "M001",
        "number": "1.1",
        "measure": "Педсовет",
        "kind": "даты",
        "responsible": "Директор",
        "people": HEAD,
    }
    records = [usual | {"ordinal": number} | row for number, row in enumerate(rows, start=1)]

    return with_status(frame_of(TABLES["occurrences"], records), today, soon, calendar(SchoolYear(2024)))


def _staff(*rows: dict[str, Any]) -> pd.DataFrame:
    return frame_of(TABLES["staff"], [*(rows or STAFF)])


def _measures() -> pd.DataFrame:
    return frame_of(TABLES["measures"], MEASURES)


def _tasks(*rows: dict[str, Any]) -> list[PersonDuties]:
    return duties_of(_frame(*rows), _measures(), _staff())


def _only(*rows: dict[str, Any]) -> tuple[Duty, ...]:
    (person,) = _tasks(*rows)

    return person.duties


def _day(month: int, number: int) -> dt.date:
    return dt.date(2025, month, number)


# Who has what


def test_a_term_of_several_people_is_with_each_of_them() -> None:
    persons = _tasks({"due": _day(5, 5), "people": f"{HEAD}; {DEPUTY}"})

    assert [(DEPUTY, 1), (HEAD, 1)] == [(person.name, len(person.duties)) for person in persons]


def test_a_responsible_nobody_knows_keeps_the_words_of_the_plan() -> None:
    persons = _tasks({"due": _day(5, 5), "responsible": "Директор; Библиотекарь"})

    assert [(HEAD, True), ("Библиотекарь", False)] == [(person.name, person.known) for person in persons]


def test_without_any_people_the_pages_are_by_the_words_of_the_plan() -> None:
    frame = _frame(
        {"due": _day(5, 5), "responsible": "Директор; Завуч", "people": ""},
        {"due": _day(5, 5), "responsible": "", "people": ""},
    )

    persons = duties_of(frame, _measures(), frame_of(TABLES["staff"], []))

    assert ["Директор", "Завуч", "Ответственный не указан"] == [person.name for person in persons]


@pytest.mark.parametrize(
    "row",
    [
        {"done": _day(4, 1), "proof": "Протокол № 1"},
        {"done": _day(4, 20), "proof": "Протокол № 1"},
        {"decision": states.NOT_REQUIRED},
        {"decision": states.CANCELLED},
    ],
)
def test_what_is_done_or_not_wanted_is_nobodys_task(row: dict[str, Any]) -> None:
    assert [] == _tasks({"due": _day(4, 10)} | row)


@pytest.mark.parametrize(
    ("row", "section", "left"),
    [
        ({"due": _day(4, 15)}, OVERDUE, "просрочено на 9 рабочих дней"),
        ({"due": _day(4, 26)}, OVERDUE, "просрочено на 1 рабочий день"),
        ({"due": _day(4, 28)}, THIS_WEEK, "сегодня"),
        ({"due": _day(5, 4)}, THIS_WEEK, "осталось 6 дней"),
        ({"due": _day(5, 5)}, SOON, "осталось 7 дней"),
        ({"due": _day(5, 28)}, SOON, "осталось 30 дней"),
        ({"due": _day(5, 29)}, LATER, "осталось 31 день"),
        ({"due": None}, LATER, "нет даты"),
        ({"due": None, "kind": "не понят"}, LATER, "требует уточнения"),
        ({"due": _day(4, 15), "moved_due": _day(4, 29)}, THIS_WEEK, "завтра"),
        ({"due": _day(4, 15), "done": _day(4, 15)}, UNPROVEN, "выполнено, нет подтверждения"),
        ({"start": _day(1, 13), "due": _day(3, 21), "kind": "весь год"}, NO_RECORDS, "нет записей с 13.01.2025"),
        (
            {"start": _day(4, 1), "due": _day(4, 30), "kind": states.SUMMARY_KIND},
            THIS_WEEK,
            "пора подвести итог, осталось 2 дня",
        ),
        ({"due": _day(4, 1), "moved_due": _day(4, 10), "kind": "не понят"}, LATER, "требует уточнения"),
    ],
)
def test_every_open_term_stands_in_the_section_of_its_day(row: dict[str, Any], section: str, left: str) -> None:
    ((title, (line,)),) = page(_only(row), TODAY)

    assert (section, left) == (title, line.left)


def test_a_term_that_ended_yesterday_on_a_day_off_is_late_without_working_days() -> None:
    frame = _frame({"due": _day(4, 26)}, today=_day(4, 27))
    ((_, (line,)),) = page(duties_of(frame, _measures(), _staff())[0].duties, _day(4, 27))

    assert "срок прошёл" == line.left


def test_the_pressing_comes_first() -> None:
    lines = page(_only({"due": _day(5, 2)}, {"due": _day(4, 1)}, {"due": _day(4, 29)}, {"due": _day(3, 1)}), TODAY)

    assert [(OVERDUE, ["01.03.2025", "01.04.2025"]), (THIS_WEEK, ["29.04.2025", "02.05.2025"])] == [
        (title, [line.when for line in part]) for title, part in lines
    ]


def test_far_terms_of_one_measure_share_a_line() -> None:
    ((title, (line,)),) = page(_only({"due": _day(6, 10)}, {"due": _day(6, 20)}, {"due": _day(6, 30)}), TODAY)

    assert (LATER, "10.06.2025", "Педсовет\nЗатем: 20.06.2025; 30.06.2025") == (title, line.when, line.text)


def test_a_moved_term_says_from_when_and_why() -> None:
    ((_, (line,)),) = page(_only({"due": _day(4, 15), "moved_due": _day(5, 7), "moved_reason": "Карантин"}), TODAY)

    assert ("Педсовет (перенесено с 15.04.2025: Карантин)", "07.05.2025") == (line.text, line.when)


# Messages


def test_a_message_greets_by_name_and_says_what_when_and_which_document() -> None:
    (person,) = _tasks(
        {"due": _day(4, 15)}, {"due": _day(4, 30), "measure_id": "M002", "measure": "Инструктаж", "number": "1.2"}
    )

    expected = (
        "Вера Олеговна, добрый день!\n\n"
        "Просрочено:\n• 1.1 Педсовет — срок был 15.04.2025. Документ: Протокол\n\n"
        "До 12.05.2025 нужно сделать:\n• 1.2 Инструктаж — до 30.04.2025 (осталось 2 дня). Документ: Журнал\n\n"
        "Когда будет готово, напишите, пожалуйста, дату и название документа. Спасибо!"
    )
    assert expected == message(person, TODAY)


def test_a_message_stays_short_terms_of_a_measure_share_a_line() -> None:
    (person,) = _tasks(*({"due": _day(4, number), "measure": f"Педсовет — часть {number}"} for number in range(1, 8)))

    assert (
        "• 1.1 Педсовет — сроки были 01.04.2025; 02.04.2025; 03.04.2025; 04.04.2025 и ещё 3. Документ: Протокол"
        in message(person, TODAY)
    )


def test_a_message_calls_nothing_overdue_that_only_lacks_its_record() -> None:
    record = {"start": _day(1, 13), "due": _day(3, 21), "kind": "весь год"}
    (person,) = _tasks(record, record | {"start": _day(3, 31), "due": _day(4, 25)})
    text = message(person, TODAY)

    assert "Просрочено" not in text
    assert (
        "Нет записей за период: впишите, что сделано:\n• 1.1 Педсовет — 13.01.2025 – 21.03.2025; 31.03.2025 – 25.04.2025. Документ: Протокол\n\n"
        "Когда будет готово" in text
    )


def test_a_message_names_the_next_term_when_nothing_presses() -> None:
    (person,) = _tasks({"due": _day(5, 13)})

    assert (
        "Вера Олеговна, добрый день!\n\n"
        "На ближайшие две недели срочных дел по плану нет. Следующее: 1.1 Педсовет — до 13.05.2025."
        == message(person, TODAY)
    )


def test_a_message_to_words_of_the_plan_does_not_invent_a_name() -> None:
    person = _tasks({"due": _day(4, 30), "responsible": "Библиотекарь", "people": ""})[0]

    assert "Добрый день! Это напоминание для: Библиотекарь." == message(person, TODAY).split("\n")[0]


# Calendars


def test_an_entry_lies_on_the_last_day_and_reminds_before_it() -> None:
    (entry,) = entries(
        _only({"start": _day(4, 1), "due": _day(4, 15), "moved_due": _day(5, 7), "phrase": "апрель"}),
        "школа",
        (7, 1, 7),
    )

    expected = (
        "Срок: 01.04.2025 – 07.05.2025 (перенесено с 15.04.2025)\nОтветственный: Директор\n"
        "Чем подтверждается: Протокол\nВ плане: «апрель»\nМера 1.1 плана"
    )
    assert (_day(5, 7), "Педсовет", (7, 1), expected) == (entry.day, entry.summary, entry.remind, entry.description)


def test_what_has_no_day_or_is_done_has_no_entry() -> None:
    assert [] == entries(_only({"due": None}, {"due": _day(4, 15), "done": _day(4, 15)}), "школа", (1,))


def test_a_moved_term_keeps_its_identifier_and_another_term_has_its_own() -> None:
    (before,) = entries(_only({"due": _day(5, 5)}), "школа", (1,))
    (after,) = entries(_only({"due": _day(5, 5), "moved_due": _day(5, 6)}), "школа", (1,))
    (other,) = entries(_only({"due": _day(5, 5), "ordinal": 2}), "школа", (1,))

    assert before.uid == after.uid != other.uid


# The printed plan


def test_overdue_terms_come_longest_overdue_first_with_people_and_document() -> None:
    lines = overdue_lines(_frame({"due": _day(4, 15)}, {"due": _day(4, 1)}, {"due": _day(5, 1)}), _measures(), TODAY)

    assert [
        ("01.04.2025", "Директор (Липатова В. О.)", "Протокол"),
        ("15.04.2025", "Директор (Липатова В. О.)", "Протокол"),
    ] == [(line.when, line.who, line.proof) for line in lines]


def test_periods_without_record_are_listed_apart_from_what_is_overdue() -> None:
    record = {"start": _day(1, 13), "due": _day(3, 21), "kind": "весь год"}
    frame = _frame(record, {"due": _day(4, 15)}, {"start": _day(4, 1), "due": _day(4, 30), "kind": states.SUMMARY_KIND})

    assert [("15.04.2025", states.OVERDUE)] == [
        (line.when, line.status) for line in overdue_lines(frame, _measures(), TODAY)
    ]
    assert [("13.01.2025 – 21.03.2025", "нет записей с 13.01.2025")] == [
        (line.when, line.late) for line in no_record_lines(frame, _measures(), TODAY)
    ]


def test_the_plan_is_printed_in_its_order_with_every_term_in_time() -> None:
    frame = _frame(
        {"due": _day(5, 1), "measure": "Педсовет — май"},
        {"due": _day(4, 1), "done": _day(4, 1), "proof": "Протокол № 1", "note": "с родителями"},
        {"measure_id": "M009", "measure": "Снятая мера", "due": _day(4, 2), "decision": states.CANCELLED},
    )

    first, second, left = blocks(frame, _measures())

    assert ["Педсовет", "Инструктаж", "Снятая мера"] == [first.measure, second.measure, left.measure]
    assert [
        ("", "01.04.2025", states.DONE, "01.04.2025; Протокол № 1; с родителями"),
        ("май", "01.05.2025", states.DUE_SOON, ""),
    ] == [(term.what, term.when, term.status, term.done) for term in first.terms]
    assert () == second.terms
    assert [states.CANCELLED] == [term.status for term in left.terms]


def test_measures_of_one_section_are_printed_together() -> None:
    sections = ["А", "Б", "А"]
    measures = frame_of(
        TABLES["measures"],
        [{"measure_id": f"M{at}", "measure": f"{at}", "section": name} for at, name in enumerate(sections)],
    )

    assert ["0", "2", "1"] == [block.measure for block in blocks(_frame(), measures)]


def test_states_are_counted_the_pressing_first() -> None:
    record = {"start": _day(1, 13), "due": _day(3, 21), "kind": "весь год"}
    frame = _frame(
        record,
        record | {"start": _day(1, 14)},
        {"due": _day(4, 1)},
        {"due": _day(4, 1), "done": _day(4, 1), "proof": "да"},
    )

    assert [(states.OVERDUE, 1), (states.NO_RECORDS, 2), (states.DONE, 1)] == counts(frame)


def test_the_director_signs_by_name_only_when_there_is_one() -> None:
    head = {"name": HEAD, "position": "Директор, учитель истории"}
    deputy = {"name": DEPUTY, "position": "Заместитель директора"}

    assert "Липатова В. О." == director(_staff(head, deputy))
    assert "" == director(_staff(deputy))
    assert "" == director(_staff(head, head))


# The actions


HERE = Beside(pdf=True)


def _state(make_state: Any, **more: Any) -> State:
    measures = [
        {
            "measure_id": "M001",
            "number": "1.1",
            "measure": "Педсовет",
            "phrase": "15.04.2025",
            "responsible": "Директор",
        }
    ]
    tables = {"measures": measures, "staff": STAFF} | more

    return make_state(**tables)  # type: ignore[no-any-return]


def test_tasks_are_made_from_the_plan_as_it_is_now(make_state: Any) -> None:
    outcome = duty_pages(_state(make_state), HERE)

    assert ("Мои дела 20.04.2025", [(HEAD, "Липатова В. О.")]) == (
        outcome.product.folder,
        [(person.name, person.label) for person in outcome.product.pages],
    )
    assert [] == outcome.findings
    assert "Папка «Мои дела 20.04.2025»" in outcome.message


def test_a_folder_that_exists_is_left_alone(make_state: Any) -> None:
    outcome = duty_pages(_state(make_state), Beside(("мои дела 20.04.2025",), pdf=True))

    assert "Мои дела 20.04.2025 2" == outcome.product.folder


def test_without_libreoffice_people_learn_how_to_get_a_pdf(make_state: Any) -> None:
    for action in (duty_pages, printed_plan):
        (finding,) = action(_state(make_state), Beside()).findings

        assert (
            "no-pdf",
            "info",
            "PDF не сделан: нет LibreOffice.",
            "Откройте файл и выберите «Сохранить как PDF».",
        ) == (
            finding.code,
            finding.severity,
            finding.message,
            finding.remedy,
        )


def test_when_nobody_owes_anything_no_folder_is_made(make_state: Any) -> None:
    outcome = duty_pages(_state(make_state, measures=[]), HERE)

    assert (None, True) == (outcome.product, outcome.message.startswith("Открытых дел нет"))


def test_an_empty_plan_is_not_printed(make_state: Any) -> None:
    outcome = printed_plan(_state(make_state, measures=[]), HERE)

    assert (None, ["nothing-to-print"]) == (outcome.product, [finding.code for finding in outcome.findings])


def test_the_printed_plan_counts_what_it_shows(make_state: Any) -> None:
    outcome = printed_plan(_state(make_state), HERE)

    assert (
        "План готов к печати: мер 1, просрочено 1. Папка «Печать плана 20.04.2025» рядом с книгой." == outcome.message
    )
    assert ((states.OVERDUE, 1),) == outcome.product.counts


def test_messages_count_as_the_panel_does(make_state: Any) -> None:
    measures = [
        {
            "measure_id": "M001",
            "number": "1.1",
            "measure": "Педсовет",
            "phrase": "15.04.2025",
            "responsible": "Директор",
        },
        {
            "measure_id": "M002",
            "number": "1.2",
            "measure": "Уроки",
            "phrase": "в течение учебного года",
            "responsible": "Директор",
        },
    ]
    state = _state(make_state, measures=measures)
    printed = printed_plan(state, HERE)
    found = dict(printed.product.counts)
    words = f"просрочено {found[states.OVERDUE]}, нет записей {found[states.NO_RECORDS]}"

    assert (1, True) == (found[states.OVERDUE], found[states.NO_RECORDS] > 1)
    assert (found[states.OVERDUE], found[states.NO_RECORDS]) == (
        len(printed.product.overdue),
        len(printed.product.no_records),
    )
    assert words in printed.message
    assert words in duty_pages(state, HERE).message


# Words


def test_people_with_one_short_name_keep_their_full_names() -> None:
    names = ["Сомов Иван Петрович", "Сомов Илья Павлович", HEAD]

    assert ["Сомов Иван Петрович", "Сомов Илья Павлович", "Липатова В. О."] == unique_labels(names)
    assert "Дела 2" == free_name("Дела", ["дела"])


@pytest.mark.parametrize(
    ("name", "short", "greeting"),
    [
        (HEAD, "Липатова В. О.", "Вера Олеговна"),
        ("Римская-Корсакова Анна Ильинична", "Римская-Корсакова А. И.", "Анна Ильинична"),
        ("Сомов Иван", "Сомов И.", "Иван"),
        ("Руководители МО", "Руководители МО", ""),
        ("заместитель директора по УВР", "заместитель директора по УВР", ""),
        ("Иванова А. И.", "Иванова А. И.", ""),
    ],
)
def test_only_names_of_people_are_shortened(name: str, short: str, greeting: str) -> None:
    assert (short, greeting) == (short_name(name), addressed(name))


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (14, "14 дней"), (21, "21 день")]
)
def test_numbers_take_the_right_form(number: int, words: str) -> None:
    assert words == counted(number, "день", "дня", "дней")
