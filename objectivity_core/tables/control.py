"""Tables of control: the plan, its deadlines, the calendar, settings, findings, the log."""

from objectivity_core.tables import states
from objectivity_core.tables.model import Column, Table

MEASURES = Table(
    name="measures",
    excel="План",
    sheet="План",
    hint="План мероприятий школы. Впишите меры и сроки словами, как в приказе, затем «Обновить сроки» на вкладке «Объективность».",
    columns=(
        Column(
            "measure_id",
            "Код меры",
            "code",
            "issued",
            "Ставит программа; номер по плану может меняться, код — нет.",
            "M001",
            width=9,
        ),
        Column("section", "Раздел", help="Раздел плана.", example="2. Организационные меры", width=30),
        Column("number", "№", "code", help="Номер по плану школы.", example="2.3", width=7),
        Column(
            "measure",
            "Мероприятие",
            help="Что делаем, коротко.",
            example="Инструктаж организаторов",
            required=True,
            width=58,
        ),
        Column(
            "phrase",
            "Срок исполнения",
            help="Словами, как в плане: дата, месяц, период, «не позднее 1 рабочего дня до процедуры», «в течение года».",
            example="октябрь, апрель",
            required=True,
            width=32,
        ),
        Column(
            "responsible",
            "Ответственный",
            "list",
            help="Должность или ФИО; несколько через «;».",
            example="Директор; Руководители МО",
            required=True,
            width=24,
        ),
        Column(
            "procedures",
            "Процедуры",
            "list",
            help="Для сроков «по графику» и «до процедуры»: виды процедур через «;» или «все». Пусто — как в сроке.",
            example="ВПР; ВОШ",
            width=18,
        ),
        Column(
            "proof_kind",
            "Чем подтверждается",
            help="Какой документ покажет, что сделано.",
            example="Протокол педсовета",
            width=28,
        ),
        Column("note", "Примечание", width=24),
        Column(
            "reading",
            "Как понят срок",
            "text",
            "computed",
            "Так программа прочла срок; если не так — перефразируйте.",
            width=36,
        ),
    ),
    key=("measure_id",),
    freeze=1,
    figures=(("Мер в плане", "measure", ""),),
)

DAY_KINDS = ("рабочий", "выходной", "праздник", "перенесённый выходной", "рабочая суббота")

_STATUS = (
    'IF({Решение}<>"",{Решение},'
    f'IF(ISNUMBER({{Выполнено}}),IF({{Подтверждение}}="","{states.DONE_WITHOUT_PROOF}",'
    f'IF(AND(ISNUMBER({{Срок}}),{{Выполнено}}>{{Срок}}),"{states.DONE_LATE}","{states.DONE}")),'
    f'IF({{Вид срока}}="{states.DEADLINE_KINDS["unknown"]}","{states.UNCLEAR}",'
    f'IF(ISNUMBER({{Срок}}),IF(Сегодня>{{Срок}},"{states.OVERDUE}",'
    f'IF({{Срок}}-Сегодня<=ДнейДоСрока,"{states.DUE_SOON}",'
    f'IF(AND(ISNUMBER({{Начало}}),{{Начало}}<=Сегодня),"{states.RUNNING}","{states.UPCOMING}"))),'
    f'IF(ISNUMBER({{Начало}}),IF({{Начало}}<=Сегодня,"{states.RUNNING}","{states.UPCOMING}"),"{states.NO_DATE}")))))'
)

OCCURRENCES = Table(
    name="occurrences",
    excel="Сроки",
    sheet="Сроки",
    hint="Что и когда сделать. Впишите дату в «Выполнено» и документ в «Подтверждение»: цвет и слово изменятся сами.",
    columns=(
        Column("measure_id", "Код меры", "code", "issued", "Мера из листа «План».", "M001", width=9),
        Column("number", "№", "code", "computed", "Номер по плану.", width=7),
        Column("measure", "Мероприятие", "text", "computed", "Мера и процедура, к которой относится срок.", width=54),
        Column(
            "status",
            "Статус",
            "choice",
            "formula",
            "Считается сам из дат, «Выполнено», «Подтверждение» и «Решение».",
            choices=states.STATUSES,
            formula='IF({Код меры}="","",' + _STATUS + ")",
            width=28,
        ),
        Column(
            "days_left",
            "Осталось дней",
            "integer",
            "formula",
            "Календарных дней до срока; минус — просрочено. Пусто, когда сделано или даты нет.",
            formula='IF(OR({Решение}<>"",ISNUMBER({Выполнено}),NOT(ISNUMBER({Срок}))),"",{Срок}-Сегодня)',
            width=10,
        ),
        Column("start", "Начало", "date", "computed", "С какого дня.", width=12),
        Column("due", "Срок", "date", "computed", "Последний день.", width=12),
        Column("responsible", "Ответственный", "text", "computed", "Из плана.", width=24),
        Column("done", "Выполнено", "date", help="Дата, когда сделано.", example="16.04.2025", width=13),
        Column(
            "proof",
            "Подтверждение",
            help="Документ: протокол, приказ, файл, ссылка.",
            example="Протокол № 3 от 16.04.2025",
            width=32,
        ),
        Column(
            "decision",
            "Решение",
            "choice",
            help="«не требуется» или «отменено», если выполнять не нужно; причину — в примечание.",
            example=states.NOT_REQUIRED,
            choices=states.DECISIONS,
            width=15,
        ),
        Column("note", "Примечание", help="Причина, ход дела.", width=28),
        Column(
            "kind",
            "Вид срока",
            "choice",
            "computed",
            "Как прочитан срок.",
            choices=tuple(states.DEADLINE_KINDS.values()),
            width=14,
        ),
        Column("phrase", "Срок в плане", "text", "computed", "Как записано в плане.", width=19),
        Column("procedure_id", "Код процедуры", "code", "issued", "Если срок считается от процедуры.", width=28),
        Column("ordinal", "Повтор", "integer", "issued", "Который по счёту срок этой меры.", width=9),
    ),
    key=("measure_id", "procedure_id", "ordinal"),
    rows="generated",
    capacity=3000,
    cancel=("decision", states.CANCELLED),
    freeze=3,
    figures=tuple(
        (word, "status", word) for word in (states.OVERDUE, states.DUE_SOON, states.RUNNING, states.DONE_WITHOUT_PROOF, states.DONE)
    ),
)

CALENDAR = Table(
    name="calendar",
    excel="Календарь",
    sheet="Календарь",
    hint="Рабочие и нерабочие дни учебного года по производственному календарю. Строит «Обновить сроки»; свои дни — в «Настройках».",
    columns=(
        Column("date", "Дата", "date", "issued", "День.", width=13),
        Column("weekday", "День недели", "text", "issued", "День недели.", width=14),
        Column("kind", "Вид дня", "choice", "issued", "Рабочий, выходной, праздник, перенос.", choices=DAY_KINDS, width=24),
        Column("working", "Рабочий", "integer", "issued", "1 — рабочий день.", width=10),
        Column("number", "Рабочий день №", "integer", "issued", "Который рабочий день с начала года.", width=12),
        Column("note", "Что за день", "text", "issued", "Праздник, каникулы.", width=36),
    ),
    key=("date",),
    rows="replaced",
    capacity=400,
    figures=(("Рабочих дней", "working", "1"),),
)

SETTINGS = Table(
    name="settings",
    excel="Настройки",
    sheet="Настройки",
    hint="Всё, что у школы может быть своим. Меняйте только столбец «Значение».",
    columns=(
        Column("setting", "Параметр", "text", "issued", "Название.", width=46),
        Column("value", "Значение", "any", "shared", help="Впишите значение своей школы.", width=34),
        Column("unit", "Единица", "text", "computed", "В чём измеряется.", width=14),
        Column("help", "Пояснение", "text", "computed", "На что влияет.", width=60),
        Column("source", "Источник", "text", "computed", "Откуда значение по умолчанию.", width=40),
        Column("checked", "Проверено", "date", "computed", "Когда источник сверяли.", width=12),
    ),
    key=("setting",),
    capacity=60,
)

FINDINGS = Table(
    name="findings",
    excel="Замечания",
    sheet="Замечания",
    hint="Что программа заметила: ошибки мешают работе, «внимание» стоит посмотреть. Ссылка ведёт к ячейке.",
    columns=(
        Column("number", "№ п/п", "integer", "computed", "Номер.", width=8),
        Column(
            "severity",
            "Важность",
            "choice",
            "issued",
            "Ошибка, внимание, к сведению.",
            choices=("ошибка", "внимание", "к сведению"),
            width=13,
        ),
        Column(
            "link",
            "Где",
            "text",
            "computed",
            "Ссылка находит строку по ключу, даже если таблицу отсортировали.",
            width=24,
        ),
        Column("message", "Что не так", "text", "issued", "Суть.", width=70),
        Column("remedy", "Что сделать", "text", "issued", "Как исправить.", width=60),
        Column("value", "Записано", "text", "issued", "Что стоит в ячейке.", width=24),
        Column("action", "Кто нашёл", "text", "issued", "Кнопка, при которой замечено.", width=22),
        Column("where", "Адрес", "text", "issued", "Ячейка или файл в тот момент.", width=22),
        Column("table", "Таблица", "text", "issued", "Таблица.", width=16),
        Column("key", "Ключ", "text", "issued", "Ключ строки.", width=30),
        Column("column", "Столбец", "text", "issued", "Столбец.", width=20),
    ),
    key=("action", "number"),
    rows="replaced",
    capacity=5000,
    figures=(("Ошибок", "severity", "ошибка"), ("внимание", "severity", "внимание")),
)

LOG = Table(
    name="log",
    excel="Журнал",
    sheet="Журнал действий",
    hint="Что и когда сделала программа. Имён рядом с кодами здесь не бывает.",
    columns=(
        Column("time", "Когда", "text", "issued", "Дата и время.", width=20),
        Column("action", "Действие", "text", "issued", "Кнопка.", width=26),
        Column("message", "Что сделано", "text", "issued", "Итог одной фразой.", width=90),
        Column("findings", "Замечаний", "integer", "issued", "Сколько замечаний.", width=12),
        Column("version", "Версия", "text", "issued", "Версия программы.", width=10),
    ),
    key=("time", "action", "message"),
    capacity=5000,
)
