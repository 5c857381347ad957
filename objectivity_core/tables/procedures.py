"""Tables about assessment procedures: kinds, subjects, procedures, tasks, scales."""

from objectivity_core.tables import states
from objectivity_core.tables.model import Column, Table

KINDS = Table(
    name="kinds",
    excel="Виды",
    sheet="Списки",
    hint="",
    columns=(
        Column("kind", "Вид", help="Краткое название вида процедуры.", example="ВПР", required=True, width=22),
        Column("short", "Сокращение вида", help="Начало кода процедуры.", example="ВПР", required=True),
        Column("coded", "Коды школы", "choice", help="Кодирует ли работы школа.", example="да", required=True, choices=(states.YES, states.NO)),
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
        Column("neighbours", "Соседние предметы", "list", help="Через «;»: чьи учителя могли бы проверять.", source="subjects.subject", width=30),
    ),
    key=("subject",),
    capacity=200,
    left=4,
)

PROCEDURES = Table(
    name="procedures",
    excel="Процедуры",
    sheet="Процедуры",
    hint="Одна строка — одна работа одного класса: вид, предмет, класс, дата. Затем «Коды» на вкладке «Объективность».",
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
        Column("kind", "Вид", "choice", help="Вид из листа «Списки».", example="ВПР", required=True, source="kinds.kind", width=20),
        Column("subject", "Предмет", "choice", help="Предмет из листа «Списки».", example="Русский язык", required=True, source="subjects.subject", width=22),
        Column("class", "Класс", "choice", help="Класс из листа «Списки».", example="4А", required=True, source="classes.class", width=9),
        Column("date", "Дата", "date", help="День проведения. Пусто — дата ещё не назначена.", example="15.04.2025", width=12),
        Column(
            "own_period",
            "Отметка за период",
            help="С отметкой за какой период сравнивать; пусто — как в «Настройках».",
            example="III четверть",
            width=16,
        ),
        Column("chair", "Председатель комиссии", help="Кто подписывает протокол.", example="Липатова Вера Олеговна", width=26),
        Column("note", "Примечание", width=24),
        Column("state", "Состояние", "choice", "computed", "Как далеко продвинулась процедура.", choices=states.PROCEDURE_STATES, width=14),
        Column("works", "Работ", "integer", "computed", "Сколько кодов выдано.", width=9),
        Column("settled", "Проверено", "integer", "computed", "У скольких работ есть окончательный балл.", width=11),
    ),
    key=("procedure_id",),
    capacity=1000,
    figures=(("Процедур", "kind", ""), ("открыто", "state", states.OPENED), ("проверяется", "state", states.MARKING)),
)

TASKS = Table(
    name="tasks",
    excel="Задания",
    sheet="Задания",
    hint="Задания каждой работы и наибольший балл за каждое: по ним строятся листы проверки экспертов.",
    columns=(
        Column("kind", "Вид", "choice", help="Вид процедуры.", example="ВПР", required=True, source="kinds.kind", width=20),
        Column("subject", "Предмет", "choice", help="Предмет.", example="Русский язык", required=True, source="subjects.subject", width=22),
        Column("grade", "Параллель", "integer", help="Номер параллели.", example="4", required=True, minimum=1, maximum=11, width=11),
        Column("task", "Задание", "code", help="Номер задания или критерия.", example="1К1", required=True, width=10),
        Column("max", "Максимум", "integer", help="Наибольший балл за задание.", example="2", required=True, minimum=1, maximum=100, width=11),
        Column("level", "Уровень", "choice", help="Б — базовый, П — повышенный, В — высокий.", example="Б", choices=("Б", "П", "В"), width=10),
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
        Column("kind", "Вид", "choice", help="Вид процедуры.", example="ВПР", required=True, source="kinds.kind", width=20),
        Column("subject", "Предмет", "choice", help="Предмет.", example="Русский язык", required=True, source="subjects.subject", width=22),
        Column("grade", "Параллель", "integer", help="Номер параллели.", example="4", required=True, minimum=1, maximum=11, width=11),
        Column("year", "Учебный год", help="Для какого года шкала.", example="2024/2025", required=True, width=16),
        Column("max", "Максимум", "integer", help="Наибольший первичный балл.", example="24", required=True, minimum=1, width=11),
        Column("mark3_from", "«3» от", "integer", help="Наименьший балл для отметки 3.", example="10", required=True, minimum=0, width=9),
        Column("mark4_from", "«4» от", "integer", help="Наименьший балл для отметки 4.", example="16", required=True, minimum=0, width=9),
        Column("mark5_from", "«5» от", "integer", help="Наименьший балл для отметки 5.", example="21", required=True, minimum=0, width=9),
        Column("condition", "Условие", help="Дополнительное условие словами: программа его не считает, проверьте сами.", width=40),
        Column("source", "Источник", help="Откуда взята шкала.", example="Описание работы", width=34),
        Column("verified", "Сверено", "choice", help="Сверена ли с источником.", example="да", choices=(states.YES, states.NO), width=10),
        Column("checked", "Дата сверки", "date", help="Когда сверяли.", example="01.09.2024", width=13),
    ),
    key=("kind", "subject", "grade", "year"),
    capacity=1000,
    freeze=4,
    figures=(("Шкал", "subject", ""), ("не сверено", "verified", states.NO)),
)
