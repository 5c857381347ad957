"""``objectivity deadline``: the contract of its JSON, its exit codes, and what it says to people."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Cli = Callable[..., Result]

KEYS = ["phrase", "kind", "terms", "procedures", "understood", "ambiguous", "question", "findings"]
CLASHING = "02.09.2024-25.10.2024; 01.10.2024-26.05.2025"


@pytest.fixture
def ask(cli: Cli) -> Callable[..., dict[str, Any]]:
    """Ask for the JSON of a phrase of 2024/25."""

    def answer(phrase: str, *more: str) -> dict[str, Any]:
        result = cli("deadline", phrase, "--year", "2024", "--json", *more)

        assert "" == result.stderr

        return json.loads(result.stdout, parse_constant=pytest.fail)

    return answer


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("октябрь", 0),
        ("за день до ВПР", 0),
        ("по плану", 0),
        ("ежемесячно", 0),
        ("постоянно", 0),
        ("потом", 1),
        ("", 1),
    ],
)
def test_every_key_is_there_whatever_the_phrase_and_unknown_ones_exit_with_1(phrase: str, code: int, cli: Cli) -> None:
    result = cli("deadline", phrase, "--year", "2024", "--json")
    answer = json.loads(result.stdout)

    assert (code, KEYS, phrase) == (result.exit_code, list(answer), answer["phrase"])


def test_a_phrase_with_dates_of_its_own_is_one_object(ask: Callable[..., Any]) -> None:
    assert {
        "phrase": "до 18:00 5 сентября",
        "kind": "fixed",
        "terms": [{"start": None, "due": "2024-09-05", "time": "18:00"}],
        "procedures": [],
        "understood": [0, 19],
        "ambiguous": False,
        "question": None,
        "findings": [],
    } == ask("до 18:00 5 сентября")


@pytest.mark.parametrize("phrase", ["октябрь\nапрель", "октябрь\\nапрель"])
def test_a_line_break_may_be_real_or_two_characters(phrase: str, ask: Callable[..., Any]) -> None:
    answer = ask(phrase)

    assert [
        {"start": "2024-10-01", "due": "2024-10-31", "time": None},
        {"start": "2025-04-01", "due": "2025-04-30", "time": None},
    ] == answer["terms"]
    assert (phrase, [0, len(phrase)]) == (answer["phrase"], answer["understood"])


def test_each_event_gives_a_term_and_both_ways_to_write_a_date_are_read(ask: Callable[..., Any]) -> None:
    phrase = "не позднее 1 рабочего дня до проведения  оценочной процедуры"
    answer = ask(phrase, "--event", "2025-05-12", "--event", "20.05.2025")

    assert ["2025-05-07", "2025-05-19"] == [term["due"] for term in answer["terms"]]
    assert ("event", ["*"], []) == (answer["kind"], answer["procedures"], answer["findings"])


def test_events_date_a_schedule_too(ask: Callable[..., Any]) -> None:
    answer = ask("по графику ВПР и ВсОШ", "--event", "2025-04-15")

    assert [{"start": None, "due": "2025-04-15", "time": None}] == answer["terms"]
    assert ["ВПР", "ВОШ"] == answer["procedures"]


@pytest.mark.parametrize("phrase", ["за день до ВПР", "по графику ВПР"])
def test_without_an_event_there_are_no_terms_and_a_finding_says_why(phrase: str, ask: Callable[..., Any]) -> None:
    answer = ask(phrase)

    assert [] == answer["terms"]
    assert [("no-event-date", "info")] == [(one["code"], one["severity"]) for one in answer["findings"]]


def test_a_phrase_that_is_not_understood_is_an_error_with_its_question(ask: Callable[..., Any]) -> None:
    answer = ask("по мере необходимости")

    assert ("unknown", [], [0, 0]) == (answer["kind"], answer["terms"], answer["understood"])
    assert answer["question"] == "Срок зависит от обстоятельств. К какой дате или после какого события?"
    assert [
        {
            "code": "unread-phrase",
            "severity": "error",
            "where": "",
            "message": "Срок «по мере необходимости» не понят.",
            "remedy": answer["question"],
        }
    ] == answer["findings"]


def test_a_phrase_with_two_meanings_is_read_and_asked_about(ask: Callable[..., Any]) -> None:
    answer = ask("август")

    assert ("fixed", True, "2025-08-31") == (answer["kind"], answer["ambiguous"], answer["terms"][0]["due"])
    assert answer["question"] == "Август 2024 или 2025 года? Принят 2025 год."
    assert [("ambiguous-phrase", "warning")] == [(one["code"], one["severity"]) for one in answer["findings"]]


@pytest.mark.parametrize(
    ("phrase", "event", "expected"),
    [
        ("за 3 рабочих дня до ВПР", "2028-01-20", ["days-beyond-calendar"]),
        ("за 3 рабочих дня до ВПР", "2028-01-02", ["days-beyond-calendar"]),
        ("через 2 рабочих дня после ВПР", "2021-12-29", ["days-beyond-calendar"]),
        ("за 3 дня до ВПР", "2028-01-20", []),
        ("за 3 рабочих дня до ВПР", "2027-12-20", []),
        ("до 20 января 2028 года", "2028-01-20", []),
        ("за 3 рабочих дня до 20 января 2028 года", "2027-12-20", ["days-beyond-calendar"]),
    ],
)
def test_working_days_outside_the_published_calendars_are_doubtful(
    phrase: str, event: str, expected: list[str], ask: Callable[..., Any]
) -> None:
    assert expected == [one["code"] for one in ask(phrase, "--event", event)["findings"]]


def test_the_school_year_of_the_school_counts(ask: Callable[..., Any]) -> None:
    terms = "02.09.2024-29.11.2024; 09.12.2024-28.02.2025; 10.03.2025-30.05.2025"
    days = [
        ask("за 1 рабочий день до ВПР", "--event", "2025-05-12", "--six-day"),
        ask("до конца учебного года", "--last-day", "30.05.2025"),
        ask("с начала учебного года до 1 октября", "--first-day", "2024-09-01"),
        ask("до конца II триместра", "--terms", terms),
    ]

    assert [(None, "2025-05-10"), (None, "2025-05-30"), ("2024-09-01", "2024-10-01"), (None, "2025-02-28")] == [
        (day["terms"][0]["start"], day["terms"][0]["due"]) for day in days
    ]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (dt.datetime(2025, 7, 31, 12, tzinfo=dt.UTC), "до 05.09.2024"),
        (dt.datetime(2025, 8, 1, 12, tzinfo=dt.UTC), "до 05.09.2025"),
    ],
)
def test_without_a_year_the_school_year_of_today_is_meant(
    now: dt.datetime, due: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("xl_macros.commands.deadline")
    monkeypatch.setattr(module, "dt", SimpleNamespace(datetime=SimpleNamespace(now=lambda: now)))

    assert due == cli("deadline", "до 5 сентября").stdout.strip()


@pytest.mark.parametrize(
    ("phrase", "events", "expected"),
    [
        ("октябрь", [], ["01.10.2024–31.10.2024"]),
        ("за день до ВПР", ["2025-04-15"], ["накануне ВПР", "  до 14.04.2025"]),
        (
            "каждую среду апреля",
            [],
            ["каждую среду, 01.04.2025–30.04.2025", *(f"  до {day:02}.04.2025" for day in (2, 9, 16, 23, 30))],
        ),
        ("по плану", ["2025-04-15", "2025-04-17"], ["по графику", "  до 15.04.2025", "  до 17.04.2025"]),
    ],
)
def test_people_get_a_short_russian_text(phrase: str, events: list[str], expected: list[str], cli: Cli) -> None:
    result = cli("deadline", phrase, "--year", "2024", *(word for event in events for word in ("--event", event)))

    assert expected == result.stdout.splitlines()


def test_people_are_asked_what_is_not_understood(cli: Cli) -> None:
    result = cli("deadline", "в начале мая", "--year", "2024")

    assert 1 == result.exit_code
    assert [
        "требует уточнения",
        "  ошибка: Срок «в начале мая» не понят. Начало, середина и конец: с какого и по какое число?",
    ] == (result.stdout.splitlines())


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["май", "июнь"],
        ["май", "--event", "завтра"],
        ["май", "--event", "31.06.2025"],
        ["май", "--event", "9999-12-31"],
        ["май", "--year", "24"],
        ["май", "--terms", CLASHING],
        ["май", "--year", "2024", "--last-day", "2024-08-31"],
    ],
)
def test_a_wrong_call_exits_with_2(wrong: list[str], cli: Cli) -> None:
    result = cli("deadline", *wrong)

    assert (2, "") == (result.exit_code, result.stdout)
