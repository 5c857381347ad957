"""Tables of coded works: codes, commission, scores. No names of pupils here, ever."""

from __future__ import annotations

import dataclasses

from objectivity_core.tables import states
from objectivity_core.tables.model import Column, Table

PROCEDURE = Column(
    "procedure_id", "Код процедуры", "code", "issued", "К какой процедуре относится.", "ВПР-РУ-4А-2025-04-15", width=28
)
CODE = Column(
    "code",
    "Код работы",
    "code",
    "issued",
    "Свой код — семь цифр, последняя контрольная; официальный — пять.",
    "5724017",
    width=12,
)

OFFICIAL_CODES = Table(
    name="official",
    excel="ОфициальныеКоды",
    sheet="Официальные коды",
    hint="Коды, присланные с материалами ВПР: класс и его коды. «Выдать коды» раздаст их вперемешку, ученику один код на все работы.",
    columns=(
        Column(
            "class",
            "Класс",
            "choice",
            help="Класс из листа «Списки».",
            example="4А",
            required=True,
            source="classes.class",
            width=10,
        ),
        Column(
            "codes",
            "Официальные коды",
            "code",
            help="Промежуток или список: 40001-40012; 40015. Нули впереди сохраняются.",
            example="40001-40012",
            required=True,
            width=40,
        ),
        Column("note", "Примечание", width=30),
    ),
    key=("class", "codes"),
    capacity=500,
    figures=(("Строк", "class", ""),),
)

WORKS = Table(
    name="works",
    excel="Работы",
    sheet="Работы",
    hint="Коды работ без имён. Отметьте коды, которые остались у организатора (ученик не пришёл): «не сдана».",
    columns=(
        PROCEDURE,
        CODE,
        Column(
            "handed_in",
            "Работа",
            "choice",
            help="Пусто значит «сдана». Ученик не пришёл — «не сдана».",
            example=states.NOT_HANDED_IN,
            choices=(states.HANDED_IN, states.NOT_HANDED_IN),
            width=12,
        ),
        Column("variant", "Вариант", help="Номер варианта на работе.", example="1", width=10),
        Column("note", "Примечание", width=30),
    ),
    key=("procedure_id", "code"),
    capacity=40000,
    freeze=2,
    figures=(("Выдано кодов", "code", ""), ("не сдано", "handed_in", states.NOT_HANDED_IN)),
)

COMMISSION = Table(
    name="commission",
    excel="Комиссия",
    sheet="Комиссия",
    hint="Кто какую работу проверяет. Назначает кнопка «Назначить комиссию»: сначала те, кто знает предмет, из них — кто не учит этот класс («Независимость»).",
    columns=(
        PROCEDURE,
        CODE,
        Column("staff_id", "Код эксперта", "code", "issued", "Код из листа «Люди».", "S003", width=13),
        Column("expert", "Эксперт", "text", "computed", "ФИО эксперта.", width=34),
        Column(
            "role",
            "Проверка",
            "choice",
            "issued",
            "Первая, вторая или третья проверка.",
            choices=(states.FIRST, states.SECOND, states.THIRD),
            width=11,
        ),
        Column(
            "independence",
            "Независимость",
            "choice",
            "computed",
            "«полная» — эксперт не учит этот класс; «частичная» — учит другому предмету или классный руководитель; «не обеспечена» — учит этому же предмету и сам ставил отметки.",
            choices=(states.FULL, states.PARTIAL, states.NONE),
            width=16,
        ),
        Column(
            "reason", "Причина", help="Почему работы проверяет тот, кто учит этот класс; войдёт в протокол.", width=36
        ),
        Column("note", "Примечание", width=28),
    ),
    key=("procedure_id", "code", "staff_id"),
    rows="generated",
    capacity=40000,
    freeze=2,
    figures=(("Проверок назначено", "code", ""), ("независимость не обеспечена", "independence", states.NONE)),
)

SCORES = Table(
    name="scores",
    excel="Баллы",
    sheet="Баллы",
    hint="Баллы экспертов, собранные из листов проверки. Исправляют в листе проверки, затем снова «Собрать баллы».",
    columns=(
        PROCEDURE,
        dataclasses.replace(CODE, help="Код работы; после открытия — код ученика: по необычной сумме код не найти."),
        Column("staff_id", "Код эксперта", "code", "issued", "Кто поставил.", "S003", width=13),
        Column("task", "Задание", "code", "issued", "Номер задания.", "1К1", width=10),
        Column("score", "Балл", "score", "issued", "Целый балл или X — не приступал.", "2", width=8),
        Column("file", "Файл", "text", "issued", "Из какого листа проверки.", width=50),
    ),
    key=("procedure_id", "code", "staff_id", "task"),
    rows="generated",
    capacity=100000,
    freeze=2,
    figures=(("Баллов", "score", ""), ("не приступали", "score", states.NOT_ATTEMPTED)),
)
