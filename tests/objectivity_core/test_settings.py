"""Settings: what a school sets is kept; what cannot be read is one finding and the default."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from objectivity_core.settings import Settings, about, changed_settings, read_settings, settings_frame
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
    choices = {"choice": st.sampled_from(RECORD_PERIODS), "quarters": terms}
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
