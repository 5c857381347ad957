"""Tables behind «Панель», all on the sheet «Сводка»: who, what section, which month, which wave, what is next, what to do."""

from __future__ import annotations

from collections.abc import Callable

from objectivity_core.russian.wording import MONTHS
from objectivity_core.tables import states
from objectivity_core.tables.model import Column, Table
from objectivity_core.tables.steps import SHEET, where_filled

NEAREST, PASSED, CHARTED, SHOWN_WAVES = 10, 5, 8, 7
"""How much of each list «Панель» shows: next terms, terms past, bars of a chart, waves."""
CHARTED_NAMES = ("by_responsible", "by_section")
CHARTED_TABLES = (*CHARTED_NAMES, "by_month")
"""Tables behind the charts of «Панель»; those of names are as long as there are names."""

SHORT_MONTHS = tuple(month[:3] for month in (*MONTHS[8:], *MONTHS[:8]))

LEGEND = {
    states.OVERDUE: "Срок прошёл, отметки о выполнении нет.",
    states.DUE_SOON: "Срок наступает в ближайшие дни (сколько — в «Настройках»).",
    states.SUM_UP: "Год меры «весь год» кончается: впишите итог.",
    states.NO_RECORDS: "За прошедший период меры «весь год» нет ни одной записи.",
    states.RUNNING: "Началось, срок ещё впереди.",
    states.DONE: "Сделано в срок, документ назван.",
    states.DONE_LATE: "Сделано после срока, документ назван.",
    states.DONE_WITHOUT_PROOF: "Сделано, но документ не назван.",
    states.UPCOMING: "Ещё не началось.",
    states.NO_DATE: "Даты пока нет: процедура не назначена.",
    states.UNCLEAR: "Срок записан так, что программа его не поняла.",
    states.NOT_REQUIRED: "Решение школы: выполнять не нужно.",
    states.CANCELLED: "Снято с плана.",
}
"""Each state in one sentence."""


_STATUS = "Сроки[Статус]"
COUNTED, FINISHED = "counted", f"{states.FINISHED}*"

Count = Callable[[str], str]
"""The formula that counts, of some terms, those of a state, :data:`COUNTED` ones (neither cancelled nor not required) or :data:`FINISHED` ones."""


def _counts(count: Count) -> tuple[Column, ...]:
    """What is counted of some terms; cancelled ones and those not required do not count at all."""
    return (
        Column(
            "total",
            "Всего",
            "integer",
            "formula",
            "Сроков; отменённые и те, что не требуются, не считаются.",
            formula=count(COUNTED),
            width=8,
        ),
        Column(
            "done",
            "Выполнено",
            "integer",
            "formula",
            "Выполнено, даже поздно или без подтверждения.",
            formula=count(FINISHED),
            width=11,
        ),
        Column(
            "overdue",
            "Просрочено",
            "integer",
            "formula",
            "Срок прошёл.",
            formula=count(states.OVERDUE),
            width=12,
        ),
    )


def _word(name: str, heading: str, help_: str, count: Count, word: str) -> Column:
    return Column(name, heading, "integer", "formula", help_, formula=count(word), width=12)


def _literal(cell: str) -> str:
    """The text of a cell as a condition that stands for itself: ``~`` takes from ``* ? ~`` what they mean to COUNTIFS."""
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"~","~~"),"*","~*"),"?","~?")'


def _of_person(state: str) -> str:
    """Whole names only: «Директор» is not found in «Заместитель директора»; COUNTIFS would need wildcards, which are slower than this."""
    mine = 'ISNUMBER(FIND("; "&LOWER({Кто отвечает})&"; ","; "&LOWER(Сроки[Ответственный])&"; "))'
    counted = "*".join(f'({_STATUS}<>"{state}")' for state in ("", *states.DECISIONS))
    tests = {COUNTED: counted, FINISHED: f'(LEFT({_STATUS},{len(states.FINISHED)})="{states.FINISHED}")'}

    return f"SUMPRODUCT({mine}*{tests.get(state) or f'({_STATUS}={chr(34)}{state}{chr(34)})'})"


def _counted(state: str, *conditions: str) -> str:
    """By COUNTIFS, without wildcards: many times quicker than an array of conditions."""
    if state == COUNTED:
        return "-".join(_counted(one, *conditions) for one in ("<>", *states.DECISIONS))
    if state == FINISHED:
        return "+".join(
            _counted(one, *conditions) for one in (states.DONE, states.DONE_LATE, states.DONE_WITHOUT_PROOF)
        )

    return f'COUNTIFS({",".join(conditions)},{_STATUS},"{state}")'


_REST = Column(
    "rest",
    "Остальные",
    "integer",
    "formula",
    "Впереди, идёт или без записей.",
    formula="{Всего}-{Выполнено}-{Просрочено}",
    width=12,
)

BY_RESPONSIBLE = Table(
    name="by_responsible",
    excel="ПоОтветственным",
    sheet=SHEET,
    hint="",
    columns=where_filled(
        "Кто отвечает",
        Column("responsible", "Кто отвечает", "text", "issued", "Из столбца «Ответственный» листа «Сроки».", width=34),
        *_counts(_of_person),
        _word("due_soon", "Срок близко", "Срок в ближайшие дни.", _of_person, states.DUE_SOON),
        _word(
            "unproven", "Нет подтверждения", "Выполнено, но документ не назван.", _of_person, states.DONE_WITHOUT_PROOF
        ),
        _REST,
    ),
    key=("responsible",),
    rows="replaced",
    capacity=60,
    left=10,
)


def _in_section(state: str) -> str:
    return _counted(state, "Сроки[Раздел]", f'"="&{_literal("{Раздел плана}")}')


BY_SECTION = Table(
    name="by_section",
    excel="ПоРазделам",
    sheet=SHEET,
    hint="",
    columns=where_filled(
        "Раздел плана",
        Column("section", "Раздел плана", "text", "issued", "Из столбца «Раздел» листа «Сроки».", width=44),
        *_counts(_in_section),
        _word("due_soon", "Срок близко", "Срок в ближайшие дни.", _in_section, states.DUE_SOON),
        _word(
            "unproven", "Нет подтверждения", "Выполнено, но документ не назван.", _in_section, states.DONE_WITHOUT_PROOF
        ),
        _REST,
    ),
    key=("section",),
    rows="replaced",
    capacity=60,
    left=18,
)


def _in_month(word: str) -> str:
    until = "Сроки[Действует до]"

    return f'COUNTIFS({until},">="&{{Первое число}},{until},"<"&EDATE({{Первое число}},1),{_STATUS},"{word}")'


BY_MONTH = Table(
    name="by_month",
    excel="ПоМесяцам",
    sheet=SHEET,
    hint="",
    columns=where_filled(
        "№ месяца",
        Column("number", "№ месяца", "integer", "issued", "С сентября.", width=9),
        Column("month", "Месяц", "text", "issued", "Месяц.", width=9),
        Column(
            "first",
            "Первое число",
            "date",
            "formula",
            "По учебному году из «Настроек».",
            formula='DATE(INDEX(Настройки[Значение],MATCH("Учебный год начинается в",Настройки[Параметр],0)),8+{№ месяца},1)',
            width=12,
        ),
        Column(
            "done",
            "Выполнено",
            "integer",
            "formula",
            "Срок в этом месяце, выполнено.",
            formula=_in_month(f"{states.FINISHED}*"),
            width=11,
        ),
        Column(
            "overdue",
            "Просрочено",
            "integer",
            "formula",
            "Срок в этом месяце, просрочено.",
            formula=_in_month(states.OVERDUE),
            width=12,
        ),
        Column(
            "no_records",
            "Нет записей",
            "integer",
            "formula",
            "Период кончился в этом месяце, записей нет.",
            formula=_in_month(f"{states.NO_RECORDS}*"),
            width=10,
        ),
        Column(
            "ahead",
            "Впереди",
            "integer",
            "formula",
            "Срок в этом месяце ещё не прошёл.",
            formula="+".join(
                _in_month(word) for word in (states.UPCOMING, states.RUNNING, states.DUE_SOON, states.SUM_UP)
            ),
            width=10,
        ),
        Column(
            "total",
            "Всего",
            "integer",
            "formula",
            "Сроков в этом месяце.",
            formula="{Выполнено}+{Просрочено}+{Нет записей}+{Впереди}",
            width=8,
        ),
    ),
    key=("number",),
    rows="replaced",
    capacity=len(SHORT_MONTHS),
    left=26,
)


def _of_wave(state: str) -> str:
    """The whole wave where the row names no day."""
    wave = ("Сроки[Волна]", f'"="&{_literal("{Волна}")}')

    return f'IF({{День}}="",{_counted(state, *wave)},{_counted(state, *wave, "Сроки[Дата процедуры]", "{День}")})'


WAVES = Table(
    name="waves",
    excel="Волны",
    sheet=SHEET,
    hint="",
    columns=where_filled(
        "Волна",
        Column("wave", "Волна", "text", "issued", "Неделя работ: все процедуры одного вида за одну неделю.", width=19),
        Column("day", "День", "date", "issued", "Пусто — вся неделя работ.", width=12),
        Column("first", "Первый день", "date", "issued", "Первая процедура.", width=12),
        Column("last", "Последний день", "date", "issued", "Последняя процедура.", width=12),
        *_counts(_of_wave),
        Column(
            "ready",
            "Готовность",
            "text",
            "formula",
            "Сколько дел готово.",
            formula='IF({День}="",{Волна},"   "&TEXT(DAY({День}),"00")&"."&TEXT(MONTH({День}),"00"))&": "&{Выполнено}&" из "&{Всего}&" готово"',
            width=19,
        ),
        Column(
            "when",
            "Когда",
            "text",
            "formula",
            "Прошла, идёт или через сколько дней; сколько просрочено.",
            formula='IF({Последний день}<Сегодня,"прошла",IF({Первый день}<=Сегодня,"идёт","через "&({Первый день}-Сегодня)&" дн."))'
            '&IF({Просрочено}>0,"; просрочено "&{Просрочено},"")',
            width=12,
        ),
        Column(
            "turn",
            "Очередь волны",
            "integer",
            "formula",
            "Текущая и следующие, потом прошедшие, где не всё готово.",
            formula='IF({Всего}=0,"",IF({Последний день}>=Сегодня,IF(AND({День}<>"",{Первый день}>Сегодня+7),"",'
            'ROW()-ROW(Волны[[#Headers],[Волна]])),IF(AND({День}="",{Выполнено}<{Всего}),1000+ROW()-ROW(Волны[[#Headers],[Волна]]),"")))',
            width=10,
        ),
    ),
    key=("wave", "day"),
    rows="replaced",
    capacity=300,
    left=35,
)
