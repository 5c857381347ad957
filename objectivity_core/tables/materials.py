"""The movement of materials: who gave what to whom, and when, from the download to the destruction."""

from __future__ import annotations

from typing import Final

from objectivity_core.tables.model import Column, Table

DOWNLOADED: Final = "1. скачаны"
PRINTED: Final = "2. распечатаны"
HANDED_OUT: Final = "3. выданы организатору"
HANDED_IN: Final = "4. сданы организатором"
TO_EXPERT: Final = "5. переданы эксперту"
STORED: Final = "6. на хранении"
DESTROYED: Final = "7. уничтожены"
STEPS: Final[tuple[str, ...]] = (DOWNLOADED, PRINTED, HANDED_OUT, HANDED_IN, TO_EXPERT, STORED, DESTROYED)
"""The steps in their order; the number keeps it when people sort."""

WAITING, RECORDED, LACKING, EXPIRED = "ждёт", "отмечено", "не хватает", "срок хранения истёк"
MATERIAL_STATES: Final = (WAITING, RECORDED, LACKING, EXPIRED)

_HANDED_OUT = f'SUMIFS(Движение[Количество],Движение[Код процедуры],{{Код процедуры}},Движение[Шаг],"{HANDED_OUT}")'
_DESTROYED = f'COUNTIFS(Движение[Код процедуры],{{Код процедуры}},Движение[Шаг],"{DESTROYED}",Движение[Дата],">0")'
_STATE = (
    f'IF(NOT(ISNUMBER({{Дата}})),"{WAITING}",'
    f'IF(IF({{Шаг}}="{HANDED_IN}",IF(ISNUMBER({{Количество}}),{{Количество}}<{_HANDED_OUT},FALSE()),FALSE()),"{LACKING}",'
    f'IF(IF({{Шаг}}="{STORED}",IF(ISNUMBER({{Хранить до}}),IF({{Хранить до}}<Сегодня,{_DESTROYED}=0,FALSE()),FALSE()),FALSE()),'
    f'"{EXPIRED}","{RECORDED}")))'
)

MATERIALS = Table(
    name="materials",
    excel="Движение",
    sheet="Движение материалов",
    hint="По строке на каждый шаг каждой процедуры: впишите дату, время и людей. Почему шаг пропущен — в столбец «Примечание».",
    columns=(
        Column(
            "procedure_id",
            "Код процедуры",
            "code",
            "issued",
            "К какой процедуре относится.",
            "ВПР-РУ-4А-2025-04-15",
            width=28,
        ),
        Column(
            "step", "Шаг", "choice", "issued", "Что происходит с материалами; номер — порядок.", choices=STEPS, width=25
        ),
        Column(
            "state",
            "Состояние",
            "choice",
            "formula",
            "Считается само из даты, количества и «Хранить до».",
            choices=MATERIAL_STATES,
            formula=f'IF({{Код процедуры}}="","",{_STATE})',
            width=19,
        ),
        Column("date", "Дата", "date", help="Когда.", example="15.04.2025", width=12),
        Column("time", "Время", help="Часы и минуты.", example="08:10", width=9),
        Column(
            "gave", "Кто передал", help="ФИО; у первых двух шагов не нужно.", example="Липатова Вера Олеговна", width=28
        ),
        Column(
            "took",
            "Кто принял",
            help="ФИО; у первых двух шагов — кто это сделал.",
            example="Архипова Юлия Маратовна",
            width=28,
        ),
        Column(
            "count",
            "Количество",
            "integer",
            help="Сколько работ, вместе с запасными.",
            example="24",
            minimum=0,
            maximum=10000,
            width=12,
        ),
        Column(
            "note",
            "Примечание",
            help="Почему шаг пропущен, где хранится, номер акта.",
            example="Сейф в кабинете 12",
            width=34,
        ),
        Column(
            "keep_until",
            "Хранить до",
            "date",
            "shared",
            "Для шага «на хранении»: пустую ячейку заполнит «Обновить сроки» по «Настройкам».",
            "31.12.2025",
            width=13,
        ),
    ),
    key=("procedure_id", "step"),
    rows="generated",
    capacity=7000,
    freeze=2,
    figures=(
        ("Не хватает работ", "state", LACKING),
        ("срок хранения истёк", "state", EXPIRED),
        ("отмечено шагов", "state", RECORDED),
    ),
)
