"""Findings on their sheet: the pressing ones first, others' kept, links that survive sorting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from objectivity_core.checks.findings_sheet import findings_frame, link
from objectivity_core.findings import Finding, Rule, errors, shown
from objectivity_core.tables.grid import Formula
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    from tests.objectivity_core.conftest import MakeFrame

INFO, WARNING, ERROR = (Finding(severity, severity, f"{severity}!") for severity in ("info", "warning", "error"))


def test_findings_are_numbered_with_errors_first(make_frame: MakeFrame) -> None:
    frame = findings_frame([INFO, ERROR, WARNING], "Проверить книгу", make_frame("findings", []))

    assert ["ошибка", "внимание", "к сведению"] == frame["severity"].to_list()
    assert [1.0, 2.0, 3.0] == frame["number"].to_list()
    assert {"Проверить книгу"} == set(frame["action"])


def test_an_action_replaces_its_own_findings_and_keeps_those_of_others(make_frame: MakeFrame) -> None:
    old = make_frame(
        "findings",
        [
            {"severity": "ошибка", "action": "Выдать коды", "message": "чужое"},
            {"severity": "непонятно", "action": "Выдать коды", "message": "странное"},
            {"severity": "ошибка", "action": "Обновить сроки", "message": "старое"},
        ],
    )
    frame = findings_frame([WARNING], "Обновить сроки", old)

    assert ["чужое", "warning!", "странное"] == frame["message"].to_list()


def test_after_the_check_only_what_holds_now_stands_there_and_each_once(make_frame: MakeFrame) -> None:
    rule, other = (
        Rule("a", "error").says("{key}: срок «{value}» не понят."),
        Rule("b", "error").says("Файла «{value}» нет."),
    )
    old = make_frame(
        "findings",
        [
            {"severity": "ошибка", "action": "Обновить сроки", "message": "М1: срок «вчера» не понят.", "key": "М1"},
            {"severity": "ошибка", "action": "Загрузить план", "message": "М2: срок «скоро» не понят.", "key": "М2"},
            {"severity": "ошибка", "action": "Загрузить план", "message": "Файла «План.docx» нет."},
            {"severity": "ошибка", "action": "Собрать баллы", "message": "Файла «План.docx» нет."},
        ],
    )
    frame = findings_frame([rule.at("М2", value="скоро")], "Проверить книгу", old, (rule,))

    assert sorted(["М2: срок «скоро» не понят.", "Файла «План.docx» нет."]) == sorted(frame["message"])
    assert ["Проверить книгу"] == frame[frame["key"] == "М2"]["action"].to_list()
    assert not rule.told(other.at(value="План.docx").message)


def test_no_findings_are_an_empty_sheet(make_frame: MakeFrame) -> None:
    assert findings_frame([], "Обновить сроки", make_frame("findings", [])).empty


def test_a_finding_says_table_key_and_column_in_russian(make_frame: MakeFrame) -> None:
    finding = Finding("x", "error", "…", "…", "pupils", "P00001", "ФИО", "Озерцов", "Ученики!B7")
    (row,) = records_of(findings_frame([finding], "Проверить книгу", make_frame("findings", [])))

    assert ("Ученики", "P00001", "ФИО", "Озерцов", "Ученики!B7") == tuple(
        row[name] for name in ("table", "key", "column", "value", "where")
    )
    assert "Ученики!B7" == row["link"].value


def test_a_link_looks_its_row_up_by_key_and_goes_to_the_column() -> None:
    found = link("Задания", "ВПР | Русский язык | 4 | 2", "Максимум", "Задания!E9")

    assert isinstance(found, Formula)
    assert found.text.startswith("=HYPERLINK(\"#'Задания'!E\"&IF(SUMPRODUCT(")
    for heading, part in (("Вид", "ВПР"), ("Предмет", "Русский язык"), ("Параллель", "4"), ("Задание", "2")):
        assert f'(Задания[{heading}]&""="{part}")' in found.text  # a task may stand on the sheet as a number or as text
    assert "Задания!E9" == found.value


def test_a_key_that_is_not_on_the_sheet_yet_leads_to_the_address_of_that_moment() -> None:
    found = link("Ученики", "P00071", "Класс", "Ученики!C76")

    assert isinstance(found, Formula)
    assert found.text.endswith(',76),"Ученики!C76")')


def test_a_moved_column_or_a_renamed_sheet_is_followed() -> None:
    found = link("Ученики", "P00007", "Класс", "Дети!D12")

    assert isinstance(found, Formula)
    assert found.text.startswith("=HYPERLINK(\"#'Дети'!D\"&IF(")


def test_empty_parts_of_a_key_are_not_looked_for() -> None:
    found = link("Сроки", "M001 |  | 1", "Выполнено", "")

    assert isinstance(found, Formula)
    assert "Код процедуры" not in found.text
    assert "ROW(Сроки[Код меры])" in found.text
    assert "Сроки" == found.value


@pytest.mark.parametrize("key", ["", "лишняя | часть", " | "])
def test_a_row_without_key_is_linked_by_its_address_at_that_moment(key: str) -> None:
    found = link("Ученики", key, "ФИО", "Ученики!B17")

    assert isinstance(found, Formula)
    assert found.text.startswith("=HYPERLINK(\"#'Ученики'!B\"&17,")


def test_a_finding_of_a_whole_table_leads_to_the_top_of_its_sheet() -> None:
    found = link("Ученики", "", "", "")

    assert isinstance(found, Formula)
    assert '=HYPERLINK("#\'Ученики\'!A"&1,"Ученики")' == found.text


def test_an_address_without_number_leads_to_the_top() -> None:
    assert '!B"&1,' in link("Ученики", "", "ФИО", "Ученики!B").text  # type: ignore[union-attr]


def test_tables_that_share_a_sheet_are_linked_where_they_stand() -> None:
    assert "#'Списки'!I\"" in link("Виды", "ВПР", "Вид", "").text  # type: ignore[union-attr]


def test_a_finding_about_a_file_is_plain_text() -> None:
    assert "эксперт.xlsx: Проверка!B7" == link("", "", "", "эксперт.xlsx: Проверка!B7")


def test_quotes_in_a_key_cannot_break_the_formula() -> None:
    assert '="4 ""А""")' in link("Классы", '4 "А"', "Класс", "").text  # type: ignore[union-attr]


def test_a_finding_is_shown_in_json_without_rows_and_keys() -> None:
    finding = Finding("x", "error", "Что", "Как", "pupils", "P00001", "ФИО", "Озерцов", "Ученики!B7")

    assert {
        "code": "x",
        "severity": "error",
        "where": "Ученики!B7",
        "message": "Что",
        "remedy": "Как",
    } == finding.as_json()


def test_only_errors_are_errors() -> None:
    assert [ERROR] == errors([INFO, ERROR, WARNING])


@pytest.mark.parametrize(
    ("value", "expected"), [(None, ""), (7, "7"), ("а" * 60, "а" * 60), ("а" * 61, "а" * 57 + "…")]
)
def test_values_are_quoted_short(value: object, expected: str) -> None:
    assert expected == shown(value)
