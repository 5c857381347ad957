"""Tables of results: final scores, the school's own marks, gaps between them."""

from __future__ import annotations

from objectivity_core.tables import states
from objectivity_core.tables.model import Column, Table

OWN_MARKS = Table(
    name="own_marks",
    excel="Отметки",
    sheet="Отметки",
    hint="Отметки школы: вставьте таблицу журнала как есть и нажмите «Загрузить отметки» (или укажите файл). Код ученика найдёт программа.",
    columns=(
        Column(
            "pupil_id",
            "Код ученика",
            "code",
            "shared",
            "Находит программа по ФИО и классу; можно вписать самим.",
            "P00001",
            width=12,
        ),
        Column("name", "ФИО", help="Как в листе «Ученики».", example="Озерцов Лев Ильич", width=36),
        Column("class", "Класс", "choice", help="Класс ученика.", example="4А", source="classes.class", width=9),
        Column(
            "subject",
            "Предмет",
            "choice",
            help="Предмет.",
            example="Русский язык",
            required=True,
            source="subjects.subject",
            width=24,
        ),
        Column("period", "Период", help="За что поставлена.", example="III четверть", required=True, width=16),
        Column("mark", "Отметка", "mark", help="2, 3, 4 или 5.", example="4", required=True, width=10),
        Column(
            "average",
            "Средний балл",
            "number",
            help="Средний балл журнала, если известен.",
            example="3,52",
            minimum=1,
            maximum=5,
            width=13,
        ),
    ),
    key=("pupil_id", "subject", "period"),
    capacity=40000,
    freeze=2,
    pasted=True,
    figures=(("Отметок", "mark", ""), ("двоек", "mark", "2")),
)

RESULTS = Table(
    name="results",
    excel="Результаты",
    sheet="Результаты",
    hint="Окончательные баллы и отметки. До «Открыть коды» здесь только коды, после — ученики без кодов.",
    columns=(
        Column("procedure_id", "Код процедуры", "code", "issued", "Процедура.", width=26),
        Column("code", "Код работы", "code", "issued", "Код; после открытия пусто.", width=12),
        Column("pupil_id", "Код ученика", "code", "issued", "Появляется после открытия.", width=12),
        Column("name", "ФИО", "text", "issued", "Появляется после открытия.", width=34),
        Column("class", "Класс", "text", "issued", "Класс процедуры.", width=9),
        Column("subject", "Предмет", "text", "issued", "Предмет.", width=22),
        Column("variant", "Вариант", "text", "issued", "Вариант работы.", width=10),
        Column("primary", "Первичный балл", "integer", "issued", "Сумма баллов за задания.", width=12),
        Column("max", "Максимум", "integer", "issued", "Наибольший возможный балл.", width=11),
        Column("mark", "Отметка", "mark", "issued", "По шкале этого учебного года.", width=10),
        Column(
            "state",
            "Состояние",
            "choice",
            "issued",
            "Есть ли окончательный балл.",
            choices=states.RESULT_STATES,
            width=24,
        ),
        Column("own_mark", "Отметка школы", "mark", "computed", "Из листа «Отметки».", width=11),
        Column("difference", "Разница", "integer", "computed", "Отметка работы минус отметка школы.", width=10),
    ),
    key=("procedure_id", "code", "pupil_id"),
    rows="replaced",
    capacity=40000,
    figures=(
        ("Работ", "state", ""),
        ("проверено", "state", states.SETTLED),
        ("нужна третья проверка", "state", states.DIVERGED),
    ),
)

GAPS = Table(
    name="gaps",
    excel="Сопоставление",
    sheet="Сопоставление",
    hint="Внешние отметки против отметок школы: понизили, подтвердили, повысили. Сначала числа людей, потом доли.",
    columns=(
        Column("source", "Источник", "text", "issued", "Эта книга или внешний файл.", width=30),
        Column("by", "Разрез", "text", "issued", "Всего, процедура, предмет или класс.", width=13),
        Column("value", "Значение", "text", "issued", "Какая процедура, предмет или класс.", width=28),
        Column("due", "Должны писать", "integer", "issued", "Учеников с кодом (во внешнем файле — строк).", width=10),
        Column("wrote", "Писали", "integer", "issued", "Сдали работу.", width=9),
        Column("absent", "Не писали", "integer", "issued", "Отсутствовали.", width=9),
        Column(
            "without_mark", "Без отметки за работу", "integer", "issued", "Писали, но отметки за работу нет.", width=11
        ),
        Column(
            "without_own",
            "Без отметки школы",
            "integer",
            "issued",
            "Отметка за работу есть, а отметки школы нет.",
            width=11,
        ),
        Column("pairs", "Пар", "integer", "issued", "Есть обе отметки.", width=8),
        Column("lowered", "Понизили", "integer", "issued", "Отметка < Отметка по журналу.", width=11),
        Column("lowered_share", "Понизили, доля", "share", "issued", "Доля от пар.", width=11),
        Column("confirmed", "Подтвердили", "integer", "issued", "Отметка = Отметке по журналу.", width=13),
        Column("confirmed_share", "Подтвердили, доля", "share", "issued", "Доля от пар.", width=13),
        Column("raised", "Повысили", "integer", "issued", "Отметка > Отметка по журналу.", width=11),
        Column("raised_share", "Повысили, доля", "share", "issued", "Доля от пар.", width=11),
        Column("large", "Разница 2 и больше", "integer", "issued", "Каждый такой случай разбирают отдельно.", width=12),
        Column(
            "mean_difference",
            "Средняя разница",
            "number",
            "issued",
            "Отметка работы минус отметка школы, в среднем.",
            width=11,
        ),
        Column("caution", "Оговорка", "text", "issued", "На что смотреть с осторожностью.", width=30),
    ),
    key=("source", "by", "value"),
    rows="replaced",
    capacity=2000,
    freeze=3,
)
