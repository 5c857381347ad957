"""Tables of the plan: its measures and their dated terms."""

from __future__ import annotations

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
        Column(
            "document",
            "Документ",
            help="Какой план: когда их несколько.",
            example="Дорожная карта по подготовке к ОГЭ",
            width=24,
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
            "relative",
            "Когда относительно процедуры",
            "text",
            "shared",
            "«−3 рабочих дня» — за три рабочих дня до процедуры, «0» — в её день, «+3» — через три после. Пустое заполнит программа.",
            "−3 рабочих дня",
            width=18,
        ),
        Column(
            "per",
            "Один раз на",
            "choice",
            help="«волну» — одно дело на неделю работ (с понедельника до конца недели), «день» — на день, «год» — сделали и больше не спрашивать, «срок» — спрашивать каждый раз. Пусто — на каждую процедуру; положение или приказ — один раз.",
            example=states.PER_WAVE,
            choices=states.PER,
            width=13,
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
    printed="proof_kind",
)

_UNTIL = "{Действует до}"
_START_WORDS = 'TEXT(DAY({Начало}),"00")&"."&TEXT(MONTH({Начало}),"00")&"."&YEAR({Начало})'
"""The start as a text; the letters of date formats differ between languages of Excel, those of numbers do not."""
_RECORD = f'AND({{Вид срока}}="{states.DEADLINE_KINDS["continuous"]}",ISNUMBER({{Начало}}))'

_STATUS = (
    f'IF({{Решение}}="{states.NOT_REQUIRED}","{states.NOT_REQUIRED}",IF({{Решение}}="{states.CANCELLED}","{states.CANCELLED}",'
    f'IF(ISNUMBER({{Выполнено}}),IF(TRIM({{Подтверждение}})="","{states.DONE_WITHOUT_PROOF}",'
    f'IF(AND(NOT({_RECORD}),ISNUMBER({_UNTIL}),INT({{Выполнено}})>{_UNTIL}),"{states.DONE_LATE}","{states.DONE}")),'
    f'IF({{Вид срока}}="{states.DEADLINE_KINDS["unknown"]}","{states.UNCLEAR}",'
    f'IF(ISNUMBER({_UNTIL}),IF(Сегодня>{_UNTIL},IF({_RECORD},"{states.NO_RECORDS} "&{_START_WORDS},"{states.OVERDUE}"),'
    f'IF(AND({{Вид срока}}="{states.SUMMARY_KIND}",ISNUMBER({{Начало}}),{{Начало}}<=Сегодня),"{states.SUM_UP}",'
    f'IF({_UNTIL}-Сегодня<=ДнейДоСрока,"{states.DUE_SOON}",'
    f'IF(AND(ISNUMBER({{Начало}}),{{Начало}}<=Сегодня),"{states.RUNNING}","{states.UPCOMING}")))),'
    f'IF(ISNUMBER({{Начало}}),IF({{Начало}}<=Сегодня,"{states.RUNNING}","{states.UPCOMING}"),"{states.NO_DATE}"))))))'
)
_OPEN = f'AND({{Код меры}}<>"",{{Решение}}<>"{states.NOT_REQUIRED}",{{Решение}}<>"{states.CANCELLED}",NOT(ISNUMBER({{Выполнено}})),ISNUMBER({_UNTIL}),NOT(AND({_RECORD},Сегодня>{_UNTIL})))'
"""Still to be done by a known day; a period that ended without record can only be written down afterwards."""
_DUE_ROW, _TODAY_ROW = f"IFERROR(MATCH({_UNTIL},Календарь[Дата],1),0)", "MATCH(Сегодня,Календарь[Дата],1)"
_WORKING_DAYS = f"IFERROR(IF({_TODAY_ROW}>{_DUE_ROW},SUM(INDEX(Календарь[Рабочий],{_DUE_ROW}+1):INDEX(Календарь[Рабочий],{_TODAY_ROW})),0),0)"
"""After the due date up to today. The days of «Календарь» stand in order: two searches and a short sum, where counting with conditions
would go through the whole year three times for every row and every edit."""

OCCURRENCES = Table(
    name="occurrences",
    excel="Сроки",
    sheet="Сроки",
    hint="Что и когда сделать. Впишите дату в «Выполнено» и документ в «Подтверждение»: цвет и слово изменятся сами.",
    columns=(
        Column("measure_id", "Код меры", "code", "issued", "Мера из листа «План».", "M001", width=9),
        Column("number", "№", "code", "computed", "Номер по плану.", width=7),
        Column(
            "measure",
            "Мероприятие",
            "text",
            "computed",
            "Мера и то, к чему относится срок: процедура, неделя работ, четверть, месяц.",
            width=54,
        ),
        Column("responsible", "Ответственный", "text", "computed", "Из плана.", width=24),
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
            "Календарных дней до срока. Пусто, когда сделано, просрочено или даты нет.",
            formula=f'IF({_OPEN},IF(Сегодня>{_UNTIL},"",{_UNTIL}-Сегодня),"")',
            width=10,
        ),
        Column(
            "overdue_days",
            "Просрочено, рабочих дней",
            "integer",
            "formula",
            "Сколько рабочих дней прошло после срока, по листу «Календарь».",
            formula=f'IF({_OPEN},IF(Сегодня>{_UNTIL},{_WORKING_DAYS},""),"")',
            width=13,
        ),
        Column("start", "Начало", "date", "issued", "С какого дня.", width=12),
        Column("due", "Срок", "date", "issued", "Последний день по плану.", width=12),
        Column("done", "Выполнено", "date", help="Дата, когда сделано.", example="16.04.2025", width=13, offered=True),
        Column(
            "moved_due",
            "Новый срок",
            "date",
            help="Если срок перенесли: до какого дня. План не меняется.",
            example="25.04.2025",
            width=12,
        ),
        Column(
            "proof",
            "Подтверждение",
            help="Документ: протокол, приказ, имя файла, ссылка; несколько через «;».",
            example="Протокол № 3 от 16.04.2025",
            width=32,
            offered=True,
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
        Column(
            "moved_reason",
            "Причина переноса",
            help="Почему перенесли, обязательно при новом сроке.",
            example="Карантин",
            width=24,
        ),
        Column("note", "Примечание", help="Ход дела.", width=28),
        Column("people", "Кто это", "text", "computed", "Ответственные из листа «Люди».", width=44),
        Column("section", "Раздел", "text", "computed", "Из плана.", width=44),
        Column(
            "wave",
            "Волна",
            "text",
            "issued",
            "Неделя работ: все процедуры одного вида за одну неделю.",
            "ВПР 14-18.04",
            width=24,
        ),
        Column(
            "kind",
            "Вид срока",
            "choice",
            "computed",
            "Как прочитан срок.",
            choices=states.TERM_KINDS,
            width=14,
            tucked=True,
        ),
        Column("phrase", "Срок в плане", "text", "computed", "Как записано в плане.", width=19, tucked=True),
        Column(
            "procedure_id",
            "Код процедуры",
            "code",
            "issued",
            "Если срок считается от процедуры; у общего дела — первая из них.",
            width=28,
            tucked=True,
        ),
        Column(
            "event_date",
            "Дата процедуры",
            "date",
            "issued",
            "День процедуры, к которой относится срок.",
            width=13,
            tucked=True,
        ),
        Column(
            "ordinal",
            "Повтор",
            "integer",
            "issued",
            "Который это срок одной и той же меры. По номеру программа узнаёт строку: не меняйте.",
            width=9,
            tucked=True,
        ),
        Column(
            "until",
            "Действует до",
            "date",
            "formula",
            "Новый срок, а если его нет — срок по плану.",
            formula='IF(ISNUMBER({Новый срок}),{Новый срок},IF(ISNUMBER({Срок}),{Срок},""))',
            width=12,
            tucked=True,
        ),
        Column(
            "queue",
            "Очередь",
            "number",
            "formula",
            "По ней «Панель» находит ближайшие дела.",
            formula=f'IF({_OPEN},{_UNTIL}+(ROW()-ROW(Сроки[[#Headers],[Код меры]]))/100000,"")',
            width=11,
            tucked=True,
        ),
    ),
    key=("measure_id", "procedure_id", "ordinal"),
    rows="generated",
    capacity=3000,
    cancel=("decision", states.CANCELLED),
    withdrawn=("kind", states.WITHDRAWN_KIND),
    finished="done",
    freeze=3,
    printed="proof",
    figures=(
        *((word, "status", word) for word in (states.OVERDUE, states.DUE_SOON, states.SUM_UP)),
        ("нет записей", "status", f"{states.NO_RECORDS}*"),
        *((word, "status", word) for word in (states.RUNNING, states.DONE_WITHOUT_PROOF, states.DONE)),
    ),
)
