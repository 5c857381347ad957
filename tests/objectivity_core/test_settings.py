"""Settings: what a school sets is kept; what cannot be read is one finding and the default."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from objectivity_core.setting_rows import changed_settings, settings_frame
from objectivity_core.settings import Settings, about, read_settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.grid import Grid
from objectivity_core.tables.merge import merge
from objectivity_core.tables.parse import parse
from objectivity_core.tables.states import RECORD_PERIODS

if TYPE_CHECKING:
    import pandas as pd

    from tests.objectivity_core.conftest import MakeFrame, Records

_DATES = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
_TEXT = st.text("абв =+-@1«»", max_size=10).map(str.strip)


def some_settings() -> st.SearchStrategy[Settings]:
    terms = st.sampled_from(("", "02.09.2024-27.12.2024; 13.01.2025-26.05.2025"))
    joined = st.sampled_from(("нет", "Математика: Алгебра", "Математика: Алгебра, Геометрия; Русский язык: Чтение"))
    choices = {"choice": st.sampled_from(RECORD_PERIODS), "quarters": terms, "subjects": joined}
    kinds = choices | {
        "text": _TEXT,
        "date": st.none() | _DATES,
        "yesno": st.booleans(),
        "dates": st.lists(_DATES, max_size=3).map(tuple),
    }

    def strategy(name: str) -> st.SearchStrategy[Any]:
        says = about(name)

        return st.integers(says.low, says.high) if says.kind == "integer" else kinds[says.kind]

    fields = {field.name: strategy(field.name) for field in dataclasses.fields(Settings)}
    texts_with_default = {
        name for name in fields if isinstance(getattr(Settings(), name), str) and getattr(Settings(), name)
    }

    return st.fixed_dictionaries(
        {name: one.filter(bool) if name in texts_with_default else one for name, one in fields.items()}
    ).map(lambda chosen: Settings(**chosen))


def through_the_sheet(frame: pd.DataFrame) -> pd.DataFrame:
    table = TABLES["settings"]

    return parse(
        table, Grid(table.sheet, 6, 1, table.headings, merge(table, Grid(table.sheet, 6, 1, table.headings, []), frame))
    )[0]


@hypothesis_settings(deadline=None)
@given(some_settings())
def test_settings_survive_the_sheet(chosen: Settings) -> None:
    assert (chosen, []) == read_settings(through_the_sheet(settings_frame(chosen)))


YEAR = "Учебный год начинается в"
WITH_YEAR = {"setting": YEAR, "value": "2025"}


def test_what_is_not_filled_means_the_default_and_needs_no_word(make_frame: MakeFrame) -> None:
    headings = [about(field.name).heading for field in dataclasses.fields(Settings)]
    empty: Records = [{"setting": heading, "value": "  "} for heading in headings if heading != YEAR]

    assert (Settings(year=2025), []) == read_settings(make_frame("settings", [WITH_YEAR]))
    assert (Settings(year=2025), []) == read_settings(make_frame("settings", [WITH_YEAR, *empty]))


@pytest.mark.parametrize("rows", [[], [{"setting": YEAR, "value": "  "}], [{"setting": YEAR}]])
def test_a_school_year_that_is_not_filled_is_an_error(make_frame: MakeFrame, rows: Records) -> None:
    chosen, (finding,) = read_settings(make_frame("settings", rows), {YEAR: "Настройки!B7"})

    assert Settings() == chosen
    assert ("no-year", "error", YEAR, "Настройки!B7") == (
        finding.code,
        finding.severity,
        finding.key,
        finding.where,
    )
    assert f"Не заполнено «{YEAR}»." == finding.message
    assert "2025/2026" in finding.remedy


@pytest.mark.parametrize(
    ("heading", "value", "says", "code"),
    [
        ("Учебный год начинается в", "2024/2025", "целое число от 2000 до 2100", "bad-year-setting"),
        ("Учебный год начинается в", "1999", "целое число от 2000 до 2100", "bad-year-setting"),
        ("Предупреждать за", "²", "целое число от 0 до 365", "bad-setting"),
        ("Предупреждать за", "-3", "целое число от 0 до 365", "bad-setting"),
        ("Сегодня", "завтра", "должна быть дата", "bad-date-setting"),
        ("Дополнительные рабочие дни", "10.05.2025; скоро", "должна быть дата", "bad-date-setting"),
        ("Предмет работы из предметов журнала", "Математика", "запишите как «Математика: Алгебра", "bad-setting"),
        ("Шестидневная неделя", "иногда", "«да» или «нет»", "bad-setting"),
    ],
)
def test_a_setting_that_cannot_be_read_is_one_russian_finding_and_the_default(
    make_frame: MakeFrame, heading: str, value: str, says: str, code: str
) -> None:
    year: Records = [] if heading == YEAR else [{"setting": YEAR, "value": str(Settings().year)}]
    frame = make_frame("settings", [{"setting": heading, "value": value}, *year])
    chosen, findings = read_settings(frame, {heading: "Настройки!B7"})

    assert Settings() == chosen
    (finding,) = findings
    assert (code, heading, "Настройки!B7", value) == (finding.code, finding.key, finding.where, finding.value)
    assert says in finding.message
    assert finding.remedy


def test_yes_is_read_in_any_case(make_frame: MakeFrame) -> None:
    assert read_settings(make_frame("settings", [WITH_YEAR, {"setting": "Шестидневная неделя", "value": "ДА"}]))[
        0
    ].six_day_week


def test_a_row_of_an_unknown_setting_changes_nothing(make_frame: MakeFrame) -> None:
    assert (Settings(year=2025), []) == read_settings(
        make_frame("settings", [WITH_YEAR, {"setting": "Моя заметка", "value": "любая"}])
    )


def test_only_changed_settings_are_written() -> None:
    before = Settings(year=2024, today=dt.date(2025, 4, 20))
    after = dataclasses.replace(before, last_pupil=7, today=None)

    assert {"Последний код ученика", "Сегодня"} == set(changed_settings(before, after)["setting"])
    assert changed_settings(before, before).empty


def test_the_academic_year_is_written_as_in_documents() -> None:
    assert "2024/2025" == Settings(year=2024).academic_year


def test_every_setting_is_explained_and_has_its_own_heading() -> None:
    frame = settings_frame(Settings())

    assert frame["setting"].is_unique
    assert all(frame["help"] != "")


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("record_per", "триместр", "четверть"),
        ("record_per", "Раз в месяц", "месяц"),
        ("first_day", "1 сентября", dt.date(2025, 9, 1)),
        ("last_day", "26 мая", dt.date(2026, 5, 26)),
        ("today", "15-сен-25", dt.date(2025, 9, 15)),
        ("days_off", "23 февраля", (dt.date(2026, 2, 23),)),
        ("days_off", "23, 24 февраля; 3.11", (dt.date(2026, 2, 23), dt.date(2026, 2, 24), dt.date(2025, 11, 3))),
        ("days_off", "с 31 декабря по 1 января", (dt.date(2025, 12, 31), dt.date(2026, 1, 1))),
        ("days_off", "9-10.05", (dt.date(2026, 5, 9), dt.date(2026, 5, 10))),
        ("days_off", "04.11.2025–05.11.2025", (dt.date(2025, 11, 4), dt.date(2025, 11, 5))),
        (
            "quarters",
            "I полугодие: 1.09 - 28.12; II полугодие: с 9 января по 26 мая",
            "01.09.2025-28.12.2025; 09.01.2026-26.05.2026",
        ),
        ("six_day_week", "Да.", True),
        ("due_soon", "10 дней", 10),
    ],
)
def test_a_setting_is_read_as_people_write_it(make_frame: MakeFrame, name: str, typed: str, meant: Any) -> None:
    settings, findings = read_settings(_sheet(make_frame, {"year": "2025", name: typed}))

    assert (meant, []) == (getattr(settings, name), findings)


@pytest.mark.parametrize("typed", ["8-4 ноября", "с мая по июнь", "карантин"])
def test_days_off_that_are_not_understood_are_one_finding(make_frame: MakeFrame, typed: str) -> None:
    settings, findings = read_settings(_sheet(make_frame, {"year": "2025", "days_off": typed}))

    assert ((), 1) == (settings.days_off, len(findings))


def test_a_date_typed_as_text_is_told_with_its_cell_and_written_anew(make_frame: MakeFrame) -> None:
    frame = _sheet(make_frame, {"year": "2025", "today": "01.03.2026", "days_off": "04.11.2025"})
    heading = about("today").heading

    settings, findings = read_settings(frame, {heading: "Настройки!B8"}, texts={heading, about("days_off").heading})

    assert [("setting-as-text", "Настройки!B8", "01.03.2026")] == [(one.code, one.where, one.value) for one in findings]
    assert [dt.date(2026, 3, 1)] == changed_settings(settings, settings, findings)["value"].to_list()


def _sheet(make_frame: MakeFrame, typed: dict[str, str]) -> pd.DataFrame:
    return make_frame("settings", [{"setting": about(name).heading, "value": text} for name, text in typed.items()])
