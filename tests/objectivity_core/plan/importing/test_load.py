"""«Загрузить план»: new measures behind the old ones, nothing twice, nothing of people's lost."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.plan.importing.load import PlanFiles, load
from objectivity_core.russian.document import Document, SourceTable
from objectivity_core.settings import Settings
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import MakeFrame, MakeState

    from objectivity_core.findings import Finding
    from objectivity_core.state import Outcome

HEADINGS = ["№", "Мероприятия", "Сроки", "Ответственные"]
ROWS = [HEADINGS, ["1", "Курсы", "октябрь", "Директор"], ["2", "Семинар", "когда-нибудь потом", "Завуч"]]
READY = [
    {
        "number": "1.1",
        "measure": "Обучение независимых наблюдателей",
        "phrase": "по графику  процедур",
        "responsible": "Директор",
        "procedures": "ВПР",
    },
    {"number": "1.2", "measure": "Курсы", "phrase": "октябрь", "responsible": "Директор"},
]
"""What a new book starts with."""

OURS = {
    "measure_id": "M007",
    "document": "План",
    "measure": "курсы ",
    "phrase": "ноябрь",
    "responsible": "Завуч",
    "number": "1",
}


def document(rows: list[list[str]], title: str = "План", name: str = "Файл.docx") -> Document:
    return Document(name, (SourceTable(title, rows),))


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_measures_are_appended_with_new_keys_and_dated_at_once(make_state: MakeState) -> None:
    old = {"measure_id": "M003", "measure": "Своя мера", "phrase": "май", "responsible": "Директор"}
    outcome = load(make_state(measures=[old], settings=Settings(last_measure=5)), PlanFiles((document(ROWS),)))

    assert [("M003", "Своя мера"), ("M006", "Курсы"), ("M007", "Семинар")] == [
        (row["measure_id"], row["measure"]) for row in records_of(outcome.tables["measures"])
    ]
    assert outcome.settings is not None
    assert 7 == outcome.settings.last_measure
    assert {"M003", "M006", "M007"} == set(outcome.tables["occurrences"]["measure_id"])
    assert "unread-deadline" in codes(outcome.findings)
    assert outcome.message.startswith("Мер дописано в план: 2, уже были: 0.")


def test_new_measures_never_take_a_row_of_the_sheet(make_state: MakeState) -> None:
    """A blank row of the sheet has no key either: a frame row with its number would be written into it without people's columns."""
    outcome = load(make_state(measures=[]), PlanFiles((document(ROWS),)))

    assert all(row < 0 for row in outcome.tables["measures"].index)
    assert outcome.tables["measures"].index.is_unique


def test_a_measure_that_is_there_is_not_doubled_and_people_s_version_stays(make_state: MakeState) -> None:
    outcome = load(make_state(measures=[OURS]), PlanFiles((document(ROWS),)))
    rows = records_of(outcome.tables["measures"])
    differs = [(finding.column, finding.message) for finding in outcome.findings if finding.code == "measure-differs"]

    assert [("курсы ", "ноябрь", "Завуч"), ("Семинар", "когда-нибудь потом", "Завуч")] == [
        (row["measure"], row["phrase"], row["responsible"]) for row in rows
    ]
    assert [
        ("Срок исполнения", "Мера 1: в файле «октябрь», в плане «ноябрь». Оставлено то, что в плане."),
        ("Ответственный", "Мера 1: в файле «Директор», в плане «Завуч». Оставлено то, что в плане."),
    ] == differs


def test_importing_the_same_file_again_adds_nothing(make_state: MakeState) -> None:
    first = load(make_state(measures=[]), PlanFiles((document(ROWS),)))
    again = load(make_state(measures=first.tables["measures"].drop(columns="reading")), PlanFiles((document(ROWS),)))

    assert list(first.tables["measures"]["measure_id"]) == list(again.tables["measures"]["measure_id"])
    assert "Будет дописано мер: 0" in again.preview
    assert "measure-differs" not in codes(again.findings)


def test_two_documents_with_equal_measures_live_side_by_side(make_state: MakeState) -> None:
    files = (document(ROWS), document(ROWS, "Дорожная карта по подготовке к ОГЭ"))
    measures = records_of(load(make_state(measures=[]), PlanFiles(files)).tables["measures"])

    assert ["План", "План", *["Дорожная карта по подготовке к ОГЭ"] * 2] == [row["document"] for row in measures]


def test_the_plan_may_be_given_a_name(make_state: MakeState) -> None:
    outcome = load(make_state(measures=[], answers={"document": "План 9 класса"}), PlanFiles((document(ROWS),)))

    assert {"План 9 класса"} == set(outcome.tables["measures"]["document"])


def test_one_wording_twice_in_a_file_stays_two_measures(make_state: MakeState) -> None:
    rows = [HEADINGS, ["1", "Контроль", "октябрь", "Директор"], ["2", "Контроль", "май", "Завуч"]]
    outcome = load(make_state(measures=[]), PlanFiles((document(rows),)))

    assert ["октябрь", "май"] == list(outcome.tables["measures"]["phrase"])


def test_a_file_without_a_plan_changes_nothing_and_says_what_to_do(make_state: MakeState) -> None:
    outcome = load(make_state(measures=[OURS]), PlanFiles((document([["Фото", "Подпись"]]),)))

    assert (True, {}, ()) == (outcome.refused, outcome.tables, outcome.preview)
    assert (
        "План не загружен. В файле «Файл.docx» не найдена таблица с планом: нужны столбцы «Мероприятия», «Сроки», «Ответственные». "
        "Таблицы, которые не план (1): «Фото»: нет столбцов с мероприятиями и сроками или ответственными. "
        "Проверьте, тот ли это файл. Если план в нём картинкой или текстом без таблицы, перенесите его в таблицу Word или Excel и загрузите снова."
    ) == outcome.message
    assert ["not-a-plan", "no-plan"] == codes(outcome.findings)


def test_one_file_of_several_without_a_plan_is_an_error_and_the_others_are_loaded(make_state: MakeState) -> None:
    files = (document(ROWS), document([["Фото", "Подпись"]], name="Фото.docx"))
    outcome = load(make_state(measures=[]), PlanFiles(files))

    assert not outcome.refused
    assert ["Фото.docx"] == [finding.where for finding in outcome.findings if finding.code == "no-plan"]
    assert ["Файл «Фото.docx»", "  План в нём не найден"] == list(outcome.preview[4:6])


def test_empty_deadlines_and_people_are_named_by_their_measure(make_state: MakeState) -> None:
    rows = [HEADINGS, ["1", "Курсы", "", "Директор"], ["2", "Семинар", "май", ""]]
    outcome = load(make_state(measures=[]), PlanFiles((document(rows),)))

    assert [("M001", "Срок исполнения"), ("M002", "Ответственный")] == [
        (finding.key, finding.column) for finding in outcome.findings if finding.code.endswith("-in-file")
    ]


def test_the_preview_says_how_many_measures_are_there_already(make_state: MakeState) -> None:
    lines = load(make_state(measures=[OURS]), PlanFiles((document(ROWS),))).preview

    assert (
        "В листе «План» уже есть мер: 1. Они остаются как есть; лишние уберите сами",
        "Из файла уже есть в плане мер: 1, второй раз не дописываются",
        "Будет дописано мер: 1",
    ) == lines[-3:]


def standing(*changes: dict[str, str]) -> list[dict[str, str]]:
    """The ready-made measures as they stand in a book whose deadlines were refreshed."""
    own: tuple[dict[str, str], ...] = ({"relative": "−3 рабочих дня"}, {})
    changed = changes or ({}, {})

    return [{"measure_id": f"M00{at}"} | row | own[at - 1] | changed[at - 1] for at, row in enumerate(READY, start=1)]


@pytest.fixture
def imported(make_state: MakeState, make_frame: MakeFrame) -> Callable[..., Outcome]:
    """Import ROWS into a book with these measures and terms."""

    def run(measures: list[dict[str, str]], **tables: list[dict[str, Any]]) -> Outcome:
        files = PlanFiles((document(ROWS),), make_frame("measures", READY))

        return load(make_state(measures=measures, **tables), files)

    return run


def test_ready_made_measures_that_nobody_touched_give_way_and_their_keys_never_return(
    imported: Callable[..., Outcome],
) -> None:
    outcome = imported(standing())

    assert ["M003", "M004"] == list(outcome.tables["measures"]["measure_id"])
    assert {"M003", "M004"} == set(outcome.tables["occurrences"]["measure_id"])
    assert frozenset({"measures"}) == outcome.replaces
    assert ("Готовые 2 мер образца заменяются: в них ничего не вписано", "Будет дописано мер: 2") == outcome.preview[
        -2:
    ]
    assert outcome.message.startswith("Готовых мер образца заменено: 2. Мер дописано в план: 2, уже были: 0.")


def test_the_ready_made_plan_itself_comes_from_the_file(imported: Callable[..., Outcome]) -> None:
    """«Курсы» is ready-made and in the file: the row of the file is the one that stands, with its document."""
    measures = records_of(imported(standing()).tables["measures"])

    assert [("M003", "План", "Курсы")] == [(row["measure_id"], row["document"], row["measure"]) for row in measures[:1]]


@pytest.mark.parametrize(
    "changes",
    [
        ({"measure": "Обучение наблюдателей"}, {}),
        ({"phrase": "за 5 дней до ВПР"}, {}),
        ({}, {"responsible": "Завуч"}),
        ({}, {"note": "перенести?"}),
        ({"relative": "−7 рабочих дней"}, {}),
    ],
)
def test_one_ready_made_measure_that_was_changed_keeps_them_all(
    imported: Callable[..., Outcome], changes: tuple[dict[str, str], ...]
) -> None:
    outcome = imported(standing(*changes))

    assert ["M001", "M002", "M003", "M004"] == list(outcome.tables["measures"]["measure_id"])
    assert frozenset() == outcome.replaces
    assert "В листе «План» уже есть мер: 2. Они остаются как есть; лишние уберите сами" in outcome.preview


def test_a_measure_of_the_school_s_own_keeps_the_ready_made_ones(imported: Callable[..., Outcome]) -> None:
    outcome = imported([*standing(), OURS | {"measure_id": "M003"}])

    assert ["M001", "M002", "M003", "M004"] == list(outcome.tables["measures"]["measure_id"])


def test_an_entry_among_the_terms_keeps_the_ready_made_measures(imported: Callable[..., Outcome]) -> None:
    term = {"measure_id": "M002", "ordinal": 1, "proof": "Протокол № 1"}

    assert ["M001", "M002"] == list(imported(standing(), occurrences=[term]).tables["measures"]["measure_id"])[:2]


def test_terms_without_entries_and_rows_that_people_deleted_do_not_keep_them(imported: Callable[..., Outcome]) -> None:
    term = {"measure_id": "M002", "ordinal": 1, "due": dt.date(2024, 10, 31)}

    assert ["M003", "M004"] == list(imported(standing()[1:], occurrences=[term]).tables["measures"]["measure_id"])


def test_a_second_import_finds_the_measures_of_the_first(imported: Callable[..., Outcome]) -> None:
    first = imported(standing())
    again = imported(records_of(first.tables["measures"].drop(columns="reading")))

    assert ["M003", "M004"] == list(again.tables["measures"]["measure_id"])
    assert frozenset() == again.replaces


def test_two_documents_that_share_a_number_are_named_in_messages(make_state: MakeState) -> None:
    rows = [HEADINGS, ["1", "Курсы", "", "Директор"], ["3", "Семинар", "когда-нибудь", "Директор"]]
    other = [HEADINGS, ["1", "Выставка", "май", ""]]
    files = (document(rows, "План мероприятий"), document(other, "Дорожная карта по подготовке к ОГЭ"))
    findings = load(make_state(measures=[]), PlanFiles(files)).findings

    assert [
        "Мера 1 («План мероприятий»): в файле нет срока.",
        "Мера 1 («Дорожная карта по подготовке к ОГЭ»): в файле нет ответственного.",
        "Мера 3: срок «когда-нибудь» не понят.",
    ] == [finding.message for finding in findings if finding.code.endswith(("-in-file", "unread-deadline"))]
