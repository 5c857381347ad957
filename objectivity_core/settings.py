"""What a school may set: one frozen dataclass; the sheet «Настройки» is generated from it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

from objectivity_core.findings import Finding, shown
from objectivity_core.school_year.year import SchoolYear, parse_quarters
from objectivity_core.setting_values import (
    BAD_DATE_SETTING,
    BAD_SETTING,
    BAD_YEAR_SETTING,
    NO_YEAR,
    TEXT_SETTING,
    About,
    setting_value,
)
from objectivity_core.tables.cells import BadCell, as_text
from objectivity_core.tables.states import RECORD_PERIODS

if TYPE_CHECKING:
    from collections.abc import Container

    import pandas as pd

    from objectivity_core.setting_values import SettingKind

_COUNTER = "Ставит программа, чтобы коды не повторялись. Не меняйте."


def _setting(default: Any, heading: str, kind: SettingKind, help_: str, **more: Any) -> Any:
    return dataclasses.field(default=default, metadata={"about": About(heading, kind, help_, **more)})


@dataclasses.dataclass(frozen=True)
class Settings:
    """The settings of one book. Dates are ``date``; a missing date is None."""

    school: str = _setting("", "Школа", "text", "Название для заголовков и документов.")
    year: int = _setting(
        2024,
        "Учебный год начинается в",
        "integer",
        "Год сентября: 2024 значит 2024/2025. От него зависят сроки, календарь и шкалы.",
        unit="год",
        low=2000,
        high=2100,
        on_sheets=True,
    )
    today: dt.date | None = _setting(
        None,
        "Сегодня",
        "date",
        "Пусто — дата компьютера. Впишите дату, чтобы посмотреть, как книга выглядит в этот день.",
        on_sheets=True,
    )
    due_soon: int = _setting(
        7,
        "Предупреждать за",
        "integer",
        "За сколько дней до срока строка становится жёлтой.",
        unit="дней",
        low=0,
        high=365,
        on_sheets=True,
    )
    six_day_week: bool = _setting(False, "Шестидневная неделя", "yesno", "«да», если суббота — рабочий день школы.")
    first_day: dt.date | None = _setting(
        None,
        "Первый учебный день",
        "date",
        "Пусто — первый рабочий день с 1 сентября.",
        source="Федеральный календарный учебный график",
    )
    last_day: dt.date | None = _setting(
        None, "Последний учебный день", "date", "Пусто — 26 мая.", source="Федеральный календарный учебный график"
    )
    quarters: str = _setting(
        "",
        "Учебные четверти",
        "quarters",
        "Периоды через «;», например 02.09.2024-25.10.2024; 05.11.2024-30.12.2024. Пусто — рекомендованные каникулы.",
        source="Федеральный календарный учебный график",
    )
    record_per: str = _setting(
        "четверть",
        "Запись по длящимся мерам — раз в",
        "choice",
        "Меры «в течение года» ждут хотя бы одной записи за этот период: четверть, полугодие, месяц или год.",
        choices=RECORD_PERIODS,
    )
    summary_until: dt.date | None = _setting(
        None,
        "Итоги длящихся мер — до",
        "date",
        "Пусто — 30 июня. До этого дня пишется «пора подвести итог», потом «просрочено».",
    )
    days_off: tuple[dt.date, ...] = _setting(
        (), "Дополнительные нерабочие дни", "dates", "Даты через «;»: дни здоровья, карантин, местные праздники."
    )
    working_days: tuple[dt.date, ...] = _setting((), "Дополнительные рабочие дни", "dates", "Даты через «;».")
    own_period: str = _setting(
        "III четверть",
        "Сравнивать с отметкой за",
        "text",
        "Период отметки школы, с которой сравнивают работу.",
        source="Форма сбора результатов ВПР",
    )
    joined_subjects: str = _setting(
        "Математика: Алгебра, Геометрия, Вероятность и статистика",
        "Предмет работы из предметов журнала",
        "subjects",
        "Если отметки по предмету работы в журнале нет: среднее названных предметов, 0,5 — вверх; один предмет — его отметка. Через «;»; «нет» — не заменять.",
        source="ВПР по математике в 7-9 классах; порядок выбирает школа",
    )
    large_gap: int = _setting(
        2,
        "Большая разница отметок",
        "integer",
        "От какой разницы каждый случай разбирают отдельно.",
        unit="отметки",
        source="Рекомендации ФИОКО 2026, с. 11",
        checked=dt.date(2026, 11, 24),
        low=1,
        high=3,
    )
    small_sample: int = _setting(
        10,
        "Малая выборка — меньше",
        "integer",
        "При меньшем числе пар рядом пишется «выборка мала».",
        unit="пар",
        low=1,
        high=1000,
    )
    small_class: int = _setting(
        5,
        "Малый класс — меньше",
        "integer",
        "В таком классе автора работы можно узнать: программа предупредит.",
        unit="работ",
        low=1,
        high=100,
    )
    paper_key: bool = _setting(
        False,
        "Ключ на бумаге",
        "yesno",
        "«да» — полоски тянут вслепую, пары «ученик — код» пишут на бумаге и вписывают в файл ключа перед открытием. «нет» — у каждого ученика своя полоска: лист ключа «Полоски с фамилиями».",
    )
    slips_per_page: int = _setting(
        10, "Полосок на странице", "integer", "Сколько полосок с кодами на листе А4.", unit="шт.", low=4, high=20
    )
    keep_materials: int = _setting(
        365,
        "Хранить материалы",
        "integer",
        "Сколько дней после дня передачи на хранение; отсюда «Хранить до» на листе «Движение материалов».",
        unit="дней",
        source="Нужен источник: решение вашего региона или приказ школы. Для ВПР рекомендовано до получения результатов",
        low=0,
        high=3650,
    )
    declined: str = _setting(
        "",
        "Не отмечать по данным книги",
        "text",
        "Меры и сколько их сроков вы решили не отмечать: о них «Обновить сроки» больше не спросит, пока не прибавится. Очистите, чтобы спросила снова.",
    )
    undrawn: str = _setting(
        "",
        "Ждут предмета",
        "text",
        "Работы, предмет которых выберут позже: коды класса не открываются, пока процедуры нет. Ставит «Загрузить расписание» из файла.",
    )
    scoring_folder: str = _setting(
        "",
        "Папка с листами проверки",
        "text",
        "Пусто — папка «Листы проверки» рядом с книгой. Запоминает «Собрать баллы».",
    )
    plan_file: str = _setting("", "Последний файл плана", "text", "Запоминает «Загрузить план».")
    timetable_file: str = _setting("", "Последний файл расписания", "text", "Запоминает «Загрузить расписание».")
    proof_folder: str = _setting(
        "",
        "Папка с подтверждениями",
        "text",
        "Пусто — папка «Подтверждения» рядом с книгой. Запоминает «Папка к проверке».",
    )
    external_file: str = _setting(
        "",
        "Последний внешний файл",
        "text",
        "Запоминают «Сопоставить», «Загрузить отметки», «Загрузить задания», чтобы в следующий раз искать рядом.",
    )
    book_id: str = _setting(
        "", "Номер книги", "text", "Ставит программа: по нему узнаётся свой ключ кодов. Не меняйте."
    )
    last_pupil: int = _setting(0, "Последний код ученика", "integer", _COUNTER)
    last_staff: int = _setting(0, "Последний код работника", "integer", _COUNTER)
    last_measure: int = _setting(0, "Последний код меры", "integer", _COUNTER)

    @property
    def academic_year(self) -> str:
        """The academic year as people write it, e.g. ``2024/2025``."""
        return f"{self.year}/{self.year + 1}"

    @property
    def school_year(self) -> SchoolYear:
        """The school year as these settings have it."""
        return SchoolYear(
            self.year,
            first_day=self.first_day,  # type: ignore[arg-type]  # None: the year's own
            last_day=self.last_day,  # type: ignore[arg-type]
            six_day=self.six_day_week,
            extra_days_off=self.days_off,
            extra_working_days=self.working_days,
            quarters=parse_quarters(self.quarters) if self.quarters else (),
        )


def says_of(field: dataclasses.Field[Any]) -> About:
    """What the sheet says about a field of :class:`Settings`."""
    says: About = field.metadata["about"]

    return says


def about(name: str) -> About:
    """What the sheet says about the setting of that field name."""
    return next(says_of(field) for field in dataclasses.fields(Settings) if field.name == name)


def read_settings(
    frame: pd.DataFrame, addresses: dict[str, str] | None = None, texts: Container[str] = ()
) -> tuple[Settings, list[Finding]]:
    """Settings from the table «Настройки».

    Args:
        frame: columns ``setting`` and ``value`` (text as people typed it).
        addresses: address of the value's cell by setting's heading, for the findings.
        texts: headings of the settings whose cell holds a text, no number and no date.

    Returns:
        The settings; an empty cell or an absent row is the default, a cell that cannot be read is the default too and one finding.
    """
    values = dict(zip(frame["setting"], frame["value"], strict=True))
    chosen: dict[str, Any] = {}
    findings = []
    for field in dataclasses.fields(Settings):
        says = says_of(field)
        text, where = as_text(values.get(says.heading, "")), (addresses or {}).get(says.heading, "")
        if not text:
            findings += [NO_YEAR.at(says.heading, where=where)] if field.name == "year" else []
            continue
        try:
            chosen[field.name] = value = setting_value(text, says, chosen.get("year", Settings.year))
            if says.on_sheets and says.heading in texts:
                findings.append(TEXT_SETTING.at(says.heading, value=shown(text), where=where, right=as_text(value)))
        except (BadCell, ValueError) as error:
            wrong = BAD_DATE_SETTING if isinstance(error, BadCell) else BAD_SETTING
            rule = BAD_YEAR_SETTING if field.name == "year" else wrong
            remedy = error.finding.remedy if isinstance(error, BadCell) else ""
            findings.append(rule.at(says.heading, value=shown(text), where=where, why=error, remedy=remedy))

    return Settings(**chosen), findings
