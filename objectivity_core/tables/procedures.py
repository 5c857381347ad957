"""Tables about assessment procedures: the procedures, their tasks, their scales."""

from __future__ import annotations

from objectivity_core.tables import states
from objectivity_core.tables.model import Column, Table

KIND = Column(
    "kind", "Вид", "choice", help="Вид из листа «Списки».", example="ВПР", required=True, source="kinds.kind", width=20
)
SUBJECT = Column(
    "subject",
    "Предмет",
    "choice",
    help="Предмет из листа «Списки».",
    example="Русский язык",
    required=True,
    source="subjects.subject",
    width=22,
)
GRADE = Column(
    "grade",
    "Параллель",
    "integer",
    help="Номер параллели.",
    example="4",
    required=True,
    minimum=1,
    maximum=11,
    width=11,
)
"""What a work is of: the same three columns wherever works, tasks and scales meet."""

PROCEDURES = Table(
    name="procedures",
    excel="Процедуры",
    sheet="Процедуры",
    hint="Одна строка — одна работа одного класса: вид, предмет, класс, дата. Затем «Выдать коды» на вкладке «Объективность».",
    columns=(
        Column(
            "procedure_id",
            "Код процедуры",
            "code",
            "issued",
            "Ставит программа при первом запуске; не меняется, даже если дату перенесли.",
            "ВПР-РУ-4А-2025-04-15",
            width=26,
        ),
        KIND,
        SUBJECT,
        Column(
            "class",
            "Класс",
            "choice",
            help="Класс из листа «Списки».",
            example="4А",
            required=True,
            source="classes.class",
            width=9,
        ),
        Column(
            "date",
            "Дата",
            "date",
            "shared",
            "День проведения. Пусто — дата ещё не назначена.",
            "15.04.2025",
            width=12,
        ),
        Column("time", "Начало", "text", "shared", "Во сколько начинается или номер урока.", "10:00", width=10),
        Column("room", "Кабинет", "text", "shared", "Кабинеты через «;».", "12", width=12),
        Column(
            "organiser",
            "Организатор",
            "list",
            "shared",
            "ФИО организаторов через «;».",
            "Архипова Юлия Маратовна",
            width=26,
        ),
        Column(
            "observer",
            "Наблюдатель",
            "list",
            "shared",
            "ФИО наблюдателей через «;».",
            "Синицына Алла Петровна (родитель)",
            width=26,
        ),
        Column(
            "own_period",
            "Отметка за период",
            help="С отметкой за какой период сравнивать; пусто — как в «Настройках».",
            example="III четверть",
            width=16,
        ),
        Column(
            "chair",
            "Председатель комиссии",
            help="Кто подписывает протокол.",
            example="Липатова Вера Олеговна",
            width=26,
        ),
        Column("note", "Примечание", width=24),
        Column(
            "state",
            "Состояние",
            "choice",
            "computed",
            "Как далеко продвинулась процедура.",
            choices=states.PROCEDURE_STATES,
            width=14,
        ),
        Column("works", "Работ", "integer", "computed", "Сколько кодов выдано.", width=9),
        Column("settled", "Проверено", "integer", "computed", "У скольких работ есть окончательный балл.", width=11),
    ),
    key=("procedure_id",),
    capacity=1000,
    figures=(("Процедур", "kind", ""), ("открыто", "state", states.OPENED), ("проверяется", "state", states.MARKING)),
    printed="chair",
)

TIMETABLE = Table(
    name="timetable",
    excel="Расписание",
    sheet="Расписание",
    hint="Вставьте расписание работ как есть, вместе с заголовками: списком или таблицей, где по краям даты и классы. Затем «Загрузить расписание».",
    columns=tuple(
        Column(f"cell{number}", heading, "any", help=help_, example=example, width=width)
        for number, (heading, help_, example, width) in enumerate(
            (
                ("Дата работы", "День проведения.", "15.04.2025", 14),
                ("Класс работы", "Один или несколько: 4А, 4Б.", "4А", 14),
                ("Предмет работы", "Как в расписании.", "Русский язык", 26),
                ("Кабинет работы", "Номер кабинета.", "12", 14),
                ("Начало работы", "Время или урок.", "10:00", 14),
                ("Организатор работы", "ФИО.", "Архипова Юлия Маратовна", 26),
                ("Наблюдатель работы", "ФИО.", "Синицына Алла Петровна (родитель)", 26),
                ("Вид работы", "Пусто значит ВПР.", "ВПР", 14),
                *((f"Ещё {more}", "Для широких расписаний.", "", 12) for more in range(1, 9)),
            ),
            start=1,
        )
    ),
    key=("cell1", "cell2", "cell3", "cell4"),
    capacity=500,
    freeze=0,
)
"""What people paste before it becomes procedures; no column has a fixed meaning, the pasted headings decide."""

TASKS = Table(
    name="tasks",
    excel="Задания",
    sheet="Задания",
    hint="Задания каждой работы и наибольший балл за каждое: по ним строятся листы проверки. Возьмёт из официальной формы или Ф1 «Загрузить задания».",
    columns=(
        KIND,
        SUBJECT,
        GRADE,
        Column("task", "Задание", "code", help="Номер задания или критерия.", example="1К1", required=True, width=10),
        Column(
            "max",
            "Максимум",
            "integer",
            help="Наибольший балл за задание.",
            example="2",
            required=True,
            minimum=1,
            maximum=100,
            width=11,
        ),
        Column(
            "level",
            "Уровень",
            "choice",
            help="Б — базовый, П — повышенный, В — высокий.",
            example="Б",
            choices=("Б", "П", "В"),
            width=10,
        ),
        Column("skill", "Проверяемое умение", help="Что проверяет задание.", example="Списывать без ошибок", width=44),
    ),
    key=("kind", "subject", "grade", "task"),
    capacity=3000,
    freeze=4,
    figures=(("Заданий", "task", ""),),
)

SCALES = Table(
    name="scales",
    excel="Шкалы",
    sheet="Шкалы",
    hint="Перевод первичных баллов в отметки. Каждая строка действует только для своего учебного года; проверьте источник.",
    columns=(
        KIND,
        SUBJECT,
        GRADE,
        Column("year", "Учебный год", help="Для какого года шкала.", example="2024/2025", required=True, width=16),
        Column(
            "max",
            "Максимум",
            "integer",
            help="Наибольший первичный балл.",
            example="24",
            required=True,
            minimum=1,
            width=11,
        ),
        Column(
            "mark3_from",
            "«3» от",
            "integer",
            help="Наименьший балл для отметки 3.",
            example="10",
            required=True,
            minimum=0,
            width=9,
        ),
        Column(
            "mark4_from",
            "«4» от",
            "integer",
            help="Наименьший балл для отметки 4.",
            example="16",
            required=True,
            minimum=0,
            width=9,
        ),
        Column(
            "mark5_from",
            "«5» от",
            "integer",
            help="Наименьший балл для отметки 5.",
            example="21",
            required=True,
            minimum=0,
            width=9,
        ),
        Column(
            "condition",
            "Условие",
            help="Дополнительное условие словами: программа его не считает, проверьте сами.",
            width=40,
        ),
        Column("source", "Источник", help="Откуда взята шкала.", example="Описание работы", width=34),
        Column(
            "verified",
            "Сверено",
            "choice",
            help="Сверена ли с источником.",
            example="да",
            choices=(states.YES, states.NO),
            width=10,
        ),
        Column("checked", "Дата сверки", "date", help="Когда сверяли.", example="01.09.2024", width=13),
    ),
    key=("kind", "subject", "grade", "year"),
    capacity=1000,
    freeze=4,
    figures=(("Шкал", "subject", ""), ("не сверено", "verified", states.NO)),
)
