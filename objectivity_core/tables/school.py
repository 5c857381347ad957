"""Tables about the school: its people and its pupils."""

from __future__ import annotations

from objectivity_core.tables.model import Column, Table

STAFF = Table(
    name="staff",
    excel="Люди",
    sheet="Люди",
    hint="Работники школы: кто что ведёт и что может проверять. По этим данным назначают экспертов.",
    columns=(
        Column("staff_id", "Код", "code", "issued", "Код работника: ставит программа, не меняется.", "S001", width=8),
        Column(
            "name",
            "ФИО",
            help="Фамилия, имя, отчество полностью.",
            example="Липатова Вера Олеговна",
            required=True,
            width=34,
        ),
        Column("position", "Должность", help="Должность или роль в плане.", example="Директор", width=26),
        Column(
            "subjects",
            "Ведёт предметы",
            "list",
            help="Через «;».",
            example="Математика; Физика",
            source="subjects.subject",
            width=34,
        ),
        Column(
            "classes", "Ведёт в классах", "list", help="Через «;».", example="5А; 6А", source="classes.class", width=24
        ),
        Column(
            "class_teacher",
            "Классный руководитель",
            "choice",
            help="Класс, которым руководит; можно оставить пустым.",
            example="5А",
            source="classes.class",
        ),
        Column(
            "can_mark",
            "Может проверять",
            "list",
            help="Предметы через «;»: по другим предметам работы этому человеку не назначат.",
            example="Математика; Физика",
            source="subjects.subject",
            width=34,
        ),
        Column(
            "excluded_classes",
            "Не проверяет классы",
            "list",
            help="Классы через «;», где учится родственник или есть другой личный интерес.",
            example="7А",
            source="classes.class",
        ),
        Column("note", "Примечание", width=26),
    ),
    key=("staff_id",),
    capacity=500,
    freeze=2,
    figures=(("Всего людей", "name", ""),),
)

PUPILS = Table(
    name="pupils",
    excel="Ученики",
    sheet="Ученики",
    hint="Вставьте список учеников: ФИО и класс. Коды поставит программа; из имён наружу ничего не уходит.",
    columns=(
        Column(
            "pupil_id",
            "Код",
            "code",
            "issued",
            "Код ученика: ставит программа, хранится из года в год.",
            "P00001",
            width=9,
        ),
        Column("name", "ФИО", help="Фамилия, имя, отчество.", example="Озерцов Лев Ильич", required=True, width=36),
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
            "differs",
            "Отличие от тёзки",
            help="Только если в классе двое с одинаковым ФИО: чем они различаются.",
            example="старший",
            width=20,
        ),
        Column(
            "state", "Состояние", "choice", help="Пусто значит «учится».", example="учится", choices=("учится", "выбыл")
        ),
        Column("note", "Примечание", width=26),
    ),
    key=("pupil_id",),
    capacity=5000,
    freeze=2,
    figures=(("Всего учеников", "name", ""), ("Выбыли", "state", "выбыл")),
)
