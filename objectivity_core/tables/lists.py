"""The sheet «Списки»: closed sets that a school may extend: classes, subjects, kinds of procedures."""

from __future__ import annotations

from objectivity_core.tables import states
from objectivity_core.tables.model import Column, Table

CLASSES = Table(
    name="classes",
    excel="Классы",
    sheet="Списки",
    hint="Списки, из которых выбирают на других листах. Допишите строки внизу таблицы: они сразу появятся в подсказках.",
    columns=(
        Column("class", "Класс", help="Название класса, как его пишут в школе.", example="4А", required=True, width=10),
        Column(
            "grade", "Параллель", "integer", help="Номер параллели.", example="4", required=True, minimum=1, maximum=11
        ),
    ),
    key=("class",),
    capacity=200,
)

KINDS = Table(
    name="kinds",
    excel="Виды",
    sheet="Списки",
    hint="",
    columns=(
        Column("kind", "Вид", help="Краткое название вида процедуры.", example="ВПР", required=True, width=22),
        Column("short", "Сокращение вида", help="Начало кода процедуры.", example="ВПР", required=True),
        Column(
            "coded",
            "Коды школы",
            "choice",
            help="«да» — школа выдаёт свои коды; «официальные» — пятизначные, присланные с материалами; «нет» — школа не кодирует.",
            example="да",
            required=True,
            choices=(states.YES, states.OFFICIAL, states.NO),
        ),
        Column(
            "experts",
            "Экспертов на работу",
            "integer",
            help="Сколько человек независимо проверяют одну работу.",
            example="1",
            minimum=1,
            maximum=2,
        ),
        Column(
            "divergence",
            "Расхождение для третьей проверки",
            "integer",
            help="С какой разницы первичных баллов двух экспертов нужна третья проверка.",
            example="3",
            minimum=1,
            width=18,
        ),
        Column(
            "compared",
            "Сравнивать с отметками",
            "choice",
            help="Сопоставлять ли отметки с отметками школы.",
            example="да",
            required=True,
            choices=(states.YES, states.NO),
        ),
        Column(
            "observed",
            "Нужен наблюдатель",
            "choice",
            help="Должен ли на процедуре быть общественный наблюдатель.",
            example="да",
            choices=(states.YES, states.NO),
        ),
    ),
    key=("kind",),
    capacity=100,
    left=9,
)

SUBJECTS = Table(
    name="subjects",
    excel="Предметы",
    sheet="Списки",
    hint="",
    columns=(
        Column("subject", "Предмет", help="Название предмета.", example="Русский язык", required=True, width=26),
        Column("short", "Сокращение", help="Две-четыре буквы для кода процедуры.", example="РУ", required=True),
        Column(
            "neighbours",
            "Соседние предметы",
            "list",
            help="Через «;»: чьи учителя могли бы проверять.",
            source="subjects.subject",
            width=30,
        ),
    ),
    key=("subject",),
    capacity=200,
    left=4,
)
